//! Checks journeys as a compiler checks a program: everything that is wrong or doubtful, with its
//! place, why it matters and how to mend it. Pure: files come in as text, findings go out.
//!
//! A lint is one [`Lint`] and a pass that finds it, in one file of `lints/`, and a line in the list
//! there. An error is wrong whoever runs the journey; what only this simulator cannot do is a
//! warning.

mod finding;
mod flow;
mod graph;
mod groups;
mod lints;
mod project;
mod script;
#[cfg(test)]
mod tests;
mod transfer;

use std::collections::{HashMap, HashSet};

pub use finding::{Finding, Lint, Place, ScriptPlace, Severity};
pub use lints::{UNREADABLE, all};
pub(crate) use lints::{realm, sentence, unloaded};
pub use project::File;

use flow::Flow;
use project::Project;
use script::Script;

/// What a check came to.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What was found, in the order of the files and of the places in them.
    pub findings: Vec<Finding>,
    /// Findings that a journey's description or a script's comment allows, not among the others.
    pub allowed: usize,
    /// How many files hold journeys.
    pub files: usize,
    /// How many journeys they hold.
    pub journeys: usize,
    /// How many files do not load; a finding says why.
    pub unloaded: usize,
}

/// The lint of an id.
pub fn lint(id: &str) -> Option<&'static Lint> {
    all().find(|lint| lint.id == id)
}

/// Checks files together: what one of them names may be in another.
pub fn check(files: &[File]) -> Report {
    let (project, wrong) = Project::read(files);
    let mut findings: Vec<Finding> = wrong.iter().map(unloaded).collect();
    let flow = Flow::of(&project);
    for (_, pass) in lints::families() {
        pass(&project, &flow, &mut findings);
    }
    let before = findings.len();
    let allowances = Allowed::of(&project);
    findings.retain(|finding| !allowances.has(finding));
    let allowed = before - findings.len();
    let order: HashMap<&str, usize> =
        files.iter().enumerate().map(|(index, file)| (file.name.as_str(), index)).collect();
    findings.sort_by(|one, other| one.order(other, &|file| order.get(file).copied().unwrap_or(usize::MAX)));
    Report {
        findings,
        allowed,
        files: project.documents.len(),
        journeys: project.views.len(),
        unloaded: wrong.len(),
    }
}

/// The line of a comment, and the ids in it.
type Line = (u32, HashSet<&'static str>);

/// Where somebody wrote `jsim-allow: ID`: in a journey's description; for a finding in a script, in a
/// comment on the line or the one before it; for any other, in a comment of a script of the journey.
struct Allowed<'p, 'a> {
    project: &'p Project<'a>,
    /// For each journey, the ids.
    journeys: Vec<HashSet<&'static str>>,
    /// For each journey, the ids that its description has.
    descriptions: Vec<HashSet<&'static str>>,
    /// For each file and name of a script in it, each line with a comment and the ids in it.
    lines: HashMap<(&'p str, &'p str), Vec<Line>>,
}

impl<'p, 'a> Allowed<'p, 'a> {
    fn of(project: &'p Project<'a>) -> Self {
        let mut allowed =
            Self { project, journeys: Vec::new(), descriptions: Vec::new(), lines: HashMap::new() };
        let mut own: HashMap<*const Script, HashSet<&'static str>> = HashMap::new();
        for script in &project.scripts {
            let comments = script.comments_with(MARK);
            let lines: Vec<_> = comments
                .map(|(line, text)| (line, ids_in(text)))
                .filter(|(_, ids)| !ids.is_empty())
                .collect();
            own.insert(script, lines.iter().flat_map(|(_, ids)| ids).copied().collect());
            allowed.lines.entry((&script.def.file, &script.def.name)).or_default().extend(lines);
        }
        for view in &project.views {
            let description = ids_in(&view.def.description);
            let scripts = view.nodes.iter().filter_map(|node| project.script_of(view, node)?.1);
            let its: HashSet<_> = scripts.map(std::ptr::from_ref::<Script>).collect();
            let all = its.iter().filter_map(|script| own.get(script)).flatten().chain(&description).copied();
            allowed.journeys.push(all.collect());
            allowed.descriptions.push(description);
        }
        allowed
    }

    fn has(&self, finding: &Finding) -> bool {
        let id = finding.lint.id;
        let Some(index) = finding.place.journey.as_deref().and_then(|name| self.project.journey(name)) else {
            return false;
        };
        let Some(place) = &finding.place.script else { return self.journeys[index].contains(id) };
        if self.descriptions[index].contains(id) {
            return true;
        }
        let lines = self.lines.get(&(&*finding.place.file, &*place.name)).into_iter().flatten();
        let mut near = lines.filter(|(line, _)| place.line.is_none_or(|at| *line == at || *line + 1 == at));
        near.any(|(_, ids)| ids.contains(id))
    }
}

/// What stands before the ids that are allowed.
const MARK: &str = "jsim-allow:";

/// The ids behind each `jsim-allow:` of a text.
fn ids_in(text: &str) -> HashSet<&'static str> {
    let mut ids = HashSet::new();
    for after in text.split(MARK).skip(1) {
        let words = after.lines().next().unwrap_or("").split([',', ' ', ';', '.', '*', '/', ')']);
        let known = words.filter(|word| !word.is_empty()).map_while(lint);
        ids.extend(known.map(|lint| lint.id));
    }
    ids
}

/// Whether a finding of this kind says that a file does not load.
pub fn is_load_failure(lint: &Lint) -> bool {
    ["file-unreadable", "json-syntax", "not-an-export", "realm-settings"].contains(&lint.id)
}
