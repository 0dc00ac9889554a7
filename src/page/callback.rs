//! The callbacks of the vendor's pages: for each type its data, its name, what it asks of a person, and
//! where an answer goes in.

use std::sync::Arc;

use serde_json::Value as Json;

use super::answer::Answer;
use super::ask::{Ask, AskKind, Tells};
use super::confirmation::{Confirmation, MessageType, NOT_PRESSED};
use crate::value::{Millis, Secret, Value};

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
        /// The text the journey proposes. It is shown, and not the answer.
        default: Arc<str>,
        /// The text, at first empty.
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
        /// The value that the journey gives the client.
        value: Arc<str>,
        /// What goes back: at first the id.
        input: Arc<str>,
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

/// Where an answer goes in.
pub(super) enum Slot<'c> {
    /// Nowhere.
    None,
    /// A text.
    Text(&'c mut Arc<str>),
    /// A secret.
    Secret(&'c mut Secret),
    /// The options that are chosen.
    Options(&'c mut Vec<usize>),
    /// The button that is pressed.
    Button(&'c mut Confirmation),
    /// Named fields.
    Fields(&'c mut Vec<(Arc<str>, Value)>),
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

    /// A HiddenValueCallback: the input that clients fill in starts with its id.
    pub fn hidden(id: Arc<str>, value: Arc<str>) -> Self {
        Self::Hidden { input: id.clone(), id, value }
    }

    /// What it asks of a person.
    pub fn ask(&self) -> Ask<'_> {
        match self {
            Self::Name { prompt, value } | Self::ValidatedUsername { prompt, value, .. } => {
                Ask { text: value, ..Ask::shown(AskKind::Text, prompt) }
            }
            Self::TextInput { prompt, default, value } => {
                Ask { text: value, proposal: default, ..Ask::shown(AskKind::Text, prompt) }
            }
            Self::Password { prompt, .. } | Self::ValidatedPassword { prompt, .. } => {
                Ask::shown(AskKind::Secret, prompt)
            }
            Self::Choice { prompt, choices, default, multiple, selected } => Ask {
                options: choices,
                default: (*default < choices.len()).then_some(*default),
                selected,
                ..Ask::shown(if *multiple { AskKind::MultiChoice } else { AskKind::Choice }, prompt)
            },
            Self::Confirmation(confirmation) => Ask {
                options: &confirmation.options,
                default: confirmation.proposed(),
                ..Ask::shown(AskKind::Buttons, &confirmation.prompt)
            },
            Self::Hidden { id, input, .. } => {
                Ask { text: input, is_shown: false, ..Ask::shown(AskKind::Text, id) }
            }
            Self::Other { name, .. } => Ask { is_shown: false, ..Ask::shown(AskKind::Fields, name) },
            Self::TextOutput { .. } | Self::PollingWait { .. } | Self::Metadata(_) => Ask::nothing(),
        }
    }

    /// What it tells a person.
    pub fn tells(&self) -> Option<Tells<'_>> {
        match self {
            Self::TextOutput { message_type, message, suspended } => {
                Some(Tells::Text { message_type: *message_type, message, is_suspended: *suspended })
            }
            Self::PollingWait { message, .. } => Some(Tells::Wait { message }),
            Self::Other { name, .. } => Some(Tells::Unknown { name }),
            _ => None,
        }
    }

    /// How long the client waits before it sends the page back by itself.
    pub fn wait(&self) -> Option<Millis> {
        match self {
            Self::PollingWait { wait_ms, .. } => Some(Millis(*wait_ms)),
            _ => None,
        }
    }

    /// Whether it carries data for the client's program and nothing else.
    pub fn is_metadata(&self) -> bool {
        matches!(self, Self::Metadata(_))
    }

    /// Whether it asks for the name of a user.
    pub fn asks_for_user(&self) -> bool {
        match self {
            Self::Name { .. } | Self::ValidatedUsername { .. } => true,
            Self::TextInput { prompt, .. } => prompt.to_lowercase().contains("user"),
            _ => false,
        }
    }

    /// Policies, failed policies and validateOnly of a validated field.
    fn detail(&self) -> Option<&Json> {
        match self {
            Self::ValidatedUsername { detail, .. } | Self::ValidatedPassword { detail, .. } => Some(detail),
            _ => None,
        }
    }

    /// The policies that the last answer to a validated callback failed.
    pub fn failed_policies(&self) -> Vec<&str> {
        let failed = self.detail().and_then(|detail| detail.get("failedPolicies")).and_then(Json::as_array);
        let failed = failed.into_iter().flatten();
        failed.filter_map(|policy| policy.get("policyRequirement").and_then(Json::as_str)).collect()
    }

    /// Calls `found` for every secret in it.
    pub fn for_each_secret(&self, found: &mut dyn FnMut(&Secret)) {
        match self {
            Self::Password { value, .. } | Self::ValidatedPassword { value, .. } => found(value),
            Self::Other { input, .. } => input.iter().for_each(|(_, value)| value.for_each_secret(found)),
            _ => {}
        }
    }

    /// What the server goes on with for a callback that a client left out, where that is not what its
    /// input holds.
    pub(super) fn when_left_out(&self) -> Option<Answer> {
        match self {
            Self::Hidden { value, .. } => Some(Answer::Text(value.clone())),
            _ => None,
        }
    }

    /// What the callback answered in scenarios of version 1 and answers now, in words, where that differs: left
    /// as it came, or with a button pressed.
    pub fn change_since_version_1(&self, pressed: Option<usize>) -> Option<String> {
        let (what, was, now) = match (self, pressed) {
            (Self::Confirmation(it), Some(option)) => {
                let text = it.options.get(option)?;
                (format!("the button \"{text}\""), option.to_string(), it.number_of(option)?.to_string())
            }
            (Self::Confirmation(it), None) if it.selected != NOT_PRESSED => (
                "the confirmation that nobody pressed".to_owned(),
                format!("{}, its default", it.default),
                it.selected.to_string(),
            ),
            (Self::Hidden { id, value, input }, _) => (
                format!("the hidden value {id}"),
                format!("its value \"{value}\""),
                format!("its id \"{input}\""),
            ),
            (Self::TextInput { prompt, default, value }, _) => {
                (format!("the text input \"{prompt}\""), format!("\"{default}\""), format!("\"{value}\""))
            }
            _ => return None,
        };
        let same = was == now
            || was == format!("{now}, its default")
            || matches!(self, Self::TextInput { default, value, .. } if default == value);
        (!same).then(|| format!("{what} goes back as {now}; before version 2 it was {was}"))
    }

    /// The option that a number on the wire stands for; `None` where the callback holds that number
    /// already.
    pub(super) fn option_of_number(&self, number: i64) -> Option<i64> {
        match self {
            Self::Confirmation(confirmation) if confirmation.selected == number => None,
            // No option has a negative index.
            Self::Confirmation(confirmation) => Some(
                confirmation.option_of(number).and_then(|option| i64::try_from(option).ok()).unwrap_or(-1),
            ),
            _ => Some(number),
        }
    }

    /// Where an answer goes in.
    pub(super) fn slot(&mut self) -> Slot<'_> {
        match self {
            Self::Name { value, .. }
            | Self::TextInput { value, .. }
            | Self::Hidden { input: value, .. }
            | Self::ValidatedUsername { value, .. } => Slot::Text(value),
            Self::Password { value, .. } | Self::ValidatedPassword { value, .. } => Slot::Secret(value),
            Self::Choice { selected, .. } => Slot::Options(selected),
            Self::Confirmation(confirmation) => Slot::Button(confirmation),
            Self::Other { input, .. } => Slot::Fields(input),
            Self::TextOutput { .. } | Self::PollingWait { .. } | Self::Metadata(_) => Slot::None,
        }
    }
}
