//! A deterministic simulator of authentication journeys and backchannel authentication.
//!
//! One pure world, advanced by actions and emitting events, is driven by everything else: the
//! split screen, plain mode, tests. See `ARCHITECTURE.md` for the map.

pub mod drive;
pub mod engine;
pub mod identity;
pub mod journey;
pub mod kernel;
pub mod node;
pub mod script;
pub mod transaction;
