//! The `jsim` binary: reads the command line, then runs a command or opens the screen.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use journey_sim::cli::exit::{Exit, Failure};
use journey_sim::cli::limits::{self, Plan};
use journey_sim::cli::{
    Args, Parsed, ScreenArgs, Theme, When, commands, harmless, load, not_understood, open, parse, plain,
    wants_json,
};
use journey_sim::drive::Run;
use journey_sim::tui;

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().collect();
    let json = wants_json(&words);
    let done = match parse(&words) {
        Ok(Parsed::Args(args)) => start(&args),
        Ok(Parsed::Page(page)) => print(&page),
        Err(asked) if !asked.use_stderr() => show(&asked),
        Err(wrong) if json => Err(not_understood(&wrong)),
        Err(wrong) => harmless(wrong).exit(),
    };
    match done {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(failure) => {
            // Standard error may be closed; there is nobody left to tell then.
            let _ = failure.write(json, &mut io::stderr());
            ExitCode::from(failure.code())
        }
    }
}

/// Help or the version.
fn show(asked: &clap::Error) -> Result<Exit, Failure> {
    asked.print()?;
    io::stdout().flush()?;
    Ok(Exit::Passed)
}

fn print(page: &str) -> Result<Exit, Failure> {
    let mut out = io::stdout().lock();
    out.write_all(page.as_bytes())?;
    out.flush()?;
    Ok(Exit::Passed)
}

fn start(args: &Args) -> Result<Exit, Failure> {
    if let Some(command) = &args.command {
        let mut out = BufWriter::new(io::stdout().lock());
        let exit = commands::run(command, args, &mut out)?;
        out.flush()?;
        return Ok(exit);
    }
    let options = &args.screen;
    let program = load(args.journeys.as_deref())?;
    let run = open(program, options.seed, options.journey.as_deref())?;
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if options.plain || dumb || !io::stdout().is_terminal() {
        return lines(run);
    }
    screen(run, options, args.journeys.as_deref().map(|folder| folder.display().to_string()))
}

fn lines(mut run: Run) -> Result<Exit, Failure> {
    let mut out = io::stdout().lock();
    let ended = if io::stdin().is_terminal() {
        let mut lines = plain::Lines::Terminal(plain::Keyboard::new()?);
        plain::run(&mut run, &mut lines, &mut out)
    } else {
        plain::run(&mut run, &mut plain::Lines::Pipe(&mut io::stdin().lock()), &mut out)
    };
    match ended {
        Ok(()) => Ok(Exit::Passed),
        Err(plain::PlainError::Io(error)) => Err(error.into()),
        Err(plain::PlainError::Signal(number)) => {
            // Behind the mark, and what the terminal shows of Ctrl+C. The terminal may be gone, as after SIGHUP.
            let _ = write!(out, "\n{}", tui::summary(&run)).and_then(|()| out.flush());
            Err(Failure::signal(number))
        }
    }
}

fn screen(run: Run, args: &ScreenArgs, journeys: Option<String>) -> Result<Exit, Failure> {
    let options = tui::Options {
        journeys,
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
    limits::ready(Plan::SignalsAndKeys)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(tui::run(run, options))?;
    Ok(Exit::Passed)
}
