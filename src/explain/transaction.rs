//! Why a transaction changed as it did, and why a link was refused.

use uuid::Uuid;

use super::{Case, Explanation, FAULT};
use crate::engine::{Action, World, transaction_of_link};
use crate::node::{Fact, Reason};
use crate::transaction::{Change, RULES, Subject, Transaction, TransactionResult, TransactionState, short};
use crate::value::Rule;

const CREATED: &Rule = Rule::of(RULES, "transaction.states");
const LIFE: &Rule = Rule::of(RULES, "transaction.life");
const OPEN: &Rule = Rule::of(RULES, "transaction.open-moves");
const OPEN_AGAIN: &Rule = Rule::of(RULES, "transaction.open-completed");
const OPEN_GONE: &Rule = Rule::of(RULES, "transaction.open-gone");
const APPROVE: &Rule = Rule::of(RULES, "transaction.approve");
const COMPLETED: &Rule = Rule::of(RULES, "transaction.approve-completed");
const DENIED: &Rule = Rule::of(RULES, "transaction.approve-denied");
const SUBJECT: &Rule = Rule::of(RULES, "transaction.subject");
const DENY: &Rule = Rule::of(RULES, "transaction.deny");
const RETRY: &Rule = Rule::of(RULES, "transaction.retry");
const NO_JOURNEY: &Rule = Rule::of(crate::engine::RULES, "engine.journey-missing");

pub(super) fn explain(case: &Case<'_>, id: Uuid, change: Change) -> Explanation {
    let after = case.after();
    let Some(record) = after.transactions().record(id) else {
        return case.plain(change.name(), CREATED, "the store has no record of it");
    };
    let mut all = match change {
        // These are what a node does.
        Change::Created | Change::Notified => match case.visit() {
            Some(visit) => Explanation { took: change.name().into(), not: Vec::new(), ..visit },
            None => case.plain(change.name(), CREATED, "a node made it"),
        },
        Change::Opened | Change::OpenedAgain => opened(case, id, change),
        Change::Approved | Change::Refused => {
            let (rule, reason) = may_approve(case, id);
            let other = if change == Change::Approved { Change::Refused } else { Change::Approved };
            let mut all = case.plain(took(change), rule, &reason);
            all.not.push((took(other).into(), Reason::new(rule, reason)));
            let text = "the journey reached Success, not Failure";
            all.not.push((took(Change::Denied).into(), Reason::new(DENY, text)));
            all
        }
        Change::Denied => {
            let text = "the journey on the other device failed and allowRetry is false";
            let mut all = case.plain(took(change), DENY, text);
            all.not.push((took(Change::LeftOpen).into(), Reason::new(RETRY, "allowRetry is false")));
            all.not.push((
                took(Change::Approved).into(),
                Reason::new(APPROVE, "the journey did not reach Success"),
            ));
            all
        }
        Change::LeftOpen => {
            let text = "the journey on the other device failed and allowRetry is true";
            let mut all = case.plain(took(change), RETRY, text);
            all.not.push((took(Change::Denied).into(), Reason::new(DENY, "allowRetry is true")));
            all.not.push((
                took(Change::Approved).into(),
                Reason::new(APPROVE, "the journey did not reach Success"),
            ));
            all
        }
        Change::Expired => {
            let life = record.expires_at.since(record.created_at);
            let (from, to) = (record.created_at.on_clock(), record.expires_at.on_clock());
            case.plain(took(change), LIFE, format!("its life of {life} s, from {from} on, ended at {to}"))
        }
    };
    if all.facts.is_empty() {
        all.facts = facts(record);
    }
    all
}

/// What happened, in a word or two; a result as the vendor spells it.
fn took(change: Change) -> &'static str {
    change.result().map_or(change.name(), TransactionResult::name)
}

fn facts(record: &Transaction) -> Vec<Fact> {
    let subject = match &record.subject {
        Subject::User(name) => format!("user {name}"),
        Subject::Agent(name) => format!("agent {name}"),
        Subject::Anyone => "anybody".into(),
    };
    let fact = |name: &'static str, value: String| Fact { name: name.into(), value };
    vec![
        fact("transaction", record.id.to_string()),
        fact("state", record.state.name().into()),
        fact("result", record.result.name().into()),
        fact("subject", crate::value::printable(&subject).into_owned()),
        fact("expires", record.expires_at.on_clock()),
        fact("allowRetry", record.allow_retry.to_string()),
    ]
}

