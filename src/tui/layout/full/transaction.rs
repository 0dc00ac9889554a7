//! The newest transaction: everything about it, the most important first.

use ratatui::text::{Line, Span};

use super::FullView;
use crate::transaction::{Change, Subject, Transaction};
use crate::tui::facts;
use crate::tui::layout::spans::{fact, gauge, span, text};
use crate::tui::model::Model;
use crate::tui::text::{fit, printable, wrap};
use crate::tui::theme::Role;
use crate::value::{Object, Value};

pub(super) const VIEW: FullView =
    FullView { title: |_| "TRANSACTION".to_owned(), lines: with_data, of_side: false, framed: true };

/// The transaction with its data, its session properties and its notification object.
fn with_data(model: &Model, columns: usize) -> Vec<Line<'static>> {
    let mut all = content(model, columns, usize::MAX);
    let Some(record) = facts::transaction(&model.run) else { return all };
    let json = |object: &Object| Value::Object(object.clone()).to_masked_json().to_string();
    let mut section = |title: &str, words: String| {
        all.push(Line::default());
        all.push(Line::from(span(model, Role::Strong, format!(" {title}"))));
        all.extend(
            wrap(&words, columns.saturating_sub(6))
                .into_iter()
                .map(|part| Line::from(text(format!("   {part}")))),
        );
    };
    section("DATA  at the root of the other journey's shared state", json(&record.data));
    if let Some(link) = model.run.link() {
        section("LINK", link.to_string());
    }
    if let Some(properties) = &record.session_properties {
        section("SESSION PROPERTIES of the run that approved it", json(properties));
    }
    if let Some(notification) = &record.notification {
        section("NOTIFICATION", notification.to_masked_json().to_string());
    }
    let count = model.run.world().transactions().records().count();
    if count > 1 {
        section("OTHERS", format!("{} older transactions in the store", count - 1));
    }
    all
}

/// Everything about the newest transaction, the most important first.
pub(in crate::tui) fn content(model: &Model, columns: usize, rows: usize) -> Vec<Line<'static>> {
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
        fact(model, "result", vec![span(model, Role::Strong, transaction.result.name())]),
        fact(model, "subject", vec![text(subject(transaction))]),
        fact(model, "journey", vec![text(fit(&transaction.journey, columns.saturating_sub(11)))]),
    ]);
    if transaction.is_gone(now) {
        let since = format!("gone since {}", transaction.expires_at.on_clock());
        all.push(fact(model, "life", vec![text(since)]));
    } else {
        let mut value = vec![text(format!("{} left  ", left.as_countdown()))];
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
        let words = fit(&change.to_string(), columns.saturating_sub(9)).into_owned();
        all.push(Line::from(vec![text(format!(" {:>6}  ", at.on_clock())), text(words)]));
    }
    if !transaction.history.iter().any(|(_, change)| *change == Change::Expired) {
        let at = transaction.expires_at.on_clock();
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
        let at = at.on_clock();
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
        all.push(Line::from(text(fit(&printable(&line), columns))));
    }
}

pub(in crate::tui) fn subject(transaction: &Transaction) -> String {
    match &transaction.subject {
        Subject::User(name) => name.to_string(),
        Subject::Agent(name) => format!("agent {name}"),
        Subject::Anyone => "anybody".into(),
    }
}
