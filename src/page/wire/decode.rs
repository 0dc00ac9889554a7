//! From what a client sent back to the answers for a page.

use serde_json::Value as Json;
use thiserror::Error;

use super::super::answer::{Answer, AnswerError};
use super::super::ask::AskKind;
use super::super::callback::Callback;
use super::super::page::Page;
use super::form::{Form, Input};
use crate::value::{Secret, Value};

/// Why a page that came back cannot be read. Never quotes a value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WireError {
    /// The step has no list of callbacks.
    #[error("the step has no list \"callbacks\"")]
    NoCallbacks,
    /// An input of another JSON type.
    #[error("{input}: expected {expected}")]
    WrongType {
        /// The input's name.
        input: String,
        /// What it must be.
        expected: &'static str,
    },
    /// The callback does not accept what an input holds.
    #[error("{input}: {reason}")]
    NotAccepted {
        /// The input's name.
        input: String,
        /// Why.
        reason: AnswerError,
    },
    /// `validateOnly` came back as `true`.
    #[error("{0}: only false is simulated")]
    ValidateOnly(String),
}

impl Page {
    /// The answers in a step that a client sent back.
    ///
    /// A callback is found by the names of its inputs, else by its type and the order of those of its
    /// type. One that was left out, and an input that was, keep the value they hold. What the page does
    /// not have is ignored.
    ///
    /// # Errors
    /// An input of the wrong type or range; the page is not answered then.
    pub fn answers_from_wire(&self, step: &Json) -> Result<Vec<(usize, Answer)>, WireError> {
        let sent = step.get("callbacks").and_then(Json::as_array).ok_or(WireError::NoCallbacks)?;
        let forms: Vec<Form<'_>> = self.callbacks.iter().map(Callback::form).collect();
        let mut came: Vec<Option<Vec<Option<&Json>>>> = vec![None; forms.len()];
        for one in sent {
            let inputs = one.get("input").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
            let type_name = one.get("type").and_then(Json::as_str);
            let fits = |index: &usize| {
                type_name.is_none_or(|name| name.eq_ignore_ascii_case(self.callbacks[*index].type_name()))
            };
            let named = inputs.iter().find_map(|input| {
                (0..forms.len()).find(|index| slot_named(&forms[*index], *index, input).is_some())
            });
            let in_order = || {
                type_name.and_then(|_| (0..forms.len()).find(|index| came[*index].is_none() && fits(index)))
            };
            let Some(index) = named.filter(fits).or_else(in_order) else { continue };
            let values = came[index].get_or_insert_with(|| vec![None; forms[index].input.len()]);
            for (place, input) in inputs.iter().enumerate() {
                let slot = slot_named(&forms[index], index, input).unwrap_or(place);
                if let Some(value) = values.get_mut(slot) {
                    *value = input.get("value").filter(|value| !value.is_null());
                }
            }
        }
        let mut answers = Vec::new();
        for (index, (callback, values)) in self.callbacks.iter().zip(&came).enumerate() {
            let answer = match values {
                Some(values) => read(callback, &forms[index].input, values, index + 1)?,
                None => callback.when_left_out(),
            };
            answers.extend(answer.map(|answer| (index, answer)));
        }
        Ok(answers)
    }
}

/// Which input of the callback at a place of the page, from 0, has the name that this one has.
fn slot_named(form: &Form<'_>, index: usize, input: &Json) -> Option<usize> {
    let name = input.get("name").and_then(Json::as_str)?;
    form.input.iter().position(|known| known.name(index + 1) == name)
}

/// The answer in the values of a callback's inputs.
fn read(
    callback: &Callback,
    inputs: &[Input<'_>],
    values: &[Option<&Json>],
    number: usize,
) -> Result<Option<Answer>, WireError> {
    let name = |slot: usize| inputs.get(slot).map(|input| input.name(number)).unwrap_or_default();
    let kind = callback.ask().kind;
    if kind == AskKind::Fields {
        let given = inputs.iter().zip(values);
        let given = given.filter_map(|(input, value)| Some((input.field.into(), Value::from((*value)?))));
        let fields: Vec<_> = given.collect();
        return Ok((!fields.is_empty()).then_some(Answer::Fields(fields)));
    }
    if values.get(1).copied().flatten() == Some(&Json::Bool(true)) {
        return Err(WireError::ValidateOnly(name(1)));
    }
    let Some(value) = values.first().copied().flatten() else { return Ok(None) };
    let wrong = |expected| WireError::WrongType { input: name(0), expected };
    let answer = match kind {
        AskKind::Text => Answer::Text(value.as_str().ok_or_else(|| wrong("a text"))?.into()),
        AskKind::Secret => Answer::Secret(Secret::new(value.as_str().ok_or_else(|| wrong("a text"))?)),
        AskKind::MultiChoice if value.is_array() => {
            let items = value.as_array().into_iter().flatten().map(number_of);
            Answer::Select(items.collect::<Option<_>>().ok_or_else(|| wrong("a list of numbers"))?)
        }
        AskKind::Choice | AskKind::MultiChoice | AskKind::Buttons => {
            let number = number_of(value).ok_or_else(|| wrong("a number"))?;
            match callback.option_of_number(number) {
                Some(option) => Answer::Select(vec![option]),
                None => return Ok(None),
            }
        }
        AskKind::Nothing | AskKind::Fields => return Ok(None),
    };
    let reason = callback.clone().accept(&answer).err();
    reason.map_or(Ok(Some(answer)), |reason| Err(WireError::NotAccepted { input: name(0), reason }))
}

/// A number, or a text that is one, as old clients send it.
fn number_of(value: &Json) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}
