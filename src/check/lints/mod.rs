//! The lints: one file for each small family, and the one list of all.

mod allowances;
mod backchannel;
mod bindings;
mod credentials;
mod files;
mod loops;
mod nodes;
mod outcomes;
mod pages;
mod references;
mod results;
mod scripts;
mod state;
mod time;
mod wiring;

pub use files::UNREADABLE;
pub(crate) use files::{realm, sentence, unloaded};

use super::finding::{Finding, Lint, Place};
use super::flow::Flow;
use super::project::Project;

/// Looks through everything and adds what it finds.
pub(super) type Pass = fn(&Project<'_>, &Flow<'_, '_>, &mut Vec<Finding>);

/// A family: its lints, and the pass that finds them.
type Family = (&'static [&'static Lint], Pass);

pub(super) fn families() -> [Family; 15] {
    [
        (files::LINTS, files::PASS),
        (wiring::LINTS, wiring::PASS),
        (nodes::LINTS, nodes::PASS),
        (references::LINTS, references::PASS),
        (pages::LINTS, pages::PASS),
        (scripts::LINTS, scripts::PASS),
        (bindings::LINTS, bindings::PASS),
        (outcomes::LINTS, outcomes::PASS),
        (results::LINTS, results::PASS),
        (backchannel::LINTS, backchannel::PASS),
        (time::LINTS, time::PASS),
        (loops::LINTS, loops::PASS),
        (credentials::LINTS, credentials::PASS),
        (state::LINTS, state::PASS),
        (allowances::LINTS, allowances::PASS),
    ]
}

/// Every lint.
pub fn all() -> impl Iterator<Item = &'static Lint> {
    families().into_iter().flat_map(|(lints, _)| lints.iter().copied())
}

/// A finding that is mended as its lint says.
fn finding(lint: &'static Lint, place: Place, what: impl Into<String>) -> Finding {
    Finding { lint, place, what: what.into(), mend: None }
}

/// A finding with a cure of its own.
fn mended(lint: &'static Lint, place: Place, what: impl Into<String>, mend: impl Into<String>) -> Finding {
    Finding { mend: Some(mend.into()), ..finding(lint, place, what) }
}

/// Whether two names differ only in case, or by one letter that one of them lacks.
fn almost(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let (long, short) = if one.len() > other.len() { (&one, &other) } else { (&other, &one) };
    one == other
        || long.char_indices().any(|(at, c)| {
            long.len() == short.len() + c.len_utf8()
                && short.starts_with(&long[..at])
                && short.ends_with(&long[at + c.len_utf8()..])
        })
}
