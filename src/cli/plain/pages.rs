//! What pages say, beside their questions.

use std::io::{self, Write};

use super::side;
use crate::drive::{BACKCHANNEL, MAIN, Run};
use crate::engine::ClientId;
use crate::page::{Callback, Page, Tells};
use crate::value::printable;

/// The header and the description of a page.
pub(super) fn head(page: &Page, out: &mut dyn Write) -> io::Result<()> {
    for text in [&page.header, &page.description].into_iter().flatten() {
        writeln!(out, "{}", printable(text))?;
    }
    Ok(())
}

/// A text that a page shows.
pub(super) fn told(client: ClientId, message: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} reads: {}", side(client), printable(message))
}

/// A callback that only the vendor's own pages know.
pub(super) fn unknown(name: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}: jsim cannot show or answer this callback.", printable(name))
}

/// Why the last answer to a question was not accepted.
pub(super) fn failed(callback: &Callback, out: &mut dyn Write) -> io::Result<()> {
    for policy in callback.failed_policies() {
        writeln!(out, "Not accepted: {}", printable(policy))?;
    }
    Ok(())
}

/// What was told of the pages that only wait: each is told once, and again when it says something
/// else.
#[derive(Default)]
pub(super) struct Waiting([Vec<u8>; 2]);

impl Waiting {
    /// Tells what is new on pages that wait.
    pub(super) fn tell(&mut self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        for client in [MAIN, BACKCHANNEL] {
            let mut says = Vec::new();
            let page = run.world().client(client).and_then(|client| client.page.as_ref());
            if let Some(page) = page.filter(|page| !super::ask::has_form(page)) {
                waiting(client, page, &mut says)?;
            }
            let Some(before) = self.0.get_mut(usize::from(client.0)) else { continue };
            // While a request is under way there is no page; the next one may say the same.
            if !says.is_empty() && says != *before {
                out.write_all(&says)?;
                *before = says;
            }
        }
        out.flush()
    }
}

fn waiting(client: ClientId, page: &Page, out: &mut dyn Write) -> io::Result<()> {
    head(page, out)?;
    for callback in &page.callbacks {
        match (callback.tells(), callback.wait()) {
            (Some(Tells::Wait { message }), Some(wait)) => {
                let seconds = wait.0 as f64 / 1000.0;
                let unit = if wait.0 == 1000 { "second" } else { "seconds" };
                let told = format!("{} waits {seconds} {unit}. {}", side(client), printable(message));
                writeln!(out, "{}", told.trim_end())?;
            }
            (Some(Tells::Text { message, .. }), _) => told(client, message, out)?,
            _ => {}
        }
    }
    Ok(())
}
