//! What buttons say.

use crate::tui::facts;
use crate::tui::model::Model;
use crate::tui::page::{Element, Side};
use crate::tui::text::printable;

/// What the submit button of a side says.
fn submit_label(model: &Model, side: Side) -> &'static str {
    if model.forms[side.index()].has_password() { "Log in" } else { "Next" }
}

/// What a button says.
pub(in crate::tui) fn label(model: &Model, side: Side, element: Element) -> String {
    match element {
        Element::Confirm { callback, option } => {
            let callback = side.page(&model.run).and_then(|page| page.callbacks.get(callback));
            let text = callback.and_then(|callback| callback.ask().options.get(option));
            text.map(|text| printable(text).into_owned()).unwrap_or_default()
        }
        Element::Submit | Element::Field { .. } | Element::Option { .. } => submit_label(model, side).into(),
        Element::Poll => "Re-submit now".into(),
        Element::OpenLink if facts::was_opened(&model.run) => "Open the link again".into(),
        Element::OpenLink => "Open the link".into(),
        Element::CloseTab => "Close tab".into(),
        Element::Again => "Start again".into(),
    }
}
