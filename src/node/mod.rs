//! Node types: the trait, the registry, one file per type.

mod api;
mod backchannel_init;
mod backchannel_notification;
mod backchannel_status;
mod collect;
mod config;
mod config_provider;
mod data_store;
mod decision;
mod declaration;
mod facts;
mod message;
mod outcome;
mod page;
mod platform;
mod polling_wait;
mod registry;
mod role;
mod script_call;
mod scripted_decision;
mod settings;
mod utilities;
mod why;

#[cfg(test)]
mod settings_tests;
#[cfg(test)]
mod tests;

pub use api::{
    Build, BuildError, Effects, Identified, Inputs, Node, NodeError, NodeType, OutcomeDef, Step, Visit,
};
pub use config::{Config, whole_number};
pub use declaration::{Blocks, Declaration, KeyName, Outcome, Outcomes, Proof, StateKey, When};
pub use facts::{Access, ChildLink, Facts, JourneyLink, JourneyUse, KeyUse, facts};
pub use outcome::{folded_outcome, outcomes_in_export, same_outcome};
pub use registry::{acting, acting_role, all, find, provided, provided_name};
pub use role::{Role, StaticEnd, role, static_end};
pub use settings::{Amount, Kind, Meaning, Setting};
pub use why::{Decision, Fact, Reason, Why};
