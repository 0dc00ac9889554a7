//! Reads a JSON document with its place at hand, so that every complaint names it.

use serde_json::{Map, Value as Json};

use super::diagnostic::Diagnostic;
use super::locate::{Segment, locate, repeated_anywhere, repeated_member, show_path};

/// A place in a document.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    file: &'a str,
    text: &'a str,
    path: Vec<Segment<'a>>,
    /// The value there.
    pub(crate) value: &'a Json,
}

/// Parses a text; a syntax error becomes a diagnostic with line and column.
pub(crate) fn parse_json(file: &str, text: &str) -> Result<Json, Diagnostic> {
    let text = without_mark(text);
    if text.trim().is_empty() {
        return Err(Diagnostic::of_file(file, "the file is empty", "put a JSON object in it"));
    }
    serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        let what = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
        let help = if error.is_eof() {
            "the file ends too early: it is probably cut off; copy it again"
        } else if what.contains("recursion limit") {
            "flatten the document: it is nested more than 127 deep"
        } else {
            "correct the JSON at this place"
        };
        let line = error.line().max(1);
        // serde_json counts bytes; people count characters.
        let bytes = text.lines().nth(line - 1).unwrap_or("");
        let until = error.column().saturating_sub(1).min(bytes.len());
        let column =
            String::from_utf8_lossy(bytes.as_bytes().get(..until).unwrap_or_default()).chars().count() + 1;
        Diagnostic {
            line: u32::try_from(line).ok(),
            column: u32::try_from(column).ok(),
            ..Diagnostic::of_file(file, format!("this is not JSON: {what}"), help)
        }
    })
}

/// A byte order mark is no part of the text.
pub(crate) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// What kind of value it is, in JSON's words.
fn kind(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}

impl<'a> Cursor<'a> {
    /// The top of a document that was parsed from `text`.
    pub(crate) fn top(file: &'a str, text: &'a str, value: &'a Json) -> Self {
        Self { file, text: without_mark(text), path: Vec::new(), value }
    }

    /// The file's name.
    pub(crate) fn file(&self) -> &'a str {
        self.file
    }

    /// A complaint about this place.
    pub(crate) fn wrong(&self, what: impl Into<String>, help: impl Into<String>) -> Diagnostic {
        let (line, column) = locate(self.text, &self.path).unzip();
        Diagnostic {
            json_path: show_path(&self.path),
            line,
            column,
            ..Diagnostic::of_file(self.file, what, help)
        }
    }

    fn wrong_kind(&self, expected: &str) -> Diagnostic {
        self.wrong(format!("is {}, not {expected}", kind(self.value)), format!("make it {expected}"))
    }

    /// A member; absent and null are the same.
    pub(crate) fn get(&self, key: &'a str) -> Option<Cursor<'a>> {
        self.value.get(key).filter(|value| !value.is_null()).map(|value| self.at(Segment::Key(key), value))
    }

    /// A member that must be there.
    pub(crate) fn need(&self, key: &'a str) -> Result<Cursor<'a>, Diagnostic> {
        self.object()?;
        self.get(key).ok_or_else(|| self.wrong(format!("{key} is missing"), format!("add \"{key}\"")))
    }

    fn at(&self, segment: Segment<'a>, value: &'a Json) -> Cursor<'a> {
        let mut path = Vec::with_capacity(self.path.len() + 1);
        path.extend_from_slice(&self.path);
        path.push(segment);
        Cursor { path, value, ..*self }
    }

    /// The object here.
    pub(crate) fn object(&self) -> Result<&'a Map<String, Json>, Diagnostic> {
        self.value.as_object().ok_or_else(|| self.wrong_kind("an object"))
    }

    /// The members of the object here.
    pub(crate) fn members(
        &self,
    ) -> Result<impl Iterator<Item = (&'a str, Cursor<'a>)> + use<'a, '_>, Diagnostic> {
        let members = self.object()?;
        Ok(members.iter().map(|(key, value)| (key.as_str(), self.at(Segment::Key(key), value))))
    }

    /// The items of the list here.
    pub(crate) fn items(&self) -> Result<impl Iterator<Item = Cursor<'a>> + use<'a, '_>, Diagnostic> {
        let items = self.value.as_array().ok_or_else(|| self.wrong_kind("a list"))?;
        Ok(items.iter().enumerate().map(|(index, value)| self.at(Segment::Index(index), value)))
    }

    /// The string here.
    pub(crate) fn str(&self) -> Result<&'a str, Diagnostic> {
        self.value.as_str().ok_or_else(|| self.wrong_kind("a string"))
    }

    /// The boolean here.
    pub(crate) fn bool(&self) -> Result<bool, Diagnostic> {
        self.value.as_bool().ok_or_else(|| self.wrong_kind("true or false"))
    }

    /// The whole number from 0 here.
    pub(crate) fn u64(&self) -> Result<u64, Diagnostic> {
        self.value.as_u64().ok_or_else(|| self.wrong_kind("a whole number from 0"))
    }

    /// Refuses two members of one name, of which parsing has kept the last in silence: what
    /// copying two exports into one file by hand gives.
    pub(crate) fn reject_duplicate_members(&self) -> Result<(), Diagnostic> {
        self.object()?;
        let Some((key, line, column)) = repeated_member(self.text, &self.path) else { return Ok(()) };
        let (line, column) = (Some(line), Some(column));
        let wrong = self.wrong(format!("{key} is here twice"), "rename one of the two, or remove it");
        Err(Diagnostic { line, column, ..wrong })
    }

    /// Refuses two members of one name anywhere in the document: for documents of many small objects.
    pub(crate) fn reject_duplicate_keys(&self) -> Result<(), Diagnostic> {
        let Some((key, line, column)) = repeated_anywhere(self.text) else { return Ok(()) };
        let (line, column) = (Some(line), Some(column));
        let wrong = Diagnostic::of_file(
            self.file,
            format!("{key} is here twice"),
            "rename one of the two, or remove it",
        );
        Err(Diagnostic { line, column, ..wrong })
    }

    /// Refuses members that nobody reads, with the nearest known name.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Diagnostic> {
        for (key, member) in self.members()? {
            if known.contains(&key) {
                continue;
            }
            let help = match nearest(key, known) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("known keys: {}", known.join(", ")),
            };
            return Err(member.wrong("unknown key", help));
        }
        Ok(())
    }
}

