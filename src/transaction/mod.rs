//! The backchannel transaction and its store.
//!
//! One transaction comes from each visit to a Backchannel Initialize node. Main reads it through
//! Backchannel Status; the backchannel journey opens it through its link and completes it.

mod rules;
mod store;

pub use rules::RULES;
pub use store::{OpenError, ReadError, Transactions};

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::value::{Millis, Object, Value};

/// A transaction's state, in the vendor's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TransactionState {
    /// Made, its link never opened.
    Created,
    /// Its link was opened.
    InProgress,
    /// Approved or denied.
    Completed,
}

impl TransactionState {
    /// The vendor's word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "CREATED",
            Self::InProgress => "IN_PROGRESS",
            Self::Completed => "COMPLETED",
        }
    }
}

impl fmt::Display for TransactionState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A transaction's result, in the vendor's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TransactionResult {
    /// Nothing yet.
    Unknown,
    /// Its journey succeeded.
    Approved,
    /// Its journey failed and retries are not allowed.
    Denied,
}

impl TransactionResult {
    /// The vendor's word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "UNKNOWN",
            Self::Approved => "APPROVED",
            Self::Denied => "DENIED",
        }
    }
}

impl fmt::Display for TransactionResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whom a transaction is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A user, by user name.
    User(Arc<str>),
    /// An agent, by name.
    Agent(Arc<str>),
    /// Anybody who logs in.
    Anyone,
}

impl Subject {
    /// The name, unless it is for anybody.
    pub fn name(&self) -> Option<&Arc<str>> {
        match self {
            Self::User(name) | Self::Agent(name) => Some(name),
            Self::Anyone => None,
        }
    }
}

/// How a transaction changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ChangeName")]
pub enum Change {
    /// Made.
    Created,
    /// Its link was opened for the first time.
    Opened,
    /// Its link was opened again.
    OpenedAgain,
    /// Completed as approved.
    Approved,
    /// Completed as denied.
    Denied,
    /// A failed run left it open for another try.
    LeftOpen,
    /// A journey finished but was not allowed to approve it.
    Refused,
    /// Backchannel Notification put an object in.
    Notified,
    /// Its life ended.
    Expired,
}

impl Change {
    /// The change in a word or two; its `Display` is a line of a history.
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Opened => "opened",
            Self::OpenedAgain => "opened again",
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::LeftOpen => "left open",
            Self::Refused => "refused",
            Self::Notified => "notified",
            Self::Expired => "expired",
        }
    }

    /// The result that it stores.
    pub fn result(self) -> Option<TransactionResult> {
        match self {
            Self::Approved => Some(TransactionResult::Approved),
            Self::Denied => Some(TransactionResult::Denied),
            _ => None,
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Created => "created (Pending)",
            Self::Opened => "opened: CREATED -> IN_PROGRESS",
            Self::OpenedAgain => "opened again",
            Self::Approved => "COMPLETED, APPROVED",
            Self::Denied => "COMPLETED, DENIED",
            Self::LeftOpen => "left open for another try",
            Self::Refused => "not approved by this login",
            Self::Notified => "got a notification object",
            Self::Expired => "expired: it is gone",
        })
    }
}

/// The first four characters of an id: enough to tell the few of one run apart.
pub fn short(id: Uuid) -> String {
    id.simple().to_string().chars().take(4).collect()
}

/// A transaction. Immutable once shared; the store replaces it on a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Transaction {
    /// Its id, the last part of the link.
    pub id: Uuid,
    /// The journey that its link starts.
    pub journey: Arc<str>,
    /// Whom it is for.
    pub subject: Subject,
    /// The data object: the keys that start at the root of the journey's shared state.
    pub data: Object,
    /// Its state.
    pub state: TransactionState,
    /// Its result.
    pub result: TransactionResult,
    /// When it was made.
    pub created_at: Millis,
    /// From this instant on it is gone.
    pub expires_at: Millis,
    /// Whether a failed run leaves it open.
    pub allow_retry: bool,
    /// The session properties of the run that approved it.
    pub session_properties: Option<Object>,
    /// The object that Backchannel Notification put in.
    pub notification: Option<Value>,
    /// What happened to it, in order.
    pub history: imbl::Vector<(Millis, Change)>,
}

impl Transaction {
    /// Whether its life has ended. Rule `transaction.expiry-wins`: at the very instant it has.
    pub fn is_gone(&self, now: Millis) -> bool {
        now >= self.expires_at
    }

    /// The outcome that Backchannel Status takes for it while it lives, as the node spells it.
    pub fn status(&self) -> &'static str {
        match (self.state, self.result) {
            (TransactionState::Created, _) => "Pending",
            (TransactionState::InProgress, _) => "In Progress",
            (TransactionState::Completed, TransactionResult::Approved) => "Success",
            (TransactionState::Completed, _) => "Failure",
        }
    }

    /// The life left.
    pub fn time_left(&self, now: Millis) -> Millis {
        self.expires_at.since(now)
    }
}
