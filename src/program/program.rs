//! Everything that was loaded, made ready to run: immutable, shared by all worlds.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::needs::Needs;
use crate::identity::{Identities, Realm};
use crate::journey::{Definitions, Journey, NodeDef, static_node};
use crate::node::{self, Build, Facts, Node, OutcomeDef};

/// What is known of a node without running it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeInfo {
    /// Its journey.
    pub journey: Arc<str>,
    /// Its id.
    pub id: Arc<str>,
    /// Its letter in the journey: `a`, `b`, … in the order in which a walk from the entry meets it.
    pub letter: Arc<str>,
    /// The name its author gave it.
    pub name: Arc<str>,
    /// Its type as exports spell it.
    pub node_type: Arc<str>,
    /// Its type as the vendor's documentation spells it.
    pub label: Arc<str>,
    /// The outcomes it can have.
    pub outcomes: Vec<OutcomeDef>,
    /// Where each outcome leads.
    pub targets: Vec<Target>,
}

/// Where an outcome leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a node of the same journey, by its index.
    Node(u32),
    /// To Success.
    Success,
    /// To Failure.
    Failure,
    /// Nowhere: the outcome has no connection.
    NotWired,
    /// To a node that the journey does not have.
    Missing(Arc<str>),
}

#[derive(Debug)]
pub(crate) struct Compiled {
    pub info: Arc<NodeInfo>,
    pub behaviour: Result<Arc<dyn Node>, Arc<str>>,
    /// Connections for outcomes that the node cannot have.
    pub strays: Vec<(Arc<str>, Target)>,
    pub needs: Needs,
}

#[derive(Debug)]
pub(crate) struct CompiledJourney {
    pub def: Arc<Journey>,
    pub nodes: Vec<Compiled>,
    pub entry: Target,
    pub identity_resource: Arc<str>,
}

/// Journeys, scripts, realm and users, made ready to run.
#[derive(Debug)]
pub struct Program {
    definitions: Definitions,
    realm: Arc<Realm>,
    identities: Identities,
    journeys: IndexMap<Arc<str>, CompiledJourney>,
}

