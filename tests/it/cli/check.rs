//! `jsim check`, from outside.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use crate::jsim::{Ran, jsim};

const SUCCESS: &str = "70e691a5-1e33-4ac3-a356-e7b6d60d92e0";
const FAILURE: &str = "e301438c-0bd0-429c-ab0c-66126501069a";

/// `jsim check` in a folder.
fn check(arguments: &[&str], folder: &Path) -> Ran {
    let words: Vec<&str> = ["check"].into_iter().chain(arguments.iter().copied()).collect();
    jsim(&words).folder(folder).run()
}

/// A journey whose one node asks and goes to Failure.
fn journey(name: &str) -> Json {
    json!({
        "tree": {"_id": name, "entryNodeId": "ask", "nodes": {"ask": {"nodeType": "MessageNode",
            "displayName": "Ask", "connections": {"true": FAILURE, "false": FAILURE}}}},
        "nodes": {"ask": {"_id": "ask", "_type": {"_id": "MessageNode"}}}
    })
}

/// The same with a polling wait whose exit is connected, but off: a warning.
fn warned(name: &str) -> Json {
    let mut journey = journey(name);
    journey["tree"]["nodes"]["ask"]["nodeType"] = json!("PollingWaitNode");
    journey["tree"]["nodes"]["ask"]["connections"] = json!({"DONE": FAILURE, "EXITED": FAILURE});
    journey["nodes"]["ask"] =
        json!({"_id": "ask", "_type": {"_id": "PollingWaitNode"}, "secondsToWait": 200});
    journey
}

fn folder(files: &[(&str, &Json)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, json) in files {
        std::fs::write(folder.path().join(name), serde_json::to_string_pretty(json).unwrap()).unwrap();
    }
    folder
}

fn records(output: &Ran) -> Vec<Json> {
    output.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_shipped_journeys_are_clean_and_the_exit_codes_tell_errors_from_warnings() {
    let folder = folder(&[("good.json", &journey("Good")), ("warned.json", &warned("Warned"))]);
    let shipped = check(&["--deny", "warnings"], folder.path());
    assert_eq!((shipped.code, shipped.err.as_str()), (Some(0), ""), "{}", shipped.out);
    assert!(shipped.out.starts_with("nothing wrong in "), "{}", shipped.out);

    let code = |arguments: &[&str]| check(arguments, folder.path()).code;
    assert_eq!(code(&["good.json", "--deny", "warnings"]), Some(0));
    assert_eq!(code(&["warned.json"]), Some(0));
    assert_eq!(code(&["warned.json", "--deny", "warnings"]), Some(1));
    assert_eq!(code(&["warned.json", "--deny", "warnings", "--allow", "outcome-disabled"]), Some(0));
    let mut wrong = journey("Wrong");
    wrong["tree"]["nodes"]["ask"]["connections"]["true"] = json!("gone");
    std::fs::write(folder.path().join("wrong.json"), wrong.to_string()).unwrap();
    assert_eq!(code(&["wrong.json"]), Some(1));
    assert_eq!(code(&["."]), Some(1));
    assert_eq!(code(&["good.json", "--allow", "no-such-id"]), Some(2));
    let mut noted = journey("Noted");
    noted["tree"]["description"] = json!("jsim-allow: no-such-id");
    std::fs::write(folder.path().join("noted.json"), noted.to_string()).unwrap();
    assert_eq!(code(&["noted.json", "--deny", "warnings"]), Some(0));
    assert_eq!(code(&["noted.json", "--deny", "notes"]), Some(1));
}

#[test]
fn a_finding_shows_the_line_and_a_caret_under_the_place() {
    let folder = folder(&[("warned.json", &warned("Warned"))]);
    let output = check(&["warned.json"], folder.path());
    let text = output.out;
    let lines: Vec<&str> = text.lines().collect();
    let title = "warning[outcome-disabled]: the outcome \"EXITED\" of \"Ask\" is connected, but Exitable is off: it cannot happen";
    assert_eq!(lines[0], title);
    let shown = lines.iter().position(|line| line.contains("\"EXITED\"") && line.contains('|')).unwrap();
    let number: usize = lines[shown].split(' ').next().unwrap().parse().unwrap();
    let column = lines[shown].find("\"EXITED\"").unwrap();
    assert_eq!(lines[shown + 1].find("^^^^^^^^"), Some(column), "{text}");
    let file = std::fs::read_to_string(folder.path().join("warned.json")).unwrap();
    assert!(file.lines().nth(number - 1).unwrap().contains("EXITED"));
    assert!(lines[1].trim_start().starts_with(&format!("--> warned.json:{number}:")), "{text}");
    assert!(text.contains("= why: It is never followed") && text.contains("= help: Set exitable to true"));
    assert_eq!(lines.last(), Some(&"1 warning in 1 file with 1 journey; jsim check --explain ID tells more"));
    assert!(!text.contains('\x1b'));
    assert!(check(&["warned.json", "--color", "always"], folder.path()).out.contains("\x1b["));
}

#[test]
fn names_in_a_file_cannot_reach_the_terminal() {
    let mut export = warned("Evil");
    export["tree"]["nodes"]["ask"]["displayName"] = json!("\u{1b}]0;x\u{7}\u{202e}\u{9b}31m");
    let folder = folder(&[("evil.json", &export)]);
    let text = check(&["evil.json"], folder.path()).out;
    assert!(text.contains("outcome-disabled"));
    assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}']), "{text:?}");
}

