//! Findings as SARIF 2.1.0, for code hosts.

use std::io::{self, Write};

use serde_json::{Value as Json, json};

use crate::check::{self, Finding, Lint, Report};
use crate::json::write_pretty;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Writes one log with one run.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let lints: Vec<&Lint> = check::all().collect();
    let results: Vec<Json> = report.findings.iter().map(|finding| result(finding, &lints)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "jsim",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": lints.iter().map(|lint| rule(lint)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{"executionSuccessful": report.unloaded == 0}],
            "results": results,
        }],
    });
    write_pretty(&log, out)
}

fn rule(lint: &Lint) -> Json {
    json!({
        "id": lint.id,
        "shortDescription": {"text": format!("{}.", lint.title)},
        "fullDescription": {"text": lint.why},
        "help": {"text": lint.mend},
        "defaultConfiguration": {"level": lint.severity.name()},
    })
}

fn result(finding: &Finding, lints: &[&Lint]) -> Json {
    let place = &finding.place;
    let mut physical = json!({"artifactLocation": {"uri": uri(&place.file)}});
    if let Some((line, column)) = place.start {
        let mut region = json!({"startLine": line, "startColumn": column});
        if let Some((line, column)) = place.end {
            region["endLine"] = json!(line);
            region["endColumn"] = json!(column);
        }
        physical["region"] = region;
    }
    let mut location = json!({"physicalLocation": physical});
    let mut logical = Vec::new();
    if let Some(journey) = &place.journey {
        logical.push(json!({"name": journey, "kind": "namespace"}));
    }
    if let Some((id, name)) = &place.node {
        logical.push(json!({"name": name, "fullyQualifiedName": id, "kind": "member"}));
    }
    if !place.json_path.is_empty() {
        logical.push(json!({"fullyQualifiedName": place.json_path, "kind": "value"}));
    }
    if !logical.is_empty() {
        location["logicalLocations"] = Json::Array(logical);
    }
    let index = lints.iter().position(|lint| lint.id == finding.lint.id);
    let mut result = json!({
        "ruleId": finding.lint.id,
        "level": finding.lint.severity.name(),
        "message": {"text": format!("{}. {}", finding.what, finding.mend())},
        "locations": [location],
    });
    if let Some(index) = index {
        result["ruleIndex"] = json!(index);
    }
    result
}

/// A relative path as a relative URI reference, an absolute one as a file URI.
fn uri(path: &str) -> String {
    let mut out = String::new();
    let path = path.strip_prefix("./").unwrap_or(path);
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    if path.starts_with('/') {
        out.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte))
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}
