//! Ctrl+C for commands without a screen: they finish the line they are at and end with 130.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::exit::Failure;

/// How long a command has to notice, when it is blocked in reading.
const GRACE: Duration = Duration::from_millis(300);
/// How long a sleep goes on unnoticed.
const SLICE: Duration = Duration::from_millis(20);

/// Whether somebody pressed Ctrl+C.
#[derive(Clone, Debug)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Watches from now on.
    ///
    /// # Errors
    /// The watch cannot be set up.
    pub fn watch() -> Result<Self, Failure> {
        let flag = Arc::new(AtomicBool::new(false));
        let pressed = flag.clone();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (ready, is_ready) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            runtime.block_on(async {
                let mut signal = std::pin::pin!(tokio::signal::ctrl_c());
                // The first poll is what installs the handler.
                let first = futures_util::future::poll_immediate(&mut signal).await;
                let _ = ready.send(());
                let heard = match first {
                    Some(heard) => heard,
                    None => signal.await,
                };
                if heard.is_ok() {
                    pressed.store(true, Ordering::Relaxed);
                    tokio::time::sleep(GRACE).await;
                    std::process::exit(130);
                }
            });
        });
        let _ = is_ready.recv();
        Ok(Self(flag))
    }

    /// `Err` once it was pressed.
    ///
    /// # Errors
    /// It was pressed.
    pub fn check(&self) -> Result<(), Failure> {
        if self.0.load(Ordering::Relaxed) { Err(Failure::Signal(2)) } else { Ok(()) }
    }

    /// Sleeps, unless it is pressed meanwhile.
    ///
    /// # Errors
    /// It was pressed.
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
