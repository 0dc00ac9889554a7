//! Answers: what a callback accepts, and how it goes in.

use std::sync::Arc;

use thiserror::Error;

use super::ask::AskKind;
use super::callback::{Callback, Slot};
use crate::value::{Secret, Value};

/// A person's answer to one callback.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A text, for names, text inputs and hidden values.
    Text(Arc<str>),
    /// A password.
    Secret(Secret),
    /// Options by index from 0: a choice, several choices, or the pressed button of a confirmation.
    Select(Vec<i64>),
    /// The input fields of any other callback.
    Fields(Vec<(Arc<str>, Value)>),
}

/// Why a callback does not accept an answer. Never quotes the answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AnswerError {
    /// It is answered otherwise, or not at all.
    #[error("this is no answer for a {0}")]
    WrongKind(String),
    /// No such option.
    #[error("the index is out of range: there are {0}, counted from 0")]
    OutOfRange(usize),
    /// None or several options where one is wanted.
    #[error("it takes exactly one option")]
    NotOne,
    /// No such field.
    #[error("it has no field \"{0}\"")]
    NoSuchField(Arc<str>),
}

impl Callback {
    /// Puts an answer in.
    ///
    /// # Errors
    /// It does not fit; nothing has changed.
    pub fn accept(&mut self, answer: &Answer) -> Result<(), AnswerError> {
        let wrong_kind = AnswerError::WrongKind(self.type_name().to_owned());
        let ask = self.ask();
        let (is_multiple, picked) = match answer {
            Answer::Select(picked) if ask.has_options() => {
                (ask.kind == AskKind::MultiChoice, ask.within(picked)?)
            }
            _ => (false, Vec::new()),
        };
        match (self.slot(), answer) {
            (Slot::Text(value), Answer::Text(text)) => *value = text.clone(),
            (Slot::Secret(value), Answer::Secret(secret)) => *value = secret.clone(),
            (Slot::Options(selected), Answer::Select(_)) => {
                if !is_multiple && picked.len() != 1 {
                    return Err(AnswerError::NotOne);
                }
                *selected = picked;
            }
            (Slot::Button(confirmation), Answer::Select(_)) => {
                let [option] = picked[..] else { return Err(AnswerError::NotOne) };
                let number = confirmation.number_of(option);
                confirmation.selected = number.ok_or(AnswerError::OutOfRange(confirmation.options.len()))?;
            }
            (Slot::Fields(input), Answer::Fields(fields)) => {
                let mut filled = input.clone();
                for (name, value) in fields {
                    let slot = filled.iter_mut().find(|(known, _)| known == name);
                    slot.ok_or_else(|| AnswerError::NoSuchField(name.clone()))?.1 = value.clone();
                }
                *input = filled;
            }
            _ => return Err(wrong_kind),
        }
        Ok(())
    }
}