#[test]
fn json_has_one_stable_object_for_each_finding() {
    let folder = folder(&[("warned.json", &warned("Warned"))]);
    let output = check(&["warned.json", "--json"], folder.path());
    let records = records(&output);
    let [record] = &records[..] else { panic!("{records:?}") };
    let keys: Vec<&str> = record.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "id",
            "severity",
            "message",
            "why",
            "mend",
            "file",
            "path",
            "line",
            "column",
            "endLine",
            "endColumn",
            "journey",
            "node",
            "script"
        ]
    );
    assert_eq!(record["id"], "outcome-disabled");
    assert_eq!(record["path"], "tree.nodes.ask.connections.EXITED");
    assert_eq!(record["node"], json!({"id": "ask", "name": "Ask"}));
    assert_eq!(record["script"], Json::Null);
    assert!(record["line"].as_u64().unwrap() > 1);
    assert_eq!(output.out, check(&["warned.json", "--format", "json"], folder.path()).out);

    let schema: Json = serde_json::from_str(&jsim(&["schema", "check"]).run().out).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for arguments in [["warned.json", "--json"], ["missing.json", "--json"]] {
        for record in self::records(&check(&arguments, folder.path())) {
            assert!(validator.is_valid(&record), "{record}");
            let mut wrong = record;
            wrong["line"] = json!("one");
            assert!(!validator.is_valid(&wrong));
        }
    }
}

#[test]
fn sarif_has_the_shape_that_code_hosts_read() {
    let mut broken = journey("Broken");
    broken["tree"]["nodes"]["ask"]["connections"]["true"] = json!("gone");
    let folder = folder(&[("a b.json", &broken), ("warned.json", &warned("Warned"))]);
    std::fs::write(folder.path().join("cut.json"), "{\"tree\":").unwrap();
    let output = check(&[".", "--format", "sarif"], folder.path());
    assert_eq!(output.code, Some(3));
    let log: Json = serde_json::from_str(&output.out).unwrap();
    let validator = jsonschema::validator_for(&sarif_schema()).unwrap();
    let wrong: Vec<String> = validator.iter_errors(&log).map(|wrong| wrong.to_string()).collect();
    assert_eq!(wrong, [""; 0]);
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    let ids: Vec<&str> = results.iter().map(|result| result["ruleId"].as_str().unwrap()).collect();
    assert_eq!(ids, ["dangling-connection", "json-syntax", "outcome-disabled"]);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    }
    let uri = &results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "a%20b.json");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
}

/// What the OASIS schema of SARIF 2.1.0 asks of the parts that are written.
fn sarif_schema() -> Json {
    let text = json!({"type": "object", "required": ["text"], "additionalProperties": false,
        "properties": {"text": {"type": "string", "minLength": 1}}});
    let level = json!({"enum": ["none", "note", "warning", "error"]});
    let number = json!({"type": "integer", "minimum": 1});
    let region = json!({"type": "object", "required": ["startLine"], "additionalProperties": false, "properties":
        {"startLine": number, "startColumn": number, "endLine": number, "endColumn": number}});
    let logical = json!({"type": "object", "additionalProperties": false, "properties": {
        "name": {"type": "string"}, "fullyQualifiedName": {"type": "string"}, "kind": {"type": "string"}}});
    let location = json!({"type": "object", "required": ["physicalLocation"], "additionalProperties": false,
        "properties": {
            "physicalLocation": {"type": "object", "required": ["artifactLocation"],
                "additionalProperties": false, "properties": {
                "artifactLocation": {"type": "object", "required": ["uri"], "additionalProperties": false,
                    "properties": {"uri": {"type": "string", "pattern": "^[A-Za-z0-9%/._~:-]+$"}}},
                "region": region}},
            "logicalLocations": {"type": "array", "minItems": 1, "items": logical}}});
    let rule = json!({"type": "object", "required": ["id"], "additionalProperties": false, "properties": {
        "id": {"type": "string"}, "shortDescription": text, "fullDescription": text, "help": text,
        "defaultConfiguration": {"type": "object", "properties": {"level": level}}}});
    let driver = json!({"type": "object", "required": ["name"], "additionalProperties": false, "properties": {
        "name": {"const": "jsim"}, "version": {"type": "string"},
        "rules": {"type": "array", "uniqueItems": true, "items": rule}}});
    let result = json!({"type": "object", "required": ["message", "ruleId"], "additionalProperties": false,
        "properties": {"ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": 0},
            "level": level, "message": text, "locations": {"type": "array", "items": location}}});
    let run = json!({"type": "object", "required": ["tool", "results"], "additionalProperties": false,
        "properties": {
            "tool": {"type": "object", "required": ["driver"], "properties": {"driver": driver}},
            "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            "invocations": {"type": "array", "items": {"type": "object", "required": ["executionSuccessful"]}},
            "results": {"type": "array", "items": result}}});
    json!({"type": "object", "required": ["version", "runs"], "additionalProperties": false, "properties": {
        "$schema": {"type": "string"}, "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": run}}})
}

