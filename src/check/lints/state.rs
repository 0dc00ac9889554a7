//! State keys that a node reads and nothing writes.

use super::{Pass, finding};
use crate::check::finding::{Finding, Lint, Severity};
use crate::check::graph::{NodeView, View};
use crate::check::project::Project;
use crate::node::{Access, KeyUse};
use crate::script::language::NodeKind;

static UNWRITTEN: Lint = Lint {
    id: "state-key-not-written",
    severity: Severity::Warning,
    title: "A backchannel node reads a state key that nothing writes",
    why: "Without its subject Backchannel Initialize takes Error, without its data the other journey starts empty; Backchannel Notification takes Error.",
    mend: "Write the key in a script before the node, or correct its name.",
    bad: r#"
journey Main
  find: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> init
  init: BackChannelInitNode {"tree": "Login", "usernameKey": "backchannel-usr"}
    Created -> Failure
    Unknown Subject -> Failure
    Error -> Failure
script s
  nodeState.putShared("backchannel-user", "demo");
  outcome = "outcome";
journey Login
  ask: MessageNode
    true -> Failure
    false -> Failure
"#,
    good: r#"
journey Main
  find: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> init
  init: BackChannelInitNode {"tree": "Login", "usernameKey": "backchannel-user"}
    Created -> Failure
    Unknown Subject -> Failure
    Error -> Failure
script s
  nodeState.putShared("backchannel-user", "demo");
  outcome = "outcome";
journey Login
  ask: MessageNode
    true -> Failure
    false -> Failure
"#,
};

/// Keys that are there under a name of their own: what the engine and the vendor's nodes write.
const BUILT_IN: [&str; 5] = ["username", "userName", "_id", "realm", "mail"];

pub(super) static LINTS: &[&Lint] = &[&UNWRITTEN];
pub(super) const PASS: Pass = |project, _, findings| {
    // What cannot be read may write any key.
    let is_open = |view: &View| {
        view.nodes.iter().any(|node| {
            let missing = match node.acts_as() {
                "InnerTreeEvaluatorNode" => {
                    node.text("tree").is_none_or(|tree| project.journey(tree).is_none())
                }
                _ => false,
            };
            let unread = project
                .script_of(view, node)
                .is_some_and(|(_, s)| s.is_none_or(|s| !s.runs() || s.code().error().is_some()));
            let children = node.children.iter().filter_map(|child| child.node.as_ref());
            let unknown = children.map(|child| child.node_type.as_ref()).chain([node.acts_as()]);
            missing || unread || unknown.into_iter().any(|kind| crate::node::find(kind).is_none())
        })
    };
    if project.views.iter().any(is_open) {
        return;
    }
    for view in &project.views {
        for node in &view.nodes {
            keys(project, view, node, findings);
        }
    }
};

fn keys(project: &Project<'_>, view: &View, node: &NodeView, findings: &mut Vec<Finding>) {
    let names: &[&str] = match node.def.node_type.as_ref() {
        "BackChannelInitNode" => &["usernameKey", "dataKey"],
        // What it reads may come with the transaction's data, from a journey that is not here.
        "BackChannelNotificationNode" | "BackchannelNotificationNode" if is_linked(project, view) => {
            &["dataKey"]
        }
        _ => return,
    };
    let no_subject = node.text("idType").is_some_and(|kind| kind.eq_ignore_ascii_case("none"));
    for name in names {
        let Some(key) = node.text(name).filter(|key| !key.is_empty() && !BUILT_IN.contains(key)) else {
            continue;
        };
        if (*name == "usernameKey" && no_subject) || is_written(project, node, key) {
            continue;
        }
        let place = project.config_place(view, node, name);
        let what = format!("\"{}\" reads the state key {key}, which nothing writes", node.name());
        findings.push(finding(&UNWRITTEN, place, what));
    }
}

fn is_linked(project: &Project<'_>, view: &View) -> bool {
    let nodes = project.views.iter().flat_map(|view| &view.nodes);
    let mut starters = nodes.filter(|node| node.acts_as() == "BackChannelInitNode");
    starters.any(|node| node.text("tree") == Some(view.def.name.as_ref()))
}

/// Whether the key stands anywhere where something could write it: as a string or part of a
/// template in a script, or in another node's configuration.
fn is_written(project: &Project<'_>, node: &NodeView, key: &str) -> bool {
    let in_script =
        project.scripts.iter().flat_map(|script| script.code().script().nodes()).any(|(_, node)| match &node
            .kind
        {
            NodeKind::String(text) | NodeKind::Name(text) | NodeKind::Key(text) => **text == *key,
            NodeKind::TemplateText(text) => text.as_deref().is_none_or(|text| !text.is_empty()),
            _ => false,
        });
    let mut nodes = project.views.iter().flat_map(|view| &view.nodes);
    in_script
        || nodes.any(|other| {
            let writes = |used: &KeyUse| used.access == Access::Write && used.key.as_ref() == key;
            // A node makes what it writes from what it reads.
            !std::ptr::eq(other, node) && other.facts.keys.iter().any(writes)
        })
}
