//! Asking for the answers of a page, one line each.

use std::io::{self, Write};

use super::{Lines, PlainError, pages, side};
use crate::drive::{MAIN, Run};
use crate::engine::ClientId;
use crate::page::{Answer, Ask, AskKind, Callback, Page, Tells};
use crate::value::printable;

/// What came of asking.
pub(super) enum Reply {
    /// Answers for the page.
    Answers(Vec<(usize, Answer)>),
    /// The person typed `:`.
    Menu,
    /// The input ended.
    End,
}

/// Whether a page wants more than waiting: a field, or a button on a page without a wait.
pub(super) fn has_form(page: &Page) -> bool {
    let waits = page.callbacks.iter().any(|callback| callback.wait().is_some());
    let fields = page.callbacks.iter().any(Callback::is_field);
    fields || (!waits && !page.callbacks.is_empty())
}

/// Asks for every field and button of a client's page.
pub(super) fn form(
    run: &Run,
    client: ClientId,
    input: &mut Lines<'_>,
    out: &mut dyn Write,
) -> Result<Reply, PlainError> {
    let Some(page) = run.world().client(client).and_then(|client| client.page.clone()) else {
        return Ok(Reply::Menu);
    };
    let who = side(client);
    writeln!(out, "{who} asks. (: for the choices)")?;
    pages::head(&page, out)?;
    let mut answers = Vec::new();
    let mut asked = false;
    for (index, callback) in page.callbacks.iter().enumerate() {
        pages::failed(callback, out)?;
        match callback.tells() {
            Some(Tells::Text { message, .. }) => pages::told(client, message, out)?,
            Some(Tells::Unknown { name }) => pages::unknown(name, out)?,
            Some(Tells::Wait { .. }) | None => {}
        }
        let ask = callback.ask();
        let hidden = ask.prompt.filter(|_| ask.is_hidden()).map(|id| format!("Hidden value {id}"));
        let prompt = hidden.as_deref().or(ask.prompt.map(AsRef::as_ref)).unwrap_or_default();
        let answer = match ask.kind {
            _ if !ask.is_shown && !ask.is_hidden() => continue,
            AskKind::Nothing | AskKind::Fields => continue,
            AskKind::Text => {
                prompt_for(prompt, ask.text, ask.proposal, out)?;
                let Some(text) = input.next(out)? else { return Ok(Reply::End) };
                if text == ":" {
                    return Ok(Reply::Menu);
                }
                Answer::Text(if text.is_empty() { ask.text.into() } else { text.into() })
            }
            AskKind::Secret => {
                prompt_for(prompt, "", "", out)?;
                let Some(secret) = input.secret(out)? else { return Ok(Reply::End) };
                if secret.expose() == ":" {
                    return Ok(Reply::Menu);
                }
                Answer::Secret(secret)
            }
            AskKind::Choice | AskKind::MultiChoice | AskKind::Buttons => {
                match select(prompt, &ask, input, out)? {
                    Ok(index) => Answer::Select(vec![index]),
                    Err(reply) => return Ok(reply),
                }
            }
        };
        asked = true;
        answers.push((index, answer));
    }
    if !asked {
        // A page that only tells something: one line goes on.
        writeln!(out, "{}", if client == MAIN { "Enter goes on." } else { "Enter sends it." })?;
        match input.next(out)?.as_deref() {
            None => return Ok(Reply::End),
            Some(":") => return Ok(Reply::Menu),
            Some(_) => {}
        }
    }
    Ok(Reply::Answers(answers))
}

fn prompt_for(prompt: &str, default: &str, proposal: &str, out: &mut dyn Write) -> io::Result<()> {
    let colon = if prompt.trim_end().ends_with([':', '?']) { "" } else { ":" };
    let hint = match (default, proposal) {
        ("", "") => String::new(),
        ("", proposal) => format!(" (proposed: \"{}\")", printable(proposal)),
        (default, _) => format!(" (Enter keeps \"{}\")", printable(default)),
    };
    writeln!(out, "{}{hint}{colon}", printable(prompt))
}

/// Asks for one of several; an empty line takes the default where there is one.
fn select(
    prompt: &str,
    ask: &Ask<'_>,
    input: &mut Lines<'_>,
    out: &mut dyn Write,
) -> Result<Result<i64, Reply>, PlainError> {
    if !prompt.is_empty() {
        writeln!(out, "{}", printable(prompt))?;
    }
    let (options, preset) = (ask.options, ask.default);
    let listed: Vec<String> = options
        .iter()
        .enumerate()
        .map(|(index, text)| format!("{} {}", index + 1, printable(text)))
        .collect();
    let hint = preset.map(|index| format!("  (Enter takes {})", index + 1)).unwrap_or_default();
    loop {
        writeln!(out, "{}{hint}", listed.join("  "))?;
        let Some(text) = input.next(out)? else { return Ok(Err(Reply::End)) };
        let picked = match text.trim() {
            ":" => return Ok(Err(Reply::Menu)),
            "" => preset,
            number => {
                number.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < options.len())
            }
        };
        match picked.and_then(|index| i64::try_from(index).ok()) {
            Some(index) => return Ok(Ok(index)),
            None => writeln!(out, "Type a number from 1 to {}.", options.len())?,
        }
    }
}
