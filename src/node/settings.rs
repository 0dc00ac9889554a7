//! The settings of a node type: declared once, and read by what is declared.

use std::sync::Arc;

use serde_json::Value as Json;

use super::api::{Build, BuildError, Visit};
use super::facts::JourneyUse;
use crate::identity::Realm;
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

    fn error(&self, what: impl Into<String>) -> BuildError {
        BuildError { key: self.key.to_owned(), what: what.into() }
    }

    fn missing(&self) -> BuildError {
        self.error("is missing; set it in the journey editor and export again")
    }
}

fn wrong(key: &str, wanted: &str, found: &Json) -> BuildError {
    let number = found.to_string();
    let kind = match found {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => &number,
        Json::String(_) => "a text",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    };
    BuildError { key: key.to_owned(), what: format!("must be {wanted}, not {kind}") }
}

/// The configuration of a node, read by what its type declares: the one place of defaults and of what
/// counts as what.
#[derive(Clone, Copy, Debug)]
pub struct Config<'a> {
    node: &'a NodeDef,
    realm: &'a Realm,
}

impl<'a> Config<'a> {
    /// The configuration of a node in a realm.
    pub fn new(node: &'a NodeDef, realm: &'a Realm) -> Self {
        Self { node, realm }
    }

    /// That of the node that is built.
    pub(super) fn of(build: &Build<'a>) -> Self {
        Self { node: build.node, realm: build.realm }
    }

    /// A text, or its default.
    ///
    /// # Errors
    /// It is something else, or is required and missing.
    pub fn text(self, setting: &Setting) -> Result<Option<Arc<str>>, BuildError> {
        let Kind::Text { default, blank_is_none } = setting.kind else {
            return Err(setting.error("is no text by its declaration"));
        };
        let found = match setting.raw(self.node) {
            None => None,
            Some(Json::String(text)) if text.is_empty() && (blank_is_none || setting.required) => None,
            Some(Json::String(text)) => Some(text.as_str().into()),
            Some(other) => return Err(wrong(setting.key, "a text", other)),
        };
        match found.or_else(|| default.map(Arc::from)) {
            None if setting.required => Err(setting.missing()),
            text => Ok(text),
        }
    }

    /// A text that is required or has a default.
    ///
    /// # Errors
    /// It is something else, or is missing.
    pub fn some_text(self, setting: &Setting) -> Result<Arc<str>, BuildError> {
        self.text(setting)?.ok_or_else(|| setting.missing())
    }

    /// A flag, or its default.
    ///
    /// # Errors
    /// It is something else.
    pub fn flag(self, setting: &Setting) -> Result<bool, BuildError> {
        let Kind::Flag { default } = setting.kind else {
            return Err(setting.error("is no flag by its declaration"));
        };
        match setting.raw(self.node) {
            None => Ok(default),
            Some(Json::Bool(flag)) => Ok(*flag),
            Some(Json::String(text)) if text == "true" || text == "false" => Ok(text == "true"),
            Some(other) => Err(wrong(setting.key, "true or false", other)),
        }
    }

    /// A whole number, or its default.
    ///
    /// # Errors
    /// It is something else, or less than it can be.
    pub fn number(self, setting: &Setting) -> Result<Option<i64>, BuildError> {
        let Kind::Number { default, min, .. } = setting.kind else {
            return Err(setting.error("is no number by its declaration"));
        };
        let Some(value) = setting.raw(self.node) else {
            return Ok(match default {
                Amount::None => None,
                Amount::Fixed(number) => Some(number),
                Amount::TransactionLife => {
                    Some(i64::try_from(self.realm.transaction_ttl_s).unwrap_or(i64::MAX))
                }
            });
        };
        let wanted = match min {
            Some(0) => "a whole number that is not negative".to_owned(),
            Some(min) => format!("a whole number from {min}"),
            None => "a whole number".to_owned(),
        };
        match whole(value).filter(|number| min.is_none_or(|min| *number >= min)) {
            Some(number) => Ok(Some(number)),
            None => Err(wrong(setting.key, &wanted, value)),
        }
    }

    /// One of the words that are declared, as it is declared.
    ///
    /// # Errors
    /// It is something else.
    pub fn one_of(self, setting: &Setting) -> Result<&'static str, BuildError> {
        let Kind::OneOf { words, default } = setting.kind else {
            return Err(setting.error("is no word by its declaration"));
        };
        let found = match setting.raw(self.node) {
            None => return Ok(default),
            Some(Json::String(text)) => text,
            Some(other) => return Err(wrong(setting.key, "a text", other)),
        };
        words.iter().copied().find(|word| word.eq_ignore_ascii_case(found)).ok_or_else(|| {
            let known = match words {
                [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
                _ => words.concat(),
            };
            setting.error(format!("\"{found}\" is not one of {known}"))
        })
    }

