//! The lists that are searched by typing: commands, keys, users, journeys.

use std::sync::Arc;

use crate::engine::Event;
use crate::identity::UserStatus;
use crate::tui::facts;
use crate::tui::keymap::{Binding, Command, KEYMAP};
use crate::tui::model::{List, Model};
use crate::value::Secret;

/// What choosing a row does.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::tui) enum Pick {
    /// Runs a command.
    Run(Command),
    /// Puts a user's name or password into the field with the focus.
    User {
        /// The user name.
        name: Arc<str>,
        /// The password of the fixtures; `None` once it was changed.
        password: Option<Secret>,
    },
    /// Starts a journey.
    Journey(Arc<str>),
    /// Nothing: the row is there to be read.
    Nothing,
}

/// A row of a list.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Row {
    /// What choosing it does.
    pub pick: Pick,
    /// Its name.
    pub name: String,
    /// Its second column: the keys, the password, the file.
    pub key: String,
    /// Its third column.
    pub group: String,
    /// What is told about it while it is selected.
    pub help: String,
    /// The same on the command line or in a scenario.
    pub cli: Option<&'static str>,
}

/// The rows of a list that match what was typed, best first.
pub(in crate::tui) fn rows(model: &Model, list: List, query: &str) -> Vec<Row> {
    let all: Vec<Row> = match list {
        List::Palette => KEYMAP.iter().filter(|row| row.in_palette()).map(command_row).collect(),
        List::Help => KEYMAP.iter().map(command_row).chain(LEGEND.map(legend_row)).collect(),
        List::Users => users(model),
        List::Journeys => journeys(model),
        List::Events => model.run.log().iter().rev().map(event_row).collect(),
    };
    let wanted = query.trim().to_lowercase();
    let mut found: Vec<(u8, Row)> =
        all.into_iter().filter_map(|row| rank(&row, query.trim(), &wanted).map(|rank| (rank, row))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, row)| row).collect()
}

/// 0 for the very key, 1 for the beginning of the name, 2 and 3 for somewhere in name or key, 4 for
/// all words somewhere in the help. Passwords are not searched.
fn rank(row: &Row, typed: &str, wanted: &str) -> Option<u8> {
    let name = row.name.to_lowercase();
    let is_command = matches!(row.pick, Pick::Run(_) | Pick::Nothing);
    if wanted.is_empty() {
        Some(1)
    } else if is_command && row.key.split(' ').any(|key| key == typed) {
        Some(0)
    } else if name.starts_with(wanted) {
        Some(1)
    } else if name.contains(wanted) {
        Some(2)
    } else if is_command && row.key.to_lowercase().contains(wanted) {
        Some(3)
    } else {
        let text = format!("{name} {} {}", row.group.to_lowercase(), row.help.to_lowercase());
        wanted.split_whitespace().all(|word| text.contains(word)).then_some(4)
    }
}

/// How to read the screen: what stands there, where, and what it means.
const LEGEND: [(&str, &str, &str); 9] = [
    (
        "main a─b─d:P─e─|",
        "timeline",
        "The nodes that a side has visited, in time. d:P is a poll: node d read Pending. I is In Progress, S Success, F Failure, U Unknown, E Error. | is now; behind it stands what is scheduled.",
    ),
    (
        "e─*",
        "timeline",
        "A page that was sent back and came again: a wait re-submitted before its time, or an answer that was missing.",
    ),
    (
        "(opened), (o), (A), (D), (X)",
        "timeline",
        "What happened to the transaction between MAIN's polls: its link was opened, it was approved, denied, or it expired. MAIN learns of it at its next poll only.",
    ),
    (
        "path  a b (a) d",
        "sides",
        "The nodes in the order in which they were visited, by their letters. A letter in brackets is a node of an inner journey.",
    ),
    (
        "> ( SUBMIT ), (*CANCEL*)",
        "sides",
        "> marks what has the focus. On a page with fields, stars mark the button that Enter in the last field presses.",
    ),
    ("s1, s2, s3", "sides", "Sessions: one for each time that a journey was started or a link was opened."),
    (
        "CREATED, IN_PROGRESS, COMPLETED",
        "transaction",
        "The state of the transaction in the store. MAIN reads CREATED as Pending, IN_PROGRESS as In Progress, COMPLETED as Success or Failure by its result, and one that is gone as Unknown.",
    ),
    (
        "UNKNOWN, APPROVED, DENIED",
        "transaction",
        "The result of the transaction: UNKNOWN until the journey of the other device has ended.",
    ),
    (
        "[documented], [assumed]",
        "why",
        "Whether the rule that decided stands in the vendor's documentation or source, or is our reading of it.",
    ),
];

fn legend_row((name, place, help): (&str, &str, &str)) -> Row {
    Row {
        pick: Pick::Nothing,
        name: name.into(),
        key: place.into(),
        group: "how to read the screen".into(),
        help: help.into(),
        cli: None,
    }
}

fn command_row(row: &Binding) -> Row {
    Row {
        pick: Pick::Run(row.command),
        name: row.name.into(),
        key: row.key_names(),
        group: row.group.into(),
        help: row.help.into(),
        cli: row.cli,
    }
}

fn event_row(event: &Event) -> Row {
    let letter = event.kind.node().map_or("", |node| &node.letter);
    let said = event.kind.to_string();
    Row {
        pick: Pick::Nothing,
        name: said.clone(),
        key: format!("{:>6} {:<5} {letter}", facts::second(event.at), facts::who(event)),
        group: String::new(),
        help: said,
        cli: None,
    }
}

/// The users are fixtures of the simulated realm, made to be logged in with: their passwords are
/// shown. One that was made up during the run is not.
fn users(model: &Model) -> Vec<Row> {
    let fixtures = model.run.program().identities();
    let row = |user: &Arc<crate::identity::User>| {
        let password = fixtures.fixture_password(user);
        let help = match user.status {
            _ if !user.in_store => {
                "A query finds this user, the identity store does not know it: Backchannel Initialize takes Unknown Subject."
            }
            UserStatus::Active if password.is_none() => {
                "Logs in with the password that was made up in this run. It is not shown: type it."
            }
            UserStatus::Active => "Logs in with this password.",
            UserStatus::Inactive => "The account is inactive: the login fails.",
            UserStatus::Locked => "The account is locked: Identity Store Decision takes Locked.",
            UserStatus::PasswordExpired | UserStatus::PasswordReset => {
                "The password is right, but it must be changed before it counts."
            }
        };
        Row {
            pick: Pick::User { name: user.user_name.clone(), password: password.cloned() },
            name: user.user_name.to_string(),
            key: password.map_or("changed in this run", Secret::expose).to_owned(),
            group: user.standing().into(),
            help: help.into(),
            cli: None,
        }
    };
    model.run.world().identities().listed().into_iter().map(row).collect()
}

fn journeys(model: &Model) -> Vec<Row> {
    let program = model.run.program();
    let row = |name: Arc<str>| {
        let journey = program.definitions().journeys.get(&name);
        let current = *model.run.journey() == name;
        Row {
            key: if current { "running now".into() } else { String::new() },
            group: journey.map(|journey| journey.file.to_string()).unwrap_or_default(),
            help: journey.map(|journey| journey.description.to_string()).unwrap_or_default(),
            name: name.to_string(),
            pick: Pick::Journey(name),
            cli: None,
        }
    };
    program.main_journeys().into_iter().map(row).collect()
}
