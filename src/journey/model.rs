//! What an export says, with every node still just its type name and its configuration.

use std::sync::Arc;

use indexmap::IndexMap;

/// A node's id: a UUID in real exports, any text here.
pub type NodeId = Arc<str>;

/// Ids that mean the same in every journey. Source: AM's static nodes.
pub mod static_node {
    /// The Success node.
    pub const SUCCESS: &str = "70e691a5-1e33-4ac3-a356-e7b6d60d92e0";
    /// The Failure node.
    pub const FAILURE: &str = "e301438c-0bd0-429c-ab0c-66126501069a";
    /// The start marker.
    pub const START: &str = "startNode";
}

/// Everything that was loaded: the journeys and scripts of all files.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    /// Journeys by name, in the order of the files.
    pub journeys: IndexMap<Arc<str>, Arc<Journey>>,
    /// Scripts by id.
    pub scripts: IndexMap<Arc<str>, Arc<ScriptDef>>,
}

/// One journey (tree).
#[derive(Clone, Debug)]
pub struct Journey {
    /// Its name, which links and Inner Tree Evaluators use.
    pub name: Arc<str>,
    /// The file it came from, as messages should name it.
    pub file: Arc<str>,
    /// Its description, possibly empty.
    pub description: Arc<str>,
    /// The first node.
    pub entry: NodeId,
    /// Whether it may be run.
    pub enabled: bool,
    /// `managed/alpha_user` and the like.
    pub identity_resource: Arc<str>,
    /// Its nodes, in the order of the file.
    pub nodes: IndexMap<NodeId, Arc<NodeDef>>,
    /// The children of its pages.
    pub inner_nodes: IndexMap<NodeId, Arc<NodeDef>>,
}

/// One node of a journey, or one child of a page.
#[derive(Clone, Debug)]
pub struct NodeDef {
    /// Its id.
    pub id: NodeId,
    /// The type's name, such as `PollingWaitNode`.
    pub node_type: Arc<str>,
    /// The name its author gave it.
    pub display_name: Arc<str>,
    /// Its configuration: the export's object, unchanged.
    pub config: Arc<serde_json::Value>,
    /// Outcome id to the next node's id.
    pub connections: IndexMap<Arc<str>, NodeId>,
    /// The outcomes the export declares in `_outcomes`: id and display name.
    pub declared_outcomes: Vec<(Arc<str>, Arc<str>)>,
}

/// A script's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Runs.
    JavaScript,
    /// Not supported: a node with it ends in an error that says so.
    Groovy,
}

/// A script's evaluator version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evaluator {
    /// "1.0"
    Legacy,
    /// "2.0"
    NextGeneration,
}

/// A script.
#[derive(Clone, Debug)]
pub struct ScriptDef {
    /// Its id, which nodes refer to.
    pub id: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// The file it came from.
    pub file: Arc<str>,
    /// Its text, decoded.
    pub source: Arc<str>,
    /// Its language.
    pub language: Language,
    /// Its evaluator version.
    pub evaluator: Evaluator,
}
