//! For each type of callback the fields that clients get, and the inputs that they fill in.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::super::callback::Callback;
use super::super::confirmation::OptionType;
use crate::value::{MASK, Secret, Value};

/// What a callback looks like to a client.
#[derive(Default)]
pub(super) struct Form<'c> {
    /// Its output fields in order.
    pub output: Vec<(&'c str, Json)>,
    /// Its inputs in order.
    pub input: Vec<Input<'c>>,
}

/// An input of a callback.
pub(super) struct Input<'c> {
    /// What its name has behind `IDToken` and the number.
    pub suffix: &'c str,
    /// Its name in [`Answer::Fields`](super::super::Answer::Fields).
    pub field: &'c str,
    /// What it holds, secrets masked.
    pub value: Json,
}

impl Input<'_> {
    /// Its name, for a callback at a place of its page, counted from 1.
    pub(super) fn name(&self, number: usize) -> String {
        format!("IDToken{number}{}", self.suffix)
    }
}

impl Callback {
    pub(super) fn form(&self) -> Form<'_> {
        let text = |value: &Arc<str>| json!(value.as_ref());
        let (output, value) = match self {
            Self::Name { prompt, value } => (vec![("prompt", text(prompt))], text(value)),
            Self::Password { prompt, value, .. } => (vec![("prompt", text(prompt))], masked(value)),
            Self::TextInput { prompt, default, value } => {
                (vec![("prompt", text(prompt)), ("defaultText", text(default))], text(value))
            }
            Self::TextOutput { message_type, message, .. } => {
                let code = json!(message_type.code().to_string());
                return shown(vec![("message", text(message)), ("messageType", code)]);
            }
            Self::Choice { prompt, choices, default, selected, .. } => {
                let chosen = if let [one] = selected[..] { json!(one) } else { json!(selected) };
                let default = json!(default);
                (
                    vec![("prompt", text(prompt)), ("choices", json!(choices)), ("defaultChoice", default)],
                    chosen,
                )
            }
            Self::Confirmation(it) => {
                // The texts of a predefined set are the client's own.
                let own = it.option_type == OptionType::Unspecified;
                let output = vec![
                    ("prompt", text(&it.prompt)),
                    ("messageType", json!(it.message_type.code())),
                    ("options", if own { json!(it.options) } else { json!([]) }),
                    ("optionType", json!(it.option_type.code())),
                    ("defaultOption", json!(it.default)),
                ];
                (output, json!(it.selected))
            }
            Self::PollingWait { wait_ms, message } => {
                return shown(vec![("waitTime", json!(wait_ms.to_string())), ("message", text(message))]);
            }
            Self::Hidden { id, value, input } => {
                (vec![("value", text(value)), ("id", text(id))], text(input))
            }
            Self::Metadata(data) => return shown(vec![("data", data.as_ref().clone())]),
            Self::ValidatedUsername { prompt, value, detail } => {
                return validated(prompt, None, text(value), detail);
            }
            Self::ValidatedPassword { prompt, echo, value, detail } => {
                return validated(prompt, Some(*echo), masked(value), detail);
            }
            Self::Other { name, output, input } => return other(name, output, input),
        };
        Form { output, input: vec![Input { suffix: "", field: "value", value }] }
    }
}

/// A callback that takes no answer has no inputs.
fn shown(output: Vec<(&str, Json)>) -> Form<'_> {
    Form { output, input: Vec::new() }
}

fn masked(secret: &Secret) -> Json {
    json!(if secret.is_empty() { "" } else { MASK })
}

fn validated<'c>(prompt: &'c Arc<str>, echo: Option<bool>, value: Json, detail: &'c Json) -> Form<'c> {
    let member = |name: &str| detail.get(name).cloned();
    let policies = member("policies").filter(Json::is_object).unwrap_or_else(|| json!({}));
    let failed = json_texts(member("failedPolicies").unwrap_or_default());
    let only = json!(member("validateOnly").and_then(|only| only.as_bool()).unwrap_or(false));
    let mut output: Vec<(&str, Json)> = echo.map(|echo| ("echoOn", json!(echo))).into_iter().collect();
    output.extend([("policies", policies), ("failedPolicies", failed), ("validateOnly", only.clone())]);
    output.push(("prompt", json!(prompt.as_ref())));
    let input = [("", "value", value), ("validateOnly", "validateOnly", only)];
    let input = input.map(|(suffix, field, value)| Input { suffix, field, value });
    Form { output, input: input.into() }
}

/// A list of policies, each as the text of its JSON.
fn json_texts(list: Json) -> Json {
    let text = |item: Json| if item.is_string() { item } else { Json::String(item.to_string()) };
    let items = if let Json::Array(items) = list { items } else { Vec::new() };
    items.into_iter().map(text).collect()
}

/// What stands for a value that is not there.
#[derive(Clone, Copy)]
enum Absent {
    Null,
    Text,
    List,
    Object,
    /// The whole field is left out.
    Nothing,
    /// A list of JSON texts.
    Policies,
}

/// A field as callbacks of the kind [`Callback::Other`] hold it, its name on the wire, and what stands
/// for it where it is null.
type Field = (&'static str, &'static str, Absent);

/// A type whose wire form is not just what it holds: its output fields, and its inputs: what they are
/// called there, and what their names end in.
struct Row {
    name: &'static str,
    output: &'static [Field],
    input: &'static [(&'static str, &'static str)],
}

