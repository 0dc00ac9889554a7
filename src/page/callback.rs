//! Callbacks: what a journey asks its person for, and the person's answers.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::value::{MASK, Secret, Value};

/// The severity of a text. The numbers are those of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageType {
    /// 0
    Information,
    /// 1
    Warning,
    /// 2
    Error,
    /// 4: the text is a script for the client; jsim shows that it came and runs nothing.
    Script,
}

impl MessageType {
    /// The number on the wire.
    pub fn code(self) -> i64 {
        match self {
            Self::Information => 0,
            Self::Warning => 1,
            Self::Error => 2,
            Self::Script => 4,
        }
    }

    /// The type for a number on the wire, if there is one.
    pub fn from_code(code: i64) -> Option<Self> {
        [Self::Information, Self::Warning, Self::Error, Self::Script]
            .into_iter()
            .find(|known| known.code() == code)
    }
}

/// The predefined option sets of a confirmation. The numbers are those of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionType {
    /// Options are given as texts (wire: -1).
    Unspecified,
    /// 0
    YesNo,
    /// 1
    YesNoCancel,
    /// 2
    OkCancel,
}

impl OptionType {
    /// The number on the wire.
    pub fn code(self) -> i64 {
        match self {
            Self::Unspecified => -1,
            Self::YesNo => 0,
            Self::YesNoCancel => 1,
            Self::OkCancel => 2,
        }
    }
}

/// The parts of a ConfirmationCallback.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirmation {
    /// An optional question.
    pub prompt: Arc<str>,
    /// The severity.
    pub message_type: MessageType,
    /// The option set.
    pub option_type: OptionType,
    /// The buttons.
    pub options: Vec<Arc<str>>,
    /// The option preselected by the journey.
    pub default: i64,
    /// The selected option. 100 stands for "none pressed" on a Polling Wait.
    pub selected: i64,
}

/// One callback of a page, with the value it holds now.
#[derive(Clone, Debug, PartialEq)]
pub enum Callback {
    /// NameCallback: a line of text that names somebody.
    Name {
        /// The question.
        prompt: Arc<str>,
        /// The text, at first the default.
        value: Arc<str>,
    },
    /// PasswordCallback.
    Password {
        /// The question.
        prompt: Arc<str>,
        /// Whether the journey wants the typing shown.
        echo: bool,
        /// The password.
        value: Secret,
    },
    /// TextInputCallback.
    TextInput {
        /// The question.
        prompt: Arc<str>,
        /// The text the journey proposes.
        default: Arc<str>,
        /// The text.
        value: Arc<str>,
    },
    /// TextOutputCallback and SuspendedTextOutputCallback.
    TextOutput {
        /// The severity.
        message_type: MessageType,
        /// The text.
        message: Arc<str>,
        /// Whether the journey is suspended behind it.
        suspended: bool,
    },
    /// ChoiceCallback.
    Choice {
        /// The question.
        prompt: Arc<str>,
        /// The choices.
        choices: Vec<Arc<str>>,
        /// The choice the journey proposes.
        default: usize,
        /// Whether several may be chosen.
        multiple: bool,
        /// What is chosen now.
        selected: Vec<usize>,
    },
    /// ConfirmationCallback.
    Confirmation(Confirmation),
    /// PollingWaitCallback. The wire carries the wait as a string of milliseconds.
    PollingWait {
        /// The time to wait, in milliseconds.
        wait_ms: u64,
        /// What the person reads meanwhile.
        message: Arc<str>,
    },
    /// HiddenValueCallback: not shown.
    Hidden {
        /// Its id.
        id: Arc<str>,
        /// Its value.
        value: Arc<str>,
    },
    /// MetadataCallback: not shown.
    Metadata(Arc<Json>),
    /// ValidatedCreateUsernameCallback.
    ValidatedUsername {
        /// The question.
        prompt: Arc<str>,
        /// The user name.
        value: Arc<str>,
        /// Policies, failed policies, validateOnly.
        detail: Arc<Json>,
    },
    /// ValidatedCreatePasswordCallback.
    ValidatedPassword {
        /// The question.
        prompt: Arc<str>,
        /// Whether the journey wants the typing shown.
        echo: bool,
        /// The password.
        value: Secret,
        /// Policies, failed policies, validateOnly.
        detail: Arc<Json>,
    },
    /// Any other callback, as the wire carries it.
    Other {
        /// The callback's name, such as `KbaCreateCallback`.
        name: Arc<str>,
        /// The output fields in order.
        output: Vec<(Arc<str>, Value)>,
        /// The input fields in order.
        input: Vec<(Arc<str>, Value)>,
    },
}

