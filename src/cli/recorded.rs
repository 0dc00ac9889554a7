//! Scenario files, and runs that `jsim run --json` printed: from a path to something to play.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::exit::Failure;
use super::files::{
    Content, LeftOut, MAX_DEPTH, REALM, SCENARIO, is_hidden, is_json_file, read_text, unreadable,
};
use super::source::{load, shipped_scenario_files};
use crate::cli::messages::tell;
use crate::engine::ActionError;
use crate::json::{Diagnostic, nearest};
use crate::program::Program;
use crate::scenario::{self, Played, Recording, Scenario, Secrets};

/// What the name of a shipped scenario begins with, where a path is expected.
const SHIPPED: &str = "shipped:";

/// A scenario that was read.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Its file, as messages name it.
    pub name: String,
    /// What it says.
    pub scenario: Scenario,
    /// What it was read from, to find places in.
    text: String,
    /// The folder with its journeys; `None` for the shipped ones.
    pub folder: Option<PathBuf>,
    /// What happened when it was recorded, where it was.
    pub recording: Option<Recording>,
}

/// Opens the RUN argument of a command: a scenario file, `shipped:NAME`, or the JSON lines that
/// `jsim run --json` printed; and plays it. Named prompts get their stand-ins. `journeys` replaces
/// the journeys that the file names. Of a recording, only the events of the file are left; where it
/// was cut, a line on standard error says so.
///
/// # Errors
/// The file, the journeys or the realm do not load, or a recording plays to other events: exit code 3.
pub fn open_recorded(path: &Path, journeys: Option<&Path>) -> Result<Played, Failure> {
    let (loaded, program) = open_scenario(path, journeys)?;
    let mut played = scenario::play(&program, &loaded.scenario, Secrets::default())
        .map_err(|refusal| loaded.cannot_start(&refusal))?;
    if let Some(recording) = &loaded.recording {
        as_recorded(&loaded.name, recording, &mut played)?;
    }
    Ok(played)
}

/// What was played, as far as the recording has it.
fn as_recorded(name: &str, recording: &Recording, played: &mut Played) -> Result<(), Failure> {
    if let Some((at, was, again)) = recording.first_difference(&played.events) {
        let what = format!("event {at} of the file was {was}, playing it again gives {again}");
        let help = "the journeys (or jsim, or the file) have changed since it was recorded, or a secret that was \
            typed has another stand-in: record it anew with jsim run --json";
        return Err(Diagnostic::of_file(name, what, help).into());
    }
    let count = recording.events.len();
    played.events.truncate(count);
    if !recording.ended {
        let events = if count == 1 { "event" } else { "events" };
        tell(&format!("{name}: the recording has no end; only its {count} {events} are looked at"));
    }
    Ok(())
}

impl Loaded {
    /// Refuses names that the journeys and the realm do not have.
    ///
    /// # Errors
    /// The first such name, with its place: exit code 3.
    pub fn check_names(&self, program: &Program) -> Result<(), Failure> {
        Ok(scenario::check_names(&self.name, &self.text, &self.scenario, program)?)
    }

    /// The failure of a scenario whose main journey cannot be started.
    pub fn cannot_start(&self, refusal: &ActionError) -> Failure {
        let help = "name a journey of its folder under \"journey\"";
        let (line, column) = scenario::place_of_journey(&self.text).unzip();
        Diagnostic { line, column, ..Diagnostic::of_file(&self.name, refusal.to_string(), help) }.into()
    }

    /// Where a step is, counted from 1: its line and column.
    pub fn place_of_step(&self, number: usize) -> Option<(u32, u32)> {
        scenario::place_of_step(&self.text, number)
    }
}

/// Reads a scenario or a recorded run, and loads its journeys.
///
/// # Errors
/// The file, the journeys or the realm do not load, or do not fit together: exit code 3.
pub fn open_scenario(path: &Path, journeys: Option<&Path>) -> Result<(Loaded, Arc<Program>), Failure> {
    let loaded = read_scenario(path, journeys)?;
    let program = load(loaded.folder.as_deref())?;
    loaded.check_names(&program)?;
    Ok((loaded, program))
}

