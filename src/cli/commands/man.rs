//! `jsim man`.

use std::io::Write;

use clap::builder::Resettable;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::cli::Args;
use crate::cli::args::NoJourneys;
use crate::cli::exit::{Exit, Failure};
use crate::json::nearest;
use crate::value::printable;

const EXAMPLES: &str = "\
Examples:
  jsim man | man -l -                               the page of jsim
  jsim man graph | man -l -                         that of a command
  jsim man > ~/.local/share/man/man1/jsim.1

Exit codes: 0 done, 2 usage or no such command";

/// Which page.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct ManArgs {
    /// The command whose page is wanted, such as rules; without it, the page of jsim itself
    pub command: Option<String>,
    /// Nothing is loaded here.
    #[command(flatten)]
    pub unused: NoJourneys,
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
    let mut all = Args::command().subcommand_value_name("COMMAND").subcommand_help_heading("COMMANDS");
    all.build();
    let command = match &args.command {
        None => all,
        Some(name) => find(&all, name)?,
    };
    out.write_all(&page(command)?)?;
    Ok(Exit::Passed)
}

fn find(all: &Command, name: &str) -> Result<Command, Failure> {
    let known: Vec<&str> = all.get_subcommands().map(Command::get_name).collect();
    all.find_subcommand(name).cloned().ok_or_else(|| {
        let name = printable(name);
        let hint = nearest(&name, &known).map(|near| format!("did you mean {near}? ")).unwrap_or_default();
        Failure::usage(format!("there is no command \"{name}\""))
            .with_help(format!("{hint}known: {}", known.join(", ")))
    })
}

/// A page. Examples keep their lines, which an ordinary section would run together.
fn page(command: Command) -> Result<Vec<u8>, Failure> {
    let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let has_commands = command.has_subcommands();
    let man = Man::new(command.after_help(Resettable::Reset));
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if has_commands {
        man.render_subcommands_section(&mut text)?;
    }
    let mut end = Roff::new();
    for paragraph in examples.split("\n\n").filter(|paragraph| !paragraph.starts_with("Exit codes")) {
        let (first, rest) = paragraph.split_once('\n').unwrap_or((paragraph, ""));
        let table = rest.lines().any(|line| line.starts_with("  "));
        let heading = first.strip_suffix(':').filter(|heading| table && !heading.contains(' '));
        let body = match heading {
            Some(heading) => {
                end.control("SH", [heading.to_uppercase().as_str()]);
                rest
            }
            None => {
                end.control("PP", []);
                paragraph
            }
        };
        if table {
            end.control("nf", []).text([roman(body)]).control("fi", []);
        } else {
            end.text([roman(body)]);
        }
    }
    end.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in EXIT_STATUS {
        end.control("TP", []).text([bold(*code)]).text([roman(*meaning)]);
    }
    end.to_writer(&mut text)?;
    Ok(text)
}
