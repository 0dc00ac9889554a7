//! Outcomes and connections.

use super::{Pass, finding, mended};
use crate::check::finding::{Finding, Lint, Severity};
use crate::check::graph::{Edge, NodeView, Target, View};
use crate::check::project::Project;
use crate::program::{Availability, Impossible};

static ENTRY: Lint = Lint {
    id: "entry-missing",
    severity: Severity::Error,
    title: "A journey starts at a node that it does not have",
    why: "Whoever starts the journey gets an error at once.",
    mend: "Connect Start to the first node in the journey editor, and export again.",
    bad: "
journey Login entry=gone
  ask: MessageNode
    true -> Failure
    false -> Failure
",
    good: "
journey Login
  ask: MessageNode
    true -> Failure
    false -> Failure
",
};

static DANGLING: Lint = Lint {
    id: "dangling-connection",
    severity: Severity::Error,
    title: "A connection leads to a node that the journey does not have",
    why: "A journey that follows it ends in an error.",
    mend: "Connect the outcome to a node that is there, and export again.",
    bad: "
journey Login
  ask: MessageNode
    true -> gone
    false -> Failure
",
    good: "
journey Login
  ask: MessageNode
    true -> Failure
    false -> Failure
",
};

static NOT_WIRED: Lint = Lint {
    id: "outcome-not-wired",
    severity: Severity::Error,
    title: "An outcome that can happen is not connected",
    why: "A journey that takes it ends in an error instead of at a node.",
    mend: "Connect the outcome, if only to Failure.",
    bad: "
journey Login
  ask: MessageNode
    true -> Failure
",
    good: "
journey Login
  ask: MessageNode
    true -> Failure
    false -> Failure
",
};

static IMPOSSIBLE: Lint = Lint {
    id: "outcome-impossible",
    severity: Severity::Warning,
    title: "A connection belongs to an outcome that the node cannot have",
    why: "It is never followed: what stands behind it does not happen.",
    mend: "Remove the connection, or correct the name of its outcome.",
    bad: r#"
journey Login
  ask: ScriptedDecisionNode {"script": "s", "outcomes": ["known"]}
    known -> Failure
    unknown -> Failure
script s
  outcome = "known";
"#,
    good: r#"
journey Login
  ask: ScriptedDecisionNode {"script": "s", "outcomes": ["known", "unknown"]}
    known -> Failure
    unknown -> Failure
script s
  outcome = nodeState.get("username") ? "known" : "unknown";
"#,
};

static DISABLED: Lint = Lint {
    id: "outcome-disabled",
    severity: Severity::Warning,
    title: "A connection belongs to an outcome that the node's configuration turns off",
    why: "It is never followed: there is no button to press, or no spam is detected.",
    mend: "Turn the setting on (exitable, spamDetectionEnabled, displayErrorOutcome), or remove the connection.",
    bad: r#"
journey Main
  wait: PollingWaitNode {"secondsToWait": 5, "exitable": false}
    DONE -> Failure
    EXITED -> Failure
"#,
    good: r#"
journey Main
  wait: PollingWaitNode {"secondsToWait": 5, "exitable": true}
    DONE -> Failure
    EXITED -> Failure
"#,
};

static UNREACHABLE: Lint = Lint {
    id: "unreachable-node",
    severity: Severity::Warning,
    title: "No connection leads to a node",
    why: "It never runs. Mostly a connection was forgotten, or the node was left over.",
    mend: "Connect it, or remove it.",
    bad: "
journey Login
  ask: MessageNode
    true -> Failure
    false -> Failure
  lost: MessageNode
    true -> Failure
    false -> Failure
",
    good: "
journey Login
  ask: MessageNode
    true -> lost
    false -> Failure
  lost: MessageNode
    true -> Failure
    false -> Failure
",
};

pub(super) static LINTS: &[&Lint] = &[&ENTRY, &DANGLING, &NOT_WIRED, &IMPOSSIBLE, &DISABLED, &UNREACHABLE];
pub(super) const PASS: Pass = |project, _, findings| {
    for view in &project.views {
        // Along every connection: whether it can be taken is told of the connection.
        let reached = view.reached(|_| true);
        entry(project, view, findings);
        for (at, node) in view.in_export_order() {
            edges(project, view, node, reached[at], findings);
        }
        unreachable(project, view, reached, findings);
    }
};

fn entry(project: &Project<'_>, view: &View, findings: &mut Vec<Finding>) {
    if let Target::Missing(id) = &view.entry {
        let place = project.place_in(view, None, &["tree", "entryNodeId"], false);
        let what = if view.nodes.is_empty() {
            format!("journey {} has no nodes", view.def.name)
        } else {
            format!("journey {} starts at \"{id}\", which is not one of its nodes", view.def.name)
        };
        findings.push(finding(&ENTRY, place, what));
    }
}

