//! Inner Tree Evaluator and Set Session Properties.

use std::sync::Arc;

use super::api::{Build, BuildError, Node, NodeError, NodeType, OutcomeDef, Step, Visit};
use super::collect::single;
use super::config::Config;
use super::facts::{Facts, JourneyLink, JourneyUse, KeyUse};
use super::role::Role;
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
    fn name(&self) -> &'static str {
        "InnerTreeEvaluatorNode"
    }

    fn label(&self) -> &'static str {
        "Inner Tree Evaluator"
    }

    fn role(&self) -> Role {
        Role::Inner
    }

    fn rules(&self) -> &'static [Rule] {
        const RULES: &[Rule] = &[RUN_FIRST, ERROR_OUTCOME];
        RULES
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config(&build.node.config);
        Ok(Arc::new(Inner {
            tree: config.required("tree")?,
            error_outcome: config.flag("displayErrorOutcome", false)?,
        }))
    }

    fn outcomes(&self, build: &Build<'_>) -> Vec<OutcomeDef> {
        let mut outcomes = self.all_outcomes(build);
        if !Config(&build.node.config).flag("displayErrorOutcome", false).unwrap_or(false) {
            outcomes.truncate(2);
        }
        outcomes
    }

    fn all_outcomes(&self, _: &Build<'_>) -> Vec<OutcomeDef> {
        vec![
            OutcomeDef::new("true", "True"),
            OutcomeDef::new("false", "False"),
            OutcomeDef::new("error", "Error"),
        ]
    }

    fn facts(&self, build: &Build<'_>) -> Facts {
        let config = Config(&build.node.config);
        let tree = config.text("tree").ok().flatten();
        let link = |journey| JourneyLink { journey, how: JourneyUse::Inner };
        // The engine writes these when the inner journey ends in an error.
        let error = config.flag("displayErrorOutcome", false).unwrap_or(false);
        let keys = ["errorNode", "errorMessage"].map(KeyUse::shared).into_iter().filter(|_| error);
        Facts { journeys: tree.map(link).into_iter().collect(), ..Facts::of_keys(keys) }
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
            .fact("tree", tree)
            .fact("displayErrorOutcome", self.error_outcome)
    }
}

impl NodeType for SetSessionProperties {
    fn name(&self) -> &'static str {
        "SetSessionPropertiesNode"
    }

    fn label(&self) -> &'static str {
        "Set Session Properties"
    }

    fn role(&self) -> Role {
        Role::Session
    }

    fn rules(&self) -> &'static [Rule] {
        const RULES: &[Rule] = &[PROPERTIES_SET];
        RULES
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config(&build.node.config);
        let minutes = |key: &str| {
            config.optional_number(key).map(|number| number.and_then(|number| i64::try_from(number).ok()))
        };
        Ok(Arc::new(Properties {
            properties: config.map("properties")?,
            max_session_time: minutes("maxSessionTime")?,
            max_idle_time: minutes("maxIdleTime")?,
        }))
    }

    fn outcomes(&self, _: &Build<'_>) -> Vec<OutcomeDef> {
        single()
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
