//! Why things happened, as the screen looks at it: the last outcome of each side, and a step that
//! somebody looks back at. Made when the run changes, so that a frame only draws it.

use std::sync::Arc;

use super::page::Side;
use super::text::width;
use crate::drive::{Run, Transition};
use crate::engine::{Event, EventKind};
use crate::explain::{Explanation, explain, last_decision};

/// The longest run in which one can look back: finding an earlier step plays the run again.
const MAX_EVENTS: usize = 5_000;

/// The explanations at hand.
#[derive(Debug, Default)]
pub struct Explanations {
    latest: [Option<(Arc<Transition>, Explanation)>; 2],
    chosen: Option<Explanation>,
}

impl Explanations {
    /// Brings them in line with the run.
    pub(super) fn sync(&mut self, run: &Run) {
        for side in Side::BOTH {
            let slot = &mut self.latest[side.index()];
            let transition = run.decided(side.client());
            let same = matches!((&*slot, transition), (Some((known, _)), Some(transition)) if Arc::ptr_eq(known, transition));
            if !same {
                *slot = transition.and_then(|transition| {
                    let seq = last_decision(transition.events.iter(), Some(side.client()))?;
                    Some((transition.clone(), explain(transition, seq)?))
                });
            }
        }
        let gone = |all: &Explanation| event(run, all.event.seq) != Some(&all.event);
        if self.chosen.as_ref().is_some_and(gone) {
            self.chosen = None;
        }
    }

    /// The last outcome of the session that a side is in.
    pub(super) fn latest(&self, run: &Run, side: Side) -> Option<&Explanation> {
        let session = run.world().client(side.client()).and_then(|client| client.session)?;
        let (_, all) = self.latest[side.index()].as_ref()?;
        (all.event.session == Some(session)).then_some(all)
    }

    /// What the full view shows of a side: the step that was chosen, else the last outcome.
    pub fn shown(&self, run: &Run, side: Side) -> Option<&Explanation> {
        let chosen = self.chosen.as_ref().filter(|all| all.event.client == Some(side.client()));
        chosen.or_else(|| self.latest(run, side))
    }

    /// The place of what is shown among the steps of a side, from 1, and how many there are.
    pub(super) fn place(&self, run: &Run, side: Side) -> Option<(usize, usize)> {
        let seq = self.shown(run, side)?.event.seq;
        let steps: Vec<u64> = steps(run, side).collect();
        let at = steps.iter().position(|step| *step == seq)?;
        Some((at + 1, steps.len()))
    }

    /// The step before or after what is shown.
    pub(super) fn neighbour(&self, run: &Run, side: Side, later: bool) -> Option<u64> {
        let shown = self.shown(run, side).map(|all| all.event.seq);
        match (shown, later) {
            (Some(shown), true) => steps(run, side).find(|step| *step > shown),
            (Some(shown), false) => steps(run, side).filter(|step| *step < shown).last(),
            (None, true) => None,
            (None, false) => steps(run, side).last(),
        }
    }

    /// Looks at the step before or after what is shown; says why that cannot be.
    pub(super) fn look(&mut self, run: &Run, side: Side, later: bool) -> Result<(), String> {
        let Some(seq) = self.neighbour(run, side, later) else {
            let end = if later { "newest" } else { "first" };
            return Err(format!("This is the {end} step of {}.", side.name()));
        };
        if run.log().len() > MAX_EVENTS {
            return Err("This run is too long to look back in; jsim explain can.".to_owned());
        }
        let found = run.transition_of(seq).and_then(|transition| explain(&transition, seq));
        self.chosen = Some(found.ok_or("That step cannot be played again.")?);
        Ok(())
    }

    /// Back to the last outcome.
    pub(super) fn follow(&mut self) {
        self.chosen = None;
    }
}

/// An event of the run's log, by number.
fn event(run: &Run, seq: u64) -> Option<&Event> {
    let index = usize::try_from(seq).ok()?;
    run.log().get(index).filter(|event| event.seq == seq)
}

/// The events of a side that one asks why about.
fn steps(run: &Run, side: Side) -> impl Iterator<Item = u64> + '_ {
    let counts = |kind: &EventKind| {
        kind.is_decision()
            || matches!(
                kind,
                EventKind::CallbacksSent { .. }
                    | EventKind::InnerEntered { .. }
                    | EventKind::Transaction { .. }
                    | EventKind::LinkRefused { .. }
                    | EventKind::Ended { .. }
            )
    };
    let own = run.log().iter().filter(move |event| event.client == Some(side.client()));
    own.filter(move |event| counts(&event.kind)).map(|event| event.seq)
}

/// A sentence in at most `room` columns: whole, else as many of its clauses as fit, else `None`.
pub(super) fn shortened(sentence: &str, room: usize) -> Option<String> {
    if width(sentence) <= room {
        return Some(sentence.to_owned());
    }
    let ends = ["; ", ", ", " and "].iter().flat_map(|end| sentence.match_indices(end)).map(|(at, _)| at);
    // What stands in quotes is one thing.
    let outside = |at: &usize| sentence[..*at].matches('"').count().is_multiple_of(2);
    let after_name = sentence.find(": ").unwrap_or(0);
    let fits = |at: &usize| *at > after_name && width(&sentence[..*at]) < room;
    ends.filter(outside)
        .filter(fits)
        .max()
        .map(|at| format!("{}.", sentence[..at].trim_end_matches([',', ';'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_lose_whole_clauses_only() {
        let whole = "In Progress: the link was opened at 9.4 and no result is stored.";
        assert_eq!(shortened(whole, 80).as_deref(), Some(whole));
        assert_eq!(shortened(whole, 60).as_deref(), Some("In Progress: the link was opened at 9.4."));
        assert_eq!(shortened(whole, 30), None);
        let joined = "Created: \"a\" is a user, and the journey exists.";
        assert_eq!(shortened(joined, 30).as_deref(), Some("Created: \"a\" is a user."));
        let quoted = "Created: \"a, b\", read from key, is a user.";
        assert_eq!(shortened(quoted, 20).as_deref(), Some("Created: \"a, b\"."));
    }
}
