//! Patches of a user: each operation, on a name, a path and a list.

use journey_sim::identity::{Identities, parse_realm};
use journey_sim::value::{Object, Value};
use serde_json::{Value as Json, json};

const REALM: &str = r#"{"users": [{"_id": "u", "userName": "ann", "password": "pw-ann-secret", "attributes":
    {"mail": "a@example.com", "age": 5, "half": 0.5, "tags": ["x", "y", "x"], "name": {"given": "Ann"}, "list": [{"k": 1}]}}]}"#;

fn identities() -> Identities {
    parse_realm("realm.json", REALM).unwrap().1
}

fn value(json: Json) -> Value {
    Value::from(&json)
}

fn shown(object: &Object) -> Json {
    Value::Object(object.clone()).to_masked_json()
}

/// What an attribute is after a patch, or what is wrong with the patch.
fn patched(operation: &str, field: &str, given: Json, attribute: &str) -> Result<Json, String> {
    let mut all = identities();
    let patch = value(json!({"operation": operation, "field": field, "value": given}));
    match all.patch("u", &[patch]) {
        Ok(object) => Ok(shown(&object)[attribute].clone()),
        Err(error) => {
            assert_eq!(all, identities(), "a refused patch changes nothing");
            Err(error.to_string())
        }
    }
}

#[test]
fn each_operation_changes_what_its_field_leads_to() {
    let null = || Json::Null;
    for (operation, field, given, attribute, after) in [
        ("add", "mail", json!("b"), "mail", json!("b")),
        ("add", "new", json!({"a": 1}), "new", json!({"a": 1})),
        ("add", "tags", json!("z"), "tags", json!(["x", "y", "x", "z"])),
        ("add", "tags", json!(["z", "w"]), "tags", json!(["x", "y", "x", "z", "w"])),
        ("add", "/tags/-", json!("z"), "tags", json!(["x", "y", "x", "z"])),
        ("add", "/tags/1", json!("z"), "tags", json!(["x", "z", "y", "x"])),
        ("add", "/tags/3", json!("z"), "tags", json!(["x", "y", "x", "z"])),
        ("add", "/tags/0", json!("z"), "tags", json!(["z", "x", "y", "x"])),
        ("add", "/name/sn", json!("Ash"), "name", json!({"given": "Ann", "sn": "Ash"})),
        ("add", "/new/deep/er", json!(1), "new", json!({"deep": {"er": 1}})),
        ("add", "/list/0/m", json!(2), "list", json!([{"k": 1, "m": 2}])),
        ("replace", "mail", json!("b"), "mail", json!("b")),
        ("replace", "tags", json!(["q"]), "tags", json!(["q"])),
        ("replace", "/tags/1", json!("q"), "tags", json!(["x", "q", "x"])),
        ("replace", "/name/given", json!("Eve"), "name", json!({"given": "Eve"})),
        ("replace", "/new/deep", json!(1), "new", json!({"deep": 1})),
        ("replace", "mail", null(), "mail", null()),
        ("remove", "mail", null(), "mail", null()),
        ("remove", "mail", json!("a@example.com"), "mail", null()),
        ("remove", "mail", json!("other"), "mail", json!("a@example.com")),
        ("remove", "tags", json!("x"), "tags", json!(["y"])),
        ("remove", "/tags/1", null(), "tags", json!(["x", "x"])),
        ("remove", "/tags/2", null(), "tags", json!(["x", "y"])),
        ("remove", "/name/given", null(), "name", json!({})),
        ("remove", "gone", null(), "mail", json!("a@example.com")),
        ("remove", "/gone/deeper", null(), "gone", null()),
        ("remove", "/tags/9", null(), "tags", json!(["x", "y", "x"])),
        ("increment", "age", json!(3), "age", json!(8)),
        ("increment", "age", json!(-6), "age", json!(-1)),
        ("increment", "half", json!(0.25), "half", json!(0.75)),
        ("increment", "/list/0/k", json!(1), "list", json!([{"k": 2}])),
    ] {
        let told = patched(operation, field, given.clone(), attribute);
        assert_eq!(told, Ok(after), "{operation} {field} {given}");
    }
}

#[test]
fn a_patch_that_fits_nothing_is_refused_with_its_field() {
    for (operation, field, given, part) in [
        ("increment", "mail", json!(1), "increment needs a number"),
        ("increment", "age", json!("1"), "increment needs a number"),
        ("increment", "gone", json!(1), "gone"),
        ("increment", "/gone/deep", json!(1), "does not exist"),
        ("increment", "age", json!(i64::MAX), "becomes too large"),
        ("increment", "age", Json::Null, "is required by increment"),
        ("add", "mail", Json::Null, "is required by add"),
        ("add", "/tags/4", json!("z"), "does not exist"),
        ("replace", "/tags/3", json!("z"), "does not exist"),
        ("replace", "/tags/-", json!("z"), "does not exist"),
        ("add", "/mail/x", json!("z"), "leads through a value that is no object"),
        ("add", "_id", json!("z"), "cannot be changed"),
        ("shuffle", "mail", json!("z"), "must be add, replace, remove or increment"),
        ("replace", "userName", json!(""), "userName"),
    ] {
        let wrong = patched(operation, field, given.clone(), "mail").unwrap_err();
        assert!(wrong.contains(part), "{operation} {field} {given}: {wrong}");
    }
}

#[test]
fn operations_are_done_in_order_and_all_or_none() {
    let mut all = identities();
    let patch = |operation: &str, field: &str, given: Json| {
        value(json!({"operation": operation, "field": field, "value": given}))
    };
    let done = all.patch("u", &[patch("add", "n", json!(1)), patch("increment", "n", json!(2))]).unwrap();
    assert_eq!(shown(&done)["n"], 3);
    let before = all.clone();
    assert!(all.patch("u", &[patch("add", "m", json!(1)), patch("increment", "mail", json!(2))]).is_err());
    assert_eq!(all, before);
    assert!(all.patch("nobody", &[]).is_err());
}

#[test]
fn a_managed_object_says_whether_the_account_is_active() {
    let mut all = identities();
    let status = |all: &Identities| shown(&all.read("u").unwrap())["accountStatus"].clone();
    assert_eq!(status(&all), "active");
    all.patch("u", &[value(json!({"operation": "replace", "field": "accountStatus", "value": "inactive"}))])
        .unwrap();
    assert_eq!(status(&all), "inactive");
    all.patch("u", &[value(json!({"operation": "replace", "field": "accountStatus", "value": "active"}))])
        .unwrap();
    assert_eq!(status(&all), "active");
}
