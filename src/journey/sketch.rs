//! The short form in which journeys of tests, and the examples of lints, are written.
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
//! script s                           flags: GROOVY, legacy
//!   outcome = "x";
//! file b.json                        what follows is in another file
//! realm {"transactionTimeToLive": 60}
//! ```
//! Text in any other form is the text of a file. Comments, `# ` at the start of a line, are left out.

use serde_json::{Map, Value as Json, json};
use thiserror::Error;

use super::model::static_node;

/// A line that says nothing in the short form.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("\"{line}\" is no line of a sketch: {reason}")]
pub struct SketchError {
    line: String,
    reason: String,
}

/// Journeys in the short form, as the exports they stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    /// Name and text of each export.
    pub files: Vec<(String, String)>,
    /// The text of its `realm.json`, if it has one.
    pub realm: Option<String>,
}

impl Sketch {
    /// Reads the short form.
    ///
    /// # Errors
    /// A line that is none of the short form.
    pub fn parse(text: &str) -> Result<Self, SketchError> {
        let text = text.trim_start_matches('\n');
        let realm = text.lines().find_map(|line| line.strip_prefix("realm ")).map(str::to_owned);
        if !["journey ", "script ", "file ", "realm ", "# "].iter().any(|start| text.starts_with(start)) {
            return Ok(Self { files: vec![("a.json".to_owned(), text.to_owned())], realm });
        }
        let mut files = Vec::new();
        let (mut name, mut lines) = ("a.json", Vec::new());
        for line in text.lines().filter(|line| !line.starts_with("# ")).chain(["file "]) {
            let Some(next) = line.strip_prefix("file ") else {
                lines.push(line);
                continue;
            };
            let held = std::mem::take(&mut lines);
            if held.iter().any(|line| line.starts_with("journey ")) {
                files.push((name.to_owned(), export(&held)?));
            }
            name = next;
        }
        Ok(Self { files, realm })
    }
}

fn wrong(line: &str, reason: impl ToString) -> SketchError {
    SketchError { line: line.to_owned(), reason: reason.to_string() }
}

fn export(lines: &[&str]) -> Result<String, SketchError> {
    let mut trees = Map::new();
    let mut scripts = Map::new();
    let mut rest = lines;
    while let Some((line, after)) = rest.split_first() {
        let end = after.iter().position(|line| !line.is_empty() && !line.starts_with(' '));
        let (body, next) = after.split_at(end.unwrap_or(after.len()));
        rest = next;
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["journey", name, ref flags @ ..] => {
                trees.insert(name.to_owned(), journey(name, flags, body)?);
            }
            ["script", name, ref flags @ ..] => {
                scripts.insert(name.to_owned(), script(name, flags, body));
            }
            ["realm", ..] | [""] => {}
            _ => return Err(wrong(line, "journey, script, file and realm begin in the first column")),
        }
    }
    for tree in trees.values_mut() {
        tree["scripts"] = Json::Object(scripts.clone());
    }
    Ok(format!("{:#}", json!({"trees": trees})))
}

fn script(name: &str, flags: &[&str], lines: &[&str]) -> Json {
    let text: Vec<&str> = lines.iter().map(|line| line.get(2..).unwrap_or("")).collect();
    let language = if flags.contains(&"GROOVY") { "GROOVY" } else { "JAVASCRIPT" };
    let version = if flags.contains(&"legacy") { "1.0" } else { "2.0" };
    json!({"_id": name, "name": name, "script": text, "language": language, "evaluatorVersion": version})
}

/// A node with what the lines below it say.
struct Drawn<'t> {
    id: &'t str,
    kind: &'t str,
    config: Json,
    connections: Map<String, Json>,
    children: Vec<Json>,
}

