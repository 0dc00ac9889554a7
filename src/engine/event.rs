//! What happened, one event a fact.

use std::fmt;
use std::sync::Arc;

use uuid::Uuid;

use super::action::ClientId;
use super::session::{EndKind, SessionId};
use crate::page::Page;
use crate::program::NodeInfo;
use crate::script::LogLevel;
use crate::transaction::{Change, short};
use crate::value::{Millis, Rule};

/// An event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its number in the world, from 0.
    pub seq: u64,
    /// When.
    pub at: Millis,
    /// Whose, where it belongs to one client.
    pub client: Option<ClientId>,
    /// In which session, where it belongs to one.
    pub session: Option<SessionId>,
    /// What.
    pub kind: EventKind,
}

/// The kinds of events. None carries a secret. `Display` gives each as one readable line.
#[derive(Clone, Debug, PartialEq)]
pub enum EventKind {
    /// A session began.
    SessionStarted {
        /// The journey.
        journey: Arc<str>,
        /// The transaction whose link began it.
        transaction: Option<Uuid>,
    },
    /// A link could not be opened.
    LinkRefused {
        /// What the person reads.
        message: Arc<str>,
    },
    /// A node took an outcome.
    Outcome {
        /// The node.
        node: Arc<NodeInfo>,
        /// The outcome: an index into the node's outcomes.
        outcome: u16,
        /// The rule that decided it.
        rule: &'static Rule,
    },
    /// A node sent callbacks.
    CallbacksSent {
        /// The node.
        node: Arc<NodeInfo>,
        /// The types of the callbacks; a polling wait with its waitTime.
        callbacks: Arc<str>,
        /// The page.
        page: EventPage,
    },
    /// A node entered another journey.
    InnerEntered {
        /// The node.
        node: Arc<NodeInfo>,
        /// The journey.
        journey: Arc<str>,
    },
    /// A client sent its page back.
    Submitted {
        /// Whether the client did so by itself, at the end of a polling wait.
        automatic: bool,
        /// The page with its inputs filled in.
        page: EventPage,
    },
    /// A line of the server log.
    Log {
        /// The node that wrote it, where a node did.
        node: Option<Arc<NodeInfo>>,
        /// Severity.
        level: LogLevel,
        /// Text.
        text: Arc<str>,
        /// Whether it says that the node threw, which is what its visit came to.
        thrown: bool,
    },
    /// A transaction changed.
    Transaction {
        /// Which.
        id: Uuid,
        /// How.
        change: Change,
    },
    /// A run ended.
    Ended {
        /// How.
        kind: EndKind,
        /// What the person reads.
        message: Arc<str>,
        /// The rule, where one made it an error.
        rule: Option<&'static Rule>,
    },
    /// A client closed its tab.
    TabClosed,
    /// The store was made to fail, or to work again.
    StoreFailing {
        /// Whether it fails now.
        failing: bool,
    },
}

/// A page that went to its client, or came back. Its `Debug` leaves out what is on it.
#[derive(Clone, PartialEq)]
pub struct EventPage(pub Arc<Page>);

impl fmt::Debug for EventPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "page of {}", self.0.callbacks.len())
    }
}

/// Which way a page went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the client.
    ToClient,
    /// Back, filled in.
    ToServer,
}

impl EventKind {
    /// The page that went over the wire, if one did.
    pub fn page(&self) -> Option<(Direction, &Page)> {
        match self {
            Self::CallbacksSent { page, .. } => Some((Direction::ToClient, &page.0)),
            Self::Submitted { page, .. } => Some((Direction::ToServer, &page.0)),
            _ => None,
        }
    }

    /// The node it is about.
    pub fn node(&self) -> Option<&Arc<NodeInfo>> {
        match self {
            Self::Outcome { node, .. }
            | Self::CallbacksSent { node, .. }
            | Self::InnerEntered { node, .. } => Some(node),
            Self::Log { node, .. } => node.as_ref(),
            _ => None,
        }
    }

    /// Whether the visit of a node ended here: it took an outcome, or it threw.
    pub fn is_decision(&self) -> bool {
        matches!(self, Self::Outcome { .. } | Self::Log { thrown: true, .. })
    }

    /// Why the node threw, where it did.
    pub fn thrown(&self) -> Option<&Arc<str>> {
        match self {
            Self::Log { thrown: true, text, .. } => Some(text),
            _ => None,
        }
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SessionStarted { journey, transaction: None } => write!(f, "{journey} started"),
            Self::SessionStarted { journey, transaction: Some(id) } => {
                write!(f, "{journey} started by the link of {}", short(*id))
            }
            Self::LinkRefused { message } => write!(f, "the link was refused: {message}"),
            Self::Outcome { node, outcome, .. } => {
                let name = node.outcomes().get(usize::from(*outcome)).map_or("?", |outcome| &outcome.name);
                write!(f, "{} -> {name}", node.name)
            }
            Self::CallbacksSent { node, callbacks, .. } => {
                write!(f, "{} sent {}", node.name, grouped(callbacks))
            }
            Self::InnerEntered { node, journey } => write!(f, "{} entered {journey}", node.name),
            Self::Submitted { automatic: true, .. } => write!(f, "re-submitted after the wait"),
            Self::Submitted { automatic: false, .. } => write!(f, "submitted"),
            Self::Log { level, text, .. } => write!(f, "log {}: {text}", level.name()),
            Self::Transaction { id, change } => write!(f, "{} {change}", short(*id)),
            Self::Ended { kind, message, .. } => write!(f, "ended at {}: {message}", kind.name()),
            Self::TabClosed => write!(f, "tab closed"),
            Self::StoreFailing { failing: true } => write!(f, "the transaction store fails from now on"),
            Self::StoreFailing { failing: false } => write!(f, "the transaction store works again"),
        }
    }
}

/// A list in which three equal neighbours or more are written once, with their number.
fn grouped(list: &str) -> String {
    let all: Vec<&str> = list.split(", ").collect();
    let groups = all.chunk_by(|one, next| one == next).map(|group| match group {
        [name, _, _, ..] => format!("{name} x{}", group.len()),
        few => few.join(", "),
    });
    groups.collect::<Vec<_>>().join(", ")
}
