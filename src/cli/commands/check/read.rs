//! Reads what is to be checked. A file that cannot be read becomes a finding, and the others are
//! checked all the same.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::check::{self, File, Finding, Place};
use crate::cli::source::{MAX_DEPTH, REALM, is_hidden, may_be_read, shipped_files, shipped_realm};
use crate::identity::{Realm, parse_realm};
use crate::json::Diagnostic;

/// The largest file that is read, in bytes. The export of a whole tenant is a few megabytes.
const MAX_BYTES: u64 = 32 << 20;
const TOO_LARGE: &str = "the file has more than 32 MiB, which no journey export has";

/// What was read.
#[derive(Default)]
pub(super) struct ReadIn {
    /// The files.
    pub(super) files: Vec<File>,
    /// What could not be read.
    pub(super) wrong: Vec<Finding>,
    /// How many files of folders are scenarios, which are no journeys.
    pub(super) scenarios: usize,
}

/// Reads files and folders.
pub(super) fn read(paths: &[PathBuf]) -> ReadIn {
    if paths.is_empty() {
        let realm = shipped();
        let files = shipped_files().into_iter().filter(|(name, _)| name != REALM);
        let files = files.map(|(name, text)| File { name, text, realm: realm.clone() });
        return ReadIn { files: files.collect(), ..ReadIn::default() };
    }
    let mut reader = Reader::default();
    for path in paths {
        reader.path(path);
    }
    reader.read
}

fn shipped() -> Arc<Realm> {
    Arc::new(parse_realm(REALM, &shipped_realm()).map(|(realm, _)| realm).unwrap_or_default())
}

#[derive(Default)]
struct Reader {
    read: ReadIn,
    seen: Vec<PathBuf>,
    realms: HashMap<PathBuf, Arc<Realm>>,
}

impl Reader {
    fn path(&mut self, path: &Path) {
        if !path.is_dir() {
            self.file(path, false);
            return;
        }
        let mut files = Vec::new();
        self.search(path, MAX_DEPTH, &mut files);
        files.sort();
        if files.is_empty() {
            self.unreadable(path, "the folder holds no journey export (*.json)");
        }
        for file in files {
            self.file(&file, true);
        }
    }

    /// The exports of a folder and of those in it: not of hidden ones, nor through symbolic links, which
    /// may lead in a circle.
    fn search(&mut self, folder: &Path, deeper: usize, files: &mut Vec<PathBuf>) {
        let read = std::fs::read_dir(folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
        let entries = match read {
            Ok(entries) => entries,
            Err(why) => return self.unreadable(folder, &format!("cannot be read: {why}")),
        };
        for entry in entries {
            let path = entry.path();
            let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if deeper > 0 && !is_hidden(&path) {
                    self.search(&path, deeper - 1, files);
                }
            } else if is_json && !path.is_dir() && !path.ends_with(REALM) {
                files.push(path);
            }
        }
    }

    /// Reads a file. One that a folder holds may be a scenario, and is left out then.
    fn file(&mut self, path: &Path, in_folder: bool) {
        // A file that is named, and is in a folder that is named, is checked once.
        let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.seen.contains(&whole) {
            return;
        }
        self.seen.push(whole);
        if path.file_name().is_some_and(|name| name == REALM) {
            let folder = path.parent().unwrap_or(Path::new(""));
            self.realm(folder);
            return;
        }
        match text(path) {
            Ok(text) if in_folder && is_scenario(&text) => self.read.scenarios += 1,
            Ok(text) => {
                let realm = self.realm(path.parent().unwrap_or(Path::new("")));
                self.read.files.push(File { name: path.display().to_string(), text, realm });
            }
            Err(Wrong::Unreadable(why)) => self.unreadable(path, &why),
            Err(Wrong::TooLarge) => self.read.wrong.push(Finding {
                mend: Some("Export fewer journeys into one file.".to_owned()),
                ..unreadable(path, TOO_LARGE)
            }),
            Err(Wrong::NoText(wrong)) => self.read.wrong.push(check::unloaded(&wrong)),
        }
    }

    /// The realm of a folder: of its realm.json, else the shipped one.
    fn realm(&mut self, folder: &Path) -> Arc<Realm> {
        if let Some(realm) = self.realms.get(folder) {
            return realm.clone();
        }
        let path = folder.join(REALM);
        let read = if path.is_file() { text(&path) } else { Ok(shipped_realm()) };
        let name = path.display().to_string();
        let parsed = match read {
            Ok(text) => parse_realm(&name, &text),
            Err(Wrong::NoText(wrong)) => Err(wrong),
            Err(Wrong::Unreadable(why)) => Err(Diagnostic::of_file(&name, why, "make it readable")),
            Err(Wrong::TooLarge) => Err(Diagnostic::of_file(&name, TOO_LARGE, "leave users out of it")),
        };
        let realm = match parsed {
            Ok((realm, _)) => Arc::new(realm),
            Err(wrong) => {
                self.read.wrong.push(check::realm(&wrong));
                shipped()
            }
        };
        self.realms.insert(folder.to_owned(), realm.clone());
        realm
    }

    fn unreadable(&mut self, path: &Path, why: &str) {
        self.read.wrong.push(unreadable(path, why));
    }
}

/// Whether a text is a scenario: they may stand beside journeys.
fn is_scenario(text: &str) -> bool {
    let json = serde_json::from_str::<serde_json::Value>(text.trim_start_matches('\u{feff}'));
    json.is_ok_and(|json| {
        json.get("steps").is_some() && json.get("tree").is_none() && json.get("trees").is_none()
    })
}

fn unreadable(path: &Path, why: &str) -> Finding {
    Finding {
        lint: &check::UNREADABLE,
        place: Place { file: path.display().to_string().into(), ..Place::default() },
        what: why.to_owned(),
        mend: None,
    }
}

enum Wrong {
    Unreadable(String),
    TooLarge,
    NoText(Diagnostic),
}

fn text(path: &Path) -> Result<String, Wrong> {
    let unreadable = |why: std::io::Error| Wrong::Unreadable(format!("cannot be read: {why}"));
    if !may_be_read(path) {
        return Err(Wrong::Unreadable("cannot be read: it is no regular file".to_owned()));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    let name = path.display().to_string();
    let wrong = |what: &str, help: &str| Wrong::NoText(Diagnostic::of_file(&name, what, help));
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Wrong::TooLarge);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(wrong("this is not JSON: the file is in UTF-16", "save it as UTF-8"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let text = String::from_utf8_lossy(good);
        let line = u32::try_from(text.matches('\n').count() + 1).ok();
        let column = u32::try_from(text.rsplit('\n').next().unwrap_or("").chars().count() + 1).ok();
        let what = "this is not JSON: the file is no UTF-8 text";
        Wrong::NoText(Diagnostic {
            line,
            column,
            ..Diagnostic::of_file(&name, what, "save it as UTF-8, or leave it out")
        })
    })
}
