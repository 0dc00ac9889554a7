//! A set of journeys, resolved together: what one of them names may be another one.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::edge::Target;
use super::journey::ResolvedJourney;
use super::needs::Needs;
use super::node::ResolvedNode;
use crate::identity::Realm;
use crate::journey::{Definitions, Journey};

/// Journeys by index and by name. Of several with one name, the first has it.
#[derive(Debug, Default)]
pub struct Journeys {
    all: Vec<Arc<ResolvedJourney>>,
    by_name: HashMap<Arc<str>, u32>,
}

impl Journeys {
    /// Resolves journeys, each in its realm. Never fails: what is wrong or missing is told of each node.
    pub fn new<'a>(
        journeys: impl IntoIterator<Item = (&'a Arc<Journey>, &'a Arc<Realm>)>,
        definitions: &Arc<Definitions>,
    ) -> Self {
        let mut by_name = HashMap::new();
        let mut all: Vec<ResolvedJourney> = Vec::new();
        for (index, (journey, realm)) in (0..).zip(journeys) {
            by_name.entry(journey.name.clone()).or_insert(index);
            all.push(ResolvedJourney::new(journey, definitions, realm));
        }
        for link in all.iter_mut().flat_map(|journey| &mut journey.nodes).flat_map(|node| &mut node.links) {
            link.index = by_name.get(&link.journey).copied();
        }
        Self { all: all.into_iter().map(Arc::new).collect(), by_name }
    }

    /// All journeys in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<ResolvedJourney>> {
        self.all.iter()
    }

    /// The index of a journey.
    pub fn index_of(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    /// The journey of a name.
    pub fn named(&self, name: &str) -> Option<&Arc<ResolvedJourney>> {
        self.get(self.index_of(name)?)
    }

    /// The journey at an index.
    pub fn get(&self, index: u32) -> Option<&Arc<ResolvedJourney>> {
        self.all.get(index as usize)
    }

    /// The node at an index of a journey.
    pub fn node(&self, journey: u32, node: u32) -> Option<&ResolvedNode> {
        self.get(journey)?.nodes.get(node as usize)
    }

    /// What a node and every node behind it declare as inputs; an inner journey counts from its entry
    /// on. Rule `engine.promotion`.
    pub(crate) fn needs(&self, journey: u32, node: u32) -> Option<&Needs> {
        let first = self.node(journey, node)?;
        Some(first.needs.get_or_init(|| {
            let mut needs = Needs::default();
            let mut seen = HashSet::from([(journey, node)]);
            let mut open = vec![(journey, node)];
            while let Some((journey, at)) = open.pop() {
                let Some(node) = self.node(journey, at) else { continue };
                let mut behind: Vec<(u32, u32)> =
                    node.info.outcomes().iter().filter_map(|edge| entered(journey, &edge.target)).collect();
                if let Ok(behaviour) = &node.behaviour {
                    needs.add(&behaviour.inputs());
                    let inner = behaviour.inner_journey().and_then(|name| self.index_of(name));
                    behind.extend(inner.and_then(|inner| entered(inner, &self.get(inner)?.entry)));
                }
                open.extend(behind.into_iter().filter(|next| seen.insert(*next)));
            }
            needs
        }))
    }
}

fn entered(journey: u32, target: &Target) -> Option<(u32, u32)> {
    match target {
        Target::Node(node) => Some((journey, *node)),
        _ => None,
    }
}
