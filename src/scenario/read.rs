//! Reads a scenario file, strictly: what it does not know it refuses, with the place and the cure.

use std::sync::Arc;

use indexmap::IndexMap;

use super::model::{
    AnswerValue, Fault, LinkChoice, RealmOverride, RestartWhat, Scenario, Side, Step, UserOverride,
    UserStatusName,
};
use super::read_expect::expectations;
use crate::json::{Cursor, Diagnostic, Document, nearest};

const TOP: &[&str] = &["$schema", "description", "journeys", "journey", "seed", "realm", "steps", "expect"];
pub(super) const VERBS: &[&str] = &[
    "answer", "press", "resubmit", "openLink", "wait", "skip", "step", "pause", "fault", "restart", "start",
    "closeTab",
];
/// The longest wait: a year, as for a transaction's life.
const MAX_WAIT_MS: u64 = 365 * 24 * 60 * 60 * 1000;
/// The most steps: each costs memory while it is played.
pub(super) const MAX_STEPS: usize = 100_000;
const MAX_REPEATS: u64 = 100_000;

/// Reads a scenario file's text.
///
/// # Errors
/// No JSON, an unknown key, a wrong type or value: with file, JSON path, line, column and cure.
pub fn read(file: &str, text: &str) -> Result<Scenario, Diagnostic> {
    let document = Document::parse(file, text)?;
    let top = document.top();
    top.only(TOP)?;
    top.reject_duplicate_keys()?;
    let scenario = Scenario {
        schema: top.get("$schema").map(|text| text.str().map(str::to_owned)).transpose()?,
        description: top.get("description").map(|text| text.str().map(str::to_owned)).transpose()?,
        journeys: top.get("journeys").map(|text| filled(&text).map(|text| text.to_string())).transpose()?,
        journey: top.get("journey").map(|text| filled(&text)).transpose()?,
        seed: top.get("seed").map(|seed| seed.u64()).transpose()?,
        realm: top.get("realm").map(|realm| realm_override(&realm)).transpose()?,
        steps: match top.get("steps") {
            Some(steps) => {
                if steps.items()?.nth(MAX_STEPS).is_some() {
                    return Err(steps.wrong("has too many steps", format!("use at most {MAX_STEPS}")));
                }
                steps.items()?.map(|step| read_step(&step)).collect::<Result<_, _>>()?
            }
            None => Vec::new(),
        },
        expect: expectations(&top)?,
    };
    let idle = |step: &Step| *step == Step { note: step.note.clone(), ..Step::default() };
    if scenario.expect.is_empty() && scenario.steps.iter().all(idle) {
        return Err(top.wrong("does nothing and expects nothing", "add \"steps\" or \"expect\""));
    }
    Ok(scenario)
}

/// Reads one step.
pub(crate) fn read_step(at: &Cursor<'_>) -> Result<Step, Diagnostic> {
    let mut known = vec!["note", "side", "expect"];
    known.extend_from_slice(VERBS);
    at.only(&known)?;
    let step = Step {
        note: at.get("note").map(|note| note.str().map(str::to_owned)).transpose()?,
        side: at.get("side").map(|side| read_side(&side)).transpose()?,
        answer: at.get("answer").map(|answer| answers(&answer)).transpose()?,
        press: at.get("press").map(|press| button(&press)).transpose()?,
        resubmit: at.get("resubmit").map(|flag| only_true(&flag)).transpose()?.unwrap_or(false),
        open_link: at.get("openLink").map(|link| link_choice(&link)).transpose()?,
        wait: at.get("wait").map(|wait| within(&wait, 0, MAX_WAIT_MS)).transpose()?,
        skip: at.get("skip").map(|times| repeats(&times)).transpose()?,
        step: at.get("step").map(|times| repeats(&times)).transpose()?,
        pause: at.get("pause").map(|flag| flag.bool()).transpose()?,
        fault: at.get("fault").map(|fault| word(&fault, FAULTS)).transpose()?,
        restart: at.get("restart").map(|what| word(&what, RESTARTS)).transpose()?,
        start: at.get("start").map(|name| filled(&name)).transpose()?,
        close_tab: at.get("closeTab").map(|flag| only_true(&flag)).transpose()?.unwrap_or(false),
        expect: expectations(at)?,
    };
    one_verb(at, &step)?;
    Ok(step)
}

