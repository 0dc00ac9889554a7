//! Success without a credential.

use super::{Pass, mended};
use crate::check::finding::{Lint, Severity};
use crate::check::flow::{self, Point};
use crate::check::graph::View;

static UNCHECKED: Lint = Lint {
    id: "success-without-credential",
    severity: Severity::Warning,
    title: "Success can be reached with no credential check",
    why: "Whoever goes that way has a session, or approves the transaction, without having proved who they are.",
    mend: "Lead the way through a node that checks a credential, or to Failure; if it is meant so, write \"jsim-allow: success-without-credential\" into the journey's description.",
    bad: "
journey Login
  page: PageNode
    child name: ValidatedUsernameNode
    child word: ValidatedPasswordNode
    outcome -> check
  check: IdentityStoreDecisionNode
    TRUE -> Success
    FALSE -> Success
    LOCKED -> Failure
    CANCELLED -> Failure
    EXPIRED -> Failure
",
    good: "
journey Login
  page: PageNode
    child name: ValidatedUsernameNode
    child word: ValidatedPasswordNode
    outcome -> check
  check: IdentityStoreDecisionNode
    TRUE -> Success
    FALSE -> Failure
    LOCKED -> Failure
    CANCELLED -> Failure
    EXPIRED -> Failure
",
};

pub(super) static LINTS: &[&Lint] = &[&UNCHECKED];
pub(super) const PASS: Pass = |project, flow, findings| {
    for index in flow.roots.iter().copied() {
        let Some(view) = project.views.get(index) else { continue };
        let unchecked = |point, state| point == Point::Success && state & flow::CHECKED == 0;
        let Some(way) = flow.way(index, unchecked) else { continue };
        let mut what = format!("{} can end at Success with no credential check", view.def.name);
        let place = match way.last() {
            None => {
                what.push_str(": it starts there");
                project.place_in(view, None, &["tree", "entryNodeId"], false)
            }
            Some((node, outcome)) => {
                what = format!("{what}: {}", told(view, &way, "Success"));
                let node = &view.nodes[*node];
                let edge = node.info.edges().iter().find(|edge| edge.id.as_ref() == outcome);
                let spelled = edge.and_then(|edge| edge.spelled.as_deref());
                project.wire_place(view, node, spelled.unwrap_or(outcome), true)
            }
        };
        findings.push(mended(&UNCHECKED, place, what, UNCHECKED.mend));
    }
};

/// The last steps of a way: `Page (outcome), Check (FALSE), Success`.
pub(super) fn told(view: &View, way: &[(usize, String)], end: &str) -> String {
    let mut parts: Vec<String> = way
        .iter()
        .filter_map(|(node, outcome)| Some(format!("{} ({outcome})", view.nodes.get(*node)?.name())))
        .collect();
    if parts.len() > flow::MAX_STEPS {
        parts.drain(..parts.len() - flow::MAX_STEPS);
        parts.insert(0, "...".to_owned());
    }
    parts.push(end.to_owned());
    parts.join(" -> ")
}
