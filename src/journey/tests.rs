//! Tests of loading.
#![allow(clippy::unwrap_used)]

use serde_json::{Value as Json, json};

use super::*;
use crate::json::Diagnostic;

fn single() -> Json {
    json!({
        "meta": {"origin": "here"},
        "innernodes": {"c": {"_id": "c", "_type": {"_id": "ValidatedPasswordNode"}}, "d": {"_id": "d"}},
        "nodes": {
            "a": {"_id": "a", "_type": {"_id": "PageNode", "name": "Page Node"}, "stage": "s",
                  "_outcomes": [{"id": "outcome", "displayName": "Outcome"}, {"id": "x"}],
                  "nodes": [{"_id": "c", "nodeType": "ValidatedPasswordNode", "displayName": "Word"},
                            {"_id": "d", "nodeType": "DisplayUserNameNode"}, {"_id": "gone"}]},
            "b": {}
        },
        "scripts": {"s1": {"_id": "s1", "name": "One", "script": "outcome = 'x'", "evaluatorVersion": "2.0"}},
        "tree": {
            "_id": "Login", "entryNodeId": "a", "description": null,
            "nodes": {
                "b": {"nodeType": "DataStoreDecisionNode", "displayName": "Check", "connections": {"true": "nowhere"}},
                "a": {"nodeType": "PageNode", "displayName": "Page", "connections": {"outcome": "b"}},
                "lost": {"connections": null}
            }
        }
    })
}

fn load_json(json: &Json) -> Result<Definitions, Diagnostic> {
    load("x.json", &json.to_string())
}

/// Proves journey.layout-single, journey.node-type, journey.node-order, journey.loose-ends, journey.identity-resource.
#[test]
fn a_single_export_is_read_whole() {
    let loaded = load_json(&single()).unwrap();
    let journey = &loaded.journeys["Login"];
    assert_eq!(
        (journey.name.as_ref(), journey.entry.as_ref(), journey.file.as_ref()),
        ("Login", "a", "x.json")
    );
    assert_eq!((journey.enabled, journey.identity_resource.as_ref()), (true, "managed/alpha_user"));
    assert_eq!(journey.nodes.keys().map(AsRef::as_ref).collect::<Vec<&str>>(), ["b", "a", "lost"]);
    let page = &journey.nodes["a"];
    assert_eq!((page.node_type.as_ref(), page.display_name.as_ref()), ("PageNode", "Page"));
    assert_eq!(page.config["stage"], "s");
    assert_eq!(page.connections["outcome"].as_ref(), "b");
    assert_eq!(page.declared_outcomes, [("outcome".into(), "Outcome".into()), ("x".into(), "x".into())]);
    assert_eq!(journey.nodes["b"].node_type.as_ref(), "DataStoreDecisionNode");
    assert_eq!(journey.nodes["b"].connections["true"].as_ref(), "nowhere");
    assert_eq!(journey.nodes["lost"].config.as_ref(), &json!({}));
    assert_eq!(journey.inner_nodes["c"].display_name.as_ref(), "Word");
    assert_eq!(journey.inner_nodes["d"].node_type.as_ref(), "DisplayUserNameNode");
    assert_eq!(loaded.scripts["s1"].source.as_ref(), "outcome = 'x'");
}

/// Proves journey.layout-multi, journey.enabled, journey.identity-resource.
#[test]
fn a_multi_export_names_its_journeys_by_key() {
    let mut other = single();
    other["tree"]["enabled"] = json!(false);
    other["tree"]["identityResource"] = json!("managed/bravo_user");
    let loaded = load_json(&json!({"trees": {"A": single(), "B": other}})).unwrap();
    assert_eq!(loaded.journeys.keys().map(AsRef::as_ref).collect::<Vec<&str>>(), ["A", "B"]);
    let b = &loaded.journeys["B"];
    assert_eq!((b.enabled, b.identity_resource.as_ref()), (false, "managed/bravo_user"));
    assert_eq!(loaded.scripts.len(), 1);
}

/// Proves journey.duplicate.
#[test]
fn exports_merge_unless_a_journey_is_there_twice() {
    let mut all = load("a.json", &json!({"trees": {"A": single()}}).to_string()).unwrap();
    all.merge(load("b.json", &single().to_string()).unwrap()).unwrap();
    assert_eq!(all.journeys.len(), 2);
    let wrong =
        all.merge(load("c.json", &json!({"trees": {"New": single(), "A": single()}}).to_string()).unwrap());
    let text = wrong.unwrap_err().to_string();
    assert!(text.contains("c.json") && text.contains("journey A is in a.json already"), "{text}");
    assert_eq!(all.journeys.len(), 2);
}

/// Proves journey.duplicate.
#[test]
fn two_journeys_of_one_name_in_one_file_are_refused() {
    let text = format!("{{\"trees\": {{\n\"A\": {0},\n\"\\u0041\": {0}}}}}", single());
    let wrong = load("x.json", &text).unwrap_err().to_string();
    assert!(wrong.starts_with("x.json:3:1: trees: duplicate key A; rename"), "{wrong}");
}

