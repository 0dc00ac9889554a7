//! The command line as a newcomer meets it: help, examples, the manual, completions, closed pipes,
//! words that are not understood.

use std::io::Write;
use std::process::{Command, Stdio};

use clap::CommandFactory;
use journey_sim::cli::{Args, Parsed, parse};

use crate::jsim::{Ran, jsim};

/// The names of all commands but help.
fn commands() -> Vec<String> {
    let all = Args::command();
    all.get_subcommands().map(|command| command.get_name().to_owned()).collect()
}

#[test]
fn the_first_help_is_one_screen_and_names_every_command_and_option() {
    for words in [&["--help"][..], &["-h"], &["help"]] {
        let output = jsim(words).run();
        assert!(output.code == Some(0) && output.err.is_empty());
        let page = output.out;
        let lines: Vec<&str> = page.lines().collect();
        assert!(lines.len() <= 24, "{} lines:\n{page}", lines.len());
        for line in &lines {
            assert!(line.chars().count() <= 80, "{} columns: {line}", line.chars().count());
        }
        for command in commands() {
            assert!(
                lines.iter().any(|line| line.trim_start().starts_with(&format!("{command} "))),
                "{command}"
            );
        }
        for option in Args::command().get_arguments().filter(|arg| !arg.is_hide_set()) {
            let long = option.get_long().expect("options have long names");
            assert!(page.contains(&format!("--{long}")), "{long}:\n{page}");
        }
        assert!(page.contains("Exit codes: 0 "));
    }
    let all = jsim(&["--help-all"]).run();
    assert!(all.code == Some(0) && all.out.contains("Even if NO_COLOR is set"));
}

#[test]
fn the_first_example_of_the_help_runs() {
    let page = jsim(&["--help"]).run().out;
    let example = page.lines().find_map(|line| line.strip_prefix("  jsim")).expect("there is an example");
    let words: Vec<&str> = example.split("  ").next().unwrap().split_whitespace().collect();
    let output = jsim(&words).run();
    assert!(output.code == Some(0), "jsim {words:?}: {}", output.err);
    assert!(output.out.contains("BackchannelMain started"));
}

/// The words of an example: up to its comment, a pipe, a redirection or the next command.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let (mut quoted, mut blanks) = (false, 0);
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => {
                blanks += 1;
                if blanks > 1 {
                    break;
                }
                words.push(String::new());
                continue;
            }
            '|' | '>' | ';' if !quoted => break,
            c => words.last_mut().unwrap().push(c),
        }
        blanks = 0;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn every_command_has_examples_that_it_understands_and_its_exit_codes() {
    let mut understood = 0;
    for command in commands() {
        let help = jsim(&[&command, "--help"]).run().out;
        assert!(help.contains("\nExit codes: 0 "), "{command}:\n{help}");
        let examples = help.split("Examples:\n").nth(1).unwrap_or_else(|| panic!("{command}:\n{help}"));
        let examples = examples.split("\n\n").next().unwrap().to_owned();
        for line in examples.lines() {
            assert!(line.chars().count() <= 80, "{command}: {line}");
        }
        for line in examples.replace("\\\n", "").replace("           --", "--").lines() {
            let words = words(line.trim_start());
            if words.first().is_some_and(|word| word == "jsim") {
                let parsed = parse(&words);
                assert!(matches!(parsed, Ok(Parsed::Args(_))), "{line}: {:?}", parsed.err());
                understood += 1;
            }
        }
    }
    assert!(understood >= 2 * commands().len() - 2, "examples: {understood}");
}

/// A program of the machine; `None`, and a word why, when it is not here.
fn program(name: &str, words: &[&str], input: &[u8]) -> Option<Ran> {
    let started = Command::new(name)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = started else {
        eprintln!("skipped: {name} is not installed");
        return None;
    };
    child.stdin.take().unwrap().write_all(input).expect("it reads");
    Some(child.wait_with_output().expect("it ends").into())
}

