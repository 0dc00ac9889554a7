//! Files that the command line names, or that stand in a folder that it names: whether they may be read, their
//! text, and what it is.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use serde::de::{IgnoredAny, MapAccess, Visitor};

use super::exit::Failure;
use super::limits::{LimitError, lacks_descriptors};
use super::messages::tell;
use crate::json::{Diagnostic, nearest, without_mark};
use crate::scenario::is_recording;

/// The file with realm settings, users and agents.
pub(super) const REALM: &str = "realm.json";

/// How deep folders are searched for files.
pub(super) const MAX_DEPTH: usize = 16;

/// How many files that are left out are named.
const MAX_NAMED: usize = 8;

/// What a file is read as: how large it may be, so that a device that never ends does not fill the memory, and
/// how it is mended.
pub(super) struct Purpose {
    pub(super) max_bytes: u64,
    /// That limit in words.
    pub(super) limit: &'static str,
    /// What to do about a file that is larger.
    pub(super) too_large: &'static str,
    /// What is wrong with a file that is no text, and what to do about it.
    pub(super) no_text: (&'static str, &'static str),
}

const NO_JSON: &str = "this is not JSON: the file is no UTF-8 text";

/// A journey export that is run, or a realm: far more than a tenant's journeys.
pub(super) const EXPORT: Purpose = Purpose {
    max_bytes: 256 << 20,
    limit: "256 MiB",
    too_large: "name the export itself",
    no_text: (NO_JSON, "save it as UTF-8, or leave it out"),
};

/// A scenario, or a run that was recorded.
pub(super) const SCENARIO: Purpose = Purpose {
    max_bytes: 16 << 20,
    limit: "16 MiB",
    too_large: "name a scenario file, or what jsim run --json printed",
    no_text: (NO_JSON, "name a scenario file; they are JSON in UTF-8"),
};

/// An answer to a question of a page.
pub(super) const ANSWER: Purpose = Purpose {
    max_bytes: 64 << 10,
    limit: "64 KiB: no answer is",
    too_large: "name a file with one answer in it",
    no_text: ("is no UTF-8 text", "save it as UTF-8"),
};

/// A journey export that is checked.
pub(super) const CHECKED: Purpose = Purpose {
    max_bytes: 32 << 20,
    limit: "32 MiB, which no journey export is",
    too_large: "export fewer journeys into one file",
    ..EXPORT
};

/// The text of a file.
///
/// # Errors
/// It is no regular file, cannot be read, is too large, or is no text.
pub(super) fn read_text(path: &Path, purpose: &Purpose) -> Result<String, Failure> {
    let name = path.display().to_string();
    let unreadable = |why| unreadable(path, why);
    if !may_be_read(path) {
        return Err(unreadable(io::Error::other("it is no regular file")));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(purpose.max_bytes + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > purpose.max_bytes {
        let what = format!("is larger than {}", purpose.limit);
        return Err(Failure::unreadable(name, what).with_help(purpose.too_large));
    }
    text_of(&name, bytes, purpose.no_text).map_err(Failure::from)
}

/// A path that cannot be read.
pub(super) fn unreadable(path: &Path, why: io::Error) -> Failure {
    if lacks_descriptors(&why) {
        return LimitError::Descriptors(why).into();
    }
    let help = match why.kind() {
        ErrorKind::NotFound => "check how the path is spelled",
        ErrorKind::PermissionDenied => "allow it to be read",
        ErrorKind::IsADirectory => "name a file in it",
        _ => "name another file or folder",
    };
    Failure::unreadable(path.display().to_string(), format!("cannot be read: {why}"))
        .with_help(help)
        .because(why)
}

/// Bytes as text. The place of the first byte that is none is told, never the byte: it may be a secret's.
fn text_of(name: &str, bytes: Vec<u8>, (what, help): (&str, &str)) -> Result<String, Diagnostic> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Diagnostic::of_file(name, format!("{what}, but UTF-16"), "save it as UTF-8"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let good = error.as_bytes().get(..offset).unwrap_or_default();
        let text = String::from_utf8_lossy(good);
        let line = u32::try_from(text.matches('\n').count() + 1).ok();
        let column = u32::try_from(text.rsplit('\n').next().unwrap_or("").chars().count() + 1).ok();
        let what = format!("{what} (byte {})", offset + 1);
        Diagnostic { line, column, ..Diagnostic::of_file(name, what, help) }
    })
}

/// Whether reading a path can end: a pipe with nobody at its other end is never read. Standard input
/// and what a shell has opened are whatever somebody has put there.
fn may_be_read(path: &Path) -> bool {
    // What is not there, or may not be looked at, says so when it is opened.
    is_opened_by_shell(path) || path.metadata().map_or(true, |data| data.is_file() || data.is_dir())
}

/// Whether writing to a path can end: the same, but a device such as a terminal takes what is written.
pub(super) fn may_be_written(path: &Path) -> bool {
    is_opened_by_shell(path) || !is_pipe(path)
}

