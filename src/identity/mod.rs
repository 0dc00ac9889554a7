//! The realm: its settings, its users and agents, the query filter, the password check.

mod model;

pub use model::{Agent, Identities, Login, Realm, User, UserStatus};
