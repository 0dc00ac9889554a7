//! The transaction: the thing between the two sides.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint::{frame, lines, rule};
use crate::transaction::Transaction;
use crate::tui::facts;
use crate::tui::layout::areas::{Part, Title};
use crate::tui::layout::full::transaction::{content, subject};
use crate::tui::layout::spans::{gauge, span, text};
use crate::tui::model::Model;
use crate::tui::text::{fit, fit_end, width};
use crate::tui::theme::Role;

pub(super) fn draw(model: &Model, part: &Part, buffer: &mut Buffer) {
    if let Title::Row(row) = part.title {
        return strip(model, row, part.inner, buffer);
    }
    frame(model, part.outer, ("TRANSACTION", "t full"), false, buffer);
    let (columns, rows) = (usize::from(part.inner.width), usize::from(part.inner.height));
    lines(&content(model, columns, rows), part.inner, buffer);
}

/// A rule that holds the facts; where there is room below it, the whole id and the history.
fn strip(model: &Model, row: Rect, below: Rect, buffer: &mut Buffer) {
    let Some(transaction) = facts::transaction(&model.run) else {
        let none = span(model, Role::Dim, "  none yet: Backchannel Initialize makes it");
        return rule(row, &[span(model, Role::Strong, "TRANSACTION"), none], buffer);
    };
    let columns = usize::from(row.width);
    rule(row, &summary(model, transaction, columns.saturating_sub(4)), buffer);
    if below.height > 0 {
        let life = transaction.expires_at.since(transaction.created_at);
        let left = transaction.time_left(model.run.world().now());
        let mut spans = vec![text(format!(" {}  ", transaction.id))];
        spans.extend(gauge(model, left, life, 24));
        let changes = transaction.history.iter();
        let history: Vec<String> =
            changes.map(|(at, change)| format!("{} {}", at.on_clock(), change)).collect();
        let history = history.join("   ");
        let history = span(model, Role::Dim, format!(" {}", fit_end(&history, columns - 2)));
        lines(&[Line::from(spans), Line::from(history)], below, buffer);
    }
}

/// The facts in one row: all in words where there is room, else the names of the lesser ones go.
fn summary(model: &Model, transaction: &Transaction, columns: usize) -> Vec<Span<'static>> {
    let now = model.run.world().now();
    let left = if transaction.is_gone(now) {
        format!("  gone at {}", transaction.expires_at.on_clock())
    } else {
        format!("  {} left", transaction.time_left(now).as_countdown())
    };
    let build = |title: &str, id: usize, names: [&str; 3]| {
        let named = |index: usize| span(model, Role::Dim, format!("  {}", names[index]));
        vec![
            span(model, Role::Strong, title),
            text(format!(" {}", facts::short_id(transaction.id, id))),
            named(0),
            span(model, Role::Strong, transaction.state.name()),
            named(1),
            span(model, Role::Strong, transaction.result.name()),
            named(2),
            text(subject(transaction)),
            text(&left),
        ]
    };
    let levels = [
        ("TRANSACTION", 8, ["state ", "result ", "subject "]),
        ("TRANSACTION", 8, ["", "result ", "subject "]),
        ("TX", 8, ["", "result ", "subject "]),
        ("TX", 4, ["", "result ", "subject "]),
        ("TX", 4, ["", "result ", ""]),
        ("TX", 4, ["", "", ""]),
    ];
    let taken = |spans: &Vec<Span<'_>>| spans.iter().map(|span| width(&span.content)).sum::<usize>();
    let mut built = levels.into_iter().map(|(title, id, names)| build(title, id, names));
    let mut spans = built.find(|spans| taken(spans) <= columns).unwrap_or_else(|| build("TX", 4, [""; 3]));
    // What is left to cut is the name of the subject.
    let over = taken(&spans).saturating_sub(columns);
    if let Some(name) = spans.get_mut(7) {
        *name = text(fit(&name.content, width(&name.content).saturating_sub(over).max(4)));
    }
    spans
}
