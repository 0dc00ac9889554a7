//! A command that could not do its work: of what kind that is, where, what is wrong, and what to do about it.
//! One type carries all of it to the edge, which prints it as a line of text or as JSON.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::limits::{LimitError, lacks_descriptors};
use crate::json::{Diagnostic, write_line};
use crate::tui;
use crate::value::printable;

/// Of what kind a failure is. Each kind has one exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum FailureKind {
    /// The command line is wrong, or names what is not there: exit code 2.
    Usage,
    /// A file or a folder cannot be read, or holds nothing of what is wanted: exit code 3.
    Unreadable,
    /// A file does not hold what it should, or names what is not there: exit code 3.
    Invalid,
    /// The terminal, standard input or output, or a file to write failed: exit code 1.
    Io,
    /// The system has too few file descriptors or threads left: exit code 1.
    Limit,
    /// A signal ended it: exit code 128 and the signal's number.
    Signal,
}

/// Where something is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Position {
    /// The file or folder, as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column in characters, from 1.
    pub column: Option<u32>,
    /// The place in the JSON document, such as `trees.Login.nodes`.
    pub path: Option<String>,
}

/// A command that could not do its work.
#[derive(Clone, Debug)]
pub struct Failure(Box<Parts>);

#[derive(Clone, Debug)]
struct Parts {
    kind: FailureKind,
    code: u8,
    /// What was being done, before everything else.
    context: Option<String>,
    position: Option<Position>,
    message: String,
    help: Option<String>,
    source: Option<Arc<dyn Error + Send + Sync>>,
    quiet: bool,
    others: Vec<Failure>,
}

impl Failure {
    fn new(kind: FailureKind, code: u8, message: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            kind,
            code,
            context: None,
            position: None,
            message: message.into(),
            help: None,
            source: None,
            quiet: false,
            others: Vec::new(),
        }))
    }

    /// The command line asks for something that is not there.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(FailureKind::Usage, 2, message)
    }

    /// Something that was read does not hold what it should.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(FailureKind::Invalid, 3, message)
    }

    /// A file or folder that cannot be read, or has nothing in it to read.
    pub fn unreadable(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(FailureKind::Unreadable, 3, message)
            .at(Position { file: path.into(), ..Position::default() })
    }

    /// A file that cannot be written.
    pub fn unwritable(path: &std::path::Path, why: io::Error) -> Self {
        let position = Position { file: path.display().to_string(), ..Position::default() };
        Self::new(FailureKind::Io, 1, format!("cannot be written: {why}")).at(position).because(why)
    }

    /// A signal of this number ended it.
    pub fn signal(number: i32) -> Self {
        let code = 128u8.saturating_add(u8::try_from(number).unwrap_or(0));
        Self::new(FailureKind::Signal, code, format!("ended by signal {number}"))
    }

    /// The same with what to do about it.
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into()).filter(|help| !help.is_empty());
        self
    }

    /// The same at a place.
    pub fn at(mut self, position: Position) -> Self {
        self.0.position = Some(position);
        self
    }

    /// The same as it came up in something else, such as the scenario whose journeys do not load.
    pub fn within(mut self, context: impl Into<String>) -> Self {
        self.0.context = Some(context.into());
        self
    }

    /// The same with the error it came from.
    pub fn because(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.0.source = Some(Arc::new(source));
        self
    }

    /// Several failures, told one after the other; the exit code is that of the first. `None` of none.
    pub fn of_all(failures: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut failures = failures.into_iter();
        let mut first = failures.next()?;
        first.0.others.extend(failures);
        Some(first)
    }

    /// This failure and those that are told with it.
    fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.0.others)
    }

    /// The exit code.
    pub fn code(&self) -> u8 {
        self.0.code
    }

    /// Of what kind it is.
    pub fn kind(&self) -> FailureKind {
        self.0.kind
    }

    /// Tells it and those that are told with it, each in a line: as text, or as JSON. Nothing where nobody is
    /// left to hear it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&self, json: bool, out: &mut dyn io::Write) -> io::Result<()> {
        for failure in self.all().filter(|failure| !failure.0.quiet) {
            if json {
                write_line(&FailureLine::Error(failure.into()), out)?;
            } else {
                writeln!(out, "jsim: {failure}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { context, position, message, help, .. } = &*self.0;
        if let Some(context) = context {
            write!(f, "{}: ", printable(context))?;
        }
        if let Some(Position { file, line, column, path }) = position {
            f.write_str(&printable(file))?;
            for number in [line, column].into_iter().flatten() {
                write!(f, ":{number}")?;
            }
            f.write_str(": ")?;
            // Findings of a check name it in their message.
            if let Some(path) = path.as_ref().filter(|path| !message.starts_with(*path)) {
                write!(f, "{}: ", printable(path))?;
            }
        }
        f.write_str(&printable(message))?;
        let lines = help.iter().flat_map(|help| help.split('\n'));
        for (index, line) in lines.enumerate() {
            // A list of names stands below its help.
            f.write_str(if index == 0 { "; " } else { "\n" })?;
            f.write_str(&printable(line))?;
        }
        Ok(())
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if lacks_descriptors(&error) {
            return LimitError::Descriptors(error).into();
        }
        // What a shell reports for a program that dies writing to a closed pipe.
        let quiet = error.kind() == io::ErrorKind::BrokenPipe;
        let code = if quiet { 141 } else { 1 };
        let mut failure = Self::new(FailureKind::Io, code, error.to_string()).because(error);
        failure.0.quiet = quiet;
        failure
    }
}

impl From<tui::Error> for Failure {
    fn from(error: tui::Error) -> Self {
        match error {
            tui::Error::Signal(number) => Self::signal(number),
            tui::Error::Terminal(why) if lacks_descriptors(&why) => why.into(),
            tui::Error::Terminal(_) => Self::new(FailureKind::Io, 1, error.to_string()).because(error),
        }
    }
}

impl From<LimitError> for Failure {
    fn from(error: LimitError) -> Self {
        Self::new(FailureKind::Limit, 1, error.to_string()).with_help(error.help()).because(error)
    }
}

impl From<Diagnostic> for Failure {
    fn from(wrong: Diagnostic) -> Self {
        let position = Position {
            file: wrong.file.clone(),
            line: wrong.line,
            column: wrong.column,
            path: Some(wrong.json_path.clone()).filter(|path| !path.is_empty()),
        };
        Self::invalid(printable(&wrong.what)).with_help(printable(&wrong.help)).at(position).because(wrong)
    }
}

/// What a command with `--json` prints on standard error when it fails: one object in a line.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FailureLine {
    /// A failure.
    Error(FailureFacts),
}

/// What is told of a failure.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FailureFacts {
    /// Of what kind it is.
    pub kind: FailureKind,
    /// What is wrong.
    pub message: String,
    /// What to do about it; null where nothing can be said.
    pub help: Option<String>,
    /// Where; null where no file is to blame.
    pub position: Option<Position>,
    /// The exit code of a command that ends with it.
    pub exit_code: u8,
}

impl From<&Failure> for FailureFacts {
    fn from(failure: &Failure) -> Self {
        let Parts { kind, code, context, position, message, help, .. } = &*failure.0;
        let context = context.as_ref().map(|context| format!("{context}: ")).unwrap_or_default();
        Self {
            kind: *kind,
            message: format!("{context}{message}"),
            help: help.clone(),
            position: position.clone(),
            exit_code: *code,
        }
    }
}
