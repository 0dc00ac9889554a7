//! Reads drawn graphs back. The Mermaid reader is strict: it knows the subset that is emitted, and
//! panics at anything else, so that an unescaped name cannot slip through.

use std::collections::BTreeMap;
use std::sync::Arc;

use journey_sim::describe::diagram::{Graph, To};
use journey_sim::identity::parse_realm;
use journey_sim::journey::{load, static_node};
use journey_sim::node::same_outcome;
use journey_sim::program::Program;
use journey_sim::value::printable;
use layout::gv::parser::{DotParser, ast};

/// A program from the text of one export and a realm without users.
pub(crate) fn program(export: &str) -> Arc<Program> {
    let definitions = load("x.json", export).unwrap_or_else(|wrong| panic!("{wrong}"));
    let (realm, identities) = parse_realm("realm.json", "{}").unwrap_or_else(|wrong| panic!("{wrong}"));
    Program::new(definitions, realm, identities)
}

/// All edges of a journey, as `letter -outcome-> target`, sorted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ways(Vec<String>);

impl Ways {
    fn new(ways: impl Iterator<Item = (String, String, String)>) -> Self {
        let mut list: Vec<String> =
            ways.map(|(from, outcome, to)| format!("{from} -{}-> {}", shown(&outcome), shown(&to))).collect();
        list.sort();
        Self(list)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// From the connections of the export: what a picture must show.
    pub(crate) fn of_tree(program: &Program, journey: &str) -> Self {
        let def = &program.definitions().journeys[journey];
        let letters: BTreeMap<&str, &str> =
            program.nodes(journey).map(|node| (node.id.as_ref(), node.letter.as_ref())).collect();
        let target = |id: &str| match id {
            static_node::SUCCESS => "Success".to_owned(),
            static_node::FAILURE => "Failure".to_owned(),
            // Rule of the engine: a node of this type is the end itself.
            id if def.nodes.get(id).is_some_and(|node| &*node.node_type == "Success") => "Success".to_owned(),
            id => letters.get(id).map_or(format!("missing {id}"), |letter| (*letter).to_owned()),
        };
        let mut ways = Vec::new();
        for node in program.nodes(journey).filter(|node| &*node.node_type != "Success") {
            let wired = &def.nodes[&node.id].connections;
            for (outcome, to) in wired {
                // Several outcomes may fold to one spelling; each is drawn.
                let known: Vec<_> = node
                    .outcomes()
                    .iter()
                    .filter(|known| {
                        known.id == *outcome
                            || (!wired.contains_key(&known.id)
                                && wired.keys().find(|id| same_outcome(id, &known.id)) == Some(outcome))
                    })
                    .collect();
                for known in &known {
                    ways.push((node.letter.to_string(), known.name.to_string(), target(to)));
                }
                if known.is_empty() {
                    ways.push((node.letter.to_string(), format!("!{}", shown(outcome)), target(to)));
                }
            }
            for known in node.outcomes() {
                if !wired.keys().any(|id| same_outcome(id, &known.id)) {
                    ways.push((node.letter.to_string(), known.name.to_string(), "not wired".to_owned()));
                }
            }
        }
        Self::new(ways.into_iter())
    }

    pub(crate) fn of_graph(graph: &Graph) -> Self {
        let edges = graph.nodes.iter().flat_map(|node| node.edges.iter().map(move |edge| (node, edge)));
        Self::new(edges.map(|(node, edge)| {
            let name = shown(&edge.name);
            let name = if edge.impossible { format!("!{name}") } else { name };
            let to = match &edge.to {
                To::Node(letter) => letter.to_string(),
                To::Success => "Success".to_owned(),
                To::Failure => "Failure".to_owned(),
                To::NotWired => "not wired".to_owned(),
                To::Missing(id) => format!("missing {id}"),
            };
            (node.letter.to_string(), name, to)
        }))
    }
}

/// What a picture shows of a name: no control characters, no blanks around it.
fn shown(text: &str) -> String {
    printable(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The edges of the text form, drawn so wide that nothing is on two lines.
pub(crate) fn text(text: &str) -> Ways {
    let mut letter = "";
    let mut ways = Vec::new();
    for paragraph in text.split("\n\n").skip(1) {
        for line in paragraph.lines() {
            let Some(edge) = line.strip_prefix(" ├─ ").or(line.strip_prefix(" └─ ")) else {
                if let Some(head) = line.strip_prefix(' ').filter(|head| !head.starts_with(['│', ' '])) {
                    letter = head.split_once("  ").expect(line).0;
                }
                continue;
            };
            let (name, to) =
                ["──> ", "──x ", "╌╌> "].iter().find_map(|arrow| edge.split_once(arrow)).expect(line);
            let name = shown(name.trim_end_matches(['─', '╌']));
            let never = to.strip_suffix(')').and_then(|to| to.rsplit_once(" (never taken: "));
            let (to, mark) = match never {
                Some((to, _)) => (to, "!"),
                None => (to, ""),
            };
            let missing = to.strip_prefix("the node ").and_then(|to| to.strip_suffix(", which is missing"));
            let to = match (missing, to.split_once("  ")) {
                (Some(id), _) => format!("missing {id}"),
                (None, Some((letter, _))) => letter.to_owned(),
                (None, None) => to.to_owned(),
            };
            ways.push((letter.to_owned(), format!("{mark}{name}"), to));
        }
    }
    Ways::new(ways.into_iter())
}

/// A picture read back.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    /// Labels of boxes by id.
    pub(crate) boxes: BTreeMap<String, String>,
    /// `(from, label, to)` by ids; the label of an impossible outcome begins with `!`.
    pub(crate) edges: Vec<(String, String, String)>,
    /// The ways to other journeys, likewise.
    pub(crate) references: Vec<(String, String, String)>,
    /// Labels of the frames around journeys.
    pub(crate) frames: Vec<String>,
}

impl Drawn {
    /// The edges between boxes of nodes and what they lead to, without references to journeys.
    pub(crate) fn ways(&self) -> Ways {
        let letter = |id: &str| id.split_once("_n_").map(|(_, letter)| letter.to_owned());
        let target = |id: &str| {
            letter(id).unwrap_or_else(|| {
                let label = &self.boxes[id];
                match label.strip_prefix("missing node\n") {
                    Some(id) => format!("missing {id}"),
                    None => label.clone(),
                }
            })
        };
        Ways::new(
            self.edges
                .iter()
                .filter_map(|(from, label, to)| Some((letter(from)?, label.clone(), target(to)))),
        )
    }

    pub(crate) fn mermaid(text: &str) -> Self {
        let mut drawn = Self::default();
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("flowchart TD"));
        let mut open = false;
        for line in lines {
            let line = line.strip_prefix("  ").expect(line);
            if line == "end" {
                assert!(std::mem::take(&mut open), "end without subgraph");
            } else if let Some(rest) = line.strip_prefix("subgraph ") {
                let (id, label) = rest.split_once('[').expect(line);
                assert!(is_id(id) && !std::mem::replace(&mut open, true), "{line}");
                drawn.frames.push(quoted(label.strip_suffix(']').expect(line)));
            } else if let Some((id, shape)) = line.split_once(['[', '(', '{']) {
                if is_id(id) {
                    let inner = shape.trim_start_matches(['[', '(', '{']).trim_end_matches([']', ')', '}']);
                    let fresh = drawn.boxes.insert(id.to_owned(), quoted(inner)).is_none();
                    assert!(fresh, "two boxes {id}");
                } else {
                    drawn.edge(line);
                }
            } else {
                drawn.edge(line);
            }
        }
        assert!(!open, "a subgraph is not closed");
        drawn.check()
    }

    fn edge(&mut self, line: &str) {
        let (from, rest) = line.split_once(' ').expect(line);
        let (arrow, rest) = rest.split_once(['|', ' ']).expect(line);
        let (label, to) = match rest.split_once("| ") {
            Some((label, to)) => (quoted(label), to),
            None => (String::new(), rest),
        };
        let label = match arrow {
            "-->" | "--x" => label,
            "-.-x" => format!("!{label}"),
            "-.->" => return self.references.push((from.to_owned(), label, to.to_owned())),
            other => panic!("unknown arrow {other} in {line}"),
        };
        self.edges.push((from.to_owned(), label, to.to_owned()));
    }

    pub(crate) fn dot(text: &str) -> Self {
        let graph = DotParser::new(text).process().unwrap_or_else(|wrong| panic!("{wrong}\n{text}"));
        let mut drawn = Self::default();
        drawn.statements(&graph.list);
        drawn.check()
    }

    fn statements(&mut self, list: &ast::StmtList) {
        for statement in &list.list {
            match statement {
                ast::Stmt::Node(node) => {
                    let label = attribute(&node.list, "label").unwrap_or_default();
                    assert!(self.boxes.insert(node.id.name.clone(), label).is_none());
                }
                ast::Stmt::Edge(edge) => {
                    let label = attribute(&edge.list, "label").unwrap_or_default();
                    let style = attribute(&edge.list, "style");
                    let (list, mark) = match style.as_deref() {
                        Some("dashed") => (&mut self.references, ""),
                        Some("dotted") => (&mut self.edges, "!"),
                        _ => (&mut self.edges, ""),
                    };
                    for (to, _) in &edge.to {
                        list.push((edge.from.name.clone(), format!("{mark}{label}"), to.name.clone()));
                    }
                }
                ast::Stmt::SubGraph(graph) => self.statements(&graph.list),
                ast::Stmt::Attribute(attributes) => {
                    self.frames.extend(attribute(&attributes.list, "label"));
                }
            }
        }
    }

    /// Every way joins boxes that are there.
    fn check(self) -> Self {
        for (from, _, to) in self.edges.iter().chain(&self.references) {
            assert!(self.boxes.contains_key(from) && self.boxes.contains_key(to), "{from} -> {to}");
        }
        self
    }
}

fn attribute(list: &ast::AttributeList, key: &str) -> Option<String> {
    list.iter().find(|(name, _)| name == key).map(|(_, value)| value.replace("&amp;", "&"))
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The content of a quoted label, its character codes and line breaks put back.
fn quoted(text: &str) -> String {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).expect(text);
    let mut out = String::new();
    for (index, line) in inner.split("<br/>").enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let mut rest = line;
        while let Some((before, code)) = rest.split_once('#') {
            let (code, after) = code.split_once(';').expect(text);
            out.push_str(harmless(before));
            out.push(code.parse::<u32>().ok().and_then(char::from_u32).expect(text));
            rest = after;
        }
        out.push_str(harmless(rest));
    }
    out
}

fn harmless(text: &str) -> &str {
    let bad = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && !" ,/()".contains(c);
    assert!(!text.contains(bad), "unescaped in a label: {text:?}");
    text
}
