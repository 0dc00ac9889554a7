//! What to do with a page: from what was given, from standard input, from its defaults.

use indexmap::IndexMap;

use super::ask::Asker;
use super::given::{SuppliedAnswers, Value};
use crate::cli::exit::Failure;
use crate::page::{Ask, AskKind, Callback};
use crate::program::Program;
use crate::scenario::{AnswerValue, Player, Side, Step, field_key, field_named};
use crate::value::Secret;

/// What to do.
pub(super) enum PageAction {
    /// This.
    Do(Box<Step>),
    /// Nothing: it waits by itself.
    Wait,
    /// Nothing, since an answer is missing: what for.
    Missing(String),
}

/// Decides about a side's page.
pub(super) fn plan(
    side: Side,
    callbacks: &[Callback],
    given: &mut SuppliedAnswers,
    asker: &mut Asker,
    player: &mut Player,
) -> Result<PageAction, Failure> {
    let waits = callbacks.iter().any(|callback| callback.wait().is_some());
    let mut answers = IndexMap::new();
    let can_be_given = |callback: &Callback| callback.is_field() || callback.ask().is_hidden();
    for (index, callback) in callbacks.iter().enumerate().filter(|(_, callback)| can_be_given(callback)) {
        if let Some(value) = from_given(side, index, callback, callbacks, given, player)? {
            answers.insert(field_key(callbacks, index), value);
        }
    }
    let some_given = !answers.is_empty();
    let buttons = buttons(callbacks);
    let pressed = given.presses.iter_mut().find(|press| {
        press.side == side
            && !press.used
            && buttons.iter().any(|button| button.eq_ignore_ascii_case(&press.button))
    });
    let mut button = pressed.map(|press| {
        press.used = true;
        AnswerValue::Text(press.button.as_str().into())
    });
    for (index, callback) in callbacks.iter().enumerate().filter(|(_, callback)| callback.is_field()) {
        let key = field_key(callbacks, index);
        if answers.contains_key(&key) {
            continue;
        }
        let default = callback.ask().has_default();
        if default && some_given {
            continue;
        }
        match from_input(side, callback, asker, player)? {
            Some(value) => {
                answers.insert(key, value);
            }
            None if default => {}
            None if button.is_some() => {}
            None => return Ok(PageAction::Missing(format!("{} asks \"{}\"", side.name(), prompt(callback)))),
        }
    }
    if !buttons.is_empty() && button.is_none() && !waits && answers.is_empty() {
        let listed: Vec<String> = buttons.iter().map(|button| format!("[{button}]")).collect();
        let question = format!("{} can press {}:", side.name(), listed.join(" "));
        while button.is_none() {
            let Some(text) = asker.line(&question, false)? else {
                return Ok(PageAction::Missing(format!("{} can press {}", side.name(), listed.join(" "))));
            };
            button = buttons
                .iter()
                .find(|button| button.eq_ignore_ascii_case(text.trim()))
                .map(|button| AnswerValue::Text(button.as_str().into()));
        }
    }
    if waits && answers.is_empty() && button.is_none() {
        return Ok(PageAction::Wait);
    }
    let resubmit = answers.is_empty() && button.is_none();
    let answer = (!answers.is_empty()).then_some(answers);
    Ok(PageAction::Do(Box::new(Step {
        side: Some(side),
        answer,
        press: button,
        resubmit,
        ..Step::default()
    })))
}

fn prompt(callback: &Callback) -> String {
    callback.ask().prompt.map(ToString::to_string).unwrap_or_default()
}

fn buttons(callbacks: &[Callback]) -> Vec<String> {
    let asks = callbacks.iter().map(Callback::ask).filter(|ask| ask.kind == AskKind::Buttons);
    asks.flat_map(|ask| ask.options).map(ToString::to_string).collect()
}

fn is_secret(callback: &Callback) -> bool {
    callback.ask().kind == AskKind::Secret
}

