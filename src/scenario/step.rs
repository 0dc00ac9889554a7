//! A step of a scenario: one thing that is done.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize};

use super::answer_value::{AnswerValue, answers, button};
use super::expect::{Expectation, validate_all};
use super::model::Side;
use super::realm::MAX_LIFE_S;
use crate::json::fields::{filled_if_there, only_true, or_empty, within};
use crate::json::{Cursor, Diagnostic};

/// The longest wait, in milliseconds: as long as the life of a transaction may be.
const MAX_WAIT_MS: u64 = MAX_LIFE_S * 1000;
/// The most that one step repeats something; and the largest number of a transaction.
const MAX_REPEATS: u64 = 100_000;

/// One thing that is done, and what must come of it at once. Exactly one of the verbs, or none
/// where only `expect` is there; `answer` and `press` go together.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(transform = super::schema::one_verb)]
pub struct Step {
    /// Why this step is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who does it: needed by answer, press, resubmit, start and closeTab; `openLink` is
    /// the backchannel side's unless it is here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// Verb: fills the page in and sends it. From the prompt, or `#1` for the first callback of the
    /// page, to the value.
    #[serde(default, deserialize_with = "answers", skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minProperties" = 1))]
    pub answer: Option<IndexMap<String, AnswerValue>>,
    /// Verb: presses a button of the page: its text, or its index from 0.
    #[serde(default, deserialize_with = "button", skip_serializing_if = "Option::is_none")]
    #[schemars(transform = super::schema::button)]
    pub press: Option<AnswerValue>,
    /// Verb: sends the page back as it is, such as a polling wait before its time.
    #[serde(default, deserialize_with = "only_true", skip_serializing_if = "is_false")]
    #[schemars(extend("const" = true))]
    pub resubmit: bool,
    /// Verb: opens the newest link of MAIN (`true`), or this link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_link: Option<LinkChoice>,
    /// Verb: lets this many milliseconds (not seconds) of world time pass, at most a year. Waits that end meanwhile are re-submitted.
    #[serde(
        default,
        deserialize_with = "within::<0, MAX_WAIT_MS, _, _>",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(range(max = MAX_WAIT_MS))]
    pub wait: Option<u64>,
    /// Verb: skips to the next wake-up, this many times.
    #[serde(
        default,
        deserialize_with = "within::<1, MAX_REPEATS, _, _>",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(range(min = 1, max = MAX_REPEATS))]
    pub skip: Option<u32>,
    /// Verb: pauses, and visits this many single nodes.
    #[serde(
        default,
        deserialize_with = "within::<1, MAX_REPEATS, _, _>",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(range(min = 1, max = MAX_REPEATS))]
    pub step: Option<u32>,
    /// Verb: `true`: requests stay in flight from now on, until `step` visits nodes; `false`: they
    /// run on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pause: Option<bool>,
    /// Verb: makes something fail, or work again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// Verb: starts a side again, or everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart: Option<RestartWhat>,
    /// Verb: opens the address of this journey.
    #[serde(default, deserialize_with = "filled_if_there", skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub start: Option<Arc<str>>,
    /// Verb: closes the tab; the session stays behind unfinished.
    #[serde(default, deserialize_with = "only_true", skip_serializing_if = "is_false")]
    #[schemars(extend("const" = true))]
    pub close_tab: bool,
    /// What must hold after this step: of what it made happen, and of the state then.
    #[serde(default, deserialize_with = "or_empty", skip_serializing_if = "Vec::is_empty")]
    pub expect: Vec<Expectation>,
}

fn is_false(flag: &bool) -> bool {
    !*flag
}

/// A verb of a step.
#[derive(Debug)]
pub(super) struct Verb {
    /// Its key.
    pub(super) key: &'static str,
    pub(super) by: By,
    is_in: fn(&Step) -> bool,
}

/// Who does a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// One of the sides, which must be said.
    Side,
    /// The backchannel side unless another one is said.
    Backchannel,
    /// Nobody: no side may be said.
    Nobody,
}

/// All verbs, in the order in which messages list them.
pub(super) const VERBS: &[Verb] = &[
    Verb { key: "answer", by: By::Side, is_in: |step| step.answer.is_some() },
    Verb { key: "press", by: By::Side, is_in: |step| step.press.is_some() },
    Verb { key: "resubmit", by: By::Side, is_in: |step| step.resubmit },
    Verb { key: "openLink", by: By::Backchannel, is_in: |step| step.open_link.is_some() },
    Verb { key: "wait", by: By::Nobody, is_in: |step| step.wait.is_some() },
    Verb { key: "skip", by: By::Nobody, is_in: |step| step.skip.is_some() },
    Verb { key: "step", by: By::Nobody, is_in: |step| step.step.is_some() },
    Verb { key: "pause", by: By::Nobody, is_in: |step| step.pause.is_some() },
    Verb { key: "fault", by: By::Nobody, is_in: |step| step.fault.is_some() },
    Verb { key: "restart", by: By::Nobody, is_in: |step| step.restart.is_some() },
    Verb { key: "start", by: By::Side, is_in: |step| step.start.is_some() },
    Verb { key: "closeTab", by: By::Side, is_in: |step| step.close_tab },
];

