//! `jsim man`.

use std::io::Write;

use clap::CommandFactory;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::cli::Args;
use crate::cli::exit::{Exit, Failure};

/// Which page.
#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// The command whose page is wanted, such as rules; without it, the page of jsim itself
    pub command: Option<String>,
}

/// The exit codes of every command.
const EXIT_STATUS: &[(&str, &str)] = &[
    ("0", "Everything asked for was done and holds."),
    ("1", "An expectation failed, a check found errors, or the terminal broke."),
    ("2", "The command line is wrong."),
    ("3", "A journey, a realm or a scenario does not load."),
    ("4", "The target that was named was not reached."),
    ("130", "Interrupted."),
];

/// Prints a manual page in roff, for `man -l -`.
pub fn run(args: &ManArgs, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut all = Args::command();
    all.build();
    let command = match &args.command {
        None => all,
        Some(name) => {
            let known: Vec<String> =
                all.get_subcommands().map(|command| command.get_name().to_owned()).collect();
            let found = all.find_subcommand(name).cloned();
            found.ok_or_else(|| {
                Failure::Usage(format!(
                    "there is no command \"{}\"; known: {}",
                    crate::kernel::printable(name),
                    known.join(", ")
                ))
            })?
        }
    };
    let mut text = Vec::new();
    Man::new(command).render(&mut text)?;
    let mut end = Roff::new();
    end.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in EXIT_STATUS {
        end.control("TP", []).text([bold(*code)]).text([roman(*meaning)]);
    }
    end.to_writer(&mut text)?;
    out.write_all(&text)?;
    Ok(Exit::Passed)
}
