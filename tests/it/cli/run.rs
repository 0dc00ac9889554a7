//! `jsim run`, `jsim test` and `jsim schema` as a shell sees them: what is on standard output, the
//! exit code, and that the same inputs give the same bytes.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::jsim::{Ran, jsim};

const NAME: &str = "main:User to authenticate=demo";
const TYPED: &str = "hush-4711";

/// The password that is typed, in the environment.
fn jsim_with_wrong(args: &[&str]) -> Ran {
    jsim(args).env("JSIM_WRONG", TYPED).run()
}

fn in_file(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Whether every line of an output fits a published schema.
fn assert_fits(format: &str, out: &str) {
    let schema: Json = serde_json::from_str(&jsim(&["schema", format]).run().out).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(!out.is_empty());
    for line in out.lines() {
        let json: Json = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let wrong: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{line}\n{}", wrong.join("\n"));
    }
    for other in ["{}", "{\"type\": \"nonsense\"}", "{\"type\": \"event\", \"seq\": \"one\"}"] {
        let json: Json = serde_json::from_str(other).unwrap();
        assert!(!validator.is_valid(&json), "the schema takes anything, even {other}");
    }
}

#[test]
fn a_run_with_answers_from_options_ends_where_the_journey_ends() {
    let ran = jsim(&["run", "--answer", NAME, "--answer", "bc:Password=@user:demo"]).run();
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    insta::assert_snapshot!(ran.out, @r#"
    t 0:00.0 MAIN BackchannelMain started
    t 0:00.0 MAIN a Collect User to Login sent NameCallback
    t 0:00.0 MAIN submitted
    t 0:00.0 MAIN a Collect User to Login -> outcome
    t 0:00.0 STORE b10d created (Pending)
    t 0:00.0 MAIN b Backchannel Initialize -> Created
    t 0:00.0 MAIN d Backchannel Status -> Pending
    t 0:00.0 MAIN e Display Redirect URL Poll sent PollingWaitCallback waitTime=5000, ConfirmationCallback
    t 0:00.0 STORE b10d opened: CREATED -> IN_PROGRESS
    t 0:00.0 BACKCHANNEL BackchannelLogin started by the link of b10d
    t 0:00.0 BACKCHANNEL a Page Node sent TextOutputCallback, PasswordCallback
    t 0:00.0 BACKCHANNEL submitted
    t 0:00.0 BACKCHANNEL a Page Node -> Outcome
    t 0:00.0 BACKCHANNEL b Identity Store Decision -> True
    t 0:00.0 STORE b10d COMPLETED, APPROVED
    t 0:00.0 BACKCHANNEL ended at Success: Login successful
    t 0:05.0 MAIN re-submitted after the wait
    t 0:05.0 MAIN e Display Redirect URL Poll -> Done
    t 0:05.0 MAIN d Backchannel Status -> Success
    t 0:05.0 MAIN g Display Tree Results sent TextOutputCallback x10
    t 0:05.0 MAIN submitted
    t 0:05.0 MAIN g Display Tree Results -> outcome
    t 0:05.0 MAIN ended at Failure: Login failure
    "#);
    assert_eq!(ran.err, "jsim: main ended at Failure: \"Login failure\"\n");
}

#[test]
fn pages_and_answers_are_printed_as_they_go_over_the_wire() {
    let args = ["run", "--wire", "--answer", NAME, "--answer", "bc:Password=@user:demo"];
    let ran = jsim(&args).run();
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let line =
        |start: &str| ran.out.lines().find(|line| line.starts_with(start)).unwrap_or_default().to_owned();
    let gets = r#"MAIN gets {"callbacks":[{"type":"NameCallback","output":[{"name":"prompt","value":"User to authenticate"}],"input":[{"name":"IDToken1","value":""}]}]}"#;
    assert_eq!(line("MAIN gets"), gets);
    assert_eq!(
        line("MAIN sends"),
        gets.replace("gets", "sends").replace(r#""value":""}"#, r#""value":"demo"}"#)
    );
    assert!(line("BACKCHANNEL sends").contains(r#""value":"********"}"#), "{}", ran.out);
    assert!(!ran.out.contains("Ch4ng3!t"));

    let ran = jsim(&[&args[..], &["--json"]].concat()).run();
    assert_fits("events", &ran.out);
    let wire = r#"{"type":"wire","at":0,"side":"main","direction":"toClient","step":{"callbacks":["#;
    assert!(ran.out.contains(wire), "{}", ran.out);
}

#[test]
fn a_node_that_throws_and_an_answer_that_nothing_asked_for_are_no_success() {
    let threw = jsim(&["run", "--journey", "BackchannelLogin"]).run();
    assert_eq!(threw.code, Some(1), "{}", threw.err);
    assert!(threw.err.contains("main ended at Error"), "{}", threw.err);
    let stray = jsim(&["run", "--answer", NAME, "--answer", "bc:Passwort=@user:demo", "--for", "30"]).run();
    assert_eq!(stray.code, Some(4), "{}", stray.err);
    assert!(stray.err.contains("not used: "), "{}", stray.err);
}

#[test]
fn passwords_come_from_the_environment_and_from_files_and_are_written_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let right = in_file(&folder, "password", "Ch4ng3!t\n");
    let wrong = "bc:Password=@env:JSIM_WRONG";
    let right = format!("bc:Password=@file:{}", text(&right));
    let args = ["run", "--json", "--answer", NAME, "--answer", wrong, "--answer", &right];
    let ran = jsim_with_wrong(&args);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.out.contains("\"outcome\":\"FALSE\"") && ran.out.contains("\"outcome\":\"TRUE\""),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains(TYPED) && !ran.out.contains("Ch4ng3!t"), "{}", ran.out);
    assert!(ran.out.contains("{\"passwordOf\":\"demo\"}"), "{}", ran.out);
}

#[test]
fn a_password_goes_into_a_password_field_only() {
    let ran = jsim(&["run", "--answer", "main:User to authenticate=@user:demo"]).run();
    assert_eq!((ran.code, ran.out.contains("Ch4ng3!t")), (Some(2), false), "{}", ran.out);
    let says = "@user: is a password, and a NameCallback is no password field; write the text itself";
    assert!(ran.err.contains(says), "{}", ran.err);
}

#[test]
fn a_password_on_the_command_line_is_refused_and_not_repeated() {
    let ran = jsim(&["run", "--answer", NAME, "--answer", &format!("bc:Password={TYPED}")]).run();
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    assert!(ran.err.contains("never on the command line"), "{}", ran.err);
    assert!(!ran.err.contains(TYPED) && !ran.out.contains(TYPED));
}

#[test]
fn a_secret_that_a_scenario_names_is_supplied_from_outside() {
    let args = |name: &str| format!("{name}=@env:JSIM_SECRET");
    let scenario = "shipped:backchannel-wrong-password-then-right";
    let supplied = args("a wrong password");
    let ran = jsim(&["run", scenario, "--answer", &supplied]).env("JSIM_SECRET", "Ch4ng3!t").run();
    assert_eq!(ran.code, Some(1), "the right password is no wrong one\n{}", ran.out);
    assert!(ran.out.contains("actual: Identity Store Decision took TRUE"), "{}", ran.out);
    assert!(!ran.out.contains("Ch4ng3!t"));
    let ran = jsim(&["run", scenario, "--answer", &args("a password")]).env("JSIM_SECRET", "x").run();
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("names no such secret; it names a wrong password"), "{}", ran.err);
    let ran = jsim(&["run", scenario, "--answer", &format!("a wrong password={TYPED}")]).run();
    assert_eq!(ran.code, Some(2));
    assert!(!ran.err.contains(TYPED), "{}", ran.err);
}

#[test]
fn answers_come_line_by_line_from_standard_input() {
    let ran = jsim(&["run", "--json"]).input(&format!("ghost\nTry again\ndemo\n{TYPED}\n")).run();
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for outcome in ["Unknown Subject", "true", "Created", "FALSE", "Unknown"] {
        assert!(ran.out.contains(&format!("\"outcome\":\"{outcome}\"")), "no {outcome}: {}", ran.out);
    }
    assert!(!ran.out.contains(TYPED) && !ran.err.contains(TYPED));
}

#[test]
fn until_stops_at_the_target_or_says_why_it_was_not_reached() {
    let unknown = "main/\"Backchannel Status\"/Unknown";
    let ran = jsim(&["run", "--answer", NAME, "--open", "never", "--until", unknown]).run();
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.ends_with("MAIN d Backchannel Status -> Unknown\n"), "{}", ran.out);

    let ran =
        jsim(&["run", "--answer", NAME, "--answer", "bc:Password=@user:demo", "--until", unknown]).run();
    assert_eq!(ran.code, Some(4));
    assert!(ran.err.contains("Unknown was not reached: main ended at Failure"), "{}", ran.err);

    let ran = jsim(&["run", "--until", "main/Success"]).run();
    assert_eq!(ran.code, Some(4));
    assert!(ran.err.contains("main asks \"User to authenticate\", and there is no answer"), "{}", ran.err);

    let ran = jsim(&["run", "--answer", NAME, "--for", "20", "--until", unknown, "--open", "never"]).run();
    assert_eq!(ran.code, Some(4));
    assert!(ran.err.contains("20 s of world time are over"), "{}", ran.err);

    for (target, wanted) in [
        ("main/Backchanel Status", "did you mean \"Backchannel Status\"?"),
        ("main/Backchannel Status/Nope", "it has Pending, In Progress"),
        ("phone/x", "must begin with main/"),
    ] {
        let ran = jsim(&["run", "--until", target]).run();
        assert_eq!(ran.code, Some(2), "{target}");
        assert!(ran.err.contains(wanted), "{target}: {}", ran.err);
    }
}

#[test]
fn the_link_is_opened_when_it_is_asked_for() {
    let ran =
        jsim(&["run", "--answer", NAME, "--open", "12", "--until", "main/Backchannel Status/InProgress"])
            .run();
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("t 0:12.0 STORE b10d opened"), "{}", ran.out);
    let ran =
        jsim(&["run", "--press", "main:Choose another user", "--answer", NAME, "--open", "never"]).run();
    assert_eq!(ran.code, Some(4));
    insta::assert_snapshot!(ran.out, @r#"
    t 0:00.0 MAIN BackchannelMain started
    t 0:00.0 MAIN a Collect User to Login sent NameCallback
    t 0:00.0 MAIN submitted
    t 0:00.0 MAIN a Collect User to Login -> outcome
    t 0:00.0 STORE b10d created (Pending)
    t 0:00.0 MAIN b Backchannel Initialize -> Created
    t 0:00.0 MAIN d Backchannel Status -> Pending
    t 0:00.0 MAIN e Display Redirect URL Poll sent PollingWaitCallback waitTime=5000, ConfirmationCallback
    t 0:00.0 MAIN submitted
    t 0:00.0 MAIN e Display Redirect URL Poll -> Exited
    t 0:00.0 MAIN a Collect User to Login sent NameCallback
    t 3:00.0 STORE b10d expired: it is gone
    "#);
}

#[test]
fn what_was_run_can_be_run_again_and_tells_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["run", "--json", "--seed", "9", "--answer", NAME, "--answer", "bc:Password=@env:JSIM_WRONG"];
    let first = jsim_with_wrong(&args);
    assert_fits("events", &first.out);
    let file = in_file(&folder, "run.jsonl", &first.out);
    let second = jsim(&["run", "--json", text(&file)]).run();
    assert_eq!(second.code, Some(0), "{}", second.err);
    let but_the_end = |out: &str| out.lines().filter(|line| !line.contains("\"type\":\"end\"")).count();
    assert!(but_the_end(&first.out) > 20);
    for (one, other) in first.out.lines().zip(second.out.lines()).take(but_the_end(&first.out)) {
        assert_eq!(one, other);
    }
}

