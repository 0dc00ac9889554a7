//! `jsim shot` as a command.

use crate::jsim::{Jsim, jsim};

fn shot<'a>(args: &[&str]) -> Jsim<'a> {
    jsim(&[&["shot"], args].concat())
}

fn printed(shot: Jsim<'_>) -> String {
    let ran = shot.run();
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    ran.out
}

#[test]
fn wrong_arguments_are_told_with_their_place() {
    for (args, words) in [
        (&["--keys", "demo<Entr>"][..], "--keys, character 5: there is no key <Entr>"),
        (&["--keys", "<wait 5>"], "write it as 200ms, 5s or 3m"),
        (&["--keys", "<Esc>qx"], "--keys, character 7: the keys before this one have left the screen"),
        (&["--keys", "<Esc>q", "--svg"], "there is no picture"),
        (&["--size", "80"], "write columns and rows"),
        (&["--journey", "Nowhere"], "Nowhere"),
    ] {
        let ran = shot(args).run();
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{args:?} {}", ran.err);
        assert!(ran.err.contains(words), "{args:?} {}", ran.err);
    }
    let ran = shot(&["--journeys", "no/such/folder"]).run();
    assert_eq!(ran.code, Some(3), "{ran:?}");
}

#[test]
fn the_environment_changes_nothing() {
    for form in [&["--keys", "demo<Enter>"][..], &["--keys", "demo<Enter>", "--svg"]] {
        let usual = printed(shot(form));
        let other =
            [("NO_COLOR", "1"), ("TERM", "dumb"), ("COLORFGBG", "0;15"), ("LC_ALL", "C"), ("COLUMNS", "40")];
        let changed = other.into_iter().fold(shot(form), |shot, (name, value)| shot.env(name, value));
        assert_eq!(printed(changed), usual);
    }
}

#[test]
fn the_theme_shows_in_a_picture_and_nowhere_else() {
    let text = |theme| printed(shot(&["--keys", "demo<Enter>", "--theme", theme]));
    let svg = |theme| printed(shot(&["--keys", "demo<Enter>", "--svg", "--theme", theme]));
    assert_eq!(text("light"), text("mono"));
    assert_ne!(svg("light"), svg("dark"));
    let (open, close) = (svg("dark").matches("<text").count(), svg("dark").matches("</text>").count());
    assert!(open > 20 && open == close);
}

#[test]
fn leaving_the_screen_prints_what_stays() {
    let left = printed(shot(&["--keys", "demo<Enter><Ctrl+C><Ctrl+C>"]));
    assert!(left.starts_with("jsim  BackchannelMain") && left.contains("transaction"), "{left}");
}
