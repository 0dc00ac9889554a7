//! Whether scripts can run at all.

use std::collections::HashSet;

use super::{Pass, finding, mended};
use crate::check::finding::{Finding, Lint, Severity};
use crate::check::js::{Kind, Token};
use crate::check::project::Project;
use crate::check::script::Script;
use crate::journey::{Evaluator, Language};

static SYNTAX: Lint = Lint {
    id: "script-syntax",
    severity: Severity::Error,
    title: "A script is not JavaScript",
    why: "A node that runs it fails when it is visited.",
    mend: "Correct the script at this place.",
    bad: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  if (callbacks.isEmpty( {
    outcome = "outcome";
  }
"#,
    good: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  if (callbacks.isEmpty()) {
    outcome = "outcome";
  }
"#,
};

static LANGUAGE: Lint = Lint {
    id: "script-language",
    severity: Severity::Warning,
    title: "A node runs a script in a language that the simulator does not run",
    why: "A tenant runs Groovy scripts; here the node fails when it is visited.",
    mend: "Write the script in JavaScript.",
    bad: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s GROOVY
  outcome = "outcome"
"#,
    good: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  outcome = "outcome";
"#,
};

static DIFFERS: Lint = Lint {
    id: "script-differs",
    severity: Severity::Warning,
    title: "A script of one id has two texts",
    why: "A realm keeps one script for each id: which text runs depends on the order of the import.",
    mend: "Export the journeys again, so that all carry the same text.",
    bad: r#"
journey One
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  outcome = "outcome";
file b.json
journey Two
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  // New.
  outcome = "outcome";
"#,
    good: r#"
journey One
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  outcome = "outcome";
file b.json
journey Two
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  outcome = "outcome";
"#,
};

static TOO_NEW: Lint = Lint {
    id: "script-too-new",
    severity: Severity::Warning,
    title: "A script uses JavaScript that a tenant's engine does not know",
    why: "Scripts run here in QuickJS, on a tenant in Rhino, which knows neither classes nor async functions: there the script does not compile.",
    mend: "Write it with functions and plain objects.",
    bad: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  class Users {
  }
  outcome = "outcome";
"#,
    good: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  function users() {
  }
  outcome = "outcome";
"#,
};

pub(super) static LINTS: &[&Lint] = &[&SYNTAX, &LANGUAGE, &DIFFERS, &TOO_NEW];
pub(super) const PASS: Pass = |project, _, findings| {
    for script in &project.scripts {
        if let Err(error) = script.syntax() {
            let at = error.line.map(|line| (line, error.column.unwrap_or(1)));
            let said = error.message.trim_start_matches("SyntaxError: ");
            let place = error.line.map_or(String::new(), |line| format!(", line {line}"));
            let what = format!("script \"{}\"{place}: {said}", script.def.name);
            let place = project.script_place(script, at, 1);
            findings.push(match rhino_only(script, error.line) {
                Some(mend) => mended(&SYNTAX, place, what, mend),
                None => finding(&SYNTAX, place, what),
            });
        }
        if let Some(token) = too_new(&script.words().tokens) {
            let place = project.script_place(script, Some(token.at), token.text.chars().count());
            let what = format!("script \"{}\" uses \"{}\"", script.def.name, token.text);
            findings.push(finding(&TOO_NEW, place, what));
        }
    }
    languages(project, findings);
    differing(project, findings);
};

/// What Rhino takes and standard JavaScript does not.
fn rhino_only(script: &Script, line: Option<u32>) -> Option<&'static str> {
    let text = script.def.source.split('\n').nth(line?.saturating_sub(1) as usize)?;
    let legacy = script.def.evaluator == Evaluator::Legacy && text.contains("for each");
    legacy.then_some("\"for each\" is Rhino's own; write a for loop or forEach, which run everywhere.")
}

fn too_new(tokens: &[Token]) -> Option<&Token> {
    tokens.iter().enumerate().find_map(|(index, token)| {
        let before = index.checked_sub(1).and_then(|index| tokens.get(index));
        let after = tokens.get(index + 1)?;
        if before.is_some_and(|before| before.is(".") || before.is("?.")) {
            return None;
        }
        let is_class = token.is("class") && (after.is("{") || after.kind == Kind::Word);
        let is_async = token.is("async") && (after.is("function") || after.is("("));
        (is_class || is_async).then_some(token)
    })
}

/// One finding for each script that a node would run, and cannot.
fn languages(project: &Project<'_>, findings: &mut Vec<Finding>) {
    let mut told: HashSet<*const Script> = HashSet::new();
    for view in &project.views {
        for node in &view.nodes {
            let Some((_, Some(script))) = project.script_of(view, node) else { continue };
            if script.def.language == Language::JavaScript || !told.insert(script) {
                continue;
            }
            let place = project.script_member(script, "language");
            let what = format!("\"{}\" runs \"{}\", which is in Groovy", node.name(), script.def.name);
            findings.push(finding(&LANGUAGE, place, what));
        }
    }
}

fn differing(project: &Project<'_>, findings: &mut Vec<Finding>) {
    for scripts in project.same_id() {
        let Some((first, others)) = scripts.split_first() else { continue };
        for other in others {
            let what = format!(
                "script \"{}\" has another text than in journey {} of {}",
                other.def.name, first.journey, first.def.file
            );
            findings.push(finding(&DIFFERS, project.script_place(other, None, 1), what));
        }
    }
}
