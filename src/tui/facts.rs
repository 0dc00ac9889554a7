//! Facts about a run, in the words that the screen uses. Nothing here is drawn.

use std::sync::Arc;

use uuid::Uuid;

use super::page::Side;
use super::theme::Role;
use crate::drive::{MAIN, Run};
use crate::engine::{EndKind, Event, EventKind, Status};
use crate::node;
use crate::page::Callback;
use crate::program::{NodeInfo, Program, Target};
use crate::script::LogLevel;
use crate::transaction::{Change, Transaction, TransactionResult, TransactionState};
use crate::value::Millis;

/// The first characters of an id.
pub(super) fn short_id(id: Uuid, characters: usize) -> String {
    id.to_string().chars().take(characters).collect()
}

/// The newest transaction.
pub(super) fn transaction(run: &Run) -> Option<&Arc<Transaction>> {
    run.world().transactions().records().next_back()
}

/// Whether the newest transaction's link has been opened before.
pub(super) fn was_opened(run: &Run) -> bool {
    transaction(run).is_some_and(|transaction| transaction.state != TransactionState::Created)
}

/// How Backchannel Status would put a transaction, with the role of its badge. *gone*, in our word,
/// once its life has ended.
pub(super) fn status(transaction: &Transaction, now: Millis) -> (&'static str, Role) {
    if transaction.is_gone(now) {
        return ("gone", Role::Failure);
    }
    let role = match (transaction.state, transaction.result) {
        (TransactionState::Created, _) => Role::Pending,
        (TransactionState::InProgress, _) => Role::InProgress,
        (TransactionState::Completed, TransactionResult::Approved) => Role::Success,
        (TransactionState::Completed, _) => Role::Failure,
    };
    (transaction.status(), role)
}

/// The wait that a side's page is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wait {
    /// What is left of it.
    pub left: Millis,
    /// Its whole length.
    pub whole: Millis,
}

/// The wait that a side's page is in, if its client will re-submit by itself.
pub(super) fn wait(run: &Run, side: Side) -> Option<Wait> {
    let client = run.world().client(side.client())?;
    let wake = client.wake?;
    Some(Wait { left: wake.since(run.world().now()), whole: wake.since(client.page_at) })
}

/// The letters of the nodes a side has visited. A node that is visited again because its page came
/// back is written once.
pub(super) fn path(run: &Run, side: Side) -> String {
    let Some(session) = side.session(run) else { return String::new() };
    let mut letters: Vec<String> = Vec::new();
    let mut returned: Option<&Arc<NodeInfo>> = None;
    for (_, node, outcome) in session.steps(run.program()) {
        if !returned.is_some_and(|sent| Arc::ptr_eq(sent, node)) {
            let inner = node.journey != session.journey;
            letters.push(if inner { format!("({})", node.letter) } else { node.letter.to_string() });
        }
        returned = outcome.is_none().then_some(node);
    }
    letters.join(" ")
}

/// A node visited: when, which, and the name of the outcome taken.
pub(super) type Visited<'a> = (Millis, &'a Arc<NodeInfo>, Option<&'a Arc<str>>);

/// The visits of a side's session: when, which node, by which outcome.
pub(super) fn steps(run: &Run, side: Side) -> Vec<Visited<'_>> {
    side.session(run).map(|session| session.steps(run.program()).collect()).unwrap_or_default()
}

/// Whether visits of a node are polls of the transaction.
pub(super) fn is_poll(node: &NodeInfo) -> bool {
    node.role == node::Role::Status
}

/// Whether a node sends polling waits.
pub(super) fn is_wait(node: &NodeInfo) -> bool {
    node.role == node::Role::Wait
}

/// What MAIN has read of the transaction: when and what, in the log's order.
pub(super) fn polls(run: &Run) -> Vec<(Millis, &Arc<str>)> {
    run.log()
        .iter()
        .filter(|event| event.client == Some(MAIN))
        .filter_map(|event| match &event.kind {
            EventKind::Outcome { node, outcome, .. } if is_poll(node) => {
                Some((event.at, &node.outcomes().get(usize::from(*outcome))?.name))
            }
            _ => None,
        })
        .collect()
}

