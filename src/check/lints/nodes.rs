//! Types and configurations of nodes.

use std::sync::Arc;

use indexmap::IndexMap;

use super::{Pass, almost, finding, mended};
use crate::check::finding::{Finding, Lint, Place, Severity};
use crate::check::graph::{NodeView, View};
use crate::check::project::Project;
use crate::node::{self, BuildError, Meaning};

static UNKNOWN_TYPE: Lint = Lint {
    id: "unknown-node-type",
    severity: Severity::Warning,
    title: "The simulator does not know a node's type",
    why: "A tenant may well run the node; here the journey ends in an error when it comes to it.",
    mend: "Try this way on a tenant, or put a Scripted Decision node in its place while you simulate.",
    bad: "
journey Login
  push: PushAuthenticationSenderNode
    SENT -> Failure
",
    good: "
journey Login
  ask: MessageNode
    true -> Failure
    false -> Failure
",
};

static CONFIG: Lint = Lint {
    id: "node-config",
    severity: Severity::Error,
    title: "A node's configuration cannot be used",
    why: "The journey ends in an error when it comes to the node.",
    mend: "Correct the setting in the journey editor, and export again.",
    bad: r#"
journey Main
  wait: PollingWaitNode {"secondsToWait": "soon"}
    DONE -> Failure
"#,
    good: r#"
journey Main
  wait: PollingWaitNode {"secondsToWait": 5}
    DONE -> Failure
"#,
};

static WITHOUT_CONFIG: Lint = Lint {
    id: "node-without-config",
    severity: Severity::Warning,
    title: "A node is drawn in the tree, but the export holds no configuration of it",
    why: "It runs with the defaults of its type, if it runs at all. An import may refuse it.",
    mend: "Export the journey again, with its nodes.",
    bad: r#"{"tree": {"_id": "Login", "entryNodeId": "a", "nodes": {"a": {"nodeType": "MessageNode", "displayName": "a",
  "connections": {"true": "e301438c-0bd0-429c-ab0c-66126501069a", "false": "e301438c-0bd0-429c-ab0c-66126501069a"}}}}}"#,
    good: r#"{"tree": {"_id": "Login", "entryNodeId": "a", "nodes": {"a": {"nodeType": "MessageNode", "displayName": "a",
  "connections": {"true": "e301438c-0bd0-429c-ab0c-66126501069a", "false": "e301438c-0bd0-429c-ab0c-66126501069a"}}}},
 "nodes": {"a": {"_id": "a", "_type": {"_id": "MessageNode"}}}}"#,
};

pub(super) static LINTS: &[&Lint] = &[&UNKNOWN_TYPE, &CONFIG, &WITHOUT_CONFIG];
pub(super) const PASS: Pass = |project, _, findings| {
    for view in &project.views {
        unknown_types(project, view, findings);
        for (_, node) in view.in_export_order() {
            if let Some(problem) = node.problem() {
                let place = project.config_place(view, node, &problem.key);
                findings.push(wrong_config(place, node.name(), problem));
            }
            for child in &node.children {
                if let (Some(problem), Some(inner)) = (&child.problem, &child.def) {
                    let place = inner_place(project, view, node, &child.id, &problem.key);
                    findings.push(wrong_config(place, &inner.display_name, problem));
                }
            }
            without_config(project, view, node, findings);
        }
    }
};

fn wrong_config(place: Place, name: &str, problem: &BuildError) -> Finding {
    finding(&CONFIG, place, format!("the configuration of \"{name}\" cannot be used: {problem}"))
}

/// The place of a setting of a page's child.
fn inner_place(project: &Project<'_>, view: &View, page: &NodeView, id: &str, key: &str) -> Place {
    let new = project.place_in(view, Some(page), &["innerNodes", id, key], false);
    if new.json_path.contains("innerNodes") {
        return new;
    }
    project.place_in(view, Some(page), &["innernodes", id, key], false)
}

/// One finding for each type that a journey has nodes of.
fn unknown_types(project: &Project<'_>, view: &View, findings: &mut Vec<Finding>) {
    let mut found: IndexMap<Arc<str>, (Place, usize, &str)> = IndexMap::new();
    let mut add = |node_type: &str, place: &dyn Fn() -> Place, how: &'static str| {
        found.entry(node_type.into()).or_insert_with(|| (place(), 0, how)).1 += 1;
    };
    for (_, node) in view.in_export_order() {
        let node_type = &node.def.node_type;
        if node.kind.is_none() && node.end.is_none() {
            add(node_type, &|| project.node_place(view, node), "");
        }
        if let Some(provided) = node::provided_name(&node.def).filter(|_| node.acting.is_none()) {
            let place = || project.setting_place(view, node, Meaning::NodeType);
            add(provided, &place, ", so that its Configuration Provider always takes CONFIGURATION_FAILED");
        }
        for child in &node.children {
            if let Some(inner) = &child.def
                && child.kind.is_none()
            {
                let place = || inner_place(project, view, node, &child.id, "_type");
                add(&inner.node_type, &place, ", and a page with it fails");
            }
        }
    }
    for (node_type, (place, count, how)) in found {
        let many = if count > 1 { format!(" ({count} of them in {})", view.def.name) } else { String::new() };
        let what = match node_type.as_ref() {
            "" => format!("a node has no type{many}"),
            known if node::find(known).is_some() => {
                format!("no Configuration Provider behaves as a {known}{many}{how}")
            }
            node_type => format!("the simulator does not know the node type {node_type}{many}{how}"),
        };
        findings.push(match similar(&node_type).filter(|known| **known != *node_type) {
            Some(known) => mended(&UNKNOWN_TYPE, place, what, format!("Did you mean {known}?")),
            None => finding(&UNKNOWN_TYPE, place, what),
        });
    }
}

/// A known type of almost the same name.
fn similar(name: &str) -> Option<&'static str> {
    let known = node::all().iter().map(|kind| kind.name());
    known.into_iter().find(|known| almost(known, name) || almost(known, &format!("{name}Node")))
}

fn without_config(project: &Project<'_>, view: &View, node: &NodeView, findings: &mut Vec<Finding>) {
    let is_empty = node.def.config.as_object().is_none_or(serde_json::Map::is_empty);
    // A type that must have settings says which ones are missing.
    if is_empty && node.kind.is_some() && node.problem().is_none() {
        let what = format!("the export holds no configuration of \"{}\"", node.name());
        findings.push(finding(&WITHOUT_CONFIG, project.node_place(view, node), what));
    }
}
