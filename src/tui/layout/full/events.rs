//! All events, newest first.

use ratatui::text::{Line, Span};

use super::FullView;
use crate::engine::{EndKind, Event, EventKind};
use crate::script::LogLevel;
use crate::tui::facts;
use crate::tui::layout::spans::{span, text};
use crate::tui::model::Model;
use crate::tui::text::{fit, printable, width};
use crate::tui::theme::Role;

pub(super) const VIEW: FullView = FullView {
    title: |model| format!("EVENTS  {}, newest first", model.run.log().len()),
    lines: |model, columns| model.run.log().iter().rev().map(|event| line(model, event, columns)).collect(),
    of_side: false,
    framed: true,
};

/// One event as a line: when, who, which node, what.
pub(in crate::tui) fn line(model: &Model, event: &Event, columns: usize) -> Line<'static> {
    let letter = event.kind.node().map_or("", |node| &node.letter);
    let role = match &event.kind {
        EventKind::Log { level: LogLevel::Error | LogLevel::Warning, .. }
        | EventKind::LinkRefused { .. }
        | EventKind::StoreFailing { .. }
        | EventKind::Ended { kind: EndKind::Error, .. } => Role::Bad,
        EventKind::Ended { .. } | EventKind::Transaction { .. } => Role::Strong,
        EventKind::Submitted { automatic: true, .. } => Role::Dim,
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
        text(format!("{:>6} ", event.at.on_clock())),
        text(format!("{:<6}", facts::who(event))),
        span(model, Role::Letter, format!("{letter:<2} ")),
        span(model, role, fit(&said, room)),
        Span::raw(""),
    ])
}
