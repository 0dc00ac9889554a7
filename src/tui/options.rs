//! How to show the screen.

use super::theme::{Palette, Theme, auto_palette, wants_colour};

/// `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// As `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE` and `TERM` say.
    #[default]
    Auto,
    /// Whatever they say.
    Always,
    /// None.
    Never,
}

/// `--theme`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// Colours that can be read on light and dark terminals.
    #[default]
    Auto,
    /// For dark terminals.
    Dark,
    /// For light terminals.
    Light,
    /// Attributes only.
    Mono,
}

/// How to show the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The folder of the journeys, as `--journeys` names it.
    pub journeys: Option<String>,
    /// `--color`
    pub colour: Colour,
    /// `--theme`
    pub theme: ThemeChoice,
    /// `--ascii`; also on with `TERM=linux`.
    pub ascii: bool,
    /// The mouse; off with `--no-mouse`.
    pub mouse: bool,
    /// The alternate screen; off with `--no-alt-screen`.
    pub alt_screen: bool,
    /// Smooth countdowns; off with `--no-anim`: then once a second.
    pub animate: bool,
    /// `--crash-test`: panics in the loop, to see that the terminal is given back.
    pub crash_test: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            journeys: None,
            colour: Colour::Auto,
            theme: ThemeChoice::Auto,
            ascii: false,
            mouse: true,
            alt_screen: true,
            animate: true,
            crash_test: false,
        }
    }
}

impl Options {
    /// The theme that these options and an environment come to.
    pub fn theme(&self, env: &dyn Fn(&str) -> Option<String>) -> Theme {
        let flag = match self.colour {
            Colour::Auto => None,
            Colour::Always => Some(true),
            Colour::Never => Some(false),
        };
        let palette = match self.theme {
            _ if !wants_colour(flag, env) => Palette::Mono,
            ThemeChoice::Mono => Palette::Mono,
            ThemeChoice::Dark => Palette::Dark,
            ThemeChoice::Light => Palette::Light,
            ThemeChoice::Auto => auto_palette(env),
        };
        // The Linux console has few glyphs.
        Theme { palette, ascii: self.ascii || env("TERM").as_deref() == Some("linux") }
    }
}
