//! From what a scenario says to what a callback takes.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;

use super::model::AnswerValue;
use crate::identity::Identities;
use crate::json::nearest;
use crate::page::{Answer, Callback};
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
    match callback {
        Callback::Name { prompt, .. }
        | Callback::Password { prompt, .. }
        | Callback::TextInput { prompt, .. }
        | Callback::Choice { prompt, .. }
        | Callback::ValidatedUsername { prompt, .. }
        | Callback::ValidatedPassword { prompt, .. } => Some(prompt),
        Callback::Confirmation(confirmation) => Some(&confirmation.prompt),
        Callback::Hidden { id, .. } => Some(id),
        Callback::Other { name, .. } => Some(name),
        Callback::TextOutput { .. } | Callback::PollingWait { .. } | Callback::Metadata(_) => None,
    }
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
            let prompts = callbacks.iter().filter(|callback| !matches!(callback, Callback::Confirmation(_)));
            let prompts: Vec<&str> = prompts.filter_map(prompt_of).map(AsRef::as_ref).collect();
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
    for callback in callbacks {
        match callback {
            Callback::Confirmation(confirmation) => {
                words.extend(confirmation.options.iter().map(|option| format!("[{option}]")));
            }
            other => words.extend(prompt_of(other).map(|prompt| format!("\"{prompt}\""))),
        }
    }
    if words.is_empty() { "nothing".into() } else { words.join(", ") }
}

/// The nearest of some names as a question before the list of all, or nothing.
fn did_you_mean(name: &str, known: &[&str]) -> String {
    nearest(name, known).map(|near| format!("did you mean \"{near}\"? ")).unwrap_or_default()
}

/// What a step gives a callback.
fn takes(callback: &Callback) -> &'static str {
    match callback {
        Callback::Name { .. }
        | Callback::TextInput { .. }
        | Callback::Hidden { .. }
        | Callback::ValidatedUsername { .. } => {
            "give it a text, {\"passwordOf\": USER} or {\"prompt\": NAME}"
        }
        Callback::Password { .. } | Callback::ValidatedPassword { .. } => {
            "give it {\"passwordOf\": USER}, {\"prompt\": NAME} or the empty text"
        }
        Callback::Choice { .. } | Callback::Confirmation(_) => {
            "give it the text of one of its options, or an index from 0"
        }
        Callback::Other { .. } => "give it {\"fields\": {NAME: VALUE}}",
        Callback::TextOutput { .. } | Callback::PollingWait { .. } | Callback::Metadata(_) => {
            "it takes none: remove this"
        }
    }
}

fn convert(
    callback: &Callback,
    value: &AnswerValue,
    secrets: &Secrets,
    identities: &Identities,
) -> Result<Answer, StepError> {
    let is_secret = matches!(callback, Callback::Password { .. } | Callback::ValidatedPassword { .. });
    let no_answer =
        || StepError::new(format!("this is no answer for a {}; {}", callback.type_name(), takes(callback)));
    match (callback, value) {
        (Callback::TextOutput { .. } | Callback::PollingWait { .. } | Callback::Metadata(_), _) => {
            Err(no_answer())
        }
        (Callback::Choice { choices, .. }, value) => select(choices, value),
        (Callback::Confirmation(confirmation), value) => select(&confirmation.options, value),
        // Anything else than a password field shows and logs what is put there.
        (callback, AnswerValue::PasswordOf { .. }) if !is_secret => Err(no_secret("passwordOf", callback)),
        (callback, AnswerValue::Prompt { .. }) if !is_secret => Err(no_secret("prompt", callback)),
        (_, AnswerValue::PasswordOf { password_of: name }) => {
            Ok(Answer::Secret(password_of(name, identities)?))
        }
        (_, AnswerValue::Prompt { prompt }) => Ok(Answer::Secret(secrets.named(prompt, identities))),
        (_, AnswerValue::Text(text)) if is_secret && !text.is_empty() => Err(StepError::new(
            "a password is not written in a scenario; use {\"passwordOf\": USER} or {\"prompt\": NAME}",
        )),
        (_, AnswerValue::Text(text)) if is_secret => Ok(Answer::Secret(Secret::new(text.as_ref()))),
        (Callback::Other { .. }, AnswerValue::Fields { fields }) => Ok(Answer::Fields(
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
fn select(options: &[Arc<str>], value: &AnswerValue) -> Result<Answer, StepError> {
    let picked = match value {
        AnswerValue::Index(index) => vec![*index],
        AnswerValue::Indices(indices) => indices.clone(),
        AnswerValue::Text(text) => {
            let exact = options.iter().position(|option| option == text);
            let loose = || options.iter().position(|option| option.trim().eq_ignore_ascii_case(text.trim()));
            let index = exact.or_else(loose).ok_or_else(|| {
                let options: Vec<&str> = options.iter().map(AsRef::as_ref).collect();
                let mean = did_you_mean(text, &options);
                let known: Vec<String> = options.iter().map(|option| format!("\"{option}\"")).collect();
                StepError::new(format!("there is no \"{text}\"; {mean}there is {}", known.join(", ")))
            })?;
            vec![i64::try_from(index).unwrap_or_default()]
        }
        _ => return Err(StepError::new("a choice is answered by a text or an index from 0")),
    };
    let count = i64::try_from(options.len()).unwrap_or(i64::MAX);
    if picked.iter().all(|index| (0..count).contains(index)) {
        return Ok(Answer::Select(picked));
    }
    Err(StepError::new(format!("the index is out of range: there are {count}, counted from 0")))
}

/// A button of a page: the callback that has it, and its index there.
pub(super) fn press(callbacks: &[Callback], button: &AnswerValue) -> Result<(usize, Answer), StepError> {
    let confirmations: Vec<(usize, &Vec<Arc<str>>)> = callbacks
        .iter()
        .enumerate()
        .filter_map(|(index, callback)| match callback {
            Callback::Confirmation(confirmation) => Some((index, &confirmation.options)),
            _ => None,
        })
        .collect();
    if confirmations.is_empty() {
        return Err(StepError::new(format!("the page has no button; it asks {}", asked(callbacks))));
    }
    let mut first = None;
    for (index, options) in confirmations {
        match select(options, button) {
            Ok(answer) => return Ok((index, answer)),
            Err(stuck) => first = first.or(Some(stuck)),
        }
    }
    Err(first.unwrap_or_else(|| StepError::new("the page has no such button")))
}
