//! A set of exports, resolved once: what the world runs, `check` analyses and diagrams draw.

mod edge;
mod journey;
mod journeys;
mod needs;
mod node;

use std::sync::Arc;

pub use edge::{Availability, Edge, Impossible, Target};
pub use journey::ResolvedJourney;
pub use journeys::Journeys;
pub(crate) use needs::Needs;
pub use node::{Child, Link, NamedScript, NodeInfo, ResolvedNode, Unusable};

use crate::identity::{Identities, Realm};
use crate::journey::Definitions;
use crate::node::Role;

/// Journeys, scripts, realm and users, made ready to run: immutable, shared by all worlds.
#[derive(Debug)]
pub struct Program {
    definitions: Arc<Definitions>,
    realm: Arc<Realm>,
    identities: Identities,
    journeys: Journeys,
}

impl Program {
    /// Makes definitions ready. Never fails: a node that cannot be used says so when visited.
    pub fn new(definitions: Definitions, realm: Realm, identities: Identities) -> Arc<Self> {
        let (definitions, realm) = (Arc::new(definitions), Arc::new(realm));
        let journeys =
            Journeys::new(definitions.journeys.values().map(|journey| (journey, &realm)), &definitions);
        Arc::new(Self { definitions, realm, identities, journeys })
    }

    /// What was loaded.
    pub fn definitions(&self) -> &Definitions {
        &self.definitions
    }

    /// Realm settings.
    pub fn realm(&self) -> &Arc<Realm> {
        &self.realm
    }

    /// The users and agents that a world starts with.
    pub fn identities(&self) -> &Identities {
        &self.identities
    }

    /// The journeys, resolved.
    pub fn journeys(&self) -> &Journeys {
        &self.journeys
    }

    /// The journeys that start a backchannel journey: those one gives a demo of.
    pub fn main_journeys(&self) -> Vec<Arc<str>> {
        let starts =
            |journey: &ResolvedJourney| journey.nodes.iter().any(|node| node.info.role == Role::Initialize);
        self.journeys
            .iter()
            .filter(|journey| starts(journey))
            .map(|journey| journey.def.name.clone())
            .collect()
    }

    /// Where a journey begins.
    pub fn entry(&self, journey: &str) -> Option<&Target> {
        self.journeys.named(journey).map(|journey| &journey.entry)
    }

    /// The nodes of a journey in the order of their letters.
    pub fn nodes(&self, journey: &str) -> impl Iterator<Item = &Arc<NodeInfo>> {
        self.journeys
            .named(journey)
            .into_iter()
            .flat_map(|journey| journey.nodes.iter().map(|node| &node.info))
    }

    /// Nodes that cannot run, with the reason: `(node, reason)`.
    pub fn unusable(&self) -> impl Iterator<Item = (&Arc<NodeInfo>, &Unusable)> {
        self.journeys
            .iter()
            .flat_map(|journey| &journey.nodes)
            .filter(|node| node.end.is_none())
            .filter_map(|node| node.behaviour.as_ref().err().map(|reason| (&node.info, reason)))
    }
}

/// The journeys that ship, for tests.
#[cfg(test)]
pub(crate) fn shipped() -> Arc<Program> {
    use crate::journey::shipped_tests::{REALM, shipped};
    let (realm, identities) = crate::identity::parse_realm("realm.json", REALM).expect("the shipped realm");
    Program::new(shipped(), realm, identities)
}
