//! Reads a value into a type that derives `Deserialize`. An error names the position, and of a value
//! only its kind: a password that stands in the wrong place reaches no message.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{self, Deserialize, DeserializeSeed, EnumAccess, Expected, IntoDeserializer, Unexpected};
use serde::de::{VariantAccess, Visitor};
use serde_json::Value as Json;

use super::cursor::{Cursor, kind};
use super::diagnostic::Diagnostic;
use super::path::{Segment, show_path};
use super::suggest::nearest;

/// An enum of this name is an object whose one key that is a variant's name says which variant the
/// whole object is, such as `{"side": "main", "end": "Success"}` for the variant `end`. Any other
/// enum is a text.
pub(crate) const NAMED_BY_KEY: &str = "named by key";

impl<'a> Cursor<'a> {
    /// Reads the value here.
    ///
    /// # Errors
    /// A key that is unknown or missing, a value of the wrong kind or one that the type refuses.
    pub(crate) fn read<T: Deserialize<'a>>(&self) -> Result<T, Diagnostic> {
        serde_path_to_error::deserialize(Reader(self.value)).map_err(|error| {
            let inner = error.path().clone();
            let ReadError { key, what, help } = error.into_inner();
            let mut path = self.path().to_vec();
            path.extend(inner.iter().filter_map(|segment| match segment {
                serde_path_to_error::Segment::Map { key } => Some(Segment::Key(key)),
                serde_path_to_error::Segment::Seq { index } => Some(Segment::Index(*index)),
                // The variant of an enum is no step down into the document.
                _ => None,
            }));
            path.extend(key.as_deref().map(Segment::Key));
            let (line, column) = self.document().position_of(&path).unzip();
            let whole = Diagnostic::of_file(self.file(), what, help);
            Diagnostic { json_path: show_path(&path), line, column, ..whole }
        })
    }
}

/// What is wrong with a value, and what helps. Texts of [`de::Error::custom`] have both, with `; `
/// between them, and must quote no value.
#[derive(Debug)]
struct ReadError {
    /// The member that is meant, where the error was found in the whole object.
    key: Option<String>,
    what: String,
    help: String,
}

impl ReadError {
    fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { key: None, what: what.into(), help: help.into() }
    }

    fn of_kind(found: &str, expected: &str) -> Self {
        Self::new(format!("is {found}, not {expected}"), format!("make it {expected}"))
    }

    fn unknown_key(key: &str, known: &[&str]) -> Self {
        let help = match nearest(key, known) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("known keys: {}", known.join(", ")),
        };
        Self::new("unknown key", help)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.what, self.help)
    }
}

impl std::error::Error for ReadError {}

impl de::Error for ReadError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        let message = message.to_string();
        let (what, help) = message.split_once("; ").unwrap_or((&message, ""));
        Self::new(what, help)
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match found {
            Unexpected::Bool(_) => "a boolean",
            Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
            Unexpected::Str(_) | Unexpected::Char(_) => "a string",
            Unexpected::Seq => "a list",
            Unexpected::Map => "an object",
            Unexpected::Unit | Unexpected::Option => "null",
            _ => "something else",
        };
        Self::of_kind(found, &expected.to_string())
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new("is out of range", format!("make it {expected}"))
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::new(format!("has {length} entries"), format!("make it {expected}"))
    }

    fn unknown_variant(found: &str, known: &'static [&'static str]) -> Self {
        let help = match nearest(found, known) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("use one of {}", known.join(", ")),
        };
        Self::new("is not known here", help)
    }

    fn unknown_field(found: &str, known: &'static [&'static str]) -> Self {
        Self::unknown_key(found, known)
    }

    fn missing_field(key: &'static str) -> Self {
        Self::new(format!("{key} is missing"), format!("add \"{key}\""))
    }

    fn duplicate_field(key: &'static str) -> Self {
        Self::new(format!("duplicate key {key}"), "rename one of the two, or remove it")
    }
}

#[derive(Clone, Copy)]
struct Reader<'de>(&'de Json);

impl Reader<'_> {
    fn wrong_kind(self, expected: &str) -> ReadError {
        ReadError::of_kind(kind(self.0), expected)
    }
}

impl<'de> IntoDeserializer<'de, ReadError> for Reader<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! integers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            match self.0.as_u64() {
                Some(number) => visitor.visit_u64(number),
                None => Err(self.wrong_kind("a whole number from 0")),
            }
        })*
    };
}

impl<'de> de::Deserializer<'de> for Reader<'de> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Json::Null => visitor.visit_unit(),
            Json::Bool(flag) => visitor.visit_bool(*flag),
            Json::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => visitor.visit_u64(number),
                (None, Some(number)) => visitor.visit_i64(number),
                (None, None) => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
            },
            Json::String(text) => visitor.visit_borrowed_str(text),
            Json::Array(_) => self.deserialize_seq(visitor),
            Json::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.0
            .as_bool()
            .map_or_else(|| Err(self.wrong_kind("true or false")), |flag| visitor.visit_bool(flag))
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.0 {
            Json::String(text) => visitor.visit_borrowed_str(text),
            _ => Err(self.wrong_kind("a string")),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let items = self.0.as_array().ok_or_else(|| self.wrong_kind("a list"))?;
        visitor.visit_seq(SeqDeserializer::new(items.iter().map(Reader)))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let members = self.0.as_object().ok_or_else(|| self.wrong_kind("an object"))?;
        visitor
            .visit_map(MapDeserializer::new(members.iter().map(|(key, value)| (key.as_str(), Reader(value)))))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        match self.0 {
            _ if name == NAMED_BY_KEY => visitor.visit_enum(self.named_by_key(variants)?),
            Json::String(text) => visitor.visit_enum(StrDeserializer::new(text)),
            _ => Err(self.wrong_kind("a string")),
        }
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

impl<'de> Reader<'de> {
    fn named_by_key(self, variants: &'static [&'static str]) -> Result<NamedByKey<'de>, ReadError> {
        let members = self.0.as_object().ok_or_else(|| self.wrong_kind("an object"))?;
        let named: Vec<&'static str> =
            variants.iter().copied().filter(|variant| members.contains_key(*variant)).collect();
        match named[..] {
            [variant] => Ok(NamedByKey { variant, whole: self }),
            [] => Err(match members.keys().find(|key| nearest(key, variants).is_some()) {
                Some(key) => ReadError { key: Some(key.clone()), ..ReadError::unknown_key(key, variants) },
                None => {
                    let what = if members.is_empty() { "is empty" } else { "does not say what it is" };
                    ReadError::new(what, format!("add one of {}", variants.join(", ")))
                }
            }),
            _ => {
                let what = format!("says several things: {}", named.join(", "));
                Err(ReadError::new(what, "put each in an object of its own"))
            }
        }
    }
}

/// A variant, and the object that is all of it.
struct NamedByKey<'de> {
    variant: &'static str,
    whole: Reader<'de>,
}

impl<'de> EnumAccess<'de> for NamedByKey<'de> {
    type Error = ReadError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), ReadError> {
        Ok((seed.deserialize(StrDeserializer::new(self.variant))?, self))
    }
}

impl<'de> VariantAccess<'de> for NamedByKey<'de> {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        Err(self.whole.wrong_kind("a string"))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ReadError> {
        seed.deserialize(self.whole)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, ReadError> {
        de::Deserializer::deserialize_any(self.whole, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        de::Deserializer::deserialize_any(self.whole, visitor)
    }
}