fn journey(name: &str, flags: &[&str], lines: &[&str]) -> Result<Json, SketchError> {
    let mut drawn: Vec<Drawn<'_>> = Vec::new();
    let mut inner = Map::new();
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let text = line.trim();
        if !line.starts_with("   ") {
            let (id, kind, config) = node(text)?;
            drawn.push(Drawn { id, kind, config, connections: Map::new(), children: Vec::new() });
            continue;
        }
        let last = drawn.last_mut().ok_or_else(|| wrong(line, "no node stands above it"))?;
        if let Some((outcome, target)) = text.split_once(" -> ") {
            let target = match target {
                "Success" => static_node::SUCCESS,
                "Failure" => static_node::FAILURE,
                other => other,
            };
            last.connections.insert(outcome.to_owned(), json!(target));
        } else if let Some(id) = text.strip_prefix("lists ") {
            last.children.push(json!({"_id": id, "displayName": id}));
        } else if let Some(child) = text.strip_prefix("child ") {
            let (id, kind, config) = node(child)?;
            inner.insert(id.to_owned(), config);
            last.children.push(json!({"_id": id, "nodeType": kind, "displayName": id}));
        } else {
            return Err(wrong(line, "below a node stand OUTCOME -> TARGET, child NODE and lists ID"));
        }
    }
    let entry = flags.iter().find_map(|flag| flag.strip_prefix("entry="));
    let entry = entry.or(drawn.first().map(|first| first.id)).unwrap_or_default().to_owned();
    let mut places = Map::new();
    let mut nodes = Map::new();
    for mut one in drawn {
        let place = json!({"displayName": one.id, "nodeType": one.kind, "connections": one.connections});
        places.insert(one.id.to_owned(), place);
        if !one.children.is_empty() {
            one.config["nodes"] = json!(one.children);
        }
        nodes.insert(one.id.to_owned(), one.config);
    }
    Ok(json!({
        "tree": {
            "_id": name,
            "entryNodeId": entry,
            "enabled": !flags.contains(&"disabled"),
            "innerTreeOnly": flags.contains(&"inner-only"),
            "nodes": places,
        },
        "nodes": nodes,
        "innerNodes": inner,
    }))
}

/// `id: Type {config}`
fn node(text: &str) -> Result<(&str, &str, Json), SketchError> {
    let (id, rest) = text.split_once(": ").ok_or_else(|| wrong(text, "a node is ID: TYPE {CONFIG}"))?;
    let (kind, config) = rest.split_once(' ').unwrap_or((rest, "{}"));
    let mut config: Map<String, Json> = serde_json::from_str(config).map_err(|error| wrong(text, error))?;
    config.insert("_id".to_owned(), json!(id));
    config.insert("_type".to_owned(), json!({"_id": kind}));
    Ok((id, kind, Json::Object(config)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sketch_stands_for_exports_that_load() {
        let text = "journey Main disabled\n  a: MessageNode {\"message\": {\"en\": \"Hi\"}}\n    true -> Success\n    \
                    false -> b\n  b: PageNode\n    child c: ScriptedDecisionNode {\"script\": \"s\"}\n    lists d\n\
                    script s legacy\n  outcome = 'x';\nfile b.json\n# One more.\njourney Other entry=z\n  y: DebugNode\n\
                    realm {\"name\": \"/r\"}";
        let sketch = Sketch::parse(text).expect("it is one");
        assert_eq!(sketch.realm.as_deref(), Some("{\"name\": \"/r\"}"));
        let [one, two] = &sketch.files[..] else { panic!("{:?}", sketch.files) };
        let main = crate::journey::load(&one.0, &one.1).expect("it loads");
        let journey = &main.journeys["Main"];
        assert!(!journey.enabled && journey.entry.as_ref() == "a" && main.scripts.contains_key("s"));
        assert_eq!(journey.nodes["a"].connections["true"].as_ref(), static_node::SUCCESS);
        let children = journey.nodes["b"].config["nodes"].as_array().map(Vec::len);
        assert_eq!(
            (children, journey.inner_nodes["c"].node_type.as_ref()),
            (Some(2), "ScriptedDecisionNode")
        );
        let other = crate::journey::load(&two.0, &two.1).expect("it loads");
        assert_eq!((two.0.as_str(), other.journeys["Other"].entry.as_ref()), ("b.json", "z"));
        assert_eq!(
            Sketch::parse("{\"trees\": {}}").map(|one| one.files[0].1.clone()),
            Ok("{\"trees\": {}}".into())
        );
    }

    #[test]
    fn what_is_no_sketch_is_said_with_its_line() {
        for (text, line) in [
            ("journey A\n  b", "b"),
            ("journey A\n  b: C {", "b: C {"),
            ("journey A\n  b: C\n    d", "    d"),
            ("journey A\n    x -> y", "    x -> y"),
            ("journey A\nnote", "note"),
        ] {
            let wrong = Sketch::parse(text).expect_err(text);
            assert_eq!(wrong.line, line, "{wrong}");
        }
    }
}
