//! The picture in the README is what the program makes.

use crate::jsim::jsim;
use crate::screen::{HOW, updating};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
const MARK: &str = "<!-- screen -->\n";

/// The part between two marks, and where it is.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap_or_else(|| panic!("the README has no {from:?}")) + from.len();
    let length = text[start..].find(to).unwrap_or_else(|| panic!("no {to:?} after {from:?}"));
    &text[start..start + length]
}

#[test]
fn the_readme_shows_what_the_program_draws() {
    let readme = std::fs::read_to_string(README).expect("there is a README");
    let place = between(&readme, MARK, "\n## ");
    let keys = between(place, "jsim shot --keys '", "'");
    let shown = between(place, "```text\n", "```");
    let made = jsim(&["shot", "--keys", keys]).run().out;
    if updating() {
        std::fs::write(README, readme.replace(shown, &made)).expect("the README can be written");
        return;
    }
    assert!(shown == made, "the picture in README.md is old. {HOW} Now:\n{made}");
}
