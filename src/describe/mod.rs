//! What a journey consists of, told without running it: nodes, scripts, state keys, other journeys,
//! and what the simulator cannot run of it.

mod config;
pub mod diagram;
mod model;
mod script_keys;
mod text;
mod unsupported;

pub use model::{
    Description, JourneySummary, KeyReport, NodeReport, ScriptReport, StateKey, describe, summary,
};
pub use script_keys::{ScriptKey, script_keys};
pub use text::{description_text, summary_text};
pub use unsupported::{Unsupported, UnsupportedKind};
