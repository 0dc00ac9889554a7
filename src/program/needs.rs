//! What a node and those behind it need of transient state.

use std::collections::HashSet;
use std::sync::Arc;

use crate::node::Inputs;
use crate::value::{Object, Value};

/// The key whose members are declared one by one: the container of identity attributes.
const CONTAINER: &str = "objectAttributes";

/// The state keys that a node and everything behind it declare as inputs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Needs {
    all: bool,
    keys: HashSet<Arc<str>>,
}

impl Needs {
    pub(crate) fn add(&mut self, inputs: &Inputs) {
        match inputs {
            Inputs::All => self.all = true,
            Inputs::Keys(keys) => {
                self.all |= keys.iter().any(|key| key.as_ref() == "*");
                self.keys.extend(keys.iter().cloned());
            }
        }
    }

    /// The members of a scope that are needed.
    pub(crate) fn filter(&self, scope: &Object) -> Object {
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
