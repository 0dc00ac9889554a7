//! Names that a script's engine does not give it.

use std::collections::HashSet;

use super::{Pass, mended};
use crate::check::finding::{Lint, Severity};
use crate::journey::Evaluator;
use crate::script::code::Code;
use crate::script::language::{NodeId, NodeKind, UnaryOperator};

static LEGACY: Lint = Lint {
    id: "script-legacy-binding",
    severity: Severity::Error,
    title: "A next-generation script uses what only legacy scripts have",
    why: "The name is not defined there: the script throws when it comes to it.",
    mend: "Use the next-generation binding, or export the script with evaluatorVersion 1.0.",
    bad: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  sharedState.put("greeting", "hello");
  outcome = "outcome";
"#,
    good: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  nodeState.putShared("greeting", "hello");
  outcome = "outcome";
"#,
};

/// What is legacy only, and what stands in its place.
const LEGACY_ONLY: [(&str, &str); 4] = [
    ("sharedState", "Use nodeState.get and nodeState.putShared."),
    ("transientState", "Use nodeState.get and nodeState.putTransient."),
    ("JavaImporter", "Use callbacksBuilder, action and utils, which need no Java."),
    ("Packages", "Use callbacksBuilder, action and utils, which need no Java."),
];

pub(super) static LINTS: &[&Lint] = &[&LEGACY];
pub(super) const PASS: Pass = |project, _, findings| {
    let next = project.scripts.iter().filter(|script| script.def.evaluator == Evaluator::NextGeneration);
    for script in next {
        let code = script.code();
        let asked: HashSet<&str> = code.nodes().filter_map(|id| asked_about(code, id)).collect();
        for id in code.nodes() {
            let Some((name, instead)) = legacy_only(code, id).filter(|(name, _)| !asked.contains(name))
            else {
                continue;
            };
            let span = code.script().span(id);
            let what = format!(
                "script \"{}\", line {}: {name} is not defined in a next-generation script",
                script.def.name,
                script.at(span).0
            );
            findings.push(mended(&LEGACY, project.script_span(script, span), what, instead));
        }
    }
};

/// What is only in legacy scripts, where a name means it: no declaration of the script's own has that name, and the
/// script gives it no value.
fn legacy_only(code: &Code, id: NodeId) -> Option<(&'static str, &'static str)> {
    let NodeKind::Name(text) = code.script().kind(id) else { return None };
    LEGACY_ONLY.into_iter().find(|(name, _)| **text == **name).filter(|_| code.is_free(id))
}

/// The name that `typeof` asks about: a script that asks whether it is there knows that it may not be.
fn asked_about(code: &Code, id: NodeId) -> Option<&str> {
    match code.script().kind(id) {
        NodeKind::Unary(UnaryOperator::TypeOf, operand) => code.name(*operand),
        _ => None,
    }
}
