//! `jsim rules`: the fidelity ledger.

use std::io::Write;

use serde_json::json;

use crate::cli::exit::{Exit, Failure};

/// Which rules.
#[derive(Debug, clap::Args)]
pub struct RulesArgs {
    /// Only the rules whose id begins with this, such as polling-wait
    pub prefix: Option<String>,
    /// One JSON object for each rule
    #[arg(long)]
    pub json: bool,
}

/// Lists them.
pub fn run(args: &RulesArgs, out: &mut dyn Write) -> Result<Exit, Failure> {
    let prefix = args.prefix.as_deref().unwrap_or("");
    let mut found = false;
    for rule in crate::rules().filter(|rule| rule.id.starts_with(prefix)) {
        found = true;
        let label = rule.source.label();
        if args.json {
            let line =
                json!({"id": rule.id, "label": label, "source": rule.source.to_string(), "text": rule.text});
            writeln!(out, "{line}")?;
        } else {
            writeln!(out, "{}  [{label}]\n    {}\n    {}", rule.id, rule.text, rule.source)?;
        }
    }
    if found {
        Ok(Exit::Passed)
    } else {
        Err(Failure::Usage(format!("no rule's id begins with \"{prefix}\"")))
    }
}
