//! A journey as a graph: what each outcome of each node can do and where it leads.

use std::sync::Arc;

use crate::identity::Realm;
use crate::journey::{Definitions, Journey, NodeDef, static_node};
use crate::node::{self, Build, BuildError, Facts, NodeType, OutcomeDef};

/// Where a connection leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To a node of the journey, by its index in [`View::nodes`].
    Node(usize),
    /// To Success.
    Success,
    /// To Failure.
    Failure,
    /// To an id that the journey does not have.
    Missing(Arc<str>),
}

/// Whether an outcome can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Availability {
    /// It can happen.
    Possible,
    /// It could under another configuration of the node.
    Disabled,
    /// The node has no such outcome.
    Impossible,
}

/// An outcome of a node, and its connection.
#[derive(Clone, Debug)]
pub(super) struct Wire {
    /// The outcome's id: as the type spells it, else as the connection does.
    pub(super) outcome: Arc<str>,
    /// The outcome as the connection spells it.
    pub(super) spelled: Arc<str>,
    /// Whether it can happen.
    pub(super) can: Availability,
    /// Where it leads; `None` when nothing is wired.
    pub(super) target: Option<Target>,
}

/// A child that a page lists.
#[derive(Clone, Debug)]
pub(super) struct Child {
    /// Its id.
    pub(super) id: Arc<str>,
    /// Its node, if the export holds it.
    pub(super) node: Option<Arc<NodeDef>>,
    /// How many outcomes it has; 0 where that is not known.
    pub(super) outcomes: usize,
    /// Why it cannot be used.
    pub(super) problem: Option<BuildError>,
}

/// A node.
#[derive(Debug)]
pub(super) struct NodeView {
    pub(super) def: Arc<NodeDef>,
    /// Its type, if the simulator knows it.
    pub(super) kind: Option<&'static dyn NodeType>,
    /// Why its configuration cannot be used.
    pub(super) problem: Option<BuildError>,
    /// Its outcomes and connections.
    pub(super) wires: Vec<Wire>,
    /// The children it lists, if it is a page.
    pub(super) children: Vec<Child>,
    /// What its configuration names.
    pub(super) facts: Facts,
}

impl NodeView {
    /// The type as which it behaves: of a Configuration Provider the configured one.
    pub(super) fn acts_as(&self) -> &str {
        match self.def.node_type.as_ref() {
            "ConfigProviderNode" => self.text("nodeType").unwrap_or(""),
            node_type => node_type,
        }
    }

    /// Whether a script decides on its configuration at run time.
    pub(super) fn is_provided(&self) -> bool {
        self.def.node_type.as_ref() == "ConfigProviderNode"
    }

    /// A text of its configuration.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.def.config.get(key)?.as_str()
    }

    /// A flag of its configuration.
    pub(super) fn flag(&self, key: &str) -> bool {
        match self.def.config.get(key) {
            Some(serde_json::Value::Bool(flag)) => *flag,
            Some(serde_json::Value::String(text)) => text == "true",
            _ => false,
        }
    }

    /// The connections that can be followed, with their outcome.
    pub(super) fn ways(&self) -> impl Iterator<Item = (&Wire, &Target)> {
        self.wires
            .iter()
            .filter(|wire| wire.can == Availability::Possible)
            .filter_map(|wire| Some((wire, wire.target.as_ref()?)))
    }

    /// The name by which messages call it.
    pub(super) fn name(&self) -> &str {
        if self.def.display_name.is_empty() { &self.def.id } else { &self.def.display_name }
    }
}

/// A journey.
#[derive(Debug)]
pub(super) struct View {
    /// Its document.
    pub(super) document: usize,
    /// Where its export stands in the document.
    pub(super) prefix: Vec<String>,
    pub(super) def: Arc<Journey>,
    pub(super) nodes: Vec<NodeView>,
    pub(super) entry: Target,
    /// Whether it can only be run from another journey.
    pub(super) inner_only: bool,
    /// The realm in which it runs.
    pub(super) realm: Arc<Realm>,
}

impl View {
    /// The nodes that can be reached from some nodes by connections, themselves included. With
    /// `only_possible`, only by outcomes that can happen.
    pub(super) fn reach(&self, from: impl IntoIterator<Item = usize>, only_possible: bool) -> Vec<bool> {
        let mut seen = vec![false; self.nodes.len()];
        let mut open: Vec<usize> = from.into_iter().collect();
        while let Some(index) = open.pop() {
            if std::mem::replace(&mut seen[index], true) {
                continue;
            }
            let wires = self.nodes[index].wires.iter();
            let wires = wires.filter(|wire| !only_possible || wire.can == Availability::Possible);
            open.extend(wires.filter_map(|wire| match wire.target {
                Some(Target::Node(next)) => Some(next),
                _ => None,
            }));
        }
        seen
    }
}

