//! One operation of a patch.

use super::change::{IdentityError, invalid};
use super::parse::path;
use crate::value::{Object, Value};

/// Applies one operation `{operation, field, value}` to an object.
pub(super) fn patch_one(object: &mut Object, operation: &Value) -> Result<(), IdentityError> {
    let Some(kind) = operation.get("operation").and_then(Value::as_str) else {
        return invalid("operation", "is required: add, replace, remove or increment");
    };
    let Some(field) = operation.get("field").and_then(Value::as_str) else {
        return invalid("field", "is required: a name or a JSON pointer");
    };
    let Some(path) = path(field) else { return invalid("field", "is no JSON pointer") };
    if path.len() == 1 && path.first().is_some_and(|name| name == "_id") {
        return invalid("_id", "cannot be changed");
    }
    let value = operation.get("value").filter(|value| !value.is_null());
    let change = match (kind, value) {
        ("add", Some(value)) => Change::Add(value),
        ("replace", Some(value)) => Change::Replace(value),
        ("replace", None) | ("remove", None) => Change::Remove,
        ("remove", Some(value)) => Change::RemoveValue(value),
        ("increment", Some(value)) => Change::Increment(value),
        ("add" | "increment", None) => return invalid("value", format!("is required by {kind}")),
        _ => return invalid("operation", "must be add, replace, remove or increment"),
    };
    let mut root = Value::Object(std::mem::take(object));
    change_at(&mut root, &path, &change, field)?;
    if let Value::Object(changed) = root {
        *object = changed;
    }
    Ok(())
}

enum Change<'v> {
    Add(&'v Value),
    Replace(&'v Value),
    Remove,
    RemoveValue(&'v Value),
    Increment(&'v Value),
}

/// Changes what a path leads to. Missing parents are made by add and replace.
fn change_at(at: &mut Value, path: &[String], change: &Change<'_>, field: &str) -> Result<(), IdentityError> {
    let Some((name, rest)) = path.split_first() else { return Ok(()) };
    match at {
        Value::Object(members) => {
            let makes = matches!(change, Change::Add(_) | Change::Replace(_));
            if rest.is_empty() {
                let next = changed(members.get(name.as_str()), change, field)?;
                match next {
                    Some(value) => members.insert(name.as_str().into(), value),
                    None => members.remove(name.as_str()),
                };
                return Ok(());
            }
            if !members.contains_key(name.as_str()) {
                if !makes {
                    return gone(change, field);
                }
                members.insert(name.as_str().into(), Value::Object(Object::new()));
            }
            match members.get_mut(name.as_str()) {
                Some(inner) => change_at(inner, rest, change, field),
                None => Ok(()),
            }
        }
        Value::Array(items) => match (name.as_str(), name.parse::<usize>().ok(), change) {
            ("-", _, Change::Add(value)) if rest.is_empty() => {
                items.push_back((*value).clone());
                Ok(())
            }
            (_, Some(index), _) if index < items.len() && !rest.is_empty() => match items.get_mut(index) {
                Some(inner) => change_at(inner, rest, change, field),
                None => Ok(()),
            },
            (_, Some(index), Change::Add(value)) if index <= items.len() => {
                items.insert(index, (*value).clone());
                Ok(())
            }
            (_, Some(index), _) if index < items.len() => {
                match changed(items.get(index), change, field)? {
                    Some(value) => {
                        items.set(index, value);
                    }
                    None => {
                        items.remove(index);
                    }
                }
                Ok(())
            }
            _ => gone(change, field),
        },
        _ => invalid(field, "leads through a value that is no object"),
    }
}

/// A path that leads nowhere: nothing to remove, but nothing to increment either.
fn gone(change: &Change<'_>, field: &str) -> Result<(), IdentityError> {
    match change {
        Change::Remove | Change::RemoveValue(_) => Ok(()),
        _ => invalid(field, "does not exist"),
    }
}

fn changed(old: Option<&Value>, change: &Change<'_>, field: &str) -> Result<Option<Value>, IdentityError> {
    Ok(match (change, old) {
        (Change::Add(Value::Array(more)), Some(Value::Array(items))) => {
            Some(Value::Array(items.clone() + more.clone()))
        }
        (Change::Add(value), Some(Value::Array(items))) => {
            let mut items = items.clone();
            items.push_back((*value).clone());
            Some(Value::Array(items))
        }
        (Change::Add(value) | Change::Replace(value), _) => Some((*value).clone()),
        (Change::Remove, _) => None,
        (Change::RemoveValue(value), Some(Value::Array(items))) => {
            Some(Value::Array(items.iter().filter(|item| item != value).cloned().collect()))
        }
        (Change::RemoveValue(value), old) => old.filter(|old| old != value).cloned(),
        (Change::Increment(Value::Number(by)), Some(Value::Number(number))) => {
            let sum = match (number.as_i64(), by.as_i64()) {
                (Some(number), Some(by)) => number.checked_add(by).map(serde_json::Number::from),
                _ => number.as_f64().zip(by.as_f64()).and_then(|(a, b)| serde_json::Number::from_f64(a + b)),
            };
            match sum {
                Some(sum) => Some(Value::Number(sum)),
                None => return invalid(field, "becomes too large"),
            }
        }
        (Change::Increment(_), _) => {
            return invalid(field, "increment needs a number here and a number to add");
        }
    })
}
