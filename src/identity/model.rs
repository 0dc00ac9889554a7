//! Users, agents and realm settings.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::value::{Object, Secret};

/// Settings of the simulated realm.
#[derive(Clone, Debug, PartialEq)]
pub struct Realm {
    /// `/alpha`
    pub name: Arc<str>,
    /// What redirect URIs start with, such as `https://tenant.example.com/am`.
    pub base_url: Arc<str>,
    /// Life of a transaction whose Initialize node sets no Max Time, in seconds.
    pub transaction_ttl_s: u64,
    /// The session cookie's name.
    pub cookie_name: Arc<str>,
    /// The managed object that journeys without one of their own use, such as `managed/alpha_user`.
    pub identity_resource: Arc<str>,
    /// Environment secrets and variables (ESVs), for `systemEnv`.
    pub variables: IndexMap<Arc<str>, Arc<str>>,
}

/// How a user's account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserStatus {
    /// May log in.
    Active,
    /// `accountStatus` is `inactive`.
    Inactive,
    /// Locked by the account lockout.
    Locked,
    /// The password's life is over.
    PasswordExpired,
    /// An administrator reset the password: it must be changed at the next login.
    PasswordReset,
}

impl UserStatus {
    /// The name in lists and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Locked => "locked",
            Self::PasswordExpired => "password expired",
            Self::PasswordReset => "password reset",
        }
    }
}

/// A user.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// `_id`: what idRepository and the store know the user by.
    pub id: Arc<str>,
    /// `userName`
    pub user_name: Arc<str>,
    /// The password.
    pub password: Secret,
    /// How the account stands.
    pub status: UserStatus,
    /// Whether the identity store knows the user. `false`: queries answer it, the store does not
    /// (a record of IDM that was never synchronised); this is how Unknown Subject is reached.
    pub in_store: bool,
    /// All other attributes (givenName, sn, mail, …).
    pub attributes: Object,
}

impl User {
    /// How the account stands, in lists.
    pub fn standing(&self) -> &'static str {
        if self.in_store { self.status.name() } else { "unknown to the store" }
    }

    /// Whether the right password is all that a login needs.
    pub fn can_log_in(&self) -> bool {
        self.in_store && self.status == UserStatus::Active
    }
}

/// An agent.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent {
    /// Its name.
    pub name: Arc<str>,
    /// Its password.
    pub password: Secret,
}

/// The result of a password check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login {
    /// Right.
    Right,
    /// Wrong password.
    Wrong,
    /// No such user in the store.
    NoSuchUser,
    /// Locked or inactive, whatever the password.
    Locked,
    /// Right, but expired.
    Expired,
    /// Right, but it was reset and must be changed first.
    MustChange,
}

/// All users and agents of a realm. Clones share structure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Identities {
    pub(super) users: imbl::OrdMap<Arc<str>, Arc<User>>,
    pub(super) agents: imbl::OrdMap<Arc<str>, Arc<Agent>>,
}
