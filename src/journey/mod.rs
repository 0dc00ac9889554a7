//! The definition of journeys: the model, and the loading of the vendor's export layouts.

mod load;
mod model;
mod rules;
mod script_text;
mod sketch;

#[cfg(test)]
pub(crate) mod shipped_tests;
#[cfg(test)]
mod tests;

pub use load::load;
pub(crate) use load::read;
pub use model::{Definitions, Evaluator, Journey, Language, NodeDef, NodeId, ScriptDef, static_node};
pub use rules::RULES;
pub(crate) use script_text::places as script_places;
#[doc(hidden)]
pub use sketch::{Sketch, SketchError};
