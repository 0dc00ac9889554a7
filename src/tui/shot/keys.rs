//! Key scripts: what a person does, as a text.
//!
//! Every character is the key that types it. What has no character stands between `<` and `>`:
//! `demo<Enter><Tab><Ctrl+P>`, `<wait 5s>`, `<paste a\nb>`, `<resize 60x16>`, `<click 44,7>`. A `<` is
//! `<lt>`. Line breaks and the blanks after them are left out, so that a long script can have lines.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use thiserror::Error;

use super::named_keys::{key, named};
use crate::value::printable;

/// The longest wait, and the widest and highest screen.
const MAX_WAIT: Duration = Duration::from_secs(3600);
/// The largest number of columns or rows.
const MAX_CELLS: u16 = 500;

/// One thing a person does, or the passing of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyInput {
    /// A key.
    Key(KeyEvent),
    /// A bracketed paste.
    Paste(String),
    /// Wall time passes.
    Wait(Duration),
    /// The terminal gets another size: columns, rows.
    Resize(u16, u16),
    /// The left button of the mouse.
    Click(MouseEvent),
}

/// A stroke and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The first character, counted from 1.
    pub at: usize,
    /// What is done.
    pub stroke: KeyInput,
}

/// What is wrong with a key script, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("character {at}: {what}")]
pub struct KeyScriptError {
    /// The character, counted from 1.
    pub at: usize,
    /// What is wrong, and how to mend it.
    pub what: String,
}

/// Reads a key script.
pub fn parse(script: &str) -> Result<Vec<Step>, KeyScriptError> {
    let characters: Vec<char> = script.chars().collect();
    let mut steps = Vec::new();
    let mut index = 0;
    while let Some(c) = characters.get(index) {
        let at = index + 1;
        match c {
            '\n' | '\r' => {
                index += 1;
                while matches!(characters.get(index), Some(' ' | '\t')) {
                    index += 1;
                }
                continue;
            }
            '<' => {
                let inside = inside(&characters[at..]).ok_or_else(|| KeyScriptError {
                    at,
                    what: "\"<\" without its \">\"; the key < itself is written <lt>".into(),
                })?;
                index += inside.chars().count() + 2;
                let stroke = token(&inside).map_err(|what| KeyScriptError { at, what })?;
                steps.push(Step { at, stroke });
            }
            c if c.is_control() => {
                let what =
                    format!("the control character U+{:04X}; write keys by name, as <Tab>", u32::from(*c));
                return Err(KeyScriptError { at, what });
            }
            c => {
                index += 1;
                steps.push(Step { at, stroke: key(KeyCode::Char(*c), KeyModifiers::NONE) });
            }
        }
    }
    Ok(steps)
}

/// The characters up to the `>` that closes. In a paste, `\>` does not close; nor does the first
/// character, so that `<Ctrl+>>` is a key.
fn inside(characters: &[char]) -> Option<String> {
    let mut text = String::new();
    let mut escaped = false;
    for c in characters {
        let is_key = text.ends_with('+') && characters.get(text.chars().count() + 1) == Some(&'>');
        if *c == '>' && !escaped && !is_key {
            return Some(text);
        }
        escaped = *c == '\\' && !escaped;
        text.push(*c);
    }
    None
}

fn token(inside: &str) -> Result<KeyInput, String> {
    let (word, rest) = inside.split_once(' ').unwrap_or((inside, ""));
    match word.to_ascii_lowercase().as_str() {
        "wait" => wait(rest),
        "paste" => paste(rest),
        "resize" => size(rest).map(|(columns, rows)| KeyInput::Resize(columns, rows)),
        "click" => click(rest),
        _ => named(inside),
    }
}

fn wait(rest: &str) -> Result<KeyInput, String> {
    let text = rest.trim();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let unit = match unit.trim() {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        _ => 0,
    };
    number
        .parse::<u64>()
        .ok()
        .filter(|_| unit > 0)
        .and_then(|number| number.checked_mul(unit))
        .map(Duration::from_millis)
        .filter(|span| *span <= MAX_WAIT)
        .map(KeyInput::Wait)
        .ok_or_else(|| {
            format!("\"{}\" is not a time to wait; write it as 200ms, 5s or 3m, at most 60m", printable(text))
        })
}

