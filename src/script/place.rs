//! Where and why a script ended early.

use super::api::ScriptError;
use crate::journey::{Evaluator, ScriptDef};
use crate::kernel::Redactor;

/// What the engine says about a run that did not end normally.
pub(super) struct Failure {
    /// The text.
    pub(super) message: String,
    /// The call stack as QuickJS writes it, innermost first.
    pub(super) stack: String,
}

/// The longest message handed on, in characters.
const LONGEST: usize = 2000;

pub(super) fn error(script: &ScriptDef, failure: &Failure, redactor: &Redactor) -> ScriptError {
    let (line, column) = position(&failure.stack);
    let mut message = redactor.redact(&failure.message);
    if script.evaluator == Evaluator::NextGeneration {
        message.push_str(older(&failure.message).unwrap_or_default());
    }
    if let Some((cut, _)) = message.char_indices().nth(LONGEST) {
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

/// The innermost place in the script itself: lines of the bindings are passed over.
fn position(stack: &str) -> (Option<u32>, Option<u32>) {
    stack.lines().filter(|line| !line.contains(super::glue::NAME)).find_map(numbers).unwrap_or_default()
}

fn numbers(line: &str) -> Option<(Option<u32>, Option<u32>)> {
    let line = line.trim().trim_end_matches(')');
    let (rest, last) = line.rsplit_once(':')?;
    let last = last.parse().ok()?;
    match rest.rsplit_once(':').and_then(|(_, number)| number.parse().ok()) {
        Some(first) => Some((Some(first), Some(last))),
        None => Some((Some(last), None)),
    }
}
