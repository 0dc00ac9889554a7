//! Ctrl+C and SIGTERM without a screen: a command finishes the line it is at and ends with 130 or 143.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::{Duration, Instant};

use super::exit::Failure;
use super::password_prompt;

/// How long a command has to notice, when it is blocked in reading.
const GRACE: Duration = Duration::from_millis(300);
/// How long a sleep goes on unnoticed.
const SLICE: Duration = Duration::from_millis(20);
/// No signal has this number.
const NONE: i32 = 0;

/// The signal that ends the program, once it came.
#[derive(Clone, Debug)]
pub struct Interrupt(Arc<AtomicI32>);

impl Interrupt {
    /// Watches from now on.
    ///
    /// # Errors
    /// The watch cannot be set up.
    pub fn watch() -> Result<Self, Failure> {
        Self::watch_and(|_| {})
    }

    /// Watches from now on; a signal's number is also told to `heard`.
    ///
    /// # Errors
    /// The watch cannot be set up.
    pub fn watch_and(heard: impl Fn(i32) + Send + 'static) -> Result<Self, Failure> {
        let flag = Arc::new(AtomicI32::new(NONE));
        let came = flag.clone();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut signals = {
            let _inside = runtime.enter();
            Signals::new()?
        };
        std::thread::spawn(move || {
            runtime.block_on(async {
                let Some(number) = signals.next().await else { return };
                came.store(number, Ordering::Relaxed);
                heard(number);
                tokio::time::sleep(GRACE).await;
                password_prompt::give_back();
                std::process::exit(i32::from(Failure::Signal(number).code()));
            });
        });
        Ok(Self(flag))
    }

    /// The number of the signal, once it came.
    pub fn signal(&self) -> Option<i32> {
        Some(self.0.load(Ordering::Relaxed)).filter(|number| *number != NONE)
    }

    /// `Err` once it came.
    ///
    /// # Errors
    /// It came.
    pub fn check(&self) -> Result<(), Failure> {
        self.signal().map_or(Ok(()), |number| Err(Failure::Signal(number)))
    }

    /// Sleeps, unless it comes meanwhile.
    ///
    /// # Errors
    /// It came.
    pub fn sleep(&self, span: Duration) -> Result<(), Failure> {
        let end = Instant::now() + span;
        loop {
            self.check()?;
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            std::thread::sleep(left.min(SLICE));
        }
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) -> Option<i32> {
        tokio::select! {
            heard = self.interrupt.recv() => heard.map(|()| tokio::signal::unix::SignalKind::interrupt()),
            heard = self.terminate.recv() => heard.map(|()| tokio::signal::unix::SignalKind::terminate()),
        }
        .map(|kind| kind.as_raw_value())
    }
}

#[cfg(not(unix))]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(&mut self) -> Option<i32> {
        self.0.recv().await.map(|()| 2)
    }
}