/// The first answer given for this field.
fn from_given(
    side: Side,
    index: usize,
    callback: &Callback,
    callbacks: &[Callback],
    given: &mut SuppliedAnswers,
    player: &mut Player,
) -> Result<Option<AnswerValue>, Failure> {
    let fits = |prompt: &str| field_named(callbacks, prompt) == Some(index);
    let found =
        given.answers.iter_mut().find(|answer| answer.side == side && !answer.used && fits(&answer.prompt));
    let Some(answer) = found else { return Ok(None) };
    answer.used = true;
    match &answer.value {
        Value::PasswordOf(_) if !is_secret(callback) => Err(Failure::usage(format!(
            "--answer \"{}\": @user: is a password, and a {} is no password field",
            answer.prompt,
            callback.type_name()
        ))
        .with_help("write the text itself")),
        Value::PasswordOf(name) => Ok(Some(AnswerValue::PasswordOf { password_of: name.as_str().into() })),
        Value::Text(text) if is_secret(callback) && !text.is_empty() => Err(Failure::usage(format!(
            "--answer \"{}\": a password is never on the command line",
            answer.prompt
        ))
        .with_help("use @user:NAME, @env:NAME or @file:PATH")),
        Value::Text(text) => Ok(Some(typed(&callback.ask(), text))),
        Value::Hidden(text) if is_secret(callback) => Ok(Some(secret(callback, text, player))),
        Value::Hidden(text) => Ok(Some(typed(&callback.ask(), text))),
    }
}

/// A line of standard input for this field; an empty one, or the end, is no answer.
fn from_input(
    side: Side,
    callback: &Callback,
    asker: &mut Asker,
    player: &mut Player,
) -> Result<Option<AnswerValue>, Failure> {
    let ask = callback.ask();
    let hint = if ask.has_options() {
        let listed: Vec<String> =
            ask.options.iter().enumerate().map(|(index, option)| format!("{index} {option}")).collect();
        format!(" ({})", listed.join(", "))
    } else if ask.has_default() {
        format!(" (empty keeps \"{}\")", ask.text)
    } else if !ask.proposal.is_empty() {
        format!(" (proposed: \"{}\")", ask.proposal)
    } else {
        String::new()
    };
    let question = format!("{} asks \"{}\"{hint}:", side.name(), prompt(callback));
    loop {
        let Some(text) = asker.line(&question, is_secret(callback))? else { return Ok(None) };
        if is_secret(callback) {
            return Ok(Some(secret(callback, &text, player)));
        }
        if text.is_empty() && ask.has_default() {
            return Ok(None);
        }
        let value = typed(&ask, &text);
        let fits = match &value {
            AnswerValue::Text(text) if ask.has_options() => ask.option_named(text).is_some(),
            AnswerValue::Index(index) => ask.within(&[*index]).is_ok(),
            _ => true,
        };
        if fits {
            return Ok(Some(value));
        }
        crate::cli::messages::tell("that is none of the choices");
    }
}

/// A text, or of options the index.
fn typed(ask: &Ask<'_>, text: &str) -> AnswerValue {
    if ask.has_options()
        && ask.option_named(text).is_none()
        && let Ok(index) = text.trim().parse()
    {
        return AnswerValue::Index(index);
    }
    AnswerValue::Text(text.into())
}

/// A password, as a step may hold it: whose it is, or a name for it.
fn secret(callback: &Callback, text: &str, player: &mut Player) -> AnswerValue {
    if text.is_empty() {
        return AnswerValue::Text("".into());
    }
    if let Some(name) = owner(player.run.program(), text) {
        return AnswerValue::PasswordOf { password_of: name };
    }
    player.name_secret(&prompt(callback), &Secret::new(text))
}

/// Whose password a text is.
fn owner(program: &Program, text: &str) -> Option<std::sync::Arc<str>> {
    let secret = Secret::new(text);
    crate::scenario::owner_of(program.identities(), &secret)
}
