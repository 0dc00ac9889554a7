//! The run.

use std::sync::Arc;
use std::time::Duration;

use super::pace::Speed;
use super::replay::{Transition, try_transitions};
use crate::engine::{Action, ActionError, ClientId, EndKind, Event, SessionId, Status, World};
use crate::page::Answer;
use crate::program::Program;
use crate::value::{Millis, Value};

/// The client of the main journey: the help-desk agent, the kiosk, the service.
pub const MAIN: ClientId = ClientId(0);
/// The client of the backchannel journey: the person on the other device.
pub const BACKCHANNEL: ClientId = ClientId(1);

/// How many wake-ups one tick takes at the speed `max`: enough for an hour of polling in well
/// under a second, few enough for a frame in between.
const WAKES_PER_TICK: usize = 64;

/// How many events a run makes at most that nobody watches: hours of polling in a sane journey.
pub const MAX_EVENTS: u64 = 1_000_000;

/// The clients of every run.
pub(super) const CLIENTS: &[&str] = &["MAIN", "BACKCHANNEL"];

/// The newest link that MAIN's journey has made.
pub fn newest_link(world: &World) -> Option<Arc<str>> {
    match world.session_of(MAIN)?.state.get("backchannel-redirectUri") {
        Some(Value::String(link)) => Some(link.clone()),
        _ => None,
    }
}

/// Which page a client shows: another key is another page, even if it looks the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageKey {
    session: SessionId,
    visits: usize,
    shown_at: Millis,
}

/// A moment one can come back to.
#[derive(Clone, Debug)]
struct Snapshot {
    journey: Arc<str>,
    world: World,
    log: imbl::Vector<Event>,
    actions: imbl::Vector<Action>,
    decided: Decided,
}

/// The pieces in which MAIN's and BACKCHANNEL's nodes took their last outcomes.
type Decided = [Option<Arc<Transition>>; 2];

/// A world being driven. A copy goes on as the original would.
#[derive(Clone, Debug)]
pub struct Run {
    program: Arc<Program>,
    seed: u64,
    journey: Arc<str>,
    world: World,
    log: imbl::Vector<Event>,
    /// What made this world, from its start.
    actions: imbl::Vector<Action>,
    decided: Decided,
    speed: Speed,
    paused: bool,
    /// Wall time not yet turned into world time, in nanoseconds of world time.
    rest_ns: u128,
    past: Vec<Snapshot>,
    future: Vec<Snapshot>,
    /// Whether moments are kept for going back.
    remembers: bool,
    most_events: u64,
}

impl Run {
    /// A run of a main journey from its start: MAIN has opened it, BACKCHANNEL has nothing yet.
    pub fn new(program: Arc<Program>, seed: u64, journey: &str) -> Result<Self, ActionError> {
        let mut run = Self {
            world: World::new(program.clone(), seed, CLIENTS),
            program,
            seed,
            journey: journey.into(),
            log: imbl::Vector::new(),
            actions: imbl::Vector::new(),
            decided: Decided::default(),
            speed: Speed::X1,
            paused: false,
            rest_ns: 0,
            past: Vec::new(),
            future: Vec::new(),
            remembers: true,
            most_events: u64::MAX,
        };
        run.begin()?;
        Ok(run)
    }

    fn begin(&mut self) -> Result<(), ActionError> {
        self.apply(&Action::Start { client: MAIN, journey: self.journey.clone() })?;
        self.apply(&Action::Settle)?;
        Ok(())
    }

    /// The world.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// All events so far, oldest first.
    pub fn log(&self) -> &imbl::Vector<Event> {
        &self.log
    }

    /// The events from a place in [`Run::log`] on, oldest first. Those before are not walked over.
    pub fn log_from(&self, from: usize) -> impl DoubleEndedIterator<Item = &Event> {
        (from..self.log.len()).filter_map(|at| self.log.get(at))
    }

