//! JSON files beside exports that are no exports: every command leaves them out, and one line names them.

use crate::jsim::{Ran, jsim};

const EXPORT: &str = include_str!("../../../journeys/backchannel-demo.journey.json");
const SCENARIO: &str = "{\"journeys\": \".\", \"steps\": [{\"side\": \"main\", \
    \"answer\": {\"User to authenticate\": \"demo\"}}], \"expect\": [{\"side\": \"main\", \"asks\": \"Choose another user\"}]}";

fn exports() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("export.json", EXPORT);
    write("s.json", SCENARIO);
    write("package.json", "{\"name\": \"journeys\", \"scripts\": {\"test\": \"jsim test\"}}");
    write("list.json", "[1, 2]");
    write("run.json", "{\"type\":\"run\",\"format\":1,\"journey\":\"x\",\"seed\":1}\n{\"type\":\"end\"}\n");
    write("realm.json", include_str!("../../../journeys/realm.json"));
    folder
}

#[test]
fn every_command_leaves_out_what_is_no_export_and_names_it_in_one_line() {
    let folder = exports();
    let line = |base: &str| {
        format!(
            "jsim: left out, since it holds no journey export: {base}list.json, {base}package.json, \
             {base}run.json (a recorded run), {base}s.json (a scenario)"
        )
    };
    let answer = "main:User to authenticate=demo";
    for args in [
        &["check", "."][..],
        &["check", "--journeys", "."],
        &["run", "--journeys", ".", "--answer", answer],
        &["run", "s.json"],
        &["test", "s.json"],
        &["test", "s.json", "--journeys", "."],
        &["sequence", "s.json"],
        &["explain", "s.json"],
        &["describe", "--journeys", "."],
        &["describe", "BackchannelMain", "--journeys", "."],
        &["graph", "--journeys", "."],
        &["shot", "--journeys", "."],
        &["--plain", "--journeys", "."],
    ] {
        let Ran { code, err, .. } = jsim(args).folder(folder.path()).run();
        let left_out: Vec<&str> = err.lines().filter(|line| line.contains("left out")).collect();
        let base = if args.contains(&"s.json") && !args.contains(&"--journeys") { "" } else { "./" };
        let wanted = [line(base), line("./")];
        assert!(left_out.len() == 1 && wanted.iter().any(|one| one == left_out[0]), "{args:?}: {err}");
        assert!(matches!(code, Some(0 | 4)), "{args:?}: {code:?} {err}");
    }
}

#[test]
fn test_plays_the_scenarios_of_a_folder_and_leaves_out_what_is_none() {
    let folder = exports();
    std::fs::remove_file(folder.path().join("run.json")).unwrap();
    let Ran { out, err, .. } = jsim(&["test", "."]).folder(folder.path()).run();
    assert!(out.starts_with("ok     ./s.json") && out.ends_with("1 passed, 0 failed\n"), "{out}");
    let wanted = "jsim: left out, since it holds no scenario: ./list.json, ./package.json\n";
    assert!(err.contains(wanted), "{err}");
}

#[test]
fn a_file_that_is_named_itself_is_told_what_it_is_not() {
    let folder = exports();
    for name in ["s.json", "package.json", "list.json"] {
        for args in [&["check"][..], &["describe", "--journeys"], &["--plain", "--journeys"]] {
            let args: Vec<&str> = args.iter().copied().chain([name]).collect();
            let Ran { code, out, err } = jsim(&args).folder(folder.path()).run();
            assert_eq!(code, Some(3), "{args:?}: {err}");
            assert!(
                format!("{out}{err}").contains(name) && !err.contains("left out"),
                "{args:?}: {out}{err}"
            );
        }
    }
}

#[test]
fn many_files_are_named_up_to_a_number() {
    let folder = exports();
    for number in 10..40 {
        std::fs::write(folder.path().join(format!("n{number}.json")), "{}").unwrap();
    }
    let Ran { code, err, .. } = jsim(&["describe", "--journeys", "."]).folder(folder.path()).run();
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(err.lines().count(), 1, "{err}");
    assert!(err.contains("./list.json, ./n10.json") && err.ends_with("./n16.json and 26 more\n"), "{err}");
}
