//! Node state of a side: shared, transient, secure; secrets masked.

use ratatui::text::Line;

use super::FullView;
use crate::tui::layout::spans::{span, text};
use crate::tui::model::Model;
use crate::tui::page::Side;
use crate::tui::text::{fit, fit_end, hard_wrap, pad, printable, width, wrap};
use crate::tui::theme::Role;
use crate::value::{Object, Scope, Value};

pub(super) const VIEW: FullView = FullView {
    title: |model| format!("STATE of {}", model.focus.name()),
    lines: |model, columns| content(model, model.focus, columns, usize::MAX),
    of_side: true,
    framed: true,
};

/// The state as lines, with at most so many rows for a value: what is behind them is cut.
pub(in crate::tui) fn content(model: &Model, side: Side, columns: usize, most: usize) -> Vec<Line<'static>> {
    let Some(session) = side.session(&model.run) else {
        return vec![Line::from(span(model, Role::Dim, " no session"))];
    };
    let state = &session.state;
    let scopes = [
        (Scope::Shared, &state.shared),
        (Scope::Transient, &state.transient),
        (Scope::Secure, &state.secure),
    ];
    let widest = columns.saturating_sub(4) * 45 / 100;
    let widths = scopes.iter().flat_map(|(_, keys)| keys.keys()).map(|key| width(&printable(key)));
    // Longer ones have rows of their own, or are cut.
    let key_columns = match most > 1 {
        true => widths.filter(|columns| *columns <= widest).max().unwrap_or(0),
        false => widths.max().unwrap_or(0).min(widest),
    };
    let mut all = Vec::new();
    for (scope, keys) in scopes {
        let empty = if keys.is_empty() { "  (empty)" } else { "" };
        all.push(Line::from(vec![
            span(model, Role::Strong, format!(" {}", scope.name())),
            span(model, Role::Dim, empty),
        ]));
        rows(keys, key_columns, columns, most, &mut all);
    }
    all
}

fn rows(keys: &Object, key_columns: usize, columns: usize, most: usize, all: &mut Vec<Line<'static>>) {
    let room = columns.saturating_sub(key_columns + 5).max(1);
    for (key, value) in keys {
        let key = printable(key);
        if most > 1 && width(&key) > key_columns {
            // A key too long for its column has rows of its own.
            let indented = |part: &str, by: usize| Line::from(text(format!("{}{part}", " ".repeat(by))));
            all.extend(wrap(&key, columns.saturating_sub(4)).iter().map(|part| indented(part, 3)));
            let values = in_rows(&compact(value), columns.saturating_sub(6), most);
            all.extend(values.iter().map(|part| indented(part, 5)));
            continue;
        }
        let shown = compact(value);
        let values = in_rows(&shown, room, most);
        for (index, part) in values.into_iter().enumerate() {
            // The end of a key tells more than its beginning, which may be a node's id.
            let key = if index == 0 { fit_end(&key, key_columns).into_owned() } else { String::new() };
            all.push(Line::from(text(format!("   {}  {part}", pad(&key, key_columns)))));
        }
    }
}

/// A text in at most so many rows.
fn in_rows(text: &str, columns: usize, most: usize) -> Vec<String> {
    if most <= 1 {
        return vec![fit(&printable(text), columns).into_owned()];
    }
    let mut all = wrap(text, columns);
    if all.len() > most {
        all.truncate(most);
        if let Some(last) = all.last_mut() {
            // So that it is seen to go on.
            *last = format!("{}..", hard_wrap(last, columns.saturating_sub(2)).first().unwrap_or(&""));
        }
    }
    all
}

/// A value in one line; a text without its quotes. Secrets are the mask.
fn compact(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_string(),
        value => value.to_masked_json().to_string(),
    }
}
