//! One run of a journey by one client.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use uuid::Uuid;

use super::action::ClientId;
use crate::node::Identified;
use crate::page::Page;
use crate::program::{NodeInfo, Program};
use crate::value::{Millis, NodeState, Object, Value};

/// A session's number in its world; shown as `s1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u32);

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s{}", self.0 + 1)
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndKind {
    /// At Success.
    Success,
    /// At Failure.
    Failure,
    /// A node threw, or the configuration is broken.
    Error,
}

impl EndKind {
    /// The word shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Success => "Success",
            Self::Failure => "Failure",
            Self::Error => "Error",
        }
    }
}

/// The end of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    /// How.
    pub kind: EndKind,
    /// What the person reads.
    pub message: Arc<str>,
    /// When.
    pub at: Millis,
}

/// What a session does now.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// Its request is in flight.
    Running,
    /// Its client has a page.
    Waiting,
    /// It is over.
    Ended(End),
}

/// A node visited. Resolve it with [`Program::node`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathStep {
    /// When.
    pub at: Millis,
    pub(super) journey: u32,
    pub(super) node: u32,
    /// Index of the outcome in the node's list; `None` when it sent callbacks, entered an inner
    /// journey or threw.
    pub(super) outcome: Option<u16>,
}

/// Where a session stands in one journey: the outer ones first, as inner journeys nest.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Frame {
    pub journey: u32,
    pub node: u32,
    /// Whether an error of the journey *inside* becomes this node's outcome `error`.
    pub error_outcome: bool,
    /// Transient state of the outer journey, put back when the inner one ends.
    pub outer_transient: Object,
}

/// A session.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Its client.
    pub client: ClientId,
    /// The journey it was started with.
    pub journey: Arc<str>,
    /// The transaction whose link started it.
    pub transaction: Option<Uuid>,
    /// When it began.
    pub opened_at: Millis,
    /// Its node state.
    pub state: NodeState,
    /// What it does now.
    pub status: Status,
    /// The nodes visited.
    pub path: imbl::Vector<PathStep>,
    /// How often Backchannel Status was visited.
    pub polls: u32,
    /// Session properties that nodes have set.
    pub properties: IndexMap<Arc<str>, Arc<str>>,
    /// Whom nodes have identified.
    pub identified: Option<Identified>,
    pub(super) error_message: Option<Arc<str>>,
    pub(super) frames: Vec<Frame>,
    pub(super) answers: Option<Arc<Page>>,
    pub(super) sent: Option<Arc<Page>>,
    pub(super) visits_in_request: u32,
}

impl Session {
    /// The node it stands at: the one whose page is shown, or that is visited next. After the end,
    /// the last one.
    pub fn current<'p>(&self, program: &'p Program) -> Option<&'p Arc<NodeInfo>> {
        let frame = self.frames.last()?;
        Some(&program.journeys().node(frame.journey, frame.node)?.info)
    }

    /// The nodes visited so far, each with the outcome taken.
    pub fn steps<'a>(
        &'a self,
        program: &'a Program,
    ) -> impl DoubleEndedIterator<Item = (Millis, &'a Arc<NodeInfo>, Option<&'a Arc<str>>)> {
        self.path.iter().filter_map(|step| {
            let info = &program.journeys().node(step.journey, step.node)?.info;
            let outcome = step.outcome.and_then(|index| info.outcomes().get(usize::from(index)));
            Some((step.at, info, outcome.map(|outcome| &outcome.name)))
        })
    }

    /// Who logs in here, should it reach Success: whom a node identified, else the user name in state.
    pub fn logged_in_as(&self) -> Option<Arc<str>> {
        match &self.identified {
            Some(Identified::User(name) | Identified::Agent(name)) => Some(name.clone()),
            None => self.state.get("username").and_then(Value::as_str).map(Arc::from),
        }
    }

    /// The journeys it is in, the outer one first.
    pub fn nesting<'p>(&self, program: &'p Program) -> Vec<&'p Arc<str>> {
        let journeys = self.frames.iter().filter_map(|frame| program.journeys().get(frame.journey));
        journeys.map(|journey| &journey.def.name).collect()
    }

    /// The end, once there is one.
    pub fn end(&self) -> Option<&End> {
        match &self.status {
            Status::Ended(end) => Some(end),
            _ => None,
        }
    }
}
