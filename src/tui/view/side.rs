//! The pane of a side: where the journey stands, what its person sees, the path taken.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::super::facts;
use super::super::model::Model;
use super::super::page::Side;
use super::super::text::{fit, fit_end, printable, width, wrap};
use super::super::theme::Role;
use super::paint::{frame, lines, span, text};
use super::sheet::{Sheet, sheet};

/// A pane, laid out: shared by the drawing and by the mouse.
#[derive(Debug)]
pub(in super::super) struct Pane {
    /// The inside of the frame.
    inner: Rect,
    heading: Vec<Line<'static>>,
    /// What the person sees.
    pub sheet: Sheet,
    /// Lines of the sheet above the first one shown.
    pub offset: usize,
    /// Where the sheet is.
    pub body: Rect,
}

/// Lays a pane out.
pub(in super::super) fn pane(model: &Model, side: Side, place: Rect) -> Pane {
    let inner = Rect {
        x: place.x + 1,
        y: place.y + 1,
        width: place.width.saturating_sub(2),
        height: place.height.saturating_sub(2),
    };
    let columns = usize::from(inner.width);
    let heading = heading(model, side, columns, inner.height >= 9);
    let above = u16::try_from(heading.len()).unwrap_or(0);
    let body = Rect { y: inner.y + above, height: inner.height.saturating_sub(above + 1), ..inner };
    let rows = usize::from(body.height);
    let mut content = sheet(model, side, columns, false);
    if content.lines.len() > rows {
        content = sheet(model, side, columns, true);
    }
    let offset = offset(model, side, &content, rows);
    Pane { inner, heading, sheet: content, offset, body }
}

/// Scrolled just so far that the element with the focus is seen.
fn offset(model: &Model, side: Side, sheet: &Sheet, rows: usize) -> usize {
    let focus = model.forms[side.index()].focus;
    let row = sheet.spots.iter().find(|spot| spot.element == focus).map_or(0, |spot| spot.y);
    (row + 1).saturating_sub(rows)
}

pub(super) fn draw(model: &Model, side: Side, place: Rect, buffer: &mut Buffer) -> Option<Position> {
    let journey = side.session(&model.run).map_or("", |session| &session.journey);
    frame(model, place, (side.name(), journey), side == model.focus, buffer);
    let pane = pane(model, side, place);
    lines(&pane.heading, Rect { height: pane.inner.height, ..pane.inner }, buffer);
    let shown: Vec<Line<'_>> = pane.sheet.lines.iter().skip(pane.offset).cloned().collect();
    lines(&shown, pane.body, buffer);
    more(model, &pane, place, buffer);
    let used = u16::try_from(shown.len()).unwrap_or(u16::MAX).min(pane.body.height);
    let rest = Rect { y: pane.body.y + used, height: pane.body.height - used, ..pane.body };
    lines(&extras(model, side, usize::from(rest.width), usize::from(rest.height)), rest, buffer);
    draw_path(model, side, pane.inner, buffer);
    let (x, y) = pane.sheet.cursor?;
    let y = y.checked_sub(pane.offset).filter(|y| *y < usize::from(pane.body.height))?;
    let at = |start: u16, by: usize| start.saturating_add(u16::try_from(by).unwrap_or(u16::MAX));
    model.overlay.is_none().then(|| Position { x: at(pane.body.x, x), y: at(pane.body.y, y) })
}

/// The node's letter and name, then its type; in one line where rows are few.
fn heading(model: &Model, side: Side, columns: usize, roomy: bool) -> Vec<Line<'static>> {
    let Some(session) = side.session(&model.run) else { return Vec::new() };
    let Some(node) = session.current(model.run.program()) else { return Vec::new() };
    let room = columns.saturating_sub(5 + width(&node.letter));
    let ended = session.end().is_some();
    let letter = span(model, Role::Letter, format!(" {}  ", node.letter));
    let name = printable(&node.name).into_owned();
    let since = facts::second(session.opened_at);
    let mut kind = format!("{}, session {} since {since}", node.label, session.id);
    if ended {
        kind = format!("last node of session {}", session.id);
    }
    if roomy {
        let indent = " ".repeat(3 + width(&node.letter));
        return vec![
            Line::from(vec![letter, span(model, Role::Strong, fit(&name, room))]),
            Line::from(vec![Span::raw(indent), span(model, Role::Dim, fit(&printable(&kind), room))]),
        ];
    }
    let half = fit(&name, room * 6 / 10).into_owned();
    let left = room.saturating_sub(width(&half) + 2);
    vec![Line::from(vec![
        letter,
        span(model, Role::Strong, half),
        span(model, Role::Dim, format!("  {}", fit(&printable(&node.label), left))),
    ])]
}

/// Says on the lower border that there are lines above or below.
fn more(model: &Model, pane: &Pane, place: Rect, buffer: &mut Buffer) {
    let below = pane.sheet.lines.len() > pane.offset + usize::from(pane.body.height);
    let words = match (pane.offset > 0, below) {
        (false, false) => return,
        (true, false) => " more above: k ",
        (false, true) => " more below: j ",
        (true, true) => " more: j k ",
    };
    let line = Line::from(span(model, Role::Dim, words));
    buffer.set_line(place.x + 2, place.bottom() - 1, &line, place.width.saturating_sub(4));
}

fn draw_path(model: &Model, side: Side, inner: Rect, buffer: &mut Buffer) {
    if side.session(&model.run).is_none() || inner.height == 0 {
        return;
    }
    let path = facts::path(&model.run, side);
    let room = usize::from(inner.width).saturating_sub(8);
    let line = Line::from(vec![span(model, Role::Dim, " path  "), text(fit_end(&path, room))]);
    buffer.set_line(inner.x, inner.bottom() - 1, &line, inner.width);
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
    Line::from(span(model, Role::Dim, format!("   {words}")))
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
        let line = format!("    {name} -> {}", facts::target(program, &node.journey, target));
        all.push(Line::from(text(fit(&printable(&line), columns.saturating_sub(1)))));
    }
    all
}

fn sent(model: &Model, side: Side, columns: usize) -> Vec<Line<'static>> {
    let Some(page) = side.page(&model.run) else { return Vec::new() };
    let mut all = vec![title(model, "CALLBACKS SENT")];
    for callback in &page.callbacks {
        let line = format!("    {}", facts::callback_line(callback));
        all.push(Line::from(text(fit(&printable(&line), columns.saturating_sub(1)))));
    }
    all
}

fn link(model: &Model, side: Side, columns: usize) -> Vec<Line<'static>> {
    let opened = side.session(&model.run).is_some_and(|session| session.transaction.is_some());
    let Some(link) = model.run.link().filter(|_| opened) else { return Vec::new() };
    let mut all = vec![title(model, "LINK")];
    let parts = wrap(&link, columns.saturating_sub(5));
    all.extend(
        parts.into_iter().map(|part| Line::from(vec![Span::raw("    "), span(model, Role::Link, part)])),
    );
    all
}
