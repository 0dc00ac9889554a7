//! The timeline: the nodes that each side has visited, in time, and what is scheduled.
//!
//! `d:P` is a poll that read Pending (I In Progress, S Success, F Failure, U Unknown, E Error), `*` a
//! wait that was sent back early, `|` now.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::facts;
use super::super::model::Model;
use super::super::page::Side;
use super::super::text::{fit, width};
use super::super::theme::Role;
use super::paint::{rule, span, text};
use crate::engine::NodeInfo;
use crate::kernel::Millis;

/// Columns of a lane's name.
const NAME: usize = 6;

/// What a lane shows at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    at: Millis,
    words: String,
}

pub(super) fn draw(model: &Model, place: Rect, buffer: &mut Buffer) {
    let mut rows = place.height;
    let mut y = place.y;
    if rows >= 3 {
        let title = [
            span(model, Role::Strong, "TIMELINE"),
            span(
                model,
                Role::Dim,
                "  polls d:  P Pending  I In Progress  S Success  F Failure  U Unknown  E Error   * early",
            ),
        ];
        rule(Rect { y, height: 1, ..place }, &title, buffer);
        rows -= 1;
        y += 1;
    }
    let lanes: Vec<(Side, Vec<Mark>)> =
        Side::BOTH.into_iter().take(usize::from(rows)).map(|side| (side, marks(model, side))).collect();
    let columns = usize::from(place.width).saturating_sub(NAME + 1);
    let now = model.run.world().now();
    let future = future(model);
    let reserved = (width(&future) + 6).min(columns / 2);
    let grid = grid(&lanes, now, columns.saturating_sub(reserved));
    for (index, (side, marks)) in lanes.iter().enumerate() {
        let line = lane(*side, marks, &grid);
        let mut spans = vec![span(model, Role::Dim, format!(" {:<5}", side.short())), text(&line)];
        if index == 0 {
            let gap = grid.now.saturating_sub(width(&line));
            spans.push(Span::raw(if ended(model, *side) { " " } else { "─" }.repeat(gap)));
            spans.push(span(model, Role::Strong, "|"));
            let rest = columns.saturating_sub(grid.now + 1);
            spans.push(span(model, Role::Dim, dotted(&future, rest)));
        } else if !marks.is_empty() && !ended(model, *side) {
            let gap = grid.now.saturating_sub(width(&line));
            spans.push(Span::raw("─".repeat(gap)));
            spans.push(span(model, Role::Strong, "|"));
        }
        let at = y + u16::try_from(index).unwrap_or(0);
        buffer.set_line(place.x, at, &Line::from(spans), place.width);
    }
}

fn ended(model: &Model, side: Side) -> bool {
    side.session(&model.run).is_none_or(|session| session.end().is_some())
}

/// The visits of a side, those of one instant together.
fn marks(model: &Model, side: Side) -> Vec<Mark> {
    let mut all: Vec<Mark> = Vec::new();
    let mut put = |at: Millis, words: &str| match all.last_mut() {
        Some(last) if last.at == at => {
            last.words.push('─');
            last.words.push_str(words);
        }
        _ => all.push(Mark { at, words: words.to_owned() }),
    };
    let mut sent: Option<&Arc<NodeInfo>> = None;
    for (at, node, outcome) in facts::steps(&model.run, side) {
        let returned = sent.is_some_and(|sent| Arc::ptr_eq(sent, node));
        match (returned, outcome) {
            (true, None) => put(at, "*"),
            (true, Some(_)) => {}
            (false, Some(outcome)) if facts::is_poll(node) => {
                let initial: String = outcome.chars().take(1).collect();
                put(at, &format!("{}:{initial}", node.letter));
            }
            (false, _) => put(at, &node.letter),
        }
        sent = outcome.is_none().then_some(node);
    }
    if let Some(end) = side.session(&model.run).and_then(|session| session.end()) {
        put(end.at, &format!("> {}", end.kind.name()));
    }
    all
}

/// Which column each instant has, the same in both lanes.
#[derive(Debug, Default)]
struct Grid {
    columns: Vec<(Millis, usize)>,
    now: usize,
}

/// The finest scale at which everything fits; where none does, the oldest instants are left out.
fn grid(lanes: &[(Side, Vec<Mark>)], now: Millis, room: usize) -> Grid {
    let mut instants: Vec<Millis> = lanes.iter().flat_map(|(_, marks)| marks).map(|mark| mark.at).collect();
    instants.sort_unstable();
    instants.dedup();
    let needs = |at: Millis| {
        let marks = lanes.iter().flat_map(|(_, marks)| marks).filter(|mark| mark.at == at);
        marks.map(|mark| width(&mark.words)).max().unwrap_or(0) + 1
    };
    for first in 0..instants.len() {
        for scale in [250, 500, 1000, 2000, 4000, 8000] {
            let grid = place(&instants[first..], now, scale, &needs);
            if grid.now < room {
                return grid;
            }
        }
    }
    Grid::default()
}

fn place(instants: &[Millis], now: Millis, scale: u64, needs: &dyn Fn(Millis) -> usize) -> Grid {
    let mut grid = Grid::default();
    let mut column = 0;
    for (index, at) in instants.iter().enumerate() {
        grid.columns.push((*at, column));
        let next = instants.get(index + 1).copied().unwrap_or(now);
        let span = usize::try_from(next.since(*at).0 / scale).unwrap_or(usize::MAX);
        column = column.saturating_add(needs(*at).max(span));
    }
    grid.now = column;
    grid
}

/// A lane as text: its marks in their columns, lines between them.
fn lane(_side: Side, marks: &[Mark], grid: &Grid) -> String {
    let mut line = String::new();
    for mark in marks {
        let Some((_, column)) = grid.columns.iter().find(|(at, _)| *at == mark.at) else { continue };
        let gap = column.saturating_sub(width(&line));
        line.push_str(&if line.is_empty() { " " } else { "─" }.repeat(gap));
        line.push_str(&mark.words);
    }
    line
}

/// What is scheduled, soonest first.
fn future(model: &Model) -> String {
    let run = &model.run;
    let now = run.world().now();
    let mut all: Vec<(Millis, String)> = Vec::new();
    for side in Side::BOTH {
        if let Some(wake) = run.world().client(side.client()).and_then(|client| client.wake) {
            all.push((wake, format!("{} next poll", facts::second(wake))));
        }
    }
    if let Some(transaction) = facts::transaction(run).filter(|transaction| !transaction.is_gone(now)) {
        let at = transaction.expires_at;
        all.push((at, format!("{} tx expires", facts::second(at))));
    }
    all.sort();
    let words: Vec<String> = all.into_iter().map(|(_, words)| words).collect();
    words.join(" . . . ")
}

/// The future after some dots, cut to its room.
fn dotted(future: &str, room: usize) -> String {
    if future.is_empty() || room < 4 {
        return String::new();
    }
    let spare = room.saturating_sub(width(future) + 2) / 2;
    let dots = " .".repeat(spare.min(8));
    fit(&format!("{dots} {future}"), room).into_owned()
}
