//! The edge: arguments, files, plain mode, commands. Everything else is a driver of the one world.

mod args;
pub mod choose;
pub mod commands;
pub mod exit;
mod failure;
mod files;
mod help;
pub mod interrupt;
pub mod limits;
mod messages;
mod open;
mod parse;
mod password_prompt;
pub mod plain;
pub mod recorded;
mod source;
mod text_style;

pub use args::{Args, Command, NoJourneys, ScreenArgs, Theme, When};
pub use open::open;
pub use parse::{Parsed, harmless, not_understood, parse, wants_json};
pub use source::load;
