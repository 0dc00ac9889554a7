//! Whatever happens in the rows can be explained: what was taken, and every outcome that was not, by
//! rules of the ledger, with no secret in any sentence.

use std::collections::BTreeSet;

use journey_sim::drive::Transition;
use journey_sim::engine::{Event, EventKind};
use journey_sim::explain::{Explanation, explain};
use journey_sim::node::Decision;

use crate::conformance::{rows, transcript};

/// Passwords of the fixture's users, as they are typed.
const SECRETS: [&str; 3] = ["right-", "another-one", "long-enough"];

fn check(transition: &Transition, event: &Event) -> Result<Explanation, String> {
    let all = explain(transition, event.seq).ok_or("it is not explained")?;
    let mut sentences = vec![all.sentence()];
    sentences.extend(all.not_sentences().map(|(sentence, _)| sentence));
    for sentence in &sentences {
        if sentence.contains("..") || sentence.contains("  ") || !sentence.ends_with('.') {
            return Err(format!("badly put: {sentence}"));
        }
    }
    if let EventKind::Outcome { node, outcome, rule } = &event.kind {
        let taken = &node.outcomes()[usize::from(*outcome)].name;
        if all.took != taken.as_ref() {
            return Err(format!("{} was taken, {} is explained", taken, all.took));
        }
        if all.because.rule.id != rule.id {
            return Err(format!("{} decided, {} is named", rule.id, all.because.rule.id));
        }
        let not: Vec<&str> = all.not.iter().map(|(name, _)| name.as_str()).collect();
        let others: Vec<&str> = node
            .outcomes()
            .iter()
            .map(|outcome| outcome.name.as_ref())
            .filter(|name| *name != all.took)
            .collect();
        if not != others {
            return Err(format!("not taken: {others:?}; explained: {not:?}"));
        }
    }
    let written = format!("{sentences:?} {:?}", all.facts);
    match SECRETS.iter().find(|secret| written.contains(*secret)) {
        Some(secret) => Err(format!("a password that begins with {secret} is in {written}")),
        None => Ok(all),
    }
}

#[test]
fn every_event_of_every_row_is_explained() {
    let mut wrong = Vec::new();
    for row in rows() {
        transcript::watch(&row.fixture(), row.when, &mut |transition| {
            for event in &transition.events {
                if let Err(what) = check(transition, event) {
                    wrong.push(format!("{}, {}: {}: {what}", row.rule, row.when, event.kind));
                }
            }
        });
    }
    assert!(wrong.is_empty(), "{} events:\n{}", wrong.len(), wrong.join("\n"));
}

/// Each node gives a reason of its own for every outcome that it can have; only an error stands for
/// all of them.
#[test]
fn nodes_leave_no_outcome_out() {
    let mut missing = BTreeSet::new();
    for row in rows() {
        transcript::watch(&row.fixture(), row.when, &mut |transition| {
            let Some((node, Ok(why))) = transition.before.why_next() else { return };
            if why.came == Decision::Throws {
                return;
            }
            let has = |id: &str| why.not.iter().any(|(known, _)| known == id);
            for outcome in node.outcomes() {
                let taken = matches!(&why.came, Decision::Outcome(id) if *id == *outcome.id);
                if !taken && !has(&outcome.id) {
                    missing.insert(format!("{} {:?} leaves out {}", node.label, why.came, outcome.id));
                }
            }
        });
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Ids and links differ from seed to seed; numbers of seconds and clock times are left.
fn without_ids(text: &str) -> String {
    let words = text.split(' ').map(|word| if word.len() > 30 && word.contains('-') { "(id)" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// Every sentence, each once: a rule that is turned round changes one.
#[test]
fn explanations_say_what_they_said() {
    let mut said = BTreeSet::new();
    for row in rows() {
        transcript::watch(&row.fixture(), row.when, &mut |transition| {
            let Some((node, Ok(why))) = transition.before.why_next() else { return };
            let label = &node.label;
            said.insert(format!(
                "{label}: {:?}: {} [{}]",
                why.came,
                without_ids(&why.because.text),
                why.because.rule.id
            ));
            for (outcome, reason) in &why.not {
                said.insert(format!(
                    "{label}: not {outcome}: {} [{}]",
                    without_ids(&reason.text),
                    reason.rule.id
                ));
            }
        });
    }
    let lines: Vec<String> = said.into_iter().collect();
    insta::assert_snapshot!("explanations", lines.join("\n"));
}
