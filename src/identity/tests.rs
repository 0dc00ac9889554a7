//! Tests of the store, its changes and realm.json.
#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::*;
use crate::value::{Object, Secret, SeededRandom, Value};

const REALM: &str = r#"{
  "transactionTimeToLive": 60,
  "users": [
    {"_id": "u2", "userName": "bob", "password": "pw-bob-secret", "status": "locked"},
    {"_id": "u1", "userName": "Anna", "password": "pw-anna-secret",
     "attributes": {"mail": "anna@example.com", "name": {"given": "Anna", "sn": "Ash"}, "age": 5, "tags": ["x"]}},
    {"_id": "u3", "userName": "eve", "password": "pw-eve-secret", "status": "passwordExpired"},
    {"_id": "u4", "userName": "ian", "password": "pw-ian-secret", "status": "inactive"},
    {"_id": "u5", "userName": "ghost", "password": "pw-ghost-secret", "inStore": false},
    {"_id": "u6", "userName": "rea", "password": "pw-rea-secret", "status": "passwordReset"}
  ],
  "agents": [{"name": "desk", "password": "pw-desk-secret"}]
}"#;

fn identities() -> Identities {
    parse_realm("realm.json", REALM).unwrap().1
}

fn object(json: serde_json::Value) -> Object {
    Value::from(&json).as_object().cloned().unwrap()
}

fn shown(object: &Object) -> serde_json::Value {
    Value::Object(object.clone()).to_masked_json()
}

/// Proves identity.query-order, identity.query-ghost.
#[test]
fn queries_answer_in_id_order_and_never_a_password() {
    let all = identities().query(&QueryFilter::parse("true").unwrap(), &["*", "_id"]);
    let ids: Vec<_> = all.iter().map(|user| user.get("_id").and_then(Value::as_str).unwrap()).collect();
    assert_eq!(ids, ["u1", "u2", "u3", "u4", "u5", "u6"]);
    assert!(!format!("{all:?}").contains("secret"));
    let by_password = QueryFilter::parse("password pr or password eq 'pw-bob-secret'").unwrap();
    assert_eq!(identities().query(&by_password, &[]), Vec::<Object>::new());
}

/// Proves identity.query-fields.
#[test]
fn fields_select_and_id_comes_along() {
    let filter = QueryFilter::parse("userName eq 'anna'").unwrap();
    let found = identities().query(&filter, &["userName", "/name/given", "gone", "password"]);
    assert_eq!(shown(&found[0]), json!({"_id": "u1", "name": {"given": "Anna"}, "userName": "Anna"}));
}

/// Proves identity.find, identity.query-ghost.
#[test]
fn users_are_found_by_id_name_and_universal_id_and_ghosts_only_as_records() {
    let all = identities();
    for name in ["u1", "ANNA", "id=u1,ou=user,o=alpha,ou=services,ou=am-config", "id=anna,ou=user"] {
        assert_eq!(all.find(name).unwrap().id.as_ref(), "u1", "{name}");
    }
    for name in ["nobody", "id=desk,ou=agent,o=alpha", "id=,ou=user", "", "ghost", "u5"] {
        assert!(all.find(name).is_none(), "{name}");
    }
    assert_eq!(all.find_record("ghost").unwrap().id.as_ref(), "u5");
    assert!(all.agent("desk").is_some() && all.agent("id=desk,ou=agent,o=alpha").is_some());
    assert!(all.agent("anna").is_none());
}

/// Proves identity.login-wrong, identity.login-locked, identity.login-reset, identity.login-expired.
#[test]
fn each_login_has_its_result() {
    let all = identities();
    for (name, password, expected) in [
        ("anna", "pw-anna-secret", Login::Right),
        ("anna", "pw-anna", Login::Wrong),
        ("bob", "pw-bob-secret", Login::Locked),
        ("bob", "x", Login::Locked),
        ("eve", "pw-eve-secret", Login::Expired),
        ("eve", "x", Login::Wrong),
        ("ian", "pw-ian-secret", Login::Locked),
        ("rea", "pw-rea-secret", Login::MustChange),
        ("rea", "x", Login::Wrong),
        ("ghost", "pw-ghost-secret", Login::NoSuchUser),
        ("nobody", "x", Login::NoSuchUser),
    ] {
        assert_eq!(all.authenticate(name, &Secret::new(password)), expected, "{name} {password}");
    }
    assert_eq!(all.authenticate_agent("desk", &Secret::new("pw-desk-secret")), Login::Right);
    assert_eq!(all.authenticate_agent("desk", &Secret::new("x")), Login::Wrong);
    assert_eq!(all.authenticate_agent("anna", &Secret::new("x")), Login::NoSuchUser);
}

