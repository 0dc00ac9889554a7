//! State keys that a node reads and nothing writes.

use std::collections::{HashMap, HashSet};

use super::{Pass, finding};
use crate::check::finding::{Finding, Lint, Severity};
use crate::check::graph::{NodeView, View};
use crate::check::project::Project;
use crate::node::{Access, JourneyUse, KeyName, KeyUse, Role};
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
            let is_missing = || node.links.iter().all(|link| link.index.is_none());
            let missing = node.role() == Role::Inner && is_missing();
            let unread = project
                .script_of(view, node)
                .is_some_and(|(_, s)| s.is_none_or(|s| !s.runs() || s.code().error().is_some()));
            let mut children = node.children.iter().filter(|child| child.def.is_some());
            missing || unread || node.acting.is_none() || children.any(|child| child.kind.is_none())
        })
    };
    if project.views.iter().any(is_open) {
        return;
    }
    let linked: HashSet<u32> = project
        .views
        .iter()
        .flat_map(|view| &view.nodes)
        .flat_map(|node| &node.links)
        .filter(|link| link.how == JourneyUse::Backchannel)
        .filter_map(|link| link.index)
        .collect();
    let written = Written::of(project);
    for (index, view) in (0..).zip(&project.views) {
        for (_, node) in view.in_export_order() {
            keys(project, view, node, (&written, linked.contains(&index)), findings);
        }
    }
};

fn keys(
    project: &Project<'_>,
    view: &View,
    node: &NodeView,
    (written, is_linked): (&Written<'_>, bool),
    findings: &mut Vec<Finding>,
) {
    let Some(kind) = node.kind else { return };
    // What a started journey reads may come with the transaction's data, from a journey that is not here.
    if !(kind.role() == Role::Initialize || (kind.role() == Role::Notify && is_linked)) {
        return;
    }
    for used in kind.declaration().keys.iter().filter(|key| key.access == Access::Read) {
        let KeyName::In(setting) = used.key else { continue };
        let Some(key) = setting.own_text(&node.def).filter(|key| !BUILT_IN.contains(key)) else { continue };
        let is_read = |used: &KeyUse| used.access == Access::Read && used.key.as_ref() == key;
        if !node.facts.keys.iter().any(is_read) || written.has(node, key) {
            continue;
        }
        let place = project.config_place(view, node, setting.key);
        let what = format!("\"{}\" reads the state key {key}, which nothing writes", node.name());
        findings.push(finding(&UNWRITTEN, place, what));
    }
}

/// The keys that stand anywhere where something could write them: as a string or part of a template in a
/// script, or in a node's configuration.
struct Written<'p> {
    in_scripts: HashSet<&'p str>,
    /// A template makes keys that are not known.
    is_open: bool,
    /// How many nodes write each key.
    by_nodes: HashMap<&'p str, usize>,
}

impl<'p> Written<'p> {
    fn of(project: &'p Project<'_>) -> Self {
        let mut written = Self { in_scripts: HashSet::new(), is_open: false, by_nodes: HashMap::new() };
        for (_, node) in project.scripts.iter().flat_map(|script| script.code().script().nodes()) {
            match &node.kind {
                NodeKind::String(text) | NodeKind::Name(text) | NodeKind::Key(text) => {
                    written.in_scripts.insert(&**text);
                }
                NodeKind::TemplateText(text) => {
                    written.is_open |= text.as_deref().is_none_or(|text| !text.is_empty());
                }
                _ => {}
            }
        }
        for key in project.views.iter().flat_map(|view| &view.nodes).flat_map(written_by) {
            *written.by_nodes.entry(key).or_default() += 1;
        }
        written
    }

    /// Whether something beside the node could write the key: a node makes what it writes from what it
    /// reads.
    fn has(&self, node: &NodeView, key: &str) -> bool {
        let own = usize::from(written_by(node).contains(key));
        self.is_open || self.in_scripts.contains(key) || self.by_nodes.get(key).is_some_and(|all| *all > own)
    }
}

fn written_by(node: &NodeView) -> HashSet<&str> {
    let writes = node.facts.keys.iter().filter(|used| used.access == Access::Write);
    writes.map(|used| used.key.as_ref()).collect()
}
