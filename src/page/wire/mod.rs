//! The form in which clients of AM get a page and send it back.
//!
//! Inputs are named `IDToken1`, `IDToken2` .. over the page, and callbacks without an input are counted. A
//! client finds everything by these names, by `type`, and by the order of `callbacks`.

mod decode;
mod form;

use serde_json::{Map, Value as Json, json};

use super::answer::Answer;
use super::callback::Callback;
use super::page::Page;
pub use decode::WireError;
use form::Form;

impl Page {
    /// The page as a client gets it, secrets masked. `authId` is left out: it is a token of the server
    /// that nothing depends on here.
    pub fn to_wire(&self) -> Json {
        self.step(&self.callbacks)
    }

    /// The page as a client sends it back with some answers, secrets masked. Answers that do not fit
    /// are left out.
    pub fn answered_on_wire(&self, answers: &[(usize, Answer)]) -> Json {
        let mut callbacks = self.callbacks.clone();
        for (index, answer) in answers {
            // A misfit is refused where the page is submitted.
            let _ = callbacks.get_mut(*index).map(|callback| callback.accept(answer));
        }
        self.step(&callbacks)
    }

    /// `filled` are the callbacks of this page with what their inputs hold.
    fn step(&self, filled: &[Callback]) -> Json {
        let texts = [("stage", &self.stage), ("header", &self.header), ("description", &self.description)];
        let texts = texts.into_iter().filter_map(|(key, text)| Some((key.to_owned(), json!(text.as_ref()?))));
        let mut step: Map<String, Json> = texts.collect();
        let callbacks = self.callbacks.iter().zip(filled).enumerate().map(|(index, (callback, filled))| {
            let mut json = callback.with_inputs(index + 1, &filled.form());
            if let (true, Some(members)) = (self.has_callback_ids, json.as_object_mut()) {
                members.insert("_id".into(), json!(index));
            }
            json
        });
        step.insert("callbacks".into(), callbacks.collect());
        Json::Object(step)
    }
}

impl Callback {
    /// The callback as a client gets it at a place of its page, counted from 1; secrets masked.
    pub fn to_wire(&self, number: usize) -> Json {
        self.with_inputs(number, &self.form())
    }

    fn with_inputs(&self, number: usize, filled: &Form<'_>) -> Json {
        let field = |name: &str, value: &Json| json!({"name": name, "value": value});
        let mut json = Map::from_iter([("type".to_owned(), json!(self.type_name()))]);
        let output: Vec<Json> = self.form().output.iter().map(|(name, value)| field(name, value)).collect();
        let input = filled.input.iter();
        let input: Vec<Json> = input.map(|input| field(&input.name(number), &input.value)).collect();
        for (key, fields) in [("output", output), ("input", input)] {
            if !fields.is_empty() {
                json.insert(key.to_owned(), fields.into());
            }
        }
        Json::Object(json)
    }
}
