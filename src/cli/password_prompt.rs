//! A line that is not shown while it is typed on a terminal.

use std::io;
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

/// Ctrl+C's signal.
const INTERRUPT: i32 = 2;
/// How long another end, such as SIGTERM, may go unnoticed.
const SLICE: Duration = Duration::from_millis(100);

/// What was typed.
pub(super) enum Typed {
    /// A line, by Enter.
    Line(String),
    /// Nothing more will come: Ctrl+D.
    End,
    /// The number of the signal that ends the program.
    Signal(i32),
}

/// Reads keys without showing them, up to Enter. The question comes when nothing is shown any more:
/// somebody may type as soon as it is there. `ended` tells the signal that ends the program, once
/// there is one.
///
/// # Errors
/// The terminal cannot be read.
pub(super) fn read(
    question: impl FnOnce() -> io::Result<()>,
    ended: impl Fn() -> Option<i32>,
) -> io::Result<Typed> {
    let _hidden = Hidden::begin()?;
    question().and_then(|()| keys(ended))
}

/// Nothing that is typed is shown while this is there.
struct Hidden;

impl Hidden {
    fn begin() -> io::Result<Self> {
        enable_raw_mode()?;
        Ok(Self)
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        give_back();
    }
}

/// Shows typing again. May be called at any time.
pub(super) fn give_back() {
    let _ = disable_raw_mode();
}

fn keys(ended: impl Fn() -> Option<i32>) -> io::Result<Typed> {
    let mut line = String::new();
    loop {
        if let Some(number) = ended() {
            return Ok(Typed::Signal(number));
        }
        if !crossterm::event::poll(SLICE)? {
            continue;
        }
        if let Event::Key(key) = crossterm::event::read()?
            && key.kind != KeyEventKind::Release
            && let Some(done) = key_pressed(key, &mut line)
        {
            return Ok(done);
        }
    }
}

fn key_pressed(key: KeyEvent, line: &mut String) -> Option<Typed> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        // Enter that was pressed before the question came is a line feed.
        KeyCode::Char('j') if control => return Some(Typed::Line(std::mem::take(line))),
        KeyCode::Enter => return Some(Typed::Line(std::mem::take(line))),
        KeyCode::Char('c') if control => return Some(Typed::Signal(INTERRUPT)),
        KeyCode::Char('d') if control => return Some(Typed::End),
        KeyCode::Char('u') if control => line.clear(),
        KeyCode::Backspace => {
            line.pop();
        }
        KeyCode::Char(c) if !control => line.push(c),
        _ => {}
    }
    None
}
