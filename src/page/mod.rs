//! Pages: what a journey asks of its person, and what the person answers.

mod callback;

pub use callback::{Answer, Callback, Confirmation, MessageType, OptionType};
