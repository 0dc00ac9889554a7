//! What a scenario expects. `jsim schema scenario` prints these types, too.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::model::Side;
use crate::engine::EndKind;
use crate::transaction::{TransactionResult, TransactionState};
use crate::value::Scope;

/// Something that must hold. In a step it speaks of what that step made happen; at the end, of the
/// whole run.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
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

/// A node took an outcome.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OutcomeExpectation {
    /// `SIDE/NODE/OUTCOME`, such as `main/Backchannel Status/Unknown`. A name with a slash in it
    /// stands in double quotes. Outcomes are compared by letters and digits, ignoring case.
    #[schemars(regex(
        pattern = r#"^([Mm][Aa][Ii][Nn]|[Bb][Aa][Cc][Kk][Cc][Hh][Aa][Nn][Nn][Ee][Ll]|[Bb][Cc])/([^/"]|"[^"]*")+/([^/"]|"[^"]*")+$"#
    ))]
    pub outcome: Arc<str>,
    /// How often exactly; without it, at least once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 1_000_000))]
    pub times: Option<u32>,
}

/// A node was visited.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NodeExpectation {
    /// `SIDE/NODE`, such as `main/Backchannel Status`: the node's name, id or letter.
    #[schemars(regex(
        pattern = r#"^([Mm][Aa][Ii][Nn]|[Bb][Aa][Cc][Kk][Cc][Hh][Aa][Nn][Nn][Ee][Ll]|[Bb][Cc])/([^/"]|"[^"]*")+$"#
    ))]
    pub node: Arc<str>,
}

/// How a side's run stands now: the one it is in, or was in last. Under `never` it is any of its runs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EndExpectation {
    /// Whose.
    pub side: Side,
    /// How.
    pub end: EndKindName,
    /// What the person reads then, exactly.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub message: Option<Arc<str>>,
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("not" = {"required": ["equals"], "anyOf": [
    {"required": ["present"], "properties": {"present": {"const": false}}},
    {"required": ["scope"], "properties": {"scope": {"const": "secure"}}},
]}))]
pub struct StateExpectation {
    /// Whose.
    pub side: Side,
    /// The key.
    #[schemars(length(min = 1))]
    pub state: Arc<str>,
    /// Where it must be; without it, where a node that reads it finds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<StateScope>,
    /// `false`: the key must not be there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub present: Option<bool>,
    /// The value it must have. Secrets cannot be compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub equals: Option<serde_json::Value>,
}

/// A scope of node state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LogExpectation {
    /// What the line contains.
    #[schemars(length(min = 1))]
    pub log: Arc<str>,
    /// Whose; without it, anybody's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
}

/// A transaction.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransactionExpectation {
    /// What it must be like.
    pub transaction: TransactionFacts,
}

/// What a transaction must be like: what is not said is not checked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransactionFacts {
    /// Which one, from 1 in the order they were made; without it, the newest.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1_000_000))]
    pub number: Option<u32>,
    /// Its state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<TransactionState>,
    /// Its result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<TransactionResult>,
    /// The user or agent that it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub subject: Option<Arc<str>>,
    /// Whether its life has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expired: Option<bool>,
}

/// A side's page asks for something.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AsksExpectation {
    /// Whose.
    pub side: Side,
    /// The prompt of a field, or the text of a button.
    #[schemars(length(min = 1))]
    pub asks: Arc<str>,
}

/// A side reads something.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReadsExpectation {
    /// Whose.
    pub side: Side,
    /// What a text on the page, or the message shown instead of a page, contains.
    #[schemars(length(min = 1))]
    pub reads: Arc<str>,
}

/// Something that must not hold.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NeverExpectation {
    /// What must not hold.
    #[schemars(extend("not" = {"required": ["never"]}))]
    pub never: Box<Expectation>,
}
