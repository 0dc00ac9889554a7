//! `jsim explain`.

use std::path::Path;

use serde_json::Value;

use super::jsim;

const RUN: &str = "shipped:backchannel-success";

fn line(args: &[&str]) -> Value {
    let (code, out, err) = jsim(&[&["explain", RUN, "--json"], args].concat());
    assert_eq!((code, err.as_str()), (0, ""), "{args:?}");
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"))
}

#[test]
fn an_outcome_is_explained_with_its_facts_and_the_others_with_theirs() {
    let (code, out, err) = jsim(&["explain", RUN, "--step", "main/d/In Progress"]);
    assert_eq!((code, err.as_str()), (0, ""));
    insta::assert_snapshot!(out, @r#"
    21    18.0  main         d  Backchannel Status -> In Progress

    In Progress: the link was opened at 5.0 and no result is stored.
        backchannel-status.in-progress  [documented]  vendor page: Backchannel Status node
        Started, not completed (IN_PROGRESS): In Progress.

    Not Pending: the link was opened at 5.0.
        backchannel-status.pending  [documented]  vendor page: Backchannel Status node
        Not started yet (CREATED): Pending.

    Not Success: no finished login is stored.
        backchannel-status.success  [documented]  vendor page: Backchannel Status node
        Completed and approved: Success.

    Not Failure: no failed login is stored.
        backchannel-status.failure  [documented]  vendor page: Backchannel Status node
        Completed but failed (denied): Failure.

    Not Unknown: the transaction can be read: 161.9 s of its life are left.
        backchannel-status.unknown  [documented]  vendor page: Backchannel Status node
        A transaction that cannot be assessed, usually because it timed out: Unknown, with the error "Error checking back channel transaction status."

    Not Error: state holds a transaction id and the store answers.
        backchannel-status.error-no-id  [assumed]  decision of this project: the documentation says only: in any other case
        No transaction id in state, or one that is no id: Error.

    Facts:
        backchannel-transaction  b10da48c-ea4c-4967-ab8e-0efcd8069414
        store                    answers
        now                      18.0
        state                    IN_PROGRESS
        result                   UNKNOWN
        expires                  180.0
        allowRetry               true
        created                  0.0
        opened                   5.0
    "#);
}

#[test]
fn the_number_of_a_step_is_that_of_the_event() {
    let (_, list, _) = jsim(&["explain", RUN, "--list"]);
    let wanted = list.lines().find(|line| line.contains("Identity Store Decision -> True")).unwrap();
    let number = wanted.split_whitespace().next().unwrap();
    let one = line(&["--step", number]);
    assert_eq!((one["seq"].to_string().as_str(), one["took"].as_str()), (number, Some("True")));
    assert_eq!(one["because"]["text"], "the password of demo is right and the account is active");
    assert_eq!(one["node"]["type"], "IdentityStoreDecisionNode");
    assert_eq!(one["side"], "backchannel");
    let not: Vec<&str> =
        one["not"].as_array().unwrap().iter().map(|not| not["what"].as_str().unwrap()).collect();
    assert_eq!(not, ["False", "Locked", "Cancelled", "Expired"]);
}

#[test]
fn the_list_is_there_as_json_with_the_same_numbers() {
    let (_, list, _) = jsim(&["explain", RUN, "--list"]);
    let (code, json, err) = jsim(&["explain", RUN, "--list", "--json"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let numbers = |line: &str| -> String { line.split_whitespace().next().unwrap_or_default().to_owned() };
    let seqs = json.lines().map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["type"], "event");
        line["seq"].to_string()
    });
    assert_eq!(seqs.collect::<Vec<_>>(), list.lines().map(numbers).collect::<Vec<_>>());
}

#[test]
fn without_a_step_the_last_outcome_is_explained() {
    let (_, list, _) = jsim(&["explain", RUN, "--list"]);
    let last = list.lines().rfind(|line| line.contains(" -> ") && !line.contains("CREATED")).unwrap();
    assert!(last.trim_start().starts_with(&format!("{} ", line(&[])["seq"])), "{last}");
}