#[test]
fn starting_everything_again_begins_another_run_in_the_recording() {
    let folder = tempfile::tempdir().unwrap();
    let scenario =
        r#"{"steps": [{"restart": "all"}, {"side": "main", "answer": {"User to authenticate": "bob"}}]}"#;
    let first = jsim(&["run", "--json", text(&in_file(&folder, "s.json", scenario))]).run();
    assert_eq!(first.code, Some(0), "{}", first.err);
    assert_fits("events", &first.out);
    let again = first.out.rfind("{\"type\":\"run\"").unwrap();
    assert!(again > 0, "{}", first.out);
    let second = jsim(&["run", "--json", text(&in_file(&folder, "r.jsonl", &first.out))]).run();
    let events = |out: &str| -> Vec<String> {
        out.lines().filter(|line| line.contains("\"type\":\"event\"")).map(str::to_owned).collect()
    };
    assert_eq!(events(&first.out[again..]), events(&second.out));
    assert!(events(&second.out).len() > 5, "{}", second.out);
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    for args in [
        &["run", "--json", "--answer", NAME, "--answer", "bc:Password=@user:demo"][..],
        &["run", "--answer", NAME, "--answer", "bc:Password=@user:demo"][..],
        &["run", "--json", "shipped:help-desk-expires"][..],
        &["test", "--json"][..],
        &["test"][..],
        &["schema", "scenario"][..],
    ] {
        let (one, two) = (jsim(args).run(), jsim(args).run());
        assert!(one.out.len() > 100, "jsim {}: {}", args.join(" "), one.err);
        assert_eq!((one.code, one.out, one.err), (two.code, two.out, two.err), "jsim {}", args.join(" "));
    }
    let other = jsim(&["run", "--seed", "2", "--answer", NAME, "--answer", "bc:Password=@user:demo"]).run();
    assert!(!other.out.contains("b10d created"), "another seed makes other ids");
}

