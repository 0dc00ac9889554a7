//! `jsim shot` as a command.

use assert_cmd::Command;

fn shot(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("jsim").expect("it is built");
    command.arg("shot").args(args);
    command
}

fn printed(command: &mut Command) -> String {
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).expect("it is UTF-8")
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
        let output = shot(args).output().expect("it runs");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?} {told}");
        assert!(told.contains(words), "{args:?} {told}");
        assert!(output.stdout.is_empty(), "{args:?}");
    }
    let output = shot(&["--journeys", "no/such/folder"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(3), "{output:?}");
}

#[test]
fn the_environment_changes_nothing() {
    for form in [&["--keys", "demo<Enter>"][..], &["--keys", "demo<Enter>", "--svg"]] {
        let usual = printed(&mut shot(form));
        let other =
            [("NO_COLOR", "1"), ("TERM", "dumb"), ("COLORFGBG", "0;15"), ("LC_ALL", "C"), ("COLUMNS", "40")];
        assert_eq!(printed(shot(form).envs(other)), usual);
    }
}

#[test]
fn the_theme_shows_in_a_picture_and_nowhere_else() {
    let text = |theme| printed(&mut shot(&["--keys", "demo<Enter>", "--theme", theme]));
    let svg = |theme| printed(&mut shot(&["--keys", "demo<Enter>", "--svg", "--theme", theme]));
    assert_eq!(text("light"), text("mono"));
    assert_ne!(svg("light"), svg("dark"));
    let (open, close) = (svg("dark").matches("<text").count(), svg("dark").matches("</text>").count());
    assert!(open > 20 && open == close);
}

#[test]
fn leaving_the_screen_prints_what_stays() {
    let left = printed(&mut shot(&["--keys", "demo<Enter><Ctrl+C><Ctrl+C>"]));
    assert!(left.starts_with("jsim  BackchannelMain") && left.contains("transaction"), "{left}");
}
