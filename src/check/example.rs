//! The short form in which examples of lints are written, turned into exports. For tests.
//!
//! ```text
//! journey Main                       flags: disabled, inner-only, entry=ID
//!   a: MessageNode {"message": {"en": "Go on?"}}
//!     true -> Success
//!     false -> b
//!   b: PageNode
//!     child c: ValidatedPasswordNode
//!     lists gone                     a child that the export does not hold
//!     outcome -> Failure
//! script s                           flags: GROOVY
//!   outcome = "x";
//! file b.json                        what follows is in another file
//! realm {"transactionTimeToLive": 60}
//! ```
//! Text in any other form is the text of a file.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::project::File;
use crate::identity::{Realm, parse_realm};
use crate::journey::static_node;

/// The files of an example.
pub(super) fn files(text: &str) -> Vec<File> {
    let text = text.trim_start_matches('\n');
    let realm = text.lines().find_map(|line| line.strip_prefix("realm "));
    let realm: Arc<Realm> =
        Arc::new(realm.map_or_else(Realm::default, |text| parse_realm("realm.json", text).unwrap().0));
    if !["journey ", "script ", "file ", "realm "].iter().any(|start| text.starts_with(start)) {
        return vec![File { name: "a.json".to_owned(), text: text.to_owned(), realm }];
    }
    let mut files: Vec<(String, Vec<&str>)> = vec![("a.json".to_owned(), Vec::new())];
    for line in text.lines() {
        match line.strip_prefix("file ") {
            Some(name) => files.push((name.to_owned(), Vec::new())),
            None => files.last_mut().unwrap().1.push(line),
        }
    }
    files
        .into_iter()
        .filter(|(_, lines)| lines.iter().any(|line| line.starts_with("journey ")))
        .map(|(name, lines)| File { name, text: export(&lines), realm: realm.clone() })
        .collect()
}

fn export(lines: &[&str]) -> String {
    let mut trees = Map::new();
    let mut scripts = Map::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        let end = lines[at + 1..].iter().position(|line| !line.is_empty() && !line.starts_with(' '));
        let end = end.map_or(lines.len(), |more| at + 1 + more);
        let body = &lines[at + 1..end];
        at = end;
        let mut words = line.split(' ');
        match (words.next(), words.next()) {
            (Some("journey"), Some(name)) => {
                trees.insert(name.to_owned(), journey(name, &words.collect::<Vec<_>>(), body));
            }
            (Some("script"), Some(name)) => {
                let text: Vec<&str> = body.iter().map(|line| line.get(2..).unwrap_or("")).collect();
                let language = if words.next() == Some("GROOVY") { "GROOVY" } else { "JAVASCRIPT" };
                let script = json!({"_id": name, "name": name, "script": text, "language": language, "evaluatorVersion": "2.0"});
                scripts.insert(name.to_owned(), script);
            }
            _ => {}
        }
    }
    for tree in trees.values_mut() {
        tree["scripts"] = Json::Object(scripts.clone());
    }
    serde_json::to_string_pretty(&json!({"trees": trees})).unwrap()
}

fn journey(name: &str, flags: &[&str], lines: &[&str]) -> Json {
    let mut places = Map::new();
    let mut nodes = Map::new();
    let mut inner = Map::new();
    let mut last = String::new();
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let text = line.trim();
        if !line.starts_with("   ") {
            let (id, kind, config) = node(text);
            places.insert(id.clone(), json!({"displayName": id, "nodeType": kind, "connections": {}}));
            nodes.insert(id.clone(), config);
            last = id;
        } else if let Some((outcome, target)) = text.split_once(" -> ") {
            let target = match target {
                "Success" => static_node::SUCCESS,
                "Failure" => static_node::FAILURE,
                other => other,
            };
            places[&last]["connections"][outcome] = json!(target);
        } else {
            let listed = match (text.strip_prefix("lists "), text.strip_prefix("child ")) {
                (Some(id), _) => json!({"_id": id, "nodeType": "ValidatedPasswordNode", "displayName": id}),
                (_, Some(child)) => {
                    let (id, kind, config) = node(child);
                    inner.insert(id.clone(), config);
                    json!({"_id": id, "nodeType": kind, "displayName": id})
                }
                _ => panic!("no line of an example: {text}"),
            };
            let page = nodes[&last].as_object_mut().unwrap();
            page.entry("nodes").or_insert_with(|| json!([])).as_array_mut().unwrap().push(listed);
        }
    }
    let entry = flags.iter().find_map(|flag| flag.strip_prefix("entry="));
    let entry = entry.map(str::to_owned).or(places.keys().next().cloned()).unwrap_or_default();
    json!({
        "tree": {
            "_id": name,
            "entryNodeId": entry,
            "enabled": !flags.contains(&"disabled"),
            "innerTreeOnly": flags.contains(&"inner-only"),
            "nodes": places,
        },
        "nodes": nodes,
        "innerNodes": inner,
    })
}

/// `id: Type {config}`
fn node(text: &str) -> (String, String, Json) {
    let (id, rest) = text.split_once(": ").unwrap_or_else(|| panic!("no node: {text}"));
    let (kind, config) = rest.split_once(' ').unwrap_or((rest, "{}"));
    let mut config: Json = serde_json::from_str(config).unwrap_or_else(|wrong| panic!("{text}: {wrong}"));
    config["_id"] = json!(id);
    config["_type"] = json!({"_id": kind});
    (id.to_owned(), kind.to_owned(), config)
}