#[test]
fn files_are_checked_together_and_the_realm_beside_them_counts() {
    let mut main = journey("Main");
    main["tree"]["nodes"]["ask"]["nodeType"] = json!("InnerTreeEvaluatorNode");
    main["nodes"]["ask"] = json!({"_id": "ask", "_type": {"_id": "InnerTreeEvaluatorNode"}, "tree": "Other"});
    let folder = folder(&[("main.json", &main), ("other.json", &journey("Other"))]);
    let ids = |arguments: &[&str]| -> Vec<String> {
        let output = check(arguments, folder.path());
        records(&output).iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&["main.json", "--json"]), ["missing-journey"]);
    assert_eq!(ids(&["main.json", "other.json", "--json"]), [""; 0]);
    assert_eq!(ids(&[".", "main.json", "--json"]), [""; 0]);
    assert_eq!(ids(&["--journeys", ".", "--json"]), [""; 0]);

    let polls = json!({
        "tree": {"_id": "Polls", "entryNodeId": "init", "nodes": {
            "init": {"nodeType": "BackChannelInitNode", "displayName": "Init",
                "connections": {"Created": "status", "Unknown Subject": FAILURE, "Error": FAILURE}},
            "status": {"nodeType": "BackChannelStatusNode", "displayName": "Status", "connections":
                {"Pending": "wait", "In Progress": "wait", "Success": SUCCESS, "Failure": FAILURE,
                 "Unknown": FAILURE, "Error": FAILURE}},
            "wait": {"nodeType": "PollingWaitNode", "displayName": "Wait", "connections": {"DONE": "status"}}}},
        "nodes": {"init": {"_id": "init", "tree": "Other"}, "status": {"_id": "status", "recordData": true},
            "wait": {"_id": "wait", "secondsToWait": 100}}
    });
    std::fs::write(folder.path().join("main.json"), polls.to_string()).unwrap();
    assert_eq!(ids(&[".", "--json"]), [""; 0]);
    std::fs::write(folder.path().join("realm.json"), "{\"transactionTimeToLive\": 100}").unwrap();
    assert_eq!(ids(&[".", "--json"]), ["wait-outlives-transaction"]);
    assert_eq!(ids(&["main.json", "other.json", "--json"]), ["wait-outlives-transaction"]);
}

