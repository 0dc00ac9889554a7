//! The query filter: what it means.

use std::cmp::Ordering;
use std::sync::Arc;

use serde_json::Value as Json;
use thiserror::Error;

use super::parse::Parser;
use crate::value::{Object, Value};

/// A query filter, ready to use. Clones share structure.
///
/// Rules `identity.filter-*`.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryFilter(Arc<Expr>);

/// A text that is no query filter. It names the place, and quotes nothing of the text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("query filter, character {position}: {what}")]
pub struct FilterError {
    /// The character at which it stops making sense, counted from 1.
    pub position: usize,
    /// What is wrong there.
    pub what: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    Literal(bool),
    Present(Vec<String>),
    Compare(Vec<String>, Op, Json),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Equal,
    Contains,
    StartsWith,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Op {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "eq" => Self::Equal,
            "co" => Self::Contains,
            "sw" => Self::StartsWith,
            "lt" => Self::Less,
            "le" => Self::LessOrEqual,
            "gt" => Self::Greater,
            "ge" => Self::GreaterOrEqual,
            _ => return None,
        })
    }

    fn accepts(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
            Self::Contains | Self::StartsWith => false,
        }
    }
}

impl QueryFilter {
    /// Reads a filter.
    ///
    /// # Errors
    /// A text outside the grammar; the error names the character.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        Parser::new(text).all().map(|expr| Self(Arc::new(expr)))
    }

    /// Whether an object matches.
    pub fn matches(&self, object: &Object) -> bool {
        holds(&self.0, object)
    }
}

impl std::str::FromStr for QueryFilter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        Self::parse(text)
    }
}

fn holds(expr: &Expr, object: &Object) -> bool {
    match expr {
        Expr::And(parts) => parts.iter().all(|part| holds(part, object)),
        Expr::Or(parts) => parts.iter().any(|part| holds(part, object)),
        Expr::Not(part) => !holds(part, object),
        Expr::Literal(flag) => *flag,
        Expr::Present(path) => resolve(object, path).is_some_and(|value| !value.is_null()),
        Expr::Compare(path, op, wanted) => match resolve(object, path) {
            Some(Value::Array(items)) => items.iter().any(|item| compares(item, *op, wanted)),
            Some(value) => compares(value, *op, wanted),
            None => false,
        },
    }
}

/// The value at a path.
pub(super) fn resolve<'o>(object: &'o Object, path: &[String]) -> Option<&'o Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(object.get(first.as_str())?, |value, name| match value {
        Value::Array(items) => items.get(name.parse().ok()?),
        value => value.get(name),
    })
}

