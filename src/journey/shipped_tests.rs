//! Tests of the files under `journeys/`.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use super::*;
use crate::identity::{Login, UserStatus, parse_realm};
use crate::value::Secret;

const FILES: [(&str, &str); 3] = [
    ("backchannel-demo.journey.json", include_str!("../../journeys/backchannel-demo.journey.json")),
    ("every-outcome.journey.json", include_str!("../../journeys/every-outcome.journey.json")),
    ("help-desk.journey.json", include_str!("../../journeys/help-desk.journey.json")),
];
pub(crate) const REALM: &str = include_str!("../../journeys/realm.json");

/// The journeys that ship.
pub(crate) fn shipped() -> Definitions {
    let mut all = Definitions::default();
    for (file, text) in FILES {
        all.merge(load(file, text).unwrap_or_else(|wrong| panic!("{wrong}"))).unwrap();
    }
    all
}

#[test]
fn the_shipped_journeys_load_together() {
    let all = shipped();
    let names: Vec<&str> = all.journeys.keys().map(AsRef::as_ref).collect();
    assert_eq!(
        names,
        [
            "BackchannelMain",
            "BackchannelLogin",
            "EveryOutcomeMain",
            "EveryOutcomeLogin",
            "HelpDeskMain",
            "HelpDeskLogin"
        ]
    );
    assert!(all.scripts.values().all(|script| script.evaluator == Evaluator::NextGeneration));
}

#[test]
fn every_outcome_is_wired_to_a_node_that_exists_and_every_node_is_reached() {
    for journey in shipped().journeys.values() {
        let mut reached = BTreeSet::from([journey.entry.clone()]);
        for node in journey.nodes.values() {
            let place = format!("{}, {}", journey.name, node.display_name);
            let declared: BTreeSet<_> = node.declared_outcomes.iter().map(|(id, _)| id).collect();
            assert_eq!(declared, node.connections.keys().collect(), "{place}");
            for (outcome, next) in &node.connections {
                let ends = [static_node::SUCCESS, static_node::FAILURE].contains(&next.as_ref());
                assert!(ends || journey.nodes.contains_key(next), "{place}, {outcome}");
                reached.insert(next.clone());
            }
        }
        let missed: Vec<_> = journey.nodes.keys().filter(|id| !reached.contains(*id)).collect();
        assert!(missed.is_empty(), "{}: {missed:?} cannot be reached", journey.name);
    }
}

#[test]
fn scripts_journeys_and_page_children_that_nodes_name_are_there() {
    let all = shipped();
    for journey in all.journeys.values() {
        for node in journey.nodes.values() {
            let named = |key: &str| node.config.get(key).and_then(|value| value.as_str());
            if let Some(script) = named("script") {
                assert!(
                    all.scripts.contains_key(script),
                    "{}: script of {}",
                    journey.name,
                    node.display_name
                );
            }
            if let Some(tree) = named("tree") {
                assert!(all.journeys.contains_key(tree), "{}: {tree}", journey.name);
            }
            let children = node.config.get("nodes").and_then(|nodes| nodes.as_array());
            for child in children.into_iter().flatten() {
                let id = child["_id"].as_str().unwrap();
                assert_eq!(journey.inner_nodes[id].node_type.as_ref(), child["nodeType"].as_str().unwrap());
            }
        }
    }
}

/// Proves journey.static-nodes.
#[test]
fn the_demo_is_wired_as_the_vendor_page_tells() {
    let all = shipped();
    let main = &all.journeys["BackchannelMain"];
    let ids: Vec<_> = main.nodes.keys().collect();
    let letter = |id: &NodeId| match ids.iter().position(|known| *known == id) {
        Some(index) => ["a", "b", "c", "d", "e", "f", "g"][index],
        None if id.as_ref() == static_node::FAILURE => "Failure",
        None => "?",
    };
    let wires: Vec<String> = main
        .nodes
        .values()
        .flat_map(|node| {
            node.connections
                .iter()
                .map(|(outcome, next)| format!("{} {outcome} {}", letter(&node.id), letter(next)))
        })
        .collect();
    assert_eq!(
        wires,
        [
            "a outcome b",
            "b Unknown Subject c",
            "b Created d",
            "b Error Failure",
            "c true a",
            "c false Failure",
            "d Pending e",
            "d In Progress f",
            "d Success g",
            "d Failure Failure",
            "d Unknown Failure",
            "d Error Failure",
            "e DONE d",
            "e EXITED a",
            "e SPAM Failure",
            "e CONFIGURATION_FAILED Failure",
            "f DONE d",
            "f EXITED a",
            "g outcome Failure",
        ]
    );
}

#[test]
fn the_shipped_realm_has_a_user_for_every_case_and_no_password_twice() {
    let (realm, all) = parse_realm("realm.json", REALM).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert_eq!((realm.name.as_ref(), realm.transaction_ttl_s), ("/alpha", 180));
    assert_eq!(all.authenticate("demo", &Secret::new("Ch4ng3!t")), Login::Right);
    for (name, password, expected) in [
        ("inactive", "In4ct!ve", Login::Locked),
        ("locked", "L0cked!up", Login::Locked),
        ("expired", "Exp1red!", Login::Expired),
        ("reset", "R3set!me", Login::MustChange),
        ("ghost", "Gh0st!ly", Login::NoSuchUser),
        ("ZOË", "Zo3!passw0rd", Login::Right),
    ] {
        assert_eq!(all.authenticate(name, &Secret::new(password)), expected, "{name}");
    }
    assert!(all.users().filter(|user| user.status == UserStatus::Active).count() >= 4);
    let passwords: BTreeSet<_> = all.users().map(|user| user.password.expose()).collect();
    assert_eq!(passwords.len(), all.users().count());
    assert_eq!(all.agents().count(), 1);
}
