//! The ledger: every rule has a test that proves it, and `src/ledger.tsv` says which.
//!
//! A test says what it proves in one of two ways: a row names its rule, or a line right above the
//! test reads `/// Proves some.rule, another.rule.`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::conformance::{area_of, rows};

/// A rule's id, and the test that proves it.
type Proof = (String, String);

const WRITE: &str = "JSIM_WRITE_LEDGER";

#[test]
fn every_rule_has_a_test_and_the_ledger_says_which() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut declared: BTreeSet<Proof> = BTreeSet::new();
    for row in rows() {
        declared.insert((row.rule.to_owned(), format!("conformance::{}", area_of(row).replace('-', "_"))));
    }
    for file in sources(root) {
        let text = std::fs::read_to_string(root.join(&file)).unwrap();
        declared.extend(markers(&file, &text));
    }
    let rules: BTreeSet<String> = journey_sim::rules().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(rules.len(), journey_sim::rules().count(), "two rules have the same id");

    let mut wrong = Vec::new();
    for rule in &rules {
        if !declared.iter().any(|(id, _)| id == rule) {
            wrong.push(format!(
                "the rule {rule} has no test: add a row with that id to tests/it/conformance/rows_*.rs, or \
                 write `/// Proves {rule}.` right above the test that proves it"
            ));
        }
    }
    for (id, test) in declared.iter().filter(|(id, _)| !rules.contains(id)) {
        wrong.push(format!("{test} says that it proves {id}, but no RULES table has a rule of that id"));
    }
    assert!(wrong.is_empty(), "{} things to mend:\n\n{}\n", wrong.len(), wrong.join("\n"));

    let table: String = declared.iter().map(|(id, test)| format!("{id}\t{test}\n")).collect();
    let path = root.join("src/ledger.tsv");
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, &table).unwrap();
        return;
    }
    let known = std::fs::read_to_string(&path).unwrap();
    // Compared as sets: a merge may leave the lines in another order.
    let old: BTreeSet<&str> = known.lines().collect();
    let new: BTreeSet<&str> = table.lines().collect();
    assert!(
        old == new,
        "src/ledger.tsv is out of date; write it anew and commit it:\n\n    {WRITE}=1 cargo test --test it \
         conformance ledger\n\nno test declares:  {:?}\nnot in the file:   {:?}\n",
        old.difference(&new).collect::<Vec<_>>(),
        new.difference(&old).collect::<Vec<_>>(),
    );
}

/// Rust files of the library and of the other tests, from the root of the package.
fn sources(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::from("src"), PathBuf::from("tests")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(root.join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What the tests of one file say that they prove.
fn markers(file: &Path, text: &str) -> Vec<Proof> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(ids) = line.trim_start().strip_prefix("/// Proves ") else { continue };
        let place = || format!("{}:{}", file.display(), at + 1);
        let ids = ids.strip_suffix('.').unwrap_or_else(|| panic!("{}: ends without a full stop", place()));
        let after = &lines[at + 1..(at + 8).min(lines.len())];
        let function = after.iter().position(|line| line.trim_start().starts_with("fn "));
        let function = function.unwrap_or_else(|| panic!("{}: no test follows", place()));
        assert!(
            after[..function].iter().any(|line| line.trim() == "#[test]"),
            "{}: what follows is no test",
            place()
        );
        let name = after[function].trim_start()[3..].split('(').next().unwrap();
        let inline = line.starts_with(' ');
        let test = format!("{}::{name}", module(file, inline));
        found.extend(ids.split(", ").map(|id| (id.to_owned(), test.clone())));
    }
    found
}

/// The path of a file's tests, as `cargo test` prints it after the name of the test program.
fn module(file: &Path, inline: bool) -> String {
    let mut parts: Vec<String> =
        file.iter().skip(1).map(|part| part.to_string_lossy().into_owned()).collect();
    if let Some(last) = parts.last_mut() {
        *last = last.trim_end_matches(".rs").to_owned();
    }
    parts.retain(|part| !["it", "main", "mod", "lib"].contains(&part.as_str()));
    if inline && file.starts_with("src") {
        parts.push("tests".to_owned());
    }
    parts.join("::")
}

#[test]
fn markers_are_read_and_their_tests_named() {
    let text = "mod tests {\n    /// Proves a.b, c.d.\n    #[test]\n    fn it_holds() {}\n}\n";
    let found = markers(Path::new("src/engine/link.rs"), text);
    let test = "engine::link::tests::it_holds".to_owned();
    assert_eq!(found, [("a.b".to_owned(), test.clone()), ("c.d".to_owned(), test)]);
    let text = "/// Proves a.b.\n#[test]\nfn it_holds() {}\n";
    assert_eq!(markers(Path::new("src/script/tests.rs"), text)[0].1, "script::tests::it_holds");
    assert_eq!(markers(Path::new("tests/it/cli/mod.rs"), text)[0].1, "cli::it_holds");
}
