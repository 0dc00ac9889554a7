//! The picture: a pure function of the model and its size. One file per pane.

mod events;
mod finder;
mod full;
mod header;
mod hints;
mod paint;
mod side;
mod state;
mod timeline;
mod transaction;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use super::layout::Layout;
use super::model::{FLOOR, Model};
use super::overlay::Overlay;
use super::text;

/// Draws the screen.
pub fn view(model: &Model, frame: &mut Frame<'_>) {
    if let Some(cursor) = paint(model, frame.buffer_mut()) {
        frame.set_cursor_position(cursor);
    }
}

/// Paints the screen into cells; returns where the cursor is, if it is shown.
pub fn paint(model: &Model, buffer: &mut Buffer) -> Option<Position> {
    let area = buffer.area;
    if area.is_empty() {
        return None;
    }
    let cursor = if area.width < FLOOR.0 || area.height < FLOOR.1 {
        too_small(area, buffer);
        None
    } else if model.layout().screen == area {
        draw(model, model.layout(), buffer)
    } else {
        // The terminal is not what it was when it told its size; it will tell that as well.
        draw(model, &Layout::new(model, area), buffer)
    };
    model.theme.finish(buffer);
    cursor
}

fn too_small(area: Rect, buffer: &mut Buffer) {
    let text = format!(
        "jsim needs {}x{}, this is {}x{}: make it larger, or ^C ^C",
        FLOOR.0, FLOOR.1, area.width, area.height
    );
    let all: Vec<Line<'_>> = text::wrap(&text, usize::from(area.width)).into_iter().map(Line::raw).collect();
    paint::lines(&all, area, buffer);
}

fn draw(model: &Model, layout: &Layout, buffer: &mut Buffer) -> Option<Position> {
    let areas = &layout.areas;
    header::draw(model, areas.header, buffer);
    hints::draw(model, areas.hints, buffer);
    if let Some(view) = &layout.full {
        full::draw(model, view, buffer);
    } else {
        if let Some(row) = areas.tabs {
            header::draw_tabs(model, &layout.tabs, row, buffer);
        }
        for pane in layout.panes.iter().flatten() {
            side::draw(model, pane, buffer);
        }
        transaction::draw(model, &areas.transaction, buffer);
        events::draw(model, &areas.events, buffer);
        for (side, part) in &areas.states {
            state::draw(model, *side, part, buffer);
        }
    }
    if let Some(timeline) = &layout.timeline {
        timeline::draw(model, timeline, buffer);
    }
    hints::draw_news(model, areas, buffer);
    if let Some(place) = areas.next {
        hints::draw_next(model, place, buffer);
    }
    match (&model.overlay, &layout.list) {
        (Some(Overlay::Finder { what, .. }), Some(list)) => {
            finder::draw(model, *what, list, buffer);
            Some(list.cursor)
        }
        _ => layout.panes.iter().flatten().find_map(|pane| pane.cursor),
    }
}