    /// From now on nobody goes back, so that no moment is kept, and time stops to pass once there
    /// are this many events: no journey runs for ever.
    #[must_use]
    pub fn unwatched(mut self, most_events: u64) -> Self {
        self.past.clear();
        self.remembers = false;
        self.most_events = most_events;
        self
    }

    /// Whether it has made as many events as it may. Time does not pass any more then.
    pub fn is_full(&self) -> bool {
        self.world.event_count() >= self.most_events
    }

    /// What was done since the world began. Doing it again in a world of the same seed makes the
    /// same events. Time that passed in ticks is one passage.
    pub fn actions(&self) -> &imbl::Vector<Action> {
        &self.actions
    }

    /// The piece in which a node of a client took its last outcome, with the world before it. The
    /// client's session may be over, or another one, since.
    pub fn decided(&self, client: ClientId) -> Option<&Arc<Transition>> {
        self.decided.get(usize::from(client.0))?.as_ref()
    }

    /// Why a client's session ended at Error, where a node threw.
    pub fn thrown(&self, client: ClientId) -> Option<&Arc<str>> {
        let session = self.world.session_of(client)?;
        session.end().filter(|end| end.kind == EndKind::Error)?;
        let own = self.log.iter().rev().filter(|event| event.session == Some(session.id));
        own.map(|event| &event.kind).find(|kind| kind.is_decision())?.thrown()
    }

    /// The main journey.
    pub fn journey(&self) -> &Arc<str> {
        &self.journey
    }

    /// What can be run.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The speed of the clock.
    pub fn speed(&self) -> Speed {
        self.speed
    }

    /// Sets the speed of the clock.
    pub fn set_speed(&mut self, speed: Speed) {
        self.speed = speed;
    }

    /// Whether the clock stands still.
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// Stops the clock or lets it run. Running on settles what was left in flight.
    pub fn set_paused(&mut self, paused: bool) {
        self.paused = paused;
        if !paused {
            // Settling cannot be refused.
            let _ = self.apply(&Action::Settle);
        }
    }

    /// Does an action and remembers the moment before it. While paused, requests stay in flight
    /// until they are stepped; otherwise they settle at once.
    pub fn act(&mut self, action: &Action) -> Result<usize, ActionError> {
        let before = self.snapshot();
        let mut count = self.apply(action)?;
        if !self.paused {
            count += self.apply(&Action::Settle)?;
        }
        self.remember(before);
        Ok(count)
    }

    /// Sends a client's page back.
    pub fn submit(&mut self, client: ClientId, answers: Vec<(usize, Answer)>) -> Result<usize, ActionError> {
        self.act(&Action::Submit { client, answers })
    }

    /// The newest link that MAIN's journey has made.
    pub fn link(&self) -> Option<Arc<str>> {
        newest_link(&self.world)
    }

    /// The world as it was before anything was done.
    pub fn fresh_world(&self) -> World {
        World::new(self.program.clone(), self.seed, CLIENTS)
    }

    /// BACKCHANNEL opens the link. `Ok(false)` when there is none yet.
    pub fn open_link(&mut self) -> Result<bool, ActionError> {
        let Some(link) = self.link() else { return Ok(false) };
        self.act(&Action::Open { client: BACKCHANNEL, link })?;
        Ok(true)
    }

    /// Visits one node: of the request in flight, or of the one that the next wake-up starts.
    /// The clock stands still afterwards. `false` when there is nothing to visit.
    pub fn step(&mut self) -> bool {
        let before = self.snapshot();
        self.paused = true;
        let woke = if self.world.in_flight() { 0 } else { self.wake_without_settling() };
        let visited = self.apply(&Action::Visit).is_ok();
        if visited || woke > 0 || self.world.now() != before.world.now() {
            self.remember(before);
            return true;
        }
        false
    }

    /// Lets time pass up to the next wake-up, and its request begin, but no node run. Returns how many events
    /// that made.
    fn wake_without_settling(&mut self) -> usize {
        let Some(at) = self.world.next_wake() else { return 0 };
        self.apply(&Action::AdvanceUnsettled { to: at }).unwrap_or(0)
    }