#[test]
fn every_line_fits_the_published_schema_and_no_password_is_in_any() {
    let (_, schema, _) = jsim(&["schema", "explain"]);
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let (code, out, _) =
        jsim(&["explain", "shipped:backchannel-wrong-password-then-right", "--all", "--json"]);
    assert_eq!(code, 0);
    assert!(out.lines().count() > 8, "{out}");
    for line in out.lines() {
        let json: Value = serde_json::from_str(line).unwrap();
        let wrong: Vec<String> = schema.iter_errors(&json).map(|error| error.to_string()).collect();
        assert_eq!(wrong, Vec::<String>::new(), "{line}");
    }
    let (_, text, _) = jsim(&["explain", "shipped:backchannel-wrong-password-then-right", "--all"]);
    assert!(text.contains("False: the password of demo is wrong."), "{text}");
    assert!(!out.contains("Ch4ng3!t") && !text.contains("Ch4ng3!t"));
}

#[test]
fn every_event_of_every_shipped_scenario_is_explained() {
    for path in journey_sim::cli::recorded::shipped_scenarios() {
        let played =
            journey_sim::cli::recorded::open_recorded(&path, None).unwrap_or_else(|error| panic!("{error}"));
        let mut explained = 0;
        journey_sim::drive::replay(played.program.clone(), played.seed, &played.actions, &mut |transition| {
            for event in &transition.events {
                let all = journey_sim::explain::explain(&transition, event.seq);
                let all = all.unwrap_or_else(|| panic!("{}: {event:?}", path.display()));
                assert!(!all.because.text.is_empty() && !all.took.is_empty());
                explained += 1;
            }
        });
        assert_eq!(explained, played.events.len(), "{}", path.display());
    }
}

#[test]
fn a_step_that_is_not_there_says_what_there_is() {
    for (step, code, says) in [
        ("999", 4, "the run has no event 999: it has the events 0 to "),
        ("main/Nowhere", 2, "--step \"main/Nowhere\": no journey has a node \"Nowhere\"; there are "),
        ("main/Backchanel Status", 2, "did you mean \"Backchannel Status\"?"),
        ("main/d/Nope", 2, "--step \"main/d/Nope\": Backchannel Status has no outcome \"Nope\"; it has "),
        ("backchannel/b/Locked", 4, "the run has no event backchannel/b/Locked: "),
        ("-3", 2, "--step \"-3\" is not the number of an event: those are whole numbers from 0 on; --list"),
        ("99999999999999999999", 2, "is not the number of an event"),
        ("next", 2, "neither the number of an event, nor a node: it must begin with main/ or backchannel/"),
        ("main/\"d", 2, "a quote is not closed"),
        ("\x1b[2J", 2, "--step \"\u{fffd}[2J\""),
        ("", 2, "--step \"\""),
    ] {
        let (found, out, err) = jsim(&["explain", RUN, "--step", step]);
        assert_eq!((found, out.as_str()), (code, ""), "{step}: {err}");
        assert!(err.contains(says), "{step}: {err}");
    }
}

#[test]
fn files_that_are_no_runs_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let deep = format!("{{\"steps\": {}", "[".repeat(100_000));
    for path in [
        write("empty.json", b""),
        write("cut.json", b"{\"steps\": ["),
        write("binary.json", b"\x00\xff\xfe\x01"),
        write("deep.json", deep.as_bytes()),
        write("wrong.json", b"{\"steps\": 5}"),
        write("header.jsonl", b"{\"type\": \"run\", \"format\": 99}"),
        folder.path().join("missing.json").display().to_string(),
        folder.path().display().to_string(),
    ] {
        let (code, out, err) = jsim(&["explain", &path]);
        assert_eq!((code, out.as_str()), (3, ""), "{path}: {err}");
        let name = Path::new(&path).file_name().unwrap().to_str().unwrap();
        assert!(err.contains(name), "{path}: {err}");
    }
}

#[test]
fn two_times_the_same_question_gives_the_same_answer() {
    let ask = || jsim(&["explain", "shipped:every-outcome-spam", "--all", "--json"]).1;
    assert_eq!(ask(), ask());
}
