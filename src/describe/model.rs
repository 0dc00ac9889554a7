//! The facts of a description, from the loaded program.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::config;
use super::script_keys::script_keys;
use super::unsupported::{Unsupported, gaps};
use crate::describe::diagram::{Edge, Graph, GraphNode, NodeChild, Reference, To, drawn};
use crate::journey::{Evaluator, Language, ScriptDef};
use crate::node::Access;
use crate::program::{Program, ResolvedJourney, ResolvedNode};

/// A journey.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Description {
    /// Its name.
    pub journey: Arc<str>,
    /// The file it came from.
    pub file: Arc<str>,
    /// Its author's words.
    pub description: Arc<str>,
    /// Whether it may be run.
    pub enabled: bool,
    /// `managed/alpha_user` and the like.
    pub identity_resource: Arc<str>,
    /// Where it begins.
    pub start: To,
    /// Its nodes in the order of their letters.
    pub nodes: Vec<NodeReport>,
    /// The scripts its nodes run.
    pub scripts: Vec<ScriptReport>,
    /// The state keys its nodes use.
    pub keys: Vec<KeyReport>,
    /// What the simulator cannot run.
    pub gaps: Vec<Unsupported>,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NodeReport {
    /// Its letter.
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
    /// Its settings that are not empty, but for what stands elsewhere here.
    pub config: Map<String, Json>,
    /// The ids of the scripts it runs.
    pub scripts: Vec<Arc<str>>,
    /// The children of a page.
    pub children: Vec<NodeChild>,
    /// Other journeys it runs or starts.
    pub journeys: Vec<Reference>,
    /// The state keys it reads.
    pub reads: Vec<StateKey>,
    /// The state keys it sets or removes.
    pub writes: Vec<StateKey>,
    /// Its outcomes and where they lead.
    pub outcomes: Vec<Edge>,
}

/// A state key as one node uses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StateKey {
    /// The key; `None` where a script computes it.
    pub key: Option<Arc<str>>,
    /// `shared`, `transient` or `secure`; `None` where all three are looked at.
    pub scope: Option<&'static str>,
    /// Whether it was found by reading a script; else the node type uses it by itself.
    pub in_script: bool,
}

/// A state key of a journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeyReport {
    /// The key.
    pub key: Arc<str>,
    /// The letters of the nodes that set or remove it.
    pub written_by: Vec<Arc<str>>,
    /// The letters of the nodes that read it.
    pub read_by: Vec<Arc<str>>,
}

/// A script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScriptReport {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// `JavaScript` or `Groovy`.
    pub language: &'static str,
    /// `legacy` or `next generation`.
    pub generation: &'static str,
    /// How many lines it has.
    pub lines: usize,
    /// The letters of the nodes that run it.
    pub used_by: Vec<Arc<str>>,
}

/// A journey in one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct JourneySummary {
    /// Its name.
    pub journey: Arc<str>,
    /// The file it came from.
    pub file: Arc<str>,
    /// Whether it may be run.
    pub enabled: bool,
    /// How many nodes it has.
    pub nodes: usize,
    /// How many of them the simulator runs.
    pub runnable: usize,
    /// How many outcomes they have.
    pub outcomes: usize,
    /// The journeys it runs or starts.
    pub journeys: Vec<Reference>,
    /// What the simulator cannot run.
    pub gaps: Vec<Unsupported>,
}

/// Describes a journey; `None` when there is no such journey.
pub fn describe(program: &Program, journey: &str) -> Option<Description> {
    let journey = program.journeys().named(journey)?;
    let Graph { start, nodes, .. } = drawn(journey);
    // The boxes of a graph are the nodes that are no ends.
    let boxes = journey.nodes.iter().filter(|node| node.end.is_none());
    let nodes: Vec<NodeReport> = boxes.zip(nodes).map(|(node, drawn)| report(node, drawn)).collect();
    let def = &journey.def;
    Some(Description {
        journey: def.name.clone(),
        file: def.file.clone(),
        description: def.description.clone(),
        enabled: def.enabled,
        identity_resource: def.identity_resource.clone(),
        start,
        scripts: scripts(program, &nodes),
        keys: keys(&nodes),
        gaps: gaps(journey),
        nodes,
    })
}

