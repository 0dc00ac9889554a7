//! The commands, from outside.

mod bad_input;
mod beside;
mod check;
mod failures;
mod run;
mod surface;
