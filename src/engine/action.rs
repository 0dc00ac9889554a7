//! What can be done to a world.

use std::sync::Arc;

use thiserror::Error;

use crate::page::Answer;
use crate::value::Millis;

/// A client: the browser of one person. The world was made with a list of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(pub u8);

/// One change of the world. A run is its list of actions.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A client opens a journey's own address.
    Start {
        /// The client.
        client: ClientId,
        /// The journey's name.
        journey: Arc<str>,
    },
    /// A client opens a link, as Backchannel Initialize wrote it.
    Open {
        /// The client.
        client: ClientId,
        /// The whole link.
        link: Arc<str>,
    },
    /// A client sends its page back. Callbacks that are not named keep the value they have, so an
    /// empty list on a polling wait is an early re-submit.
    Submit {
        /// The client.
        client: ClientId,
        /// Callback index (from 0) and the answer for it.
        answers: Vec<(usize, Answer)>,
    },
    /// A client closes its tab: the session stays behind unfinished.
    Close {
        /// The client.
        client: ClientId,
    },
    /// The oldest request in flight visits one node.
    Visit,
    /// Requests in flight run until each has answered its client.
    Settle,
    /// Requests in flight settle; then time passes up to an instant, with the clients' re-submits
    /// and the transactions' expiries at their times. An instant in the past changes nothing.
    Advance {
        /// The instant.
        to: Millis,
    },
    /// Time passes up to the next wake-up, if it is not after `to`; what it starts stays in flight,
    /// to be visited node by node.
    AdvanceUnsettled {
        /// The latest instant.
        to: Millis,
    },
    /// The transaction store fails from now on, or works again.
    FailStore {
        /// Whether it fails.
        failing: bool,
    },
}

/// An action that cannot be done now. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ActionError {
    /// No such client.
    #[error("there is no client {0}")]
    NoSuchClient(u8),
    /// No such journey.
    #[error("there is no journey \"{0}\"")]
    NoSuchJourney(Arc<str>),
    /// The journey is switched off in its export.
    #[error("the journey \"{0}\" is not enabled")]
    JourneyDisabled(Arc<str>),
    /// The client has no page to send back.
    #[error("{0} has no page to submit")]
    NoPage(Arc<str>),
    /// The client's last request is still in flight.
    #[error("{0} is still waiting for an answer")]
    InFlight(Arc<str>),
    /// An answer does not fit its callback.
    #[error("the answer to callback {index} ({callback}) is not of its kind or out of its range")]
    WrongAnswer {
        /// The index.
        index: usize,
        /// The callback's type, or "none" where there is no such callback.
        callback: String,
    },
    /// Nothing is in flight.
    #[error("no request is in flight")]
    Idle,
}
