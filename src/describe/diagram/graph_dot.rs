//! Graphs in DOT, the language of Graphviz.

use std::fmt::Write as _;

use super::escape::dot as escaped;
use super::graph::{Edge, Graph, GraphNode, To};

/// Draws graphs, each journey as a cluster of its own when there are several.
pub fn dot(graphs: &[Graph]) -> String {
    let name = match graphs {
        [graph] => escaped(&graph.journey),
        _ => "journeys".to_owned(),
    };
    let mut out = format!("digraph \"{name}\" {{\n  node [shape=box];\n");
    for (index, graph) in graphs.iter().enumerate() {
        if graphs.len() > 1 {
            let _ = writeln!(out, "  subgraph cluster_j{} {{", index + 1);
            let _ = writeln!(out, "  label=\"{}\";", escaped(&graph.journey));
        }
        let mut late = String::new();
        Drawing { graphs, graph, prefix: format!("j{}", index + 1), loose: 0 }.draw(&mut out, &mut late);
        if graphs.len() > 1 {
            out.push_str("  }\n");
        }
        // A way from one cluster to another belongs to neither.
        out.push_str(&late);
    }
    out.push_str("}\n");
    out
}

struct Drawing<'a> {
    graphs: &'a [Graph],
    graph: &'a Graph,
    prefix: String,
    loose: usize,
}

impl Drawing<'_> {
    fn draw(&mut self, out: &mut String, late: &mut String) {
        let prefix = &self.prefix;
        let off = if self.graph.enabled { "" } else { "\\nnot enabled" };
        let _ = writeln!(
            out,
            "  {prefix}_start [label=\"{}{off}\", shape=ellipse];",
            escaped(&self.graph.journey)
        );
        for node in &self.graph.nodes {
            let style = if node.cannot_run.is_some() || !node.reached { ", style=dashed" } else { "" };
            let _ = writeln!(out, "  {prefix}_n_{} [label=\"{}\"{style}];", node.letter, label(node));
        }
        for (end, name) in [(To::Success, "Success"), (To::Failure, "Failure")] {
            let used = self.graph.nodes.iter().flat_map(|node| &node.edges).any(|edge| edge.to == end);
            if used || self.graph.start == end {
                let _ =
                    writeln!(out, "  {prefix}_{} [label=\"{name}\", shape=ellipse];", name.to_lowercase());
            }
        }
        let start = self.target(&self.graph.start.clone(), out);
        let _ = writeln!(out, "  {}_start -> {start};", self.prefix);
        for node in &self.graph.nodes {
            for edge in &node.edges {
                self.edge(node, edge, out);
            }
            self.references(node, out, late);
        }
    }

    fn edge(&mut self, node: &GraphNode, edge: &Edge, out: &mut String) {
        let to = self.target(&edge.to, out);
        let style = match (edge.impossible, &edge.to) {
            (true, _) => ", style=dotted, arrowhead=tee",
            (_, To::NotWired | To::Missing(_)) => ", arrowhead=tee",
            _ => "",
        };
        let name = escaped(&edge.name);
        let _ = writeln!(out, "  {}_n_{} -> {to} [label=\"{name}\"{style}];", self.prefix, node.letter);
    }

    /// The id of what an edge leads to; where that is nothing, a box that says so.
    fn target(&mut self, to: &To, out: &mut String) -> String {
        let prefix = &self.prefix;
        let label = match to {
            To::Node(letter) => return format!("{prefix}_n_{letter}"),
            To::Success => return format!("{prefix}_success"),
            To::Failure => return format!("{prefix}_failure"),
            To::NotWired => "not wired".to_owned(),
            To::Missing(id) => format!("missing node\\n{}", escaped(id)),
        };
        self.loose += 1;
        let id = format!("{prefix}_x_{}", self.loose);
        let _ = writeln!(out, "  {id} [label=\"{label}\", shape=octagon];");
        id
    }

    fn references(&mut self, node: &GraphNode, out: &mut String, late: &mut String) {
        for link in &node.journeys {
            let word = if link.backchannel { "starts" } else { "runs" };
            let drawn = self.graphs.iter().position(|graph| graph.journey == link.journey);
            let to = match drawn {
                Some(index) => format!("j{}_start", index + 1),
                None => {
                    self.loose += 1;
                    let lost = if link.loaded { "" } else { "\\nnot loaded" };
                    let id = format!("{}_x_{}", self.prefix, self.loose);
                    let _ = writeln!(
                        out,
                        "  {id} [label=\"{}{lost}\", shape=box, peripheries=2];",
                        escaped(&link.journey)
                    );
                    id
                }
            };
            let from = format!("{}_n_{}", self.prefix, node.letter);
            let _ = writeln!(late, "  {from} -> {to} [label=\"{word}\", style=dashed];");
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
    lines.join("\\n")
}
