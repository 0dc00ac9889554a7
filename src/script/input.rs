//! What a script sees, as one JSON document. The one place where secrets are exposed to it.

use serde_json::{Map, Value as Json, json};

use super::api::{ScriptEnv, ScriptKind};
use crate::journey::{Evaluator, ScriptDef};
use crate::page::Callback;
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
        "callbacks": if kind == ScriptKind::Decision { answers(&env.callbacks, script.evaluator) } else { Json::Null },
        "headers": env.request.headers,
        "parameters": env.request.parameters,
        "cookies": env.request.cookies,
        "session": env.existing_session.as_ref().map(|session| exposed(&Value::Object(session.clone()))),
        "resumed": env.resumed_from_suspend,
    })
}

/// Plain JSON, secrets in the clear: scripts read passwords as AM lets them.
fn exposed(value: &Value) -> Json {
    match value {
        Value::Secret(secret) => Json::String(secret.expose().to_owned()),
        Value::Array(items) => Json::Array(items.iter().map(exposed).collect()),
        Value::Object(members) => {
            Json::Object(members.iter().map(|(key, item)| (key.to_string(), exposed(item))).collect())
        }
        plain => plain.to_masked_json(),
    }
}

/// The answers, grouped as the getters of `callbacks` hand them out.
fn answers(callbacks: &[Callback], evaluator: Evaluator) -> Json {
    let mut groups = Map::new();
    if evaluator == Evaluator::Legacy {
        groups.insert("all".to_owned(), callbacks.iter().map(older).collect());
    }
    groups.insert("count".to_owned(), json!(callbacks.len()));
    let mut hidden = Map::new();
    for callback in callbacks {
        let (group, value) = match callback {
            Callback::Name { value, .. } => ("name", json!(value)),
            Callback::Password { value, .. } => ("password", json!(value.expose())),
            Callback::TextInput { value, .. } => ("text", json!(value)),
            Callback::Choice { selected, .. } => ("choice", json!(selected)),
            Callback::Confirmation(confirmation) => ("confirmation", json!(confirmation.selected)),
            Callback::Hidden { id, input, .. } => {
                hidden.insert(id.to_string(), json!(input));
                continue;
            }
            Callback::ValidatedUsername { value, detail, .. } => {
                ("validatedUsername", json!({"value": value, "validateOnly": only(detail)}))
            }
            Callback::ValidatedPassword { value, detail, .. } => {
                ("validatedPassword", json!({"value": value.expose(), "validateOnly": only(detail)}))
            }
            Callback::Other { name, output, input } => (name.as_ref(), other(name, output, input)),
            Callback::TextOutput { .. } | Callback::PollingWait { .. } | Callback::Metadata(_) => continue,
        };
        if let Json::Array(list) = groups.entry(group).or_insert_with(|| json!([])) {
            list.push(value);
        }
    }
    groups.insert("hidden".to_owned(), Json::Object(hidden));
    Json::Object(groups)
}

/// A callback as the older bindings hand it out: what has a getter.
fn older(callback: &Callback) -> Json {
    match callback {
        Callback::Name { prompt, value } => json!({"prompt": prompt, "name": value}),
        Callback::Password { prompt, value, .. } => json!({"prompt": prompt, "password": value.expose()}),
        Callback::TextInput { prompt, value, .. } => json!({"prompt": prompt, "text": value}),
        Callback::TextOutput { message, .. } => json!({"message": message}),
        Callback::Choice { prompt, selected, .. } => json!({"prompt": prompt, "selectedIndexes": selected}),
        Callback::Confirmation(confirmation) => json!({"selectedIndex": confirmation.selected}),
        Callback::Hidden { id, input, .. } => json!({"id": id, "value": input}),
        Callback::ValidatedUsername { value, .. } => json!({"username": value}),
        Callback::ValidatedPassword { value, .. } => json!({"password": value.expose()}),
        Callback::PollingWait { message, .. } => json!({"message": message}),
        Callback::Metadata(_) => json!({}),
        Callback::Other { input, .. } => {
            Json::Object(input.iter().map(|(key, value)| (key.to_string(), exposed(value))).collect())
        }
    }
}

fn only(detail: &Json) -> bool {
    detail.get("validateOnly").and_then(Json::as_bool).unwrap_or(false)
}

fn other(
    name: &str,
    output: &[(std::sync::Arc<str>, Value)],
    input: &[(std::sync::Arc<str>, Value)],
) -> Json {
    let field = |key: &str| {
        let found = input.iter().chain(output).find(|(known, _)| known.as_ref() == key);
        found.map_or(Json::Null, |(_, value)| exposed(value))
    };
    let pick = |keys: &[(&str, &str)]| {
        Json::Object(keys.iter().map(|(shown, key)| ((*shown).to_owned(), field(key))).collect())
    };
    match name {
        "LanguageCallback" => {
            let (language, country) = (field("language"), field("country"));
            match (language.as_str().unwrap_or_default(), country.as_str().unwrap_or_default()) {
                (language, "") => json!(language),
                (language, country) => json!(format!("{language}_{country}")),
            }
        }
        "IdPCallback" => pick(&[
            ("provider", "provider"),
            ("clientId", "clientId"),
            ("redirectUri", "redirectUri"),
            ("scope", "scopes"),
            ("nonce", "nonce"),
            ("request", "request"),
            ("requestUri", "requestUri"),
            ("acrValues", "acrValues"),
            ("token", "token"),
            ("tokenType", "token_type"),
            ("userInfo", "userInfo"),
            ("requestNativeAppForUserInfo", "requestNativeAppForUserInfo"),
        ]),
        "X509CertificateCallback" => pick(&[
            ("certificate", "certificate"),
            ("signature", "signature"),
            ("reqSignature", "requestSignature"),
        ]),
        "KbaCreateCallback" => {
            pick(&[("selectedQuestion", "selectedQuestion"), ("selectedAnswer", "selectedAnswer")])
        }
        "HttpCallback" => field("authorization"),
        "SelectIdPCallback" => field("provider"),
        "TermsAndConditionsCallback" => field("accept"),
        _ => field("value"),
    }
}
