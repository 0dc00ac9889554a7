//! The pane of a side: where the journey stands, what its person sees, the path taken.

use ratatui::buffer::Buffer;
use ratatui::text::{Line, Span};

use super::paint::{frame, lines};
use crate::tui::facts;
use crate::tui::layout::pane::Pane;
use crate::tui::layout::spans::{span, text};
use crate::tui::model::Model;
use crate::tui::page::Side;
use crate::tui::text::{fit, fit_end, pad, printable, width, wrap};
use crate::tui::theme::Role;

pub(super) fn draw(model: &Model, pane: &Pane, buffer: &mut Buffer) {
    let side = pane.side;
    let session = side.session(&model.run);
    let journey = session.map_or("", |session| &session.journey);
    frame(model, pane.outer, (side.name(), journey), side == model.focus, buffer);
    lines(&pane.heading, pane.inner, buffer);
    lines(&pane.lines, pane.body, buffer);
    if let Some((place, words)) = pane.more {
        lines(&[Line::from(span(model, Role::Strong, words))], place, buffer);
    }
    let (columns, rows) = (usize::from(pane.rest.width), usize::from(pane.rest.height));
    lines(&extras(model, side, columns, rows), pane.rest, buffer);
    if session.is_some() {
        let path = facts::path(&model.run, side);
        let shown = fit_end(&path, usize::from(pane.path.width).saturating_sub(8));
        let line = Line::from(vec![span(model, Role::Dim, " path  "), text(format!("{shown} "))]);
        lines(&[line], pane.path, buffer);
    }
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
        node.outcomes().iter().map(|outcome| width(&outcome.name)).max().unwrap_or(0).min(columns / 2);
    let mut all = vec![title(model, "OUTCOMES OF THIS NODE")];
    for edge in node.outcomes() {
        let name = pad(&printable(&edge.name), longest);
        let line = format!("  {name} -> {}", facts::target(program, &node.journey, &edge.target));
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