/// `\n`, `\t`, `\>` and `\\` in a paste.
fn paste(rest: &str) -> Result<KeyInput, String> {
    let mut text = String::new();
    let mut characters = rest.chars();
    while let Some(c) = characters.next() {
        text.push(match (c, c == '\\') {
            (c, false) => c,
            _ => match characters.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some(c @ ('>' | '\\')) => c,
                _ => return Err("in a paste, \\ is followed by n, r, t, > or \\".into()),
            },
        });
    }
    Ok(KeyInput::Paste(text))
}

/// A size of the screen, as `80x24`.
pub fn size(text: &str) -> Result<(u16, u16), String> {
    let number =
        |text: &str| text.trim().parse::<u16>().ok().filter(|number| (1..=MAX_CELLS).contains(number));
    text.split_once('x').and_then(|(columns, rows)| Some((number(columns)?, number(rows)?))).ok_or_else(
        || {
            format!(
                "\"{}\" is not a size; write columns and rows, 1 to {MAX_CELLS}, as 80x24",
                printable(text)
            )
        },
    )
}

fn click(rest: &str) -> Result<KeyInput, String> {
    let number = |text: &str| text.trim().parse::<u16>().ok().and_then(|number| number.checked_sub(1));
    let at = rest.split_once(',').and_then(|(column, row)| Some((number(column)?, number(row)?)));
    let (column, row) = at.ok_or_else(|| {
        format!("\"{}\" is not a place; write column and row, counted from 1, as 44,7", printable(rest))
    })?;
    let kind = MouseEventKind::Down(MouseButton::Left);
    Ok(KeyInput::Click(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strokes(script: &str) -> Vec<KeyInput> {
        parse(script).expect("it is right").into_iter().map(|step| step.stroke).collect()
    }

    fn pressed(code: KeyCode, modifiers: KeyModifiers) -> KeyInput {
        key(code, modifiers)
    }

    #[test]
    fn letters_are_themselves_and_names_stand_in_brackets() {
        use KeyModifiers as With;
        let typed = |c| pressed(KeyCode::Char(c), With::NONE);
        for (script, expected) in [
            ("a> é", vec![typed('a'), typed('>'), typed(' '), typed('é')]),
            ("<lt><Space>", vec![typed('<'), typed(' ')]),
            (
                "<enter><PgDn>",
                vec![pressed(KeyCode::Enter, With::NONE), pressed(KeyCode::PageDown, With::NONE)],
            ),
            ("<^P>", vec![pressed(KeyCode::Char('p'), With::CONTROL)]),
            ("<Ctrl+p>", vec![pressed(KeyCode::Char('p'), With::CONTROL)]),
            ("<Ctrl+Alt+Left>", vec![pressed(KeyCode::Left, With::CONTROL | With::ALT)]),
            ("<Shift+Tab>", vec![pressed(KeyCode::BackTab, With::SHIFT)]),
            ("<Alt+>>", vec![pressed(KeyCode::Char('>'), With::ALT)]),
            ("<F1>", vec![pressed(KeyCode::F(1), With::NONE)]),
            ("a\n   b", vec![typed('a'), typed('b')]),
            (
                "<wait 200ms><wait 3m>",
                vec![KeyInput::Wait(Duration::from_millis(200)), KeyInput::Wait(Duration::from_secs(180))],
            ),
            ("<paste a\\n\\>\\\\ b>", vec![KeyInput::Paste("a\n>\\ b".into())]),
            ("<resize 60x16>", vec![KeyInput::Resize(60, 16)]),
        ] {
            assert_eq!(strokes(script), expected, "{script}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (script, at, words) in [
            ("demo<Entr>", 5, "there is no key <Entr>"),
            ("日<a>", 2, "there is no key <a>"),
            ("a<b", 2, "without its"),
            ("<>", 1, "there is no key <>"),
            ("<Ctrl+>", 1, "there is no key <Ctrl+>"),
            ("<F13>", 1, "there is no key <F13>"),
            ("<wait 5>", 1, "5s"),
            ("<wait -5s>", 1, "5s"),
            ("<wait 61m>", 1, "at most"),
            ("<wait 99999999999999999999s>", 1, "at most"),
            ("<paste \\x>", 1, "followed by"),
            ("x<resize 0x5>", 2, "80x24"),
            ("<resize 80>", 1, "80x24"),
            ("<click 0,1>", 1, "44,7"),
            ("a\u{1b}", 2, "U+001B"),
        ] {
            let error = parse(script).expect_err(script);
            assert_eq!(error.at, at, "{script}");
            assert!(error.what.contains(words), "{script}: {error}");
            assert!(!error.to_string().contains('\u{1b}'));
        }
    }
}
