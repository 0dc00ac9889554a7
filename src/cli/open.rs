//! From a loaded program to a run of one of its main journeys.

use std::sync::Arc;

use super::choose;
use super::exit::Failure;
use crate::drive::Run;
use crate::program::Program;

/// Begins a run of the journey that was named; else of the first that starts a backchannel journey;
/// else of the only one there is.
pub fn open(program: Arc<Program>, seed: u64, journey: Option<&str>) -> Result<Run, Failure> {
    let name = match journey {
        Some(name) => choose::journey(&program, name)?,
        None => choose::usual(&program).ok_or_else(|| {
            Failure::usage("none of the journeys starts a backchannel journey (no BackChannelInitNode)")
                .with_help(format!("name the one to run with --journey; known: {}", choose::known(&program)))
        })?,
    };
    Run::new(program, seed, &name).map_err(|refusal| Failure::usage(refusal.to_string()).because(refusal))
}