/// A person's answer to one callback.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A text, for names, text inputs and hidden values.
    Text(Arc<str>),
    /// A password.
    Secret(Secret),
    /// A choice, several choices, or the pressed option of a confirmation.
    Select(Vec<i64>),
    /// The input fields of any other callback.
    Fields(Vec<(Arc<str>, Value)>),
}

impl Callback {
    /// The vendor's name of the callback's type.
    pub fn type_name(&self) -> &str {
        match self {
            Self::Name { .. } => "NameCallback",
            Self::Password { .. } => "PasswordCallback",
            Self::TextInput { .. } => "TextInputCallback",
            Self::TextOutput { suspended: false, .. } => "TextOutputCallback",
            Self::TextOutput { suspended: true, .. } => "SuspendedTextOutputCallback",
            Self::Choice { .. } => "ChoiceCallback",
            Self::Confirmation(_) => "ConfirmationCallback",
            Self::PollingWait { .. } => "PollingWaitCallback",
            Self::Hidden { .. } => "HiddenValueCallback",
            Self::Metadata(_) => "MetadataCallback",
            Self::ValidatedUsername { .. } => "ValidatedCreateUsernameCallback",
            Self::ValidatedPassword { .. } => "ValidatedCreatePasswordCallback",
            Self::Other { name, .. } => name,
        }
    }

    /// Puts an answer in. `false` when the answer is of the wrong kind for this callback.
    pub fn accept(&mut self, answer: &Answer) -> bool {
        match (self, answer) {
            (
                Self::Name { value, .. }
                | Self::TextInput { value, .. }
                | Self::Hidden { value, .. }
                | Self::ValidatedUsername { value, .. },
                Answer::Text(text),
            ) => *value = text.clone(),
            (
                Self::Password { value, .. } | Self::ValidatedPassword { value, .. },
                Answer::Secret(secret),
            ) => *value = secret.clone(),
            (Self::Choice { choices, multiple, selected, .. }, Answer::Select(picked)) => {
                let valid = |index: &i64| usize::try_from(*index).ok().filter(|i| *i < choices.len());
                let Some(indices) = picked.iter().map(valid).collect::<Option<Vec<_>>>() else {
                    return false;
                };
                if !*multiple && indices.len() != 1 {
                    return false;
                }
                *selected = indices;
            }
            (Self::Confirmation(confirmation), Answer::Select(picked)) => {
                let [index] = picked[..] else { return false };
                if usize::try_from(index).map_or(true, |i| i >= confirmation.options.len()) {
                    return false;
                }
                confirmation.selected = index;
            }
            (Self::Other { input, .. }, Answer::Fields(fields)) => {
                for (name, value) in fields {
                    let Some(slot) = input.iter_mut().find(|(known, _)| known == name) else {
                        return false;
                    };
                    slot.1 = value.clone();
                }
            }
            _ => return false,
        }
        true
    }

    /// Whether a person answers it by typing or choosing (buttons and waits are not counted).
    pub fn is_field(&self) -> bool {
        matches!(
            self,
            Self::Name { .. }
                | Self::Password { .. }
                | Self::TextInput { .. }
                | Self::Choice { .. }
                | Self::ValidatedUsername { .. }
                | Self::ValidatedPassword { .. }
        )
    }

    /// The policies that the last answer to a validated callback failed.
    pub fn failed_policies(&self) -> Vec<&str> {
        let (Self::ValidatedUsername { detail, .. } | Self::ValidatedPassword { detail, .. }) = self else {
            return Vec::new();
        };
        let failed = detail.get("failedPolicies").and_then(Json::as_array);
        let failed = failed.into_iter().flatten();
        failed.filter_map(|policy| policy.get("policyRequirement").and_then(Json::as_str)).collect()
    }

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
