//! The pane of a side: the heading, the part of the page that is in view, and where each element of it is.

use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::areas::Part;
use super::page_layout::{PageBox, PageLayout, page_layout};
use super::spans::span;
use crate::tui::model::Model;
use crate::tui::page::Side;
use crate::tui::text::{fit, printable, width};
use crate::tui::theme::Role;

/// Where an element is on the screen. One of several rows has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) struct HitBox {
    /// Its index among the side's elements.
    pub element: usize,
    pub area: Rect,
}

/// The pane of a side.
pub(in crate::tui) struct Pane {
    pub side: Side,
    /// The frame.
    pub outer: Rect,
    /// The inside of the frame.
    pub inner: Rect,
    /// The first lines of the inside.
    pub heading: Vec<Line<'static>>,
    /// The place of the page, and its lines that are in view.
    pub body: Rect,
    pub lines: Vec<Line<'static>>,
    /// The elements that are in view.
    pub boxes: Vec<HitBox>,
    /// The cursor, while typing goes into this side.
    pub cursor: Option<Position>,
    /// The rows that the page leaves free.
    pub rest: Rect,
    /// The path: a row of its own, or a part of the lower border where rows are few.
    pub path: Rect,
    /// Says on the lower border that there are lines above or below.
    pub more: Option<(Rect, &'static str)>,
    /// The farthest that the page can be scrolled.
    pub last_offset: usize,
}

/// Which lines of a page are in view: some from an offset on, then the pinned ones.
struct Window {
    scrolling: usize,
    offset: usize,
    shown: usize,
    body: Rect,
}

impl Window {
    /// The screen's row of a line of the page, if it is in view.
    fn row_of(&self, line: usize) -> Option<u16> {
        let row = match line.checked_sub(self.scrolling) {
            Some(pinned) => self.shown + pinned,
            None => line.checked_sub(self.offset).filter(|row| *row < self.shown)?,
        };
        u16::try_from(row).ok().filter(|row| *row < self.body.height).map(|row| self.body.y + row)
    }

    /// The screen's column of a column of the page.
    fn column_of(&self, column: usize) -> u16 {
        self.body.x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX))
    }

    fn hit_box(&self, at: &PageBox) -> Option<HitBox> {
        let (x, end) = (self.column_of(at.x), self.column_of(at.x + at.width));
        let area = Rect { x, y: self.row_of(at.y)?, width: end - x, height: 1 };
        Some(HitBox { element: at.element, area })
    }
}

/// Lays a pane out. Where rows are few, blank lines go first, one by one, then the second line of
/// the heading; then the contents scroll, above buttons that stay.
pub(super) fn pane(model: &Model, side: Side, outer: Rect) -> Pane {
    let inner = Part::framed(outer).inner;
    let columns = usize::from(inner.width);
    let path_rows = path_rows(inner);
    let rows = |heading: &[Line<'_>]| {
        usize::from(inner.height).saturating_sub(heading.len() + usize::from(path_rows))
    };
    let mut heading = full_heading(model, side, columns);
    let mut page = page_layout(model, side, columns);
    page.squeeze(rows(&heading));
    if page.lines.len() > rows(&heading) {
        heading = short_heading(model, side, columns);
    }
    let rows = rows(&heading);
    if page.pinned * 2 > rows {
        page.pinned = 0;
    }
    let scrolling = page.lines.len() - page.pinned;
    let shown = scrolling.min(rows - page.pinned);
    let offset = offset(model, side, &page, scrolling, shown);
    let above = u16::try_from(heading.len()).unwrap_or(0);
    let body = Rect { y: inner.y + above, height: inner.height.saturating_sub(above + path_rows), ..inner };
    let window = Window { scrolling, offset, shown, body };
    let boxes = page.boxes.iter().filter_map(|at| window.hit_box(at)).collect();
    let cursor = page.cursor.filter(|_| model.overlay.is_none());
    let cursor = cursor.and_then(|(x, y)| Some(Position { x: window.column_of(x), y: window.row_of(y)? }));
    let last_offset = scrolling - shown;
    let mut lines = page.lines;
    lines.drain(offset + shown..scrolling);
    lines.drain(..offset);
    let used = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(body.height);
    Pane {
        side,
        outer,
        inner,
        heading,
        body,
        lines,
        boxes,
        cursor,
        rest: Rect { y: body.y + used, height: body.height - used, ..body },
        path: path(inner, path_rows),
        more: more(outer, offset > 0, offset < last_offset),
        last_offset,
    }
}

