//! The names in a scenario against what was loaded. A name that nothing has can never come true:
//! as something that must hold it would fail late, under `never` or `times: 0` it would always
//! hold. So it is refused before anything is played.

use super::answer_value::AnswerValue;
use super::expect::Expectation;
use super::model::Scenario;
use super::recording::is_recording;
use super::target::Target;
use crate::json::{Diagnostic, Document, Segment, nearest, show_path, without_mark};
use crate::program::Program;

/// How many names a message lists.
const LISTED: usize = 12;

/// What is wrong, and how to mend it.
type Wrong = (String, String);
type Path<'a> = Vec<Segment<'a>>;

/// Refuses a scenario that names a journey, a node, an outcome or a user that there is not.
/// `text` is what the scenario was read from, `program` what its journeys were loaded as.
///
/// # Errors
/// The first such name, with place and cure.
pub fn check_names(file: &str, text: &str, scenario: &Scenario, program: &Program) -> Result<(), Diagnostic> {
    let Some((path, (what, help))) = (Names { scenario, program }).first_unknown() else { return Ok(()) };
    let (line, column) = place(text, &path).unzip();
    Err(Diagnostic { json_path: show_path(&path), line, column, ..Diagnostic::of_file(file, what, help) })
}

/// Line and column of a step in the text of a scenario or a recording; `number` counts from 1.
pub fn place_of_step(text: &str, number: usize) -> Option<(u32, u32)> {
    place(text, &[Segment::Key("steps"), Segment::Index(number.checked_sub(1)?)])
}

/// Line and column of the name of the main journey.
pub fn place_of_journey(text: &str) -> Option<(u32, u32)> {
    place(text, &[Segment::Key("journey")])
}

/// A recording has its header and each step on a line of their own.
fn place(text: &str, path: &[Segment<'_>]) -> Option<(u32, u32)> {
    let text = without_mark(text);
    if !is_recording(text) {
        return Document::parse("", text).ok()?.position_of(path);
    }
    let of_type = |line: &str, wanted: &str| {
        let json = serde_json::from_str::<serde_json::Value>(line).ok();
        json.is_some_and(|json| json.get("type").and_then(|kind| kind.as_str()) == Some(wanted))
    };
    let lines: Vec<(usize, &str)> = text.lines().enumerate().collect();
    let run = lines.iter().rposition(|(_, line)| of_type(line, "run"))?;
    let (found, inner): (&(usize, &str), Path<'_>) = match path {
        [Segment::Key("steps"), Segment::Index(index), rest @ ..] => {
            let steps = lines.iter().skip(run).filter(|(_, line)| of_type(line, "step"));
            let inner = std::iter::once(Segment::Key("step")).chain(rest.iter().copied()).collect();
            (steps.into_iter().nth(*index)?, inner)
        }
        _ => (lines.get(run)?, path.to_vec()),
    };
    let (_, column) = Document::parse("", found.1).ok()?.position_of(&inner)?;
    Some((u32::try_from(found.0 + 1).ok()?, column))
}

struct Names<'a> {
    scenario: &'a Scenario,
    program: &'a Program,
}

impl<'a> Names<'a> {
    fn first_unknown(&self) -> Option<(Path<'a>, Wrong)> {
        let Scenario { journey, steps, expect, .. } = self.scenario;
        if let Some(wrong) = journey.as_deref().and_then(|name| self.journey(name)) {
            return Some((vec![Segment::Key("journey")], wrong));
        }
        for (index, step) in steps.iter().enumerate() {
            let here = [Segment::Key("steps"), Segment::Index(index)];
            let at = |rest: &[Segment<'a>]| here.iter().chain(rest).copied().collect::<Path<'a>>();
            if let Some(wrong) = step.start.as_deref().and_then(|name| self.journey(name)) {
                return Some((at(&[Segment::Key("start")]), wrong));
            }
            for (prompt, value) in step.answer.iter().flatten() {
                let AnswerValue::PasswordOf { password_of } = value else { continue };
                if let Some(wrong) = self.user(password_of) {
                    let path = [Segment::Key("answer"), Segment::Key(prompt), Segment::Key("passwordOf")];
                    return Some((at(&path), wrong));
                }
            }
            if let Some(found) = self.in_list(&step.expect, &here) {
                return Some(found);
            }
        }
        self.in_list(expect, &[])
    }

    fn in_list(&self, expect: &[Expectation], before: &[Segment<'a>]) -> Option<(Path<'a>, Wrong)> {
        expect.iter().enumerate().find_map(|(index, one)| {
            let mut path = before.to_vec();
            path.extend([Segment::Key("expect"), Segment::Index(index)]);
            let wrong = self.expected(one, &mut path)?;
            Some((path, wrong))
        })
    }

    /// What is wrong in an expectation; `path` is made to end there.
    fn expected(&self, one: &Expectation, path: &mut Path<'a>) -> Option<Wrong> {
        match one {
            Expectation::Outcome(outcome) => {
                path.push(Segment::Key("outcome"));
                self.target(&outcome.outcome)
            }
            Expectation::Node(node) => {
                path.push(Segment::Key("node"));
                self.target(&node.node)
            }
            Expectation::Transaction(transaction) => {
                path.extend([Segment::Key("transaction"), Segment::Key("subject")]);
                self.user(transaction.transaction.subject.as_deref()?)
            }
            Expectation::Never(never) => {
                path.push(Segment::Key("never"));
                self.expected(&never.never, path)
            }
            Expectation::End(_)
            | Expectation::State(_)
            | Expectation::Log(_)
            | Expectation::Asks(_)
            | Expectation::Reads(_) => None,
        }
    }

    fn target(&self, text: &str) -> Option<Wrong> {
        let wrong = Target::parse(text).and_then(|target| target.known_in(self.program)).err()?;
        let (what, help) = wrong.split_once("; ").unwrap_or((&wrong, ""));
        Some((what.to_owned(), help.to_owned()))
    }

    fn journey(&self, name: &str) -> Option<Wrong> {
        let journeys = &self.program.definitions().journeys;
        if journeys.contains_key(name) {
            return None;
        }
        let known: Vec<&str> = journeys.keys().map(AsRef::as_ref).collect();
        Some((format!("there is no journey \"{name}\""), mend(name, &known)))
    }

    /// A user or an agent of the realm, or a user that the scenario adds.
    fn user(&self, name: &str) -> Option<Wrong> {
        let identities = self.program.identities();
        let added = self.scenario.realm.iter().flat_map(|realm| &realm.users).map(|user| &*user.user_name);
        let adds = added.clone().any(|user| user.eq_ignore_ascii_case(name));
        if adds || identities.find_record(name).is_some() || identities.agent(name).is_some() {
            return None;
        }
        let users = identities.users().map(|user| user.user_name.as_ref());
        let agents = identities.agents().map(|agent| agent.name.as_ref());
        let known: Vec<&str> = users.chain(agents).chain(added).collect();
        Some((format!("the realm has no user or agent \"{name}\""), mend(name, &known)))
    }
}

/// The nearest name, else all of them.
pub(super) fn mend(name: &str, known: &[&str]) -> String {
    if let Some(near) = nearest(name, known) {
        return format!("did you mean \"{near}\"?");
    }
    let more = if known.len() > LISTED { ", …" } else { "" };
    let listed: Vec<&str> = known.iter().copied().take(LISTED).collect();
    if listed.is_empty() { "there is none".into() } else { format!("there are {}{more}", listed.join(", ")) }
}
