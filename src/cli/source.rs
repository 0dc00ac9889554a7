//! Where journeys come from: the folder embedded in the binary, or one of the user's.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use thiserror::Error;

use crate::engine::Program;
use crate::identity::parse_realm;
use crate::journey::{self, Definitions};
use crate::json::Diagnostic;
use crate::value::printable;

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/journeys");

/// The file with realm settings, users and agents.
pub(super) const REALM: &str = "realm.json";

/// The order in which the shipped files are listed: the demo first.
const FIRST: &str = "backchannel-demo.journey.json";

/// The largest file that is read, in bytes: far more than a tenant's journeys, but a device that
/// never ends must not fill the memory.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// How deep folders are searched for files.
pub(super) const MAX_DEPTH: usize = 16;

/// Why journeys could not be loaded. Exit code 3.
#[derive(Debug, Error)]
pub enum LoadError {
    /// The folder or a file cannot be read.
    #[error("{}: cannot be read: {why}; {}", printable(path), cure(why))]
    Unreadable {
        /// What.
        path: String,
        /// Why.
        why: std::io::Error,
    },
    /// The folder has no exports.
    #[error(
        "{}: holds no journey export (*.json); {}",
        printable(path),
        match inside {
            Some(folder) => format!("the folder {} in it does: name that one", printable(folder)),
            None => "export one with your journey tool and put it there".to_owned(),
        }
    )]
    Empty {
        /// The folder.
        path: String,
        /// A folder in it that has some.
        inside: Option<String>,
    },
    /// A file's content is wrong.
    #[error("{0}")]
    Wrong(Diagnostic),
}

impl From<Diagnostic> for LoadError {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Wrong(diagnostic)
    }
}

/// What to do about a path that cannot be read.
fn cure(why: &io::Error) -> &'static str {
    match why.kind() {
        ErrorKind::NotFound => "check how the path is spelled",
        ErrorKind::PermissionDenied => "allow it to be read",
        ErrorKind::IsADirectory => "name a file in it",
        ErrorKind::FileTooLarge => "name the export itself",
        _ => "name another file or folder",
    }
}

/// Loads the shipped journeys, or those of a folder or of one export. A folder without a realm.json
/// uses the shipped users, and so does a single export.
pub fn load(path: Option<&Path>) -> Result<Arc<Program>, LoadError> {
    let files = match path {
        Some(folder) if folder.is_dir() => read_folder(folder)?,
        Some(file) => vec![read(file)?],
        None => shipped_files(),
    };
    let mut definitions = Definitions::default();
    let mut realm = None;
    for (name, text) in &files {
        if Path::new(name).file_name().is_some_and(|file| file == REALM) {
            realm = Some(parse_realm(name, text)?);
        } else {
            definitions.merge(journey::load(name, text)?)?;
        }
    }
    if let (true, Some(path)) = (definitions.journeys.is_empty(), path) {
        return Err(LoadError::Empty { path: path.display().to_string(), inside: None });
    }
    let (realm, identities) = match realm {
        Some(realm) => realm,
        None => parse_realm(REALM, &shipped_realm())?,
    };
    Ok(Program::new(definitions, realm, identities))
}

pub(super) fn shipped_files() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = SHIPPED
        .files()
        .filter_map(|file| Some((file.path().to_str()?.to_owned(), file.contents_utf8()?.to_owned())))
        .filter(|(name, _)| name.ends_with(".json"))
        .collect();
    files.sort_by_key(|(name, _)| (name != FIRST, name.clone()));
    files
}

/// The shipped scenarios: name and text, by name.
pub(super) fn shipped_scenario_files() -> Vec<(&'static str, &'static str)> {
    let folder = SHIPPED.get_dir("scenarios");
    let mut files: Vec<_> = folder
        .into_iter()
        .flat_map(|folder| folder.files())
        .filter_map(|file| Some((file.path().file_stem()?.to_str()?, file.contents_utf8()?)))
        .collect();
    files.sort_unstable();
    files
}

pub(super) fn shipped_realm() -> String {
    SHIPPED.get_file(REALM).and_then(|file| file.contents_utf8()).unwrap_or("{}").to_owned()
}

fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> LoadError + use<> {
    let path = path.display().to_string();
    move |why| LoadError::Unreadable { path, why }
}

/// Whether reading a path can end: a pipe with nobody at its other end is never read. Standard input
/// and what a shell has opened are whatever somebody has put there.
pub(super) fn may_be_read(path: &Path) -> bool {
    let is_input =
        path == Path::new("/dev/stdin") || path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd");
    // What is not there, or may not be looked at, says so when it is opened.
    is_input || path.metadata().map_or(true, |data| data.is_file() || data.is_dir())
}

fn read(path: &Path) -> Result<(String, String), LoadError> {
    if !may_be_read(path) {
        return Err(unreadable(path)(io::Error::other("it is no regular file")));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable(path))?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable(path))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(unreadable(path)(io::Error::new(ErrorKind::FileTooLarge, "it is larger than 256 MiB")));
    }
    Ok((path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()))
}

/// The first folder inside that holds an export.
fn folder_with_exports(folder: &Path) -> Option<String> {
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    let mut folders: Vec<_> =
        entries.map(|entry| entry.path()).filter(|path| path.is_dir() && !is_hidden(path)).collect();
    folders.sort();
    let holds = |folder: &Path| {
        let mut files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        files.any(|file| is_export(&file) && !file.ends_with(REALM))
    };
    folders.into_iter().find(|folder| holds(folder)).map(|folder| folder.display().to_string())
}

fn is_export(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json") && path.is_file()
}

/// Whether a name begins with a dot, as those of a tool's own folders.
pub(super) fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, LoadError> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        if is_export(&path) {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.iter().all(|path| path.ends_with(REALM)) {
        let path = folder.display().to_string();
        return Err(LoadError::Empty { path, inside: folder_with_exports(folder) });
    }
    paths.iter().map(|path| read(path)).collect()
}
