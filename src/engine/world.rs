//! The world.

use std::collections::VecDeque;
use std::sync::Arc;

use uuid::Uuid;

use super::action::{Action, ActionError, ClientId};
use super::client::Client;
use super::event::{Event, EventKind};
use super::link;
use super::program::Program;
use super::request::RequestContext;
use super::session::{Frame, Session, SessionId, Status};
use crate::identity::Identities;
use crate::page::{Answer, Callback};
use crate::script::Request;
use crate::transaction::{Change, OpenError, Transactions};
use crate::value::{Millis, NodeState, Object, SeededRandom, Value, WORLD_START};

/// Everything that can change: sessions, transactions, identities, the clock, the generator of ids.
///
/// # Contract
/// - **Sans I/O.** A world reads no clock, file, environment or random device. Time passes by
///   [`Action::Advance`]; ids come from the seed. The same program, seed and actions give the same
///   events, byte for byte.
/// - **One way in.** Only [`World::apply`] changes a world. An action that is refused
///   ([`ActionError`]) has changed nothing.
/// - **One way out.** What happened is told in events, numbered from 0 without gaps. What is, is
///   read by the other methods, which change nothing.
/// - **Cheap to keep.** A clone shares its structure with the original: looking ahead, going back and
///   explaining work on clones.
///
/// ```
/// use journey_sim::engine::{Action, ClientId, World};
/// use journey_sim::page::Answer;
///
/// let program = journey_sim::cli::load(None)?;
/// let mut world = World::new(program, 1, &["MAIN", "BACKCHANNEL"]);
/// let main = ClientId(0);
/// world.apply(&Action::Start { client: main, journey: "BackchannelMain".into() })?;
/// world.apply(&Action::Settle)?;
/// assert!(world.client(main).is_some_and(|client| client.page.is_some()), "it asks for a name");
///
/// world.apply(&Action::Submit { client: main, answers: vec![(0, Answer::Text("demo".into()))] })?;
/// let events = world.apply(&Action::Settle)?;
/// assert!(events.iter().any(|event| event.kind.to_string().contains("Created")));
/// assert_eq!(world.transactions().records().count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct World {
    pub(super) program: Arc<Program>,
    pub(super) now: Millis,
    pub(super) random: SeededRandom,
    pub(super) identities: Identities,
    pub(super) transactions: Transactions,
    pub(super) sessions: imbl::Vector<Arc<Session>>,
    pub(super) clients: Arc<[Client]>,
    pub(super) in_flight: VecDeque<SessionId>,
    pub(super) request: Arc<Request>,
    pub(super) next_seq: u64,
}

impl World {
    /// A world at its start, with one client for each name.
    pub fn new(program: Arc<Program>, seed: u64, clients: &[&str]) -> Self {
        Self {
            now: WORLD_START,
            random: SeededRandom::new(seed),
            identities: program.identities().clone(),
            transactions: Transactions::default(),
            sessions: imbl::Vector::new(),
            clients: clients.iter().map(|name| Client::new(name)).collect(),
            in_flight: VecDeque::new(),
            request: Arc::new(default_request()),
            next_seq: 0,
            program,
        }
    }

    /// Does an action, and tells what happened.
    ///
    /// # Errors
    /// The action cannot be done now. Nothing has changed then.
    pub fn apply(&mut self, action: &Action) -> Result<Vec<Event>, ActionError> {
        let mut events = Vec::new();
        match action {
            Action::Start { client, journey } => self.start(*client, journey, &mut events)?,
            Action::Open { client, link } => self.open(*client, link, &mut events)?,
            Action::Submit { client, answers } => self.submit(*client, answers, false, &mut events)?,
            Action::Close { client } => self.close(*client, &mut events)?,
            Action::Visit => self.visit_one(&mut events)?,
            Action::Settle => self.settle(&mut events),
            Action::Advance { to } => self.advance(*to, &mut events),
            Action::AdvanceUnsettled { to } => {
                self.settle(&mut events);
                self.wake(*to, &mut events);
            }
            Action::FailStore { failing } => {
                self.transactions.set_failing(*failing);
                self.emit(&mut events, None, None, EventKind::StoreFailing { failing: *failing });
            }
        }
        Ok(events)
    }

    /// How many events have happened.
    pub fn event_count(&self) -> u64 {
        self.next_seq
    }

    /// World time.
    pub fn now(&self) -> Millis {
        self.now
    }

    /// Time since the world began.
    pub fn elapsed(&self) -> Millis {
        self.now.since(WORLD_START)
    }

    /// The next instant at which something happens by itself: a client re-submits, or a
    /// transaction expires. `None` when nothing will.
    pub fn next_wake(&self) -> Option<Millis> {
        let wake = self.clients.iter().filter_map(|client| client.wake).min();
        [wake, self.transactions.next_expiry()].into_iter().flatten().min()
    }

