//! Names that a script's engine does not give it.

use super::{Pass, mended};
use crate::check::finding::{Lint, Severity};
use crate::check::js::{Kind, Token};
use crate::journey::Evaluator;

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
        let tokens = &script.words().tokens;
        for (name, instead) in LEGACY_ONLY {
            let Some(token) = used(tokens, name) else { continue };
            let place = project.script_place(script, Some(token.at), name.chars().count());
            let what = format!(
                "script \"{}\", line {}: {name} is not defined in a next-generation script",
                script.def.name, token.at.0
            );
            findings.push(mended(&LEGACY, place, what, instead));
        }
    }
};

/// Where a name is used that the script does not declare, nor ask about with `typeof`.
fn used<'t>(tokens: &'t [Token], name: &str) -> Option<&'t Token> {
    let declares = |index: usize| {
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        let after = tokens.get(index + 1);
        before.is_some_and(|token| {
            ["var", "let", "const", "function", "typeof", "(", ","].iter().any(|word| token.is(word))
        }) && !after.is_some_and(|token| token.is(".") || token.is("("))
    };
    let is_name = |index: usize| {
        let is_member = index > 0 && (tokens[index - 1].is(".") || tokens[index - 1].is("?."));
        let is_key = tokens.get(index + 1).is_some_and(|token| token.is(":"));
        tokens[index].kind == Kind::Word && tokens[index].text == name && !is_member && !is_key
    };
    let named: Vec<usize> = (0..tokens.len()).filter(|index| is_name(*index)).collect();
    // A parameter or a variable of that name is the script's own.
    if named.iter().any(|index| declares(*index)) {
        return None;
    }
    named.first().and_then(|index| tokens.get(*index))
}
