//! Waits and lives.

use super::{Pass, finding, mended};
use crate::check::finding::{Finding, Lint, Place, Severity};
use crate::check::graph::{NodeView, View};
use crate::check::project::Project;
use crate::script::language::{AssignOperator, NodeKind};

static TOO_LONG: Lint = Lint {
    id: "wait-outlives-transaction",
    severity: Severity::Warning,
    title: "A wait is as long as the transaction's life, or longer",
    why: "When the wait is over the transaction has expired: Backchannel Status can only take Unknown.",
    mend: "Wait shorter, or give the transaction a longer life (Max Time of Backchannel Initialize, or the realm's transaction time to live).",
    bad: r#"
journey Main
  init: BackChannelInitNode {"tree": "Login", "timeout": 60}
    Created -> status
    Unknown Subject -> Failure
    Error -> Failure
  status: BackChannelStatusNode
    Pending -> wait
    In Progress -> wait
    Success -> Failure
    Failure -> Failure
    Unknown -> Failure
    Error -> Failure
  wait: PollingWaitNode {"secondsToWait": 60}
    DONE -> status
journey Login
  ask: MessageNode
    true -> Failure
    false -> Failure
"#,
    good: r#"
journey Main
  init: BackChannelInitNode {"tree": "Login", "timeout": 60}
    Created -> status
    Unknown Subject -> Failure
    Error -> Failure
  status: BackChannelStatusNode
    Pending -> wait
    In Progress -> wait
    Success -> Failure
    Failure -> Failure
    Unknown -> Failure
    Error -> Failure
  wait: PollingWaitNode {"secondsToWait": 5}
    DONE -> status
journey Login
  ask: MessageNode
    true -> Failure
    false -> Failure
"#,
};

static NO_LIFE: Lint = Lint {
    id: "transaction-without-life",
    severity: Severity::Error,
    title: "A Backchannel Initialize gives its transaction no time to live",
    why: "The transaction expires at the instant it is made: the link never works, and Status takes Unknown.",
    mend: "Set Max Time to the seconds a person needs, or leave it empty for the realm's setting.",
    bad: r#"
journey Main
  init: BackChannelInitNode {"tree": "Login", "timeout": 0}
    Created -> Failure
    Unknown Subject -> Failure
    Error -> Failure
journey Login
  ask: MessageNode
    true -> Failure
    false -> Failure
"#,
    good: r#"
journey Main
  init: BackChannelInitNode {"tree": "Login", "timeout": 120}
    Created -> Failure
    Unknown Subject -> Failure
    Error -> Failure
journey Login
  ask: MessageNode
    true -> Failure
    false -> Failure
"#,
};

static PLACEHOLDER: Lint = Lint {
    id: "unknown-placeholder",
    severity: Severity::Warning,
    title: "A text has a placeholder that nothing fills in",
    why: "Polling Wait replaces {{time}} in its waiting message and nothing else: the person sees the braces.",
    mend: "Write {{time}}, in the waiting message only.",
    bad: r#"
journey Main
  wait: PollingWaitNode {"secondsToWait": 5, "waitingMessage": {"en": "Next look in {{seconds}} s"}}
    DONE -> Failure
"#,
    good: r#"
journey Main
  wait: PollingWaitNode {"secondsToWait": 5, "waitingMessage": {"en": "Next look in {{time}} s"}}
    DONE -> Failure
"#,
};

pub(super) static LINTS: &[&Lint] = &[&TOO_LONG, &NO_LIFE, &PLACEHOLDER];
pub(super) const PASS: Pass = |project, _, findings| {
    for view in &project.views {
        waits(project, view, findings);
        for node in &view.nodes {
            if node.acts_as() == "BackChannelInitNode" && !node.is_provided() && life(view, node) == 0 {
                let place = project.config_place(view, node, "timeout");
                let what = format!("the transaction of \"{}\" lives for 0 seconds", node.name());
                findings.push(finding(&NO_LIFE, place, what));
            }
            placeholders(project, view, node, findings);
        }
    }
};

/// Seconds that a transaction of an Initialize node lives.
fn life(view: &View, node: &NodeView) -> u64 {
    let own = node.def.config.get("timeout").and_then(serde_json::Value::as_f64);
    own.filter(|seconds| *seconds >= 0.0).map_or(view.realm.transaction_ttl_s, |seconds| seconds as u64)
}

