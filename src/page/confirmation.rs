//! Confirmations, and the numbers of the wire for severities and option sets.

use std::sync::Arc;

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
    /// The number that goes back: of the pressed option, or what the callback came with.
    pub selected: i64,
}

/// The number that a Polling Wait presets: its button was not pressed.
pub const NOT_PRESSED: i64 = 100;

impl Confirmation {
    /// Buttons with texts of their own, of which `default` is proposed. Sent back untouched it answers 0,
    /// whatever is proposed.
    pub fn new(message_type: MessageType, options: Vec<Arc<str>>, default: i64) -> Self {
        let option_type = OptionType::Unspecified;
        Self { prompt: "".into(), message_type, option_type, options, default, selected: 0 }
    }

    /// The option that is proposed to a person. On a Polling Wait none is: the page goes on by itself.
    pub fn proposed(&self) -> Option<usize> {
        let index = usize::try_from(self.default).ok().filter(|_| self.selected != NOT_PRESSED)?;
        (index < self.options.len()).then_some(index)
    }
}
