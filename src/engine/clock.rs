//! How time passes: expiries and re-submits at their instants, requests settled in between.

use super::action::ClientId;
use super::event::{Event, EventKind};
use super::world::World;
use crate::transaction::Change;
use crate::value::Millis;

impl World {
    pub(super) fn advance(&mut self, to: Millis, events: &mut Vec<Event>) {
        self.settle(events);
        while self.wake(to, events) {
            self.settle(events);
        }
        self.now = self.now.max(to);
    }

    /// The next wake-up that is not after `to`: expiries, then re-submits. `false` when there is none.
    pub(super) fn wake(&mut self, to: Millis, events: &mut Vec<Event>) -> bool {
        let Some(at) = self.next_wake().filter(|at| *at <= to) else { return false };
        self.now = self.now.max(at);
        // Rule `transaction.expiry-wins`: expiries before the polls of the same instant.
        for id in self.transactions.expire(self.now) {
            self.emit(events, None, None, EventKind::Transaction { id, change: Change::Expired });
        }
        for index in 0..self.clients.len() {
            if self.clients[index].wake.is_some_and(|wake| wake <= self.now) {
                let client = ClientId(u8::try_from(index).unwrap_or(u8::MAX));
                if self.submit(client, &[], true, events).is_err() {
                    // Cannot happen: an alarm is set with a page only. Never wake for it again.
                    self.client_mut(client).wake = None;
                }
            }
        }
        true
    }

    pub(super) fn settle(&mut self, events: &mut Vec<Event>) {
        while self.visit_one(events).is_ok() {}
    }
}