/// The known word that a mistyped one most likely stands for.
pub(crate) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word = word.to_lowercase();
    known
        .iter()
        .map(|known| (distance(&word, &known.to_lowercase()), *known))
        .min()
        .filter(|(far, known)| *far <= known.chars().count() / 3 + 1)
        .map(|(_, known)| known)
}

/// How many characters must be put in, taken out or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    // A key longer than this is no mistyped one, and must cost nothing.
    for (i, from) in a.chars().take(64).enumerate() {
        let mut corner = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, to) in b.iter().enumerate() {
            let next = (corner + usize::from(from != *to)).min(row[j] + 1).min(row[j + 1] + 1);
            corner = row[j + 1];
            row[j + 1] = next;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn syntax_errors_have_line_and_character_column() {
        let wrong = parse_json("x.json", "{\n \"日本\": @}").unwrap_err();
        assert_eq!((wrong.line, wrong.column), (Some(2), Some(8)));
        assert!(parse_json("x.json", " \n").unwrap_err().what.contains("empty"));
        assert!(parse_json("x.json", "{\"a\": [1,").unwrap_err().help.contains("cut off"));
        let deep = "[".repeat(100_000);
        assert!(parse_json("x.json", &deep).unwrap_err().help.contains("nested"));
    }

    #[test]
    fn wrong_types_name_path_and_line_and_a_mark_is_ignored() {
        let text = "\u{feff}{\n\"a\": {\"b\": 5}}";
        let json = parse_json("x.json", text).unwrap();
        let top = Cursor::top("x.json", text, &json);
        let wrong = top.need("a").unwrap().need("b").unwrap().str().unwrap_err();
        assert_eq!(wrong.to_string(), "x.json:2:12: a.b: is a number, not a string; make it a string");
    }

    #[test]
    fn mistyped_keys_get_a_suggestion() {
        assert_eq!(nearest("usrName", &["userName", "password"]), Some("userName"));
        assert_eq!(nearest("colour", &["userName", "password"]), None);
        assert_eq!(nearest(&"x".repeat(1_000_000), &["userName"]), None);
    }
}
