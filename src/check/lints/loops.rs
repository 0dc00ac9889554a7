//! Loops that never wait.

use super::{Pass, finding};
use crate::check::finding::{Finding, Lint, Severity};
use crate::check::graph::{NodeView, Target, View};
use crate::check::project::Project;
use crate::check::script::Script;

static LOOP: Lint = Lint {
    id: "loop-without-wait",
    severity: Severity::Warning,
    title: "A loop never waits for the person or for time",
    why: "The server runs it as fast as it can, in one request, until it gives up: nobody can leave the loop, and what it polls for has no time to happen.",
    mend: "Put a Polling Wait, a page or another node that asks into the loop.",
    bad: r#"
journey Main
  init: BackChannelInitNode {"tree": "Login"}
    Created -> status
    Unknown Subject -> Failure
    Error -> Failure
  status: BackChannelStatusNode
    Pending -> status
    In Progress -> status
    Success -> Failure
    Failure -> Failure
    Unknown -> Failure
    Error -> Failure
journey Login
  ask: MessageNode
    true -> Failure
    false -> Failure
"#,
    good: r#"
journey Main
  init: BackChannelInitNode {"tree": "Login"}
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

static ZERO: Lint = Lint {
    id: "wait-of-zero",
    severity: Severity::Warning,
    title: "The only wait of a loop is one of 0 seconds",
    why: "A wait of 0 seconds is no wait: the client sends the page back at once, and the loop runs as fast as network and server can.",
    mend: "Give the Polling Wait some seconds (Seconds To Wait), such as 5.",
    bad: r#"
journey Main
  wait: PollingWaitNode {"secondsToWait": 0}
    DONE -> wait
"#,
    good: r#"
journey Main
  wait: PollingWaitNode {"secondsToWait": 5}
    DONE -> wait
"#,
};

pub(super) static LINTS: &[&Lint] = &[&LOOP, &ZERO];
pub(super) const PASS: Pass = |project, _, findings| {
    for view in &project.views {
        let never_blocks: Vec<bool> =
            view.nodes.iter().map(|node| never_waits(project, view, node, 0)).collect();
        let zero: Vec<bool> = view.nodes.iter().map(|node| waits_zero(project, view, node)).collect();
        let either =
            never_blocks.iter().zip(&zero).map(|(never_blocks, zero)| *never_blocks || *zero).collect();
        let all = vec![true; never_blocks.len()];
        loops(project, view, never_blocks, &all, &LOOP, findings);
        loops(project, view, either, &zero, &ZERO, findings);
    }
};

/// Whether a node is a Polling Wait of 0 seconds.
fn waits_zero(project: &Project<'_>, view: &View, node: &NodeView) -> bool {
    node.acts_as() == "PollingWaitNode"
        && super::time::seconds(project, view, node).is_some_and(|(seconds, _)| seconds == 0)
}

/// Whether it is certain that a visit of a node sends nothing to the client.
fn never_waits(project: &Project<'_>, view: &View, node: &NodeView, depth: usize) -> bool {
    const MAX_DEPTH: usize = 8;
    match node.acts_as() {
        "BackChannelInitNode"
        | "BackChannelStatusNode"
        | "BackChannelNotificationNode"
        | "BackchannelNotificationNode"
        | "DataStoreDecisionNode"
        | "IdentityStoreDecisionNode"
        | "SetSessionPropertiesNode" => true,
        "ScriptedDecisionNode" => match project.script_of(view, node) {
            Some((_, Some(script))) => script.runs() && !may_ask(script),
            _ => false,
        },
        "InnerTreeEvaluatorNode" if depth < MAX_DEPTH => {
            let inner = node.text("tree").and_then(|tree| project.journey(tree));
            inner.and_then(|inner| project.views.get(inner)).is_some_and(|inner| {
                inner.nodes.iter().all(|node| never_waits(project, inner, node, depth + 1))
            })
        }
        _ => false,
    }
}

/// Whether a script does anything that could send callbacks.
fn may_ask(script: &Script) -> bool {
    script.names().any(|name| {
        let name = name.to_lowercase();
        name.contains("callback") || matches!(name.as_str(), "suspend" | "send" | "require" | "javaimporter")
    })
}

/// One finding for each group of hasty nodes that lead to one another and have one of `starts`.
fn loops(
    project: &Project<'_>,
    view: &View,
    mut never_blocks: Vec<bool>,
    starts: &[bool],
    lint: &'static Lint,
    findings: &mut Vec<Finding>,
) {
    let nexts = |never_blocks: &[bool], index: usize| -> Vec<usize> {
        let ways = view.nodes[index].ways();
        let next = ways.filter_map(|(_, target)| match target {
            Target::Node(next) if never_blocks[*next] => Some(*next),
            _ => None,
        });
        next.collect()
    };
    // A node that leads to no hasty node is in no loop; taking it away may free others.
    let mut changed = true;
    while changed {
        changed = false;
        for index in 0..never_blocks.len() {
            if never_blocks[index] && nexts(&never_blocks, index).is_empty() {
                never_blocks[index] = false;
                changed = true;
            }
        }
    }
    let mut told = vec![false; never_blocks.len()];
    for start in 0..never_blocks.len() {
        if !never_blocks[start] || !starts[start] || told[start] {
            continue;
        }
        let Some(way) = way_back(view, start, &never_blocks) else { continue };
        for index in group(view, start, &never_blocks) {
            told[index] = true;
        }
        let names: Vec<String> =
            way.iter().map(|(node, outcome)| format!("{} ({outcome})", view.nodes[*node].name())).collect();
        let way_round = format!("{} -> {}", names.join(" -> "), view.nodes[start].name());
        if lint.id == ZERO.id {
            let place = super::time::seconds(project, view, &view.nodes[start]);
            let place =
                place.map_or_else(|| project.node_place(view, &view.nodes[start]), |(_, place)| place);
            findings.push(finding(&ZERO, place, format!("a loop waits for 0 s only: {way_round}")));
            continue;
        }
        let what = format!("a loop never waits: {way_round}");
        let place = match way.last() {
            Some((node, outcome)) => project.wire_place(view, &view.nodes[*node], outcome, true),
            None => project.node_place(view, &view.nodes[start]),
        };
        findings.push(finding(lint, place, what));
    }
}

/// The shortest way through hasty nodes from a node back to it: nodes with the outcome taken, as
/// the connection spells it.
fn way_back(view: &View, start: usize, never_blocks: &[bool]) -> Option<Vec<(usize, String)>> {
    let mut from: Vec<Option<(usize, String)>> = vec![None; never_blocks.len()];
    let mut open = std::collections::VecDeque::from([start]);
    while let Some(index) = open.pop_front() {
        for (wire, target) in view.nodes[index].ways() {
            let Target::Node(next) = *target else { continue };
            if !never_blocks[next] || from[next].is_some() {
                continue;
            }
            from[next] = Some((index, wire.spelled.to_string()));
            if next == start {
                let mut way = Vec::new();
                let mut at = start;
                while let Some((before, outcome)) = from[at].clone() {
                    way.push((before, outcome));
                    at = before;
                    if at == start {
                        break;
                    }
                }
                way.reverse();
                return Some(way);
            }
            open.push_back(next);
        }
    }
    None
}

/// The nodes that a node leads to and that lead back to it, through hasty nodes.
fn group(view: &View, start: usize, never_blocks: &[bool]) -> Vec<usize> {
    let mut ahead = vec![false; never_blocks.len()];
    let mut open = vec![start];
    while let Some(index) = open.pop() {
        if std::mem::replace(&mut ahead[index], true) {
            continue;
        }
        open.extend(view.nodes[index].ways().filter_map(|(_, target)| match target {
            Target::Node(next) if never_blocks[*next] => Some(*next),
            _ => None,
        }));
    }
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); never_blocks.len()];
    for (index, node) in view.nodes.iter().enumerate().filter(|(index, _)| never_blocks[*index]) {
        for (_, target) in node.ways() {
            if let Target::Node(next) = target {
                before[*next].push(index);
            }
        }
    }
    let mut behind = vec![false; never_blocks.len()];
    let mut open = vec![start];
    while let Some(index) = open.pop() {
        if !std::mem::replace(&mut behind[index], true) {
            open.extend(before[index].iter().copied());
        }
    }
    (0..never_blocks.len()).filter(|index| ahead[*index] && behind[*index]).collect()
}
