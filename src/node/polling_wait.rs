//! Polling Wait.

use std::sync::Arc;

use super::api::{Build, BuildError, Node, NodeError, NodeType, Step, Visit};
use super::config::{Config, Localised};
use super::declaration::{Blocks, Declaration, KeyName, Outcome, Outcomes, Proof, StateKey};
use super::role::Role;
use super::settings::{Amount, Meaning, Setting};
use super::why::Why;
use crate::page::{Callback, Confirmation, MessageType, NOT_PRESSED, Page};
use crate::value::{Millis, Rule, Source, Value};

const SRC: Source = Source::Src("PollingWaitNode");

const EXIT_FIRST: Rule = Rule::new(
    "polling-wait.exit-first",
    "An exitable wait whose button came back pressed (index 0) is EXITED, before anything else is looked at.",
    SRC,
);
const SPAM: Rule = Rule::new(
    "polling-wait.spam",
    "With spam detection on, a spam count above the tolerance is SPAM, even when the wait is over.",
    SRC,
);
const DONE: Rule = Rule::new("polling-wait.done", "A visit strictly after end_time is DONE.", SRC);
const SEND: Rule = Rule::new(
    "polling-wait.send",
    "Any other visit sends the callbacks again, keeps end_time and adds 1 to the spam count; the first one stores 0.",
    SRC,
);
const EARLY: Rule = Rule::new("polling-wait.early-at-end", "A visit at exactly end_time is early.", SRC);
const NOT_PRESSED_RULE: Rule = Rule::new(
    "polling-wait.exit-not-pressed",
    "The exit button is preset to 100, which means not pressed.",
    SRC,
);
const OUTCOMES: Rule = Rule::new(
    "polling-wait.outcomes",
    "EXITED is an outcome only if exitable, SPAM only if spam detection is on.",
    SRC,
);

const RULES: &[Rule] = &[
    EXIT_FIRST,
    SPAM,
    DONE,
    SEND,
    EARLY,
    Rule::new("polling-wait.clear", "Every outcome removes end_time and spam_count.", SRC),
    NOT_PRESSED_RULE,
    Rule::new("polling-wait.message", "{{time}} in the message becomes the seconds to wait.", SRC),
    Rule::new(
        "polling-wait.locale",
        "A text is taken in the first locale of the request that has one, or whose bare language has; else it is the default one.",
        SRC,
    ),
    Rule::new(
        "polling-wait.negative",
        "Both numbers may be negative: such a wait is DONE at once, and with such a tolerance the first early visit is SPAM.",
        SRC,
    ),
    Rule::new("polling-wait.wait-time", "waitTime is sent in milliseconds, as a text.", SRC),
    OUTCOMES,
];

const SECONDS: Setting = Setting::number("secondsToWait", "Seconds To Wait", Amount::Fixed(8), "seconds")
    .or_negative()
    .meaning(Meaning::Wait);
const SPAM_DETECTION: Setting = Setting::flag("spamDetectionEnabled", "Enable Spam Detection", false);
const TOLERANCE: Setting =
    Setting::number("spamDetectionTolerance", "Spam Tolerance", Amount::Fixed(3), "requests").or_negative();
const MESSAGE: Setting =
    Setting::localised("waitingMessage", "Waiting Message", Some("Waiting for response...")).filling(&[TIME]);
const EXITABLE: Setting = Setting::flag("exitable", "Exitable", false);
const EXIT_MESSAGE: Setting = Setting::localised("exitMessage", "Exit Message", Some("Cancel"));

/// What the waiting message may hold for the seconds to wait.
const TIME: &str = "{{time}}";

const DECLARATION: Declaration = Declaration {
    name: "PollingWaitNode",
    label: "Polling Wait",
    role: Role::Wait,
    rules: RULES,
    settings: &[SECONDS, SPAM_DETECTION, TOLERANCE, MESSAGE, EXITABLE, EXIT_MESSAGE],
    keys: &[
        StateKey::read_shared(KeyName::OfNode("end_time")),
        StateKey::read_shared(KeyName::OfNode("spam_count")),
        StateKey::shared(KeyName::OfNode("end_time")),
        StateKey::shared(KeyName::OfNode("spam_count")),
    ],
    outcomes: Outcomes::Fixed(&[
        Outcome::new("DONE", "Done"),
        Outcome::new("EXITED", "Exited").with(&EXITABLE),
        Outcome::new("SPAM", "Spam").with(&SPAM_DETECTION),
    ]),
    proof: Proof::Nothing,
    blocks: Blocks::Sends,
};

