//! What happens to transient state at a round trip.

use crate::program::Needs;
use crate::value::{NodeState, Object, Value};

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
