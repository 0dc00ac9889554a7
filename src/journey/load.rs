//! Reads journey exports, in the vendor's layouts.

use std::sync::Arc;

use indexmap::IndexMap;

use super::model::{Definitions, Journey, NodeDef, NodeId};
use super::script_text;
use crate::json::{Cursor, Diagnostic, Document, Segment, show_path};

/// The managed object of journeys that name none. Source: new tenants' exports.
const DEFAULT_RESOURCE: &str = "managed/alpha_user";

/// Reads the text of one export: several journeys under `trees`, or one journey at the root.
///
/// Only what makes a journey unreadable is an error. Connections that lead nowhere, unknown node
/// types and missing scripts are loaded as they are. Rules `journey.*`.
///
/// # Errors
/// No JSON, no journey in it, or a part of the wrong type: with file, line, path and cure.
pub fn load(file: &str, text: &str) -> Result<Definitions, Diagnostic> {
    read(&Document::parse(file, text)?.top())
}

/// The same for a document that is parsed already.
pub(crate) fn read(top: &Cursor<'_>) -> Result<Definitions, Diagnostic> {
    top.object()?;
    let mut loaded = Definitions::default();
    if let Some(trees) = top.get("trees") {
        trees.reject_duplicate_members()?;
        for (name, export) in trees.members()? {
            read_export(&mut loaded, &export, Some(name))?;
        }
        if loaded.journeys.is_empty() {
            return Err(trees.wrong("holds no journey", "export at least one journey into this file"));
        }
    } else if top.get("tree").is_some() {
        read_export(&mut loaded, top, None)?;
    } else {
        return Err(top.wrong(
            "has neither \"trees\" nor \"tree\"",
            "this is no journey export; export the journey again, or leave this file out",
        ));
    }
    Ok(loaded)
}

/// One journey with all that belongs to it.
fn read_export(loaded: &mut Definitions, export: &Cursor<'_>, name: Option<&str>) -> Result<(), Diagnostic> {
    let tree = export.need("tree")?;
    let name: Arc<str> = match name {
        Some(name) => name.into(),
        None => {
            let id = tree.need("_id")?;
            match id.str()? {
                "" => return Err(id.wrong("is empty", "give the journey a name")),
                id => id.into(),
            }
        }
    };
    let journey = Journey {
        name: name.clone(),
        file: export.file().into(),
        description: text_or(&tree, "description", "")?,
        entry: tree.need("entryNodeId")?.str()?.into(),
        enabled: tree.get("enabled").map_or(Ok(true), |flag| flag.bool())?,
        identity_resource: text_or(&tree, "identityResource", DEFAULT_RESOURCE)?,
        nodes: read_nodes(export, &tree)?,
        inner_nodes: read_inner_nodes(export)?,
    };
    if let Some(scripts) = export.get("scripts") {
        for (id, script) in scripts.members()? {
            let script = script_text::read(&script, id)?;
            // Every journey of an export carries the scripts it uses, so that one appears often.
            loaded.scripts.insert(script.id.clone(), Arc::new(script));
        }
    }
    loaded.journeys.insert(name, Arc::new(journey));
    Ok(())
}

fn text_or(cursor: &Cursor<'_>, key: &'static str, default: &str) -> Result<Arc<str>, Diagnostic> {
    Ok(cursor.get(key).map_or(Ok(default), |text| text.str())?.into())
}

/// The nodes in the order of `tree.nodes`. A node that stands there without a configuration of
/// its own gets an empty one: exports of broken journeys have such nodes.
fn read_nodes(export: &Cursor<'_>, tree: &Cursor<'_>) -> Result<IndexMap<NodeId, Arc<NodeDef>>, Diagnostic> {
    let configs = export.get("nodes");
    if let Some(configs) = &configs {
        configs.object()?;
    }
    let mut nodes = IndexMap::new();
    let Some(places) = tree.get("nodes") else { return Ok(nodes) };
    for (id, place) in places.members()? {
        place.object()?;
        let config = configs.as_ref().and_then(|configs| configs.get(id));
        let mut node = read_node(id, config.as_ref(), Some(&place))?;
        if let Some(connections) = place.get("connections") {
            for (outcome, next) in connections.members()? {
                node.connections.insert(outcome.into(), next.str()?.into());
            }
        }
        nodes.insert(node.id.clone(), Arc::new(node));
    }
    Ok(nodes)
}