#[test]
fn a_user_can_be_created_updated_and_deleted() {
    let mut all = identities();
    let mut random = SeededRandom::new(1);
    let made =
        all.create(&object(json!({"userName": "new", "password": "pw", "x": 1})), &mut random).unwrap();
    assert_eq!(shown(&made)["x"], 1);
    assert!(!made.contains_key("password"));
    let id = made.get("_id").and_then(Value::as_str).unwrap();
    assert_eq!(all.authenticate("new", &Secret::new("pw")), Login::Right);
    let updated = all.update(id, &object(json!({"userName": "newer", "y": 2, "_rev": "1"}))).unwrap();
    assert_eq!(shown(&updated), json!({"_id": id, "accountStatus": "active", "userName": "newer", "y": 2}));
    assert_eq!(all.authenticate("newer", &Secret::new("pw")), Login::Right);
    assert_eq!(all.delete(id).unwrap(), updated);
    assert_eq!(all, identities());
    assert!(matches!(all.delete(id), Err(IdentityError::NotFound { .. })));
}

/// Proves identity.unique.
#[test]
fn refused_objects_change_nothing_and_show_no_password() {
    let mut all = identities();
    let mut random = SeededRandom::new(1);
    for wrong in [
        json!({}),
        json!({"userName": ""}),
        json!({"userName": 5}),
        json!({"userName": "ANNA", "password": "topsecret"}),
        json!({"userName": "n", "_id": "u1"}),
        json!({"userName": "n", "_id": 7}),
        json!({"userName": "n", "password": ["topsecret"]}),
        json!({"userName": "n", "accountStatus": "asleep"}),
    ] {
        let error = all.create(&object(wrong.clone()), &mut random).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("topsecret"), "{wrong}");
    }
    assert!(matches!(
        all.update("u1", &object(json!({"userName": "bob"}))),
        Err(IdentityError::Conflict { .. })
    ));
    assert_eq!(all, identities());
}

fn patched(operations: serde_json::Value) -> Result<serde_json::Value, IdentityError> {
    let operations: Vec<Value> = operations.as_array().unwrap().iter().map(Value::from).collect();
    identities().patch("u1", &operations).map(|object| shown(&object))
}

/// Proves identity.patch.
#[test]
fn patches_add_replace_remove_and_increment() {
    let out = patched(json!([
        {"operation": "replace", "field": "/mail", "value": "a@example.org"},
        {"operation": "add", "field": "/name/middle", "value": "B"},
        {"operation": "add", "field": "deep/er", "value": 1},
        {"operation": "add", "field": "/tags/-", "value": "y"},
        {"operation": "add", "field": "/tags/0", "value": "first"},
        {"operation": "remove", "field": "tags", "value": "x"},
        {"operation": "remove", "field": "/name/sn"},
        {"operation": "remove", "field": "/nothing/here"},
        {"operation": "increment", "field": "age", "value": 2}
    ]))
    .unwrap();
    assert_eq!(
        out,
        json!({"_id": "u1", "accountStatus": "active", "age": 7, "deep": {"er": 1}, "mail": "a@example.org",
               "name": {"given": "Anna", "middle": "B"}, "tags": ["first", "y"], "userName": "Anna"})
    );
}

/// Proves identity.patch, identity.unique.
#[test]
fn wrong_patches_are_refused_whole() {
    for wrong in [
        json!({}),
        json!({"operation": "add", "field": "x"}),
        json!({"operation": "transform", "field": "x", "value": 1}),
        json!({"operation": "replace", "field": "", "value": 1}),
        json!({"operation": "replace", "field": "_id", "value": "u9"}),
        json!({"operation": "replace", "field": "userName", "value": "bob"}),
        json!({"operation": "remove", "field": "userName"}),
        json!({"operation": "increment", "field": "mail", "value": 1}),
        json!({"operation": "increment", "field": "nothing/here", "value": 1}),
        json!({"operation": "increment", "field": "age", "value": i64::MAX}),
        json!({"operation": "replace", "field": "/mail/x", "value": 1}),
        json!({"operation": "replace", "field": "/tags/7", "value": 1}),
    ] {
        let mut all = identities();
        let good = Value::from(&json!({"operation": "replace", "field": "mail", "value": "z"}));
        assert!(all.patch("u1", &[good, Value::from(&wrong)]).is_err(), "{wrong}");
        assert_eq!(all, identities());
    }
}

#[test]
fn a_password_can_be_patched_and_an_inactive_user_activated() {
    let mut all = identities();
    let set = |field: &str, value: &str| {
        Value::from(&json!({"operation": "replace", "field": field, "value": value}))
    };
    all.patch("u4", &[set("password", "fresh"), set("accountStatus", "active")]).unwrap();
    assert_eq!(all.authenticate("ian", &Secret::new("fresh")), Login::Right);
    all.patch("u2", &[set("accountStatus", "active")]).unwrap();
    assert_eq!(all.authenticate("bob", &Secret::new("pw-bob-secret")), Login::Locked);
    all.set_status("bob", UserStatus::Active).unwrap();
    assert_eq!(all.authenticate("bob", &Secret::new("pw-bob-secret")), Login::Right);
}

