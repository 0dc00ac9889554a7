//! `jsim run`: a run without a screen. Its answers come from a scenario, from the command line, or
//! line by line from standard input.

mod ask;
mod drive;
mod given;
mod page;
mod report;

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt::Interrupt;
use crate::cli::messages::tell;
use crate::cli::recorded::open_scenario;
use crate::cli::{load, open};
use crate::drive::Speed;
use crate::scenario::{Player, RealmOverride, Scenario, Secrets, Target, record, to_text};
use crate::value::Secret;
use drive::{Autopilot, Opening};
use given::SuppliedAnswers;
use report::Report;

const AFTER: &str = "\
How it goes on by itself (without a SCENARIO):
  A page is answered from --answer and --press, each used once, in their order; then from
  standard input, a line for each question (asked on standard error; an empty line takes the
  default); once that has ended, by the page's own defaults. A page that asks nothing is sent.
  The link is opened as soon as it is there (--open); again, after a failed login, while answers
  for the backchannel side are left. Then time passes, from wake-up to wake-up, until MAIN ends.
  A run of 1,000,000 events stops: it is a loop that never ends.

VALUE of an answer:
  text         the text; of a choice, the choice's text or its index from 0. Never a password
  @user:NAME   the password of a user (or agent) of the realm
  @env:NAME    what the environment variable holds
  @file:PATH   what the file holds, without the line end
  @@text       a text that begins with @

Examples:
  jsim run --answer 'main:User to authenticate=demo' \\
           --answer bc:Password=@user:demo
  jsim run --answer 'main:User to authenticate=demo' --open never \\
           --until 'main/\"Backchannel Status\"/Unknown'
  jsim run shipped:backchannel-spam --json > run.jsonl

Exit codes: 0 MAIN ended at Success or Failure, the target was reached, or the scenario holds; 1 an
expectation failed, or a node threw and MAIN ended at Error; 2 usage; 3 a file does not load; 4 the
target was not reached, MAIN did not end, or an answer was not used; 130 interrupted";

/// How to run.
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER)]
pub struct RunArgs {
    /// A scenario file, shipped:NAME, or what jsim run --json printed
    #[arg(value_name = "SCENARIO", conflicts_with_all = ["journey", "press", "open", "limit"])]
    pub scenario: Option<PathBuf>,
    /// The main journey to run
    #[arg(long, value_name = "NAME")]
    pub journey: Option<String>,
    /// The seed of ids and random numbers; 1, or the scenario's
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// An answer: SIDE is main or backchannel (bc), PROMPT the question or #1 for the first callback
    /// of the page. With a SCENARIO: NAME=VALUE, for a secret that it names and does not hold
    #[arg(long = "answer", value_name = "SIDE:PROMPT=VALUE")]
    pub answers: Vec<String>,
    /// A button to press as soon as it is there
    #[arg(long, value_name = "SIDE:BUTTON")]
    pub press: Vec<String>,
    /// When the link is opened: so many simulated seconds after it is there, or never
    #[arg(long, value_name = "SECONDS|never", default_value = "0")]
    pub open: Opening,
    /// Stop where a node is visited or takes an outcome: main/"Backchannel Status"/Unknown; what a
    /// SCENARIO expects after that is not checked
    #[arg(long, value_name = "SIDE/NODE[/OUTCOME]")]
    pub until: Option<String>,
    /// How many simulated seconds to go on at most
    #[arg(long = "for", value_name = "SECONDS", default_value_t = 600)]
    pub limit: u64,
    /// How fast simulated time passes: x1, x2, x5, x10, x20 or max
    #[arg(long, value_name = "SPEED", default_value = "max", value_parser = speed)]
    pub speed: Speed,
    /// Write the run as a scenario that holds, into a new file
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Also print each page as a client of AM gets it, and each answer as it is sent, as JSON; secrets
    /// masked, without authId
    #[arg(long)]
    pub wire: bool,
    /// One JSON object for each event, step and ending (jsim schema events)
    #[arg(long)]
    pub json: bool,
}

fn speed(name: &str) -> Result<Speed, String> {
    let all =
        std::iter::successors(Some(Speed::X1), |speed| Some(speed.faster()).filter(|next| next != speed));
    let mut all = all;
    all.find(|speed| speed.name() == name).ok_or_else(|| "use x1, x2, x5, x10, x20 or max".into())
}

/// Runs.
pub fn run(args: &RunArgs, journeys: Option<&Path>, out: &mut dyn Write) -> Result<Exit, Failure> {
    let interrupt = Interrupt::watch()?;
    match &args.scenario {
        Some(path) => run_scenario(args, path, journeys, &interrupt, out),
        None => run_auto(args, journeys, &interrupt, out),
    }
}