/// The children of pages. Old exports call the member `innernodes`.
fn read_inner_nodes(export: &Cursor<'_>) -> Result<IndexMap<NodeId, Arc<NodeDef>>, Diagnostic> {
    let mut nodes = IndexMap::new();
    for key in ["innerNodes", "innernodes"] {
        let Some(configs) = export.get(key) else { continue };
        for (id, config) in configs.members()? {
            nodes.insert(id.into(), Arc::new(read_node(id, Some(&config), None)?));
        }
    }
    // A child's name, and its type where the child's own object has none, stand in its page.
    let pages = export.get("nodes");
    let pages = pages.as_ref().map(Cursor::members).transpose()?;
    for (_, page) in pages.into_iter().flatten() {
        let children = page.value.get("nodes").and_then(|children| children.as_array());
        for child in children.into_iter().flatten() {
            let member = |key| child.get(key).and_then(|value| value.as_str());
            let Some(node) = member("_id").and_then(|id| nodes.get_mut(id)) else { continue };
            let node: &mut NodeDef = Arc::make_mut(node);
            if let Some(name) = member("displayName") {
                node.display_name = name.into();
            }
            if let Some(node_type) = member("nodeType").filter(|_| node.node_type.is_empty()) {
                node.node_type = node_type.into();
            }
        }
    }
    Ok(nodes)
}

/// A node from its configuration and its place in the tree; either may be missing.
fn read_node(
    id: &str,
    config: Option<&Cursor<'_>>,
    place: Option<&Cursor<'_>>,
) -> Result<NodeDef, Diagnostic> {
    let mut declared_outcomes = Vec::new();
    let mut node_type: Arc<str> = "".into();
    if let Some(config) = config {
        config.object()?;
        if let Some(kind) = config.get("_type") {
            node_type = text_or(&kind, "_id", "")?;
        }
        if let Some(outcomes) = config.get("_outcomes") {
            for outcome in outcomes.items()? {
                let id: Arc<str> = outcome.need("id")?.str()?.into();
                let name = text_or(&outcome, "displayName", &id)?;
                declared_outcomes.push((id, name));
            }
        }
    }
    let mut display_name: Arc<str> = "".into();
    if let Some(place) = place {
        if node_type.is_empty() {
            node_type = text_or(place, "nodeType", "")?;
        }
        display_name = text_or(place, "displayName", "")?;
    }
    if display_name.is_empty() {
        display_name = node_type.clone();
    }
    Ok(NodeDef {
        id: id.into(),
        node_type,
        display_name,
        config: Arc::new(config.map_or_else(|| serde_json::json!({}), |config| config.value.clone())),
        connections: IndexMap::new(),
        declared_outcomes,
    })
}

impl Definitions {
    /// Adds what another export holds.
    ///
    /// A script of one id may be in many exports; the last one counts, as on import.
    ///
    /// # Errors
    /// A journey of the same name is here already: names both files.
    pub fn merge(&mut self, other: Definitions) -> Result<(), Diagnostic> {
        for (name, journey) in &other.journeys {
            if let Some(first) = self.journeys.get(name) {
                return Err(Diagnostic {
                    json_path: show_path(&[Segment::Key("trees"), Segment::Key(name)]),
                    ..Diagnostic::of_file(
                        &journey.file,
                        format!("journey {name} is in {} already", first.file),
                        "leave one of the two out, or rename it",
                    )
                });
            }
        }
        self.journeys.extend(other.journeys);
        self.scripts.extend(other.scripts);
        Ok(())
    }
}