    /// Skips to the next wake-up and what it does. `false` when nothing is scheduled.
    pub fn skip(&mut self) -> bool {
        let Some(at) = self.world.next_wake() else { return false };
        let before = self.snapshot();
        let _ = self.apply(&Action::Advance { to: at });
        self.remember(before);
        true
    }

    /// Skips a span of world time.
    pub fn skip_by(&mut self, span: Millis) {
        let before = self.snapshot();
        let _ = self.apply(&Action::Advance { to: self.world.now() + span });
        self.remember(before);
    }

    /// Wall time has passed. Returns how many events that made.
    pub fn tick(&mut self, wall: Duration) -> usize {
        if self.paused {
            return 0;
        }
        let Some(factor) = self.speed.factor() else { return self.advance_at_max_speed() };
        self.rest_ns += wall.as_nanos() * u128::from(factor);
        let span = u64::try_from(self.rest_ns / 1_000_000).unwrap_or(u64::MAX);
        self.rest_ns %= 1_000_000;
        if span == 0 {
            return 0;
        }
        self.apply(&Action::Advance { to: self.world.now() + Millis(span) }).unwrap_or(0)
    }

    fn advance_at_max_speed(&mut self) -> usize {
        let mut count = 0;
        for _ in 0..WAKES_PER_TICK {
            let Some(at) = self.world.next_wake() else { break };
            count += self.apply(&Action::Advance { to: at }).unwrap_or(0);
        }
        count
    }

    /// Starts everything again, with the same seed.
    pub fn restart_all(&mut self) -> Result<(), ActionError> {
        let journey = self.journey.clone();
        self.choose(&journey)
    }

    /// Starts another main journey. The moment before can be gone back to.
    pub fn choose(&mut self, journey: &str) -> Result<(), ActionError> {
        let before = self.snapshot();
        let old = self.journey.clone();
        self.log.clear();
        self.actions.clear();
        self.decided = Decided::default();
        self.world = World::new(self.program.clone(), self.seed, CLIENTS);
        self.journey = journey.into();
        if let Err(refusal) = self.begin() {
            self.journey = old;
            (self.world, self.log, self.actions) = (before.world, before.log, before.actions);
            self.decided = before.decided;
            return Err(refusal);
        }
        self.remember(before);
        Ok(())
    }

    /// Starts one side again: MAIN its journey, BACKCHANNEL by opening the link.
    pub fn restart(&mut self, client: ClientId) -> Result<bool, ActionError> {
        if client == BACKCHANNEL {
            return self.open_link();
        }
        self.act(&Action::Start { client, journey: self.journey.clone() })?;
        Ok(true)
    }

    /// Back to before the last thing somebody did. The clock stands still then.
    pub fn back(&mut self) -> bool {
        let Some(snapshot) = self.past.pop() else { return false };
        let now = self.snapshot();
        self.future.push(now);
        self.restore(snapshot);
        true
    }

