//! What a callback asks of a person and tells them, the same for the screen, plain mode, `jsim run` and
//! scenarios.

use std::sync::Arc;

use super::answer::AnswerError;
use super::callback::Callback;
use super::confirmation::MessageType;

/// How a person answers a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskKind {
    /// Not at all.
    Nothing,
    /// By a line of text.
    Text,
    /// By a line that nobody sees.
    Secret,
    /// By one of its options.
    Choice,
    /// By any number of its options.
    MultiChoice,
    /// By one of its options, which sends the page.
    Buttons,
    /// By named fields, which only the vendor's own pages know how to fill in.
    Fields,
}

/// What a callback asks of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask<'c> {
    /// How it is answered.
    pub kind: AskKind,
    /// The question. Of a hidden value its id, of a callback of named fields its type.
    pub prompt: Option<&'c Arc<str>>,
    /// The text that it holds now.
    pub text: &'c str,
    /// A text that is proposed beside the field; only what is typed counts.
    pub proposal: &'c str,
    /// What can be chosen or pressed.
    pub options: &'c [Arc<str>],
    /// The option that the journey proposes.
    pub default: Option<usize>,
    /// The options that are chosen now.
    pub selected: &'c [usize],
    /// Whether a page shows it.
    pub is_shown: bool,
}

impl<'c> Ask<'c> {
    /// Of a callback that asks nothing.
    pub(super) fn nothing() -> Self {
        Self {
            kind: AskKind::Nothing,
            prompt: None,
            text: "",
            proposal: "",
            options: &[],
            default: None,
            selected: &[],
            is_shown: false,
        }
    }

    pub(super) fn shown(kind: AskKind, prompt: &'c Arc<str>) -> Self {
        Self { kind, prompt: Some(prompt), is_shown: true, ..Self::nothing() }
    }

    /// Whether a person fills it in: buttons and what no page shows are not counted.
    pub fn is_field(&self) -> bool {
        let kinds = [AskKind::Text, AskKind::Secret, AskKind::Choice, AskKind::MultiChoice];
        self.is_shown && kinds.contains(&self.kind)
    }

    /// Whether it can be filled in, though no page shows it.
    pub fn is_hidden(&self) -> bool {
        !self.is_shown && self.kind == AskKind::Text
    }

    /// Whether it is filled in by typing.
    pub fn is_typed(&self) -> bool {
        self.is_field() && matches!(self.kind, AskKind::Text | AskKind::Secret)
    }

    /// Whether it is answered by options.
    pub fn has_options(&self) -> bool {
        matches!(self.kind, AskKind::Choice | AskKind::MultiChoice | AskKind::Buttons)
    }

    /// Whether the page may be sent with the field as it is.
    pub fn has_default(&self) -> bool {
        self.default.is_some() || !self.text.is_empty()
    }

    /// An option by its text: letter by letter, else without regard to case and outer blanks.
    pub fn option_named(&self, text: &str) -> Option<usize> {
        let exact = self.options.iter().position(|option| option.as_ref() == text);
        let loose = || self.options.iter().position(|option| option.trim().eq_ignore_ascii_case(text.trim()));
        exact.or_else(loose)
    }

    /// Options by their indices, all of them there.
    ///
    /// # Errors
    /// [`AnswerError::OutOfRange`].
    pub fn within(&self, picked: &[i64]) -> Result<Vec<usize>, AnswerError> {
        let count = self.options.len();
        let index = |index: &i64| usize::try_from(*index).ok().filter(|index| *index < count);
        picked.iter().map(index).collect::<Option<_>>().ok_or(AnswerError::OutOfRange(count))
    }

    /// The text of an option, where no option before it has the same.
    pub fn name_of_option(&self, index: usize) -> Option<&'c Arc<str>> {
        let text = self.options.get(index)?;
        (self.options.iter().position(|option| option == text) == Some(index)).then_some(text)
    }
}

/// What a callback tells a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tells<'c> {
    /// A text.
    Text {
        /// How serious it is.
        message_type: MessageType,
        /// The text.
        message: &'c Arc<str>,
        /// Whether the journey is suspended behind it.
        is_suspended: bool,
    },
    /// That the page goes on by itself.
    Wait {
        /// The text.
        message: &'c Arc<str>,
    },
    /// Nothing that could be shown: only the vendor's own pages know the type.
    Unknown {
        /// The type.
        name: &'c Arc<str>,
    },
}

impl Callback {
    /// Whether a person answers it by typing or choosing (buttons and waits are not counted).
    pub fn is_field(&self) -> bool {
        self.ask().is_field()
    }

    /// The callback in a few words beside its type. Answers are not among them.
    pub fn gist(&self) -> String {
        let ask = self.ask();
        match (self.wait(), self.tells()) {
            (Some(wait), _) => format!("waitTime {}", wait.0),
            (_, Some(Tells::Text { message, .. })) => message.to_string(),
            (_, Some(_)) => String::new(),
            _ if ask.kind == AskKind::Buttons => ask.options.join(" | "),
            _ => ask.prompt.map(ToString::to_string).unwrap_or_default(),
        }
    }
}
