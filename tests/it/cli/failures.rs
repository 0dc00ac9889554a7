//! What goes wrong keeps its parts up to the edge: with `--json` a failure is one object on standard error with
//! its kind, place, message and help; without, the same as a line of text.

use std::path::PathBuf;

use serde_json::{Value as Json, json};

use crate::jsim::{Ran, jsim};

fn folder() -> (tempfile::TempDir, impl Fn(&str, &[u8]) -> PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    (folder, move |name: &str, bytes: &[u8]| {
        let file = path.join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, bytes).unwrap();
        file
    })
}

/// The object that a failed command printed, which fits its schema. Other lines of standard error are talk.
fn failure(ran: &Ran) -> Json {
    let lines: Vec<&str> = ran.err.lines().filter(|line| line.starts_with('{')).collect();
    let [line] = lines[..] else { panic!("not one object: {}", ran.err) };
    let failure: Json = serde_json::from_str(line).expect(line);
    let schema: Json = serde_json::from_str(&jsim(&["schema", "error"]).run().out).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> = validator.iter_errors(&failure).map(|error| error.to_string()).collect();
    assert_eq!(wrong, [""; 0], "{line}");
    let mut other = failure.clone();
    other["kind"] = json!("nonsense");
    assert!(!validator.is_valid(&other));
    assert_eq!(failure["exitCode"].as_i64(), ran.code.map(i64::from), "{line}");
    failure
}

/// Every command that loads journeys, with `--json` where there is no other way to say so.
const LOAD: &[&[&str]] = &[
    &["run", "--json"],
    &["run", "shipped:backchannel-success", "--json"],
    &["test", "--json"],
    &["sequence", "shipped:backchannel-success", "--json"],
    &["explain", "shipped:backchannel-success", "--json"],
    &["graph", "--json"],
    &["graph", "--format", "json"],
    &["describe", "--json"],
    &["describe", "BackchannelMain", "--json"],
    &["check", "--json"],
    &["check", "--format=json"],
];

#[test]
fn journeys_that_do_not_load_are_told_with_kind_place_message_and_help() {
    let (folder, write) = folder();
    write("cut/a.json", b"{\"trees\":\n  {\"A\": ");
    write("type/a.json", b"{\n  \"tree\": {\"_id\": \"T\", \"entryNodeId\": 5}}");
    write("latin/a.json", b"{\"tree\":\n {\"_id\": \"\xe9\"}}");
    write("realm/a.json", include_bytes!("../../../journeys/backchannel-demo.journey.json"));
    write("realm/realm.json", b"{\"transactionTimeToLiv\": 1}");
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    for (name, kind, file, line, column, path, message, help) in [
        ("cut", "invalid", "cut/a.json", json!(2), json!(8), Json::Null, "this is not JSON: EOF", "cut off"),
        (
            "type",
            "invalid",
            "type/a.json",
            json!(2),
            json!(39),
            json!("tree.entryNodeId"),
            "is a number",
            "make it a",
        ),
        (
            "latin",
            "invalid",
            "latin/a.json",
            json!(2),
            json!(11),
            Json::Null,
            "no UTF-8 text (byte 20)",
            "UTF-8",
        ),
        (
            "realm",
            "invalid",
            "realm/realm.json",
            json!(1),
            json!(26),
            json!("transactionTimeToLiv"),
            "unknown key",
            "did you mean",
        ),
        (
            "empty",
            "unreadable",
            "empty",
            Json::Null,
            Json::Null,
            Json::Null,
            "holds no journey export",
            "export",
        ),
        ("gone", "unreadable", "gone", Json::Null, Json::Null, Json::Null, "cannot be read", "spelled"),
    ] {
        for args in LOAD {
            let args: Vec<&str> = args.iter().copied().chain(["--journeys", name]).collect();
            let ran = jsim(&args).folder(folder.path()).run();
            assert_eq!(ran.code, Some(3), "{args:?}: {}", ran.err);
            let failure = failure(&ran);
            let case = format!("{args:?}: {failure}");
            assert_eq!(failure["type"], "error", "{case}");
            assert_eq!(failure["kind"], kind, "{case}");
            let position = &failure["position"];
            assert_eq!(position["file"], file, "{case}");
            assert_eq!((&position["line"], &position["column"]), (&line, &column), "{case}");
            assert_eq!(position["path"], path, "{case}");
            assert!(failure["message"].as_str().unwrap().contains(message), "{case}");
            let said = failure["help"].as_str().unwrap().to_lowercase();
            assert!(said.contains(&help.to_lowercase()), "{case}");
            // check tells them as findings, too.
            assert!(args[0] == "check" || ran.out.is_empty(), "{args:?}: {}", ran.out);
        }
    }
}

