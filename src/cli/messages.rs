//! Talk: what a command says beside its data.

use std::io::Write;

use crate::value::printable;

/// Says one line on standard error. Text from outside may be in it.
pub(super) fn tell(text: &str) {
    // Standard error may be closed; there is nobody left to tell then.
    let _ = writeln!(std::io::stderr(), "jsim: {}", printable(text));
}
