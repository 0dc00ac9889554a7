//! Inner Tree Evaluator and Set Session Properties.

use std::sync::Arc;

use super::api::{Build, BuildError, Node, NodeError, NodeType, Step, Visit};
use super::config::Config;
use super::declaration::{Blocks, Declaration, KeyName, Outcome, Outcomes, Proof, SINGLE, StateKey, When};
use super::facts::JourneyUse;
use super::role::Role;
use super::settings::{Amount, Meaning, Setting};
use super::why::Why;
use crate::value::{Rule, Source};

const PROPERTIES_SET: Rule = Rule::new(
    "set-session-properties.set",
    "The configured properties, Max Session Time and Max Idle Time (minutes) are set for the session to come.",
    Source::Src("SetSessionPropertiesNode"),
);

const RUN_FIRST: Rule = Rule::new(
    "inner-tree.enter",
    "It runs another journey with this one's state and goes on when that one has ended.",
    Source::Src("InnerTreeEvaluatorNode"),
);
const ERROR_OUTCOME: Rule = Rule::new(
    "inner-tree.error-outcome",
    "The outcome error is there only with Display Error Outcome.",
    Source::Src("InnerTreeEvaluatorNode"),
);

const TREE: Setting =
    Setting::text("tree", "Tree Name").required().meaning(Meaning::Journey(JourneyUse::Inner));
const SHOWS_ERROR: Setting = Setting::flag("displayErrorOutcome", "Display Error Outcome", false);

const INNER: Declaration = Declaration {
    name: "InnerTreeEvaluatorNode",
    label: "Inner Tree Evaluator",
    role: Role::Inner,
    rules: &[RUN_FIRST, ERROR_OUTCOME],
    settings: &[TREE, SHOWS_ERROR],
    // The engine writes these when the inner journey ends in an error.
    keys: &[
        StateKey::shared(KeyName::Fixed("errorNode")).when(When::On(&SHOWS_ERROR)),
        StateKey::shared(KeyName::Fixed("errorMessage")).when(When::On(&SHOWS_ERROR)),
    ],
    outcomes: Outcomes::Fixed(&[
        Outcome::new("true", "True"),
        Outcome::new("false", "False"),
        Outcome::new("error", "Error").with(&SHOWS_ERROR),
    ]),
    proof: Proof::OfJourney,
    blocks: Blocks::OfJourney,
};

const PROPERTIES: Setting = Setting::text_map("properties", "Properties");
const MAX_SESSION_TIME: Setting =
    Setting::number("maxSessionTime", "Maximum Session Time", Amount::None, "minutes");
const MAX_IDLE_TIME: Setting = Setting::number("maxIdleTime", "Maximum Idle Time", Amount::None, "minutes");

const SESSION: Declaration = Declaration {
    name: "SetSessionPropertiesNode",
    label: "Set Session Properties",
    role: Role::Session,
    rules: &[PROPERTIES_SET],
    settings: &[PROPERTIES, MAX_SESSION_TIME, MAX_IDLE_TIME],
    keys: &[],
    outcomes: SINGLE,
    proof: Proof::Nothing,
    blocks: Blocks::Never,
};

/// Inner Tree Evaluator.
#[derive(Debug)]
pub(super) struct InnerTreeEvaluator;

/// Set Session Properties.
#[derive(Debug)]
pub(super) struct SetSessionProperties;

#[derive(Debug)]
struct Inner {
    tree: Arc<str>,
    error_outcome: bool,
}

#[derive(Debug)]
struct Properties {
    properties: Vec<(Arc<str>, Arc<str>)>,
    max_session_time: Option<i64>,
    max_idle_time: Option<i64>,
}

impl NodeType for InnerTreeEvaluator {
    fn declaration(&self) -> &'static Declaration {
        &INNER
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config::of(build);
        Ok(Arc::new(Inner { tree: config.some_text(&TREE)?, error_outcome: config.flag(&SHOWS_ERROR)? }))
    }
}

impl Node for Inner {
    fn visit(&self, _: &mut Visit<'_>) -> Result<Step, NodeError> {
        Ok(Step::Enter { journey: self.tree.clone(), error_outcome: self.error_outcome })
    }

    fn inner_journey(&self) -> Option<&Arc<str>> {
        Some(&self.tree)
    }

    fn explain(&self, _: &Visit<'_>) -> Why {
        let tree = &self.tree;
        let not_yet = format!("{tree} has not ended yet");
        Why::enters(&RUN_FIRST, format!("it runs {tree} first, whose end will be its outcome"))
            .not("true", &RUN_FIRST, &not_yet)
            .not("false", &RUN_FIRST, &not_yet)
            .not("error", &RUN_FIRST, &not_yet)
            .fact(TREE.key, tree)
            .fact(SHOWS_ERROR.key, self.error_outcome)
    }
}

impl NodeType for SetSessionProperties {
    fn declaration(&self) -> &'static Declaration {
        &SESSION
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config::of(build);
        Ok(Arc::new(Properties {
            properties: config.text_map(&PROPERTIES)?,
            max_session_time: config.number(&MAX_SESSION_TIME)?,
            max_idle_time: config.number(&MAX_IDLE_TIME)?,
        }))
    }
}

impl Node for Properties {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        visit.effects.session_properties.extend(self.properties.iter().cloned());
        visit.effects.max_session_time = self.max_session_time.or(visit.effects.max_session_time);
        visit.effects.max_idle_time = self.max_idle_time.or(visit.effects.max_idle_time);
        Ok(Step::go("outcome", &PROPERTIES_SET))
    }

    fn explain(&self, _: &Visit<'_>) -> Why {
        let names: Vec<&str> = self.properties.iter().map(|(name, _)| name.as_ref()).collect();
        let text = match names.len() {
            0 => "it always goes on; it has no properties to set".to_owned(),
            _ => format!("it always goes on, once it has set {}", names.join(", ")),
        };
        Why::outcome("outcome", &PROPERTIES_SET, text)
    }
}
