//! Descriptions as plain text.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value as Json;

use super::model::{Description, JourneySummary, NodeReport, ScriptReport, StateKey};
use super::unsupported::Unsupported;
use crate::describe::diagram::{Edge, Reference, TextStyle, To, count};

/// A journey.
pub fn description_text(journey: &Description, paper: TextStyle) -> String {
    let mut page = Page { paper, lines: Vec::new() };
    page.wrap("", "  ", &format!("{} ({})", journey.journey, journey.file));
    if !journey.description.is_empty() {
        page.wrap("  ", "  ", &journey.description);
    }
    let outcomes: usize = journey.nodes.iter().map(|node| node.outcomes.len()).sum();
    let off = if journey.enabled { "" } else { "; not enabled" };
    page.wrap(
        "  ",
        "  ",
        &format!(
            "{}, {}, {}; identities are {}{off}",
            count(journey.nodes.len(), "node"),
            count(outcomes, "outcome"),
            count(journey.scripts.len(), "script"),
            journey.identity_resource
        ),
    );
    page.gaps("  ", &journey.gaps);
    let names = Names::of(journey);
    for node in &journey.nodes {
        page.blank();
        page.node(&names, node);
    }
    page.scripts(journey);
    page.keys(journey);
    page.text()
}

/// All journeys, one paragraph each.
pub fn summary_text(journeys: &[JourneySummary], paper: TextStyle) -> String {
    let mut page = Page { paper, lines: Vec::new() };
    let partly = journeys.iter().filter(|journey| journey.runnable < journey.nodes).count();
    let words = match partly {
        0 => format!("{}; all of their nodes run", count(journeys.len(), "journey")),
        _ => format!("{}; {partly} with nodes that do not run", count(journeys.len(), "journey")),
    };
    page.wrap("", "  ", &words);
    for journey in journeys {
        page.blank();
        let off = if journey.enabled { "" } else { ", not enabled" };
        page.wrap("", "  ", &format!("{} ({}){off}", journey.journey, journey.file));
        let runs = if journey.runnable == journey.nodes {
            "all run".to_owned()
        } else {
            format!("{} of them run", journey.runnable)
        };
        let nodes = count(journey.nodes, "node");
        page.wrap("  ", "  ", &format!("{nodes}, {runs}; {}", count(journey.outcomes, "outcome")));
        page.journeys("  ", &journey.journeys);
        page.gaps("  ", &journey.gaps);
    }
    page.text()
}

/// Lines so far.
struct Page {
    paper: TextStyle,
    lines: Vec<String>,
}

impl Page {
    fn blank(&mut self) {
        self.lines.push(String::new());
    }

    /// A text over as many lines as it needs. Names in it are made harmless.
    fn wrap(&mut self, first: &str, rest: &str, text: &str) {
        let text = self.paper.name(text).into_owned();
        self.lines.extend(self.paper.wrap(first, rest, &text));
    }

    /// A word, then what it is about, in a column of its own.
    fn row(&mut self, word: &str, text: &str) {
        self.wrap(&format!("     {word:<8} "), &" ".repeat(14), text);
    }

    fn text(self) -> String {
        let mut text = self.lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n");
        text.push('\n');
        text
    }

    fn journeys(&mut self, indent: &str, links: &[Reference]) {
        for link in links {
            let lost = if link.loaded { "" } else { ", which is not loaded" };
            let text = if link.backchannel {
                format!("starts {} on the other device{lost}", link.journey)
            } else {
                format!("runs {} inside{lost}", link.journey)
            };
            self.wrap(indent, &format!("{indent}  "), &text);
        }
    }

    fn gaps(&mut self, indent: &str, gaps: &[Unsupported]) {
        for gap in gaps {
            let then = if gap.stops { "ends in an error there" } else { "takes another outcome" };
            let text = format!("{} {} (at {}; {then})", gap.kind.words(), gap.what, gap.nodes.join(", "));
            self.wrap(&format!("{indent}! "), &format!("{indent}  "), &text);
        }
    }

    fn node(&mut self, names: &Names<'_>, node: &NodeReport) {
        let head = if node.name == node.type_label {
            format!("{}", node.name)
        } else {
            format!("{}, {}", node.name, node.type_label)
        };
        let lost = if node.reached { "" } else { " (never reached)" };
        self.wrap(&format!(" {:<3} ", node.letter), "     ", &format!("{head}{lost}"));
        for child in &node.children {
            let kind = child.type_label.as_deref().unwrap_or("missing in the export");
            let same = *child.name == *kind;
            self.row("holds", &if same { kind.to_owned() } else { format!("{} ({kind})", child.name) });
        }
        for id in &node.scripts {
            let found = names.scripts.get(&**id);
            let text = found.map_or_else(
                || format!("{id}, which is missing in the export"),
                |script| {
                    let lines = count(script.lines, "line");
                    format!("{} ({}, {}, {lines})", script.name, script.language, script.generation)
                },
            );
            self.row("script", &text);
        }
        self.journeys("     ", &node.journeys);
        if !node.config.is_empty() {
            let settings = node.config.iter().map(|(key, value)| format!("{key} {}", short(value)));
            self.row("config", &settings.collect::<Vec<_>>().join(", "));
        }
        self.state("reads", node, &node.reads);
        self.state("writes", node, &node.writes);
        for edge in &node.outcomes {
            let to = target(names, edge);
            self.row("outcome", &format!("{} -> {to}", edge.name));
        }
    }

