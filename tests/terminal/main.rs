//! The real binary in a pseudo-terminal, its output read by a terminal emulator.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod asking;
mod demo;
mod leaving;
mod plain;
mod saving;
mod screen;
mod sizes;
