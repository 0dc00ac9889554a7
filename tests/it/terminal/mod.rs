//! The real binary in a pseudo-terminal, its output read by a terminal emulator.

mod asking;
mod demo;
mod leaving;
mod limits;
mod plain;
mod saving;
mod screen;
mod signals;
mod sizes;
