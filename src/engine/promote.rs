//! What happens to transient state at a round trip.

use std::collections::HashSet;
use std::sync::Arc;

use crate::node::Inputs;
use crate::value::{NodeState, Object, Value};

/// The key whose members are declared one by one: the container of identity attributes.
const CONTAINER: &str = "objectAttributes";

/// The state keys that a node and everything behind it declare as inputs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Needs {
    all: bool,
    keys: HashSet<Arc<str>>,
}

impl Needs {
    pub(super) fn add(&mut self, inputs: &Inputs) {
        match inputs {
            Inputs::All => self.all = true,
            Inputs::Keys(keys) => {
                self.all |= keys.iter().any(|key| key.as_ref() == "*");
                self.keys.extend(keys.iter().cloned());
            }
        }
    }

    /// Adds what another node needs. Whether that was anything new.
    pub(super) fn merge(&mut self, other: &Self) -> bool {
        let before = (self.all, self.keys.len());
        self.all |= other.all;
        self.keys.extend(other.keys.iter().cloned());
        before != (self.all, self.keys.len())
    }

    /// The members of a scope that are needed.
    pub(super) fn filter(&self, scope: &Object) -> Object {
        if self.all {
            return scope.clone();
        }
        let mut kept = Object::new();
        for (key, value) in scope {
            if self.keys.contains(key) {
                kept.insert(key.clone(), value.clone());
            } else if key.as_ref() == CONTAINER {
                let members = value.as_object().map(|members| self.filter(members)).unwrap_or_default();
                if !members.is_empty() {
                    kept.insert(key.clone(), Value::Object(members));
                }
            }
        }
        kept
    }
}

/// Promotes what is needed to secure state and drops the rest of transient state.
/// Rules `engine.transient-dropped`, `engine.promotion`.
pub(super) fn round_trip(state: &mut NodeState, needs: &Needs) {
    if state.transient.is_empty() {
        return;
    }
    let transient = std::mem::take(&mut state.transient);
    outer(state, &transient, needs);
}

/// Promotes what an outer journey needs of the transient state it had before it entered an inner one.
pub(super) fn outer(state: &mut NodeState, transient: &Object, needs: &Needs) {
    for (key, value) in needs.filter(transient) {
        state.secure.insert(key, sealed(value));
    }
}

/// The value with every text in it made a secret: what is in secure state is never shown.
fn sealed(value: Value) -> Value {
    match value {
        Value::String(_) => value.to_secret().map_or(Value::Null, Value::Secret),
        Value::Array(items) => Value::Array(items.into_iter().map(sealed).collect()),
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(key, value)| (key, sealed(value))).collect())
        }
        other => other,
    }
}
