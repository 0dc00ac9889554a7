//! The lines that `jsim run --json` prints. `jsim schema events` prints these types as a JSON
//! Schema. Their version is [`FORMAT`](super::FORMAT).

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::expect::EndKindName;
use super::model::Side;
use super::realm::RealmOverride;
use super::step::Step;
use crate::drive::Run;
use crate::engine::{Direction, Event, EventKind};
use crate::program::NodeInfo;
use crate::transaction::Change;
use crate::value::{Rule, printable};

/// One line: one JSON object.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Line {
    /// A run begins. A second one means that everything was started again.
    Run {
        /// The version of these lines: 1.
        format: u64,
        /// The folder with the journeys, from where jsim ran; absent for the shipped ones.
        #[serde(skip_serializing_if = "Option::is_none")]
        journeys: Option<String>,
        /// The main journey.
        journey: Arc<str>,
        /// The seed.
        seed: u64,
        /// What differs from the realm that the journeys come with.
        #[serde(skip_serializing_if = "Option::is_none")]
        realm: Option<RealmOverride>,
    },
    /// Something was done, as a scenario's step. The events that follow came of it.
    Step {
        /// Its number, from 1.
        number: usize,
        /// What was done.
        step: Box<Step>,
    },
    /// Something happened.
    Event(EventLine),
    /// A page went to its client or came back: only with --wire.
    Wire {
        /// World time since the run began, in milliseconds.
        at: u64,
        /// Whose.
        side: Side,
        /// Which way.
        direction: DirectionName,
        /// The page as a client of AM gets it or sends it back, without authId, secrets masked.
        step: serde_json::Value,
    },
    /// An expectation does not hold, or a step could not be done.
    Failed {
        /// The step, from 1; absent for what must hold at the end.
        #[serde(skip_serializing_if = "Option::is_none")]
        step: Option<usize>,
        /// The line of the step in its file, from 1.
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<u32>,
        /// The column of the step in its line, in characters from 1.
        #[serde(skip_serializing_if = "Option::is_none")]
        column: Option<u32>,
        /// What was expected.
        expected: String,
        /// What there was instead.
        actual: String,
    },
    /// The run is over: the last line.
    End {
        /// World time since the run began, in milliseconds.
        at: u64,
        /// Whether everything that was asked for holds.
        passed: bool,
        /// Why it stopped, in words.
        why: String,
        /// How each side stands.
        sides: Vec<SideLine>,
    },
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventLine {
    /// Its number in the run, from 0.
    pub seq: u64,
    /// World time since the run began, in milliseconds.
    pub at: u64,
    /// Whose, where it belongs to one side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// In which session, such as `s1`, where it belongs to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The node, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<NodeLine>,
    /// What.
    #[serde(flatten)]
    pub kind: KindLine,
    /// The same as one readable line.
    pub text: String,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct NodeLine {
    /// Its journey.
    pub journey: Arc<str>,
    /// Its id.
    pub id: Arc<str>,
    /// Its letter in the journey.
    pub letter: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// Its type, as exports spell it.
    #[serde(rename = "type")]
    pub node_type: Arc<str>,
}

/// The rule that decided something.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RuleLine {
    /// Its id: `jsim rules ID` tells more.
    pub id: String,
    /// `documented` or `assumed`.
    pub label: String,
}

/// The kinds of events.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "event", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum KindLine {
    /// A session began.
    SessionStarted {
        /// The journey.
        journey: Arc<str>,
        /// The transaction whose link began it.
        #[serde(skip_serializing_if = "Option::is_none")]
        transaction: Option<String>,
    },
    /// A link could not be opened.
    LinkRefused {
        /// What the person reads.
        message: Arc<str>,
    },
    /// The node took an outcome.
    Outcome {
        /// The outcome's id.
        outcome: Arc<str>,
        /// The rule that decided it.
        rule: RuleLine,
    },
    /// The node sent callbacks.
    CallbacksSent {
        /// Their types; a polling wait with its waitTime.
        callbacks: Arc<str>,
    },
    /// The node entered another journey.
    InnerEntered {
        /// The journey.
        journey: Arc<str>,
    },
    /// The page was sent back.
    Submitted {
        /// Whether by itself, at the end of a polling wait.
        automatic: bool,
    },
    /// A line of the server log.
    Log {
        /// Severity.
        level: String,
        /// The line.
        message: Arc<str>,
    },
    /// A transaction changed.
    Transaction {
        /// Its id.
        transaction: String,
        /// How.
        change: Change,
    },
    /// A run ended.
    Ended {
        /// How.
        end: EndKindName,
        /// What the person reads.
        message: Arc<str>,
        /// The rule, where one made it an error.
        #[serde(skip_serializing_if = "Option::is_none")]
        rule: Option<RuleLine>,
    },
    /// The tab was closed.
    TabClosed,
    /// The transaction store was made to fail, or to work again.
    StoreFailing {
        /// Whether it fails now.
        failing: bool,
    },
}