fn edges(project: &Project<'_>, view: &View, node: &NodeView, reached: bool, findings: &mut Vec<Finding>) {
    for edge in node.info.edges() {
        let outcome = &edge.id;
        let Some(spelled) = &edge.spelled else {
            // What never runs has been told of once; what the export does not declare, its server does
            // not have.
            if reached && edge.declared != Some(false) {
                let place = project.place_in(view, Some(node), &connections(node), true);
                let what = format!("the outcome \"{outcome}\" of \"{}\" leads nowhere", node.name());
                let mend = format!("Connect \"{outcome}\", if only to Failure.");
                findings.push(mended(&NOT_WIRED, place, what, mend));
            }
            continue;
        };
        if let Target::Missing(id) = &edge.target {
            let place = project.wire_place(view, node, spelled, true);
            let what = format!(
                "the outcome \"{outcome}\" of \"{}\" leads to \"{id}\", which is not a node of {}",
                node.name(),
                view.def.name
            );
            findings.push(finding(&DANGLING, place, what));
            continue;
        }
        let place = || project.wire_place(view, node, spelled, false);
        match &edge.availability {
            Availability::Possible | Availability::Impossible(Impossible::OnlyDeclared) => {}
            Availability::Impossible(Impossible::Unknown) => {
                let what = format!("\"{}\" has no outcome \"{outcome}\"", node.name());
                findings.push(mended(&IMPOSSIBLE, place(), what, instead(node)));
            }
            Availability::Impossible(Impossible::TakenBy(other)) => {
                let what = format!(
                    "the connection \"{outcome}\" of \"{}\" is never followed: \"{other}\" is the same outcome",
                    node.name()
                );
                findings.push(mended(&IMPOSSIBLE, place(), what, "Remove one of the two connections."));
            }
            Availability::Disabled(flag) => {
                let (setting, label) =
                    flag.map_or(("the setting", "a setting"), |flag| (flag.key, flag.label));
                let what = format!(
                    "the outcome \"{outcome}\" of \"{}\" is connected, but {label} is off: it cannot happen",
                    node.name()
                );
                let mend = format!("Set {setting} to true, or remove the connection.");
                findings.push(mended(&DISABLED, place(), what, mend));
            }
        }
    }
}

/// What to do about a connection for an outcome that a node does not have.
fn instead(node: &NodeView) -> String {
    /// How many outcomes are named.
    const MAX_NAMED: usize = 20;
    let known: Vec<&str> =
        node.info.edges().iter().filter(|edge| edge.may_be_taken()).map(|edge| edge.id.as_ref()).collect();
    let more = if known.len() > MAX_NAMED { ", ..." } else { "" };
    let named = known.get(..MAX_NAMED).unwrap_or(&known).join(", ");
    match known.is_empty() {
        true => "Remove the connection: the node has no outcomes.".to_owned(),
        false => format!("Remove the connection, or give it one of the node's outcomes: {named}{more}."),
    }
}

fn connections(node: &NodeView) -> [&str; 4] {
    ["tree", "nodes", &node.def.id, "connections"]
}

/// One finding for each group of lost nodes, at its first one.
fn unreachable(project: &Project<'_>, view: &View, mut reached: Vec<bool>, findings: &mut Vec<Finding>) {
    if !matches!(view.entry, Target::Node(_) | Target::Success | Target::Failure) {
        return;
    }
    let mut led_to = vec![false; view.nodes.len()];
    for (at, node) in view.nodes.iter().enumerate() {
        for next in node.info.edges().iter().filter_map(next) {
            led_to[next] |= next != at;
        }
    }
    let heads = view.in_export_order().filter(|(at, _)| !led_to[*at]);
    let rest = view.in_export_order().filter(|(at, _)| led_to[*at]);
    for (index, node) in heads.chain(rest) {
        if reached[index] || node.end.is_some() {
            continue;
        }
        let more = lost(view, index, &mut reached) - 1;
        let tail = match more {
            0 => String::new(),
            1 => ", nor to the one node behind it".to_owned(),
            more => format!(", nor to the {more} nodes behind it"),
        };
        let what = format!("nothing leads to \"{}\"{tail}", node.name());
        findings.push(finding(&UNREACHABLE, project.node_place(view, node), what));
    }
}

/// Marks a node and those behind it that are not reached yet; answers how many they are.
fn lost(view: &View, start: usize, reached: &mut [bool]) -> usize {
    let mut count = 0;
    let mut open = vec![start];
    while let Some(index) = open.pop() {
        if std::mem::replace(&mut reached[index], true) {
            continue;
        }
        count += 1;
        open.extend(view.nodes[index].info.edges().iter().filter_map(next));
    }
    count
}

fn next(edge: &Edge) -> Option<usize> {
    edge.target.node()
}
