//! Text as a terminal shows it: measured in columns, cut by grapheme, made harmless.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

pub(super) use crate::value::printable;

/// Columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text cut to a number of columns; `..` at the end says that something is missing.
pub(super) fn fit(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let dots = if columns >= 4 { ".." } else { "" };
    let mut out = take(text.graphemes(true), columns - dots.len());
    out.push_str(dots);
    Cow::Owned(out)
}

/// The text cut at its beginning, so that its end is seen.
pub(super) fn fit_end(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let dots = if columns >= 4 { ".." } else { "" };
    let mut room = columns - dots.len();
    let mut start = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        let needs = width(grapheme);
        if needs > room {
            break;
        }
        room -= needs;
        start = at;
    }
    Cow::Owned(format!("{dots}{}", &text[start..]))
}

/// The text with spaces behind it, exactly `columns` wide.
pub(super) fn pad(text: &str, columns: usize) -> String {
    let cut = fit(text, columns);
    let spaces = columns.saturating_sub(width(&cut));
    format!("{cut}{}", " ".repeat(spaces))
}

fn take<'a>(graphemes: impl Iterator<Item = &'a str>, columns: usize) -> String {
    let mut out = String::new();
    let mut room = columns;
    for grapheme in graphemes {
        let needs = width(grapheme);
        if needs > room {
            break;
        }
        room -= needs;
        out.push_str(grapheme);
    }
    out
}

/// The text in lines of at most `columns`. Breaks at line ends and spaces; a word that is too long
/// (a link, JSON) breaks after one of `/ & ? , ;`, else of `=`, where that takes no more lines.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let clean = printable(paragraph);
        let mut line = String::new();
        for word in clean.split_whitespace() {
            let mut word = word;
            let gap = usize::from(!line.is_empty());
            if width(&line) + gap + width(word) <= columns {
                if gap == 1 {
                    line.push(' ');
                }
                line.push_str(word);
                continue;
            }
            if width(word) > columns {
                let mut parts = split(word, columns);
                // Such a word begins on the line it comes to only where that takes fewer lines, and where a
                // link is not broken in the middle of a name for it.
                let room = columns.saturating_sub(width(&line) + gap);
                if gap == 1 && room >= 8 {
                    let (head, tail) = word.split_at(break_at(word, room, SEPARATORS));
                    let beside = split(tail, columns);
                    let whole = head.ends_with(separates) || !word.contains(separates);
                    if whole && beside.len() < parts.len() {
                        line.push(' ');
                        line.push_str(head);
                        parts = beside;
                    }
                }
                word = parts.pop().unwrap_or_default();
                lines.extend((!line.is_empty()).then(|| std::mem::take(&mut line)));
                lines.extend(parts.into_iter().map(str::to_owned));
            } else if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// The text in lines that are full, broken anywhere.
pub(super) fn hard_wrap(text: &str, columns: usize) -> Vec<&str> {
    split_after(text, columns.max(1), "")
}

/// Where a link or JSON may be broken.
const SEPARATORS: &str = "/&?,;=";

fn separates(c: char) -> bool {
    SEPARATORS.contains(c)
}

/// A word that is wider than `columns`, in as few lines as possible and broken as well as possible.
fn split(word: &str, columns: usize) -> Vec<&str> {
    let anywhere = split_after(word, columns, "");
    let better = ["/&?,;", SEPARATORS].into_iter().map(|separators| split_after(word, columns, separators));
    better.into_iter().find(|lines| lines.len() <= anywhere.len()).unwrap_or(anywhere)
}

fn split_after<'a>(word: &'a str, columns: usize, separators: &str) -> Vec<&'a str> {
    let mut lines = Vec::new();
    let mut rest = word;
    while width(rest) > columns {
        let (head, tail) = rest.split_at(break_at(rest, columns, separators));
        lines.push(head);
        rest = tail;
    }
    lines.push(rest);
    lines
}

/// Where to break a word that is wider than `columns`: never 0, always between graphemes.
fn break_at(word: &str, columns: usize, separators: &str) -> usize {
    let mut used = 0;
    let mut hard = 0;
    let mut soft = 0;
    for (at, grapheme) in word.grapheme_indices(true) {
        let end = at + grapheme.len();
        used += width(grapheme);
        if used > columns && hard > 0 {
            break;
        }
        hard = end;
        if separators.contains(grapheme) && used * 3 > columns {
            soft = end;
        }
    }
    if soft > 0 { soft } else { hard }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cutting_respects_wide_and_combined_characters() {
        assert_eq!(fit("日本語日本語", 7), "日本..");
        assert_eq!(fit("cafe\u{301}s and more", 7), "cafe\u{301}s..");
        assert_eq!(fit_end("a b d e d f", 6), ".. d f");
        assert_eq!(pad("👩‍👩‍👧", 4), "👩‍👩‍👧  ");
        assert_eq!(fit("abcdef", 3), "abc");
    }

    #[test]
    fn links_break_after_their_separators() {
        let lines = wrap("https://t.example/am/UI/Login?realm=/alpha&authIndexType=transaction", 30);
        assert_eq!(lines, ["https://t.example/am/UI/Login?", "realm=/alpha&", "authIndexType=transaction"]);
    }

    #[test]
    fn breaking_a_link_well_takes_no_more_lines_than_breaking_it_anywhere() {
        let link = "https://openam-demo.example.com/am/XUI/?realm=/alpha&authIndexType=transaction&authIndexValue=b10da48c-ea4c-4967-ab8e-0efcd8069414";
        let lines = wrap(link, 36);
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[3], "b10da48c-ea4c-4967-ab8e-0efcd8069414");
    }

    #[test]
    fn a_long_word_begins_on_its_line_where_that_saves_one() {
        assert_eq!(wrap("AMCtxId: 65060736-032b-4898", 17), ["AMCtxId: 65060736", "-032b-4898"]);
        assert_eq!(wrap("The link: https://t.example/", 17), ["The link:", "https://", "t.example/"]);
    }

    #[test]
    fn line_ends_are_kept_and_controls_made_harmless() {
        assert_eq!(wrap("one\n\ntwo \x1b[31m", 20), ["one", "", "two \u{fffd}[31m"]);
    }

    fn fits(text: &str, columns: usize) -> Result<(), TestCaseError> {
        prop_assert!(width(&fit(&printable(text), columns)) <= columns);
        prop_assert!(width(&fit_end(&printable(text), columns)) <= columns);
        for line in wrap(text, columns) {
            // A single character wider than the whole line cannot be broken.
            let one = line.graphemes(true).count() == 1;
            prop_assert!(one || width(&line) <= columns, "{line:?}");
        }
        Ok(())
    }

    #[test]
    fn nothing_is_wider_than_asked_where_it_once_was() {
        fits("\u{1f210}\u{11d93}", 2).unwrap();
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn nothing_is_wider_than_asked(text in any::<String>(), columns in 2usize..40) {
            fits(&text, columns)?;
        }
    }
}
