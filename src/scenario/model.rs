//! What a scenario file says. `jsim schema scenario` prints these types as a JSON Schema.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer_value::AnswerValue;
use super::expect::{Expectation, validate_all};
use super::realm::RealmOverride;
use super::step::Step;
use crate::drive::{BACKCHANNEL, MAIN};
use crate::engine::ClientId;
use crate::json::fields::{at_most, filled_if_there, or_empty};
use crate::json::{Cursor, Diagnostic, Document};

/// The version of the scenarios that are saved now.
pub(super) const VERSION: u32 = 2;

/// The most steps of a scenario: each costs memory while it is played.
pub(super) const MAX_STEPS: usize = 100_000;

/// A session written down: what is done, and what must come of it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("anyOf" = [
    {"required": ["steps"], "properties": {"steps": {"minItems": 1}}},
    {"required": ["expect"], "properties": {"expect": {"minItems": 1}}},
]))]
pub struct Scenario {
    /// Where this schema is; ignored.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// What its steps mean: 2, or 1 without it. Where a step did something else in version 1, `jsim test`
    /// tells both; it does what it does in version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = VERSION))]
    pub version: Option<u32>,
    /// What the scenario shows, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Folder with the journey exports, from the folder of this file. Without it, the shipped
    /// journeys, or those of --journeys.
    #[serde(default, deserialize_with = "filled_if_there", skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub journeys: Option<String>,
    /// The main journey. Without it, the first that starts a backchannel journey.
    #[serde(default, deserialize_with = "filled_if_there", skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub journey: Option<Arc<str>>,
    /// The seed of ids and random numbers; 1 without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 18_446_744_073_709_551_615_u64))]
    pub seed: Option<u64>,
    /// What differs from the realm that the journeys come with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub realm: Option<RealmOverride>,
    /// What is done, in order. MAIN has opened its journey already.
    #[serde(default, deserialize_with = "at_most::<MAX_STEPS, _, _>", skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = MAX_STEPS))]
    pub steps: Vec<Step>,
    /// What must hold at the end, of the whole run.
    #[serde(default, deserialize_with = "or_empty", skip_serializing_if = "Vec::is_empty")]
    pub expect: Vec<Expectation>,
}

/// Reads a scenario file's text.
///
/// # Errors
/// No JSON, a key that is unknown, missing or there twice, a value of the wrong kind or out of its
/// range, a step that does several things or does not say who does it: with file, path, line, column
/// and help. No value of the file is quoted.
pub fn read(file: &str, text: &str) -> Result<Scenario, Diagnostic> {
    let document = Document::parse(file, text)?;
    let top = document.top();
    let scenario: Scenario = top.read()?;
    top.reject_duplicate_keys()?;
    scenario.validate(&top)?;
    Ok(scenario)
}

impl Scenario {
    /// What the types do not say; `top` is what it was read from.
    fn validate(&self, top: &Cursor<'_>) -> Result<(), Diagnostic> {
        if let (Some(version), Some(at)) = (self.version, top.get("version"))
            && !(1..=VERSION).contains(&version)
        {
            return Err(at.wrong("is another version", format!("this jsim reads 1 to {VERSION}")));
        }
        if let (Some(realm), Some(at)) = (&self.realm, top.get("realm")) {
            realm.validate(&at)?;
        }
        let steps = top.get("steps");
        let steps = steps.as_ref().map(Cursor::items).transpose()?.into_iter().flatten();
        for (step, at) in self.steps.iter().zip(steps) {
            step.validate(&at)?;
        }
        validate_all(&self.expect, top)?;
        let idle = |step: &Step| *step == Step { note: step.note.clone(), ..Step::default() };
        if self.expect.is_empty() && self.steps.iter().all(idle) {
            return Err(top.wrong("does nothing and expects nothing", "add \"steps\" or \"expect\""));
        }
        Ok(())
    }

    /// The names of the secrets that it does not hold.
    pub fn prompts(&self) -> Vec<&str> {
        let answers = self.steps.iter().filter_map(|step| step.answer.as_ref()).flat_map(IndexMap::values);
        let mut names = Vec::new();
        for answer in answers {
            if let AnswerValue::Prompt { prompt } = answer
                && !names.contains(&prompt.as_ref())
            {
                names.push(prompt.as_ref());
            }
        }
        names
    }
}

/// A side of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The client of the main journey.
    Main,
    /// The client of the backchannel journey.
    Backchannel,
}

impl Side {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Main, Self::Backchannel];

    /// The client.
    pub fn client(self) -> ClientId {
        match self {
            Self::Main => MAIN,
            Self::Backchannel => BACKCHANNEL,
        }
    }

    /// The side of a client.
    pub fn of(client: ClientId) -> Self {
        if client == MAIN { Self::Main } else { Self::Backchannel }
    }

    /// As scenarios spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Backchannel => "backchannel",
        }
    }
}
