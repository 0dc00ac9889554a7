//! What of a journey the simulator cannot run, before it is run.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::journey::Language;
use crate::node::{self, Role};
use crate::program::{ResolvedJourney, ResolvedNode, Unusable};

/// Something the simulator cannot run, and the nodes it concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Unsupported {
    /// Of which kind.
    pub kind: UnsupportedKind,
    /// What it is about: a node type, a script's name or id, a journey, a child, or a reason.
    pub what: Arc<str>,
    /// The letters of the nodes.
    pub nodes: Vec<Arc<str>>,
    /// Whether such a node throws when it is visited; else it takes one of its outcomes.
    pub stops: bool,
}

/// The kinds of gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum UnsupportedKind {
    /// A node type, or that of a page's child, that the simulator does not know.
    UnknownType,
    /// A configuration that cannot be used.
    WrongConfiguration,
    /// A script that was not loaded.
    MissingScript,
    /// A script in Groovy.
    Groovy,
    /// A journey that was not loaded.
    MissingJourney,
    /// A page's child that was not loaded.
    MissingChild,
}

impl UnsupportedKind {
    /// The words in front of what it is about.
    pub fn words(self) -> &'static str {
        match self {
            Self::UnknownType => "unknown node type",
            Self::WrongConfiguration => "wrong configuration:",
            Self::MissingScript => "script is not in the export:",
            Self::Groovy => "script in Groovy, which is not supported:",
            Self::MissingJourney => "journey is not loaded:",
            Self::MissingChild => "child of a page is not in the export:",
        }
    }
}

/// The gaps of a journey, each once, with all its nodes.
pub(super) fn gaps(journey: &ResolvedJourney) -> Vec<Unsupported> {
    let mut gaps: IndexMap<(UnsupportedKind, Arc<str>, bool), Vec<Arc<str>>> = IndexMap::new();
    for node in journey.nodes.iter().filter(|node| node.end.is_none()) {
        for (kind, what) in of_node(node) {
            // Backchannel Initialize and Configuration Provider take an outcome then.
            let is_of = |role| node.kind.is_some_and(|kind| kind.role() == role);
            let stops = match kind {
                UnsupportedKind::MissingJourney => !is_of(Role::Initialize),
                UnsupportedKind::MissingScript | UnsupportedKind::Groovy | UnsupportedKind::UnknownType => {
                    !is_of(Role::Provider)
                }
                _ => true,
            };
            gaps.entry((kind, what, stops)).or_default().push(node.info.letter.clone());
        }
    }
    gaps.into_iter().map(|((kind, what, stops), nodes)| Unsupported { kind, what, nodes, stops }).collect()
}

fn of_node(node: &ResolvedNode) -> Vec<(UnsupportedKind, Arc<str>)> {
    let mut found = Vec::new();
    match &node.behaviour {
        Err(Unusable::UnknownType(kind)) => found.push((UnsupportedKind::UnknownType, kind.clone())),
        Err(Unusable::Configuration(error)) => {
            found.push((UnsupportedKind::WrongConfiguration, error.to_string().into()));
        }
        Ok(_) => {}
    }
    for child in &node.children {
        match &child.def {
            None => found.push((UnsupportedKind::MissingChild, child.id.clone())),
            Some(def) if child.kind.is_none() => {
                found.push((UnsupportedKind::UnknownType, def.node_type.clone()));
            }
            Some(_) => {}
        }
    }
    if let Some(provided) = node::provided_name(&node.def).filter(|_| node.acting.is_none()) {
        found.push((UnsupportedKind::UnknownType, provided.into()));
    }
    for script in node.scripts.iter().filter(|_| node.kind.is_some()) {
        match &script.def {
            None => found.push((UnsupportedKind::MissingScript, script.id.clone())),
            Some(def) if def.language == Language::Groovy => {
                found.push((UnsupportedKind::Groovy, def.name.clone()));
            }
            Some(_) => {}
        }
    }
    let lost = node.links.iter().filter(|link| link.index.is_none());
    found.extend(lost.map(|link| (UnsupportedKind::MissingJourney, link.journey.clone())));
    found.dedup();
    found
}