const fn attribute(name: &'static str, absent: Absent) -> Row {
    let output: &[Field] = match absent {
        Absent::Text => &[
            ("name", "name", Absent::Text),
            ("prompt", "prompt", Absent::Text),
            ("required", "required", Absent::Null),
            ("policies", "policies", Absent::Object),
            ("failedPolicies", "failedPolicies", Absent::Policies),
            ("validateOnly", "validateOnly", Absent::Null),
            ("value", "value", Absent::Text),
        ],
        _ => &[
            ("name", "name", Absent::Text),
            ("prompt", "prompt", Absent::Text),
            ("required", "required", Absent::Null),
            ("policies", "policies", Absent::Object),
            ("failedPolicies", "failedPolicies", Absent::Policies),
            ("validateOnly", "validateOnly", Absent::Null),
            ("value", "value", Absent::Null),
        ],
    };
    Row { name, output, input: &[("value", ""), ("validateOnly", "validateOnly")] }
}

const ROWS: &[Row] = &[
    attribute("StringAttributeInputCallback", Absent::Text),
    attribute("NumberAttributeInputCallback", Absent::Null),
    attribute("BooleanAttributeInputCallback", Absent::Null),
    Row {
        name: "KbaCreateCallback",
        output: &[
            ("prompt", "prompt", Absent::Text),
            ("predefinedQuestions", "predefinedQuestions", Absent::List),
            ("allowUserDefinedQuestions", "allowUserDefinedQuestions", Absent::Null),
        ],
        input: &[("selectedQuestion", "question"), ("selectedAnswer", "answer")],
    },
    Row {
        name: "TermsAndConditionsCallback",
        output: &[
            ("version", "version", Absent::Text),
            ("terms", "terms", Absent::Text),
            ("createDate", "createDate", Absent::Text),
        ],
        input: &[("accept", "")],
    },
    Row {
        name: "SelectIdPCallback",
        output: &[("providers", "providers", Absent::List), ("value", "value", Absent::Text)],
        input: &[("provider", "")],
    },
    Row {
        name: "RedirectCallback",
        output: &[
            ("redirectUrl", "redirectUrl", Absent::Text),
            ("redirectMethod", "redirectMethod", Absent::Text),
            ("redirectData", "redirectData", Absent::Nothing),
            ("trackingCookie", "trackingCookie", Absent::Null),
        ],
        input: &[],
    },
    Row {
        name: "ConsentMappingCallback",
        output: &[
            ("name", "name", Absent::Text),
            ("displayName", "displayName", Absent::Text),
            ("icon", "icon", Absent::Text),
            ("accessLevel", "accessLevel", Absent::Text),
            ("isRequired", "isRequired", Absent::Null),
            ("message", "message", Absent::Text),
            ("titles", "fields", Absent::List),
        ],
        input: &[("value", "")],
    },
    Row {
        name: "IdPCallback",
        output: &[
            ("provider", "provider", Absent::Text),
            ("clientId", "clientId", Absent::Text),
            ("redirectUri", "redirectUri", Absent::Text),
            ("scopes", "scopes", Absent::List),
            ("nonce", "nonce", Absent::Text),
            ("acrValues", "acrValues", Absent::List),
            ("request", "request", Absent::Text),
            ("requestUri", "requestUri", Absent::Text),
            ("requestNativeAppForUserInfo", "acceptsJSON", Absent::Null),
        ],
        input: &[("token", "token"), ("token_type", "token_type")],
    },
    // The ancestor of AM shows none of it, and names its inputs so.
    Row { name: "LanguageCallback", output: &[], input: &[("language", "Language"), ("country", "Country")] },
];

/// A type that has a row gets the form of the row. Of any other every field is sent as it is held; the
/// first input is the bare one.
fn other<'c>(name: &str, output: &'c [(Arc<str>, Value)], input: &'c [(Arc<str>, Value)]) -> Form<'c> {
    let Some(row) = ROWS.iter().find(|row| row.name == name) else {
        let as_held = |(key, value): &'c (Arc<str>, Value)| (key.as_ref(), value.to_masked_json());
        let inputs = input.iter().map(as_held).enumerate();
        let inputs = inputs.map(|(index, (field, value))| Input {
            suffix: if index == 0 { "" } else { field },
            field,
            value,
        });
        return Form { output: output.iter().map(as_held).collect(), input: inputs.collect() };
    };
    let held = |fields: &'c [(Arc<str>, Value)], key: &str| {
        fields.iter().find(|(known, _)| known.as_ref() == key).map(|(_, value)| value.to_masked_json())
    };
    let field = |(key, wire, absent): &'static Field| {
        let value = held(output, key).filter(|value| !value.is_null());
        let value = match (value, absent) {
            (None, Absent::Nothing) => return None,
            (None, Absent::Null) => Json::Null,
            (None, Absent::Text) => json!(""),
            (None, Absent::List | Absent::Policies) => json!([]),
            (None, Absent::Object) => json!({}),
            (Some(list), Absent::Policies) => json_texts(list),
            (Some(value), Absent::Object) if !value.is_object() => json!({}),
            (Some(value), _) => value,
        };
        Some((*wire, value))
    };
    let text =
        |key: &str| row.output.iter().any(|(held, _, absent)| *held == key && matches!(absent, Absent::Text));
    let inputs = row.input.iter().filter_map(|(field, suffix)| {
        let value = held(input, field)?;
        let value = if value.is_null() && text(field) { json!("") } else { value };
        Some(Input { suffix, field, value })
    });
    Form { output: row.output.iter().filter_map(field).collect(), input: inputs.collect() }
}
