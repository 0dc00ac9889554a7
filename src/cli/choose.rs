//! From a name on the command line to a loaded journey.

use std::path::Path;
use std::sync::Arc;

use super::exit::Failure;
use crate::json::nearest;
use crate::program::Program;
use crate::value::printable;

/// How many names a message lists before it says how many more there are.
const LISTED: usize = 20;

/// The journey with a name. A name that is not there gets the nearest one, and all there are.
pub fn journey(program: &Program, name: &str) -> Result<Arc<str>, Failure> {
    let journeys = &program.definitions().journeys;
    if let Some((known, _)) = journeys.get_key_value(name) {
        return Ok(known.clone());
    }
    let names: Vec<&str> = journeys.keys().map(AsRef::as_ref).collect();
    let name = printable(name);
    let hint = if Path::new(name.as_ref()).exists() {
        format!("to load a file or a folder, use --journeys {name}; ")
    } else if let Some(near) = nearest(&name, &names) {
        format!("did you mean \"{}\"? ", printable(near))
    } else {
        String::new()
    };
    Err(Failure::usage(format!("there is no journey \"{name}\""))
        .with_help(format!("{hint}known: {}", known(program))))
}

/// The names of the journeys there are.
pub fn known(program: &Program) -> String {
    let names = &program.definitions().journeys;
    let mut text = names.keys().take(LISTED).map(|name| printable(name)).collect::<Vec<_>>().join(", ");
    if names.len() > LISTED {
        text.push_str(&format!(" and {} more", names.len() - LISTED));
    }
    text
}

/// The journey to take when none was named: the first that starts a backchannel journey, else the
/// only one there is.
pub fn usual(program: &Program) -> Option<Arc<str>> {
    let journeys = &program.definitions().journeys;
    let only = journeys.keys().next().filter(|_| journeys.len() == 1);
    program.main_journeys().first().or(only).cloned()
}
