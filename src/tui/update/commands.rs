//! Does a command.

use super::elements::{again, enter, focus, poll_now, press, restarted, step, tab};
use super::overlays::{look, open_list, open_view, page, scroll};
use super::typing::{edit_field, reveal, start_typing};
use super::{Effect, Update};
use crate::drive::Input;
use crate::scenario::{record, to_text};
use crate::tui::keymap::Command;
use crate::tui::model::Model;
use crate::tui::news;
use crate::tui::overlay::{Full, Overlay};
use crate::tui::page::{Element, Side};

/// Runs a command as its key would.
pub fn run_command(model: &mut Model, command: Command) -> Update {
    let done = run(model, command);
    model.changed();
    done
}

fn run(model: &mut Model, command: Command) -> Update {
    let repeated = model.last.replace(command) == Some(command);
    match command {
        Command::Quit => return Update::effect(Effect::Quit),
        Command::Suspend => return Update::effect(Effect::Suspend),
        Command::Redraw => return Update::effect(Effect::Clear),
        Command::Interrupt => return interrupt(model),
        Command::Mouse => {
            model.mouse = !model.mouse;
            model.tell(if model.mouse { news::MOUSE_ON } else { news::MOUSE_OFF });
            return Update::effect(Effect::Mouse(model.mouse));
        }
        Command::Escape => escape(model),
        Command::Enter => return enter(model),
        Command::OtherSide => tab(model, true),
        Command::OtherSideBack => tab(model, false),
        Command::FocusMain => focus(model, Side::Main, true),
        Command::FocusBack => focus(model, Side::Back, true),
        Command::Next => step(model, true),
        Command::Previous => step(model, false),
        Command::Type => start_typing(model),
        Command::Reveal => reveal(model),
        Command::PollNow => poll_now(model),
        Command::OpenLink => press(model, Side::Back, Element::OpenLink),
        Command::CloseTab => press(model, model.focus, Element::CloseTab),
        Command::Again => again(model),
        Command::RestartAll => {
            let done = model.run.perform(&Input::RestartAll);
            restarted(model, done);
        }
        Command::List(what) => open_list(model, what),
        Command::View(what) => open_view(model, what),
        Command::Earlier => look(model, false),
        Command::Later => look(model, true),
        Command::Copy => return copy(model, repeated),
        Command::Save => {
            let scenario = record(&model.run, model.journeys.clone());
            return Update::effect(Effect::Save(to_text(&scenario)));
        }
        Command::FailStore => fail_store(model),
        Command::Pause
        | Command::Step
        | Command::Skip
        | Command::Faster
        | Command::Slower
        | Command::Back
        | Command::Forward => time(model, command),
        Command::Down => scroll(model, 1),
        Command::Up => scroll(model, -1),
        Command::PageDown => scroll(model, page(model)),
        Command::PageUp => scroll(model, -page(model)),
        Command::Top => scroll(model, i64::MIN / 2),
        Command::Bottom => scroll(model, i64::MAX / 2),
        Command::Edit(edit) => return edit_field(model, edit),
    }
    Update::REDRAW
}

/// Nobody knows whether a terminal takes the sequence, so a second press shows the link instead.
fn copy(model: &mut Model, repeated: bool) -> Update {
    let Some(link) = model.run.link() else {
        model.complain(news::NO_LINK);
        return Update::REDRAW;
    };
    if repeated {
        model.show(Some(Overlay::View { what: Full::Link, scroll: 0 }));
        return Update::REDRAW;
    }
    model.tell(news::COPIED);
    Update::effect(Effect::Copy(link))
}

fn interrupt(model: &mut Model) -> Update {
    if model.quit_armed {
        return Update::effect(Effect::Quit);
    }
    model.show(None);
    model.quit_armed = true;
    model.tell(news::QUIT_ARMED);
    Update::REDRAW
}

pub(super) fn escape(model: &mut Model) {
    match model.overlay {
        Some(_) => model.show(None),
        None => model.typing = false,
    }
}

fn fail_store(model: &mut Model) {
    let failing = !model.run.world().transactions().is_failing();
    let done = model.run.perform(&Input::FailStore(failing));
    if done.is_ok() {
        model.tell(if failing { news::STORE_FAILS } else { news::STORE_WORKS });
    }
    if let Err(refusal) = done {
        model.complain(refusal.to_string());
    }
    model.sync();
}

fn time(model: &mut Model, command: Command) {
    let does = |model: &mut Model, input| model.run.perform(&input).is_ok();
    let (done, why_not) = match command {
        Command::Pause => {
            let paused = !model.run.is_paused();
            (does(model, Input::Pause(paused)), "")
        }
        Command::Step => (does(model, Input::Step), news::NO_NODE),
        Command::Skip => (does(model, Input::Skip), news::NOTHING_SCHEDULED),
        Command::Faster => {
            let faster = model.run.speed().faster();
            let changed = faster != model.run.speed();
            model.run.set_speed(faster);
            (changed, news::FASTEST)
        }
        Command::Slower => {
            let slower = model.run.speed().slower();
            let changed = slower != model.run.speed();
            model.run.set_speed(slower);
            (changed, news::SLOWEST)
        }
        Command::Back => (does(model, Input::Back), news::FIRST_MOMENT),
        _ => (does(model, Input::Forward), news::NEWEST_MOMENT),
    };
    if !done {
        model.complain(why_not);
    } else if matches!(command, Command::Back | Command::Forward) && model.run.is_paused() {
        model.tell(news::STANDS_STILL);
    }
    model.sync();
}
