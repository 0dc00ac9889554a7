//! The one next thing to do, for somebody who has never seen the screen: a key and a sentence.

use super::facts;
use super::hints::enter;
use super::keymap::{Command, Context, key_for};
use super::layout::labels::label;
use super::model::Model;
use super::overlay::List;
use super::page::{Element, Side, default_button};
use crate::identity::UserStatus;
use crate::page::Callback;
use crate::transaction::{Subject, TransactionState};

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
        return Some(new(Command::Pause, "run clock", says));
    }
    let other = model.focus.other();
    if counts(model, model.focus) {
        return Some(answer(model));
    }
    if counts(model, other) {
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

/// Whether a side shows a page whose answer can still change anything: a login whose transaction is gone,
/// is an older one, or that MAIN will not look at any more, cannot.
fn counts(model: &Model, side: Side) -> bool {
    asks(model, side) && (side == Side::Main || !main_is_over(model) && !is_gone(model) && !is_older(model))
}

/// Whether a page wants an answer that can still change anything.
pub(super) fn wants_answer(model: &Model) -> bool {
    Side::BOTH.into_iter().any(|side| counts(model, side))
}

fn main_is_over(model: &Model) -> bool {
    model.forms[Side::Main.index()].elements.contains(&Element::Again)
}

/// Whether the transaction of the login on BACKCHANNEL is gone.
fn is_gone(model: &Model) -> bool {
    let run = &model.run;
    let opened = Side::Back.session(run).and_then(|session| session.transaction);
    let record = opened.and_then(|id| run.world().transactions().record(id));
    record.is_some_and(|record| record.is_gone(run.world().now()))
}

/// Whether the login on BACKCHANNEL is about another transaction than the one that MAIN made last.
fn is_older(model: &Model) -> bool {
    let opened = Side::Back.session(&model.run).and_then(|session| session.transaction);
    opened.is_some_and(|id| facts::transaction(&model.run).is_some_and(|newest| newest.id != id))
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
    let says = if form.on_field() && !typing {
        format!("{} starts typing into the field; until then letters are commands.", key(model, command))
    } else if form.on_field() && (fields(model) > 1 || form.confirms().count() > 1) {
        fill_in(model)
    } else if form.on_password() {
        let whose = match facts::transaction(&model.run).map(|transaction| &transaction.subject) {
            Some(Subject::User(name)) if model.focus == Side::Back => format!("the password of {name}"),
            _ => "a password".into(),
        };
        format!(
            "Type {whose}, then Enter. {} lists users and passwords.",
            key(model, Command::List(List::Users))
        )
    } else if form.on_field() && asks_for_user(model) {
        let such = sample_user(model).map(|name| format!(", such as {name},")).unwrap_or_default();
        format!(
            "Type a user name{such} then Enter. {} lists the demo users.",
            key(model, Command::List(List::Users))
        )
    } else if form.on_field() {
        "Fill in the page, then Enter.".into()
    } else if has_more(model) {
        format!("{} shows the rest of the page; Enter goes on.", key(model, Command::PageDown))
    } else if let Some(Element::Option { callback, .. }) = form.focused() {
        let (next, previous) = (key(model, Command::Next), key(model, Command::Previous));
        if form.is_multiple(callback) {
            format!("{next} and {previous} go over the choices; Enter takes one or leaves it.")
        } else {
            format!("{next} and {previous} choose; Enter goes on.")
        }
    } else if let Some(element) = form.focused().filter(|_| form.elements.len() > 1) {
        let named = |element: Element| match element {
            Element::Field { .. } => "the field".to_owned(),
            Element::Option { .. } => "the choices".to_owned(),
            button => label(model, model.focus, button),
        };
        let near = [(Command::Previous, form.focus.checked_sub(1)), (Command::Next, Some(form.focus + 1))];
        let near = near.into_iter().filter_map(|(command, index)| {
            Some((command, *form.elements.get(index?)?)).filter(|(_, other)| *other != Element::CloseTab)
        });
        // Another button of the page, rather than a field.
        let other = near.max_by_key(|(_, other)| matches!(other, Element::Confirm { .. }));
        let way = other.map(|(command, other)| format!("; {} goes to {}", key(model, command), named(other)));
        format!("Enter presses {}{}.", named(element), way.unwrap_or_default())
    } else {
        "Enter goes on.".into()
    };
    let hint = if command == Command::Type { "type".to_owned() } else { hint };
    Advice { command, hint, says }
}

fn fields(model: &Model) -> usize {
    model.form().elements.iter().filter(|element| element.is_field()).count()
}

/// How to go over a page of several fields, or of a field and several buttons.
fn fill_in(model: &Model) -> String {
    let form = model.form();
    let named = |button: Element| label(model, model.focus, button);
    let first = form.confirms().next().filter(|_| form.confirms().count() > 1);
    let then = first.map(|(_, button)| named(button));
    let count = match fields(model) {
        1 => "the field".to_owned(),
        2 => "the two fields".to_owned(),
        3 => "the three fields".to_owned(),
        more => format!("the {more} fields"),
    };
    let default = default_button(&model.run, model.focus).map(named);
    match (form.next_field(), then, default) {
        (Some(_), Some(then), _) => format!("Fill {count}, Enter after each; then Tab goes on to {then}."),
        (Some(_), None, _) => format!("Fill {count}, Enter after each."),
        (None, Some(then), Some(default)) => {
            format!("Fill the field, then Tab to {then}. Enter here presses {default}.")
        }
        (None, Some(then), None) => format!("Fill the field; then Tab goes on to {then}."),
        (None, None, _) => "Fill the last field, then Enter.".into(),
    }
}

/// Whether the page on the side with the focus goes on below its pane.
fn has_more(model: &Model) -> bool {
    let pane = model.layout().panes[model.focus.index()].as_ref().filter(|_| !model.too_small());
    pane.is_some_and(|pane| pane.last_offset > 0)
}

/// Whether the field with the focus is for the name of a user.
fn asks_for_user(model: &Model) -> bool {
    let Some(Element::Field { callback }) = model.form().focused() else { return false };
    let page = model.focus.page(&model.run);
    page.and_then(|page| page.callbacks.get(callback)).is_some_and(Callback::asks_for_user)
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
        if model.focus == Side::Back && asks(model, Side::Back) {
            let says = format!("The transaction is gone: no login counts. {skip} goes to MAIN's next poll.");
            return Some(new(Command::Skip, "skip the wait", says));
        }
        let says = format!("It has expired. MAIN learns of that at its next poll: {skip} skips the wait.");
        return Some(new(Command::Skip, "skip the wait", says));
    }
    if transaction.state == TransactionState::Completed {
        let says = format!("MAIN learns how it went at its next poll: {skip} skips the wait.");
        return Some(new(Command::Skip, "skip the wait", says));
    }
    let again = if transaction.state == TransactionState::InProgress { " again" } else { "" };
    Some(match model.focus {
        Side::Back if asks(model, Side::Back) => {
            let open = key(model, Command::OpenLink);
            let says = format!("This login is about an older transaction. {open} opens the newest link.");
            new(Command::OpenLink, "open the link", says)
        }
        Side::Back => {
            let says = format!("Enter opens the link{again}, as the person with the other device would.");
            new(Command::Enter, &enter(model), says)
        }
        Side::Main => {
            let tab = key(model, Command::OtherSide);
            let says = format!("{tab} goes to the other device; there Enter opens the link{again}.");
            new(Command::OtherSide, "to BACKCHANNEL", says)
        }
    })
}

/// MAIN has ended.
fn ended(model: &Model) -> Advice {
    let over = key(model, Command::RestartAll);
    // After an expiry: the other device may still show its page.
    let says = if model.focus == Side::Back && asks(model, Side::Back) {
        let why = if is_gone(model) { "The transaction is gone" } else { "MAIN has ended" };
        format!("{why}: this login changes nothing. {over} starts over.")
    } else {
        let journeys = key(model, Command::List(List::Journeys));
        let back = match model.run.can_go_back() {
            true => format!("{} goes back for another answer, ", key(model, Command::Back)),
            false => String::new(),
        };
        format!("{over} starts over, {back}{journeys} lists more journeys.")
    };
    new(Command::RestartAll, "restart", says)
}
