//! The mouse: a click gives the focus, presses a button, chooses a row; the wheel scrolls.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::{Effect, Update, choose_row, press, run_command, scroll, scroll_page};
use crate::tui::keymap::Command;
use crate::tui::layout::areas::{Layout, layout};
use crate::tui::model::{Model, Overlay};
use crate::tui::page::{Element, Side};
use crate::tui::view::{finder, header, hints, side};

/// Does what a mouse event is for.
pub(super) fn on_mouse(model: &mut Model, event: MouseEvent) -> Update {
    if !model.mouse || model.too_small() {
        return Update { redraw: false, effect: Effect::None };
    }
    let at = Position { x: event.column, y: event.row };
    match event.kind {
        MouseEventKind::ScrollDown => wheel(model, at, 1),
        MouseEventKind::ScrollUp => wheel(model, at, -1),
        MouseEventKind::Down(MouseButton::Left) => return click(model, at),
        _ => return Update { redraw: false, effect: Effect::None },
    }
    Update { redraw: true, effect: Effect::None }
}

fn places(model: &Model) -> Layout {
    layout(Rect::new(0, 0, model.size.0, model.size.1), model.focus)
}

/// A list moves by rows, views and the page under the pointer scroll by three.
fn wheel(model: &mut Model, at: Position, rows: i64) {
    match model.overlay {
        Some(Overlay::Finder { .. }) => scroll(model, rows),
        Some(Overlay::View { .. }) => scroll(model, 3 * rows),
        None => {
            let places = places(model);
            let under = |side: &Side| places.sides[side.index()].is_some_and(|place| place.contains(at));
            if let Some(side) = Side::BOTH.into_iter().find(under) {
                scroll_page(model, side, 3 * rows);
            }
        }
    }
}

fn click(model: &mut Model, at: Position) -> Update {
    let redraw = Update { redraw: true, effect: Effect::None };
    model.quit_armed = false;
    model.toast = None;
    let places = places(model);
    if places.hints.contains(at) {
        return match hints::at(model, places.hints, at.x) {
            Some(command) => run_command(model, command),
            None => redraw,
        };
    }
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
    if let Some(tabs) = places.tabs.filter(|tabs| tabs.contains(at)) {
        if let Some(side) = header::tab_at(model, tabs, at.x) {
            model.focus = side;
            model.typing = model.form().on_field();
        }
        return redraw;
    }
    for side in Side::BOTH {
        if let Some(place) = places.sides[side.index()].filter(|place| place.contains(at)) {
            click_pane(model, side, place, at);
            return redraw;
        }
    }
    match in_full(&places, at) {
        Some(command) => run_command(model, command),
        None => redraw,
    }
}

/// What shows the thing under the pointer in full.
fn in_full(places: &Layout, at: Position) -> Option<Command> {
    let parts = [
        (Some(places.transaction), Command::Transaction),
        (places.events, Command::Events),
        (places.why, Command::Why),
    ];
    parts
        .into_iter()
        .find(|(place, _)| place.is_some_and(|place| place.contains(at)))
        .map(|(_, command)| command)
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
        Some(Element::Field { .. }) => {
            model.typing = true;
            let field = pane.sheet.spots.iter().find(|spot| spot.element == index);
            if let Some((start, columns)) = field.map(|spot| (pane.column_of(spot.x + 1), spot.width - 2)) {
                let mask = model.form().on_password() && !model.form().revealed;
                if let Some(editor) = model.form_mut().editor_mut() {
                    editor.point(columns, usize::from(at.x.saturating_sub(start)), mask);
                }
            }
        }
        // A single choice is made by going there; several are chosen one by one.
        Some(Element::Option { callback, option }) => model.form_mut().choose(callback, option, true),
        Some(element) => press(model, side, element),
        None => {}
    }
}
