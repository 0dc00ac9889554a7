//! Standard input: a line for each question. Questions go to standard error.

use std::io::{self, BufRead, IsTerminal, Write};

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::cli::exit::Failure;
use crate::kernel::printable;

/// Standard input, until it ends.
#[derive(Default)]
pub(super) struct Asker {
    ended: bool,
}

impl Asker {
    /// Asks for one line; `None` once the input has ended. A `hidden` one is not shown while it is
    /// typed on a terminal.
    pub(super) fn line(&mut self, question: &str, hidden: bool) -> Result<Option<String>, Failure> {
        if self.ended {
            return Ok(None);
        }
        if hidden && io::stdin().is_terminal() {
            return read_hidden(question);
        }
        put(question);
        let mut bytes = Vec::new();
        if io::stdin().lock().read_until(b'\n', &mut bytes)? == 0 {
            self.ended = true;
            let _ = writeln!(io::stderr());
            return Ok(None);
        }
        while bytes.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            bytes.pop();
        }
        Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// Standard error may be closed; the line is read all the same.
fn put(question: &str) {
    let _ = write!(io::stderr(), "{} ", printable(question));
    let _ = io::stderr().flush();
}

/// Reads keys without showing them, up to Enter. The question comes when nothing is shown any more:
/// somebody may type as soon as it is there.
fn read_hidden(question: &str) -> Result<Option<String>, Failure> {
    enable_raw_mode()?;
    put(question);
    let typed = read_keys();
    disable_raw_mode()?;
    let _ = writeln!(io::stderr());
    typed
}

fn read_keys() -> Result<Option<String>, Failure> {
    let mut typed = String::new();
    loop {
        let Event::Key(key) = crossterm::event::read()? else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => return Ok(Some(typed)),
            KeyCode::Char('c') if control => return Err(Failure::Signal(2)),
            KeyCode::Char('d') if control => return Ok(None),
            KeyCode::Char('u') if control => typed.clear(),
            KeyCode::Backspace => {
                typed.pop();
            }
            KeyCode::Char(c) if !control => typed.push(c),
            _ => {}
        }
    }
}
