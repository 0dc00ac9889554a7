//! Keys by their names.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::keys::KeyInput;
use crate::value::printable;

/// Keys with a name.
const NAMED: &[(&str, KeyCode)] = &[
    ("Enter", KeyCode::Enter),
    ("Tab", KeyCode::Tab),
    ("Esc", KeyCode::Esc),
    ("Space", KeyCode::Char(' ')),
    ("Backspace", KeyCode::Backspace),
    ("Del", KeyCode::Delete),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("lt", KeyCode::Char('<')),
];

pub(super) fn key(code: KeyCode, modifiers: KeyModifiers) -> KeyInput {
    KeyInput::Key(KeyEvent::new(code, modifiers))
}

/// A key by its name, with its modifiers: `Enter`, `Ctrl+P`, `^P`, `Alt+Left`, `Shift+Tab`, `F1`.
pub(super) fn named(name: &str) -> Result<KeyInput, String> {
    let mut modifiers = KeyModifiers::NONE;
    let mut rest = name;
    loop {
        let held = [
            ("ctrl+", KeyModifiers::CONTROL),
            ("^", KeyModifiers::CONTROL),
            ("alt+", KeyModifiers::ALT),
            ("shift+", KeyModifiers::SHIFT),
        ];
        let found = held.into_iter().find(|(prefix, _)| {
            rest.len() > prefix.len()
                && rest.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
        });
        let Some((prefix, modifier)) = found else { break };
        modifiers |= modifier;
        rest = &rest[prefix.len()..];
    }
    let code = match code(rest).ok_or_else(|| unknown(name))? {
        KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => {
            KeyCode::Char(c.to_ascii_lowercase())
        }
        code => code,
    };
    // A lone letter is written without brackets.
    if modifiers.is_empty() && matches!(code, KeyCode::Char(c) if c != ' ' && c != '<') {
        return Err(unknown(name));
    }
    Ok(key(code, modifiers))
}

fn code(name: &str) -> Option<KeyCode> {
    let known = NAMED.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, code)| *code);
    let function = || {
        let number = name.strip_prefix(['F', 'f'])?.parse::<u8>().ok()?;
        (1..=12).contains(&number).then_some(KeyCode::F(number))
    };
    let letter = || {
        let mut characters = name.chars();
        characters.next().filter(|_| characters.next().is_none()).map(KeyCode::Char)
    };
    known.or_else(function).or_else(letter)
}

fn unknown(name: &str) -> String {
    let known: Vec<&str> = NAMED.iter().map(|(known, _)| *known).collect();
    format!(
        "there is no key <{}>; known: {}, F1 to F12, Ctrl+X, Alt+X, Shift+Tab, and wait 5s, paste TEXT, \
         resize 60x16, click COLUMN,ROW; a letter is written as it is, < is <lt>",
        printable(name),
        known.join(", ")
    )
}
