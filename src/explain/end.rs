//! Why a run ended as it did.

use super::transaction::{gone, may_approve};
use super::{Case, Explanation, THROWS};
use crate::engine::{EndKind, EventKind, RULES};
use crate::node::Reason;
use crate::value::Rule;

const FAILURE: &Rule = Rule::of(RULES, "engine.login-failure");
const NODE_MISSING: &Rule = Rule::of(RULES, "engine.node-missing");
const STATIC: &Rule = Rule::of(crate::journey::RULES, "journey.static-nodes");
const APPROVE: &Rule = Rule::of(crate::transaction::RULES, "transaction.approve");
const APPROVE_GONE: &Rule = Rule::of(crate::transaction::RULES, "transaction.approve-gone");

pub(super) fn explain(case: &Case<'_>, kind: EndKind, rule: Option<&'static Rule>) -> Explanation {
    let mut all = match (kind, rule) {
        (EndKind::Error, rule) => error(case, rule.unwrap_or(THROWS)),
        (EndKind::Failure, Some(rule)) => not_approved(case, rule),
        (EndKind::Failure, None) => {
            let led = led_to(case, "Failure");
            let mut all = case.plain("Failure", FAILURE, &led);
            all.not.push(("Success".into(), Reason::new(STATIC, led)));
            all
        }
        (EndKind::Success, _) => success(case),
    };
    if kind != EndKind::Error {
        let reason = "no node threw and every connection on the way leads somewhere";
        all.not.push(("Error".into(), Reason::new(THROWS, reason)));
    }
    all
}

/// What led to one of the two ends.
fn led_to(case: &Case<'_>, end: &str) -> String {
    match case.last_outcome() {
        Some((node, outcome)) => {
            format!("the outcome {outcome} of {} {} leads to {end}", node.letter, node.name)
        }
        None => format!("the journey begins at {end}"),
    }
}

fn success(case: &Case<'_>) -> Explanation {
    let led = led_to(case, "Success");
    let session = case.event.session.and_then(|id| case.transition.before.session(id));
    let transaction = session.and_then(|session| session.transaction);
    let mut all = match transaction.map(|id| may_approve(case, id).1) {
        Some(reason) => case.plain("Success", APPROVE, format!("{led}, and {reason}")),
        None => case.plain("Success", STATIC, &led),
    };
    all.not.push(("Failure".into(), Reason::new(STATIC, led)));
    all
}

/// It reached Success but may not approve its transaction.
fn not_approved(case: &Case<'_>, rule: &'static Rule) -> Explanation {
    let before = &case.transition.before;
    let session = case.event.session.and_then(|id| before.session(id));
    let Some(id) = session.and_then(|session| session.transaction) else {
        return case.plain("Failure", rule, "its transaction may not be approved");
    };
    let (rule, reason) = match gone(before, id) {
        Some(reason) => (APPROVE_GONE, reason),
        None => may_approve(case, id),
    };
    let led = led_to(case, "Success");
    let mut all = case.plain("Failure", rule, format!("{led}, but {reason}"));
    all.not.push(("Success".into(), Reason::new(rule, reason)));
    all
}

fn error(case: &Case<'_>, rule: &'static Rule) -> Explanation {
    let thrown = case.visit().filter(|visit| visit.took == "an error");
    let logged = case.transition.events[..case.at].iter().rev().find_map(|event| match &event.kind {
        EventKind::Log { text, .. } => Some(text.to_string()),
        _ => None,
    });
    let (node, text, facts) = match thrown {
        Some(visit) => (visit.node, visit.because.text, visit.facts),
        None => (None, logged.unwrap_or_else(|| "a node threw".into()), Vec::new()),
    };
    let mut all = case.plain("Error", rule, text.trim_end_matches('.'));
    all.node = node.or_else(|| case.last_outcome().map(|(node, _)| node.clone()));
    all.facts = facts;
    let reason = if rule.id == NODE_MISSING.id || case.last_outcome().is_some() {
        "the outcome that was taken leads to neither end"
    } else {
        "the journey broke off at this node"
    };
    for end in ["Success", "Failure"] {
        all.not.push((end.into(), Reason::new(THROWS, reason)));
    }
    all
}
