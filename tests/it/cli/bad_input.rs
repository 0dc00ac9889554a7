//! What is not a journey, a scenario or a recorded run: every command that reads files names the
//! file, says what is wrong and how to mend it, and ends with exit code 3 within a second.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::jsim::{Ran, in_process, jsim};

/// Every command that reads a file: its arguments, with `FILE` for the file.
const READ_A_FILE: &[&[&str]] =
    &[&["run", "FILE"], &["test", "FILE"], &["sequence", "FILE"], &["explain", "FILE"]];

/// Every command that loads journeys: its arguments, with `DIR` for their folder or for one file.
const LOAD_JOURNEYS: &[&[&str]] = &[
    &["run", "--journeys", "DIR"],
    &["run", "shipped:backchannel-success", "--journeys", "DIR"],
    &["test", "--journeys", "DIR"],
    &["--plain", "--journeys", "DIR"],
    &["sequence", "shipped:backchannel-success", "--journeys", "DIR"],
    &["explain", "shipped:backchannel-success", "--journeys", "DIR"],
    &["graph", "--journeys", "DIR"],
    &["graph", "--all", "--json", "--journeys", "DIR"],
    &["describe", "--journeys", "DIR"],
    &["describe", "BackchannelMain", "--journeys", "DIR"],
    &["shot", "--journeys", "DIR"],
    &["check", "DIR"],
    &["check", "--journeys", "DIR"],
];

/// Longer than any command needs: a slow machine that does other things is not a failure.
const MAX_DURATION: Duration = Duration::from_secs(5);

/// Files that are nothing that jsim reads.
fn bad_files() -> Vec<(&'static str, Vec<u8>)> {
    let huge = format!("{{\"steps\": [{}{{}}]}}", "{\"wait\": 1},\n".repeat(1_300_000));
    vec![
        ("empty.json", Vec::new()),
        ("blank.json", b" \n\t\n".to_vec()),
        ("truncated.json", b"{\"journey\": \"BackchannelMain\", \"steps\": [{\"wait\"".to_vec()),
        ("binary.json", (0..=255u8).cycle().take(70_000).collect()),
        ("huge.json", huge.into_bytes()),
        (
            "many-steps.json",
            format!("{{\"steps\": [{}{{}}]}}", "{\"wait\": 1},".repeat(200_000)).into_bytes(),
        ),
        ("deep.json", "[".repeat(1_000_000).into_bytes()),
        ("deep-object.json", "{\"a\":".repeat(200_000).into_bytes()),
        ("list.json", b"[]".to_vec()),
        ("number.json", b"5".to_vec()),
        ("null.json", b"null".to_vec()),
        ("wrong-types.json", b"{\"journey\": 5, \"trees\": 5, \"tree\": [], \"steps\": {}}".to_vec()),
        ("not-json.json", b"journey: BackchannelMain\n".to_vec()),
        ("cut-recording.json", b"{\"type\":\"run\",\"format\":1,\"journ".to_vec()),
        ("other-version.json", b"{\"type\":\"run\",\"format\":999,\"journey\":\"x\",\"seed\":1}\n".to_vec()),
        ("escapes.json", b"{\"\x1b[2J\": 1, \"\\u001b[31m\": 2}".to_vec()),
    ]
}

/// Runs a command that must refuse what FILE or DIR stands for. Returns what it says.
fn refused(args: &[&str], path: &Path) -> String {
    refused_by(args, path, in_process)
}

/// The same as a process: what has to do with standard input, or with the words of the binary.
fn refused_by_the_program(args: &[&str], path: &Path) -> String {
    refused_by(args, path, |args| jsim(args).run())
}

