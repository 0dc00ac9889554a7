//! What stands in the place of a page: a request in flight, an end, a tab that is closed.

use ratatui::text::{Line, Span};

use super::{Builder, INDENT};
use crate::engine::EndKind;
use crate::tui::facts;
use crate::tui::layout::spans::span;
use crate::tui::page::Side;
use crate::tui::text::{fit, printable};
use crate::tui::theme::Role;

impl Builder<'_> {
    pub(super) fn in_flight(&mut self) {
        let model = self.model;
        let next = self.side.session(&model.run).and_then(|session| session.current(model.run.program()));
        self.blank();
        self.paragraph(Role::Note, "The request is in flight.");
        if let Some(node) = next {
            self.paragraph(Role::Text, &format!("The server visits {} {} next.", node.letter, node.name));
        }
        self.blank();
        self.paragraph(Role::Dim, ". visits one node, Space lets the clock run.");
    }

    pub(super) fn ended(&mut self) {
        let model = self.model;
        let Some((kind, says)) = facts::ending(&model.run, self.side) else { return };
        let badge = if kind == EndKind::Success { Role::Success } else { Role::Failure };
        self.blank();
        let mut spans = vec![
            Span::raw(" ".repeat(INDENT)),
            span(model, badge, format!(" {} ", kind.name())),
            Span::raw("  "),
        ];
        let notice = model.run.world().client(self.side.client()).and_then(|client| client.notice.clone());
        if let Some(notice) = notice {
            let room = self.columns.saturating_sub(INDENT + kind.name().len() + 4);
            spans.push(span(model, Role::Strong, fit(&printable(&notice), room)));
        }
        self.push(Line::from(spans));
        self.blank();
        for sentence in says {
            self.paragraph(Role::Text, &sentence);
        }
        self.blank();
    }

    /// No session: BACKCHANNEL before its link is opened, or a closed tab.
    pub(super) fn nothing(&mut self) {
        let model = self.model;
        let notice = model.run.world().client(self.side.client()).and_then(|client| client.notice.clone());
        self.blank();
        if let Some(notice) = notice {
            self.paragraph(Role::Bad, &notice);
            self.blank();
        }
        match (self.side, model.run.link()) {
            (Side::Main, _) => self.paragraph(Role::Text, "The tab is closed."),
            (Side::Back, None) => {
                self.paragraph(Role::Text, "The other device. Nothing is open on it.");
                self.blank();
                self.paragraph(Role::Dim, "Its link comes when MAIN has named a user.");
            }
            (Side::Back, Some(link)) => {
                let gone =
                    facts::transaction(&model.run).is_some_and(|it| it.is_gone(model.run.world().now()));
                let says = if gone {
                    "The link no longer works: the transaction has expired."
                } else if facts::was_opened(&model.run) {
                    "The tab is closed. The link can be opened again:"
                } else {
                    "This device has received a link:"
                };
                self.paragraph(Role::Text, says);
                self.blank();
                self.paragraph(Role::Link, &link);
            }
        }
        self.blank();
    }
}
