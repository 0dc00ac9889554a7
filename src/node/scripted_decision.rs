//! Scripted Decision.

use std::borrow::Cow;
use std::sync::Arc;

use super::api::{
    Build, BuildError, Identified, Inputs, Node, NodeError, NodeType, OutcomeDef, Page, Step, Visit,
};
use super::config::Config;
use super::facts::Facts;
use super::script_call::ScriptRef;
use crate::kernel::{Callback, MessageType, Rule, Source, Value};
use crate::script::{ActionResult, LogLevel, ScriptKind};

const SRC: Source = Source::Src("ScriptedDecisionNode");

const OUTCOME: Rule =
    Rule::new("scripted-decision.outcome", "The value of outcome, or of action.goTo, is the outcome.", SRC);
const THREW: Rule =
    Rule::new("scripted-decision.exception", "A script that throws makes the node throw.", SRC);
const NO_OUTCOME: Rule = Rule::new(
    "scripted-decision.no-outcome",
    "A script that sends no callbacks and sets no outcome, or one that is no text, makes the node throw.",
    SRC,
);
const NOT_LISTED: Rule = Rule::new(
    "scripted-decision.outcome-not-listed",
    "An outcome that the node does not list makes the node throw, with a warning in the log.",
    SRC,
);
const RULES: &[Rule] = &[
    OUTCOME,
    THREW,
    NO_OUTCOME,
    NOT_LISTED,
    Rule::new(
        "scripted-decision.action-first",
        "An action with an outcome is taken before the callbacks built, and these before the variable outcome.",
        Source::Assumed("the order is in a class that is not public"),
    ),
    Rule::new(
        "scripted-decision.suspend",
        "action.suspend sends its text as a SuspendedTextOutputCallback and waits there.",
        Source::Assumed("resuming by a mailed link is not simulated"),
    ),
];

/// The type.
#[derive(Debug)]
pub(super) struct ScriptedDecision;

#[derive(Debug)]
struct Scripted {
    script: ScriptRef,
    outcomes: Vec<Arc<str>>,
    inputs: Inputs,
}

impl NodeType for ScriptedDecision {
    fn name(&self) -> &'static str {
        "ScriptedDecisionNode"
    }

    fn label(&self) -> &'static str {
        "Scripted Decision"
    }

    fn rules(&self) -> &'static [Rule] {
        RULES
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config(&build.node.config);
        let inputs = config.texts("inputs")?;
        config.texts("outputs")?;
        Ok(Arc::new(Scripted {
            outcomes: config.texts("outcomes")?.unwrap_or_default(),
            inputs: inputs.clone().map_or(Inputs::All, Inputs::Keys),
            script: ScriptRef::new(build, config.required("script")?, inputs),
        }))
    }

    fn outcomes(&self, build: &Build<'_>) -> Vec<OutcomeDef> {
        let listed = Config(&build.node.config).texts("outcomes").ok().flatten().unwrap_or_default();
        listed.iter().map(|outcome| OutcomeDef::new(outcome, outcome)).collect()
    }

    fn facts(&self, build: &Build<'_>) -> Facts {
        let script = Config(&build.node.config).text("script").ok().flatten();
        Facts { scripts: script.into_iter().collect(), ..Facts::default() }
    }
}

impl Node for Scripted {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let result = self
            .script
            .run(visit, ScriptKind::Decision)
            .map_err(|error| NodeError::new(&THREW, error.to_string()))?;
        let action = result.action.unwrap_or_default();
        let outcome = action.outcome.clone();
        let suspend = action.suspend.clone();
        let page = Page {
            callbacks: result.callbacks,
            header: action.header.clone(),
            description: action.description.clone(),
            stage: action.stage.clone(),
        };
        take(action, visit);
        if let Some(outcome) = outcome {
            return self.go(visit, &outcome);
        }
        if let Some(suspension) = suspend {
            let text = Callback::TextOutput {
                message_type: MessageType::Information,
                message: suspension.message,
                suspended: true,
            };
            return Ok(Step::Send(Page { callbacks: vec![text], ..page }));
        }
        if !page.callbacks.is_empty() {
            return Ok(Step::Send(page));
        }
        match result.outcome {
            Some(Value::String(outcome)) => self.go(visit, &outcome),
            Some(Value::Null) | None => Err(NodeError::new(&NO_OUTCOME, "the script did not set an outcome")),
            Some(_) => Err(NodeError::new(&NO_OUTCOME, "the script set an outcome that is not a text")),
        }
    }

    fn inputs(&self) -> Inputs {
        self.inputs.clone()
    }
}

impl Scripted {
    fn go(&self, visit: &mut Visit<'_>, outcome: &str) -> Result<Step, NodeError> {
        if self.outcomes.iter().any(|known| known.as_ref() == outcome) {
            return Ok(Step::GoTo { outcome: Cow::Owned(outcome.to_owned()), rule: &OUTCOME });
        }
        visit.effects.log(LogLevel::Warning, format!("invalid script outcome {outcome}"));
        let known: Vec<&str> = self.outcomes.iter().map(AsRef::as_ref).collect();
        let message =
            format!("Invalid outcome from script, '{outcome}'; the node lists: {}", known.join(", "));
        Err(NodeError::new(&NOT_LISTED, message))
    }
}

/// What an action does besides its outcome.
fn take(action: ActionResult, visit: &mut Visit<'_>) {
    let effects = &mut *visit.effects;
    effects.session_properties.extend(action.session_properties);
    effects.removed_session_properties.extend(action.removed_session_properties);
    effects.max_session_time = action.max_session_time.or(effects.max_session_time);
    effects.max_idle_time = action.max_idle_time.or(effects.max_idle_time);
    effects.error_message = action.lockout_message.or(action.error_message).or(effects.error_message.take());
    let identified = action.identified_user.map(Identified::User);
    let identified = identified.or(action.identified_agent.map(Identified::Agent));
    effects.identified = identified.or(effects.identified.take());
}