/// Which way a page went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum DirectionName {
    /// From the server.
    ToClient,
    /// Back, with its inputs filled in.
    ToServer,
}

/// How a side stands.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SideLine {
    /// Which.
    pub side: Side,
    /// How its run ended, or `Open`.
    pub end: EndKindName,
    /// What the person reads instead of a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Arc<str>>,
}

impl Line {
    /// A run's first line. `journeys` as the command line names the folder.
    pub fn run(run: &Run, journeys: Option<String>, realm: Option<RealmOverride>) -> Self {
        Self::Run { format: super::FORMAT, journeys, journey: run.journey().clone(), seed: run.seed(), realm }
    }

    /// The page that an event carried over the wire, if it did.
    pub fn wire(event: &Event) -> Option<Self> {
        let (direction, page) = event.kind.page()?;
        Some(Self::Wire {
            at: event.at.since_start().0,
            side: Side::of(event.client?),
            direction: match direction {
                Direction::ToClient => DirectionName::ToClient,
                Direction::ToServer => DirectionName::ToServer,
            },
            step: page.to_wire(),
        })
    }

    /// A run's last line.
    pub fn end(run: &Run, passed: bool, why: impl Into<String>) -> Self {
        let world = run.world();
        let side = |side: Side| {
            let end = world.session_of(side.client()).and_then(|session| session.end());
            SideLine {
                side,
                end: end.map_or(EndKindName::Open, |end| EndKindName::of(end.kind)),
                message: world.client(side.client()).and_then(|client| client.notice.clone()),
            }
        };
        Self::End { at: world.elapsed().0, passed, why: why.into(), sides: Side::ALL.map(side).to_vec() }
    }
}

impl From<&Event> for EventLine {
    fn from(event: &Event) -> Self {
        Self {
            seq: event.seq,
            at: event.at.since_start().0,
            side: event.client.map(Side::of),
            session: event.session.map(|session| session.to_string()),
            node: event.kind.node().map(|node| NodeLine::from(node.as_ref())),
            kind: KindLine::from(&event.kind),
            text: printable(&event.kind.to_string()).into_owned(),
        }
    }
}

impl From<&NodeInfo> for NodeLine {
    fn from(node: &NodeInfo) -> Self {
        Self {
            journey: node.journey.clone(),
            id: node.id.clone(),
            letter: node.letter.clone(),
            name: node.name.clone(),
            node_type: node.node_type.clone(),
        }
    }
}

impl From<&Rule> for RuleLine {
    fn from(rule: &Rule) -> Self {
        Self { id: rule.id.into(), label: rule.source.label().into() }
    }
}

impl From<&EventKind> for KindLine {
    fn from(kind: &EventKind) -> Self {
        match kind {
            EventKind::SessionStarted { journey, transaction } => Self::SessionStarted {
                journey: journey.clone(),
                transaction: transaction.map(|id| id.to_string()),
            },
            EventKind::LinkRefused { message } => Self::LinkRefused { message: message.clone() },
            EventKind::Outcome { node, outcome, rule } => Self::Outcome {
                outcome: node
                    .outcomes()
                    .get(usize::from(*outcome))
                    .map(|one| one.id.clone())
                    .unwrap_or_default(),
                rule: (*rule).into(),
            },
            EventKind::CallbacksSent { callbacks, .. } => {
                Self::CallbacksSent { callbacks: callbacks.clone() }
            }
            EventKind::InnerEntered { journey, .. } => Self::InnerEntered { journey: journey.clone() },
            EventKind::Submitted { automatic, .. } => Self::Submitted { automatic: *automatic },
            EventKind::Log { level, text, .. } => {
                Self::Log { level: level.name().into(), message: text.clone() }
            }
            EventKind::Transaction { id, change } => {
                Self::Transaction { transaction: id.to_string(), change: *change }
            }
            EventKind::Ended { kind, message, rule } => Self::Ended {
                end: EndKindName::of(*kind),
                message: message.clone(),
                rule: rule.map(RuleLine::from),
            },
            EventKind::TabClosed => Self::TabClosed,
            EventKind::StoreFailing { failing } => Self::StoreFailing { failing: *failing },
        }
    }
}
