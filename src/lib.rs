//! A deterministic simulator of authentication journeys and backchannel authentication.
//!
//! One pure world, advanced by actions and emitting events, is driven by everything else: the
//! split screen, plain mode, tests. See `ARCHITECTURE.md` for the map.

pub mod cli;
pub mod drive;
pub mod engine;
pub mod identity;
pub mod journey;
pub mod kernel;
pub mod node;
pub mod script;
pub mod transaction;
pub mod tui;

use kernel::Rule;

/// Every rule the simulator follows, with its source: the fidelity ledger.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let nodes = node::all().iter().flat_map(|kind| kind.rules());
    engine::RULES
        .iter()
        .chain(transaction::RULES)
        .chain(identity::RULES)
        .chain(journey::RULES)
        .chain(script::RULES)
        .chain(nodes)
}
