//! What leaves a node: outcomes, and the connections they take.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::journey::NodeDef;
use crate::node::{self, Build, NodeType, OutcomeDef, Setting};

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

/// Whether a node can take an outcome in this world.
#[derive(Clone, Debug, PartialEq)]
pub enum Availability {
    /// It can.
    Possible,
    /// It could under another configuration of the node; which flag turns it on, where that is one.
    Disabled(Option<&'static Setting>),
    /// It never does.
    Impossible(Impossible),
}

/// Why a connection is never taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// Neither the node's type nor the export knows such an outcome.
    Unknown,
    /// The export declares the outcome, so that the server it comes from has it; the simulator's type
    /// never takes it.
    OnlyDeclared,
    /// The outcome takes another connection, which is spelled like this.
    TakenBy(Arc<str>),
}

/// An outcome of a node with its connection, or a connection that belongs to none.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The outcome's id: as the type spells it, else as the connection does.
    pub id: Arc<str>,
    /// The outcome's name in the vendor's documentation, else its id.
    pub name: Arc<str>,
    /// The outcome as the connection spells it; `None` where there is no connection.
    pub spelled: Option<Arc<str>>,
    /// Where it leads.
    pub target: Target,
    /// Whether it can be taken.
    pub availability: Availability,
    /// Whether the export's `_outcomes` list it; `None` where the export lists none.
    pub declared: Option<bool>,
}

impl Edge {
    /// Whether the world can take it.
    pub fn is_possible(&self) -> bool {
        self.availability == Availability::Possible
    }

    /// Whether some server can take it: this world, or the one that the export comes from.
    pub fn may_be_taken(&self) -> bool {
        matches!(
            self.availability,
            Availability::Possible | Availability::Impossible(Impossible::OnlyDeclared)
        )
    }

    /// Why it is never taken; `None` where it can be.
    pub fn reason(&self) -> Option<Cow<'static, str>> {
        match &self.availability {
            Availability::Possible => None,
            Availability::Disabled(Some(flag)) => Some(format!("its setting {} is off", flag.label).into()),
            Availability::Disabled(None) => Some("the node's configuration turns it off".into()),
            Availability::Impossible(Impossible::Unknown) => Some("the node cannot have this outcome".into()),
            Availability::Impossible(Impossible::OnlyDeclared) => {
                Some("the simulator's node does not have this outcome, which the export declares".into())
            }
            Availability::Impossible(Impossible::TakenBy(_)) => {
                Some("another connection of the same outcome is followed".into())
            }
        }
    }
}

/// The edges of a node: first the outcomes that it can have, in the order of its type, then the
/// connections for other ones, in the order of the export; and how many are possible.
pub(super) fn edges(
    build: &Build<'_>,
    kind: Option<&dyn NodeType>,
    target: &dyn Fn(&str) -> Target,
) -> (Vec<Edge>, usize) {
    let def = build.node;
    let possible = kind.map_or_else(|| node::outcomes_in_export(def), |kind| kind.outcomes(build));
    let declared = Outcomes::of(def.declared_outcomes.iter().map(|(id, _)| id));
    let is_declared = |id: &str| (!declared.is_empty()).then(|| declared.find(id).is_some());
    let mut connections = Connections::of(def);
    let mut edges: Vec<Edge> = possible
        .into_iter()
        .map(|OutcomeDef { id, name }| {
            let found = connections.take(&id);
            Edge {
                target: found.map_or(Target::NotWired, |(_, to)| target(to)),
                spelled: found.map(|(spelled, _)| spelled.clone()),
                availability: Availability::Possible,
                declared: is_declared(&id),
                id,
                name,
            }
        })
        .collect();
    let count = edges.len();
    let rest: Vec<(&Arc<str>, &Arc<str>)> = connections.rest().collect();
    if rest.is_empty() {
        return (edges, count);
    }
    let ids: Vec<(Arc<str>, Option<Arc<str>>)> =
        edges.iter().map(|edge| (edge.id.clone(), edge.spelled.clone())).collect();
    let taken = Outcomes::of(ids.iter().map(|(id, _)| id));
    let all = kind.map(|kind| kind.all_outcomes(build)).unwrap_or_default();
    let all = Outcomes::of(all.iter().map(|outcome| &outcome.id));
    edges.extend(rest.into_iter().map(|(id, to)| {
        let other = taken.find(id).and_then(|at| ids.get(at)?.1.clone());
        let declared = is_declared(id);
        let availability = match other {
            Some(other) => Availability::Impossible(Impossible::TakenBy(other)),
            None if all.find(id).is_some() => {
                Availability::Disabled(kind.and_then(|kind| kind.declaration().flag_of(id)))
            }
            None if declared == Some(true) => Availability::Impossible(Impossible::OnlyDeclared),
            None => Availability::Impossible(Impossible::Unknown),
        };
        Edge {
            id: id.clone(),
            name: id.clone(),
            spelled: Some(id.clone()),
            target: target(to),
            availability,
            declared,
        }
    }));
    (edges, count)
}

/// Outcome ids found by any spelling. Rule `engine.outcome-spelling`.
struct Outcomes(HashMap<String, usize>);

impl Outcomes {
    fn of<'a>(ids: impl Iterator<Item = &'a Arc<str>>) -> Self {
        let mut found = HashMap::new();
        for (at, id) in ids.enumerate() {
            found.entry(node::folded_outcome(id)).or_insert(at);
        }
        Self(found)
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn find(&self, id: &str) -> Option<usize> {
        self.0.get(&node::folded_outcome(id)).copied()
    }
}

/// The connections of a node, and which of them an outcome takes.
struct Connections<'a> {
    def: &'a NodeDef,
    loose: Option<Outcomes>,
    taken: Vec<bool>,
}

impl<'a> Connections<'a> {
    fn of(def: &'a NodeDef) -> Self {
        Self { def, loose: None, taken: vec![false; def.connections.len()] }
    }

    /// The connection for an outcome: the exact id, else the first one that agrees in letters and
    /// digits. Rule `engine.outcome-spelling`.
    fn take(&mut self, outcome: &str) -> Option<(&'a Arc<str>, &'a Arc<str>)> {
        let def = self.def;
        let at = def.connections.get_index_of(outcome).or_else(|| {
            self.loose.get_or_insert_with(|| Outcomes::of(def.connections.keys())).find(outcome)
        })?;
        *self.taken.get_mut(at)? = true;
        def.connections.get_index(at)
    }

    /// Those that no outcome takes.
    fn rest(self) -> impl Iterator<Item = (&'a Arc<str>, &'a Arc<str>)> {
        self.def
            .connections
            .iter()
            .zip(self.taken)
            .filter(|(_, taken)| !taken)
            .map(|(connection, _)| connection)
    }
}