#[test]
fn a_changed_password_ends_reset_and_expiry_but_no_lock() {
    let mut all = identities();
    let fresh = Secret::new("fresh");
    for (name, expected) in [("rea", Login::Right), ("eve", Login::Right), ("bob", Login::Locked)] {
        all.change_password(name, &fresh).unwrap();
        assert_eq!(all.authenticate(name, &fresh), expected, "{name}");
    }
    assert!(all.change_password("rea", &Secret::new("")).is_err());
    assert!(all.change_password("ghost", &fresh).is_err());
}

#[test]
fn attributes_are_set_and_removed() {
    let mut all = identities();
    all.set_attributes("anna", "tags", vec!["a".into(), "b".into()]).unwrap();
    all.set_attributes("anna", "mail", vec!["m".into()]).unwrap();
    all.set_attributes("anna", "age", vec![]).unwrap();
    all.set_attributes("anna", "userPassword", vec!["pw2".into()]).unwrap();
    let user = shown(&all.read("u1").unwrap());
    assert_eq!((&user["tags"], &user["mail"], user.get("age")), (&json!(["a", "b"]), &json!("m"), None));
    assert_eq!(all.authenticate("anna", &Secret::new("pw2")), Login::Right);
    assert!(all.set_attributes("ghost", "x", vec![]).is_err());
    assert!(all.set_attributes("anna", "userName", vec![]).is_err());
    assert!(all.set_attributes("anna", "_id", vec!["u9".into()]).is_err());
}

/// Proves transaction.default-life.
#[test]
fn the_realm_file_is_read_and_defaults_fill_the_rest() {
    let (realm, all) = parse_realm("realm.json", REALM).unwrap();
    assert_eq!(realm, Realm { transaction_ttl_s: 60, ..Realm::default() });
    assert_eq!((all.users().count(), all.agents().count()), (6, 1));
    let (bare, nobody) = parse_realm("realm.json", "{}").unwrap();
    assert_eq!((bare.transaction_ttl_s, bare.name.as_ref()), (180, "/alpha"));
    assert_eq!(nobody, Identities::default());
}

#[test]
fn a_base_url_loses_its_last_slash() {
    let (realm, _) = parse_realm("realm.json", "{\"baseUrl\": \"http://localhost:1/am/\"}").unwrap();
    assert_eq!(realm.base_url.as_ref(), "http://localhost:1/am");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]
    #[test]
    fn no_text_makes_the_filter_parser_panic(text in "([a-z/~']|[!()\"\\\\ ]| and | eq |true|é|1){0,24}") {
        if let Err(error) = QueryFilter::parse(&text) {
            assert!((1..=text.chars().count() + 1).contains(&error.position), "{error}");
        }
    }

    #[test]
    fn no_text_makes_the_realm_parser_panic(text in ".{0,64}") {
        if let Err(wrong) = parse_realm("realm.json", &text) {
            assert!(wrong.to_string().starts_with("realm.json:") && !wrong.help.is_empty(), "{wrong}");
        }
    }
}

/// Proves identity.realm-strict.
#[test]
fn mistakes_in_the_realm_file_name_line_path_and_cure_but_no_password() {
    for (text, expected) in [
        ("", "realm.json: the file is empty"),
        ("[]", "realm.json:1:1: is a list, not an object"),
        ("{\n\"usrs\": []}", "realm.json:2:9: usrs: unknown key; did you mean \"users\"?"),
        ("{\"transactionTimeToLive\": \"60\"}", "realm.json:1:27: transactionTimeToLive: is a string"),
        ("{\"transactionTimeToLive\": 0}", "out of range"),
        ("{\"baseUrl\": \"example.com\"}", "baseUrl: is no web address"),
        ("{\"name\": \"alpha\"}", "name: is no realm; start it with a slash"),
        ("{\"users\": [{\"_id\": \"a\"}]}", "users[0]: userName is missing"),
        (
            "{\"users\": [{\"_id\": \"a\", \"userName\": \"a\", \"password\": {\"p\":\"hush\"}}]}",
            "users[0].password: is an object, not a string",
        ),
        (
            "{\"users\": [{\"_id\": \"a\", \"userName\": \"a\", \"pasword\": \"hush\"}]}",
            "users[0].pasword: unknown key; did you mean \"password\"?",
        ),
        (
            "{\"users\": [{\"_id\":\"a\",\"userName\":\"a\",\"password\":\"hush\",\"status\":\"Locked\"}]}",
            "users[0].status: is no status; did you mean locked?",
        ),
        (
            "{\"users\": [{\"_id\":\"a\",\"userName\":\"a\",\"password\":\"hush\",\n\"attributes\":{\"password\":\"hush\"}}]}",
            "realm.json:2:26: users[0].attributes.password: does not belong",
        ),
        (
            "{\"users\": [{\"_id\":\"a\",\"userName\":\"a\",\"password\":\"hush\"},\n{\"_id\":\"b\",\"userName\":\"A\",\"password\":\"hush\"}]}",
            "realm.json:2:23: users[1].userName: another user has this name",
        ),
    ] {
        let wrong = parse_realm("realm.json", text).unwrap_err().to_string();
        assert!(wrong.contains(expected), "{wrong}\nshould have: {expected}");
        assert!(!wrong.contains("hush"), "{wrong}");
    }
}
