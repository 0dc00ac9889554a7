//! A journey as a graph: boxes, and one edge for each outcome.

use std::collections::HashMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::journey::NodeDef;
use crate::node::JourneyUse;
use crate::program::{self, Program, ResolvedJourney, ResolvedNode, Target};

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
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
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
    /// Whether the node cannot take this outcome, so that the connection is never taken.
    pub impossible: bool,
    /// Why the connection is never taken; null where it can be.
    pub reason: Option<Arc<str>>,
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
    Some(drawn(program.journeys().named(journey)?))
}

/// The graph of a journey.
pub(in crate::describe) fn drawn(journey: &ResolvedJourney) -> Graph {
    let reached = journey.reached(program::Edge::is_possible);
    // Success and Failure may stand among the nodes; they are ends here, not boxes.
    let boxes = journey.nodes.iter().zip(reached).filter(|(node, _)| node.end.is_none());
    Graph {
        journey: journey.def.name.clone(),
        enabled: journey.def.enabled,
        start: to(journey, &journey.entry),
        nodes: boxes.map(|(node, reached)| graph_node(journey, node, reached)).collect(),
    }
}

fn graph_node(journey: &ResolvedJourney, node: &ResolvedNode, reached: bool) -> GraphNode {
    let info = &node.info;
    let edges = info.edges().iter().map(|edge| Edge {
        outcome: edge.id.clone(),
        name: edge.name.clone(),
        to: to(journey, &edge.target),
        impossible: !edge.is_possible(),
        reason: edge.reason().map(Arc::from),
    });
    GraphNode {
        letter: info.letter.clone(),
        id: info.id.clone(),
        name: info.name.clone(),
        node_type: info.node_type.clone(),
        type_label: info.label.clone(),
        reached,
        cannot_run: node.behaviour.as_ref().err().map(|reason| reason.to_string().into()),
        children: node.children.iter().map(NodeChild::from).collect(),
        journeys: node.links.iter().map(Reference::from).collect(),
        edges: edges.collect(),
    }
}

fn to(journey: &ResolvedJourney, target: &Target) -> To {
    match target {
        Target::Node(at) => {
            journey.nodes.get(*at as usize).map_or(To::NotWired, |node| To::Node(node.info.letter.clone()))
        }
        Target::Success => To::Success,
        Target::Failure => To::Failure,
        Target::NotWired => To::NotWired,
        Target::Missing(id) => To::Missing(id.clone()),
    }
}

impl From<&program::Child> for NodeChild {
    fn from(child: &program::Child) -> Self {
        let label = |def: &Arc<NodeDef>| child.kind.map_or(def.node_type.clone(), |kind| kind.label().into());
        Self { name: child.name.clone(), type_label: child.def.as_ref().map(label) }
    }
}

impl From<&program::Link> for Reference {
    fn from(link: &program::Link) -> Self {
        Self {
            journey: link.journey.clone(),
            backchannel: link.how == JourneyUse::Backchannel,
            loaded: link.index.is_some(),
        }
    }
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
