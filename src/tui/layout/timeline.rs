//! The timeline: the nodes that each side has visited, in time, and what is scheduled.
//!
//! `d:Pending`, or `d:P` where room is short, is a poll that read Pending (I In Progress, S Success,
//! F Failure, U Unknown, E Error), `*` a wait that was sent back early, `|` now.
//! In one lane `(o)` is the opening of the link, `(A)` and `(D)` its result, `(X)` its expiry.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::areas::Part;
use crate::program::NodeInfo;
use crate::transaction::Change;
use crate::tui::facts;
use crate::tui::model::Model;
use crate::tui::page::Side;
use crate::tui::text::width;
use crate::value::Millis;

/// Columns of a lane's name.
const NAME: usize = 6;

/// The lanes, each with a row of the part's inside.
pub(in crate::tui) struct Timeline {
    pub part: Part,
    pub lanes: Vec<Lane>,
}

/// A lane of the timeline.
pub(in crate::tui) struct Lane {
    pub side: Side,
    /// What has happened, from the column behind the name on.
    pub past: String,
    /// The columns from there to now, with what they are filled; `None`: now is not shown.
    pub now: Option<(usize, &'static str)>,
    /// What is scheduled, behind now.
    pub future: String,
}

/// What a lane shows at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    at: Millis,
    words: String,
}

/// Lays the lanes out at one scale, so that an instant is at one column of both.
pub(super) fn timeline(model: &Model, part: Part) -> Timeline {
    let columns = usize::from(part.inner.width).saturating_sub(NAME + 1);
    let rows = usize::from(part.inner.height);
    let now = model.run.world().now();
    let future = future(model);
    let lanes = |words: bool| -> Vec<(Side, Vec<Mark>)> {
        let sides = Side::BOTH.into_iter().take(rows);
        sides.map(|side| (side, marks(model, side, words, rows == 1))).collect()
    };
    let attempt = |(words, future): (bool, &String)| {
        let lanes = lanes(words);
        let reserved = (width(future) + 4).min(columns / 2);
        let grid = grid(&lanes, now, columns.saturating_sub(reserved));
        (lanes, grid)
    };
    // What a poll read is written out as long as there is room, so that the letters explain themselves.
    let attempts = [(true, &future[0]), (true, &future[1]), (false, &future[0]), (false, &future[1])];
    let (marked, grid) = attempts
        .into_iter()
        .map(attempt)
        .find(|(_, grid)| grid.whole)
        .unwrap_or_else(|| attempt((false, &future[1])));
    let lane = |(index, (side, marks)): (usize, (Side, Vec<Mark>))| {
        let past = lane(&marks, &grid);
        let gap = grid.now.saturating_sub(width(&past));
        let (first, ended) = (index == 0, ended(model, side));
        let shows_now = first || !marks.is_empty() && !ended;
        let now = shows_now.then_some((gap, if ended { " " } else { "─" }));
        let rest = columns.saturating_sub(grid.now + 1);
        let future = if first { dotted(&future, rest) } else { String::new() };
        Lane { side, past, now, future }
    };
    Timeline { part, lanes: marked.into_iter().enumerate().map(lane).collect() }
}

fn ended(model: &Model, side: Side) -> bool {
    side.session(&model.run).is_none_or(|session| session.end().is_some())
}

/// The visits of a side, those of one instant together. With `store`, what happened to the
/// transaction stands between them: the other side has no lane of its own then.
fn marks(model: &Model, side: Side, words: bool, store: bool) -> Vec<Mark> {
    let mut all = visits(model, side, words);
    if store {
        all.extend(store_marks(model, words));
        all.sort_by_key(|mark| mark.at);
    }
    let mut merged: Vec<Mark> = Vec::new();
    for mark in all {
        match merged.last_mut() {
            Some(last) if last.at == mark.at => {
                last.words.push('─');
                last.words.push_str(&mark.words);
            }
            _ => merged.push(mark),
        }
    }
    merged
}

