//! How a run goes on by itself, and how fast.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use super::ask::Asker;
use super::given::SuppliedAnswers;
use super::page::{PageAction, plan};
use super::report::Report;
use crate::cli::exit::Failure;
use crate::cli::interrupt::Interrupt;
use crate::drive::{BACKCHANNEL, MAIN, PageKey, Run, Speed};
use crate::engine::EndKind;
use crate::scenario::{Failed, LinkChoice, Player, Side, Step};
use crate::transaction::TransactionState;
use crate::value::Millis;

/// When the link is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// So long after it is there.
    After(Millis),
    /// Not by itself.
    Never,
}

impl FromStr for Opening {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("never") {
            return Ok(Self::Never);
        }
        let seconds = text.parse::<u64>().map_err(|_| "use a whole number of seconds, or never")?;
        Ok(Self::After(Millis::from_secs(seconds)))
    }
}

/// Why a run stopped.
#[derive(Clone, Debug)]
pub(super) enum Why {
    /// Main ended: at what.
    Ended(String),
    /// A node threw, and main ended at Error: what its person reads.
    Threw(String),
    /// The target was reached.
    Reached,
    /// Nothing will happen by itself any more: what is missing.
    StepError(String),
    /// The time is over.
    Limit(u64),
    /// It has made too many events: what there is to say.
    Full(String),
    /// The scenario's steps are done.
    Scenario {
        /// How many expectations do not hold.
        failed: usize,
    },
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended(end) | Self::Threw(end) => write!(f, "main ended at {end}"),
            Self::Reached => write!(f, "the target was reached"),
            Self::StepError(what) | Self::Full(what) => f.write_str(what),
            Self::Limit(seconds) => write!(f, "{seconds} s of world time are over (--for)"),
            Self::Scenario { failed: 0 } => write!(f, "the scenario's steps are done, and everything holds"),
            Self::Scenario { .. } => write!(f, "the scenario's steps are done"),
        }
    }
}

/// A run that goes on by itself.
pub(super) struct Autopilot<'i> {
    given: SuppliedAnswers,
    asker: Asker,
    opening: Opening,
    limit: u64,
    speed: Speed,
    interrupt: &'i Interrupt,
    /// Pages that were looked at: session and length of its path.
    seen: [Option<PageKey>; 2],
    /// What each side is missing.
    missing: [Option<String>; 2],
    /// How many sessions each transaction's link was opened for.
    opened: HashMap<Uuid, usize>,
}

impl<'i> Autopilot<'i> {
    pub(super) fn new(
        given: SuppliedAnswers,
        opening: Opening,
        limit: u64,
        speed: Speed,
        interrupt: &'i Interrupt,
    ) -> Self {
        Self {
            given,
            asker: Asker::new(interrupt.clone()),
            opening,
            limit,
            speed,
            interrupt,
            seen: [None; 2],
            missing: [None, None],
            opened: HashMap::new(),
        }
    }

    /// What was given and not used.
    pub(super) fn unused(&self) -> Vec<String> {
        self.given.unused()
    }

    /// Goes on until there is a reason to stop.
    pub(super) fn run(&mut self, player: &mut Player, report: &mut Report<'_>) -> Result<Why, Failure> {
        loop {
            self.interrupt.check()?;
            if report.reached() {
                return Ok(Why::Reached);
            }
            if let Some(full) = player.full() {
                return Ok(Why::Full(full.to_string()));
            }
            if self.answer(player, report)? || self.open_if_due(player, report)? {
                continue;
            }
            let ended = player.run.world().session_of(MAIN).and_then(|session| session.end().cloned());
            if let Some(end) = &ended
                && (!report.has_target() || self.idle(&player.run))
            {
                let words = format!("{}: \"{}\"", end.kind.name(), end.message);
                return Ok(if end.kind == EndKind::Error { Why::Threw(words) } else { Why::Ended(words) });
            }
            let Some(at) = self.next(&player.run) else { return Ok(Why::StepError(self.stuck(player))) };
            if at.since_start() > Millis::from_secs(self.limit) {
                return Ok(Why::Limit(self.limit));
            }
            self.pass(at, player, report)?;
        }
    }

