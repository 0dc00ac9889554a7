//! A program with a scenario's realm.

use std::sync::Arc;

use super::model::{RealmOverride, UserOverride};
use crate::engine::Program;
use crate::identity::{Identities, User, UserStatus};
use crate::value::{Object, Secret, Value};

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
