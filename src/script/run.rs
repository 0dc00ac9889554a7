//! One run of a script, from the values handed in to the values handed back.

use std::sync::Arc;

use super::api::{LogLine, ScriptEnv, ScriptError, ScriptKind, ScriptResult, ScriptRun};
use super::effects::{self, Effects};
use super::host::Host;
use super::{error_location, input, sandbox};
use crate::journey::{Language, ScriptDef};
use crate::page::{AskKind, Callback};

/// Runs a script. Never panics, never hangs: a script that throws, loops, recurses or hoards ends
/// in a [`ScriptError`], and what it had done to state and identities until then is handed back.
///
/// Rules `script.*`.
pub fn run(script: &ScriptDef, kind: ScriptKind, env: ScriptEnv) -> ScriptRun {
    if script.language == Language::Groovy {
        let message = "Groovy scripts are not supported: only JavaScript runs".to_owned();
        let error = ScriptError { script: script.name.clone(), line: None, column: None, message };
        return ScriptRun {
            state: env.state,
            identities: env.identities,
            random: env.random,
            log: Vec::new(),
            result: Err(error),
        };
    }
    let mut redactor = env.redactor.clone();
    env.state.register_secrets(&mut redactor);
    for callback in &env.callbacks {
        callback.for_each_secret(&mut |secret| redactor.learn(secret));
    }
    // Rule `script.secret-public`.
    redactor.allow(|text| {
        let typed = |callback: &Callback| {
            let ask = callback.ask();
            ask.kind == AskKind::Text && ask.is_shown && ask.text == text
        };
        env.identities.find_record(text).is_some()
            || script.source.contains(text)
            || env.state.shared.values().any(|value| value.as_str() == Some(text))
            || env.callbacks.iter().any(typed)
    });
    let inputs = input::inputs(script, kind, &env).to_string();
    let ScriptEnv { mut state, identities, random, realm, .. } = env;
    let (ended, host) = sandbox::evaluate(script, &inputs, Host { identities, random, redactor, realm });
    let Host { identities, random, redactor, .. } = host;

    let effects: Effects =
        ended.effects.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    effects::apply_ops(&effects.ops, &mut state, &redactor);
    let log = effects
        .log
        .iter()
        .map(|(level, text)| LogLine { level: effects::level(level), text: Arc::from(redactor.redact(text)) })
        .collect();
    let result = match ended.failure {
        Some(failure) => Err(error_location::error(script, &failure, &redactor)),
        None => Ok(ScriptResult {
            outcome: effects.outcome.as_ref().map(|value| effects::value(value, &redactor)),
            action: effects.action.as_ref().map(|action| action.result(&redactor)),
            callbacks: effects.callbacks.iter().filter_map(|built| built.callback(&redactor)).collect(),
            config: effects.config.as_ref().map(|value| effects::value(value, &redactor)),
            audit_detail: effects.audit.as_ref().map(|value| effects::value(value, &redactor)),
            action_replaced: effects.replaced,
        }),
    };
    ScriptRun { state, identities, random, log, result }
}