fn is_opened_by_shell(path: &Path) -> bool {
    let opened = ["/dev/stdin", "/dev/stdout", "/dev/stderr"].iter().any(|name| path == Path::new(name));
    opened || path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd")
}

#[cfg(unix)]
fn is_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    path.metadata().is_ok_and(|data| data.file_type().is_fifo() || data.file_type().is_socket())
}

#[cfg(not(unix))]
fn is_pipe(_: &Path) -> bool {
    false
}

/// Whether a file of a folder is looked at: it is named `*.json`, and is no folder, pipe or device.
pub(super) fn is_json_file(path: &Path) -> bool {
    let named = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    named && path.is_file()
}

/// Whether a name begins with a dot, as those of a tool's own folders.
pub(super) fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// What a JSON file is, as far as its outermost members tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A journey export, or something that says it is one.
    Export,
    /// A scenario.
    Scenario,
    /// A run as `jsim run --json` prints it.
    Recording,
    /// JSON of another kind.
    Other,
    /// No JSON at all: perhaps half of one of the others.
    Broken,
}

impl Content {
    /// What a text is.
    pub(super) fn of(text: &str) -> Self {
        let text = without_mark(text);
        if is_recording(text) {
            return Self::Recording;
        }
        match serde_json::from_str::<Members>(text) {
            Ok(members) if members.export => Self::Export,
            Ok(members) if members.scenario => Self::Scenario,
            Ok(_) => Self::Other,
            Err(_) if serde_json::from_str::<IgnoredAny>(text).is_ok() => Self::Other,
            Err(_) => Self::Broken,
        }
    }
}

/// Which members a document has.
#[derive(Default)]
struct Members {
    export: bool,
    scenario: bool,
}

impl<'de> serde::Deserialize<'de> for Members {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Members;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Members::default();
                while let Some((name, IgnoredAny)) = map.next_entry::<std::borrow::Cow<'de, str>, _>()? {
                    members.export |= matches!(&*name, "tree" | "trees");
                    members.scenario |= matches!(&*name, "expect" | "journey" | "journeys");
                    // Mistyped, it is still meant as one.
                    members.scenario |= nearest(&name, &["steps"]).is_some();
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Names)
    }
}

/// Files of folders that were left out, since they hold something else than what is wanted.
#[derive(Debug, Default)]
pub(super) struct LeftOut(Vec<String>);

impl LeftOut {
    /// One more.
    pub(super) fn push(&mut self, name: &str, content: Content) {
        self.0.push(match content {
            Content::Scenario => format!("{name} (a scenario)"),
            Content::Recording => format!("{name} (a recorded run)"),
            _ => name.to_owned(),
        });
    }

    /// Those of another folder, too.
    pub(super) fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }

    /// How many.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Says so in one line on standard error; nothing where there are none.
    pub(super) fn tell(&self, wanted: &str) {
        if let Some(names) = self.names() {
            tell(&format!("left out, since it holds no {wanted}: {names}"));
        }
    }

    /// Their names, as many as one can read.
    pub(super) fn names(&self) -> Option<String> {
        let (last, before) = self.0.split_last()?;
        let mut names = before.iter().take(MAX_NAMED - 1).cloned().collect::<Vec<_>>();
        match self.0.len().checked_sub(MAX_NAMED).filter(|more| *more > 0) {
            Some(more) => names.push(format!("{} and {more} more", self.0[MAX_NAMED - 1])),
            None => names.push(last.clone()),
        }
        Some(names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_is_known_by_its_outermost_members() {
        for (text, content) in [
            ("{\"trees\": {}}", Content::Export),
            ("\u{feff}{\"tree\": 5, \"steps\": []}", Content::Export),
            ("{\"journey\": \"Login\", \"steps\": []}", Content::Scenario),
            ("{\"type\": \"run\", \"format\": 1}\n{\"type\": \"end\"}\n", Content::Recording),
            ("{\"stepz\": []}", Content::Scenario),
            ("{\"name\": \"package\", \"a\": {\"trees\": 1}}", Content::Other),
            ("[]", Content::Other),
            ("{\"trees\": {", Content::Broken),
            ("", Content::Broken),
        ] {
            assert_eq!(Content::of(text), content, "{text}");
        }
    }

    #[test]
    fn the_first_byte_that_is_no_text_has_a_place_and_is_not_quoted() {
        let wrong = text_of("x.json", b"{\n \"\xc3\xa9\": \"\xe9\"}".to_vec(), EXPORT.no_text).unwrap_err();
        assert_eq!((wrong.line, wrong.column), (Some(2), Some(8)));
        assert_eq!(wrong.what, "this is not JSON: the file is no UTF-8 text (byte 11)");
        assert!(
            text_of("x.json", vec![0xff, 0xfe, b'{', 0], EXPORT.no_text).unwrap_err().what.contains("UTF-16")
        );
    }
}
