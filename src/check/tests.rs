//! Tests of the lints.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use super::*;
use crate::identity::{Realm, parse_realm};
use crate::journey::Sketch;

/// The files of an example.
fn files_of(text: &str) -> Vec<File> {
    let sketch = Sketch::parse(text).unwrap_or_else(|error| panic!("{error}"));
    let realm = sketch.realm.map_or_else(Realm::default, |text| parse_realm("realm.json", &text).unwrap().0);
    let realm = Arc::new(realm);
    sketch.files.into_iter().map(|(name, text)| File { name, text, realm: realm.clone() }).collect()
}

fn ids(text: &str) -> Vec<&'static str> {
    check(&files_of(text)).findings.iter().map(|finding| finding.lint.id).collect()
}

#[test]
fn every_bad_example_gives_exactly_its_finding_and_every_good_one_none() {
    for lint in all().filter(|lint| !lint.bad.starts_with('$') && lint.id != "realm-settings") {
        assert_eq!(ids(lint.bad), [lint.id], "bad example of {}", lint.id);
        assert_eq!(ids(lint.good), [""; 0], "good example of {}", lint.id);
    }
    let settings = lint("realm-settings").unwrap();
    let wrong = parse_realm("realm.json", settings.bad).unwrap_err();
    assert_eq!(realm(&wrong).lint.id, "realm-settings");
    assert!(parse_realm("realm.json", settings.good).is_ok());
}

#[test]
fn every_lint_is_explained_and_its_id_is_unique() {
    let mut seen = BTreeSet::new();
    for lint in all() {
        assert!(seen.insert(lint.id), "{} is there twice", lint.id);
        assert!(lint.id.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", lint.id);
        assert!(!lint.title.ends_with('.') && lint.title.len() > 10, "{}", lint.id);
        for text in [lint.why, lint.mend] {
            assert!(text.ends_with('.') && text.len() > 20, "{}: {text}", lint.id);
        }
        assert_ne!(lint.bad, lint.good, "{}", lint.id);
    }
    assert!(seen.len() >= 30);
}

#[test]
fn every_finding_of_an_example_has_a_place_that_its_file_has() {
    for lint in all().filter(|lint| !lint.bad.starts_with('$') && lint.id != "realm-settings") {
        let files = files_of(lint.bad);
        for finding in check(&files).findings {
            let file = files.iter().find(|file| *file.name == *finding.place.file).unwrap();
            let (line, column) = finding.place.start.unwrap_or_else(|| panic!("{} has no place", lint.id));
            let text = file.text.lines().nth(line as usize - 1).unwrap();
            assert!(column as usize <= text.chars().count() + 1, "{}: {line}:{column}", lint.id);
            assert!(!finding.what.is_empty() && !finding.mend().is_empty());
        }
    }
}

#[test]
fn the_shipped_journeys_are_clean() {
    let journeys = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    let report = check(&folder(&journeys));
    let told: Vec<String> = report.findings.iter().map(|f| format!("{}: {}", f.lint.id, f.what)).collect();
    assert_eq!(told, [""; 0]);
    assert!(report.journeys >= 6);
}

fn folder(path: &Path) -> Vec<File> {
    let realm = Arc::new(Realm::default());
    let mut paths: Vec<_> = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "json") && !path.ends_with("realm.json"));
    paths.sort();
    let file = |path: &std::path::PathBuf| File {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        text: std::fs::read_to_string(path).unwrap(),
        realm: realm.clone(),
    };
    paths.iter().map(file).collect()
}

