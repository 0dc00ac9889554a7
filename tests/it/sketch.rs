//! Journeys in the short form, over the realm and the users of the rows.

use std::sync::Arc;

use journey_sim::identity::parse_realm;
use journey_sim::journey::{self, Definitions, Sketch};
use journey_sim::program::Program;

/// A sketch, ready to run.
pub(crate) fn program(text: &str) -> Arc<Program> {
    let sketch = Sketch::parse(text).unwrap_or_else(|error| panic!("{error}"));
    let mut definitions = Definitions::default();
    for (name, text) in &sketch.files {
        let loaded = journey::load(name, text).unwrap_or_else(|error| panic!("{error}"));
        definitions.merge(loaded).unwrap_or_else(|error| panic!("{error}"));
    }
    let realm = sketch.realm.as_deref().unwrap_or(include_str!("conformance/realm.json"));
    let (realm, identities) = parse_realm("realm.json", realm).unwrap_or_else(|error| panic!("{error}"));
    Program::new(definitions, realm, identities)
}
