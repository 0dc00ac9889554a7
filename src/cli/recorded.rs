//! Scenario files, and runs that `jsim run --json` printed: from a path to something to play.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::exit::Failure;
use super::source::{LoadError, load};
use crate::engine::Program;
use crate::journey::Diagnostic;
use crate::scenario::{self, Played, Scenario, Secrets};

/// The largest file that is read, in bytes: a mistyped path must not fill the memory.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Opens the RUN argument of a command: a scenario file, or the JSON lines that `jsim run --json`
/// printed; and plays it. Named prompts get their stand-ins. `journeys` replaces the journeys that
/// the file names.
///
/// # Errors
/// The file, the journeys or the realm do not load: exit code 3.
pub fn open_recorded(path: &Path, journeys: Option<&Path>) -> Result<Played, Failure> {
    let (scenario, program) = open_scenario(path, journeys)?;
    scenario::play(&program, &scenario, Secrets::default()).map_err(|refusal| cannot_start(path, &refusal))
}

/// Reads a scenario or a recorded run, and loads its journeys.
///
/// # Errors
/// The file, the journeys or the realm do not load: exit code 3.
pub fn open_scenario(path: &Path, journeys: Option<&Path>) -> Result<(Scenario, Arc<Program>), Failure> {
    let name = path.display().to_string();
    let text = read_text(path)?;
    let recorded = scenario::is_recording(&text);
    let read = if recorded { scenario::read_recording(&name, &text) } else { scenario::read(&name, &text) };
    let scenario = read.map_err(LoadError::from)?;
    // A scenario's folder is named from where the scenario is; a recording's from where jsim ran.
    let base = path.parent().filter(|_| !recorded).unwrap_or(Path::new(""));
    let folder: Option<PathBuf> = match (journeys, &scenario.journeys) {
        (Some(folder), _) => Some(folder.to_owned()),
        (None, Some(folder)) => Some(base.join(folder)),
        (None, None) => None,
    };
    let program = load(folder.as_deref())?;
    Ok((scenario, program))
}

/// The failure of a scenario whose main journey cannot be started.
pub fn cannot_start(path: &Path, refusal: &crate::engine::Refusal) -> Failure {
    let name = path.display().to_string();
    let fix = "name a journey of its folder under \"journey\"";
    Failure::DoesNotLoad(Diagnostic::of_file(&name, refusal.to_string(), fix).to_string())
}

fn read_text(path: &Path) -> Result<String, Failure> {
    let name = path.display().to_string();
    let wrong = |what: &str, fix: &str| Failure::from(LoadError::from(Diagnostic::of_file(&name, what, fix)));
    let unreadable = |why| Failure::from(LoadError::Unreadable { path: name.clone(), why });
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        return Err(wrong("is larger than 16 MiB", "name a scenario file, or what jsim run --json printed"));
    }
    String::from_utf8(bytes).map_err(|_| wrong("is not text (UTF-8)", "name a scenario file; they are JSON"))
}
