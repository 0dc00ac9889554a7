//! What a step answers a callback with.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::json::fields::filled_if_there;

/// The largest index of a choice.
const MAX_INDEX: u64 = 10_000;

/// The value for one callback.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum AnswerValue {
    /// A text; of a choice, the choice's text. For a password only the empty text is allowed.
    Text(Arc<str>),
    /// Of a choice, its index from 0.
    Index(#[schemars(range(min = 0, max = 10_000))] i64),
    /// Several choices by index from 0.
    Indices(#[schemars(inner(range(min = 0, max = 10_000)))] Vec<i64>),
    /// The password of a user or agent of the realm.
    #[schemars(extend("additionalProperties" = false))]
    PasswordOf {
        /// The user's or agent's name.
        #[serde(rename = "passwordOf")]
        #[schemars(length(min = 1))]
        password_of: Arc<str>,
    },
    /// A secret that is not written down. `jsim run --answer NAME=@env:VARIABLE` supplies it;
    /// without that it is a fixed text that is no user's password.
    #[schemars(extend("additionalProperties" = false))]
    Prompt {
        /// What it is called here, such as `a wrong password`.
        #[schemars(length(min = 1))]
        prompt: Arc<str>,
    },
    /// The input fields of any other callback.
    #[schemars(extend("additionalProperties" = false))]
    Fields {
        /// Name to value.
        fields: IndexMap<Arc<str>, serde_json::Value>,
    },
}

impl<'de> Deserialize<'de> for AnswerValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnswerVisitor { of_button: false })
    }
}

/// The text of a button, or its index from 0, for a member that may be absent.
pub(super) fn button<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<AnswerValue>, D::Error> {
    struct Button(AnswerValue);
    impl<'de> Deserialize<'de> for Button {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_any(AnswerVisitor { of_button: true }).map(Self)
        }
    }
    Ok(Option::<Button>::deserialize(deserializer)?.map(|button| button.0))
}

/// The answers of a step, of which there is at least one.
pub(super) fn answers<'de, D>(deserializer: D) -> Result<Option<IndexMap<String, AnswerValue>>, D::Error>
where
    D: Deserializer<'de>,
{
    let answers = Option::<IndexMap<String, AnswerValue>>::deserialize(deserializer)?;
    if answers.as_ref().is_some_and(IndexMap::is_empty) {
        return Err(D::Error::custom("answers nothing; add a prompt, or use \"resubmit\": true"));
    }
    Ok(answers)
}

struct AnswerVisitor {
    /// Whether only the text or the index of a button will do.
    of_button: bool,
}

impl AnswerVisitor {
    fn wrong<E: Error>(&self) -> E {
        E::custom(if self.of_button {
            "is no button; use the button's text, or its index from 0"
        } else {
            "is no answer; use a text, a number, a list of numbers, {\"passwordOf\": NAME}, {\"prompt\": NAME} or {\"fields\": {..}}"
        })
    }
}

fn index<E: Error>(number: u64) -> Result<i64, E> {
    let index = i64::try_from(number).ok().filter(|_| number <= MAX_INDEX);
    index.ok_or_else(|| E::custom(format!("is out of range; use 0 to {MAX_INDEX}")))
}

/// An index in a list of indices.
struct Index(i64);

impl<'de> Deserialize<'de> for Index {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        index(u64::deserialize(deserializer)?).map(Self)
    }
}

/// The answers that are objects: exactly one of the keys is there.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Object {
    #[serde(default, deserialize_with = "filled_if_there")]
    password_of: Option<Arc<str>>,
    #[serde(default, deserialize_with = "filled_if_there")]
    prompt: Option<Arc<str>>,
    #[serde(default)]
    fields: Option<IndexMap<Arc<str>, serde_json::Value>>,
}

impl<'de> Visitor<'de> for AnswerVisitor {
    type Value = AnswerValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number from 0")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<AnswerValue, E> {
        if self.of_button && text.is_empty() {
            return Err(E::custom("is empty; fill it in"));
        }
        Ok(AnswerValue::Text(text.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<AnswerValue, E> {
        index(number).map(AnswerValue::Index)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<AnswerValue, A::Error> {
        if self.of_button {
            return Err(self.wrong());
        }
        let mut indices = Vec::new();
        while let Some(Index(index)) = items.next_element()? {
            indices.push(index);
        }
        Ok(AnswerValue::Indices(indices))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<AnswerValue, A::Error> {
        if self.of_button {
            return Err(self.wrong());
        }
        let Object { password_of, prompt, fields } =
            Object::deserialize(MapAccessDeserializer::new(members))?;
        match (password_of, prompt, fields) {
            (Some(password_of), None, None) => Ok(AnswerValue::PasswordOf { password_of }),
            (None, Some(prompt), None) => Ok(AnswerValue::Prompt { prompt }),
            (None, None, Some(fields)) => Ok(AnswerValue::Fields { fields }),
            _ => Err(A::Error::custom("is no answer; use exactly one of passwordOf, prompt and fields")),
        }
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<AnswerValue, E> {
        Err(self.wrong())
    }

    fn visit_unit<E: Error>(self) -> Result<AnswerValue, E> {
        Err(self.wrong())
    }
}
