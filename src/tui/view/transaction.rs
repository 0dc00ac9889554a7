//! The transaction: the thing between the two sides.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::facts;
use super::super::model::Model;
use super::super::text::{fit, width, wrap};
use super::super::theme::Role;
use super::paint::{fact, frame, gauge, lines, rule, span, text};
use crate::transaction::{Change, Subject, Transaction};

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
        let history: Vec<String> = transaction
            .history
            .iter()
            .map(|(at, change)| format!("{} {}", facts::second(*at), facts::change_words(change)))
            .collect();
        let shown =
            super::super::text::fit_end(&history.join("   "), usize::from(place.width) - 2).into_owned();
        lines(&[Line::from(span(model, Role::Dim, format!(" {shown}")))], row(2), buffer);
    }
}

/// The facts in one row: all in words where there is room, else the names of the lesser ones go.
fn summary(model: &Model, transaction: &Transaction, columns: usize) -> Vec<Span<'static>> {
    let now = model.run.world().now();
    let left = if transaction.is_gone(now) {
        format!("  gone at {}", facts::second(transaction.expires_at))
    } else {
        format!("  {} left", facts::minutes(transaction.time_left(now)))
    };
    let build = |title: &str, id: usize, names: [&str; 3]| {
        let named = |index: usize| span(model, Role::Dim, format!("  {}", names[index]));
        vec![
            span(model, Role::Strong, title),
            text(format!(" {}", facts::short_id(transaction.id, id))),
            named(0),
            span(model, Role::Strong, transaction.state.name()),
            named(1),
            span(model, Role::Strong, transaction.verdict.name()),
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

fn subject(transaction: &Transaction) -> String {
    match &transaction.subject {
        Subject::User(name) => name.to_string(),
        Subject::Agent(name) => format!("agent {name}"),
        Subject::Anyone => "anybody".into(),
    }
}

/// Everything about the newest transaction, the most important first.
pub(super) fn content(model: &Model, columns: usize, rows: usize) -> Vec<Line<'static>> {
    let run = &model.run;
    let now = run.world().now();
    let Some(transaction) = facts::transaction(run) else {
        let says = "None yet. Backchannel Initialize makes one when MAIN has named a user. Its link starts the \
                    journey on the other device, and MAIN polls it with Backchannel Status.";
        let parts = wrap(says, columns.saturating_sub(2)).into_iter();
        let mut all = vec![Line::default()];
        all.extend(parts.map(|part| Line::from(span(model, Role::Dim, format!(" {part}")))));
        return all;
    };
    let (word, role) = facts::status(transaction, now);
    let life = transaction.expires_at.since(transaction.created_at);
    let left = transaction.time_left(now);
    let mut all = vec![Line::from(text(format!(" {}", transaction.id)))];
    if rows > 16 {
        all.push(Line::default());
    }
    all.extend([
        // The badge has a blank of its own on the left.
        Line::from(vec![
            Span::raw(" "),
            span(model, Role::Dim, "status  "),
            span(model, role, format!(" {word} ")),
        ]),
        fact(model, "state", vec![span(model, Role::Strong, transaction.state.name())]),
        fact(model, "result", vec![span(model, Role::Strong, transaction.verdict.name())]),
        fact(model, "subject", vec![text(subject(transaction))]),
        fact(model, "journey", vec![text(fit(&transaction.journey, columns.saturating_sub(11)))]),
    ]);
    if transaction.is_gone(now) {
        let since = format!("gone since {}", facts::second(transaction.expires_at));
        all.push(fact(model, "life", vec![text(since)]));
    } else {
        let mut value = vec![text(format!("{} left  ", facts::minutes(left)))];
        value.extend(gauge(model, left, life, columns.saturating_sub(24).min(24)));
        all.push(fact(model, "life", value));
    }
    let retry = match transaction.allow_retry {
        _ if transaction.is_gone(now) => "none: it is gone",
        true => "a failed run may be tried again",
        false => "a failed run is DENIED",
    };
    all.push(fact(model, "retry", vec![text(fit(retry, columns.saturating_sub(11)))]));
    history(model, transaction, columns, &mut all);
    reads(model, columns, &mut all);
    all
}

fn history(model: &Model, transaction: &Transaction, columns: usize, all: &mut Vec<Line<'static>>) {
    all.push(Line::default());
    all.push(Line::from(span(model, Role::Strong, " HISTORY")));
    for (at, change) in &transaction.history {
        let words = fit(facts::change_words(change), columns.saturating_sub(9)).into_owned();
        all.push(Line::from(vec![text(format!(" {:>6}  ", facts::second(*at))), text(words)]));
    }
    if !transaction.history.iter().any(|(_, change)| *change == Change::Expired) {
        let at = facts::second(transaction.expires_at);
        all.push(Line::from(span(model, Role::Dim, format!(" {at:>6}  will expire"))));
    }
}

fn reads(model: &Model, columns: usize, all: &mut Vec<Line<'static>>) {
    let polls = facts::polls(&model.run);
    all.push(Line::default());
    let count = if polls.is_empty() { "  none yet".to_owned() } else { format!("  {}", polls.len()) };
    all.push(Line::from(vec![span(model, Role::Strong, " READ BY MAIN"), span(model, Role::Dim, count)]));
    // Equal answers in a row are one line: the first, the last and how many.
    let mut groups: Vec<(String, String, &str, usize)> = Vec::new();
    for (at, outcome) in polls {
        let at = facts::second(at);
        match groups.last_mut() {
            Some((_, last, known, count)) if *known == outcome.as_ref() => {
                *last = at;
                *count += 1;
            }
            _ => groups.push((at.clone(), at, outcome, 1)),
        }
    }
    for (first, last, outcome, count) in groups.into_iter().rev() {
        let more = if count > 1 { format!("  {count} times, last at {last}") } else { String::new() };
        let line = format!(" {first:>6}  {outcome}{more}");
        all.push(Line::from(text(fit(&super::super::text::printable(&line), columns))));
    }
}
