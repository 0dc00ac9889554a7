//! What a key, a click or passing time does to the model. No terminal and no clock here: the same
//! messages always lead to the same model.

mod pointer;

use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseEvent};

use ratatui::layout::Rect;

use crate::engine::{Action, ActionError};
use crate::scenario::{record, to_text};
use crate::transaction::Subject;
use crate::tui::editor::{Edit, Editor, LeftOut};
use crate::tui::facts;
use crate::tui::keymap::{Command, Context, Key, lookup};
use crate::tui::layout::areas::layout;
use crate::tui::layout::full::rows::{self as finder, Pick};
use crate::tui::model::{Full, List, Model, Overlay};
use crate::tui::news;
use crate::tui::page::{Element, Side};
use crate::tui::view;

/// Something that happened outside.
pub enum Msg {
    /// A key.
    Key(KeyEvent),
    /// A bracketed paste.
    Paste(String),
    /// The mouse.
    Mouse(MouseEvent),
    /// The terminal has another size: columns, rows.
    Resize(u16, u16),
    /// Wall time has passed.
    Tick(Duration),
}

/// What the terminal has to do besides drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// End the program.
    Quit,
    /// Stop for the shell.
    Suspend,
    /// Clear the screen before drawing.
    Clear,
    /// Take the mouse, or give it back.
    Mouse(bool),
    /// Put a text on the clipboard.
    Copy(Arc<str>),
    /// Write the text of a scenario into a new file.
    Save(String),
}

/// What came of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// Whether the screen looks different now.
    pub redraw: bool,
    /// What the terminal has to do.
    pub effect: Effect,
}

impl Update {
    const NOTHING: Self = Self { redraw: false, effect: Effect::None };
    const REDRAW: Self = Self { redraw: true, effect: Effect::None };

    fn effect(effect: Effect) -> Self {
        Self { redraw: true, effect }
    }
}

/// Does a message.
pub fn update(model: &mut Model, msg: Msg) -> Update {
    let done = match msg {
        // Terminals that report releases and repeats must not act twice.
        Msg::Key(event) if event.kind == KeyEventKind::Press => on_key(model, event),
        Msg::Key(_) => Update::NOTHING,
        Msg::Paste(text) => on_paste(model, &text),
        Msg::Mouse(event) => pointer::on_mouse(model, event),
        Msg::Resize(columns, rows) => {
            model.size = (columns, rows);
            Update::REDRAW
        }
        Msg::Tick(wall) => on_tick(model, wall),
    };
    // A password is not left open to be read on a side that nobody types on.
    model.forms[model.focus.other().index()].revealed = false;
    done
}

fn on_tick(model: &mut Model, wall: Duration) -> Update {
    let tenth = |model: &Model| model.run.world().elapsed().0 / 100;
    let before = tenth(model);
    let events = model.run.tick(wall);
    if events > 0 {
        model.sync();
    }
    Update { redraw: events > 0 || tenth(model) != before, effect: Effect::None }
}

fn on_key(model: &mut Model, event: KeyEvent) -> Update {
    let context = model.context();
    let command = lookup(Key::from(event), context);
    if command != Some(Command::Interrupt) {
        model.quit_armed = false;
    }
    let had_toast = model.toast.take().is_some();
    if let Some(command) = command {
        return run_command(model, command);
    }
    model.last = None;
    if let (Context::Typing | Context::Finder, Some(c)) = (context, printable(event)) {
        insert(model, c.encode_utf8(&mut [0; 4]));
        return Update::REDRAW;
    }
    match after_escape(event) {
        Some(rest) => on_escape_and(model, rest),
        None if context == Context::Commands => {
            model.complain(news::no_command(Key::from(event)));
            Update::REDRAW
        }
        None => Update { redraw: had_toast, effect: Effect::None },
    }
}

/// Esc and the key after it may arrive in one piece, which reads as that key with Alt: where Alt
/// with the key means nothing, it was Esc and the key.
fn after_escape(event: KeyEvent) -> Option<KeyEvent> {
    let rest = KeyEvent { modifiers: event.modifiers - KeyModifiers::ALT, ..event };
    (!cfg!(windows) && event.modifiers.contains(KeyModifiers::ALT)).then_some(rest)
}

fn on_escape_and(model: &mut Model, rest: KeyEvent) -> Update {
    escape(model);
    match lookup(Key::from(rest), model.context()) {
        // Nothing is lost to a stray Alt.
        Some(Command::Quit | Command::RestartAll) | None => Update::REDRAW,
        Some(command) => run_command(model, command),
    }
}

