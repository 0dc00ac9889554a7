//! The client: a person's browser. It renders callbacks, sends them back, and re-submits a
//! polling wait by itself. This is where polling comes from; the engine never waits.

use std::sync::Arc;

use super::session::SessionId;
use crate::page::{Callback, Page};
use crate::value::{Millis, Object};

/// How long a client's request takes. More than zero: a poll at exactly the end of its wait would
/// be early. Rule `client.latency`.
pub(super) const LATENCY: Millis = Millis(1);

/// One client.
#[derive(Clone, Debug, PartialEq)]
pub struct Client {
    /// Whose browser it is, as the driver named it.
    pub name: Arc<str>,
    /// The session it is in, if any. An ended session stays until the next one starts.
    pub session: Option<SessionId>,
    /// The page it shows.
    pub page: Option<Arc<Page>>,
    /// When the page came.
    pub page_at: Millis,
    /// When it will re-submit its polling wait.
    pub wake: Option<Millis>,
    /// What it reads when there is no page: why the last run ended, or why a link did not open.
    pub notice: Option<Arc<str>>,
    /// The properties of the session it was logged in to last.
    pub logged_in: Option<Object>,
}

impl Client {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            session: None,
            page: None,
            page_at: Millis::default(),
            wake: None,
            notice: None,
            logged_in: None,
        }
    }

    /// Shows a page; a polling wait on it sets the alarm.
    pub(super) fn show(&mut self, page: Arc<Page>, now: Millis) {
        let wait = page.callbacks.iter().find_map(Callback::wait);
        self.wake = wait.map(|wait| now + wait + LATENCY);
        self.page = Some(page);
        self.page_at = now;
        self.notice = None;
    }

    /// Shows a text instead of a page.
    pub(super) fn tell(&mut self, text: Arc<str>) {
        self.page = None;
        self.wake = None;
        self.notice = Some(text);
    }
}
