//! A set of exports, resolved once: what the world runs, `check` analyses and diagrams draw.

mod needs;
#[allow(clippy::module_inception)]
mod program;

pub(crate) use needs::Needs;
pub use program::{NodeInfo, Program, Target};
