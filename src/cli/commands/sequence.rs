//! `jsim sequence`: a run as a sequence diagram.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::exit::{Exit, Failure};
use crate::cli::messages::tell;
use crate::cli::recorded::open_recorded;
use crate::cli::text_style::TextStyleArgs;
use crate::describe::diagram::{sequence, sequence_mermaid, sequence_text};
use crate::json::write_line;

const EXAMPLES: &str = "\
Examples:
  jsim sequence shipped:backchannel-success         a shipped scenario
  jsim sequence happy.json                          one of your own
  jsim sequence run.jsonl                           what jsim run --json printed
  jsim sequence happy.json --format mermaid         for a wiki or a pull request

The lanes: AGENT is the client of the main journey, MAIN that journey, STORE the
backchannel transactions, PHONE the other device with the backchannel journey.

Exit codes: 0 done, 2 usage, 3 a file does not load";

/// Which run, and how it is drawn.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct SequenceArgs {
    /// A scenario file, shipped:NAME, or what jsim run --json printed
    pub run: PathBuf,
    /// A row for every event: other outcomes and all log lines too
    #[arg(long)]
    pub all: bool,
    /// As what
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
    /// One JSON object for each row (jsim schema sequence); the same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// How text is drawn.
    #[command(flatten)]
    pub paper: TextStyleArgs,
}

/// As what a run is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Plain text: time, lanes, and what happened.
    Text,
    /// A Mermaid sequence diagram.
    Mermaid,
    /// JSON.
    Json,
}

/// Prints it.
pub fn run(args: &SequenceArgs, journeys: Option<&Path>, out: &mut dyn Write) -> Result<Exit, Failure> {
    let played = open_recorded(&args.run, journeys)?;
    if let Some(failed) = played.failed.first() {
        let step = failed.step.map_or("at the end".to_owned(), |step| format!("at step {step}"));
        tell(&format!("the scenario failed {step}, and is drawn up to there: {}", failed.actual));
    }
    let rows = sequence(&played.events, args.all);
    match if args.json { Format::Json } else { args.format } {
        Format::Text => {
            let title = format!("{}, seed {}", played.journey, played.seed);
            out.write_all(sequence_text(&title, &rows, args.paper.paper()).as_bytes())?;
        }
        Format::Mermaid => out.write_all(sequence_mermaid(&rows).as_bytes())?,
        Format::Json => {
            for row in &rows {
                write_line(row, out)?;
            }
        }
    }
    Ok(Exit::Passed)
}