#[test]
fn scenarios_that_do_not_load_are_told_with_their_place() {
    let (folder, write) = folder();
    write("unknown.json", b"{\"steps\": [\n  {\"waitt\": 1}]}");
    write("names.json", b"{\"expect\": [{\"never\": {\"node\": \"main/Nobody\"}}]}");
    write("start.json", b"{\"journey\": \"Nowhere\", \"steps\": [{\"skip\": 1}]}");
    write("bytes.json", b"{\"steps\": [\xff]}");
    write("version.json", b"{\"type\":\"run\",\"format\":9,\"journey\":\"x\",\"seed\":1}\n");
    for (name, line, column, path, message) in [
        ("unknown.json", json!(2), json!(13), json!("steps[0].waitt"), "unknown key"),
        ("names.json", json!(1), json!(32), json!("expect[0].never.node"), "no journey has a node"),
        ("start.json", json!(1), json!(13), json!("journey"), "there is no journey"),
        ("bytes.json", json!(1), json!(12), Json::Null, "no UTF-8 text (byte 12)"),
        ("version.json", json!(1), json!(24), json!("format"), "another version"),
    ] {
        for command in ["run", "sequence", "explain"] {
            let ran = jsim(&[command, name, "--json"]).folder(folder.path()).run();
            let failure = failure(&ran);
            let case = format!("{command}: {failure}");
            assert_eq!((&failure["kind"], ran.code), (&json!("invalid"), Some(3)), "{case}");
            assert_eq!(
                failure["position"],
                json!({"file": name, "line": line, "column": column, "path": path}),
                "{case}"
            );
            assert!(failure["message"].as_str().unwrap().contains(message), "{case}");
            assert!(failure["help"].is_string(), "{case}");
            assert!(ran.out.is_empty(), "{case}");
        }
        let ran = jsim(&["test", name, "--json"]).folder(folder.path()).run();
        let first: Json = serde_json::from_str(ran.out.lines().next().unwrap()).unwrap();
        let error = &first["error"];
        assert_eq!((&error["kind"], &error["position"]["line"]), (&json!("invalid"), &line), "{first}");
        assert!(error["message"].as_str().unwrap().contains(message) && error["help"].is_string(), "{first}");
        assert!(first["broken"].as_str().unwrap().contains(message), "{first}");
        assert_eq!(failure(&ran)["message"], "1 of 1 scenarios do not load");
    }
}

