//! JSON documents read with their positions at hand, so that every complaint names file, line and column.

mod cursor;
mod diagnostic;
mod document;
pub(crate) mod fields;
mod lines;
mod path;
mod read;
mod spans;
mod suggest;
mod write;

pub(crate) use cursor::Cursor;
pub use diagnostic::Diagnostic;
pub(crate) use document::{Document, without_mark};
pub(crate) use path::{Segment, show_path};
pub(crate) use suggest::nearest;
pub(crate) use write::write_with;
pub use write::{write_line, write_pretty};