    /// Answers a page that was not looked at yet; `false` when there is none.
    fn answer(&mut self, player: &mut Player, report: &mut Report<'_>) -> Result<bool, Failure> {
        for side in [Side::Backchannel, Side::Main] {
            let client = side.client();
            let slot = usize::from(client.0);
            let world = player.run.world();
            let page = world.client(client).and_then(|client| client.page.clone());
            let Some((key, page)) = player.run.page_key(client).zip(page) else {
                self.missing[slot] = None;
                continue;
            };
            if self.seen[slot] == Some(key) {
                continue;
            }
            self.seen[slot] = Some(key);
            self.missing[slot] = None;
            match plan(side, &page.callbacks, &mut self.given, &mut self.asker, player)? {
                PageAction::Wait => {}
                PageAction::Missing(what) => self.missing[slot] = Some(what),
                PageAction::Do(step) => {
                    act(&step, player, report)?;
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Whether and when the newest link is to be opened.
    fn opening_at(&self, run: &Run) -> Option<Millis> {
        let Opening::After(delay) = self.opening else { return None };
        run.link()?;
        let world = run.world();
        let record = world.transactions().records().next_back()?;
        if record.is_gone(world.now()) || record.state == TransactionState::Completed {
            return None;
        }
        let session = world.session_of(BACKCHANNEL).filter(|session| session.transaction == Some(record.id));
        match (self.opened.get(&record.id), session) {
            (None, _) => Some(record.created_at + delay),
            // Another try, while there is something to try with.
            (Some(_), Some(session)) => {
                let failed = session.end().is_some_and(|end| end.kind != EndKind::Success);
                (failed && self.given.left_for(Side::Backchannel)).then(|| world.now())
            }
            _ => None,
        }
    }

    fn open_if_due(&mut self, player: &mut Player, report: &mut Report<'_>) -> Result<bool, Failure> {
        let due = self.opening_at(&player.run).is_some_and(|at| at <= player.run.world().now());
        if !due {
            return Ok(false);
        }
        if let Some(record) = player.run.world().transactions().records().next_back() {
            *self.opened.entry(record.id).or_default() += 1;
        }
        let step = Step { open_link: Some(LinkChoice::Newest(true)), ..Step::default() };
        act(&step, player, report)?;
        Ok(true)
    }

    /// The next instant at which something happens.
    fn next(&self, run: &Run) -> Option<Millis> {
        [run.world().next_wake(), self.opening_at(run)].into_iter().flatten().min()
    }

    fn idle(&self, run: &Run) -> bool {
        self.next(run).is_none()
    }

    fn pass(&mut self, at: Millis, player: &mut Player, report: &mut Report<'_>) -> Result<(), Failure> {
        let now = player.run.world().now();
        sleep(at.since(now), self.speed, self.interrupt)?;
        let wait = Some(at.since(now).0);
        act(&Step { wait, ..Step::default() }, player, report)
    }

    fn stuck(&self, player: &Player) -> String {
        let missing: Vec<&String> = self.missing.iter().flatten().collect();
        if let Some(first) = missing.first() {
            return format!("{first}, and there is no answer for it (--answer or --press)");
        }
        let link = player.run.link().is_some();
        if link && self.opening == Opening::Never {
            return "nothing happens any more while the link is not opened".into();
        }
        "nothing will happen by itself any more".into()
    }
}

/// Does a step that came from a person's wish: what cannot be done is their mistake.
fn act(step: &Step, player: &mut Player, report: &mut Report<'_>) -> Result<(), Failure> {
    // Refused steps are not reported, so that a recording can be played.
    let done = player.act(step);
    // A full run is told by what drives it.
    if let (Err(stuck), false) = (done, player.run.is_full()) {
        return Err(Failure::usage(stuck.to_string()));
    }
    report.step(step)?;
    report.events(&player.run)
}

fn sleep(span: Millis, speed: Speed, interrupt: &Interrupt) -> Result<(), Failure> {
    match speed.factor() {
        Some(factor) => interrupt.sleep(std::time::Duration::from_millis(span.0 / u64::from(factor))),
        None => interrupt.check(),
    }
}

/// Does a scenario's step, and sleeps where time passes in it.
pub(super) fn paced(
    player: &mut Player,
    number: usize,
    step: &Step,
    speed: Speed,
    interrupt: &Interrupt,
    report: &mut Report<'_>,
) -> Result<Vec<Failed>, Failure> {
    let before = player.run.log().len();
    let once = if step.skip.is_some() {
        Step { skip: Some(1), ..Step::default() }
    } else if step.step.is_some() {
        Step { step: Some(1), ..Step::default() }
    } else if let Some(ms) = step.wait {
        let end = player.run.world().now() + Millis(ms);
        loop {
            let now = player.run.world().now();
            let next = player.run.world().next_wake().unwrap_or(end).min(end);
            sleep(next.since(now), speed, interrupt)?;
            player.run.skip_by(next.since(now));
            report.events(&player.run)?;
            if let Some(full) = player.full() {
                return Ok(vec![full.failed(number, step)]);
            }
            if next >= end {
                return Ok(player.check_step(number, step, before));
            }
        }
    } else {
        return Ok(player.do_and_check(number, step));
    };
    for _ in 0..step.skip.or(step.step).unwrap_or(1) {
        let world = player.run.world();
        let next = world.next_wake().filter(|_| !world.in_flight());
        sleep(next.map_or(Millis(0), |next| next.since(world.now())), speed, interrupt)?;
        if let Err(stuck) = player.act(&once) {
            return Ok(vec![stuck.failed(number, step)]);
        }
        report.events(&player.run)?;
    }
    Ok(player.check_step(number, step, before))
}