/// The type.
#[derive(Debug)]
pub(super) struct PollingWait;

#[derive(Debug)]
struct Wait {
    seconds: i64,
    spam_detection: bool,
    tolerance: i64,
    message: Localised,
    exitable: bool,
    exit_message: Localised,
    end_time: Arc<str>,
    spam_count: Arc<str>,
}

impl NodeType for PollingWait {
    fn declaration(&self) -> &'static Declaration {
        &DECLARATION
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config::of(build);
        let id = &build.node.id;
        Ok(Arc::new(Wait {
            seconds: config.number(&SECONDS)?.unwrap_or(0),
            spam_detection: config.flag(&SPAM_DETECTION)?,
            tolerance: config.number(&TOLERANCE)?.unwrap_or(0),
            message: config.localised(&MESSAGE)?,
            exitable: config.flag(&EXITABLE)?,
            exit_message: config.localised(&EXIT_MESSAGE)?,
            end_time: format!("{id}.end_time").into(),
            spam_count: format!("{id}.spam_count").into(),
        }))
    }
}

/// What a visit decides by.
#[derive(Clone, Copy, Debug)]
struct Looked {
    /// The index that came back for the exit button.
    pressed: Option<i64>,
    /// The spam count; -1 before the first send.
    count: i64,
    now: i64,
    /// `end_time`, or what it becomes now.
    end: i64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Decision {
    Exited,
    Spam,
    Done,
    Send,
}

impl Node for Wait {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let facts = self.facts(visit);
        Ok(match self.decide(&facts) {
            Decision::Exited => self.leave(visit, "EXITED", &EXIT_FIRST),
            Decision::Spam => self.leave(visit, "SPAM", &SPAM),
            Decision::Done => self.leave(visit, "DONE", &DONE),
            Decision::Send => {
                visit.state.put_shared(self.end_time.clone(), facts.end);
                visit.state.put_shared(self.spam_count.clone(), facts.count.saturating_add(1));
                Step::Send(self.page(visit, self.wait_ms()))
            }
        })
    }

    fn explain(&self, visit: &Visit<'_>) -> Why {
        let facts = self.facts(visit);
        let decision = self.decide(&facts);
        let exited = self.why_exited(&facts);
        let spam = self.why_spam(&facts, decision);
        let done = self.why_done(&facts, decision);
        let why = match decision {
            Decision::Exited => Why::outcome("EXITED", &EXIT_FIRST, &exited.1),
            Decision::Spam => Why::outcome("SPAM", &SPAM, &spam.1),
            Decision::Done => Why::outcome("DONE", &DONE, &done.1),
            Decision::Send => Why::sends(&SEND, &done.1),
        };
        let why =
            why.not("DONE", done.0, done.1).not("EXITED", exited.0, exited.1).not("SPAM", spam.0, spam.1);
        why.fact("now", clock(facts.now))
            .fact("end_time", clock(facts.end))
            .fact("spam_count", if facts.count < 0 { "none".into() } else { facts.count.to_string() })
            .fact(SPAM_DETECTION.key, self.spam_detection)
            .fact(TOLERANCE.key, self.tolerance)
            .fact(EXITABLE.key, self.exitable)
            .fact("exit button", facts.pressed.map_or("did not come back".into(), |index| index.to_string()))
    }
}

/// An instant of the state, on the world's clock.
fn clock(at: i64) -> String {
    Millis(u64::try_from(at).unwrap_or(0)).exactly_on_clock()
}

impl Wait {
    /// What the client is told to wait; a wait that lies in the past is none.
    fn wait_ms(&self) -> u64 {
        u64::try_from(self.seconds).unwrap_or(0).saturating_mul(1000)
    }

