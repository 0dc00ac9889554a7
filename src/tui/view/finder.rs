//! The lists that are searched by typing.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use super::super::editor::Editor;
use super::super::layout::full::rows::{Row, rows};
use super::super::model::{List, Model};
use super::super::text::{pad, printable, width, wrap};
use super::super::theme::Role;
use super::paint::{frame, lines, span, text};

/// Columns for the keys of a command.
const KEYS: usize = 18;

/// Rows below the list: a blank, the help, the twin on the command line.
fn below(middle: Rect) -> u16 {
    if middle.height >= 18 { 6 } else { 4 }
}

/// Where the box and its rows are; shared with the mouse.
pub(in super::super) fn places(model: &Model, list: List, query: &Editor, middle: Rect) -> (Rect, Rect) {
    let wanted = match list {
        List::Help | List::Events => 110,
        _ => 76,
    };
    // A narrow strip of the page beside the box says nothing: the box takes it.
    let width = if middle.width < wanted + 8 { middle.width } else { wanted };
    let count = u16::try_from(rows(model, list, query.text()).len()).unwrap_or(u16::MAX);
    let tall = count.saturating_add(4 + below(middle)).clamp(12, middle.height);
    let tall = if middle.height < tall + 4 { middle.height } else { tall };
    let place = Rect {
        x: middle.x + (middle.width - width) / 2,
        y: middle.y + (middle.height - tall) / 2,
        width,
        height: tall,
    };
    let inner = Rect { x: place.x + 1, y: place.y + 1, width: width - 2, height: tall - 2 };
    let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2 + below(middle)), ..inner };
    (place, list)
}

/// The first row shown, so that the selected one is seen.
pub(in super::super) fn first_shown(selected: usize, height: u16) -> usize {
    (selected + 1).saturating_sub(usize::from(height))
}

pub(super) fn draw(
    model: &Model,
    list: List,
    query: &Editor,
    selected: usize,
    middle: Rect,
    buffer: &mut Buffer,
) -> Position {
    let (place, body) = places(model, list, query, middle);
    // With a column of margin, so that no frame runs into the box.
    let margin = Rect { x: place.x.saturating_sub(1), width: place.width + 2, ..place };
    let margin = margin.intersection(middle);
    Clear.render(margin, buffer);
    // Half of a wide character is none: it would push the border aside.
    for y in margin.rows().map(|row| row.y) {
        if let Some(cell) = margin.x.checked_sub(1).and_then(|x| buffer.cell_mut((x, y)))
            && self::width(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
    }
    let found = rows(model, list, query.text());
    let (title, what) = match list {
        List::Palette => ("COMMANDS", "type to search, by name or by key"),
        List::Help => ("HELP", "every key; type to search, Enter runs it"),
        List::Users => ("DEMO USERS", "Enter puts it into the field"),
        List::Journeys => ("JOURNEYS", "Enter starts it"),
        List::Events => ("EVENTS", "newest first; type to search"),
    };
    let inner = frame(model, place, (title, what), true, buffer);
    let (shown, column) = query.window(usize::from(inner.width).saturating_sub(12), false);
    let count = format!("{}", found.len());
    let room = usize::from(inner.width).saturating_sub(4 + count.len());
    let search = vec![span(model, Role::Dim, " / "), text(pad(&shown, room)), span(model, Role::Dim, count)];
    buffer.set_line(inner.x, inner.y, &Line::from(search), inner.width);
    if list == List::Users {
        let note = "   The realm's fixtures. A password made up here is not shown.";
        let line = Line::from(span(model, Role::Note, note));
        buffer.set_line(inner.x, inner.y + 1, &line, inner.width);
    }
    if matches!(list, List::Palette | List::Help) {
        let titles = titles(list, usize::from(inner.width));
        let line = Line::from(span(model, Role::Dim, titles));
        buffer.set_line(inner.x, inner.y + 1, &line, inner.width);
    }
    let first = first_shown(selected, body.height);
    let table: Vec<Line<'_>> = found
        .iter()
        .enumerate()
        .skip(first)
        .map(|(index, row)| row_line(model, list, row, index == selected, usize::from(body.width)))
        .collect();
    lines(&table, body, buffer);
    let rest = Rect { y: body.bottom(), height: inner.bottom() - body.bottom(), ..inner };
    lines(&about(model, list, found.get(selected), usize::from(inner.width)), rest, buffer);
    Position { x: inner.x + 3 + u16::try_from(column).unwrap_or(0), y: inner.y }
}

/// The columns of name, key and the third column.
fn widths(list: List, columns: usize) -> (usize, usize, usize) {
    let (name, key) = match list {
        List::Users => (columns * 3 / 10, columns * 3 / 10),
        List::Journeys => (columns * 35 / 100, 11),
        // Too narrow for the help of every row: the selected one's stands below.
        List::Help if columns < 90 => (columns.saturating_sub(KEYS + 6), KEYS),
        _ if columns < 62 => (columns.saturating_sub(KEYS + 6), KEYS),
        _ => (columns.saturating_sub(KEYS + 20).clamp(20, 40), KEYS),
    };
    (name, key, columns.saturating_sub(name + key + 6))
}

/// What the columns of commands are.
fn titles(list: List, columns: usize) -> String {
    let (name, key, last) = widths(list, columns);
    let third = if list == List::Help { "what it does" } else { "group" };
    format!("   {} {} {}", pad("command", name), pad("keys", key), pad(third, last))
}

fn row_line(model: &Model, list: List, row: &Row, selected: bool, columns: usize) -> Line<'static> {
    let role = if selected { Role::Selected } else { Role::Text };
    let mark = if selected { " > " } else { "   " };
    let (name, key, last) = widths(list, columns);
    let third = match list {
        List::Help if last >= 24 => row.help.to_string(),
        _ => row.group.clone(),
    };
    let clean = |words: &str, columns: usize| pad(&printable(words), columns);
    let line = match list {
        List::Events => {
            format!("{mark}{} {} ", row.key, clean(&row.name, columns.saturating_sub(width(&row.key) + 5)))
        }
        _ => format!("{mark}{} {} {} ", clean(&row.name, name), clean(&row.key, key), clean(&third, last)),
    };
    Line::from(span(model, role, line))
}

/// What is told about the selected row.
fn about(model: &Model, list: List, row: Option<&Row>, columns: usize) -> Vec<Line<'static>> {
    let mut all = Vec::new();
    all.push(Line::default());
    let Some(row) = row else {
        all.push(Line::from(span(model, Role::Bad, "   Nothing matches.")));
        return all;
    };
    let mut says = Vec::new();
    if matches!(list, List::Help | List::Palette) && width(&row.key) > KEYS {
        says.push(format!("Keys: {}", printable(&row.key)));
    }
    says.extend(wrap(&row.help, columns.saturating_sub(4)));
    let rows = if row.cli.is_some() { 2 } else { 5 };
    all.extend(says.into_iter().take(rows).map(|line| Line::from(text(format!("   {line}")))));
    if let Some(cli) = row.cli {
        let twin = span(model, Role::Strong, cli);
        let place = if cli.starts_with("jsim") { "   command line:  " } else { "   " };
        all.push(Line::from(vec![span(model, Role::Dim, place), twin, Span::raw("")]));
    }
    debug_assert!(all.iter().all(|line| width(&line.to_string()) <= columns));
    all
}
