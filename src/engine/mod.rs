//! The world: pure, deterministic, advanced by actions, emitting events.
//!
//! `World::apply(action) -> events` is the only way anything changes. Nothing inside reads a clock,
//! a random device, a file or the environment; the same seed and the same actions give the same
//! events, byte for byte.

mod action;
mod client;
mod client_actions;
mod clock;
mod end;
mod event;
mod link;
mod login;
mod promote;
mod request;
mod rules;
mod session;
mod visit;
mod world;

pub use action::{Action, ActionError, ClientId};
pub use client::Client;
pub use event::{Direction, Event, EventKind, EventPage};
pub use link::transaction_of as transaction_of_link;
pub use rules::RULES;
pub use session::{End, EndKind, PathStep, Session, SessionId, Status};
pub use world::World;
