//! A run that a node ends by throwing: every view says which node, and why.

use journey_sim::journey::Sketch;

use crate::jsim::in_process;

/// The script throws once a user is named: nothing catches that.
const THROWS: &str = r#"
journey Main
  name: UsernameCollectorNode
    outcome -> read
  read: ScriptedDecisionNode {"script": "read", "outcomes": ["yes", "no"]}
    yes -> Success
    no -> Failure
script read
  nodeState.get('username').nothing.there;
  action.goTo('yes');
"#;

const SCENARIO: &str = r#"{ "journey": "Main", "journeys": ".",
  "steps": [ { "side": "main", "answer": { "User Name": "ann" } } ],
  "expect": [ { "side": "main", "end": "Success" } ] }"#;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in Sketch::parse(THROWS).unwrap().files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    std::fs::create_dir(folder.path().join("scenarios")).unwrap();
    let scenario = SCENARIO.replace("\"journeys\": \".\"", "\"journeys\": \"..\"");
    std::fs::write(folder.path().join("scenarios/t.json"), scenario).unwrap();
    folder
}

/// Case 72-test-hides-cause.
#[test]
fn a_test_shows_the_error_of_the_node_that_threw() {
    let folder = folder();
    let file = folder.path().join("scenarios/t.json").display().to_string();
    let report = folder.path().join("junit.xml").display().to_string();
    let text = in_process(&["test", &file]);
    assert_eq!(text.code, Some(1), "{}", text.err);
    assert!(text.out.contains("actual    Error: \"Login failure\" (read "), "{}", text.out);
    assert!(text.out.contains("s  b log error: read "), "{}", text.out);
    let json = in_process(&["test", &file, "--json", "--junit", &report]);
    let line: serde_json::Value = serde_json::from_str(json.out.lines().next().unwrap()).unwrap();
    let actual = line["failures"][0]["actual"].as_str().unwrap();
    assert!(actual.starts_with("Error: \"Login failure\" (read "), "{actual}");
    assert!(line["paths"][0]["path"].to_string().contains("TypeError"), "{line}");
    let report = std::fs::read_to_string(report).unwrap();
    let message = report.lines().find(|line| line.contains("<failure")).unwrap();
    assert!(message.contains("TypeError"), "{report}");
}

#[test]
fn explain_and_run_know_the_visit_of_a_node_that_threw() {
    let folder = folder();
    let file = folder.path().join("scenarios/t.json").display().to_string();
    for words in
        [&["explain", &file][..], &["explain", &file, "--step", "main/read"], &["explain", &file, "--all"]]
    {
        let ran = in_process(words);
        assert_eq!(ran.code, Some(0), "{words:?}: {}", ran.err);
        assert!(ran.out.contains("\nan error: ") && ran.out.contains("TypeError"), "{words:?}: {}", ran.out);
        assert!(ran.out.contains("scripted-decision.exception"), "{words:?}: {}", ran.out);
    }
    let journeys = folder.path().display().to_string();
    let until = ["run", "--journeys", &journeys, "--answer", "main:User Name=ann", "--until", "main/read"];
    let ran = in_process(&until);
    assert_eq!(ran.code, Some(0), "{}\n{}", ran.out, ran.err);
}
