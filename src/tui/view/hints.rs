//! The last row: the mode and the keys that do something now. And the row above it, for news.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::advice::advice;
use super::super::facts;
use super::super::hints::{Hint, hints, mode};
use super::super::keymap::{Command, Context};
use super::super::model::Model;
use super::super::text::{fit, pad, width};
use super::super::theme::Role;
use super::layout::Layout;
use super::paint::{span, text};

pub(super) fn draw(model: &Model, place: Rect, buffer: &mut Buffer) {
    let context = model.context();
    let badge = match context {
        Context::Typing => Role::InProgress,
        _ => Role::Badge,
    };
    let mut spans = vec![span(model, badge, format!(" {} ", mode(context))), Span::raw(" ")];
    let used: usize = spans.iter().map(|span| width(&span.content)).sum();
    let all = hints(model);
    for (index, hint) in fitting(&all, usize::from(place.width).saturating_sub(used)).into_iter().enumerate()
    {
        spans.push(span(model, Role::Key, &hint.key));
        // The next thing to do stands out.
        let role = if index == 0 { Role::Strong } else { Role::Text };
        spans.push(span(model, role, format!(" {}", hint.text)));
        spans.push(Span::raw("  "));
    }
    buffer.set_line(place.x, place.y, &Line::from(spans), place.width);
}

/// The hints that fit: the most important first, in the order in which they were.
fn fitting(all: &[Hint], mut room: usize) -> Vec<&Hint> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|index| if *index == 0 { 0 } else { rank(all[*index].command) });
    let mut chosen: Vec<usize> = Vec::new();
    for index in order {
        // The blanks behind the last one may fall off the edge.
        let cost = width(&all[index].key) + width(&all[index].text) + 3;
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
        Command::Enter => 0,
        Command::Palette => 1,
        Command::Escape | Command::Down => 2,
        Command::OtherSide => 3,
        Command::Skip => 4,
        Command::Pause | Command::Help | Command::Up => 5,
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
        let line = pad(&format!(" {mark} {}", super::super::text::printable(&toast.text)), columns);
        buffer.set_line(place.x, place.y, &Line::from(span(model, role, line)), place.width);
        return;
    }
    if model.overlay.is_some() || places.why.is_none() {
        return;
    }
    let Some((_, node, outcome, rule)) = facts::reasons(&model.run, model.focus).next() else { return };
    let label = format!(" [{}]  w more ", rule.source.label());
    let says = format!("{} {outcome}: {}", node.letter, rule.text);
    let room = columns.saturating_sub(6 + width(&label));
    let spans = vec![
        span(model, Role::Strong, " WHY  "),
        text(fit(&super::super::text::printable(&says), room)),
        span(model, Role::Dim, label),
    ];
    buffer.set_line(place.x, place.y, &Line::from(spans), place.width);
}
