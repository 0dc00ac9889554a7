//! Small helpers of the panes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Widget};

use crate::tui::model::Model;
use crate::tui::text::{fit, printable, width};
use crate::tui::theme::Role;

/// Draws lines from the top of a place; what does not fit is left out.
pub(super) fn lines(lines: &[Line<'_>], place: Rect, buffer: &mut Buffer) {
    for (line, y) in lines.iter().zip(place.top()..place.bottom()) {
        buffer.set_line(place.x, y, line, place.width);
    }
}

/// A box with a title on the left and one on the right. The box with the focus
/// has a double line.
pub(super) fn frame(model: &Model, place: Rect, titles: (&str, &str), focused: bool, buffer: &mut Buffer) {
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
    block.render(place, buffer);
}

fn bold(model: &Model) -> Style {
    model.theme.style(Role::Strong)
}

/// A row of `─` with a title in it.
pub(super) fn rule(place: Rect, title: &[Span<'static>], buffer: &mut Buffer) {
    let mut spans = vec![Span::raw("─ ")];
    spans.extend(title.iter().cloned());
    let used: usize = spans.iter().map(|span| width(&span.content)).sum();
    spans.push(Span::raw(" "));
    spans.push(Span::raw("─".repeat(usize::from(place.width).saturating_sub(used + 1))));
    buffer.set_line(place.x, place.y, &Line::from(spans), place.width);
}
