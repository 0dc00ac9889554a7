//! The timeline: a lane for each side, and what is scheduled.

use ratatui::buffer::Buffer;
use ratatui::text::{Line, Span};

use super::paint::{lines, rule};
use crate::tui::layout::areas::Title;
use crate::tui::layout::spans::{span, text};
use crate::tui::layout::timeline::{Lane, Timeline};
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// What the letters of the lanes mean.
const LEGEND: &str =
    "  polls read:  P Pending  I In Progress  S Success  F Failure  U Unknown  E Error   * sent back early";

pub(super) fn draw(model: &Model, timeline: &Timeline, buffer: &mut Buffer) {
    if let Title::Row(row) = timeline.part.title {
        rule(row, &[span(model, Role::Strong, "TIMELINE"), span(model, Role::Dim, LEGEND)], buffer);
    }
    let all: Vec<Line<'_>> = timeline.lanes.iter().map(|lane| line(model, lane)).collect();
    lines(&all, timeline.part.inner, buffer);
}

fn line(model: &Model, lane: &Lane) -> Line<'static> {
    let mut spans = vec![span(model, Role::Dim, format!(" {:<5}", lane.side.short())), text(&lane.past)];
    if let Some((gap, fill)) = lane.now {
        spans.push(Span::raw(fill.repeat(gap)));
        spans.push(span(model, Role::Strong, "|"));
        spans.push(span(model, Role::Dim, &lane.future));
    }
    Line::from(spans)
}
