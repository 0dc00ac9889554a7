//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use super::commands;

const AFTER: &str = "\
Examples:
  jsim                                  the shipped demo on a split screen
  jsim --journey EveryOutcomeMain       another shipped journey
  jsim --journeys exports/              journeys of your own, as exported
  jsim --plain                          numbered prompts, one line per event

Exit codes: 0 passed, 1 an expectation failed (or the terminal), 2 usage,
3 a file does not load, 4 the target was not reached, 130 interrupted";

/// Two live authentication journeys in one terminal: the main journey polls on the left, the
/// backchannel journey, where the user types a password, is on the right. Offline.
#[derive(Debug, Parser)]
#[command(name = "jsim", version, after_help = AFTER, subcommand_help_heading = "Without a screen")]
pub struct Args {
    /// A journey export (*.json), or a folder with exports and, if there is one, a realm.json
    #[arg(long, value_name = "PATH", global = true)]
    pub journeys: Option<PathBuf>,
    /// What to do without a screen.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How the screen starts.
    #[command(flatten)]
    pub screen: ScreenArgs,
    /// Print help with every option explained
    #[arg(long)]
    pub help_all: bool,
}

/// Everything that works without the screen.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a journey from a scenario, options or standard input
    Run(commands::run::RunArgs),
    /// Play scenarios and say which hold
    Test(commands::test::TestArgs),
    /// Check journeys: what is wrong, where, and how to mend it
    Check(commands::check::CheckArgs),
    /// Tell why something happened in a run, and why nothing else did
    Explain(commands::explain::ExplainArgs),
    /// Draw a journey as a graph: text, Mermaid or DOT
    Graph(commands::graph::GraphArgs),
    /// Draw a run as a sequence diagram: text or Mermaid
    Sequence(commands::sequence::SequenceArgs),
    /// Tell what a journey consists of: nodes, scripts, state keys
    Describe(commands::describe::DescribeArgs),
    /// List the rules of the simulator, each with its source and tests
    Rules(commands::rules::RulesArgs),
    /// Print the JSON Schema of a format that jsim reads or prints
    Schema(commands::schema::SchemaArgs),
    /// Print the frame that the screen would draw after some keys
    Shot(commands::shot::ShotArgs),
    /// Print the completions for a shell
    Completions(commands::completions::CompletionsArgs),
    /// Print the manual page
    Man(commands::man::ManArgs),
}

/// How the screen starts.
#[derive(Debug, clap::Args)]
pub struct ScreenArgs {
    /// The main journey to run
    #[arg(long, value_name = "NAME")]
    pub journey: Option<String>,
    /// The seed of ids and random numbers: the same seed and the same keys give the same run
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
    /// Numbered prompts and one line per event instead of a screen; chosen by itself when standard
    /// output is not a terminal or TERM is dumb
    #[arg(long)]
    pub plain: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    pub color: When,
    /// Which colours
    #[arg(long, value_enum, default_value_t = Theme::Auto, value_name = "THEME")]
    pub theme: Theme,
    /// Only ASCII characters on the screen
    #[arg(long)]
    pub ascii: bool,
    /// Leave the mouse to the terminal
    #[arg(long)]
    pub no_mouse: bool,
    /// Draw on the normal screen, so that the last frame stays in the scrollback
    #[arg(long)]
    pub no_alt_screen: bool,
    /// Redraw a countdown once a second only
    #[arg(long)]
    pub no_anim: bool,
    /// Panic after the first frame, to test that the terminal is restored
    #[arg(long, hide = true)]
    pub crash_test: bool,
}

/// `--journeys` where no journey is loaded: taken, so that it may stand before every command, and not shown.
#[derive(Debug, clap::Args)]
pub struct NoJourneys {
    /// Nothing is loaded.
    #[arg(id = "journeys", long = "journeys", value_name = "PATH", hide = true)]
    pub path: Option<PathBuf>,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// Unless NO_COLOR is set.
    Auto,
    /// Even if NO_COLOR is set.
    Always,
    /// Not at all.
    Never,
}

/// Which colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// The terminal's own: readable on light and dark.
    Auto,
    /// For dark terminals.
    Dark,
    /// For light terminals.
    Light,
    /// No colour, only bold, dim and reverse.
    Mono,
}