#[test]
fn a_run_is_saved_as_a_scenario_that_holds() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("saved.json");
    let args = ["run", "--save", text(&file), "--answer", NAME, "--answer", "bc:Password=@env:JSIM_WRONG"];
    let ran = jsim_with_wrong(&args);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(!std::fs::read_to_string(&file).unwrap().contains(TYPED));
    let tested = jsim(&["test", text(&file)]).run();
    assert_eq!(tested.code, Some(0), "{}", tested.out);
    let again = jsim_with_wrong(&args);
    assert_eq!(again.code, Some(1), "an existing file is left alone");
    assert!(again.err.contains("cannot be written"), "{}", again.err);
}

#[test]
fn the_shipped_scenarios_pass_and_their_lines_fit_the_schema() {
    let ran = jsim(&["test", "--json"]).run();
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    assert_fits("test", &ran.out);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys/scenarios");
    let by_path = jsim(&["test", text(&folder)]).run();
    assert_eq!(by_path.code, Some(0), "{}", by_path.out);
    assert_eq!(by_path.out.lines().count(), ran.out.lines().count());

    let schema: Json = serde_json::from_str(&jsim(&["schema", "scenario"]).run().out).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let json: Json = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let wrong: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{}\n{}", path.display(), wrong.join("\n"));
    }
    for other in [
        "[]",
        "{\"step\": []}",
        "{\"steps\": [{\"wait\": \"long\"}]}",
        "{\"expect\": [{\"end\": \"Success\"}]}",
    ] {
        assert!(
            !validator.is_valid(&serde_json::from_str::<Json>(other).unwrap()),
            "the schema takes {other}"
        );
    }
}

