//! `jsim check`.

mod explain;
mod human;
mod read;
mod record;
mod sarif;

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use clap::ValueEnum;

pub use record::{NodeRecord, Record, ScriptRecord};

use crate::check::{self, Severity};
use crate::cli::When;
use crate::cli::exit::{Exit, Failure};

/// What to check, and how to tell.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  jsim check                            the shipped journeys
  jsim check exports/ Login.json        a folder and a file, checked together
  jsim check exports/ --deny warnings   for CI: exit code 1 on warnings too
  jsim check --explain outcome-not-wired
  jsim check exports/ --format sarif > jsim.sarif

What is meant so can be allowed: everywhere with --allow ID; in one journey with \"jsim-allow: ID\" in
its description or in a comment of one of its scripts; in one line of a script with the same words in a
comment on it or above it.

Exit codes: 0 nothing is wrong, 1 errors were found (with --deny warnings: or warnings), 2 usage,
3 a file does not load")]
pub struct CheckArgs {
    /// Journey exports, or folders with exports (*.json), folders inside included; scenarios and other JSON
    /// files among them are left out; a realm.json beside them gives the life of
    /// transactions. Without any: what --journeys names, else the shipped journeys
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What ends with exit code 1 beside errors
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// Leave out what has this id
    #[arg(long, value_name = "ID")]
    pub allow: Vec<String>,
    /// How to tell: for people, one JSON object for each finding, or SARIF 2.1.0
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub format: Format,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    pub color: When,
    /// Explain what an id stands for, with an example and its mending
    #[arg(long, value_name = "ID", num_args = 0..=1, default_missing_value = "", conflicts_with = "list")]
    pub explain: Option<String>,
    /// List the ids of all checks
    #[arg(long)]
    pub list: bool,
}

/// What is denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings.
    Warnings,
    /// Warnings and notes.
    Notes,
}

/// How findings are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Human,
    /// One JSON object in a line for each finding.
    Json,
    /// SARIF 2.1.0.
    Sarif,
}

/// Checks, and tells.
pub fn run(
    args: &CheckArgs,
    journeys: Option<&std::path::Path>,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let format = if args.json { Format::Json } else { args.format };
    if args.list {
        return explain::list(format, out);
    }
    if let Some(id) = &args.explain {
        return explain::explain(id, format, out);
    }
    if let Some(id) = args.allow.iter().find(|id| check::lint(id).is_none()) {
        return Err(explain::unknown(id));
    }
    let paths: Vec<PathBuf> = match (args.paths.is_empty(), journeys) {
        (true, Some(path)) => vec![path.to_owned()],
        _ => args.paths.clone(),
    };
    let read::ReadIn { files, wrong, left_out } = read::read(&paths)?;
    left_out.tell("journey export");
    let mut report = check::check(&files);
    report.unloaded += wrong.len();
    report.findings.splice(0..0, wrong);
    let all = report.findings.len();
    report.findings.retain(|finding| !args.allow.iter().any(|id| id == finding.lint.id));
    report.allowed += all - report.findings.len();
    match format {
        Format::Human => human::write(&report, &files, &look(args.color), out)?,
        Format::Json => record::write(&report, out)?,
        Format::Sarif => sarif::write(&report, out)?,
    }
    out.flush()?;
    verdict(args, format, &report)
}

fn verdict(args: &CheckArgs, format: Format, report: &check::Report) -> Result<Exit, Failure> {
    let unloaded = report.findings.iter().filter(|finding| check::is_load_failure(finding.lint));
    if report.unloaded > 0 {
        let failures = unloaded.map(|finding| match format {
            // Standard output has the rest.
            Format::Human => Failure::invalid(format!("{} does not load", finding.place.file)),
            _ => record::failure(finding),
        });
        if let Some(failure) = Failure::of_all(failures) {
            return Err(failure);
        }
    }
    let worst = match args.deny {
        None => Severity::Error,
        Some(Deny::Warnings) => Severity::Warning,
        Some(Deny::Notes) => Severity::Note,
    };
    let denied = report.findings.iter().any(|finding| finding.lint.severity >= worst);
    Ok(if denied { Exit::Failed } else { Exit::Passed })
}

/// Colour, and how wide the terminal is.
fn look(color: When) -> human::Look {
    let is_terminal = std::io::stdout().is_terminal();
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    human::Look {
        colour: match color {
            When::Auto => is_terminal && !set("NO_COLOR") && !dumb,
            When::Always => true,
            When::Never => false,
        },
        width: is_terminal
            .then(|| crossterm::terminal::size().ok())
            .flatten()
            .map(|(columns, _)| usize::from(columns).max(40)),
    }
}