#[test]
fn words_that_are_not_understood_are_told_as_json_too() {
    let here = tempfile::tempdir().unwrap();
    for (args, message, help) in [
        (
            &["graph", "BackchannelMian", "--json"][..],
            "there is no journey \"BackchannelMian\"",
            "did you mean",
        ),
        (&["describe", "Nobody", "--json"], "there is no journey \"Nobody\"", "known: BackchannelMain"),
        (&["run", "--json", "--journey", "x"], "there is no journey \"x\"", "known: "),
        (&["run", "--json", "--until", "main/Nobody"], "--until: no journey has a node", ""),
        (&["run", "--json", "--answer", "x"], "--answer: it must begin with main:", "write it as in"),
        (&["run", "--json", "--answer", "main:a=@env:NOT_SET"], "no text variable NOT_SET", "set it"),
        (&["explain", "shipped:backchannel-success", "--json", "--step", "x"], "neither the number", ""),
        (&["rules", "--json", "nothing"], "no rule's id begins with \"nothing\"", "they begin with"),
        (
            &["check", "--json", "--allow", "outcome-not-wird"],
            "there is no check",
            "did you mean outcome-not-wired",
        ),
        (&["check", "--json", "--explain", "nothing"], "there is no check \"nothing\"", "known:"),
        (&["graph", "--json", "--format", "dot"], "cannot be used with", "Usage:"),
        (&["sequence", "--json"], "required arguments were not provided: <RUN>", "Usage:"),
        (&["grahp", "--json"], "unrecognized subcommand 'grahp'", "'graph'"),
    ] {
        let ran = jsim(args).folder(here.path()).run();
        let failure = failure(&ran);
        assert_eq!((ran.code, &failure["kind"]), (Some(2), &json!("usage")), "{args:?}: {failure}");
        assert_eq!(failure["position"], Json::Null, "{args:?}");
        assert!(failure["message"].as_str().unwrap().contains(message), "{args:?}: {failure}");
        assert!(failure["help"].as_str().unwrap_or("").contains(help), "{args:?}: {failure}");
        assert!(ran.out.is_empty() && ran.err.lines().count() == 1, "{args:?}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn files_that_cannot_be_written_and_the_answers_of_files_are_told_with_their_path() {
    let (folder, write) = folder();
    write("there.json", b"{}");
    write("answer", b"caf\xe9");
    for (args, code, kind, file) in [
        (
            &["run", "shipped:backchannel-success", "--json", "--save", "there.json"][..],
            1,
            "io",
            "there.json",
        ),
        (&["test", "shipped:backchannel-success", "--json", "--junit", "no/r.xml"], 1, "io", "no/r.xml"),
        (&["run", "--json", "--answer", "bc:Password=@file:gone"], 3, "unreadable", "gone"),
        (&["run", "--json", "--answer", "bc:Password=@file:answer"], 3, "invalid", "answer"),
    ] {
        let ran = jsim(args).folder(folder.path()).run();
        let failure = failure(&ran);
        assert_eq!(ran.code, Some(code), "{args:?}: {failure}");
        assert_eq!(
            (&failure["kind"], &failure["position"]["file"]),
            (&json!(kind), &json!(file)),
            "{failure}"
        );
    }
}

/// Without --json the same parts are one line of text.
#[test]
fn as_text_a_failure_is_one_line_with_place_message_and_help() {
    let (folder, write) = folder();
    write("type.json", b"{\n  \"tree\": {\"_id\": \"T\", \"entryNodeId\": 5}}");
    for (args, line) in [
        (
            &["graph", "--journeys", "type.json"][..],
            "jsim: type.json:2:39: tree.entryNodeId: is a number, not a string; make it a string\n",
        ),
        (
            &["graph", "--journeys", "gone"],
            "jsim: gone: cannot be read: No such file or directory (os error 2); check how the path is spelled\n",
        ),
        (&["man", "grph"], "jsim: there is no command \"grph\"; did you mean graph? known: "),
    ] {
        let ran = jsim(args).folder(folder.path()).run();
        assert!(ran.err.starts_with(line) && ran.err.lines().count() == 1, "{args:?}: {}", ran.err);
    }
}

/// A journey whose names would move the cursor, turn the text round and end a line.
#[test]
fn no_json_holds_what_controls_a_terminal() {
    let odd = "\u{9b}31m\u{202e}\u{2028}x";
    let text = include_str!("../../../journeys/backchannel-demo.journey.json");
    let name = serde_json::to_string(odd).unwrap();
    let text = text.replace("\"displayName\": \"Backchannel Status\"", &format!("\"displayName\": {name}"));
    assert!(text.contains('\u{9b}'), "the journey has the name");
    let (folder, write) = folder();
    write("odd/odd.json", text.as_bytes());
    write("scenario.json", format!("{{\"steps\": [{{\"note\": {name}, \"skip\": 1}}]}}").as_bytes());
    let answer = "main:User to authenticate=demo";
    let printed = [
        &["graph", "--all", "--json", "--journeys", "odd"][..],
        &["describe", "--all", "--json", "--journeys", "odd"],
        &["run", "--json", "--journeys", "odd", "--answer", answer, "--save", "saved.json"],
        &["explain", "saved.json", "--json", "--list"],
        &["explain", "saved.json", "--json", "--all"],
        &["sequence", "saved.json", "--json", "--all"],
        &["check", "odd", "--json", "--deny", "notes"],
        &["check", "odd", "--format", "sarif"],
        &["test", "scenario.json", "--json"],
        &["graph", odd, "--json"],
    ];
    let mut escaped = 0;
    for args in printed {
        let ran = jsim(args).folder(folder.path()).run();
        let all = format!("{}{}", ran.out, ran.err);
        assert!(!all.contains(['\u{9b}', '\u{202e}']), "{args:?}: {all:?}");
        assert!(!ran.out.contains('\u{2028}'), "{args:?}: {all:?}");
        escaped += usize::from(all.contains("\\u009b31m"));
    }
    assert!(escaped >= 5, "{escaped} have the name");
    let saved = std::fs::read_to_string(folder.path().join("saved.json")).unwrap();
    assert!(!saved.contains('\u{9b}'), "{saved:?}");
}

#[test]
fn a_complaint_about_a_command_line_holds_nothing_that_controls_a_terminal() {
    let odd = "\u{9b}31m\u{1b}]0;x\u{7}\u{202e}";
    let option = format!("--{odd}");
    for args in [&[odd][..], &["run", &option], &["graph", "--format", odd], &["run", "--seed", odd]] {
        let ran = jsim(args).run();
        assert_eq!(ran.code, Some(2), "{args:?}");
        assert!(ran.err.contains("\u{fffd}31m"), "{args:?}: the word is repeated: {:?}", ran.err);
        let controls = |c: char| c == '\u{202e}' || (c.is_control() && c != '\n');
        assert!(!ran.err.contains(controls), "{args:?}: {:?}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn a_signal_and_a_system_that_gives_too_little_are_told_as_json_too() {
    use std::io::{BufRead, BufReader};
    use std::process::Command;

    use rustix::process::{Pid, Signal, kill_process};

    let answer = "main:User to authenticate=demo";
    let args = ["run", "--json", "--speed", "x1", "--open", "never", "--answer", answer];
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130)] {
        let mut child = jsim(&args).spawn();
        drop(child.stdin.take());
        // It is at work once it prints.
        let mut printed = BufReader::new(child.stdout.take().unwrap());
        printed.read_line(&mut String::new()).unwrap();
        kill_process(Pid::from_child(&child), signal).unwrap();
        let reader = std::thread::spawn(move || printed.lines().count());
        let ran: Ran = child.wait_with_output().unwrap().into();
        reader.join().unwrap();
        let failure = failure(&ran);
        assert_eq!((ran.code, &failure["kind"]), (Some(code), &json!("signal")), "{failure}");
    }

    let limited = ["-c", "ulimit -n 6; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_jsim"), "run", "--json"];
    let ran: Ran =
        Command::new("sh").args(limited).stdin(std::process::Stdio::null()).output().unwrap().into();
    let failure = failure(&ran);
    assert_eq!((ran.code, &failure["kind"]), (Some(1), &json!("limit")), "{failure}");
    assert_eq!(failure["message"], "too few file descriptors");
    assert_eq!(failure["help"], "raise ulimit -n");
}