const FAULTS: &[(&str, Fault)] = &[("storeFails", Fault::StoreFails), ("storeWorks", Fault::StoreWorks)];
const RESTARTS: &[(&str, RestartWhat)] =
    &[("main", RestartWhat::Main), ("backchannel", RestartWhat::Backchannel), ("all", RestartWhat::All)];
const SIDES: &[(&str, Side)] = &[("main", Side::Main), ("backchannel", Side::Backchannel)];
const STATUSES: &[(&str, UserStatusName)] = &[
    ("active", UserStatusName::Active),
    ("inactive", UserStatusName::Inactive),
    ("locked", UserStatusName::Locked),
    ("passwordExpired", UserStatusName::PasswordExpired),
    ("passwordReset", UserStatusName::PasswordReset),
];

/// Whether a verb is done by one of the sides, and which one must be said.
pub(super) fn needs_side(verb: &str) -> bool {
    matches!(verb, "answer" | "press" | "resubmit" | "start" | "closeTab")
}

/// Whether a verb is done by no side.
pub(super) fn is_anybodys(verb: &str) -> bool {
    !needs_side(verb) && verb != "openLink"
}

/// A step does one thing, and says who where that matters.
fn one_verb(at: &Cursor<'_>, step: &Step) -> Result<(), Diagnostic> {
    let there: Vec<&str> = VERBS.iter().copied().filter(|verb| at.get(verb).is_some()).collect();
    let fine = match there[..] {
        [] => at.get("expect").is_some() || at.get("note").is_some(),
        [_] | ["answer", "press"] => true,
        _ => false,
    };
    if !fine && there.is_empty() {
        return Err(at.wrong("does nothing", format!("add one of {}, or expect", VERBS.join(", "))));
    }
    if !fine {
        return Err(
            at.wrong(format!("does several things: {}", there.join(", ")), "make each a step of its own")
        );
    }
    if let Some(verb) = there.iter().find(|verb| needs_side(verb)).filter(|_| step.side.is_none()) {
        return Err(
            at.wrong(format!("does not say who does {verb}"), "add \"side\": \"main\" or \"backchannel\"")
        );
    }
    if let (Some(side), Some(verb)) = (at.get("side"), there.iter().find(|verb| is_anybodys(verb))) {
        return Err(side.wrong(format!("{verb} is nobody's"), "remove \"side\""));
    }
    Ok(())
}

fn answers(at: &Cursor<'_>) -> Result<IndexMap<String, AnswerValue>, Diagnostic> {
    if at.object()?.is_empty() {
        return Err(at.wrong("answers nothing", "add a prompt, or use \"resubmit\": true"));
    }
    at.members()?.map(|(prompt, value)| Ok((prompt.to_owned(), answer(&value)?))).collect()
}

fn answer(at: &Cursor<'_>) -> Result<AnswerValue, Diagnostic> {
    use serde_json::Value as Json;
    match at.value {
        Json::String(text) => Ok(AnswerValue::Text(text.as_str().into())),
        Json::Number(_) => index(at).map(AnswerValue::Index),
        Json::Array(_) => {
            at.items()?.map(|item| index(&item)).collect::<Result<_, _>>().map(AnswerValue::Indices)
        }
        Json::Object(_) => {
            at.only(&["passwordOf", "prompt", "fields"])?;
            let (of, prompt, fields) = (at.get("passwordOf"), at.get("prompt"), at.get("fields"));
            match (of, prompt, fields) {
                (Some(of), None, None) => Ok(AnswerValue::PasswordOf { password_of: filled(&of)? }),
                (None, Some(prompt), None) => Ok(AnswerValue::Prompt { prompt: filled(&prompt)? }),
                (None, None, Some(fields)) => {
                    let members = fields.members()?;
                    let fields = members.map(|(name, value)| (Arc::from(name), value.value.clone())).collect();
                    Ok(AnswerValue::Fields { fields })
                }
                _ => Err(at.wrong("is no answer", "use exactly one of passwordOf, prompt and fields")),
            }
        }
        _ => Err(at.wrong(
            "is no answer",
            "use a text, a number, a list of numbers, {\"passwordOf\": NAME}, {\"prompt\": NAME} or {\"fields\": {..}}",
        )),
    }
}

