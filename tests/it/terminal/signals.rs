//! Whatever ends it, the terminal is given back: the screen's modes, and the echo that a hidden question takes.

use rustix::process::Signal;

use crate::terminal::screen::Screen;

/// The signals whose default is to end a program, without those of a fault of its own.
const ENDING: &[Signal] = &[
    Signal::HUP,
    Signal::INT,
    Signal::QUIT,
    Signal::TRAP,
    Signal::ABORT,
    Signal::USR1,
    Signal::USR2,
    Signal::ALARM,
    Signal::TERM,
    Signal::XCPU,
    Signal::XFSZ,
    Signal::VTALARM,
    Signal::PROF,
    Signal::SYS,
];

/// Their numbers, and those that only Linux has: BUS, STKFLT, IO, PWR, and some real-time ones.
fn numbers() -> Vec<i32> {
    let mut numbers: Vec<i32> = ENDING.iter().map(|signal| signal.as_raw()).collect();
    if cfg!(target_os = "linux") {
        numbers.extend([7, 16, 29, 30, 35, 50, 64]);
    }
    numbers
}

/// Sends each signal to a jsim of its own that waits at a text. All of them run at the same time.
fn each_signal_gives_the_terminal_back(args: &[&str], keys: &str, at: &str, told: &str) {
    let mut screens: Vec<(i32, Screen)> =
        numbers().into_iter().map(|number| (number, Screen::start(args))).collect();
    for (number, screen) in &mut screens {
        screen.until("User to authenticate").send(keys).until(at);
        screen.signal_number(*number);
    }
    for (number, screen) in &mut screens {
        // left() compares the settings of the terminal, echo among them, with those before.
        assert_eq!(i64::from(screen.left()), i64::from(128 + *number), "signal {number}");
        assert!(screen.contents().contains(told), "signal {number}: {}", screen.contents());
    }
}

#[test]
fn every_signal_that_ends_the_screen_gives_the_terminal_back() {
    each_signal_gives_the_terminal_back(&[], "", "User to authenticate", "MAIN         waits at a");
}

#[test]
fn every_signal_that_ends_a_hidden_question_of_plain_mode_gives_the_echo_back() {
    let keys = "demo\ropen the link\r";
    each_signal_gives_the_terminal_back(&["--plain"], keys, "Password:\n>", "of simulated time, seed 1");
}

#[test]
fn every_signal_that_ends_a_hidden_question_of_run_gives_the_echo_back() {
    let at = "backchannel asks \"Password\":";
    each_signal_gives_the_terminal_back(&["run"], "demo\r", at, "jsim: ended by signal ");
}
