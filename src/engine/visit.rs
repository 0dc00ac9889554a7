//! One node visit.

use std::sync::Arc;

use super::action::ActionError;
use super::event::Event;
use super::request::RequestContext;
use super::rules::rule;
use super::session::{PathStep, SessionId};
use super::world::World;
use crate::node::{Effects, Node, NodeError, Role, Visit, Why};
use crate::program::{NodeInfo, Program};

/// Rule `engine.loop-limit`.
const MAX_VISITS_PER_REQUEST: u32 = 1000;

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
        let mut request = RequestContext::new(self, &program, id, events);
        request.take_effects(&info, effects);
        request.follow(&info, result);
        Ok(())
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
        let journey = program.journeys().get(journey_index)?;
        let compiled = journey.nodes.get(node_index as usize)?;
        let info = compiled.info.clone();
        session.visits_in_request += 1;
        session.path.push_back(PathStep {
            at: self.now,
            journey: journey_index,
            node: node_index,
            outcome: None,
        });
        if session.visits_in_request > MAX_VISITS_PER_REQUEST {
            let message = format!(
                "the request visited {MAX_VISITS_PER_REQUEST} nodes without asking its client anything: a loop that never waits"
            );
            return Some((info, Err(NodeError::new(&rule::LOOP, message))));
        }
        if info.role == Role::Status {
            session.polls += 1;
        }
        let behaviour = match &compiled.behaviour {
            Ok(behaviour) => behaviour,
            Err(reason) => {
                let error = NodeError::new(&rule::NODE_UNUSABLE, reason.to_string());
                return Some((info, Err(error)));
            }
        };
        let answers = session.answers.take();
        let mut visit = Visit {
            node_id: &info.id,
            node_name: &info.name,
            now: self.now,
            state: &mut session.state,
            callbacks: answers.as_deref().map_or(&[], |page| &page.callbacks),
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
}
