//! What a run prints.

use std::io::Write;

use super::drive::Why;
use crate::cli::exit::{Exit, Failure};
use crate::cli::messages::tell;
use crate::cli::plain::{event_line, side as side_name};
use crate::cli::recorded::Loaded;
use crate::drive::Run;
use crate::engine::{Direction, Event};
use crate::json::write_line;
use crate::scenario::{EventLine, Failed, Line, RealmOverride, RestartWhat, Step, Target};
use crate::value::printable;

/// Prints a run, and stops at the target.
pub(super) struct Report<'o> {
    out: &'o mut dyn Write,
    json: bool,
    /// Whether pages are printed as they go over the wire.
    wire: bool,
    target: Option<Target>,
    journeys: Option<String>,
    realm: Option<RealmOverride>,
    told: usize,
    /// The event after which nothing is told any more.
    reached: bool,
    steps: usize,
    /// Whether the last step starts everything again: its events are those of another run.
    restarted: bool,
}

impl<'o> Report<'o> {
    pub(super) fn new(
        out: &'o mut dyn Write,
        json: bool,
        wire: bool,
        target: Option<Target>,
        journeys: Option<String>,
        realm: Option<RealmOverride>,
    ) -> Self {
        Self { out, json, wire, target, journeys, realm, told: 0, reached: false, steps: 0, restarted: false }
    }

    /// Whether the target was reached.
    pub(super) fn reached(&self) -> bool {
        self.reached
    }

    /// Whether there is one.
    pub(super) fn has_target(&self) -> bool {
        self.target.is_some()
    }

    fn line(&mut self, line: &Line) -> Result<(), Failure> {
        if self.json {
            write_line(line, self.out)?;
        }
        Ok(())
    }

    /// The run as it stands before anything is done.
    pub(super) fn begin(&mut self, run: &Run) -> Result<(), Failure> {
        self.told = 0;
        self.line(&Line::run(run, self.journeys.clone(), self.realm.clone()))?;
        self.events(run)
    }

    /// What is done next.
    pub(super) fn step(&mut self, step: &Step) -> Result<(), Failure> {
        self.steps += 1;
        self.restarted = step.restart == Some(RestartWhat::All);
        self.line(&Line::Step { number: self.steps, step: Box::new(step.clone()) })
    }

    /// What happened since the last time, up to the target.
    pub(super) fn events(&mut self, run: &Run) -> Result<(), Failure> {
        if std::mem::take(&mut self.restarted) {
            return self.begin(run);
        }
        for event in run.log_from(self.told) {
            if self.reached {
                break;
            }
            if self.json {
                self.line(&Line::Event(EventLine::from(event)))?;
            } else {
                writeln!(self.out, "{}", event_line(event))?;
            }
            if self.wire {
                self.wire(event)?;
            }
            self.reached = self.target.as_ref().is_some_and(|target| target.is_reached_by(event));
        }
        self.told = run.log().len();
        self.out.flush()?;
        Ok(())
    }

    /// The page that went to its client with an event, or came back.
    fn wire(&mut self, event: &Event) -> Result<(), Failure> {
        if self.json {
            return Line::wire(event).map_or(Ok(()), |line| self.line(&line));
        }
        let Some(((direction, page), client)) = event.kind.page().zip(event.client) else { return Ok(()) };
        let verb = match direction {
            Direction::ToClient => "gets",
            Direction::ToServer => "sends",
        };
        let step = page.to_wire().to_string();
        writeln!(self.out, "{} {verb} {}", side_name(client), printable(&step))?;
        Ok(())
    }

    /// What does not hold.
    pub(super) fn failures(&mut self, failed: &[Failed], of: &Loaded) -> Result<(), Failure> {
        for Failed { step, expected, actual } in failed {
            let (line, column) = step.and_then(|step| of.place_of_step(step)).unzip();
            let (expected, actual) = (expected.clone(), actual.clone());
            if self.json {
                self.line(&Line::Failed { step: *step, line, column, expected, actual })?;
            } else {
                let place = step.map_or("at the end".into(), |step| format!("step {step}"));
                let place = match line.zip(column) {
                    Some((line, column)) => {
                        format!("{}:{line}:{column}: {place}", printable(&of.name))
                    }
                    None => place,
                };
                writeln!(self.out, "FAILED {place}: expected {}", printable(&expected))?;
                writeln!(self.out, "       actual: {}", printable(&actual))?;
            }
        }
        Ok(())
    }

    /// The last line, and how the command ends.
    pub(super) fn finish(&mut self, run: &Run, why: Why) -> Result<Exit, Failure> {
        let (exit, words) = match (&self.target, &why) {
            (_, Why::Scenario { failed }) if *failed > 0 => {
                let says = if *failed == 1 { "expectation does" } else { "expectations do" };
                (Exit::Failed, format!("{failed} {says} not hold"))
            }
            (Some(target), _) if self.reached => (Exit::Passed, format!("{target} was reached")),
            (Some(target), why) => (Exit::NotReached, format!("{target} was not reached: {why}")),
            (None, Why::Ended(_) | Why::Scenario { .. }) => (Exit::Passed, why.to_string()),
            (None, Why::Threw(_)) => (Exit::Failed, why.to_string()),
            (None, why) => (Exit::NotReached, format!("main did not end: {why}")),
        };
        self.line(&Line::end(run, exit == Exit::Passed, printable(&words)))?;
        self.out.flush()?;
        if exit != Exit::Passed || !self.json {
            tell(&words);
        }
        Ok(exit)
    }
}
