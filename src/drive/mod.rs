//! A run of a world by somebody: two clients, a pace, a log, and the way back.
//!
//! The screen and plain mode drive the same `Run`. It reads no clock: it is told how much wall
//! time has passed.

mod input;
mod pace;
mod replay;
mod run;

pub use input::{Input, InputError, Link};
pub use pace::Speed;
pub use replay::{Transition, replay, transitions};
pub use run::{BACKCHANNEL, MAIN, MAX_EVENTS, PageKey, Run, newest_link};
