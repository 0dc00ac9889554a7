//! `jsim graph`: journeys as pictures in text.

use std::io::Write;
use std::path::Path;

use clap::ValueEnum;

use crate::cli::exit::{Exit, Failure};
use crate::cli::text_style::TextStyleArgs;
use crate::cli::{choose, load};
use crate::describe::diagram::{self, Graph};
use crate::json::write_line;

const EXAMPLES: &str = "\
Examples:
  jsim graph                                        the demo's main journey
  jsim graph BackchannelLogin --ascii               another, in ASCII only
  jsim graph --journey BackchannelLogin             the same
  jsim graph --journeys exports/ --all --format dot | dot -Tsvg > all.svg
  jsim graph --format mermaid > journey.mmd         for a wiki or a pull request

Exit codes: 0 done, 2 usage or no such journey, 3 a file does not load";

/// Which journey, and how it is drawn.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct GraphArgs {
    /// The journey; without it the first that starts a backchannel journey, or the only one
    pub journey: Option<String>,
    /// The same
    #[arg(long = "journey", value_name = "NAME", conflicts_with = "journey")]
    pub named: Option<String>,
    /// Every journey that is loaded
    #[arg(long, conflicts_with_all = ["journey", "named"])]
    pub all: bool,
    /// As what
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
    /// One JSON object for each journey (jsim schema graph); the same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// How text is drawn.
    #[command(flatten)]
    pub paper: TextStyleArgs,
}

/// As what a graph is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Plain text: an entry for each node, a line for each outcome.
    Text,
    /// A Mermaid flowchart.
    Mermaid,
    /// DOT, the language of Graphviz.
    Dot,
    /// JSON.
    Json,
}

/// Prints it.
pub fn run(args: &GraphArgs, journeys: Option<&Path>, out: &mut dyn Write) -> Result<Exit, Failure> {
    let program = load(journeys)?;
    let names = match args.journey.as_ref().or(args.named.as_ref()) {
        Some(name) => vec![choose::journey(&program, name)?],
        None if args.all => program.definitions().journeys.keys().cloned().collect(),
        None => vec![choose::usual(&program).ok_or_else(|| {
            Failure::usage("name the journey to draw, or draw --all")
                .with_help(format!("known: {}", choose::known(&program)))
        })?],
    };
    let graphs: Vec<Graph> = names.iter().filter_map(|name| diagram::graph(&program, name)).collect();
    match if args.json { Format::Json } else { args.format } {
        Format::Text => {
            let paper = args.paper.paper();
            let pages: Vec<String> = graphs.iter().map(|graph| diagram::text(graph, paper)).collect();
            out.write_all(pages.join("\n\n").as_bytes())?;
        }
        Format::Mermaid => out.write_all(diagram::mermaid(&graphs).as_bytes())?,
        Format::Dot => out.write_all(diagram::dot(&graphs).as_bytes())?,
        Format::Json => {
            for graph in &graphs {
                write_line(graph, out)?;
            }
        }
    }
    Ok(Exit::Passed)
}
