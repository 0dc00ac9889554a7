//! The JavaScript sandbox: runs a journey's script over values handed in, and hands back what it
//! changed. No I/O, no clock, no randomness but the caller's.

mod api;

pub use api::{
    ActionResult, LogLevel, LogLine, Request, ScriptEnv, ScriptError, ScriptKind, ScriptResult, ScriptRun,
    Suspension,
};
