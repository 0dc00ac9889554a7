//! A request being answered: what follows from each visit, until a page or an end goes to the client.

use std::sync::Arc;

use super::event::{Event, EventKind, EventPage};
use super::promote;
use super::rules::rule;
use super::session::{Frame, PathStep, Session, SessionId, Status};
use super::world::{World, summary};
use crate::node::{self, Effects, NodeError, Step};
use crate::page::Page;
use crate::program::{NodeInfo, Program, Target};
use crate::script::LogLevel;
use crate::value::{Object, Rule, Value};

/// The request of one session: the world it changes and what has happened so far.
pub(super) struct RequestContext<'w> {
    pub(super) world: &'w mut World,
    program: &'w Program,
    pub(super) id: SessionId,
    events: &'w mut Vec<Event>,
}

impl<'w> RequestContext<'w> {
    pub(super) fn new(
        world: &'w mut World,
        program: &'w Program,
        id: SessionId,
        events: &'w mut Vec<Event>,
    ) -> Self {
        Self { world, program, id, events }
    }

    pub(super) fn session(&self) -> Option<&Session> {
        self.world.session(self.id)
    }

    pub(super) fn session_mut(&mut self) -> Option<&mut Session> {
        self.world.session_mut(self.id)
    }

    pub(super) fn emit(&mut self, kind: EventKind) {
        let client = self.session().map(|session| session.client);
        self.world.emit(self.events, client, Some(self.id), kind);
    }

    /// What a visit came to, done.
    pub(super) fn follow(&mut self, info: &Arc<NodeInfo>, result: Result<Step, NodeError>) {
        match result {
            Ok(Step::Send(page)) if page.callbacks.is_empty() => {
                let error = NodeError::new(&rule::EMPTY_PAGE, "it sent no callbacks and took no outcome");
                self.fail(info, error);
            }
            Ok(Step::Send(page)) => self.send(info, page),
            Ok(Step::GoTo { outcome, rule }) => self.go(info, &outcome, rule),
            Ok(Step::Enter { journey, error_outcome }) => {
                self.enter_inner(info, journey, error_outcome);
            }
            Err(error) => self.fail(info, error),
        }
    }

    pub(super) fn take_effects(&mut self, info: &Arc<NodeInfo>, effects: Effects) {
        for line in effects.log {
            let kind = EventKind::Log {
                node: Some(info.clone()),
                level: line.level,
                text: line.text,
                thrown: false,
            };
            self.emit(kind);
        }
        for (transaction, change) in effects.transactions {
            self.emit(EventKind::Transaction { id: transaction, change });
        }
        let Some(session) = self.session_mut() else { return };
        for key in effects.removed_session_properties {
            session.properties.shift_remove(&key);
        }
        session.properties.extend(effects.session_properties);
        for (key, minutes) in
            [("maxSessionTime", effects.max_session_time), ("maxIdleTime", effects.max_idle_time)]
        {
            if let Some(minutes) = minutes {
                session.properties.insert(key.into(), minutes.to_string().into());
            }
        }
        session.identified = effects.identified.or(session.identified.take());
        session.error_message = effects.error_message.or(session.error_message.take());
    }

    /// Callbacks go to the client: the request is answered.
    fn send(&mut self, info: &Arc<NodeInfo>, page: Page) {
        let now = self.world.now;
        let (program, callbacks) = (self.program, summary(&page.callbacks));
        let Some(session) = self.session_mut() else { return };
        // What is promoted of an outer journey's transient state is what that journey needs from
        // the node on that entered the inner one.
        for index in 0..session.frames.len() {
            let inner = session.frames.get_mut(index + 1);
            let outer = inner.map(|inner| std::mem::take(&mut inner.outer_transient));
            let Some(needs) = session
                .frames
                .get(index)
                .and_then(|frame| program.journeys().needs(frame.journey, frame.node))
            else {
                continue;
            };
            match outer {
                Some(outer) => promote::outer(&mut session.state, &outer, needs),
                None => promote::round_trip(&mut session.state, needs),
            }
        }
        let page = Arc::new(page);
        session.sent = Some(page.clone());
        session.status = Status::Waiting;
        let client = session.client;
        self.world.in_flight.pop_front();
        self.world.client_mut(client).show(page.clone(), now);
        let kind = EventKind::CallbacksSent { node: info.clone(), callbacks, page: EventPage(page) };
        self.emit(kind);
    }

    fn go(&mut self, info: &Arc<NodeInfo>, outcome: &str, rule: &'static Rule) {
        let outcomes = info.outcomes();
        let found = outcomes
            .iter()
            .position(|known| known.id.as_ref() == outcome)
            .or_else(|| outcomes.iter().position(|known| node::same_outcome(&known.id, outcome)));
        let Some((index, edge)) = found.and_then(|index| Some((index, outcomes.get(index)?))) else {
            let message = format!("it took the outcome \"{outcome}\", which is not one of its outcomes");
            return self.fail(info, NodeError::new(&rule::OUTCOME_UNKNOWN, message));
        };
        let outcome_index = u16::try_from(index).unwrap_or(u16::MAX);
        if let Some(session) = self.session_mut()
            && let Some(step) = session.path.back_mut()
        {
            step.outcome = Some(outcome_index);
        }
        let kind = EventKind::Outcome { node: info.clone(), outcome: outcome_index, rule };
        self.emit(kind);
        match &edge.target {
            Target::Node(next) => {
                if let Some(frame) = self.session_mut().and_then(|session| session.frames.last_mut()) {
                    frame.node = *next;
                }
            }
            Target::Success => self.arrive(true),
            Target::Failure => self.arrive(false),
            Target::NotWired => {
                let message = format!("its outcome \"{outcome}\" is not connected to anything");
                self.fail(info, NodeError::new(&rule::OUTCOME_NOT_WIRED, message));
            }
            Target::Missing(missing) => {
                let message = format!(
                    "its outcome \"{outcome}\" leads to the node {missing}, which the journey does not have"
                );
                self.fail(info, NodeError::new(&rule::NODE_MISSING, message));
            }
        }
    }

