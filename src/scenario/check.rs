//! Whether expectations hold.

use super::answers::asked;
use super::expect::{
    EndExpectation, EndKindName, Expectation, OutcomeExpectation, StateExpectation, StateScope,
    TransactionFacts,
};
use super::model::Side;
use super::target::Target;
use crate::drive::Run;
use crate::engine::{Event, EventKind};
use crate::page::{AskKind, Callback, Tells};
use crate::value::Value;

/// What an expectation is checked against.
#[derive(Debug)]
pub(super) struct Facts<'r> {
    pub run: &'r Run,
    /// The first event that counts.
    pub since: usize,
}

/// What was expected, and what there was instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was expected.
    pub expected: String,
    /// What there was instead.
    pub actual: String,
}

impl Facts<'_> {
    fn events(&self) -> impl DoubleEndedIterator<Item = &Event> {
        self.run.log_from(self.since)
    }

    /// The first event that counts and reaches a target.
    fn reaching(&self, target: &Target) -> impl Iterator<Item = &Event> {
        self.events().filter(|event| target.is_reached_by(event))
    }
}

/// Checks one expectation.
pub(super) fn check(expectation: &Expectation, facts: &Facts<'_>) -> Result<(), Finding> {
    let expected = expectation.to_string();
    let Expectation::Never(never) = expectation else {
        return holds(expectation, facts).map(|_| ()).map_err(|actual| Finding { expected, actual });
    };
    match happened(&never.never, facts) {
        Some(actual) => Err(Finding { expected, actual }),
        None => Ok(()),
    }
}

/// `Ok` with what shows that it holds, else what there is instead.
fn holds(expectation: &Expectation, facts: &Facts<'_>) -> Result<String, String> {
    match expectation {
        Expectation::Outcome(outcome) => outcome_taken(outcome, facts),
        Expectation::Node(node) => {
            let target = target(&node.node)?;
            let reached = facts.reaching(&target).next().map(at);
            reached.ok_or_else(|| visited_instead(&target, facts))
        }
        Expectation::End(end) => ended(end, facts),
        Expectation::State(state) => in_state(state, facts),
        Expectation::Log(log) => {
            let wanted = |event: &&Event| log.side.is_none_or(|side| event.client == Some(side.client()));
            let lines = facts.events().filter(wanted).filter_map(|event| match &event.kind {
                EventKind::Log { text, .. } => Some((event, text)),
                _ => None,
            });
            let lines: Vec<_> = lines.collect();
            let found = lines.iter().find(|(_, text)| text.contains(log.log.as_ref()));
            found.map(|(event, _)| at(event)).ok_or_else(|| {
                let last: Vec<String> =
                    lines.iter().rev().take(3).rev().map(|(_, text)| format!("\"{text}\"")).collect();
                if last.is_empty() {
                    "nothing was logged".into()
                } else {
                    format!("the log has {}", last.join(", "))
                }
            })
        }
        Expectation::Transaction(transaction) => of_transaction(&transaction.transaction, facts),
        Expectation::Asks(asks) => {
            let callbacks = callbacks(asks.side, facts);
            let wanted = |callback: &Callback| {
                let ask = callback.ask();
                let buttons = if ask.kind == AskKind::Buttons { ask.options } else { &[] };
                ask.prompt == Some(&asks.asks) || buttons.contains(&asks.asks)
            };
            if callbacks.iter().any(wanted) { Ok("it does".into()) } else { Err(shown(asks.side, facts)) }
        }
        Expectation::Reads(reads) => {
            let texts = texts(reads.side, facts);
            let found = texts.iter().any(|text| text.contains(reads.reads.as_ref()));
            if found { Ok("it does".into()) } else { Err(shown(reads.side, facts)) }
        }
        // Reading refuses a never in a never.
        Expectation::Never(never) => happened(&never.never, facts).map_or(Ok("it never did".into()), Err),
    }
}

/// What happened although it must not.
fn happened(expectation: &Expectation, facts: &Facts<'_>) -> Option<String> {
    // A run may have ended so, and begun again since.
    if let Expectation::End(end) = expectation
        && end.end != EndKindName::Open
    {
        let so = |event: &&Event| {
            let EventKind::Ended { kind, message, .. } = &event.kind else { return false };
            event.client == Some(end.side.client())
                && EndKindName::of(*kind) == end.end
                && end.message.as_ref().is_none_or(|wanted| wanted == message)
        };
        return facts.events().find(so).map(|event| format!("it did, {}", at(event)));
    }
    holds(expectation, facts).ok().map(|how| format!("it did, {how}"))
}

fn at(event: &Event) -> String {
    format!("at {} s", event.at.on_clock())
}

fn target(text: &str) -> Result<Target, String> {
    // Reading has checked it.
    Target::parse(text)
}

fn outcome_taken(outcome: &OutcomeExpectation, facts: &Facts<'_>) -> Result<String, String> {
    let target = target(&outcome.outcome)?;
    let count = facts.reaching(&target).count();
    match (outcome.times, facts.reaching(&target).next()) {
        (None, Some(first)) => Ok(at(first)),
        (Some(times), _) if usize::try_from(times) == Ok(count) => Ok(times_said(count)),
        (Some(_), Some(_)) => Err(format!("taken {}", times_said(count))),
        _ => Err(visited_instead(&target, facts)),
    }
}

fn times_said(count: usize) -> String {
    if count == 1 { "once".into() } else { format!("{count} times") }
}

