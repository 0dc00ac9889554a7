//! Waits and lives.

use super::{Pass, finding, mended};
use crate::check::finding::{Finding, Lint, Place, Severity};
use crate::check::graph::{NodeView, View};
use crate::check::project::Project;
use crate::node::{self, Config, Meaning, Role, Setting};
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
        for (_, node) in view.in_export_order() {
            if let Some((setting, 0)) = life(view, node) {
                let place = project.config_place(view, node, setting.key);
                let what = format!("the transaction of \"{}\" lives for 0 seconds", node.name());
                findings.push(finding(&NO_LIFE, place, what));
            }
            placeholders(project, view, node, findings);
        }
    }
};

/// Seconds that a transaction of a node lives, and the setting that says so.
fn life(view: &View, node: &NodeView) -> Option<(&'static Setting, i64)> {
    let setting = node.kind?.setting(Meaning::Life)?;
    let seconds = Config::new(&node.def, &view.realm).number(setting).ok()??;
    Some((setting, seconds))
}

fn waits(project: &Project<'_>, view: &View, findings: &mut Vec<Finding>) {
    let lives = view.in_export_order().filter_map(|(at, node)| Some((at, life(view, node)?.1)));
    let mut inits: Vec<(usize, i64)> = lives.filter(|(_, life)| *life > 0).collect();
    if inits.is_empty() {
        return;
    }
    inits.sort_by_key(|(_, life)| *life);
    let shortest = first_before(view, &inits);
    let asked = leads_to(
        view,
        view.in_export_order().filter(|(_, node)| node.role() == Role::Status).map(|(at, _)| at),
    );
    for (at, wait) in view.in_export_order().filter(|(at, _)| asked[*at]) {
        let Some((init, life)) = shortest[at].and_then(|first| inits.get(first)) else { continue };
        let Some((seconds, place)) = seconds(project, view, wait).filter(|(seconds, _)| seconds >= life)
        else {
            continue;
        };
        let what = format!(
            "\"{}\" waits {seconds} s, but the transaction of \"{}\" lives only {life} s",
            wait.name(),
            view.nodes[*init].name()
        );
        findings.push(finding(&TOO_LONG, place, what));
    }
}

/// For each node, the first of some that a way leads from.
fn first_before(view: &View, starts: &[(usize, i64)]) -> Vec<Option<usize>> {
    let mut first = vec![None; view.nodes.len()];
    for (index, (start, _)) in starts.iter().enumerate() {
        let mut open = vec![*start];
        while let Some(at) = open.pop() {
            if first[at].is_none() {
                first[at] = Some(index);
                open.extend(view.nodes[at].ways().filter_map(|edge| edge.target.node()));
            }
        }
    }
    first
}

/// For each node, whether a way leads to one of some nodes.
fn leads_to(view: &View, ends: impl Iterator<Item = usize>) -> Vec<bool> {
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); view.nodes.len()];
    for (at, node) in view.nodes.iter().enumerate() {
        for next in node.ways().filter_map(|edge| edge.target.node()) {
            before[next].push(at);
        }
    }
    let mut found = vec![false; view.nodes.len()];
    let mut open: Vec<usize> = ends.collect();
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut found[at], true) {
            open.append(&mut before[at]);
        }
    }
    found
}

/// How long a node waits, and where that is said: in its configuration, or as a plain number in the
/// script of its Configuration Provider.
pub(super) fn seconds(project: &Project<'_>, view: &View, wait: &NodeView) -> Option<(i64, Place)> {
    let setting = wait.setting(Meaning::Wait)?;
    if !wait.is_provided() {
        let seconds = Config::new(&wait.def, &view.realm).number(setting).ok()??;
        return Some((seconds, project.config_place(view, wait, setting.key)));
    }
    let script = project.script_of(view, wait)?.1?;
    let code = script.code();
    let number = code.nodes().find_map(|id| match code.script().kind(id) {
        NodeKind::Property { key, value, .. } if code.key(*key) == Some(setting.key) => Some(*value),
        NodeKind::Assign { operator: AssignOperator::Assign, target, value } => {
            let name = code.member(*target).map(|(_, name)| name).or_else(|| code.name(*target));
            (name == Some(setting.key)).then_some(*value)
        }
        NodeKind::Declarator { target, value: Some(value) } if code.name(*target) == Some(setting.key) => {
            Some(*value)
        }
        _ => None,
    })?;
    let number = code.origin(number);
    let NodeKind::Number(seconds) = code.script().kind(number) else { return None };
    let seconds = node::whole_number(&serde_json::Value::from(*seconds))?;
    Some((seconds, project.script_span(script, code.script().span(number))))
}

/// Of a type that fills in something, the texts with something else.
fn placeholders(project: &Project<'_>, view: &View, node: &NodeView, findings: &mut Vec<Finding>) {
    let texts: Vec<(&Setting, &[&str])> = node
        .kind
        .iter()
        .flat_map(|kind| kind.settings())
        .filter_map(|setting| match setting.kind {
            node::Kind::Localised { placeholders, .. } => Some((setting, placeholders)),
            _ => None,
        })
        .collect();
    if texts.iter().all(|(_, filled)| filled.is_empty()) {
        return;
    }
    for (setting, filled) in texts {
        let key = setting.key;
        let texts = setting.raw(&node.def).and_then(serde_json::Value::as_object);
        for (locale, text) in texts.into_iter().flatten() {
            let Some(name) = text.as_str().and_then(|text| unfilled(text, filled)) else { continue };
            let place = project.place_in(view, Some(node), &["nodes", &node.def.id, key, locale], false);
            let what = format!("nothing fills in {name} in {key} of \"{}\"", node.name());
            findings.push(if filled.is_empty() {
                mended(&PLACEHOLDER, place, what, "Write it without a placeholder.")
            } else {
                finding(&PLACEHOLDER, place, what)
            });
        }
    }
}

/// The first `{{…}}` of a text that stays as it is.
fn unfilled<'t>(text: &'t str, filled: &[&str]) -> Option<&'t str> {
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        let after = rest.get(start..)?;
        let end = after.find("}}")? + 2;
        let name = after.get(..end)?;
        if !filled.contains(&name) {
            return Some(name);
        }
        rest = after.get(end..)?;
    }
    None
}
