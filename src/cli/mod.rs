//! The edge: arguments, files, plain mode. Everything else is a driver of the one world.

mod args;
pub mod plain;
mod source;

pub use args::{Args, Theme, When};
pub use source::{LoadError, load};
