//! Pages: what a journey asks of its person, and what the person answers. Everything that depends on the
//! type of a callback stands here, once.

mod answer;
mod ask;
mod callback;
mod confirmation;
#[expect(clippy::module_inception, reason = "named after its type")]
mod page;
mod wire;

#[cfg(test)]
mod tests;

pub use answer::{Answer, AnswerError};
pub use ask::{Ask, AskKind, Tells};
pub use callback::Callback;
pub use confirmation::{Confirmation, MessageType, NOT_PRESSED, OptionType};
pub use page::Page;
pub use wire::WireError;
