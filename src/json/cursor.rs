//! A value in a document, with its position at hand, so that every complaint names it.

use serde_json::{Map, Value as Json};

use super::diagnostic::Diagnostic;
use super::document::Document;
use super::path::{Segment, show_path};
use super::spans::DuplicateKey;
use super::suggest::nearest;

/// A value in a document.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'a> {
    document: &'a Document<'a>,
    path: Vec<Segment<'a>>,
    /// The value there.
    pub(crate) value: &'a Json,
}

/// What kind of value it is, in JSON's words.
pub(super) fn kind(value: &Json) -> &'static str {
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
    /// The whole of a document.
    pub(crate) fn top(document: &'a Document<'a>) -> Self {
        Self { document, path: Vec::new(), value: document.value() }
    }

    /// The file's name.
    pub(crate) fn file(&self) -> &'a str {
        self.document.file()
    }

    /// The path from the top.
    pub(super) fn path(&self) -> &[Segment<'a>] {
        &self.path
    }

    /// The whole document.
    pub(super) fn document(&self) -> &'a Document<'a> {
        self.document
    }

    /// A complaint about this place.
    pub(crate) fn wrong(&self, what: impl Into<String>, help: impl Into<String>) -> Diagnostic {
        let (line, column) = self.document.position_of(&self.path).unzip();
        let whole = Diagnostic::of_file(self.file(), what, help);
        Diagnostic { json_path: show_path(&self.path), line, column, ..whole }
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
        let duplicate = self.document.spans().and_then(|spans| spans.duplicate_in(&self.path));
        duplicate.map_or(Ok(()), |duplicate| Err(self.duplicate(duplicate)))
    }

    /// Refuses two members of one name anywhere in the document: for documents of many small objects.
    pub(crate) fn reject_duplicate_keys(&self) -> Result<(), Diagnostic> {
        let duplicate = self.document.spans().and_then(|spans| spans.duplicates().first());
        duplicate.map_or(Ok(()), |duplicate| Err(self.duplicate(duplicate)))
    }

    fn duplicate(&self, duplicate: &DuplicateKey) -> Diagnostic {
        let (line, column) = self.document.position(duplicate.key.start);
        let what = format!("duplicate key {}", duplicate.name);
        let wrong = self.wrong(what, "rename one of the two, or remove it");
        Diagnostic { line: Some(line), column: Some(column), ..wrong }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn wrong_types_name_path_and_line_and_a_mark_is_ignored() {
        let text = "\u{feff}{\n\"a\": {\"b\": 5}}";
        let document = Document::parse("x.json", text).unwrap();
        let top = document.top();
        let wrong = top.need("a").unwrap().need("b").unwrap().str().unwrap_err();
        assert_eq!(wrong.to_string(), "x.json:2:12: a.b: is a number, not a string; make it a string");
    }
}
