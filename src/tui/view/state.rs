//! Node state of a side: shared, transient, secure; secrets masked.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::super::model::Model;
use super::super::page::Side;
use super::super::text::{fit, fit_end, pad, printable, width, wrap};
use super::super::theme::Role;
use super::paint::{frame, lines, span, text};
use crate::kernel::{Object, Scope, Value};

pub(super) fn draw(model: &Model, side: Side, place: Rect, buffer: &mut Buffer) {
    let session = side.session(&model.run).map(|session| session.id.to_string()).unwrap_or_default();
    let inner = frame(
        model,
        place,
        (&format!("STATE {}", side.name()), &format!("{session}  d full")),
        false,
        buffer,
    );
    lines(&content(model, side, usize::from(inner.width), false), inner, buffer);
}

/// The state as lines; with `full`, values are wrapped, else cut.
pub(super) fn content(model: &Model, side: Side, columns: usize, full: bool) -> Vec<Line<'static>> {
    let Some(session) = side.session(&model.run) else {
        return vec![Line::from(span(model, Role::Dim, " no session"))];
    };
    let state = &session.state;
    let scopes = [
        (Scope::Shared, &state.shared),
        (Scope::Transient, &state.transient),
        (Scope::Secure, &state.secure),
    ];
    let longest = scopes.iter().flat_map(|(_, keys)| keys.keys()).map(|key| width(key)).max().unwrap_or(0);
    let key_columns = longest.min(columns.saturating_sub(4) * 45 / 100);
    let mut all = Vec::new();
    for (scope, keys) in scopes {
        let empty = if keys.is_empty() { "  (empty)" } else { "" };
        all.push(Line::from(vec![
            span(model, Role::Strong, format!(" {}", scope.name())),
            span(model, Role::Dim, empty),
        ]));
        rows(keys, key_columns, columns, full, &mut all);
    }
    all
}

fn rows(keys: &Object, key_columns: usize, columns: usize, full: bool, all: &mut Vec<Line<'static>>) {
    let room = columns.saturating_sub(key_columns + 5).max(1);
    for (key, value) in keys {
        let shown = compact(value);
        let values = if full { wrap(&shown, room) } else { vec![fit(&printable(&shown), room).into_owned()] };
        for (index, part) in values.into_iter().enumerate() {
            // The end of a key tells more than its beginning, which may be a node's id.
            let key =
                if index == 0 { fit_end(&printable(key), key_columns).into_owned() } else { String::new() };
            all.push(Line::from(text(format!("   {}  {part}", pad(&key, key_columns)))));
        }
    }
}

/// A value in one line; a text without its quotes. Secrets are the mask.
fn compact(value: &Value) -> String {
    match value {
        Value::String(text) => text.to_string(),
        value => value.to_masked_json().to_string(),
    }
}
