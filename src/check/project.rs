//! The files of one check, read once: documents, journeys, scripts, and the place of everything.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value as Json;

use super::finding::Place;
use super::graph::{NodeView, View};
use super::script::Script;
use crate::identity::Realm;
use crate::journey::{self, Definitions, Journey, ScriptDef};
use crate::json::{self, Diagnostic, Segment, show_path};
use crate::node::Meaning;
use crate::program::Journeys;

/// A file to check.
#[derive(Clone, Debug)]
pub struct File {
    /// As messages should name it.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The settings of the realm in which its journeys run.
    pub realm: Arc<Realm>,
}

/// A file that is JSON.
#[derive(Debug)]
pub(super) struct Document<'a> {
    pub(super) file: &'a File,
    pub(super) source: json::Document<'a>,
}

/// Where a journey's export stands in its document, the journey, and whether it is only run from
/// others.
type Read = (Vec<String>, Arc<Journey>, bool);

/// Everything that is checked.
#[derive(Debug)]
pub(super) struct Project<'a> {
    pub(super) documents: Vec<Document<'a>>,
    pub(super) views: Vec<View>,
    pub(super) scripts: Vec<Script>,
    journeys: Journeys,
    by_script: HashMap<Arc<str>, Vec<usize>>,
}

impl<'a> Project<'a> {
    /// Reads the files. What does not load comes back as it is; the rest is checked.
    pub(super) fn read(files: &'a [File]) -> (Self, Vec<Diagnostic>) {
        let mut project = Self {
            documents: Vec::new(),
            views: Vec::new(),
            scripts: Vec::new(),
            journeys: Journeys::default(),
            by_script: HashMap::new(),
        };
        let mut unloaded = Vec::new();
        let mut all = Definitions::default();
        let mut found = Vec::new();
        for file in files {
            match project.read_file(file) {
                Ok((document, loaded)) => {
                    for (prefix, journey, inner_only) in loaded {
                        all.journeys.entry(journey.name.clone()).or_insert_with(|| journey.clone());
                        found.push((document, prefix, journey, inner_only));
                    }
                }
                Err(wrong) => unloaded.push(wrong),
            }
        }
        // Of several texts of one script the last counts, as where they run.
        all.scripts.extend(project.scripts.iter().map(|script| (script.def.id.clone(), script.def.clone())));
        let realm = |document: usize| &project.documents[document].file.realm;
        let sources = found.iter().map(|(document, _, journey, _)| (journey, realm(*document)));
        project.journeys = Journeys::new(sources, &Arc::new(all));
        let resolved = project.journeys.iter().cloned();
        project.views = found
            .into_iter()
            .zip(resolved)
            .map(|((document, prefix, _, inner_only), journey)| View {
                document,
                prefix,
                inner_only,
                journey,
            })
            .collect();
        (project, unloaded)
    }

    fn read_file(&mut self, file: &'a File) -> Result<(usize, Vec<Read>), Diagnostic> {
        let source = json::Document::parse(&file.name, &file.text)?;
        let loaded = journey::read(&source.top())?;
        let document = self.documents.len();
        let json = source.value();
        let several = json.get("trees").is_some_and(|trees| !trees.is_null());
        let mut journeys = Vec::new();
        for (name, journey) in loaded.journeys {
            let prefix = if several { vec!["trees".to_owned(), name.to_string()] } else { Vec::new() };
            let export = prefix.iter().try_fold(json, |value, key| value.get(key));
            self.read_scripts(document, &prefix, export, &journey, &loaded.scripts);
            let tree = export.and_then(|export| export.get("tree"));
            let inner_only = tree.and_then(|tree| tree.get("innerTreeOnly")).and_then(Json::as_bool);
            journeys.push((prefix, journey, inner_only.unwrap_or(false)));
        }
        self.documents.push(Document { file, source });
        Ok((document, journeys))
    }

    fn read_scripts(
        &mut self,
        document: usize,
        prefix: &[String],
        export: Option<&Json>,
        journey: &Journey,
        loaded: &indexmap::IndexMap<Arc<str>, Arc<ScriptDef>>,
    ) {
        let scripts = export.and_then(|export| export.get("scripts")).and_then(Json::as_object);
        for (key, value) in scripts.into_iter().flatten() {
            let id = value.get("_id").and_then(Json::as_str).unwrap_or(key);
            let Some(def) = loaded.get(id) else { continue };
            let known = self.by_script.entry(id.into()).or_default();
            if known.iter().any(|index| self.scripts[*index].def.source == def.source) {
                continue;
            }
            known.push(self.scripts.len());
            let path = prefix.iter().cloned().chain(["scripts".to_owned(), key.clone()]).collect();
            self.scripts.push(Script::new(document, path, journey.name.clone(), def.clone()));
        }
    }

