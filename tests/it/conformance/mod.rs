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

mod explained;
pub(crate) mod fixture;
mod ledger;
mod rows_engine;
mod rows_fidelity;
mod rows_nodes;
mod rows_scripts;
mod rows_sketched;
mod rows_transaction;
mod transcript;

use fixture::Fixture;

use crate::sketch;

/// What a row runs.
#[derive(Clone, Copy)]
enum Given {
    Fixture(fn() -> Fixture),
    Sketch(&'static str),
}

/// One behaviour.
pub(crate) struct Row {
    rule: &'static str,
    given: Given,
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
    Row { rule, given: Given::Fixture(given), when, then }
}

/// A row over journeys in the short form.
pub(crate) const fn sketched(
    rule: &'static str,
    sketch: &'static str,
    when: &'static str,
    then: &'static [&'static str],
) -> Row {
    Row { rule, given: Given::Sketch(sketch), when, then }
}

impl Row {
    pub(crate) fn fixture(&self) -> Fixture {
        match self.given {
            Given::Fixture(given) => given(),
            Given::Sketch(text) => Fixture { program: sketch::program(text) },
        }
    }
}

/// All rows.
pub(crate) fn rows() -> impl Iterator<Item = &'static Row> {
    rows_nodes::POLLING_WAIT
        .iter()
        .chain(rows_nodes::OTHERS)
        .chain(rows_transaction::ROWS)
        .chain(rows_engine::ROWS)
        .chain(rows_scripts::ROWS)
        .chain(rows_fidelity::ROWS)
        .chain(rows_sketched::ROWS)
}

/// The first part of a row's rule: one test plays the rows of one area.
pub(crate) fn area_of(row: &Row) -> &'static str {
    row.rule.split('.').next().unwrap_or_default()
}

fn check(area: &str) {
    let rows: Vec<&Row> = rows().filter(|row| area_of(row) == area).collect();
    assert!(!rows.is_empty(), "no row is about {area}");
    let mut failures = Vec::new();
    for row in &rows {
        let transcript = transcript::play(&row.fixture(), row.when);
        if let Err(missing) = transcript::holds(&transcript, row.then) {
            failures.push(format!(
                "rule  {}\nwhen  {}\nthen  {missing}\nbut the transcript is\n  {}",
                row.rule,
                row.when,
                transcript.join("\n  ")
            ));
        }
    }
    let count = failures.len();
    assert!(failures.is_empty(), "{count} of {} rows fail:\n\n{}", rows.len(), failures.join("\n\n"));
}

/// One test for each area, and a list of them.
macro_rules! areas {
    ($($test:ident = $area:literal),+ $(,)?) => {
        $(#[test]
        fn $test() {
            check($area);
        })+

        #[test]
        fn every_row_is_played_by_a_test() {
            for row in rows() {
                let area = area_of(row);
                assert!([$($area),+].contains(&area), "{area}: add the area to tests/it/conformance/main.rs");
            }
        }
    };
}

areas! {
    backchannel_init = "backchannel-init",
    backchannel_notification = "backchannel-notification",
    backchannel_status = "backchannel-status",
    client = "client",
    config_provider = "config-provider",
    data_store = "data-store",
    display_username = "display-username",
    engine = "engine",
    identity_store = "identity-store",
    inner_tree = "inner-tree",
    journey = "journey",
    message = "message",
    page = "page",
    password_collector = "password-collector",
    platform_password = "platform-password",
    platform_username = "platform-username",
    polling_wait = "polling-wait",
    script = "script",
    scripted_decision = "scripted-decision",
    set_session_properties = "set-session-properties",
    transaction = "transaction",
    username_collector = "username-collector",
}

/// What rows forbid that must never be written: passwords.
const NEVER: [&str; 3] = ["right-", "another-one", "pass-word"];

/// A forbidden line that no run ever writes proves nothing: it may be misspelt.
#[test]
fn every_row_expects_something_and_forbids_only_what_other_runs_do() {
    let all: Vec<Vec<String>> = rows().map(|row| transcript::play(&row.fixture(), row.when)).collect();
    let mut idle = Vec::new();
    for row in rows() {
        let forbidden = row.then.iter().filter_map(|line| line.strip_prefix('!'));
        for line in forbidden.filter(|line| !NEVER.iter().any(|never| line.contains(never))) {
            if !all.iter().flatten().any(|written| written.contains(line)) {
                idle.push(format!("{}, {}: nothing ever writes \"{line}\"", row.rule, row.when));
            }
        }
        if row.then.iter().all(|line| line.starts_with('!') || *line == "=") {
            idle.push(format!("{}, {}: expects nothing", row.rule, row.when));
        }
    }
    assert!(idle.is_empty(), "{}", idle.join("\n"));
}
