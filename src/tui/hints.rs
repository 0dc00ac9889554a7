//! The hints: for the focus and the mode of this moment, the keys that do something now.

use super::advice::{Advice, advice, wants_answer};
use super::facts;
use super::keymap::{Command, Context, key_for};
use super::layout::full::rows::{Pick, rows};
use super::model::{Full, List, Model, Overlay};
use super::page::{Element, Side, default_button};
use super::view::full::last_scroll;

/// One hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// What it runs.
    pub command: Command,
    /// The key as shown.
    pub key: String,
    /// What it does, in a word or three.
    pub text: String,
}

/// The name of the mode.
pub(super) fn mode(context: Context) -> &'static str {
    match context {
        Context::Commands => "COMMAND",
        Context::Typing => "TYPING",
        Context::View => "VIEW",
        Context::Finder => "LIST",
    }
}

/// The hints, most useful first: the first one is the next thing to do.
pub fn hints(model: &Model) -> Vec<Hint> {
    let context = model.context();
    let advice = advice(model);
    let mut wanted: Vec<(Command, String)> = match context {
        Context::Typing => typing(model),
        Context::Commands => commands(model),
        Context::View => view(model),
        Context::Finder => finder(model),
    };
    let hint = |(command, text): (Command, String)| {
        key_for(command, context).map(|key| Hint { command, key: key.to_string(), text })
    };
    if let Some(Advice { command, hint, .. }) = advice {
        wanted.retain(|(known, _)| *known != command);
        wanted.insert(0, (command, hint));
    }
    wanted.into_iter().filter_map(hint).collect()
}

fn texts(pairs: &[(Command, &str)]) -> Vec<(Command, String)> {
    pairs.iter().map(|(command, text)| (*command, (*text).to_owned())).collect()
}

/// A view: the ways to go that lead somewhere.
fn view(model: &Model) -> Vec<(Command, String)> {
    let Some(Overlay::View { what, scroll }) = &model.overlay else { return Vec::new() };
    let mut all = Vec::new();
    if *scroll < last_scroll(model, *what) {
        all.extend(texts(&[(Command::Down, "more"), (Command::PageDown, "page")]));
    }
    if *scroll > 0 {
        all.extend(texts(&[(Command::Up, "back")]));
    }
    if *what == Full::Why {
        for (command, later, name) in [(Command::Earlier, false, "earlier"), (Command::Later, true, "later")]
        {
            if model.explanations.neighbour(&model.run, model.focus, later).is_some() {
                all.push((command, name.to_owned()));
            }
        }
    }
    all.extend(texts(&[
        (Command::Escape, "close"),
        (Command::Pause, if model.run.is_paused() { "run clock" } else { "pause" }),
    ]));
    if matches!(what, Full::State | Full::Why) {
        all.push((Command::OtherSide, "other side".to_owned()));
    }
    all.extend(time(model));
    all.extend(texts(&[(Command::Search, "search events")]));
    all
}

/// A list: the same.
fn finder(model: &Model) -> Vec<(Command, String)> {
    let Some(Overlay::Finder { what, query, selected }) = &model.overlay else { return Vec::new() };
    let rows = rows(model, *what, query.text());
    let count = rows.len();
    let mut all = Vec::new();
    // Some rows are there to be read.
    if rows.get(*selected).is_some_and(|row| row.pick != Pick::Nothing) {
        all.extend(texts(&[(Command::Enter, enter_in_list(model))]));
    }
    if selected + 1 < count {
        all.extend(texts(&[(Command::Down, "next")]));
    }
    if *selected > 0 {
        all.extend(texts(&[(Command::Up, "previous")]));
    }
    all.extend(texts(&[(Command::Escape, "close")]));
    all
}

/// What lets time pass: only where something is to come.
fn time(model: &Model) -> Vec<(Command, String)> {
    let mut all = Vec::new();
    let next = model.run.world().next_wake();
    // Nobody skips the whole life of a transaction by mistake.
    let expiry = next.is_some() && next == model.run.world().transactions().next_expiry();
    let scheduled = next.is_some() && !(expiry && wants_answer(model));
    if scheduled {
        all.extend(texts(&[(Command::Skip, if expiry { "skip to expiry" } else { "skip" })]));
    }
    if scheduled && !expiry || model.run.world().in_flight() {
        all.extend(texts(&[(Command::Step, "step")]));
    }
    all
}

