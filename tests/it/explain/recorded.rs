//! A recording is explained and drawn as it is in the file, or not at all.

use std::path::{Path, PathBuf};

use journey_sim::cli::recorded::shipped_scenarios;

use super::jsim;
use super::untrusted::one_script;

const RUN: &str = "shipped:backchannel-success";

fn recorded(args: &[&str]) -> String {
    jsim(&[&["run", "--json"], args].concat()).1
}

fn in_file(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("run.jsonl");
    std::fs::write(&path, text).unwrap();
    path
}

/// Exit code and standard error of explaining it and of drawing it.
fn both(path: &Path) -> [(i32, String); 2] {
    let path = path.to_str().unwrap();
    [&["explain", path, "--list"][..], &["sequence", path, "--all"]].map(|args| {
        let (code, out, err) = jsim(args);
        assert_eq!(out.is_empty(), code != 0, "{out}");
        (code, err)
    })
}

#[test]
fn what_the_program_records_it_explains() {
    let folder = tempfile::tempdir().unwrap();
    let text = |path: PathBuf| path.to_str().unwrap().to_owned();
    let mut runs: Vec<Vec<String>> = shipped_scenarios().into_iter().map(|path| vec![text(path)]).collect();
    let given = |args: &[&str]| args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>();
    runs.push(given(&[RUN, "--until", "main/Backchannel Status/Pending"]));
    runs.push(given(&[RUN, "--until", "main/Collect User to Login"]));
    let name = "main:User to authenticate=demo";
    runs.push(given(&["--answer", name, "--until", "main/Backchannel Status/In Progress"]));
    runs.push(given(&["--answer", name, "--answer", "bc:Password=@user:demo"]));
    for args in runs {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let path = in_file(folder.path(), &recorded(&args));
        for (code, err) in both(&path) {
            assert_eq!(code, 0, "{args:?}: {err}");
            assert!(!err.contains("no end"), "{args:?}: {err}");
        }
    }
}

#[test]
fn another_event_than_the_one_in_the_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let text = recorded(&[RUN]);
    let line = text.lines().find(|line| line.contains("\"seq\":8,")).unwrap();
    for (edited, says) in [
        (
            text.replacen("\"at\":5001,", "\"at\":5002,", 1),
            "event 8 of the file was \"main re-submitted after the wait\" at 5002 ms, playing it again gives \"main re-submitted after the wait\" at 5001 ms; ",
        ),
        (
            text.replacen("\"automatic\":true", "\"automatic\":false", 1),
            "at 5001 ms with another automatic, playing",
        ),
        (text.replacen(&format!("{line}\n"), "", 1), "event 8 of the file was "),
        (text.replacen(line, &format!("{line}\n{line}"), 1), "event 9 of the file was \"main re-submitted"),
    ] {
        assert_ne!(edited, text);
        for (code, err) in both(&in_file(folder.path(), &edited)) {
            assert_eq!(code, 3, "{err}");
            assert!(err.contains(says) && err.contains("have changed since it was recorded"), "{err}");
        }
    }
}

#[test]
fn a_journey_that_changed_since_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let journeys = folder.path().join("journeys");
    std::fs::create_dir(&journeys).unwrap();
    std::fs::write(journeys.join("m.json"), one_script(["left", "right"])).unwrap();
    let empty = folder.path().join("empty.json");
    std::fs::write(&empty, "{\"steps\": [{\"wait\": 1}]}").unwrap();
    let text = recorded(&["--journeys", journeys.to_str().unwrap(), empty.to_str().unwrap()]);
    let path = in_file(folder.path(), &text);
    assert!(both(&path).iter().all(|(code, _)| *code == 0));
    std::fs::write(journeys.join("m.json"), one_script(["right", "left"])).unwrap();
    for (code, err) in both(&path) {
        assert_eq!(code, 3, "{err}");
        assert!(
            err.contains("was \"main Ask -> left\" at 0 ms, playing it again gives \"main Ask -> right\""),
            "{err}"
        );
    }
}

#[test]
fn of_a_recording_that_was_cut_only_what_is_there_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let text = recorded(&[RUN]);
    let lines: Vec<&str> = text.lines().collect();
    let path = in_file(folder.path(), &lines[..12].join("\n"));
    let held = lines[..12].iter().filter(|line| line.contains("\"type\":\"event\"")).count();
    let (code, out, err) = jsim(&["explain", path.to_str().unwrap(), "--list"]);
    assert_eq!((code, out.lines().count()), (0, held), "{out}");
    assert!(
        err.contains(&format!("the recording has no end; only its {held} events are looked at")),
        "{err}"
    );
    let (code, out, err) = jsim(&["sequence", path.to_str().unwrap(), "--all"]);
    assert_eq!(code, 0);
    assert!(err.contains("has no end") && !out.contains("Login failure"), "{out}");
}

/// A store that fails while a login finishes leaves nothing that says so: reasons speak of what is stored.
#[test]
fn a_login_that_finished_while_the_store_failed_is_not_denied() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("fault.json");
    let steps = r#"{"journey": "BackchannelMain", "steps": [
        {"side": "main", "answer": {"User to authenticate": "demo"}}, {"openLink": true}, {"fault": "storeFails"},
        {"side": "backchannel", "answer": {"Password": {"passwordOf": "demo"}}}, {"fault": "storeWorks"}, {"skip": 1}]}"#;
    std::fs::write(&path, steps).unwrap();
    let (code, out, err) = jsim(&["explain", path.to_str().unwrap(), "--step", "main/d/In Progress"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let says =
        ["\nNot Success: no finished login is stored.\n", "\nNot Failure: no failed login is stored.\n"];
    assert!(says.iter().all(|part| out.contains(part)), "{out}");
}