fn waits(project: &Project<'_>, view: &View, findings: &mut Vec<Finding>) {
    let of_type =
        |kind: &'static str| view.nodes.iter().enumerate().filter(move |(_, node)| node.acts_as() == kind);
    let inits: Vec<(usize, &NodeView)> =
        of_type("BackChannelInitNode").filter(|(_, node)| !node.is_provided()).collect();
    let statuses: Vec<usize> = of_type("BackChannelStatusNode").map(|(index, _)| index).collect();
    if inits.is_empty() || statuses.is_empty() {
        return;
    }
    let reach: Vec<(&NodeView, u64, Vec<bool>)> = inits
        .iter()
        .map(|(index, node)| (*node, life(view, node), view.reach([*index], true)))
        .filter(|(_, life, _)| *life > 0)
        .collect();
    for (index, wait) in of_type("PollingWaitNode") {
        let Some((seconds, place)) = seconds(project, view, wait) else { continue };
        let before = reach.iter().filter(|(_, life, reached)| reached[index] && seconds >= *life);
        let Some((init, life, _)) = before.min_by_key(|(_, life, _)| *life) else { continue };
        let behind = view.reach([index], true);
        if !statuses.iter().any(|status| behind[*status]) {
            continue;
        }
        let what = format!(
            "\"{}\" waits {seconds} s, but the transaction of \"{}\" lives only {life} s",
            wait.name(),
            init.name()
        );
        findings.push(finding(&TOO_LONG, place, what));
    }
}

/// How long a Polling Wait waits, and where that is said: in its configuration, or as a plain
/// number in the script of its Configuration Provider.
pub(super) fn seconds(project: &Project<'_>, view: &View, wait: &NodeView) -> Option<(u64, Place)> {
    const KEY: &str = "secondsToWait";
    if !wait.is_provided() {
        let seconds = wait.def.config.get(KEY).map_or(Some(8), serde_json::Value::as_u64)?;
        return Some((seconds, project.config_place(view, wait, KEY)));
    }
    let script = project.script_of(view, wait)?.1?;
    let code = script.code();
    let number = code.nodes().find_map(|id| match code.script().kind(id) {
        NodeKind::Property { key, value, .. } if code.key(*key) == Some(KEY) => Some(*value),
        NodeKind::Assign { operator: AssignOperator::Assign, target, value } => {
            let name = code.member(*target).map(|(_, name)| name).or_else(|| code.name(*target));
            (name == Some(KEY)).then_some(*value)
        }
        NodeKind::Declarator { target, value: Some(value) } if code.name(*target) == Some(KEY) => {
            Some(*value)
        }
        _ => None,
    })?;
    let number = code.origin(number);
    let NodeKind::Number(seconds) = code.script().kind(number) else { return None };
    let is_whole = seconds.fract() == 0.0 && (0.0..1e15).contains(seconds);
    let place = project.script_span(script, code.script().span(number));
    is_whole.then_some((*seconds as u64, place))
}

fn placeholders(project: &Project<'_>, view: &View, node: &NodeView, findings: &mut Vec<Finding>) {
    if node.def.node_type.as_ref() != "PollingWaitNode" {
        return;
    }
    for key in ["waitingMessage", "exitMessage"] {
        let texts = node.def.config.get(key).and_then(serde_json::Value::as_object);
        for (locale, text) in texts.into_iter().flatten() {
            let Some(name) = text.as_str().and_then(|text| unfilled(text, key == "waitingMessage")) else {
                continue;
            };
            let place = project.place_in(view, Some(node), &["nodes", &node.def.id, key, locale], false);
            let what = format!("nothing fills in {name} in {key} of \"{}\"", node.name());
            findings.push(if key == "exitMessage" {
                mended(&PLACEHOLDER, place, what, "Write it without a placeholder.")
            } else {
                finding(&PLACEHOLDER, place, what)
            });
        }
    }
}

/// The first `{{…}}` of a text that stays as it is.
fn unfilled(text: &str, has_time: bool) -> Option<&str> {
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        let after = rest.get(start..)?;
        let end = after.find("}}")? + 2;
        let name = after.get(..end)?;
        if !(has_time && name == "{{time}}") {
            return Some(name);
        }
        rest = after.get(end..)?;
    }
    None
}