#[test]
fn what_is_meant_so_is_allowed_by_description_and_by_comment() {
    let text = lint("success-without-credential").unwrap().bad;
    let allowing = |description: &str| {
        let mut files = files_of(text);
        let with = format!("\"_id\": \"Login\",\n \"description\": \"{description}\"");
        files[0].text = files[0].text.replacen("\"_id\": \"Login\"", &with, 1);
        let report = check(&files);
        (report.findings.len(), report.allowed)
    };
    assert_eq!(allowing("Meant so. (jsim-allow: success-without-credential)"), (0, 1));
    assert_eq!(allowing("jsim-allow: outcome-disabled, success-without-credential"), (0, 1));
    assert_eq!(allowing("jsim-allow: outcome-disabled"), (1, 0));
    assert_eq!(allowing("success-without-credential"), (1, 0));

    let unchecked = lint("unchecked-result").unwrap().bad;
    let line = "nodeState.putShared(\"_id\", found.result[0]._id);";
    assert!(unchecked.contains(line));
    for (text, left) in [
        (unchecked.replace(line, &format!("{line} // jsim-allow: unchecked-result")), 0),
        (unchecked.replace(line, &format!("/* jsim-allow: unchecked-result */\n  {line}")), 0),
        (unchecked.replace(line, &format!("// jsim-allow: unchecked-result\n\n\n  {line}")), 1),
        (unchecked.replace(line, &format!("// jsim-allow: script-syntax\n  {line}")), 1),
    ] {
        assert_eq!(ids(&text).len(), left, "{text}");
    }
}

#[test]
fn the_corpus_is_checked_without_a_panic_and_each_finding_has_a_place() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/frodo");
    if !corpus.exists() {
        eprintln!("skipped: the corpus of third-party exports, {}, is not here", corpus.display());
        return;
    }
    let files = folder(&corpus);
    let report = check(&files);
    assert_eq!((report.files, report.unloaded), (files.len(), 0));
    for finding in &report.findings {
        assert!(finding.place.start.is_some() && !finding.place.json_path.is_empty(), "{finding:?}");
    }
    let count = |id: &str| report.findings.iter().filter(|finding| finding.lint.id == id).count();
    // Each was looked at, and is so.
    for (id, expected) in [
        ("dangling-connection", 0),
        ("entry-missing", 1),
        ("journey-twice", 1),
        ("loop-without-wait", 0),
        ("member-twice", 0),
        ("missing-journey", 9),
        ("node-config", 0),
        ("node-without-config", 0),
        ("outcome-disabled", 0),
        ("outcome-impossible", 0),
        ("outcome-not-wired", 3),
        ("page-empty", 0),
        ("script-syntax", 0),
        ("script-differs", 0),
        ("success-without-credential", 1),
        ("unreachable-node", 11),
    ] {
        assert_eq!(count(id), expected, "{id}");
    }
    // One file at a time, and no realm, is no different.
    for file in files {
        let _ = check(&[file]);
    }
}

#[test]
fn no_change_of_a_character_makes_a_check_panic() {
    let mut seed = 1usize;
    for lint in all() {
        for file in files_of(lint.bad) {
            let ends: Vec<usize> = file.text.char_indices().map(|(at, _)| at).collect();
            for _ in 0..40 {
                // A fixed sequence of places: the same on every run.
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = ends[(seed >> 33) % ends.len()];
                let with = ["", "0", "\"", "{", "[", "}", "null", "\\", "é", "-"][(seed >> 20) % 10];
                let rest =
                    file.text[at..].char_indices().nth(1).map_or("", |(next, _)| &file.text[at + next..]);
                let text = format!("{}{with}{rest}", &file.text[..at]);
                let _ = check(&[File { text, ..file.clone() }]);
            }
        }
    }
}

#[test]
fn a_large_journey_is_checked_in_good_time() {
    let mut text = String::from("journey Large\n");
    for index in 0..3_000 {
        let next = (index * 7 + 1) % 3_000;
        let kind = ["MessageNode", "BackChannelStatusNode", "DataStoreDecisionNode"][index % 3];
        text.push_str(&format!("  n{index}: {kind}\n    true -> n{next}\n    false -> lost{index}\n"));
    }
    let files = files_of(&text);
    let start = std::time::Instant::now();
    let report = check(&files);
    let took = start.elapsed();
    assert!(report.findings.len() > 3_000);
    assert!(took < std::time::Duration::from_secs(5), "{took:?}");
}

/// What is told of a script: the lint and the line.
fn told_of(script: &str) -> Vec<(&'static str, u32, String)> {
    let indented: String = script.lines().map(|line| format!("  {line}\n")).collect();
    let text = format!(
        "journey Main\n  decide: ScriptedDecisionNode {{\"script\": \"s\", \"outcomes\": [\"outcome\"]}}\n    outcome -> Failure\nscript s\n{indented}  outcome = \"outcome\";\n"
    );
    let findings = check(&files_of(&text)).findings.into_iter();
    let line = |finding: &Finding| finding.place.script.as_ref().and_then(|place| place.line).unwrap_or(0);
    findings.map(|finding| (finding.lint.id, line(&finding), finding.what)).collect()
}

