//! What a journey has done when it leaves a node.

use super::flow::{CHECKED, DATA_KEPT, DATA_LOST, INITIALIZED, SESSION_KEPT, SESSION_LOST, State};
use super::graph::{NodeView, View};
use super::project::Project;
use crate::node::{Proof, Role};

/// Where Backchannel Status writes the session properties of the other journey.
pub(super) const SESSION_PROPERTIES: &str = "backchannel-sessionProperties";
/// Where it writes the notification object, unless another key is configured.
pub(super) const TRANSACTION_DATA: &str = "backchannel-transactionData";

/// What is true after a node was left by an outcome.
pub(super) fn transferred(project: &Project<'_>, view: &View, node: &NodeView, outcome: &str) -> State {
    match (node.role(), outcome) {
        (Role::Initialize, "Created") => INITIALIZED,
        (Role::Status, outcome) => status(node, outcome),
        (_, outcome) => checked(project, view, node, outcome),
    }
}

fn status(node: &NodeView, outcome: &str) -> State {
    let is_kept = |key| node.is_provided() || node.writes(key);
    let data = if is_kept(TRANSACTION_DATA) { DATA_KEPT } else { DATA_LOST };
    let session = if is_kept(SESSION_PROPERTIES) { SESSION_KEPT } else { SESSION_LOST };
    match outcome {
        // The other device has logged in.
        "Success" => CHECKED | data | session,
        "Error" | "Unknown" => 0,
        _ => data,
    }
}

fn checked(project: &Project<'_>, view: &View, node: &NodeView, outcome: &str) -> State {
    let proves = match node.proof() {
        Proof::OfChildren => node.children.iter().any(|child| {
            child.kind.map_or(Proof::Unknown, |kind| kind.declaration().proof).by_itself(outcome)
        }),
        Proof::OfScript => match project.script_of(view, node) {
            Some((_, Some(script))) => !script.runs() || script.may_check(),
            _ => true,
        },
        proof => proof.by_itself(outcome),
    };
    if proves { CHECKED } else { 0 }
}