/// Sets what a JSON pointer leads to, and loads the result.
fn broken(pointer: &str, value: Json) -> String {
    let mut export = single();
    *export.pointer_mut(pointer).unwrap() = value;
    let text = serde_json::to_string_pretty(&export).unwrap();
    let wrong = load("x.json", &text).unwrap_err();
    assert!(wrong.line.is_some() && !wrong.help.is_empty(), "{wrong}");
    wrong.to_string()
}

#[test]
fn what_makes_a_journey_unreadable_is_named_with_line_and_path() {
    for (pointer, value, expected) in [
        ("/tree/entryNodeId", json!(5), "tree.entryNodeId: is a number, not a string"),
        ("/tree/entryNodeId", json!(null), "tree: entryNodeId is missing"),
        ("/tree/_id", json!(""), "tree._id: is empty"),
        ("/tree", json!([]), "tree: is a list, not an object"),
        ("/tree/nodes", json!([]), "tree.nodes: is a list, not an object"),
        ("/tree/nodes/a", json!("PageNode"), "tree.nodes.a: is a string, not an object"),
        ("/tree/nodes/a/connections", json!([]), "tree.nodes.a.connections: is a list"),
        ("/tree/nodes/a/connections/outcome", json!(1), "tree.nodes.a.connections.outcome: is a number"),
        ("/nodes", json!("x"), "nodes: is a string, not an object"),
        ("/nodes/a", json!([]), "nodes.a: is a list, not an object"),
        ("/nodes/a/_outcomes", json!({}), "nodes.a._outcomes: is an object, not a list"),
        ("/nodes/a/_outcomes/1", json!({}), "nodes.a._outcomes[1]: id is missing"),
        ("/innernodes/c", json!(true), "innernodes.c: is a boolean, not an object"),
        ("/scripts", json!([]), "scripts: is a list, not an object"),
        ("/scripts/s1/script", json!({}), "scripts.s1.script: is not the text of a script"),
    ] {
        let text = broken(pointer, value);
        assert!(text.contains(expected), "{text}\nshould have: {expected}");
    }
    let text = broken("/tree/entryNodeId", json!(5));
    assert!(text.starts_with("x.json:"), "{text}");
}

/// Proves journey.script-shared.
#[test]
fn of_two_scripts_with_one_id_the_last_one_loaded_counts() {
    let mut later = single();
    later["tree"]["_id"] = json!("Other");
    later["scripts"]["s1"]["script"] = json!("outcome = 'newer'");
    let mut all = load_json(&single()).unwrap();
    all.merge(load_json(&later).unwrap()).unwrap();
    assert_eq!(all.scripts["s1"].source.as_ref(), "outcome = 'newer'");
    assert_eq!((all.scripts.len(), all.journeys.len()), (1, 2));
}

#[test]
fn files_that_are_no_exports_say_so() {
    for (text, expected) in [
        ("", "empty"),
        ("  ", "empty"),
        ("null", "is null, not an object"),
        ("[]", "is a list, not an object"),
        ("{}", "neither \"trees\" nor \"tree\""),
        ("{\"trees\": {}}", "holds no journey"),
        ("{\"trees\": []}", "trees: is a list"),
        ("{\"trees\": {\"A\": {}}}", "trees.A: tree is missing"),
        ("{\"tree\": 5}", "tree: is a number"),
        ("\0\u{1}\u{2}PK", "not JSON"),
    ] {
        let wrong = load("x.json", text).unwrap_err().to_string();
        assert!(wrong.contains(expected), "{text:?}: {wrong}");
    }
}

#[test]
fn no_cut_and_no_change_of_one_character_makes_loading_panic() {
    let text = serde_json::to_string(&single()).unwrap();
    for end in 0..text.len() {
        assert!(text.get(..end).is_none_or(|cut| load("x.json", cut).is_err()));
    }
    for at in 0..text.len() {
        for with in ["0", "\"", "{", "[", "}", ",", "\\", "null"] {
            if let (Some(before), Some(after)) = (text.get(..at), text.get(at + 1..)) {
                let _ = load("x.json", &format!("{before}{with}{after}"));
            }
        }
    }
}

#[test]
fn huge_and_deep_files_end_in_an_answer() {
    assert!(load("x.json", &format!("{{\"trees\": {}", "[".repeat(200_000))).is_err());
    let mut export = single();
    let nodes: serde_json::Map<String, Json> =
        (0..5_000).map(|i| (format!("n{i}"), json!({"nodeType": "X", "connections": {"o": "a"}}))).collect();
    export["tree"]["nodes"] = Json::Object(nodes);
    assert_eq!(load_json(&export).unwrap().journeys["Login"].nodes.len(), 5_000);
}

#[test]
fn rule_ids_are_unique() {
    let mut ids: Vec<&str> = RULES.iter().chain(crate::identity::RULES).map(|rule| rule.id).collect();
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
}
