//! The signals that end the program: all of them are caught, so that the terminal can be given back first.
//!
//! Left to the system are those that cannot be caught (KILL, STOP), those that a fault of the program itself
//! raises (SEGV, ILL, FPE), and PIPE, which the runtime ignores.

use std::io;
#[cfg(unix)]
use std::task::Poll;

#[cfg(unix)]
use rustix::process::Signal;
#[cfg(unix)]
use tokio::signal::unix::{self, SignalKind};

/// The signals whose default is to end the program.
#[cfg(unix)]
const ENDING: &[Signal] = &[
    Signal::HUP,
    Signal::INT,
    Signal::QUIT,
    Signal::TRAP,
    Signal::ABORT,
    Signal::USR1,
    Signal::USR2,
    Signal::ALARM,
    Signal::TERM,
    Signal::XCPU,
    Signal::XFSZ,
    Signal::VTALARM,
    Signal::PROF,
    Signal::SYS,
];

/// Those of Linux. BUS is not among the others: elsewhere it is how a stack that is used up is told.
#[cfg(target_os = "linux")]
const ENDING_ON_LINUX: &[Signal] = &[Signal::BUS, Signal::STKFLT, Signal::IO, Signal::POWER];

/// The real-time signals of Linux. A C library may keep the first ones for itself.
#[cfg(target_os = "linux")]
const REAL_TIME: std::ops::RangeInclusive<i32> = 34..=64;

/// Which signals are caught.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caught {
    /// All that would end the program.
    All,
    /// Ctrl+C and TERM only: the others end the program as the system does it.
    InterruptAndTerminate,
}

/// Hears the signals that would end the program. Needs a tokio runtime with I/O.
#[derive(Debug)]
#[cfg(unix)]
pub(crate) struct EndSignals(Vec<(i32, unix::Signal)>);

#[cfg(unix)]
impl EndSignals {
    /// Catches them from now on, until the program has ended.
    pub(crate) fn new(caught: Caught) -> io::Result<Self> {
        let named: &[Signal] = match caught {
            Caught::All => ENDING,
            Caught::InterruptAndTerminate => &[Signal::INT, Signal::TERM],
        };
        let hear = |number: i32| Ok((number, unix::signal(SignalKind::from_raw(number))?));
        let heard = named.iter().map(|signal| hear(signal.as_raw())).collect::<io::Result<Vec<_>>>()?;
        #[cfg(target_os = "linux")]
        let heard = {
            let linux = ENDING_ON_LINUX.iter().map(|signal| signal.as_raw()).chain(REAL_TIME);
            let all = linux.filter(|_| caught == Caught::All).filter_map(|number| hear(number).ok());
            heard.into_iter().chain(all).collect()
        };
        Ok(Self(heard))
    }

    /// The number of the next one.
    pub(crate) async fn next(&mut self) -> i32 {
        std::future::poll_fn(|context| {
            let mut heard = self.0.iter_mut();
            let came =
                heard.find_map(|(number, signal)| signal.poll_recv(context).is_ready().then_some(*number));
            came.map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }
}

/// Hears Ctrl+C.
#[derive(Debug)]
#[cfg(not(unix))]
pub(crate) struct EndSignals;

#[cfg(not(unix))]
impl EndSignals {
    /// Catches it from now on.
    pub(crate) fn new(_: Caught) -> io::Result<Self> {
        Ok(Self)
    }

    /// The number of the next one: that of Ctrl+C.
    pub(crate) async fn next(&mut self) -> i32 {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        2
    }
}
