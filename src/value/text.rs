//! Text that came from outside.

use std::borrow::Cow;

/// The text with every control character replaced, so that a name, a message or a script's log
/// line cannot move the cursor, set a title or hide what follows it.
///
/// Line breaks and tabs become a space; everything else that controls a terminal, bidirectional
/// overrides included, becomes `\u{fffd}`.
pub fn printable(text: &str) -> Cow<'_, str> {
    let bad = |c: char| c.is_control() || is_direction_override(c);
    if !text.contains(bad) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|c| match c {
                '\n' | '\r' | '\t' => ' ',
                c if bad(c) => '\u{fffd}',
                c => c,
            })
            .collect(),
    )
}

fn is_direction_override(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character has no picture of its own: what controls a terminal or the direction of text, ends a
/// line for some readers, or marks text without being seen.
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || is_direction_override(c)
        || matches!(c, '\u{61c}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || ('\u{e0000}'..='\u{e007f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_made_harmless_and_names_left_alone() {
        assert_eq!(printable("\x1b]0;x\x07 a\nb"), "\u{fffd}]0;x\u{fffd} a b");
        assert_eq!(printable("日本語 é"), "日本語 é");
    }
}