    /// Whether there is a moment to go back to.
    pub fn can_go_back(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is a moment to go forward to.
    pub fn can_go_forward(&self) -> bool {
        !self.future.is_empty()
    }

    /// Forward again after [`Run::back`].
    pub fn forward(&mut self) -> bool {
        let Some(snapshot) = self.future.pop() else { return false };
        let now = self.snapshot();
        self.past.push(now);
        self.restore(snapshot);
        true
    }

    /// Wall time until something can change by itself; `None` while nothing can.
    pub fn until_next(&self) -> Option<Duration> {
        if self.paused {
            return None;
        }
        let span = self.world.next_wake()?.since(self.world.now());
        Some(Duration::from_millis(self.speed.factor().map_or(0, |factor| span.0 / u64::from(factor))))
    }

    /// Whether a client's page can be answered now.
    pub fn can_submit(&self, client: ClientId) -> bool {
        self.world.session_of(client).is_some_and(|session| session.status == Status::Waiting)
    }

    /// Which page a client can answer; `None` while it shows none.
    pub fn page_key(&self, client: ClientId) -> Option<PageKey> {
        let session = self.world.session_of(client).filter(|_| self.can_submit(client))?;
        let shown = self.world.client(client).filter(|client| client.page.is_some())?;
        Some(PageKey { session: session.id, visits: session.path.len(), shown_at: shown.page_at })
    }

    fn apply(&mut self, action: &Action) -> Result<usize, ActionError> {
        let (log, decided) = (&mut self.log, &mut self.decided);
        let mut count = 0;
        try_transitions(&mut self.world, action, self.most_events, &mut |transition| {
            count += transition.events.len();
            log.extend(transition.events.iter().cloned());
            let took = transition.events.iter().find(|event| event.kind.is_decision());
            let client = took.and_then(|event| event.client).map(|client| usize::from(client.0));
            if let Some(slot) = client.and_then(|client| decided.get_mut(client)) {
                *slot = Some(Arc::new(transition));
            }
        })?;
        match action {
            // Cut short.
            Action::Advance { to } if self.world.now() < *to => {
                self.record(&Action::Advance { to: self.world.now() }, count);
            }
            action => self.record(action, count),
        }
        Ok(count)
    }

    /// Remembers what was done. Passages of time run together into one; settling nothing is nothing.
    fn record(&mut self, action: &Action, events: usize) {
        match (self.actions.back_mut(), action) {
            (Some(Action::Advance { to: last }), Action::Advance { to }) => *last = (*last).max(*to),
            (_, Action::Settle) if events == 0 => {}
            _ => self.actions.push_back(action.clone()),
        }
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot {
            journey: self.journey.clone(),
            world: self.world.clone(),
            log: self.log.clone(),
            actions: self.actions.clone(),
            decided: self.decided.clone(),
        }
    }

    fn remember(&mut self, before: Snapshot) {
        if self.remembers {
            self.past.push(before);
            self.future.clear();
        }
    }

    fn restore(&mut self, snapshot: Snapshot) {
        self.world = snapshot.world;
        self.log = snapshot.log;
        self.actions = snapshot.actions;
        self.decided = snapshot.decided;
        self.rest_ns = 0;
        self.paused = true;
        self.journey = snapshot.journey;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{Identities, Realm};

    /// A Polling Wait of 0 seconds that leads to itself.
    fn endless() -> Arc<Program> {
        let text = r#"{"tree": {"_id": "Endless", "entryNodeId": "p", "nodes": {"p":
            {"nodeType": "PollingWaitNode", "displayName": "Poll", "connections": {"DONE": "p"}}}},
            "nodes": {"p": {"_id": "p", "_type": {"_id": "PollingWaitNode"}, "secondsToWait": 0}}}"#;
        let definitions = crate::journey::load("e.json", text).expect("it loads");
        Program::new(definitions, Realm::default(), Identities::default())
    }

    #[test]
    fn a_run_that_nobody_watches_stops_at_its_last_event_and_keeps_no_moments() {
        let mut run = Run::new(endless(), 1, "Endless").expect("it starts").unwatched(1_000);
        run.skip_by(Millis::from_secs(31_536_000));
        assert!(run.is_full() && (1_000..1_100).contains(&run.log().len()), "{}", run.log().len());
        assert!(!run.can_go_back() && run.world().elapsed() < Millis::from_secs(2));
        let Some(Action::Advance { to }) = run.actions().last() else { panic!("{:?}", run.actions()) };
        assert_eq!(*to, run.world().now(), "what is recorded is what has passed");
    }

    #[test]
    fn the_log_is_read_from_any_place() {
        let mut run = Run::new(endless(), 1, "Endless").expect("it starts");
        run.skip_by(Millis(20));
        let all = run.log().len();
        assert!(all > 20 && run.can_go_back() && !run.is_full());
        let from: Vec<u64> = run.log_from(7).map(|event| event.seq).collect();
        assert_eq!(from, (7..all as u64).collect::<Vec<_>>());
        assert_eq!((run.log_from(all).count(), run.log_from(all + 5).count()), (0, 0));
    }
}
