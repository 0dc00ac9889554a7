//! The behaviour of the nodes, the tree engine and the transaction as a readable table: one row
//! per behaviour, with the rule it proves.
//!
//! A row runs two clients over a small pair of journeys. `when` is a list of steps:
//!
//! - `main A B` / `bc A B`: answer the fields of the page in order; `.` leaves a field as it is
//! - `main press 0`: press a button; `main again`: send the page back unchanged
//! - `open`: BACKCHANNEL opens MAIN's link; `open TEXT`: it opens that
//! - `wait 5000`: so many milliseconds pass; `skip`: to the next wake-up
//! - `main start`, `main close`, `store fails`, `store works`
//!
//! `then` lists lines that the transcript must hold in this order; `!` before a line says that
//! it must not be there at all.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod fixture;
mod rows_engine;
mod rows_nodes;
mod rows_transaction;
mod transcript;

use fixture::Fixture;

/// One behaviour.
pub(crate) struct Row {
    rule: &'static str,
    given: fn() -> Fixture,
    when: &'static str,
    then: &'static [&'static str],
}

/// A row of the table.
pub(crate) const fn row(
    rule: &'static str,
    given: fn() -> Fixture,
    when: &'static str,
    then: &'static [&'static str],
) -> Row {
    Row { rule, given, when, then }
}

fn check(rows: &[Row]) {
    let known: Vec<&str> = journey_sim::rules().map(|rule| rule.id).collect();
    let mut failures = Vec::new();
    for row in rows {
        if !known.contains(&row.rule) {
            failures.push(format!("no rule has the id {}", row.rule));
        }
        let transcript = transcript::play(&(row.given)(), row.when);
        if let Err(missing) = transcript::holds(&transcript, row.then) {
            failures.push(format!(
                "rule  {}\nwhen  {}\nthen  {missing}\nbut the transcript is\n  {}",
                row.rule,
                row.when,
                transcript.join("\n  ")
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {} rows fail:\n\n{}",
        failures.len(),
        rows.len(),
        failures.join("\n\n")
    );
}

#[test]
fn polling_wait() {
    check(rows_nodes::POLLING_WAIT);
}

#[test]
fn other_nodes() {
    check(rows_nodes::OTHERS);
}

#[test]
fn transaction() {
    check(rows_transaction::ROWS);
}

#[test]
fn engine() {
    check(rows_engine::ROWS);
}
