//! Reads `realm.json`: realm settings, users, agents. The format is this project's own, and strict.
//!
//! ```json
//! { "name": "/alpha", "baseUrl": "https://openam-demo.example.com/am", "transactionTimeToLive": 180,
//!   "cookieName": "iPlanetDirectoryPro", "identityResource": "managed/alpha_user",
//!   "variables": { "esv.greeting": "hello" },
//!   "users": [ { "_id": "…", "userName": "demo", "password": "…", "status": "active",
//!                "inStore": true, "attributes": { "givenName": "Demo" } } ],
//!   "agents": [ { "name": "desk", "password": "…" } ] }
//! ```
//! Everything is optional but a user's `_id`, `userName` and `password` and an agent's `name` and
//! `password`. A status is `active`, `inactive`, `locked`, `passwordExpired`
//! or `passwordReset`.

use std::sync::Arc;

use super::model::{Agent, Identities, Realm, User, UserStatus};
use crate::json::{Cursor, Diagnostic, Document, nearest};
use crate::value::{Object, Secret, Value};

const KEYS: &[&str] = &[
    "name",
    "baseUrl",
    "transactionTimeToLive",
    "cookieName",
    "identityResource",
    "variables",
    "users",
    "agents",
];
const USER_KEYS: &[&str] = &["_id", "userName", "password", "status", "inStore", "attributes"];
const STATUSES: &[(&str, UserStatus)] = &[
    ("active", UserStatus::Active),
    ("inactive", UserStatus::Inactive),
    ("locked", UserStatus::Locked),
    ("passwordExpired", UserStatus::PasswordExpired),
    ("passwordReset", UserStatus::PasswordReset),
];

/// Longest life of a transaction, in seconds: a year. Keeps sums of instants far from overflow.
const MAX_LIFE_S: u64 = 365 * 24 * 60 * 60;

impl Default for Realm {
    fn default() -> Self {
        Self {
            name: "/alpha".into(),
            base_url: "https://openam-demo.example.com/am".into(),
            transaction_ttl_s: 180,
            cookie_name: "iPlanetDirectoryPro".into(),
            identity_resource: "managed/alpha_user".into(),
            variables: indexmap::IndexMap::new(),
        }
    }
}

/// Reads a realm file's text.
///
/// # Errors
/// No JSON, an unknown key, a wrong type, a name used twice: with path and line.
pub fn parse_realm(file: &str, text: &str) -> Result<(Realm, Identities), Diagnostic> {
    let document = Document::parse(file, text)?;
    let top = document.top();
    top.only(KEYS)?;
    let mut realm = Realm::default();
    for (key, slot) in [
        ("name", &mut realm.name),
        ("cookieName", &mut realm.cookie_name),
        ("identityResource", &mut realm.identity_resource),
    ] {
        if let Some(text) = top.get(key) {
            *slot = filled(&text)?;
        }
    }
    if let Some(url) = top.get("baseUrl") {
        let text = url.str()?;
        if !text.starts_with("https://") && !text.starts_with("http://") {
            return Err(url.wrong("is no web address", "start it with https://"));
        }
        // What follows it starts with a slash of its own.
        realm.base_url = text.trim_end_matches('/').into();
    }
    if let Some(name) = top.get("name").filter(|_| !realm.name.starts_with('/')) {
        return Err(name.wrong("is no realm", "start it with a slash, as in /alpha"));
    }
    if let Some(seconds) = top.get("transactionTimeToLive") {
        realm.transaction_ttl_s = seconds.u64()?;
        if !(1..=MAX_LIFE_S).contains(&realm.transaction_ttl_s) {
            return Err(seconds.wrong("is out of range", format!("use 1 to {MAX_LIFE_S} seconds")));
        }
    }
    if let Some(variables) = top.get("variables") {
        for (name, value) in variables.members()? {
            realm.variables.insert(name.into(), value.str()?.into());
        }
    }
    let mut identities = Identities::default();
    if let Some(users) = top.get("users") {
        for user in users.items()? {
            add_user(&mut identities, &user)?;
        }
    }
    if let Some(agents) = top.get("agents") {
        for agent in agents.items()? {
            agent.only(&["name", "password"])?;
            let name = agent.need("name")?;
            let password = Secret::new(filled(&agent.need("password")?)?.as_ref());
            if identities.agent(name.str()?).is_some() {
                return Err(name.wrong("another agent has this name", "give each agent its own"));
            }
            let name = filled(&name)?;
            identities.agents.insert(name.clone(), Arc::new(Agent { name, password }));
        }
    }
    Ok((realm, identities))
}

fn filled(text: &Cursor<'_>) -> Result<Arc<str>, Diagnostic> {
    match text.str()? {
        "" => Err(text.wrong("is empty", "fill it in")),
        text => Ok(text.into()),
    }
}

fn add_user(identities: &mut Identities, user: &Cursor<'_>) -> Result<(), Diagnostic> {
    user.only(USER_KEYS)?;
    let id = user.need("_id")?;
    if identities.read(id.str()?).is_some() {
        return Err(id.wrong("another user has this _id", "give each user its own"));
    }
    let attributes = match user.get("attributes") {
        Some(attributes) => attributes_of(&attributes)?,
        None => Object::new(),
    };
    let name = user.need("userName")?;
    let new = User {
        id: filled(&id)?,
        user_name: filled(&name)?,
        password: Secret::new(filled(&user.need("password")?)?.as_ref()),
        status: user.get("status").map_or(Ok(UserStatus::Active), |status| status_of(&status))?,
        in_store: user.get("inStore").map_or(Ok(true), |flag| flag.bool())?,
        attributes,
    };
    match identities.put(new) {
        Ok(_) => Ok(()),
        Err(_) => Err(name.wrong("another user has this name", "give each user its own")),
    }
}

fn attributes_of(attributes: &Cursor<'_>) -> Result<Object, Diagnostic> {
    let mut out = Object::new();
    for (key, value) in attributes.members()? {
        // A password in here would be printed with the rest.
        if matches!(key, "_id" | "userName" | "password" | "userPassword" | "accountStatus") {
            return Err(value.wrong("does not belong to the attributes", "put it (or status) beside them"));
        }
        out.insert(key.into(), Value::from(value.value));
    }
    Ok(out)
}

fn status_of(status: &Cursor<'_>) -> Result<UserStatus, Diagnostic> {
    let name = status.str()?;
    if let Some((_, status)) = STATUSES.iter().find(|(known, _)| *known == name) {
        return Ok(*status);
    }
    let known: Vec<&str> = STATUSES.iter().map(|(known, _)| *known).collect();
    let help = match nearest(name, &known) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("use one of {}", known.join(", ")),
    };
    Err(status.wrong("is no status", help))
}