fn enter_in_list(model: &Model) -> &'static str {
    match model.overlay {
        Some(Overlay::Finder { what: List::Users, .. }) => "put into the field",
        Some(Overlay::Finder { what: List::Journeys, .. }) => "start it",
        _ => "run it",
    }
}

fn typing(model: &Model) -> Vec<(Command, String)> {
    let mut all = vec![(Command::Enter, enter(model))];
    all.push((Command::OtherSide, tab(model)));
    all.push((Command::Escape, "commands".into()));
    if model.form().on_password() {
        all.push((Command::Reveal, if model.form().revealed { "mask" } else { "reveal" }.into()));
    }
    all.extend(texts(&[(Command::Users, "users"), (Command::Palette, "all"), (Command::Help, "help")]));
    all
}

fn commands(model: &Model) -> Vec<(Command, String)> {
    let mut all = Vec::new();
    let enter = enter(model);
    if !enter.is_empty() {
        all.push((Command::Enter, enter));
    }
    all.push((Command::OtherSide, tab(model)));
    let form = model.form();
    if form.focus + 1 < form.elements.len() {
        all.push((Command::Next, "next".into()));
    } else if form.focus > 0 {
        all.push((Command::Previous, "previous".into()));
    }
    all.push((Command::Pause, if model.run.is_paused() { "run clock" } else { "pause" }.into()));
    all.extend(time(model));
    if model.run.can_go_back() {
        all.push((Command::Back, "back".into()));
    }
    all.extend(texts(&[(Command::Palette, "all"), (Command::Help, "help"), (Command::Quit, "quit")]));
    all
}

/// Where Tab goes.
fn tab(model: &Model) -> String {
    let form = model.form();
    match form.stop_after(true).and_then(|index| form.elements.get(index)) {
        Some(Element::Field { .. }) => "next field".into(),
        Some(button) => {
            let name = label(model, model.focus, *button);
            if name.chars().count() > 12 { "next button".into() } else { format!("to {name}") }
        }
        None => "other side".into(),
    }
}

/// What Enter does now; empty when nothing.
pub(super) fn enter(model: &Model) -> String {
    let form = model.form();
    let Some(element) = form.focused() else { return String::new() };
    match element {
        Element::Field { .. } if model.context() == Context::Commands && field_is_empty(model) => {
            "type".into()
        }
        Element::Field { .. } if form.next_field().is_some() => "next field".into(),
        Element::Field { .. } | Element::Submit | Element::Option { .. } => match element {
            Element::Option { callback, .. } if form.is_multiple(callback) => "choose".into(),
            _ => match default_button(&model.run, model.focus) {
                Some(button) => format!("press {}", label(model, model.focus, button)),
                None if form.has_password() => "log in".into(),
                None => "submit".into(),
            },
        },
        Element::Confirm { .. } => format!("press {}", label(model, model.focus, element)),
        element => label(model, model.focus, element).to_lowercase(),
    }
}

fn field_is_empty(model: &Model) -> bool {
    model.form().clone().editor_mut().is_some_and(|editor| editor.is_empty())
}

/// What the submit button of a side says.
pub(super) fn submit_label(model: &Model, side: Side) -> &'static str {
    if model.forms[side.index()].has_password() { "Log in" } else { "Next" }
}

/// What a button says.
pub(super) fn label(model: &Model, side: Side, element: Element) -> String {
    match element {
        Element::Confirm { callback, option } => {
            let callback = side.page(&model.run).and_then(|page| page.callbacks.get(callback));
            let text = callback.and_then(|callback| callback.ask().options.get(option));
            text.map(|text| super::text::printable(text).into_owned()).unwrap_or_default()
        }
        Element::Submit | Element::Field { .. } | Element::Option { .. } => submit_label(model, side).into(),
        Element::Poll => "Re-submit now".into(),
        Element::OpenLink if facts::was_opened(&model.run) => "Open the link again".into(),
        Element::OpenLink => "Open the link".into(),
        Element::CloseTab => "Close tab".into(),
        Element::Again => "Start again".into(),
    }
}
