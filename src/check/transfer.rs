//! What a journey has done when it leaves a node.

use super::flow::{CHECKED, DATA_KEPT, DATA_LOST, INITIALIZED, SESSION_KEPT, SESSION_LOST, State};
use super::graph::{NodeView, View};
use super::project::Project;

/// What is true after a node was left by an outcome.
pub(super) fn transferred(project: &Project<'_>, view: &View, node: &NodeView, outcome: &str) -> State {
    match (node.acts_as(), outcome) {
        ("BackChannelInitNode", "Created") => INITIALIZED,
        ("BackChannelStatusNode", outcome) => status(node, outcome),
        (node_type, outcome) => checked(project, view, node, node_type, outcome),
    }
}

fn status(node: &NodeView, outcome: &str) -> State {
    let default_key = node
        .text("transactionDataKey")
        .is_none_or(|key| key.is_empty() || key == "backchannel-transactionData");
    let data = match node.is_provided() || (node.flag("recordTransactionData") && default_key) {
        true => DATA_KEPT,
        false => DATA_LOST,
    };
    let session = match node.is_provided() || node.flag("recordData") {
        true => SESSION_KEPT,
        false => SESSION_LOST,
    };
    match outcome {
        // The other device has logged in.
        "Success" => CHECKED | data | session,
        "Error" | "Unknown" => 0,
        _ => data,
    }
}

/// Nodes of which it is known that they check no credential.
const NO_CHECK: [&str; 12] = [
    "BackChannelInitNode",
    "BackChannelNotificationNode",
    "BackchannelNotificationNode",
    "DisplayUserNameNode",
    "MessageNode",
    "PasswordCollectorNode",
    "PollingWaitNode",
    "SetSessionPropertiesNode",
    "UsernameCollectorNode",
    "ValidatedPasswordNode",
    "ValidatedUsernameNode",
    "InnerTreeEvaluatorNode",
];

fn checked(project: &Project<'_>, view: &View, node: &NodeView, node_type: &str, outcome: &str) -> State {
    match node_type {
        "PageNode" => node.children.iter().fold(0, |state, child| {
            let child_type = child.def.as_ref().map_or("", |node| &node.node_type);
            state | by_type(child_type, outcome)
        }),
        "ScriptedDecisionNode" => match project.script_of(view, node) {
            Some((_, Some(script))) if script.runs() && !script.may_check() => 0,
            _ => CHECKED,
        },
        node_type => by_type(node_type, outcome),
    }
}

fn by_type(node_type: &str, outcome: &str) -> State {
    match (node_type, outcome) {
        ("DataStoreDecisionNode", outcome) => {
            if outcome == "true" {
                CHECKED
            } else {
                0
            }
        }
        // EXPIRED and CANCELLED come after the right password.
        ("IdentityStoreDecisionNode", "FALSE" | "LOCKED") => 0,
        (node_type, _) if NO_CHECK.contains(&node_type) => 0,
        // Whatever is not known may check something.
        _ => CHECKED,
    }
}
