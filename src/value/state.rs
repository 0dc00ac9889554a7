//! The state of one run of a journey: shared, transient and secure.

use std::sync::Arc;

use super::object::{Object, Value};
use super::secret::{Redactor, Secret};

/// Where a state key lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Survives round trips to the client.
    Shared,
    /// Gone once callbacks are sent to the client.
    Transient,
    /// Encrypted: transient values that a later node needs are promoted here.
    Secure,
}

impl Scope {
    /// The vendor's word for the scope.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Transient => "transient",
            Self::Secure => "secure",
        }
    }
}

/// Shared, transient and secure state. Clones share structure.
///
/// Reads look in transient, then secure, then shared state. Source: `NodeState` in AM 8.0.2.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeState {
    /// Survives round trips.
    pub shared: Object,
    /// Dropped at a round trip.
    pub transient: Object,
    /// Promoted from transient at a round trip.
    pub secure: Object,
}

impl NodeState {
    /// A state whose shared part starts with these members.
    pub fn with_shared(shared: Object) -> Self {
        Self { shared, ..Self::default() }
    }

    /// The first value found in transient, secure, shared.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.transient.get(key).or_else(|| self.secure.get(key)).or_else(|| self.shared.get(key))
    }

    /// Like [`NodeState::get`], but where the value is an object the objects of the three
    /// scopes are merged, transient winning over secure over shared.
    pub fn get_object(&self, key: &str) -> Option<Value> {
        let first = self.get(key)?;
        if first.as_object().is_none() {
            return Some(first.clone());
        }
        let mut merged = Value::Object(Object::new());
        for scope in [&self.shared, &self.secure, &self.transient] {
            if let Some(value @ Value::Object(_)) = scope.get(key) {
                merged = merged.merged(value);
            }
        }
        Some(merged)
    }

    /// Whether any scope has the key.
    pub fn is_defined(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The keys of all scopes, sorted, each once.
    pub fn keys(&self) -> Vec<Arc<str>> {
        let mut keys: Vec<_> = [&self.transient, &self.secure, &self.shared]
            .into_iter()
            .flat_map(|scope| scope.keys().cloned())
            .collect();
        keys.sort();
        keys.dedup();
        keys
    }

    /// Writes a shared key.
    pub fn put_shared(&mut self, key: impl Into<Arc<str>>, value: impl Into<Value>) {
        self.shared.insert(key.into(), value.into());
    }

    /// Writes a transient key.
    pub fn put_transient(&mut self, key: impl Into<Arc<str>>, value: impl Into<Value>) {
        self.transient.insert(key.into(), value.into());
    }

    /// Merges an object into shared state: its keys, and the members of its `objectAttributes`, are
    /// set there and removed from the other scopes. Source: `NodeState` in AM 8.0.2.
    pub fn merge_shared(&mut self, over: &Object) {
        merge_into(&mut self.shared, [&mut self.transient, &mut self.secure], over);
    }

    /// Merges an object into transient state, as [`NodeState::merge_shared`] does into shared.
    pub fn merge_transient(&mut self, over: &Object) {
        merge_into(&mut self.transient, [&mut self.secure, &mut self.shared], over);
    }

    /// Removes a key from all three scopes.
    pub fn remove(&mut self, key: &str) {
        self.transient.remove(key);
        self.secure.remove(key);
        self.shared.remove(key);
    }

    /// Teaches a redactor every secret held here.
    pub fn register_secrets(&self, redactor: &mut Redactor) {
        let mut learn = |secret: &Secret| redactor.learn(secret);
        for scope in [&self.shared, &self.transient, &self.secure] {
            scope.values().for_each(|value| value.for_each_secret(&mut learn));
        }
    }
}

/// The key that holds the attributes of an identity, the one map that is merged member by member.
const CONTAINER: &str = "objectAttributes";

