//! The event log, newest first.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::facts;
use super::super::model::Model;
use super::super::text::{fit, printable, width};
use super::super::theme::Role;
use super::paint::{frame, lines, rule, span, text};
use crate::engine::{EndKind, Event, EventKind};
use crate::script::LogLevel;

pub(super) fn draw(model: &Model, place: Rect, boxed: bool, buffer: &mut Buffer) {
    let count = model.run.log().len();
    let inner = if boxed {
        frame(model, place, ("EVENTS", &format!("{count}  e all")), false, buffer)
    } else if place.height >= 4 {
        let title =
            [span(model, Role::Strong, "EVENTS"), span(model, Role::Dim, "  newest first, e shows all")];
        rule(Rect { height: 1, ..place }, &title, buffer);
        Rect { y: place.y + 1, height: place.height - 1, ..place }
    } else {
        place
    };
    let newest = model.run.log().iter().rev().take(usize::from(inner.height));
    let all: Vec<Line<'_>> = newest.map(|event| line(model, event, usize::from(inner.width))).collect();
    lines(&all, inner, buffer);
}

/// One event as a line: when, who, which node, what.
pub(super) fn line(model: &Model, event: &Event, columns: usize) -> Line<'static> {
    let letter = event.kind.node().map_or("", |node| &node.letter);
    let role = match &event.kind {
        EventKind::Log { level: LogLevel::Error | LogLevel::Warning, .. }
        | EventKind::LinkRefused { .. }
        | EventKind::StoreFailing { .. }
        | EventKind::Ended { kind: EndKind::Error, .. } => Role::Bad,
        EventKind::Ended { .. } | EventKind::Transaction { .. } => Role::Strong,
        EventKind::Submitted { automatic: true } => Role::Dim,
        _ => Role::Text,
    };
    let room = columns.saturating_sub(16);
    let mut said = printable(&event.kind.to_string()).into_owned();
    // The letter says which node it is: where room is short, its name goes first.
    if let Some(node) = event.kind.node().filter(|_| width(&said) > room) {
        let name = printable(&node.name).into_owned();
        if let Some(rest) = said.strip_prefix(name.as_str()) {
            let left = room.saturating_sub(width(rest));
            said =
                if left >= 8 { format!("{}{rest}", fit(&name, left)) } else { rest.trim_start().to_owned() };
        }
    }
    if matches!(event.kind, EventKind::CallbacksSent { .. }) && width(&said) > room {
        said = said.replace("Callback", "");
        if width(&said) > room {
            said = said.replace("waitTime=", "");
        }
    }
    Line::from(vec![
        text(format!("{:>6} ", facts::second(event.at))),
        text(format!("{:<6}", facts::who(event))),
        span(model, Role::Letter, format!("{letter:<2} ")),
        span(model, role, fit(&said, room)),
        Span::raw(""),
    ])
}
