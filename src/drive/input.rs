//! Everything that a person can do to a run at a moment, and doing it.
//!
//! [`Run::inputs`] lists it and [`Run::perform`] does it. The screen, plain mode, scenarios and whatever explores
//! journeys go by these two. What is listed can be done; what is not listed is refused with a reason, and nothing
//! has changed then. Some inputs hold something that is free: the answers of a page, the text of a link, a span
//! of time. One of them is listed, with what the page holds; any other is done if what it holds fits.
//!
//! ```
//! use journey_sim::drive::{Input, MAIN, Run};
//! use journey_sim::page::Answer;
//!
//! let program = journey_sim::cli::load(None)?;
//! let mut run = Run::new(program, 1, "BackchannelMain")?;
//! assert!(run.inputs().iter().any(|input| matches!(input, Input::Answer { client: MAIN, .. })));
//! run.perform(&Input::Answer { client: MAIN, answers: vec![(0, Answer::Text("demo".into()))] })?;
//! // MAIN polls now: its page can be sent back early, and the link can be opened.
//! assert!(run.inputs().contains(&Input::Resubmit { client: MAIN }));
//! let open = run.inputs().into_iter().find(|input| matches!(input, Input::Open { .. })).expect("a link is there");
//! run.perform(&open)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::sync::Arc;

use thiserror::Error;

use super::run::{BACKCHANNEL, MAIN, Run};
use crate::engine::{Action, ActionError, ClientId, World};
use crate::page::{Answer, AskKind, Callback};
use crate::value::{Millis, Secret};

/// A link that can be opened.
#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    /// The newest that MAIN's journey has made.
    Newest,
    /// That of a transaction, by its number from 1 in the order they were made.
    Number(usize),
    /// Any text.
    Text(Arc<str>),
}

/// One thing that a person can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Fills in a page and sends it. What has no answer goes back as it came.
    Answer {
        /// Whose page.
        client: ClientId,
        /// Callback index and answer.
        answers: Vec<(usize, Answer)>,
    },
    /// Presses a button, which sends the page.
    Press {
        /// Whose page.
        client: ClientId,
        /// Index of the callback that has the button.
        callback: usize,
        /// Index of the button.
        option: usize,
        /// What else is filled in.
        answers: Vec<(usize, Answer)>,
    },
    /// Sends a page back as it is. A page that waits goes back early then; at its time it goes back by itself,
    /// with [`Input::Skip`] or [`Input::Wait`].
    Resubmit {
        /// Whose page.
        client: ClientId,
    },
    /// Opens a link.
    Open {
        /// Who.
        client: ClientId,
        /// Which.
        link: Link,
    },
    /// Opens the address of a journey.
    Start {
        /// Who.
        client: ClientId,
        /// Which.
        journey: Arc<str>,
    },
    /// Closes the tab: the session stays behind unfinished.
    Close {
        /// Who.
        client: ClientId,
    },
    /// Lets time pass up to the next wake-up: a re-submit, or an expiry.
    Skip,
    /// Lets a span of time pass.
    Wait(Millis),
    /// Pauses, and visits one node.
    Step,
    /// Pauses, or goes on and settles what is in flight.
    Pause(bool),
    /// Makes the transaction store fail, or work again.
    FailStore(bool),
    /// Starts everything again.
    RestartAll,
    /// Starts everything again with another main journey.
    Choose(Arc<str>),
    /// Back to before the last input.
    Back,
    /// Forward again.
    Forward,
}