    /// A list of texts, or its default.
    ///
    /// # Errors
    /// It is something else.
    pub fn texts(self, setting: &Setting) -> Result<Vec<Arc<str>>, BuildError> {
        let Kind::Texts { default } = setting.kind else {
            return Err(setting.error("is no list by its declaration"));
        };
        let item = |item: &Json| {
            item.as_str().map(Arc::from).ok_or_else(|| wrong(setting.key, "a list of texts", item))
        };
        match setting.raw(self.node) {
            None => Ok(default.iter().copied().map(Arc::from).collect()),
            Some(Json::Array(items)) => items.iter().map(item).collect(),
            Some(other) => Err(wrong(setting.key, "a list of texts", other)),
        }
    }

    /// Texts by name, in the order of the file.
    ///
    /// # Errors
    /// It is something else.
    pub fn text_map(self, setting: &Setting) -> Result<Vec<(Arc<str>, Arc<str>)>, BuildError> {
        let text = |(name, value): (&String, &Json)| match value {
            Json::String(text) => Ok((name.as_str().into(), text.as_str().into())),
            other => Err(wrong(&format!("{}.{name}", setting.key), "a text", other)),
        };
        match setting.raw(self.node) {
            None => Ok(Vec::new()),
            Some(Json::Object(members)) => members.iter().map(text).collect(),
            Some(other) => Err(wrong(setting.key, "an object of texts", other)),
        }
    }

    /// Texts by locale.
    ///
    /// # Errors
    /// It is something else.
    pub(super) fn localised(self, setting: &Setting) -> Result<Localised, BuildError> {
        let Kind::Localised { default, .. } = setting.kind else {
            return Err(setting.error("is no localised text by its declaration"));
        };
        Ok(Localised { texts: self.text_map(setting)?, default: default.map(Arc::from) })
    }

    /// The ids of the children that a page lists; what is no child of any form has an empty one.
    pub(super) fn child_ids(self, setting: &Setting) -> Vec<Arc<str>> {
        let id = |entry: &Json| {
            // AM itself stores a child as the text id:type:name.
            let text = entry.as_str().and_then(|text| text.split(':').next());
            Arc::from(entry.get("_id").and_then(Json::as_str).or(text).unwrap_or_default())
        };
        let listed = setting.raw(self.node).and_then(Json::as_array);
        listed.into_iter().flatten().map(id).collect()
    }

    /// Whether a value can be read by its declaration.
    ///
    /// # Errors
    /// It cannot.
    pub fn check(self, setting: &Setting) -> Result<(), BuildError> {
        match setting.kind {
            Kind::Text { .. } => self.text(setting).map(drop),
            Kind::Flag { .. } => self.flag(setting).map(drop),
            Kind::Number { .. } => self.number(setting).map(drop),
            Kind::OneOf { .. } => self.one_of(setting).map(drop),
            Kind::Texts { .. } => self.texts(setting).map(drop),
            Kind::TextMap | Kind::Localised { .. } => self.text_map(setting).map(drop),
            Kind::Children => Ok(()),
        }
    }
}

/// A whole number as JSON or a script writes it: `60` or `60.0`.
fn whole(value: &Json) -> Option<i64> {
    let large = || value.as_u64().map(|_| i64::MAX);
    value.as_i64().or_else(large).or_else(|| {
        let float = value.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 9e15)?;
        Some(float as i64)
    })
}

/// A text in several languages, by locale, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Localised {
    texts: Vec<(Arc<str>, Arc<str>)>,
    default: Option<Arc<str>>,
}

impl Localised {
    /// The text for the request's locales: for each in turn the same locale, else, unless the
    /// request names it too, its bare language; else the default. Source: `LocaleSelector` in AM 8.0.2.
    pub(super) fn choose(&self, visit: &Visit<'_>) -> Option<Arc<str>> {
        self.chosen(visit).or(self.default.as_ref()).cloned()
    }

    /// Like [`Localised::choose`], but before the default in the locales of the realm and of the server.
    /// Rule `message.locale`.
    pub(super) fn choose_in_realm(&self, visit: &Visit<'_>) -> Option<Arc<str>> {
        let realm = || ["en", "en_US"].iter().find_map(|locale| self.text(locale));
        self.chosen(visit).or_else(realm).or(self.default.as_ref()).cloned()
    }

    fn chosen(&self, visit: &Visit<'_>) -> Option<&Arc<str>> {
        let wanted = &visit.request.locales;
        wanted.iter().find_map(|locale| {
            self.text(locale).or_else(|| {
                let (language, _) = locale.split_once(['-', '_'])?;
                let asked = wanted.iter().any(|other| other.eq_ignore_ascii_case(language));
                if asked { None } else { self.text(language) }
            })
        })
    }

    fn text(&self, wanted: &str) -> Option<&Arc<str>> {
        let same = |a: u8, b: u8| a.eq_ignore_ascii_case(&b) || (b"-_".contains(&a) && b"-_".contains(&b));
        let equal =
            |a: &str, b: &str| a.len() == b.len() && a.bytes().zip(b.bytes()).all(|(a, b)| same(a, b));
        self.texts.iter().find(|(locale, _)| equal(locale, wanted)).map(|(_, text)| text)
    }
}
