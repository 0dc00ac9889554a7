//! A line of input that edits like a shell's: by grapheme, with word and line commands.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;
use zeroize::Zeroizing;

use crate::tui::text::width;

/// The editing commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edit {
    /// One character left.
    Left,
    /// One character right.
    Right,
    /// One word left.
    WordLeft,
    /// One word right.
    WordRight,
    /// To the beginning.
    Home,
    /// To the end.
    End,
    /// Deletes the character before the cursor.
    Backspace,
    /// Deletes the character at the cursor.
    Delete,
    /// Deletes the word before the cursor.
    DeleteWord,
    /// Deletes the word after the cursor.
    DeleteWordRight,
    /// Deletes everything before the cursor.
    KillStart,
    /// Deletes everything from the cursor on.
    KillEnd,
    /// Puts back what was deleted last by words or to an end.
    Yank,
}

/// The most that a field takes, in bytes: far more than any name, little enough to draw at once.
const LIMIT: usize = 64 * 1024;

/// What of a text did not get into a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// How many control characters, line ends among them.
    pub controls: usize,
    /// Whether the end did not fit.
    pub cut: bool,
    /// How many bytes did.
    pub kept: usize,
}

/// The text and the cursor. The text may be a password: `Debug` does not show it, and the memory is
/// wiped when the editor goes.
#[derive(Clone, Default)]
pub struct Editor {
    text: Zeroizing<String>,
    /// Byte index, always between two graphemes.
    cursor: usize,
    /// What was deleted last by words or to an end.
    killed: Zeroizing<String>,
}

impl fmt::Debug for Editor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Editor")
    }
}

impl Editor {
    /// An editor that holds a text, the cursor behind it.
    pub fn new(text: &str) -> Self {
        let mut editor = Self::default();
        editor.insert(text);
        editor
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Puts a text in at the cursor. Control characters, line ends among them, are left out: a field
    /// is one line, and a pasted line end must not submit half a password.
    pub fn insert(&mut self, text: &str) -> LeftOut {
        let room = LIMIT.saturating_sub(self.text.len());
        // Reserved at once: a text that grows would leave copies of itself behind.
        let mut clean = Zeroizing::new(String::with_capacity(text.len().min(room)));
        let mut left_out = LeftOut::default();
        for c in text.chars() {
            if c.is_control() {
                left_out.controls += 1;
            } else if clean.len() + c.len_utf8() <= room {
                clean.push(c);
            } else {
                left_out.cut = true;
                break;
            }
        }
        left_out.kept = clean.len();
        self.text.insert_str(self.cursor, &clean);
        self.cursor = self.boundary_from(self.cursor + clean.len());
        left_out
    }

    /// Replaces the whole text.
    pub fn set(&mut self, text: &str) {
        *self = Self::new(text);
    }

    /// Does an editing command. `false` when that changed nothing.
    pub fn edit(&mut self, edit: Edit) -> bool {
        let (old_cursor, old_len) = (self.cursor, self.text.len());
        match edit {
            Edit::Left => self.cursor = self.before(),
            Edit::Right => self.cursor = self.after(),
            Edit::WordLeft => self.cursor = self.word_before(),
            Edit::WordRight => self.cursor = self.word_after(),
            Edit::Home => self.cursor = 0,
            Edit::End => self.cursor = self.text.len(),
            Edit::Backspace => self.delete(self.before(), self.cursor),
            Edit::Delete => self.delete(self.cursor, self.after()),
            Edit::DeleteWord => self.kill(self.word_before(), self.cursor),
            Edit::DeleteWordRight => self.kill(self.cursor, self.word_after()),
            Edit::KillStart => self.kill(0, self.cursor),
            Edit::KillEnd => self.kill(self.cursor, self.text.len()),
            Edit::Yank => {
                let killed = self.killed.clone();
                self.insert(&killed);
            }
        }
        // A word may end inside a grapheme: scripts whose marks follow a space have such.
        self.cursor = self.boundary_from(self.cursor);
        (self.cursor, self.text.len()) != (old_cursor, old_len)
    }

    /// What of the text is seen in a window of `columns`, and the cursor's column in it. With `mask`,
    /// a `*` stands for each character.
    pub fn window(&self, columns: usize, mask: bool) -> (Zeroizing<String>, usize) {
        let columns = columns.max(1);
        let shown = |grapheme: &str| if mask { 1 } else { width(grapheme) };
        let head: usize = self.text[..self.cursor].graphemes(true).map(shown).sum();
        // The cursor needs a column of its own behind the text.
        let mut skip = (head + 1).saturating_sub(columns);
        let mut out = Zeroizing::new(String::new());
        let (mut used, mut dropped) = (0, 0);
        for grapheme in self.text.graphemes(true) {
            let needs = shown(grapheme);
            if skip > 0 {
                skip = skip.saturating_sub(needs);
                dropped += needs;
                continue;
            }
            if used + needs > columns {
                break;
            }
            used += needs;
            out.push_str(if mask { "*" } else { grapheme });
        }
        (out, (head - dropped.min(head)).min(columns - 1))
    }

    /// Puts the cursor at a column of the window of [`Editor::window`].
    pub fn point(&mut self, columns: usize, column: usize, mask: bool) {
        let shown = |grapheme: &str| if mask { 1 } else { width(grapheme) };
        let head: usize = self.text[..self.cursor].graphemes(true).map(shown).sum();
        let mut skip = (head + 1).saturating_sub(columns.max(1));
        let mut left = column;
        let mut at = 0;
        for grapheme in self.text.graphemes(true) {
            let needs = shown(grapheme);
            if skip > 0 {
                skip = skip.saturating_sub(needs);
            } else if left < needs.max(1) {
                break;
            } else {
                left -= needs;
            }
            at += grapheme.len();
        }
        self.cursor = at;
    }

    fn kill(&mut self, from: usize, to: usize) {
        if from < to {
            self.killed = Zeroizing::new(self.text[from..to].to_owned());
        }
        self.delete(from, to);
    }

    fn delete(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        // What is left may have joined into one grapheme.
        self.cursor = self.boundary_from(from);
    }

    fn boundary_from(&self, at: usize) -> usize {
        let starts = self.text.grapheme_indices(true).map(|(start, _)| start);
        starts.chain([self.text.len()]).find(|start| *start >= at).unwrap_or(self.text.len())
    }

    fn before(&self) -> usize {
        self.text[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        let next = self.text[self.cursor..].graphemes(true).next();
        self.cursor + next.map_or(0, str::len)
    }

    /// Words are runs without white space, as for a shell's Ctrl+W.
    fn word_before(&self) -> usize {
        let head = self.text[..self.cursor].trim_end();
        head.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8())
    }

    fn word_after(&self) -> usize {
        let tail = &self.text[self.cursor..];
        let blank = tail.len() - tail.trim_start().len();
        let word = tail[blank..].find(char::is_whitespace).unwrap_or(tail.len() - blank);
        self.boundary_from(self.cursor + blank + word)
    }
}

#[cfg(test)]
mod tests;
