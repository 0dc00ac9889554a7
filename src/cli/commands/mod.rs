//! One file per command: its arguments, and a function that writes facts to `out` and talk to
//! standard error.

pub mod check;
pub mod completions;
pub mod describe;
pub mod explain;
pub mod graph;
pub mod man;
pub mod rules;
pub mod run;
pub mod schema;
pub mod sequence;
pub mod shot;
pub mod test;

use std::io::Write;

use super::args::{Args, Command};
use super::exit::{Exit, Failure};

/// Runs a command.
pub fn run(command: &Command, args: &Args, out: &mut dyn Write) -> Result<Exit, Failure> {
    match command {
        Command::Check(check) => check::run(check, args.journeys.as_deref(), out),
        Command::Explain(explain) => explain::run(explain, args.journeys.as_deref(), out),
        Command::Rules(rules) => rules::run(rules, out),
        Command::Describe(describe) => describe::run(describe, args.journeys.as_deref(), out),
        Command::Graph(graph) => graph::run(graph, args.journeys.as_deref(), out),
        Command::Sequence(sequence) => sequence::run(sequence, args.journeys.as_deref(), out),
        Command::Schema(schema) => schema::run(schema, out),
        Command::Run(options) => run::run(options, args.journeys.as_deref(), out),
        Command::Test(test) => test::run(test, args.journeys.as_deref(), out),
        Command::Completions(completions) => completions::run(completions, args.journeys.as_deref(), out),
        Command::Man(man) => man::run(man, out),
        Command::Shot(shot) => shot::run(shot, args.journeys.as_deref(), out),
    }
}
