//! The first row: what runs, when it is, how the transaction stands. And the tabs of narrow screens.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::paint::lines;
use crate::tui::facts;
use crate::tui::layout::spans::{span, text};
use crate::tui::layout::tabs::Tab;
use crate::tui::model::Model;
use crate::tui::text::{fit, pad, printable, width};
use crate::tui::theme::Role;

pub(super) fn draw(model: &Model, place: Rect, buffer: &mut Buffer) {
    let columns = usize::from(place.width);
    // The name is what tells one screen from another: it is cut only after all that can go is gone.
    let name = width(&printable(model.run.journey()));
    let used = |right: &[Span<'_>]| right.iter().map(|span| width(&span.content)).sum::<usize>();
    let fits = |right: &Vec<Span<'_>>| used(right) + 8 + name <= columns;
    let mut levels = (0..=LEAST).map(|level| right(model, columns, level));
    let right = levels.find(fits).unwrap_or_else(|| right(model, columns, LEAST));
    let room = columns.saturating_sub(used(&right) + 8);
    let name = printable(model.run.journey());
    let name = fit(&name, room);
    let mut spans = vec![span(model, Role::Strong, " jsim  "), text(pad(&name, room)), Span::raw(" ")];
    spans.extend(right);
    buffer.set_line(place.x, place.y, &Line::from(spans), place.width);
}

/// The level at which everything has gone that may go.
const LEAST: u8 = 4;

/// What stands on the right. With each level more is left out: the seed and most of the blanks, the
/// transaction's id, its time left, the word RUN; the panes below tell all of it but the last.
fn right(model: &Model, columns: usize, level: u8) -> Vec<Span<'static>> {
    let run = &model.run;
    let world = run.world();
    let gap = Span::raw(if columns >= 76 && level == 0 { "   " } else { " " });
    let mut spans = Vec::new();
    if world.transactions().is_failing() {
        spans.extend([span(model, Role::Failure, " STORE FAILS "), gap.clone()]);
    }
    // Tenths only while something counts down: nothing else is worth ten frames a second.
    let clock = world.elapsed().as_stopwatch();
    let moving = run.is_paused() || world.next_wake().is_some();
    let clock = if moving { clock.as_str() } else { clock.split('.').next().unwrap_or_default() };
    if columns >= 120 && level == 0 {
        spans.extend([span(model, Role::Dim, format!("seed {}", run.seed())), gap.clone()]);
    }
    spans.push(text(format!("t {clock}  ")));
    spans.push(span(model, Role::Strong, run.speed().name()));
    if run.is_paused() {
        spans.extend([Span::raw(" "), span(model, Role::Badge, " || PAUSED ")]);
    } else if level < 4 {
        spans.push(Span::raw(" RUN"));
    }
    spans.push(gap);
    match facts::transaction(run) {
        None if level >= 2 => {}
        None => spans.push(span(model, Role::Dim, "no transaction yet ")),
        Some(transaction) => {
            let (word, role) = facts::status(transaction, world.now());
            let id_length = if columns >= 180 {
                36
            } else if columns >= 110 {
                8
            } else {
                4
            };
            // Where both sides do not fit either, the strip below them says the rest.
            let narrow = columns < 76;
            if !narrow && level < 2 {
                spans.push(text(format!("tx {} ", facts::short_id(transaction.id, id_length))));
            }
            spans.push(span(model, role, format!(" {word} ")));
            if !narrow && level < 3 && !transaction.is_gone(world.now()) {
                let left = transaction.time_left(world.now()).as_countdown();
                spans.push(text(format!(" {left} left ")));
            } else {
                spans.push(Span::raw(" "));
            }
        }
    }
    spans
}

/// Both sides in a row: the one shown is marked.
pub(super) fn draw_tabs(model: &Model, tabs: &[Tab], row: Rect, buffer: &mut Buffer) {
    let mut spans = vec![Span::raw(" ")];
    for tab in tabs {
        let role = if tab.side == model.focus { Role::Selected } else { Role::Text };
        spans.push(span(model, role, &tab.label));
        spans.push(Span::raw("  "));
    }
    spans.push(span(model, Role::Dim, "Tab switches"));
    lines(&[Line::from(spans)], row, buffer);
}