    fn facts(&self, visit: &Visit<'_>) -> Looked {
        let mut pressed = None;
        for callback in visit.callbacks {
            if let Callback::Confirmation(confirmation) = callback
                && pressed != Some(0)
            {
                pressed = Some(confirmation.selected);
            }
        }
        let number = |key: &str| visit.state.shared.get(key).and_then(Value::as_i64);
        let now = i64::try_from(visit.now.0).unwrap_or(i64::MAX);
        let first_end = || now.saturating_add(self.seconds.saturating_mul(1000));
        Looked {
            pressed,
            count: number(&self.spam_count).unwrap_or(-1),
            now,
            end: number(&self.end_time).unwrap_or_else(first_end),
        }
    }

    fn decide(&self, facts: &Looked) -> Decision {
        if self.exitable && facts.pressed == Some(0) {
            Decision::Exited
        } else if self.spam_detection && facts.count >= 0 && facts.count > self.tolerance {
            Decision::Spam
        } else if facts.now > facts.end {
            Decision::Done
        } else {
            Decision::Send
        }
    }

    fn why_exited(&self, facts: &Looked) -> (&'static Rule, String) {
        match facts.pressed {
            _ if !self.exitable => (&OUTCOMES, "the wait is not exitable".into()),
            None => (&EXIT_FIRST, "no button came back with this visit".into()),
            Some(0) => (&EXIT_FIRST, "the exit button came back pressed (index 0)".into()),
            Some(index) => {
                (&NOT_PRESSED_RULE, format!("the exit button came back as {index}, which means not pressed"))
            }
        }
    }

    fn why_spam(&self, facts: &Looked, decision: Decision) -> (&'static Rule, String) {
        let (count, tolerance) = (facts.count, self.tolerance);
        if !self.spam_detection {
            (&OUTCOMES, "spam detection is off".into())
        } else if decision == Decision::Exited {
            (&EXIT_FIRST, "the exit button is looked at before the spam count".into())
        } else if count < 0 {
            (&SPAM, "nothing was sent before, so there is no spam count yet".into())
        } else if count > tolerance {
            (&SPAM, format!("spam_count is {count}, above the tolerance of {tolerance}"))
        } else {
            (&SPAM, format!("spam_count is {count}, not above the tolerance of {tolerance}"))
        }
    }

    fn why_done(&self, facts: &Looked, decision: Decision) -> (&'static Rule, String) {
        let (now, end) = (clock(facts.now), clock(facts.end));
        match decision {
            Decision::Exited => (&EXIT_FIRST, "the exit button is looked at before the time".into()),
            Decision::Spam if facts.now > facts.end => {
                (&SPAM, format!("the wait was over at {end}, but the spam count is looked at first"))
            }
            Decision::Spam => (&SPAM, "the spam count is looked at before the time".into()),
            // Nothing was sent, so the wait lies in the past.
            Decision::Done if facts.count < 0 => {
                (&DONE, format!("a wait of {} s is over before it begins", self.seconds))
            }
            Decision::Done => (&DONE, format!("it is {now}, after end_time {end}")),
            Decision::Send if facts.count < 0 => {
                (&SEND, format!("the wait of {} s begins now, at {now}, and lasts until {end}", self.seconds))
            }
            Decision::Send if facts.now == facts.end => {
                (&EARLY, format!("it is {now}, exactly end_time, which is still early"))
            }
            Decision::Send => (&DONE, format!("it is {now} and the wait lasts until {end}")),
        }
    }

    fn leave(&self, visit: &mut Visit<'_>, outcome: &'static str, rule: &'static Rule) -> Step {
        visit.state.shared.remove(&self.end_time);
        visit.state.shared.remove(&self.spam_count);
        Step::go(outcome, rule)
    }

    fn page(&self, visit: &Visit<'_>, wait_ms: u64) -> Page {
        let message = match self.message.choose(visit) {
            Some(text) if text.contains(TIME) => text.replace(TIME, &self.seconds.to_string()).into(),
            text => text.unwrap_or_default(),
        };
        let mut callbacks = vec![Callback::PollingWait { wait_ms, message }];
        if self.exitable {
            let exit = self.exit_message.choose(visit).unwrap_or_default();
            callbacks.push(Callback::Confirmation(Confirmation {
                selected: NOT_PRESSED,
                ..Confirmation::new(MessageType::Information, vec![exit], 0)
            }));
        }
        Page { callbacks, ..Page::default() }
    }
}
