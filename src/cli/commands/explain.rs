//! `jsim explain`: why something happened in a run, and why nothing else did.

use std::io::Write;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Serialize;

use super::rules::RuleLine;
use crate::cli::exit::{Exit, Failure};
use crate::cli::messages::tell;
use crate::cli::recorded::open_recorded;
use crate::drive::{BACKCHANNEL, MAIN, replay};
use crate::engine::{ClientId, Event};
use crate::explain::{Explanation, explain, last_decision};
use crate::json::write_line;
use crate::node::Reason;
use crate::scenario::{EventLine, Line, NodeLine, Played, Target};
use crate::value::{Rule, printable};

const EXAMPLES: &str = "\
Examples:
  jsim explain happy.json                     the last outcome of a scenario
  jsim explain happy.json --list              the numbers of its events
  jsim explain happy.json --step 17           the event with that number
  jsim explain happy.json --step 'main/\"Backchannel Status\"'
  jsim run --json happy.json > run.jsonl; jsim explain run.jsonl --step 17

N is the number of an event in the run, from 0: seq in what jsim run --json
prints, and the number that --list prints. It is not the number of a step of
the scenario.

Exit codes: 0 explained, 2 usage, 3 a file does not load, 4 the run has no such
event";

/// Which run, and what of it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct ExplainArgs {
    /// A scenario file, shipped:NAME, or what jsim run --json printed
    pub run: PathBuf,
    /// The number of an event, or SIDE/NODE or SIDE/NODE/OUTCOME for the last one there; without it,
    /// the last outcome of the run
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub step: Option<String>,
    /// Every outcome of the run, one after the other
    #[arg(long, conflicts_with = "step")]
    pub all: bool,
    /// Only list the events with their numbers; with --json the lines of jsim run --json
    #[arg(long, conflicts_with_all = ["step", "all"])]
    pub list: bool,
    /// One JSON object for each event that is explained
    #[arg(long)]
    pub json: bool,
}

/// What `jsim explain --json` prints: a line for each event that is explained.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExplainLine {
    /// The event's number in the run, from 0.
    pub seq: u64,
    /// World time since the run began, in milliseconds.
    pub at: u64,
    /// `main` or `backchannel`, where it belongs to one side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<&'static str>,
    /// The event in words.
    pub event: String,
    /// The node it is about, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<NodeLine>,
    /// What happened: the name of the outcome taken, `callbacks sent`, ...
    pub took: String,
    /// Why.
    pub because: ReasonLine,
    /// What did not happen, and why not.
    pub not: Vec<NotLine>,
    /// The facts that decided.
    pub facts: Vec<FactLine>,
}

/// A reason with its rule.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReasonLine {
    /// The reason: a clause without a full stop.
    pub text: String,
    /// The rule it is an instance of.
    pub rule: RuleLine,
}

/// Something that did not happen.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NotLine {
    /// What.
    pub what: String,
    /// Why not.
    #[serde(flatten)]
    pub because: ReasonLine,
}

/// A fact.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FactLine {
    /// Its name: a state key, a setting, a part of the transaction.
    pub name: String,
    /// Its value; secrets are never facts.
    pub value: String,
}

/// Explains.
pub fn run(args: &ExplainArgs, journeys: Option<&Path>, out: &mut dyn Write) -> Result<Exit, Failure> {
    let wanted = args.step.as_deref().map(Wanted::read).transpose()?;
    let played = open_recorded(&args.run, journeys)?;
    note_failure(&played);
    if args.list {
        for event in &played.events {
            if args.json {
                write_line(&Line::Event(EventLine::from(event)), out)?;
            } else {
                writeln!(out, "{}", event_line(event))?;
            }
        }
        return Ok(Exit::Passed);
    }
    let chosen = match &wanted {
        None if args.all => outcomes(&played.events),
        None => last_decision(played.events.iter(), None).into_iter().collect(),
        Some(wanted) => wanted.find(&played.events).into_iter().collect(),
    };
    if chosen.is_empty() {
        if let Some(Wanted::Target(target)) = &wanted {
            target
                .known_in(&played.program)
                .map_err(|unknown| Failure::usage(format!("--step \"{target}\": {unknown}")))?;
        }
        tell(&nothing(args.step.as_deref(), &played.events));
        return Ok(Exit::NotReached);
    }
    let mut ended = Ok(());
    let mut first = true;
    let mut see = |transition: crate::drive::Transition| {
        for event in &transition.events {
            if ended.is_err() || !chosen.contains(&event.seq) {
                continue;
            }
            let Some(all) = explain(&transition, event.seq) else { continue };
            ended = if args.json { print_json(&all, out) } else { print_text(&all, first, out) };
            first = false;
        }
    };
    replay(played.program.clone(), played.seed, &played.actions, &mut see);
    ended?;
    Ok(Exit::Passed)
}

