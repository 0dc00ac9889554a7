//! What a node type declares of itself: read by everything that has to know it without running it.

use std::sync::Arc;

use super::api::{Build, OutcomeDef};
use super::config::Config;
use super::facts::{Access, KeyUse};
use super::outcome::{outcomes_in_export, same_outcome};
use super::page;
use super::registry;
use super::role::Role;
use super::settings::{Meaning, Setting};
use crate::value::{Rule, Scope};

/// A node type, but for what it does.
#[derive(Debug)]
pub struct Declaration {
    /// The name in exports, such as `PollingWaitNode`.
    pub name: &'static str,
    /// The name in the vendor's documentation, such as `Polling Wait`.
    pub label: &'static str,
    /// What it is for.
    pub role: Role,
    /// The rules it follows.
    pub rules: &'static [Rule],
    /// Its settings, in the order of the vendor's editor.
    pub settings: &'static [Setting],
    /// The state keys it uses by itself; what its script does is in the script.
    pub keys: &'static [StateKey],
    /// Its outcomes.
    pub outcomes: Outcomes,
    /// Which of its outcomes prove who somebody is.
    pub proof: Proof,
    /// Whether a visit can end with a page for the client.
    pub blocks: Blocks,
}

/// The outcomes of a type.
#[derive(Debug)]
pub enum Outcomes {
    /// These.
    Fixed(&'static [Outcome]),
    /// Those that a setting lists.
    Listed(&'static Setting),
    /// Those of the last child.
    OfLastChild,
    /// All that the configured type can have, and this one.
    OfProvided(Outcome),
}

/// An outcome.
#[derive(Debug)]
pub struct Outcome {
    /// Its id.
    pub id: &'static str,
    /// The name the vendor's documentation gives it.
    pub name: &'static str,
    /// The flag without which it cannot happen.
    pub needs: Option<&'static Setting>,
}

impl Outcome {
    /// An outcome.
    pub(super) const fn new(id: &'static str, name: &'static str) -> Self {
        Self { id, name, needs: None }
    }

    /// Only with a flag.
    pub(super) const fn with(self, flag: &'static Setting) -> Self {
        Self { needs: Some(flag), ..self }
    }
}

/// The outcomes of most types.
pub(super) const SINGLE: Outcomes = Outcomes::Fixed(&[Outcome::new("outcome", "Outcome")]);

/// The outcomes of many decisions.
pub(super) const TRUE_OR_FALSE: Outcomes =
    Outcomes::Fixed(&[Outcome::new("true", "True"), Outcome::new("false", "False")]);

/// Which outcomes prove who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// None.
    Nothing,
    /// These.
    Only(&'static [&'static str]),
    /// All but these.
    AllBut(&'static [&'static str]),
    /// Those that its script has checked.
    OfScript,
    /// Those of its children.
    OfChildren,
    /// Whatever the journey that it runs has proved.
    OfJourney,
    /// It is not known what the type does.
    Unknown,
}

impl Proof {
    /// Whether an outcome proves something by itself, or may.
    pub fn by_itself(self, outcome: &str) -> bool {
        match self {
            Self::Nothing | Self::OfJourney => false,
            Self::Only(ids) => ids.contains(&outcome),
            Self::AllBut(ids) => !ids.contains(&outcome),
            Self::OfScript | Self::OfChildren | Self::Unknown => true,
        }
    }
}

/// Whether a visit can end with a page for the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocks {
    /// Never: it goes on at once.
    Never,
    /// It sends pages.
    Sends,
    /// If its script does.
    OfScript,
    /// If the journey that it runs does.
    OfJourney,
}

/// A state key that a type uses.
#[derive(Debug)]
pub struct StateKey {
    /// Which key.
    pub key: KeyName,
    /// What is done with it.
    pub access: Access,
    /// In which of the three states; `None` where it looks in all of them.
    pub scope: Option<Scope>,
    /// When; `None` for always.
    pub when: Option<When>,
}

