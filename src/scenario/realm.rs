//! What differs from the realm in a scenario, and a program with it.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::identity::{Identities, User, UserStatus};
use crate::json::fields::{filled, or_empty, within};
use crate::json::{Cursor, Diagnostic};
use crate::program::Program;
use crate::value::{Object, Secret, Value};

/// The longest life of a transaction, in seconds: a year. Keeps sums of instants far from overflow.
pub(super) const MAX_LIFE_S: u64 = 365 * 24 * 60 * 60;
/// What belongs beside the attributes, or, as a password, in no scenario.
const NO_ATTRIBUTES: &[&str] = &["_id", "userName", "password", "userPassword", "accountStatus"];

/// What differs from the realm that the journeys come with.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RealmOverride {
    /// Life of a transaction whose Backchannel Initialize sets no Max Time, in seconds.
    #[serde(
        default,
        deserialize_with = "within::<1, MAX_LIFE_S, _, _>",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(range(min = 1, max = MAX_LIFE_S))]
    pub transaction_time_to_live: Option<u64>,
    /// Users that are changed (those that the realm has) or added.
    #[serde(default, deserialize_with = "or_empty", skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<UserOverride>,
}

/// A user that is changed or added. It has no password here: a user of the realm keeps theirs, a
/// new one gets one that `passwordOf` knows.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UserOverride {
    /// The user name.
    #[serde(deserialize_with = "filled")]
    #[schemars(length(min = 1))]
    pub user_name: Arc<str>,
    /// How the account stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<UserStatusName>,
    /// `false`: queries answer the user, the identity store does not know them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_store: Option<bool>,
    /// Attributes that are set, beside those the user has.
    #[serde(default, deserialize_with = "or_empty", skip_serializing_if = "IndexMap::is_empty")]
    #[schemars(extend("propertyNames" = {"not": {"enum": ["_id", "userName", "password", "userPassword", "accountStatus"]}}))]
    pub attributes: IndexMap<String, serde_json::Value>,
}

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum UserStatusName {
    /// May log in.
    Active,
    /// Switched off.
    Inactive,
    /// Locked by the account lockout.
    Locked,
    /// The password's life is over.
    PasswordExpired,
    /// The password must be changed at the next login.
    PasswordReset,
}

impl From<UserStatusName> for UserStatus {
    fn from(name: UserStatusName) -> Self {
        match name {
            UserStatusName::Active => Self::Active,
            UserStatusName::Inactive => Self::Inactive,
            UserStatusName::Locked => Self::Locked,
            UserStatusName::PasswordExpired => Self::PasswordExpired,
            UserStatusName::PasswordReset => Self::PasswordReset,
        }
    }
}

impl RealmOverride {
    /// Refuses a user who is there twice and attributes that are none; `at` is what it was read from.
    pub(super) fn validate(&self, at: &Cursor<'_>) -> Result<(), Diagnostic> {
        let users = at.get("users");
        let users = users.as_ref().map(Cursor::items).transpose()?.into_iter().flatten();
        for (index, (user, at)) in self.users.iter().zip(users).enumerate() {
            let before = self.users.get(..index).unwrap_or_default();
            if before.iter().any(|known| known.user_name.eq_ignore_ascii_case(&user.user_name)) {
                return Err(at
                    .need("userName")?
                    .wrong("names a user that is overridden already", "put both in one"));
            }
            let misplaced = |(name, _): &(&str, Cursor<'_>)| NO_ATTRIBUTES.contains(name);
            let attributes = at.get("attributes");
            let mut attributes = attributes.as_ref().map(Cursor::members).transpose()?.into_iter().flatten();
            if let Some((_, at)) = attributes.find(misplaced) {
                return Err(at.wrong("does not belong to the attributes", "remove it"));
            }
        }
        Ok(())
    }
}

/// The program as it is, or with the realm changed as a scenario says.
pub fn with_overrides(program: &Arc<Program>, over: Option<&RealmOverride>) -> Arc<Program> {
    let Some(over) = over else { return program.clone() };
    let mut realm = program.realm().as_ref().clone();
    if let Some(seconds) = over.transaction_time_to_live {
        realm.transaction_ttl_s = seconds;
    }
    let mut identities = program.identities().clone();
    for user in &over.users {
        put(&mut identities, user);
    }
    Program::new(program.definitions().clone(), realm, identities)
}

fn put(identities: &mut Identities, over: &UserOverride) {
    let mut user = match identities.find_record(&over.user_name) {
        Some(known) => known.as_ref().clone(),
        None => User {
            id: over.user_name.clone(),
            user_name: over.user_name.clone(),
            // Nobody types it: scenarios say whose password they mean.
            password: Secret::new(format!("Fixture pass of {} 1!", over.user_name)),
            status: UserStatus::Active,
            in_store: true,
            attributes: Object::new(),
        },
    };
    if let Some(status) = over.status {
        user.status = status.into();
    }
    if let Some(in_store) = over.in_store {
        user.in_store = in_store;
    }
    for (key, value) in &over.attributes {
        user.attributes.insert(key.as_str().into(), Value::from(value));
    }
    // A name is new, or is this user's own: nothing can be in its way.
    let _ = identities.put(user);
}
