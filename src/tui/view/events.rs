//! The event log, newest first.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::paint::{frame, lines, rule};
use crate::tui::layout::full::events::line;
use crate::tui::layout::spans::span;
use crate::tui::model::Model;
use crate::tui::theme::Role;

pub(super) fn draw(model: &Model, place: Rect, boxed: bool, buffer: &mut Buffer) {
    let count = model.run.log().len();
    let inner = if boxed {
        frame(model, place, ("EVENTS", &format!("{count}  e all")), false, buffer)
    } else if place.height >= 4 {
        let title =
            [span(model, Role::Strong, "EVENTS"), span(model, Role::Dim, "  newest first, e shows all")];
        rule(Rect { height: 1, ..place }, &title, buffer);
        Rect { y: place.y + 1, height: place.height - 1, ..place }
    } else {
        place
    };
    let newest = model.run.log().iter().rev().take(usize::from(inner.height));
    let all: Vec<Line<'_>> = newest.map(|event| line(model, event, usize::from(inner.width))).collect();
    lines(&all, inner, buffer);
}
