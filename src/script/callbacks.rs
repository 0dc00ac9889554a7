//! Callbacks as scripts build them, and their answers as scripts get them.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::effects;
use super::input::exposed;
use crate::journey::Evaluator;
use crate::page::{Callback, Confirmation, MessageType, OptionType};
use crate::value::{Redactor, Secret, Value};

/// A callback as the bindings record it; which members are set depends on the type.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Built {
    #[serde(rename = "type")]
    kind: String,
    prompt: String,
    value: String,
    message: String,
    id: String,
    name: String,
    code: f64,
    echo: bool,
    suspended: bool,
    multiple: bool,
    choices: Vec<String>,
    options: Vec<String>,
    index: f64,
    kind_code: Option<f64>,
    wait: f64,
    data: Json,
    detail: Json,
    output: Vec<(String, Json)>,
    input: Vec<(String, Json)>,
}

impl Built {
    /// The callback, with known secrets masked in everything that is shown.
    pub(super) fn callback(&self, redactor: &Redactor) -> Option<Callback> {
        let text = |text: &String| -> Arc<str> { Arc::from(redactor.redact(text)) };
        let texts = |list: &[String]| -> Vec<Arc<str>> { list.iter().map(text).collect() };
        let prompt = text(&self.prompt);
        let message_type = MessageType::from_code(self.code as i64)?;
        Some(match self.kind.as_str() {
            "name" => Callback::Name { prompt, value: text(&self.value) },
            "password" => Callback::Password { prompt, echo: self.echo, value: Secret::new("") },
            "text-input" => Callback::TextInput { prompt, default: text(&self.value), value: "".into() },
            "text-output" => {
                Callback::TextOutput { message_type, message: text(&self.message), suspended: self.suspended }
            }
            "hidden" => Callback::hidden(text(&self.id), text(&self.value)),
            "choice" => Callback::Choice {
                prompt,
                choices: texts(&self.choices),
                default: self.index as usize,
                multiple: self.multiple,
                selected: vec![self.index as usize],
            },
            "confirmation" => {
                let default = self.index as i64;
                let built = match self
                    .kind_code
                    .map_or(OptionType::Unspecified, |code| OptionType::from_code(code as i64))
                {
                    OptionType::Unspecified => Confirmation::new(message_type, texts(&self.options), default),
                    predefined => Confirmation::of_type(message_type, predefined, default),
                };
                Callback::Confirmation(Confirmation { prompt, ..built })
            }
            "polling-wait" => {
                Callback::PollingWait { wait_ms: self.wait.max(0.0) as u64, message: text(&self.message) }
            }
            "metadata" => Callback::Metadata(Arc::new(masked(&self.data, redactor))),
            "validated-username" => Callback::ValidatedUsername {
                prompt,
                value: "".into(),
                detail: Arc::new(masked(&self.detail, redactor)),
            },
            "validated-password" => Callback::ValidatedPassword {
                prompt,
                echo: self.echo,
                value: Secret::new(""),
                detail: Arc::new(masked(&self.detail, redactor)),
            },
            _ => Callback::Other {
                name: text(&self.name),
                output: fields(&self.output, redactor),
                input: fields(&self.input, redactor),
            },
        })
    }
}

fn fields(given: &[(String, Json)], redactor: &Redactor) -> Vec<(Arc<str>, Value)> {
    given.iter().map(|(key, json)| (Arc::from(key.as_str()), effects::value(json, redactor))).collect()
}

fn masked(json: &Json, redactor: &Redactor) -> Json {
    match json {
        Json::String(text) => Json::String(redactor.redact(text)),
        Json::Array(items) => Json::Array(items.iter().map(|item| masked(item, redactor)).collect()),
        Json::Object(members) => Json::Object(
            members.iter().map(|(key, item)| (redactor.redact(key), masked(item, redactor))).collect(),
        ),
        plain => plain.clone(),
    }
}

/// The answers, grouped as the getters of `callbacks` hand them out.
pub(super) fn answers(callbacks: &[Callback], evaluator: Evaluator) -> Json {
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

fn other(name: &str, output: &[(Arc<str>, Value)], input: &[(Arc<str>, Value)]) -> Json {
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
