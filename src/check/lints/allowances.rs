//! Allowances that allow nothing.

use super::{Pass, finding};
use crate::check::finding::{Finding, Lint, Place, Severity};
use crate::check::{MARK, lint};

static UNKNOWN: Lint = Lint {
    id: "allowance-unknown",
    severity: Severity::Note,
    title: "A jsim-allow names no check",
    why: "It allows nothing: the id is mistyped, or of another release.",
    mend: "Write an id that jsim check --list has, or remove the words.",
    bad: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  // jsim-allow: unchecked-results
  outcome = "outcome";
"#,
    good: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  // jsim-allow: unchecked-result
  outcome = "outcome";
"#,
};

pub(super) static LINTS: &[&Lint] = &[&UNKNOWN];
pub(super) const PASS: Pass = |project, _, findings| {
    for view in &project.views {
        let place = || project.place_in(view, None, &["tree", "description"], false);
        unknown(&view.def.description, place, findings);
    }
    for script in &project.scripts {
        for (line, text) in script.comments_with(MARK) {
            unknown(text, || project.script_place(script, Some((line, 1)), 1), findings);
        }
    }
};

fn unknown(text: &str, place: impl Fn() -> Place, findings: &mut Vec<Finding>) {
    for after in text.split(MARK).skip(1) {
        let word = after.split_whitespace().next().unwrap_or("");
        let id = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        if lint(id).is_none() {
            findings.push(finding(&UNKNOWN, place(), format!("there is no check \"{id}\" to allow")));
        }
    }
}
