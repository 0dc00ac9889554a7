//! Steps and expectations in words, for messages. No answer is in them.

use super::expect::{EndKindName, Expectation};
use super::model::{AnswerValue, Fault, RestartWhat, Side, Step};

impl Step {
    /// The step in words, without any answer in it.
    pub fn words(&self) -> String {
        let side = self.side.map_or("", Side::name);
        let button = |button: &AnswerValue| match button {
            AnswerValue::Text(text) => text.to_string(),
            AnswerValue::Index(index) => format!("button {index}"),
            _ => "a button".into(),
        };
        let answer = self.answer.as_ref().map(|answers| {
            let prompts: Vec<String> = answers.keys().map(|prompt| format!("\"{prompt}\"")).collect();
            format!("answer {} on {side}", prompts.join(", "))
        });
        let words = [
            answer,
            self.press.as_ref().map(|press| format!("press {} on {side}", button(press))),
            self.resubmit.then(|| format!("re-submit on {side}")),
            self.open_link.as_ref().map(|_| "open the link".to_owned()),
            self.wait.map(|ms| format!("wait {ms} ms")),
            self.skip.map(|times| format!("skip {times}")),
            self.step.map(|times| format!("step {times}")),
            self.pause.map(|on| if on { "pause".to_owned() } else { "go on".to_owned() }),
            self.fault.map(|fault| {
                let fails = fault == Fault::StoreFails;
                format!("make the transaction store {}", if fails { "fail" } else { "work" })
            }),
            self.restart.map(|what| format!("restart {}", what.name())),
            self.start.as_ref().map(|journey| format!("start {journey} on {side}")),
            self.close_tab.then(|| format!("close the tab of {side}")),
        ];
        let words: Vec<String> = words.into_iter().flatten().collect();
        if words.is_empty() { "look".into() } else { words.join(" and ") }
    }
}

impl RestartWhat {
    fn name(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Backchannel => "backchannel",
            Self::All => "all",
        }
    }
}

/// An expectation in words.
pub(super) fn words(expectation: &Expectation) -> String {
    match expectation {
        Expectation::Outcome(one) => match one.times {
            Some(times) => format!("the outcome {} {times} times", one.outcome),
            None => format!("the outcome {}", one.outcome),
        },
        Expectation::Node(one) => format!("a visit to {}", one.node),
        Expectation::End(one) => {
            let end = match one.end {
                EndKindName::Success => "ended at Success",
                EndKindName::Failure => "ended at Failure",
                EndKindName::Error => "ended at Error",
                EndKindName::Open => "not ended",
            };
            let message = one.message.as_ref().map(|message| format!(": \"{message}\"")).unwrap_or_default();
            format!("{} {end}{message}", one.side.name())
        }
        Expectation::State(one) => {
            let scope = one.scope.map(|scope| format!("{} ", crate::value::Scope::from(scope).name()));
            let what = match (&one.equals, one.present) {
                (Some(equals), _) => format!("equal to {equals}"),
                (None, Some(false)) => "absent".into(),
                _ => "present".into(),
            };
            format!("{} {}state {} {what}", one.side.name(), scope.unwrap_or_default(), one.state)
        }
        Expectation::Log(one) => {
            let side = one.side.map(|side| format!(" of {}", side.name())).unwrap_or_default();
            format!("a log line{side} with \"{}\"", one.log)
        }
        Expectation::Transaction(one) => {
            let facts = &one.transaction;
            let number = facts.number.map_or("the newest transaction".into(), |n| format!("transaction {n}"));
            let mut parts = Vec::new();
            parts.extend(facts.state.map(|state| format!("state {state}")));
            parts.extend(facts.result.map(|result| format!("result {result}")));
            parts.extend(facts.subject.as_ref().map(|subject| format!("subject {subject}")));
            parts
                .extend(facts.expired.map(|gone| if gone { "expired".into() } else { "not expired".into() }));
            format!("{number} {}", if parts.is_empty() { "there".into() } else { parts.join(", ") })
        }
        Expectation::Asks(one) => format!("{} asked \"{}\"", one.side.name(), one.asks),
        Expectation::Reads(one) => format!("{} reading \"{}\"", one.side.name(), one.reads),
        Expectation::Never(one) => format!("never {}", words(&one.never)),
    }
}
