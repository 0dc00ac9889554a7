//! On every way out the terminal is what it was before.

use rustix::process::Signal;

use crate::terminal::screen::Screen;

#[test]
fn quitting_leaves_a_summary_on_the_normal_screen() {
    let mut screen = Screen::start(&[]);
    screen.until("User to authenticate");
    assert!(screen.terminal().alternate_screen() && screen.terminal().bracketed_paste());
    screen.quit();
    assert_eq!(screen.left(), 0);
    let left = screen.contents();
    assert!(left.contains("jsim  BackchannelMain") && left.contains("simulated time, seed 1"), "{left}");
    assert!(left.contains("MAIN         waits at a Collect User to Login   path a"), "{left}");
    assert!(left.contains("BACKCHANNEL  nothing is open"), "{left}");
}

#[test]
fn one_interrupt_cancels_and_two_quit() {
    let mut screen = Screen::start(&[]);
    screen.until("User to authenticate").send("\x10");
    screen.until("COMMANDS").send("\x03");
    screen.until("Press Ctrl+C again to quit.").until("User to authenticate").send("d");
    screen.until("[d ").send("\x03");
    screen.until("Press Ctrl+C again to quit.").send("\x03");
    assert_eq!(screen.left(), 0);
}

#[test]
fn a_panic_is_told_on_a_terminal_that_is_whole() {
    let mut screen = Screen::start(&["--crash-test"]);
    assert_eq!(screen.left(), 101);
    let told = screen.contents();
    assert!(told.lines().any(|line| line.starts_with("thread 'main'")), "{told}");
    assert!(told.lines().any(|line| line.starts_with("this is the crash test")), "{told}");
    assert!(
        told.lines().any(|line| line.starts_with("jsim ") && line.contains("stopped on an error")),
        "{told}"
    );
}

#[test]
fn signals_end_it_and_the_terminal_is_given_back() {
    for (signal, status) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)]
    {
        let mut screen = Screen::start(&[]);
        screen.until("User to authenticate").signal(signal);
        assert_eq!(screen.left(), status, "{signal:?}");
        assert!(screen.contents().contains("MAIN         waits at a"), "{}", screen.contents());
    }
}

#[test]
fn a_terminal_that_is_closed_ends_it_without_a_panic() {
    let mut screen = Screen::bare();
    screen.until("User to authenticate").send("demo\r");
    screen.until("( Open the link )");
    let code = screen.close();
    assert!(code == 129 || code == 1, "by its signal or by the terminal's error, but it was {code}");
}

#[test]
fn suspended_the_shell_has_the_terminal_and_fg_comes_back() {
    let mut screen = Screen::shell();
    screen.until("ready>").send("\"$JSIM\"\r");
    screen.until("User to authenticate").send("dem");
    screen.until("[dem ").send("\x1a");
    screen.until("Stopped").given_back();
    screen.send("stty -a\r");
    screen.until(" icanon").until(" echo ").send("fg\r");
    screen.wait("the alternate screen", |screen| screen.terminal().alternate_screen());
    screen.until("[dem ").send("o\r");
    screen.until("( Open the link )").send("q");
    screen.until("waits at e").until("ready>").given_back();
}

#[test]
fn without_the_alternate_screen_the_last_frame_stays() {
    let mut screen = Screen::start(&["--no-alt-screen", "--no-mouse"]);
    screen.until("User to authenticate");
    assert!(!screen.terminal().alternate_screen());
    assert_eq!(screen.terminal().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    screen.quit();
    assert_eq!(screen.left(), 0);
    assert!(
        screen.contents().contains("TIMELINE") || screen.contents().contains("main a─|"),
        "{}",
        screen.contents()
    );
}

/// The terminal of these tests answers nothing: a program that waits for an answer would be slow or
/// hang. Nor does it push keyboard modes that would have to be popped.
#[test]
fn the_terminal_is_asked_nothing() {
    let mut screen = Screen::start(&[]);
    screen.until("User to authenticate");
    screen.quit();
    screen.left();
    let bytes = String::from_utf8_lossy(&screen.bytes).into_owned();
    let sequences = bytes.split('\x1b').skip(1).map(|rest| {
        let end = rest.find(|c: char| c.is_ascii_alphabetic() || c == '~').map_or(rest.len(), |at| at + 1);
        &rest[..end]
    });
    for sequence in sequences {
        let asks = sequence.ends_with('n')
            || sequence.ends_with('c')
            || sequence.starts_with("]1")
            || sequence.ends_with('u')
            || sequence.ends_with("$p");
        assert!(!asks, "{sequence:?}");
    }
}

#[test]
fn no_color_means_no_colour() {
    let mut screen = Screen::start_with(&["--theme", "dark"], (80, 24), &[("NO_COLOR", "1")]);
    screen.until("User to authenticate").send("demo\r");
    screen.until("Pending").send("\x10");
    screen.until("COMMANDS").send("\x03\x03");
    screen.left();
    assert_eq!(colours(&screen.bytes), Vec::<u32>::new());

    let mut screen = Screen::start_with(&["--theme", "dark"], (80, 24), &[]);
    screen.until("User to authenticate");
    assert_ne!(colours(&screen.bytes), Vec::<u32>::new(), "with colours there are some");
}

/// The colours that were set; 39 and 49 are the terminal's own.
fn colours(bytes: &[u8]) -> Vec<u32> {
    let text = String::from_utf8_lossy(bytes);
    let sequences = text.split("\x1b[").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';')?;
        rest[end..].starts_with('m').then(|| &rest[..end])
    });
    let numbers = sequences.flat_map(|numbers| numbers.split(';')).filter_map(|number| number.parse().ok());
    numbers.filter(|number| matches!(number, 30..=38 | 40..=48 | 90..=107)).collect()
}
