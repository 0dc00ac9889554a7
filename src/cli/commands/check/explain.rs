//! What an id stands for.

use std::io::Write;

use serde_json::json;

use super::Format;
use crate::check::{self, Lint};
use crate::cli::exit::{Exit, Failure};
use crate::json::{nearest, write_line};

/// Lists all ids.
pub(super) fn list(format: Format, out: &mut dyn Write) -> Result<Exit, Failure> {
    let widest = check::all().map(|lint| lint.id.len()).max().unwrap_or(0);
    for lint in check::all() {
        if format == Format::Human {
            writeln!(out, "{:widest$}  {:7}  {}", lint.id, lint.severity.name(), lint.title)?;
        } else {
            write_line(&record(lint), out)?;
        }
    }
    Ok(Exit::Passed)
}

/// Explains one id; lists all when it is empty.
pub(super) fn explain(id: &str, format: Format, out: &mut dyn Write) -> Result<Exit, Failure> {
    if id.is_empty() {
        return list(format, out);
    }
    let lint = check::lint(id).ok_or_else(|| unknown(id))?;
    if format != Format::Human {
        write_line(&record(lint), out)?;
        return Ok(Exit::Passed);
    }
    writeln!(out, "{} ({})\n{}.\n", lint.id, lint.severity.name(), lint.title)?;
    writeln!(out, "Why:  {}\nMend: {}", lint.why, lint.mend)?;
    if lint.bad.trim_start().starts_with("journey ") {
        writeln!(
            out,
            "\nIn short form: node: type {{configuration}}, outcome -> next node. A > marks what differs."
        )?;
    }
    for (title, example, other) in [("Wrong", lint.bad, lint.good), ("Right", lint.good, lint.bad)] {
        writeln!(out, "\n{title}:")?;
        for line in example.trim_matches('\n').lines() {
            let mark = if other.lines().any(|known| known == line) { ' ' } else { '>' };
            writeln!(out, "{}", format!("  {mark} {line}").trim_end())?;
        }
    }
    Ok(Exit::Passed)
}

/// There is no such id: names the nearest, and all.
pub(super) fn unknown(id: &str) -> Failure {
    let known: Vec<&str> = check::all().map(|lint| lint.id).collect();
    let near = nearest(id, &known).map_or(String::new(), |near| format!("did you mean {near}? "));
    Failure::usage(format!("there is no check \"{id}\""))
        .with_help(format!("{near}known:\n  {}", known.join("\n  ")))
}

fn record(lint: &Lint) -> serde_json::Value {
    json!({
        "id": lint.id,
        "severity": lint.severity.name(),
        "title": lint.title,
        "why": lint.why,
        "mend": lint.mend,
        "bad": lint.bad.trim_matches('\n'),
        "good": lint.good.trim_matches('\n'),
    })
}
