//! Plays a scenario in a world.

use std::sync::Arc;

use super::answer_value::AnswerValue;
use super::answers::{self, Secrets, StepError};
use super::check::{Facts, Finding, check};
use super::expect::Expectation;
use super::model::{Scenario, Side};
use super::realm::with_overrides;
use super::step::{Fault, LinkChoice, RestartWhat, Step};
use crate::drive::{BACKCHANNEL, MAX_EVENTS, Run};
use crate::engine::{Action, ActionError, Event, EventKind, Program, World};
use crate::page::Callback;
use crate::value::{Millis, Secret};

/// A scenario being played: a run, and the secrets behind named prompts.
#[derive(Debug)]
pub struct Player {
    /// The run.
    pub run: Run,
    secrets: Secrets,
}

/// An expectation that does not hold, or a step that could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The step, from 1; `None` for what must hold at the end.
    pub step: Option<usize>,
    /// What was expected.
    pub expected: String,
    /// What there was instead.
    pub actual: String,
}

/// A scenario that was played.
#[derive(Clone, Debug)]
pub struct Played {
    /// What ran, with the scenario's realm.
    pub program: Arc<Program>,
    /// The seed.
    pub seed: u64,
    /// The main journey.
    pub journey: Arc<str>,
    /// What was done since the world began.
    pub actions: Vec<Action>,
    /// What happened.
    pub events: Vec<Event>,
    /// The world at the end.
    pub world: World,
    /// What did not hold. The first step with something in here was the last one done.
    pub failed: Vec<Failed>,
}

impl Played {
    /// Where a side went, over all its sessions: each node, with the outcome it took.
    pub fn path(&self, side: Side) -> Vec<String> {
        let mut path = Vec::new();
        for event in self.events.iter().filter(|event| event.client == Some(side.client())) {
            let at = event.at.on_clock();
            match &event.kind {
                EventKind::Ended { kind, message, .. } => {
                    path.push(format!("{at} s  ended at {}: {message}", kind.name()));
                }
                EventKind::LinkRefused { .. } | EventKind::TabClosed => {
                    path.push(format!("{at} s  {}", event.kind))
                }
                EventKind::SessionStarted { journey, .. } => path.push(format!("{at} s  {journey} started")),
                EventKind::Outcome { node, .. }
                | EventKind::CallbacksSent { node, .. }
                | EventKind::Log { node: Some(node), thrown: true, .. } => {
                    path.push(format!("{at} s  {} {}", node.letter, event.kind));
                }
                _ => {}
            }
        }
        path
    }
}

/// Plays a whole scenario. `program` is what its journeys and realm were loaded from.
///
/// # Errors
/// The main journey does not exist or is disabled.
pub fn play(program: &Arc<Program>, scenario: &Scenario, secrets: Secrets) -> Result<Played, ActionError> {
    let mut player = Player::new(program, scenario, secrets)?;
    let mut failed = Vec::new();
    for (index, step) in scenario.steps.iter().enumerate() {
        failed = player.do_and_check(index + 1, step);
        if !failed.is_empty() {
            break;
        }
    }
    if failed.is_empty() {
        failed = player.check_end(&scenario.expect);
    }
    Ok(player.finish(failed))
}

/// The main journey of a scenario: the one it names, else the first that starts a backchannel
/// journey, else the first.
fn main_journey(program: &Program, scenario: &Scenario) -> Arc<str> {
    let first = || program.main_journeys().into_iter().next();
    let any = || program.definitions().journeys.keys().next().cloned();
    scenario.journey.clone().or_else(first).or_else(any).unwrap_or_default()
}

impl Player {
    /// A scenario before its first step: MAIN has opened its journey.
    ///
    /// # Errors
    /// The main journey does not exist or is disabled.
    pub fn new(program: &Arc<Program>, scenario: &Scenario, secrets: Secrets) -> Result<Self, ActionError> {
        let program = with_overrides(program, scenario.realm.as_ref());
        let journey = main_journey(&program, scenario);
        let run = Run::new(program, scenario.seed.unwrap_or(1), &journey)?;
        Ok(Self { run: run.unwatched(MAX_EVENTS), secrets })
    }