fn merge_into(scope: &mut Object, others: [&mut Object; 2], over: &Object) {
    let [one, other] = others;
    for (key, value) in over {
        let (CONTAINER, Value::Object(members)) = (key.as_ref(), value) else {
            one.remove(key);
            other.remove(key);
            scope.insert(key.clone(), value.clone());
            continue;
        };
        for held in [&mut *one, &mut *other] {
            if let Some(Value::Object(held)) = held.get_mut(key) {
                members.keys().for_each(|member| drop(held.remove(member)));
            }
        }
        let mut next = scope.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
        next.extend(members.iter().map(|(member, value)| (member.clone(), value.clone())));
        scope.insert(key.clone(), Value::Object(next));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(json: serde_json::Value) -> Object {
        Value::from(&json).as_object().cloned().unwrap_or_default()
    }

    /// Proves engine.state-reads.
    #[test]
    fn reads_look_in_transient_then_secure_then_shared() {
        let mut state = NodeState::with_shared(object(serde_json::json!({"k": "shared"})));
        assert_eq!(state.get("k").and_then(Value::as_str), Some("shared"));
        state.secure = object(serde_json::json!({"k": "secure"}));
        assert_eq!(state.get("k").and_then(Value::as_str), Some("secure"));
        state.put_transient("k", "transient");
        assert_eq!(state.get("k").and_then(Value::as_str), Some("transient"));
        state.remove("k");
        assert!(!state.is_defined("k"));
    }

    #[test]
    fn a_merge_moves_what_it_sets_out_of_the_other_scopes() {
        let mut state =
            NodeState::with_shared(object(serde_json::json!({"k": 1, "objectAttributes": {"a": 1, "b": 1}})));
        state.merge_transient(&object(serde_json::json!({"k": 2, "objectAttributes": {"b": 2}})));
        let left = Value::Object(state.shared.clone()).to_masked_json();
        assert_eq!(left, serde_json::json!({"objectAttributes": {"a": 1}}));
        let set = Value::Object(state.transient.clone()).to_masked_json();
        assert_eq!(set, serde_json::json!({"k": 2, "objectAttributes": {"b": 2}}));
    }

    /// Proves engine.get-object.
    #[test]
    fn get_object_merges_maps_in_maps_and_nothing_else() {
        let mut state = NodeState::with_shared(object(serde_json::json!(
            {"o": {"in": {"a": 1, "b": 1}, "list": [1, 2], "s": 1}, "text": "shared"}
        )));
        state.secure = object(serde_json::json!({"o": {"in": {"b": 2, "c": 2}, "list": [3], "s": 2}}));
        let merged = |state: &NodeState, key: &str| state.get_object(key).map(|value| value.to_masked_json());
        let expected = serde_json::json!({"in": {"a": 1, "b": 2, "c": 2}, "list": [3], "s": 2});
        assert_eq!(merged(&state, "o"), Some(expected));
        state.transient = object(serde_json::json!({"o": {"in": {"c": 3}}, "text": {"a": 1}}));
        let expected = serde_json::json!({"in": {"a": 1, "b": 2, "c": 3}, "list": [3], "s": 2});
        assert_eq!(merged(&state, "o"), Some(expected));
        // A text below a map is left out, and a text above maps is the value.
        assert_eq!(merged(&state, "text"), Some(serde_json::json!({"a": 1})));
        state.put_transient("o", "text");
        assert_eq!(merged(&state, "o"), Some(serde_json::json!("text")));
        assert_eq!(merged(&state, "absent"), None);
    }

    #[test]
    fn a_value_is_removed_from_every_scope_and_keys_are_told_once() {
        let members = || object(serde_json::json!({"k": 1, "z": 1}));
        let mut state = NodeState { shared: members(), transient: members(), secure: members() };
        state.put_shared("a", true);
        let keys =
            |state: &NodeState| state.keys().iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(keys(&state), "a k z");
        state.remove("k");
        assert_eq!(keys(&state), "a z");
        assert!(state.is_defined("z") && !state.is_defined("k"));
    }

    #[test]
    fn a_merge_takes_members_out_of_both_other_scopes_and_keeps_its_own() {
        let attributes = |json| object(serde_json::json!({"objectAttributes": json, "k": 1, "other": 1}));
        let shared = attributes(serde_json::json!({"a": "shared", "b": "shared"}));
        let transient = attributes(serde_json::json!({"b": "transient", "c": "transient"}));
        let secure = attributes(serde_json::json!({"a": "secure", "d": "secure"}));
        let mut state = NodeState { shared, transient, secure };
        state.merge_shared(&object(serde_json::json!({"k": {"x": 1}, "objectAttributes": {"a": 1, "c": 1}})));
        let scope = |scope: &Object| Value::Object(scope.clone()).to_masked_json();
        let expected = serde_json::json!({"k": {"x": 1}, "objectAttributes": {"a": 1, "b": "shared", "c": 1}, "other": 1});
        assert_eq!(scope(&state.shared), expected);
        let expected = serde_json::json!({"objectAttributes": {"b": "transient"}, "other": 1});
        assert_eq!(scope(&state.transient), expected);
        let expected = serde_json::json!({"objectAttributes": {"d": "secure"}, "other": 1});
        assert_eq!(scope(&state.secure), expected);
        // A container that is no map replaces like any other key.
        state.merge_transient(&object(serde_json::json!({"objectAttributes": "text"})));
        assert!(
            state.shared.get("objectAttributes").is_none() && state.secure.get("objectAttributes").is_none()
        );
    }

    /// Proves engine.get-object.
    #[test]
    fn get_object_merges_the_maps_of_all_scopes_transient_winning() {
        let mut state = NodeState::with_shared(object(serde_json::json!({"o": {"a": 1, "b": 1}})));
        state.transient = object(serde_json::json!({"o": {"b": 2}}));
        let merged = state.get_object("o").map(|value| value.to_masked_json());
        assert_eq!(merged, Some(serde_json::json!({"a": 1, "b": 2})));
    }
}
