//! Full views and lists: opening, scrolling, choosing.

use super::Update;
use super::commands::run_command;
use super::elements::{focus, restarted};
use crate::drive::Input;
use crate::tui::editor::Editor;
use crate::tui::layout::full::{self, Pick};
use crate::tui::model::Model;
use crate::tui::news;
use crate::tui::overlay::{Full, List, Overlay};
use crate::tui::page::Side;

pub(super) fn open_list(model: &mut Model, what: List) {
    let list = full::searched_list(what);
    let selected = (list.opens_at)(model, &(list.rows)(model));
    model.show(Some(Overlay::Finder { what, query: Editor::default(), selected }));
}

/// To the step before or after, where reasons are shown; else to a side.
pub(super) fn look(model: &mut Model, later: bool) {
    if !matches!(model.overlay, Some(Overlay::View { what: Full::Why, .. })) {
        return focus(model, if later { Side::Back } else { Side::Main }, true);
    }
    match model.explanations.look(&model.run, model.focus, later) {
        Ok(()) => model.show(Some(Overlay::View { what: Full::Why, scroll: 0 })),
        Err(why_not) => model.complain(why_not),
    }
}

pub(super) fn open_view(model: &mut Model, what: Full) {
    model.explanations.follow();
    let open = matches!(model.overlay, Some(Overlay::View { what: now, .. }) if now == what);
    // The key that opened a view closes it again.
    model.show((!open).then_some(Overlay::View { what, scroll: 0 }));
}

/// The rows that a page key moves: half a pane, half a list or view.
pub(super) fn page(model: &Model) -> i64 {
    let (_, height) = model.size();
    let rows = if model.overlay.is_some() { height / 2 } else { height / 6 };
    i64::from(rows.max(1))
}

/// Moves the selection of a list or the contents of a view by rows.
pub(super) fn scroll(model: &mut Model, by: i64) {
    let moved = |at: usize, last: usize| {
        let to = i64::try_from(at).unwrap_or(i64::MAX).saturating_add(by).max(0);
        usize::try_from(to).unwrap_or(usize::MAX).min(last)
    };
    let layout = model.layout();
    let rows = layout.list.as_ref().map_or(0, |list| list.rows.len());
    let last_scroll = layout.full.as_ref().map_or(0, |view| view.last_scroll);
    match &mut model.overlay {
        Some(Overlay::Finder { selected, .. }) => *selected = moved(*selected, rows.saturating_sub(1)),
        Some(Overlay::View { scroll, .. }) => *scroll = moved(*scroll, last_scroll),
        None => return scroll_page(model, model.focus, by),
    }
    model.changed();
}

/// Scrolls the page of a side.
pub(super) fn scroll_page(model: &mut Model, side: Side, by: i64) {
    let pane = model.layout().panes[side.index()].as_ref().filter(|_| !model.too_small());
    let Some(last) = pane.map(|pane| pane.last_offset) else { return };
    let form = &mut model.forms[side.index()];
    let to = i64::try_from(form.scroll.min(last)).unwrap_or(0).saturating_add(by).max(0);
    form.scroll = usize::try_from(to).unwrap_or(0).min(last);
    model.changed();
}

/// Does the selected row of the list.
pub(super) fn choose_row(model: &mut Model) -> Update {
    let Some(Overlay::Finder { selected, .. }) = model.overlay else { return Update::NOTHING };
    let row = model.layout().list.as_ref().and_then(|list| list.rows.get(selected));
    let Some(pick) = row.map(|row| row.pick.clone()) else {
        model.complain(news::NOTHING_MATCHES);
        return Update::REDRAW;
    };
    if pick != Pick::Nothing {
        model.show(None);
    }
    match pick {
        Pick::Nothing => {}
        Pick::Run(command) => return run_command(model, command),
        Pick::Journey(name) => {
            let done = model.run.perform(&Input::Choose(name));
            restarted(model, done);
        }
        Pick::User { name, password } => {
            let on_password = model.form().on_password();
            match model.form_mut().editor_mut() {
                Some(editor) if on_password => match password {
                    Some(password) => editor.set(password.expose()),
                    None => model.complain(news::CHANGED_PASSWORD),
                },
                Some(editor) => editor.set(&name),
                None => model.complain(news::NO_FIELD_FOR_IT),
            }
            model.typing = model.form().on_field();
        }
    }
    Update::REDRAW
}
