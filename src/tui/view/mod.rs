//! The picture: a pure function of the model and its size. One file per pane.

mod events;
pub(super) mod finder;
pub(super) mod full;
pub(super) mod header;
pub(super) mod hints;
pub(super) mod paint;
pub(super) mod side;
mod state;
mod timeline;
mod transaction;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use super::layout::areas::layout;
use super::model::{FLOOR, Model, Overlay};
use super::page::Side;
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
    } else {
        draw(model, area, buffer)
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

fn draw(model: &Model, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let places = layout(area, model.focus);
    header::draw(model, places.header, buffer);
    hints::draw(model, places.hints, buffer);
    let mut cursor = None;
    if let Some(Overlay::View { what, scroll }) = model.overlay {
        full::draw(model, what, scroll, places.middle, buffer);
    } else {
        if let Some(tabs) = places.tabs {
            header::draw_tabs(model, tabs, buffer);
        }
        for side in Side::BOTH {
            if let Some(place) = places.sides[side.index()] {
                cursor = side::draw(model, side, place, buffer).or(cursor);
            }
        }
        transaction::draw(model, places.transaction, buffer);
        if let Some(place) = places.events {
            events::draw(model, place, places.boxed, buffer);
        }
        for (place, side) in places.states.iter().zip([model.focus, model.focus.other()]) {
            // With room for both, MAIN is left whichever has the focus.
            let side =
                if places.states.len() == 2 && model.focus == Side::Back { side.other() } else { side };
            state::draw(model, side, *place, buffer);
        }
        timeline::draw(model, places.timeline, buffer);
    }
    hints::draw_news(model, &places, buffer);
    if let Some(place) = places.next {
        hints::draw_next(model, place, buffer);
    }
    if let Some(Overlay::Finder { what, query, selected }) = &model.overlay {
        cursor = Some(finder::draw(model, *what, query, *selected, places.middle, buffer));
    }
    cursor
}
