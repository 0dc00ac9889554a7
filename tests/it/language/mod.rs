//! The reading of scripts: what Rhino 1.7.14 compiles, its words, the tree, the scopes.

mod corpus;
mod engine;
mod grammar;
mod scopes;
mod text;
mod tree;

use std::sync::LazyLock;

use journey_sim::script::language::{LanguageLevel, Script, SyntaxErrorKind};

/// A row of `tests/data/grammar.tsv`: a script and what the engine says of it at each level.
struct Row {
    script: String,
    said: [String; 2],
}

fn rows() -> &'static [Row] {
    static ROWS: LazyLock<Vec<Row>> = LazyLock::new(read_rows);
    &ROWS
}

fn read_rows() -> Vec<Row> {
    let table = include_str!("../../data/grammar.tsv");
    let rows = table.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let columns: Vec<&str> = line.splitn(3, '\t').collect();
        Row {
            script: serde_json::from_str(columns[2]).unwrap(),
            said: [columns[0].to_owned(), columns[1].to_owned()],
        }
    });
    rows.collect()
}

/// What we say of a script, in the words of the table.
fn said(script: &str, level: LanguageLevel) -> String {
    match Script::parse(script, level) {
        Ok(_) => "ok".to_owned(),
        Err(error) => match error.kind {
            SyntaxErrorKind::E4x => "e4x".to_owned(),
            SyntaxErrorKind::Crash => "crash".to_owned(),
            _ => format!("{} {error}", error.engine_line),
        },
    }
}
