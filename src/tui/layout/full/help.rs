//! Every key with what it does, and how to read the screen.

use super::SearchedList;
use super::list::{Heading, KEYS, Pick, Row, command_row};
use crate::tui::keymap::KEYMAP;
use crate::tui::model::Model;

pub(super) const LIST: SearchedList = SearchedList {
    title: "HELP",
    about: "every key; type to search, Enter runs it",
    width: 110,
    heading: Heading::Columns("what it does"),
    columns: Some(columns),
    tells_help: true,
    enter: "run it",
    rows,
    opens_at: |_, _| 0,
};

fn rows(_model: &Model) -> Vec<Row> {
    KEYMAP.iter().map(command_row).chain(LEGEND.map(legend_row)).collect()
}

fn columns(columns: usize) -> (usize, usize) {
    match columns {
        // Too narrow for the help of every row: the selected one's stands below.
        0..90 => (columns.saturating_sub(KEYS + 6), KEYS),
        _ => (columns.saturating_sub(KEYS + 20).clamp(20, 40), KEYS),
    }
}

/// How to read the screen: what stands there, where, and what it means.
const LEGEND: [(&str, &str, &str); 9] = [
    (
        "main a─b─d:P─e─|",
        "timeline",
        "The nodes that a side has visited, in time. d:P is a poll: node d read Pending. I is In Progress, S Success, F Failure, U Unknown, E Error. | is now; behind it stands what is scheduled.",
    ),
    (
        "e─*",
        "timeline",
        "A page that was sent back and came again: a wait re-submitted before its time, or an answer that was missing.",
    ),
    (
        "(opened), (o), (A), (D), (X)",
        "timeline",
        "What happened to the transaction between MAIN's polls: its link was opened, it was approved, denied, or it expired. MAIN learns of it at its next poll only.",
    ),
    (
        "path  a b (a) d",
        "sides",
        "The nodes in the order in which they were visited, by their letters. A letter in brackets is a node of an inner journey.",
    ),
    (
        "> ( SUBMIT ), (*CANCEL*)",
        "sides",
        "> marks what has the focus. On a page with fields, stars mark the button that Enter in the last field presses.",
    ),
    ("s1, s2, s3", "sides", "Sessions: one for each time that a journey was started or a link was opened."),
    (
        "CREATED, IN_PROGRESS, COMPLETED",
        "transaction",
        "The state of the transaction in the store. MAIN reads CREATED as Pending, IN_PROGRESS as In Progress, COMPLETED as Success or Failure by its result, and one that is gone as Unknown.",
    ),
    (
        "UNKNOWN, APPROVED, DENIED",
        "transaction",
        "The result of the transaction: UNKNOWN until the journey of the other device has ended.",
    ),
    (
        "[documented], [assumed]",
        "why",
        "Whether the rule that decided stands in the vendor's documentation or source, or is our reading of it.",
    ),
];

fn legend_row((name, place, help): (&str, &str, &str)) -> Row {
    Row {
        pick: Pick::Nothing,
        name: name.into(),
        key: place.into(),
        group: "how to read the screen".into(),
        help: help.into(),
        cli: None,
    }
}
