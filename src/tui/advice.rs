//! The one next thing to do, for somebody who has never seen the screen: a key and a sentence.

use ratatui::layout::Rect;

use super::facts;
use super::hints::enter;
use super::keymap::{Command, Context, key_for};
use super::model::Model;
use super::page::{Element, Side};
use super::view::{layout::layout, side};
use crate::identity::UserStatus;
use crate::kernel::Callback;
use crate::transaction::{State, Subject};

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The command that does it.
    pub command: Command,
    /// The hint, in a word or three.
    pub hint: String,
    /// The same in a sentence.
    pub says: String,
}

/// What to do next on the panes; `None` under a list or a view.
pub fn advice(model: &Model) -> Option<Advice> {
    if model.overlay.is_some() {
        return None;
    }
    let run = &model.run;
    if run.world().in_flight() {
        let says = format!(
            "A request is in flight: {} visits its next node, {} lets the clock run.",
            key(model, Command::Step),
            key(model, Command::Pause)
        );
        return Some(new(Command::Pause, "run", says));
    }
    let other = model.focus.other();
    if asks(model, model.focus) {
        return Some(answer(model));
    }
    if asks(model, other) {
        let says =
            format!("{} goes to {}: its page wants an answer.", key(model, Command::OtherSide), other.name());
        return Some(new(Command::OtherSide, &format!("to {}", other.name()), says));
    }
    if waits(model, Side::Main) { waiting(model) } else { Some(ended(model)) }
}

fn new(command: Command, hint: &str, says: String) -> Advice {
    Advice { command, hint: hint.to_owned(), says }
}

/// The key of a command, as it is where the focus is, else as it is after Esc.
fn key(model: &Model, command: Command) -> String {
    match key_for(command, model.context()) {
        Some(key) => key.to_string(),
        None => match key_for(command, Context::Commands) {
            Some(key) => format!("Esc {key}"),
            None => String::new(),
        },
    }
}

/// Whether a side shows a page that a person has to answer.
fn asks(model: &Model, side: Side) -> bool {
    let elements = &model.forms[side.index()].elements;
    let answers = |element: &Element| {
        matches!(
            element,
            Element::Field { .. } | Element::Option { .. } | Element::Confirm { .. } | Element::Submit
        )
    };
    !waits(model, side) && elements.iter().any(answers)
}

fn waits(model: &Model, side: Side) -> bool {
    model.forms[side.index()].elements.contains(&Element::Poll)
}

/// How to answer the page on the side with the focus.
fn answer(model: &Model) -> Advice {
    let form = model.form();
    let hint = enter(model);
    let typing = model.context() == Context::Typing;
    let command = if form.on_field() && !typing && hint != "type" { Command::Type } else { Command::Enter };
    let gone = facts::transaction(&model.run).is_some_and(|known| known.is_gone(model.run.world().now()));
    let says = if form.on_field() && !typing {
        format!("{} starts typing into the field; until then letters are commands.", key(model, command))
    } else if model.focus == Side::Back && gone {
        let again = key(model, Command::RestartAll);
        format!("The transaction is gone: this login counts no more. {again} starts over.")
    } else if form.on_password() {
        let whose = match facts::transaction(&model.run).map(|transaction| &transaction.subject) {
            Some(Subject::User(name)) if model.focus == Side::Back => format!("the password of {name}"),
            _ => "a password".into(),
        };
        format!("Type {whose}, then Enter. {} lists users and passwords.", key(model, Command::Users))
    } else if form.on_field() && asks_for_user(model) {
        let such = sample_user(model).map(|name| format!(", such as {name},")).unwrap_or_default();
        format!("Type a user name{such} then Enter. {} lists the demo users.", key(model, Command::Users))
    } else if form.on_field() {
        "Fill in the page, then Enter.".into()
    } else if has_more(model) {
        format!("{} shows the rest of the page; Enter goes on.", key(model, Command::PageDown))
    } else if form.elements.len() > 1 {
        let (next, previous) = (key(model, Command::Next), key(model, Command::Previous));
        format!("{next} and {previous} go from one to the other; Enter does what the bar below says.")
    } else {
        "Enter goes on.".into()
    };
    let hint = if command == Command::Type { "type".to_owned() } else { hint };
    Advice { command, hint, says }
}

/// Whether the page on the side with the focus goes on below its pane.
fn has_more(model: &Model) -> bool {
    let area = Rect::new(0, 0, model.size.0, model.size.1);
    let place = layout(area, model.focus).sides[model.focus.index()].filter(|_| !model.too_small());
    place.is_some_and(|place| side::pane(model, model.focus, place).last_offset() > 0)
}

/// Whether the field with the focus is for the name of a user.
fn asks_for_user(model: &Model) -> bool {
    let Some(Element::Field { callback }) = model.form().focused() else { return false };
    let page = model.focus.page(&model.run);
    match page.and_then(|page| page.callbacks.get(callback)) {
        Some(Callback::Name { .. } | Callback::ValidatedUsername { .. }) => true,
        Some(Callback::TextInput { prompt, .. }) => prompt.to_lowercase().contains("user"),
        _ => false,
    }
}

/// A user who can log in: `demo` where there is one, as the vendor's examples name it.
fn sample_user(model: &Model) -> Option<String> {
    let users = model.run.world().identities().users();
    let mut able = users.filter(|user| user.in_store && user.status == UserStatus::Active);
    let names: Vec<_> = able.by_ref().map(|user| user.user_name.to_string()).collect();
    names.iter().find(|name| *name == "demo").or(names.first()).cloned()
}

/// MAIN polls, and no page wants an answer.
fn waiting(model: &Model) -> Option<Advice> {
    let run = &model.run;
    let now = run.world().now();
    let skip = key(model, Command::Skip);
    let transaction = facts::transaction(run)?;
    if transaction.is_gone(now) {
        let says = format!("It has expired. MAIN learns of that at its next poll: {skip} skips the wait.");
        return Some(new(Command::Skip, "skip the wait", says));
    }
    if transaction.state == State::Completed {
        let says = format!("MAIN learns how it went at its next poll: {skip} skips the wait.");
        return Some(new(Command::Skip, "skip the wait", says));
    }
    let again = if transaction.state == State::InProgress { " again" } else { "" };
    Some(match model.focus {
        Side::Back => {
            let says = format!("Enter opens the link{again}, as the person with the other device would.");
            new(Command::Enter, &enter(model), says)
        }
        Side::Main => {
            let tab = key(model, Command::OtherSide);
            let says = format!("{tab} goes to the other device; there Enter opens the link{again}.");
            new(Command::OtherSide, "to the other device", says)
        }
    })
}

/// MAIN has ended.
fn ended(model: &Model) -> Advice {
    let says = format!(
        "{} starts over, {} goes back for another answer, {} lists more journeys.",
        key(model, Command::RestartAll),
        key(model, Command::Back),
        key(model, Command::Journeys)
    );
    new(Command::RestartAll, "restart", says)
}
