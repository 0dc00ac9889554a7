//! The definition of journeys: the model, and the loading of the vendor's export layouts.

mod model;

pub use model::{Definitions, Evaluator, Journey, Language, NodeDef, NodeId, ScriptDef, static_node};
