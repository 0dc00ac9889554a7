//! `jsim rules`: the fidelity ledger.

use std::io::Write;

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::args::NoJourneys;
use crate::cli::exit::{Exit, Failure};
use crate::json::write_line;
use crate::ledger;
use crate::value::Rule;

const EXAMPLES: &str = "\
Examples:
  jsim rules                                        all of them
  jsim rules polling-wait                           those of one node type
  jsim rules --label assumed                        where nothing is documented
  jsim rules --json | jq -r .id

Exit codes: 0 done, 2 usage or no such rule";

/// Which rules.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct RulesArgs {
    /// Only the rules whose id begins with this, such as polling-wait
    pub prefix: Option<String>,
    /// Only the rules with this label
    #[arg(long, value_enum, value_name = "LABEL")]
    pub label: Option<Label>,
    /// One JSON object for each rule: id, label, source, text, tests
    #[arg(long)]
    pub json: bool,
    /// Nothing is loaded here.
    #[command(flatten)]
    pub unused: NoJourneys,
}

/// How sure a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Label {
    /// From the vendor's documentation, the public source, or tests on a live tenant
    Documented,
    /// A decision of this project where nothing is documented
    Assumed,
}

impl Label {
    fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Assumed => "assumed",
        }
    }
}

/// A rule of the ledger.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RuleLine {
    /// Its id, as `jsim rules` lists it.
    pub id: &'static str,
    /// `documented` or `assumed`.
    pub label: &'static str,
    /// Where it comes from.
    pub source: String,
    /// The behaviour.
    pub text: &'static str,
}

impl From<&'static Rule> for RuleLine {
    fn from(rule: &'static Rule) -> Self {
        Self { id: rule.id, label: rule.source.label(), source: rule.source.to_string(), text: rule.text }
    }
}

/// What `jsim rules --json` prints: a rule, and the tests that prove it.
#[derive(Debug, Serialize)]
struct ProvedRule {
    #[serde(flatten)]
    rule: RuleLine,
    tests: Vec<&'static str>,
}

/// Lists them.
pub fn run(args: &RulesArgs, out: &mut dyn Write) -> Result<Exit, Failure> {
    let prefix = args.prefix.as_deref().unwrap_or("");
    let mut found = false;
    for rule in crate::rules().filter(|rule| rule.id.starts_with(prefix)) {
        let label = rule.source.label();
        if args.label.is_some_and(|wanted| wanted.name() != label) {
            continue;
        }
        found = true;
        let tests = ledger::proofs(rule.id);
        if args.json {
            write_line(&ProvedRule { rule: rule.into(), tests }, out)?;
        } else {
            writeln!(out, "{}  [{label}]\n    {}\n    {}", rule.id, rule.text, rule.source)?;
            writeln!(out, "    proved by {}", tests.join(", "))?;
        }
    }
    match (found, args.label) {
        (true, _) => Ok(Exit::Passed),
        (false, Some(label)) if crate::rules().any(|rule| rule.id.starts_with(prefix)) => {
            Err(Failure::usage(format!("no rule that begins with \"{prefix}\" is {}", label.name())))
        }
        (false, _) => {
            let mut areas: Vec<&str> = crate::rules().filter_map(|rule| rule.id.split('.').next()).collect();
            areas.sort_unstable();
            areas.dedup();
            Err(Failure::usage(format!("no rule's id begins with \"{prefix}\""))
                .with_help(format!("they begin with: {}", areas.join(", "))))
        }
    }
}
