//! What the person types, line by line.

use std::io::{self, BufRead, Write};
use std::sync::mpsc::{Receiver, Sender, channel};

use super::PlainError;
use crate::cli::exit::Failure;
use crate::cli::interrupt::Interrupt;
use crate::cli::limits;
use crate::cli::password_prompt::{self, Typed};
use crate::value::Secret;

/// Where the lines come from.
pub enum Lines<'a> {
    /// Nobody sees what is typed: nothing asks for a line, since what is written next would stand
    /// behind it.
    Pipe(&'a mut dyn BufRead),
    /// A person at a terminal: a `> ` asks for each line.
    Terminal(Keyboard),
}

impl Lines<'_> {
    /// One line without its end; `None` at the end of the input.
    pub(super) fn next(&mut self, out: &mut dyn Write) -> Result<Option<String>, PlainError> {
        let bytes = match self {
            Self::Pipe(input) => {
                out.flush()?;
                line(*input)?
            }
            Self::Terminal(keyboard) => {
                mark(out)?;
                let bytes = keyboard.line()?;
                if bytes.is_none() {
                    writeln!(out)?;
                }
                bytes
            }
        };
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// One line that a terminal does not show.
    pub(super) fn secret(&mut self, out: &mut dyn Write) -> Result<Option<Secret>, PlainError> {
        let Self::Terminal(keyboard) = self else { return Ok(self.next(out)?.map(Secret::new)) };
        let typed = password_prompt::read(|| mark(out), || keyboard.interrupt.signal())?;
        writeln!(out)?;
        match typed {
            Typed::Line(line) => Ok(Some(Secret::new(line))),
            Typed::End => Ok(None),
            Typed::Signal(number) => Err(PlainError::Signal(number)),
        }
    }
}

fn mark(out: &mut dyn Write) -> io::Result<()> {
    write!(out, "> ")?;
    out.flush()
}

/// Standard input that is a terminal. A read that waits for a line cannot be ended by a signal, so it
/// waits in a thread of its own.
pub struct Keyboard {
    interrupt: Interrupt,
    asks: Sender<()>,
    heard: Receiver<Heard>,
}

enum Heard {
    Line(io::Result<Option<Vec<u8>>>),
    Signal(i32),
}

impl Keyboard {
    /// Reads standard input, and watches for the signals that end the program.
    ///
    /// # Errors
    /// The watch cannot be set up.
    pub fn new() -> Result<Self, Failure> {
        let (told, heard) = channel();
        let (asks, asked) = channel();
        let signalled = told.clone();
        let interrupt = Interrupt::watch_and(move |number| {
            let _ = signalled.send(Heard::Signal(number));
        })?;
        limits::start(move || {
            while let Ok(()) = asked.recv() {
                // Locked for one line only: a hidden one is read elsewhere.
                if told.send(Heard::Line(line(&mut io::stdin().lock()))).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { interrupt, asks, heard })
    }

    fn line(&self) -> Result<Option<Vec<u8>>, PlainError> {
        let gone = || io::Error::other("standard input is not read any more");
        self.asks.send(()).map_err(|_| gone())?;
        match self.heard.recv().map_err(|_| gone())? {
            Heard::Line(line) => Ok(line?),
            Heard::Signal(number) => Err(PlainError::Signal(number)),
        }
    }
}

fn line(input: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    if input.read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    while bytes.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
        bytes.pop();
    }
    Ok(Some(bytes))
}
