//! Node types: the trait, the registry, one file per type.

mod api;

pub use api::{
    Build, BuildError, Effects, Identified, Inputs, Node, NodeError, NodeType, OutcomeDef, Page, Step, Visit,
};
mod registry;

pub use registry::{all, find, same_outcome};