    /// Whether a request is in flight.
    pub fn in_flight(&self) -> bool {
        !self.in_flight.is_empty()
    }

    /// The clients, in the order they were named.
    pub fn clients(&self) -> &[Client] {
        &self.clients
    }

    /// A client.
    pub fn client(&self, id: ClientId) -> Option<&Client> {
        self.clients.get(usize::from(id.0))
    }

    /// A session.
    pub fn session(&self, id: SessionId) -> Option<&Session> {
        self.sessions.get(id.0 as usize).map(AsRef::as_ref)
    }

    /// The session a client is in.
    pub fn session_of(&self, client: ClientId) -> Option<&Session> {
        self.client(client)?.session.and_then(|id| self.session(id))
    }

    /// The transaction store.
    pub fn transactions(&self) -> &Transactions {
        &self.transactions
    }

    /// Users and agents as they are now.
    pub fn identities(&self) -> &Identities {
        &self.identities
    }

    /// What runs here.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    fn start(
        &mut self,
        client: ClientId,
        journey: &Arc<str>,
        events: &mut Vec<Event>,
    ) -> Result<(), ActionError> {
        self.known(client)?;
        let index = self.program.index(journey).ok_or_else(|| ActionError::NoSuchJourney(journey.clone()))?;
        if self.program.journey(index).is_some_and(|journey| !journey.def.enabled) {
            return Err(ActionError::JourneyDisabled(journey.clone()));
        }
        self.begin(client, index, journey.clone(), None, Object::new(), events);
        Ok(())
    }

    /// Rules `transaction.open-*`.
    fn open(&mut self, client: ClientId, link: &str, events: &mut Vec<Event>) -> Result<(), ActionError> {
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
        if let Some((_, change @ Change::Opened { .. })) = transaction.history.last() {
            let kind = EventKind::Transaction { id: transaction.id, change: change.clone() };
            self.emit(events, Some(client), None, kind);
        }
        match self.program.index(&transaction.journey) {
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
            answers: Vec::new(),
            sent: Vec::new(),
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
        let mut callbacks = session.sent.clone();
        for (index, answer) in answers {
            let callback = callbacks.get_mut(*index);
            let kind = callback.as_ref().map_or("none", |callback| callback.type_name()).to_owned();
            if !callback.is_some_and(|callback| callback.accept(answer)) {
                return Err(ActionError::WrongAnswer { index: *index, callback: kind });
            }
        }
        if let Some(session) = self.session_mut(id) {
            session.answers = callbacks;
            session.status = Status::Running;
            session.visits_in_request = 0;
        }
        self.client_mut(client).wake = None;
        self.in_flight.push_back(id);
        self.emit(events, Some(client), Some(id), EventKind::Submitted { automatic });
        Ok(())
    }

    fn close(&mut self, client: ClientId, events: &mut Vec<Event>) -> Result<(), ActionError> {
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

    fn advance(&mut self, to: Millis, events: &mut Vec<Event>) {
        self.settle(events);
        while self.wake(to, events) {
            self.settle(events);
        }
        self.now = self.now.max(to);
    }

    /// The next wake-up that is not after `to`: expiries, then re-submits. `false` when there is none.
    fn wake(&mut self, to: Millis, events: &mut Vec<Event>) -> bool {
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

    fn settle(&mut self, events: &mut Vec<Event>) {
        while self.visit_one(events).is_ok() {}
    }

    fn known(&self, client: ClientId) -> Result<&Client, ActionError> {
        self.client(client).ok_or(ActionError::NoSuchClient(client.0))
    }

    /// A client that [`World::known`] has found.
    pub(super) fn client_mut(&mut self, client: ClientId) -> &mut Client {
        &mut Arc::make_mut(&mut self.clients)[usize::from(client.0)]
    }

    pub(super) fn session_mut(&mut self, id: SessionId) -> Option<&mut Session> {
        self.sessions.get_mut(id.0 as usize).map(Arc::make_mut)
    }

    pub(super) fn emit(
        &mut self,
        events: &mut Vec<Event>,
        client: Option<ClientId>,
        session: Option<SessionId>,
        kind: EventKind,
    ) {
        events.push(Event { seq: self.next_seq, at: self.now, client, session, kind });
        self.next_seq += 1;
    }
}

fn default_request() -> Request {
    let mut request = Request { locales: vec!["en".into()], ..Request::default() };
    request.headers.insert("user-agent".into(), vec!["jsim".into()]);
    request.headers.insert("accept-language".into(), vec!["en".into()]);
    request
}

/// What a page asks for, in one line: the types, and the waitTime of a polling wait.
pub(super) fn summary(callbacks: &[Callback]) -> Arc<str> {
    let words: Vec<String> = callbacks
        .iter()
        .map(|callback| match callback {
            Callback::PollingWait { wait_ms, .. } => format!("PollingWaitCallback waitTime={wait_ms}"),
            other => other.type_name().to_owned(),
        })
        .collect();
    words.join(", ").into()
}
