//! A journey to check: as the world runs it, and where its export stands.

use std::ops::Deref;
use std::sync::Arc;

use crate::program::ResolvedJourney;
pub(super) use crate::program::{Edge, ResolvedNode as NodeView, Target};

/// A journey and its place.
#[derive(Debug)]
pub(super) struct View {
    /// Its document.
    pub(super) document: usize,
    /// Where its export stands in the document.
    pub(super) prefix: Vec<String>,
    /// Whether it can only be run from another journey.
    pub(super) inner_only: bool,
    pub(super) journey: Arc<ResolvedJourney>,
}

impl Deref for View {
    type Target = ResolvedJourney;

    fn deref(&self) -> &ResolvedJourney {
        &self.journey
    }
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
}
