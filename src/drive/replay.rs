//! Replays: a run is its list of actions, so any moment of it can be made again, visit by visit.

use std::sync::Arc;

use super::run::Run;
use crate::engine::{Action, ActionError, Event, World};
use crate::program::Program;

/// One indivisible piece of a run, with the world as it stood before it.
#[derive(Clone, Debug)]
pub struct Transition {
    /// The world before.
    pub before: World,
    /// What was done: an action that visits at most one node.
    pub action: Action,
    /// What happened.
    pub events: Vec<Event>,
}

/// Takes an action apart into pieces that visit at most one node each, and does them. The events
/// together are those of the action done at once. A refused action makes no piece.
pub fn transitions(world: &mut World, action: &Action, see: &mut dyn FnMut(Transition)) {
    // Refused, and nothing has changed.
    let _ = try_transitions(world, action, u64::MAX, see);
}

/// As [`beats`], but says when the action was refused. Time stops to pass where the world has made
/// `most` events.
pub(super) fn try_transitions(
    world: &mut World,
    action: &Action,
    most: u64,
    see: &mut dyn FnMut(Transition),
) -> Result<(), ActionError> {
    match action {
        Action::Settle => settle(world, see),
        Action::Advance { to } => {
            settle(world, see)?;
            while world.next_wake().is_some_and(|at| at <= *to) {
                if world.event_count() >= most {
                    return Ok(());
                }
                transition(world, Action::AdvanceUnsettled { to: *to }, see)?;
                settle(world, see)?;
            }
            transition(world, action.clone(), see)
        }
        Action::AdvanceUnsettled { .. } => {
            settle(world, see)?;
            transition(world, action.clone(), see)
        }
        other => transition(world, other.clone(), see),
    }
}

fn settle(world: &mut World, see: &mut dyn FnMut(Transition)) -> Result<(), ActionError> {
    while world.in_flight() {
        transition(world, Action::Visit, see)?;
    }
    Ok(())
}

fn transition(world: &mut World, action: Action, see: &mut dyn FnMut(Transition)) -> Result<(), ActionError> {
    let before = world.clone();
    let events = world.apply(&action)?;
    see(Transition { before, action, events });
    Ok(())
}

/// A world in which a list of actions is done, piece by piece.
pub fn replay<'a>(
    program: Arc<Program>,
    seed: u64,
    actions: impl IntoIterator<Item = &'a Action>,
    see: &mut dyn FnMut(Transition),
) -> World {
    let mut world = World::new(program, seed, &["MAIN", "BACKCHANNEL"]);
    for action in actions {
        transitions(&mut world, action, see);
    }
    world
}

impl Run {
    /// The piece of this run in which the event with the number `seq` happened, with the world as
    /// it stood before it. `None` when there is no such event.
    pub fn transition_of(&self, seq: u64) -> Option<Transition> {
        let mut found = None;
        replay(self.program().clone(), self.seed(), self.actions(), &mut |transition| {
            if transition.events.iter().any(|event| event.seq == seq) {
                found = Some(transition);
            }
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drive::MAIN;
    use crate::page::Answer;
    use crate::value::Millis;

    #[test]
    fn a_replay_by_pieces_makes_the_same_events_and_world() {
        let program = crate::program::shipped();
        let mut run = Run::new(program.clone(), 7, "BackchannelMain").expect("it starts");
        run.submit(MAIN, vec![(0, Answer::Text("demo".into()))]).expect("a name is taken");
        run.open_link().expect("the link opens");
        for _ in 0..40 {
            run.tick(std::time::Duration::from_millis(333));
        }
        run.step();
        run.step();
        run.skip_by(Millis(400_000));
        let mut events = Vec::new();
        let world = replay(program, 7, run.actions(), &mut |transition| events.extend(transition.events));
        assert_eq!(events, run.log().iter().cloned().collect::<Vec<_>>());
        assert_eq!(format!("{world:?}"), format!("{:?}", run.world()));
        assert!(run.actions().len() < 12, "ticks are recorded as one passage of time");
        let last = events.last().expect("something happened").seq;
        assert!(
            run.transition_of(last)
                .is_some_and(|transition| transition.events.iter().any(|event| event.seq == last))
        );
    }
}
