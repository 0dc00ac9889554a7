//! `jsim man`.

use std::io::Write;

use clap::CommandFactory;

use crate::cli::Args;
use crate::cli::exit::{Exit, Failure};

/// Nothing to choose.
#[derive(Debug, clap::Args)]
pub struct ManArgs {}

/// Prints the manual page in roff, for `man -l -`: the page of `jsim`, then one section for each command.
pub fn run(out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Args::command()).render(&mut text)?;
    out.write_all(&text)?;
    Ok(Exit::Passed)
}
