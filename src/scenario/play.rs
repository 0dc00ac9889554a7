//! Plays a scenario in a world.

use std::sync::Arc;

use super::answer_value::AnswerValue;
use super::answers::{self, Secrets, StepError};
use super::check::{Facts, Finding, check};
use super::expect::Expectation;
use super::model::{Scenario, Side, VERSION};
use super::realm::with_overrides;
use super::step::{Fault, LinkChoice, RestartWhat, Step};
use crate::drive::{BACKCHANNEL, Input, Link, MAIN, MAX_EVENTS, Run};
use crate::engine::{Action, ActionError, Event, EventKind, World};
use crate::page::Callback;
use crate::program::Program;
use crate::value::{Millis, Secret};

/// A scenario being played: a run, and the secrets behind named prompts.
#[derive(Debug)]
pub struct Player {
    /// The run.
    pub run: Run,
    secrets: Secrets,
    /// Whether its steps were written for version 1.
    is_old: bool,
    changed: Vec<String>,
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
    /// What steps of an older scenario did, and what they do now.
    pub changed: Vec<String>,
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
        let is_old = scenario.version.unwrap_or(1) < VERSION;
        Ok(Self { run: run.unwatched(MAX_EVENTS), secrets, is_old, changed: Vec::new() })
    }

    /// A run that somebody drives step by step.
    pub fn of(run: Run) -> Self {
        let run = run.unwatched(MAX_EVENTS);
        Self { run, secrets: Secrets::default(), is_old: false, changed: Vec::new() }
    }

    /// An answer that stands for a secret: `prompt` is what it was asked with.
    pub fn name_secret(&mut self, prompt: &str, secret: &Secret) -> AnswerValue {
        AnswerValue::Prompt { prompt: self.secrets.name(prompt, secret) }
    }

    /// Does a step and checks what must hold after it. `number` counts steps from 1.
    pub fn do_and_check(&mut self, number: usize, step: &Step) -> Vec<Failed> {
        let before = if step.restart == Some(RestartWhat::All) { 0 } else { self.run.log().len() };
        let changed = if self.is_old { self.changes(step) } else { Vec::new() };
        match self.act(step) {
            Ok(()) => {
                self.changed.extend(changed.iter().map(|change| format!("step {number}: {change}")));
                self.check_step(number, step, before)
            }
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
            changed: self.changed,
        }
    }

    /// What a step that sends a page did in version 1, and what it does.
    fn changes(&self, step: &Step) -> Vec<String> {
        let side = step.side.unwrap_or(Side::Backchannel);
        let answers = match self.input(step) {
            Ok((Some(Input::Answer { answers, .. } | Input::Press { answers, .. }), _)) => answers,
            Ok((Some(Input::Resubmit { .. }), _)) => Vec::new(),
            _ => return Vec::new(),
        };
        let pressed = match self.input(step) {
            Ok((Some(Input::Press { callback, option, .. }), _)) => Some((callback, option)),
            _ => None,
        };
        let page = self.run.world().client(side.client()).and_then(|client| client.page.clone());
        let callbacks = page.iter().flat_map(|page| &page.callbacks).enumerate();
        let changes = callbacks.filter(|(index, _)| !answers.iter().any(|(answered, _)| answered == index));
        changes
            .filter_map(|(index, callback)| {
                let option = pressed.and_then(|(pressed, option)| (pressed == index).then_some(option));
                callback.change_since_version_1(option)
            })
            .collect()
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
        let (input, times) = self.input(step)?;
        let Some(input) = input else { return Ok(()) };
        for _ in 0..times {
            if matches!(input, Input::Skip | Input::Step) && self.run.is_full() {
                break;
            }
            self.run.perform(&input).map_err(|wrong| StepError::new(wrong.to_string()))?;
        }
        Ok(())
    }

    /// What a step does, and how often; nothing, where it only expects.
    fn input(&self, step: &Step) -> Result<(Option<Input>, u32), StepError> {
        let client = step.side.unwrap_or(Side::Backchannel).client();
        let input = if step.answer.is_some() || step.press.is_some() || step.resubmit {
            Some(self.submit(step.side.unwrap_or(Side::Backchannel), step)?)
        } else if let Some(link) = &step.open_link {
            let link = match link {
                LinkChoice::Newest(_) => Link::Newest,
                LinkChoice::Number(number) => Link::Number(usize::try_from(*number).unwrap_or(usize::MAX)),
                LinkChoice::Link(link) => Link::Text(link.clone()),
            };
            Some(Input::Open { client, link })
        } else if let Some(ms) = step.wait {
            Some(Input::Wait(Millis(ms)))
        } else if let Some(times) = step.skip {
            return Ok((Some(Input::Skip), times));
        } else if let Some(times) = step.step {
            return Ok((Some(Input::Step), times));
        } else if let Some(paused) = step.pause {
            Some(Input::Pause(paused))
        } else if let Some(fault) = step.fault {
            Some(Input::FailStore(fault == Fault::StoreFails))
        } else if let Some(journey) = &step.start {
            Some(Input::Start { client, journey: journey.clone() })
        } else if step.close_tab {
            Some(Input::Close { client })
        } else {
            step.restart.map(|what| match what {
                RestartWhat::All => Input::RestartAll,
                RestartWhat::Main => Input::Start { client: MAIN, journey: self.run.journey().clone() },
                RestartWhat::Backchannel => Input::Open { client: BACKCHANNEL, link: Link::Newest },
            })
        };
        Ok((input, 1))
    }

    fn submit(&self, side: Side, step: &Step) -> Result<Input, StepError> {
        let client = side.client();
        let callbacks = self.page_of(side)?;
        let answers = match &step.answer {
            Some(given) => answers::resolve(&callbacks, given, &self.secrets, self.run.world().identities())?,
            None => Vec::new(),
        };
        Ok(match &step.press {
            Some(button) => {
                let (callback, option) = answers::press(&callbacks, button)?;
                Input::Press { client, callback, option, answers }
            }
            None if answers.is_empty() => Input::Resubmit { client },
            None => Input::Answer { client, answers },
        })
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

fn failures(step: Option<usize>, expect: &[Expectation], facts: &Facts<'_>) -> Vec<Failed> {
    let found = expect.iter().filter_map(|one| check(one, facts).err());
    found.map(|Finding { expected, actual }| Failed { step, expected, actual }).collect()
}
