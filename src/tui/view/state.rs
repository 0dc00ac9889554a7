//! Node state of a side: shared, transient, secure; secrets masked.

use ratatui::buffer::Buffer;

use super::paint::{frame, lines};
use crate::tui::layout::areas::Part;
use crate::tui::layout::full::state::content;
use crate::tui::model::Model;
use crate::tui::page::Side;

pub(super) fn draw(model: &Model, side: Side, part: &Part, buffer: &mut Buffer) {
    let session = side.session(&model.run).map(|session| session.id.to_string()).unwrap_or_default();
    frame(
        model,
        part.outer,
        (&format!("STATE {}", side.name()), &format!("{session}  d full")),
        false,
        buffer,
    );
    // As many rows for each value as there is room for.
    let columns = usize::from(part.inner.width);
    let mut tries = [usize::MAX, 4, 3, 2].into_iter().map(|most| content(model, side, columns, most));
    let shown = tries
        .find(|shown| shown.len() <= usize::from(part.inner.height))
        .unwrap_or_else(|| content(model, side, columns, 1));
    lines(&shown, part.inner, buffer);
}
