//! A system that gives too little: what is missing is said, and nothing panics or hangs.

use std::time::Duration;

use assert_cmd::Command;

use crate::terminal::screen::Screen;

/// How many files may be open: from what a program has at its start to more than any command needs.
const DESCRIPTORS: std::ops::RangeInclusive<u32> = 3..=16;
/// From here on the program and its libraries can be loaded at all.
const LOADS: u32 = 6;

/// Whether a command with so few file descriptors ended as it should. Below [`LOADS`] the system may not even
/// be able to start it.
fn assert_ended(descriptors: u32, args: &[&str], code: Option<u32>, said: &str) {
    let case = format!("ulimit -n {descriptors}; jsim {}: {code:?}\n{said}", args.join(" "));
    let missing = said.contains("too few file descriptors; raise ulimit -n");
    match code {
        Some(1) => assert!(missing, "{case}"),
        Some(127) => assert!(descriptors < LOADS, "{case}"),
        Some(code) => assert!(matches!(code, 0 | 4 | 130) && !missing, "{case}"),
        None => panic!("{case}"),
    }
    assert!(!said.contains("panicked"), "{case}");
}

#[test]
fn with_few_file_descriptors_a_command_works_or_says_so() {
    let limited = |descriptors: u32, args: &[&str]| {
        let mut command = Command::new("sh");
        let line = format!("ulimit -n {descriptors}; exec \"$@\"");
        command.args(["-c", &line, "sh", env!("CARGO_BIN_EXE_jsim")]).args(args);
        command.write_stdin("").timeout(Duration::from_secs(60)).output().expect("sh starts")
    };
    let mut missing = 0;
    for descriptors in DESCRIPTORS {
        for args in [
            &["run"][..],
            &["run", "shipped:backchannel-success"],
            &["test", "shipped:backchannel-success"],
            &["test", "tests/data"],
            &["check"],
            &["check", "journeys"],
            &["graph", "--journeys", "journeys"],
            &["run", "tests/data/happy.json"],
            &["--plain", "--journeys", "journeys"],
        ] {
            let output = limited(descriptors, args);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            let code = output.status.code().and_then(|code| u32::try_from(code).ok());
            assert_ended(descriptors, args, code, &said);
            missing += u32::from(said.contains("ulimit -n"));
        }
    }
    assert!(missing > 0, "some had too few");
}

#[test]
fn with_few_file_descriptors_the_screen_and_questions_work_or_say_so() {
    for args in [&[][..], &["--plain"], &["run"]] {
        let started: Vec<(u32, Screen)> =
            DESCRIPTORS.map(|count| (count, Screen::with_descriptors(count, args))).collect();
        for (descriptors, mut screen) in started {
            let said = "ulimit -n\n";
            screen.wait("an end, or a question", |screen| {
                let contents = screen.contents();
                contents.contains("User to authenticate")
                    || contents.contains(said)
                    || contents.contains("status=")
            });
            if screen.contents().contains("User to authenticate") {
                screen.send("\x03\x03");
            }
            let code = screen.left();
            assert_ended(descriptors, args, Some(code), &screen.contents());
        }
    }
}