#[test]
fn the_manual_has_every_command_and_the_exit_codes_and_formats_without_a_complaint() {
    let root = jsim(&["man"]).run();
    for command in commands() {
        assert!(root.out.contains(&format!("jsim\\-{command}(1)")), "{command}");
    }
    let pages = commands().into_iter().map(Some).chain([None]);
    for page in pages {
        let words: Vec<&str> = ["man"].into_iter().chain(page.as_deref()).collect();
        let output = jsim(&words).run();
        let roff = output.out;
        for heading in ["NAME", "SYNOPSIS", "EXAMPLES", "EXIT STATUS"] {
            assert!(
                roff.contains(&format!(".SH {heading}")) || roff.contains(&format!(".SH \"{heading}\"")),
                "{page:?}: {heading}"
            );
        }
        if let Some(formatted) = program("groff", &["-man", "-Tascii", "-ww"], roff.as_bytes()) {
            assert!(formatted.code == Some(0) && formatted.err.is_empty(), "{}", formatted.err);
            assert!(formatted.out.len() > 800);
        }
    }
}

#[test]
fn completions_are_there_for_every_shell_and_the_shells_accept_them() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = jsim(&["completions", shell]).run();
        assert!(output.code == Some(0) && output.err.is_empty(), "{shell}");
        let script = output.out;
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
        }
        assert!(script.contains("no-alt-screen"), "{shell}");
        let checked = match shell {
            "bash" | "zsh" => program(shell, &["-n"], script.as_bytes()),
            "fish" => program(shell, &["--no-execute"], script.as_bytes()),
            _ => None,
        };
        if let Some(checked) = checked {
            assert!(checked.code == Some(0) && checked.err.is_empty(), "{shell}: {}", checked.err);
        }
    }
}

