//! The JavaScript sandbox: runs a journey's script over values handed in, and hands back what it
//! changed. No I/O, no clock, no randomness but the caller's.

mod api;
mod bindings;
mod callbacks;
pub mod code;
mod compile;
mod crypto;
mod effects;
mod error_location;
mod host;
mod input;
pub mod language;
mod outline;
mod rules;
mod run;
mod sandbox;

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;

pub use api::{
    ActionResult, LogLevel, LogLine, Request, ScriptEnv, ScriptError, ScriptKind, ScriptResult, ScriptRun,
    Suspension,
};
pub use compile::syntax;
pub use rules::RULES;
pub use run::run;
