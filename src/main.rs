//! The `jsim` binary.
fn main() {}