/// An input that is refused. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum InputError {
    /// The world refuses it.
    #[error(transparent)]
    Refused(#[from] ActionError),
    /// MAIN has made no link.
    #[error("there is no link: MAIN's journey has not come through Backchannel Initialize")]
    NoLink,
    /// No such transaction.
    #[error("there is no transaction {number}; there {} {count}", if *count == 1 { "is" } else { "are" })]
    NoTransaction {
        /// The number asked for.
        number: usize,
        /// How many there are.
        count: usize,
    },
    /// The page takes no answer.
    #[error("the page asks nothing that could be answered")]
    NothingAsked,
    /// Nothing is scheduled.
    #[error("nothing will happen by itself any more")]
    NothingScheduled,
    /// No request is in flight, and none will come by itself.
    #[error("there is no node to visit")]
    NoNode,
    /// Nothing was done before.
    #[error("this is the first moment")]
    FirstMoment,
    /// Nothing was undone.
    #[error("this is the newest moment")]
    NewestMoment,
}

impl Input {
    /// Sends a page with some answers, or with none as it is.
    pub fn answer(client: ClientId, answers: Vec<(usize, Answer)>) -> Self {
        if answers.is_empty() { Self::Resubmit { client } } else { Self::Answer { client, answers } }
    }

    /// Whether another input is the same but for what is free in it.
    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Answer { client: one, .. }, Self::Answer { client: two, .. }) => one == two,
            (
                Self::Press { client: one, callback: first, option: left, .. },
                Self::Press { client: two, callback: second, option: right, .. },
            ) => (one, first, left) == (two, second, right),
            (
                Self::Open { client: one, link: Link::Text(_) },
                Self::Open { client: two, link: Link::Text(_) },
            ) => one == two,
            (Self::Wait(_), Self::Wait(_)) => true,
            (one, two) => one == two,
        }
    }
}

impl Run {
    /// Every input of this moment: for each client the page it has, the links, the journeys; then time, faults
    /// and the way back.
    pub fn inputs(&self) -> Vec<Input> {
        let mut all = Vec::new();
        for client in [MAIN, BACKCHANNEL] {
            self.on_page(client, &mut all);
            let links = self.world().transactions().records().count();
            all.push(Input::Open { client, link: Link::Newest });
            all.extend((1..=links).map(|number| Input::Open { client, link: Link::Number(number) }));
            all.push(Input::Open { client, link: Link::Text("".into()) });
            let journeys = self.program().definitions().journeys.keys().cloned();
            all.extend(journeys.map(|journey| Input::Start { client, journey }));
            all.push(Input::Close { client });
        }
        all.extend([Input::Skip, Input::Wait(Millis(1000)), Input::Step]);
        all.extend([true, false].map(Input::Pause));
        all.extend([true, false].map(Input::FailStore));
        all.push(Input::RestartAll);
        all.extend(self.program().definitions().journeys.keys().cloned().map(Input::Choose));
        all.extend([Input::Back, Input::Forward]);
        all.retain(|input| self.check(input).is_ok());
        all
    }

    /// What can be done with the page of a client.
    fn on_page(&self, client: ClientId, all: &mut Vec<Input>) {
        let page = self.world().client(client).and_then(|client| client.page.as_ref());
        let callbacks = page.map_or(&[][..], |page| &page.callbacks);
        let answers: Vec<(usize, Answer)> = callbacks
            .iter()
            .enumerate()
            .filter_map(|(index, callback)| Some((index, held(callback)?)))
            .collect();
        all.push(Input::Answer { client, answers });
        for (callback, what) in callbacks.iter().enumerate() {
            let ask = what.ask();
            if ask.kind == AskKind::Buttons {
                let press = |option| Input::Press { client, callback, option, answers: Vec::new() };
                all.extend((0..ask.options.len()).map(press));
            }
        }
        all.push(Input::Resubmit { client });
    }