#[test]
fn a_failed_scenario_shows_expected_actual_and_the_path_and_the_junit_report_too() {
    let folder = tempfile::tempdir().unwrap();
    let good = "{\"steps\": [{\"side\": \"main\", \"answer\": {\"User to authenticate\": \"demo\"}}]}";
    let bad = good.replace("\"demo\"}", "\"demo\"}, \"expect\": [{\"outcome\": \"main/b/Error\"}]");
    in_file(&folder, "a-good.json", good);
    in_file(&folder, "b-bad.json", &bad);
    in_file(&folder, "realm.json", "{}");
    in_file(&folder, "export.journey.json", "{\"trees\": {}}");
    let report = folder.path().join("report.xml");
    let ran = jsim(&["test", text(folder.path()), "--junit", text(&report)]).run();
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    for part in [
        "ok     ",
        "FAILED ",
        "b-bad.json:1:12: step 1: answer \"User to authenticate\" on main",
        "expected  the outcome main/b/Error",
        "actual    b took Created",
        "b Backchannel Initialize -> Created",
        "1 passed, 1 failed",
    ] {
        assert!(ran.out.contains(part), "no \"{part}\" in\n{}", ran.out);
    }
    let report = std::fs::read_to_string(&report).unwrap();
    assert!(report.contains("tests=\"2\"") && report.contains("failures=\"1\""), "{report}");
    assert!(report.contains("expected the outcome main/b/Error, actual: b took Created"), "{report}");
    assert_fits("test", &jsim(&["test", "--json", text(folder.path())]).run().out);

    in_file(&folder, "c-broken.json", "{\"stepz\": []}");
    let ran = jsim(&["test", text(folder.path())]).run();
    assert_eq!(ran.code, Some(3), "{}", ran.out);
    assert!(ran.out.contains("1 passed, 1 failed, 1 do not load"), "{}", ran.out);
    assert!(
        ran.out.contains("c-broken.json:1:11: stepz: unknown key; did you mean \"steps\"?"),
        "{}",
        ran.out
    );
}

