//! The pane of a side: where the journey stands, what its person sees, the path taken.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::super::facts;
use super::super::layout::sheet::{PageLayout, sheet};
use super::super::model::Model;
use super::super::page::Side;
use super::super::text::{fit, fit_end, printable, width, wrap};
use super::super::theme::Role;
use super::paint::{frame, lines, span, text};

/// A pane, laid out: shared by the drawing and by the mouse.
#[derive(Debug)]
pub(in super::super) struct Pane {
    /// The inside of the frame.
    inner: Rect,
    heading: Vec<Line<'static>>,
    /// What the person sees.
    pub sheet: PageLayout,
    /// Lines of the sheet above the first one shown.
    offset: usize,
    /// How many lines are shown before the pinned ones.
    shown: usize,
    /// Where the sheet is.
    body: Rect,
}

impl Pane {
    /// Lines that scroll.
    fn scrolling(&self) -> usize {
        self.sheet.lines.len() - self.sheet.pinned
    }

    /// The farthest the pane can be scrolled.
    pub(in super::super) fn last_offset(&self) -> usize {
        self.scrolling() - self.shown
    }

    /// The screen's row of a line of the sheet, if it is in view.
    pub(in super::super) fn row_of(&self, line: usize) -> Option<u16> {
        let row = match line.checked_sub(self.scrolling()) {
            Some(pinned) => self.shown + pinned,
            None => line.checked_sub(self.offset).filter(|row| *row < self.shown)?,
        };
        u16::try_from(row).ok().filter(|row| *row < self.body.height).map(|row| self.body.y + row)
    }

    /// The screen's column of a column of the sheet.
    pub(in super::super) fn column_of(&self, column: usize) -> u16 {
        self.body.x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX))
    }
}

/// Lays a pane out. Where rows are few, blank lines go first, one by one, then the second line of
/// the heading; then the contents scroll, above buttons that stay.
pub(in super::super) fn pane(model: &Model, side: Side, place: Rect) -> Pane {
    let inner = Rect {
        x: place.x + 1,
        y: place.y + 1,
        width: place.width.saturating_sub(2),
        height: place.height.saturating_sub(2),
    };
    let columns = usize::from(inner.width);
    let path_rows = path_rows(inner);
    let rows = |heading: &[Line<'_>]| {
        usize::from(inner.height).saturating_sub(heading.len() + usize::from(path_rows))
    };
    let mut heading = full_heading(model, side, columns);
    let mut sheet = sheet(model, side, columns);
    sheet.squeeze(rows(&heading));
    if sheet.lines.len() > rows(&heading) {
        heading = short_heading(model, side, columns);
    }
    let rows = rows(&heading);
    if sheet.pinned * 2 > rows {
        sheet.pinned = 0;
    }
    let scrolling = sheet.lines.len() - sheet.pinned;
    let shown = scrolling.min(rows - sheet.pinned);
    let offset = offset(model, side, &sheet, scrolling, shown);
    let above = u16::try_from(heading.len()).unwrap_or(0);
    let body = Rect { y: inner.y + above, height: inner.height.saturating_sub(above + path_rows), ..inner };
    Pane { inner, heading, sheet, offset, shown, body }
}

