//! What the engine says about a script that it does not compile.

use super::span::{Position, Span};

/// Why a script does not compile. The message is the engine's own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    /// The engine's words.
    pub message: String,
    /// What is at fault.
    pub span: Span,
    /// Where that starts.
    pub position: Position,
    /// The line that the engine tells. It is mostly that of `position`; the engine looks for some faults only when
    /// it has read everything, and says line 1 then, or 0 for a regular expression.
    pub engine_line: u32,
    /// Which kind of fault it is.
    pub kind: SyntaxErrorKind,
}

/// Which kind of fault keeps a script from compiling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SyntaxErrorKind {
    /// The engine does not compile the script.
    Grammar,
    /// The engine itself fails: it cannot take apart into `a[i + 1]` or `f().x`.
    Crash,
    /// A regular expression that the engine refuses.
    RegExp,
    /// XML literals and operators, which the engine takes and we do not.
    E4x,
    /// Nested more deeply, or longer, than we read.
    Limit,
}
