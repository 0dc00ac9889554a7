//! Positions in the text of a script.

use std::ops::Range;

/// A range of bytes of the text; both ends lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    pub(crate) fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// From the start of this span to the end of the other.
    pub(crate) fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end.max(self.start) }
    }

    /// The same range, to slice with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the other span lies inside this one.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A place in a text as a person counts: from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line; a line ends with LF, CR, CR LF, U+2028 or U+2029.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}

/// Where the lines of a text start.
#[derive(Debug, Clone)]
pub(crate) struct Lines {
    starts: Vec<u32>,
}

impl Lines {
    pub(crate) fn new(text: &str) -> Self {
        let mut starts = vec![0];
        let mut characters = text.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            if !is_line_end(character) {
                continue;
            }
            let mut end = at + character.len_utf8();
            if character == '\r' && characters.next_if(|(_, next)| *next == '\n').is_some() {
                end += 1;
            }
            starts.push(offset(end));
        }
        Self { starts }
    }

    /// The line of a byte, from 1.
    pub(crate) fn line(&self, at: u32) -> u32 {
        offset(self.starts.partition_point(|start| *start <= at))
    }

    /// The line on which the character before this byte stands: where a reader is that has read up to here.
    pub(crate) fn line_read(&self, at: u32) -> u32 {
        self.line(at.saturating_sub(1))
    }

    /// How many characters of that line have been read.
    pub(crate) fn column_read(&self, text: &str, at: u32) -> u32 {
        let start = self.starts.get(self.line_read(at) as usize - 1).copied().unwrap_or(0);
        let line = text.get(start as usize..at as usize).unwrap_or_default();
        offset(line.trim_end_matches(is_line_end).chars().count())
    }

    pub(crate) fn position(&self, text: &str, at: u32) -> Position {
        let line = self.line(at);
        let start = self.starts.get(line as usize - 1).copied().unwrap_or(0);
        let before = text.get(start as usize..at as usize).unwrap_or_default();
        Position { line, column: offset(before.chars().count()) + 1 }
    }
}

pub(crate) fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// A length or an index as the 32 bits of a span; `Script` refuses longer texts.
pub(crate) fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
