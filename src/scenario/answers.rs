//! From what a scenario says to what a callback takes.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;

use super::answer_value::AnswerValue;
use crate::identity::Identities;
use crate::json::nearest;
use crate::page::{Answer, AnswerError, Ask, AskKind, Callback};
use crate::value::{Secret, Value, printable};

/// Why a step cannot be done. Never quotes an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepError(pub String);

impl StepError {
    pub(super) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&printable(&self.0))
    }
}

/// The secrets behind named prompts: what somebody supplied, else a stand-in.
#[derive(Clone, Debug, Default)]
pub struct Secrets(HashMap<Arc<str>, Secret>);

impl Secrets {
    /// Supplies the secret of a named prompt.
    pub fn supply(&mut self, name: &str, secret: Secret) {
        self.0.insert(name.into(), secret);
    }

    /// The name of a secret: the one it has, else a new one that begins with `base`.
    pub fn name(&mut self, base: &str, secret: &Secret) -> Arc<str> {
        if let Some((name, _)) = self.0.iter().find(|(_, known)| *known == secret) {
            return name.clone();
        }
        let base = if base.trim().is_empty() { "secret" } else { base.trim() };
        let free =
            (1..).map(|number| format!("{base} {number}")).find(|name| !self.0.contains_key(name.as_str()));
        let name: Arc<str> = free.unwrap_or_default().into();
        self.0.insert(name.clone(), secret.clone());
        name
    }

    /// The secret of a named prompt: a stand-in is the same on every run, and nobody's password.
    pub(super) fn named(&self, name: &str, identities: &Identities) -> Secret {
        if let Some(secret) = self.0.get(name) {
            return secret.clone();
        }
        let mut stand_in = format!("stand-in for {name}");
        let taken = |text: &str| identities.users().any(|user| user.password.expose() == text);
        while taken(&stand_in) || identities.agents().any(|agent| agent.password.expose() == stand_in) {
            stand_in.push('.');
        }
        Secret::new(stand_in)
    }
}

/// The password of a user or an agent of the realm.
fn password_of(name: &str, identities: &Identities) -> Result<Secret, StepError> {
    let user = identities.find_record(name).map(|user| user.password.clone());
    let found = user.or_else(|| identities.agent(name).map(|agent| agent.password.clone()));
    found.ok_or_else(|| {
        let known: Vec<&str> = identities.users().map(|user| user.user_name.as_ref()).collect();
        StepError::new(format!(
            "passwordOf: the realm has no user or agent {name}; it has {}",
            known.join(", ")
        ))
    })
}

/// Whose password a secret is.
pub fn owner_of(identities: &Identities, secret: &Secret) -> Option<Arc<str>> {
    let user = identities.users().find(|user| user.password == *secret).map(|user| user.user_name.clone());
    user.or_else(|| {
        identities.agents().find(|agent| agent.password == *secret).map(|agent| agent.name.clone())
    })
}

/// What a person sees as the question of a callback.
pub fn prompt_of(callback: &Callback) -> Option<&Arc<str>> {
    callback.ask().prompt
}

/// Where on a page the answers of a step go.
pub(super) fn resolve(
    callbacks: &[Callback],
    answers: &IndexMap<String, AnswerValue>,
    secrets: &Secrets,
    identities: &Identities,
) -> Result<Vec<(usize, Answer)>, StepError> {
    let mut out = Vec::new();
    for (prompt, value) in answers {
        let Some(index) = field_named(callbacks, prompt) else {
            let asks = callbacks.iter().map(Callback::ask).filter(|ask| ask.kind != AskKind::Buttons);
            let prompts: Vec<&str> = asks.filter_map(|ask| ask.prompt).map(AsRef::as_ref).collect();
            let (mean, there) = (did_you_mean(prompt, &prompts), asked(callbacks));
            return Err(StepError::new(format!("the page does not ask \"{prompt}\"; {mean}it asks {there}")));
        };
        let Some(callback) = callbacks.get(index) else { continue };
        let answer = convert(callback, value, secrets, identities)
            .map_err(|stuck| StepError::new(format!("\"{prompt}\": {}", stuck.0)))?;
        out.push((index, answer));
    }
    Ok(out)
}

/// A callback by its prompt, or by `#` and its number on the page from 1.
pub fn field_named(callbacks: &[Callback], prompt: &str) -> Option<usize> {
    let named = callbacks
        .iter()
        .position(|callback| prompt_of(callback).is_some_and(|known| known.as_ref() == prompt));
    let loosely = || {
        let trimmed = prompt.trim().trim_end_matches(':');
        callbacks.iter().position(|callback| {
            prompt_of(callback).is_some_and(|known| {
                !trimmed.is_empty() && known.trim().trim_end_matches(':').eq_ignore_ascii_case(trimmed)
            })
        })
    };
    let numbered = || {
        let number = prompt.strip_prefix('#')?.parse::<usize>().ok()?.checked_sub(1)?;
        (number < callbacks.len()).then_some(number)
    };
    named.or_else(loosely).or_else(numbered)
}

