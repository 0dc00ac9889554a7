//! The first page of help: one screen of 80x24, made from the command line's own definition.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, Command, CommandFactory};

use super::Args;

/// Columns of the page.
const COLUMNS: usize = 80;

const HEAD: &str = "\
Two live authentication journeys in one terminal, side by side and offline.
  jsim                        the shipped demo on a split screen
  jsim --journeys exports/    journeys of your own, as exported

Usage: jsim [OPTIONS] [COMMAND]        (jsim COMMAND --help: options, examples)
";

const EXIT_CODES: &str = "\
Exit codes: 0 passed, 1 an expectation failed, 2 usage, 3 a file does not load,
  4 the target was not reached, 130 interrupted";

/// The command line whose own help is the one page; `--help-all` and the manual have the rest.
pub(super) fn command() -> Command {
    let full = Args::command();
    let page = overview(&full);
    full.override_help(page)
}

/// The help with every option of the screen explained.
pub(super) fn everything() -> String {
    Args::command().render_long_help().to_string()
}

fn overview(command: &Command) -> String {
    let mut page = HEAD.to_owned();
    let commands = || command.get_subcommands().filter(|command| !command.is_hide_set());
    let longest = commands().map(|command| command.get_name().len()).max().unwrap_or(0);
    for command in commands() {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(page, "  {:longest$}  {about}", command.get_name());
    }
    page.push_str("Options (jsim --help-all explains each):\n");
    let flags = command
        .get_arguments()
        .filter(|arg| !arg.is_hide_set() && arg.get_id() != "help_all")
        .filter_map(flag);
    let list = flags.chain(["-h, --help".to_owned(), "-V, --version".to_owned()]).collect::<Vec<_>>();
    let mut line = String::from(" ");
    for flag in list {
        if line.len() + 2 + flag.len() > COLUMNS {
            let _ = writeln!(page, "{line}");
            line = String::from(" ");
        }
        let _ = write!(line, " {flag}");
    }
    let _ = writeln!(page, "{line}");
    page.push_str(EXIT_CODES);
    page
}

/// An option as one types it.
fn flag(arg: &Arg) -> Option<String> {
    let long = arg.get_long()?;
    let value = arg.get_value_names().and_then(|names| names.first());
    Some(match value.filter(|_| matches!(arg.get_action(), ArgAction::Set | ArgAction::Append)) {
        Some(value) => format!("--{long} {value}"),
        None => format!("--{long}"),
    })
}
