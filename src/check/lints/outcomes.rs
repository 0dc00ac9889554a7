//! What scripts set: outcomes and configurations.

use std::collections::{HashMap, HashSet};

use super::{Pass, finding, mended};
use crate::check::finding::{Finding, Lint, Severity};
use crate::check::project::Project;
use crate::check::script::Script;
use crate::node::Meaning;
use crate::script::code::Code;
use crate::script::language::{AssignOperator, BinaryOperator, NodeId, NodeKind, ScopeKind};

static NOT_LISTED: Lint = Lint {
    id: "script-outcome-not-listed",
    severity: Severity::Error,
    title: "A script sets an outcome that its node does not list",
    why: "The node fails with \"Invalid outcome from script\", and the journey with it.",
    mend: "List the outcome in the node's settings and connect it, or set one that is listed.",
    bad: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["known", "unknown"]}
    known -> Failure
    unknown -> Failure
script s
  outcome = nodeState.get("username") ? "known" : "unknwon";
"#,
    good: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["known", "unknown"]}
    known -> Failure
    unknown -> Failure
script s
  outcome = nodeState.get("username") ? "known" : "unknown";
"#,
};

static NONE_SET: Lint = Lint {
    id: "script-sets-no-outcome",
    severity: Severity::Error,
    title: "The script of a Scripted Decision node never sets an outcome",
    why: "The node cannot be left: it fails, or asks for ever.",
    mend: "Set outcome, or call action.goTo, on every way through the script.",
    bad: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  nodeState.putShared("greeting", "hello");
"#,
    good: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  nodeState.putShared("greeting", "hello");
  outcome = "outcome";
"#,
};

static NO_CONFIG: Lint = Lint {
    id: "script-sets-no-config",
    severity: Severity::Error,
    title: "The script of a Configuration Provider node never sets config",
    why: "The node always takes CONFIGURATION_FAILED.",
    mend: "Set config to an object with the settings of the node type.",
    bad: r#"
journey Main
  poll: ConfigProviderNode {"nodeType": "MessageNode", "script": "s"}
    true -> Failure
    false -> Failure
    CONFIGURATION_FAILED -> Failure
script s
  var message = { "en": "Hello" };
"#,
    good: r#"
journey Main
  poll: ConfigProviderNode {"nodeType": "MessageNode", "script": "s"}
    true -> Failure
    false -> Failure
    CONFIGURATION_FAILED -> Failure
script s
  config = { "message": { "en": "Hello" } };
"#,
};

pub(super) static LINTS: &[&Lint] = &[&NOT_LISTED, &NONE_SET, &NO_CONFIG];
pub(super) const PASS: Pass = |project, _, findings| {
    let mut listed: HashMap<*const Script, Vec<&str>> = HashMap::new();
    let mut told: HashSet<*const Script> = HashSet::new();
    let mut used: Vec<(&Script, &str)> = Vec::new();
    for view in &project.views {
        for (_, node) in view.in_export_order() {
            let Some((_, Some(script))) = project.script_of(view, node) else { continue };
            let is_new = told.insert(script);
            if node.is_provided() {
                if is_new && script.runs() && !mentions(script, &["config", "require"]) {
                    let what =
                        format!("script \"{}\" of \"{}\" never sets config", script.def.name, node.name());
                    findings.push(finding(&NO_CONFIG, project.script_place(script, None, 1), what));
                }
                continue;
            }
            let outcomes = node.setting(Meaning::Outcomes).and_then(|setting| setting.raw(&node.def));
            let outcomes = outcomes.and_then(serde_json::Value::as_array).into_iter().flatten();
            let outcomes = outcomes.filter_map(serde_json::Value::as_str);
            listed.entry(script).or_default().extend(outcomes);
            if !is_new || !script.runs() {
                continue;
            }
            used.push((script, node.name()));
            if !mentions(script, &["outcome", "action", "Action", "goTo", "require"]) {
                let what =
                    format!("script \"{}\" of \"{}\" never sets an outcome", script.def.name, node.name());
                findings.push(finding(&NONE_SET, project.script_place(script, None, 1), what));
            }
        }
    }
    for (script, node) in used {
        let listed = listed.get(&std::ptr::from_ref(script)).map_or(&[][..], Vec::as_slice);
        not_listed(project, script, node, listed, findings);
    }
};