fn report(node: &ResolvedNode, drawn: GraphNode) -> NodeReport {
    let (mut reads, mut writes) = (Vec::new(), Vec::new());
    let mut add = |access: Access, key: StateKey| {
        let list = if access == Access::Read { &mut reads } else { &mut writes };
        if !list.contains(&key) {
            list.push(key);
        }
    };
    for used in &node.facts.keys {
        let scope = used.scope.map(crate::value::Scope::name);
        add(used.access, StateKey { key: Some(used.key.clone()), scope, in_script: false });
    }
    for script in node.scripts.iter().filter_map(|script| script.def.as_ref()) {
        for used in script_keys(&script.source) {
            let scope = used.scope.map(crate::value::Scope::name);
            add(used.access, StateKey { key: used.key, scope, in_script: true });
        }
    }
    NodeReport {
        config: config::settings(&node.def.config, node.kind.is_some()),
        letter: drawn.letter,
        id: drawn.id,
        name: drawn.name,
        node_type: drawn.node_type,
        type_label: drawn.type_label,
        reached: drawn.reached,
        scripts: node.scripts.iter().map(|script| script.id.clone()).collect(),
        children: drawn.children,
        journeys: drawn.journeys,
        reads,
        writes,
        outcomes: drawn.edges,
    }
}

fn scripts(program: &Program, nodes: &[NodeReport]) -> Vec<ScriptReport> {
    let mut used: indexmap::IndexMap<&Arc<str>, Vec<Arc<str>>> = indexmap::IndexMap::new();
    for node in nodes {
        for id in &node.scripts {
            let letters = used.entry(id).or_default();
            if letters.last() != Some(&node.letter) {
                letters.push(node.letter.clone());
            }
        }
    }
    let all = &program.definitions().scripts;
    used.into_iter().filter_map(|(id, used_by)| Some(script(all.get(id)?, used_by))).collect()
}

fn script(script: &ScriptDef, used_by: Vec<Arc<str>>) -> ScriptReport {
    ScriptReport {
        id: script.id.clone(),
        name: script.name.clone(),
        language: match script.language {
            Language::JavaScript => "JavaScript",
            Language::Groovy => "Groovy",
        },
        generation: match script.evaluator {
            Evaluator::Legacy => "legacy",
            Evaluator::NextGeneration => "next generation",
        },
        lines: script.source.lines().count(),
        used_by,
    }
}

fn keys(nodes: &[NodeReport]) -> Vec<KeyReport> {
    let mut all: BTreeMap<Arc<str>, [Vec<Arc<str>>; 2]> = BTreeMap::new();
    for node in nodes {
        for (list, used) in [(0, &node.writes), (1, &node.reads)] {
            for key in used.iter().filter_map(|used| used.key.as_ref()) {
                let letters = &mut all.entry(key.clone()).or_default()[list];
                if letters.last() != Some(&node.letter) {
                    letters.push(node.letter.clone());
                }
            }
        }
    }
    all.into_iter().map(|(key, [written_by, read_by])| KeyReport { key, written_by, read_by }).collect()
}

/// One line for each journey.
pub fn summary(program: &Program) -> Vec<JourneySummary> {
    program.journeys().iter().map(|journey| summed(journey)).collect()
}

fn summed(journey: &ResolvedJourney) -> JourneySummary {
    let boxes = || journey.nodes.iter().filter(|node| node.end.is_none());
    let gaps = gaps(journey);
    let stopped: HashSet<&Arc<str>> =
        gaps.iter().filter(|gap| gap.stops).flat_map(|gap| &gap.nodes).collect();
    let links: indexmap::IndexSet<Reference> =
        boxes().flat_map(|node| &node.links).map(Reference::from).collect();
    JourneySummary {
        journey: journey.def.name.clone(),
        file: journey.def.file.clone(),
        enabled: journey.def.enabled,
        nodes: boxes().count(),
        runnable: boxes().filter(|node| !stopped.contains(&node.info.letter)).count(),
        outcomes: boxes().map(|node| node.info.outcomes().len()).sum(),
        journeys: links.into_iter().collect(),
        gaps,
    }
}
