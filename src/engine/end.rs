//! The end of a session, and what it does to its transaction.

use std::sync::Arc;

use uuid::Uuid;

use super::event::EventKind;
use super::request::RequestContext;
use super::rules::rule;
use super::session::{End, EndKind, Status};
use crate::program::NodeInfo;
use crate::script::LogLevel;
use crate::value::Rule;

impl RequestContext<'_> {
    pub(super) fn succeed(&mut self) {
        let Some(session) = self.session() else { return };
        let (client, transaction) = (session.client, session.transaction);
        let who = session.logged_in_as();
        let properties = self.world.session_properties(self.id, who.as_deref());
        if let Some(transaction) = transaction {
            let is_subject = self.world.is_subject(transaction, who.as_deref());
            let approved =
                self.world.transactions.approve(transaction, self.world.now, is_subject, properties.clone());
            self.emit_last_change(transaction);
            if let Err(error) = approved {
                let rule = Some(&rule::NOT_APPROVED);
                return self.end(EndKind::Failure, error.to_string().into(), rule);
            }
        }
        self.world.client_mut(client).logged_in = Some(properties);
        self.end(EndKind::Success, "Login successful".into(), None);
    }

    pub(super) fn end_in_failure(&mut self) {
        self.fail_transaction();
        let message = self.session().and_then(|session| session.error_message.clone());
        self.end(EndKind::Failure, message.unwrap_or_else(|| "Login failure".into()), None);
    }

    pub(super) fn end_in_error(&mut self, info: Option<&Arc<NodeInfo>>, cause: &str, rule: &'static Rule) {
        let text = match info {
            Some(info) => format!("{} ({}): {cause}", info.name, info.label),
            None => cause.to_owned(),
        };
        let thrown = info.is_some();
        let kind = EventKind::Log { node: info.cloned(), level: LogLevel::Error, text: text.into(), thrown };
        self.emit(kind);
        self.fail_transaction();
        self.end(EndKind::Error, "Login failure".into(), Some(rule));
    }

    /// Rules `transaction.deny`, `transaction.retry`, `engine.error-fails-transaction`.
    fn fail_transaction(&mut self) {
        let Some(transaction) = self.session().and_then(|session| session.transaction) else { return };
        if self.world.transactions.fail(transaction, self.world.now).is_some() {
            self.emit_last_change(transaction);
        }
    }

    fn emit_last_change(&mut self, transaction: Uuid) {
        let last =
            self.world.transactions.record(transaction).and_then(|record| record.history.last().cloned());
        if let Some((_, change)) = last {
            self.emit(EventKind::Transaction { id: transaction, change });
        }
    }

    fn end(&mut self, kind: EndKind, message: Arc<str>, rule: Option<&'static Rule>) {
        let at = self.world.now;
        self.world.in_flight.retain(|flying| *flying != self.id);
        let Some(session) = self.session_mut() else { return };
        session.status = Status::Ended(End { kind, message: message.clone(), at });
        session.sent = None;
        let client = session.client;
        self.world.client_mut(client).tell(message.clone());
        self.emit(EventKind::Ended { kind, message, rule });
    }
}
