//! A journey, resolved.

use std::collections::HashMap;
use std::sync::Arc;

use super::edge::{Edge, Target};
use super::node::ResolvedNode;
use crate::identity::Realm;
use crate::journey::{Definitions, Journey, NodeDef};
use crate::node::{Build, StaticEnd, static_end};

/// A journey with its nodes in the order of their letters.
#[derive(Debug)]
pub struct ResolvedJourney {
    /// What the export says of it.
    pub def: Arc<Journey>,
    /// The realm in which it runs.
    pub realm: Arc<Realm>,
    /// Its nodes, those that are ends among them.
    pub nodes: Vec<ResolvedNode>,
    /// Where it begins.
    pub entry: Target,
    /// The managed object of its identities: its own, else the realm's.
    pub identity_resource: Arc<str>,
    /// For each node in the order of the export, its index.
    order: Vec<u32>,
}

impl ResolvedJourney {
    /// Resolves all but the links to other journeys.
    pub(super) fn new(def: &Arc<Journey>, definitions: &Arc<Definitions>, realm: &Arc<Realm>) -> Self {
        let walked = walk(def);
        let places: HashMap<&str, u32> =
            (0..).zip(&walked).map(|(at, node)| (node.id.as_ref(), at)).collect();
        let target = |id: &str| target(def, &places, id);
        let nodes = walked.iter().enumerate().map(|(position, node)| {
            let build = Build { node, journey: def, definitions, realm };
            ResolvedNode::new(&build, node, letter(position), &target)
        });
        let own = &def.identity_resource;
        Self {
            nodes: nodes.collect(),
            entry: target(&def.entry),
            identity_resource: if own.is_empty() { realm.identity_resource.clone() } else { own.clone() },
            order: def.nodes.keys().filter_map(|id| places.get(id.as_ref()).copied()).collect(),
            def: def.clone(),
            realm: realm.clone(),
        }
    }

    /// Its nodes in the order of the export, each with its index.
    pub fn in_export_order(&self) -> impl DoubleEndedIterator<Item = (usize, &ResolvedNode)> {
        self.order.iter().filter_map(|at| Some((*at as usize, self.nodes.get(*at as usize)?)))
    }

    /// For each node, whether edges that are wanted lead to it from somewhere, the starts included.
    pub fn reach(&self, from: impl IntoIterator<Item = usize>, wanted: impl Fn(&Edge) -> bool) -> Vec<bool> {
        let mut seen = vec![false; self.nodes.len()];
        let mut open: Vec<usize> = from.into_iter().collect();
        while let Some(at) = open.pop() {
            if seen.get(at) != Some(&false) {
                continue;
            }
            seen[at] = true;
            let edges = self.nodes[at].info.edges().iter().filter(|edge| wanted(edge));
            open.extend(edges.filter_map(|edge| edge.target.node()));
        }
        seen
    }

    /// For each node, whether edges that are wanted lead to it from the entry.
    pub fn reached(&self, wanted: impl Fn(&Edge) -> bool) -> Vec<bool> {
        self.reach(self.entry.node(), wanted)
    }
}

impl Target {
    /// The index of the node, if it is one.
    pub fn node(&self) -> Option<usize> {
        match self {
            Self::Node(at) => Some(*at as usize),
            _ => None,
        }
    }
}

fn target(journey: &Journey, places: &HashMap<&str, u32>, id: &str) -> Target {
    match static_end(journey, id) {
        Some(StaticEnd::Success) => Target::Success,
        Some(StaticEnd::Failure) => Target::Failure,
        None => places.get(id).map_or_else(|| Target::Missing(id.into()), |at| Target::Node(*at)),
    }
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
