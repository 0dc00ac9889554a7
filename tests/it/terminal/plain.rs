//! Plain mode: chosen by itself where no screen can be drawn, and nothing but lines.

use std::io::{Read, Write};

use rustix::process::Signal;

use crate::jsim::{Ran, jsim};
use crate::terminal::screen::Screen;

/// Runs jsim with some lines on its standard input.
fn piped(args: &[&str], lines: &str) -> Ran {
    jsim(args).input(lines).run()
}

/// What was written, and that it is plain: no escapes, no drawing, nothing on standard error.
fn plain(ran: Ran) -> String {
    let text = ran.out;
    let odd = text.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{2500}'..='\u{28ff}').contains(c));
    assert_eq!(odd, None, "{text}");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    text
}

#[test]
fn without_a_terminal_a_whole_login_is_lines() {
    let lines = ["demo", "open the link", "Ch4ng3!t", "skip to the next wake-up", "", "quit", ""].join("\n");
    let text = plain(piped(&[], &lines));
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
        plain(piped(&["--plain"], &format!("demo\n{}quit\n", "skip to the next wake-up\n".repeat(40))));
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
fn a_password_is_not_shown_on_a_terminal() {
    let mut screen = Screen::start(&["--plain"]);
    screen.until("User to authenticate:").send("demo\r");
    screen.until("Choose: ").send("open the link\r");
    screen.until("Password:\n>").send("Ch4ng3!T\x7ft\r");
    screen.until("ended at Success").until("Choose: ").send("0\r");
    assert_eq!(screen.left(), 0);
    let told = String::from_utf8_lossy(&screen.bytes);
    assert!(told.contains("open the link\r"), "other lines are shown\n{told}");
    assert!(!told.contains("Ch4ng3"), "{told}");
}

#[test]
fn ctrl_c_and_sigterm_end_it_with_the_summary_of_the_screen() {
    for (at, keys) in [("User to authenticate:\n>", ""), ("Password:\n>", "demo\ropen the link\r")] {
        for (signal, status) in [(None, 130), (Some(Signal::TERM), 143)] {
            let mut screen = Screen::start(&["--plain"]);
            screen.until("User to authenticate:").send(keys);
            screen.until(at).send("half");
            match signal {
                None => _ = screen.send("\x03"),
                Some(signal) => screen.signal(signal),
            }
            // left() also says that the terminal's settings, echo among them, are as before.
            assert_eq!(screen.left(), status, "{at}");
            let told = screen.contents();
            assert!(told.contains("of simulated time, seed 1"), "{told}");
            assert!(told.contains("  MAIN         waits at "), "{told}");
            assert!(told.contains(&format!("jsim: ended by signal {}", status - 128)), "{told}");
        }
    }
}

#[test]
fn a_terminal_that_asks_for_a_password_in_run_is_given_back_on_sigterm() {
    let mut screen = Screen::start(&["run", "--answer", "main:User to authenticate=demo"]);
    screen.until("backchannel asks \"Password\":").signal(Signal::TERM);
    assert_eq!(screen.left(), 143);
}

/// Somebody who hears the lines finds the link in them.
#[test]
fn a_page_that_waits_is_told_with_its_text_and_again_when_it_changes() {
    let skip = "skip to the next wake-up\n";
    let text = plain(piped(&["--plain"], &format!("demo\n{skip}open the link\n:\n{skip}{skip}quit\n")));
    let told: Vec<&str> = text.lines().filter(|line| line.starts_with("MAIN waits ")).collect();
    assert_eq!(told.len(), 2, "{text}");
    let link = "MAIN waits 5 seconds. Open this link on the other device: https://";
    assert!(told[0].starts_with(link), "{text}");
    assert_eq!(told[1], "MAIN waits 8 seconds. The other device is logging in. Next look in 8 seconds.");
}

#[test]
fn progress_that_a_help_desk_sees_is_told() {
    let lines = "bob\nopen the link\n:\nskip to the next wake-up\nquit\n";
    let text = plain(piped(&["--plain", "--journey", "HelpDeskMain"], lines));
    let told: Vec<&str> = text.lines().filter(|line| line.starts_with("MAIN waits ")).collect();
    assert!(told[0].starts_with("MAIN waits 4 seconds. Send the caller this link: https://"), "{text}");
    assert_eq!(told[1..], ["MAIN waits 4 seconds. Caller: has opened the link"], "{text}");
}

#[test]
fn users_are_listed_in_the_words_and_the_order_of_the_screen() {
    let text = plain(piped(&["--plain"], ":\nusers\nquit\n"));
    let rows: Vec<&str> = text.lines().filter(|line| line.contains("  password ")).collect();
    let active = rows.iter().take_while(|row| row.ends_with("  active")).count();
    assert!(active > 0 && rows[active..].iter().all(|row| !row.ends_with("  active")), "{text}");
    assert!(rows.iter().any(|row| row.ends_with("  password reset")), "{text}");
    assert!(rows.iter().any(|row| row.ends_with("  unknown to the store")), "{text}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = jsim(&["--plain"]).spawn();
    let mut first = [0; 16];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    drop(out);
    let _ = child.stdin.take().unwrap().write_all(b"demo\nopen the link\nCh4ng3!t\n");
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ran.err, "");
    assert!(matches!(ran.code, Some(0 | 141)), "{ran:?}");
}

#[test]
fn the_list_of_users_shows_no_password_that_was_made_up() {
    let lines =
        ["reset", "open the link", "R3set!me", "R3set!me", "N3w!pass", "N3w!pass", "1", "users", "quit", ""];
    let text = plain(piped(&[], &lines.join("\n")));
    assert!(text.contains("reset  password "), "{text}");
    assert!(!text.contains("N3w!pass"), "{text}");
}
