//! The definition of journeys: the model, and the loading of the vendor's export layouts.

mod cursor;
mod diagnostic;
mod load;
mod locate;
mod model;
mod rules;
mod script_text;
mod spans;

#[cfg(test)]
mod shipped_tests;
#[cfg(test)]
mod tests;

pub(crate) use cursor::{Cursor, nearest, parse_json, without_mark};
pub use diagnostic::Diagnostic;
pub use load::load;
pub(crate) use load::read;
pub(crate) use locate::{Segment, locate, show_path};
pub use model::{Definitions, Evaluator, Journey, Language, NodeDef, NodeId, ScriptDef, static_node};
pub use rules::RULES;
pub(crate) use script_text::places as script_places;
pub(crate) use spans::{Lines, Spans, Twice};
