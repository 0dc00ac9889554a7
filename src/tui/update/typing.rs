//! Keys and pastes: which are commands, and which go into a field.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::commands::{escape, run_command};
use super::{Effect, Update};
use crate::tui::editor::{Edit, LeftOut};
use crate::tui::keymap::{Command, Context, Key, lookup};
use crate::tui::model::Model;
use crate::tui::news;
use crate::tui::overlay::Overlay;

pub(super) fn on_key(model: &mut Model, event: KeyEvent) -> Update {
    let context = model.context();
    let command = lookup(Key::from(event), context);
    if command != Some(Command::Interrupt) {
        model.quit_armed = false;
    }
    let had_toast = model.toast.take().is_some();
    if let Some(command) = command {
        return run_command(model, command);
    }
    model.last = None;
    if let (Context::Typing | Context::Finder, Some(c)) = (context, printable(event)) {
        insert(model, c.encode_utf8(&mut [0; 4]));
        return Update::REDRAW;
    }
    match after_escape(event) {
        Some(rest) => on_escape_and(model, rest),
        None if context == Context::Commands => {
            model.complain(news::no_command(Key::from(event)));
            Update::REDRAW
        }
        None => Update { redraw: had_toast, effect: Effect::None },
    }
}

/// Esc and the key after it may arrive in one piece, which reads as that key with Alt: where Alt
/// with the key means nothing, it was Esc and the key.
fn after_escape(event: KeyEvent) -> Option<KeyEvent> {
    let rest = KeyEvent { modifiers: event.modifiers - KeyModifiers::ALT, ..event };
    (!cfg!(windows) && event.modifiers.contains(KeyModifiers::ALT)).then_some(rest)
}

fn on_escape_and(model: &mut Model, rest: KeyEvent) -> Update {
    escape(model);
    match lookup(Key::from(rest), model.context()) {
        // Nothing is lost to a stray Alt.
        Some(Command::Quit | Command::RestartAll) | None => Update::REDRAW,
        Some(command) => run_command(model, command),
    }
}

/// The character that a key types. Ctrl with Alt is AltGr on Windows.
fn printable(event: KeyEvent) -> Option<char> {
    let held = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
    let alt_gr = cfg!(windows) && held == KeyModifiers::CONTROL | KeyModifiers::ALT;
    match event.code {
        KeyCode::Char(c) if held.is_empty() || alt_gr => Some(c),
        _ => None,
    }
}

fn insert(model: &mut Model, text: &str) -> LeftOut {
    match &mut model.overlay {
        Some(Overlay::Finder { query, selected, .. }) => {
            *selected = 0;
            query.insert(text)
        }
        _ => model.form_mut().editor_mut().map(|editor| editor.insert(text)).unwrap_or_default(),
    }
}

pub(super) fn on_paste(model: &mut Model, text: &str) -> Update {
    model.toast = None;
    match model.context() {
        Context::Typing | Context::Finder => match insert(model, text) {
            LeftOut { cut: true, kept, .. } => model.complain(news::paste_cut(kept, text.len())),
            LeftOut { controls: 0, .. } => {}
            _ => model.tell(news::PASTE_CONTROLS),
        },
        Context::Commands if model.form().on_field() => {
            model.complain(news::PASTE_ON_COMMANDS);
        }
        Context::Commands | Context::View => model.complain(news::PASTE_NOWHERE),
    }
    Update::REDRAW
}

pub(super) fn edit_field(model: &mut Model, edit: Edit) -> Update {
    match &mut model.overlay {
        Some(Overlay::Finder { query, selected, .. }) => {
            if query.edit(edit) {
                *selected = 0;
            }
        }
        _ => match model.form_mut().editor_mut() {
            Some(editor) => drop(editor.edit(edit)),
            None => model.complain(news::NO_FIELD_TO_EDIT),
        },
    }
    Update::REDRAW
}

pub(super) fn start_typing(model: &mut Model) {
    let form = model.form_mut();
    if !form.on_field()
        && let Some(field) = form.any_field(true)
    {
        form.go(field);
    }
    model.typing = model.form().on_field();
    if !model.typing {
        model.complain(news::NO_FIELD_TO_TYPE);
    }
}

pub(super) fn reveal(model: &mut Model) {
    let form = model.form_mut();
    if form.has_password() {
        form.revealed = !form.revealed;
    } else {
        model.complain(news::NO_PASSWORD);
    }
}