impl Program {
    /// Makes definitions ready. Never fails: a node that cannot be used says so when visited.
    pub fn new(definitions: Definitions, realm: Realm, identities: Identities) -> Arc<Self> {
        let realm = Arc::new(realm);
        let mut journeys: IndexMap<_, _> = definitions
            .journeys
            .iter()
            .map(|(name, journey)| (name.clone(), compile(journey, &definitions, &realm)))
            .collect();
        let needs = needs_of(&journeys);
        for (journey, needs) in journeys.values_mut().zip(needs) {
            for (node, needs) in journey.nodes.iter_mut().zip(needs) {
                node.needs = needs;
            }
        }
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

    /// The journeys that start a backchannel journey: those one gives a demo of.
    pub fn main_journeys(&self) -> Vec<Arc<str>> {
        let starts = |journey: &CompiledJourney| {
            journey.nodes.iter().any(|node| node.info.node_type.as_ref() == "BackChannelInitNode")
        };
        self.journeys.iter().filter(|(_, journey)| starts(journey)).map(|(name, _)| name.clone()).collect()
    }

    /// The nodes of a journey in the order of their letters.
    pub fn nodes(&self, journey: &str) -> impl Iterator<Item = &Arc<NodeInfo>> {
        self.journeys.get(journey).into_iter().flat_map(|journey| journey.nodes.iter().map(|node| &node.info))
    }

    /// Where a journey begins.
    pub fn entry(&self, journey: &str) -> Option<&Target> {
        self.journeys.get(journey).map(|journey| &journey.entry)
    }

    /// Connections of a journey for outcomes that their node cannot have, so that nothing ever
    /// takes them: `(node, outcome, target)`.
    pub fn strays(&self, journey: &str) -> impl Iterator<Item = (&Arc<NodeInfo>, &Arc<str>, &Target)> {
        let nodes = self.journeys.get(journey).into_iter().flat_map(|journey| &journey.nodes);
        nodes.flat_map(|node| node.strays.iter().map(|(outcome, to)| (&node.info, outcome, to)))
    }

    /// What the configuration of a node names; nothing for a node that is not there.
    pub fn facts(&self, journey: &str, id: &str) -> Facts {
        let found = self.definitions.journeys.get(journey);
        let found = found.and_then(|journey| Some((journey, journey.nodes.get(id)?)));
        let Some((journey, node)) = found else { return Facts::default() };
        node::facts(&Build { node, journey, definitions: &self.definitions, realm: &self.realm })
    }

    /// Nodes that cannot run, with the reason: `(node, reason)`.
    pub fn unusable(&self) -> impl Iterator<Item = (&Arc<NodeInfo>, &Arc<str>)> {
        self.journeys
            .values()
            .flat_map(|journey| &journey.nodes)
            .filter_map(|node| node.behaviour.as_ref().err().map(|reason| (&node.info, reason)))
    }

    pub(crate) fn name(&self, index: u32) -> Option<&Arc<str>> {
        self.journeys.get_index(index as usize).map(|(name, _)| name)
    }

    pub(crate) fn index(&self, journey: &str) -> Option<u32> {
        self.journeys.get_index_of(journey).and_then(|index| u32::try_from(index).ok())
    }

    pub(crate) fn journey(&self, index: u32) -> Option<&CompiledJourney> {
        self.journeys.get_index(index as usize).map(|(_, journey)| journey)
    }

    /// What a node of a journey, and those behind it, declare as inputs.
    pub(crate) fn needs(&self, journey: u32, node: u32) -> Option<&Needs> {
        self.journey(journey)?.nodes.get(node as usize).map(|node| &node.needs)
    }

    pub(crate) fn info(&self, journey: u32, node: u32) -> Option<&Arc<NodeInfo>> {
        self.journey(journey)?.nodes.get(node as usize).map(|node| &node.info)
    }
}

fn compile(journey: &Arc<Journey>, definitions: &Definitions, realm: &Arc<Realm>) -> CompiledJourney {
    let order = walk(journey);
    let places: HashMap<&str, usize> = order.iter().enumerate().map(|(at, node)| (&*node.id, at)).collect();
    let index_of = |id: &str| places.get(id).copied();
    let target = |id: &str| match id {
        static_node::SUCCESS => Target::Success,
        static_node::FAILURE => Target::Failure,
        id => match journey.nodes.get(id).map(|node| node.node_type.as_ref()) {
            Some("Success" | "success") => Target::Success,
            Some("Failure" | "failure") => Target::Failure,
            _ => index_of(id)
                .and_then(|index| u32::try_from(index).ok())
                .map_or_else(|| Target::Missing(id.into()), Target::Node),
        },
    };
    let nodes: Vec<Compiled> = order
        .iter()
        .enumerate()
        .map(|(position, def)| compile_node(def, position, journey, definitions, realm, &target))
        .collect();
    let identity_resource = if journey.identity_resource.is_empty() {
        realm.identity_resource.clone()
    } else {
        journey.identity_resource.clone()
    };
    CompiledJourney { def: journey.clone(), nodes, entry: target(&journey.entry), identity_resource }
}

fn compile_node(
    def: &Arc<NodeDef>,
    position: usize,
    journey: &Journey,
    definitions: &Definitions,
    realm: &Arc<Realm>,
    target: &dyn Fn(&str) -> Target,
) -> Compiled {
    let build = Build { node: def, journey, definitions, realm };
    let known = node::find(&def.node_type);
    let (behaviour, outcomes) = match known {
        Some(kind) => (
            kind.build(&build).map_err(|error| Arc::from(format!("its configuration is wrong: {error}"))),
            kind.outcomes(&build),
        ),
        None => (
            Err(Arc::from(format!("the simulator does not know the node type {}", def.node_type))),
            def.declared_outcomes.iter().map(|(id, name)| OutcomeDef::new(id, name)).collect(),
        ),
    };
    let targets = outcomes
        .iter()
        .map(|outcome| connection(def, &outcome.id).map_or(Target::NotWired, |(_, to)| target(to)))
        .collect();
    let used = |id: &str| {
        outcomes.iter().any(|outcome| connection(def, &outcome.id).is_some_and(|(key, _)| key == id))
    };
    let strays = def.connections.iter().filter(|(id, _)| !used(id));
    let strays = strays.map(|(id, to)| (id.clone(), target(to))).collect();
    let info = NodeInfo {
        journey: journey.name.clone(),
        id: def.id.clone(),
        letter: letter(position),
        name: def.display_name.clone(),
        node_type: def.node_type.clone(),
        label: known.map_or_else(|| def.node_type.clone(), |kind| kind.label().into()),
        outcomes,
        targets,
    };
    Compiled { info: Arc::new(info), behaviour, strays, needs: Needs::default() }
}

/// The connection for an outcome: the exact id, else the one that agrees in letters and digits.
/// Rule `engine.outcome-spelling`.
fn connection<'a>(def: &'a NodeDef, outcome: &str) -> Option<(&'a str, &'a str)> {
    let exact = def.connections.get_key_value(outcome);
    let loose = || def.connections.iter().find(|(id, _)| node::same_outcome(id, outcome));
    exact.or_else(loose).map(|(id, to)| (id.as_ref(), to.as_ref()))
}