/// The name of a state key.
#[derive(Clone, Copy, Debug)]
pub enum KeyName {
    /// This one.
    Fixed(&'static str),
    /// The node's id, a full stop, and this.
    OfNode(&'static str),
    /// The value of a setting.
    In(&'static Setting),
}

/// When a state key is used.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// A flag is on.
    On(&'static Setting),
    /// A text is there.
    Set(&'static Setting),
    /// Of some words it is not this one.
    Not(&'static Setting, &'static str),
}

impl StateKey {
    /// A key that is looked for in all three states.
    pub(super) const fn read(key: KeyName) -> Self {
        Self { key, access: Access::Read, scope: None, when: None }
    }

    /// A key that is read in shared state.
    pub(super) const fn read_shared(key: KeyName) -> Self {
        Self { scope: Some(Scope::Shared), ..Self::read(key) }
    }

    /// A key that is set or removed in shared state.
    pub(super) const fn shared(key: KeyName) -> Self {
        Self { access: Access::Write, ..Self::read_shared(key) }
    }

    /// A key that is set in transient state.
    pub(super) const fn transient(key: KeyName) -> Self {
        Self { scope: Some(Scope::Transient), ..Self::shared(key) }
    }

    /// Only then.
    pub(super) const fn when(self, when: When) -> Self {
        Self { when: Some(when), ..self }
    }

    /// The key as a node uses it, if it does.
    pub(super) fn used(&self, build: &Build<'_>) -> Option<KeyUse> {
        let config = Config::of(build);
        let is_used = match self.when {
            None => true,
            Some(When::On(flag)) => config.flag(flag).unwrap_or(false),
            Some(When::Set(text)) => config.text(text).is_ok_and(|text| text.is_some()),
            Some(When::Not(setting, word)) => config.one_of(setting).is_ok_and(|found| found != word),
        };
        let key: Arc<str> = match self.key {
            KeyName::Fixed(key) => key.into(),
            KeyName::OfNode(part) => format!("{}.{part}", build.node.id).into(),
            KeyName::In(setting) => config.text(setting).ok()??,
        };
        (is_used && !key.is_empty()).then_some(KeyUse { key, access: self.access, scope: self.scope })
    }
}

impl Declaration {
    /// The setting with a meaning.
    pub fn setting(&self, means: Meaning) -> Option<&'static Setting> {
        self.settings.iter().find(|setting| setting.means == means)
    }

    /// The flag without which a node of this type has not got an outcome.
    pub fn flag_of(&self, outcome: &str) -> Option<&'static Setting> {
        let Outcomes::Fixed(all) = self.outcomes else { return None };
        all.iter().find(|known| same_outcome(known.id, outcome)).and_then(|known| known.needs)
    }

    /// The outcomes that a configuration can have, or with `all` that any can have.
    pub(super) fn outcomes(&self, build: &Build<'_>, all: bool) -> Vec<OutcomeDef> {
        let config = Config::of(build);
        match &self.outcomes {
            Outcomes::Fixed(outcomes) => {
                let is_on = |flag: &Setting| config.flag(flag).unwrap_or(false);
                let can = outcomes.iter().filter(|outcome| all || outcome.needs.is_none_or(is_on));
                can.map(|outcome| OutcomeDef::new(outcome.id, outcome.name)).collect()
            }
            Outcomes::Listed(setting) => {
                let listed = config.texts(setting).unwrap_or_default();
                listed.into_iter().map(|id| OutcomeDef { name: id.clone(), id }).collect()
            }
            Outcomes::OfLastChild => page::outcomes(build),
            Outcomes::OfProvided(failed) => {
                let mut outcomes = match registry::provided(build.node) {
                    Some(kind) => kind.declaration().outcomes(build, true),
                    None => outcomes_in_export(build.node),
                };
                outcomes.retain(|outcome| !same_outcome(&outcome.id, failed.id));
                outcomes.push(OutcomeDef::new(failed.id, failed.name));
                outcomes
            }
        }
    }
}
