//! The `jsim` binary: reads the command line, loads the journeys, chooses a driver.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use journey_sim::cli::{Args, Theme, When, load, plain};
use journey_sim::drive::Run;
use journey_sim::tui;

/// Exit codes, as `--help` documents them.
const TERMINAL_FAILED: u8 = 1;
const USAGE: u8 = 2;
const DOES_NOT_LOAD: u8 = 3;

fn main() -> ExitCode {
    let args = Args::parse();
    match start(&args) {
        Ok(code) => code,
        Err((code, message)) => {
            // Standard error may be closed; there is nobody left to tell then.
            let _ = writeln!(io::stderr(), "jsim: {message}");
            ExitCode::from(code)
        }
    }
}

type Failed = (u8, String);

fn start(args: &Args) -> Result<ExitCode, Failed> {
    let program = load(args.journeys.as_deref()).map_err(|error| (DOES_NOT_LOAD, error.to_string()))?;
    let mains = program.main_journeys();
    let journey = match &args.journey {
        Some(name) => name.clone(),
        None => mains.first().map(ToString::to_string).ok_or_else(|| {
            let message = "none of the journeys starts a backchannel journey (no BackChannelInitNode); \
                           name the one to run with --journey";
            (USAGE, message.to_owned())
        })?,
    };
    let run = Run::new(program.clone(), args.seed, &journey).map_err(|refusal| {
        let known: Vec<&str> = program.definitions().journeys.keys().map(AsRef::as_ref).collect();
        (USAGE, format!("{refusal}; known: {}", known.join(", ")))
    })?;
    if args.plain
        || !io::stdout().is_terminal()
        || std::env::var_os("TERM").is_some_and(|term| term == "dumb")
    {
        plain::run(run, &mut io::stdin().lock(), &mut io::stdout().lock())
            .map_err(|error| (TERMINAL_FAILED, error.to_string()))?;
        return Ok(ExitCode::SUCCESS);
    }
    screen(run, args)
}

fn screen(run: Run, args: &Args) -> Result<ExitCode, Failed> {
    let options = tui::Options {
        colour: match args.color {
            When::Auto => tui::Colour::Auto,
            When::Always => tui::Colour::Always,
            When::Never => tui::Colour::Never,
        },
        theme: match args.theme {
            Theme::Auto => tui::ThemeChoice::Auto,
            Theme::Dark => tui::ThemeChoice::Dark,
            Theme::Light => tui::ThemeChoice::Light,
            Theme::Mono => tui::ThemeChoice::Mono,
        },
        ascii: args.ascii,
        mouse: !args.no_mouse,
        alt_screen: !args.no_alt_screen,
        animate: !args.no_anim,
        crash_test: args.crash_test,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| (TERMINAL_FAILED, error.to_string()))?;
    match runtime.block_on(tui::run(run, options)) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(tui::Error::Signal(number)) => {
            let message = format!("ended by signal {number}");
            Err((128u8.saturating_add(u8::try_from(number).unwrap_or(0)), message))
        }
        Err(error) => Err((TERMINAL_FAILED, error.to_string())),
    }
}
