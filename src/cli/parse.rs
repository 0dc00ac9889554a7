//! From words to arguments, with help for the words that are not understood.

use std::ffi::OsString;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, Args as _, Command, CommandFactory, FromArgMatches};

use super::exit::Failure;
use super::{Args, ScreenArgs, help};
use crate::value::printable;

/// What a command line asks for.
#[derive(Debug)]
pub enum Parsed {
    /// To do something.
    Args(Box<Args>),
    /// To print this page.
    Page(String),
}

/// Reads the words of a command line, the program's name first.
///
/// # Errors
/// Help, the version, or a complaint that says how to mend it: `exit` of the error prints it.
pub fn parse<I, T>(words: I) -> Result<Parsed, clap::Error>
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let matches = help::command().try_get_matches_from(words).map_err(explained)?;
    if matches.get_flag("help_all") {
        return Ok(Parsed::Page(help::everything()));
    }
    if let Some(name) = matches.subcommand_name()
        && let Some(option) = screen_option(&matches)
    {
        let message = format!(
            "{option} before the command {name} is an option of the screen; put it behind {name} if {name} has it"
        );
        return Err(Args::command().error(ErrorKind::ArgumentConflict, message));
    }
    Args::from_arg_matches(&matches).map(|args| Parsed::Args(Box::new(args)))
}

/// Whether a command line asks for JSON, understood or not: then what goes wrong is told as JSON too.
pub fn wants_json(words: &[OsString]) -> bool {
    let words = words.iter().skip(1).take_while(|word| *word != "--").collect::<Vec<_>>();
    let format = words.windows(2).any(|pair| pair[0] == "--format" && pair[1] == "json");
    format || words.iter().any(|word| *word == "--json" || *word == "--format=json")
}

/// A complaint about a command line in its parts.
pub fn not_understood(wrong: &clap::Error) -> Failure {
    let text = wrong.render().to_string();
    let mut paragraphs = text.split("\n\n").map(|paragraph| {
        let lines: Vec<&str> = paragraph.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        lines.join(" ")
    });
    let message = paragraphs.next().unwrap_or_default();
    let message = message.strip_prefix("error: ").unwrap_or(&message).to_owned();
    Failure::usage(message).with_help(paragraphs.collect::<Vec<_>>().join("\n"))
}

/// A complaint that repeats what was typed without what controls a terminal.
pub fn harmless(mut wrong: clap::Error) -> clap::Error {
    let clean = |word: &String| printable(word).into_owned();
    let mut repeated = Vec::new();
    for (kind, value) in wrong.context() {
        let said = match value {
            ContextValue::String(word) => ContextValue::String(clean(word)),
            ContextValue::Strings(words) => ContextValue::Strings(words.iter().map(clean).collect()),
            _ => continue,
        };
        if said != *value {
            repeated.push((kind, said));
        }
    }
    if !repeated.is_empty() {
        // A tip repeats the word as well.
        wrong.remove(ContextKind::Suggested);
    }
    for (kind, said) in repeated {
        wrong.insert(kind, said);
    }
    wrong
}

/// An option of the screen that was given although there is a command.
fn screen_option(matches: &ArgMatches) -> Option<String> {
    let screen = ScreenArgs::augment_args(Command::new("screen"));
    let given = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
    let option = screen.get_arguments().find(|arg| given(arg.get_id().as_str()))?;
    option.get_long().map(|long| format!("--{long}"))
}

/// A file where a command is expected is what people try first.
fn explained(error: clap::Error) -> clap::Error {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return error;
    }
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else { return error };
    if !Path::new(word).exists() {
        return error;
    }
    let word = printable(word);
    let message = format!(
        "{word} is a file or a folder, not a command; \
         to run journeys: jsim --journeys {word}; to play a scenario: jsim run {word}"
    );
    Args::command().error(ErrorKind::InvalidSubcommand, message)
}
