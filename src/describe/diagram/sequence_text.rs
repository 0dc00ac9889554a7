//! A sequence diagram as plain text: time, lanes, and what happened beside them.

use crate::value::Millis;

use super::sequence::{Lane, Place, Row};
use super::text_style::{TextStyle, fill};

/// Columns of the time in front.
const TIME: usize = 8;

/// Draws a run.
pub fn sequence_text(title: &str, rows: &[Row], paper: TextStyle) -> String {
    let gap = match paper.columns() {
        ..70 => 6,
        70..100 => 7,
        _ => 10,
    };
    let mut lines = paper.wrap("", "  ", &paper.name(title));
    for lane in Lane::ALL {
        lines.extend(paper.wrap(&fill(&format!("  {}", lane.name()), 9, " "), "         ", lane.meaning()));
    }
    lines.push(String::new());
    let heads: String = Lane::ALL.iter().map(|lane| fill(lane.name(), gap, " ")).collect();
    lines.push(format!("{:>TIME$}  {heads}", "time"));
    // A text of several lines leaves the lanes as they are.
    let bars = [paper.sign("│", "|"); Lane::ALL.len()].join(&" ".repeat(gap - 1));
    let rest = format!("{:TIME$}    {bars}   ", "");
    for row in rows {
        let time = Millis(row.at_ms).to_string();
        let lanes = draw_lanes(row.place, gap, paper);
        let first = format!("{time:>TIME$}  {lanes}");
        lines.extend(paper.wrap(&first, &rest, &paper.name(&row.text)));
    }
    let mut text = lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}

/// The lanes of one row, up to where its text begins.
fn draw_lanes(place: Place, gap: usize, paper: TextStyle) -> String {
    let bar = paper.sign("│", "|");
    let mut out = String::from("  ");
    for lane in Lane::ALL {
        let (sign, crossed) = match place {
            Place::Note { over } => (if over == lane { "*" } else { bar }, false),
            Place::Message { from, to } => {
                let (left, right) = (from.min(to), from.max(to));
                let sign = if lane == to {
                    if to == right { ">" } else { "<" }
                } else if lane == from {
                    if from == left { paper.sign("├", "+") } else { paper.sign("┤", "+") }
                } else if left < lane && lane < right {
                    paper.sign("┼", "+")
                } else {
                    bar
                };
                (sign, left <= lane && lane < right)
            }
        };
        out.push_str(sign);
        let dash = if crossed { paper.sign("─", "-") } else { " " };
        out.push_str(&dash.repeat(if lane == Lane::Phone { 3 } else { gap - 1 }));
    }
    out
}
