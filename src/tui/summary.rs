//! What is left on the terminal when the person leaves.

use super::facts;
use super::page::Side;
use super::text::printable;
use crate::drive::Run;

/// What is left when the person leaves: how each side and the transaction stand.
pub fn summary(run: &Run) -> String {
    let clean = |text: &str| printable(text).into_owned();
    let mut out = format!(
        "jsim  {}  {} of simulated time, seed {}\n",
        clean(run.journey()),
        run.world().elapsed().as_stopwatch(),
        run.seed()
    );
    for side in Side::BOTH {
        let path = facts::path(run, side);
        let path = if path.is_empty() { String::new() } else { format!("   path {path}") };
        out.push_str(&format!("  {:<12} {}{path}\n", side.name(), clean(&facts::standing(run, side))));
    }
    if let Some(transaction) = facts::transaction(run) {
        let gone = if transaction.is_gone(run.world().now()) { ", gone" } else { "" };
        out.push_str(&format!(
            "  transaction  {} {} {}{gone}\n",
            transaction.id,
            transaction.state.name(),
            transaction.result.name()
        ));
    }
    out
}
