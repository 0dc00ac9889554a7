//! What the system must have left for the program: file descriptors and a thread. Libraries panic where they
//! get none, so it is tried before they are used.

use std::io;

use thiserror::Error;

/// What the signals take: a queue, its waker and copies, and a pair of sockets.
const SIGNAL_DESCRIPTORS: usize = 6;
/// What reading keys takes beside: two pairs of sockets.
const KEY_DESCRIPTORS: usize = 4;

/// What the system refuses to give. Exit code 1.
#[derive(Debug, Error)]
pub enum LimitError {
    /// No more files, sockets and the like can be opened.
    #[error("too few file descriptors")]
    Descriptors(#[source] io::Error),
    /// No more threads.
    #[error("no thread could be started: {0}")]
    Thread(#[source] io::Error),
}

impl LimitError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Descriptors(_) => "raise ulimit -n",
            Self::Thread(_) => "end other programs, or raise ulimit -u",
        }
    }
}

/// What the program is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// To hear signals.
    Signals,
    /// To hear signals and keys.
    SignalsAndKeys,
}

/// Whether the system has enough left.
///
/// # Errors
/// What is missing.
pub fn ready(plan: Plan) -> Result<(), LimitError> {
    ready_with(plan, open, |job| {
        let tried = std::thread::Builder::new().spawn(job)?;
        // The one that is really wanted may need its place.
        let _ = tried.join();
        Ok(())
    })
}

/// Starts a thread that nobody waits for.
///
/// # Errors
/// The system has none left.
pub fn start(job: impl FnOnce() + Send + 'static) -> Result<(), LimitError> {
    start_thread(Box::new(job)).map_err(LimitError::Thread)
}

/// Threads to share work among.
///
/// # Errors
/// The system has none left.
pub fn thread_pool() -> Result<rayon::ThreadPool, LimitError> {
    thread_pool_with(start_thread)
}

fn thread_pool_with(start: impl Fn(Job) -> io::Result<()>) -> Result<rayon::ThreadPool, LimitError> {
    let threads = rayon::ThreadPoolBuilder::new().spawn_handler(|thread| start(Box::new(|| thread.run())));
    threads.build().map_err(|error| LimitError::Thread(io::Error::other(error)))
}

type Job = Box<dyn FnOnce() + Send>;

fn start_thread(job: Job) -> io::Result<()> {
    std::thread::Builder::new().spawn(job).map(drop)
}

fn ready_with(
    plan: Plan,
    open: impl Fn(usize) -> io::Result<()>,
    start: impl Fn(Job) -> io::Result<()>,
) -> Result<(), LimitError> {
    let descriptors = match plan {
        Plan::Signals => SIGNAL_DESCRIPTORS,
        Plan::SignalsAndKeys => SIGNAL_DESCRIPTORS + KEY_DESCRIPTORS,
    };
    open(descriptors).map_err(LimitError::Descriptors)?;
    start(Box::new(|| {})).map_err(LimitError::Thread)
}

/// Opens so many descriptors, and closes them again.
#[cfg(unix)]
fn open(descriptors: usize) -> io::Result<()> {
    let (one, _other) = std::os::unix::net::UnixStream::pair()?;
    (2..descriptors).map(|_| one.try_clone()).collect::<io::Result<Vec<_>>>().map(drop)
}

#[cfg(not(unix))]
fn open(_: usize) -> io::Result<()> {
    Ok(())
}

/// Whether the system has no file descriptor left, for this program or for all.
pub(super) fn lacks_descriptors(error: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        let wanted = [Errno::MFILE.raw_os_error(), Errno::NFILE.raw_os_error()];
        error.raw_os_error().is_some_and(|code| wanted.contains(&code))
    }
    #[cfg(not(unix))]
    {
        let _ = error;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::exit::{Failure, FailureKind};

    fn refused() -> io::Error {
        io::Error::from(io::ErrorKind::WouldBlock)
    }

    #[test]
    fn what_is_missing_is_said_and_ends_with_1() {
        let ready = ready_with(Plan::SignalsAndKeys, |_| Ok(()), |_| Err(refused()));
        let failure = ready.map_err(Failure::from).expect_err("no thread");
        assert!(failure.to_string().starts_with("no thread could be started: "), "{failure}");
        assert!(failure.to_string().ends_with("; end other programs, or raise ulimit -u"), "{failure}");
        assert_eq!((failure.code(), failure.kind()), (1, FailureKind::Limit));
        let ready = ready_with(Plan::Signals, |_| Err(refused()), |_| Ok(()));
        let failure = ready.map_err(Failure::from).expect_err("no descriptor");
        assert_eq!(failure.to_string(), "too few file descriptors; raise ulimit -n");
        assert_eq!(failure.code(), 1);
    }

    #[test]
    fn work_is_not_begun_without_threads() {
        let error = thread_pool_with(|_| Err(refused())).expect_err("no thread");
        assert!(matches!(error, LimitError::Thread(_)), "{error}");
        let pool = thread_pool().expect("threads");
        assert_eq!(pool.install(|| 2 + 2), 4);
    }

    #[test]
    fn keys_take_more_than_signals_and_a_thread_is_really_started() {
        let opened = std::cell::Cell::new(0);
        let open = |count| {
            opened.set(count);
            Ok(())
        };
        let (told, heard) = std::sync::mpsc::channel();
        let start = |job: Job| {
            job();
            told.send(()).map_err(io::Error::other)
        };
        ready_with(Plan::Signals, open, start).expect("enough");
        let signals = opened.get();
        ready_with(Plan::SignalsAndKeys, open, start).expect("enough");
        assert!(opened.get() > signals && signals > 0);
        assert_eq!(heard.try_iter().count(), 2);
    }
}
