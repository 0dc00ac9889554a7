//! The events whose text, side or time holds what is typed.

use super::SearchedList;
use super::list::{Heading, Pick, Row};
use crate::engine::Event;
use crate::tui::facts;

pub(super) const LIST: SearchedList = SearchedList {
    title: "EVENTS",
    about: "newest first; type to search",
    width: 110,
    heading: Heading::None,
    columns: None,
    tells_help: false,
    enter: "run it",
    rows: |model| model.run.log().iter().rev().map(event_row).collect(),
    opens_at: |_, _| 0,
};

fn event_row(event: &Event) -> Row {
    let letter = event.kind.node().map_or("", |node| &node.letter);
    let said = event.kind.to_string();
    Row {
        pick: Pick::Nothing,
        name: said.clone(),
        key: format!("{:>6} {:<5} {letter}", event.at.on_clock(), facts::who(event)),
        group: String::new(),
        help: said,
        cli: None,
    }
}
