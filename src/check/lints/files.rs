//! Files that do not load, and what loading takes in silence.

use super::{Pass, finding};
use crate::check::finding::{Finding, Lint, Place, Severity};
use crate::check::project::Project;
use crate::json::Diagnostic;

/// A file cannot be read.
pub static UNREADABLE: Lint = Lint {
    id: "file-unreadable",
    severity: Severity::Error,
    title: "A file or folder cannot be read",
    why: "Nothing in it can be checked.",
    mend: "Name a file or folder that is there and that you may read.",
    bad: "$ jsim check nowhere.json",
    good: "$ jsim check exports/Login.journey.json",
};

pub(super) static JSON: Lint = Lint {
    id: "json-syntax",
    severity: Severity::Error,
    title: "A file is not JSON",
    why: "Neither this simulator nor a tenant can read it.",
    mend: "Correct the JSON at this place, or export the journey again.",
    bad: r#"{"trees": {"Login": {"tree": {"entryNodeId": "a",}}}}"#,
    good: r#"{"trees": {"Login": {"tree": {"entryNodeId": "70e691a5-1e33-4ac3-a356-e7b6d60d92e0", "innerTreeOnly": true}}}}"#,
};

pub(super) static EXPORT: Lint = Lint {
    id: "not-an-export",
    severity: Severity::Error,
    title: "A file is JSON, but not a journey export",
    why: "The part named here has another form than every tool that reads exports expects.",
    mend: "Export the journey again, or leave this file out.",
    bad: r#"{"trees": {"Login": {"tree": {"entryNodeId": 5, "innerTreeOnly": true}}}}"#,
    good: r#"{"trees": {"Login": {"tree": {"entryNodeId": "70e691a5-1e33-4ac3-a356-e7b6d60d92e0", "innerTreeOnly": true}}}}"#,
};

pub(super) static REALM: Lint = Lint {
    id: "realm-settings",
    severity: Severity::Error,
    title: "The realm file of a folder cannot be used",
    why: "It says how long a transaction lives; no journey of the folder runs without it.",
    mend: "Correct realm.json at this place.",
    bad: r#"{"transactionTimeToLiv": 180}"#,
    good: r#"{"transactionTimeToLive": 180}"#,
};

static TWICE: Lint = Lint {
    id: "member-twice",
    severity: Severity::Warning,
    title: "An object has two members of one name",
    why: "Readers keep one of them, mostly the last, and say nothing of the other.",
    mend: "Rename one of the two, or remove it.",
    bad: r#"{"tree": {"_id": "Login", "entryNodeId": "a", "entryNodeId": "70e691a5-1e33-4ac3-a356-e7b6d60d92e0",
  "innerTreeOnly": true}}"#,
    good: r#"{"tree": {"_id": "Login", "entryNodeId": "70e691a5-1e33-4ac3-a356-e7b6d60d92e0", "innerTreeOnly": true}}"#,
};

static JOURNEY_TWICE: Lint = Lint {
    id: "journey-twice",
    severity: Severity::Error,
    title: "Two files hold a journey of one name",
    why: "They cannot be run together: a link to the journey could mean either.",
    mend: "Leave one of the two files out, or rename one of the journeys.",
    bad: r#"
journey Login inner-only
  a: MessageNode
    true -> Success
    false -> Failure
file b.json
journey Login inner-only
  b: MessageNode
    true -> Success
    false -> Failure
"#,
    good: r#"
journey Login inner-only
  a: MessageNode
    true -> Success
    false -> Failure
file b.json
journey Logout inner-only
  b: MessageNode
    true -> Success
    false -> Failure
"#,
};

pub(super) static LINTS: &[&Lint] = &[&UNREADABLE, &JSON, &EXPORT, &REALM, &TWICE, &JOURNEY_TWICE];
pub(super) const PASS: Pass = |project, _, findings| {
    members(project, findings);
    journeys(project, findings);
};

/// A file that does not load, as a finding.
pub(crate) fn unloaded(wrong: &Diagnostic) -> Finding {
    let is_syntax = wrong.json_path.is_empty()
        && (wrong.what.starts_with("this is not JSON") || wrong.what.contains("the file is empty"));
    diagnosed(if is_syntax { &JSON } else { &EXPORT }, wrong)
}

/// A realm file that cannot be used, as a finding.
pub(crate) fn realm(wrong: &Diagnostic) -> Finding {
    diagnosed(&REALM, wrong)
}

fn diagnosed(lint: &'static Lint, wrong: &Diagnostic) -> Finding {
    let what = if wrong.json_path.is_empty() {
        wrong.what.clone()
    } else {
        format!("{}: {}", wrong.json_path, wrong.what)
    };
    Finding {
        lint,
        place: Place {
            file: wrong.file.as_str().into(),
            json_path: wrong.json_path.clone(),
            start: wrong.line.map(|line| (line, wrong.column.unwrap_or(1))),
            ..Place::default()
        },
        what,
        mend: (!wrong.help.is_empty()).then(|| sentence(&wrong.help)),
    }
}

/// `put one in` as `Put one in.`
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let end = if text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

fn members(project: &Project<'_>, findings: &mut Vec<Finding>) {
    for document in &project.documents {
        for duplicate in document.source.spans().into_iter().flat_map(|spans| spans.duplicates()) {
            let mut place = Place { file: document.file.name.as_str().into(), ..Place::default() };
            document.mark(&mut place, duplicate.key.clone());
            findings.push(finding(&TWICE, place, format!("\"{}\" is here a second time", duplicate.name)));
        }
    }
}

fn journeys(project: &Project<'_>, findings: &mut Vec<Finding>) {
    for (index, view) in project.views.iter().enumerate() {
        let first = project.journey(&view.def.name).filter(|first| *first != index);
        if let Some(first) = first.and_then(|first| project.views.get(first)) {
            let place = project.place_in(view, None, &[], true);
            let what = format!("journey {} is in {} already", view.def.name, first.def.file);
            findings.push(finding(&JOURNEY_TWICE, place, what));
        }
    }
}