impl Verb {
    /// Whether one step may do both: fill a page in and press its button.
    pub(super) fn goes_with(&self, other: &Self) -> bool {
        matches!((self.key, other.key), ("answer", "press") | ("press", "answer"))
    }
}

impl Step {
    /// Refuses a step that does nothing or several things, or does not say who does it; `at` is what it
    /// was read from.
    pub(super) fn validate(&self, at: &Cursor<'_>) -> Result<(), Diagnostic> {
        let verbs: Vec<&Verb> = VERBS.iter().filter(|verb| (verb.is_in)(self)).collect();
        let keys = |verbs: &[&Verb]| verbs.iter().map(|verb| verb.key).collect::<Vec<_>>().join(", ");
        match verbs[..] {
            [] if at.get("expect").is_none() && at.get("note").is_none() => {
                let help = format!("add one of {}, or expect", keys(&VERBS.iter().collect::<Vec<_>>()));
                return Err(at.wrong("does nothing", help));
            }
            [] | [_] => {}
            [one, other] if one.goes_with(other) => {}
            _ => {
                let what = format!("does several things: {}", keys(&verbs));
                return Err(at.wrong(what, "make each a step of its own"));
            }
        }
        if let Some(verb) = verbs.iter().find(|verb| verb.by == By::Side).filter(|_| self.side.is_none()) {
            let what = format!("does not say who does {}", verb.key);
            return Err(at.wrong(what, "add \"side\": \"main\" or \"backchannel\""));
        }
        if let (Some(side), Some(verb)) = (at.get("side"), verbs.iter().find(|verb| verb.by == By::Nobody)) {
            return Err(side.wrong(format!("{} is nobody's", verb.key), "remove \"side\""));
        }
        validate_all(&self.expect, at)
    }
}

/// The step in words, without any answer in it.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
            self.restart.map(|what| format!("restart {what}")),
            self.start.as_ref().map(|journey| format!("start {journey} on {side}")),
            self.close_tab.then(|| format!("close the tab of {side}")),
        ];
        let words: Vec<String> = words.into_iter().flatten().collect();
        f.write_str(&if words.is_empty() { "look".to_owned() } else { words.join(" and ") })
    }
}

/// Which link.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum LinkChoice {
    /// `true`: the newest link of MAIN.
    #[schemars(extend("const" = true))]
    Newest(bool),
    /// The link of a transaction by its number, from 1 in the order they were made.
    Number(#[schemars(range(min = 1, max = MAX_REPEATS))] u32),
    /// This very link.
    Link(Arc<str>),
}

impl<'de> Deserialize<'de> for LinkChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LinkVisitor)
    }
}

struct LinkVisitor;

impl Visitor<'_> for LinkVisitor {
    type Value = LinkChoice;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true for the newest link, a transaction's number from 1, or a link")
    }

    fn visit_bool<E: Error>(self, newest: bool) -> Result<LinkChoice, E> {
        if newest {
            Ok(LinkChoice::Newest(true))
        } else {
            Err(E::custom("is false; make it true, or remove it"))
        }
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<LinkChoice, E> {
        let known = u32::try_from(number).ok().filter(|_| (1..=MAX_REPEATS).contains(&number));
        let wrong = || E::custom(format!("is out of range; use 1 to {MAX_REPEATS}"));
        known.map(LinkChoice::Number).ok_or_else(wrong)
    }

    fn visit_str<E: Error>(self, link: &str) -> Result<LinkChoice, E> {
        Ok(LinkChoice::Link(link.into()))
    }
}

/// What is made to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Fault {
    /// The transaction store fails from now on.
    StoreFails,
    /// The transaction store works again.
    StoreWorks,
}

/// What is started again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RestartWhat {
    /// MAIN opens its journey again.
    Main,
    /// BACKCHANNEL opens the newest link again.
    Backchannel,
    /// Everything, with the same seed: what happened before is gone, expectations included.
    All,
}

impl fmt::Display for RestartWhat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Main => "main",
            Self::Backchannel => "backchannel",
            Self::All => "all",
        })
    }
}
