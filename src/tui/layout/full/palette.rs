//! All commands, to run one.

use super::SearchedList;
use super::list::{Heading, KEYS, Row, command_row};
use crate::tui::keymap::KEYMAP;
use crate::tui::model::Model;

pub(super) const LIST: SearchedList = SearchedList {
    title: "COMMANDS",
    about: "type to search, by name or by key",
    width: 76,
    heading: Heading::Columns("group"),
    columns: Some(columns),
    tells_help: false,
    enter: "run it",
    rows,
    opens_at: |_, _| 0,
};

fn rows(_model: &Model) -> Vec<Row> {
    KEYMAP.iter().filter(|row| row.in_palette()).map(command_row).collect()
}

fn columns(columns: usize) -> (usize, usize) {
    match columns {
        0..62 => (columns.saturating_sub(KEYS + 6), KEYS),
        _ => (columns.saturating_sub(KEYS + 20).clamp(20, 40), KEYS),
    }
}
