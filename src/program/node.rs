//! A node, resolved.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::edge::{Edge, Target, edges};
use super::needs::Needs;
use crate::journey::{NodeDef, ScriptDef};
use crate::node::{self, Build, BuildError, Facts, JourneyUse, Node, NodeType, OutcomeDef, Role, StaticEnd};

/// What is known of a node without running it.
#[derive(Clone, Debug, PartialEq)]
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
    /// What it is for: of a Configuration Provider, what the configured type is for.
    pub role: Role,
    edges: Vec<Edge>,
    /// How many of the edges are possible: they come first.
    possible: usize,
}

impl NodeInfo {
    /// All that leaves it: the outcomes it can have, then the connections that it never takes.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The outcomes it can have.
    pub fn outcomes(&self) -> &[Edge] {
        self.edges.get(..self.possible).unwrap_or_default()
    }
}

/// Why a node cannot run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// The simulator does not know its type.
    UnknownType(Arc<str>),
    /// Its configuration is wrong.
    Configuration(BuildError),
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownType(name) => write!(f, "the simulator does not know the node type {name}"),
            Self::Configuration(error) => write!(f, "its configuration is wrong: {error}"),
        }
    }
}

/// A journey that a node names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its name.
    pub journey: Arc<str>,
    /// What the node does with it.
    pub how: JourneyUse,
    /// Its index among the journeys; `None` where it was not loaded.
    pub index: Option<u32>,
}

/// A script that a node names.
#[derive(Clone, Debug)]
pub struct NamedScript {
    /// Its id.
    pub id: Arc<str>,
    /// The script; `None` where it was not loaded.
    pub def: Option<Arc<ScriptDef>>,
}

/// A child that a page lists.
#[derive(Clone, Debug)]
pub struct Child {
    /// Its id.
    pub id: Arc<str>,
    /// The name its author gave it; its id where the export does not hold it.
    pub name: Arc<str>,
    /// Its node; `None` where the export does not hold it.
    pub def: Option<Arc<NodeDef>>,
    /// Its type, where the simulator knows it.
    pub kind: Option<&'static dyn NodeType>,
    /// The outcomes it can have, as far as they are known.
    pub outcomes: Vec<OutcomeDef>,
    /// Why its configuration cannot be used.
    pub problem: Option<BuildError>,
}

/// A node with all that it names.
#[derive(Debug)]
pub struct ResolvedNode {
    /// What the world and its events know of it.
    pub info: Arc<NodeInfo>,
    /// What the export says of it.
    pub def: Arc<NodeDef>,
    /// Its type, where the simulator knows it.
    pub kind: Option<&'static dyn NodeType>,
    /// The type as which it behaves: of a Configuration Provider the configured one.
    pub acting: Option<&'static dyn NodeType>,
    /// What it does, or why it does nothing.
    pub behaviour: Result<Arc<dyn Node>, Unusable>,
    /// The end that it is, if it is one: then nobody visits it.
    pub end: Option<StaticEnd>,
    /// What its configuration names, as its type tells it.
    pub facts: Facts,
    /// The journeys that it, or a child of it, runs or starts.
    pub links: Vec<Link>,
    /// The scripts that it, or a child of it, runs.
    pub scripts: Vec<NamedScript>,
    /// The children it lists, if it is a page.
    pub children: Vec<Child>,
    pub(super) needs: Remembered<Needs>,
}

/// A value that is worked out when somebody first asks. Whether that has happened is nobody's
/// business: two programs that run alike look alike.
#[derive(Default)]
pub(super) struct Remembered<T>(OnceLock<T>);

impl<T> Remembered<T> {
    pub(super) fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(make)
    }
}

impl<T> fmt::Debug for Remembered<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Remembered")
    }
}

impl ResolvedNode {
    /// The name by which messages call it.
    pub fn name(&self) -> &str {
        if self.info.name.is_empty() { &self.info.id } else { &self.info.name }
    }

    /// The outcomes and connections that some server can take.
    pub fn ways(&self) -> impl Iterator<Item = &Edge> {
        self.info.edges.iter().filter(|edge| edge.may_be_taken() && edge.target != Target::NotWired)
    }

    /// Why its configuration cannot be used.
    pub fn problem(&self) -> Option<&BuildError> {
        match &self.behaviour {
            Err(Unusable::Configuration(error)) => Some(error),
            _ => None,
        }
    }

    /// Resolves all but the links, which need every journey.
    pub(super) fn new(
        build: &Build<'_>,
        def: &Arc<NodeDef>,
        letter: Arc<str>,
        target: &dyn Fn(&str) -> Target,
    ) -> Self {
        let kind = node::find(&def.node_type);
        let behaviour = match kind {
            Some(kind) => kind.build(build).map_err(Unusable::Configuration),
            None => Err(Unusable::UnknownType(def.node_type.clone())),
        };
        let facts = node::facts(build);
        let (edges, possible) = edges(build, kind, target);
        let info = NodeInfo {
            journey: build.journey.name.clone(),
            id: def.id.clone(),
            letter,
            name: def.display_name.clone(),
            node_type: def.node_type.clone(),
            label: kind.map_or_else(|| def.node_type.clone(), |kind| kind.label().into()),
            role: node::acting_role(def),
            edges,
            possible,
        };
        let scripts = &build.definitions.scripts;
        Self {
            info: Arc::new(info),
            kind,
            acting: node::acting(def),
            behaviour,
            end: StaticEnd::of_type(&def.node_type),
            links: facts
                .journeys
                .iter()
                .map(|link| Link { journey: link.journey.clone(), how: link.how, index: None })
                .collect(),
            scripts: facts
                .scripts
                .iter()
                .map(|id| NamedScript { id: id.clone(), def: scripts.get(id).cloned() })
                .collect(),
            children: facts.children.iter().map(|link| child(build, link)).collect(),
            facts,
            def: def.clone(),
            needs: Remembered::default(),
        }
    }
}

fn child(build: &Build<'_>, link: &node::ChildLink) -> Child {
    let journey = build.journey;
    let def = journey.inner_nodes.get(&link.id).or_else(|| journey.nodes.get(&link.id)).cloned();
    let mut child = Child {
        id: link.id.clone(),
        name: link.name.clone(),
        kind: def.as_ref().and_then(|def| node::find(&def.node_type)),
        outcomes: Vec::new(),
        problem: None,
        def,
    };
    let Some(node) = &child.def else { return child };
    // A page inside a page is refused when it is visited; it could name itself for ever.
    match child.kind.filter(|kind| kind.role() != Role::Page) {
        Some(kind) => {
            let build = Build { node, ..*build };
            child.problem = kind.build(&build).err();
            child.outcomes = kind.outcomes(&build);
        }
        None => child.outcomes = node::outcomes_in_export(node),
    }
    child
}
