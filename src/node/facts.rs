//! What a configuration names: known without running the node.

use std::sync::Arc;

use super::api::Build;
use super::config::Config;
use super::declaration::Declaration;
use super::role::{Role, role};
use super::settings::Meaning;
use super::{page, registry};
use crate::value::Scope;

/// What a node's configuration names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The scripts it runs, by id.
    pub scripts: Vec<Arc<str>>,
    /// Other journeys it runs or starts.
    pub journeys: Vec<JourneyLink>,
    /// The children of a page, in order.
    pub children: Vec<ChildLink>,
    /// State keys it reads and writes by itself; what its script does is in the script.
    pub keys: Vec<KeyUse>,
}

/// A journey that a node names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyLink {
    /// Its name.
    pub journey: Arc<str>,
    /// What the node does with it.
    pub how: JourneyUse,
}

/// What a node does with another journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JourneyUse {
    /// Runs it in its own session and goes on with its end.
    Inner,
    /// Makes a link that starts it on another device.
    Backchannel,
}

/// A child of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildLink {
    /// Its id.
    pub id: Arc<str>,
    /// The name its author gave it; its id where it is missing.
    pub name: Arc<str>,
    /// Its type as exports spell it; `None` when the export does not hold it.
    pub node_type: Option<Arc<str>>,
}

/// A state key that a node uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// The key.
    pub key: Arc<str>,
    /// What is done with it.
    pub access: Access,
    /// In which of the three states; `None` where it looks in all of them.
    pub scope: Option<Scope>,
}

/// What is done with a state key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Its value is looked at.
    Read,
    /// It is set or removed.
    Write,
}

/// What is known of a node: of a type that the simulator knows from what the type declares; of any
/// other type, the scripts of the export that its configuration names.
pub fn facts(build: &Build<'_>) -> Facts {
    let Some(kind) = registry::find(&build.node.node_type) else { return of_unknown(build) };
    let declared = kind.declaration();
    let mut facts = Facts { keys: keys(declared, build), ..Facts::default() };
    for setting in declared.settings {
        let text = || Config::of(build).text(setting).ok().flatten().filter(|text| !text.is_empty());
        match setting.means {
            Meaning::Journey(how) => {
                facts.journeys.extend(text().map(|journey| JourneyLink { journey, how }));
            }
            Meaning::Script => facts.scripts.extend(text()),
            // Keys whose names do not depend on what the script makes of the configuration.
            Meaning::NodeType => {
                let provided = registry::provided(build.node);
                facts.keys.extend(provided.into_iter().flat_map(|kind| keys(kind.declaration(), build)));
            }
            Meaning::Children => of_children(build, &mut facts),
            _ => {}
        }
    }
    facts
}

fn keys(declared: &Declaration, build: &Build<'_>) -> Vec<KeyUse> {
    declared.keys.iter().filter_map(|key| key.used(build)).collect()
}

fn of_children(build: &Build<'_>, page: &mut Facts) {
    for (id, node) in page::children(build) {
        page.children.push(ChildLink {
            name: node.map_or_else(|| id.clone(), |node| node.display_name.clone()),
            node_type: node.map(|node| node.node_type.clone()),
            id,
        });
        // A page inside a page is refused when it is visited; it could name itself for ever.
        let Some(node) = node.filter(|node| role(&node.node_type) != Role::Page) else { continue };
        let child = facts(&Build { node, ..*build });
        page.scripts.extend(child.scripts);
        page.journeys.extend(child.journeys);
        page.keys.extend(child.keys);
    }
}

fn of_unknown(build: &Build<'_>) -> Facts {
    let named = build.node.config.as_object().into_iter().flat_map(|config| config.values());
    let scripts = named
        .filter_map(|value| value.as_str())
        .filter_map(|id| build.definitions.scripts.get_key_value(id))
        .map(|(id, _)| id.clone())
        .collect();
    Facts { scripts, ..Facts::default() }
}
