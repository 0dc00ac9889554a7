//! The world.

use std::collections::VecDeque;
use std::sync::Arc;

use super::action::{Action, ActionError, ClientId};
use super::client::Client;
use super::event::{Event, EventKind};
use super::session::{Session, SessionId};
use crate::identity::Identities;
use crate::page::Callback;
use crate::program::Program;
use crate::script::Request;
use crate::transaction::Transactions;
use crate::value::{Millis, SeededRandom, WORLD_START};

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
        self.now.since_start()
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

    pub(super) fn known(&self, client: ClientId) -> Result<&Client, ActionError> {
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
        .map(|callback| match callback.wait() {
            Some(wait) => format!("{} waitTime={}", callback.type_name(), wait.0),
            None => callback.type_name().to_owned(),
        })
        .collect();
    words.join(", ").into()
}
