//! What a person has typed and chosen on a side, until it is submitted.

use super::editor::Editor;
use super::page::{Element, Side, elements};
use crate::drive::{PageKey, Run};
use crate::engine::SessionId;
use crate::page::{Answer, AskKind, Callback};
use crate::value::Secret;

/// What is put in for one callback.
#[derive(Clone, Debug)]
pub enum Input {
    /// Not a field.
    None,
    /// A text.
    Text(Editor),
    /// A password.
    Secret(Editor),
    /// Chosen options.
    Choice {
        /// Their indices.
        selected: Vec<usize>,
        /// Whether there may be several.
        multiple: bool,
    },
}

/// The form of a side.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Which page it belongs to: another page, another form.
    page: Option<PageKey>,
    session: Option<SessionId>,
    /// One for each callback of the page.
    pub inputs: Vec<Input>,
    /// What can have the focus.
    pub elements: Vec<Element>,
    /// Index of the element with the focus.
    pub focus: usize,
    /// Whether passwords are shown.
    pub revealed: bool,
    /// How far the page was scrolled down, in lines.
    pub scroll: usize,
}

impl Form {
    /// Brings the form in line with what the side shows now. `true` when the page is another one.
    pub fn sync(&mut self, run: &Run, side: Side) -> bool {
        let page = run.page_key(side.client());
        let session = side.session(run).map(|session| session.id);
        let elements = elements(run, side);
        if (page, session) == (self.page, self.session) && elements == self.elements {
            return false;
        }
        let again = elements == self.elements && self.session == session;
        self.inputs = inputs(run, side);
        // A wait that is sent again looks the same: the focus stays where it was.
        if !again {
            self.focus = first_choice(run, side, &elements);
            self.scroll = 0;
        }
        (self.page, self.session) = (page, session);
        (self.elements, self.revealed) = (elements, false);
        true
    }

    /// The element with the focus.
    pub fn focused(&self) -> Option<Element> {
        self.elements.get(self.focus).copied()
    }

    /// Whether a text field has the focus.
    pub fn on_field(&self) -> bool {
        self.focused().is_some_and(Element::is_field)
    }

    /// Moves the focus down or up; stops at the ends. Moving onto an option of a single choice
    /// chooses it. `false` when there is nowhere to go.
    pub fn step(&mut self, down: bool) -> bool {
        let next = if down { self.focus + 1 } else { self.focus.wrapping_sub(1) };
        self.go(next)
    }

    /// Gives the focus to an element.
    pub fn go(&mut self, index: usize) -> bool {
        if index >= self.elements.len() {
            return false;
        }
        self.focus = index;
        if let Some(Element::Option { callback, option }) = self.focused() {
            self.choose(callback, option, false);
        }
        true
    }

    /// The next text field after the focus.
    pub fn next_field(&self) -> Option<usize> {
        (self.focus + 1..self.elements.len()).find(|index| self.elements[*index].is_field())
    }

    /// The first or last text field.
    pub fn any_field(&self, first: bool) -> Option<usize> {
        let mut fields = (0..self.elements.len()).filter(|index| self.elements[*index].is_field());
        if first { fields.next() } else { fields.next_back() }
    }