    /// A new session enters its journey.
    pub(super) fn enter(&mut self, index: u32) {
        let Some(journey) = self.program.journeys().get(index) else { return };
        self.world.in_flight.push_back(self.id);
        match &journey.entry {
            Target::Node(node) => {
                if let Some(frame) = self.session_mut().and_then(|session| session.frames.last_mut()) {
                    frame.node = *node;
                }
            }
            Target::Success => self.arrive(true),
            Target::Failure => self.arrive(false),
            Target::NotWired | Target::Missing(_) => {
                let text = format!(
                    "journey {}: its entry node {} does not exist",
                    journey.def.name, journey.def.entry
                );
                self.end_in_error(None, &text, &rule::NODE_MISSING);
            }
        }
    }

    fn enter_inner(&mut self, info: &Arc<NodeInfo>, journey: Arc<str>, error_outcome: bool) {
        let program = self.program;
        let journeys = program.journeys();
        let entry = journeys.index_of(&journey).and_then(|index| Some((index, journeys.get(index)?)));
        let enabled = entry.filter(|(_, inner)| inner.def.enabled);
        let Some((index, inner)) = enabled else {
            let message = format!("Configured tree does not exist: {journey}");
            return self.fail(info, NodeError::new(&rule::JOURNEY_MISSING, message));
        };
        let kind = EventKind::InnerEntered { node: info.clone(), journey };
        self.emit(kind);
        let Some(session) = self.session_mut() else { return };
        if let Some(frame) = session.frames.last_mut() {
            frame.error_outcome = error_outcome;
        }
        let outer_transient = std::mem::take(&mut session.state.transient);
        let node = if let Target::Node(node) = inner.entry { node } else { 0 };
        if let Some(needs) = journeys.needs(index, node) {
            session.state.transient = needs.filter(&outer_transient);
        }
        session.frames.push(Frame { journey: index, node, error_outcome: false, outer_transient });
        match &inner.entry {
            Target::Node(_) => {}
            Target::Success => self.arrive(true),
            Target::Failure => self.arrive(false),
            Target::NotWired | Target::Missing(_) => {
                let message = format!("the entry node of {} does not exist", inner.def.name);
                self.fail(info, NodeError::new(&rule::NODE_MISSING, message));
            }
        }
    }

    /// The innermost journey of a session reached Success or Failure.
    fn arrive(&mut self, success: bool) {
        let nested = self.session().is_some_and(|session| session.frames.len() > 1);
        if nested {
            self.leave_inner(if success { "true" } else { "false" });
        } else if success {
            self.succeed();
        } else {
            self.end_in_failure();
        }
    }

    fn leave_inner(&mut self, outcome: &str) {
        let (at, program) = (self.world.now, self.program);
        let Some(session) = self.session_mut() else { return };
        if let Some(inner) = session.frames.pop() {
            session.state.transient = inner.outer_transient;
        }
        let Some(info) = session.current(program).cloned() else { return };
        if let Some(frame) = session.frames.last() {
            let step = PathStep { at, journey: frame.journey, node: frame.node, outcome: None };
            if let Some(session) = self.session_mut() {
                session.path.push_back(step);
            }
        }
        self.go(&info, outcome, &rule::INNER_DONE);
    }

    /// A node threw: to the nearest outer node that shows errors, else the journey fails.
    fn fail(&mut self, info: &Arc<NodeInfo>, error: NodeError) {
        let catcher = self.session().and_then(|session| {
            let outer = session.frames.len().checked_sub(1)?;
            session.frames[..outer].iter().rposition(|frame| frame.error_outcome)
        });
        let Some(catcher) = catcher else {
            return self.end_in_error(Some(info), &error.message, error.rule);
        };
        let text = format!("{}: {}", info.name, error.message).into();
        let kind = EventKind::Log { node: Some(info.clone()), level: LogLevel::Error, text, thrown: true };
        self.emit(kind);
        if let Some(session) = self.session_mut() {
            session.frames.truncate(catcher + 2);
            let failed: Object = [("id", &info.id), ("displayName", &info.name), ("type", &info.node_type)]
                .into_iter()
                .map(|(key, text)| (Arc::from(key), Value::String(text.clone())))
                .collect();
            session.state.put_shared("errorNode", failed);
            session.state.put_shared("errorMessage", error.message);
        }
        self.leave_inner("error");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::engine::{Action, ClientId, EndKind};

    /// Proves engine.empty-page.
    #[test]
    fn a_page_without_callbacks_fails_the_journey() {
        let program = crate::program::shipped();
        let mut world = World::new(program.clone(), 1, &["one"]);
        let journey = program.main_journeys()[0].clone();
        world.apply(&Action::Start { client: ClientId(0), journey }).unwrap();
        let session = world.session_of(ClientId(0)).unwrap();
        let (id, info) = (session.id, session.current(&program).unwrap().clone());
        let mut events = Vec::new();
        RequestContext::new(&mut world, &program, id, &mut events)
            .follow(&info, Ok(Step::Send(Page::default())));
        let ended = events.last().map(|event| &event.kind);
        assert!(
            matches!(ended, Some(EventKind::Ended { kind: EndKind::Error, rule: Some(rule), .. })
                if rule.id == "engine.empty-page"),
            "{ended:?}"
        );
    }
}
