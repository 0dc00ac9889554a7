//! Scripted Decision.

use std::borrow::Cow;
use std::sync::Arc;

use super::api::{Build, BuildError, Identified, Inputs, Node, NodeError, NodeType, Step, Visit};
use super::config::Config;
use super::declaration::{Blocks, Declaration, Outcomes, Proof};
use super::role::Role;
use super::script_call::ScriptRef;
use super::settings::{Meaning, Setting};
use super::why::Why;
use crate::page::{Callback, MessageType, Page};
use crate::script::{ActionResult, LogLevel, ScriptKind, ScriptResult};
use crate::value::{Redactor, Rule, Source, Value};

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
const SUSPENDS: Rule = Rule::new(
    "scripted-decision.suspend",
    "action.suspend sends its text as a SuspendedTextOutputCallback and waits there.",
    Source::Assumed("resuming by a mailed link is not simulated"),
);
const RULES: &[Rule] =
    &[OUTCOME, THREW, NO_OUTCOME, NOT_LISTED, ORDER, BARE_ACTION, NO_ACTION, AUDIT, SUSPENDS];

const SCRIPT: Setting = Setting::text("script", "Script").required().meaning(Meaning::Script);
const OUTCOMES: Setting = Setting::texts("outcomes", "Outcomes", &[]).meaning(Meaning::Outcomes);
const INPUTS: Setting = Setting::texts("inputs", "Script Inputs", &["*"]).meaning(Meaning::Inputs);
const OUTPUTS: Setting = Setting::texts("outputs", "Script Outputs", &["*"]).meaning(Meaning::Outputs);

const DECLARATION: Declaration = Declaration {
    name: "ScriptedDecisionNode",
    label: "Scripted Decision",
    role: Role::Script,
    rules: RULES,
    settings: &[SCRIPT, OUTCOMES, INPUTS, OUTPUTS],
    keys: &[],
    outcomes: Outcomes::Listed(&OUTCOMES),
    proof: Proof::OfScript,
    blocks: Blocks::OfScript,
};

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
    fn declaration(&self) -> &'static Declaration {
        &DECLARATION
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config::of(build);
        let inputs = config.texts(&INPUTS)?;
        let outputs = config.texts(&OUTPUTS)?;
        Ok(Arc::new(Scripted {
            outcomes: config.texts(&OUTCOMES)?,
            inputs: Inputs::of_script(inputs.clone()),
            script: ScriptRef::new(build, config.some_text(&SCRIPT)?, inputs).with_outputs(outputs),
        }))
    }
}

/// What the result of a script comes to.
#[derive(Debug)]
enum Decision {
    /// `auditEntryDetail` is neither a text nor a map.
    BadAudit,
    /// It suspends the journey.
    Suspends,
    /// It sends the callbacks that it built.
    Asks,
    /// An outcome that the node lists, and whether an action named it.
    Goes { outcome: Arc<str>, by_action: bool },
    /// An outcome that it does not list, secrets masked.
    NotListed { outcome: String, by_action: bool },
    /// It sets no outcome, or one that is no text.
    NoOutcome,
}

impl Node for Scripted {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let redactor = self.script.redactor(visit);
        let result = self.script.run(visit, ScriptKind::Decision).map_err(|error| {
            visit.effects.log(LogLevel::Warning, "error evaluating the script");
            NodeError::new(&THREW, error.to_string())
        })?;
        let decision = self.decide(&result, &redactor);
        let action = result.action.unwrap_or_default();
        if result.action_replaced && !matches!(decision, Decision::BadAudit) {
            let text = "Found an action result from scripted node, but it was not an ActionWrapper object";
            visit.effects.log(LogLevel::Warning, text);
        }
        match decision {
            Decision::BadAudit => {
                visit.effects.log(LogLevel::Warning, "script auditEntryDetail not type String or Map");
                Err(NodeError::new(&AUDIT, "Invalid auditEntryDetail type from script"))
            }
            // Nothing else of the action counts then.
            Decision::Suspends => {
                let message = action.suspend.map(|suspension| suspension.message).unwrap_or_default();
                let text =
                    Callback::TextOutput { message_type: MessageType::Information, message, suspended: true };
                Ok(Step::Send(Page { callbacks: vec![text], ..Page::default() }))
            }
            Decision::Asks => {
                let page = Page {
                    callbacks: result.callbacks,
                    header: action.header.clone(),
                    description: action.description.clone(),
                    stage: action.stage.clone(),
                    has_callback_ids: false,
                };
                take(action, visit);
                Ok(Step::Send(page))
            }
            Decision::Goes { outcome, by_action } => {
                if by_action {
                    take(action, visit);
                }
                Ok(Step::GoTo { outcome: Cow::Owned(outcome.to_string()), rule: &OUTCOME })
            }
            Decision::NotListed { outcome, by_action } => {
                if by_action {
                    take(action, visit);
                }
                let place = if by_action { " in action" } else { "" };
                visit.effects.log(LogLevel::Warning, format!("invalid script outcome {outcome}{place}"));
                let known: Vec<&str> = self.outcomes.iter().map(AsRef::as_ref).collect();
                let message =
                    format!("Invalid outcome from script, '{outcome}'; the node lists: {}", known.join(", "));
                Err(NodeError::new(&NOT_LISTED, message))
            }
            Decision::NoOutcome => {
                visit.effects.log(LogLevel::Warning, "script outcome error");
                Err(NodeError::new(&NO_OUTCOME, "Script must set 'outcome' to a string."))
            }
        }
    }

    fn explain(&self, visit: &Visit<'_>) -> Why {
        let redactor = self.script.redactor(visit);
        let name = self.script.name();
        let ran = visit.try_out(|visit| self.script.run(visit, ScriptKind::Decision));
        let result = match &ran {
            Ok(result) => result,
            Err(error) => {
                let why = Why::throws(&THREW, format!("the script threw: {error}"));
                return self.others(why, &THREW, "the script threw before it was done").fact("script", name);
            }
        };
        let built: Vec<&str> = result.callbacks.iter().map(Callback::type_name).collect();
        let decision = self.decide(result, &redactor);
        let why = self.why(&decision, result, &built);
        let outcome = match &result.outcome {
            Some(value) => redactor.redact(&value.to_masked_json().to_string()),
            None => "not set".into(),
        };
        let action = result.action.as_ref().and_then(|action| action.outcome.as_deref());
        why.fact("script", name)
            .fact("outcome", outcome)
            .fact("action.goTo", action.map_or("not called".into(), |outcome| redactor.redact(outcome)))
            .fact("callbacks", if built.is_empty() { "none".into() } else { built.join(", ") })
    }

    fn inputs(&self) -> Inputs {
        self.inputs.clone()
    }
}

