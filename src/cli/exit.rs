//! How a command ends that did its work: one exit code for each kind of ending.

pub use super::failure::{Failure, FailureFacts, FailureKind, FailureLine, Position};

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