    /// A run that somebody drives step by step.
    pub fn of(run: Run) -> Self {
        Self { run: run.unwatched(MAX_EVENTS), secrets: Secrets::default() }
    }

    /// An answer that stands for a secret: `prompt` is what it was asked with.
    pub fn name_secret(&mut self, prompt: &str, secret: &Secret) -> AnswerValue {
        AnswerValue::Prompt { prompt: self.secrets.name(prompt, secret) }
    }

    /// Does a step and checks what must hold after it. `number` counts steps from 1.
    pub fn do_and_check(&mut self, number: usize, step: &Step) -> Vec<Failed> {
        let before = if step.restart == Some(RestartWhat::All) { 0 } else { self.run.log().len() };
        match self.act(step) {
            Ok(()) => self.check_step(number, step, before),
            Err(stuck) => vec![stuck.failed(number, step)],
        }
    }

    /// Checks what must hold after a step; `before` is how many events there were before it.
    pub fn check_step(&self, number: usize, step: &Step, before: usize) -> Vec<Failed> {
        failures(Some(number), &step.expect, &Facts { run: &self.run, since: before })
    }

    /// Checks what must hold at the end.
    pub fn check_end(&self, expect: &[Expectation]) -> Vec<Failed> {
        failures(None, expect, &Facts { run: &self.run, since: 0 })
    }

    /// Takes the result out.
    pub fn finish(self, failed: Vec<Failed>) -> Played {
        Played {
            program: self.run.program().clone(),
            seed: self.run.seed(),
            journey: self.run.journey().clone(),
            actions: self.run.actions().iter().cloned().collect(),
            events: self.run.log().iter().cloned().collect(),
            world: self.run.world().clone(),
            failed,
        }
    }

    /// Does a step.
    ///
    /// # Errors
    /// Why it cannot be done now; nothing of it was done, but for repeated skips and steps. Or the
    /// run is full: time has passed as far as it may.
    pub fn act(&mut self, step: &Step) -> Result<(), StepError> {
        self.act_freely(step)?;
        self.full().map_or(Ok(()), Err)
    }

    /// Why the run goes no further, once it has made as many events as it may.
    pub fn full(&self) -> Option<StepError> {
        self.run.is_full().then(|| {
            let world = self.run.world();
            let (events, seconds) = (world.event_count(), world.elapsed().0 / 1000);
            StepError::new(format!(
                "the run made {events} events in {seconds} s of world time and stops: a loop of waits of 0 s? (jsim check)"
            ))
        })
    }

    fn act_freely(&mut self, step: &Step) -> Result<(), StepError> {
        let side = step.side.unwrap_or(Side::Backchannel);
        if step.answer.is_some() || step.press.is_some() || step.resubmit {
            return self.submit(side, step);
        }
        if let Some(link) = &step.open_link {
            let link = self.link(link)?;
            return self.done(Action::Open { client: side.client(), link });
        }
        if let Some(ms) = step.wait {
            self.run.skip_by(Millis(ms));
        }
        for _ in 0..step.skip.unwrap_or(0) {
            if self.run.is_full() {
                break;
            }
            if !self.run.skip() {
                return Err(StepError::new("nothing will happen by itself any more"));
            }
        }
        for _ in 0..step.step.unwrap_or(0) {
            if self.run.is_full() {
                break;
            }
            if !self.run.step() {
                return Err(StepError::new("there is no node to visit"));
            }
        }
        if let Some(paused) = step.pause {
            self.run.set_paused(paused);
        }
        if let Some(fault) = step.fault {
            return self.done(Action::FailStore { failing: fault == Fault::StoreFails });
        }
        if let Some(journey) = &step.start {
            return self.done(Action::Start { client: side.client(), journey: journey.clone() });
        }
        if step.close_tab {
            return self.done(Action::Close { client: side.client() });
        }
        match step.restart {
            None => Ok(()),
            Some(RestartWhat::All) => self.run.restart_all().map_err(refused),
            Some(RestartWhat::Main) => {
                let journey = self.run.journey().clone();
                self.done(Action::Start { client: Side::Main.client(), journey })
            }
            Some(RestartWhat::Backchannel) => {
                let link = self.link(&LinkChoice::Newest(true))?;
                self.done(Action::Open { client: BACKCHANNEL, link })
            }
        }
    }