#[test]
fn bad_files_are_named_with_place_and_cure_and_the_others_are_checked() {
    let folder = folder(&[("good.json", &warned("Good"))]);
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    let whole = serde_json::to_vec(&journey("Cut")).unwrap();
    write("empty.json", b"");
    write("cut.json", &whole[..whole.len() / 2]);
    write("binary.json", &[0, 159, 146, 150, 0, 255]);
    write("utf16.json", &[0xff, 0xfe, b'{', 0]);
    write("deep.json", "[".repeat(200_000).as_bytes());
    write("type.json", b"{\n  \"tree\": {\"_id\": \"T\", \"entryNodeId\": 5}}");
    write("list.json", b"[1, 2]");
    write("huge.json", &vec![b' '; 50 << 20]);
    for (name, id, line, what) in [
        ("missing.json", "file-unreadable", None, "cannot be read"),
        ("empty.json", "json-syntax", None, "the file is empty"),
        ("cut.json", "json-syntax", Some(1), "EOF"),
        ("binary.json", "json-syntax", Some(1), "no UTF-8"),
        ("utf16.json", "json-syntax", None, "UTF-16"),
        ("deep.json", "json-syntax", Some(1), "recursion"),
        ("type.json", "not-an-export", Some(2), "tree.entryNodeId: is a number"),
        ("list.json", "not-an-export", Some(1), "is a list"),
        ("huge.json", "file-unreadable", None, "32 MiB"),
    ] {
        let start = Instant::now();
        let output = check(&[name, "good.json", "--json"], folder.path());
        assert!(start.elapsed() < Duration::from_secs(1), "{name} took {:?}", start.elapsed());
        assert_eq!(output.code, Some(3), "{name}");
        let records = records(&output);
        assert_eq!(records[0]["id"], id, "{name}");
        assert_eq!(records[0]["line"].as_u64(), line, "{name}");
        assert!(records[0]["message"].as_str().unwrap().contains(what), "{name}: {}", records[0]);
        assert!(!records[0]["mend"].as_str().unwrap().is_empty());
        assert_eq!(records[1]["id"], "outcome-disabled", "the other file is checked");
        let said = output.err;
        assert!(said.contains(name) && said.contains(what) && !said.contains("panicked"), "{said}");
        let human = check(&[name], folder.path());
        assert_eq!(human.code, Some(3));
        assert!(human.out.contains(name) && human.out.contains(what), "{}", human.out);
        assert_eq!(human.err.trim(), format!("jsim: {name} does not load"));
    }
    std::fs::write(folder.path().join("realm.json"), "{\"transactionTimeToLiv\": 1}").unwrap();
    let output = check(&["good.json", "--json"], folder.path());
    assert_eq!((output.code, records(&output)[0]["id"].as_str()), (Some(3), Some("realm-settings")));
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(check(&["."], empty.path()).code, Some(3));
}

#[test]
fn every_id_is_listed_and_explained_and_an_unknown_one_is_helped_along() {
    let here = tempfile::tempdir().unwrap();
    let list = check(&["--list"], here.path()).out;
    assert!(list.lines().count() >= 30);
    assert_eq!(list, check(&["--explain"], here.path()).out);
    for line in list.lines() {
        let id = line.split(' ').next().unwrap();
        let output = check(&["--explain", id], here.path());
        let text = output.out;
        assert_eq!(output.code, Some(0));
        assert!(text.starts_with(id), "{text}");
        for part in ["Why:", "Mend:", "Wrong:", "Right:"] {
            assert!(text.contains(part), "{id} has no {part}");
        }
    }
    let unknown = check(&["--explain", "outcome-not-wird"], here.path());
    assert_eq!(unknown.code, Some(2));
    let said = unknown.err;
    assert!(
        said.contains("did you mean outcome-not-wired?") && said.contains("\n  loop-without-wait"),
        "{said}"
    );
    for record in records(&check(&["--list", "--json"], here.path())) {
        assert!(record["why"].is_string() && record["bad"].is_string(), "{record}");
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/frodo");
    let folder = folder(&[("warned.json", &warned("Warned")), ("good.json", &journey("Good"))]);
    let path = if corpus.exists() { corpus.to_str().unwrap().to_owned() } else { ".".to_owned() };
    for format in ["human", "json", "sarif"] {
        let arguments = [path.as_str(), "--format", format];
        let (one, other) = (check(&arguments, folder.path()), check(&arguments, folder.path()));
        assert_eq!(one.out, other.out);
        assert!(one.out.len() > 100);
    }
}

#[test]
#[cfg(unix)]
fn a_closed_pipe_is_quiet() {
    let here = tempfile::tempdir().unwrap();
    let mut child = jsim(&["check", "--format", "sarif"]).folder(here.path()).spawn();
    drop((child.stdin.take(), child.stdout.take()));
    let ended: Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ended.err, "");
}

#[test]
fn scenarios_in_a_folder_are_left_out_and_a_pipe_is_never_read() {
    let scenario = json!({"journey": "Good", "steps": [{"skip": 1}]});
    let folder = folder(&[("good.json", &journey("Good")), ("scenario.json", &scenario)]);
    let left_out = "jsim: left out, since it holds no journey export: ./scenario.json (a scenario)\n";
    let whole = check(&["."], folder.path());
    assert_eq!(whole.code, Some(0), "{}", whole.out);
    assert_eq!(whole.err, left_out);
    assert!(whole.out.starts_with("nothing wrong in 1 file"), "{}", whole.out);
    // Named, it is told what it is not.
    assert_eq!(check(&["scenario.json"], folder.path()).code, Some(3));

    let pipe = folder.path().join("pipe.json");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo");
    let start = Instant::now();
    let refused = check(&["pipe.json"], folder.path());
    assert_eq!(refused.code, Some(3));
    assert!(refused.out.contains("it is no regular file"), "{}", refused.out);
    let refused = check(&["--journeys", "pipe.json"], folder.path());
    assert_eq!(refused.code, Some(3));
    assert!(start.elapsed() < Duration::from_secs(20));
}
