//! Reads what `jsim run --json` printed back into a scenario: its header and its steps. Events are
//! made again by playing, and compared with those of the file.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::lines::{EventLine, Line};
use super::model::{MAX_STEPS, Scenario};
use super::realm::RealmOverride;
use super::step::Step;
use crate::engine::Event;
use crate::json::fields::{filled, filled_if_there};
use crate::json::{Diagnostic, Document};
use crate::value::printable;

/// The version of the lines that `jsim run --json` prints.
pub const FORMAT: u64 = 1;

/// Whether a text is such a recording rather than a scenario: its first line says so.
pub fn is_recording(text: &str) -> bool {
    let first = text.trim_start_matches('\u{feff}').lines().next().unwrap_or("");
    let json = serde_json::from_str::<serde_json::Value>(first).ok();
    json.is_some_and(|json| json.get("type").is_some())
}

/// What `jsim run --json` printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    /// Its header and its steps.
    pub scenario: Scenario,
    /// Its events, as the file has them.
    pub events: Vec<Value>,
    /// Whether the line of type end is there.
    pub ended: bool,
}

impl Recording {
    /// The first event of the file that is another one when the recording is played again: its place
    /// from 0, and both in words. A file may hold fewer: `jsim run --until` stops within a step.
    pub fn first_difference(&self, played: &[Event]) -> Option<(usize, String, String)> {
        (0..self.events.len()).find_map(|at| {
            let was = self.events.get(at);
            let line = played.get(at).map(|event| Line::Event(EventLine::from(event)));
            let now = line.and_then(|line| serde_json::to_value(line).ok());
            if was == now.as_ref() {
                return None;
            }
            let (mut said, again) = (words(was), words(now.as_ref()));
            if said == again {
                said.push_str(&other_members(was, now.as_ref()));
            }
            Some((at, said, again))
        })
    }
}

/// `"main Backchannel Status -> Pending" at 5001 ms`
fn words(event: Option<&Value>) -> String {
    let Some(event) = event else { return "nothing".into() };
    let text = |key| event.get(key).and_then(Value::as_str).unwrap_or("");
    let at = event.get("at").map_or("?".into(), Value::to_string);
    let whole = format!("{} {}", text("side"), text("text"));
    printable(&format!("\"{}\" at {at} ms", whole.trim())).into_owned()
}

/// The members that two events do not have in common.
fn other_members(was: Option<&Value>, now: Option<&Value>) -> String {
    let members = |event: Option<&Value>| event.and_then(Value::as_object).cloned().unwrap_or_default();
    let (was, now) = (members(was), members(now));
    let mut keys: Vec<&str> = was.keys().chain(now.keys()).map(String::as_str).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|key| was.get(*key) != now.get(*key));
    format!(" with another {}", printable(&keys.join(", ")))
}

/// What a scenario takes from the line of type run. Its other members are those of a later version, or
/// say what is known.
#[derive(Deserialize)]
struct RunLine {
    #[serde(default, deserialize_with = "filled_if_there")]
    journeys: Option<String>,
    #[serde(deserialize_with = "filled")]
    journey: Arc<str>,
    seed: u64,
    #[serde(default)]
    realm: Option<RealmOverride>,
}

/// Reads a recording.
///
/// # Errors
/// A line that is no JSON, an unknown version, a step that is wrong: with line and column.
pub fn read_recording(file: &str, text: &str) -> Result<Recording, Diagnostic> {
    let mut recording: Option<Recording> = None;
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        read_line(file, line, &mut recording)
            .map_err(|wrong| Diagnostic { line: u32::try_from(index + 1).ok(), ..wrong })?;
    }
    recording.ok_or_else(|| {
        Diagnostic::of_file(file, "holds no run", "give a scenario, or what jsim run --json printed")
    })
}

fn read_line(file: &str, line: &str, recording: &mut Option<Recording>) -> Result<(), Diagnostic> {
    let document = Document::parse(file, line)?;
    let top = document.top();
    let kind = top.need("type")?;
    match kind.str()? {
        "run" => {
            let format = top.need("format")?;
            if format.u64()? != FORMAT {
                return Err(format.wrong("is another version", format!("this jsim reads version {FORMAT}")));
            }
            let RunLine { journeys, journey, seed, realm } = top.read()?;
            if let (Some(realm), Some(at)) = (&realm, top.get("realm")) {
                realm.validate(&at)?;
            }
            // Everything was started again: what came before is no part of this run.
            let scenario =
                Scenario { journeys, journey: Some(journey), seed: Some(seed), realm, ..Scenario::default() };
            *recording = Some(Recording { scenario, ..Recording::default() });
        }
        "step" => {
            let at = top.need("step")?;
            let step: Step = at.read()?;
            step.validate(&at)?;
            let Some(Recording { scenario, .. }) = recording else {
                return Err(top.wrong("comes before the line of type run", "give the whole recording"));
            };
            if scenario.steps.len() >= MAX_STEPS {
                return Err(top.wrong("is one step too many", format!("at most {MAX_STEPS} can be played")));
            }
            scenario.steps.push(Step { expect: Vec::new(), ..step });
        }
        "event" => recording.iter_mut().for_each(|recording| recording.events.push(document.value().clone())),
        "end" => recording.iter_mut().for_each(|recording| recording.ended = true),
        _ => {}
    }
    Ok(())
}
