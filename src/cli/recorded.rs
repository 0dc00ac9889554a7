//! Scenario files, and runs that `jsim run --json` printed: from a path to something to play.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::exit::Failure;
use super::source::{LoadError, MAX_DEPTH, is_hidden, load, shipped_scenario_files};
use crate::cli::messages::tell;
use crate::engine::{ActionError, Program};
use crate::json::{Diagnostic, nearest};
use crate::scenario::{self, Played, Recording, Scenario, Secrets};

/// The largest file that is read, in bytes: a mistyped path must not fill the memory.
const MAX_BYTES: u64 = 16 * 1024 * 1024;
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
        return Err(Failure::DoesNotLoad(Diagnostic::of_file(name, what, help).to_string()));
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
        scenario::check_names(&self.name, &self.text, &self.scenario, program)
            .map_err(|wrong| LoadError::from(wrong).into())
    }

    /// The failure of a scenario whose main journey cannot be started.
    pub fn cannot_start(&self, refusal: &ActionError) -> Failure {
        let help = "name a journey of its folder under \"journey\"";
        let (line, column) = scenario::place_of_journey(&self.text).unzip();
        let wrong = Diagnostic { line, column, ..Diagnostic::of_file(&self.name, refusal.to_string(), help) };
        Failure::DoesNotLoad(wrong.to_string())
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
        None => read_text(path)?,
    };
    let recorded = scenario::is_recording(&text);
    let recording = recorded.then(|| scenario::read_recording(&name, &text)).transpose();
    let mut recording = recording.map_err(LoadError::from)?;
    let scenario = match &mut recording {
        Some(recording) => std::mem::take(&mut recording.scenario),
        None => scenario::read(&name, &text).map_err(LoadError::from)?,
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
/// realm files.
///
/// # Errors
/// A path cannot be read, or a folder has no scenario: exit code 3.
pub fn find_scenarios(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        if !path.is_dir() {
            all.push(path.clone());
            continue;
        }
        let mut found = Vec::new();
        search(path, MAX_DEPTH, &mut found)?;
        if found.is_empty() {
            let name = path.display().to_string();
            let wrong =
                Diagnostic::of_file(&name, "holds no scenario (*.json)", "save one there, or name a file");
            return Err(LoadError::from(wrong).into());
        }
        found.sort();
        all.extend(found);
    }
    Ok(all)
}

fn search(folder: &Path, deeper: usize, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let unreadable = |why| LoadError::Unreadable { path: folder.display().to_string(), why };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(unreadable)?);
        if kind.is_dir() {
            if deeper > 0 && !is_hidden(&path) {
                search(&path, deeper - 1, found)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "json")
            && path.is_file()
            && !is_other(&path)
        {
            found.push(path);
        }
    }
    Ok(())
}

/// A realm file, or a journey export: they may stand beside scenarios.
fn is_other(path: &Path) -> bool {
    if path.ends_with("realm.json") {
        return true;
    }
    let json = read_text(path).ok().and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
    json.is_some_and(|json| json.get("trees").is_some() || json.get("tree").is_some())
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
    Err(LoadError::from(Diagnostic::of_file(name, "is not shipped", help)).into())
}

fn read_text(path: &Path) -> Result<String, Failure> {
    let name = path.display().to_string();
    let wrong =
        |what: &str, help: &str| Failure::from(LoadError::from(Diagnostic::of_file(&name, what, help)));
    let unreadable = |why| Failure::from(LoadError::Unreadable { path: name.clone(), why });
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(wrong("is larger than 16 MiB", "name a scenario file, or what jsim run --json printed"));
    }
    String::from_utf8(bytes).map_err(|_| wrong("is not text (UTF-8)", "name a scenario file; they are JSON"))
}
