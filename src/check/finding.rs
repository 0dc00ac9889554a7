//! What a check finds.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Probably wrong, or something this simulator cannot run.
    Warning,
    /// Wrong, whoever runs the journey.
    Error,
}

impl Severity {
    /// The word shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that can be wrong: what `--list` and `--explain` tell of it.
#[derive(Debug)]
pub struct Lint {
    /// Its id, such as `outcome-not-wired`. Never changes once released.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it is, in one sentence without a full stop.
    pub title: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    /// An example that has it, in the short form of `example.rs`, or the text of a file.
    pub bad: &'static str,
    /// The example mended.
    pub good: &'static str,
}

/// Where it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file, as the caller named it.
    pub file: Arc<str>,
    /// The place in the document, such as `trees.Login.tree.nodes`; empty for the whole file.
    pub json_path: String,
    /// Line and column, from 1, the column in characters, where known.
    pub start: Option<(u32, u32)>,
    /// Line and column behind its last character, where known.
    pub end: Option<(u32, u32)>,
    /// The same as byte offsets into the file's text without its byte order mark.
    pub bytes: Option<Range<usize>>,
    /// The journey, by name.
    pub journey: Option<Arc<str>>,
    /// The node, by id and display name.
    pub node: Option<(Arc<str>, Arc<str>)>,
    /// The script, by name, and the line and column in it, from 1.
    pub script: Option<ScriptPlace>,
}

/// A place in a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptPlace {
    /// The script's name.
    pub name: Arc<str>,
    /// The line.
    pub line: Option<u32>,
    /// The column in characters.
    pub column: Option<u32>,
}

/// One thing found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What kind of thing.
    pub lint: &'static Lint,
    /// Where.
    pub place: Place,
    /// What is wrong here.
    pub what: String,
    /// How to mend it here, where that can be said better than by [`Lint::mend`].
    pub mend: Option<String>,
}

impl Finding {
    /// How to mend it.
    pub fn mend(&self) -> &str {
        self.mend.as_deref().unwrap_or(self.lint.mend)
    }

    /// The order of a report: by file (`files` knows theirs), then by place, then by id.
    pub(super) fn order(&self, other: &Self, files: &dyn Fn(&str) -> usize) -> Ordering {
        let key = |finding: &Self| {
            (files(&finding.place.file), finding.place.bytes.as_ref().map_or(0, |bytes| bytes.start))
        };
        key(self)
            .cmp(&key(other))
            .then_with(|| self.lint.id.cmp(other.lint.id))
            .then_with(|| self.what.cmp(&other.what))
    }
}
