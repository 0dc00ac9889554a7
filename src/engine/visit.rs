//! One node visit, and what follows from it.

use std::sync::Arc;

use super::action::ActionError;
use super::event::{Event, EventKind};
use super::program::{NodeInfo, Program, Target};
use super::promote;
use super::rules::rule;
use super::session::{End, EndKind, Frame, PathStep, SessionId, Status};
use super::world::{World, summary};
use crate::node::{self, Effects, Node, NodeError, Page, Step, Visit, Why};
use crate::script::LogLevel;
use crate::value::{Object, Rule, Value};

/// Rule `engine.loop-limit`.
const VISITS_PER_REQUEST: u32 = 1000;

impl World {
    /// The oldest request in flight visits one node.
    pub(super) fn visit_one(&mut self, events: &mut Vec<Event>) -> Result<(), ActionError> {
        let id = *self.in_flight.front().ok_or(ActionError::Idle)?;
        let program = self.program.clone();
        let mut effects = Effects::default();
        let visited = self.at_node(id, &program, &mut effects, |node, visit| node.visit(visit));
        let Some((info, result)) = visited else {
            self.in_flight.pop_front();
            return Ok(());
        };
        self.take_effects(id, &info, effects, events);
        self.follow(id, &program, &info, result, events);
        Ok(())
    }

    /// What a visit came to, done.
    fn follow(
        &mut self,
        id: SessionId,
        program: &Program,
        info: &Arc<NodeInfo>,
        result: Result<Step, NodeError>,
        events: &mut Vec<Event>,
    ) {
        match result {
            Ok(Step::Send(page)) if page.callbacks.is_empty() => {
                let error = NodeError::new(&rule::EMPTY_PAGE, "it sent no callbacks and took no outcome");
                self.fail(id, program, info, error, events);
            }
            Ok(Step::Send(page)) => self.send(id, program, info, page, events),
            Ok(Step::GoTo { outcome, rule }) => self.go(id, program, info, &outcome, rule, events),
            Ok(Step::Enter { journey, error_outcome }) => {
                self.enter_inner(id, program, info, journey, error_outcome, events);
            }
            Err(error) => self.fail(id, program, info, error, events),
        }
    }

    /// Why the node that is visited next comes to what it comes to. An error that is none of the
    /// node's doing is given as such. `None` when nothing is in flight.
    pub fn why_next(&self) -> Option<(Arc<NodeInfo>, Result<Why, NodeError>)> {
        let id = *self.in_flight.front()?;
        let program = self.program.clone();
        let mut effects = Effects::default();
        self.clone().at_node(id, &program, &mut effects, |node, visit| Ok(node.explain(visit)))
    }

