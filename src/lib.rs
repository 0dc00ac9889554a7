//! A deterministic simulator of authentication journeys and backchannel authentication.
//!
//! One pure world, advanced by actions and emitting events, is driven by everything else: the
//! split screen, plain mode, tests. See `ARCHITECTURE.md` for the map.

pub mod check;
pub mod cli;
pub mod describe;
pub mod drive;
pub mod engine;
pub mod explain;
pub mod identity;
pub mod journey;
pub mod json;
pub mod ledger;
pub mod node;
pub mod page;
pub mod program;
pub mod scenario;
pub mod script;
pub mod transaction;
pub mod tui;
pub mod value;

use value::Rule;

/// Every rule the simulator follows, with its source: the fidelity ledger.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let kinds = node::all();
    // Some types have two names in exports.
    let again = |index: usize| kinds[..index].iter().any(|other| other.label() == kinds[index].label());
    let first = kinds.iter().enumerate().filter(move |(index, _)| !again(*index));
    let nodes = first.flat_map(|(_, kind)| kind.rules());
    engine::RULES
        .iter()
        .chain(transaction::RULES)
        .chain(identity::RULES)
        .chain(journey::RULES)
        .chain(script::RULES)
        .chain(nodes)
}
