//! Polling Wait.

use std::sync::Arc;

use super::api::{Build, BuildError, Node, NodeError, NodeType, OutcomeDef, Page, Step, Visit};
use super::config::{Config, Localised};
use super::facts::{Facts, KeyUse};
use crate::kernel::{Callback, Confirmation, MessageType, OptionType, Rule, Scope, Source, Value};

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

const RULES: &[Rule] = &[
    EXIT_FIRST,
    SPAM,
    DONE,
    Rule::new(
        "polling-wait.send",
        "Any other visit sends the callbacks again, keeps end_time and adds 1 to the spam count; the first one stores 0.",
        SRC,
    ),
    Rule::new("polling-wait.early-at-end", "A visit at exactly end_time is early.", SRC),
    Rule::new("polling-wait.clear", "Every outcome removes end_time and spam_count.", SRC),
    Rule::new(
        "polling-wait.exit-not-pressed",
        "The exit button is preset to 100, which means not pressed.",
        SRC,
    ),
    Rule::new("polling-wait.message", "{{time}} in the message becomes the seconds to wait.", SRC),
    Rule::new(
        "polling-wait.locale",
        "A text is taken in the first locale of the request that has one, or whose bare language has; else it is the default one.",
        SRC,
    ),
    Rule::new("polling-wait.wait-time", "waitTime is sent in milliseconds, as a text.", SRC),
    Rule::new(
        "polling-wait.outcomes",
        "EXITED is an outcome only if exitable, SPAM only if spam detection is on.",
        SRC,
    ),
];

/// Index that means the exit button was not pressed.
const NOT_PRESSED: i64 = 100;

/// The type.
#[derive(Debug)]
pub(super) struct PollingWait;

#[derive(Debug)]
struct Wait {
    seconds: u64,
    spam_detection: bool,
    tolerance: i64,
    message: Localised,
    exitable: bool,
    exit_message: Localised,
    end_time: Arc<str>,
    spam_count: Arc<str>,
}

impl NodeType for PollingWait {
    fn name(&self) -> &'static str {
        "PollingWaitNode"
    }

    fn label(&self) -> &'static str {
        "Polling Wait"
    }

    fn rules(&self) -> &'static [Rule] {
        RULES
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config(&build.node.config);
        let id = &build.node.id;
        Ok(Arc::new(Wait {
            seconds: config.number("secondsToWait", 8)?,
            spam_detection: config.flag("spamDetectionEnabled", false)?,
            tolerance: i64::try_from(config.number("spamDetectionTolerance", 3)?).unwrap_or(i64::MAX),
            message: config.localised("waitingMessage")?,
            exitable: config.flag("exitable", false)?,
            exit_message: config.localised("exitMessage")?,
            end_time: format!("{id}.end_time").into(),
            spam_count: format!("{id}.spam_count").into(),
        }))
    }

    fn outcomes(&self, build: &Build<'_>) -> Vec<OutcomeDef> {
        let config = Config(&build.node.config);
        let on = |key| config.flag(key, false).unwrap_or(false);
        let possible = |outcome: &OutcomeDef| match outcome.id.as_ref() {
            "EXITED" => on("exitable"),
            "SPAM" => on("spamDetectionEnabled"),
            _ => true,
        };
        self.all_outcomes(build).into_iter().filter(possible).collect()
    }

    fn all_outcomes(&self, _: &Build<'_>) -> Vec<OutcomeDef> {
        vec![
            OutcomeDef::new("DONE", "Done"),
            OutcomeDef::new("EXITED", "Exited"),
            OutcomeDef::new("SPAM", "Spam"),
        ]
    }

    fn facts(&self, build: &Build<'_>) -> Facts {
        let keys = ["end_time", "spam_count"].map(|key| format!("{}.{key}", build.node.id));
        let read = keys.clone().map(|key| KeyUse { scope: Some(Scope::Shared), ..KeyUse::read(key) });
        Facts::of_keys(read.into_iter().chain(keys.map(KeyUse::shared)))
    }
}

impl Node for Wait {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let pressed = visit.callbacks.iter().any(
            |callback| matches!(callback, Callback::Confirmation(confirmation) if confirmation.selected == 0),
        );
        if self.exitable && pressed {
            return Ok(self.leave(visit, "EXITED", &EXIT_FIRST));
        }
        let number = |key: &str| visit.state.shared.get(key).and_then(Value::as_i64);
        let count = number(&self.spam_count).unwrap_or(-1);
        if self.spam_detection && count > self.tolerance {
            return Ok(self.leave(visit, "SPAM", &SPAM));
        }
        let now = i64::try_from(visit.now.0).unwrap_or(i64::MAX);
        let wait_ms = self.seconds.saturating_mul(1000);
        let end = number(&self.end_time)
            .unwrap_or_else(|| now.saturating_add(i64::try_from(wait_ms).unwrap_or(i64::MAX)));
        if now > end {
            return Ok(self.leave(visit, "DONE", &DONE));
        }
        visit.state.put_shared(self.end_time.clone(), end);
        visit.state.put_shared(self.spam_count.clone(), count.saturating_add(1));
        Ok(Step::Send(self.page(visit, wait_ms)))
    }
}

impl Wait {
    fn leave(&self, visit: &mut Visit<'_>, outcome: &'static str, rule: &'static Rule) -> Step {
        visit.state.shared.remove(&self.end_time);
        visit.state.shared.remove(&self.spam_count);
        Step::go(outcome, rule)
    }

    fn page(&self, visit: &Visit<'_>, wait_ms: u64) -> Page {
        let message = match self.message.choose(visit) {
            Some(text) if text.contains("{{time}}") => {
                text.replace("{{time}}", &self.seconds.to_string()).into()
            }
            Some(text) => text.clone(),
            None => "Waiting for response...".into(),
        };
        let mut callbacks = vec![Callback::PollingWait { wait_ms, message }];
        if self.exitable {
            callbacks.push(Callback::Confirmation(Confirmation {
                prompt: "".into(),
                message_type: MessageType::Information,
                option_type: OptionType::Unspecified,
                options: vec![self.exit_message.choose(visit).cloned().unwrap_or_else(|| "Cancel".into())],
                default: NOT_PRESSED,
                selected: NOT_PRESSED,
            }));
        }
        Page { callbacks, ..Page::default() }
    }
}
