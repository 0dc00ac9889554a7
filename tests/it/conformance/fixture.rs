//! Small journeys for the rows.

use std::sync::Arc;

use journey_sim::identity::parse_realm;
use journey_sim::journey;
use journey_sim::program::Program;
use serde_json::{Value, json};

use crate::sketch;

const SUCCESS: &str = "70e691a5-1e33-4ac3-a356-e7b6d60d92e0";
const FAILURE: &str = "e301438c-0bd0-429c-ab0c-66126501069a";

pub(crate) struct Fixture {
    pub(crate) program: Arc<Program>,
}

/// A node: id, type, configuration, connections.
pub(crate) fn node(id: &str, kind: &str, config: Value, connections: &[(&str, &str)]) -> Value {
    let to = |target: &str| match target {
        "Success" => SUCCESS.to_owned(),
        "Failure" => FAILURE.to_owned(),
        other => other.to_owned(),
    };
    let wires: serde_json::Map<String, Value> =
        connections.iter().map(|(outcome, target)| ((*outcome).to_owned(), json!(to(target)))).collect();
    json!({"id": id, "kind": kind, "config": config, "connections": wires})
}

/// A Scripted Decision with its script.
pub(crate) fn scripted(id: &str, script: &str, outcomes: &[&str], connections: &[(&str, &str)]) -> Value {
    node(id, "ScriptedDecisionNode", json!({"source": script, "outcomes": outcomes}), connections)
}

/// A journey from nodes; the first is the entry. Nodes without connections are children of pages. A
/// `source` in a configuration becomes a script of the export, of its `evaluatorVersion` or 2.0.
pub(crate) fn tree(name: &str, nodes: &[Value]) -> (String, Value) {
    let mut placed = serde_json::Map::new();
    let mut configs = serde_json::Map::new();
    let mut inner = serde_json::Map::new();
    let mut scripts = serde_json::Map::new();
    for node in nodes {
        let (id, kind) = (node["id"].as_str().unwrap(), &node["kind"]);
        let mut config = node["config"].clone();
        config["_id"] = json!(id);
        if let Some(source) = config.as_object_mut().unwrap().remove("source") {
            let script = format!("{name} {id}");
            config["script"] = json!(script);
            let version = config.as_object_mut().unwrap().remove("evaluatorVersion").unwrap_or(json!("2.0"));
            let text = json!({"_id": script, "name": script, "script": source, "evaluatorVersion": version});
            scripts.insert(script, text);
        }
        config["_type"] = json!({"_id": kind, "name": kind, "collection": true});
        if node["connections"].as_object().unwrap().is_empty() {
            inner.insert(id.to_owned(), config);
            continue;
        }
        configs.insert(id.to_owned(), config);
        let place =
            json!({"displayName": id, "nodeType": kind, "connections": node["connections"], "x": 0, "y": 0});
        placed.insert(id.to_owned(), place);
    }
    let entry = nodes[0]["id"].clone();
    let tree = json!({
        "tree": {"_id": name, "entryNodeId": entry, "nodes": placed, "staticNodes": {}, "enabled": true},
        "nodes": configs, "innerNodes": inner, "scripts": scripts,
    });
    (name.to_owned(), tree)
}

/// A fixture from journeys, over the users of the rows.
pub(crate) fn fixture(trees: &[(String, Value)]) -> Fixture {
    let trees: serde_json::Map<String, Value> = trees.iter().cloned().collect();
    let export = json!({"meta": {}, "trees": trees}).to_string();
    let definitions = journey::load("rows.json", &export).expect("the fixture loads");
    let realm = include_str!("realm.json");
    let (realm, identities) = parse_realm("realm.json", realm).expect("the realm loads");
    Fixture { program: Program::new(definitions, realm, identities) }
}

/// Journeys in the short form.
pub(crate) fn drawn(text: &str) -> Fixture {
    Fixture { program: sketch::program(text) }
}

/// Name and password on one page, Identity Store Decision.
pub(crate) const LOGIN: &str = r#"
journey Login
  page: PageNode {"pageHeader": {"en": "Log in"}, "stage": "one"}
    child who: UsernameCollectorNode
    child secret: PasswordCollectorNode
    outcome -> check
  check: IdentityStoreDecisionNode
    TRUE -> Success
    FALSE -> Failure
    LOCKED -> Failure
    CANCELLED -> Failure
    EXPIRED -> Failure
"#;

/// Name, Initialize, Status, a wait of 5 s that can be left and detects spam.
const MAIN: &str = r#"
journey Main
  name: UsernameCollectorNode
    outcome -> init
  init: BackChannelInitNode INIT
    Created -> status
    Unknown Subject -> unknown
    Error -> Failure
  status: BackChannelStatusNode STATUS
    Pending -> wait
    IN_PROGRESS -> wait
    Success -> Success
    Failure -> Failure
    Unknown -> gone
    Error -> Failure
  wait: PollingWaitNode WAIT
    DONE -> status
    EXITED -> name
    SPAM -> Failure
  unknown: MessageNode {"message": {"en": "No such person"}}
    true -> name
    false -> Failure
  gone: MessageNode {"message": {"en": "Too late"}}
    true -> name
    false -> Failure
"#;

/// [`MAIN`] and [`LOGIN`]. The three values override configurations.
pub(crate) fn pair(init: Value, status: Value, wait: Value) -> Fixture {
    let mut init_config =
        json!({"tree": "Login", "idType": "User", "usernameKey": "username", "redirectUrlType": "Post"});
    let mut wait_config = json!({"secondsToWait": 5, "spamDetectionEnabled": true, "exitable": true});
    merge(&mut init_config, init);
    merge(&mut wait_config, wait);
    let main = MAIN.replace("INIT", &init_config.to_string()).replace("STATUS", &status.to_string());
    drawn(&format!("{}{LOGIN}", main.replace("WAIT", &wait_config.to_string())))
}

/// The demo pair with nothing overridden.
pub(crate) fn plain() -> Fixture {
    pair(json!({}), json!({}), json!({}))
}

fn merge(under: &mut Value, over: Value) {
    for (key, value) in over.as_object().unwrap() {
        under[key] = value.clone();
    }
}
