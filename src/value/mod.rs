//! The vocabulary everything else speaks: secrets, state values, node state, virtual time,
//! seeded randomness and the rules of the ledger.
//!
//! Nothing here knows a journey, a node type or a screen, and nothing here reads a clock,
//! a file or a random device.

mod object;
mod random;
mod rule;
mod secret;
mod state;
mod text;
mod time;

pub use object::{Object, Value};
pub use random::SeededRandom;
pub use rule::{Rule, Source};
pub use secret::{MASK, Redactor, Secret};
pub use state::{NodeState, Scope};
pub use text::{is_unprintable, printable};
pub use time::{Millis, WORLD_START};