    /// Whether an input can be done now.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, input: &Input) -> Result<(), InputError> {
        let scheduled = self.world().next_wake().is_some();
        match input {
            Input::Skip if !scheduled => Err(InputError::NothingScheduled),
            Input::Step if !scheduled && !self.world().in_flight() => Err(InputError::NoNode),
            Input::Back if !self.can_go_back() => Err(InputError::FirstMoment),
            Input::Forward if !self.can_go_forward() => Err(InputError::NewestMoment),
            Input::Choose(journey) => {
                let start = Action::Start { client: MAIN, journey: journey.clone() };
                Ok(self.fresh_world().apply(&start).map(|_| ())?)
            }
            _ => match self.action(input)? {
                Some(action) => Ok(tried(self.world(), &action)?),
                None => Ok(()),
            },
        }
    }

    /// Does an input. Returns how many events that made.
    ///
    /// # Errors
    /// Why it cannot be done now; nothing has changed.
    pub fn perform(&mut self, input: &Input) -> Result<usize, InputError> {
        if let Some(action) = self.action(input)? {
            return Ok(self.act(&action)?);
        }
        self.check(input)?;
        let before = self.log().len();
        match input {
            Input::Skip => {
                self.skip();
            }
            Input::Wait(span) => self.skip_by(*span),
            Input::Step => {
                self.step();
            }
            Input::Pause(paused) => self.set_paused(*paused),
            Input::RestartAll => {
                self.restart_all()?;
                return Ok(self.log().len());
            }
            Input::Choose(journey) => {
                self.choose(journey)?;
                return Ok(self.log().len());
            }
            Input::Back => {
                self.back();
            }
            Input::Forward => {
                self.forward();
            }
            _ => {}
        }
        Ok(self.log().len().saturating_sub(before))
    }

    /// The action of the world that an input is, where it is one.
    fn action(&self, input: &Input) -> Result<Option<Action>, InputError> {
        Ok(Some(match input {
            Input::Answer { client, answers } => {
                let page = self.world().client(*client).and_then(|client| client.page.as_ref());
                let takes = |callback: &Callback| !matches!(callback.ask().kind, AskKind::Nothing);
                // Without a page the world knows why not.
                if page.is_some_and(|page| !page.callbacks.iter().any(takes)) {
                    return Err(InputError::NothingAsked);
                }
                Action::Submit { client: *client, answers: answers.clone() }
            }
            Input::Press { client, callback, option, answers } => {
                let mut answers = answers.clone();
                answers.push((*callback, Answer::Select(vec![i64::try_from(*option).unwrap_or(i64::MAX)])));
                Action::Submit { client: *client, answers }
            }
            Input::Resubmit { client } => Action::Submit { client: *client, answers: Vec::new() },
            Input::Open { client, link } => Action::Open { client: *client, link: self.text_of(link)? },
            Input::Start { client, journey } => Action::Start { client: *client, journey: journey.clone() },
            Input::Close { client } => Action::Close { client: *client },
            Input::FailStore(failing) => Action::FailStore { failing: *failing },
            _ => return Ok(None),
        }))
    }

    fn text_of(&self, link: &Link) -> Result<Arc<str>, InputError> {
        match link {
            Link::Text(text) => Ok(text.clone()),
            Link::Newest => self.link().ok_or(InputError::NoLink),
            Link::Number(number) => {
                let records = || self.world().transactions().records();
                let count = records().count();
                let record = number.checked_sub(1).and_then(|index| records().nth(index));
                let record = record.ok_or(InputError::NoTransaction { number: *number, count })?;
                let base = &self.program().realm().base_url;
                Ok(format!("{base}/?authIndexType=transaction&authIndexValue={}", record.id).into())
            }
        }
    }
}

/// Whether the world takes an action.
fn tried(world: &World, action: &Action) -> Result<(), ActionError> {
    world.clone().apply(action).map(|_| ())
}

/// What a field answers as it stands.
fn held(callback: &Callback) -> Option<Answer> {
    let ask = callback.ask();
    if !ask.is_field() {
        return None;
    }
    Some(match ask.kind {
        AskKind::Secret => Answer::Secret(Secret::new("")),
        AskKind::Text => Answer::Text(ask.text.into()),
        _ => {
            let chosen = ask.selected.iter().filter_map(|option| i64::try_from(*option).ok());
            Answer::Select(chosen.collect())
        }
    })
}