    /// The page's own buttons, those of its confirmations.
    pub fn confirms(&self) -> impl Iterator<Item = (usize, Element)> + '_ {
        let all = self.elements.iter().copied().enumerate();
        all.filter(|(_, element)| matches!(element, Element::Confirm { .. }))
    }

    /// Where Tab goes next on this page: over its fields, then over its own buttons if there are several.
    pub fn stop_after(&self, down: bool) -> Option<usize> {
        let buttons = self.confirms().count() > 1;
        let is_stop = |index: &usize| match self.elements[*index] {
            Element::Field { .. } => true,
            Element::Confirm { .. } => buttons,
            _ => false,
        };
        if !self.elements.get(self.focus).is_some_and(|_| is_stop(&self.focus)) {
            return None;
        }
        if down {
            (self.focus + 1..self.elements.len()).find(is_stop)
        } else {
            (0..self.focus).rev().find(is_stop)
        }
    }

    /// Chooses an option; with `toggle`, takes it away again where several may be chosen.
    pub fn choose(&mut self, callback: usize, option: usize, toggle: bool) {
        let Some(Input::Choice { selected, multiple }) = self.inputs.get_mut(callback) else { return };
        match (*multiple, toggle) {
            (false, _) => *selected = vec![option],
            (true, false) => {}
            (true, true) => match selected.iter().position(|known| *known == option) {
                Some(at) => drop(selected.remove(at)),
                None => {
                    selected.push(option);
                    selected.sort_unstable();
                }
            },
        }
    }

    /// Whether the choice of a callback takes several options.
    pub fn is_multiple(&self, callback: usize) -> bool {
        matches!(self.inputs.get(callback), Some(Input::Choice { multiple: true, .. }))
    }

    /// The editor of the field with the focus.
    pub fn editor_mut(&mut self) -> Option<&mut Editor> {
        let Some(Element::Field { callback }) = self.focused() else { return None };
        match self.inputs.get_mut(callback)? {
            Input::Text(editor) | Input::Secret(editor) => Some(editor),
            _ => None,
        }
    }

    /// Whether the field with the focus is a password.
    pub fn on_password(&self) -> bool {
        let Some(Element::Field { callback }) = self.focused() else { return false };
        matches!(self.inputs.get(callback), Some(Input::Secret(_)))
    }

    /// Whether any field is a password.
    pub fn has_password(&self) -> bool {
        self.inputs.iter().any(|input| matches!(input, Input::Secret(_)))
    }

    /// The answers, by callback index.
    pub fn answers(&self) -> Vec<(usize, Answer)> {
        let answer = |input: &Input| match input {
            Input::None => None,
            Input::Text(editor) => Some(Answer::Text(editor.text().into())),
            Input::Secret(editor) => Some(Answer::Secret(Secret::new(editor.text()))),
            Input::Choice { selected, .. } => {
                let picked = selected.iter().filter_map(|index| i64::try_from(*index).ok());
                Some(Answer::Select(picked.collect()))
            }
        };
        let all = self.inputs.iter().enumerate();
        all.filter_map(|(index, input)| answer(input).map(|answer| (index, answer))).collect()
    }
}

fn inputs(run: &Run, side: Side) -> Vec<Input> {
    let callbacks = side.page(run).map_or(&[][..], |page| &page.callbacks);
    let input = |callback: &Callback| {
        let ask = callback.ask();
        match ask.kind {
            _ if !ask.is_field() => Input::None,
            AskKind::Text => Input::Text(Editor::new(ask.text)),
            AskKind::Secret => Input::Secret(Editor::default()),
            kind => {
                let multiple = kind == AskKind::MultiChoice;
                let last = ask.options.len().saturating_sub(1);
                let proposed = || vec![ask.default.unwrap_or(last)];
                let none = ask.selected.is_empty() && !multiple;
                Input::Choice { selected: if none { proposed() } else { ask.selected.to_vec() }, multiple }
            }
        }
    };
    callbacks.iter().map(input).collect()
}

/// Where the focus starts: the first field, else the option or button that the journey proposes; on
/// a wait the early re-submit, as one Enter too many there does least; else the top.
fn first_choice(run: &Run, side: Side, elements: &[Element]) -> usize {
    if let Some(field) = elements.iter().position(|element| element.is_field()) {
        return field;
    }
    let callbacks = side.page(run).map_or(&[][..], |page| &page.callbacks);
    let proposed = |element: &Element| match *element {
        Element::Option { callback, option } | Element::Confirm { callback, option } => {
            callbacks.get(callback).and_then(|callback| callback.ask().default) == Some(option)
        }
        Element::Poll => true,
        _ => false,
    };
    elements.iter().position(proposed).unwrap_or(0)
}
