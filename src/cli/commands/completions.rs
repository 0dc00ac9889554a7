//! `jsim completions`.

use std::io::Write;
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use crate::cli::exit::{Exit, Failure};
use crate::cli::{Args, NoJourneys, load};
use crate::value::is_unprintable;

const EXAMPLES: &str = "\
Examples:
  eval \"$(jsim completions bash)\"                  in ~/.bashrc
  jsim completions zsh > ~/.zfunc/_jsim             with that folder in fpath
  jsim completions fish > ~/.config/fish/completions/jsim.fish
  jsim completions powershell | Out-String | Invoke-Expression

Exit codes: 0 done, 2 usage";

/// Stands in a script for the names of journeys until the shell's own words replace it.
const JOURNEYS: &str = "JSIM_JOURNEYS";
/// The arguments that are a journey's name.
const NAMES_A_JOURNEY: &[&str] = &["journey", "named"];

/// For which shell.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, required = true)]
    pub shell: Option<Shell>,
    /// Print the names of the journeys, for the scripts
    #[arg(long, hide = true, exclusive = true)]
    pub journey_names: bool,
    /// Loaded for the names only.
    #[command(flatten)]
    pub unused: NoJourneys,
}

/// Prints the completions.
pub fn run(args: &CompletionsArgs, journeys: Option<&Path>, out: &mut dyn Write) -> Result<Exit, Failure> {
    if args.journey_names {
        let program = load(journeys)?;
        let names = program.definitions().journeys.keys();
        for name in names.filter(|name| !name.contains(is_unprintable)) {
            writeln!(out, "{name}")?;
        }
    }
    if let Some(shell) = args.shell {
        out.write_all(script(shell).as_bytes())?;
    }
    Ok(Exit::Passed)
}

fn script(shell: Shell) -> String {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command(shell), "jsim", &mut text);
    let text = String::from_utf8_lossy(&text);
    match shell {
        Shell::Bash => {
            let asked = format!("COMPREPLY=($(compgen -W \"{JOURNEYS}\" -- \"${{cur}}\"))");
            let text = text.replace(&asked, "_jsim_journeys \"${cur}\"");
            let text = text.replace(JOURNEYS, "$(_jsim_journey_names | grep -v ' ')");
            format!("{}\n{text}", include_str!("completions/journeys.bash"))
        }
        Shell::Zsh => {
            let text = text.replace(&format!("({JOURNEYS})"), "_jsim_journeys");
            let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
            format!("{first}\n\n{}{rest}", include_str!("completions/journeys.zsh"))
        }
        Shell::Fish => {
            let text = text.replace(&format!("\"{JOURNEYS}\\t''\""), "\"(__fish_jsim_journeys)\"");
            format!("{}\n{text}", include_str!("completions/journeys.fish"))
        }
        _ => text.into_owned(),
    }
}

/// What is completed: every command and option that is shown.
fn command(shell: Shell) -> Command {
    let dynamic = matches!(shell, Shell::Bash | Shell::Zsh | Shell::Fish);
    let all = Args::command();
    let shared: Vec<clap::Arg> = all.get_arguments().filter(|arg| arg.is_global_set()).cloned().collect();
    shown(&all, &shared, dynamic)
}

/// A command with what it shows. Options of all commands become those of each that does not hide its own.
fn shown(command: &Command, shared: &[clap::Arg], dynamic: bool) -> Command {
    let own = command.get_arguments().filter(|arg| !arg.is_hide_set()).cloned();
    let inherited =
        shared.iter().filter(|arg| !command.get_arguments().any(|one| one.get_id() == arg.get_id()));
    let arguments = own.chain(inherited.cloned()).map(|arg| {
        let names = dynamic && NAMES_A_JOURNEY.contains(&arg.get_id().as_str());
        let arg = arg.global(false);
        if names { arg.value_parser([JOURNEYS]) } else { arg }
    });
    let commands = command.get_subcommands().filter(|command| !command.is_hide_set());
    let mut made = Command::new(command.get_name().to_owned())
        .args(arguments.collect::<Vec<_>>())
        .subcommands(commands.map(|command| shown(command, shared, dynamic)));
    if let Some(about) = command.get_about() {
        made = made.about(about.clone());
    }
    if let Some(version) = command.get_version() {
        made = made.version(version.to_owned());
    }
    made
}
