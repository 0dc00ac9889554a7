//! Pages and their children.

use std::collections::HashMap;

use super::{Pass, finding, mended};
use crate::check::finding::{Finding, Lint, Severity};
use crate::check::graph::{NodeView, View};
use crate::check::project::Project;
use crate::node::{Meaning, Role, role};

static EMPTY: Lint = Lint {
    id: "page-empty",
    severity: Severity::Error,
    title: "A page has no child",
    why: "A page without children cannot go on: the journey ends in an error.",
    mend: "Put a node on the page, or remove the page.",
    bad: r#"
journey Login
  page: PageNode {"_outcomes": [{"id": "outcome"}]}
    outcome -> Failure
"#,
    good: r#"
journey Login
  page: PageNode {"_outcomes": [{"id": "outcome"}]}
    child word: ValidatedPasswordNode
    outcome -> Failure
"#,
};

static MISSING: Lint = Lint {
    id: "missing-inner-node",
    severity: Severity::Error,
    title: "A page lists a child that the export does not hold",
    why: "The page fails when it is visited.",
    mend: "Export the journey with the nodes of its pages (innerNodes).",
    bad: r#"
journey Login
  page: PageNode {"_outcomes": [{"id": "outcome"}]}
    lists gone
    outcome -> Failure
"#,
    good: r#"
journey Login
  page: PageNode {"_outcomes": [{"id": "outcome"}]}
    child word: ValidatedPasswordNode
    outcome -> Failure
"#,
};

static ILLEGAL: Lint = Lint {
    id: "page-child-not-allowed",
    severity: Severity::Error,
    title: "A page or an Inner Tree Evaluator stands on a page",
    why: "The page fails when it is visited.",
    mend: "Take the node out of the page.",
    bad: r#"
journey Login
  page: PageNode {"_outcomes": [{"id": "outcome"}]}
    child word: ValidatedPasswordNode
    child inner: PageNode
    outcome -> Failure
"#,
    good: r#"
journey Login
  page: PageNode {"_outcomes": [{"id": "outcome"}]}
    child word: ValidatedPasswordNode
    outcome -> Failure
"#,
};

static CLAIMED: Lint = Lint {
    id: "page-outcome-claimed",
    severity: Severity::Warning,
    title: "Two children of a page claim its outcome",
    why: "Only the last child's outcome is the page's: what another one decides is lost.",
    mend: "Put the child that decides last, and every other one that decides on a page of its own.",
    bad: r#"
journey Login
  page: PageNode
    child check: IdentityStoreDecisionNode
    child word: ValidatedPasswordNode
    outcome -> Failure
"#,
    good: r#"
journey Login
  page: PageNode
    child word: ValidatedPasswordNode
    child check: IdentityStoreDecisionNode
    TRUE -> Failure
    FALSE -> Failure
    LOCKED -> Failure
    CANCELLED -> Failure
    EXPIRED -> Failure
"#,
};

static REPEATED: Lint = Lint {
    id: "page-child-twice",
    severity: Severity::Warning,
    title: "A page lists one child twice",
    why: "The person is asked the same thing twice on one page, and both answers go to the same keys.",
    mend: "Remove one of the two.",
    bad: r#"
journey Login
  page: PageNode {"_outcomes": [{"id": "outcome"}]}
    child word: ValidatedPasswordNode
    lists word
    outcome -> Failure
"#,
    good: r#"
journey Login
  page: PageNode {"_outcomes": [{"id": "outcome"}]}
    child word: ValidatedPasswordNode
    outcome -> Failure
"#,
};

pub(super) static LINTS: &[&Lint] = &[&EMPTY, &MISSING, &ILLEGAL, &CLAIMED, &REPEATED];
pub(super) const PASS: Pass = |project, _, findings| {
    for view in &project.views {
        let nodes = view.in_export_order().map(|(_, node)| node);
        for node in nodes.filter(|node| node.kind.is_some_and(|kind| kind.role() == Role::Page)) {
            page(project, view, node, findings);
        }
    }
};

fn page(project: &Project<'_>, view: &View, page: &NodeView, findings: &mut Vec<Finding>) {
    let place = || project.setting_place(view, page, Meaning::Children);
    if page.children.is_empty() {
        let what = format!("the page \"{}\" has no child", page.name());
        findings.push(finding(&EMPTY, project.node_place(view, page), what));
    }
    for child in &page.children {
        match &child.def {
            None => {
                let what = format!(
                    "the page \"{}\" lists \"{}\", which the export does not hold",
                    page.name(),
                    child.id
                );
                findings.push(finding(&MISSING, place(), what));
            }
            Some(node) if !role(&node.node_type).may_stand_on_page() => {
                let what = format!("a {} stands on the page \"{}\"", node.node_type, page.name());
                findings.push(finding(&ILLEGAL, place(), what));
            }
            Some(_) => {}
        }
    }
    let mut listed: HashMap<&str, usize> = HashMap::new();
    for child in &page.children {
        let times = listed.entry(&child.id).or_default();
        *times += 1;
        // Told once, however often it is listed.
        if *times == 2 {
            let name = &child.name;
            let what = format!("the page \"{}\" lists \"{name}\" twice", page.name());
            findings.push(finding(&REPEATED, place(), what));
        }
    }
    let Some((last, others)) = page.children.split_last() else { return };
    // Where there is one outcome only, nothing is lost with it.
    for child in others.iter().filter(|child| child.outcomes.len() > 1) {
        let Some(node) = &child.def else { continue };
        let last = &last.name;
        let what = format!(
            "\"{}\" decides on the page \"{}\", but is not its last child: its outcome is lost",
            node.display_name,
            page.name()
        );
        let mend = format!(
            "Put \"{}\" behind \"{last}\"; if that one decides too, give it a page of its own.",
            node.display_name
        );
        findings.push(mended(&CLAIMED, place(), what, mend));
    }
}