/// Where the person has scrolled to, but never so that the element with the focus is out of view.
fn offset(model: &Model, side: Side, page: &PageLayout, scrolling: usize, shown: usize) -> usize {
    let form = &model.forms[side.index()];
    let wanted = form.scroll.min(scrolling - shown);
    let focused = || page.boxes.iter().filter(|at| at.element == form.focus).map(|at| at.y);
    // An option may take several rows: its last one is seen, then its first one.
    let ends = focused().next().zip(focused().next_back());
    match ends.filter(|(_, last)| *last < scrolling) {
        // A field's label may be on the line above it.
        Some((first, last)) => {
            wanted.max((last + 1).saturating_sub(shown)).min(first.saturating_sub(usize::from(shown > 1)))
        }
        None => wanted,
    }
}

/// The path has a row of its own, or stands on the lower border where rows are few.
fn path_rows(inner: Rect) -> u16 {
    u16::from(inner.height >= 10)
}

fn path(inner: Rect, rows: u16) -> Rect {
    // The other half of the border is for the scrolling.
    let columns = if rows == 1 { inner.width } else { inner.width / 2 };
    Rect { x: inner.x, y: inner.bottom() - rows, width: columns, height: u16::from(inner.height > 0) }
}

fn more(outer: Rect, above: bool, below: bool) -> Option<(Rect, &'static str)> {
    let words = match (above, below) {
        (false, false) => return None,
        (true, false) => " PgUp: more ",
        (false, true) => " PgDn: more ",
        (true, true) => " PgUp PgDn: more ",
    };
    let columns = u16::try_from(width(words)).unwrap_or(0).min(outer.width.saturating_sub(4));
    let area = Rect { x: outer.right() - 2 - columns, y: outer.bottom() - 1, width: columns, height: 1 };
    Some((area, words))
}

/// The node's letter and name, and below them its type and the session.
fn full_heading(model: &Model, side: Side, columns: usize) -> Vec<Line<'static>> {
    let Some(session) = side.session(&model.run) else { return Vec::new() };
    let Some(node) = session.current(model.run.program()) else { return Vec::new() };
    let room = columns.saturating_sub(4 + width(&node.letter));
    let since = format!("session {} since {}", session.id, session.opened_at.on_clock());
    let kinds = match session.end() {
        Some(_) => [format!("last node of session {}", session.id), String::new(), String::new()],
        None => [
            format!("{}, {since}", node.label),
            format!("{}, {}", node.label, session.id),
            node.label.to_string(),
        ],
    };
    let kind = kinds.iter().find(|kind| width(kind) <= room).unwrap_or(&kinds[2]);
    let indent = " ".repeat(3 + width(&node.letter));
    vec![
        Line::from(vec![
            span(model, Role::Letter, format!(" {}  ", node.letter)),
            span(model, Role::Strong, fit(&printable(&node.name), room)),
        ]),
        Line::from(vec![Span::raw(indent), span(model, Role::Dim, fit(&printable(kind), room))]),
    ]
}

/// The same in one line.
fn short_heading(model: &Model, side: Side, columns: usize) -> Vec<Line<'static>> {
    let Some(session) = side.session(&model.run) else { return Vec::new() };
    let Some(node) = session.current(model.run.program()) else { return Vec::new() };
    let room = columns.saturating_sub(4 + width(&node.letter));
    let name = fit(&printable(&node.name), room).into_owned();
    let left = room.saturating_sub(width(&name) + 2);
    let kind = if width(&node.label) <= left && node.label != node.name {
        printable(&node.label).into_owned()
    } else {
        String::new()
    };
    vec![Line::from(vec![
        span(model, Role::Letter, format!(" {}  ", node.letter)),
        span(model, Role::Strong, name),
        span(model, Role::Dim, format!("  {kind}")),
    ])]
}
