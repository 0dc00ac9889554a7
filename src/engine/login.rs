//! Who logged in, and what their session holds.

use std::sync::Arc;

use uuid::Uuid;

use super::session::SessionId;
use super::world::World;
use crate::transaction::Subject;
use crate::value::{Object, Value};

impl World {
    /// Whether a person is the one the transaction is for. Names and ids of one identity are equal.
    /// Rule `transaction.subject`.
    pub fn is_subject(&self, transaction: Uuid, who: Option<&str>) -> bool {
        let Some(record) = self.transactions.record(transaction) else { return false };
        match (&record.subject, who) {
            (Subject::Anyone, _) => true,
            (_, None) => false,
            (Subject::Agent(name), Some(who)) => name.eq_ignore_ascii_case(who),
            (Subject::User(name), Some(who)) => {
                let id = |name: &str| self.identities.find(name).map(|user| user.id.clone());
                name.eq_ignore_ascii_case(who) || (id(name).is_some() && id(name) == id(who))
            }
        }
    }

    /// The properties of the session a successful run makes. Rule `engine.session-properties`.
    pub(super) fn session_properties(&mut self, id: SessionId, who: Option<&str>) -> Object {
        let context = self.random.uuid();
        let realm = self.program.realm().name.trim_start_matches('/').to_owned();
        let organization = format!("o={realm},ou=services,ou=am-config");
        let user = who.and_then(|who| self.identities.find(who));
        let user_id = user.map_or_else(|| who.unwrap_or_default().to_owned(), |user| user.id.to_string());
        let universal = format!("id={user_id},ou=user,{organization}");
        let mut properties = Object::new();
        let mut put = |key: &str, value: String| {
            properties.insert(Arc::from(key), Value::from(value));
        };
        put("AMCtxId", format!("{context}-1"));
        put("AuthLevel", "0".into());
        put("Organization", organization);
        put("Principal", universal.clone());
        put("UserId", user_id);
        put("UserToken", who.unwrap_or_default().into());
        put("sun.am.UniversalIdentifier", universal);
        if let Some(session) = self.session(id) {
            put("Service", session.journey.to_string());
            put("authInstant", self.now.to_utc());
            for (key, value) in &session.properties {
                put(key, value.to_string());
            }
        }
        properties
    }
}
