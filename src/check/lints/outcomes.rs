//! What scripts set: outcomes and configurations.

use std::collections::{HashMap, HashSet};

use super::{Pass, finding, mended};
use crate::check::finding::{Finding, Lint, Severity};
use crate::check::js::{Kind, Token};
use crate::check::project::Project;
use crate::check::script::Script;

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
        for node in &view.nodes {
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
            let outcomes = node.def.config.get("outcomes").and_then(serde_json::Value::as_array);
            let outcomes = outcomes.into_iter().flatten().filter_map(serde_json::Value::as_str);
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
    script.words().tokens.iter().any(|token| token.kind == Kind::Word && words.contains(&token.text.as_str()))
}

/// A script may serve several nodes: an outcome that any of them lists is right.
fn not_listed(
    project: &Project<'_>,
    script: &Script,
    node: &str,
    listed: &[&str],
    findings: &mut Vec<Finding>,
) {
    for token in set(&script.words().tokens) {
        if listed.contains(&token.text.as_str()) {
            continue;
        }
        let length = token.text.chars().count() + 2;
        let place = project.script_place(script, Some(token.at), length);
        let what = format!(
            "script \"{}\" sets the outcome \"{}\", which \"{node}\" does not list",
            script.def.name, token.text
        );
        let known = listed.join(", ");
        let mend = match listed.is_empty() {
            true => "List the outcome in the node's settings, and connect it.".to_owned(),
            false => format!("List it in the node's settings and connect it, or set one of: {known}."),
        };
        findings.push(mended(&NOT_LISTED, place, what, mend));
    }
}

/// The strings that are set as outcome as they stand: `outcome = "x"`, `outcome = a ? "x" : "y"`,
/// `action.goTo("x")`.
fn set(tokens: &[Token]) -> Vec<&Token> {
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let is_member = index.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|t| t.is("."));
        let next = tokens.get(index + 1);
        if token.is("goTo") && next.is_some_and(|next| next.is("(")) {
            if let (Some(value), Some(end)) = (tokens.get(index + 2), tokens.get(index + 3))
                && value.kind == Kind::Text
                && end.is(")")
            {
                found.push(value);
            }
        } else if token.is("outcome") && !is_member && next.is_some_and(|next| next.is("=")) {
            found.extend(assigned(&tokens[index + 1..]));
        }
    }
    found
}

/// The strings that a statement beginning with `=` can assign.
fn assigned(tokens: &[Token]) -> Vec<&Token> {
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate().skip(1) {
        if token.is(";") || token.is("{") || token.is("}") {
            break;
        }
        let before = &tokens[index - 1];
        let starts = before.is("=") || before.is("?") || before.is(":");
        let ends = tokens.get(index + 1).is_none_or(|after| {
            after.is(";") || after.is(":") || after.is("}") || after.at.0 > token.at.0 && !continues(after)
        });
        if token.kind == Kind::Text && starts && ends {
            found.push(token);
        }
        // Without a semicolon the statement ends with its line, unless an operator goes on.
        let after = tokens.get(index + 1);
        if after.is_some_and(|after| after.at.0 > token.at.0 && !continues(after)) && !continues(token) {
            break;
        }
    }
    found
}

fn continues(token: &Token) -> bool {
    token.kind == Kind::Mark && !matches!(token.text.as_str(), ")" | "]" | "}" | "{" | "(" | "[")
}
