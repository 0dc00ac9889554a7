//! `jsim shot`: the frame that the screen would draw after some keys.

use std::io::Write;
use std::path::Path;

use crate::cli::exit::{Exit, Failure};
use crate::cli::{Theme, load, open};
use crate::tui::shot::{HeadlessScreen, parse, size};
use crate::tui::{Palette, Theme as Colours};

const KEYS: &str = "\
Keys: every character is the key that types it. Others stand in brackets:
  <Enter> <Tab> <Shift+Tab> <Esc> <Space> <Up> <PgDn> <Home> <Backspace> <F1> ...
  <Ctrl+P> <Alt+Left>   with modifiers        <lt>             the key <
  <wait 5s>             time passes           <paste a\\nb>     a paste
  <resize 60x16>        another size          <click 44,7>     the mouse: column, row

Examples:
  jsim shot --keys 'demo<Enter><wait 5s>'
  jsim shot --size 120x36 --keys 'demo<Enter><Tab><Enter>' --svg > screen.svg

Exit codes: 0 done, 2 usage or wrong keys, 3 a file does not load";

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = KEYS)]
pub struct ShotArgs {
    /// What is pressed before the frame is drawn
    #[arg(long, default_value = "", value_name = "SCRIPT")]
    pub keys: String,
    /// Columns and rows of the screen
    #[arg(long, default_value = "80x24", value_parser = size, value_name = "COLUMNSxROWS")]
    pub size: (u16, u16),
    /// The main journey to run
    #[arg(long, value_name = "NAME")]
    pub journey: Option<String>,
    /// The seed of ids and random numbers
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub seed: u64,
    /// Which colours; they show with --svg
    #[arg(long, value_enum, default_value_t = Theme::Dark, value_name = "THEME")]
    pub theme: Theme,
    /// Only ASCII characters
    #[arg(long)]
    pub ascii: bool,
    /// An SVG document instead of text
    #[arg(long)]
    pub svg: bool,
}

/// Prints the frame. No clock, no terminal and no environment: the same arguments, the same frame.
/// Where the keys leave the screen, prints what stays on the normal one.
pub fn run(args: &ShotArgs, journeys: Option<&Path>, out: &mut dyn Write) -> Result<Exit, Failure> {
    let wrong = |at: usize, what: &str| Failure::usage(format!("--keys, character {at}: {what}"));
    let steps = parse(&args.keys).map_err(|error| wrong(error.at, &error.what))?;
    let run = open(load(journeys)?, args.seed, args.journey.as_deref())?;
    let mut stage =
        HeadlessScreen::new(run, Colours { palette: palette(args.theme), ascii: args.ascii }, args.size);
    for step in &steps {
        if !stage.play(&step.stroke) {
            return Err(wrong(step.at, "the keys before this one have left the screen")
                .with_help("leave the rest out"));
        }
    }
    let text = match (stage.has_ended(), args.svg) {
        (true, true) => {
            return Err(Failure::usage("--keys: they leave the screen, so there is no picture"));
        }
        (true, false) => stage.summary(),
        (false, true) => stage.picture().svg(),
        (false, false) => stage.picture().text(),
    };
    out.write_all(text.as_bytes())?;
    Ok(Exit::Passed)
}

fn palette(theme: Theme) -> Palette {
    match theme {
        Theme::Auto => Palette::Auto,
        Theme::Dark => Palette::Dark,
        Theme::Light => Palette::Light,
        Theme::Mono => Palette::Mono,
    }
}
