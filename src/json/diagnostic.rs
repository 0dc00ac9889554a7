//! What is wrong with a file: where, what, and how to mend it.

use std::fmt;

use crate::value::printable;

/// One thing that makes a file unreadable.
///
/// Shown as `journeys/x.json:12:5: trees.A.tree: entryNodeId is missing; add it`. It never quotes
/// a value of the file, only names, so that no password of a realm file can reach a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file, as the caller named it.
    pub file: String,
    /// The place in the document, such as `trees.Login.nodes`; empty for the whole file.
    pub json_path: String,
    /// The line, counted from 1, where known.
    pub line: Option<u32>,
    /// The column in characters, counted from 1, where known.
    pub column: Option<u32>,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub help: String,
}

impl Diagnostic {
    /// Something wrong with a file as a whole.
    pub fn of_file(file: &str, what: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            json_path: String::new(),
            line: None,
            column: None,
            what: what.into(),
            help: help.into(),
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&printable(&self.file))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
        }
        f.write_str(": ")?;
        if !self.json_path.is_empty() {
            write!(f, "{}: ", printable(&self.json_path))?;
        }
        f.write_str(&printable(&self.what))?;
        if !self.help.is_empty() {
            write!(f, "; {}", printable(&self.help))?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_names_file_place_cause_and_cure() {
        let mut wrong = Diagnostic::of_file("journeys/x.json", "names no node", "name one");
        assert_eq!(wrong.to_string(), "journeys/x.json: names no node; name one");
        wrong.json_path = "trees.A.tree.entryNodeId".to_owned();
        (wrong.line, wrong.column) = (Some(12), Some(5));
        assert_eq!(
            wrong.to_string(),
            "journeys/x.json:12:5: trees.A.tree.entryNodeId: names no node; name one"
        );
    }

    #[test]
    fn escapes_in_names_do_not_reach_the_terminal() {
        let wrong = Diagnostic::of_file("\x1b[2Jx.json", "key \x07", "");
        assert!(!wrong.to_string().contains(['\x1b', '\x07']));
    }
}
