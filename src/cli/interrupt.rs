//! Signals without a screen: a command finishes the line it is at and ends with 128 and the signal's number.
//!
//! On a terminal every signal that would end it is heard, since a password may just be typed there unseen;
//! elsewhere Ctrl+C and SIGTERM, and the system does the rest.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::time::{Duration, Instant};

use super::exit::Failure;
use super::limits::{self, Plan};
use super::password_prompt;
use crate::tui::signals::{Caught, EndSignals};

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
        let (caught, plan) = if std::io::stdin().is_terminal() {
            (Caught::All, Plan::SignalsAndKeys)
        } else {
            (Caught::InterruptAndTerminate, Plan::Signals)
        };
        limits::ready(plan)?;
        let flag = Arc::new(AtomicI32::new(NONE));
        let came = flag.clone();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut signals = {
            let _inside = runtime.enter();
            EndSignals::new(caught)?
        };
        limits::start(move || {
            runtime.block_on(async {
                let number = signals.next().await;
                came.store(number, Ordering::Relaxed);
                heard(number);
                tokio::time::sleep(GRACE).await;
                password_prompt::give_back();
                std::process::exit(i32::from(Failure::signal(number).code()));
            });
        })?;
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
        self.signal().map_or(Ok(()), |number| Err(Failure::signal(number)))
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
