//! Which test proves which rule.
//!
//! The table is made from what the tests declare (`tests/it/conformance/ledger.rs`), which also fails
//! when it is out of date, when a rule has no test, or when a test names a rule that is not there.

/// One line for each rule and test: the rule's id, a tab, the test's path.
const TABLE: &str = include_str!("ledger.tsv");

/// The tests that prove a rule: `conformance::...` of `cargo test --test it`, or the path of
/// a unit test.
pub fn proofs(rule: &str) -> Vec<&'static str> {
    let lines = TABLE.lines().filter_map(|line| line.split_once('\t'));
    lines.filter(|(id, _)| *id == rule).map(|(_, test)| test).collect()
}
