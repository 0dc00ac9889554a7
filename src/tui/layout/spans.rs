//! Pieces of lines in the style of what they are.

use ratatui::text::{Line, Span};

use crate::tui::model::Model;
use crate::tui::text::printable;
use crate::tui::theme::Role;
use crate::value::Millis;

/// A span in a role's style, its text made harmless.
pub(in crate::tui) fn span(model: &Model, role: Role, text: impl AsRef<str>) -> Span<'static> {
    Span::styled(printable(text.as_ref()).into_owned(), model.theme.style(role))
}

/// Ordinary text, made harmless.
pub(in crate::tui) fn text(text: impl AsRef<str>) -> Span<'static> {
    Span::raw(printable(text.as_ref()).into_owned())
}

/// How far something has come, by half columns.
pub(in crate::tui) fn gauge(
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

/// A name and a value, the value in its column.
pub(in crate::tui) fn fact(model: &Model, name: &str, value: Vec<Span<'static>>) -> Line<'static> {
    let mut spans = vec![Span::raw(" "), span(model, Role::Dim, format!("{name:<9}"))];
    spans.extend(value);
    Line::from(spans)
}
