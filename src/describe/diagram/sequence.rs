//! A run as a sequence diagram: four lanes, one row for each event that is shown.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::drive::MAIN;
use crate::engine::{ClientId, Event, EventKind};
use crate::node::Role;
use crate::script::LogLevel;
use crate::transaction::short;

/// A lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lane {
    /// The client of the main journey.
    Agent,
    /// The main journey.
    Main,
    /// The transactions.
    Store,
    /// The other device, with its journey.
    Phone,
}

impl Lane {
    /// All, from left to right.
    pub const ALL: [Self; 4] = [Self::Agent, Self::Main, Self::Store, Self::Phone];

    /// Its heading.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agent => "AGENT",
            Self::Main => "MAIN",
            Self::Store => "STORE",
            Self::Phone => "PHONE",
        }
    }

    /// What it stands for.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Agent => "the client of the main journey: a person or a service",
            Self::Main => "the main journey, on the server",
            Self::Store => "the backchannel transactions, on the server",
            Self::Phone => "the other device, which opens the link, with the backchannel journey",
        }
    }
}

/// Where a row is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Place {
    /// From one lane to another.
    Message {
        /// Whence.
        from: Lane,
        /// Whither.
        to: Lane,
    },
    /// On one lane.
    Note {
        /// Which.
        over: Lane,
    },
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The event's number.
    pub seq: u64,
    /// World time since the run began, in milliseconds.
    pub at_ms: u64,
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// What happened.
    pub text: String,
}

/// The rows of a run, in the order of its events. Outcomes other than those of Backchannel Status,
/// and log lines below a warning, are left out unless `all` are wanted.
pub fn sequence<'e>(events: impl IntoIterator<Item = &'e Event>, all: bool) -> Vec<Row> {
    let events: Vec<&Event> = events.into_iter().collect();
    let ids: BTreeSet<_> = events
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::Transaction { id, .. } => Some(*id),
            _ => None,
        })
        .collect();
    let rows = events.into_iter().filter(|event| all || is_shown(&event.kind));
    rows.map(|event| row(event, ids.len() > 1)).collect()
}

fn is_shown(kind: &EventKind) -> bool {
    match kind {
        EventKind::Outcome { node, .. } => node.role == Role::Status,
        EventKind::Log { level, .. } => matches!(level, LogLevel::Warning | LogLevel::Error),
        _ => true,
    }
}

fn row(event: &Event, several: bool) -> Row {
    let (place, text) = match event.client {
        Some(client) if client == MAIN => main(&event.kind),
        Some(ClientId(_)) => phone(&event.kind),
        None => (Place::Note { over: Lane::Store }, event.kind.to_string()),
    };
    let text = match &event.kind {
        EventKind::Transaction { id, change } => {
            if several {
                format!("{} {change}", short(*id))
            } else {
                change.to_string()
            }
        }
        _ => text,
    };
    Row { seq: event.seq, at_ms: event.at.since_start().0, place, text }
}

/// An event of the main journey and its client.
fn main(kind: &EventKind) -> (Place, String) {
    let asks = Place::Message { from: Lane::Agent, to: Lane::Main };
    let answers = Place::Message { from: Lane::Main, to: Lane::Agent };
    match kind {
        EventKind::SessionStarted { .. } | EventKind::Submitted { .. } => (asks, kind.to_string()),
        EventKind::CallbacksSent { node, callbacks, .. } => {
            (answers, format!("{}: {}", node.name, counted(callbacks)))
        }
        EventKind::Ended { .. } => (answers, kind.to_string()),
        EventKind::Outcome { node, .. } if node.role == Role::Status => {
            (Place::Message { from: Lane::Store, to: Lane::Main }, kind.to_string())
        }
        EventKind::Transaction { .. } => {
            (Place::Message { from: Lane::Main, to: Lane::Store }, kind.to_string())
        }
        EventKind::LinkRefused { .. } => (answers, kind.to_string()),
        EventKind::TabClosed => (Place::Note { over: Lane::Agent }, kind.to_string()),
        EventKind::Outcome { .. }
        | EventKind::InnerEntered { .. }
        | EventKind::Log { .. }
        | EventKind::StoreFailing { .. } => (Place::Note { over: Lane::Main }, kind.to_string()),
    }
}

/// An event of the other device: its client and its journey share a lane.
fn phone(kind: &EventKind) -> (Place, String) {
    let here = Place::Note { over: Lane::Phone };
    let place = match kind {
        EventKind::Transaction { .. } => Place::Message { from: Lane::Phone, to: Lane::Store },
        EventKind::LinkRefused { .. } => Place::Message { from: Lane::Store, to: Lane::Phone },
        EventKind::Outcome { node, .. } if node.role == Role::Status => {
            Place::Message { from: Lane::Store, to: Lane::Phone }
        }
        _ => here,
    };
    match kind {
        EventKind::CallbacksSent { node, callbacks, .. } => {
            (place, format!("{}: {}", node.name, counted(callbacks)))
        }
        _ => (place, kind.to_string()),
    }
}

/// A list of callbacks in which the same one several times running is said once, with its number.
fn counted(callbacks: &str) -> String {
    let list: Vec<&str> = callbacks.split(", ").collect();
    let runs = list.chunk_by(|one, next| one == next).map(|run| match run {
        [one] => (*one).to_owned(),
        [one, ..] => format!("{} {one}", run.len()),
        [] => String::new(),
    });
    runs.collect::<Vec<_>>().join(", ")
}
