//! Names from an export are not printed raw.

use serde_json::json;

use super::jsim;

const FAILURE: &str = "e301438c-0bd0-429c-ab0c-66126501069a";

/// A journey with one script, whose two outcomes have these names; it takes the first.
pub(super) fn one_script(outcomes: [&str; 2]) -> String {
    let to: serde_json::Map<_, _> = outcomes.iter().map(|one| ((*one).to_owned(), json!(FAILURE))).collect();
    json!({
        "tree": {"_id": "M", "entryNodeId": "n", "nodes": {
            "n": {"displayName": "Ask", "nodeType": "ScriptedDecisionNode", "connections": to}
        }},
        "nodes": {"n": {"_type": {"_id": "ScriptedDecisionNode"}, "script": "s", "outcomes": outcomes,
                        "inputs": ["*"], "outputs": ["*"]}},
        "innerNodes": {},
        "scripts": {"s": {"_id": "s", "name": "s", "language": "JAVASCRIPT",
                          "script": format!("outcome = {};", json!(outcomes[0]))}}
    })
    .to_string()
}

#[test]
fn an_escape_in_the_name_of_an_outcome_does_not_reach_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("m.json"), one_script(["a\u{1b}[5m", "b\u{1b}[5m"])).unwrap();
    let run = folder.path().join("run.txt");
    std::fs::write(&run, "{\"steps\": [{\"wait\": 1}]}").unwrap();
    let args = ["--journeys", folder.path().to_str().unwrap(), "explain", run.to_str().unwrap(), "--all"];
    let (code, out, err) = jsim(&args);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("\na\u{fffd}[5m: ") && out.contains("\nNot b\u{fffd}[5m: "), "{out}");
    assert!(!out.contains('\u{1b}') && !err.contains('\u{1b}'), "{out:?} {err:?}");
}
