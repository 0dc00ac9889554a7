//! Reads what `jsim run --json` printed back into a scenario: its header and its steps. Events are
//! made again by playing.

use super::model::{Scenario, Step};
use super::read::{MOST_STEPS, filled, read_step, realm_override};
use crate::journey::{Cursor, Diagnostic, parse_json};

/// The version of the lines that `jsim run --json` prints.
pub const FORMAT: u64 = 1;

/// Whether a text is such a recording rather than a scenario: its first line says so.
pub fn is_recording(text: &str) -> bool {
    let first = text.trim_start_matches('\u{feff}').lines().next().unwrap_or("");
    let json = serde_json::from_str::<serde_json::Value>(first).ok();
    json.is_some_and(|json| json.get("type").is_some())
}

/// Reads a recording.
///
/// # Errors
/// A line that is no JSON, an unknown version, a step that is wrong: with line and column.
pub fn read_recording(file: &str, text: &str) -> Result<Scenario, Diagnostic> {
    let mut scenario: Option<Scenario> = None;
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        read_line(file, line, &mut scenario)
            .map_err(|wrong| Diagnostic { line: u32::try_from(index + 1).ok(), ..wrong })?;
    }
    scenario.ok_or_else(|| {
        Diagnostic::of_file(file, "holds no run", "give a scenario, or what jsim run --json printed")
    })
}

fn read_line(file: &str, line: &str, scenario: &mut Option<Scenario>) -> Result<(), Diagnostic> {
    let json = parse_json(file, line)?;
    let top = Cursor::top(file, line, &json);
    let kind = top.need("type")?;
    match kind.str()? {
        "run" => {
            let format = top.need("format")?;
            if format.u64()? != FORMAT {
                return Err(format.wrong("is another version", format!("this jsim reads version {FORMAT}")));
            }
            // Everything was started again: what came before is no part of this run.
            *scenario = Some(Scenario {
                journeys: top
                    .get("journeys")
                    .map(|text| filled(&text).map(|text| text.to_string()))
                    .transpose()?,
                journey: Some(filled(&top.need("journey")?)?),
                seed: Some(top.need("seed")?.u64()?),
                realm: top.get("realm").map(|realm| realm_override(&realm)).transpose()?,
                ..Scenario::default()
            });
        }
        "step" => {
            let step = read_step(&top.need("step")?)?;
            let Some(scenario) = scenario else {
                return Err(top.wrong("comes before the line of type run", "give the whole recording"));
            };
            if scenario.steps.len() >= MOST_STEPS {
                return Err(top.wrong("is one step too many", format!("at most {MOST_STEPS} can be played")));
            }
            scenario.steps.push(Step { expect: Vec::new(), ..step });
        }
        _ => {}
    }
    Ok(())
}
