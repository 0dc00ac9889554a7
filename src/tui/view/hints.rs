//! The last row: the mode and the keys that do something now. And the row above it, for news.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::super::advice::advice;
use super::super::hints::{Hint, hints, mode};
use super::super::keymap::{Command, Context};
use super::super::layout::areas::Layout;
use super::super::model::Model;
use super::super::news::in_room;
use super::super::text::{fit, pad, width};
use super::super::theme::Role;
use super::super::why::shortened;
use super::paint::{span, text};
use crate::drive::Run;

pub(super) fn draw(model: &Model, place: Rect, buffer: &mut Buffer) {
    let context = model.context();
    let badge = match context {
        Context::Typing => Role::InProgress,
        _ => Role::Badge,
    };
    let name = Line::from(span(model, badge, badge_text(context)));
    buffer.set_line(place.x, place.y, &name, place.width);
    for (index, (x, hint)) in placed(model, place).into_iter().enumerate() {
        // The next thing to do stands out.
        let role = if index == 0 { Role::Strong } else { Role::Text };
        let line =
            Line::from(vec![span(model, Role::Key, &hint.key), span(model, role, format!(" {}", hint.text))]);
        buffer.set_line(x, place.y, &line, place.right().saturating_sub(x));
    }
}

fn badge_text(context: Context) -> String {
    format!(" {} ", mode(context))
}

/// The hints that fit, each with its first column: shared by the drawing and by the mouse.
fn placed(model: &Model, place: Rect) -> Vec<(u16, Hint)> {
    let mut x = width(&badge_text(model.context())) + 1;
    let all = hints(model);
    let mut out = Vec::new();
    for hint in fitting(&model.run, &all, usize::from(place.width).saturating_sub(x)) {
        out.push((place.x.saturating_add(u16::try_from(x).unwrap_or(u16::MAX)), hint.clone()));
        x += columns(hint) + 2;
    }
    out
}

/// Columns of a hint.
fn columns(hint: &Hint) -> usize {
    width(&hint.key) + 1 + width(&hint.text)
}

/// The command of the hint at a column.
pub(in super::super) fn at(model: &Model, place: Rect, x: u16) -> Option<Command> {
    let hit = |(start, hint): &&(u16, Hint)| {
        usize::from(x) >= usize::from(*start) && usize::from(x) < usize::from(*start) + columns(hint)
    };
    placed(model, place).iter().find(hit).map(|(_, hint)| hint.command)
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
        let cost = columns(&all[index]) + 2;
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
        Command::Palette => 0,
        Command::Enter => 1,
        Command::Escape | Command::Down | Command::Earlier | Command::Later => 2,
        Command::OtherSide | Command::Help => 3,
        Command::Skip => 4,
        Command::Pause | Command::Up => 5,
        _ => 6,
    }
}

/// What to do next, in a sentence.
pub(super) fn draw_next(model: &Model, place: Rect, buffer: &mut Buffer) {
    let Some(advice) = advice(model) else { return };
    let room = usize::from(place.width).saturating_sub(6);
    let line = Line::from(vec![span(model, Role::Strong, " NEXT "), text(fit(&advice.says, room))]);
    buffer.set_line(place.x, place.y, &line, place.width);
}

/// What just happened; else why the last outcome of the side with the focus was taken.
pub(super) fn draw_news(model: &Model, places: &Layout, buffer: &mut Buffer) {
    // On a screen without a row of its own, news goes over the timeline.
    let place = places.why.unwrap_or(Rect { height: 1, ..places.timeline });
    let columns = usize::from(place.width);
    if let Some(toast) = &model.toast {
        let role = if toast.bad { Role::Bad } else { Role::Note };
        let mark = if toast.bad { "!" } else { ">" };
        let says = in_room(&super::super::text::printable(&toast.text), columns.saturating_sub(3));
        let line = pad(&format!(" {mark} {says}"), columns);
        buffer.set_line(place.x, place.y, &Line::from(span(model, role, line)), place.width);
        return;
    }
    if model.overlay.is_some() || places.why.is_none() {
        return;
    }
    let Some(all) = model.explanations.latest(&model.run, model.focus) else { return };
    let assumed = if all.because.rule.source.label() == "assumed" { " [assumed]" } else { "" };
    let letter = all.node.as_ref().map_or("", |node| &node.letter);
    let says = format!("{letter} {}", all.sentence());
    let room = columns.saturating_sub(6 + width(assumed) + 7);
    let spans = vec![
        span(model, Role::Strong, " WHY  "),
        text(shortened(&says, room).unwrap_or_else(|| fit(&says, room).into_owned())),
        span(model, Role::Note, assumed),
        span(model, Role::Dim, " w more"),
    ];
    buffer.set_line(place.x, place.y, &Line::from(spans), place.width);
}
