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

    /// The set for a number on the wire; any other number stands for options given as texts.
    pub fn from_code(code: i64) -> Self {
        let sets = [Self::YesNo, Self::YesNoCancel, Self::OkCancel];
        sets.into_iter().find(|set| set.code() == code).unwrap_or(Self::Unspecified)
    }

    /// The buttons of a predefined set in order: what a person reads, and the constant of the JDK that
    /// stands for it.
    pub fn buttons(self) -> &'static [(&'static str, i64)] {
        const YES: (&str, i64) = ("Yes", 0);
        const NO: (&str, i64) = ("No", 1);
        const CANCEL: (&str, i64) = ("Cancel", 2);
        const OK: (&str, i64) = ("OK", 3);
        match self {
            Self::Unspecified => &[],
            Self::YesNo => &[YES, NO],
            Self::YesNoCancel => &[YES, NO, CANCEL],
            Self::OkCancel => &[OK, CANCEL],
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
    /// The number of the option that the journey proposes.
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

    /// The buttons of a predefined set, of which the one with the constant `default` is proposed.
    pub fn of_type(message_type: MessageType, option_type: OptionType, default: i64) -> Self {
        let options = option_type.buttons().iter().map(|(text, _)| Arc::from(*text)).collect();
        Self { option_type, ..Self::new(message_type, options, default) }
    }

    /// The number that goes back for an option: its index, or the constant of a predefined set.
    pub fn number_of(&self, option: usize) -> Option<i64> {
        match self.option_type.buttons() {
            [] => i64::try_from(option).ok().filter(|_| option < self.options.len()),
            buttons => buttons.get(option).map(|(_, number)| *number),
        }
    }

    /// The option that a number stands for.
    pub fn option_of(&self, number: i64) -> Option<usize> {
        (0..self.options.len()).find(|option| self.number_of(*option) == Some(number))
    }

    /// The option that is proposed to a person. On a Polling Wait none is: the page goes on by itself.
    pub fn proposed(&self) -> Option<usize> {
        self.option_of(self.default).filter(|_| self.selected != NOT_PRESSED)
    }
}
