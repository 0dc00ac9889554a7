//! What the bindings recorded, and what it means for state and result.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value as Json;

use super::api::{ActionResult, LogLevel, Suspension};
use super::callbacks::Built;
use crate::value::{NodeState, Object, Redactor, Secret, Value};

/// The record of a run, as the bindings write it.
#[derive(Default, Deserialize)]
pub(super) struct Effects {
    /// Operation, key, value, in order.
    #[serde(default)]
    pub(super) ops: Vec<(String, String, Json)>,
    /// Level, text.
    #[serde(default)]
    pub(super) log: Vec<(String, String)>,
    #[serde(default)]
    pub(super) action: Option<Asked>,
    #[serde(default)]
    pub(super) callbacks: Vec<Built>,
    #[serde(default)]
    pub(super) outcome: Option<Json>,
    #[serde(default)]
    pub(super) config: Option<Json>,
    #[serde(default)]
    pub(super) audit: Option<Json>,
    #[serde(default)]
    pub(super) replaced: bool,
}

/// What was asked of `action`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Asked {
    outcome: Option<String>,
    properties: Vec<(String, String)>,
    removed: Vec<String>,
    max_session_time: Option<f64>,
    max_idle_time: Option<f64>,
    error_message: Option<String>,
    lockout_message: Option<String>,
    identified_user: Option<String>,
    identified_agent: Option<String>,
    stage: Option<String>,
    header: Option<String>,
    description: Option<String>,
    suspend: Option<AskedSuspension>,
}

#[derive(Deserialize)]
struct AskedSuspension {
    message: String,
    minutes: Option<f64>,
}

impl Asked {
    pub(super) fn result(&self, redactor: &Redactor) -> ActionResult {
        let text = |text: &str| -> Arc<str> { Arc::from(redactor.redact(text)) };
        let maybe = |given: &Option<String>| given.as_deref().map(text);
        let plain = |given: &Option<String>| given.as_deref().map(Arc::from);
        ActionResult {
            outcome: plain(&self.outcome),
            session_properties: self.properties.iter().map(|(key, value)| (text(key), text(value))).collect(),
            removed_session_properties: self.removed.iter().map(|key| text(key)).collect(),
            max_session_time: self.max_session_time.map(|minutes| minutes as i64),
            max_idle_time: self.max_idle_time.map(|minutes| minutes as i64),
            error_message: maybe(&self.error_message),
            lockout_message: maybe(&self.lockout_message),
            identified_user: plain(&self.identified_user),
            identified_agent: plain(&self.identified_agent),
            stage: maybe(&self.stage),
            header: maybe(&self.header),
            description: maybe(&self.description),
            suspend: self.suspend.as_ref().map(|suspend| Suspension {
                message: text(&suspend.message),
                minutes: suspend.minutes.map(|minutes| minutes as i64),
            }),
        }
    }
}

/// A value that came back: a text that holds a known secret is a secret.
pub(super) fn value(json: &Json, redactor: &Redactor) -> Value {
    match json {
        Json::String(text) if redactor.taints(text) => Value::Secret(Secret::new(text.as_str())),
        Json::Array(items) => Value::Array(items.iter().map(|item| value(item, redactor)).collect()),
        Json::Object(_) => Value::Object(object(json, redactor)),
        plain => Value::from(plain),
    }
}

pub(super) fn object(json: &Json, redactor: &Redactor) -> Object {
    let members = json.as_object().into_iter().flatten();
    members.map(|(key, item)| (Arc::from(redactor.redact(key)), value(item, redactor))).collect()
}

pub(super) fn level(name: &str) -> LogLevel {
    let all = [LogLevel::Trace, LogLevel::Debug, LogLevel::Info, LogLevel::Warning];
    all.into_iter().find(|level| level.name() == name).unwrap_or(LogLevel::Error)
}

/// Does to node state what the script did.
pub(super) fn apply_ops(ops: &[(String, String, Json)], state: &mut NodeState, redactor: &Redactor) {
    for (op, key, given) in ops {
        match op.as_str() {
            "putShared" => state.put_shared(redactor.redact(key), value(given, redactor)),
            "putTransient" => state.put_transient(redactor.redact(key), value(given, redactor)),
            "mergeShared" => state.merge_shared(&object(given, redactor)),
            "mergeTransient" => state.merge_transient(&object(given, redactor)),
            _ => state.remove(key),
        }
    }
}
