//! How a run stands, as expectations.

use std::sync::Arc;

use super::expect::{
    EndExpectation, EndKindName, Expectation, OutcomeExpectation, TransactionExpectation, TransactionFacts,
};
use super::model::Side;
use super::target::Target;
use crate::engine::{Event, EventKind, World};
use crate::node::same_outcome;
use crate::program::Edge;

/// How both sides and the newest transaction stand, and every outcome that was taken.
pub(super) fn expectations<'e>(world: &World, events: impl Iterator<Item = &'e Event>) -> Vec<Expectation> {
    let mut expect = Vec::new();
    for event in events {
        let (EventKind::Outcome { node, outcome, .. }, Some(client)) = (&event.kind, event.client) else {
            continue;
        };
        let Some(outcome) = node.outcomes().get(usize::from(*outcome)) else { continue };
        // As the vendor's pages and the screen spell it, where that names no other outcome.
        let named =
            |one: &&Edge| same_outcome(&one.id, &outcome.name) || same_outcome(&one.name, &outcome.name);
        let alone = !outcome.name.is_empty() && node.outcomes().iter().filter(named).count() == 1;
        let taken = if alone { &outcome.name } else { &outcome.id };
        // A quote in a name would end it.
        let name = if node.name.contains('"') || node.name.is_empty() { &node.id } else { &node.name };
        let target = Target { side: Side::of(client), node: name.clone(), outcome: Some(taken.clone()) };
        let outcome: Arc<str> = target.to_string().into();
        let one = Expectation::Outcome(OutcomeExpectation { outcome, times: None });
        if Target::parse(&target.to_string()).as_ref() == Ok(&target) && !expect.contains(&one) {
            expect.push(one);
        }
    }
    for side in Side::ALL {
        if let Some(session) = world.session_of(side.client()) {
            let end = session.end();
            expect.push(Expectation::End(EndExpectation {
                side,
                end: end.map_or(EndKindName::Open, |end| EndKindName::of(end.kind)),
                message: end.map(|end| end.message.clone()).filter(|message| !message.is_empty()),
            }));
        }
    }
    if let Some(record) = world.transactions().records().next_back() {
        let transaction = TransactionFacts {
            number: None,
            state: Some(record.state),
            result: Some(record.result),
            subject: record.subject.name().cloned(),
            expired: Some(record.is_gone(world.now())),
        };
        expect.push(Expectation::Transaction(TransactionExpectation { transaction }));
    }
    expect
}