/// What `--step` asks for.
enum Wanted {
    Number(u64),
    Target(Target),
}

impl Wanted {
    fn read(text: &str) -> Result<Self, Failure> {
        if let Ok(number) = text.trim().parse() {
            return Ok(Self::Number(number));
        }
        let text = printable(text);
        if text.trim().chars().all(|c| c.is_ascii_digit() || c == '-' || c == '+') {
            let what = "is not the number of an event: those are whole numbers from 0 on";
            return Err(Failure::usage(format!("--step \"{text}\" {what}")).with_help("--list prints them"));
        }
        Target::parse(&text).map(Self::Target).map_err(|wrong| {
            Failure::usage(format!("--step \"{text}\": neither the number of an event, nor a node: {wrong}"))
        })
    }

    fn find(&self, events: &[Event]) -> Option<u64> {
        let found = match self {
            Self::Number(number) => events.iter().find(|event| event.seq == *number),
            Self::Target(target) => events.iter().rev().find(|event| target.is_reached_by(event)),
        };
        found.map(|event| event.seq)
    }
}

fn outcomes(events: &[Event]) -> Vec<u64> {
    events.iter().filter(|event| event.kind.is_decision()).map(|event| event.seq).collect()
}

/// Why there is nothing to explain.
fn nothing(step: Option<&str>, events: &[Event]) -> String {
    let range = match (events.first(), events.last()) {
        (Some(first), Some(last)) => {
            format!("it has the events {} to {}; --list prints them", first.seq, last.seq)
        }
        _ => "nothing happened in it".to_owned(),
    };
    match step {
        Some(step) => format!("the run has no event {step}: {range}"),
        None => format!("no node of the run has taken an outcome; {range}"),
    }
}

/// A scenario that failed is explained up to where it failed.
fn note_failure(played: &Played) {
    if let Some(failed) = played.failed.first() {
        let step = failed.step.map_or("at the end".to_owned(), |step| format!("at its step {step}"));
        tell(&format!("the scenario failed {step}: {}", failed.actual));
    }
}

fn side(client: Option<ClientId>) -> Option<&'static str> {
    match client {
        Some(MAIN) => Some("main"),
        Some(BACKCHANNEL) => Some("backchannel"),
        _ => None,
    }
}

/// `  17   13.2  main         d  Backchannel Status -> In Progress`
fn event_line(event: &Event) -> String {
    let at = event.at.on_clock();
    let letter = event.kind.node().map_or("", |node| node.letter.as_ref());
    let line = format!(
        "{:>4} {at:>7}  {:<11}  {letter:<2} {}",
        event.seq,
        side(event.client).unwrap_or("store"),
        printable(&event.kind.to_string())
    );
    line.trim_end().to_owned()
}

fn print_text(all: &Explanation, first: bool, out: &mut dyn Write) -> std::io::Result<()> {
    if !first {
        writeln!(out)?;
    }
    writeln!(out, "{}", event_line(&all.event).trim_start())?;
    writeln!(out, "\n{}", all.sentence())?;
    print_rule(all.because.rule, out)?;
    for (sentence, rule) in all.not_sentences() {
        writeln!(out, "\n{sentence}")?;
        print_rule(rule, out)?;
    }
    if !all.facts.is_empty() {
        writeln!(out, "\nFacts:")?;
        let widest = all.facts.iter().map(|fact| fact.name.chars().count()).max().unwrap_or(0);
        for fact in &all.facts {
            writeln!(out, "    {:<widest$}  {}", fact.name, fact.value)?;
        }
    }
    Ok(())
}

fn print_rule(rule: &Rule, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "    {}  [{}]  {}", rule.id, rule.source.label(), rule.source)?;
    writeln!(out, "    {}", rule.text)
}

fn print_json(all: &Explanation, out: &mut dyn Write) -> std::io::Result<()> {
    let line = ExplainLine {
        seq: all.event.seq,
        at: all.event.at.since_start().0,
        side: side(all.event.client),
        event: printable(&all.event.kind.to_string()).into_owned(),
        node: all.node.as_deref().map(NodeLine::from),
        took: all.took.clone(),
        because: reason_line(&all.because),
        not: all
            .not
            .iter()
            .map(|(what, reason)| NotLine { what: what.clone(), because: reason_line(reason) })
            .collect(),
        facts: all
            .facts
            .iter()
            .map(|fact| FactLine { name: fact.name.to_string(), value: fact.value.clone() })
            .collect(),
    };
    write_line(&line, out)
}

fn reason_line(reason: &Reason) -> ReasonLine {
    ReasonLine { text: reason.text.clone(), rule: reason.rule.into() }
}
