//! The lists that are searched by typing.

use ratatui::buffer::Buffer;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use super::paint::{frame, lines};
use crate::tui::layout::full::list::{KEYS, ListLayout};
use crate::tui::layout::full::{Heading, Row, SearchedList, searched_list};
use crate::tui::layout::spans::{span, text};
use crate::tui::model::Model;
use crate::tui::overlay::List;
use crate::tui::text::{pad, printable, width, wrap};
use crate::tui::theme::Role;

pub(super) fn draw(model: &Model, what: List, place: &ListLayout, buffer: &mut Buffer) {
    let list = searched_list(what);
    // With a column of margin, so that no frame runs into the box.
    Clear.render(place.margin, buffer);
    // Half of a wide character is none: it would push the border aside.
    for y in place.margin.rows().map(|row| row.y) {
        if let Some(cell) = place.margin.x.checked_sub(1).and_then(|x| buffer.cell_mut((x, y)))
            && width(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
    }
    frame(model, place.outer, (list.title, list.about), true, buffer);
    let columns = usize::from(place.inner.width);
    let count = format!("{}", place.rows.len());
    let room = columns.saturating_sub(4 + count.len());
    let search =
        vec![span(model, Role::Dim, " / "), text(pad(&place.query, room)), span(model, Role::Dim, count)];
    let heading = match list.heading {
        Heading::None => Line::default(),
        Heading::Note(note) => Line::from(span(model, Role::Note, note)),
        Heading::Columns(third) => Line::from(span(model, Role::Dim, titles(list, third, columns))),
    };
    lines(&[Line::from(search), heading], place.inner, buffer);
    let seen = place.rows.iter().enumerate().skip(place.first).take(usize::from(place.body.height));
    let columns = usize::from(place.body.width);
    let table: Vec<Line<'_>> =
        seen.map(|(index, row)| row_line(model, list, row, index == place.selected, columns)).collect();
    lines(&table, place.body, buffer);
    lines(&about(model, list, place.rows.get(place.selected), columns), place.below, buffer);
}

/// The columns of name, key and the third column.
fn widths(list: &SearchedList, columns: usize) -> (usize, usize, usize) {
    let (name, key) = list.columns.map_or((0, 0), |split| split(columns));
    (name, key, columns.saturating_sub(name + key + 6))
}

/// What the columns of commands are.
fn titles(list: &SearchedList, third: &str, columns: usize) -> String {
    let (name, key, last) = widths(list, columns);
    format!("   {} {} {}", pad("command", name), pad("keys", key), pad(third, last))
}

fn row_line(model: &Model, list: &SearchedList, row: &Row, selected: bool, columns: usize) -> Line<'static> {
    let role = if selected { Role::Selected } else { Role::Text };
    let mark = if selected { " > " } else { "   " };
    let (name, key, last) = widths(list, columns);
    let third = if list.tells_help && last >= 24 { &row.help } else { &row.group };
    let clean = |words: &str, columns: usize| pad(&printable(words), columns);
    let line = match list.columns {
        None => {
            format!("{mark}{} {} ", row.key, clean(&row.name, columns.saturating_sub(width(&row.key) + 5)))
        }
        Some(_) => {
            format!("{mark}{} {} {} ", clean(&row.name, name), clean(&row.key, key), clean(third, last))
        }
    };
    Line::from(span(model, role, line))
}

/// What is told about the selected row.
fn about(model: &Model, list: &SearchedList, row: Option<&Row>, columns: usize) -> Vec<Line<'static>> {
    let mut all = Vec::new();
    all.push(Line::default());
    let Some(row) = row else {
        all.push(Line::from(span(model, Role::Bad, "   Nothing matches.")));
        return all;
    };
    let mut says = Vec::new();
    if matches!(list.heading, Heading::Columns(_)) && width(&row.key) > KEYS {
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
