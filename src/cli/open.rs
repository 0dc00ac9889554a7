//! From a loaded program to a run of one of its main journeys.

use std::sync::Arc;

use super::exit::Failure;
use crate::drive::Run;
use crate::engine::Program;
use crate::kernel::printable;

/// Begins a run of the journey that was named; else of the first that starts a backchannel journey;
/// else of the only one there is.
pub fn open(program: Arc<Program>, seed: u64, journey: Option<&str>) -> Result<Run, Failure> {
    let journeys = &program.definitions().journeys;
    let known = || {
        let names: Vec<String> = journeys.keys().map(|name| printable(name).into_owned()).collect();
        names.join(", ")
    };
    let first = || {
        let only = journeys.keys().next().filter(|_| journeys.len() == 1);
        program.main_journeys().first().or(only).map(ToString::to_string)
    };
    let Some(name) = journey.map(str::to_owned).or_else(first) else {
        return Err(Failure::Usage(format!(
            "none of the journeys starts a backchannel journey (no BackChannelInitNode); name the one to run with --journey; known: {}",
            known()
        )));
    };
    Run::new(program.clone(), seed, &name)
        .map_err(|refusal| Failure::Usage(format!("{}; known: {}", printable(&refusal.to_string()), known())))
}
