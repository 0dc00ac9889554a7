//! A journey as a graph: boxes, and one edge for each outcome.

use std::collections::HashMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::{NodeInfo, Program, Target};
use crate::node::{self, JourneyUse};

/// A journey as the engine executes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Graph {
    /// The journey's name.
    pub journey: Arc<str>,
    /// Whether it may be run.
    pub enabled: bool,
    /// Where it begins.
    pub start: To,
    /// Its nodes in the order of their letters.
    pub nodes: Vec<GraphNode>,
}

/// A node with all that leaves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GraphNode {
    /// Its letter in the journey.
    pub letter: Arc<str>,
    /// Its id.
    pub id: Arc<str>,
    /// The name its author gave it.
    pub name: Arc<str>,
    /// Its type as exports spell it.
    #[serde(rename = "type")]
    pub node_type: Arc<str>,
    /// Its type as the vendor's documentation spells it.
    pub type_label: Arc<str>,
    /// Whether a way leads to it from the start.
    pub reached: bool,
    /// Why it cannot run, if it cannot.
    pub cannot_run: Option<Arc<str>>,
    /// The children of a page.
    pub children: Vec<NodeChild>,
    /// Other journeys it runs or starts.
    pub journeys: Vec<Reference>,
    /// What leaves it.
    pub edges: Vec<Edge>,
}

/// A child of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NodeChild {
    /// The name its author gave it.
    pub name: Arc<str>,
    /// Its type as the vendor's documentation spells it; `None` when the export does not hold it.
    pub type_label: Option<Arc<str>>,
}

/// Another journey that a node names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reference {
    /// Its name.
    pub journey: Arc<str>,
    /// Whether a link starts it on another device; else it runs inside this one.
    pub backchannel: bool,
    /// Whether it was loaded.
    pub loaded: bool,
}

/// An outcome and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Edge {
    /// The outcome's id.
    pub outcome: Arc<str>,
    /// The outcome as the vendor's documentation spells it.
    pub name: Arc<str>,
    /// Where it leads.
    pub to: To,
    /// Whether the node cannot have this outcome, so that the connection is never taken.
    pub impossible: bool,
}

/// Where an edge leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum To {
    /// To the node with this letter.
    Node(Arc<str>),
    /// To Success.
    Success,
    /// To Failure.
    Failure,
    /// Nowhere: not wired.
    NotWired,
    /// To an id that the journey does not have.
    Missing(Arc<str>),
}

/// The graph of a journey; `None` when there is no such journey.
pub fn graph(program: &Program, journey: &str) -> Option<Graph> {
    let def = program.definitions().journeys.get(journey)?;
    let all: Vec<&Arc<NodeInfo>> = program.nodes(journey).collect();
    let to = |target: &Target| match target {
        Target::Node(index) => {
            all.get(*index as usize).map_or(To::NotWired, |node| To::Node(node.letter.clone()))
        }
        Target::Success => To::Success,
        Target::Failure => To::Failure,
        Target::NotWired => To::NotWired,
        Target::Missing(id) => To::Missing(id.clone()),
    };
    let reached = reached(program.entry(journey)?, &all);
    // Success and Failure may stand among the nodes; they are ends here, not boxes.
    let boxes = all.iter().zip(reached).filter(|(node, _)| !is_end(node));
    let mut nodes: Vec<GraphNode> = boxes
        .map(|(node, reached)| {
            let outcomes = node.outcomes.iter().zip(&node.targets);
            let edges = outcomes.map(|(outcome, target)| Edge {
                outcome: outcome.id.clone(),
                name: outcome.name.clone(),
                to: to(target),
                impossible: false,
            });
            let facts = program.facts(journey, &node.id);
            GraphNode {
                letter: node.letter.clone(),
                id: node.id.clone(),
                name: node.name.clone(),
                node_type: node.node_type.clone(),
                type_label: node.label.clone(),
                reached,
                cannot_run: None,
                children: facts.children.into_iter().map(child).collect(),
                journeys: facts.journeys.into_iter().map(|link| reference(program, link)).collect(),
                edges: edges.collect(),
            }
        })
        .collect();
    let places: HashMap<Arc<str>, usize> =
        nodes.iter().enumerate().map(|(at, node)| (node.id.clone(), at)).collect();
    for (node, reason) in program.unusable().filter(|(node, _)| node.journey.as_ref() == journey) {
        if let Some(&at) = places.get(&node.id) {
            nodes[at].cannot_run = Some(reason.clone());
        }
    }
    for (node, outcome, target) in program.strays(journey) {
        let edge = Edge { outcome: outcome.clone(), name: outcome.clone(), to: to(target), impossible: true };
        if let Some(&at) = places.get(&node.id) {
            nodes[at].edges.push(edge);
        }
    }
    Some(Graph { journey: def.name.clone(), enabled: def.enabled, start: to(program.entry(journey)?), nodes })
}

fn is_end(node: &NodeInfo) -> bool {
    matches!(node.node_type.as_ref(), "Success" | "success" | "Failure" | "failure")
}

fn child(link: node::ChildLink) -> NodeChild {
    let label = |name: Arc<str>| node::find(&name).map_or(name, |kind| kind.label().into());
    NodeChild { name: link.name, type_label: link.node_type.map(label) }
}

fn reference(program: &Program, link: node::JourneyLink) -> Reference {
    Reference {
        loaded: program.definitions().journeys.contains_key(&link.journey),
        backchannel: link.how == JourneyUse::Backchannel,
        journey: link.journey,
    }
}

/// For each node: whether outcomes that nodes can have lead to it from the start.
fn reached(entry: &Target, nodes: &[&Arc<NodeInfo>]) -> Vec<bool> {
    let mut seen = vec![false; nodes.len()];
    let mut open = vec![entry];
    while let Some(target) = open.pop() {
        let Target::Node(index) = target else { continue };
        let index = *index as usize;
        if seen.get(index) == Some(&false) {
            seen[index] = true;
            open.extend(&nodes[index].targets);
        }
    }
    seen
}

/// A graph with its nodes found by letter, and the edges by where they lead.
#[derive(Debug)]
pub(super) struct Index<'g> {
    pub(super) graph: &'g Graph,
    places: HashMap<&'g str, usize>,
    into: HashMap<&'g str, Vec<(&'g str, &'g Edge)>>,
}

impl<'g> Index<'g> {
    pub(super) fn of(graph: &'g Graph) -> Self {
        let places = graph.nodes.iter().enumerate().map(|(at, node)| (&*node.letter, at)).collect();
        let mut into: HashMap<&str, Vec<(&str, &Edge)>> = HashMap::new();
        for node in &graph.nodes {
            for edge in &node.edges {
                if let To::Node(to) = &edge.to {
                    into.entry(to).or_default().push((&node.letter, edge));
                }
            }
        }
        Self { graph, places, into }
    }

    /// The edges that lead to a node: the letter of the node they leave and the edge.
    pub(super) fn edges_to(&self, letter: &str) -> &[(&'g str, &'g Edge)] {
        self.into.get(letter).map_or(&[], Vec::as_slice)
    }

    /// The place of a node in the list, by its letter.
    pub(super) fn place(&self, letter: &str) -> Option<usize> {
        self.places.get(letter).copied()
    }

    /// The name of the node with a letter.
    pub(super) fn name_of(&self, letter: &str) -> &'g str {
        self.place(letter).and_then(|at| self.graph.nodes.get(at)).map_or("?", |node| &node.name)
    }
}