/// Reads a scenario or a recorded run.
///
/// # Errors
/// The file does not load: exit code 3.
pub fn read_scenario(path: &Path, journeys: Option<&Path>) -> Result<Loaded, Failure> {
    let name = path.display().to_string();
    let text = match name.strip_prefix(SHIPPED) {
        Some(shipped) => shipped_text(&name, shipped)?,
        None => read_text(path, &SCENARIO)?,
    };
    let recorded = scenario::is_recording(&text);
    let mut recording = recorded.then(|| scenario::read_recording(&name, &text)).transpose()?;
    let scenario = match &mut recording {
        Some(recording) => std::mem::take(&mut recording.scenario),
        None => scenario::read(&name, &text)?,
    };
    // A scenario's folder is named from where the scenario is; a recording's from where jsim ran.
    let base = path.parent().filter(|_| !recorded).unwrap_or(Path::new(""));
    let folder = match (journeys, &scenario.journeys) {
        (Some(folder), _) => Some(folder.to_owned()),
        (None, Some(folder)) => Some(base.join(folder)),
        (None, None) => None,
    };
    Ok(Loaded { name, scenario, text, folder, recording })
}

/// The names of the shipped scenarios, as they are given where a path is expected.
pub fn shipped_scenarios() -> Vec<PathBuf> {
    shipped_scenario_files().iter().map(|(name, _)| PathBuf::from(format!("{SHIPPED}{name}"))).collect()
}

/// The scenarios of files and folders, in the order they were named, each folder's by name. A
/// folder's scenarios are its `*.json` files, folders inside included but for hidden ones, without journey exports and
/// realm files; of JSON of another kind a line on standard error says that it is left out.
///
/// # Errors
/// A path cannot be read, or a folder has no scenario: exit code 3.
pub fn find_scenarios(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    let mut left_out = LeftOut::default();
    for path in paths {
        if !path.is_dir() {
            all.push(path.clone());
            continue;
        }
        let mut found = Vec::new();
        search(path, MAX_DEPTH, &mut found)?;
        found.sort();
        let before = all.len();
        for file in found {
            // What cannot be read is said when it is played.
            match read_text(&file, &SCENARIO).map_or(Content::Broken, |text| Content::of(&text)) {
                Content::Export => {}
                Content::Other => left_out.push(&file.display().to_string(), Content::Other),
                Content::Scenario | Content::Recording | Content::Broken => all.push(file),
            }
        }
        if all.len() == before {
            let only = left_out.names().map(|names| format!(", only {names}")).unwrap_or_default();
            let what = format!("holds no scenario (*.json){only}");
            return Err(Failure::unreadable(path.display().to_string(), what)
                .with_help("save one there, or name a file"));
        }
    }
    left_out.tell("scenario");
    Ok(all)
}

fn search(folder: &Path, deeper: usize, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let wrong = |why| unreadable(folder, why);
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let entry = entry.map_err(wrong)?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(wrong)?);
        if kind.is_dir() {
            if deeper > 0 && !is_hidden(&path) {
                search(&path, deeper - 1, found)?;
            }
        } else if is_json_file(&path) && !path.ends_with(REALM) {
            found.push(path);
        }
    }
    Ok(())
}

fn shipped_text(name: &str, shipped: &str) -> Result<String, Failure> {
    let all = shipped_scenario_files();
    if let Some((_, text)) = all.iter().find(|(known, _)| *known == shipped) {
        return Ok((*text).to_owned());
    }
    let known: Vec<&str> = all.iter().map(|(known, _)| *known).collect();
    let help = match nearest(shipped, &known) {
        Some(near) => format!("did you mean {SHIPPED}{near}?"),
        None => format!("there are {}", known.join(", ")),
    };
    Err(Diagnostic::of_file(name, "is not shipped", help).into())
}
