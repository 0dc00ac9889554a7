//! The shipped scenarios hold, and together they take every outcome of every node of the shipped
//! journeys, but for a short table of outcomes that cannot be taken there.

use std::collections::BTreeSet;

use journey_sim::cli::load;
use journey_sim::cli::recorded::{open_recorded, shipped_scenarios};
use journey_sim::engine::EventKind;

/// Outcomes that the shipped journeys declare and cannot take: journey, node, outcome, why.
const UNREACHABLE: &[(&str, &str, &str, &str)] = &[
    (
        "BackchannelMain",
        "Backchannel Initialize",
        "Error",
        "the script before it always names a user, and the backchannel journey is there",
    ),
    (
        "BackchannelMain",
        "Backchannel Status",
        "Failure",
        "retries are allowed, so no transaction is ever denied",
    ),
    ("BackchannelMain", "Display Redirect URL Poll", "CONFIGURATION_FAILED", "its script always sets config"),
    (
        "HelpDeskMain",
        "Backchannel Initialize",
        "Error",
        "the script before it always names a user, and the backchannel journey is there",
    ),
    (
        "HelpDeskMain",
        "Backchannel Status",
        "Failure",
        "retries are allowed, so no transaction is ever denied",
    ),
    ("HelpDeskMain", "Progress Poll", "SPAM", "its script switches spam detection off"),
    ("HelpDeskMain", "Progress Poll", "CONFIGURATION_FAILED", "its script always sets config"),
];

type Outcome = (String, String, String);

/// What the journeys declare.
fn declared() -> BTreeSet<Outcome> {
    let program = load(None).expect("the shipped journeys load");
    let journeys: Vec<_> = program.definitions().journeys.keys().cloned().collect();
    let nodes = journeys.iter().flat_map(|journey| program.nodes(journey));
    nodes
        .flat_map(|node| {
            let of = |id: &str| (node.journey.to_string(), node.name.to_string(), id.to_owned());
            node.outcomes().iter().map(|outcome| of(&outcome.id)).collect::<Vec<_>>()
        })
        .collect()
}

/// What the scenarios take; each must hold.
fn taken() -> BTreeSet<Outcome> {
    let mut taken = BTreeSet::new();
    for path in shipped_scenarios() {
        let played = open_recorded(&path, None).unwrap_or_else(|failure| panic!("{failure}"));
        assert_eq!(played.failed, [], "{}", path.display());
        for event in &played.events {
            if let EventKind::Outcome { node, outcome, .. } = &event.kind {
                let id = &node.outcomes()[usize::from(*outcome)].id;
                taken.insert((node.journey.to_string(), node.name.to_string(), id.to_string()));
            }
        }
    }
    taken
}

#[test]
fn every_outcome_of_every_shipped_node_is_taken_or_listed_with_the_reason() {
    let (declared, taken) = (declared(), taken());
    assert!(declared.len() > 60, "only {} outcomes are declared", declared.len());
    let listed: BTreeSet<Outcome> = UNREACHABLE
        .iter()
        .map(|(journey, node, outcome, _)| (journey.to_string(), node.to_string(), outcome.to_string()))
        .collect();
    let missing: BTreeSet<Outcome> = declared.difference(&taken).cloned().collect();
    assert_eq!(missing, listed, "left: declared and taken by no scenario; right: listed as unreachable");
}

#[test]
fn every_shipped_scenario_says_what_it_shows() {
    for path in shipped_scenarios() {
        let loaded = journey_sim::cli::recorded::read_scenario(&path, None).unwrap();
        let description = loaded.scenario.description.unwrap_or_default();
        assert!(description.ends_with('.'), "{}: \"{description}\"", path.display());
        assert!(!loaded.scenario.expect.is_empty(), "{}: expects nothing at the end", path.display());
    }
}

#[test]
fn the_scenario_in_the_readme_holds() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let text =
        readme.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("one is shown");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("readme.json");
    std::fs::write(&path, text).unwrap();
    let played = open_recorded(&path, None).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(played.failed, []);
    assert!(played.events.len() > 10);
}