fn refused_by(args: &[&str], path: &Path, run: impl FnOnce(&[String]) -> Ran) -> String {
    let shown = path.display().to_string();
    let stands = |arg: &&str| if matches!(*arg, "FILE" | "DIR") { shown.clone() } else { (*arg).to_owned() };
    let args: Vec<String> = args.iter().map(stands).collect();
    let begun = Instant::now();
    let Ran { code, out, err } = run(&args);
    let took = begun.elapsed();
    // What jsim test and jsim check say of a file are their facts; everything else has none to tell.
    assert!(
        matches!(args[0].as_str(), "test" | "check") || out.is_empty(),
        "facts of a file that does not load: {out}"
    );
    let said = format!("{out}{err}");
    let case = format!("jsim {}\n{said}", args.join(" "));
    assert_eq!(code, Some(3), "{case}");
    assert!(took < MAX_DURATION, "took {took:?}: {case}");
    assert!(!said.contains("panicked"), "{case}");
    assert!(!said.contains('\u{1b}'), "an escape reaches the terminal: {case:?}");
    said
}

#[test]
fn the_program_says_what_its_commands_say_in_process() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bad.json");
    for bytes in [&b"{\"steps\": 5"[..], b"\x00\xff\xfe\x01", b"{\"\x1b[2J\": 1}"] {
        std::fs::write(&file, bytes).unwrap();
        for (args, path) in READ_A_FILE
            .iter()
            .map(|args| (args, &file))
            .chain(LOAD_JOURNEYS.iter().step_by(3).map(|args| (args, &file)))
        {
            assert_eq!(refused_by_the_program(args, path), refused(args, path), "{args:?}");
        }
    }
}

#[test]
fn files_that_are_no_scenario_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in bad_files() {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        for args in READ_A_FILE {
            let said = refused(args, &path);
            assert!(said.contains(name), "names no file: {said}");
            assert!(said.len() < 1000, "says too much: {said}");
        }
    }
}

#[test]
fn a_path_that_is_not_there_and_a_folder_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.json");
    for args in READ_A_FILE {
        let said = refused(args, &missing);
        assert!(said.contains("cannot be read"), "{said}");
        refused(args, folder.path());
    }
}

#[test]
fn journeys_that_do_not_load_are_refused() {
    for (name, mut bytes) in bad_files() {
        // Journeys may be as large as they like: a smaller one will do.
        bytes.truncate(300_000);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), bytes).unwrap();
        for args in LOAD_JOURNEYS {
            for path in [folder.path(), &folder.path().join(name)] {
                let said = refused(args, path);
                assert!(said.contains(name), "names no file: jsim {}\n{said}", args.join(" "));
                assert!(said.len() < 1000, "says too much: {said}");
            }
        }
    }
}

#[test]
fn an_empty_or_missing_folder_of_journeys_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("nowhere");
    for args in LOAD_JOURNEYS {
        assert!(refused(args, folder.path()).contains("holds no journey export"));
        assert!(refused(args, &missing).contains("cannot be read"));
    }
}

#[test]
fn exports_in_a_folder_inside_are_checked_or_that_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("exports");
    std::fs::create_dir_all(&inside).unwrap();
    std::fs::write(inside.join("bad.json"), "{").unwrap();
    std::fs::create_dir_all(folder.path().join(".hidden")).unwrap();
    std::fs::write(folder.path().join(".hidden/worse.json"), "[").unwrap();
    for args in LOAD_JOURNEYS {
        let said = refused(args, folder.path());
        if args[0] == "check" {
            assert!(said.contains("bad.json") && !said.contains("worse.json"), "{said}");
        } else {
            let hint = format!("the folder {} in it does: name that one", inside.display());
            assert!(said.contains("holds no journey export") && said.contains(&hint), "{said}");
        }
    }
}

#[test]
fn a_realm_alone_and_a_folder_that_is_named_like_a_file_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("realm.json"), "{}").unwrap();
    std::fs::create_dir(folder.path().join("folder.json")).unwrap();
    // A realm alone can be checked; nothing else can be done with it.
    for args in LOAD_JOURNEYS.iter().filter(|args| args[0] != "check") {
        for path in [folder.path(), &folder.path().join("realm.json"), &folder.path().join("folder.json")] {
            assert!(refused(args, path).contains("holds no journey export"), "{}", path.display());
        }
    }
}

