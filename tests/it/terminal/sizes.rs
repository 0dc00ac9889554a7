//! Other sizes, and changes of size.

use crate::jsim::jsim;
use crate::terminal::screen::Screen;
use rustix::process::Signal;

#[test]
fn after_a_storm_of_sizes_the_last_frame_is_right_and_nothing_is_lost() {
    let mut screen = Screen::start(&[]);
    // Paused, so that the clock moves nothing.
    screen.until("User to authenticate").send("\x1b ");
    screen.until("PAUSED").send("idemo");
    screen.until("[demo ");
    let before = screen.contents();
    for _ in 0..5 {
        for (columns, rows) in [(200, 55), (80, 24), (60, 16), (20, 5), (1, 1), (120, 36)] {
            screen.resize(columns, rows);
        }
    }
    screen.until("TRANSACTION").until("STATE MAIN");
    screen.resize(20, 5);
    screen.until("needs 60x16");
    screen.resize(60, 16);
    screen.until("Tab switches").until("[demo ");
    screen.resize(80, 24);
    screen.wait("the same frame", |screen| screen.contents() == before);
    screen.send("\r");
    screen.until("The request is in flight.");
}

#[test]
fn a_terminal_shows_what_shot_prints() {
    for (columns, rows) in [(60, 16), (80, 24), (200, 55)] {
        let mut screen = Screen::start_with(&["--seed", "7"], (columns, rows), &[]);
        screen.until("User to authenticate").send("\x1b i日本é");
        let size = format!("{columns}x{rows}");
        let args = ["shot", "--seed", "7", "--size", &size, "--keys", "<Esc> i日本é"];
        let made = jsim(&args).run().out;
        // Up to the pause some time has passed.
        let still = |text: &str| text.lines().skip(1).collect::<Vec<_>>().join("\n").trim_end().to_owned();
        screen.wait("the frame", |screen| still(&screen.contents()) == still(&made));
    }
}

#[test]
fn a_frame_that_was_written_over_can_be_drawn_anew() {
    let mut screen = Screen::start(&[]);
    screen.until("User to authenticate").send("dem");
    screen.until("[dem ").scribble("\x1b[2J\x1b[HYou have mail.\x1b[31m");
    assert!(!screen.contents().contains("User to authenticate"));
    screen.send("\x0c");
    screen.until("User to authenticate").until("[dem ");
    assert!(!screen.contents().contains("mail"), "{}", screen.contents());
}

#[test]
fn stopped_and_continued_by_somebody_else_it_draws_itself_anew() {
    let mut screen = Screen::start(&[]);
    screen.until("User to authenticate").send("dem");
    screen.until("[dem ").signal(Signal::STOP);
    screen.scribble("\x1b[?1049l\x1b[?25h\x1b[2J");
    screen.signal(Signal::CONT);
    screen.until("[dem ").send("o");
    screen.until("[demo ");
    assert!(screen.terminal().alternate_screen());
}
