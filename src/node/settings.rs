//! The settings of a node type: declared once.

use serde_json::Value as Json;

use super::api::BuildError;
use super::facts::JourneyUse;
use crate::journey::NodeDef;

/// A setting of a node type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Its key in exports.
    pub key: &'static str,
    /// Its name in the vendor's product.
    pub label: &'static str,
    /// What its value is, and what it is without one.
    pub kind: Kind,
    /// What its value stands for.
    pub means: Meaning,
    /// Whether a node without it cannot be used.
    pub required: bool,
}

/// What the value of a setting is. A key that is absent, or null, has the default.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A text.
    Text {
        /// The text of a node that has none.
        default: Option<&'static str>,
        /// Whether an empty text is none.
        blank_is_none: bool,
    },
    /// A flag; the texts `true` and `false` count.
    Flag {
        /// Its value where none is set.
        default: bool,
    },
    /// A whole number; `60.0` counts.
    Number {
        /// Its value where none is set.
        default: Amount,
        /// The least that it can be.
        min: Option<i64>,
        /// What it counts.
        unit: &'static str,
    },
    /// One of some words, in any case of the letters.
    OneOf {
        /// The words.
        words: &'static [&'static str],
        /// The one of a node that has none.
        default: &'static str,
    },
    /// A list of texts.
    Texts {
        /// The list of a node that has none.
        default: &'static [&'static str],
    },
    /// Texts by name.
    TextMap,
    /// Texts by locale.
    Localised {
        /// What is shown where no text fits the request's locales.
        default: Option<&'static str>,
        /// What the node replaces in the texts.
        placeholders: &'static [&'static str],
    },
    /// The children of a page: objects with `_id`, or texts `id:type:name`.
    Children,
}

/// The number of a node that has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// There is none.
    None,
    /// This one.
    Fixed(i64),
    /// The realm's transaction time to live.
    TransactionLife,
}

/// What the value of a setting stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Only itself.
    Plain,
    /// A journey, by name.
    Journey(JourneyUse),
    /// A script, by id.
    Script,
    /// The node type as which the node behaves.
    NodeType,
    /// The node's children.
    Children,
    /// The node's outcomes.
    Outcomes,
    /// The state keys that a script may read.
    Inputs,
    /// The state keys that a script may write.
    Outputs,
    /// How long the node's client waits, in seconds.
    Wait,
    /// How long the node's transaction lives, in seconds.
    Life,
}

impl Setting {
    const fn new(key: &'static str, label: &'static str, kind: Kind) -> Self {
        Self { key, label, kind, means: Meaning::Plain, required: false }
    }

    /// A text. An empty one is none.
    pub(super) const fn text(key: &'static str, label: &'static str) -> Self {
        Self::new(key, label, Kind::Text { default: None, blank_is_none: true })
    }

    /// A text with a default. An empty one is one.
    pub(super) const fn text_or(key: &'static str, label: &'static str, default: &'static str) -> Self {
        Self::new(key, label, Kind::Text { default: Some(default), blank_is_none: false })
    }

    /// A flag.
    pub(super) const fn flag(key: &'static str, label: &'static str, default: bool) -> Self {
        Self::new(key, label, Kind::Flag { default })
    }

    /// A whole number that is not negative.
    pub(super) const fn number(
        key: &'static str,
        label: &'static str,
        default: Amount,
        unit: &'static str,
    ) -> Self {
        Self::new(key, label, Kind::Number { default, min: Some(0), unit })
    }

    /// One of some words.
    pub(super) const fn one_of(
        key: &'static str,
        label: &'static str,
        words: &'static [&'static str],
        default: &'static str,
    ) -> Self {
        Self::new(key, label, Kind::OneOf { words, default })
    }

    /// A list of texts.
    pub(super) const fn texts(
        key: &'static str,
        label: &'static str,
        default: &'static [&'static str],
    ) -> Self {
        Self::new(key, label, Kind::Texts { default })
    }

    /// Texts by name.
    pub(super) const fn text_map(key: &'static str, label: &'static str) -> Self {
        Self::new(key, label, Kind::TextMap)
    }

    /// Texts by locale.
    pub(super) const fn localised(
        key: &'static str,
        label: &'static str,
        default: Option<&'static str>,
    ) -> Self {
        Self::new(key, label, Kind::Localised { default, placeholders: &[] })
    }

    /// The children of a page.
    pub(super) const fn children(key: &'static str, label: &'static str) -> Self {
        Self::new(key, label, Kind::Children).meaning(Meaning::Children)
    }

    /// With a meaning.
    pub(super) const fn meaning(self, means: Meaning) -> Self {
        Self { means, ..self }
    }

    /// A node without it cannot be used.
    pub(super) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// An empty text is none, and has the default.
    pub(super) const fn blank_is_none(self) -> Self {
        match self.kind {
            Kind::Text { default, .. } => Self { kind: Kind::Text { default, blank_is_none: true }, ..self },
            _ => self,
        }
    }

    /// Any whole number.
    pub(super) const fn or_negative(self) -> Self {
        match self.kind {
            Kind::Number { default, unit, .. } => {
                Self { kind: Kind::Number { default, min: None, unit }, ..self }
            }
            _ => self,
        }
    }

    /// With what the node replaces in its texts.
    pub(super) const fn filling(self, placeholders: &'static [&'static str]) -> Self {
        match self.kind {
            Kind::Localised { default, .. } => {
                Self { kind: Kind::Localised { default, placeholders }, ..self }
            }
            _ => self,
        }
    }

    /// The value of a node as it stands in its export, whatever it is; `None` where it is absent or null.
    pub fn raw<'n>(&self, node: &'n NodeDef) -> Option<&'n Json> {
        node.config.get(self.key).filter(|value| !value.is_null())
    }

    /// The text that a node has of its own, wherever it is not empty.
    pub fn own_text<'n>(&self, node: &'n NodeDef) -> Option<&'n str> {
        self.raw(node).and_then(Json::as_str).filter(|text| !text.is_empty())
    }

    pub(super) fn error(&self, what: impl Into<String>) -> BuildError {
        BuildError { key: self.key.to_owned(), what: what.into() }
    }

    pub(super) fn missing(&self) -> BuildError {
        self.error("is missing; set it in the journey editor and export again")
    }
}
