//! Small helpers of the panes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Widget};

use super::super::model::Model;
use super::super::text::{fit, printable, width};
use super::super::theme::Role;
use crate::value::Millis;

/// A span in a role's style, its text made harmless.
pub(in super::super) fn span(model: &Model, role: Role, text: impl AsRef<str>) -> Span<'static> {
    Span::styled(printable(text.as_ref()).into_owned(), model.theme.style(role))
}

/// Ordinary text, made harmless.
pub(in super::super) fn text(text: impl AsRef<str>) -> Span<'static> {
    Span::raw(printable(text.as_ref()).into_owned())
}

/// Draws lines from the top of a place; what does not fit is left out.
pub(in super::super) fn lines(lines: &[Line<'_>], place: Rect, buffer: &mut Buffer) {
    for (line, y) in lines.iter().zip(place.top()..place.bottom()) {
        buffer.set_line(place.x, y, line, place.width);
    }
}

/// A box with a title on the left and one on the right; returns its inside. The box with the focus
/// has a double line.
pub(in super::super) fn frame(
    model: &Model,
    place: Rect,
    titles: (&str, &str),
    focused: bool,
    buffer: &mut Buffer,
) -> Rect {
    let style = model.theme.style(if focused { Role::Focus } else { Role::Text });
    let border = if focused { style } else { model.theme.style(Role::Dim) };
    let room = usize::from(place.width.saturating_sub(4));
    let left = format!(" {} ", fit(titles.0, room.saturating_sub(2)));
    let mut block = Block::bordered()
        .border_type(if focused { BorderType::Double } else { BorderType::Plain })
        .border_style(border)
        .title_top(Line::styled(
            format!("{}{left}", if focused { "═" } else { "─" }),
            style.patch(bold(model)),
        ));
    let rest = room.saturating_sub(width(&left) + 3);
    if !titles.1.is_empty() && rest > 4 {
        let right = format!(" {} {}", fit(&printable(titles.1), rest), if focused { "═" } else { "─" });
        block = block.title_top(Line::styled(right, style).right_aligned());
    }
    let inner = block.inner(place);
    block.render(place, buffer);
    inner
}

fn bold(model: &Model) -> Style {
    model.theme.style(Role::Strong)
}

/// How far something has come, by half columns.
pub(in super::super) fn gauge(
    model: &Model,
    left: Millis,
    whole: Millis,
    columns: usize,
) -> [Span<'static>; 2] {
    let halves = (columns as u64).saturating_mul(2);
    let done = whole.0.saturating_sub(left.0).saturating_mul(halves).checked_div(whole.0).unwrap_or(halves);
    let done = usize::try_from(done).unwrap_or(usize::MAX).min(columns * 2);
    let mut bar = "━".repeat(done / 2);
    if done % 2 == 1 {
        bar.push('╸');
    }
    let rest = "─".repeat(columns - done.div_ceil(2));
    [span(model, Role::Focus, bar), span(model, Role::Dim, rest)]
}

/// A row of `─` with a title in it.
pub(in super::super) fn rule(place: Rect, title: &[Span<'static>], buffer: &mut Buffer) {
    let mut spans = vec![Span::raw("─ ")];
    spans.extend(title.iter().cloned());
    let used: usize = spans.iter().map(|span| width(&span.content)).sum();
    spans.push(Span::raw(" "));
    spans.push(Span::raw("─".repeat(usize::from(place.width).saturating_sub(used + 1))));
    buffer.set_line(place.x, place.y, &Line::from(spans), place.width);
}

/// A name and a value, the value in its column.
pub(in super::super) fn fact(model: &Model, name: &str, value: Vec<Span<'static>>) -> Line<'static> {
    let mut spans = vec![Span::raw(" "), span(model, Role::Dim, format!("{name:<9}"))];
    spans.extend(value);
    Line::from(spans)
}
