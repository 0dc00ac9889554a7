//! What text is drawn on: so many columns, with or without more than ASCII.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::value::printable;

/// The columns and characters there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextStyle {
    /// Columns. Less than [`TextStyle::NARROWEST`] counts as that.
    pub width: usize,
    /// Whether nothing but ASCII may be printed.
    pub ascii: bool,
}

impl TextStyle {
    /// No text is drawn narrower than this.
    pub const NARROWEST: usize = 40;

    /// The columns to use.
    pub(super) fn columns(self) -> usize {
        self.width.max(Self::NARROWEST)
    }

    /// A name made harmless; in ASCII every other character is a question mark.
    pub(crate) fn name(self, text: &str) -> Cow<'_, str> {
        let text = printable(text);
        if !self.ascii || text.is_ascii() {
            return text;
        }
        Cow::Owned(text.graphemes(true).map(|one| if one.is_ascii() { one } else { "?" }).collect())
    }

    /// One of two signs.
    pub(super) fn sign(self, drawn: &'static str, ascii: &'static str) -> &'static str {
        if self.ascii { ascii } else { drawn }
    }

    /// A text over as many lines as it needs; all of them begin with an indent.
    pub(crate) fn wrap(self, first: &str, rest: &str, text: &str) -> Vec<String> {
        let options = textwrap::Options::new(self.columns())
            .initial_indent(first)
            .subsequent_indent(rest)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::wrap(text, options).into_iter().map(Cow::into_owned).collect()
    }
}

/// Columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text with a sign behind it up to a number of columns.
pub(super) fn fill(text: &str, columns: usize, sign: &str) -> String {
    format!("{text}{}", sign.repeat(columns.saturating_sub(width(text))))
}

/// A number of things, in words.
pub fn count(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
