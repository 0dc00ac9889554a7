//! Every integration test, in one program that is linked once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr)]

mod architecture;
mod check_demo;
mod cli;
mod conformance;
mod corpus;
mod describe;
mod drive;
mod engine;
mod expectations;
mod explain;
mod graph;
mod identity;
mod jsim;
mod language;
mod program;
mod properties;
mod screen;
mod sequence;
mod shipped_scenarios;
mod sketch;
#[cfg(unix)]
mod terminal;
mod thrown;
mod wire;
