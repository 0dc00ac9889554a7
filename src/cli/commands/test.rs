//! `jsim test`: plays scenarios and says which hold.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use crate::cli::exit::{Exit, Failure, FailureFacts};
use crate::cli::files::may_be_written;
use crate::cli::interrupt::Interrupt;
use crate::cli::limits;
use crate::cli::load;
use crate::cli::recorded::{Loaded, find_scenarios, read_scenario, shipped_scenarios};
use crate::json::write_line;
use crate::program::Program;
use crate::scenario::{self, Failed, Played, Secrets, Side};
use crate::value::printable;

/// How many steps of a failed scenario's path are told: the last ones.
const MAX_PATH_STEPS: usize = 500;

const EXAMPLES: &str = "\
Examples:
  jsim test                                         the shipped scenarios
  jsim test scenarios/ --junit report.xml           your own, for a CI server
  jsim test unknown.json --json | jq .

A scenario whose run makes 1,000,000 events fails: it is a loop that never ends.

Exit codes: 0 all hold, 1 one does not, 2 usage, 3 a file does not load,
130 interrupted";

/// Which scenarios.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct TestArgs {
    /// Scenario files, and folders of them; without any, the shipped scenarios
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// One JSON object for each scenario, and one for all (jsim schema test)
    #[arg(long)]
    pub json: bool,
    /// Also write a JUnit report; times in it are world time
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
}

/// One line of `jsim test --json`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum TestLine {
    /// A scenario was played, or does not load.
    Scenario(Verdict),
    /// All of them: the last line.
    Summary {
        /// How many hold.
        passed: usize,
        /// How many do not.
        failed: usize,
        /// How many do not load.
        broken: usize,
    },
}

/// What came of one scenario.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// Its file.
    pub file: String,
    /// Whether everything in it holds.
    pub passed: bool,
    /// What it shows, as it says itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Why it does not load.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken: Option<String>,
    /// The same in its parts: kind, position, message, help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Box<FailureFacts>>,
    /// World time that it took, in milliseconds.
    pub world_ms: u64,
    /// How many events it made.
    pub events: usize,
    /// What does not hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<FailureLine>,
    /// Where a failed one went: for each side, its nodes and their outcomes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<SidePath>,
}

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FailureLine {
    /// The step, from 1; absent for what must hold at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// The line of the step in its file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The column of the step in its line, in characters from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The step in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doing: Option<String>,
    /// What was expected.
    pub expected: String,
    /// What there was instead.
    pub actual: String,
}

/// Where a side went.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SidePath {
    /// Which side.
    pub side: Side,
    /// Its nodes in order, each with the outcome it took, where it took one; of a very long path the
    /// last ones, behind a line that says how many are left out.
    pub path: Vec<String>,
}

/// Plays them.
pub fn run(args: &TestArgs, journeys: Option<&Path>, out: &mut dyn Write) -> Result<Exit, Failure> {
    let interrupt = Interrupt::watch()?;
    let mut programs = Programs::new();
    if let Some(folder) = journeys {
        // What is wrong with a folder for all is said once.
        programs.insert(Some(folder.to_owned()), Ok(load(Some(folder))?));
    }
    let paths = if args.paths.is_empty() { shipped_scenarios() } else { find_scenarios(&args.paths)? };
    let pool = limits::thread_pool()?;
    let read: Vec<Result<Loaded, Failure>> =
        pool.install(|| paths.par_iter().map(|path| read_scenario(path, journeys)).collect());
    load_others(&mut programs, &read);
    let play = |(path, read): (&PathBuf, &Result<Loaded, Failure>)| {
        // What is skipped is never shown: the interrupt ends the command below.
        let judged = interrupt.check().and_then(|()| judge(read, &programs));
        judged.unwrap_or_else(|failure| broken(&path.display().to_string(), &failure))
    };
    let verdicts: Vec<Verdict> = pool.install(|| paths.par_iter().zip(&read).map(play).collect());
    interrupt.check()?;
    if let Some(file) = &args.junit {
        junit(file, &verdicts)?;
    }
    let (passed, broken) = (count(&verdicts, |one| one.passed), count(&verdicts, |one| one.broken.is_some()));
    let failed = verdicts.len() - passed - broken;
    for verdict in verdicts {
        if args.json {
            line(&TestLine::Scenario(verdict), out)?;
        } else {
            tell(&verdict, out)?;
        }
    }
    if args.json {
        line(&TestLine::Summary { passed, failed, broken }, out)?;
    } else {
        let broken = if broken > 0 { format!(", {broken} do not load") } else { String::new() };
        writeln!(out, "{passed} passed, {failed} failed{broken}")?;
    }
    out.flush()?;
    match (broken, failed) {
        (0, 0) => Ok(Exit::Passed),
        (0, _) => Ok(Exit::Failed),
        _ => Err(Failure::invalid(format!("{broken} of {} scenarios do not load", paths.len()))),
    }
}

fn count(verdicts: &[Verdict], is: impl Fn(&Verdict) -> bool) -> usize {
    verdicts.iter().filter(|verdict| is(verdict)).count()
}

type Programs = HashMap<Option<PathBuf>, Result<Arc<Program>, Failure>>;

/// Each folder of journeys is loaded once.
fn load_others(programs: &mut Programs, read: &[Result<Loaded, Failure>]) {
    for loaded in read.iter().flatten() {
        programs.entry(loaded.folder.clone()).or_insert_with(|| load(loaded.folder.as_deref()));
    }
}

