//! The transaction: the thing between the two sides.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint::{frame, lines, rule};
use crate::transaction::Transaction;
use crate::tui::facts;
use crate::tui::layout::full::transaction::{content, subject};
use crate::tui::layout::spans::{gauge, span, text};
use crate::tui::model::Model;
use crate::tui::text::{fit, fit_end, width};
use crate::tui::theme::Role;

pub(super) fn draw(model: &Model, place: Rect, buffer: &mut Buffer) {
    match place.height {
        0 => {}
        1..=3 => strip(model, place, buffer),
        _ => {
            let inner = frame(model, place, ("TRANSACTION", "t full"), false, buffer);
            lines(&content(model, usize::from(inner.width), usize::from(inner.height)), inner, buffer);
        }
    }
}

/// A rule that holds the facts; with three rows, below it the whole id and the history.
fn strip(model: &Model, place: Rect, buffer: &mut Buffer) {
    let row = |y: u16| Rect { y: place.y + y, height: 1, ..place };
    let Some(transaction) = facts::transaction(&model.run) else {
        let none = span(model, Role::Dim, "  none yet: Backchannel Initialize makes it");
        return rule(row(0), &[span(model, Role::Strong, "TRANSACTION"), none], buffer);
    };
    rule(row(0), &summary(model, transaction, usize::from(place.width).saturating_sub(4)), buffer);
    if place.height >= 3 {
        let life = transaction.expires_at.since(transaction.created_at);
        let left = transaction.time_left(model.run.world().now());
        let mut spans = vec![text(format!(" {}  ", transaction.id))];
        spans.extend(gauge(model, left, life, 24));
        lines(&[Line::from(spans)], row(1), buffer);
        let history: Vec<String> =
            transaction.history.iter().map(|(at, change)| format!("{} {}", at.on_clock(), change)).collect();
        let shown = fit_end(&history.join("   "), usize::from(place.width) - 2).into_owned();
        lines(&[Line::from(span(model, Role::Dim, format!(" {shown}")))], row(2), buffer);
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