/// The character that a key types. Ctrl with Alt is AltGr on Windows.
fn printable(event: KeyEvent) -> Option<char> {
    let held = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
    let alt_gr = cfg!(windows) && held == KeyModifiers::CONTROL | KeyModifiers::ALT;
    match event.code {
        KeyCode::Char(c) if held.is_empty() || alt_gr => Some(c),
        _ => None,
    }
}

fn insert(model: &mut Model, text: &str) -> LeftOut {
    match &mut model.overlay {
        Some(Overlay::Finder { query, selected, .. }) => {
            *selected = 0;
            query.insert(text)
        }
        _ => model.form_mut().editor_mut().map(|editor| editor.insert(text)).unwrap_or_default(),
    }
}

fn on_paste(model: &mut Model, text: &str) -> Update {
    model.toast = None;
    match model.context() {
        Context::Typing | Context::Finder => match insert(model, text) {
            LeftOut { cut: true, kept, .. } => model.complain(news::paste_cut(kept, text.len())),
            LeftOut { controls: 0, .. } => {}
            _ => model.tell(news::PASTE_CONTROLS),
        },
        Context::Commands if model.form().on_field() => {
            model.complain(news::PASTE_ON_COMMANDS);
        }
        Context::Commands | Context::View => model.complain(news::PASTE_NOWHERE),
    }
    Update::REDRAW
}

/// Runs a command as its key would.
pub fn run_command(model: &mut Model, command: Command) -> Update {
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
            let done = model.run.restart_all();
            restarted(model, done);
        }
        Command::Journeys => open_list(model, List::Journeys),
        Command::Users => open_list(model, List::Users),
        Command::Palette => open_list(model, List::Palette),
        Command::Help => open_list(model, List::Help),
        Command::Transaction => open_view(model, Full::Transaction),
        Command::Events => open_view(model, Full::Events),
        Command::Search => open_list(model, List::Events),
        Command::State => open_view(model, Full::State),
        Command::Why => open_view(model, Full::Why),
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
        model.overlay = Some(Overlay::View { what: Full::Link, scroll: 0 });
        return Update::REDRAW;
    }
    model.tell(news::COPIED);
    Update::effect(Effect::Copy(link))
}

fn edit_field(model: &mut Model, edit: Edit) -> Update {
    match &mut model.overlay {
        Some(Overlay::Finder { query, selected, .. }) => {
            if query.edit(edit) {
                *selected = 0;
            }
        }
        _ => match model.form_mut().editor_mut() {
            Some(editor) => drop(editor.edit(edit)),
            None => model.complain(news::NO_FIELD_TO_EDIT),
        },
    }
    Update::REDRAW
}

fn interrupt(model: &mut Model) -> Update {
    if model.quit_armed {
        return Update::effect(Effect::Quit);
    }
    model.overlay = None;
    model.quit_armed = true;
    model.tell(news::QUIT_ARMED);
    Update::REDRAW
}

fn escape(model: &mut Model) {
    if model.overlay.take().is_none() {
        model.typing = false;
    }
}

fn focus(model: &mut Model, side: Side, first: bool) {
    model.focus = side;
    let form = model.form_mut();
    if let Some(field) = form.any_field(first) {
        form.go(field);
    }
    model.typing = model.form().on_field();
}

fn tab(model: &mut Model, down: bool) {
    if let Some(Overlay::View { what: what @ (Full::State | Full::Why), .. }) = model.overlay {
        // What is shown is of a side: the same of the other one.
        focus(model, model.focus.other(), down);
        model.overlay = Some(Overlay::View { what, scroll: 0 });
        return;
    }
    model.overlay = None;
    match model.form().stop_after(down) {
        Some(stop) => {
            model.form_mut().go(stop);
            model.typing = model.form().on_field();
        }
        None => focus(model, model.focus.other(), down),
    }
}

fn step(model: &mut Model, down: bool) {
    if !model.form_mut().step(down) {
        scroll_page(model, model.focus, if down { 1 } else { -1 });
    }
}

fn start_typing(model: &mut Model) {
    let form = model.form_mut();
    if !form.on_field()
        && let Some(field) = form.any_field(true)
    {
        form.go(field);
    }
    model.typing = model.form().on_field();
    if !model.typing {
        model.complain(news::NO_FIELD_TO_TYPE);
    }
}

