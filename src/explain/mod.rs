//! Why and why not: for an event of a run, one sentence for what happened and one for each thing
//! that did not, with the rule each is an instance of.
//!
//! A pure function of a [`Transition`]: the world before, the action and its events. What a node decides by
//! is explained by the node itself ([`crate::node::Node::explain`]), from the facts it decides by.
//!
//! Events are named by their number, as `jsim run` prints it.

mod end;
mod transaction;

use std::borrow::Cow;
use std::sync::Arc;

use crate::drive::Transition;
use crate::engine::{Action, ClientId, Event, EventKind, RULES, World};
use crate::node::{Decision, Fact, NodeError, Reason, Why, same_outcome};
use crate::program::NodeInfo;
use crate::value::{Rule, printable};

const REQUEST: &Rule = Rule::of(RULES, "engine.request-response");
const POLLS: &Rule = Rule::of(RULES, "client.polls");
const CLOSES: &Rule = Rule::of(RULES, "client.close");
const THROWS: &Rule = Rule::of(RULES, "engine.node-throws");
const INNER: &Rule = Rule::of(RULES, "engine.inner-outcome");
const FAULT: &Rule = Rule::of(crate::transaction::RULES, "transaction.store-fault");
const OPEN_DATA: &Rule = Rule::of(crate::transaction::RULES, "transaction.open-data");

/// The explanation of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The event.
    pub event: Event,
    /// The node it is about, where it is about one.
    pub node: Option<Arc<NodeInfo>>,
    /// What happened, in a word or three: the name of the outcome taken, `callbacks sent`, …
    pub took: String,
    /// Why.
    pub because: Reason,
    /// What did not happen, by the same kind of name, and why not.
    pub not: Vec<(String, Reason)>,
    /// The facts that decided.
    pub facts: Vec<Fact>,
}

impl Explanation {
    /// `In Progress: the link was opened at 9.4 and no result is stored.`
    pub fn sentence(&self) -> String {
        format!("{}: {}.", self.took, self.because.text)
    }

    /// `Not Pending: the link was opened at 9.4.` for each thing that did not happen.
    pub fn not_sentences(&self) -> impl Iterator<Item = (String, &'static Rule)> + '_ {
        self.not.iter().map(|(name, reason)| (format!("Not {name}: {}.", reason.text), reason.rule))
    }
}

/// Explains the event with a number; `None` when it is not one of the beat's. All its texts can be
/// printed: names of outcomes and of state keys come from outside.
pub fn explain(transition: &Transition, seq: u64) -> Option<Explanation> {
    let at = transition.events.iter().position(|event| event.seq == seq)?;
    let visits = transition.action == Action::Visit;
    let visited = visits.then(|| transition.before.why_next()).flatten();
    let case = Case { transition, at, event: &transition.events[at], visited };
    let mut all = match &case.event.kind {
        EventKind::Outcome { node, outcome, .. } => case.outcome(node, usize::from(*outcome)),
        EventKind::CallbacksSent { .. } | EventKind::InnerEntered { .. } => case.visit_or(REQUEST),
        EventKind::Log { .. } => case.log(),
        EventKind::Transaction { id, change } => transaction::explain(&case, *id, *change),
        EventKind::LinkRefused { .. } => transaction::refused(&case),
        EventKind::Ended { kind, rule, .. } => end::explain(&case, *kind, *rule),
        EventKind::SessionStarted { journey, transaction } => match transaction {
            Some(id) => {
                let id = crate::transaction::short(*id);
                case.plain("started", OPEN_DATA, format!("the link of {id} starts {journey}"))
            }
            None => case.plain("started", REQUEST, format!("somebody opened the address of {journey}")),
        },
        EventKind::Submitted { automatic, .. } => case.submitted(*automatic),
        EventKind::TabClosed => case.plain("tab closed", CLOSES, "somebody closed the tab"),
        EventKind::StoreFailing { failing } => {
            let (took, what) = if *failing { ("store fails", "fail") } else { ("store works", "work again") };
            case.plain(took, FAULT, format!("somebody made the transaction store {what}"))
        }
    };
    let clean = |text: &mut String| {
        if let Cow::Owned(printed) = printable(text) {
            *text = printed;
        }
    };
    clean(&mut all.took);
    clean(&mut all.because.text);
    for (name, reason) in &mut all.not {
        clean(name);
        clean(&mut reason.text);
    }
    for fact in &mut all.facts {
        clean(fact.name.to_mut());
        clean(&mut fact.value);
    }
    Some(all)
}

/// An event to explain, with what is known about it.
struct Case<'a> {
    transition: &'a Transition,
    /// Its place in the beat.
    at: usize,
    event: &'a Event,
    /// The node that was visited, and why it did what it did.
    visited: Option<(Arc<NodeInfo>, Result<Why, NodeError>)>,
}