#[test]
fn a_scenario_names_its_journeys_from_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("exports")).unwrap();
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys/help-desk.journey.json");
    std::fs::copy(demo, folder.path().join("exports/desk.journey.json")).unwrap();
    let scenario = "{\"journeys\": \"exports\", \"journey\": \"HelpDeskMain\", \"steps\": [{\"skip\": 1}]}";
    let file = in_file(&folder, "s.json", scenario);
    let ran = jsim(&["test", text(&file)]).run();
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("nothing will happen by itself any more"), "{}", ran.out);
    let other = in_file(&folder, "o.json", &scenario.replace("HelpDeskMain", "BackchannelMain"));
    let ran = jsim(&["run", text(&other)]).run();
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("there is no journey \"BackchannelMain\""), "{}", ran.err);
}

#[test]
fn a_closed_pipe_is_no_error_to_talk_about() {
    for args in [
        &["run", "--json", "shipped:help-desk-expires"][..],
        &["test", "--json"][..],
        &["schema", "events"][..],
    ] {
        let mut child = jsim(args).spawn();
        drop((child.stdin.take(), child.stdout.take()));
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        child.wait().unwrap();
        assert_eq!(said, "", "jsim {}", args.join(" "));
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_a_run_with_130_whether_it_sleeps_or_reads() {
    for args in [&["run", "--speed", "x1", "shipped:help-desk-expires"][..], &["run"][..]] {
        let mut child = jsim(args).spawn();
        // Waiting for the end would close it.
        let _stdin = child.stdin.take().unwrap();
        // The first event is out: it sleeps, or waits for a line.
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.next().unwrap().unwrap().starts_with("t 0:00.0 MAIN"));
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(130), "jsim {}", args.join(" "));
    }
}