/// Where an outcome leads, in words.
pub(super) fn target(program: &Program, journey: &str, target: &Target) -> String {
    match target {
        Target::Node(index) => {
            match program.journeys().named(journey).and_then(|journey| journey.nodes.get(*index as usize)) {
                Some(node) => format!("{} {}", node.info.letter, node.info.name),
                None => "?".into(),
            }
        }
        Target::Success => "Success".into(),
        Target::Failure => "Failure".into(),
        Target::NotWired => "(not wired)".into(),
        Target::Missing(id) => format!("(missing node {id})"),
    }
}

/// Who an event is about, as event lines name it.
pub(super) fn who(event: &Event) -> &'static str {
    match (&event.kind, event.client) {
        (EventKind::Transaction { .. } | EventKind::StoreFailing { .. }, _) | (_, None) => "store",
        (_, Some(client)) => Side::of(client).short(),
    }
}

/// How a side ended: the badge, and sentences for the person in front of the screen.
pub(super) fn ending(run: &Run, side: Side) -> Option<(EndKind, Vec<String>)> {
    let session = side.session(run)?;
    let end = session.end()?;
    let mut says = Vec::new();
    if let Some(last) = session.current(run.program()) {
        let how = match end.kind {
            EndKind::Success => "reached Success",
            EndKind::Failure => "reached Failure",
            EndKind::Error => "stopped on an error",
        };
        says.push(format!("{} {how} after node {} at {}.", session.journey, last.letter, end.at.on_clock()));
    }
    if end.kind == EndKind::Error {
        // The person at the page does not see the log; the one at this screen should.
        let logged = run.log().iter().rev().filter(|event| event.session == Some(session.id));
        says.extend(
            logged
                .filter_map(|event| match &event.kind {
                    EventKind::Log { level: LogLevel::Error, text, .. } => Some(text.to_string()),
                    _ => None,
                })
                .take(1),
        );
    }
    let last_poll =
        steps(run, side).into_iter().rev().find(|(_, node, outcome)| is_poll(node) && outcome.is_some());
    match (side, end.kind, last_poll.and_then(|(_, _, outcome)| outcome)) {
        (Side::Main, EndKind::Failure, Some(outcome)) if outcome.as_ref() == "Success" => says.push(
            "The backchannel authentication was a Success. This journey still ends on Failure: it is not itself a login."
                .into(),
        ),
        (Side::Main, EndKind::Failure, _) => match steps(run, side).last() {
            Some((_, node, Some(outcome))) if is_poll(node) => {
                says.push(format!("Its last look at the transaction gave {outcome}."));
            }
            Some((_, node, Some(outcome))) => {
                says.push(format!("{} took {outcome}, which leads to Failure.", node.letter));
            }
            _ => {}
        },
        _ => {}
    }
    if let (Side::Back, Some(id)) = (side, session.transaction) {
        let record = run.world().transactions().record(id);
        let said = record.and_then(|record| record.history.iter().rev().find(|(at, _)| *at <= end.at));
        match said.map(|(_, change)| change) {
            Some(Change::Approved) => {
                let main_waits = wait(run, Side::Main).is_some();
                let then = if main_waits { " MAIN learns of it at its next poll." } else { "" };
                says.push(format!("The transaction is approved.{then}"));
            }
            Some(Change::Denied) => says.push("The transaction is denied.".into()),
            Some(Change::LeftOpen) => {
                says.push("The transaction stays open for another try until it expires.".into());
            }
            _ => {}
        }
    }
    Some((end.kind, says))
}

/// How a side stands, in a few words: for tabs and for the summary.
pub(super) fn standing(run: &Run, side: Side) -> String {
    let Some(session) = side.session(run) else {
        let client = run.world().client(side.client());
        return match client.and_then(|client| client.notice.as_ref()) {
            Some(notice) => notice.to_string(),
            None => "nothing is open".into(),
        };
    };
    match &session.status {
        Status::Ended(end) => format!("ended: {}", end.kind.name()),
        Status::Running => "request in flight".into(),
        Status::Waiting => match session.current(run.program()) {
            Some(node) => format!("waits at {} {}", node.letter, node.name),
            None => "waits".into(),
        },
    }
}

/// A callback in one line, for the list of what was sent. Answers are not shown.
pub(super) fn callback_line(callback: &Callback) -> String {
    format!("{}  {}", callback.type_name(), callback.gist())
}
