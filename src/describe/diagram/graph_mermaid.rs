//! Graphs as a Mermaid flowchart.

use std::fmt::Write as _;

use super::escape::mermaid as escaped;
use super::graph::{Edge, Graph, GraphNode, To};

/// Draws graphs, each journey as a frame of its own when there are several.
pub fn mermaid(graphs: &[Graph]) -> String {
    let mut out = String::from("flowchart TD\n");
    for (index, graph) in graphs.iter().enumerate() {
        if graphs.len() > 1 {
            let _ = writeln!(out, "  subgraph j{}[\"{}\"]", index + 1, escaped(&graph.journey));
        }
        Drawing { graphs, graph, prefix: format!("j{}", index + 1), loose: 0 }.draw(&mut out);
        if graphs.len() > 1 {
            out.push_str("  end\n");
        }
    }
    out
}

struct Drawing<'a> {
    graphs: &'a [Graph],
    graph: &'a Graph,
    prefix: String,
    /// Ends that are nobody's so far: the places where unwired outcomes lead.
    loose: usize,
}

impl Drawing<'_> {
    fn draw(&mut self, out: &mut String) {
        let prefix = &self.prefix;
        let off = if self.graph.enabled { "" } else { "<br/>not enabled" };
        let _ = writeln!(out, "  {prefix}_start([\"{}{off}\"])", escaped(&self.graph.journey));
        for node in &self.graph.nodes {
            let _ = writeln!(out, "  {prefix}_n_{}[\"{}\"]", node.letter, label(node));
        }
        for (end, name) in [(To::Success, "Success"), (To::Failure, "Failure")] {
            let used = self.graph.nodes.iter().flat_map(|node| &node.edges).any(|edge| edge.to == end);
            if used || self.graph.start == end {
                let _ = writeln!(out, "  {prefix}_{}([\"{name}\"])", name.to_lowercase());
            }
        }
        let start = self.target(&self.graph.start.clone(), out);
        let _ = writeln!(out, "  {}_start --> {start}", self.prefix);
        for node in &self.graph.nodes {
            for edge in &node.edges {
                self.edge(node, edge, out);
            }
            self.references(node, out);
        }
    }

    fn edge(&mut self, node: &GraphNode, edge: &Edge, out: &mut String) {
        let to = self.target(&edge.to, out);
        let arrow = match (edge.impossible, &edge.to) {
            (true, _) => "-.-x",
            (_, To::NotWired | To::Missing(_)) => "--x",
            _ => "-->",
        };
        let name = escaped(&edge.name);
        let _ = writeln!(out, "  {}_n_{} {arrow}|\"{name}\"| {to}", self.prefix, node.letter);
    }

    /// The id of what an edge leads to; where that is nothing, a box that says so.
    fn target(&mut self, to: &To, out: &mut String) -> String {
        let prefix = &self.prefix;
        let label = match to {
            To::Node(letter) => return format!("{prefix}_n_{letter}"),
            To::Success => return format!("{prefix}_success"),
            To::Failure => return format!("{prefix}_failure"),
            To::NotWired => "not wired".to_owned(),
            To::Missing(id) => format!("missing node<br/>{}", escaped(id)),
        };
        self.loose += 1;
        let id = format!("{prefix}_x_{}", self.loose);
        let _ = writeln!(out, "  {id}{{{{\"{label}\"}}}}");
        id
    }

    fn references(&mut self, node: &GraphNode, out: &mut String) {
        for link in &node.journeys {
            let word = if link.backchannel { "starts" } else { "runs" };
            let drawn = self.graphs.iter().position(|graph| graph.journey == link.journey);
            let to = match drawn {
                Some(index) => format!("j{}_start", index + 1),
                None => {
                    self.loose += 1;
                    let lost = if link.loaded { "" } else { "<br/>not loaded" };
                    let id = format!("{}_x_{}", self.prefix, self.loose);
                    let _ = writeln!(out, "  {id}[[\"{}{lost}\"]]", escaped(&link.journey));
                    id
                }
            };
            let _ = writeln!(out, "  {}_n_{} -.->|\"{word}\"| {to}", self.prefix, node.letter);
        }
    }
}

fn label(node: &GraphNode) -> String {
    let mut lines = vec![format!("{} {}", node.letter, escaped(&node.name))];
    lines.extend((node.name != node.type_label).then(|| escaped(&node.type_label)));
    lines.extend(node.children.iter().map(|child| match &child.type_label {
        Some(kind) if *kind == child.name => format!("holds {}", escaped(kind)),
        Some(kind) => format!("holds {} ({})", escaped(&child.name), escaped(kind)),
        None => format!("holds {} (missing)", escaped(&child.name)),
    }));
    if !node.reached {
        lines.push("never reached".to_owned());
    }
    if node.cannot_run.is_some() {
        lines.push("cannot run".to_owned());
    }
    lines.join("<br/>")
}