/// What a bash that has loaded the completions offers for the last word of a line.
fn offered_by_bash(folder: &std::path::Path, words: &[&str]) -> Option<Vec<String>> {
    let script = jsim(&["completions", "bash"]).run().out;
    let list = words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
    let asked = format!(
        "{script}\nCOMP_WORDS=({list}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n\
         _jsim \"$COMP_WORDS\" \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD - 1]}}\"\n\
         printf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    let file = folder.join("asked.bash");
    std::fs::write(&file, asked).expect("a script");
    let output = program("bash", &[file.to_str().expect("a path")], b"")?;
    assert_eq!(output.err, "", "{words:?}");
    Some(output.out.lines().map(str::to_owned).collect())
}

#[test]
fn completions_know_the_journeys_and_leave_out_what_is_internal() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = jsim(&["completions", shell]).run().out;
        for internal in ["crash-test", "crash_test", "JSIM_JOURNEYS"] {
            assert!(!script.contains(internal), "{shell}: {internal}");
        }
        let asks = script.lines().filter(|line| line.contains("--journey-names")).count();
        let dynamic = matches!(shell, "bash" | "zsh" | "fish");
        assert_eq!(asks, usize::from(dynamic), "{shell}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let export =
        include_str!("../../../journeys/help-desk.journey.json").replace("HelpDeskMain", "Desk of ours");
    std::fs::write(folder.path().join("desk.json"), export).expect("an export");
    let own = folder.path().to_str().expect("a path");
    let binary = env!("CARGO_BIN_EXE_jsim");
    for (words, expected, others) in [
        (&[binary, "run", "--journey", "BackchannelM"][..], &["BackchannelMain"][..], "EveryOutcomeMain"),
        (&[binary, "--journey", "E"], &["EveryOutcomeMain", "EveryOutcomeLogin"], "BackchannelMain"),
        (&[binary, "graph", "--journey", ""], &["BackchannelMain", "HelpDeskLogin"], "Desk\\ of\\ ours"),
        (&[binary, "graph", "Help"], &["HelpDeskMain", "HelpDeskLogin"], "BackchannelMain"),
        (&[binary, "shot", "--journeys", own, "--journey", "De"], &["Desk\\ of\\ ours"], "BackchannelMain"),
        (&[binary, "run", "--journeys", "=", own, "--journey", "H"], &["HelpDeskLogin"], "HelpDeskMain"),
        (&[binary, "rules", "--jou"], &[], "--journeys"),
        (&[binary, "run", "--jou"], &["--journey", "--journeys"], "--json"),
    ] {
        let Some(offered) = offered_by_bash(folder.path(), words) else { return };
        for name in expected {
            assert!(offered.iter().any(|one| one == name), "{words:?}: {offered:?}");
        }
        assert!(!offered.iter().any(|one| one == others), "{words:?}: {offered:?}");
    }
}

#[test]
fn journeys_is_an_option_of_the_help_where_it_does_something() {
    for command in commands() {
        let help = jsim(&[&command, "--help"]).run().out;
        let loads = !matches!(command.as_str(), "rules" | "schema" | "completions" | "man");
        assert_eq!(help.contains("--journeys <PATH>"), loads, "{command}:\n{help}");
    }
    // It is understood everywhere all the same.
    for words in [["--journeys", "x", "rules"], ["schema", "--journeys", "x"], ["--journeys", "x", "man"]] {
        assert_eq!(jsim(&words).run().code, Some(0), "{words:?}");
    }
}

#[test]
fn a_journey_is_named_behind_the_option_too() {
    for command in ["graph", "describe"] {
        let named = jsim(&[command, "--journey", "HelpDeskLogin"]).run();
        assert_eq!(named.code, Some(0), "{}", named.err);
        assert_eq!(named.out, jsim(&[command, "HelpDeskLogin"]).run().out);
        for words in [[command, "--journey", "HelpDeskLogin", "--all"], [command, "--journey", "a", "b"]] {
            assert_eq!(jsim(&words).run().code, Some(2), "{words:?}");
        }
        let wrong = jsim(&[command, "--journey", "HelpDeskLogim"]).run();
        assert!(wrong.err.contains("did you mean \"HelpDeskLogin\"?"), "{}", wrong.err);
    }
}

/// One line of words for each command that prints, and for help of all kinds.
fn printing() -> Vec<Vec<&'static str>> {
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/happy.json");
    let mut lines = vec![
        vec!["--help"],
        vec!["--help-all"],
        vec!["--version"],
        vec!["--plain"],
        vec!["describe"],
        vec!["describe", "--all", "--json"],
        vec!["explain", scenario],
        vec!["explain", scenario, "--list"],
        vec!["explain", scenario, "--json"],
        vec!["check"],
        vec!["check", "--list"],
        vec!["check", "--explain", "outcome-not-wired"],
        vec!["check", "--format", "sarif"],
        vec!["graph", "--all"],
        vec!["graph", "--format", "mermaid"],
        vec!["graph", "--format", "dot"],
        vec!["graph", "--json"],
        vec!["sequence", scenario],
        vec!["sequence", scenario, "--json"],
        vec!["rules"],
        vec!["rules", "--json"],
        vec!["run", "shipped:backchannel-success"],
        vec!["run", "shipped:backchannel-success", "--json"],
        vec!["completions", "bash"],
        vec!["man"],
        vec!["schema"],
        vec!["schema", "scenario"],
        vec!["shot"],
        vec!["shot", "--svg"],
        vec!["test"],
        vec!["test", "--json"],
    ];
    let known = commands();
    lines.retain(|words| words[0].starts_with('-') || known.iter().any(|name| name == words[0]));
    lines
}

#[test]
fn a_closed_pipe_ends_every_command_quietly() {
    for words in printing() {
        let mut child = jsim(&words).spawn();
        drop((child.stdin.take(), child.stdout.take()));
        let output: Ran = child.wait_with_output().expect("jsim ends").into();
        assert!(output.err.is_empty(), "{words:?}: {}", output.err);
        assert!(matches!(output.code, Some(0 | 141)), "{words:?}: {:?}", output.code);
    }
    let named: Vec<&str> = printing().iter().map(|words| words[0]).collect();
    for command in commands() {
        assert!(named.contains(&command.as_str()), "{command} is not tried with a closed pipe");
    }
}

