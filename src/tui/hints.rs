//! The hints: for the focus and the mode of this moment, the keys that do something now.

use ratatui::layout::Rect;

use super::advice::{Advice, advice, wants_answer};
use super::keymap::{Command, Context, key_for};
use super::layout::full::{Pick, searched_list, view as declared};
use super::layout::labels::label;
use super::model::Model;
use super::overlay::{Full, List, Overlay};
use super::page::{Element, default_button};
use super::text::width;
use crate::drive::Run;

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
    let last_scroll = model.layout().full.as_ref().map_or(0, |view| view.last_scroll);
    if *scroll < last_scroll {
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
    if declared(*what).of_side {
        all.push((Command::OtherSide, "other side".to_owned()));
    }
    all.extend(time(model));
    all.extend(texts(&[(Command::List(List::Events), "search events")]));
    all
}

/// A list: the same.
fn finder(model: &Model) -> Vec<(Command, String)> {
    let Some(Overlay::Finder { what, selected, .. }) = &model.overlay else { return Vec::new() };
    let rows = model.layout().list.as_ref().map_or(&[][..], |list| &list.rows);
    let mut all = Vec::new();
    // Some rows are there to be read.
    if rows.get(*selected).is_some_and(|row| row.pick != Pick::Nothing) {
        all.extend(texts(&[(Command::Enter, searched_list(*what).enter)]));
    }
    if selected + 1 < rows.len() {
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

fn typing(model: &Model) -> Vec<(Command, String)> {
    let mut all = vec![(Command::Enter, enter(model))];
    all.push((Command::OtherSide, tab(model)));
    all.push((Command::Escape, "commands".into()));
    if model.form().on_password() {
        all.push((Command::Reveal, if model.form().revealed { "mask" } else { "reveal" }.into()));
    }
    all.extend(texts(&[
        (Command::List(List::Users), "users"),
        (Command::List(List::Palette), "all"),
        (Command::List(List::Help), "help"),
    ]));
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
    all.extend(texts(&[
        (Command::List(List::Palette), "all"),
        (Command::List(List::Help), "help"),
        (Command::Quit, "quit"),
    ]));
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

/// The mode, as it stands before the hints.
pub(super) fn badge_text(context: Context) -> String {
    format!(" {} ", mode(context))
}

/// The hints that fit, each with its first column: what is painted, and where a click hits.
pub(super) fn bar(model: &Model, place: Rect) -> Vec<(u16, Hint)> {
    let mut x = width(&badge_text(model.context())) + 1;
    let all = hints(model);
    let mut out = Vec::new();
    for hint in fitting(&model.run, &all, usize::from(place.width).saturating_sub(x)) {
        out.push((place.x.saturating_add(u16::try_from(x).unwrap_or(u16::MAX)), hint.clone()));
        x += columns_of(hint) + 2;
    }
    out
}

/// Columns of a hint.
fn columns_of(hint: &Hint) -> usize {
    width(&hint.key) + 1 + width(&hint.text)
}

/// The command of the hint at a column.
pub(super) fn hint_at(model: &Model, place: Rect, x: u16) -> Option<Command> {
    let hit = |(start, hint): &&(u16, Hint)| {
        usize::from(x) >= usize::from(*start) && usize::from(x) < usize::from(*start) + columns_of(hint)
    };
    bar(model, place).iter().find(hit).map(|(_, hint)| hint.command)
}

/// The hints that fit: the most important first, in the order in which they were.
fn fitting<'a>(run: &Run, all: &'a [Hint], mut room: usize) -> Vec<&'a Hint> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    // The next thing to do is always there, and the key that goes on where time stands still.
    let (in_flight, paused) = (run.world().in_flight(), run.is_paused());
    order.sort_by_key(|index| match all[*index].command {
        _ if *index == 0 => 0,
        Command::Step if in_flight => 0,
        Command::Pause if paused => 2,
        command => rank(command),
    });
    let mut chosen: Vec<usize> = Vec::new();
    for index in order {
        // The blanks behind the last one may fall off the edge.
        let cost = columns_of(&all[index]) + 2;
        if cost <= room + 2 {
            room = room.saturating_sub(cost);
            chosen.push(index);
        }
    }
    chosen.sort_unstable();
    chosen.into_iter().filter_map(|index| all.get(index)).collect()
}

/// What Enter does comes first, then the way to everything else.
fn rank(command: Command) -> u8 {
    match command {
        Command::List(List::Palette) => 0,
        Command::Enter => 1,
        Command::Escape | Command::Down | Command::Earlier | Command::Later => 2,
        Command::OtherSide | Command::List(List::Help) => 3,
        Command::Skip => 4,
        Command::Pause | Command::Up => 5,
        _ => 6,
    }
}
