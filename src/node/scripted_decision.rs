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
const THREW: Rule = Rule::new(
    "scripted-decision.exception",
    "A script that throws makes the node throw, with a warning in the log.",
    SRC,
);
const NO_OUTCOME: Rule = Rule::new(
    "scripted-decision.no-outcome",
    "A script that sends no callbacks and sets no outcome, or one that is no text, makes the node throw, with a warning in the log.",
    SRC,
);
const NOT_LISTED: Rule = Rule::new(
    "scripted-decision.outcome-not-listed",
    "An outcome that the node does not list makes the node throw, with a warning in the log.",
    SRC,
);
const ORDER: Rule = Rule::new(
    "scripted-decision.order",
    "A suspension comes first, then the callbacks built, then the outcome of the action, then the variable outcome.",
    Source::Src("ActionWrapper"),
);
const BARE_ACTION: Rule = Rule::new(
    "scripted-decision.bare-action",
    "An action without callbacks, outcome and suspension is dropped whole: its session properties and messages do not count.",
    Source::Src("ActionWrapper"),
);
const NO_ACTION: Rule = Rule::new(
    "scripted-decision.no-action",
    "A script that puts something else in the place of action loses action and callbacks, with a warning in the log.",
    Source::Src("ScriptedNodeHelper"),
);
const AUDIT: Rule = Rule::new(
    "scripted-decision.audit-detail",
    "An auditEntryDetail that is neither a text nor a map makes the node throw, with a warning in the log.",
    Source::Src("ScriptedNodeHelper"),
);
const RULES: &[Rule] = &[
    OUTCOME,
    THREW,
    NO_OUTCOME,
    NOT_LISTED,
    ORDER,
    BARE_ACTION,
    NO_ACTION,
    AUDIT,
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
        let outputs = config.texts("outputs")?;
        Ok(Arc::new(Scripted {
            outcomes: config.texts("outcomes")?.unwrap_or_default(),
            inputs: inputs.clone().map_or(Inputs::All, Inputs::Keys),
            script: ScriptRef::new(build, config.required("script")?, inputs).with_outputs(outputs),
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
        let result = self.script.run(visit, ScriptKind::Decision).map_err(|error| {
            visit.effects.log(LogLevel::Warning, "error evaluating the script");
            NodeError::new(&THREW, error.to_string())
        })?;
        audit_detail(visit, result.audit_detail.as_ref())?;
        let action = result.action.unwrap_or_default();
        if result.action_replaced {
            let text = "Found an action result from scripted node, but it was not an ActionWrapper object";
            visit.effects.log(LogLevel::Warning, text);
        } else if let Some(suspension) = action.suspend {
            // Rule `scripted-decision.order`; nothing else of the action counts then.
            let text = Callback::TextOutput {
                message_type: MessageType::Information,
                message: suspension.message,
                suspended: true,
            };
            return Ok(Step::Send(Page { callbacks: vec![text], ..Page::default() }));
        } else if !result.callbacks.is_empty() {
            let page = Page {
                callbacks: result.callbacks,
                header: action.header.clone(),
                description: action.description.clone(),
                stage: action.stage.clone(),
            };
            take(action, visit);
            return Ok(Step::Send(page));
        } else if let Some(outcome) = action.outcome.clone().filter(|outcome| !outcome.trim().is_empty()) {
            take(action, visit);
            return self.go(visit, &outcome, " in action");
        }
        match result.outcome {
            Some(Value::String(outcome)) => self.go(visit, &outcome, ""),
            _ => {
                visit.effects.log(LogLevel::Warning, "script outcome error");
                Err(NodeError::new(&NO_OUTCOME, "Script must set 'outcome' to a string."))
            }
        }
    }

    fn inputs(&self) -> Inputs {
        self.inputs.clone()
    }
}

impl Scripted {
    fn go(&self, visit: &mut Visit<'_>, outcome: &str, place: &str) -> Result<Step, NodeError> {
        if self.outcomes.iter().any(|known| known.as_ref() == outcome) {
            return Ok(Step::GoTo { outcome: Cow::Owned(outcome.to_owned()), rule: &OUTCOME });
        }
        visit.effects.log(LogLevel::Warning, format!("invalid script outcome {outcome}{place}"));
        let known: Vec<&str> = self.outcomes.iter().map(AsRef::as_ref).collect();
        let message =
            format!("Invalid outcome from script, '{outcome}'; the node lists: {}", known.join(", "));
        Err(NodeError::new(&NOT_LISTED, message))
    }
}

/// Rule `scripted-decision.audit-detail`.
fn audit_detail(visit: &mut Visit<'_>, detail: Option<&Value>) -> Result<(), NodeError> {
    match detail {
        None | Some(Value::Null | Value::String(_) | Value::Secret(_) | Value::Object(_)) => Ok(()),
        Some(_) => {
            visit.effects.log(LogLevel::Warning, "script auditEntryDetail not type String or Map");
            Err(NodeError::new(&AUDIT, "Invalid auditEntryDetail type from script"))
        }
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