fn mentions(script: &Script, words: &[&str]) -> bool {
    script.names().any(|name| words.contains(&name))
}

/// A script may serve several nodes: an outcome that any of them lists is right.
fn not_listed(
    project: &Project<'_>,
    script: &Script,
    node: &str,
    listed: &[&str],
    findings: &mut Vec<Finding>,
) {
    let code = script.code();
    for (id, outcome) in set(code) {
        if listed.contains(&outcome) {
            continue;
        }
        let place = project.script_span(script, code.script().span(id));
        let what = format!(
            "script \"{}\" sets the outcome \"{outcome}\", which \"{node}\" does not list",
            script.def.name
        );
        let known = listed.join(", ");
        let mend = match listed.is_empty() {
            true => "List the outcome in the node's settings, and connect it.".to_owned(),
            false => format!("List it in the node's settings and connect it, or set one of: {known}."),
        };
        findings.push(mended(&NOT_LISTED, place, what, mend));
    }
}

/// The texts that are set as outcome: `outcome = "x"`, `outcome = a ? "x" : "y"`, `action.goTo("x")`, also by way of
/// a variable that is given nothing else.
fn set(code: &Code) -> Vec<(NodeId, &str)> {
    let mut found = Vec::new();
    for id in code.nodes() {
        match code.script().kind(id) {
            NodeKind::Call { arguments, .. } => {
                if let (Some(call), [outcome, ..]) = (code.method_call(id), &**arguments)
                    && call.method == "goTo"
                {
                    texts(code, *outcome, &mut found);
                }
            }
            NodeKind::Assign { operator: AssignOperator::Assign, target, value }
                if is_outcome(code, *target) =>
            {
                texts(code, *value, &mut found);
            }
            NodeKind::Declarator { target, value: Some(value) } if is_outcome(code, *target) => {
                texts(code, *value, &mut found);
            }
            _ => {}
        }
    }
    // A variable may be handed on at several places.
    let mut told = HashSet::new();
    found.retain(|(id, _)| told.insert(*id));
    found
}

/// Whether a name is the script's `outcome`, not one of a function's own.
fn is_outcome(code: &Code, target: NodeId) -> bool {
    let variable = code.variable(target).filter(|(_, name)| &**name == "outcome");
    variable.is_some_and(|(scope, _)| {
        scope.is_none_or(|scope| code.script().scope(scope).kind == ScopeKind::Script)
    })
}

/// The texts that an expression may stand for.
fn texts<'c>(code: &'c Code, value: NodeId, found: &mut Vec<(NodeId, &'c str)>) {
    let mut open = vec![value];
    while let Some(id) = open.pop() {
        if let Some(text) = code.text(id) {
            found.push((code.origin(id), text));
            continue;
        }
        match code.script().kind(code.script().without_parentheses(id)) {
            NodeKind::Conditional { then, otherwise, .. } => open.extend([*otherwise, *then]),
            NodeKind::Sequence(parts) => open.extend(parts.last()),
            NodeKind::Assign { operator: AssignOperator::Assign, value, .. } => open.push(*value),
            NodeKind::Binary { first, rest } => match rest.first() {
                Some((BinaryOperator::Or, _)) => {
                    open.extend(rest.iter().rev().map(|(_, operand)| *operand));
                    open.push(*first);
                }
                Some((BinaryOperator::And, _)) => open.extend(rest.last().map(|(_, operand)| *operand)),
                _ => {}
            },
            _ => {}
        }
    }
}
