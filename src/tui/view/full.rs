//! The full views: one thing over the whole middle of the screen, scrolled.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::super::facts;
use super::super::layout::full::why;
use super::super::model::{Full, Model};
use super::super::text::{hard_wrap, wrap};
use super::super::theme::Role;
use super::paint::{frame, lines, span, text};
use super::{events, state, transaction};

/// The lines of a view.
fn content(model: &Model, what: Full, columns: usize) -> Vec<Line<'static>> {
    match what {
        Full::Transaction => with_data(model, columns),
        Full::Events => {
            model.run.log().iter().rev().map(|event| events::line(model, event, columns)).collect()
        }
        Full::State => state::content(model, model.focus, columns, usize::MAX),
        Full::Why => why::content(model, columns),
        Full::Link => bare_link(model, columns),
    }
}

/// The link from the first column on, without a frame, as a mouse would select it.
fn bare_link(model: &Model, columns: usize) -> Vec<Line<'static>> {
    let says = "The link alone. Most terminals select text while Shift is held; or press m first: jsim then leaves the mouse to the terminal.";
    let mut all: Vec<Line<'_>> =
        wrap(says, columns).into_iter().map(|part| Line::from(span(model, Role::Dim, part))).collect();
    all.push(Line::default());
    let link = model.run.link().unwrap_or_default();
    let clean = super::super::text::printable(&link).into_owned();
    all.extend(hard_wrap(&clean, columns).into_iter().map(|part| Line::from(span(model, Role::Link, part))));
    all
}

/// The rows that a view has on the screen.
fn rows(model: &Model) -> usize {
    usize::from(model.size.1).saturating_sub(4)
}

/// The farthest a view can be scrolled.
pub(in super::super) fn last_scroll(model: &Model, what: Full) -> usize {
    let columns = usize::from(model.size.0).saturating_sub(2);
    content(model, what, columns).len().saturating_sub(rows(model))
}

pub(super) fn draw(model: &Model, what: Full, scroll: usize, place: Rect, buffer: &mut Buffer) {
    let title = match what {
        Full::Transaction => "TRANSACTION".to_owned(),
        Full::Events => format!("EVENTS  {}, newest first", model.run.log().len()),
        Full::State => format!("STATE of {}", model.focus.name()),
        Full::Why => why::title(model),
        Full::Link => {
            let all = bare_link(model, usize::from(place.width));
            return lines(&all[scroll.min(all.len())..], place, buffer);
        }
    };
    let all = content(model, what, usize::from(place.width).saturating_sub(2));
    let shown = usize::from(place.height).saturating_sub(2);
    let scroll = scroll.min(all.len().saturating_sub(shown));
    let position = if all.len() > shown {
        format!("{}-{} of {}", scroll + 1, (scroll + shown).min(all.len()), all.len())
    } else {
        String::new()
    };
    let inner = frame(model, place, (&title, &position), true, buffer);
    lines(&all[scroll..], inner, buffer);
}

/// The transaction with its data, its session properties and its notification object.
fn with_data(model: &Model, columns: usize) -> Vec<Line<'static>> {
    let mut all = transaction::content(model, columns, usize::MAX);
    let Some(record) = facts::transaction(&model.run) else { return all };
    let json = |object: &crate::value::Object| {
        crate::value::Value::Object(object.clone()).to_masked_json().to_string()
    };
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