    /// Brings a session to its node and does something there.
    fn at_node<R>(
        &mut self,
        id: SessionId,
        program: &Program,
        effects: &mut Effects,
        run: impl FnOnce(&dyn Node, &mut Visit<'_>) -> Result<R, NodeError>,
    ) -> Option<(Arc<NodeInfo>, Result<R, NodeError>)> {
        let existing = self
            .session(id)
            .and_then(|session| self.client(session.client))
            .and_then(|client| client.logged_in.clone());
        let session = Arc::make_mut(self.sessions.get_mut(id.0 as usize)?);
        let frame = session.frames.last()?;
        let (journey_index, node_index) = (frame.journey, frame.node);
        let journey = program.journey(journey_index)?;
        let compiled = journey.nodes.get(node_index as usize)?;
        let info = compiled.info.clone();
        session.visits_in_request += 1;
        session.path.push_back(PathStep {
            at: self.now,
            journey: journey_index,
            node: node_index,
            outcome: None,
        });
        if session.visits_in_request > VISITS_PER_REQUEST {
            let message = format!(
                "the request visited {VISITS_PER_REQUEST} nodes without asking its client anything: a loop that never waits"
            );
            return Some((info, Err(NodeError::new(&rule::LOOP, message))));
        }
        if info.node_type.as_ref() == "BackChannelStatusNode" {
            session.polls += 1;
        }
        let behaviour = match &compiled.behaviour {
            Ok(behaviour) => behaviour,
            Err(reason) => {
                let error = NodeError::new(&rule::NODE_UNUSABLE, reason.to_string());
                return Some((info, Err(error)));
            }
        };
        let answers = std::mem::take(&mut session.answers);
        let mut visit = Visit {
            node_id: &info.id,
            node_name: &info.name,
            now: self.now,
            state: &mut session.state,
            callbacks: &answers,
            resumed: false,
            request: &self.request,
            realm: program.realm(),
            identity_resource: &journey.identity_resource,
            existing_session: existing.as_ref(),
            transaction: session.transaction,
            identities: &mut self.identities,
            transactions: &mut self.transactions,
            random: &mut self.random,
            effects,
        };
        let result = run(behaviour.as_ref(), &mut visit);
        Some((info, result))
    }

    fn take_effects(
        &mut self,
        id: SessionId,
        info: &Arc<NodeInfo>,
        effects: Effects,
        events: &mut Vec<Event>,
    ) {
        let client = self.session(id).map(|session| session.client);
        for line in effects.log {
            let kind = EventKind::Log { node: Some(info.clone()), level: line.level, text: line.text };
            self.emit(events, client, Some(id), kind);
        }
        for (transaction, change) in effects.transactions {
            self.emit(events, client, Some(id), EventKind::Transaction { id: transaction, change });
        }
        let Some(session) = self.session_mut(id) else { return };
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
    fn send(
        &mut self,
        id: SessionId,
        program: &Program,
        info: &Arc<NodeInfo>,
        page: Page,
        events: &mut Vec<Event>,
    ) {
        let now = self.now;
        let callbacks = summary(&page.callbacks);
        let Some(session) = self.session_mut(id) else { return };
        // What is promoted of an outer journey's transient state is what that journey needs from
        // the node on that entered the inner one.
        for index in 0..session.frames.len() {
            let inner = session.frames.get_mut(index + 1);
            let outer = inner.map(|inner| std::mem::take(&mut inner.outer_transient));
            let Some(needs) = session.frames.get(index).and_then(|frame| program.needs(frame)) else {
                continue;
            };
            match outer {
                Some(outer) => promote::outer(&mut session.state, &outer, needs),
                None => promote::round_trip(&mut session.state, needs),
            }
        }
        session.sent = page.callbacks.clone();
        session.status = Status::Waiting;
        let client = session.client;
        self.in_flight.pop_front();
        self.client_mut(client).show(Arc::new(page), now);
        let kind = EventKind::CallbacksSent { node: info.clone(), callbacks };
        self.emit(events, Some(client), Some(id), kind);
    }

    fn go(
        &mut self,
        id: SessionId,
        program: &Program,
        info: &Arc<NodeInfo>,
        outcome: &str,
        rule: &'static Rule,
        events: &mut Vec<Event>,
    ) {
        let found = info
            .outcomes
            .iter()
            .position(|known| known.id.as_ref() == outcome)
            .or_else(|| info.outcomes.iter().position(|known| node::same_outcome(&known.id, outcome)));
        let Some(index) = found else {
            let message = format!("it took the outcome \"{outcome}\", which is not one of its outcomes");
            return self.fail(id, program, info, NodeError::new(&rule::OUTCOME_UNKNOWN, message), events);
        };
        let outcome_index = u16::try_from(index).unwrap_or(u16::MAX);
        let client = self.session(id).map(|session| session.client);
        if let Some(session) = self.session_mut(id)
            && let Some(step) = session.path.back_mut()
        {
            step.outcome = Some(outcome_index);
        }
        let kind = EventKind::Outcome { node: info.clone(), outcome: outcome_index, rule };
        self.emit(events, client, Some(id), kind);
        match &info.targets[index] {
            Target::Node(next) => {
                if let Some(frame) = self.session_mut(id).and_then(|session| session.frames.last_mut()) {
                    frame.node = *next;
                }
            }
            Target::Success => self.arrive(id, program, true, events),
            Target::Failure => self.arrive(id, program, false, events),
            Target::NotWired => {
                let message = format!("its outcome \"{outcome}\" is not connected to anything");
                self.fail(id, program, info, NodeError::new(&rule::OUTCOME_NOT_WIRED, message), events);
            }
            Target::Missing(missing) => {
                let message = format!(
                    "its outcome \"{outcome}\" leads to the node {missing}, which the journey does not have"
                );
                self.fail(id, program, info, NodeError::new(&rule::NODE_MISSING, message), events);
            }
        }
    }

    /// A new session enters its journey.
    pub(super) fn enter(&mut self, id: SessionId, index: u32, events: &mut Vec<Event>) {
        let program = self.program.clone();
        let Some(journey) = program.journey(index) else { return };
        self.in_flight.push_back(id);
        match &journey.entry {
            Target::Node(node) => {
                if let Some(frame) = self.session_mut(id).and_then(|session| session.frames.last_mut()) {
                    frame.node = *node;
                }
            }
            Target::Success => self.arrive(id, &program, true, events),
            Target::Failure => self.arrive(id, &program, false, events),
            Target::NotWired | Target::Missing(_) => {
                let text = format!(
                    "journey {}: its entry node {} does not exist",
                    journey.def.name, journey.def.entry
                );
                self.end_in_error(id, None, &text, &rule::NODE_MISSING, events);
            }
        }
    }

    fn enter_inner(
        &mut self,
        id: SessionId,
        program: &Program,
        info: &Arc<NodeInfo>,
        journey: Arc<str>,
        error_outcome: bool,
        events: &mut Vec<Event>,
    ) {
        let entry = program.index(&journey).and_then(|index| Some((index, program.journey(index)?)));
        let enabled = entry.filter(|(_, inner)| inner.def.enabled);
        let Some((index, inner)) = enabled else {
            let message = format!("Configured tree does not exist: {journey}");
            return self.fail(id, program, info, NodeError::new(&rule::JOURNEY_MISSING, message), events);
        };
        let client = self.session(id).map(|session| session.client);
        let kind = EventKind::InnerEntered { node: info.clone(), journey };
        self.emit(events, client, Some(id), kind);
        let Some(session) = self.session_mut(id) else { return };
        if let Some(frame) = session.frames.last_mut() {
            frame.error_outcome = error_outcome;
        }
        let outer_transient = std::mem::take(&mut session.state.transient);
        let node = if let Target::Node(node) = inner.entry { node } else { 0 };
        if let Some(compiled) = inner.nodes.get(node as usize) {
            session.state.transient = compiled.needs.filter(&outer_transient);
        }
        session.frames.push(Frame { journey: index, node, error_outcome: false, outer_transient });
        match &inner.entry {
            Target::Node(_) => {}
            Target::Success => self.arrive(id, program, true, events),
            Target::Failure => self.arrive(id, program, false, events),
            Target::NotWired | Target::Missing(_) => {
                let message = format!("the entry node of {} does not exist", inner.def.name);
                self.fail(id, program, info, NodeError::new(&rule::NODE_MISSING, message), events);
            }
        }
    }

    /// The innermost journey of a session reached Success or Failure.
    fn arrive(&mut self, id: SessionId, program: &Program, success: bool, events: &mut Vec<Event>) {
        let nested = self.session(id).is_some_and(|session| session.frames.len() > 1);
        if nested {
            self.leave_inner(id, program, if success { "true" } else { "false" }, events);
        } else if success {
            self.succeed(id, events);
        } else {
            self.end_in_failure(id, events);
        }
    }

    fn leave_inner(&mut self, id: SessionId, program: &Program, outcome: &str, events: &mut Vec<Event>) {
        let at = self.now;
        let Some(session) = self.session_mut(id) else { return };
        if let Some(inner) = session.frames.pop() {
            session.state.transient = inner.outer_transient;
        }
        let Some(info) = session.current(program).cloned() else { return };
        if let Some(frame) = session.frames.last() {
            let step = PathStep { at, journey: frame.journey, node: frame.node, outcome: None };
            if let Some(session) = self.session_mut(id) {
                session.path.push_back(step);
            }
        }
        self.go(id, program, &info, outcome, &rule::INNER_DONE, events);
    }

    /// A node threw: to the nearest outer node that shows errors, else the journey fails.
    fn fail(
        &mut self,
        id: SessionId,
        program: &Program,
        info: &Arc<NodeInfo>,
        error: NodeError,
        events: &mut Vec<Event>,
    ) {
        let catcher = self.session(id).and_then(|session| {
            let outer = session.frames.len().checked_sub(1)?;
            session.frames[..outer].iter().rposition(|frame| frame.error_outcome)
        });
        let Some(catcher) = catcher else {
            return self.end_in_error(id, Some(info), &error.message, error.rule, events);
        };
        let client = self.session(id).map(|session| session.client);
        let text = format!("{}: {}", info.name, error.message).into();
        let kind = EventKind::Log { node: Some(info.clone()), level: LogLevel::Error, text };
        self.emit(events, client, Some(id), kind);
        if let Some(session) = self.session_mut(id) {
            session.frames.truncate(catcher + 2);
            let failed: Object = [("id", &info.id), ("displayName", &info.name), ("type", &info.node_type)]
                .into_iter()
                .map(|(key, text)| (Arc::from(key), Value::String(text.clone())))
                .collect();
            session.state.put_shared("errorNode", failed);
            session.state.put_shared("errorMessage", error.message);
        }
        self.leave_inner(id, program, "error", events);
    }

    fn succeed(&mut self, id: SessionId, events: &mut Vec<Event>) {
        let Some(session) = self.session(id) else { return };
        let (client, transaction) = (session.client, session.transaction);
        let who = session.logged_in_as();
        let properties = self.session_properties(id, who.as_deref());
        if let Some(transaction) = transaction {
            let is_subject = self.is_subject(transaction, who.as_deref());
            let approved = self.transactions.approve(transaction, self.now, is_subject, properties.clone());
            self.emit_last_change(transaction, id, events);
            if let Err(error) = approved {
                let rule = Some(&rule::NOT_APPROVED);
                return self.end(id, EndKind::Failure, error.to_string().into(), rule, events);
            }
        }
        self.client_mut(client).logged_in = Some(properties);
        self.end(id, EndKind::Success, "Login successful".into(), None, events);
    }

    fn end_in_failure(&mut self, id: SessionId, events: &mut Vec<Event>) {
        self.fail_transaction(id, events);
        let message = self.session(id).and_then(|session| session.error_message.clone());
        self.end(id, EndKind::Failure, message.unwrap_or_else(|| "Login failure".into()), None, events);
    }

    fn end_in_error(
        &mut self,
        id: SessionId,
        info: Option<&Arc<NodeInfo>>,
        cause: &str,
        rule: &'static Rule,
        events: &mut Vec<Event>,
    ) {
        let client = self.session(id).map(|session| session.client);
        let text = match info {
            Some(info) => format!("{} ({}): {cause}", info.name, info.label),
            None => cause.to_owned(),
        };
        let kind = EventKind::Log { node: info.cloned(), level: LogLevel::Error, text: text.into() };
        self.emit(events, client, Some(id), kind);
        self.fail_transaction(id, events);
        self.end(id, EndKind::Error, "Login failure".into(), Some(rule), events);
    }

    /// Rules `transaction.deny`, `transaction.retry`, `engine.error-fails-transaction`.
    fn fail_transaction(&mut self, id: SessionId, events: &mut Vec<Event>) {
        let Some(transaction) = self.session(id).and_then(|session| session.transaction) else { return };
        if self.transactions.fail(transaction, self.now).is_some() {
            self.emit_last_change(transaction, id, events);
        }
    }

    fn emit_last_change(&mut self, transaction: uuid::Uuid, id: SessionId, events: &mut Vec<Event>) {
        let client = self.session(id).map(|session| session.client);
        let last = self.transactions.record(transaction).and_then(|record| record.history.last().cloned());
        if let Some((_, change)) = last {
            self.emit(events, client, Some(id), EventKind::Transaction { id: transaction, change });
        }
    }

    fn end(
        &mut self,
        id: SessionId,
        kind: EndKind,
        message: Arc<str>,
        rule: Option<&'static Rule>,
        events: &mut Vec<Event>,
    ) {
        let at = self.now;
        self.in_flight.retain(|flying| *flying != id);
        let Some(session) = self.session_mut(id) else { return };
        session.status = Status::Ended(End { kind, message: message.clone(), at });
        session.sent = Vec::new();
        let client = session.client;
        self.client_mut(client).tell(message.clone());
        self.emit(events, Some(client), Some(id), EventKind::Ended { kind, message, rule });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::engine::{Action, ClientId};

    /// Proves engine.empty-page.
    #[test]
    fn a_page_without_callbacks_fails_the_journey() {
        let program = crate::cli::load(None).unwrap();
        let mut world = World::new(program.clone(), 1, &["one"]);
        let journey = program.main_journeys()[0].clone();
        world.apply(&Action::Start { client: ClientId(0), journey }).unwrap();
        let session = world.session_of(ClientId(0)).unwrap();
        let (id, info) = (session.id, session.current(&program).unwrap().clone());
        let mut events = Vec::new();
        world.follow(id, &program, &info, Ok(Step::Send(Page::default())), &mut events);
        let ended = events.last().map(|event| &event.kind);
        assert!(
            matches!(ended, Some(EventKind::Ended { kind: EndKind::Error, rule: Some(rule), .. })
                if rule.id == "engine.empty-page"),
            "{ended:?}"
        );
    }
}
