//! What goes into a script run and what comes out.

use std::sync::Arc;

use indexmap::IndexMap;
use thiserror::Error;

use crate::identity::{Identities, Realm};
use crate::page::Callback;
use crate::value::{Millis, NodeState, Object, Redactor, SeededRandom, Value};

/// Which kind of script it is: the bindings differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScriptKind {
    /// Of a Scripted Decision node: sets `outcome` or `action`, or sends callbacks.
    Decision,
    /// Of a Configuration Provider node: sets `config`; has no callbacks.
    ConfigProvider,
}

/// The request that a client sent, as scripts see it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// Header name in lower case, to values.
    pub headers: IndexMap<Arc<str>, Vec<Arc<str>>>,
    /// Query parameter, to values.
    pub parameters: IndexMap<Arc<str>, Vec<Arc<str>>>,
    /// Cookie, to value.
    pub cookies: IndexMap<Arc<str>, Arc<str>>,
    /// Preferred locales, best first, such as `en`.
    pub locales: Vec<Arc<str>>,
}

/// Everything a script can see and change. Handed in by value and back in [`ScriptRun`].
#[derive(Clone, Debug)]
pub struct ScriptEnv {
    /// World time.
    pub now: Millis,
    /// Node state.
    pub state: NodeState,
    /// The state keys the script may read (`inputs` of the node); `None` for all (`*`).
    pub visible_keys: Option<Arc<[Arc<str>]>>,
    /// The state keys a legacy script's maps may set (`outputs` of the node); `None` for all (`*`).
    pub outputs: Option<Arc<[Arc<str>]>>,
    /// The callbacks that came back from the client; empty on a first visit.
    pub callbacks: Vec<Callback>,
    /// Users and agents.
    pub identities: Identities,
    /// The world's generator.
    pub random: SeededRandom,
    /// Realm settings.
    pub realm: Arc<Realm>,
    /// The request.
    pub request: Arc<Request>,
    /// Properties of the session that the person already had, if any.
    pub existing_session: Option<Object>,
    /// Whether the journey was resumed from a suspension.
    pub resumed_from_suspend: bool,
    /// Secrets to mask in whatever the script writes to the log or throws.
    pub redactor: Redactor,
}

/// Severity of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// trace
    Trace,
    /// debug
    Debug,
    /// info
    Info,
    /// warn
    Warning,
    /// error
    Error,
}

impl LogLevel {
    /// The word shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One line of the server log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Its severity.
    pub level: LogLevel,
    /// Its text, secrets masked.
    pub text: Arc<str>,
}

/// What `action` was asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActionResult {
    /// `goTo(outcome)`
    pub outcome: Option<Arc<str>>,
    /// `putSessionProperty`
    pub session_properties: IndexMap<Arc<str>, Arc<str>>,
    /// `removeSessionProperty`
    pub removed_session_properties: Vec<Arc<str>>,
    /// `withMaxSessionTime`, minutes.
    pub max_session_time: Option<i64>,
    /// `withMaxIdleTime`, minutes.
    pub max_idle_time: Option<i64>,
    /// `withErrorMessage`
    pub error_message: Option<Arc<str>>,
    /// `withLockoutMessage`
    pub lockout_message: Option<Arc<str>>,
    /// `withIdentifiedUser`
    pub identified_user: Option<Arc<str>>,
    /// `withIdentifiedAgent`
    pub identified_agent: Option<Arc<str>>,
    /// `withStage`
    pub stage: Option<Arc<str>>,
    /// `withHeader`
    pub header: Option<Arc<str>>,
    /// `withDescription`
    pub description: Option<Arc<str>>,
    /// `suspend`
    pub suspend: Option<Suspension>,
}

/// `action.suspend(...)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Suspension {
    /// The text format for the person; `%s` stands for the resume link.
    pub message: Arc<str>,
    /// Minutes the suspension lasts, if given.
    pub minutes: Option<i64>,
}

/// What a script that ended normally left behind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScriptResult {
    /// The value of `outcome`.
    pub outcome: Option<Value>,
    /// What was asked of `action`; `None` when it was never touched.
    pub action: Option<ActionResult>,
    /// The callbacks built.
    pub callbacks: Vec<Callback>,
    /// The value of `config`.
    pub config: Option<Value>,
    /// The value of `auditEntryDetail`, if the script set it.
    pub audit_detail: Option<Value>,
    /// Whether the script put something else in the place of `action`.
    pub action_replaced: bool,
}

/// Why a script did not end normally. The text names script and line and holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("script {script}{place}: {message}", place = self.place())]
pub struct ScriptError {
    /// The script's name.
    pub script: Arc<str>,
    /// The line, counted from 1, where known.
    pub line: Option<u32>,
    /// The column, counted from 1, where known.
    pub column: Option<u32>,
    /// What happened.
    pub message: String,
}

impl ScriptError {
    fn place(&self) -> String {
        match (self.line, self.column) {
            (Some(line), Some(column)) => format!(", line {line}, column {column}"),
            (Some(line), None) => format!(", line {line}"),
            _ => String::new(),
        }
    }
}

/// The result of a run, with everything the script changed.
#[derive(Clone, Debug)]
pub struct ScriptRun {
    /// The state after the run, also when it ended in an error.
    pub state: NodeState,
    /// The identities after the run.
    pub identities: Identities,
    /// The generator after the run.
    pub random: SeededRandom,
    /// What the script logged.
    pub log: Vec<LogLine>,
    /// How it ended.
    pub result: Result<ScriptResult, ScriptError>,
}
