//! Loops that never wait.

use std::collections::{HashMap, HashSet, VecDeque};

use super::{Pass, finding};
use crate::check::finding::{Finding, Lint, Severity};
use crate::check::graph::{NodeView, View};
use crate::check::groups::groups;
use crate::check::project::Project;
use crate::node::Blocks;

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
    let hasty = Hasty::of(project);
    for (index, view) in project.views.iter().enumerate() {
        let never_blocks: Vec<bool> =
            view.nodes.iter().map(|node| hasty.never_waits(project, view, node)).collect();
        let zero: Vec<bool> = view.nodes.iter().map(|node| waits_zero(project, view, node)).collect();
        let either: Vec<bool> =
            never_blocks.iter().zip(&zero).map(|(never_blocks, zero)| *never_blocks || *zero).collect();
        let all = vec![true; never_blocks.len()];
        loops(project, index, &never_blocks, &all, &LOOP, findings);
        loops(project, index, &either, &zero, &ZERO, findings);
    }
};

/// Whether a node is a wait of 0 seconds, or of fewer.
fn waits_zero(project: &Project<'_>, view: &View, node: &NodeView) -> bool {
    super::time::seconds(project, view, node).is_some_and(|(seconds, _)| seconds <= 0)
}

/// What a visit of a node sends to the client, as far as that is certain.
enum Sends {
    /// Nothing.
    Nothing,
    /// What the nodes of a journey send.
    What(usize),
    /// Perhaps something.
    Unknown,
}

fn sends(project: &Project<'_>, view: &View, node: &NodeView) -> Sends {
    let nothing = match node.acting.map(|kind| kind.declaration().blocks) {
        Some(Blocks::Never) => true,
        Some(Blocks::Sends) => false,
        Some(Blocks::OfScript) => match project.script_of(view, node) {
            Some((_, Some(script))) => script.runs() && !script.may_ask(),
            _ => false,
        },
        Some(Blocks::OfJourney) => {
            let inner = node.links.first().and_then(|link| link.index);
            return inner.map_or(Sends::Unknown, |inner| Sends::What(inner as usize));
        }
        // Nobody visits an end.
        None => node.end.is_some(),
    };
    if nothing { Sends::Nothing } else { Sends::Unknown }
}

/// For each journey, whether it is certain that none of its nodes sends anything to the client.
struct Hasty(Vec<bool>);

impl Hasty {
    /// A journey is hasty when its own nodes are and the journeys inside it are found to be; those
    /// that only enter one another are not.
    fn of(project: &Project<'_>) -> Self {
        let mut hasty = vec![false; project.views.len()];
        let mut inside: Vec<usize> = vec![0; project.views.len()];
        let mut outside: Vec<Vec<usize>> = vec![Vec::new(); project.views.len()];
        let mut found = Vec::new();
        for (index, view) in project.views.iter().enumerate() {
            let mut inner = HashSet::new();
            let own = view.nodes.iter().all(|node| match sends(project, view, node) {
                Sends::Nothing => true,
                Sends::What(journey) => {
                    inner.insert(journey);
                    true
                }
                Sends::Unknown => false,
            });
            if !own {
                continue;
            }
            inside[index] = inner.len();
            if inner.is_empty() {
                found.push(index);
            }
            for journey in inner {
                outside[journey].push(index);
            }
        }
        while let Some(index) = found.pop() {
            hasty[index] = true;
            for outer in std::mem::take(&mut outside[index]) {
                inside[outer] -= 1;
                if inside[outer] == 0 {
                    found.push(outer);
                }
            }
        }
        Self(hasty)
    }

    /// Whether it is certain that a visit of a node sends nothing to the client.
    fn never_waits(&self, project: &Project<'_>, view: &View, node: &NodeView) -> bool {
        match sends(project, view, node) {
            Sends::Nothing => true,
            Sends::What(journey) => self.0.get(journey) == Some(&true),
            Sends::Unknown => false,
        }
    }
}

/// One finding for each group of hasty nodes that lead to one another and have one of `starts`.
fn loops(
    project: &Project<'_>,
    index: usize,
    hasty: &[bool],
    starts: &[bool],
    lint: &'static Lint,
    findings: &mut Vec<Finding>,
) {
    let view = &project.views[index];
    let next = |at: usize| -> Vec<usize> {
        let ways = view.nodes[at].ways().filter_map(|edge| edge.target.node());
        ways.filter(|next| hasty[at] && hasty[*next]).collect()
    };
    let groups = groups(view.nodes.len(), next);
    let mut told = vec![false; view.nodes.len()];
    for (start, node) in view.in_export_order() {
        if !hasty[start] || !starts[start] || told[groups[start]] {
            continue;
        }
        let Some(way) = way_back(view, start, &groups) else { continue };
        told[groups[start]] = true;
        let names: Vec<String> =
            way.iter().map(|(node, outcome)| format!("{} ({outcome})", view.nodes[*node].name())).collect();
        let way_round = format!("{} -> {}", names.join(" -> "), node.name());
        if lint.id == ZERO.id {
            let Some((seconds, place)) = super::time::seconds(project, view, node) else {
                continue;
            };
            findings.push(finding(&ZERO, place, format!("a loop waits for {seconds} s only: {way_round}")));
            continue;
        }
        let what = format!("a loop never waits: {way_round}");
        let place = match way.last() {
            Some((node, outcome)) => project.wire_place(view, &view.nodes[*node], outcome, true),
            None => project.node_place(view, node),
        };
        findings.push(finding(lint, place, what));
    }
}

/// The shortest way through the group of a node from it back to it: nodes with the outcome taken, as the
/// connection spells it. `None` where there is none.
fn way_back<'v>(view: &'v View, start: usize, groups: &[usize]) -> Option<Vec<(usize, &'v str)>> {
    let mut from: HashMap<usize, (usize, &str)> = HashMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(at) = open.pop_front() {
        for edge in view.nodes[at].ways() {
            let Some(next) = edge.target.node().filter(|next| groups[*next] == groups[start]) else {
                continue;
            };
            if from.contains_key(&next) {
                continue;
            }
            from.insert(next, (at, edge.spelled.as_deref().unwrap_or(&edge.id)));
            if next != start {
                open.push_back(next);
                continue;
            }
            let mut way = Vec::new();
            let mut here = start;
            while let Some(&(before, outcome)) = from.get(&here) {
                way.push((before, outcome));
                here = before;
                if here == start {
                    break;
                }
            }
            way.reverse();
            return Some(way);
        }
    }
    None
}
