//! A JSON document: its value, and where in its text everything stands.

use std::sync::OnceLock;

use serde_json::Value as Json;

use super::cursor::Cursor;
use super::diagnostic::Diagnostic;
use super::lines::Lines;
use super::path::Segment;
use super::spans::Spans;

/// A parsed text. Its positions are looked for when somebody asks for the first one: a file that has
/// nothing wrong pays little for them.
#[derive(Debug)]
pub(crate) struct Document<'t> {
    file: &'t str,
    text: &'t str,
    value: Json,
    spans: OnceLock<Option<Spans>>,
    lines: OnceLock<Lines>,
}

impl<'t> Document<'t> {
    /// Parses a text. A byte order mark is no part of it.
    ///
    /// # Errors
    /// The text is empty or no JSON: with line and column.
    pub(crate) fn parse(file: &'t str, text: &'t str) -> Result<Self, Diagnostic> {
        let text = without_mark(text);
        let value = parse(file, text)?;
        Ok(Self { file, text, value, spans: OnceLock::new(), lines: OnceLock::new() })
    }

    /// The whole document.
    pub(crate) fn top(&self) -> Cursor<'_> {
        Cursor::top(self)
    }

    /// The file's name.
    pub(crate) fn file(&self) -> &'t str {
        self.file
    }

    /// The text without a byte order mark.
    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    /// The value.
    pub(crate) fn value(&self) -> &Json {
        &self.value
    }

    /// Where everything stands; `None` if the text is none that a parser accepts.
    pub(crate) fn spans(&self) -> Option<&Spans> {
        self.spans.get_or_init(|| Spans::of(self.text)).as_ref()
    }

    /// Line and column of a byte offset, both from 1, the column in characters.
    pub(crate) fn position(&self, offset: usize) -> (u32, u32) {
        self.lines.get_or_init(|| Lines::of(self.text)).position(self.text, offset)
    }

    /// Line and column of the value at a path.
    pub(crate) fn position_of(&self, path: &[Segment<'_>]) -> Option<(u32, u32)> {
        let span = self.spans()?.at(path)?;
        Some(self.position(span.value.start))
    }
}

fn parse(file: &str, text: &str) -> Result<Json, Diagnostic> {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Segment::{Index, Key};
    use super::*;

    #[test]
    fn syntax_errors_have_line_and_character_column() {
        let wrong = Document::parse("x.json", "{\n \"日本\": @}").unwrap_err();
        assert_eq!((wrong.line, wrong.column), (Some(2), Some(8)));
        assert!(Document::parse("x.json", " \n").unwrap_err().what.contains("empty"));
        assert!(Document::parse("x.json", "{\"a\": [1,").unwrap_err().help.contains("cut off"));
        let deep = "[".repeat(100_000);
        assert!(Document::parse("x.json", &deep).unwrap_err().help.contains("nested"));
    }

    #[test]
    fn places_are_found_past_strings_lists_and_escapes() {
        let text = "{\n \"a\": [1, {\"x\": \"}\\\"]\"},\n  {\"é\": {\"b c\": null}}]}";
        let document = Document::parse("x.json", text).unwrap();
        assert_eq!(document.position_of(&[]), Some((1, 1)));
        assert_eq!(document.position_of(&[Key("a"), Index(0)]), Some((2, 8)));
        assert_eq!(document.position_of(&[Key("a"), Index(2), Key("é"), Key("b c")]), Some((3, 17)));
        assert_eq!(document.position_of(&[Key("a"), Index(3)]), None);
        assert_eq!(document.position_of(&[Key("z")]), None);
    }

    #[test]
    fn the_last_of_two_members_counts_as_it_does_for_the_parser() {
        let document = Document::parse("x.json", "{\"a\":1,\n\"a\":2}").unwrap();
        assert_eq!(document.position_of(&[Key("a")]), Some((2, 5)));
        assert_eq!(document.value()["a"], 2);
    }
}