    fn state(&mut self, word: &str, node: &NodeReport, keys: &[StateKey]) {
        for (in_script, how) in [(false, ""), (true, " (by reading the script)")] {
            let mut scopes: indexmap::IndexMap<_, Vec<String>> = indexmap::IndexMap::new();
            for key in keys.iter().filter(|key| key.in_script == in_script) {
                let name = key.key.as_deref().map_or("a key that it computes".to_owned(), |name| {
                    name.replace(&*node.id, &format!("<id of {}>", node.letter))
                });
                scopes.entry(key.scope).or_default().push(name);
            }
            let shown = scopes.iter().map(|(scope, names)| {
                let names = names.join(", ");
                let all = if word == "writes" { "removed " } else { "" };
                scope.map_or(format!("{all}{names}"), |scope| format!("{scope} {names}"))
            });
            let shown: Vec<String> = shown.collect();
            if !shown.is_empty() {
                self.row(word, &format!("{}{how}", shown.join("; ")));
            }
        }
    }

    fn scripts(&mut self, journey: &Description) {
        if journey.scripts.is_empty() {
            return;
        }
        self.blank();
        self.wrap("", "", "Scripts");
        for script in &journey.scripts {
            let text = format!(
                "{}: {}, {}, {} (run by {})",
                script.name,
                script.language,
                script.generation,
                count(script.lines, "line"),
                script.used_by.join(", ")
            );
            self.wrap("  ", "    ", &text);
        }
    }

    fn keys(&mut self, journey: &Description) {
        if journey.keys.is_empty() {
            return;
        }
        self.blank();
        self.wrap("", "  ", "State keys (of scripts, those that reading them finds)");
        let nodes = journey.nodes.iter().enumerate();
        let ids: HashMap<&str, (usize, &NodeReport)> =
            nodes.map(|(at, node)| (&*node.id, (at, node))).collect();
        for key in &journey.keys {
            let who = |word: &str, letters: &[Arc<str>]| {
                (!letters.is_empty()).then(|| format!("{word} by {}", letters.join(", ")))
            };
            let uses = [who("written", &key.written_by), who("read", &key.read_by)];
            let uses: Vec<String> = uses.into_iter().flatten().collect();
            let mut name = key.key.to_string();
            let ends = name.char_indices().map(|(end, _)| end).skip(1).chain([name.len()]);
            let starts = ends.filter_map(|end| ids.get(name.get(..end)?));
            if let Some(node) = starts.min_by_key(|(at, _)| *at).map(|(_, node)| *node) {
                name = name.replace(&*node.id, &format!("<id of {}>", node.letter));
            }
            self.wrap("  ", "    ", &format!("{name}: {}", uses.join("; ")));
        }
    }
}

fn target(names: &Names<'_>, edge: &Edge) -> String {
    let to = match &edge.to {
        To::Node(letter) => format!("{letter} {}", names.nodes.get(&**letter).copied().unwrap_or("?")),
        To::Success => "Success".to_owned(),
        To::Failure => "Failure".to_owned(),
        To::NotWired => "not wired".to_owned(),
        To::Missing(id) => format!("the node {id}, which is missing"),
    };
    match &edge.reason {
        Some(reason) => format!("{to} (never taken: {reason})"),
        None => to,
    }
}

/// What a description calls its nodes and scripts.
struct Names<'d> {
    /// Names by letter.
    nodes: HashMap<&'d str, &'d str>,
    /// Scripts by id.
    scripts: HashMap<&'d str, &'d ScriptReport>,
}

impl<'d> Names<'d> {
    fn of(journey: &'d Description) -> Self {
        Self {
            nodes: journey.nodes.iter().map(|node| (&*node.letter, &*node.name)).collect(),
            scripts: journey.scripts.iter().map(|script| (&*script.id, script)).collect(),
        }
    }
}

/// How many characters of a setting are shown.
const SETTING: usize = 60;

/// A setting in few words: texts as they are, the rest as JSON, cut where it is long.
fn short(value: &Json) -> String {
    let text = match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.chars().count() <= SETTING {
        return text;
    }
    let cut: String = text.chars().take(SETTING).collect();
    format!("{cut}...")
}
