//! The numbered choices.

use std::io::{self, Write};

use super::{ask, side};
use crate::drive::{BACKCHANNEL, Input, Link, Run};
use crate::engine::ClientId;
use crate::value::printable;

/// Something the person can do now.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Choice {
    /// Answer a page, question by question.
    Answer(ClientId),
    /// Do this.
    Do(Input),
    /// List the users.
    Users,
    /// List the journeys.
    Journeys,
    /// Leave.
    Quit,
}

/// Everything that can be done now, with its words. Quit is always there, as 0.
pub(super) fn choices(run: &Run) -> Vec<(String, Choice)> {
    let mut choices: Vec<(String, Choice)> = Vec::new();
    let page_of = |client| run.world().client(client).and_then(|client| client.page.as_ref());
    let asks = |client| page_of(client).is_some_and(|page| ask::has_form(page));
    let (mut later, mut journeys) = (Vec::new(), Vec::new());
    for input in run.inputs() {
        let words = match &input {
            Input::Answer { client, .. } if asks(*client) => {
                choices.push((format!("answer {}", side(*client)), Choice::Answer(*client)));
                continue;
            }
            Input::Press { client, callback, option, .. } if !asks(*client) => {
                let callback = page_of(*client).and_then(|page| page.callbacks.get(*callback));
                let text = callback.and_then(|callback| callback.ask().options.get(*option));
                format!("{} presses {}", side(*client), printable(text.map_or("", AsRef::as_ref)))
            }
            Input::Resubmit { client } if !asks(*client) => format!("{} asks again early", side(*client)),
            Input::Open { client: BACKCHANNEL, link: Link::Newest } => {
                later.push(("open the link".to_owned(), Choice::Do(input)));
                continue;
            }
            Input::Skip => {
                later.push(("skip to the next wake-up".into(), Choice::Do(input)));
                continue;
            }
            Input::RestartAll => {
                later.push(("restart".into(), Choice::Do(input)));
                continue;
            }
            Input::Choose(name) if name != run.journey() && run.program().main_journeys().contains(name) => {
                journeys.push((format!("start {}", printable(name)), Choice::Do(input)));
                continue;
            }
            _ => continue,
        };
        choices.push((words, Choice::Do(input)));
    }
    choices.extend(later);
    choices.extend([("users".into(), Choice::Users), ("journeys".into(), Choice::Journeys)]);
    choices.extend(journeys);
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