#[cfg(unix)]
#[test]
fn devices_and_files_that_may_not_be_read_are_refused() {
    use std::os::unix::fs::PermissionsExt;
    for args in LOAD_JOURNEYS.iter().chain(READ_A_FILE) {
        assert!(refused(args, Path::new("/dev/null")).contains("/dev/null"));
    }
    for args in READ_A_FILE {
        assert!(refused_by_the_program(args, Path::new("/dev/zero")).contains("/dev/zero"));
    }
    let folder = tempfile::tempdir().unwrap();
    let locked = folder.path().join("locked.json");
    std::fs::write(&locked, "{}").unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever is root reads it all the same, and finds nothing in it.
    for args in LOAD_JOURNEYS {
        assert!(refused(args, &locked).contains("locked.json"));
    }
}

/// A pipe with nobody at its other end would be read, or written, for ever.
#[cfg(unix)]
#[test]
fn a_named_pipe_is_refused_wherever_a_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.json");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo");
    let answer = format!("bc:Password=@file:{}", pipe.display());
    let secret = format!("a wrong password=@file:{}", pipe.display());
    let answers: [&[&str]; 2] = [
        &["run", "--answer", &answer],
        &["run", "shipped:backchannel-wrong-password-then-right", "--answer", &secret],
    ];
    for args in READ_A_FILE.iter().chain(LOAD_JOURNEYS).chain(&answers) {
        let said = refused_by_the_program(args, &pipe);
        assert!(said.contains("pipe.json") && said.contains("it is no regular file"), "{said}");
    }
    // In a folder it is nothing that is looked for.
    for args in LOAD_JOURNEYS {
        assert!(refused(args, folder.path()).contains("holds no journey export"));
    }
    for option in ["--junit", "--save"] {
        let args = match option {
            "--junit" => ["test", "shipped:backchannel-success", option],
            _ => ["run", "shipped:backchannel-success", option],
        };
        let args: Vec<&str> = args.into_iter().chain(pipe.to_str()).collect();
        let ran = jsim(&args).run();
        assert_eq!(ran.code, Some(1), "{option}");
        assert!(ran.err.contains("pipe.json: cannot be written: "), "{}", ran.err);
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("latin.json");
    std::fs::write(&path, b"{\"trees\": {\n  \"caf\xe9\": {}}}").unwrap();
    for args in READ_A_FILE.iter().chain(LOAD_JOURNEYS) {
        let said = refused(args, &path);
        let place = if args.contains(&"--json") { "\"line\":2,\"column\":7" } else { "latin.json:2:7" };
        assert!(said.contains(place), "{args:?}: {said}");
        assert!(said.contains("this is not JSON: the file is no UTF-8 text (byte 19)"), "{args:?}: {said}");
    }
    for args in LOAD_JOURNEYS {
        assert!(refused(args, folder.path()).contains("no UTF-8 text (byte 19)"), "{args:?}");
    }
}

#[test]
fn scenarios_that_name_what_no_journey_has_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("names.json");
    for (text, wanted) in [
        (
            "{\"expect\": [\n  {\"never\": {\"node\": \"main/Backchannel Statsu\"}}]}",
            "names.json:2:22: expect[0].never.node: no journey has a node \"Backchannel Statsu\"; did you mean",
        ),
        (
            "{\"journey\": \"Nowhere\", \"steps\": [{\"wait\": 1}]}",
            "names.json:1:13: journey: there is no journey \"Nowhere\"; there are BackchannelMain",
        ),
        ("{}", "names.json:1:1: does nothing and expects nothing"),
    ] {
        std::fs::write(&path, text).unwrap();
        for command in READ_A_FILE {
            let said = refused(command, &path);
            assert!(said.contains(wanted), "{command:?}: {said}");
        }
    }
}
