//! Where and why a script ended early.

use super::api::ScriptError;
use super::bindings;
use super::outline::Outline;
use crate::journey::{Evaluator, ScriptDef};
use crate::value::Redactor;

/// What the engine says about a run that did not end normally.
pub(super) struct Failure {
    /// The text.
    pub(super) message: String,
    /// The call stack as QuickJS writes it, innermost first.
    pub(super) stack: String,
    /// Whether a limit ended it.
    pub(super) limit: bool,
}

impl Failure {
    /// A failure that no limit caused.
    pub(super) fn new(message: impl Into<String>, stack: String) -> Self {
        Self { message: message.into(), stack, limit: false }
    }
}

/// The longest message handed on, in characters.
const MAX_MESSAGE_BYTES: usize = 2000;

pub(super) fn error(script: &ScriptDef, failure: &Failure, redactor: &Redactor) -> ScriptError {
    let (line, column) = position(script, failure);
    let mut message = redactor.redact(&failure.message);
    if script.evaluator == Evaluator::NextGeneration {
        message.push_str(older(&failure.message).unwrap_or_default());
    }
    if let Some((cut, _)) = message.char_indices().nth(MAX_MESSAGE_BYTES) {
        message.truncate(cut);
    }
    ScriptError { script: script.name.clone(), line, column, message }
}

/// What to add when a next-generation script misses what only legacy scripts have.
fn older(message: &str) -> Option<&'static str> {
    let (_, missing) = message.strip_suffix(" is not defined")?.split_once(": ")?;
    let legacy = [
        "sharedState",
        "transientState",
        "JavaImporter",
        "Packages",
        "java",
        "javax",
        "org",
        "com",
        "secrets",
    ];
    legacy.contains(&missing.trim_matches('\'')).then_some(
        ": it is a legacy binding; use nodeState, callbacksBuilder and action, or export the script with evaluatorVersion 1.0",
    )
}

/// The innermost place in the script itself: lines of the bindings are passed over. What a script
/// evaluates counts as the place that evaluates it.
fn position(script: &ScriptDef, failure: &Failure) -> (Option<u32>, Option<u32>) {
    let outline = || Outline::of(&script.source);
    let own = |line: &&str| !line.contains(bindings::NAME) && !line.contains("(native)");
    let mut places = failure.stack.lines().filter(own).filter_map(numbers);
    let evaluates = ["eval", "Function"].iter().any(|word| script.source.contains(word));
    let found = if evaluates { places.next_back() } else { places.next() };
    let Some((line, column)) = found else {
        let thrown = if failure.limit { None } else { outline().only_throw(&script.source) };
        return thrown.map_or((None, None), |(line, column)| (Some(line), Some(column)));
    };
    // Stopped at a jump, for which the engine notes no place.
    if failure.limit
        && failure.stack.lines().next().is_some_and(|first| own(&first))
        && let (Some(line), Some(column)) = (line, column)
        && let Some((line, column)) = outline().looping(&script.source, line, column)
    {
        return (Some(line), Some(column));
    }
    (line, column)
}

pub(super) fn numbers(line: &str) -> Option<(Option<u32>, Option<u32>)> {
    let line = line.trim().trim_end_matches(')');
    let (rest, last) = line.rsplit_once(':')?;
    let last = last.parse().ok()?;
    match rest.rsplit_once(':').and_then(|(_, number)| number.parse().ok()) {
        Some(first) => Some((Some(first), Some(last))),
        None => Some((Some(last), None)),
    }
}
