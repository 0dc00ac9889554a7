//! The mouse: a click gives the focus, presses a button, chooses a row; the wheel scrolls.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::elements::press;
use super::overlays::{choose_row, scroll, scroll_page};
use super::{Update, run_command};
use crate::tui::hints::hint_at;
use crate::tui::keymap::Command;
use crate::tui::layout::areas::Areas;
use crate::tui::layout::pane::HitBox;
use crate::tui::model::Model;
use crate::tui::overlay::{Full, Overlay};
use crate::tui::page::{Element, Side};

/// Does what a mouse event is for.
pub(super) fn on_mouse(model: &mut Model, event: MouseEvent) -> Update {
    if !model.mouse || model.too_small() {
        return Update::NOTHING;
    }
    let at = Position { x: event.column, y: event.row };
    match event.kind {
        MouseEventKind::ScrollDown => wheel(model, at, 1),
        MouseEventKind::ScrollUp => wheel(model, at, -1),
        MouseEventKind::Down(MouseButton::Left) => return click(model, at),
        _ => return Update::NOTHING,
    }
    Update::REDRAW
}

/// A list moves by rows, views and the page under the pointer scroll by three.
fn wheel(model: &mut Model, at: Position, rows: i64) {
    match model.overlay {
        Some(Overlay::Finder { .. }) => scroll(model, rows),
        Some(Overlay::View { .. }) => scroll(model, 3 * rows),
        None => {
            let mut panes = model.layout().panes.iter().flatten();
            if let Some(side) = panes.find(|pane| pane.outer.contains(at)).map(|pane| pane.side) {
                scroll_page(model, side, 3 * rows);
            }
        }
    }
}

fn click(model: &mut Model, at: Position) -> Update {
    model.quit_armed = false;
    model.toast = None;
    let layout = model.layout();
    if layout.areas.hints.contains(at) {
        return match hint_at(model, layout.areas.hints, at.x) {
            Some(command) => run_command(model, command),
            None => Update::REDRAW,
        };
    }
    if let Some(list) = &layout.list {
        let (row, beside) = (list.row_at(at), !list.outer.contains(at));
        if let (Some(row), Some(Overlay::Finder { selected, .. })) = (row, &mut model.overlay) {
            *selected = row;
            return choose_row(model);
        }
        if beside {
            model.show(None);
        }
        return Update::REDRAW;
    }
    if layout.full.is_some() {
        return Update::REDRAW;
    }
    if layout.areas.tabs.is_some_and(|tabs| tabs.contains(at)) {
        if let Some(side) = layout.tabs.iter().find(|tab| tab.area.contains(at)).map(|tab| tab.side) {
            model.focus = side;
            model.typing = model.form().on_field();
        }
        return Update::REDRAW;
    }
    if let Some(pane) = layout.panes.iter().flatten().find(|pane| pane.outer.contains(at)) {
        let hit = pane.boxes.iter().find(|hit| hit.area.contains(at)).copied();
        click_pane(model, pane.side, hit, at);
        return Update::REDRAW;
    }
    match in_full(&layout.areas, at) {
        Some(command) => run_command(model, command),
        None => Update::REDRAW,
    }
}

/// What shows the thing under the pointer in full.
fn in_full(areas: &Areas, at: Position) -> Option<Command> {
    let parts = [
        (Some(areas.transaction.outer), Full::Transaction),
        (Some(areas.events.outer), Full::Events),
        (areas.why, Full::Why),
    ];
    parts
        .into_iter()
        .find(|(place, _)| place.is_some_and(|place| place.contains(at)))
        .map(|(_, what)| Command::View(what))
}

fn click_pane(model: &mut Model, side: Side, hit: Option<HitBox>, at: Position) {
    model.focus = side;
    let Some(hit) = hit else {
        model.typing = model.form().on_field();
        return;
    };
    model.form_mut().go(hit.element);
    match model.form().focused() {
        Some(Element::Field { .. }) => {
            model.typing = true;
            // Inside of its brackets.
            let (start, columns) = (hit.area.x + 1, usize::from(hit.area.width.saturating_sub(2)));
            let mask = model.form().on_password() && !model.form().revealed;
            if let Some(editor) = model.form_mut().editor_mut() {
                editor.point(columns, usize::from(at.x.saturating_sub(start)), mask);
            }
        }
        // A single choice is made by going there; several are chosen one by one.
        Some(Element::Option { callback, option }) => model.form_mut().choose(callback, option, true),
        Some(element) => press(model, side, element),
        None => {}
    }
}
