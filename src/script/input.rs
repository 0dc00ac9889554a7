//! What a script sees, as one JSON document. The one place where secrets are exposed to it.

use serde_json::{Value as Json, json};

use super::api::{ScriptEnv, ScriptKind};
use super::callbacks;
use crate::journey::{Evaluator, ScriptDef};
use crate::value::{Object, Value};

pub(super) fn inputs(script: &ScriptDef, kind: ScriptKind, env: &ScriptEnv) -> Json {
    let visible = |key: &str| {
        env.visible_keys
            .as_ref()
            .is_none_or(|keys| keys.iter().any(|k| k.as_ref() == key || k.as_ref() == "*"))
    };
    let scope = |object: &Object| {
        let seen = object.iter().filter(|(key, _)| visible(key));
        Json::Object(seen.map(|(key, value)| (key.to_string(), exposed(value))).collect())
    };
    json!({
        "now": env.now.0,
        "decision": kind == ScriptKind::Decision,
        "legacy": script.evaluator == Evaluator::Legacy,
        "visible": env.visible_keys.as_ref().filter(|keys| !keys.iter().any(|key| key.as_ref() == "*")),
        "outputs": env.outputs.as_ref().filter(|keys| !keys.iter().any(|key| key.as_ref() == "*")),
        "script": script.name,
        "realm": env.realm.name,
        "cookieName": env.realm.cookie_name,
        "variables": env.realm.variables,
        "state": {
            "shared": scope(&env.state.shared),
            "transient": scope(&env.state.transient),
            "secure": scope(&env.state.secure),
        },
        "callbacks": if kind == ScriptKind::Decision { callbacks::answers(&env.callbacks, script.evaluator) } else { Json::Null },
        "headers": env.request.headers,
        "parameters": env.request.parameters,
        "cookies": env.request.cookies,
        "session": env.existing_session.as_ref().map(|session| exposed(&Value::Object(session.clone()))),
        "resumed": env.resumed_from_suspend,
    })
}

/// Plain JSON, secrets in the clear: scripts read passwords as AM lets them.
pub(super) fn exposed(value: &Value) -> Json {
    match value {
        Value::Secret(secret) => Json::String(secret.expose().to_owned()),
        Value::Array(items) => Json::Array(items.iter().map(exposed).collect()),
        Value::Object(members) => {
            Json::Object(members.iter().map(|(key, item)| (key.to_string(), exposed(item))).collect())
        }
        plain => plain.to_masked_json(),
    }
}