/// The nodes in the order in which a walk from the entry, breadth first, meets them; then those
/// it never meets.
fn walk(journey: &Journey) -> Vec<Arc<NodeDef>> {
    let mut order: indexmap::IndexSet<Arc<str>> = indexmap::IndexSet::new();
    order.insert(journey.entry.clone());
    let mut next = 0;
    while let Some(id) = order.get_index(next).cloned() {
        if let Some(node) = journey.nodes.get(&id) {
            order.extend(node.connections.values().cloned());
        }
        next += 1;
    }
    order.extend(journey.nodes.keys().cloned());
    order.iter().filter_map(|id| journey.nodes.get(id)).cloned().collect()
}

/// `a` to `z`, then `aa`, `ab`, …
fn letter(position: usize) -> Arc<str> {
    let mut text = String::new();
    let mut rest = position + 1;
    while rest > 0 {
        rest -= 1;
        text.insert(0, char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    text.into()
}

/// For each node of each journey: what it and every node behind it declare as inputs; an inner
/// journey counts from its entry on. Rule `engine.promotion`.
///
/// What a node needs is handed back to the nodes before it until nothing new comes: a journey of
/// thousands of nodes is ready at once.
fn needs_of(journeys: &IndexMap<Arc<str>, CompiledJourney>) -> Vec<Vec<Needs>> {
    let next = |target: &Target| match target {
        Target::Node(next) => Some(*next as usize),
        _ => None,
    };
    let each = || journeys.values().map(|journey| journey.nodes.len());
    let mut needs: Vec<Vec<Needs>> = each().map(|count| vec![Needs::default(); count]).collect();
    let mut before: Vec<Vec<Vec<(usize, usize)>>> = each().map(|count| vec![Vec::new(); count]).collect();
    let mut open = Vec::new();
    for (index, journey) in journeys.values().enumerate() {
        for (at, node) in journey.nodes.iter().enumerate() {
            let mut behind: Vec<(usize, usize)> =
                node.info.targets.iter().filter_map(next).map(|to| (index, to)).collect();
            if let Ok(behaviour) = &node.behaviour {
                needs[index][at].add(&behaviour.inputs());
                let inner = behaviour.inner_journey().and_then(|name| journeys.get_full(name));
                behind.extend(inner.and_then(|(inner, _, journey)| Some((inner, next(&journey.entry)?))));
            }
            for (journey, node) in behind {
                if let Some(list) = before.get_mut(journey).and_then(|journey| journey.get_mut(node)) {
                    list.push((index, at));
                }
            }
            open.push((index, at));
        }
    }
    while let Some((index, at)) = open.pop() {
        let known = needs[index][at].clone();
        for &(journey, node) in &before[index][at] {
            if needs[journey][node].merge(&known) {
                open.push((journey, node));
            }
        }
    }
    needs
}
