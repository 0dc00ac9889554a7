//! Findings as JSON.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::{Finding, Report, UNREADABLE};
use crate::cli::exit::{Failure, Position};
use crate::json::write_line;

/// One finding of `jsim check --json`, in one line.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Record<'a> {
    /// What kind of finding it is, such as `outcome-not-wired`; see `jsim check --explain`.
    pub id: &'a str,
    /// `error`, `warning` or `note`.
    pub severity: &'a str,
    /// What is wrong here.
    pub message: &'a str,
    /// Why it matters.
    pub why: &'a str,
    /// How to mend it.
    pub mend: &'a str,
    /// The file, as it was named on the command line.
    pub file: &'a str,
    /// The place in the document, such as `trees.Login.tree.nodes`; empty for the whole file.
    pub path: &'a str,
    /// Line, from 1; null where no line is to blame.
    pub line: Option<u32>,
    /// Column in characters, from 1.
    pub column: Option<u32>,
    /// The line of the first character behind the place.
    pub end_line: Option<u32>,
    /// The column of the first character behind the place.
    pub end_column: Option<u32>,
    /// The journey's name.
    pub journey: Option<&'a str>,
    /// The node.
    pub node: Option<NodeRecord<'a>>,
    /// The script.
    pub script: Option<ScriptRecord<'a>>,
}

/// The node of a finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NodeRecord<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its display name.
    pub name: &'a str,
}

/// The script of a finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ScriptRecord<'a> {
    /// Its name.
    pub name: &'a str,
    /// The line in the script, from 1.
    pub line: Option<u32>,
    /// The column in characters, from 1.
    pub column: Option<u32>,
}

impl<'a> From<&'a Finding> for Record<'a> {
    fn from(finding: &'a Finding) -> Self {
        let place = &finding.place;
        Self {
            id: finding.lint.id,
            severity: finding.lint.severity.name(),
            message: &finding.what,
            why: finding.lint.why,
            mend: finding.mend(),
            file: &place.file,
            path: &place.json_path,
            line: place.start.map(|(line, _)| line),
            column: place.start.map(|(_, column)| column),
            end_line: place.end.map(|(line, _)| line),
            end_column: place.end.map(|(_, column)| column),
            journey: place.journey.as_deref(),
            node: place.node.as_ref().map(|(id, name)| NodeRecord { id, name }),
            script: place.script.as_ref().map(|script| ScriptRecord {
                name: &script.name,
                line: script.line,
                column: script.column,
            }),
        }
    }
}

/// Writes one object in a line for each finding.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        write_line(&Record::from(finding), out)?;
    }
    Ok(())
}

/// A finding of a file that does not load, as a failure.
pub(super) fn failure(finding: &Finding) -> Failure {
    let place = &finding.place;
    let position = Position {
        file: place.file.to_string(),
        line: place.start.map(|(line, _)| line),
        column: place.start.map(|(_, column)| column),
        path: Some(place.json_path.clone()).filter(|path| !path.is_empty()),
    };
    let failure = if finding.lint.id == UNREADABLE.id {
        Failure::unreadable(position.file.clone(), &finding.what)
    } else {
        Failure::invalid(&finding.what)
    };
    failure.at(position).with_help(finding.mend())
}
