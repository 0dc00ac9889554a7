//! The numbered choices.

use std::io::{self, Write};
use std::sync::Arc;

use super::{ask, side};
use crate::drive::{BACKCHANNEL, MAIN, Run};
use crate::engine::ClientId;
use crate::page::{Answer, AskKind};
use crate::value::printable;

/// Something the person can do now.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Choice {
    /// Answer a page.
    Answer(ClientId),
    /// Send a waiting page now: early, or with a button pressed.
    Press(ClientId, Vec<(usize, Answer)>),
    /// Open the link.
    OpenLink,
    /// Skip to the next wake-up.
    Skip,
    /// Start again.
    Restart,
    /// List the users.
    Users,
    /// List the journeys.
    Journeys,
    /// Start another journey: `journey NAME`.
    Journey(Arc<str>),
    /// Leave.
    Quit,
}

/// Everything that can be done now, with its words. Quit is always there, as 0.
pub(super) fn choices(run: &Run) -> Vec<(String, Choice)> {
    let mut choices = Vec::new();
    for client in [MAIN, BACKCHANNEL] {
        let Some(page) = run.world().client(client).and_then(|client| client.page.clone()) else { continue };
        if !run.can_submit(client) {
            continue;
        }
        if ask::has_form(&page) {
            choices.push((format!("answer {}", side(client)), Choice::Answer(client)));
            continue;
        }
        for (index, callback) in page.callbacks.iter().enumerate() {
            let ask = callback.ask();
            if ask.kind == AskKind::Buttons {
                for (option, text) in (0..).zip(ask.options) {
                    let press = vec![(index, Answer::Select(vec![option]))];
                    choices.push((
                        format!("{} presses {}", side(client), printable(text)),
                        Choice::Press(client, press),
                    ));
                }
            }
        }
        choices.push((format!("{} asks again early", side(client)), Choice::Press(client, Vec::new())));
    }
    if run.link().is_some() {
        choices.push(("open the link".into(), Choice::OpenLink));
    }
    if run.world().next_wake().is_some() {
        choices.push(("skip to the next wake-up".into(), Choice::Skip));
    }
    choices.push(("restart".into(), Choice::Restart));
    choices.push(("users".into(), Choice::Users));
    choices.push(("journeys".into(), Choice::Journeys));
    for name in run.program().main_journeys() {
        if name != *run.journey() {
            choices.push((format!("start {}", printable(&name)), Choice::Journey(name)));
        }
    }
    choices
}

/// The choices as one line.
pub(super) fn line(choices: &[(String, Choice)]) -> String {
    let mut words: Vec<String> =
        choices.iter().enumerate().map(|(index, (text, _))| format!("{} {text}", index + 1)).collect();
    words.push("0 quit".into());
    words.join("  ")
}

/// The choice for a typed number, or for its words.
pub(super) fn pick(choices: &[(String, Choice)], typed: &str) -> Option<Choice> {
    match typed {
        "0" | "q" | "quit" => Some(Choice::Quit),
        typed => {
            let by_number = || choices.get(typed.parse::<usize>().ok()?.checked_sub(1)?);
            let by_words = || choices.iter().find(|(words, _)| words.eq_ignore_ascii_case(typed));
            by_number().or_else(by_words).map(|(_, choice)| choice.clone())
        }
    }
}

/// The demo users with their passwords, as the screen lists them: fixtures of the simulated realm. A
/// password that was made up during the run is not shown.
pub(super) fn users(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Users of the simulated realm (fixtures, not real accounts):")?;
    let fixtures = run.program().identities();
    for user in run.world().identities().listed() {
        let password = match fixtures.fixture_password(user) {
            Some(password) => format!("password {}", printable(password.expose())),
            None => "password changed in this run".to_owned(),
        };
        writeln!(out, "  {}  {password}  {}", printable(&user.user_name), user.standing())?;
    }
    Ok(())
}

/// The journeys one can start.
pub(super) fn journeys(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Journeys:")?;
    for name in run.program().main_journeys() {
        let mark = if name == *run.journey() { "  (running)" } else { "" };
        writeln!(out, "  {}{mark}", printable(&name))?;
    }
    Ok(())
}
