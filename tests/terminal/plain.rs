//! Plain mode: chosen by itself where no screen can be drawn, and nothing but lines.

use std::io::{Read, Write};
use std::process::{Command, Output, Stdio};

use crate::screen::Screen;

/// Runs jsim with some lines on its standard input.
fn piped(args: &[&str], lines: &str) -> Output {
    let mut child = jsim(args).spawn().unwrap();
    // The program may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
    child.wait_with_output().unwrap()
}

fn jsim(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jsim"));
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What was written, and that it is plain: no escapes, no drawing, nothing on standard error.
fn plain(output: &Output) -> String {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let odd = text.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{2500}'..='\u{28ff}').contains(c));
    assert_eq!(odd, None, "{text}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
    text
}

#[test]
fn without_a_terminal_a_whole_login_is_lines() {
    let lines = ["demo", "open the link", "Ch4ng3!t", "skip to the next wake-up", "", "quit", ""].join("\n");
    let text = plain(&piped(&[], &lines));
    for part in [
        "User to authenticate:",
        "Backchannel Initialize -> Created",
        "STORE b10d opened: CREATED -> IN_PROGRESS",
        "Identity Store Decision -> True",
        "Backchannel Status -> Success",
        "MAIN reads: AuthLevel: 0",
        "ended at Failure",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("Ch4ng3!t"), "{text}");
    assert!(text.lines().all(|line| !line.starts_with('>')), "a pipe is not prompted\n{text}");
}

#[test]
fn without_a_terminal_time_can_be_skipped_to_unknown() {
    let text =
        plain(&piped(&["--plain"], &format!("demo\n{}quit\n", "skip to the next wake-up\n".repeat(40))));
    assert!(text.contains("Backchannel Status -> Unknown"), "{text}");
    assert!(text.contains("log error: Error checking back channel transaction status."), "{text}");
}

#[test]
fn a_dumb_terminal_gets_lines() {
    let mut screen = Screen::start_with(&[], (80, 24), &[("TERM", "dumb")]);
    screen.until("User to authenticate:").send("demo\r");
    screen.until("Choose: ").send("0\r");
    assert_eq!(screen.left(), 0);
    assert!(!screen.bytes.contains(&0x1b), "no escapes");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = jsim(&["--plain"]).spawn().unwrap();
    let mut first = [0; 16];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    drop(out);
    let _ = child.stdin.take().unwrap().write_all(b"demo\nopen the link\nCh4ng3!t\n");
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(matches!(output.status.code(), Some(0 | 141)), "{:?}", output.status);
}

#[test]
fn the_list_of_users_shows_no_password_that_was_made_up() {
    let lines =
        ["reset", "open the link", "R3set!me", "R3set!me", "N3w!pass", "N3w!pass", "1", "users", "quit", ""];
    let text = plain(&piped(&[], &lines.join("\n")));
    assert!(text.contains("reset  password "), "{text}");
    assert!(!text.contains("N3w!pass"), "{text}");
}