/// Reads a journey.
pub(super) fn view(
    document: usize,
    prefix: Vec<String>,
    journey: Arc<Journey>,
    inner_only: bool,
    definitions: &Definitions,
    realm: &Arc<Realm>,
) -> View {
    let nodes = journey
        .nodes
        .values()
        .map(|def| node_view(&Build { node: def, journey: &journey, definitions, realm }, def))
        .collect();
    let entry = target(&journey, &journey.entry);
    View { document, prefix, nodes, entry, inner_only, realm: realm.clone(), def: journey }
}

fn target(journey: &Journey, id: &Arc<str>) -> Target {
    match id.as_ref() {
        static_node::SUCCESS => Target::Success,
        static_node::FAILURE => Target::Failure,
        _ => match journey.nodes.get_full(id) {
            Some((_, _, node)) if node.node_type.eq_ignore_ascii_case("success") => Target::Success,
            Some((_, _, node)) if node.node_type.eq_ignore_ascii_case("failure") => Target::Failure,
            Some((index, _, _)) => Target::Node(index),
            None => Target::Missing(id.clone()),
        },
    }
}

fn node_view(build: &Build<'_>, def: &Arc<NodeDef>) -> NodeView {
    let kind = node::find(&def.node_type);
    NodeView {
        def: def.clone(),
        kind,
        problem: kind.and_then(|kind| kind.build(build).err()),
        wires: wires(build, kind),
        facts: node::facts(build),
        children: if def.node_type.as_ref() == "PageNode" { children(build) } else { Vec::new() },
    }
}

fn wires(build: &Build<'_>, kind: Option<&'static dyn NodeType>) -> Vec<Wire> {
    let def = build.node;
    let declared: Vec<&str> = def.declared_outcomes.iter().map(|(id, _)| id.as_ref()).collect();
    let is_declared = |id: &str| declared.iter().any(|known| node::same_outcome(known, id));
    let of_declared = || declared.iter().map(|id| OutcomeDef::new(id, id)).collect::<Vec<_>>();
    let possible = kind.map_or_else(of_declared, |kind| kind.outcomes(build));
    let known = kind.map_or_else(Vec::new, |kind| kind.all_outcomes(build));
    let mut taken = vec![false; def.connections.len()];
    let mut wires = Vec::new();
    for outcome in possible {
        let exact = def.connections.get_full(&outcome.id);
        let loose =
            || def.connections.iter().enumerate().find(|(_, (id, _))| node::same_outcome(id, &outcome.id));
        let found = exact.or_else(|| loose().map(|(index, (id, next))| (index, id, next)));
        let Some((index, spelled, next)) = found else {
            // The server that wrote the export knows better which outcomes its release has.
            if declared.is_empty() || is_declared(&outcome.id) {
                let spelled = outcome.id.clone();
                wires.push(Wire { outcome: outcome.id, spelled, can: Availability::Possible, target: None });
            }
            continue;
        };
        taken[index] = true;
        let target = Some(target(build.journey, next));
        wires.push(Wire {
            outcome: outcome.id,
            spelled: spelled.clone(),
            can: Availability::Possible,
            target,
        });
    }
    for (index, (id, next)) in def.connections.iter().enumerate() {
        if taken[index] {
            continue;
        }
        let can = if known.iter().any(|outcome| node::same_outcome(&outcome.id, id)) {
            Availability::Disabled
        } else if is_declared(id) || (kind.is_none() && declared.is_empty()) {
            Availability::Possible
        } else {
            Availability::Impossible
        };
        let target = Some(target(build.journey, next));
        wires.push(Wire { outcome: id.clone(), spelled: id.clone(), can, target });
    }
    wires
}

/// The children as the page lists them. Rule `page.children`.
fn children(build: &Build<'_>) -> Vec<Child> {
    let listed = build.node.config.get("nodes").and_then(serde_json::Value::as_array);
    let child = |entry: &serde_json::Value| {
        // AM itself stores a child as the text id:type:name.
        let text = entry.as_str().and_then(|text| text.split(':').next());
        let id: Arc<str> =
            entry.get("_id").and_then(serde_json::Value::as_str).or(text).unwrap_or_default().into();
        let node = build.journey.inner_nodes.get(&id).or_else(|| build.journey.nodes.get(&id)).cloned();
        let (mut outcomes, mut problem) = (0, None);
        if let Some(node) = &node {
            let build = Build { node, ..*build };
            let kind = node::find(&node.node_type);
            outcomes = node.declared_outcomes.len();
            if let Some(kind) = kind.filter(|_| node.node_type.as_ref() != "PageNode") {
                problem = kind.build(&build).err();
                outcomes = kind.outcomes(&build).len();
            }
        }
        Child { id, node, outcomes, problem }
    };
    listed.into_iter().flatten().map(child).collect()
}
