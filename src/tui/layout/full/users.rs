//! The fixture users of the simulated realm, to put one into the field with the focus.

use std::sync::Arc;

use super::SearchedList;
use super::list::{Heading, Pick, Row};
use crate::identity::{User, UserStatus};
use crate::transaction::Subject;
use crate::tui::facts;
use crate::tui::model::Model;
use crate::tui::page::Side;
use crate::value::Secret;

pub(super) const LIST: SearchedList = SearchedList {
    title: "DEMO USERS",
    about: "Enter puts it into the field",
    width: 76,
    heading: Heading::Note("   The realm's fixtures. A password made up here is not shown."),
    columns: Some(|columns| (columns * 3 / 10, columns * 3 / 10)),
    tells_help: false,
    enter: "put into the field",
    rows: users,
    opens_at,
};

/// On the other device, the user that the transaction is about, whose password it asks for.
fn opens_at(model: &Model, rows: &[Row]) -> usize {
    let subject = match facts::transaction(&model.run).map(|transaction| &transaction.subject) {
        Some(Subject::User(name)) if model.focus == Side::Back => name.to_string(),
        _ => return 0,
    };
    rows.iter().position(|row| row.name == subject).unwrap_or(0)
}

/// The users are fixtures of the simulated realm, made to be logged in with: their passwords are
/// shown. One that was made up during the run is not.
fn users(model: &Model) -> Vec<Row> {
    let fixtures = model.run.program().identities();
    let row = |user: &Arc<User>| {
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
