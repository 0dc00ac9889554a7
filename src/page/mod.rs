//! Pages: what a journey asks of its person, and what the person answers. Everything that depends on the
//! type of a callback stands here, once: the screen, plain mode, `jsim run`, scenarios and clients ask
//! [`Callback::ask`] and [`Callback::tells`], put answers in with [`Callback::accept`], and read and write the wire
//! with [`Page::to_wire`] and [`Page::answers_from_wire`].
//!
//! A new type of callback is a variant of [`Callback`] (`callback.rs`), its fields on the wire (`wire/form.rs`), how
//! scripts build it and get its answer (`script/callbacks.rs`), and its method of `callbacksBuilder`
//! and its getter (`script/bindings/callbacks.js`). What a node makes of it is in the node's own file.

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
