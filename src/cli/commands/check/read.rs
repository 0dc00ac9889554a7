//! Reads what is to be checked. A file that cannot be read becomes a finding, and the others are
//! checked all the same.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::check::{self, File, Finding, Place};
use crate::cli::exit::{Failure, FailureFacts, FailureKind};
use crate::cli::files::{
    CHECKED, Content, LeftOut, MAX_DEPTH, REALM, is_hidden, is_json_file, read_text, unreadable,
};
use crate::cli::source::{holds_nothing, shipped_files, shipped_realm};
use crate::identity::{Realm, parse_realm};
use crate::json::Diagnostic;

/// What was read.
#[derive(Default)]
pub(super) struct ReadIn {
    /// The files.
    pub(super) files: Vec<File>,
    /// What could not be read.
    pub(super) wrong: Vec<Finding>,
    /// Files of folders that are no journeys.
    pub(super) left_out: LeftOut,
}

/// Reads files and folders.
///
/// # Errors
/// The system has too little left.
pub(super) fn read(paths: &[PathBuf]) -> Result<ReadIn, Failure> {
    if paths.is_empty() {
        let realm = shipped();
        let files = shipped_files().into_iter().filter(|(name, _)| name != REALM);
        let files = files.map(|(name, text)| File { name, text, realm: realm.clone() });
        return Ok(ReadIn { files: files.collect(), ..ReadIn::default() });
    }
    let mut reader = Reader::default();
    for path in paths {
        reader.path(path)?;
    }
    Ok(reader.read)
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
    fn path(&mut self, path: &Path) -> Result<(), Failure> {
        if !path.is_dir() {
            return self.file(path, None);
        }
        let mut files = Vec::new();
        self.search(path, MAX_DEPTH, &mut files)?;
        files.sort();
        let mut left_out = LeftOut::default();
        for file in &files {
            self.file(file, Some(&mut left_out))?;
        }
        if left_out.count() == files.len() {
            self.read.wrong.push(finding(&holds_nothing(path, &left_out)));
        } else {
            self.read.left_out.append(left_out);
        }
        Ok(())
    }

    /// The exports of a folder and of those in it: not of hidden ones, nor through symbolic links, which
    /// may lead in a circle.
    fn search(&mut self, folder: &Path, deeper: usize, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
        let read = std::fs::read_dir(folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
        let entries = match read {
            Ok(entries) => entries,
            Err(why) => return self.wrong(unreadable(folder, why)),
        };
        for entry in entries {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if deeper > 0 && !is_hidden(&path) {
                    self.search(&path, deeper - 1, files)?;
                }
            } else if is_json_file(&path) && !path.ends_with(REALM) {
                files.push(path);
            }
        }
        Ok(())
    }

    /// Reads a file. One that a folder holds may be no journey, and is left out then.
    fn file(&mut self, path: &Path, in_folder: Option<&mut LeftOut>) -> Result<(), Failure> {
        // A file that is named, and is in a folder that is named, is checked once.
        let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.seen.contains(&whole) {
            return Ok(());
        }
        self.seen.push(whole);
        if path.file_name().is_some_and(|name| name == REALM) {
            let folder = path.parent().unwrap_or(Path::new(""));
            return self.realm(folder).map(drop);
        }
        let name = path.display().to_string();
        match read_text(path, &CHECKED) {
            Ok(text) => match (Content::of(&text), in_folder) {
                (Content::Export | Content::Broken, _) | (_, None) => {
                    let realm = self.realm(path.parent().unwrap_or(Path::new("")))?;
                    self.read.files.push(File { name, text, realm });
                }
                (other, Some(left_out)) => left_out.push(&name, other),
            },
            Err(failure) => return self.wrong(failure),
        }
        Ok(())
    }

    /// The realm of a folder: of its realm.json, else the shipped one.
    fn realm(&mut self, folder: &Path) -> Result<Arc<Realm>, Failure> {
        if let Some(realm) = self.realms.get(folder) {
            return Ok(realm.clone());
        }
        let path = folder.join(REALM);
        let text = if path.is_file() { read_text(&path, &CHECKED) } else { Ok(shipped_realm()) };
        let name = path.display().to_string();
        let realm = match text.map(|text| parse_realm(&name, &text)) {
            Ok(Ok((realm, _))) => Arc::new(realm),
            Ok(Err(wrong)) => {
                self.read.wrong.push(check::realm(&wrong));
                shipped()
            }
            Err(failure) if failure.kind() == FailureKind::Limit => return Err(failure),
            Err(failure) => {
                self.read.wrong.push(check::realm(&diagnostic(&failure)));
                shipped()
            }
        };
        self.realms.insert(folder.to_owned(), realm.clone());
        Ok(realm)
    }

    /// Something could not be read: the others are checked all the same, unless the system is to blame.
    fn wrong(&mut self, failure: Failure) -> Result<(), Failure> {
        if failure.kind() == FailureKind::Limit {
            return Err(failure);
        }
        self.read.wrong.push(finding(&failure));
        Ok(())
    }
}

/// A failure as a finding.
fn finding(failure: &Failure) -> Finding {
    if failure.kind() == FailureKind::Invalid {
        return check::unloaded(&diagnostic(failure));
    }
    let FailureFacts { message, help, position, .. } = failure.into();
    Finding {
        lint: &check::UNREADABLE,
        place: Place { file: position.unwrap_or_default().file.into(), ..Place::default() },
        what: message,
        mend: help.map(|help| check::sentence(&help)),
    }
}

fn diagnostic(failure: &Failure) -> Diagnostic {
    let FailureFacts { message, help, position, .. } = failure.into();
    let position = position.unwrap_or_default();
    Diagnostic {
        file: position.file,
        json_path: position.path.unwrap_or_default(),
        line: position.line,
        column: position.column,
        what: message,
        help: help.unwrap_or_default(),
    }
}
