//! Callbacks a script built.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value as Json;

use super::effects;
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