impl Scripted {
    /// Rule `scripted-decision.order`.
    fn decide(&self, result: &ScriptResult, redactor: &Redactor) -> Decision {
        match &result.audit_detail {
            None | Some(Value::Null | Value::String(_) | Value::Secret(_) | Value::Object(_)) => {}
            Some(_) => return Decision::BadAudit,
        }
        let action = result.action.as_ref().filter(|_| !result.action_replaced);
        if action.is_some_and(|action| action.suspend.is_some()) {
            return Decision::Suspends;
        }
        if !result.callbacks.is_empty() && !result.action_replaced {
            return Decision::Asks;
        }
        let named = action.and_then(|action| action.outcome.as_ref());
        if let Some(outcome) = named.filter(|outcome| !outcome.trim().is_empty()) {
            return self.goes(outcome, true, redactor);
        }
        match &result.outcome {
            Some(Value::String(outcome)) => self.goes(outcome, false, redactor),
            // The text holds one that is a secret of this session; names of outcomes are none.
            Some(Value::Secret(outcome)) => self.goes(outcome.expose(), false, redactor),
            _ => Decision::NoOutcome,
        }
    }

    fn goes(&self, outcome: &str, by_action: bool, redactor: &Redactor) -> Decision {
        match self.outcomes.iter().find(|known| known.as_ref() == outcome) {
            Some(known) => Decision::Goes { outcome: known.clone(), by_action },
            None => Decision::NotListed { outcome: redactor.redact(outcome), by_action },
        }
    }

    fn why(&self, decision: &Decision, result: &ScriptResult, built: &[&str]) -> Why {
        let said = |by_action: bool, outcome: &str| match by_action {
            true => format!("the script called action.goTo with \"{outcome}\""),
            false => format!("the script set outcome to \"{outcome}\""),
        };
        match decision {
            Decision::BadAudit => {
                let text = "the script set auditEntryDetail to something that is neither a text nor a map";
                self.others(Why::throws(&AUDIT, text), &AUDIT, text)
            }
            Decision::Suspends => {
                let text = "the script called action.suspend, which comes before any outcome";
                self.others(Why::sends(&SUSPENDS, "the script called action.suspend"), &ORDER, text)
            }
            Decision::Asks => {
                let action = result.action.as_ref().and_then(|action| action.outcome.as_ref());
                let not = match (action, &result.outcome) {
                    (None, None | Some(Value::Null)) => "the script has named no outcome yet: it asks first",
                    _ => "the script built callbacks, and they come before any outcome",
                };
                let text = format!("the script built {}", built.join(", "));
                self.others(Why::sends(&ORDER, text), &ORDER, not)
            }
            Decision::Goes { outcome, by_action } => {
                let text = said(*by_action, outcome);
                self.others(Why::outcome(outcome.to_string(), &OUTCOME, &text), &OUTCOME, &text)
            }
            Decision::NotListed { outcome, by_action } => {
                let text = format!("{}, which the node does not list", said(*by_action, outcome));
                self.others(Why::throws(&NOT_LISTED, &text), &OUTCOME, &text)
            }
            Decision::NoOutcome => {
                let text = match result.outcome {
                    None | Some(Value::Null) => "the script set no outcome",
                    Some(_) => "the script set an outcome that is no text",
                };
                self.others(Why::throws(&NO_OUTCOME, text), &OUTCOME, text)
            }
        }
    }

    /// The same reason against every outcome that is not taken.
    fn others(&self, mut why: Why, rule: &'static Rule, text: &str) -> Why {
        for outcome in &self.outcomes {
            why = why.not(outcome.to_string(), rule, text);
        }
        why
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
