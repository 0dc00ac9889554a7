//! The edge: the terminal, the clock, the signals. It turns what happens there into messages and
//! draws a frame when one changed something.

use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::path::Path;
use std::time::Duration;

use crossterm::event::{Event, EventStream};
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use crossterm::{execute, queue};
use futures_util::StreamExt;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use thiserror::Error;
use tokio::time::Instant;

use super::backend::Capped;
use super::clipboard;
use super::model::Model;
use super::news;
use super::options::Options;
use super::save::save;
use super::signals::{Caught, EndSignals};
use super::summary::summary;
use super::terminal::{Guard, install_panic_hook};
use super::update::{Effect, Msg, update};
use super::view::view;
use crate::drive::{Run, Speed};

/// Why the screen ended otherwise than by its person's wish.
#[derive(Debug, Error)]
pub enum Error {
    /// The terminal failed.
    #[error("the terminal failed: {0}")]
    Terminal(#[from] io::Error),
    /// A signal asked the program to end. The exit code is 128 and its number.
    #[error("ended by signal {0}")]
    Signal(i32),
}

/// The longest that a burst of events puts a frame off.
const BURST: Duration = Duration::from_millis(33);

type Screen = Terminal<Capped<CrosstermBackend<io::Stdout>>>;

/// Shows a run until its person quits. Needs a tokio runtime with time and I/O; reads the process's
/// environment for colours, nothing else. The terminal is given back on every way out, and a short
/// summary is printed then.
pub async fn run(run: Run, options: Options) -> Result<(), Error> {
    let env = |name: &str| std::env::var(name).ok();
    let theme = options.theme(&env);
    install_panic_hook();
    let mut signals = Signals::new()?;
    let mut guard = Guard::take(options.alt_screen, options.mouse)?;
    // Never dropped: its drop writes to standard error when the terminal is gone, which panics when that
    // is gone too. The guard gives everything back.
    let mut screen = ManuallyDrop::new(Terminal::new(Capped(CrosstermBackend::new(io::stdout())))?);
    if !options.alt_screen {
        blank(&mut screen)?;
    }
    let mut model = Model::new(run, theme, crossterm::terminal::size()?);
    model.journeys = options.journeys;
    model.mouse = options.mouse;
    model.animate = options.animate;
    let ended = drive(&mut model, &mut screen, &mut guard, &mut signals, options.crash_test).await;
    drop(guard);
    if !matches!(ended, Err(Error::Terminal(_))) {
        // The terminal may be gone, as after SIGHUP.
        let _ = io::stdout().write_all(summary(&model.run).as_bytes());
    }
    ended
}

async fn drive(
    model: &mut Model,
    screen: &mut Screen,
    guard: &mut Guard,
    signals: &mut Signals,
    crash_test: bool,
) -> Result<(), Error> {
    // Where there is nothing to read keys from, this is an error and the stream would panic.
    crossterm::event::poll(Duration::ZERO)?;
    let mut keys = EventStream::new();
    let mut last = Instant::now();
    draw(model, screen)?;
    let (mut owed, mut drawn) = (false, Instant::now());
    let mut waiting = None;
    assert!(!crash_test, "this is the crash test");
    loop {
        let pause = next_frame(model);
        let sleep = tokio::time::sleep(pause.unwrap_or_default());
        let msg = tokio::select! {
            event = arrived(&mut waiting, &mut keys) => match event {
                Some(event) => message(event?),
                // The terminal's end of input.
                None => return Ok(()),
            },
            seen = signals.next() => match seen {
                Seen::End(number) => return Err(Error::Signal(number)),
                Seen::Resumed => {
                    // Stopped and continued by somebody else: the terminal may be in any state.
                    guard.enter()?;
                    blank(screen)?;
                    last = Instant::now();
                    let (columns, rows) = model.size();
                    Some(Msg::Resize(columns, rows))
                }
            },
            () = sleep, if pause.is_some() => None,
        };
        let now = Instant::now();
        owed |= update(model, Msg::Tick(now - last)).redraw;
        last = now;
        let mut effect = Effect::None;
        if let Some(msg) = msg {
            let done = update(model, msg);
            owed |= done.redraw;
            effect = done.effect;
        }
        match effect {
            Effect::None => {}
            Effect::Quit => return Ok(()),
            Effect::Clear => blank(screen)?,
            Effect::Mouse(wanted) => guard.mouse(wanted)?,
            Effect::Copy(text) => {
                let env = |name: &str| std::env::var(name).ok();
                io::stdout().write_all(clipboard::sequence(&text, &env).as_bytes())?;
            }
            Effect::Save(text) => {
                match save(Path::new("."), &text) {
                    Ok(name) => model.tell(news::saved(&name)),
                    Err(why) => {
                        let folder = std::env::current_dir().ok();
                        let folder = folder.as_deref().map(Path::to_string_lossy);
                        model.complain(news::not_saved(&why, folder.as_deref()));
                    }
                }
                owed = true;
            }
            Effect::Suspend => {
                drop(keys);
                guard.leave();
                signals.suspend().await;
                guard.enter()?;
                blank(screen)?;
                keys = EventStream::new();
                model.resize(crossterm::terminal::size()?);
                last = Instant::now();
            }
        }
        // A key that is held or a long paste is a burst of events: they share frames.
        if owed && waiting.is_none() && drawn.elapsed() < BURST {
            // Not now_or_never: the stream would remember its waker, which wakes nobody.
            waiting = tokio::select! {
                biased;
                event = keys.next() => event,
                () = std::future::ready(()) => None,
            };
        }
        if owed && (waiting.is_none() || drawn.elapsed() >= BURST) {
            draw(model, screen)?;
            (owed, drawn) = (false, Instant::now());
        }
    }
}

/// The event that was taken before its turn, else the next one.
async fn arrived(
    waiting: &mut Option<io::Result<Event>>,
    keys: &mut EventStream,
) -> Option<io::Result<Event>> {
    match waiting.take() {
        Some(event) => Some(event),
        None => keys.next().await,
    }
}

fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) => Some(Msg::Key(key)),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Mouse(mouse) => Some(Msg::Mouse(mouse)),
        Event::Resize(columns, rows) => Some(Msg::Resize(columns, rows)),
        Event::FocusGained | Event::FocusLost => None,
    }
}

