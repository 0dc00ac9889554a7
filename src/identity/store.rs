//! Reading users and agents, and checking passwords.

use std::sync::Arc;

use super::filter::{QueryFilter, resolve};
use super::model::{Agent, Identities, Login, User, UserStatus};
use super::parse::path;
use crate::value::{Object, Secret, Value};

impl User {
    /// The managed object: everything but the password.
    pub fn to_object(&self) -> Object {
        let mut object = self.attributes.clone();
        let status = if self.status == UserStatus::Inactive { "inactive" } else { "active" };
        object.insert("_id".into(), self.id.clone().into());
        object.insert("userName".into(), self.user_name.clone().into());
        object.insert("accountStatus".into(), status.into());
        object
    }
}

/// Two names that the store takes for the same.
pub(super) fn same_name(a: &str, b: &str) -> bool {
    a == b || a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

/// The id inside a universal id such as `id=demo,ou=user,o=alpha,ou=services,ou=am-config`.
fn universal<'i>(id: &'i str, kind: &str) -> Option<&'i str> {
    let (first, rest) = id.split_once(',')?;
    let (key, name) = first.split_once('=')?;
    let (next, _) = rest.split_once(',').unwrap_or((rest, ""));
    (key.trim().eq_ignore_ascii_case("id") && next.trim().eq_ignore_ascii_case(kind)).then(|| name.trim())
}

impl Identities {
    /// All users, in the order of their ids.
    pub fn users(&self) -> impl DoubleEndedIterator<Item = &Arc<User>> {
        self.users.values()
    }

    /// All users as a list shows them: those who can log in first, by name.
    pub fn listed(&self) -> Vec<&Arc<User>> {
        let mut all: Vec<_> = self.users().collect();
        all.sort_by_key(|user| (!user.can_log_in(), user.user_name.clone()));
        all
    }

    /// All agents, in the order of their names.
    pub fn agents(&self) -> impl DoubleEndedIterator<Item = &Arc<Agent>> {
        self.agents.values()
    }

    /// The user whom the identity store knows by an `_id`, a user name or a universal id.
    pub fn find(&self, name_or_id: &str) -> Option<&Arc<User>> {
        self.find_record(name_or_id).filter(|user| user.in_store)
    }

    /// As [`Identities::find`], but also a record that the identity store does not know.
    pub fn find_record(&self, name_or_id: &str) -> Option<&Arc<User>> {
        let known = |name: &str| {
            self.users.get(name).or_else(|| self.users.values().find(|user| same_name(&user.user_name, name)))
        };
        known(name_or_id).or_else(|| universal(name_or_id, "ou=user").and_then(known))
    }

    /// An agent, by name or universal id.
    pub fn agent(&self, name: &str) -> Option<&Arc<Agent>> {
        let known = |name: &str| {
            self.agents.get(name).or_else(|| self.agents.values().find(|agent| same_name(&agent.name, name)))
        };
        known(name).or_else(|| universal(name, "ou=agent").and_then(known))
    }

    /// The users that match, in the order of their ids, whether or not the store knows them.
    ///
    /// `fields` are names or JSON pointers; none, or one that is `*`, means all. `_id` always
    /// comes along, the password never.
    pub fn query(&self, filter: &QueryFilter, fields: &[&str]) -> Vec<Object> {
        let all = fields.is_empty() || fields.contains(&"*");
        let found = self.users.values().map(|user| user.to_object()).filter(|object| filter.matches(object));
        found.map(|object| if all { object } else { select(&object, fields) }).collect()
    }

    /// The password that a later state of a user still shares with these identities, the fixtures it
    /// began from. `None` once it was changed: what a person made up during a run is never listed.
    pub fn fixture_password(&self, user: &User) -> Option<&Secret> {
        self.users.get(&user.id).map(|made| &made.password).filter(|made| **made == user.password)
    }

    /// The managed object of a user by `_id`, whether or not the store knows it.
    pub fn read(&self, id: &str) -> Option<Object> {
        self.users.get(id).map(|user| user.to_object())
    }

    /// Checks a user's password. Rules `identity.login-*`.
    pub fn authenticate(&self, name: &str, password: &Secret) -> Login {
        let Some(user) = self.find(name) else { return Login::NoSuchUser };
        let right = user.password == *password;
        match user.status {
            UserStatus::Locked | UserStatus::Inactive => Login::Locked,
            UserStatus::PasswordExpired if right => Login::Expired,
            UserStatus::PasswordReset if right => Login::MustChange,
            UserStatus::Active if right => Login::Right,
            _ => Login::Wrong,
        }
    }

    /// Checks an agent's password.
    pub fn authenticate_agent(&self, name: &str, password: &Secret) -> Login {
        match self.agent(name) {
            Some(agent) if agent.password == *password => Login::Right,
            Some(_) => Login::Wrong,
            None => Login::NoSuchUser,
        }
    }
}

/// The object with only some fields, and `_id`.
fn select(object: &Object, fields: &[&str]) -> Object {
    let mut out = Object::new();
    for field in fields.iter().chain(&["_id"]) {
        let Some(path) = path(field) else { continue };
        if let Some(value) = resolve(object, &path) {
            // A pointer's value keeps its place: /name/given gives {"name": {"given": ..}}.
            let (first, rest) =
                path.split_first().map_or(("", &path[..]), |(first, rest)| (first.as_str(), rest));
            let nested = rest.iter().rev().fold(value.clone(), |value, name| {
                Value::Object(Object::unit(Arc::from(name.as_str()), value))
            });
            let merged = out.get(first).map_or_else(|| nested.clone(), |old: &Value| old.merged(&nested));
            out.insert(first.into(), merged);
        }
    }
    out
}
