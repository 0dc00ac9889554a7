//! The mouse: a click gives the focus, presses a button, chooses a row; the wheel scrolls.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::model::{Model, Overlay};
use super::page::{Element, Side};
use super::update::{Effect, Update, choose_row, press, scroll};
use super::view::{finder, layout::layout, side};

/// Does what a mouse event is for.
pub(super) fn on_mouse(model: &mut Model, event: MouseEvent) -> Update {
    if !model.mouse || model.too_small() {
        return Update { redraw: false, effect: Effect::None };
    }
    match event.kind {
        MouseEventKind::ScrollDown => scroll(model, 1),
        MouseEventKind::ScrollUp => scroll(model, -1),
        MouseEventKind::Down(MouseButton::Left) => {
            return click(model, Position { x: event.column, y: event.row });
        }
        _ => return Update { redraw: false, effect: Effect::None },
    }
    Update { redraw: true, effect: Effect::None }
}

fn click(model: &mut Model, at: Position) -> Update {
    let redraw = Update { redraw: true, effect: Effect::None };
    model.quit_armed = false;
    model.toast = None;
    let places = layout(Rect::new(0, 0, model.size.0, model.size.1), model.focus);
    match &model.overlay {
        Some(Overlay::Finder { what, query, selected }) => {
            let (place, body) = finder::places(model, *what, query, places.middle);
            if body.contains(at) {
                let row = finder::first_shown(*selected, body.height) + usize::from(at.y - body.y);
                if let Some(Overlay::Finder { selected, .. }) = &mut model.overlay {
                    *selected = row;
                }
                return choose_row(model);
            }
            if !place.contains(at) {
                model.overlay = None;
            }
            return redraw;
        }
        Some(Overlay::View { .. }) => return redraw,
        None => {}
    }
    if places.tabs.is_some_and(|tabs| tabs.contains(at)) {
        model.focus = model.focus.other();
        model.typing = model.form().on_field();
        return redraw;
    }
    for side in Side::BOTH {
        if let Some(place) = places.sides[side.index()].filter(|place| place.contains(at)) {
            click_pane(model, side, place, at);
        }
    }
    redraw
}

fn click_pane(model: &mut Model, side: Side, place: Rect, at: Position) {
    let pane = side::pane(model, side, place);
    let hit = pane.sheet.spots.iter().find(|spot| {
        let columns = pane.column_of(spot.x)..pane.column_of(spot.x + spot.width);
        pane.row_of(spot.y) == Some(at.y) && columns.contains(&at.x)
    });
    model.focus = side;
    let Some(index) = hit.map(|spot| spot.element) else {
        model.typing = model.form().on_field();
        return;
    };
    model.form_mut().go(index);
    match model.form().focused() {
        Some(Element::Field { .. }) => model.typing = true,
        // A single choice is made by going there; several are chosen one by one.
        Some(Element::Option { callback, option }) => model.form_mut().choose(callback, option, true),
        Some(element) => press(model, side, element),
        None => {}
    }
}