fn opened(case: &Case<'_>, id: Uuid, change: Change) -> Explanation {
    let before = &case.transition.before;
    let record = before.transactions().record(id);
    let left = record.map(|record| record.time_left(before.now())).unwrap_or_default();
    let alive = format!("the store answers and {left} s of its life are left");
    let completed = record.is_some_and(|record| record.state == TransactionState::Completed);
    let mut all = match (change, completed) {
        (Change::Opened, _) => {
            let text = "it was CREATED, and its link is opened for the first time";
            let mut all = case.plain(took(change), OPEN, text);
            let reason = Reason::new(OPEN, "nobody had opened it before");
            all.not.push((took(Change::OpenedAgain).into(), reason));
            all
        }
        (_, true) => {
            let result = record.map_or("?", |record| record.result.name());
            case.plain(took(change), OPEN_AGAIN, format!("it is COMPLETED, {result}; that bars no opening"))
        }
        (_, false) => case.plain(took(change), OPEN, "it was opened before: it is IN_PROGRESS and stays so"),
    };
    all.not.push((took(Change::Refused).into(), Reason::new(OPEN_GONE, alive)));
    all
}

/// Whether the session of this case may approve its transaction, in words.
pub(super) fn may_approve(case: &Case<'_>, id: Uuid) -> (&'static Rule, String) {
    let before = &case.transition.before;
    let after = case.after();
    let Some(record) = before.transactions().record(id) else {
        return (OPEN_GONE, format!("the store has no transaction {}", short(id)));
    };
    if record.state == TransactionState::Completed {
        let rule = if record.result == TransactionResult::Denied { DENIED } else { COMPLETED };
        return (rule, format!("the transaction {} is {} already", short(id), record.result.name()));
    }
    // Who logged in is known after the visit only.
    let who = case.event.session.and_then(|id| after.session(id)).and_then(|session| session.logged_in_as());
    let subject = record.subject.name().map_or("anybody", |name| name.as_ref());
    let is_subject = after.is_subject(id, who.as_deref());
    match (is_subject, who) {
        (true, Some(who)) if record.subject == Subject::Anyone => {
            (APPROVE, format!("{who} logged in, and the transaction {} is for anybody", short(id)))
        }
        (true, Some(who)) => (APPROVE, format!("{who} logged in, whom the transaction {} is for", short(id))),
        (true, None) => (APPROVE, format!("the transaction {} is for anybody", short(id))),
        (false, Some(who)) => {
            (SUBJECT, format!("{who} logged in, but the transaction {} is for {subject}", short(id)))
        }
        (false, None) => {
            (SUBJECT, format!("nobody was identified, and the transaction {} is for {subject}", short(id)))
        }
    }
}

/// Why a transaction cannot be read, if it cannot.
pub(super) fn gone(world: &World, id: Uuid) -> Option<String> {
    if world.transactions().is_failing() {
        return Some("the transaction store does not answer".into());
    }
    let Some(record) = world.transactions().record(id) else {
        return Some(format!("the store has no transaction {}", short(id)));
    };
    record.is_gone(world.now()).then(|| {
        let life = record.expires_at.since(record.created_at);
        format!(
            "the life of the transaction {}, {life} s, ended at {}",
            short(id),
            record.expires_at.on_clock()
        )
    })
}

/// Why a link was refused.
pub(super) fn refused(case: &Case<'_>) -> Explanation {
    let before = &case.transition.before;
    let Action::Open { link, .. } = &case.transition.action else {
        return case.plain("link refused", OPEN_GONE, "it could not be opened");
    };
    let (rule, text) = match transaction_of_link(link) {
        None => (OPEN_GONE, "the link has no authIndexType=transaction with a transaction id".to_owned()),
        Some(id) => match gone(before, id) {
            Some(text) if before.transactions().is_failing() => (FAULT, text),
            Some(text) => (OPEN_GONE, text),
            None => {
                let record = before.transactions().record(id);
                let journey = record.map_or("?", |record| record.journey.as_ref());
                (NO_JOURNEY, format!("the journey {journey} does not exist"))
            }
        },
    };
    let mut all = case.plain("link refused", rule, &text);
    all.not.push((took(Change::Opened).into(), Reason::new(rule, text)));
    all
}