fn judge(read: &Result<Loaded, Failure>, programs: &Programs) -> Result<Verdict, Failure> {
    let loaded = read.as_ref().map_err(Clone::clone)?;
    let program = match programs.get(&loaded.folder) {
        Some(Ok(program)) => program,
        Some(Err(failure)) => return Err(failure.clone().within(&loaded.name)),
        None => return Err(Failure::invalid("its journeys were not loaded").within(&loaded.name)),
    };
    loaded.check_names(program)?;
    let played = scenario::play(program, &loaded.scenario, Secrets::default())
        .map_err(|refusal| loaded.cannot_start(&refusal))?;
    for change in &played.changed {
        crate::cli::messages::tell(&format!("{}: {change}", loaded.name));
    }
    Ok(verdict(loaded, &played))
}

fn broken(file: &str, failure: &Failure) -> Verdict {
    Verdict {
        file: file.to_owned(),
        passed: false,
        description: None,
        broken: Some(failure.to_string()),
        error: Some(Box::new(failure.into())),
        world_ms: 0,
        events: 0,
        failures: Vec::new(),
        paths: Vec::new(),
    }
}

fn verdict(loaded: &Loaded, played: &Played) -> Verdict {
    let words = |failed: &Failed| {
        let index = failed.step?.checked_sub(1)?;
        loaded.scenario.steps.get(index).map(|step| step.to_string())
    };
    let failures: Vec<FailureLine> = played
        .failed
        .iter()
        .map(|failed| {
            let (line, column) = failed.step.and_then(|step| loaded.place_of_step(step)).unzip();
            FailureLine {
                step: failed.step,
                line,
                column,
                doing: words(failed),
                expected: failed.expected.clone(),
                actual: failed.actual.clone(),
            }
        })
        .collect();
    let paths =
        if failures.is_empty() { Vec::new() } else { Side::ALL.map(|side| path(side, played)).to_vec() };
    Verdict {
        file: loaded.name.clone(),
        passed: failures.is_empty(),
        description: loaded.scenario.description.clone(),
        broken: None,
        error: None,
        world_ms: played.world.elapsed().0,
        events: played.events.len(),
        failures,
        paths,
    }
}

fn path(side: Side, played: &Played) -> SidePath {
    let mut path = played.path(side);
    // A loop that never ends is not told a million times.
    if let Some(more) = path.len().checked_sub(MAX_PATH_STEPS).filter(|more| *more > 0) {
        path.splice(..more, [format!("… and {more} before these")]);
    }
    SidePath { side, path }
}

fn line(line: &TestLine, out: &mut dyn Write) -> Result<(), Failure> {
    Ok(write_line(line, out)?)
}

fn tell(verdict: &Verdict, out: &mut dyn Write) -> Result<(), Failure> {
    let file = printable(&verdict.file);
    if let Some(why) = &verdict.broken {
        writeln!(out, "BROKEN {file}\n       {}", printable(why))?;
        return Ok(());
    }
    if verdict.passed {
        let seconds = verdict.world_ms / 1000;
        writeln!(out, "ok     {file}  ({} events, {seconds} s of world time)", verdict.events)?;
        return Ok(());
    }
    writeln!(out, "FAILED {file}")?;
    for failure in &verdict.failures {
        writeln!(out, "       {}", printable(&place(&verdict.file, failure)))?;
        writeln!(out, "         expected  {}", printable(&failure.expected))?;
        writeln!(out, "         actual    {}", printable(&failure.actual))?;
    }
    for side in &verdict.paths {
        writeln!(out, "       path of {}", side.side.name())?;
        for step in &side.path {
            writeln!(out, "         {}", printable(step))?;
        }
        if side.path.is_empty() {
            writeln!(out, "         nothing was opened there")?;
        }
    }
    Ok(())
}

fn place(file: &str, failure: &FailureLine) -> String {
    let before = match (failure.line, failure.column) {
        (Some(line), Some(column)) => format!("{file}:{line}:{column}: "),
        _ => String::new(),
    };
    match (failure.step, &failure.doing) {
        (Some(step), Some(doing)) => format!("{before}step {step}: {doing}"),
        (Some(step), None) => format!("{before}step {step}"),
        (None, _) => "at the end".into(),
    }
}

fn junit(file: &Path, verdicts: &[Verdict]) -> Result<(), Failure> {
    let mut suite = TestSuite::new("scenarios");
    for verdict in verdicts {
        let status = match (&verdict.broken, verdict.passed) {
            (_, true) => TestCaseStatus::success(),
            (Some(why), _) => {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
                status.set_message(why.clone());
                status
            }
            (None, false) => {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                let mut text = Vec::new();
                tell(verdict, &mut text)?;
                let first = verdict.failures.first();
                let message = first.map(|one| {
                    format!(
                        "{}: expected {}, actual: {}",
                        place(&verdict.file, one),
                        one.expected,
                        one.actual
                    )
                });
                status.set_message(message.unwrap_or_default());
                status.set_description(String::from_utf8_lossy(&text).into_owned());
                status
            }
        };
        let mut case = TestCase::new(verdict.file.clone(), status);
        case.set_time(Duration::from_millis(verdict.world_ms));
        suite.add_test_case(case);
    }
    let mut report = Report::new("jsim test");
    report.add_test_suite(suite);
    let text = report.to_string().map_err(std::io::Error::other)?;
    if !may_be_written(file) {
        return Err(Failure::unwritable(file, std::io::Error::other("it is a pipe")));
    }
    std::fs::write(file, text).map_err(|why| Failure::unwritable(file, why))
}
