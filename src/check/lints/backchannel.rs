//! Backchannel Initialize and Status in the wrong order, and what Status was not asked to record.

use super::{Pass, finding, mended};
use crate::check::finding::{Finding, Lint, Severity};
use crate::check::flow::{self, State};
use crate::check::graph::NodeView;
use crate::check::project::Project;
use crate::check::script::Script;
use crate::check::transfer::{SESSION_PROPERTIES, TRANSACTION_DATA};
use crate::node::Role;
use crate::script::code::Code;
use crate::script::language::{NodeId, NodeKind, PropertyKind, Span};

static NO_INIT: Lint = Lint {
    id: "status-without-initialize",
    severity: Severity::Warning,
    title: "A Backchannel Status can be reached with no Backchannel Initialize before it",
    why: "There is no transaction then: the node takes Error.",
    mend: "Lead the way through the outcome Created of a Backchannel Initialize node.",
    bad: r#"
journey Main
  status: BackChannelStatusNode
    Pending -> wait
    In Progress -> wait
    Success -> Failure
    Failure -> Failure
    Unknown -> Failure
    Error -> Failure
  wait: PollingWaitNode {"secondsToWait": 5}
    DONE -> status
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

static SESSION: Lint = Lint {
    id: "session-info-not-recorded",
    severity: Severity::Warning,
    title: "A script reads backchannel-sessionProperties, but Record Journey Session Info is off",
    why: "Backchannel Status writes the key only with that setting: the script finds nothing.",
    mend: "Turn Record Journey Session Info (recordData) on in the Backchannel Status node.",
    bad: r#"
journey Main
  init: BackChannelInitNode {"tree": "Login"}
    Created -> status
    Unknown Subject -> Failure
    Error -> Failure
  status: BackChannelStatusNode {"recordData": false}
    Pending -> Failure
    In Progress -> Failure
    Success -> show
    Failure -> Failure
    Unknown -> Failure
    Error -> Failure
  show: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  logger.info(nodeState.get("backchannel-sessionProperties"));
  outcome = "outcome";
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
  status: BackChannelStatusNode {"recordData": true}
    Pending -> Failure
    In Progress -> Failure
    Success -> show
    Failure -> Failure
    Unknown -> Failure
    Error -> Failure
  show: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  logger.info(nodeState.get("backchannel-sessionProperties"));
  outcome = "outcome";
journey Login
  ask: MessageNode
    true -> Failure
    false -> Failure
"#,
};

static DATA: Lint = Lint {
    id: "transaction-data-not-recorded",
    severity: Severity::Warning,
    title: "A script reads backchannel-transactionData, but no Backchannel Status writes it",
    why: "The key is written only with Record Transaction Data, and under that name only without another Transaction Data Key: the script finds nothing.",
    mend: "Turn Record Transaction Data (recordTransactionData) on, or read the key that is configured.",
    bad: r#"
journey Main
  init: BackChannelInitNode {"tree": "Login"}
    Created -> status
    Unknown Subject -> Failure
    Error -> Failure
  status: BackChannelStatusNode
    Pending -> show
    In Progress -> show
    Success -> Failure
    Failure -> Failure
    Unknown -> Failure
    Error -> Failure
  show: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  logger.info(nodeState.get("backchannel-transactionData"));
  outcome = "outcome";
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
  status: BackChannelStatusNode {"recordTransactionData": true}
    Pending -> show
    In Progress -> show
    Success -> Failure
    Failure -> Failure
    Unknown -> Failure
    Error -> Failure
  show: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  logger.info(nodeState.get("backchannel-transactionData"));
  outcome = "outcome";
journey Login
  ask: MessageNode
    true -> Failure
    false -> Failure
"#,
};

pub(super) static LINTS: &[&Lint] = &[&NO_INIT, &SESSION, &DATA];
pub(super) const PASS: Pass = |project, flow, findings| {
    for (index, view) in project.views.iter().enumerate() {
        let nodes = view.in_export_order().map(|(_, node)| node);
        let status = nodes.filter(|node| node.role() == Role::Status);
        let status: Vec<&str> = status.map(|node| node.name()).take(MAX_NAMED).collect();
        let states = flow.states(index);
        let without = flow
            .ways(index, |at, state| state & flow::INITIALIZED == 0 && view.nodes[at].role() == Role::Status);
        for (at, node) in view.in_export_order() {
            let states = &states[at];
            if let Some(way) = without.get(&at) {
                let way = super::credentials::told(view, way, node.name());
                let what = format!(
                    "\"{}\" can be reached with no Backchannel Initialize before it: {way}",
                    node.name()
                );
                findings.push(finding(&NO_INIT, project.node_place(view, node), what));
            }
            for script in node.facts.scripts.iter().filter_map(|id| project.script(view.document, id)) {
                reads(project, node, (script, states), &status, findings);
            }
        }
    }
};

/// The key, what says that it was not written, what says that it was, the lint, the setting.
type Recorded = (&'static str, State, State, &'static Lint);

/// How many Backchannel Status nodes a message names.
const MAX_NAMED: usize = 5;

fn reads(
    project: &Project<'_>,
    node: &NodeView,
    (script, states): (&Script, &[State]),
    status: &[&str],
    findings: &mut Vec<Finding>,
) {
    let keys: [Recorded; 2] = [
        (SESSION_PROPERTIES, flow::SESSION_LOST, flow::SESSION_KEPT, &SESSION),
        (TRANSACTION_DATA, flow::DATA_LOST, flow::DATA_KEPT, &DATA),
    ];
    for (key, lost, kept, lint) in keys {
        let is_lost = states.iter().any(|state| state & lost != 0) && states.iter().all(|s| s & kept == 0);
        let places = if is_lost { read(script.code(), key) } else { Vec::new() };
        let what = format!(
            "script \"{}\" of \"{}\" reads {key}, which no Backchannel Status before it writes",
            script.def.name,
            node.name()
        );
        for span in places {
            let place = project.script_span(script, span);
            findings.push(match status {
                [] => finding(lint, place, what.clone()),
                _ => {
                    let mend = format!("{} Here: \"{}\".", lint.mend, status.join("\", \""));
                    mended(lint, place, what.clone(), mend)
                }
            });
        }
    }
}

/// Where a key is read: a text that is no property's name and is not handed to something that writes or removes it.
fn read(code: &Code, key: &str) -> Vec<Span> {
    let script = code.script();
    let is_key = |id: &NodeId| match script.kind(*id) {
        NodeKind::String(text) => &**text == key,
        NodeKind::Template { .. } => code.text(*id) == Some(key),
        _ => false,
    };
    let is_read = |id: &NodeId| {
        let parent = script.parent(*id);
        if let Some(NodeKind::Property { key, kind, .. }) = parent.map(|parent| script.kind(parent)) {
            return *key != *id || *kind == PropertyKind::Shorthand;
        }
        let call = parent.and_then(|parent| code.method_call(parent));
        !call.is_some_and(|call| {
            call.arguments.first() == Some(id)
                && ["put", "remove", "merge", "set"].iter().any(|word| call.method.starts_with(word))
        })
    };
    code.nodes().filter(is_key).filter(is_read).map(|id| script.span(id)).collect()
}
