//! What a configuration names: known without running the node.

use std::sync::Arc;

use super::api::Build;
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

impl KeyUse {
    /// A key that is looked for in all three states.
    pub fn read(key: impl Into<Arc<str>>) -> Self {
        Self { key: key.into(), access: Access::Read, scope: None }
    }

    /// A key that is set or removed in shared state.
    pub fn shared(key: impl Into<Arc<str>>) -> Self {
        Self { key: key.into(), access: Access::Write, scope: Some(Scope::Shared) }
    }

    /// A key that is set in transient state.
    pub fn transient(key: impl Into<Arc<str>>) -> Self {
        Self { key: key.into(), access: Access::Write, scope: Some(Scope::Transient) }
    }
}

impl Facts {
    /// Only keys.
    pub(super) fn of_keys(keys: impl IntoIterator<Item = KeyUse>) -> Self {
        Self { keys: keys.into_iter().collect(), ..Self::default() }
    }
}

/// What is known of a node: of a type that the simulator knows by asking the type; of any other
/// type, the scripts of the export that its configuration names.
pub fn facts(build: &Build<'_>) -> Facts {
    if let Some(kind) = super::find(&build.node.node_type) {
        return kind.facts(build);
    }
    let named = build.node.config.as_object().into_iter().flat_map(|config| config.values());
    let scripts = named
        .filter_map(|value| value.as_str())
        .filter_map(|id| build.definitions.scripts.get_key_value(id))
        .map(|(id, _)| id.clone())
        .collect();
    Facts { scripts, ..Facts::default() }
}
