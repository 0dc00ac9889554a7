//! Reading a configuration by what its type declares.

use std::sync::Arc;

use serde_json::Value as Json;

use super::api::{Build, BuildError, Visit};
use super::settings::{Amount, Kind, Setting};
use crate::identity::Realm;
use crate::journey::NodeDef;

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

/// Names and texts, in the order of the file.
type Pairs = Vec<(Arc<str>, Arc<str>)>;

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
        match whole_number(value).filter(|number| min.is_none_or(|min| *number >= min)) {
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
    pub fn text_map(self, setting: &Setting) -> Result<Pairs, BuildError> {
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
pub fn whole_number(value: &Json) -> Option<i64> {
    let large = || value.as_u64().map(|_| i64::MAX);
    value.as_i64().or_else(large).or_else(|| {
        let float = value.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 9e15)?;
        Some(float as i64)
    })
}

/// A text in several languages, by locale, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Localised {
    texts: Pairs,
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
