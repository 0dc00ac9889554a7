//! The form that clients get.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::callback::Callback;
use crate::value::{MASK, Secret};

impl Callback {
    /// The callback as AM's REST interface would send it, secrets masked.
    pub fn to_masked_json(&self) -> Json {
        let text = |value: &Arc<str>| json!(value.as_ref());
        let (output, input): (Vec<(&str, Json)>, Vec<Json>) = match self {
            Self::Name { prompt, value } => (vec![("prompt", text(prompt))], vec![text(value)]),
            Self::Password { prompt, value, .. } => (vec![("prompt", text(prompt))], vec![masked(value)]),
            Self::TextInput { prompt, default, value } => {
                (vec![("prompt", text(prompt)), ("defaultText", text(default))], vec![text(value)])
            }
            Self::TextOutput { message_type, message, .. } => (
                vec![("message", text(message)), ("messageType", json!(message_type.code().to_string()))],
                vec![],
            ),
            Self::Choice { prompt, choices, default, selected, .. } => (
                vec![
                    ("prompt", text(prompt)),
                    ("choices", json!(choices)),
                    ("defaultChoice", json!(default)),
                ],
                vec![match selected[..] {
                    [one] => json!(one),
                    _ => json!(selected),
                }],
            ),
            Self::Confirmation(confirmation) => (
                vec![
                    ("prompt", text(&confirmation.prompt)),
                    ("messageType", json!(confirmation.message_type.code())),
                    ("options", json!(confirmation.options)),
                    ("optionType", json!(confirmation.option_type.code())),
                    ("defaultOption", json!(confirmation.default)),
                ],
                vec![json!(confirmation.selected)],
            ),
            Self::PollingWait { wait_ms, message } => {
                (vec![("waitTime", json!(wait_ms.to_string())), ("message", text(message))], vec![])
            }
            Self::Hidden { id, value } => (vec![("value", text(value)), ("id", text(id))], vec![text(value)]),
            Self::Metadata(data) => (vec![("data", data.as_ref().clone())], vec![]),
            Self::ValidatedUsername { prompt, value, detail } => {
                (validated(prompt, false, detail), vec![text(value), json!(false)])
            }
            Self::ValidatedPassword { prompt, echo, value, detail } => {
                (validated(prompt, *echo, detail), vec![masked(value), json!(false)])
            }
            Self::Other { output, input, .. } => (
                output.iter().map(|(name, value)| (name.as_ref(), value.to_masked_json())).collect(),
                input.iter().map(|(_, value)| value.to_masked_json()).collect(),
            ),
        };
        let field = |(name, value): (&str, Json)| json!({"name": name, "value": value});
        let inputs = input
            .into_iter()
            .enumerate()
            .map(|(index, value)| json!({"name": format!("IDToken{}", index + 1), "value": value}));
        json!({
            "type": self.type_name(),
            "output": output.into_iter().map(field).collect::<Vec<_>>(),
            "input": inputs.collect::<Vec<_>>(),
        })
    }
}

fn masked(secret: &Secret) -> Json {
    json!(if secret.is_empty() { "" } else { MASK })
}

fn validated<'a>(prompt: &'a Arc<str>, echo: bool, detail: &'a Json) -> Vec<(&'a str, Json)> {
    let mut fields = vec![("echoOn", json!(echo)), ("prompt", json!(prompt.as_ref()))];
    for name in ["policies", "failedPolicies", "validateOnly"] {
        fields.push((name, detail.get(name).cloned().unwrap_or(Json::Null)));
    }
    fields
}
