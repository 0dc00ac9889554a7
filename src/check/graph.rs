//! A journey to check: as the world runs it, and where its export stands.

use std::ops::Deref;
use std::sync::Arc;

use crate::node::{Access, Meaning, Proof, Role, Setting};
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
    /// What it is for: of a Configuration Provider, what the configured type is for.
    pub(super) fn role(&self) -> Role {
        self.info.role
    }

    /// Whether a script decides on its configuration at run time.
    pub(super) fn is_provided(&self) -> bool {
        self.kind.is_some_and(|kind| kind.role() == Role::Provider)
    }

    /// What the outcomes of the type as which it behaves prove.
    pub(super) fn proof(&self) -> Proof {
        self.acting.map_or(Proof::Unknown, |kind| kind.declaration().proof)
    }

    /// The setting with a meaning, of the type as which it behaves.
    pub(super) fn setting(&self, means: Meaning) -> Option<&'static Setting> {
        self.acting.and_then(|kind| kind.setting(means))
    }

    /// Whether it sets or removes a state key by itself.
    pub(super) fn writes(&self, key: &str) -> bool {
        self.facts.keys.iter().any(|used| used.access == Access::Write && used.key.as_ref() == key)
    }
}
