//! Node state of a side: shared, transient, secure; secrets masked.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::paint::{frame, lines};
use crate::tui::layout::full::state::content;
use crate::tui::model::Model;
use crate::tui::page::Side;

pub(super) fn draw(model: &Model, side: Side, place: Rect, buffer: &mut Buffer) {
    let session = side.session(&model.run).map(|session| session.id.to_string()).unwrap_or_default();
    let inner = frame(
        model,
        place,
        (&format!("STATE {}", side.name()), &format!("{session}  d full")),
        false,
        buffer,
    );
    // As many rows for each value as there is room for.
    let columns = usize::from(inner.width);
    let mut tries = [usize::MAX, 4, 3, 2].into_iter().map(|most| content(model, side, columns, most));
    let shown = tries
        .find(|shown| shown.len() <= usize::from(inner.height))
        .unwrap_or_else(|| content(model, side, columns, 1));
    lines(&shown, inner, buffer);
}