/// Where the person has scrolled to, but never so that the element with the focus is out of view.
fn offset(model: &Model, side: Side, sheet: &PageLayout, scrolling: usize, shown: usize) -> usize {
    let form = &model.forms[side.index()];
    let wanted = form.scroll.min(scrolling - shown);
    let focused = || sheet.spots.iter().filter(|spot| spot.element == form.focus).map(|spot| spot.y);
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

pub(super) fn draw(model: &Model, side: Side, place: Rect, buffer: &mut Buffer) -> Option<Position> {
    let journey = side.session(&model.run).map_or("", |session| &session.journey);
    frame(model, place, (side.name(), journey), side == model.focus, buffer);
    let pane = pane(model, side, place);
    lines(&pane.heading, Rect { height: pane.inner.height, ..pane.inner }, buffer);
    let scrolling = pane.scrolling();
    let mut shown = pane.sheet.lines[pane.offset..pane.offset + pane.shown].to_vec();
    shown.extend_from_slice(&pane.sheet.lines[scrolling..]);
    lines(&shown, pane.body, buffer);
    more(model, &pane, place, buffer);
    let used = u16::try_from(shown.len()).unwrap_or(u16::MAX).min(pane.body.height);
    let rest = Rect { y: pane.body.y + used, height: pane.body.height - used, ..pane.body };
    lines(&extras(model, side, usize::from(rest.width), usize::from(rest.height)), rest, buffer);
    draw_path(model, side, pane.inner, buffer);
    let (x, y) = pane.sheet.cursor.filter(|_| model.overlay.is_none())?;
    Some(Position { x: pane.column_of(x), y: pane.row_of(y)? })
}

/// The node's letter and name, and below them its type and the session.
fn full_heading(model: &Model, side: Side, columns: usize) -> Vec<Line<'static>> {
    let Some(session) = side.session(&model.run) else { return Vec::new() };
    let Some(node) = session.current(model.run.program()) else { return Vec::new() };
    let room = columns.saturating_sub(4 + width(&node.letter));
    let since = format!("session {} since {}", session.id, facts::second(session.opened_at));
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

/// Says on the lower border that there are lines above or below.
fn more(model: &Model, pane: &Pane, place: Rect, buffer: &mut Buffer) {
    let words = match (pane.offset > 0, pane.offset < pane.last_offset()) {
        (false, false) => return,
        (true, false) => " PgUp: more ",
        (false, true) => " PgDn: more ",
        (true, true) => " PgUp PgDn: more ",
    };
    let line = Line::from(span(model, Role::Strong, words));
    let columns = u16::try_from(width(words)).unwrap_or(0).min(place.width.saturating_sub(4));
    buffer.set_line(place.right() - 2 - columns, place.bottom() - 1, &line, columns);
}

/// The path has a row of its own, or stands on the lower border where rows are few.
fn path_rows(inner: Rect) -> u16 {
    u16::from(inner.height >= 10)
}

fn draw_path(model: &Model, side: Side, inner: Rect, buffer: &mut Buffer) {
    if side.session(&model.run).is_none() || inner.height == 0 {
        return;
    }
    let path = facts::path(&model.run, side);
    let own_row = path_rows(inner) == 1;
    // The other half of the border is for the scrolling.
    let room = if own_row { usize::from(inner.width) } else { usize::from(inner.width) / 2 };
    let shown = fit_end(&path, room.saturating_sub(8));
    let line = Line::from(vec![span(model, Role::Dim, " path  "), text(format!("{shown} "))]);
    let y = inner.bottom() - u16::from(own_row);
    buffer.set_line(inner.x, y, &line, inner.width);
}

/// Where there is room: the outcomes of the node and where they lead, the callbacks as they were
/// sent, the link by which the session was opened.
fn extras(model: &Model, side: Side, columns: usize, rows: usize) -> Vec<Line<'static>> {
    let mut all: Vec<Line<'static>> = Vec::new();
    for section in [leads_to(model, side, columns), sent(model, side, columns), link(model, side, columns)] {
        if !section.is_empty() && all.len() + section.len() < rows {
            all.push(Line::default());
            all.extend(section);
        }
    }
    all
}

fn title(model: &Model, words: &str) -> Line<'static> {
    Line::from(span(model, Role::Dim, format!("  {words}")))
}

fn leads_to(model: &Model, side: Side, columns: usize) -> Vec<Line<'static>> {
    let program = model.run.program();
    let session = side.session(&model.run).filter(|session| session.end().is_none());
    let Some(node) = session.and_then(|session| session.current(program)) else { return Vec::new() };
    let longest =
        node.outcomes.iter().map(|outcome| width(&outcome.name)).max().unwrap_or(0).min(columns / 2);
    let mut all = vec![title(model, "OUTCOMES OF THIS NODE")];
    for (outcome, target) in node.outcomes.iter().zip(&node.targets) {
        let name = super::super::text::pad(&printable(&outcome.name), longest);
        let line = format!("  {name} -> {}", facts::target(program, &node.journey, target));
        all.push(Line::from(text(fit(&printable(&line), columns))));
    }
    all
}

fn sent(model: &Model, side: Side, columns: usize) -> Vec<Line<'static>> {
    let Some(page) = side.page(&model.run) else { return Vec::new() };
    let mut all = vec![title(model, "CALLBACKS SENT")];
    for callback in &page.callbacks {
        let line = format!("  {}", facts::callback_line(callback));
        all.push(Line::from(text(fit(&printable(&line), columns))));
    }
    all
}

fn link(model: &Model, side: Side, columns: usize) -> Vec<Line<'static>> {
    let opened = side.session(&model.run).is_some_and(|session| session.transaction.is_some());
    let Some(link) = model.run.link().filter(|_| opened) else { return Vec::new() };
    let mut all = vec![title(model, "LINK")];
    let parts = wrap(&link, columns.saturating_sub(2));
    all.extend(
        parts.into_iter().map(|part| Line::from(vec![Span::raw("  "), span(model, Role::Link, part)])),
    );
    all
}
