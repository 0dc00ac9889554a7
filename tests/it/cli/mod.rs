//! The commands, from outside.

mod bad_input;
mod check;
mod failures;
mod run;
mod surface;
