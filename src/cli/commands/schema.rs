//! `jsim schema`: the formats jsim reads and prints, as JSON Schemas.

use std::io::Write;

use clap::ValueEnum;
use schemars::{Schema, schema_for};

use crate::cli::args::NoJourneys;
use crate::cli::exit::{Exit, Failure, FailureLine};
use crate::json::write_pretty;
use crate::scenario::Line;

const EXAMPLES: &str = "\
Examples:
  jsim schema                                       the formats there are
  jsim schema scenario > scenario.schema.json       for an editor or a validator

Exit codes: 0 done, 2 usage";

/// Which schema.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct SchemaArgs {
    /// The format; without it, the list of them
    #[arg(value_enum)]
    pub format: Option<Format>,
    /// Nothing is loaded here.
    #[command(flatten)]
    pub unused: NoJourneys,
}

/// A format with a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Scenario files, as jsim run and jsim test read them
    Scenario,
    /// The lines that jsim run --json prints
    Events,
    /// The lines that jsim test --json prints
    Test,
    /// The lines that jsim check --json prints
    Check,
    /// The lines that jsim explain --json prints
    Explain,
    /// The lines that jsim graph --json prints
    Graph,
    /// The lines that jsim sequence --json prints
    Sequence,
    /// The lines that jsim describe --json prints, one for each journey in few words
    Summary,
    /// The lines that jsim describe JOURNEY --json prints
    Describe,
    /// The line that every command with --json prints on standard error when it fails
    Error,
}

impl Format {
    /// Its schema.
    pub fn schema(self) -> Schema {
        match self {
            Self::Scenario => crate::scenario::schema(),
            Self::Events => schema_for!(Line),
            Self::Test => schema_for!(super::test::TestLine),
            Self::Check => schema_for!(super::check::Record<'_>),
            Self::Explain => schema_for!(super::explain::ExplainLine),
            Self::Graph => schema_for!(crate::describe::diagram::Graph),
            Self::Sequence => schema_for!(crate::describe::diagram::Row),
            Self::Summary => schema_for!(crate::describe::JourneySummary),
            Self::Describe => schema_for!(crate::describe::Description),
            Self::Error => schema_for!(FailureLine),
        }
    }
}

/// Prints it.
pub fn run(args: &SchemaArgs, out: &mut dyn Write) -> Result<Exit, Failure> {
    match args.format {
        Some(format) => {
            write_pretty(&format.schema(), out)?;
        }
        None => {
            for format in Format::value_variants() {
                let value = format.to_possible_value();
                let (name, help) =
                    value.as_ref().map_or(("", None), |value| (value.get_name(), value.get_help()));
                writeln!(out, "{name:10} {}", help.map(ToString::to_string).unwrap_or_default())?;
            }
        }
    }
    Ok(Exit::Passed)
}
