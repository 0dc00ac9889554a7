//! Changing users: create, update, patch, delete, as a script does it.

use std::sync::Arc;

use thiserror::Error;

use super::model::{Identities, User, UserStatus};
use super::patch::patch_one;
use super::store::same_name;
use crate::value::{Object, Secret, SeededRandom, Value};

/// A change that the store refuses. Never holds a password.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IdentityError {
    /// No user has this id.
    #[error("object {id} not found")]
    NotFound {
        /// The id that was asked for.
        id: String,
    },
    /// Another user has it already.
    #[error("{field} {value} is taken already")]
    Conflict {
        /// `_id` or `userName`.
        field: &'static str,
        /// What is taken.
        value: String,
    },
    /// The object or the patch makes no sense.
    #[error("{field}: {what}")]
    Invalid {
        /// The field, or the member of the patch operation.
        field: String,
        /// What is wrong with it.
        what: String,
    },
}

pub(super) fn invalid<T>(field: impl Into<String>, what: impl Into<String>) -> Result<T, IdentityError> {
    Err(IdentityError::Invalid { field: field.into(), what: what.into() })
}

/// Takes over what an object says about a user; its attributes become the object's.
fn apply(mut user: User, object: &Object) -> Result<User, IdentityError> {
    match object.get("userName") {
        Some(Value::String(name)) if !name.is_empty() => user.user_name = name.clone(),
        Some(_) => return invalid("userName", "must be a text that is not empty"),
        None => return invalid("userName", "is required"),
    }
    if let Some(password) = object.get("password").filter(|value| !value.is_null()) {
        match password.to_secret() {
            Some(secret) if !secret.is_empty() => user.password = secret,
            _ => return invalid("password", "must be a text that is not empty"),
        }
    }
    match object.get("accountStatus").map(|value| value.as_str().map(str::to_lowercase)) {
        None => {}
        Some(Some(status)) if status == "inactive" => user.status = UserStatus::Inactive,
        // What is locked, expired or reset counts as active here, and stays what it is.
        Some(Some(status)) if status == "active" && user.status != UserStatus::Inactive => {}
        Some(Some(status)) if status == "active" => user.status = UserStatus::Active,
        Some(_) => return invalid("accountStatus", "must be active or inactive"),
    }
    user.attributes = object
        .iter()
        .filter(|(key, _)| {
            !matches!(key.as_ref(), "_id" | "_rev" | "userName" | "password" | "accountStatus")
        })
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    Ok(user)
}

impl Identities {
    /// Adds a user. Without an `_id` it gets a UUID; without a password nobody can log in as it.
    ///
    /// # Errors
    /// `userName` missing or taken, `_id` taken, a field of the wrong type.
    pub fn create(&mut self, object: &Object, random: &mut SeededRandom) -> Result<Object, IdentityError> {
        let id: Arc<str> = match object.get("_id") {
            None | Some(Value::Null) => random.uuid().to_string().into(),
            Some(Value::String(id)) if !id.is_empty() => id.clone(),
            Some(_) => return invalid("_id", "must be a text that is not empty"),
        };
        if self.users.contains_key(&id) {
            return Err(IdentityError::Conflict { field: "_id", value: id.to_string() });
        }
        // No text that anybody can type.
        let unguessable = Secret::new(format!("\0{}", random.uuid()));
        let user = User {
            id,
            user_name: "".into(),
            password: unguessable,
            status: UserStatus::Active,
            in_store: true,
            attributes: Object::new(),
        };
        self.put(apply(user, object)?)
    }

    /// Replaces a user's attributes by the object's. Without a password the old one stays.
    ///
    /// # Errors
    /// No such user; `userName` missing or taken; a field of the wrong type.
    pub fn update(&mut self, id: &str, object: &Object) -> Result<Object, IdentityError> {
        let user = self.must(id)?.as_ref().clone();
        self.put(apply(user, object)?)
    }

