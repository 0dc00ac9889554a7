//! A sequence diagram in Mermaid.

use std::fmt::Write as _;

use super::escape::mermaid_message as escaped;
use super::sequence::{Lane, Place, Row};
use crate::value::Millis;

/// Draws a run.
pub fn sequence_mermaid(rows: &[Row]) -> String {
    let mut out = String::from("sequenceDiagram\n");
    for lane in Lane::ALL {
        let kind = if matches!(lane, Lane::Agent | Lane::Phone) { "actor" } else { "participant" };
        let meaning = escaped(lane.meaning());
        let _ = writeln!(out, "  {kind} {} as {}<br/>{meaning}", id(lane), lane.name());
    }
    for row in rows {
        let text = format!("{} s  {}", Millis(row.at_ms), row.text);
        let text = escaped(&text);
        let _ = match row.place {
            Place::Message { from, to } => writeln!(out, "  {}->>{}: {text}", id(from), id(to)),
            Place::Note { over } => writeln!(out, "  Note over {}: {text}", id(over)),
        };
    }
    out
}

fn id(lane: Lane) -> &'static str {
    match lane {
        Lane::Agent => "agent",
        Lane::Main => "main",
        Lane::Store => "store",
        Lane::Phone => "phone",
    }
}
