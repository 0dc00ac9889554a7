//! What the compiler does not guard: which folder may import which, which libraries stay out of the core,
//! and that only `src/node` knows node types by their names and settings by their keys.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use journey_sim::node;

/// The folders of `src`, lowest first. A folder imports what stands in a group before its own.
const ORDER: &[&[&str]] = &[
    &["value"],
    &["json", "page"],
    &["identity", "transaction", "journey"],
    &["script"],
    &["node"],
    &["program"],
    &["engine"],
    &["drive"],
    &["explain", "scenario", "check", "describe"],
    &["tui"],
    &["cli"],
];

/// What only `tui` and `cli` may know.
const OUTER_LIBRARIES: &[&str] = &["ratatui", "crossterm", "tokio", "clap"];

/// Folders that know the layout of exports: `node`, and what reads and writes exports below it.
const KNOW_SETTINGS: &[&str] = &["node", "journey"];

/// A piece of a source text.
#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Word(String),
    Text(String),
    Sign(char),
}

impl Piece {
    fn is(&self, text: &str) -> bool {
        match self {
            Self::Word(word) => word == text,
            Self::Sign(sign) => text.chars().eq([*sign]),
            Self::Text(_) => false,
        }
    }
}

/// Pieces, each with its line.
type Pieces = Vec<(usize, Piece)>;

/// A source text without comments, with the line of each piece.
fn pieces(source: &str) -> Pieces {
    let letters: Vec<char> = source.chars().collect();
    let at = |index: usize| letters.get(index).copied().unwrap_or('\0');
    let (mut found, mut index, mut line) = (Vec::new(), 0, 1);
    while index < letters.len() {
        let start = index;
        let rest = |text: &str| text.chars().enumerate().all(|(offset, letter)| at(start + offset) == letter);
        let raw = raw_string(&letters, index);
        if rest("//") {
            while index < letters.len() && at(index) != '\n' {
                index += 1;
            }
            continue;
        } else if rest("/*") {
            while index < letters.len() && !(at(index) == '*' && at(index + 1) == '/') {
                index += 1;
            }
            index += 2;
        } else if let Some((open, hashes)) = raw {
            let close: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            let mut end = open;
            while end < letters.len() && !close.chars().enumerate().all(|(o, letter)| at(end + o) == letter) {
                end += 1;
            }
            found.push((line, Piece::Text(letters[open..end].iter().collect())));
            index = end + close.len();
        } else if at(index) == '"' {
            let mut text = String::new();
            index += 1;
            while index < letters.len() && at(index) != '"' {
                if at(index) == '\\' {
                    index += 1;
                }
                text.push(at(index));
                index += 1;
            }
            index += 1;
            found.push((line, Piece::Text(text)));
        } else if at(index) == '\'' && (at(index + 1) == '\\' || at(index + 2) == '\'') {
            // A letter; a lifetime has no second quote.
            index += if at(index + 1) == '\\' { 3 } else { 2 };
            while index < letters.len() && at(index) != '\'' {
                index += 1;
            }
            index += 1;
        } else if at(index).is_alphanumeric() || at(index) == '_' {
            while at(index).is_alphanumeric() || at(index) == '_' {
                index += 1;
            }
            found.push((line, Piece::Word(letters[start..index].iter().collect())));
        } else {
            if !at(index).is_whitespace() {
                found.push((line, Piece::Sign(at(index))));
            }
            index += 1;
        }
        line += letters[start..index.min(letters.len())].iter().filter(|letter| **letter == '\n').count();
    }
    found
}

/// Where the text of a raw string begins, and with how many number signs it is closed.
fn raw_string(letters: &[char], index: usize) -> Option<(usize, usize)> {
    let before = index.checked_sub(1).and_then(|before| letters.get(before));
    if letters.get(index) != Some(&'r')
        || before.is_some_and(|letter| letter.is_alphanumeric() || *letter == '_')
    {
        return None;
    }
    let hashes = letters[index + 1..].iter().take_while(|letter| **letter == '#').count();
    (letters.get(index + 1 + hashes) == Some(&'"')).then_some((index + 2 + hashes, hashes))
}

