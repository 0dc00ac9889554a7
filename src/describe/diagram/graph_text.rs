//! A graph as plain text: one entry per node, one line per outcome, ways written as jumps. It is
//! right at any width and reads aloud well.

use super::graph::{Edge, Graph, GraphNode, Index, To};
use super::text_style::{TextStyle, count, fill, width};

/// Draws a graph.
pub fn text(graph: &Graph, paper: TextStyle) -> String {
    let index = Index::of(graph);
    let mut lines = paper.wrap("", "  ", &title(&index, paper));
    for node in &graph.nodes {
        lines.push(String::new());
        draw_node(&index, node, paper, &mut lines);
    }
    let others = others(graph, paper);
    if !others.is_empty() {
        lines.push(String::new());
        lines.extend(paper.wrap("Other journeys: ", "  ", &others.join(", ")));
    }
    let mut text = lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}

fn title(index: &Index<'_>, paper: TextStyle) -> String {
    let graph = index.graph;
    let outcomes: usize =
        graph.nodes.iter().flat_map(|node| &node.edges).filter(|edge| !edge.impossible).count();
    let off = if graph.enabled { "" } else { ", not enabled" };
    let start = match &graph.start {
        To::Node(_) => String::new(),
        other => format!(", starts at {}", target(index, other, paper)),
    };
    format!(
        "{}: {}, {}{start}{off}",
        paper.name(&graph.journey),
        count(graph.nodes.len(), "node"),
        count(outcomes, "outcome")
    )
}

fn draw_node(index: &Index<'_>, node: &GraphNode, paper: TextStyle, lines: &mut Vec<String>) {
    let bar = paper.sign("│", "|");
    let head = format!(" {}  {}", node.letter, paper.name(&node.name));
    let kind = paper.name(&node.type_label);
    let room = paper.columns().saturating_sub(width(&head) + width(&kind));
    let last = node.edges.len();
    // Nothing hangs from a node without outcomes.
    let stem = if last == 0 { "      ".to_owned() } else { format!(" {bar}    ") };
    if room >= 2 {
        lines.push(format!("{head}{}{kind}", " ".repeat(room)));
    } else {
        lines.extend(paper.wrap("", &stem, &head));
        lines.extend(paper.wrap(&stem, &stem, &kind));
    }
    for note in notes(index, node, paper) {
        lines.extend(paper.wrap(&stem, &stem, &note));
    }
    let longest = node.edges.iter().map(|edge| width(&paper.name(&edge.name))).max().unwrap_or(0);
    let column = longest.min(paper.columns() / 3);
    for (at, edge) in node.edges.iter().enumerate() {
        draw_edge(index, node, edge, (column, at + 1 == last), paper, lines);
    }
}

/// What is to be said of a node beside its type: where one comes from, children, journeys, faults.
fn notes(index: &Index<'_>, node: &GraphNode, paper: TextStyle) -> Vec<String> {
    let mut notes = Vec::new();
    let mut from: Vec<String> = Vec::new();
    if matches!(&index.graph.start, To::Node(letter) if *letter == node.letter) {
        from.push("start".to_owned());
    }
    let edges = index.edges_to(&node.letter).iter();
    from.extend(edges.map(|(letter, edge)| format!("{letter} {}", paper.name(&edge.name))));
    if node.reached {
        notes.push(format!("from {}", from.join(", ")));
    } else if from.is_empty() {
        notes.push("never reached: nothing leads here".to_owned());
    } else {
        notes.push(format!("never reached, only from {}", from.join(", ")));
    }
    if !node.children.is_empty() {
        let shown = node.children.iter().map(|child| match &child.type_label {
            Some(kind) if *kind == child.name => paper.name(kind).into_owned(),
            Some(kind) => format!("{} ({})", paper.name(&child.name), paper.name(kind)),
            None => format!("{} (missing in the export)", paper.name(&child.name)),
        });
        notes.push(format!("page of {}", shown.collect::<Vec<_>>().join(", ")));
    }
    for link in &node.journeys {
        let name = paper.name(&link.journey);
        let lost = if link.loaded { "" } else { ", which is not loaded" };
        notes.push(if link.backchannel {
            format!("starts {name} on the other device{lost}")
        } else {
            format!("runs {name} inside{lost}")
        });
    }
    if let Some(reason) = &node.cannot_run {
        notes.push(format!("cannot run: {}", paper.name(reason)));
    }
    notes
}

fn draw_edge(
    index: &Index<'_>,
    node: &GraphNode,
    edge: &Edge,
    (column, last): (usize, bool),
    paper: TextStyle,
    lines: &mut Vec<String>,
) {
    let branch = if last { paper.sign(" └─ ", " `- ") } else { paper.sign(" ├─ ", " +- ") };
    let rest = if last { "    " } else { paper.sign(" │  ", " |  ") };
    let (dash, head) = match (edge.impossible, &edge.to) {
        (true, _) => (paper.sign("╌", "."), ">"),
        (_, To::NotWired | To::Missing(_)) => (paper.sign("─", "-"), "x"),
        _ => (paper.sign("─", "-"), ">"),
    };
    let mut to = target(index, &edge.to, paper);
    if is_back(index, node, edge) {
        to.push_str(" (back)");
    }
    if let Some(reason) = &edge.reason {
        to.push_str(&format!(" (never taken: {reason})"));
    }
    let name = paper.name(&edge.name);
    let line = format!("{branch}{}{head} {to}", fill(&format!("{name} "), column + 4, dash));
    if width(&line) <= paper.columns() {
        lines.push(line);
        return;
    }
    lines.extend(paper.wrap(branch, rest, &name));
    let arrow = format!("{rest}{}{head} ", dash.repeat(2));
    lines.extend(paper.wrap(&arrow, &format!("{rest}    "), &to));
}

/// Whether an edge leads to where one has been already: to the node itself or one before it.
fn is_back(index: &Index<'_>, node: &GraphNode, edge: &Edge) -> bool {
    let To::Node(to) = &edge.to else { return false };
    index.place(to) <= index.place(&node.letter)
}

fn target(index: &Index<'_>, to: &To, paper: TextStyle) -> String {
    match to {
        To::Node(letter) => format!("{letter}  {}", paper.name(index.name_of(letter))),
        To::Success => "Success".to_owned(),
        To::Failure => "Failure".to_owned(),
        To::NotWired => "not wired".to_owned(),
        To::Missing(id) => format!("the node {}, which is missing", paper.name(id)),
    }
}

/// The other journeys, each with the nodes that name it.
fn others(graph: &Graph, paper: TextStyle) -> Vec<String> {
    let mut named: indexmap::IndexMap<&str, Vec<&str>> = indexmap::IndexMap::new();
    for node in &graph.nodes {
        for link in &node.journeys {
            named.entry(&link.journey).or_default().push(&node.letter);
        }
    }
    named
        .iter()
        .map(|(name, letters)| format!("{} (from {})", paper.name(name), letters.join(", ")))
        .collect()
}
