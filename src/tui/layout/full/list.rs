//! Lists that are searched by typing: commands, keys, users, journeys, events.

use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use super::searched_list;
use crate::tui::editor::Editor;
use crate::tui::keymap::{Binding, Command};
use crate::tui::layout::areas::Part;
use crate::tui::model::Model;
use crate::tui::overlay::List;
use crate::value::Secret;

/// Columns for the keys of a command.
pub(in crate::tui) const KEYS: usize = 18;

/// A list that is searched by typing.
pub(in crate::tui) struct SearchedList {
    pub title: &'static str,
    /// What it is for, beside the title.
    pub about: &'static str,
    /// The columns it takes, where the screen has them.
    pub width: u16,
    /// The row above the first one.
    pub heading: Heading,
    /// The columns of name and key for those of a whole row; `None`: the key stands before the name.
    pub columns: Option<fn(usize) -> (usize, usize)>,
    /// Whether a row tells its help where there is room, instead of its group.
    pub tells_help: bool,
    /// What Enter does with the selected row, as a hint.
    pub enter: &'static str,
    /// All rows, the most important first.
    pub rows: fn(&Model) -> Vec<Row>,
    /// The row that is selected when it opens.
    pub opens_at: fn(&Model, &[Row]) -> usize,
}

/// What stands above the rows of a list.
pub(in crate::tui) enum Heading {
    None,
    Note(&'static str),
    /// The rows are commands: names of the columns, the third one's is this.
    Columns(&'static str),
}

/// What choosing a row does.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::tui) enum Pick {
    /// Runs a command.
    Run(Command),
    /// Puts a user's name or password into the field with the focus.
    User {
        /// The user name.
        name: Arc<str>,
        /// The password of the fixtures; `None` once it was changed.
        password: Option<Secret>,
    },
    /// Starts a journey.
    Journey(Arc<str>),
    /// Nothing: the row is there to be read.
    Nothing,
}

/// A row of a list.
#[derive(Clone)]
pub(in crate::tui) struct Row {
    /// What choosing it does.
    pub pick: Pick,
    /// Its name.
    pub name: String,
    /// Its second column: the keys, the password, the file.
    pub key: String,
    /// Its third column.
    pub group: String,
    /// What is told about it while it is selected.
    pub help: String,
    /// The same on the command line or in a scenario.
    pub cli: Option<&'static str>,
}

pub(super) fn command_row(row: &Binding) -> Row {
    Row {
        pick: Pick::Run(row.command),
        name: row.name.into(),
        key: row.key_names(),
        group: row.group.into(),
        help: row.help.into(),
        cli: row.cli,
    }
}

/// The rows of a list that match what was typed, best first.
fn found(model: &Model, what: List, query: &str) -> Vec<Row> {
    let all = (searched_list(what).rows)(model);
    let wanted = query.trim().to_lowercase();
    let mut found: Vec<(u8, Row)> =
        all.into_iter().filter_map(|row| rank(&row, query.trim(), &wanted).map(|rank| (rank, row))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, row)| row).collect()
}

/// 0 for the very key, 1 for the beginning of the name, 2 and 3 for somewhere in name or key, 4 for
/// all words somewhere in the help. Passwords are not searched.
fn rank(row: &Row, typed: &str, wanted: &str) -> Option<u8> {
    let name = row.name.to_lowercase();
    let is_command = matches!(row.pick, Pick::Run(_) | Pick::Nothing);
    if wanted.is_empty() {
        Some(1)
    } else if is_command && row.key.split(' ').any(|key| key == typed) {
        Some(0)
    } else if name.starts_with(wanted) {
        Some(1)
    } else if name.contains(wanted) {
        Some(2)
    } else if is_command && row.key.to_lowercase().contains(wanted) {
        Some(3)
    } else {
        let text = format!("{name} {} {}", row.group.to_lowercase(), row.help.to_lowercase());
        wanted.split_whitespace().all(|word| text.contains(word)).then_some(4)
    }
}

/// A list on the screen.
pub(in crate::tui) struct ListLayout {
    /// The frame, and a column of margin around it.
    pub outer: Rect,
    pub margin: Rect,
    pub inner: Rect,
    /// What was typed, as far as it is seen.
    pub query: String,
    pub cursor: Position,
    /// The rows of the list, and what is told below them about the selected one.
    pub body: Rect,
    pub below: Rect,
    /// All rows that match.
    pub rows: Vec<Row>,
    /// The first one that is seen, so that the selected one is.
    pub first: usize,
    pub selected: usize,
}

impl ListLayout {
    /// The row at a place of the screen.
    pub(in crate::tui) fn row_at(&self, at: Position) -> Option<usize> {
        self.body.contains(at).then(|| self.first + usize::from(at.y - self.body.y))
    }
}

/// Rows below the list: a blank, the help, the twin on the command line.
fn rows_below(middle: Rect) -> u16 {
    if middle.height >= 18 { 6 } else { 4 }
}

pub(in super::super) fn layout(
    model: &Model,
    what: List,
    query: &Editor,
    selected: usize,
    middle: Rect,
) -> ListLayout {
    let wanted = searched_list(what).width;
    let rows = found(model, what, query.text());
    // A narrow strip of the page beside the box says nothing: the box takes it.
    let width = if middle.width < wanted + 8 { middle.width } else { wanted };
    let count = u16::try_from(rows.len()).unwrap_or(u16::MAX);
    let below = rows_below(middle);
    let tall = count.saturating_add(4 + below).clamp(12, middle.height);
    let tall = if middle.height < tall + 4 { middle.height } else { tall };
    let outer = Rect {
        x: middle.x + (middle.width - width) / 2,
        y: middle.y + (middle.height - tall) / 2,
        width,
        height: tall,
    };
    let margin = Rect { x: outer.x.saturating_sub(1), width: outer.width + 2, ..outer };
    let inner = Part::framed(outer).inner;
    let body = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2 + below), ..inner };
    let (shown, column) = query.window(usize::from(inner.width).saturating_sub(12), false);
    ListLayout {
        outer,
        margin: margin.intersection(middle),
        inner,
        query: shown.to_string(),
        cursor: Position { x: inner.x + 3 + u16::try_from(column).unwrap_or(0), y: inner.y },
        body,
        below: Rect { y: body.bottom(), height: inner.bottom() - body.bottom(), ..inner },
        first: (selected + 1).saturating_sub(usize::from(body.height)),
        rows,
        selected,
    }
}