#[test]
fn a_script_that_the_engine_refuses_is_told_once_in_its_words() {
    for (script, id, line, what) in [
        (
            "var a = 1;\nvar b = {...a};",
            "script-does-not-compile",
            2,
            "script \"s\", line 2: invalid property id",
        ),
        ("x = a?.b;", "script-does-not-compile", 1, "script \"s\", line 1: syntax error"),
        (
            "const k = 1;\n{ const k = 2; }",
            "script-does-not-compile",
            2,
            "script \"s\", line 2: TypeError: redeclaration of const k.",
        ),
        (
            "x = /(?<y>a)/;",
            "script-does-not-compile",
            1,
            "script \"s\", line 1: SyntaxError: Invalid quantifier ?",
        ),
        (
            "var a = [];\n[a[0 + 1], a[0]] = [1, 2];",
            "script-does-not-compile",
            2,
            "script \"s\", line 2: FAILED ASSERTION: unexpected token",
        ),
        (
            "let a = 1;\nx = [...a];",
            "script-does-not-compile",
            2,
            "script \"s\", line 2: syntax error; Advanced Identity Cloud already says at line 1: missing ; before statement",
        ),
        (
            "// x\nlet a = 1;",
            "script-compiles-in-one-product",
            2,
            "script \"s\", line 2: missing ; before statement: so says Advanced Identity Cloud, while self-managed AM compiles it",
        ),
        (
            "var o = {super: 1}, await = 2;",
            "script-compiles-in-one-product",
            1,
            "script \"s\", line 1: missing variable name: so says self-managed AM, while Advanced Identity Cloud compiles it",
        ),
        ("class A {}", "script-too-new", 1, "script \"s\" uses \"class\""),
        ("x = async () => 1;", "script-too-new", 1, "script \"s\" uses \"async\""),
        ("async function f() { await 1; }", "script-too-new", 1, "script \"s\" uses \"async\""),
    ] {
        assert_eq!(told_of(script), [(id, line, what.to_owned())], "{script}");
    }
    for script in ["for each (var a in b) {}", "if (", "x = <a/>;", "var b = 5n;", "try {} catch (e if e) {}"]
    {
        let told: Vec<&str> = told_of(script).into_iter().map(|(id, ..)| id).collect();
        assert_eq!(told, ["script-syntax"], "{script}");
    }
    for script in [
        "x = {class: 1}; x.class; 'class A {}'; // class A {}",
        "var async = 1; x = async(async) + async;",
        "const k = 1; x = `a${k}`; x = (a, b) => a + b; [a, b] = [b, a];",
        "function f() { return 1; } f();",
    ] {
        assert_eq!(told_of(script), [], "{script}");
    }
}

#[test]
fn all_that_is_found_in_a_script_is_told_and_nothing_that_only_looks_like_it() {
    const LEGACY: &str = "script-legacy-binding";
    for (script, expected) in [
        (
            "sharedState.put('a', 1);\nx = Packages;\nsharedState.get('b');",
            &[(LEGACY, 1), (LEGACY, 2), (LEGACY, 3)][..],
        ),
        ("function f(sharedState) { sharedState.put('a', 1); } f({});", &[]),
        ("var sharedState = {};\nsharedState.a = 1;", &[]),
        ("if (typeof sharedState !== 'undefined') {\n  sharedState.put('a', 1);\n}", &[]),
        ("// sharedState\nx = ['sharedState', /sharedState/, {sharedState: 1}, y.sharedState];", &[]),
        ("x = `a${sharedState}`;", &[(LEGACY, 1)]),
        ("throw /sharedState/;", &[]),
        ("var o = 'nowhere';\noutcome = o;", &[("script-outcome-not-listed", 1)]),
        (
            "outcome = a ? 'one' : 'two';",
            &[("script-outcome-not-listed", 1), ("script-outcome-not-listed", 1)],
        ),
        ("action['goTo']('one');", &[("script-outcome-not-listed", 1)]),
        ("function f() { var outcome = 'one'; return outcome; }", &[]),
        ("x.outcome = 'one'; y = 'outcome = \"two\"';", &[]),
        ("if (outcome === 'one') {}", &[]),
        (
            "var r = openidm.query('a', {});\nx(r[\"result\"][0].a);\nx(r.result[0].b);",
            &[("unchecked-result", 2), ("unchecked-result", 3)],
        ),
    ] {
        let told: Vec<(&str, u32)> = told_of(script).into_iter().map(|(id, line, _)| (id, line)).collect();
        assert_eq!(told, expected, "{script}");
    }
}