impl Case<'_> {
    fn plain(&self, took: &str, rule: &'static Rule, text: impl AsRef<str>) -> Explanation {
        Explanation {
            event: self.event.clone(),
            node: self.event.kind.node().cloned(),
            took: took.to_owned(),
            because: Reason::new(rule, text),
            not: Vec::new(),
            facts: Vec::new(),
        }
    }

    /// The world after the beat.
    fn after(&self) -> World {
        let mut world = self.transition.before.clone();
        // It was done once, so it is not refused now.
        let _ = world.apply(&self.transition.action);
        world
    }

    /// Why the visit of this beat came to what it came to.
    fn visit(&self) -> Option<Explanation> {
        let (info, why) = self.visited.as_ref()?;
        let mut not = Vec::new();
        let (took, because, facts) = match why {
            Ok(why) => {
                let known = |id: &str| info.outcomes().iter().find(|outcome| outcome.id.as_ref() == id);
                let loose = |id: &str| info.outcomes().iter().find(|outcome| same_outcome(&outcome.id, id));
                let name = |id: &str| {
                    known(id).or_else(|| loose(id)).map_or(id.to_owned(), |found| found.name.to_string())
                };
                let took = match &why.came {
                    Decision::Outcome(id) => name(id),
                    Decision::Sends => "callbacks sent".into(),
                    Decision::Enters => "another journey entered".into(),
                    Decision::Throws => "an error".into(),
                };
                for outcome in info.outcomes().iter().filter(|outcome| outcome.name.as_ref() != took) {
                    let given = why.not.iter().find(|(id, _)| same_outcome(id, &outcome.id));
                    let reason = given.map_or_else(|| why.because.clone(), |(_, reason)| reason.clone());
                    not.push((outcome.name.to_string(), reason));
                }
                (took, why.because.clone(), why.facts.clone())
            }
            Err(error) => {
                for outcome in info.outcomes() {
                    not.push((
                        outcome.name.to_string(),
                        Reason::new(THROWS, "the node did not get that far"),
                    ));
                }
                ("an error".to_owned(), Reason::new(error.rule, &error.message), Vec::new())
            }
        };
        Some(Explanation { event: self.event.clone(), node: Some(info.clone()), took, because, not, facts })
    }

    fn visit_or(&self, rule: &'static Rule) -> Explanation {
        self.visit().unwrap_or_else(|| self.plain("it happened", rule, "the request was answered"))
    }

    fn outcome(&self, node: &Arc<NodeInfo>, outcome: usize) -> Explanation {
        let own = self.visited.as_ref().is_some_and(|(info, why)| {
            Arc::ptr_eq(info, node) && matches!(why, Ok(Why { came: Decision::Outcome(_), .. }))
        });
        if own {
            return self.visit_or(REQUEST);
        }
        self.inner_ended(node, outcome)
    }

    /// An Inner Tree Evaluator goes on because the journey it ran has ended.
    fn inner_ended(&self, node: &Arc<NodeInfo>, outcome: usize) -> Explanation {
        let entered = self.transition.events[..self.at].iter().find_map(|event| match &event.kind {
            EventKind::InnerEntered { node: by, journey } if Arc::ptr_eq(by, node) => Some(journey.clone()),
            _ => None,
        });
        let before = &self.transition.before;
        let session = self.event.session.and_then(|id| before.session(id));
        let nesting = session.map(|session| session.nesting(before.program())).unwrap_or_default();
        let outer = nesting.iter().rposition(|journey| **journey == node.journey);
        let inside = outer.and_then(|index| nesting.get(index + 1)).map(|journey| (*journey).clone());
        let inner = entered.or(inside).unwrap_or_else(|| "the inner journey".into());
        let error = self.transition.events[..self.at].iter().rev().find_map(|event| match &event.kind {
            EventKind::Log { text, .. } => Some(text.clone()),
            _ => None,
        });
        let reason = |id: &str, taken: bool| match (id, taken) {
            ("true", true) => format!("{inner} reached Success"),
            ("false", true) => format!("{inner} reached Failure"),
            (_, true) => format!("a node of {inner} threw: {}", error.as_deref().unwrap_or("see the log")),
            ("true", false) => format!("{inner} did not reach Success"),
            ("false", false) => format!("{inner} did not reach Failure"),
            (_, false) => format!("no node of {inner} threw"),
        };
        let taken = node.outcomes().get(outcome);
        let took = taken.map_or("?", |outcome| outcome.name.as_ref());
        let id = taken.map_or("", |outcome| outcome.id.as_ref());
        let mut all = self.plain(took, INNER, reason(id, true));
        for other in node.outcomes().iter().filter(|other| other.id.as_ref() != id) {
            all.not.push((other.name.to_string(), Reason::new(INNER, reason(&other.id, false))));
        }
        all
    }

    /// A line of the log is explained by what its node did.
    fn log(&self) -> Explanation {
        let said = self.visit().filter(|visit| {
            let node = self.event.kind.node();
            node.is_none_or(|node| visit.node.as_ref().is_some_and(|info| info.id == node.id))
        });
        said.unwrap_or_else(|| self.plain("logged", THROWS, "the journey could not go on here"))
    }

    fn submitted(&self, automatic: bool) -> Explanation {
        let before = self.event.client.and_then(|id| self.transition.before.client(id));
        match before.filter(|_| automatic) {
            Some(client) => {
                let sent = client.page_at.on_clock();
                let wait = client.wake.map(|wake| wake.since(client.page_at)).unwrap_or_default();
                let text =
                    format!("the page sent at {sent} has a polling wait, which was over {wait} s later");
                self.plain("re-submitted", POLLS, text)
            }
            None => self.plain("submitted", REQUEST, "somebody sent the page back"),
        }
    }

    /// The last outcome of the beat before the event: its node and its name.
    fn last_outcome(&self) -> Option<(&Arc<NodeInfo>, &str)> {
        self.transition.events[..self.at].iter().rev().find_map(|event| match &event.kind {
            EventKind::Outcome { node, outcome, .. } => {
                Some((node, node.outcomes().get(usize::from(*outcome))?.name.as_ref()))
            }
            _ => None,
        })
    }
}

/// The number of the last event among some, of one client or of any, with which the visit of a node
/// ended: by an outcome, or because the node threw.
pub fn last_decision<'e>(
    events: impl DoubleEndedIterator<Item = &'e Event>,
    client: Option<ClientId>,
) -> Option<u64> {
    let wanted = |event: &&Event| client.is_none() || event.client == client;
    events.rev().filter(wanted).find(|event| event.kind.is_decision()).map(|event| event.seq)
}
