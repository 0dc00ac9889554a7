//! Standard input: a line for each question. Questions go to standard error.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::cli::exit::Failure;
use crate::cli::interrupt::Interrupt;
use crate::cli::password_prompt::{self, Typed};
use crate::value::printable;

/// Standard input, until it ends.
pub(super) struct Asker {
    ended: bool,
    interrupt: Interrupt,
}

impl Asker {
    /// Nothing was asked so far.
    pub(super) fn new(interrupt: Interrupt) -> Self {
        Self { ended: false, interrupt }
    }

    /// Asks for one line; `None` once the input has ended. A `hidden` one is not shown while it is
    /// typed on a terminal.
    pub(super) fn line(&mut self, question: &str, hidden: bool) -> Result<Option<String>, Failure> {
        if self.ended {
            return Ok(None);
        }
        if hidden && io::stdin().is_terminal() {
            let ask = || {
                put(question);
                Ok(())
            };
            let typed = password_prompt::read(ask, || self.interrupt.signal())?;
            let _ = writeln!(io::stderr());
            return match typed {
                Typed::Line(line) => Ok(Some(line)),
                Typed::End => Ok(None),
                Typed::Signal(number) => Err(Failure::signal(number)),
            };
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
