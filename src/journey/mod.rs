//! The definition of journeys: the model, and the loading of the vendor's export layouts.

mod cursor;
mod diagnostic;
mod locate;
mod model;

pub(crate) use cursor::{Cursor, nearest, parse_json};
pub use diagnostic::Diagnostic;
pub use model::{Definitions, Evaluator, Journey, Language, NodeDef, NodeId, ScriptDef, static_node};
