//! Why and why not, and the ledger of rules: the commands from outside, the library from inside.

mod command;
mod mutations;
mod recorded;
mod rules;
mod untrusted;

use crate::jsim::Ran;

/// The binary with arguments: exit code, standard output, standard error.
fn jsim(args: &[&str]) -> (i32, String, String) {
    let Ran { code, out, err } = crate::jsim::jsim(args).run();
    (code.expect("it ends by itself"), out, err)
}
