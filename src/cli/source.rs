//! Where journeys come from: the folder embedded in the binary, or one of the user's.

use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::exit::Failure;
use super::files::{Content, EXPORT, LeftOut, REALM, is_hidden, is_json_file, read_text, unreadable};
use crate::identity::parse_realm;
use crate::journey::{self, Definitions};
use crate::program::Program;

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/journeys");

/// The order in which the shipped files are listed: the demo first.
const FIRST: &str = "backchannel-demo.journey.json";

/// Loads the shipped journeys, or those of a folder or of one export. A folder without a realm.json
/// uses the shipped users, and so does a single export. JSON files of a folder that are no exports are left
/// out, which a line on standard error says.
///
/// # Errors
/// Something cannot be read or is wrong, or there is no journey: exit code 3.
pub fn load(path: Option<&Path>) -> Result<Arc<Program>, Failure> {
    let files = match path {
        Some(folder) if folder.is_dir() => read_folder(folder)?,
        Some(file) => vec![(file.display().to_string(), read_text(file, &EXPORT)?)],
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
        return Err(holds_nothing(path, &LeftOut::default()));
    }
    let (realm, identities) = match realm {
        Some(realm) => realm,
        None => parse_realm(REALM, &shipped_realm())?,
    };
    Ok(Program::new(definitions, realm, identities))
}

/// The failure of a folder without exports.
pub(super) fn holds_nothing(folder: &Path, left_out: &LeftOut) -> Failure {
    let help = match folder_with_exports(folder) {
        Some(inside) => format!("the folder {inside} in it does: name that one"),
        None => "export one with your journey tool and put it there".to_owned(),
    };
    let what = match left_out.names() {
        Some(names) => format!("holds no journey export (*.json), only {names}"),
        None => "holds no journey export (*.json)".to_owned(),
    };
    Failure::unreadable(folder.display().to_string(), what).with_help(help)
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

/// The first folder inside that holds an export.
fn folder_with_exports(folder: &Path) -> Option<String> {
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    let mut folders: Vec<_> =
        entries.map(|entry| entry.path()).filter(|path| path.is_dir() && !is_hidden(path)).collect();
    folders.sort();
    let holds = |folder: &Path| {
        let mut files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        files.any(|file| is_json_file(&file) && !file.ends_with(REALM))
    };
    folders.into_iter().find(|folder| holds(folder)).map(|folder| folder.display().to_string())
}

fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let wrong = |why| unreadable(folder, why);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if is_json_file(&path) {
            paths.push(path);
        }
    }
    paths.sort();
    let mut left_out = LeftOut::default();
    let mut files = Vec::new();
    let mut exports = 0;
    for path in paths {
        let (name, text) = (path.display().to_string(), read_text(&path, &EXPORT)?);
        if path.ends_with(REALM) {
            files.push((name, text));
            continue;
        }
        match Content::of(&text) {
            Content::Export | Content::Broken => {
                exports += 1;
                files.push((name, text));
            }
            other => left_out.push(&name, other),
        }
    }
    if exports == 0 {
        return Err(holds_nothing(folder, &left_out));
    }
    left_out.tell("journey export");
    Ok(files)
}