/// Only like is compared with like: a number is never equal to a text. A secret equals nothing.
fn compares(value: &Value, op: Op, wanted: &Json) -> bool {
    match (value, wanted) {
        (Value::String(text), Json::String(wanted)) => {
            let (text, wanted) = (text.to_lowercase(), wanted.to_lowercase());
            match op {
                Op::Contains => text.contains(&wanted),
                Op::StartsWith => text.starts_with(&wanted),
                op => op.accepts(text.cmp(&wanted)),
            }
        }
        (Value::Number(number), Json::Number(wanted)) => {
            // Whole numbers first: above 2^53 a double cannot tell neighbours apart.
            let order = match (number.as_i64(), wanted.as_i64()) {
                (Some(number), Some(wanted)) => Some(number.cmp(&wanted)),
                _ => number
                    .as_f64()
                    .zip(wanted.as_f64())
                    .and_then(|(number, wanted)| number.partial_cmp(&wanted)),
            };
            order.is_some_and(|order| op.accepts(order))
        }
        (Value::Bool(flag), Json::Bool(wanted)) => op.accepts(flag.cmp(wanted)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn object(json: Json) -> Object {
        Value::from(&json).as_object().cloned().unwrap()
    }

    fn matches(filter: &str) -> bool {
        let user = object(serde_json::json!({
            "userName": "Demo", "age": 41, "vip": true, "a/b": "x", "none": null,
            "mail": ["demo@example.com", "d@example.org"], "name": {"given": "Dée"}
        }));
        QueryFilter::parse(filter).unwrap_or_else(|error| panic!("{filter}: {error}")).matches(&user)
    }

    /// Proves identity.filter-grammar, identity.filter-case.
    #[test]
    fn what_matches_matches() {
        for filter in [
            "/userName eq 'demo'",
            "userName eq \"demo\"",
            "userName eq\"demo\"",
            "  ( userName   eq 'demo' ) ",
            "userName co 'EM' and userName sw 'de'",
            "age gt 40 and age ge 41 and age le 41 and age lt 41.5",
            "vip eq true and mail eq 'd@example.org'",
            "/name/given eq 'dée' and /a~1b eq 'x'",
            "mail/0 sw 'demo'",
            "userName eq 'x' or age eq 41",
            "true and !false",
            "!(userName eq 'x') and !!true",
            "age pr and !(none pr) and !(gone pr)",
            "false and false or true",
            "!(gone eq 'x')",
            "true or false and false",
            "userName ge 'demo' and userName le 'DEMO'",
            "userName gt 'demn' and userName lt 'demp'",
            "vip ge true and vip gt false",
            "mail sw 'd@'",
            "mail/1 eq 'd@example.org'",
        ] {
            assert!(matches(filter), "{filter}");
        }
    }

    /// Proves identity.filter-types.
    #[test]
    fn what_does_not_match_does_not() {
        for filter in [
            "userName eq 'dem'",
            "age eq '41'",
            "gone lt 5",
            "vip co 'tru'",
            "false",
            "true and (false or false)",
            "userName gt 'demo'",
            "userName sw 'emo'",
            "userName sw 'demo1'",
            "userName co 'dmo'",
            "userName lt 'demo'",
            "age gt 41",
            "age lt 41",
            "age ge 42",
            "age le 40",
            "age sw 4",
            "age eq 41.5",
            "vip eq false",
            "none eq 'x'",
            "none pr",
            "gone pr",
            "true and false",
            "false or false",
            "!true",
            "mail/2 pr",
            "mail/0 eq 'd@example.org'",
            "name eq 'dée'",
            "name/given/more pr",
            "false or true and false",
        ] {
            assert!(!matches(filter), "{filter}");
        }
    }

    #[test]
    fn quotes_can_be_escaped_and_an_unescaped_one_is_taken_as_written() {
        let user = object(serde_json::json!({"n": "o'k \"q\" \\"}));
        assert!(QueryFilter::parse(r#"n eq 'o\'k "q" \\'"#).unwrap().matches(&user));
        assert!(QueryFilter::parse("n eq 'x' or true or n eq ''").unwrap().matches(&user));
    }

    #[test]
    fn errors_name_the_character_and_quote_nothing() {
        for (filter, position, part) in [
            ("", 1, "found the end"),
            ("userName", 9, "operator"),
            ("userName is 'x'", 10, "operator"),
            ("userName eq", 12, "value"),
            ("userName eq demo", 13, "value"),
            ("é eq 'x", 6, "closing '"),
            ("(a pr", 6, "`)`"),
            ("a pr b", 6, "`and`"),
            ("a pr and", 9, "property"),
            ("a pr)", 5, "`and`"),
            ("/ eq 1", 1, "pointer"),
            ("a eq [1]", 6, "value"),
            ("a eq null", 6, "value"),
        ] {
            let error = QueryFilter::parse(filter).unwrap_err();
            assert_eq!(error.position, position, "{filter}: {error}");
            assert!(error.what.contains(part), "{filter}: {error}");
        }
    }

    #[test]
    fn nesting_without_end_is_an_error_not_a_crash() {
        for nested in ["(".repeat(100_000), "!".repeat(100_000)] {
            assert!(QueryFilter::parse(&nested).unwrap_err().what.contains("nested"));
        }
        assert!(QueryFilter::parse(&format!("{}true{}", "(".repeat(100), ")".repeat(100))).is_ok());
    }
}
