//! A full view: one thing over the whole middle of the screen.

use ratatui::buffer::Buffer;

use super::paint::{frame, lines};
use crate::tui::layout::full::FullLayout;
use crate::tui::model::Model;

pub(super) fn draw(model: &Model, view: &FullLayout, buffer: &mut Buffer) {
    if let Some(outer) = view.frame {
        frame(model, outer, (&view.title, &view.position), true, buffer);
    }
    lines(&view.lines, view.inner, buffer);
}
