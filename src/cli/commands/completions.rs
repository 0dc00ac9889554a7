//! `jsim completions`.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Args;
use crate::cli::exit::{Exit, Failure};

const EXAMPLES: &str = "\
Examples:
  eval \"$(jsim completions bash)\"                  in ~/.bashrc
  jsim completions zsh > ~/.zfunc/_jsim             with that folder in fpath
  jsim completions fish > ~/.config/fish/completions/jsim.fish
  jsim completions powershell | Out-String | Invoke-Expression

Exit codes: 0 done, 2 usage";

/// For which shell.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Prints the completions.
pub fn run(args: &CompletionsArgs, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "jsim", &mut text);
    out.write_all(&text)?;
    Ok(Exit::Passed)
}
