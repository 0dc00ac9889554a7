//! Reads expectations.

use super::expect::{
    AsksExpectation, EndExpectation, EndKindName, Expectation, LogExpectation, NeverExpectation,
    NodeExpectation, OutcomeExpectation, ReadsExpectation, StateExpectation, StateScope,
    TransactionExpectation, TransactionFacts,
};
use super::read::{filled, read_side, within, word};
use super::target::Target;
use crate::json::{Cursor, Diagnostic};
use crate::transaction::{TransactionResult, TransactionState};

/// What an expectation can be about: its first key.
const KINDS: &[&str] = &["outcome", "node", "end", "state", "log", "transaction", "asks", "reads", "never"];
const ENDS: &[(&str, EndKindName)] = &[
    ("Success", EndKindName::Success),
    ("Failure", EndKindName::Failure),
    ("Error", EndKindName::Error),
    ("Open", EndKindName::Open),
];
const SCOPES: &[(&str, StateScope)] =
    &[("shared", StateScope::Shared), ("transient", StateScope::Transient), ("secure", StateScope::Secure)];
const STATES: &[(&str, TransactionState)] = &[
    ("CREATED", TransactionState::Created),
    ("IN_PROGRESS", TransactionState::InProgress),
    ("COMPLETED", TransactionState::Completed),
];
const RESULTS: &[(&str, TransactionResult)] = &[
    ("UNKNOWN", TransactionResult::Unknown),
    ("APPROVED", TransactionResult::Approved),
    ("DENIED", TransactionResult::Denied),
];

/// The list under `expect`.
pub(super) fn expectations(at: &Cursor<'_>) -> Result<Vec<Expectation>, Diagnostic> {
    match at.get("expect") {
        Some(list) => list.items()?.map(|one| expectation(&one, 0)).collect(),
        None => Ok(Vec::new()),
    }
}

fn expectation(at: &Cursor<'_>, depth: usize) -> Result<Expectation, Diagnostic> {
    let mut kinds = Vec::new();
    for (key, _) in at.members()? {
        if KINDS.contains(&key) {
            kinds.push(key);
        }
    }
    // A transaction's expected state stands inside its object, so one key decides.
    let kind = match kinds[..] {
        [kind] => kind,
        [] => {
            at.only(KINDS)?;
            return Err(at.wrong("expects nothing", format!("add one of {}", KINDS.join(", "))));
        }
        _ => {
            let what = format!("expects several things: {}", kinds.join(", "));
            return Err(at.wrong(what, "make each an expectation of its own"));
        }
    };
    match kind {
        "outcome" => outcome(at),
        "node" => node(at),
        "end" => end(at),
        "state" => state(at),
        "log" => {
            at.only(&["log", "side"])?;
            let side = at.get("side").map(|side| read_side(&side)).transpose()?;
            Ok(Expectation::Log(LogExpectation { log: filled(&at.need("log")?)?, side }))
        }
        "transaction" => transaction(at),
        "asks" => {
            at.only(&["asks", "side"])?;
            let (side, asks) = (read_side(&at.need("side")?)?, filled(&at.need("asks")?)?);
            Ok(Expectation::Asks(AsksExpectation { side, asks }))
        }
        "reads" => {
            at.only(&["reads", "side"])?;
            let (side, reads) = (read_side(&at.need("side")?)?, filled(&at.need("reads")?)?);
            Ok(Expectation::Reads(ReadsExpectation { side, reads }))
        }
        _ => {
            at.only(&["never"])?;
            let inner = at.need("never")?;
            if depth > 0 {
                return Err(inner.wrong("is a never in a never", "say what must hold instead"));
            }
            let never = Box::new(expectation(&inner, depth + 1)?);
            Ok(Expectation::Never(NeverExpectation { never }))
        }
    }
}

fn outcome(at: &Cursor<'_>) -> Result<Expectation, Diagnostic> {
    at.only(&["outcome", "times"])?;
    let outcome = at.need("outcome")?;
    let target = target(&outcome)?;
    if target.outcome.is_none() {
        return Err(outcome.wrong("names no outcome", "write SIDE/NODE/OUTCOME"));
    }
    let times = at.get("times").map(|times| within(&times, 0, 1_000_000)).transpose()?;
    let times = times.map(|times| u32::try_from(times).unwrap_or(u32::MAX));
    Ok(Expectation::Outcome(OutcomeExpectation { outcome: outcome.str()?.into(), times }))
}

fn node(at: &Cursor<'_>) -> Result<Expectation, Diagnostic> {
    at.only(&["node"])?;
    let node = at.need("node")?;
    if target(&node)?.outcome.is_some() {
        return Err(node.wrong("names an outcome", "write SIDE/NODE, or expect an \"outcome\""));
    }
    Ok(Expectation::Node(NodeExpectation { node: node.str()?.into() }))
}

fn target(at: &Cursor<'_>) -> Result<Target, Diagnostic> {
    Target::parse(at.str()?).map_err(|wrong| {
        let (what, help) = wrong.split_once("; ").unwrap_or((&wrong, ""));
        at.wrong(what, help)
    })
}

fn end(at: &Cursor<'_>) -> Result<Expectation, Diagnostic> {
    at.only(&["side", "end", "message"])?;
    Ok(Expectation::End(EndExpectation {
        side: read_side(&at.need("side")?)?,
        end: word(&at.need("end")?, ENDS)?,
        message: at.get("message").map(|message| filled(&message)).transpose()?,
    }))
}

fn state(at: &Cursor<'_>) -> Result<Expectation, Diagnostic> {
    at.only(&["side", "state", "scope", "present", "equals"])?;
    let scope = at.get("scope").map(|scope| word(&scope, SCOPES)).transpose()?;
    let present = at.get("present").map(|flag| flag.bool()).transpose()?;
    // `equals: null` is a value to compare with, so it is not read with get.
    let equals = at.value.get("equals").cloned();
    if equals.is_some() && present == Some(false) {
        return Err(at.wrong("has equals, and present false", "remove one of the two"));
    }
    if equals.is_some() && scope == Some(StateScope::Secure) {
        return Err(
            at.wrong("compares a secret", "remove equals: of secure state only presence can be checked")
        );
    }
    let side = read_side(&at.need("side")?)?;
    Ok(Expectation::State(StateExpectation {
        side,
        state: filled(&at.need("state")?)?,
        scope,
        present,
        equals,
    }))
}

fn transaction(at: &Cursor<'_>) -> Result<Expectation, Diagnostic> {
    at.only(&["transaction"])?;
    let at = at.need("transaction")?;
    at.only(&["number", "state", "result", "subject", "expired"])?;
    let number = at.get("number").map(|number| within(&number, 1, 1_000_000)).transpose()?;
    let transaction = TransactionFacts {
        number: number.map(|number| u32::try_from(number).unwrap_or(u32::MAX)),
        state: at.get("state").map(|state| word(&state, STATES)).transpose()?,
        result: at.get("result").map(|result| word(&result, RESULTS)).transpose()?,
        subject: at.get("subject").map(|subject| filled(&subject)).transpose()?,
        expired: at.get("expired").map(|flag| flag.bool()).transpose()?,
    };
    Ok(Expectation::Transaction(TransactionExpectation { transaction }))
}
