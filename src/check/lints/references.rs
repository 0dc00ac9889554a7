//! Journeys and scripts that nodes name.

use indexmap::IndexMap;

use super::{Pass, almost, finding, mended};
use crate::check::finding::{Finding, Lint, Severity};
use crate::check::graph::{NodeView, View};
use crate::check::project::Project;
use crate::node::{JourneyUse, Meaning};
use crate::program::Link;

static JOURNEY: Lint = Lint {
    id: "missing-journey",
    severity: Severity::Warning,
    title: "A node names a journey that is in none of the files",
    why: "It may be on the tenant; here an Inner Tree Evaluator fails and a Backchannel Initialize takes Error.",
    mend: "Check it together with the file that holds the journey, or correct the name.",
    bad: r#"
journey Main
  inner: InnerTreeEvaluatorNode {"tree": "Elsewhere"}
    true -> Failure
    false -> Failure
"#,
    good: r#"
journey Main
  inner: InnerTreeEvaluatorNode {"tree": "Here"}
    true -> Failure
    false -> Failure
file b.json
journey Here
  ask: MessageNode
    true -> Failure
    false -> Failure
"#,
};

static DISABLED: Lint = Lint {
    id: "journey-disabled",
    severity: Severity::Warning,
    title: "A node names a journey that is disabled",
    why: "A Backchannel Initialize takes Error, and an Inner Tree Evaluator ends its journey in an error.",
    mend: "Enable the journey, or name another one.",
    bad: r#"
journey Main
  inner: InnerTreeEvaluatorNode {"tree": "Off"}
    true -> Failure
    false -> Failure
journey Off disabled
  ask: MessageNode
    true -> Failure
    false -> Failure
"#,
    good: r#"
journey Main
  inner: InnerTreeEvaluatorNode {"tree": "On"}
    true -> Failure
    false -> Failure
journey On
  ask: MessageNode
    true -> Failure
    false -> Failure
"#,
};

static SCRIPT: Lint = Lint {
    id: "missing-script",
    severity: Severity::Error,
    title: "A node names a script that is in none of the files",
    why: "The node fails when it is visited.",
    mend: "Export the journey with its scripts.",
    bad: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "gone", "outcomes": ["outcome"]}
    outcome -> Failure
"#,
    good: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "here", "outcomes": ["outcome"]}
    outcome -> Failure
script here
  outcome = "outcome";
"#,
};

pub(super) static LINTS: &[&Lint] = &[&JOURNEY, &DISABLED, &SCRIPT];
pub(super) const PASS: Pass = |project, _, findings| {
    for view in &project.views {
        let mut gone: IndexMap<&str, Vec<&NodeView>> = IndexMap::new();
        for (_, node) in view.in_export_order() {
            for link in &node.links {
                journey(project, view, node, link, findings);
            }
            let missing = node.facts.scripts.iter().filter(|id| project.script(view.document, id).is_none());
            for id in missing.filter(|id| !id.is_empty()) {
                gone.entry(id).or_default().push(node);
            }
        }
        scripts(project, view, gone, findings);
    }
};

/// One finding for each script that is not there.
fn scripts(
    project: &Project<'_>,
    view: &View,
    gone: IndexMap<&str, Vec<&NodeView>>,
    findings: &mut Vec<Finding>,
) {
    for (id, nodes) in gone {
        let Some((first, others)) = nodes.split_first() else { continue };
        let more = match others.len() {
            0 => String::new(),
            1 => " and one more node".to_owned(),
            more => format!(" and {more} more nodes"),
        };
        let verb = if others.is_empty() { "runs" } else { "run" };
        let what =
            format!("\"{}\"{more} {verb} the script {id}, which is in none of the files", first.name());
        findings.push(finding(&SCRIPT, project.setting_place(view, first, Meaning::Script), what));
    }
}

fn journey(project: &Project<'_>, view: &View, node: &NodeView, link: &Link, findings: &mut Vec<Finding>) {
    let name = &*link.journey;
    if name.is_empty() {
        return;
    }
    let verb = match link.how {
        JourneyUse::Inner => "enters",
        JourneyUse::Backchannel => "starts",
    };
    let place = || project.setting_place(view, node, Meaning::Journey(link.how));
    match link.index.and_then(|index| project.views.get(index as usize)) {
        None => {
            let what =
                format!("\"{}\" {verb} the journey {name}, which is in none of the files", node.name());
            let near = project.views.iter().find(|view| almost(&view.def.name, name));
            findings.push(match near {
                Some(near) => mended(&JOURNEY, place(), what, format!("Did you mean {}?", near.def.name)),
                None => finding(&JOURNEY, place(), what),
            });
        }
        Some(named) if !named.def.enabled => {
            let what = format!("\"{}\" {verb} the journey {name}, which is disabled", node.name());
            findings.push(finding(&DISABLED, place(), what));
        }
        Some(_) => {}
    }
}