/// What a page asks, for messages.
pub(super) fn asked(callbacks: &[Callback]) -> String {
    let mut words = Vec::new();
    for ask in callbacks.iter().map(Callback::ask) {
        match ask.kind {
            AskKind::Buttons => words.extend(ask.options.iter().map(|option| format!("[{option}]"))),
            _ => words.extend(ask.prompt.map(|prompt| format!("\"{prompt}\""))),
        }
    }
    if words.is_empty() { "nothing".into() } else { words.join(", ") }
}

/// The nearest of some names as a question before the list of all, or nothing.
fn did_you_mean(name: &str, known: &[&str]) -> String {
    nearest(name, known).map(|near| format!("did you mean \"{near}\"? ")).unwrap_or_default()
}

/// What a step gives a callback.
fn takes(kind: AskKind) -> &'static str {
    match kind {
        AskKind::Text => "give it a text, {\"passwordOf\": USER} or {\"prompt\": NAME}",
        AskKind::Secret => "give it {\"passwordOf\": USER}, {\"prompt\": NAME} or the empty text",
        AskKind::Choice | AskKind::MultiChoice | AskKind::Buttons => {
            "give it the text of one of its options, or an index from 0"
        }
        AskKind::Fields => "give it {\"fields\": {NAME: VALUE}}",
        AskKind::Nothing => "it takes none: remove this",
    }
}

fn convert(
    callback: &Callback,
    value: &AnswerValue,
    secrets: &Secrets,
    identities: &Identities,
) -> Result<Answer, StepError> {
    let ask = callback.ask();
    let is_secret = ask.kind == AskKind::Secret;
    let no_answer = || {
        let wrong = AnswerError::WrongKind(callback.type_name().to_owned());
        StepError::new(format!("{wrong}; {}", takes(ask.kind)))
    };
    match (ask.kind, value) {
        (AskKind::Nothing, _) => Err(no_answer()),
        (AskKind::Choice | AskKind::MultiChoice | AskKind::Buttons, value) => {
            let picked = select(&ask, value)?;
            Ok(Answer::Select(picked.into_iter().filter_map(|option| i64::try_from(option).ok()).collect()))
        }
        // Anything else than a password field shows and logs what is put there.
        (_, AnswerValue::PasswordOf { .. }) if !is_secret => Err(no_secret("passwordOf", callback)),
        (_, AnswerValue::Prompt { .. }) if !is_secret => Err(no_secret("prompt", callback)),
        (_, AnswerValue::PasswordOf { password_of: name }) => {
            Ok(Answer::Secret(password_of(name, identities)?))
        }
        (_, AnswerValue::Prompt { prompt }) => Ok(Answer::Secret(secrets.named(prompt, identities))),
        (_, AnswerValue::Text(text)) if is_secret && !text.is_empty() => Err(StepError::new(
            "a password is not written in a scenario; use {\"passwordOf\": USER} or {\"prompt\": NAME}",
        )),
        (_, AnswerValue::Text(text)) if is_secret => Ok(Answer::Secret(Secret::new(text.as_ref()))),
        (AskKind::Fields, AnswerValue::Fields { fields }) => Ok(Answer::Fields(
            fields.iter().map(|(name, value)| (name.clone(), Value::from(value))).collect(),
        )),
        (_, AnswerValue::Text(text)) => Ok(Answer::Text(text.clone())),
        _ => Err(no_answer()),
    }
}

fn no_secret(key: &str, callback: &Callback) -> StepError {
    let kind = callback.type_name();
    StepError::new(format!(
        "{key} stands for a secret, and a {kind} is no password field; write the text itself"
    ))
}

/// An option by its text, or by index from 0.
fn select(ask: &Ask<'_>, value: &AnswerValue) -> Result<Vec<usize>, StepError> {
    let picked = match value {
        AnswerValue::Index(index) => vec![*index],
        AnswerValue::Indices(indices) => indices.clone(),
        AnswerValue::Text(text) => {
            let index = ask.option_named(text).ok_or_else(|| {
                let options: Vec<&str> = ask.options.iter().map(AsRef::as_ref).collect();
                let mean = did_you_mean(text, &options);
                let known: Vec<String> = options.iter().map(|option| format!("\"{option}\"")).collect();
                StepError::new(format!("there is no \"{text}\"; {mean}there is {}", known.join(", ")))
            })?;
            vec![i64::try_from(index).unwrap_or_default()]
        }
        _ => return Err(StepError::new("a choice is answered by a text or an index from 0")),
    };
    ask.within(&picked).map_err(|wrong| StepError::new(wrong.to_string()))
}

/// A button of a page: the callback that has it, and its index there.
pub(super) fn press(callbacks: &[Callback], button: &AnswerValue) -> Result<(usize, usize), StepError> {
    let asks = callbacks.iter().map(Callback::ask).enumerate();
    let mut with_buttons = asks.filter(|(_, ask)| ask.kind == AskKind::Buttons).peekable();
    if with_buttons.peek().is_none() {
        return Err(StepError::new(format!("the page has no button; it asks {}", asked(callbacks))));
    }
    let mut first = None;
    for (index, ask) in with_buttons {
        match select(&ask, button).map(|picked| picked.first().copied()) {
            Ok(Some(option)) => return Ok((index, option)),
            Ok(None) => {}
            Err(stuck) => first = first.or(Some(stuck)),
        }
    }
    Err(first.unwrap_or_else(|| StepError::new("the page has no such button")))
}
