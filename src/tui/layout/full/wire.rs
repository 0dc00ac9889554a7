//! The page of a side in the form in which clients get it, and the last answer as it was sent.

use ratatui::text::Line;

use super::FullView;
use crate::engine::Direction;
use crate::page::Page;
use crate::tui::layout::spans::{span, text};
use crate::tui::model::Model;
use crate::tui::text::{hard_wrap, printable};
use crate::tui::theme::Role;

pub(super) const VIEW: FullView = FullView {
    title: |model| format!("WIRE of {}", model.focus.name()),
    lines: content,
    of_side: true,
    framed: true,
};

fn content(model: &Model, columns: usize) -> Vec<Line<'static>> {
    let client = model.focus.client();
    let mut events = model.run.log().iter().rev().filter(|event| event.client == Some(client));
    let sent = events.find_map(|event| match event.kind.page()? {
        (Direction::ToServer, page) => Some(page),
        (Direction::ToClient, _) => None,
    });
    let mut all = Vec::new();
    section(
        model,
        "GETS  the page as a client of AM gets it",
        model.focus.page(&model.run),
        columns,
        &mut all,
    );
    all.push(Line::default());
    section(model, "SENT  the last page that went back", sent, columns, &mut all);
    all
}

fn section(model: &Model, title: &str, page: Option<&Page>, columns: usize, all: &mut Vec<Line<'static>>) {
    all.push(Line::from(span(model, Role::Strong, format!(" {title}"))));
    let Some(page) = page else {
        all.push(Line::from(span(model, Role::Dim, "   none")));
        return;
    };
    for line in format!("{:#}", page.to_wire()).lines() {
        let indent = line.len() - line.trim_start().len();
        let room = columns.saturating_sub(indent + 4).max(8);
        let clean = printable(line.trim_start());
        let parts = hard_wrap(&clean, room);
        all.extend(parts.iter().map(|part| Line::from(text(format!("   {}{part}", " ".repeat(indent))))));
    }
}