fn target(args: &RunArgs, player: &Player) -> Result<Option<Target>, Failure> {
    let Some(text) = &args.until else { return Ok(None) };
    let target = Target::parse(text)
        .and_then(|target| target.known_in(player.run.program()).map(|()| target))
        .map_err(|wrong| Failure::usage(format!("--until: {wrong}")))?;
    Ok(Some(target))
}

fn folder_name(folder: Option<&Path>) -> Option<String> {
    folder.map(|folder| folder.display().to_string())
}

fn run_auto(
    args: &RunArgs,
    journeys: Option<&Path>,
    interrupt: &Interrupt,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let given = SuppliedAnswers::read(&args.answers, &args.press)?;
    let program = load(journeys)?;
    let run = open(program, args.seed.unwrap_or(1), args.journey.as_deref())?;
    let mut player = Player::of(run);
    let target = target(args, &player)?;
    let mut report = Report::new(out, args.json, args.wire, target, folder_name(journeys), None);
    report.begin(&player.run)?;
    let mut auto = Autopilot::new(given, args.open, args.limit, args.speed, interrupt);
    let why = auto.run(&mut player, &mut report)?;
    let unused = auto.unused();
    if !unused.is_empty() {
        tell(&format!("not used: {}", unused.join(", ")));
    }
    save(args, &player, journeys, None)?;
    let exit = report.finish(&player.run, why)?;
    // An answer that nothing asked for: the page it is meant for was not reached, or its name is wrong.
    let stray = !unused.is_empty() && args.until.is_none() && exit == Exit::Passed;
    Ok(if stray { Exit::NotReached } else { exit })
}

fn run_scenario(
    args: &RunArgs,
    path: &Path,
    journeys: Option<&Path>,
    interrupt: &Interrupt,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let (loaded, program) = open_scenario(path, journeys)?;
    let mut secrets = Secrets::default();
    let known = loaded.scenario.prompts();
    for (name, secret) in given::named(&args.answers)? {
        if !known.contains(&name.as_str()) {
            let known = if known.is_empty() { "none".into() } else { known.join(", ") };
            return Err(Failure::usage(format!("--answer \"{name}\": the scenario names no such secret"))
                .with_help(format!("it names {known}")));
        }
        secrets.supply(&name, Secret::new(secret));
    }
    let scenario = Scenario { seed: args.seed.or(loaded.scenario.seed), ..loaded.scenario.clone() };
    let mut player =
        Player::new(&program, &scenario, secrets).map_err(|refusal| loaded.cannot_start(&refusal))?;
    let target = target(args, &player)?;
    let folder = folder_name(loaded.folder.as_deref());
    let mut report = Report::new(out, args.json, args.wire, target, folder, scenario.realm.clone());
    report.begin(&player.run)?;
    let mut failed = Vec::new();
    for (index, step) in scenario.steps.iter().enumerate() {
        if report.reached() {
            break;
        }
        interrupt.check()?;
        report.step(step)?;
        failed = drive::paced(&mut player, index + 1, step, args.speed, interrupt, &mut report)?;
        report.events(&player.run)?;
        if !failed.is_empty() {
            break;
        }
    }
    if failed.is_empty() && !report.reached() {
        failed = player.check_end(&scenario.expect);
    }
    report.failures(&failed, &loaded)?;
    save(args, &player, loaded.folder.as_deref(), scenario.realm.as_ref())?;
    report.finish(&player.run, drive::Why::Scenario { failed: failed.len() })
}

/// Writes the run as a scenario. A file that is there already is never touched.
fn save(
    args: &RunArgs,
    player: &Player,
    journeys: Option<&Path>,
    realm: Option<&RealmOverride>,
) -> Result<(), Failure> {
    let Some(path) = &args.save else { return Ok(()) };
    let recorded = record(&player.run, folder_from(path, journeys));
    let scenario = Scenario { realm: realm.cloned(), ..recorded };
    let wrong = |why: std::io::Error| Failure::unwritable(path, why);
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(wrong)?;
    file.write_all(to_text(&scenario).as_bytes()).map_err(wrong)
}

/// A folder named from the folder that the scenario is in.
fn folder_from(scenario: &Path, folder: Option<&Path>) -> Option<String> {
    let folder = folder?;
    let parent = scenario.parent().filter(|parent| !parent.as_os_str().is_empty());
    // Beside the scenario, or nowhere near it: then only the whole path is sure.
    let path = match parent {
        None => folder.to_owned(),
        Some(_) => std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()),
    };
    Some(path.display().to_string())
}