#[test]
fn a_whole_number_is_one_however_it_is_written() {
    let bad = lint("wait-outlives-transaction").unwrap().bad;
    for (seconds, life) in [("60.0", "60"), ("60", "60.0"), ("6e1", "60.0")] {
        let text = bad.replace("\"secondsToWait\": 60", &format!("\"secondsToWait\": {seconds}"));
        let text = text.replace("\"timeout\": 60", &format!("\"timeout\": {life}"));
        assert_eq!(ids(&text), ["wait-outlives-transaction"], "{seconds}, {life}");
    }
    let zero = lint("wait-of-zero").unwrap().bad.replace("\"secondsToWait\": 0", "\"secondsToWait\": 0.0");
    assert_eq!(ids(&zero), ["wait-of-zero"]);
    // Case PW11: such a wait is over before it begins.
    let past = zero.replace("0.0", "-1");
    assert_eq!(ids(&past), ["wait-of-zero"]);
    assert!(check(&files_of(&past)).findings[0].what.starts_with("a loop waits for -1 s only: "));
}

#[test]
fn an_end_is_known_by_its_type_in_any_case_of_the_letters() {
    let text = r#"
journey Main
  ask: MessageNode
    true -> won
    false -> lost
  won: SUCCESS
  lost: fAilure
"#;
    assert_eq!(ids(text), ["success-without-credential"]);
    let files = files_of(text);
    let definitions = crate::journey::load("main.json", &files[0].text).unwrap();
    let program = crate::program::Program::new(definitions, Realm::default(), Default::default());
    let graph = crate::describe::diagram::graph(&program, "Main").unwrap();
    let ends: Vec<_> = graph.nodes.iter().flat_map(|node| &node.edges).map(|edge| edge.to.clone()).collect();
    assert_eq!(ends, [crate::describe::diagram::To::Success, crate::describe::diagram::To::Failure]);
    assert_eq!(graph.nodes.len(), 1);
}

#[test]
fn a_provider_of_a_provider_behaves_as_nothing_that_is_known() {
    let text = r#"
journey Main
  poll: ConfigProviderNode {"nodeType": "ConfigProviderNode", "script": "s"}
    CONFIGURATION_FAILED -> Failure
script s
  config = {};
"#;
    let findings = check(&files_of(text)).findings;
    let told: Vec<_> = findings.iter().map(|finding| (finding.lint.id, &*finding.what)).collect();
    let what = "no Configuration Provider behaves as a ConfigProviderNode, so that its Configuration \
                Provider always takes CONFIGURATION_FAILED";
    assert_eq!(told, [("unknown-node-type", what)]);
    assert!(!findings[0].mend().contains("Did you mean"), "{}", findings[0].mend());
}

#[test]
fn the_setting_that_turns_an_outcome_off_is_named() {
    for (sketch, key, label) in [
        (
            "PollingWaitNode\n    DONE -> Failure\n    SPAM -> Failure",
            "spamDetectionEnabled",
            "Enable Spam Detection",
        ),
        ("PollingWaitNode\n    DONE -> Failure\n    EXITED -> Failure", "exitable", "Exitable"),
        (
            "InnerTreeEvaluatorNode {\"tree\": \"Ask\"}\n    true -> Failure\n    false -> Failure\n    error -> Failure",
            "displayErrorOutcome",
            "Display Error Outcome",
        ),
    ] {
        let text = format!(
            "journey Main\n  node: {sketch}\njourney Ask\n  ask: MessageNode\n    true -> Failure\n    false -> Failure\n"
        );
        let findings = check(&files_of(&text)).findings;
        let found = findings.iter().find(|finding| finding.lint.id == "outcome-disabled").unwrap();
        assert!(found.what.contains(&format!("but {label} is off")), "{}", found.what);
        assert_eq!(found.mend(), format!("Set {key} to true, or remove the connection."));
    }
}