    /// Applies patch operations in order, all or none: `add`, `replace`, `remove`, `increment`,
    /// each `{operation, field, value}`, the field a name or a JSON pointer.
    ///
    /// # Errors
    /// No such user; an unknown operation; a field that is missing or of the wrong type.
    pub fn patch(&mut self, id: &str, operations: &[Value]) -> Result<Object, IdentityError> {
        let user = self.must(id)?.as_ref().clone();
        let mut object = user.to_object();
        for operation in operations {
            patch_one(&mut object, operation)?;
        }
        self.put(apply(user, &object)?)
    }

    /// Removes a user and returns what it was.
    ///
    /// # Errors
    /// No such user.
    pub fn delete(&mut self, id: &str) -> Result<Object, IdentityError> {
        let object = self.must(id)?.to_object();
        self.users.remove(id);
        Ok(object)
    }

    /// Sets an attribute of a user whom the store knows: no value removes it, one value is kept
    /// as it is, several as a list. `password` (or `userPassword`) sets the password.
    ///
    /// # Errors
    /// No such user; a value of the wrong type; a user name that is taken.
    pub fn set_attributes(
        &mut self,
        name_or_id: &str,
        key: &str,
        values: Vec<Value>,
    ) -> Result<(), IdentityError> {
        let Some(user) = self.find(name_or_id) else {
            return Err(IdentityError::NotFound { id: name_or_id.to_owned() });
        };
        let user = user.as_ref().clone();
        let key = match key {
            "userPassword" => "password",
            "_id" => return invalid("_id", "cannot be changed"),
            key => key,
        };
        let mut object = user.to_object();
        let mut values = imbl::Vector::from(values);
        let value = if values.len() > 1 { Some(Value::Array(values)) } else { values.pop_front() };
        match value {
            Some(value) => object.insert(key.into(), value),
            None => object.remove(key),
        };
        self.put(apply(user, &object)?).map(|_| ())
    }

    /// Sets how a user's account stands: for the lockout, for lessons.
    ///
    /// # Errors
    /// No such user.
    pub fn set_status(&mut self, name_or_id: &str, status: UserStatus) -> Result<(), IdentityError> {
        let Some(user) = self.find_record(name_or_id) else {
            return Err(IdentityError::NotFound { id: name_or_id.to_owned() });
        };
        let user = User { status, ..user.as_ref().clone() };
        self.users.insert(user.id.clone(), Arc::new(user));
        Ok(())
    }

    /// Gives a user a new password, which ends an expiry or a reset.
    ///
    /// # Errors
    /// The store does not know the user; the password is empty.
    pub fn change_password(&mut self, name_or_id: &str, password: &Secret) -> Result<(), IdentityError> {
        let Some(user) = self.find(name_or_id) else {
            return Err(IdentityError::NotFound { id: name_or_id.to_owned() });
        };
        if password.is_empty() {
            return invalid("password", "must not be empty");
        }
        let status = match user.status {
            UserStatus::PasswordExpired | UserStatus::PasswordReset => UserStatus::Active,
            status => status,
        };
        let user = User { status, password: password.clone(), ..user.as_ref().clone() };
        self.users.insert(user.id.clone(), Arc::new(user));
        Ok(())
    }

    fn must(&self, id: &str) -> Result<&Arc<User>, IdentityError> {
        self.users.get(id).ok_or_else(|| IdentityError::NotFound { id: id.to_owned() })
    }

    /// Puts a user in, unless another one has its name.
    pub fn put(&mut self, user: User) -> Result<Object, IdentityError> {
        let taken = |other: &&Arc<User>| other.id != user.id && same_name(&other.user_name, &user.user_name);
        if self.users.values().any(|other| taken(&other)) {
            return Err(IdentityError::Conflict { field: "userName", value: user.user_name.to_string() });
        }
        let object = user.to_object();
        self.users.insert(user.id.clone(), Arc::new(user));
        Ok(object)
    }
}
