//! The event log, newest first.

use ratatui::buffer::Buffer;
use ratatui::text::Line;

use super::paint::{frame, lines, rule};
use crate::tui::layout::areas::{Part, Title};
use crate::tui::layout::full::events::line;
use crate::tui::layout::spans::span;
use crate::tui::model::Model;
use crate::tui::theme::Role;

pub(super) fn draw(model: &Model, part: &Part, buffer: &mut Buffer) {
    let count = model.run.log().len();
    match part.title {
        Title::Frame => frame(model, part.outer, ("EVENTS", &format!("{count}  e all")), false, buffer),
        Title::Row(row) => {
            let title =
                [span(model, Role::Strong, "EVENTS"), span(model, Role::Dim, "  newest first, e shows all")];
            rule(row, &title, buffer);
        }
        Title::None => {}
    }
    let newest = model.run.log().iter().rev().take(usize::from(part.inner.height));
    let columns = usize::from(part.inner.width);
    let all: Vec<Line<'_>> = newest.map(|event| line(model, event, columns)).collect();
    lines(&all, part.inner, buffer);
}
