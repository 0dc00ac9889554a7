//! A value held in node state: JSON, plus the one thing JSON cannot hold safely, a secret.

use std::sync::Arc;

use serde_json::Number;

use super::secret::{MASK, Secret};

/// The members of an object, in key order, cheap to clone.
pub type Object = imbl::OrdMap<Arc<str>, Value>;

/// A JSON value that may carry secrets. Clones share structure.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    /// JSON null.
    #[default]
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text anyone may read.
    String(Arc<str>),
    /// A text nobody may print.
    Secret(Secret),
    /// A list.
    Array(imbl::Vector<Value>),
    /// An object.
    Object(Object),
}

impl Value {
    /// The text of a plain string; `None` for everything else, secrets included.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The secret, taking a plain string into custody: a password found in state is one
    /// whichever way it was written.
    pub fn to_secret(&self) -> Option<Secret> {
        match self {
            Self::Secret(secret) => Some(secret.clone()),
            Self::String(text) => Some(Secret::new(text.as_ref())),
            _ => None,
        }
    }

    /// The members, when the value is an object.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// A member of an object; `None` where there is no such member or no object.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_object().and_then(|members| members.get(key))
    }

    /// The value as a whole number.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Number(number) => number.as_i64().or_else(|| {
                number
                    .as_f64()
                    .filter(|float| float.fract() == 0.0 && float.abs() < 9e15)
                    .map(|float| float as i64)
            }),
            _ => None,
        }
    }

    /// Whether the value is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Plain JSON with every secret replaced by the mask: what may be shown, logged and exported.
    pub fn to_masked_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self {
            Self::Null => Json::Null,
            Self::Bool(flag) => Json::Bool(*flag),
            Self::Number(number) => Json::Number(number.clone()),
            Self::String(text) => Json::String(text.to_string()),
            Self::Secret(_) => Json::String(MASK.to_owned()),
            Self::Array(items) => Json::Array(items.iter().map(Self::to_masked_json).collect()),
            Self::Object(members) => Json::Object(
                members.iter().map(|(key, value)| (key.to_string(), value.to_masked_json())).collect(),
            ),
        }
    }

    /// Calls `found` for every secret inside the value.
    pub fn for_each_secret(&self, found: &mut dyn FnMut(&Secret)) {
        match self {
            Self::Secret(secret) => found(secret),
            Self::Array(items) => items.iter().for_each(|item| item.for_each_secret(found)),
            Self::Object(members) => members.values().for_each(|item| item.for_each_secret(found)),
            _ => {}
        }
    }

    /// Merges `over` into `self` as AM merges JSON: objects member by member, anything else replaced.
    #[must_use]
    pub fn merged(&self, over: &Value) -> Value {
        match (self, over) {
            (Self::Object(under), Self::Object(over)) => {
                let mut merged = under.clone();
                for (key, value) in over {
                    let next = merged.get(key).map_or_else(|| value.clone(), |old| old.merged(value));
                    merged.insert(key.clone(), next);
                }
                Self::Object(merged)
            }
            _ => over.clone(),
        }
    }
}

impl From<&serde_json::Value> for Value {
    fn from(json: &serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match json {
            Json::Null => Self::Null,
            Json::Bool(flag) => Self::Bool(*flag),
            Json::Number(number) => Self::Number(number.clone()),
            Json::String(text) => Self::from(text.as_str()),
            Json::Array(items) => Self::Array(items.iter().map(Self::from).collect()),
            Json::Object(members) => Self::Object(
                members.iter().map(|(key, value)| (Arc::from(key.as_str()), Self::from(value))).collect(),
            ),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(Arc::from(text))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(Arc::from(text))
    }
}

impl From<Arc<str>> for Value {
    fn from(text: Arc<str>) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

impl From<Secret> for Value {
    fn from(secret: Secret) -> Self {
        Self::Secret(secret)
    }
}

impl From<Object> for Value {
    fn from(members: Object) -> Self {
        Self::Object(members)
    }
}