fn button(at: &Cursor<'_>) -> Result<AnswerValue, Diagnostic> {
    match at.value {
        serde_json::Value::String(_) => Ok(AnswerValue::Text(filled(at)?)),
        serde_json::Value::Number(_) => index(at).map(AnswerValue::Index),
        _ => Err(at.wrong("is no button", "use the button's text, or its index from 0")),
    }
}

fn index(at: &Cursor<'_>) -> Result<i64, Diagnostic> {
    let number = within(at, 0, 10_000)?;
    Ok(i64::try_from(number).unwrap_or_default())
}

fn link_choice(at: &Cursor<'_>) -> Result<LinkChoice, Diagnostic> {
    match at.value {
        serde_json::Value::Bool(true) => Ok(LinkChoice::Newest(true)),
        serde_json::Value::String(_) => Ok(LinkChoice::Link(at.str()?.into())),
        serde_json::Value::Number(_) => {
            let number = within(at, 1, MAX_REPEATS)?;
            Ok(LinkChoice::Number(u32::try_from(number).unwrap_or(u32::MAX)))
        }
        _ => Err(
            at.wrong("is no link", "use true for the newest link, a transaction's number from 1, or a link")
        ),
    }
}

fn only_true(at: &Cursor<'_>) -> Result<bool, Diagnostic> {
    if at.bool()? { Ok(true) } else { Err(at.wrong("is false", "make it true, or remove it")) }
}

fn repeats(at: &Cursor<'_>) -> Result<u32, Diagnostic> {
    within(at, 1, MAX_REPEATS).map(|times| u32::try_from(times).unwrap_or(u32::MAX))
}

pub(super) fn within(at: &Cursor<'_>, least: u64, most: u64) -> Result<u64, Diagnostic> {
    let number = at.u64()?;
    if (least..=most).contains(&number) {
        return Ok(number);
    }
    Err(at.wrong("is out of range", format!("use {least} to {most}")))
}

pub(super) fn filled(at: &Cursor<'_>) -> Result<Arc<str>, Diagnostic> {
    match at.str()? {
        "" => Err(at.wrong("is empty", "fill it in")),
        text => Ok(text.into()),
    }
}

pub(super) fn read_side(at: &Cursor<'_>) -> Result<Side, Diagnostic> {
    word(at, SIDES)
}

/// One of a few words.
pub(super) fn word<T: Copy>(at: &Cursor<'_>, words: &[(&str, T)]) -> Result<T, Diagnostic> {
    let text = at.str()?;
    if let Some((_, found)) = words.iter().find(|(known, _)| *known == text) {
        return Ok(*found);
    }
    let known: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
    let help = match nearest(text, &known) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("use one of {}", known.join(", ")),
    };
    Err(at.wrong("is not known here", help))
}

pub(super) fn realm_override(at: &Cursor<'_>) -> Result<RealmOverride, Diagnostic> {
    at.only(&["transactionTimeToLive", "users"])?;
    let life =
        at.get("transactionTimeToLive").map(|life| within(&life, 1, MAX_WAIT_MS / 1000)).transpose()?;
    let mut users: Vec<UserOverride> = Vec::new();
    if let Some(list) = at.get("users") {
        for place in list.items()? {
            let user = user_override(&place)?;
            if users.iter().any(|known| known.user_name.eq_ignore_ascii_case(&user.user_name)) {
                return Err(place.need("userName")?.wrong("is here twice", "put both in one"));
            }
            users.push(user);
        }
    }
    Ok(RealmOverride { transaction_time_to_live: life, users })
}

fn user_override(at: &Cursor<'_>) -> Result<UserOverride, Diagnostic> {
    at.only(&["userName", "status", "inStore", "attributes"])?;
    let mut attributes = IndexMap::new();
    if let Some(members) = at.get("attributes") {
        for (key, value) in members.members()? {
            if matches!(key, "_id" | "userName" | "password" | "userPassword" | "accountStatus") {
                return Err(value.wrong("does not belong to the attributes", "remove it"));
            }
            attributes.insert(key.to_owned(), value.value.clone());
        }
    }
    Ok(UserOverride {
        user_name: filled(&at.need("userName")?)?,
        status: at.get("status").map(|status| word(&status, STATUSES)).transpose()?,
        in_store: at.get("inStore").map(|flag| flag.bool()).transpose()?,
        attributes,
    })
}
