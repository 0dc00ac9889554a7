//! Reading a node's configuration: typed, with messages that say what is wrong and how to mend it.

use std::sync::Arc;

use serde_json::Value as Json;

use super::api::{BuildError, Visit};

/// A node's configuration object. Absent and null keys give the default.
#[derive(Clone, Copy, Debug)]
pub(super) struct Config<'a>(pub &'a Json);

impl<'a> Config<'a> {
    fn get(self, key: &str) -> Option<&'a Json> {
        self.0.get(key).filter(|value| !value.is_null())
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

    /// A text.
    pub(super) fn text(self, key: &str) -> Result<Option<Arc<str>>, BuildError> {
        match self.get(key) {
            None => Ok(None),
            Some(Json::String(text)) => Ok(Some(text.as_str().into())),
            Some(other) => Err(Self::wrong(key, "a text", other)),
        }
    }

    /// A text that must be there.
    pub(super) fn required(self, key: &str) -> Result<Arc<str>, BuildError> {
        self.text(key)?.filter(|text| !text.is_empty()).ok_or_else(|| BuildError {
            key: key.to_owned(),
            what: "is missing; set it in the journey editor and export again".to_owned(),
        })
    }

    /// A boolean; a text `true` or `false` counts.
    pub(super) fn flag(self, key: &str, default: bool) -> Result<bool, BuildError> {
        match self.get(key) {
            None => Ok(default),
            Some(Json::Bool(flag)) => Ok(*flag),
            Some(Json::String(text)) if text == "true" || text == "false" => Ok(text == "true"),
            Some(other) => Err(Self::wrong(key, "true or false", other)),
        }
    }

    /// A whole number that is not negative; a script's `5.0` counts.
    pub(super) fn number(self, key: &str, default: u64) -> Result<u64, BuildError> {
        self.optional_number(key).map(|number| number.unwrap_or(default))
    }

    /// A whole number that is not negative, if there is one.
    pub(super) fn optional_number(self, key: &str) -> Result<Option<u64>, BuildError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let whole = value.as_u64().or_else(|| {
            value
                .as_f64()
                .filter(|float| float.fract() == 0.0 && (0.0..9e15).contains(float))
                .map(|float| float as u64)
        });
        whole.map(Some).ok_or_else(|| Self::wrong(key, "a whole number that is not negative", value))
    }

    /// A list of texts.
    pub(super) fn texts(self, key: &str) -> Result<Option<Vec<Arc<str>>>, BuildError> {
        match self.get(key) {
            None => Ok(None),
            Some(Json::Array(items)) => items
                .iter()
                .map(|item| {
                    item.as_str().map(Arc::from).ok_or_else(|| Self::wrong(key, "a list of texts", item))
                })
                .collect::<Result<_, _>>()
                .map(Some),
            Some(other) => Err(Self::wrong(key, "a list of texts", other)),
        }
    }

    /// A map of texts to texts.
    pub(super) fn map(self, key: &str) -> Result<Pairs, BuildError> {
        match self.get(key) {
            None => Ok(Vec::new()),
            Some(Json::Object(members)) => members
                .iter()
                .map(|(name, value)| match value {
                    Json::String(text) => Ok((name.as_str().into(), text.as_str().into())),
                    other => Err(Self::wrong(&format!("{key}.{name}"), "a text", other)),
                })
                .collect(),
            Some(other) => Err(Self::wrong(key, "an object of texts", other)),
        }
    }

    /// A localised text.
    pub(super) fn localised(self, key: &str) -> Result<Localised, BuildError> {
        self.map(key).map(Localised)
    }
}

/// Names and texts, in the order of the file.
type Pairs = Vec<(Arc<str>, Arc<str>)>;

/// A text in several languages, by locale.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Localised(Pairs);

impl Localised {
    /// The text for the request's locales: for each in turn the same locale, else, unless the
    /// request names it too, its bare language. Source: `LocaleSelector` in AM 8.0.2.
    pub(super) fn choose(&self, visit: &Visit<'_>) -> Option<&Arc<str>> {
        let wanted = &visit.request.locales;
        wanted.iter().find_map(|locale| {
            self.text(locale).or_else(|| {
                let (language, _) = locale.split_once(['-', '_'])?;
                let asked = wanted.iter().any(|other| other.eq_ignore_ascii_case(language));
                if asked { None } else { self.text(language) }
            })
        })
    }

    /// Like [`Localised::choose`], then in the locales of the realm and of the server.
    /// Rule `message.locale`.
    pub(super) fn choose_or_default(&self, visit: &Visit<'_>) -> Option<&Arc<str>> {
        self.choose(visit).or_else(|| ["en", "en_US"].iter().find_map(|locale| self.text(locale)))
    }

    fn text(&self, wanted: &str) -> Option<&Arc<str>> {
        let same = |a: u8, b: u8| a.eq_ignore_ascii_case(&b) || (b"-_".contains(&a) && b"-_".contains(&b));
        let equal =
            |a: &str, b: &str| a.len() == b.len() && a.bytes().zip(b.bytes()).all(|(a, b)| same(a, b));
        self.0.iter().find(|(locale, _)| equal(locale, wanted)).map(|(_, text)| text)
    }
}
