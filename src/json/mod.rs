//! JSON documents read with their places at hand, so that every complaint names file, line and column.

mod cursor;
mod diagnostic;
mod locate;
mod spans;
mod write;

pub(crate) use cursor::{Cursor, nearest, parse_json, without_mark};
pub use diagnostic::Diagnostic;
pub(crate) use locate::{Segment, locate, show_path};
pub(crate) use spans::{DuplicateKey, Lines, Spans};
pub(crate) use write::write_with;
pub use write::{write_line, write_pretty};
