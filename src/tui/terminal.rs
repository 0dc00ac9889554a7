//! The terminal: taken on the way in, given back on every way out.

use std::io::{self, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste};
use crossterm::execute;
use crossterm::style::ResetColor;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};

/// Whether the terminal is ours now. The panic hook has to know, wherever the panic is.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Whether the alternate screen was entered.
static ALTERNATE: AtomicBool = AtomicBool::new(false);

/// Holds the terminal; gives it back when dropped.
#[derive(Debug)]
pub(super) struct Guard {
    alternate: bool,
    mouse: bool,
}

impl Guard {
    /// Takes the terminal.
    pub(super) fn take(alternate: bool, mouse: bool) -> io::Result<Self> {
        let guard = Self { alternate, mouse };
        guard.enter()?;
        Ok(guard)
    }

    /// Takes the terminal, at first and after a suspension.
    pub(super) fn enter(&self) -> io::Result<()> {
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        ALTERNATE.store(self.alternate, Ordering::SeqCst);
        let mut out = io::stdout();
        if self.alternate {
            execute!(out, EnterAlternateScreen)?;
        } else {
            // What is on the screen goes up into the scrollback instead of being drawn over.
            let (_, rows) = crossterm::terminal::size()?;
            out.write_all("\r\n".repeat(usize::from(rows)).as_bytes())?;
        }
        execute!(out, EnableBracketedPaste)?;
        set_mouse(self.mouse)
    }

    /// Gives the terminal back for a while.
    pub(super) fn leave(&self) {
        restore();
    }

    /// Takes the mouse from the terminal, or gives it back.
    pub(super) fn mouse(&mut self, wanted: bool) -> io::Result<()> {
        self.mouse = wanted;
        set_mouse(wanted)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Presses and the wheel only (1000), with large coordinates (1006): not every movement, which
/// would wake the program for nothing.
#[cfg(not(windows))]
fn set_mouse(wanted: bool) -> io::Result<()> {
    let mut out = io::stdout();
    if wanted {
        out.write_all(b"\x1b[?1000h\x1b[?1006h")?;
        out.flush()
    } else {
        execute!(out, DisableMouseCapture)
    }
}

#[cfg(windows)]
fn set_mouse(wanted: bool) -> io::Result<()> {
    if wanted {
        execute!(io::stdout(), crossterm::event::EnableMouseCapture)
    } else {
        execute!(io::stdout(), DisableMouseCapture)
    }
}

/// Gives the terminal back. May be called at any time, any number of times; errors are of no use
/// here, as the terminal may be gone.
pub(super) fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out: Stdout = io::stdout();
    let _ = execute!(out, EndSynchronizedUpdate, DisableMouseCapture, DisableBracketedPaste, ResetColor);
    if ALTERNATE.load(Ordering::SeqCst) {
        let _ = execute!(out, LeaveAlternateScreen);
    } else if let Ok((_, rows)) = crossterm::terminal::size() {
        let _ = execute!(out, crossterm::cursor::MoveTo(0, rows.saturating_sub(1)));
        let _ = out.write_all(b"\r\n");
    }
    let _ = execute!(out, Show);
    let _ = disable_raw_mode();
}

/// Makes panics give the terminal back before they are printed, and say what to do then.
pub(super) fn install_panic_hook() {
    static INSTALLED: AtomicBool = AtomicBool::new(false);
    if INSTALLED.swap(true, Ordering::SeqCst) {
        return;
    }
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        restore();
        before(panic);
        let _ = writeln!(
            io::stderr(),
            "\njsim {} stopped on an error of its own. Please report the lines above, with what you did \
             before, at {}",
            env!("CARGO_PKG_VERSION"),
            report_to(),
        );
    }));
}

fn report_to() -> &'static str {
    match env!("CARGO_PKG_REPOSITORY") {
        "" => "the place you got jsim from.",
        place => place,
    }
}
