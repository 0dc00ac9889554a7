//! The commands, from outside.

mod bad_input;
mod check;
mod run;
mod surface;
