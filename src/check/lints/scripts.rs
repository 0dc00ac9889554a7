//! Whether scripts can run at all.

use std::collections::HashSet;

use super::{Pass, finding, mended};
use crate::check::finding::{Finding, Lint, Severity};
use crate::check::project::Project;
use crate::check::script::Script;
use crate::journey::Language;
use crate::script::code::Code;
use crate::script::language::{
    self, ForInKind, LanguageLevel, NodeKind, SyntaxError, SyntaxErrorKind, Token, TokenKind,
};

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

static REFUSED: Lint = Lint {
    id: "script-does-not-compile",
    severity: Severity::Error,
    title: "The product's engine does not compile a script",
    why: "Advanced Identity Cloud and self-managed AM run scripts in Rhino 1.7.14. The simulator's engine knows more of the language, so that the script runs here; there its node fails when it is visited.",
    mend: "Write this place in the JavaScript that Rhino knows.",
    bad: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  var all = [...callbacks.getNameCallbacks()];
  outcome = "outcome";
"#,
    good: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  var all = [].concat(callbacks.getNameCallbacks());
  outcome = "outcome";
"#,
};

static ONE_PRODUCT: Lint = Lint {
    id: "script-compiles-in-one-product",
    severity: Severity::Warning,
    title: "A script compiles in one product, and not in the other",
    why: "Advanced Identity Cloud runs Rhino at language version 0, self-managed AM at ES6: let, for..of, short properties and generators are known to the second only.",
    mend: "Write it in what both know, or run the journey only where it compiles.",
    bad: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  let name = nodeState.get("username");
  outcome = "outcome";
"#,
    good: r#"
journey Main
  decide: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  var name = nodeState.get("username");
  outcome = "outcome";
"#,
};

pub(super) static LINTS: &[&Lint] = &[&SYNTAX, &LANGUAGE, &DIFFERS, &TOO_NEW, &REFUSED, &ONE_PRODUCT];
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
        let too_new = too_new(script);
        for token in &too_new {
            let word = script.code().script().slice(token.span);
            let what = format!("script \"{}\" uses \"{word}\"", script.def.name);
            findings.push(finding(&TOO_NEW, project.script_span(script, token.span), what));
        }
        refused(project, script, &too_new, findings);
    }
    languages(project, findings);
    differing(project, findings);
};

/// What to do about what Rhino takes and the simulator's engine does not.
fn rhino_only(script: &Script, line: Option<u32>) -> Option<&'static str> {
    let source = &script.def.source;
    let is_taken = |level: &LanguageLevel| language::Script::parse(source, *level).is_ok();
    if !LanguageLevel::ALL.iter().any(is_taken) {
        return None;
    }
    let code = Code::read(source);
    let is_each = code.nodes().any(|id| {
        let node = code.script().node(id);
        let is_here = Some(script.at(node.span).0) == line;
        is_here && matches!(node.kind, NodeKind::ForIn { kind: ForInKind::Each, .. })
    });
    Some(if is_each {
        "\"for each\" is Rhino's own; write a for loop or forEach, which run everywhere."
    } else {
        "Rhino, the product's engine, compiles it; write it in a way that runs everywhere."
    })
}

/// The words `class` and `async` where they begin what no level knows.
fn too_new(script: &Script) -> Vec<Token> {
    let tokens = script.code().script().tokens();
    let text = |index: usize| tokens.get(index).map_or("", |token| script.code().script().slice(token.span));
    let begins = |index: &usize| {
        let is_member = index
            .checked_sub(1)
            .is_some_and(|before| tokens.get(before).is_some_and(|token| token.kind == TokenKind::Dot));
        let after = tokens.get(index + 1).map(|token| token.kind);
        let is_new = match text(*index) {
            "class" => matches!(after, Some(TokenKind::LeftBrace | TokenKind::Name)),
            "async" => matches!(after, Some(TokenKind::Function | TokenKind::LeftParen)),
            _ => false,
        };
        is_new && !is_member && tokens.get(*index).is_some_and(|token| token.kind != TokenKind::String)
    };
    if script.code().error().is_none() {
        return Vec::new();
    }
    (0..tokens.len()).filter(begins).filter_map(|index| tokens.get(index).copied()).collect()
}

/// What the product's engine says of a script that runs here.
fn refused(project: &Project<'_>, script: &Script, too_new: &[Token], findings: &mut Vec<Finding>) {
    let told = |error: &SyntaxError| {
        // The engine stops at such a word or at what comes after it.
        let is_near = |token: &Token| {
            let between = script.def.source.get(token.span.end as usize..error.span.start as usize);
            token.span.start == error.span.start || between.is_some_and(|text| text.trim().is_empty())
        };
        error.kind == SyntaxErrorKind::Limit || too_new.iter().any(is_near)
    };
    let line = |error: &SyntaxError| script.at(error.span).0;
    let name = &script.def.name;
    let [first, last] = LanguageLevel::ALL;
    match script.refusals() {
        [Some(default), Some(es6)] if !told(es6) => {
            let mut what = format!("script \"{name}\", line {}: {es6}", line(es6));
            if default.span != es6.span && !told(default) {
                let product = first.product();
                what += &format!("; {product} already says at line {}: {default}", line(default));
            }
            findings.push(finding(&REFUSED, project.script_span(script, es6.span), what));
        }
        [Some(error), None] if !told(error) => one_product(project, script, error, [first, last], findings),
        [None, Some(error)] if !told(error) => one_product(project, script, error, [last, first], findings),
        _ => {}
    }
}

fn one_product(
    project: &Project<'_>,
    script: &Script,
    error: &SyntaxError,
    [refuses, takes]: [LanguageLevel; 2],
    findings: &mut Vec<Finding>,
) {
    let what = format!(
        "script \"{}\", line {}: {error}: so says {}, while {} compiles it",
        script.def.name,
        script.at(error.span).0,
        refuses.product(),
        takes.product()
    );
    findings.push(finding(&ONE_PRODUCT, project.script_span(script, error.span), what));
}

/// One finding for each script that a node would run, and cannot.
fn languages(project: &Project<'_>, findings: &mut Vec<Finding>) {
    let mut told: HashSet<*const Script> = HashSet::new();
    for view in &project.views {
        for (_, node) in view.in_export_order() {
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