fn reveal(model: &mut Model) {
    let form = model.form_mut();
    if form.has_password() {
        form.revealed = !form.revealed;
    } else {
        model.complain(news::NO_PASSWORD);
    }
}

fn enter(model: &mut Model) -> Update {
    match &model.overlay {
        Some(Overlay::Finder { .. }) => return choose_row(model),
        Some(Overlay::View { .. }) => model.overlay = None,
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
    let client = side.client();
    let form = &mut model.forms[side.index()];
    let done = match element {
        Element::Option { callback, option } if form.is_multiple(callback) => {
            form.choose(callback, option, true);
            return;
        }
        Element::Field { .. } | Element::Option { .. } | Element::Submit => {
            let answers = form.answers();
            model.run.submit(client, answers).map(|_| true)
        }
        Element::Confirm { callback, option } => {
            let mut answers = form.answers();
            let picked = i64::try_from(option).unwrap_or(i64::MAX);
            answers.push((callback, crate::page::Answer::Select(vec![picked])));
            model.run.submit(client, answers).map(|_| true)
        }
        Element::Poll => model.run.submit(client, Vec::new()).map(|_| true),
        Element::OpenLink => model.run.open_link(),
        Element::CloseTab if side.session(&model.run).is_none() => {
            return model.complain(format!("{} has no tab open.", side.name()));
        }
        Element::CloseTab => model.run.act(&Action::Close { client }).map(|_| true),
        Element::Again => model.run.restart(client),
    };
    let opened = element == Element::OpenLink && matches!(done, Ok(true));
    acted(model, side, done);
    // The server may refuse the link; a second time the page looks as it did.
    if let (true, None, Some(told)) = (opened, side.session(&model.run), notice(model, side)) {
        model.tell(news::link_refused(&told));
    }
}

/// What the person on a side was told last, where no page is.
fn notice(model: &Model, side: Side) -> Option<Arc<str>> {
    model.run.world().client(side.client())?.notice.clone()
}

/// After a person did something: typing starts where the page that came back asks for text.
fn acted(model: &mut Model, side: Side, done: Result<bool, ActionError>) {
    match done {
        Ok(true) => {}
        Ok(false) => model.complain(news::NO_LINK),
        Err(refusal) => model.complain(news::refused(&refusal)),
    }
    model.sync();
    if model.focus == side {
        model.typing = model.form().on_field();
    }
}

fn restarted(model: &mut Model, done: Result<(), ActionError>) {
    let ok = done.is_ok();
    if ok {
        // The first page of the new run may look just like the one that was typed into.
        model.forms = Default::default();
    }
    acted(model, Side::Main, done.map(|()| true));
    if ok {
        focus(model, Side::Main, true);
        model.tell(news::restarted(model.run.journey()));
    }
}

fn again(model: &mut Model) {
    let done = model.run.restart(model.focus.client());
    acted(model, model.focus, done);
}

fn poll_now(model: &mut Model) {
    // The key is about the side that waits; nearly always that is MAIN.
    let waits = |side: &Side| model.forms[side.index()].elements.contains(&Element::Poll);
    match [model.focus, model.focus.other()].into_iter().find(waits) {
        Some(side) => press(model, side, Element::Poll),
        None if model.run.world().in_flight() => model.complain(news::IN_FLIGHT),
        None => model.complain(news::NO_WAIT),
    }
}

fn fail_store(model: &mut Model) {
    let failing = !model.run.world().transactions().is_failing();
    let done = model.run.act(&Action::FailStore { failing }).map(|_| true);
    if done.is_ok() {
        model.tell(if failing { news::STORE_FAILS } else { news::STORE_WORKS });
    }
    if let Err(refusal) = done {
        model.complain(refusal.to_string());
    }
    model.sync();
}

fn time(model: &mut Model, command: Command) {
    let (done, why_not) = match command {
        Command::Pause => {
            let paused = !model.run.is_paused();
            model.run.set_paused(paused);
            (true, "")
        }
        Command::Step => (model.run.step(), news::NO_NODE),
        Command::Skip => (model.run.skip(), news::NOTHING_SCHEDULED),
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
        Command::Back => (model.run.back(), news::FIRST_MOMENT),
        _ => (model.run.forward(), news::NEWEST_MOMENT),
    };
    if !done {
        model.complain(why_not);
    } else if matches!(command, Command::Back | Command::Forward) && model.run.is_paused() {
        model.tell(news::STANDS_STILL);
    }
    model.sync();
}

fn open_list(model: &mut Model, what: List) {
    let selected = match what {
        List::Journeys => {
            let rows = finder::rows(model, what, "");
            rows.iter().position(|row| row.name == model.run.journey().as_ref()).unwrap_or(0)
        }
        // The user that the transaction is about, whose password the other device asks for.
        List::Users if model.focus == Side::Back => {
            let subject = match facts::transaction(&model.run).map(|transaction| &transaction.subject) {
                Some(Subject::User(name)) => name.to_string(),
                _ => String::new(),
            };
            finder::rows(model, what, "").iter().position(|row| row.name == subject).unwrap_or(0)
        }
        _ => 0,
    };
    model.overlay = Some(Overlay::Finder { what, query: Editor::default(), selected });
}

/// To the step before or after, where reasons are shown; else to a side.
fn look(model: &mut Model, later: bool) {
    if !matches!(model.overlay, Some(Overlay::View { what: Full::Why, .. })) {
        return focus(model, if later { Side::Back } else { Side::Main }, true);
    }
    match model.explanations.look(&model.run, model.focus, later) {
        Ok(()) => model.overlay = Some(Overlay::View { what: Full::Why, scroll: 0 }),
        Err(why_not) => model.complain(why_not),
    }
}

fn open_view(model: &mut Model, what: Full) {
    model.explanations.follow();
    let open = matches!(model.overlay, Some(Overlay::View { what: now, .. }) if now == what);
    // The key that opened a view closes it again.
    model.overlay = (!open).then_some(Overlay::View { what, scroll: 0 });
}

/// The rows that a page key moves: half a pane, half a list or view.
fn page(model: &Model) -> i64 {
    let rows = if model.overlay.is_some() { model.size.1 / 2 } else { model.size.1 / 6 };
    i64::from(rows.max(1))
}

/// Moves the selection of a list or the contents of a view by rows.
pub(super) fn scroll(model: &mut Model, by: i64) {
    let moved = |at: usize, last: usize| {
        let to = i64::try_from(at).unwrap_or(i64::MAX).saturating_add(by).max(0);
        usize::try_from(to).unwrap_or(usize::MAX).min(last)
    };
    match model.overlay.take() {
        Some(Overlay::Finder { what, query, selected }) => {
            let count = finder::rows(model, what, query.text()).len();
            let selected = moved(selected, count.saturating_sub(1));
            model.overlay = Some(Overlay::Finder { what, query, selected });
        }
        Some(Overlay::View { what, scroll }) => {
            let scroll = moved(scroll, view::full::last_scroll(model, what));
            model.overlay = Some(Overlay::View { what, scroll });
        }
        None => scroll_page(model, model.focus, by),
    }
}

/// Scrolls the page of a side.
pub(super) fn scroll_page(model: &mut Model, side: Side, by: i64) {
    let places = layout(Rect::new(0, 0, model.size.0, model.size.1), model.focus);
    let Some(place) = places.sides[side.index()].filter(|_| !model.too_small()) else { return };
    let last = view::side::pane(model, side, place).last_offset();
    let form = &mut model.forms[side.index()];
    let to = i64::try_from(form.scroll.min(last)).unwrap_or(0).saturating_add(by).max(0);
    form.scroll = usize::try_from(to).unwrap_or(0).min(last);
}

/// Does the selected row of the list.
pub(super) fn choose_row(model: &mut Model) -> Update {
    let Some(Overlay::Finder { what, query, selected }) = model.overlay.take() else {
        return Update::NOTHING;
    };
    let Some(row) = finder::rows(model, what, query.text()).into_iter().nth(selected) else {
        model.overlay = Some(Overlay::Finder { what, query, selected });
        model.complain(news::NOTHING_MATCHES);
        return Update::REDRAW;
    };
    match row.pick {
        Pick::Run(command) => return run_command(model, command),
        Pick::Journey(name) => {
            let done = model.run.choose(&name);
            restarted(model, done);
        }
        Pick::Nothing => model.overlay = Some(Overlay::Finder { what, query, selected }),
        Pick::User { name, password } => {
            let on_password = model.form().on_password();
            match model.form_mut().editor_mut() {
                Some(editor) if on_password => match password {
                    Some(password) => editor.set(password.expose()),
                    None => model.complain(news::CHANGED_PASSWORD),
                },
                Some(editor) => editor.set(&name),
                None => model.complain(news::NO_FIELD_FOR_IT),
            }
            model.typing = model.form().on_field();
        }
    }
    Update::REDRAW
}
