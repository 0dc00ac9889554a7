//! How a command ends: one exit code for each kind of ending, and the words for it.

use std::io;

use thiserror::Error;

use super::limits::{LimitError, lacks_descriptors};
use super::source::LoadError;
use crate::tui;

/// A command that did its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything asked for holds.
    Passed,
    /// An expectation failed, or a check denied something.
    Failed,
    /// The target that was named was not reached.
    NotReached,
}

impl Exit {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Failed => 1,
            Self::NotReached => 4,
        }
    }
}

/// A command that could not do its work. The message says what is wrong, where, and how to mend it.
#[derive(Debug, Error)]
pub enum Failure {
    /// The command line asks for something that is not there.
    #[error("{0}")]
    Usage(String),
    /// A journey, a realm or a scenario does not load.
    #[error("{0}")]
    DoesNotLoad(String),
    /// The terminal, or standard input or output, broke.
    #[error("{0}")]
    Io(io::Error),
    /// The system has too little left.
    #[error("{0}; {help}", help = .0.help())]
    Limit(#[from] LimitError),
    /// A signal ended it.
    #[error("ended by signal {0}")]
    Signal(i32),
}

impl Failure {
    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            // What a shell reports for a program that dies writing to a closed pipe.
            Self::Io(error) if error.kind() == io::ErrorKind::BrokenPipe => 141,
            Self::Io(_) | Self::Limit(_) => 1,
            Self::Usage(_) => 2,
            Self::DoesNotLoad(_) => 3,
            Self::Signal(number) => 128u8.saturating_add(u8::try_from(*number).unwrap_or(0)),
        }
    }

    /// Whether there is nobody left to tell.
    pub fn is_quiet(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if lacks_descriptors(&error) { LimitError::Descriptors(error).into() } else { Self::Io(error) }
    }
}

impl From<tui::Error> for Failure {
    fn from(error: tui::Error) -> Self {
        match error {
            tui::Error::Signal(number) => Self::Signal(number),
            tui::Error::Terminal(error) if lacks_descriptors(&error) => error.into(),
            tui::Error::Terminal(error) => {
                Self::Io(io::Error::new(error.kind(), format!("the terminal failed: {error}")))
            }
        }
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Unreadable { why, .. } if lacks_descriptors(&why) => {
                LimitError::Descriptors(why).into()
            }
            error => Self::DoesNotLoad(error.to_string()),
        }
    }
}