fn visits(model: &Model, side: Side, words: bool) -> Vec<Mark> {
    let mut all: Vec<Mark> = Vec::new();
    let mut put = |at: Millis, words: &str| all.push(Mark { at, words: words.to_owned() });
    let mut sent: Option<&Arc<NodeInfo>> = None;
    for (at, node, outcome) in facts::steps(&model.run, side) {
        let returned = sent.is_some_and(|sent| Arc::ptr_eq(sent, node));
        match (returned, outcome) {
            // A wait that was sent back early; any other page that came back is the node once more.
            (true, None) if facts::is_wait(node) => put(at, "*"),
            (true, None) => put(at, &node.letter),
            (true, Some(_)) => {}
            (false, Some(outcome)) if facts::is_poll(node) => {
                let letters = if words { usize::MAX } else { 1 };
                let read: String = outcome.chars().take(letters).collect();
                put(at, &format!("{}:{read}", node.letter));
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

/// What happened to the newest transaction that its creator does not see at once.
fn store_marks(model: &Model, words: bool) -> Vec<Mark> {
    let Some(transaction) = facts::transaction(&model.run) else { return Vec::new() };
    let mark = |(at, change): &(Millis, Change)| {
        let letter = match change {
            Change::Opened => "o",
            Change::Approved => "A",
            Change::Denied => "D",
            Change::Expired => "X",
            _ => return None,
        };
        Some(Mark { at: *at, words: format!("({})", if words { change.name() } else { letter }) })
    };
    transaction.history.iter().filter_map(mark).collect()
}

/// Which column each instant has, the same in both lanes.
#[derive(Debug, Default)]
struct Grid {
    columns: Vec<(Millis, usize)>,
    now: usize,
    /// Whether no instant was left out.
    whole: bool,
}

/// The finest scale at which everything fits; where none does, the oldest instants are left out.
fn grid(lanes: &[(Side, Vec<Mark>)], now: Millis, room: usize) -> Grid {
    let mut needs: BTreeMap<Millis, usize> = BTreeMap::new();
    for mark in lanes.iter().flat_map(|(_, marks)| marks) {
        let columns = needs.entry(mark.at).or_default();
        *columns = (*columns).max(width(&mark.words) + 1);
    }
    let instants: Vec<(Millis, usize)> = needs.into_iter().collect();
    // Each instant takes two columns at least.
    let oldest = instants.len().saturating_sub(room / 2 + 1);
    for first in oldest..instants.len() {
        for scale in [100, 250, 500, 1000, 2000, 4000, 8000] {
            let mut grid = place(&instants[first..], now, scale);
            grid.whole = first == 0;
            if grid.now < room {
                return grid;
            }
        }
    }
    Grid::default()
}

fn place(instants: &[(Millis, usize)], now: Millis, scale: u64) -> Grid {
    let mut grid = Grid::default();
    let mut column = 0;
    for (index, (at, needs)) in instants.iter().enumerate() {
        grid.columns.push((*at, column));
        let next = instants.get(index + 1).map_or(now, |(next, _)| *next);
        let span = usize::try_from(next.since(*at).0 / scale).unwrap_or(usize::MAX);
        column = column.saturating_add((*needs).max(span));
    }
    grid.now = column;
    grid
}

/// A lane as text: its marks in their columns, lines between them.
fn lane(marks: &[Mark], grid: &Grid) -> String {
    let mut line = String::new();
    for mark in marks {
        let Some((_, column)) = grid.columns.iter().find(|(at, _)| *at == mark.at) else { continue };
        let gap = column.saturating_sub(width(&line));
        line.push_str(&if line.is_empty() { " " } else { "─" }.repeat(gap));
        line.push_str(&mark.words);
    }
    line
}

/// What is scheduled, soonest first: in words, in fewer words, and the next thing only.
fn future(model: &Model) -> [String; 3] {
    let run = &model.run;
    let now = run.world().now();
    let mut all: Vec<(Millis, &str, &str)> = Vec::new();
    for side in Side::BOTH {
        if let Some(wake) = run.world().client(side.client()).and_then(|client| client.wake) {
            all.push((wake, "next poll", "poll"));
        }
    }
    if let Some(transaction) = facts::transaction(run).filter(|transaction| !transaction.is_gone(now)) {
        all.push((transaction.expires_at, "tx expires", "expires"));
    }
    all.sort();
    let long = |(at, words, _): &(Millis, &str, &str)| format!("{} {words}", at.on_clock());
    let short = |(at, _, words): &(Millis, &str, &str)| format!("{} {words}", at.on_clock());
    [
        all.iter().map(long).collect::<Vec<_>>().join(" . . . "),
        all.iter().map(short).collect::<Vec<_>>().join(" . "),
        all.first().map(short).unwrap_or_default(),
    ]
}

/// The future after some dots, in the words that fit its room.
fn dotted(future: &[String; 3], room: usize) -> String {
    let Some(words) = future.iter().find(|words| !words.is_empty() && width(words) + 3 <= room) else {
        return String::new();
    };
    let spare = (room - width(words) - 1) / 2;
    format!("{} {words}", " .".repeat(spare.clamp(1, 8)))
}
