//! What a scenario expects. `jsim schema scenario` prints these types, too.

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize, Serializer};

use super::model::Side;
use super::target::Target;
use crate::engine::EndKind;
use crate::json::fields::{any_value, filled, filled_if_there, within};
use crate::json::{Cursor, Diagnostic};
use crate::transaction::{TransactionResult, TransactionState};
use crate::value::Scope;

/// The most times of an outcome, and the largest number of a transaction.
const MAX_COUNT: u64 = 1_000_000;

/// Something that must hold. In a step it speaks of what that step made happen; at the end, of the
/// whole run.
// In a file it is the object of its variant; which one it is, the key says that only this variant has.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(rename = "named by key", rename_all = "camelCase")]
#[schemars(rename = "Expectation", untagged)]
pub enum Expectation {
    /// A node took an outcome.
    Outcome(OutcomeExpectation),
    /// A node was visited.
    Node(NodeExpectation),
    /// A side's run ended.
    End(EndExpectation),
    /// A key of a side's node state.
    State(StateExpectation),
    /// A line of the server log.
    Log(LogExpectation),
    /// A transaction.
    Transaction(TransactionExpectation),
    /// A side's page asks for something.
    Asks(AsksExpectation),
    /// A side reads something, on a page or instead of one.
    Reads(ReadsExpectation),
    /// Something that must not hold.
    Never(NeverExpectation),
}

impl Serialize for Expectation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Outcome(one) => one.serialize(serializer),
            Self::Node(one) => one.serialize(serializer),
            Self::End(one) => one.serialize(serializer),
            Self::State(one) => one.serialize(serializer),
            Self::Log(one) => one.serialize(serializer),
            Self::Transaction(one) => one.serialize(serializer),
            Self::Asks(one) => one.serialize(serializer),
            Self::Reads(one) => one.serialize(serializer),
            Self::Never(one) => one.serialize(serializer),
        }
    }
}

/// Refuses what contradicts itself in the list under `expect`; `at` is the object that has it.
pub(super) fn validate_all(expect: &[Expectation], at: &Cursor<'_>) -> Result<(), Diagnostic> {
    let list = at.get("expect");
    let list = list.as_ref().map(Cursor::items).transpose()?.into_iter().flatten();
    expect.iter().zip(list).try_for_each(|(one, at)| one.validate(&at))
}

impl Expectation {
    fn validate(&self, at: &Cursor<'_>) -> Result<(), Diagnostic> {
        match self {
            Self::State(state) if state.equals.is_some() && state.present == Some(false) => {
                Err(at.wrong("has equals, and present false", "remove one of the two"))
            }
            Self::State(state) if state.equals.is_some() && state.scope == Some(StateScope::Secure) => {
                let help = "remove equals: of secure state only presence can be checked";
                Err(at.wrong("compares a secret", help))
            }
            Self::Never(never) => {
                let inner = at.need("never")?;
                if matches!(*never.never, Self::Never(_)) {
                    let at = inner.get("never").unwrap_or(inner);
                    return Err(at.wrong("is a never in a never", "say what must hold instead"));
                }
                never.never.validate(&inner)
            }
            _ => Ok(()),
        }
    }
}

fn target_with_outcome<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<str>, D::Error> {
    let text = String::deserialize(deserializer)?;
    match Target::parse(&text).map_err(D::Error::custom)?.outcome {
        Some(_) => Ok(text.into()),
        None => Err(D::Error::custom("names no outcome; write SIDE/NODE/OUTCOME")),
    }
}

fn target_without_outcome<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<str>, D::Error> {
    let text = String::deserialize(deserializer)?;
    match Target::parse(&text).map_err(D::Error::custom)?.outcome {
        None => Ok(text.into()),
        Some(_) => Err(D::Error::custom("names an outcome; write SIDE/NODE, or expect an \"outcome\"")),
    }
}

/// The expectation in words.
impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outcome(one) => match one.times {
                Some(times) => write!(f, "the outcome {} {times} times", one.outcome),
                None => write!(f, "the outcome {}", one.outcome),
            },
            Self::Node(one) => write!(f, "a visit to {}", one.node),
            Self::End(one) => {
                let end = match one.end {
                    EndKindName::Success => "ended at Success",
                    EndKindName::Failure => "ended at Failure",
                    EndKindName::Error => "ended at Error",
                    EndKindName::Open => "not ended",
                };
                write!(f, "{} {end}", one.side.name())?;
                one.message.as_ref().map_or(Ok(()), |message| write!(f, ": \"{message}\""))
            }
            Self::State(one) => {
                write!(f, "{} ", one.side.name())?;
                one.scope.map_or(Ok(()), |scope| write!(f, "{} ", Scope::from(scope).name()))?;
                write!(f, "state {} ", one.state)?;
                match (&one.equals, one.present) {
                    (Some(equals), _) => write!(f, "equal to {equals}"),
                    (None, Some(false)) => f.write_str("absent"),
                    _ => f.write_str("present"),
                }
            }
            Self::Log(one) => {
                let side = one.side.map(|side| format!(" of {}", side.name())).unwrap_or_default();
                write!(f, "a log line{side} with \"{}\"", one.log)
            }
            Self::Transaction(one) => write!(f, "{}", one.transaction),
            Self::Asks(one) => write!(f, "{} asked \"{}\"", one.side.name(), one.asks),
            Self::Reads(one) => write!(f, "{} reading \"{}\"", one.side.name(), one.reads),
            Self::Never(one) => write!(f, "never {}", one.never),
        }
    }
}