/// The pieces of a source that are no test, and those that are.
fn split(pieces: &[(usize, Piece)]) -> (Pieces, Pieces) {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let (mut code, mut tests, mut index) = (Vec::new(), Vec::new(), 0);
    while index < pieces.len() {
        let here = &pieces[index..];
        if !(here.len() > MARK.len() && MARK.iter().zip(here).all(|(mark, (_, piece))| piece.is(mark))) {
            code.push(pieces[index].clone());
            index += 1;
            continue;
        }
        let mut depth = 0;
        for (line, piece) in here {
            tests.push((*line, piece.clone()));
            index += 1;
            depth += i32::from(piece.is("{")) - i32::from(piece.is("}"));
            if depth == 0 && (piece.is("}") || piece.is(";")) {
                break;
            }
        }
    }
    (code, tests)
}

/// The modules of the crate that a source names: `crate::x`, and each `x` of `crate::{x, y::z}`.
fn imports(pieces: &[(usize, Piece)]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (index, (line, piece)) in pieces.iter().enumerate() {
        let after = |offset: usize| pieces.get(index + offset).map(|(_, piece)| piece);
        if !piece.is("crate") || !after(1).is_some_and(|p| p.is(":")) || !after(2).is_some_and(|p| p.is(":"))
        {
            continue;
        }
        match after(3) {
            Some(Piece::Word(module)) => found.push((*line, module.clone())),
            Some(Piece::Sign('{')) => {
                let (mut depth, mut is_first) = (0, false);
                for (line, piece) in &pieces[index + 3..] {
                    depth += i32::from(piece.is("{")) - i32::from(piece.is("}"));
                    match piece {
                        Piece::Word(module) if depth == 1 && is_first => found.push((*line, module.clone())),
                        _ => {}
                    }
                    is_first = depth == 1 && (piece.is("{") || piece.is(","));
                    if depth == 0 {
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// What is wrong with a source of a folder, each with its line.
fn violations(folder: &str, is_test_file: bool, source: &str) -> Vec<(usize, String)> {
    let all = pieces(source);
    let (code, tests) = if is_test_file { (Vec::new(), all) } else { split(&all) };
    let rank = |folder: &str| ORDER.iter().position(|group| group.contains(&folder));
    let is_core = rank(folder) < rank("tui");
    let mut wrong = Vec::new();
    for (line, module) in imports(&code) {
        let allowed = module == folder || rank(&module).is_none() || rank(&module) < rank(folder);
        if !allowed {
            wrong.push((line, format!("{folder} imports {module}, which stands above it or beside it")));
        }
    }
    for (line, module) in imports(&tests) {
        if is_core && rank(&module) >= rank("tui") {
            wrong.push((line, format!("a test of {folder} uses {module}")));
        }
    }
    for (index, (line, piece)) in code.iter().enumerate() {
        let next = |offset: usize| code.get(index + offset).map(|(_, piece)| piece);
        let before =
            |offset: usize| index.checked_sub(offset).and_then(|index| code.get(index)).map(|(_, p)| p);
        match piece {
            Piece::Word(library) if is_core && OUTER_LIBRARIES.contains(&library.as_str()) => {
                let begins = !before(1).is_some_and(|piece| piece.is(":") || piece.is("."));
                let names = next(1).is_some_and(|piece| piece.is(":") || piece.is(";") || piece.is("{"));
                if begins && names {
                    wrong.push((*line, format!("{folder} knows {library}")));
                }
            }
            Piece::Word(config) if config == "config" && !KNOW_SETTINGS.contains(&folder) => {
                let is_get = next(1).is_some_and(|piece| piece.is("."))
                    && next(2).is_some_and(|piece| piece.is("get") || piece.is("pointer"))
                    && matches!(next(4), Some(Piece::Text(_)));
                let is_index =
                    next(1).is_some_and(|piece| piece.is("[")) && matches!(next(2), Some(Piece::Text(_)));
                if is_get || is_index {
                    wrong.push((*line, "a setting is read by its key; ask src/node".to_owned()));
                }
            }
            Piece::Word(word) if folder != "node" && is_type(word) => {
                wrong.push((*line, format!("the node type {word} has a name here; ask its role")));
            }
            Piece::Text(text) if folder != "node" => {
                // Examples of lints are journeys, and sources of rules name the vendor's classes.
                let is_example = before(1).is_some_and(|piece| piece.is(":"))
                    && before(2).is_some_and(|piece| piece.is("bad") || piece.is("good"));
                let is_source = before(1).is_some_and(|piece| piece.is("("))
                    && before(2)
                        .is_some_and(|piece| piece.is("Src") || piece.is("Doc") || piece.is("Assumed"));
                if let Some(name) = type_in(text).filter(|_| !is_example && !is_source) {
                    wrong.push((*line, format!("the node type {name} is named here; ask its role")));
                }
            }
            _ => {}
        }
    }
    wrong
}

/// Whether a word is the name of a node type, or looks like one in a text.
fn is_type(word: &str) -> bool {
    node::find(word).is_some()
}

/// The node type that a text is, or names in quotes.
fn type_in(text: &str) -> Option<&str> {
    let looks = |word: &str| {
        is_type(word)
            || word.strip_suffix("Node").is_some_and(|name| {
                name.starts_with(|first: char| first.is_ascii_uppercase())
                    && name.chars().all(|letter| letter.is_ascii_alphanumeric())
            })
    };
    std::iter::once(text).chain(text.split('"').skip(1).step_by(2)).find(|word| looks(word))
}

/// The sources of a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn every_source_keeps_to_the_order_and_to_the_seams() {
    let mut wrong = Vec::new();
    for folder in ORDER.concat() {
        let mut files = Vec::new();
        sources(&src().join(folder), &mut files);
        assert!(!files.is_empty(), "{folder} has no sources");
        for file in files {
            let source = fs::read_to_string(&file).expect("a source");
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let is_test_file = name == "tests" || name.ends_with("_tests");
            let short = file.strip_prefix(src()).expect("below src").display().to_string();
            let found = violations(folder, is_test_file, &source);
            wrong.extend(found.into_iter().map(|(line, what)| format!("src/{short}:{line}: {what}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_has_its_place_in_the_order() {
    let mut files = Vec::new();
    sources(&src(), &mut files);
    let below = files.iter().filter_map(|file| file.strip_prefix(src()).ok()?.parent()?.iter().next());
    let folders: BTreeSet<String> = below.map(|folder| folder.to_string_lossy().into_owned()).collect();
    assert_eq!(folders, ORDER.concat().into_iter().map(str::to_owned).collect());
}

#[test]
fn a_violation_is_caught_where_it_stands() {
    let cases: BTreeMap<&str, (&str, &str)> = BTreeMap::from([
        ("use crate::engine::World;", ("node", "node imports engine")),
        ("use crate::{value::Rule, node::Node,\n drive::Run};", ("program", "program imports drive")),
        ("fn f() { crate::describe::graph() }", ("check", "check imports describe")),
        ("use ratatui::Frame;", ("scenario", "scenario knows ratatui")),
        ("fn f() { tokio::spawn() }", ("drive", "drive knows tokio")),
        ("#[cfg(test)]\nmod tests { use crate::cli::load; }", ("engine", "a test of engine uses cli")),
        ("fn f() { node.config.get(\"tree\"); }", ("check", "a setting is read by its key")),
        ("fn f() { node.config[\"tree\"].as_str() }", ("describe", "a setting is read by its key")),
        ("const POLL: &str = \"PollingWaitNode\";", ("tui", "the node type PollingWaitNode is named here")),
        ("enum Kind { PollingWaitNode }", ("check", "the node type PollingWaitNode has a name here")),
        ("fn f() { \"PushSenderNode\" }", ("explain", "the node type PushSenderNode is named here")),
        (r##"fn f() { r#"{"nodeType": "PageNode"}"# }"##, ("cli", "the node type PageNode is named here")),
    ]);
    for (source, (folder, said)) in cases {
        let found = violations(folder, false, source);
        assert!(
            matches!(&found[..], [(line, what)] if *line <= 2 && what.starts_with(said)),
            "{source}: {found:?}"
        );
    }
}

#[test]
fn what_is_allowed_is_not_caught() {
    for (folder, source) in [
        ("engine", "use crate::node::Node; use crate::{value::Rule, engine::World};"),
        (
            "check",
            "// PollingWaitNode and crate::cli\nstatic A: Lint = Lint { bad: \"a: PageNode\", good: r#\"\"PageNode\"\"# };",
        ),
        ("engine", "const R: Rule = Rule::new(\"a\", \"b\", Source::Src(\"PageNode\"));"),
        ("cli", "use clap::Parser; use ratatui::Frame; use crate::tui::App;"),
        ("node", "const NAME: &str = \"PageNode\"; fn f() { config.get(\"tree\") }"),
        (
            "check",
            "#[cfg(test)]\nmod tests { fn f() { \"PageNode\" } }\nfn f<'a>(x: &'a str) { let c = '\"'; }",
        ),
        ("check", "fn f() { node.config.get(key); config.number(&SECONDS) }"),
    ] {
        assert_eq!(violations(folder, false, source), [], "{source}");
    }
    assert_eq!(violations("check", true, "fn f() { node.config.get(\"tree\"); \"PageNode\" }"), []);
}
