//! Plain mode: the same run as numbered prompts and one line per event. For screen readers, pipes
//! and terminals that cannot draw. No cursor moves, no colour, no drawing characters.
//!
//! A password is not shown while it is typed; Ctrl+C and SIGTERM end it with the screen's summary.
//!
//! The clock stands still while it waits for a line; time passes by "skip the wait".

mod ask;
mod lines;
mod menu;
mod pages;

use std::io::{self, Write};

use crate::drive::{BACKCHANNEL, Input, InputError, MAIN, PageKey, Run};
use crate::engine::{ClientId, Event, EventKind};
use crate::value::printable;
use menu::Choice;

pub use lines::{Keyboard, Lines};

/// Why plain mode stopped early.
#[derive(Debug, thiserror::Error)]
pub enum PlainError {
    /// Standard output or input broke; a closed pipe is not an error.
    #[error("standard input or output failed: {0}")]
    Io(#[from] io::Error),
    /// A signal ended it: Ctrl+C or SIGTERM.
    #[error("ended by signal {0}")]
    Signal(i32),
}

/// Runs until the input ends or the person quits.
pub fn run(run: &mut Run, input: &mut Lines<'_>, out: &mut dyn Write) -> Result<(), PlainError> {
    run.set_paused(false);
    match talk(run, input, out) {
        Err(PlainError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

fn talk(run: &mut Run, input: &mut Lines<'_>, out: &mut dyn Write) -> Result<(), PlainError> {
    let mut told = 0;
    // A side is asked directly once per page; afterwards through the menu.
    let mut asked = [None; 2];
    let mut waiting = pages::Waiting::default();
    loop {
        told = tell(run, told, out)?;
        waiting.tell(run, out)?;
        if let Some(client) = newly_asking(run, &mut asked) {
            match ask::form(run, client, input, out)? {
                ask::Reply::Answers(answers) => {
                    report(run.perform(&Input::answer(client, answers)), out)?;
                    continue;
                }
                ask::Reply::Menu => {}
                ask::Reply::End => return Ok(()),
            }
            told = tell(run, told, out)?;
        }
        let choices = menu::choices(run);
        writeln!(out, "Choose: {}", menu::line(&choices))?;
        let Some(line) = input.next(out)? else { return Ok(()) };
        let line = line.trim();
        let Some(choice) = menu::pick(&choices, line) else {
            // Not repeated: it may be a password meant for a page.
            writeln!(out, "That is not one of the choices: type a number, or its words.")?;
            continue;
        };
        match choice {
            Choice::Quit => return Ok(()),
            Choice::Answer(client) => asked[usize::from(client.0)] = None,
            Choice::Do(input) => {
                if matches!(input, Input::RestartAll | Input::Choose(_)) {
                    told = 0;
                    asked = [None; 2];
                    waiting = pages::Waiting::default();
                }
                report(run.perform(&input), out)?;
            }
            Choice::Users => menu::users(run, out)?,
            Choice::Journeys => menu::journeys(run, out)?,
        }
    }
}

/// An event as one readable line: `t 0:03.2 MAIN d Backchannel Status -> Pending`.
pub(crate) fn event_line(event: &Event) -> String {
    let store = matches!(event.kind, EventKind::Transaction { .. } | EventKind::StoreFailing { .. });
    let who = event.client.filter(|_| !store).map_or("STORE", side);
    let letter = event.kind.node().map(|node| format!(" {}", node.letter)).unwrap_or_default();
    let at = event.at.since_start().as_stopwatch();
    format!("t {at} {who}{letter} {}", printable(&event.kind.to_string()))
}

/// The name of a client as it stands before its lines.
pub(crate) fn side(client: ClientId) -> &'static str {
    if client == MAIN { "MAIN" } else { "BACKCHANNEL" }
}

/// Writes the events since the last time, one line each.
fn tell(run: &Run, from: usize, out: &mut dyn Write) -> io::Result<usize> {
    for event in run.log_from(from) {
        writeln!(out, "{}", event_line(event))?;
    }
    out.flush()?;
    Ok(run.log().len())
}

/// A client whose page has fields and was not asked about yet.
fn newly_asking(run: &Run, asked: &mut [Option<PageKey>; 2]) -> Option<ClientId> {
    for client in [BACKCHANNEL, MAIN] {
        let slot = usize::from(client.0);
        let page = run.world().client(client).and_then(|client| client.page.clone());
        let key = run.page_key(client).filter(|_| page.is_some_and(|page| ask::has_form(&page)));
        if key.is_some() && key != asked[slot] {
            asked[slot] = key;
            return Some(client);
        }
    }
    None
}

fn report(result: Result<usize, InputError>, out: &mut dyn Write) -> io::Result<()> {
    match result {
        Ok(_) => Ok(()),
        Err(refusal) => writeln!(out, "That cannot be done now: {refusal}."),
    }
}
