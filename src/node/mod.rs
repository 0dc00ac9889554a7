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
mod facts;
mod message;
mod page;
mod platform;
mod polling_wait;
mod registry;
mod role;
mod script_call;
mod scripted_decision;
#[cfg(test)]
mod tests;
mod utilities;
mod why;

pub use api::{
    Build, BuildError, Effects, Identified, Inputs, Node, NodeError, NodeType, OutcomeDef, Step, Visit,
};
pub use facts::{Access, ChildLink, Facts, JourneyLink, JourneyUse, KeyUse, facts};
pub use registry::{all, find, same_outcome};
pub use role::{Role, StaticEnd, role, static_end};
pub use why::{Decision, Fact, Reason, Why};