    /// The journey of a name.
    pub(super) fn journey(&self, name: &str) -> Option<usize> {
        self.journeys.index_of(name).map(|index| index as usize)
    }

    /// The script of an id, as a journey of a document sees it.
    pub(super) fn script(&self, document: usize, id: &str) -> Option<&Script> {
        let known = self.by_script.get(id)?;
        let own = known.iter().find(|index| self.scripts[**index].document == document);
        own.or(known.first()).map(|index| &self.scripts[*index])
    }

    /// The scripts of one id, when their texts differ.
    pub(super) fn same_id(&self) -> impl Iterator<Item = Vec<&Script>> {
        let several = self.by_script.values().filter(|known| known.len() > 1);
        several.map(|known| known.iter().map(|index| &self.scripts[*index]).collect())
    }

    /// The script that decides for a node, or configures it: the id, and the script if it is there.
    pub(super) fn script_of<'n>(
        &self,
        view: &View,
        node: &'n NodeView,
    ) -> Option<(&'n str, Option<&Script>)> {
        let is_scripted = node.kind.is_some() && node.children.is_empty();
        let id = node.facts.scripts.first().filter(|id| is_scripted && !id.is_empty())?;
        Some((id, self.script(view.document, id)))
    }

    /// The place of a value in a document; of its name if `key`. A path that is not there is
    /// shortened until it is.
    pub(super) fn place(&self, document: usize, path: &[Segment<'_>], key: bool) -> Place {
        let document = &self.documents[document];
        let mut place = Place {
            file: document.file.name.as_str().into(),
            json_path: show_path(path),
            ..Place::default()
        };
        let found = document.source.spans().and_then(|spans| {
            (0..=path.len()).rev().find_map(|length| Some((length, spans.at(path.get(..length)?)?)))
        });
        if let Some((length, spans)) = found {
            place.json_path = show_path(path.get(..length).unwrap_or_default());
            let range = match &spans.key {
                Some(range) if key || length < path.len() => range.clone(),
                _ => spans.value.clone(),
            };
            document.mark(&mut place, range);
        }
        place
    }

    /// A place in a journey's part of its document.
    pub(super) fn place_in(&self, view: &View, node: Option<&NodeView>, path: &[&str], key: bool) -> Place {
        let full: Vec<Segment<'_>> =
            view.prefix.iter().map(String::as_str).chain(path.iter().copied()).map(segment).collect();
        Place {
            journey: Some(view.def.name.clone()),
            node: node.map(|node| (node.def.id.clone(), node.def.display_name.clone())),
            ..self.place(view.document, &full, key)
        }
    }

    /// The place of a node in its journey.
    pub(super) fn node_place(&self, view: &View, node: &NodeView) -> Place {
        self.place_in(view, Some(node), &["tree", "nodes", &node.def.id], true)
    }

    /// The place of a setting of a node; of the node itself where the setting is not there.
    pub(super) fn config_place(&self, view: &View, node: &NodeView, key: &str) -> Place {
        if node.def.config.get(key).is_none() {
            return self.node_place(view, node);
        }
        self.place_in(view, Some(node), &["nodes", &node.def.id, key], false)
    }

    /// The place of the setting with a meaning; of the node itself where its type has none.
    pub(super) fn setting_place(&self, view: &View, node: &NodeView, means: Meaning) -> Place {
        match node.kind.and_then(|kind| kind.setting(means)) {
            Some(setting) => self.config_place(view, node, setting.key),
            None => self.node_place(view, node),
        }
    }

    /// The place of a connection: of its outcome, or with `target` of where it leads.
    pub(super) fn wire_place(&self, view: &View, node: &NodeView, outcome: &str, target: bool) -> Place {
        let path = ["tree", "nodes", &node.def.id, "connections", outcome];
        self.place_in(view, Some(node), &path, !target)
    }
}

impl Document<'_> {
    /// Writes a range of the text into a place.
    pub(super) fn mark(&self, place: &mut Place, range: std::ops::Range<usize>) {
        place.start = Some(self.source.position(range.start));
        place.end = Some(self.source.position(range.end));
        place.bytes = Some(range);
    }
}

pub(super) fn segment(key: &str) -> Segment<'_> {
    Segment::Key(key)
}
