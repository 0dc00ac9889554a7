//! `jsim describe`: what journeys consist of.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use crate::cli::exit::{Exit, Failure};
use crate::cli::text_style::TextStyleArgs;
use crate::cli::{choose, load};
use crate::describe::{describe, description_text, summary, summary_text};
use crate::json::write_line;

const EXAMPLES: &str = "\
Examples:
  jsim describe                                     every journey, and what runs
  jsim describe BackchannelMain                     nodes, scripts, state keys
  jsim describe --journeys exports/                 before a first run
  jsim describe Login --json | jq '.keys[].key'

State keys of scripts are found by reading them, not by running them.

Exit codes: 0 done, 2 usage or no such journey, 3 a file does not load";

/// Which journey.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct DescribeArgs {
    /// The journey; without it a summary of every journey
    pub journey: Option<String>,
    /// The same
    #[arg(long = "journey", value_name = "NAME", conflicts_with = "journey")]
    pub named: Option<String>,
    /// Everything about every journey
    #[arg(long, conflicts_with_all = ["journey", "named"])]
    pub all: bool,
    /// One JSON object for each journey (jsim schema describe, jsim schema summary)
    #[arg(long)]
    pub json: bool,
    /// How text is set.
    #[command(flatten)]
    pub paper: TextStyleArgs,
}

/// Prints it.
pub fn run(args: &DescribeArgs, journeys: Option<&Path>, out: &mut dyn Write) -> Result<Exit, Failure> {
    let program = load(journeys)?;
    let names = match args.journey.as_ref().or(args.named.as_ref()) {
        Some(name) => vec![choose::journey(&program, name)?],
        None if args.all => program.definitions().journeys.keys().cloned().collect(),
        None => {
            let rows = summary(&program);
            if args.json {
                lines(&rows, out)?;
            } else {
                out.write_all(summary_text(&rows, args.paper.paper()).as_bytes())?;
            }
            return Ok(Exit::Passed);
        }
    };
    let all: Vec<_> = names.iter().filter_map(|name| describe(&program, name)).collect();
    if args.json {
        lines(&all, out)?;
    } else {
        let paper = args.paper.paper();
        let pages: Vec<String> = all.iter().map(|one| description_text(one, paper)).collect();
        out.write_all(pages.join("\n\n").as_bytes())?;
    }
    Ok(Exit::Passed)
}

fn lines(rows: &[impl Serialize], out: &mut dyn Write) -> Result<(), Failure> {
    for row in rows {
        write_line(row, out)?;
    }
    Ok(())
}
