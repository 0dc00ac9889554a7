//! Graphs: what is drawn is what the engine executes, in every language they are drawn in.

mod properties;
mod read;

use journey_sim::cli;
use journey_sim::describe::diagram::{self, TextStyle};
use journey_sim::program::Program;

use read::{Drawn, Ways};

/// Every language's edges of a journey, read back, are those of the loaded tree.
fn assert_drawn_as_loaded(program: &Program, journey: &str) {
    let graph = diagram::graph(program, journey).expect("the journey is there");
    let expected = Ways::of_tree(program, journey);
    assert_eq!(Ways::of_graph(&graph), expected, "{journey}");
    let drawn = [Drawn::mermaid(&diagram::mermaid(std::slice::from_ref(&graph)))]
        .into_iter()
        .chain([Drawn::dot(&diagram::dot(std::slice::from_ref(&graph)))]);
    for drawn in drawn {
        assert_eq!(drawn.ways(), expected, "{journey}: {drawn:?}");
    }
    let text = diagram::text(&graph, TextStyle { width: 100_000, ascii: false });
    assert_eq!(read::text(&text), expected, "{text}");
    for paper in [TextStyle { width: 60, ascii: true }, TextStyle { width: 80, ascii: false }, WIDE] {
        let text = diagram::text(&graph, paper);
        for line in text.lines() {
            let columns = unicode_width::UnicodeWidthStr::width(line);
            assert!(columns <= paper.width, "{columns} columns: {line:?}\n{text}");
            assert!(!paper.ascii || line.is_ascii(), "{line:?}");
            assert!(!line.chars().any(char::is_control) && !line.ends_with(' '), "{line:?}");
        }
    }
}

const WIDE: TextStyle = TextStyle { width: 120, ascii: false };

#[test]
fn the_shipped_journeys_are_drawn_as_they_run() {
    let program = cli::load(None).expect("the shipped journeys load");
    for journey in program.definitions().journeys.keys() {
        assert_drawn_as_loaded(&program, journey);
    }
}

#[test]
fn the_journeys_of_the_corpus_are_drawn_as_they_run() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/frodo");
    if !corpus.exists() {
        eprintln!("skipped: the corpus of third-party exports is not here");
        return;
    }
    let mut edges = 0;
    for file in std::fs::read_dir(corpus).expect("the corpus can be read") {
        let program = cli::load(Some(&file.unwrap().path())).unwrap_or_else(|wrong| panic!("{wrong}"));
        for journey in program.definitions().journeys.keys() {
            assert_drawn_as_loaded(&program, journey);
            edges += Ways::of_tree(&program, journey).len();
        }
    }
    assert!(edges > 300, "the corpus has hundreds of outcomes, not {edges}");
}

#[test]
fn text_is_right_at_three_widths() {
    let program = cli::load(None).expect("the shipped journeys load");
    for (journey, paper) in [
        ("BackchannelMain", TextStyle { width: 80, ascii: false }),
        ("BackchannelMain", TextStyle { width: 60, ascii: true }),
        ("BackchannelLogin", TextStyle { width: 60, ascii: false }),
        ("HelpDeskMain", WIDE),
    ] {
        let graph = diagram::graph(&program, journey).unwrap();
        let style = if paper.ascii { "ascii" } else { "drawn" };
        insta::assert_snapshot!(format!("{journey}-{}-{style}", paper.width), diagram::text(&graph, paper));
    }
}

/// One of everything that can be wrong with a journey.
const BROKEN: &str = r#"{"tree": {"_id": "Broken", "entryNodeId": "a", "nodes": {
    "a": {"nodeType": "PageNode", "displayName": "A page", "connections": {"outcome": "gone"}},
    "b": {"nodeType": "PollingWaitNode", "displayName": "Wait", "connections": {"DONE": "a", "SPAM": "b"}},
    "c": {"nodeType": "MysteryNode", "displayName": "Mystery", "connections": {}},
    "d": {"nodeType": "InnerTreeEvaluatorNode", "displayName": "Inner", "connections": {"false": "c"}}
  }},
  "nodes": {
    "a": {"_type": {"_id": "PageNode"}, "nodes": [{"_id": "kid"}, {"_id": "p", "displayName": "Password"}]},
    "c": {"_type": {"_id": "MysteryNode"}, "_outcomes": [{"id": "x", "displayName": "Ex"}]},
    "d": {"_type": {"_id": "InnerTreeEvaluatorNode"}, "tree": "Elsewhere"}
  },
  "innerNodes": {"p": {"_type": {"_id": "PasswordCollectorNode"}}}}"#;

#[test]
fn what_is_wrong_with_a_journey_is_marked() {
    let program = read::program(BROKEN);
    assert_drawn_as_loaded(&program, "Broken");
    let graph = diagram::graph(&program, "Broken").unwrap();
    insta::assert_snapshot!("broken-80", diagram::text(&graph, TextStyle { width: 80, ascii: true }));
    insta::assert_snapshot!("broken-mermaid", diagram::mermaid(std::slice::from_ref(&graph)));
    insta::assert_snapshot!("broken-dot", diagram::dot(&[graph]));
}

#[test]
fn several_journeys_are_drawn_as_one_picture_with_the_ways_between_them() {
    let program = cli::load(None).expect("the shipped journeys load");
    let names: Vec<_> = program.definitions().journeys.keys().cloned().collect();
    let graphs: Vec<_> = names.iter().filter_map(|name| diagram::graph(&program, name)).collect();
    let expected: usize = names.iter().map(|name| Ways::of_tree(&program, name).len()).sum();
    for drawn in [Drawn::mermaid(&diagram::mermaid(&graphs)), Drawn::dot(&diagram::dot(&graphs))] {
        assert_eq!(drawn.ways().len(), expected);
        assert_eq!(drawn.frames, names.iter().map(ToString::to_string).collect::<Vec<_>>());
        let main = names.iter().position(|name| name.as_ref() == "BackchannelMain").unwrap() + 1;
        let login = names.iter().position(|name| name.as_ref() == "BackchannelLogin").unwrap() + 1;
        let starts = (format!("j{main}_n_b"), "starts".to_owned(), format!("j{login}_start"));
        assert!(drawn.references.contains(&starts), "{drawn:?}");
    }
}

#[test]
fn a_journey_of_thousands_of_nodes_is_drawn_at_once() {
    const COUNT: usize = 6_000;
    let mut nodes = serde_json::Map::new();
    let mut configs = serde_json::Map::new();
    for at in 0..COUNT {
        let (id, next) = (format!("n{at}"), format!("n{}", (at * 7 + 1) % COUNT));
        let ways = serde_json::json!({"true": next, "false": format!("n{}", (at + 1) % COUNT)});
        nodes.insert(
            id.clone(),
            serde_json::json!({"nodeType": "MessageNode", "displayName": id, "connections": ways}),
        );
        configs.insert(id.clone(), serde_json::json!({"_id": id, "_type": {"_id": "MessageNode"}}));
    }
    let export = serde_json::json!({
        "tree": {"_id": "Large", "entryNodeId": "n0", "nodes": nodes}, "nodes": configs});
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.json");
    std::fs::write(&file, export.to_string()).unwrap();
    let program = cli::load(Some(&file)).unwrap_or_else(|wrong| panic!("{wrong}"));
    let start = std::time::Instant::now();
    let graph = diagram::graph(&program, "Large").expect("the journey is there");
    let text = diagram::text(&graph, WIDE);
    let took = start.elapsed();
    assert!(graph.nodes.len() == COUNT && text.lines().count() > 3 * COUNT);
    assert!(took < std::time::Duration::from_secs(4), "{took:?}");
}