/// What a side's nodes did, where they did not do what a target names.
fn visited_instead(target: &Target, facts: &Facts<'_>) -> String {
    if let Err(unknown) = target.known_in(facts.run.program()) {
        return unknown;
    }
    let side = target.side;
    let name = &target.node;
    if target.outcome.is_none() && matches!(name.as_ref(), "Success" | "Failure" | "Error") {
        return format!("{} did not end so", side.name());
    }
    let own = facts.events().filter(|event| event.client == Some(side.client()));
    let mut taken = Vec::new();
    let mut visited = false;
    for event in own {
        if event.kind.node().is_some_and(|node| target.is_node(node)) {
            visited = true;
            if let EventKind::Outcome { node, outcome, .. } = &event.kind {
                let name = node.outcomes().get(usize::from(*outcome)).map_or("?", |outcome| &outcome.id);
                taken.push(name);
            }
        }
    }
    match (visited, taken.is_empty()) {
        (false, _) => format!("{} did not visit {name}", side.name()),
        (true, true) => format!("{name} took no outcome"),
        (true, false) => format!("{name} took {}", taken.join(", ")),
    }
}

fn ended(end: &EndExpectation, facts: &Facts<'_>) -> Result<String, String> {
    let session = facts.run.world().session_of(end.side.client());
    let actual = session.and_then(|session| session.end());
    match actual {
        None if end.end == EndKindName::Open => Ok("it is open".into()),
        None => Err(format!("{} has not ended; {}", end.side.name(), shown(end.side, facts))),
        Some(real) => {
            let fits = EndKindName::of(real.kind) == end.end
                && end.message.as_ref().is_none_or(|message| *message == real.message);
            let cause = facts.run.thrown(end.side.client()).map(|cause| format!(" ({cause})"));
            let words = format!("{}: \"{}\"{}", real.kind.name(), real.message, cause.unwrap_or_default());
            if fits { Ok(words) } else { Err(words) }
        }
    }
}

fn in_state(wanted: &StateExpectation, facts: &Facts<'_>) -> Result<String, String> {
    let Some(session) = facts.run.world().session_of(wanted.side.client()) else {
        return Err(format!("{} has no session", wanted.side.name()));
    };
    let key = wanted.state.as_ref();
    let state = &session.state;
    let found = match wanted.scope {
        None => state.get(key),
        Some(StateScope::Shared) => state.shared.get(key),
        Some(StateScope::Transient) => state.transient.get(key),
        Some(StateScope::Secure) => state.secure.get(key),
    };
    match (found, wanted.present, &wanted.equals) {
        (None, Some(false), _) => Ok("it is not there".into()),
        (None, ..) => {
            let keys: Vec<String> = state.keys().iter().map(ToString::to_string).collect();
            Err(format!("the key is not there; there are {}", keys.join(", ")))
        }
        (Some(_), Some(false), _) => Err("the key is there".into()),
        (Some(_), _, None) => Ok("it is there".into()),
        (Some(value), _, Some(equals)) => {
            let mut secret = false;
            value.for_each_secret(&mut |_| secret = true);
            match (secret, value.to_masked_json()) {
                (true, _) => Err("a secret: only its presence can be checked".into()),
                (false, _) if *value == Value::from(equals) => Ok("it is equal".into()),
                (false, json) => Err(json.to_string()),
            }
        }
    }
}

fn of_transaction(wanted: &TransactionFacts, facts: &Facts<'_>) -> Result<String, String> {
    let world = facts.run.world();
    let records = || world.transactions().records();
    let found = match wanted.number {
        Some(number) => records().nth(usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1)),
        None => records().next_back(),
    };
    let Some(record) = found else {
        return Err(match records().count() {
            0 => "there is no transaction".into(),
            1 => "there is 1 transaction".into(),
            count => format!("there are {count} transactions"),
        });
    };
    let expired = record.is_gone(world.now());
    let subject = record.subject.name();
    let fits = wanted.state.is_none_or(|wanted| wanted == record.state)
        && wanted.result.is_none_or(|wanted| wanted == record.result)
        && wanted.expired.is_none_or(|wanted| wanted == expired)
        && wanted.subject.as_ref().is_none_or(|wanted| Some(wanted) == subject);
    let words = format!(
        "state {}, result {}, subject {}, {}",
        record.state,
        record.result,
        subject.map_or("anyone", AsRef::as_ref),
        if expired { "expired" } else { "not expired" }
    );
    if fits { Ok(words) } else { Err(words) }
}

fn callbacks(side: Side, facts: &Facts<'_>) -> Vec<Callback> {
    let page = facts.run.world().client(side.client()).and_then(|client| client.page.clone());
    page.map(|page| page.callbacks.clone()).unwrap_or_default()
}

/// Every text a side reads now.
fn texts(side: Side, facts: &Facts<'_>) -> Vec<String> {
    let Some(client) = facts.run.world().client(side.client()) else { return Vec::new() };
    let mut texts: Vec<String> = client.notice.iter().map(ToString::to_string).collect();
    if let Some(page) = &client.page {
        texts.extend([&page.header, &page.description].into_iter().flatten().map(ToString::to_string));
        for told in page.callbacks.iter().filter_map(Callback::tells) {
            match told {
                Tells::Text { message, .. } | Tells::Wait { message } => texts.push(message.to_string()),
                Tells::Unknown { .. } => {}
            }
        }
    }
    texts
}

/// What a side shows now, for messages.
fn shown(side: Side, facts: &Facts<'_>) -> String {
    let texts = texts(side, facts);
    let reads: Vec<String> = texts.iter().map(|text| format!("\"{text}\"")).collect();
    let asks = asked(&callbacks(side, facts));
    let name = side.name();
    match reads.is_empty() {
        true => format!("{name} asks {asks}"),
        false => format!("{name} reads {} and asks {asks}", reads.join(", ")),
    }
}
