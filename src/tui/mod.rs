//! The split screen: MAIN on the left, BACKCHANNEL on the right, the transaction between them.
//!
//! [`Model`] is what is looked at, [`update`] what a message does to it, [`view`] the picture of it:
//! all three without a terminal and without a clock. Only [`run`] touches the terminal; [`shot`] plays
//! them without one.

mod advice;
mod app;
mod clipboard;
mod editor;
mod facts;
mod form;
mod hints;
mod keymap;
mod layout;
mod model;
mod news;
mod overlay;
mod page;
mod save;
pub mod shot;
pub(crate) mod signals;
mod terminal;
mod text;
mod theme;
mod update;
mod view;
mod why;

pub use advice::{Advice, advice};
pub use app::{Colour, Error, Options, ThemeChoice, run, summary};
pub use editor::{Edit, Editor};
pub use form::{Form, Input};
pub use hints::{Hint, hints};
pub use keymap::{Binding, CONTEXTS, Command, Context, KEYMAP, Key, key_for, lookup};
pub use model::{FLOOR, MAX_COLUMNS, MAX_ROWS, Model, Toast};
pub use overlay::{Full, List, Overlay};
pub use page::{Element, Side};
pub use theme::{Palette, Role, Theme, auto_palette, wants_colour};
pub use update::{Effect, Msg, Update, run_command, update};
pub use view::{paint, view};
pub use why::Explanations;