impl fmt::Display for TransactionFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            Some(number) => write!(f, "transaction {number} ")?,
            None => f.write_str("the newest transaction ")?,
        }
        let mut parts = Vec::new();
        parts.extend(self.state.map(|state| format!("state {state}")));
        parts.extend(self.result.map(|result| format!("result {result}")));
        parts.extend(self.subject.as_ref().map(|subject| format!("subject {subject}")));
        parts.extend(self.expired.map(|gone| if gone { "expired".into() } else { "not expired".into() }));
        f.write_str(&if parts.is_empty() { "there".to_owned() } else { parts.join(", ") })
    }
}

/// A node took an outcome.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OutcomeExpectation {
    /// `SIDE/NODE/OUTCOME`, such as `main/Backchannel Status/Unknown`. A name with a slash in it
    /// stands in double quotes. Outcomes are compared by letters and digits, ignoring case.
    #[schemars(regex(
        pattern = r#"^([Mm][Aa][Ii][Nn]|[Bb][Aa][Cc][Kk][Cc][Hh][Aa][Nn][Nn][Ee][Ll]|[Bb][Cc])/([^/"]|"[^"]*")+/([^/"]|"[^"]*")+$"#
    ))]
    #[serde(deserialize_with = "target_with_outcome")]
    pub outcome: Arc<str>,
    /// How often exactly; without it, at least once.
    #[serde(
        default,
        deserialize_with = "within::<0, MAX_COUNT, _, _>",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(range(max = MAX_COUNT))]
    pub times: Option<u32>,
}

/// A node was visited.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NodeExpectation {
    /// `SIDE/NODE`, such as `main/Backchannel Status`: the node's name, id or letter.
    #[schemars(regex(
        pattern = r#"^([Mm][Aa][Ii][Nn]|[Bb][Aa][Cc][Kk][Cc][Hh][Aa][Nn][Nn][Ee][Ll]|[Bb][Cc])/([^/"]|"[^"]*")+$"#
    ))]
    #[serde(deserialize_with = "target_without_outcome")]
    pub node: Arc<str>,
}

/// How a side's run stands now: the one it is in, or was in last. Under `never` it is any of its runs.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndExpectation {
    /// Whose.
    pub side: Side,
    /// How.
    pub end: EndKindName,
    /// What the person reads then, exactly.
    #[serde(default, deserialize_with = "filled_if_there", skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub message: Option<Arc<str>>,
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum EndKindName {
    /// At Success.
    Success,
    /// At Failure.
    Failure,
    /// A node threw, or the configuration is broken.
    Error,
    /// It has not ended, or there is none.
    Open,
}

impl EndKindName {
    /// The name for an end.
    pub fn of(kind: EndKind) -> Self {
        match kind {
            EndKind::Success => Self::Success,
            EndKind::Failure => Self::Failure,
            EndKind::Error => Self::Error,
        }
    }
}

/// A key of a side's node state.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("not" = {"required": ["equals"], "anyOf": [
    {"required": ["present"], "properties": {"present": {"const": false}}},
    {"required": ["scope"], "properties": {"scope": {"const": "secure"}}},
]}))]
pub struct StateExpectation {
    /// Whose.
    pub side: Side,
    /// The key.
    #[serde(deserialize_with = "filled")]
    #[schemars(length(min = 1))]
    pub state: Arc<str>,
    /// Where it must be; without it, where a node that reads it finds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<StateScope>,
    /// `false`: the key must not be there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub present: Option<bool>,
    /// The value it must have. Secrets cannot be compared.
    #[serde(default, deserialize_with = "any_value", skip_serializing_if = "Option::is_none")]
    pub equals: Option<serde_json::Value>,
}

/// A scope of node state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StateScope {
    /// Survives round trips.
    Shared,
    /// Dropped when callbacks are sent.
    Transient,
    /// Promoted from transient: only its presence can be checked.
    Secure,
}

impl From<StateScope> for Scope {
    fn from(scope: StateScope) -> Self {
        match scope {
            StateScope::Shared => Self::Shared,
            StateScope::Transient => Self::Transient,
            StateScope::Secure => Self::Secure,
        }
    }
}

/// A line of the server log.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LogExpectation {
    /// What the line contains.
    #[serde(deserialize_with = "filled")]
    #[schemars(length(min = 1))]
    pub log: Arc<str>,
    /// Whose; without it, anybody's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
}

/// A transaction.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransactionExpectation {
    /// What it must be like.
    pub transaction: TransactionFacts,
}

/// What a transaction must be like: what is not said is not checked.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransactionFacts {
    /// Which one, from 1 in the order they were made; without it, the newest.
    #[serde(
        default,
        deserialize_with = "within::<1, MAX_COUNT, _, _>",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(range(min = 1, max = MAX_COUNT))]
    pub number: Option<u32>,
    /// Its state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<TransactionState>,
    /// Its result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<TransactionResult>,
    /// The user or agent that it is for.
    #[serde(default, deserialize_with = "filled_if_there", skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub subject: Option<Arc<str>>,
    /// Whether its life has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expired: Option<bool>,
}

/// A side's page asks for something.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AsksExpectation {
    /// Whose.
    pub side: Side,
    /// The prompt of a field, or the text of a button.
    #[serde(deserialize_with = "filled")]
    #[schemars(length(min = 1))]
    pub asks: Arc<str>,
}

/// A side reads something.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReadsExpectation {
    /// Whose.
    pub side: Side,
    /// What a text on the page, or the message shown instead of a page, contains.
    #[serde(deserialize_with = "filled")]
    #[schemars(length(min = 1))]
    pub reads: Arc<str>,
}

/// Something that must not hold.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NeverExpectation {
    /// What must not hold.
    #[schemars(extend("not" = {"required": ["never"]}))]
    pub never: Box<Expectation>,
}
