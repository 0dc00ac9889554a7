//! Loads every journey export of the corpus, where there is one beside the repository, and
//! compares it with the corpus' index.

use std::collections::BTreeSet;
use std::path::Path;

use journey_sim::journey::load;

#[test]
fn every_export_of_the_corpus_loads_as_its_index_says() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !corpus.exists() {
        eprintln!("skipped: the corpus of third-party exports, {}, is not here", corpus.display());
        return;
    }
    let index = std::fs::read_to_string(corpus.join("INDEX.tsv")).expect("the corpus has an index");
    let mut files = 0;
    for row in index.lines().skip(1).filter(|row| !row.is_empty()) {
        let columns: Vec<&str> = row.split('\t').collect();
        let file = columns[0];
        let text = std::fs::read_to_string(corpus.join("frodo").join(file)).expect(file);
        let loaded = load(file, &text).unwrap_or_else(|wrong| panic!("{wrong}"));

        let journeys = loaded.journeys.values();
        let nodes: Vec<_> =
            journeys.flat_map(|one| one.nodes.values().chain(one.inner_nodes.values())).collect();
        assert_eq!(loaded.journeys.len().to_string(), columns[2], "journeys of {file}");
        assert_eq!(nodes.len().to_string(), columns[3], "nodes of {file}");
        let types: BTreeSet<&str> = nodes.iter().map(|node| node.node_type.as_ref()).collect();
        let expected: BTreeSet<&str> =
            columns.get(4).map_or(BTreeSet::new(), |list| list.split_whitespace().collect());
        assert_eq!(types, expected, "node types of {file}");
        for journey in loaded.journeys.values() {
            for node in journey.nodes.values() {
                assert!(!node.display_name.is_empty(), "{file}: {} has no name", node.id);
            }
        }
        for script in loaded.scripts.values() {
            assert!(script.source.contains('\n'), "{file}: script {} was not decoded", script.name);
        }
        files += 1;
    }
    let on_disk = std::fs::read_dir(corpus.join("frodo")).expect("the corpus has exports").count();
    assert_eq!(files, on_disk, "files in the index");
}
