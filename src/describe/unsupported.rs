//! What of a journey the simulator cannot run, before it is run.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::describe::diagram::{Graph, GraphNode};
use crate::engine::Program;
use crate::journey::Language;
use crate::node;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
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
pub(super) fn gaps(program: &Program, graph: &Graph) -> Vec<Unsupported> {
    let mut gaps: Vec<Unsupported> = Vec::new();
    for one in &graph.nodes {
        for (kind, what) in of_node(program, &graph.journey, one) {
            // Backchannel Initialize and Configuration Provider take an outcome then.
            let backchannel = one.node_type.as_ref() == "BackChannelInitNode";
            let provider = one.node_type.as_ref() == "ConfigProviderNode";
            let stops = match kind {
                UnsupportedKind::MissingJourney => !backchannel,
                UnsupportedKind::MissingScript | UnsupportedKind::Groovy | UnsupportedKind::UnknownType => {
                    !provider
                }
                _ => true,
            };
            match gaps.iter_mut().find(|gap| (gap.kind, &gap.what, gap.stops) == (kind, &what, stops)) {
                Some(gap) => gap.nodes.push(one.letter.clone()),
                None => gaps.push(Unsupported { kind, what, nodes: vec![one.letter.clone()], stops }),
            }
        }
    }
    gaps
}

fn of_node(program: &Program, journey: &str, one: &GraphNode) -> Vec<(UnsupportedKind, Arc<str>)> {
    let known = node::find(&one.node_type).is_some();
    let mut found = Vec::new();
    if !known {
        found.push((UnsupportedKind::UnknownType, one.node_type.clone()));
    } else if let Some(reason) = &one.cannot_run {
        let reason = reason.strip_prefix("its configuration is wrong: ").unwrap_or(reason);
        found.push((UnsupportedKind::WrongConfiguration, reason.into()));
    }
    let facts = program.facts(journey, &one.id);
    for child in &facts.children {
        match &child.node_type {
            None => found.push((UnsupportedKind::MissingChild, child.id.clone())),
            Some(kind) if node::find(kind).is_none() => {
                found.push((UnsupportedKind::UnknownType, kind.clone()))
            }
            Some(_) => {}
        }
    }
    if one.node_type.as_ref() == "ConfigProviderNode"
        && let Some(kind) =
            configured_type(program, journey, &one.id).filter(|kind| node::find(kind).is_none())
    {
        found.push((UnsupportedKind::UnknownType, kind));
    }
    for id in facts.scripts.iter().filter(|_| known) {
        match program.definitions().scripts.get(id) {
            None => found.push((UnsupportedKind::MissingScript, id.clone())),
            Some(script) if script.language == Language::Groovy => {
                found.push((UnsupportedKind::Groovy, script.name.clone()));
            }
            Some(_) => {}
        }
    }
    let lost = one.journeys.iter().filter(|link| !link.loaded);
    found.extend(lost.map(|link| (UnsupportedKind::MissingJourney, link.journey.clone())));
    found.dedup();
    found
}

/// What a Configuration Provider behaves as.
fn configured_type(program: &Program, journey: &str, id: &str) -> Option<Arc<str>> {
    let def = program.definitions().journeys.get(journey)?.nodes.get(id)?;
    def.config.get("nodeType")?.as_str().map(Arc::from)
}
