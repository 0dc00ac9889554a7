//! What a key, a click or passing time does to the model. No terminal and no clock here: the same
//! messages always lead to the same model.

mod commands;
mod elements;
mod overlays;
mod pointer;
mod typing;

use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{KeyEvent, KeyEventKind, MouseEvent};

use super::model::Model;

pub use commands::run_command;

/// Something that happened outside.
pub enum Msg {
    /// A key.
    Key(KeyEvent),
    /// A bracketed paste.
    Paste(String),
    /// The mouse.
    Mouse(MouseEvent),
    /// The terminal has another size: columns, rows.
    Resize(u16, u16),
    /// Wall time has passed.
    Tick(Duration),
}

/// What the terminal has to do besides drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// End the program.
    Quit,
    /// Stop for the shell.
    Suspend,
    /// Clear the screen before drawing.
    Clear,
    /// Take the mouse, or give it back.
    Mouse(bool),
    /// Put a text on the clipboard.
    Copy(Arc<str>),
    /// Write the text of a scenario into a new file.
    Save(String),
}

/// What came of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// Whether the screen looks different now.
    pub redraw: bool,
    /// What the terminal has to do.
    pub effect: Effect,
}

impl Update {
    const NOTHING: Self = Self { redraw: false, effect: Effect::None };
    const REDRAW: Self = Self { redraw: true, effect: Effect::None };

    fn effect(effect: Effect) -> Self {
        Self { redraw: true, effect }
    }
}

/// Does a message.
pub fn update(model: &mut Model, msg: Msg) -> Update {
    let done = match msg {
        // Terminals that report releases and repeats must not act twice.
        Msg::Key(event) if event.kind == KeyEventKind::Press => typing::on_key(model, event),
        Msg::Key(_) => Update::NOTHING,
        Msg::Paste(text) => typing::on_paste(model, &text),
        Msg::Mouse(event) => pointer::on_mouse(model, event),
        Msg::Resize(columns, rows) => {
            model.resize((columns, rows));
            Update::REDRAW
        }
        Msg::Tick(wall) => on_tick(model, wall),
    };
    // A password is not left open to be read on a side that nobody types on.
    model.forms[model.focus.other().index()].revealed = false;
    model.changed();
    done
}

fn on_tick(model: &mut Model, wall: Duration) -> Update {
    let tenth = |model: &Model| model.run.world().elapsed().0 / 100;
    let before = tenth(model);
    let events = model.run.tick(wall);
    if events > 0 {
        model.sync();
    }
    Update { redraw: events > 0 || tenth(model) != before, effect: Effect::None }
}
