//! The journeys that a person can start, to start one.

use std::sync::Arc;

use super::SearchedList;
use super::list::{Heading, Pick, Row};
use crate::tui::model::Model;

pub(super) const LIST: SearchedList = SearchedList {
    title: "JOURNEYS",
    about: "Enter starts it",
    width: 76,
    heading: Heading::None,
    columns: Some(|columns| (columns * 35 / 100, 11)),
    tells_help: false,
    enter: "start it",
    rows: journeys,
    opens_at: |model, rows| rows.iter().position(|row| row.name == model.run.journey().as_ref()).unwrap_or(0),
};

fn journeys(model: &Model) -> Vec<Row> {
    let program = model.run.program();
    let row = |name: Arc<str>| {
        let journey = program.definitions().journeys.get(&name);
        let current = *model.run.journey() == name;
        Row {
            key: if current { "running now".into() } else { String::new() },
            group: journey.map(|journey| journey.file.to_string()).unwrap_or_default(),
            help: journey.map(|journey| journey.description.to_string()).unwrap_or_default(),
            name: name.to_string(),
            pick: Pick::Journey(name),
            cli: None,
        }
    };
    program.main_journeys().into_iter().map(row).collect()
}
