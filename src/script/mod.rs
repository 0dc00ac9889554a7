//! The JavaScript sandbox: runs a journey's script over values handed in, and hands back what it
//! changed. No I/O, no clock, no randomness but the caller's.

mod api;

pub use api::{
    ActionResult, LogLevel, LogLine, Request, ScriptEnv, ScriptError, ScriptKind, ScriptResult, ScriptRun,
    Suspension,
};

/// placeholder until the sandbox is merged
pub fn run(script: &crate::journey::ScriptDef, _k: ScriptKind, env: ScriptEnv) -> ScriptRun {
    ScriptRun {
        state: env.state,
        identities: env.identities,
        random: env.random,
        log: vec![],
        result: Err(ScriptError {
            script: script.name.clone(),
            line: None,
            column: None,
            message: String::new(),
        }),
    }
}
