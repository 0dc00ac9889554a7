//! The program as a shell runs it, and its commands without a process.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use journey_sim::cli::{Parsed, commands, load, parse, wants_json};

/// What a run of the program came to.
#[derive(Debug, PartialEq)]
pub(crate) struct Ran {
    /// The exit code; none where a signal ended it.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("it prints text");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// A command line to run, with nothing on standard input.
pub(crate) struct Jsim<'a> {
    command: Command,
    input: &'a [u8],
}

/// `jsim` with these words.
pub(crate) fn jsim<'a>(words: &[impl AsRef<OsStr>]) -> Jsim<'a> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jsim"));
    command.args(words).env_remove("COLUMNS").env_remove("NO_COLOR");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Jsim { command, input: b"" }
}

impl<'a> Jsim<'a> {
    /// With a text on standard input.
    pub(crate) fn input(mut self, text: &'a str) -> Self {
        self.input = text.as_bytes();
        self
    }

    /// With a variable of the environment.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// In a folder.
    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Started, with pipes for its three streams.
    pub(crate) fn spawn(mut self) -> Child {
        self.command.spawn().expect("jsim starts")
    }

    /// Run to its end, or for as long as nothing should ever take.
    pub(crate) fn run(self) -> Ran {
        let mut command = assert_cmd::Command::from_std(self.command);
        command.write_stdin(self.input).timeout(Duration::from_secs(60)).output().expect("jsim starts").into()
    }
}

/// A command in this process: the same words, the same ending. What it says besides its facts and
/// its failure goes to the standard error of the tests.
pub(crate) fn in_process(words: &[impl AsRef<str>]) -> Ran {
    let words: Vec<OsString> =
        ["jsim"].into_iter().chain(words.iter().map(AsRef::as_ref)).map(Into::into).collect();
    let args = match parse(&words) {
        Ok(Parsed::Args(args)) => args,
        Ok(Parsed::Page(page)) => return Ran { code: Some(0), out: page, err: String::new() },
        Err(error) => {
            return Ran { code: Some(error.exit_code()), out: String::new(), err: error.to_string() };
        }
    };
    let mut out = Vec::new();
    let done = match &args.command {
        Some(command) => commands::run(command, &args, &mut out).map(|exit| exit.code()),
        // The screen and plain mode begin with this.
        None => load(args.journeys.as_deref()).map(|_| 0),
    };
    let (code, err) = match done {
        Ok(code) => (code, String::new()),
        Err(failure) => {
            let mut said = Vec::new();
            failure.write(wants_json(&words), &mut said).expect("memory takes it");
            (failure.code(), String::from_utf8(said).expect("it prints text"))
        }
    };
    Ran { code: Some(code.into()), out: String::from_utf8(out).expect("it prints text"), err }
}
