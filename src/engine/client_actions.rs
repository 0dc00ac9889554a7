//! What clients ask for: a journey's address, a link, a page sent back, a tab closed.

use std::sync::Arc;

use uuid::Uuid;

use super::action::{ActionError, ClientId};
use super::event::{Event, EventKind, EventPage};
use super::link;
use super::request::RequestContext;
use super::session::{Frame, Session, SessionId, Status};
use super::world::World;
use crate::page::{Answer, Page};
use crate::transaction::{Change, OpenError};
use crate::value::{NodeState, Object, Value};

impl World {
    pub(super) fn start(
        &mut self,
        client: ClientId,
        journey: &Arc<str>,
        events: &mut Vec<Event>,
    ) -> Result<(), ActionError> {
        self.known(client)?;
        let index = self
            .program
            .journeys()
            .index_of(journey)
            .ok_or_else(|| ActionError::NoSuchJourney(journey.clone()))?;
        if self.program.journeys().get(index).is_some_and(|journey| !journey.def.enabled) {
            return Err(ActionError::JourneyDisabled(journey.clone()));
        }
        self.begin(client, index, journey.clone(), None, Object::new(), events);
        Ok(())
    }

    /// Rules `transaction.open-*`.
    pub(super) fn open(
        &mut self,
        client: ClientId,
        link: &str,
        events: &mut Vec<Event>,
    ) -> Result<(), ActionError> {
        self.known(client)?;
        self.leave(client);
        let opened = link::transaction_of(link)
            .ok_or(OpenError::Unreadable)
            .and_then(|id| self.transactions.open(id, self.now));
        let transaction = match opened {
            Ok(transaction) => transaction,
            Err(error) => {
                self.refuse_link(client, &error.to_string(), events);
                return Ok(());
            }
        };
        if let Some((_, change @ (Change::Opened | Change::OpenedAgain))) = transaction.history.last() {
            let kind = EventKind::Transaction { id: transaction.id, change: *change };
            self.emit(events, Some(client), None, kind);
        }
        match self.program.journeys().index_of(&transaction.journey) {
            Some(index) => self.begin(
                client,
                index,
                transaction.journey.clone(),
                Some(transaction.id),
                transaction.data.clone(),
                events,
            ),
            None => self.refuse_link(client, &format!("No such journey: {}", transaction.journey), events),
        }
        Ok(())
    }

    fn refuse_link(&mut self, client: ClientId, message: &str, events: &mut Vec<Event>) {
        let message: Arc<str> = message.into();
        self.client_mut(client).tell(message.clone());
        self.emit(events, Some(client), None, EventKind::LinkRefused { message });
    }

    fn begin(
        &mut self,
        client: ClientId,
        index: u32,
        journey: Arc<str>,
        transaction: Option<Uuid>,
        data: Object,
        events: &mut Vec<Event>,
    ) {
        self.leave(client);
        let id = SessionId(u32::try_from(self.sessions.len()).unwrap_or(u32::MAX));
        let mut shared = data;
        shared.insert("realm".into(), Value::String(self.program.realm().name.clone()));
        shared.insert("authLevel".into(), Value::from(0));
        let frame = Frame { journey: index, node: 0, error_outcome: false, outer_transient: Object::new() };
        self.sessions.push_back(Arc::new(Session {
            id,
            client,
            journey: journey.clone(),
            transaction,
            opened_at: self.now,
            state: NodeState::with_shared(shared),
            status: Status::Running,
            path: imbl::Vector::new(),
            polls: 0,
            properties: indexmap::IndexMap::new(),
            identified: None,
            error_message: None,
            frames: vec![frame],
            answers: None,
            sent: None,
            visits_in_request: 0,
        }));
        let slot = self.client_mut(client);
        slot.session = Some(id);
        slot.notice = None;
        self.emit(events, Some(client), Some(id), EventKind::SessionStarted { journey, transaction });
        let program = self.program.clone();
        RequestContext::new(self, &program, id, events).enter(index);
    }

    pub(super) fn submit(
        &mut self,
        client: ClientId,
        answers: &[(usize, Answer)],
        automatic: bool,
        events: &mut Vec<Event>,
    ) -> Result<(), ActionError> {
        let slot = self.known(client)?;
        let name = slot.name.clone();
        let Some(session) = slot.session.and_then(|id| self.session(id)) else {
            return Err(ActionError::NoPage(name));
        };
        let id = session.id;
        match session.status {
            Status::Waiting => {}
            Status::Running => return Err(ActionError::InFlight(name)),
            Status::Ended(_) => return Err(ActionError::NoPage(name)),
        }
        let Some(sent) = &session.sent else { return Err(ActionError::NoPage(name)) };
        let mut page = Page::clone(sent);
        for (index, answer) in answers {
            let callback = page.callbacks.get_mut(*index);
            let kind = callback.as_ref().map_or("none", |callback| callback.type_name()).to_owned();
            if callback.is_none_or(|callback| callback.accept(answer).is_err()) {
                return Err(ActionError::WrongAnswer { index: *index, callback: kind });
            }
        }
        let page = Arc::new(page);
        if let Some(session) = self.session_mut(id) {
            session.answers = Some(page.clone());
            session.status = Status::Running;
            session.visits_in_request = 0;
        }
        self.client_mut(client).wake = None;
        self.in_flight.push_back(id);
        self.emit(events, Some(client), Some(id), EventKind::Submitted { automatic, page: EventPage(page) });
        Ok(())
    }

    pub(super) fn close(&mut self, client: ClientId, events: &mut Vec<Event>) -> Result<(), ActionError> {
        self.known(client)?;
        let session = self.client(client).and_then(|client| client.session);
        self.leave(client);
        self.emit(events, Some(client), session, EventKind::TabClosed);
        Ok(())
    }

    /// The client leaves whatever it was in.
    fn leave(&mut self, client: ClientId) {
        let slot = self.client_mut(client);
        slot.page = None;
        slot.wake = None;
        slot.notice = None;
        if let Some(id) = slot.session.take() {
            self.in_flight.retain(|flying| *flying != id);
        }
    }
}