/// Whatever is printed does not fit: that is no success, and one line says so.
#[cfg(target_os = "linux")]
#[test]
fn a_device_that_is_full_is_an_error_of_every_command_that_prints() {
    let more = [&["-h"][..], &["-V"], &["help"], &["help", "graph"], &["graph", "--help"], &["man", "run"]];
    for words in printing().into_iter().chain(more.map(<[_]>::to_vec)) {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("the device is there");
        let mut command = Command::new(env!("CARGO_BIN_EXE_jsim"));
        command.args(&words).stdin(Stdio::null()).stdout(full).stderr(Stdio::piped());
        let Ran { code, err: said, .. } = command.output().expect("jsim starts").into();
        assert_eq!(code, Some(1), "{words:?}: {said}");
        let lines: Vec<&str> = said.lines().filter(|line| line.contains("No space left on device")).collect();
        assert_eq!(lines.len(), 1, "{words:?}: {said}");
        if words.contains(&"--json") {
            let failure: serde_json::Value = serde_json::from_str(lines[0]).expect("JSON");
            assert_eq!(failure["kind"], "io");
        } else {
            assert_eq!(lines[0], "jsim: No space left on device (os error 28)");
        }
    }
}

#[test]
fn facts_go_to_standard_output_alone_and_the_same_every_time() {
    for words in printing() {
        let (first, second) = (jsim(&words).run(), jsim(&words).run());
        assert!(first.code == Some(0), "{words:?}: {}", first.err);
        assert_eq!(first.out, second.out, "{words:?}");
        if words.contains(&"--json") {
            for line in first.out.lines() {
                let json: serde_json::Value = serde_json::from_str(line).expect(line);
                assert!(json.is_object(), "{line}");
            }
        }
    }
}

#[test]
fn json_lines_are_as_their_schemas_say() {
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/happy.json");
    for (format, words) in [
        ("graph", &["graph", "--all", "--json"][..]),
        ("graph", &["graph", "--format", "json"]),
        ("sequence", &["sequence", scenario, "--all", "--json"]),
        ("summary", &["describe", "--json"]),
        ("describe", &["describe", "--all", "--json"]),
    ] {
        let schema = serde_json::from_str(&jsim(&["schema", format]).run().out).expect("a schema is JSON");
        let validator = jsonschema::validator_for(&schema).expect("it is a schema");
        assert!(!validator.is_valid(&serde_json::json!({"nothing": "like it"})), "{format}");
        let printed = jsim(words).run().out;
        assert!(!printed.is_empty(), "{words:?}");
        for line in printed.lines() {
            let json = serde_json::from_str(line).expect(line);
            let wrong: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
            assert!(wrong.is_empty(), "{words:?}: {wrong:?}\n{line}");
        }
    }
}

#[test]
fn words_that_are_not_understood_get_help() {
    let here = env!("CARGO_MANIFEST_DIR");
    for (words, expected) in [
        (&["grahp"][..], "a similar subcommand exists: 'graph'"),
        (&["--jounreys", "x"], "a similar argument exists: '--journeys'"),
        (&["graph", "BackchannelMian"], "did you mean \"BackchannelMain\"? known: BackchannelMain, "),
        (&["graph", "Nothing like it"], "known: BackchannelMain, "),
        (&["graph", "x\x1b[2Jy"], "x\u{fffd}[2Jy"),
        (&["describe", here], "use --journeys "),
        (&["--journey", "BackchannelMian"], "did you mean \"BackchannelMain\"?"),
        (&["graph", "--format", "svg"], "[possible values: text, mermaid, dot, json]"),
        (&["graph", "--width", "3"], "3 is not in 40..="),
        (&["--seed", "x"], "invalid value 'x' for '--seed <N>'"),
        (&["--seed", "5", "graph"], "--seed before the command graph is an option of the screen"),
        (&[here], "jsim --journeys "),
        (&["man", "grph"], "did you mean graph?"),
        (&["rules", "nothing-begins-with-this"], "nothing-begins-with-this"),
        (&["completions", "tcsh"], "possible values: bash, elvish, fish, powershell, zsh"),
        (&["sequence"], "<RUN>"),
    ] {
        let output = jsim(words).run();
        assert_eq!(output.code, Some(2), "{words:?}");
        assert!(output.out.is_empty(), "{words:?}");
        let message = output.err;
        assert!(message.contains(expected), "{words:?}: {message}");
        assert!(!message.contains('\x1b'), "{words:?}: {message:?}");
    }
    let version = jsim(&["--version"]).run();
    assert_eq!(version.out, format!("jsim {}\n", env!("CARGO_PKG_VERSION")));
}
