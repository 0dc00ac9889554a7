//! The store of transactions: the rules of opening, approving, denying and expiry.

use std::sync::Arc;

use thiserror::Error;
use uuid::Uuid;

use super::{Change, Transaction, TransactionResult, TransactionState};
use crate::value::{Millis, Object, Value};

/// Why a transaction cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReadError {
    /// No such transaction, or its life has ended.
    #[error("there is no such transaction, or its life has ended")]
    Gone,
    /// The store itself fails.
    #[error("the transaction store does not answer")]
    StoreFailing,
}

/// What the client is told when a link cannot be opened or a transaction not approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum OpenError {
    /// Unknown or expired (HTTP 401).
    #[error("Unable to read transaction.")]
    Unreadable,
    /// Completed already, or not for this person.
    #[error("Unable to approve transaction")]
    NotApprovable,
}

/// All transactions of a world. Clones share structure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transactions {
    all: imbl::OrdMap<Uuid, Arc<Transaction>>,
    /// The order in which they were made, newest last.
    order: imbl::Vector<Uuid>,
    /// Instants at which transactions that are still alive expire.
    expiries: imbl::OrdSet<(Millis, Uuid)>,
    failing: bool,
}

impl Transactions {
    /// Puts a new transaction in.
    pub fn insert(&mut self, mut transaction: Transaction) {
        let id = transaction.id;
        transaction.history.push_back((transaction.created_at, Change::Created));
        self.expiries.insert((transaction.expires_at, id));
        self.order.push_back(id);
        self.all.insert(id, Arc::new(transaction));
    }

    /// Reads a transaction that is alive.
    pub fn read(&self, id: Uuid, now: Millis) -> Result<&Arc<Transaction>, ReadError> {
        if self.failing {
            return Err(ReadError::StoreFailing);
        }
        self.all.get(&id).filter(|transaction| !transaction.is_gone(now)).ok_or(ReadError::Gone)
    }

    /// The record of a transaction, dead or alive: for showing, never for deciding.
    pub fn record(&self, id: Uuid) -> Option<&Arc<Transaction>> {
        self.all.get(&id)
    }

    /// All records, oldest first: for showing.
    pub fn records(&self) -> impl DoubleEndedIterator<Item = &Arc<Transaction>> {
        self.order.iter().filter_map(|id| self.all.get(id))
    }

    /// Opens the link: CREATED becomes IN_PROGRESS. Rules `transaction.open-*`.
    pub fn open(&mut self, id: Uuid, now: Millis) -> Result<Arc<Transaction>, OpenError> {
        self.read(id, now).map_err(|_| OpenError::Unreadable)?;
        self.change(id, |transaction| {
            let first = transaction.state == TransactionState::Created;
            if first {
                transaction.state = TransactionState::InProgress;
            }
            let change = if first { Change::Opened } else { Change::OpenedAgain };
            transaction.history.push_back((now, change));
        })
        .ok_or(OpenError::Unreadable)
    }

    /// A backchannel journey succeeded; the caller knows whether as the transaction's subject.
    /// Rules `transaction.approve`, `transaction.subject`.
    pub fn approve(
        &mut self,
        id: Uuid,
        now: Millis,
        is_subject: bool,
        session_properties: Object,
    ) -> Result<(), OpenError> {
        let transaction = self.read(id, now).map_err(|_| OpenError::Unreadable)?;
        let allowed = is_subject && transaction.state != TransactionState::Completed;
        self.change(id, |transaction| {
            if allowed {
                transaction.state = TransactionState::Completed;
                transaction.result = TransactionResult::Approved;
                transaction.session_properties = Some(session_properties);
            }
            let change = if allowed { Change::Approved } else { Change::Refused };
            transaction.history.push_back((now, change));
        });
        if allowed { Ok(()) } else { Err(OpenError::NotApprovable) }
    }

    /// A backchannel journey failed. Returns what that did; `None` when the transaction was gone
    /// or completed already. Rules `transaction.deny`, `transaction.retry`.
    pub fn fail(&mut self, id: Uuid, now: Millis) -> Option<Change> {
        let transaction = self.read(id, now).ok()?;
        if transaction.state == TransactionState::Completed {
            return None;
        }
        let change = if transaction.allow_retry { Change::LeftOpen } else { Change::Denied };
        self.change(id, |transaction| {
            if change == Change::Denied {
                transaction.state = TransactionState::Completed;
                transaction.result = TransactionResult::Denied;
            }
            transaction.history.push_back((now, change));
        });
        Some(change)
    }

    /// Puts the object of a Backchannel Notification in.
    pub fn notify(&mut self, id: Uuid, now: Millis, object: Value) -> Result<(), ReadError> {
        self.read(id, now)?;
        self.change(id, |transaction| {
            transaction.notification = Some(object);
            transaction.history.push_back((now, Change::Notified));
        });
        Ok(())
    }

    /// The next instant at which a transaction expires.
    pub fn next_expiry(&self) -> Option<Millis> {
        self.expiries.get_min().map(|(at, _)| *at)
    }

    /// Marks the transactions whose life has ended by `now`, and returns their ids.
    pub fn expire(&mut self, now: Millis) -> Vec<Uuid> {
        let mut gone = Vec::new();
        while let Some((at, id)) = self.expiries.get_min().copied().filter(|(at, _)| *at <= now) {
            self.expiries.remove(&(at, id));
            self.change(id, |transaction| transaction.history.push_back((at, Change::Expired)));
            gone.push(id);
        }
        gone
    }

    /// Makes every read fail, or work again: a fault for explorers and lessons.
    pub fn set_failing(&mut self, failing: bool) {
        self.failing = failing;
    }

    /// Whether reads are made to fail.
    pub fn is_failing(&self) -> bool {
        self.failing
    }

    fn change(&mut self, id: Uuid, change: impl FnOnce(&mut Transaction)) -> Option<Arc<Transaction>> {
        let slot = self.all.get_mut(&id)?;
        change(Arc::make_mut(slot));
        Some(slot.clone())
    }
}