    fn done(&mut self, action: Action) -> Result<(), StepError> {
        self.run.act(&action).map(|_| ()).map_err(refused)
    }

    fn link(&self, choice: &LinkChoice) -> Result<Arc<str>, StepError> {
        match choice {
            LinkChoice::Link(link) => Ok(link.clone()),
            LinkChoice::Newest(_) => self.run.link().ok_or_else(|| {
                StepError::new("there is no link: MAIN's journey has not come through Backchannel Initialize")
            }),
            LinkChoice::Number(number) => {
                let world = self.run.world();
                let index = usize::try_from(*number).unwrap_or(usize::MAX).saturating_sub(1);
                let all = world.transactions().records().count();
                let record = world.transactions().records().nth(index);
                let record = record.ok_or_else(|| {
                    let there = if all == 1 { "is" } else { "are" };
                    StepError::new(format!("there is no transaction {number}; there {there} {all}"))
                })?;
                let base = &world.program().realm().base_url;
                Ok(format!("{base}/?authIndexType=transaction&authIndexValue={}", record.id).into())
            }
        }
    }

    fn submit(&mut self, side: Side, step: &Step) -> Result<(), StepError> {
        let client = side.client();
        let callbacks = self.page_of(side)?;
        let mut answers = match &step.answer {
            Some(given) => answers::resolve(&callbacks, given, &self.secrets, self.run.world().identities())?,
            None => Vec::new(),
        };
        if let Some(button) = &step.press {
            answers.push(answers::press(&callbacks, button)?);
        }
        self.done(Action::Submit { client, answers })
    }

    /// What a side's page asks.
    fn page_of(&self, side: Side) -> Result<Vec<Callback>, StepError> {
        let client = side.client();
        let world = self.run.world();
        let slot = world.client(client);
        let session = world.session_of(client);
        if session.is_some_and(|session| session.end().is_none() && !self.run.can_submit(side.client())) {
            return Err(StepError::new(format!(
                "the request of {} is still in flight; step on first",
                side.name()
            )));
        }
        let page = slot.and_then(|client| client.page.clone());
        page.map(|page| page.callbacks.clone()).ok_or_else(|| {
            let notice = slot.and_then(|client| client.notice.clone());
            let ended = session.and_then(|session| session.end());
            StepError::new(match (ended, notice) {
                (Some(end), _) => {
                    let cause =
                        self.run.thrown(client).map(|cause| format!(" ({cause})")).unwrap_or_default();
                    let how = format!("it ended at {}: {}{cause}", end.kind.name(), end.message);
                    format!("{} has no page: {how}", side.name())
                }
                (None, Some(notice)) => format!("{} has no page; it reads: {notice}", side.name()),
                (None, None) => format!("{} has no page: nothing was opened there", side.name()),
            })
        })
    }
}

impl StepError {
    /// A step that could not be done, as a failure.
    pub fn failed(&self, number: usize, step: &Step) -> Failed {
        Failed { step: Some(number), expected: format!("to {}", step), actual: self.to_string() }
    }
}

fn refused(refusal: ActionError) -> StepError {
    StepError::new(refusal.to_string())
}

fn failures(step: Option<usize>, expect: &[Expectation], facts: &Facts<'_>) -> Vec<Failed> {
    let found = expect.iter().filter_map(|one| check(one, facts).err());
    found.map(|Finding { expected, actual }| Failed { step, expected, actual }).collect()
}