/// Empties the terminal, so that the next frame is drawn whole. `Terminal::clear` would ask the terminal
/// where its cursor is, and an answer may not come.
fn blank(screen: &mut Screen) -> io::Result<()> {
    let size = screen.size()?;
    screen.resize(size.into())
}

/// Draws a frame, all of it at once where the terminal can. No columns or no rows: nothing to draw.
fn draw(model: &Model, screen: &mut Screen) -> io::Result<()> {
    if model.size().0 == 0 || model.size().1 == 0 {
        return Ok(());
    }
    queue!(io::stdout(), BeginSynchronizedUpdate)?;
    screen.draw(|frame| view(model, frame))?;
    execute!(io::stdout(), EndSynchronizedUpdate)
}

/// How long until a frame without anybody's doing: ten a second while something counts down, one a
/// second while only the clock runs, none while it stands still.
pub(super) fn next_frame(model: &Model) -> Option<Duration> {
    let run = &model.run;
    if run.is_paused() {
        return None;
    }
    let scheduled = run.world().next_wake().is_some();
    if run.speed() == Speed::Max {
        // A frame between bursts; without anything scheduled, time does not even pass.
        return scheduled.then_some(Duration::from_millis(16));
    }
    let whole = Duration::from_secs(1);
    let frame = if scheduled && model.animate { whole / 10 } else { whole };
    let wake = run.until_next().unwrap_or(frame);
    Some(frame.min(wake + Duration::from_millis(1)))
}

/// What a signal asks for.
enum Seen {
    /// The end; the signal's number.
    End(i32),
    /// The program was stopped and has been continued.
    #[cfg(unix)]
    Resumed,
}

struct Signals {
    ending: EndSignals,
    #[cfg(unix)]
    resume: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let resume = SignalKind::from_raw(rustix::process::Signal::CONT.as_raw());
        Ok(Self { ending: EndSignals::new(Caught::All)?, resume: signal(resume)? })
    }

    async fn next(&mut self) -> Seen {
        tokio::select! {
            number = self.ending.next() => Seen::End(number),
            _ = self.resume.recv() => Seen::Resumed,
        }
    }

    /// Stops the program and those it was started with, as the shell's Ctrl+Z does, until somebody
    /// continues it.
    async fn suspend(&mut self) {
        let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
        // The signal may take a moment to stop every thread. Where there is no shell to come back
        // to, the system ignores it: then we go on at once.
        let _ = tokio::time::timeout(Duration::from_millis(300), self.resume.recv()).await;
    }
}

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self { ending: EndSignals::new(Caught::All)? })
    }

    async fn next(&mut self) -> Seen {
        Seen::End(self.ending.next().await)
    }

    async fn suspend(&mut self) {}
}
