//! What the type of a field does not say: functions for `#[serde(deserialize_with)]`. A member that is
//! `null` is absent where it may be.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use serde_json::Value as Json;

/// A text that is not empty.
pub(crate) fn filled<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: From<String>,
    D: Deserializer<'de>,
{
    let text = String::deserialize(deserializer)?;
    if text.is_empty() { Err(D::Error::custom("is empty; fill it in")) } else { Ok(text.into()) }
}

/// The same for a member that may be absent.
pub(crate) fn filled_if_there<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: From<String>,
    D: Deserializer<'de>,
{
    match Option::<String>::deserialize(deserializer)? {
        Some(text) if text.is_empty() => Err(D::Error::custom("is empty; fill it in")),
        text => Ok(text.map(T::from)),
    }
}

/// A whole number in a range, bounds included, for a member that may be absent.
pub(crate) fn within<'de, const MIN: u64, const MAX: u64, T, D>(
    deserializer: D,
) -> Result<Option<T>, D::Error>
where
    T: TryFrom<u64>,
    D: Deserializer<'de>,
{
    let out_of_range = || D::Error::custom(format!("is out of range; use {MIN} to {MAX}"));
    let Some(number) = Option::<u64>::deserialize(deserializer)? else { return Ok(None) };
    let number = Some(number).filter(|number| (MIN..=MAX).contains(number)).ok_or_else(out_of_range)?;
    T::try_from(number).map(Some).map_err(|_| out_of_range())
}

/// `true`, or absent.
pub(crate) fn only_true<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    match Option::<bool>::deserialize(deserializer)? {
        Some(false) => Err(D::Error::custom("is false; make it true, or remove it")),
        flag => Ok(flag.is_some()),
    }
}

/// A list or an object, which is empty where it is absent.
pub(crate) fn or_empty<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + Default,
    D: Deserializer<'de>,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// Any value, `null` too, for a member that may be absent.
pub(crate) fn any_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}

/// A list of at most so many entries, which is empty where it is absent. A longer one is refused
/// before any of it is read.
pub(crate) fn at_most<'de, const MAX: usize, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_option(AtMost::<MAX, T>(PhantomData))
}

struct AtMost<const MAX: usize, T>(PhantomData<T>);

impl<'de, const MAX: usize, T: Deserialize<'de>> Visitor<'de> for AtMost<MAX, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_none<E: Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let too_many = || A::Error::custom(format!("has too many entries; use at most {MAX}"));
        if items.size_hint().is_some_and(|count| count > MAX) {
            return Err(too_many());
        }
        let mut all = Vec::new();
        while let Some(item) = items.next_element()? {
            if all.len() == MAX {
                return Err(too_many());
            }
            all.push(item);
        }
        Ok(all)
    }
}
