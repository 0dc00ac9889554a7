//! The realm: its settings, its users and agents, the query filter, the password check.

mod change;
mod filter;
mod model;
mod parse;
mod patch;
mod realm;
mod rules;
mod store;

#[cfg(test)]
mod tests;

pub use change::IdentityError;
pub use filter::{FilterError, QueryFilter};
pub use model::{Agent, Identities, Login, Realm, User, UserStatus};
pub use realm::parse_realm;
pub use rules::RULES;
