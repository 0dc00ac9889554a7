//! The focus, and what the element with the focus is for.

use std::sync::Arc;

use super::Update;
use super::overlays::{choose_row, scroll_page};
use crate::drive::{Input, InputError, Link};
use crate::tui::layout::full;
use crate::tui::model::Model;
use crate::tui::news;
use crate::tui::overlay::Overlay;
use crate::tui::page::{Element, Side, default_button};

pub(super) fn focus(model: &mut Model, side: Side, first: bool) {
    model.focus = side;
    let form = model.form_mut();
    if let Some(field) = form.any_field(first) {
        form.go(field);
    }
    model.typing = model.form().on_field();
}

pub(super) fn tab(model: &mut Model, down: bool) {
    if let Some(Overlay::View { what, .. }) = model.overlay
        && full::view(what).of_side
    {
        focus(model, model.focus.other(), down);
        return model.show(Some(Overlay::View { what, scroll: 0 }));
    }
    model.show(None);
    match model.form().stop_after(down) {
        Some(stop) => {
            model.form_mut().go(stop);
            model.typing = model.form().on_field();
        }
        None => focus(model, model.focus.other(), down),
    }
}

pub(super) fn step(model: &mut Model, down: bool) {
    if !model.form_mut().step(down) {
        scroll_page(model, model.focus, if down { 1 } else { -1 });
    }
}

pub(super) fn enter(model: &mut Model) -> Update {
    match &model.overlay {
        Some(Overlay::Finder { .. }) => return choose_row(model),
        Some(Overlay::View { .. }) => model.show(None),
        None => enter_page(model),
    }
    Update::REDRAW
}

fn enter_page(model: &mut Model) {
    let Some(element) = model.form().focused() else {
        return model.complain(if model.run.world().in_flight() { news::IN_FLIGHT } else { news::NO_LINK });
    };
    if let Element::Field { .. } = element {
        let empty = model.form_mut().editor_mut().is_some_and(|editor| editor.is_empty());
        if !model.typing && empty {
            model.typing = true;
            return;
        }
        // As in any form, the last field submits.
        if let Some(next) = model.form().next_field() {
            model.form_mut().go(next);
            model.typing = true;
            return;
        }
    }
    press(model, model.focus, element);
}

/// Does what an element is for.
pub(super) fn press(model: &mut Model, side: Side, element: Element) {
    if let Element::Option { callback, option } = element
        && model.forms[side.index()].is_multiple(callback)
    {
        return model.forms[side.index()].choose(callback, option, true);
    }
    if element == Element::CloseTab && side.session(&model.run).is_none() {
        return model.complain(format!("{} has no tab open.", side.name()));
    }
    let input = input(model, side, element);
    let done = model.run.perform(&input);
    let opened = element == Element::OpenLink && done.is_ok();
    acted(model, side, done);
    // The server may refuse the link; a second time the page looks as it did.
    if let (true, None, Some(told)) = (opened, side.session(&model.run), notice(model, side)) {
        model.tell(news::link_refused(&told));
    }
}

/// What pressing an element does to the run.
fn input(model: &Model, side: Side, element: Element) -> Input {
    let client = side.client();
    match element {
        Element::Field { .. } | Element::Option { .. } | Element::Submit | Element::Confirm { .. } => {
            let answers = model.forms[side.index()].answers();
            // As in any form, Enter elsewhere presses the button that is proposed.
            let proposed = || default_button(&model.run, side);
            let button = if matches!(element, Element::Confirm { .. }) { Some(element) } else { proposed() };
            match button {
                Some(Element::Confirm { callback, option }) => {
                    Input::Press { client, callback, option, answers }
                }
                _ => Input::answer(client, answers),
            }
        }
        Element::Poll => Input::Resubmit { client },
        Element::OpenLink => Input::Open { client: Side::Back.client(), link: Link::Newest },
        Element::CloseTab => Input::Close { client },
        Element::Again if side == Side::Back => Input::Open { client, link: Link::Newest },
        Element::Again => Input::Start { client, journey: model.run.journey().clone() },
    }
}

/// What the person on a side was told last, where no page is.
fn notice(model: &Model, side: Side) -> Option<Arc<str>> {
    model.run.world().client(side.client())?.notice.clone()
}

/// After a person did something: typing starts where the page that came back asks for text.
fn acted(model: &mut Model, side: Side, done: Result<usize, InputError>) {
    match done {
        Ok(_) => {}
        Err(InputError::NoLink) => model.complain(news::NO_LINK),
        Err(refusal) => model.complain(news::refused(&refusal)),
    }
    model.sync();
    if model.focus == side {
        model.typing = model.form().on_field();
    }
}

pub(super) fn restarted(model: &mut Model, done: Result<usize, InputError>) {
    let ok = done.is_ok();
    if ok {
        // The first page of the new run may look just like the one that was typed into.
        model.forms = Default::default();
    }
    acted(model, Side::Main, done);
    if ok {
        focus(model, Side::Main, true);
        model.tell(news::restarted(model.run.journey()));
    }
}

pub(super) fn again(model: &mut Model) {
    let input = input(model, model.focus, Element::Again);
    let done = model.run.perform(&input);
    acted(model, model.focus, done);
}

pub(super) fn poll_now(model: &mut Model) {
    // The key is about the side that waits; nearly always that is MAIN.
    let waits = |side: &Side| model.forms[side.index()].elements.contains(&Element::Poll);
    match [model.focus, model.focus.other()].into_iter().find(waits) {
        Some(side) => press(model, side, Element::Poll),
        None if model.run.world().in_flight() => model.complain(news::IN_FLIGHT),
        None => model.complain(news::NO_WAIT),
    }
}
