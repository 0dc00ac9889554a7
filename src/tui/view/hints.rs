//! The last row: the mode and the keys that do something now. And the row above it, for news.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::advice::advice;
use crate::tui::hints::{badge_text, bar};
use crate::tui::keymap::Context;
use crate::tui::layout::areas::Areas;
use crate::tui::layout::spans::{span, text};
use crate::tui::model::Model;
use crate::tui::news::in_room;
use crate::tui::text::{fit, pad, printable, width};
use crate::tui::theme::Role;
use crate::tui::why::shortened;

pub(super) fn draw(model: &Model, place: Rect, buffer: &mut Buffer) {
    let context = model.context();
    let badge = match context {
        Context::Typing => Role::InProgress,
        _ => Role::Badge,
    };
    let name = Line::from(span(model, badge, badge_text(context)));
    buffer.set_line(place.x, place.y, &name, place.width);
    for (index, (x, hint)) in bar(model, place).into_iter().enumerate() {
        // The next thing to do stands out.
        let role = if index == 0 { Role::Strong } else { Role::Text };
        let line =
            Line::from(vec![span(model, Role::Key, &hint.key), span(model, role, format!(" {}", hint.text))]);
        buffer.set_line(x, place.y, &line, place.right().saturating_sub(x));
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
pub(super) fn draw_news(model: &Model, places: &Areas, buffer: &mut Buffer) {
    let place = places.news;
    let columns = usize::from(place.width);
    if let Some(toast) = &model.toast {
        let role = if toast.bad { Role::Bad } else { Role::Note };
        let mark = if toast.bad { "!" } else { ">" };
        let says = in_room(&printable(&toast.text), columns.saturating_sub(3));
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
