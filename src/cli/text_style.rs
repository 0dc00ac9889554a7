//! What drawings are printed on: chosen by options, else by the terminal and the environment.

use std::io::{IsTerminal, stdout};

use crate::describe::diagram::TextStyle;

/// Columns where nobody says how many.
const COLUMNS: usize = 80;

/// How wide, and with which characters.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct TextStyleArgs {
    /// Columns to draw in; by itself those of the terminal, else 80
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..))]
    pub width: Option<u16>,
    /// Only ASCII characters; by itself where the locale is not UTF-8
    #[arg(long)]
    pub ascii: bool,
}

impl TextStyleArgs {
    /// The paper they choose.
    pub fn paper(self) -> TextStyle {
        let width = self.width.map(usize::from).or_else(terminal_columns).unwrap_or(COLUMNS);
        TextStyle { width, ascii: self.ascii || !utf8(|name| std::env::var(name).ok()) }
    }
}

fn terminal_columns() -> Option<usize> {
    let said = || std::env::var("COLUMNS").ok()?.parse().ok().filter(|columns| *columns > 0);
    if !stdout().is_terminal() {
        return said();
    }
    crossterm::terminal::size().ok().map(|(columns, _)| usize::from(columns)).filter(|columns| *columns > 0)
}

/// Whether the terminal shows more than ASCII. A locale that is not set says nothing against it.
fn utf8(env: impl Fn(&str) -> Option<String>) -> bool {
    if env("TERM").as_deref() == Some("linux") {
        return false;
    }
    let set = |name: &&str| env(name).filter(|locale| !locale.is_empty());
    let Some(locale) = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(set) else { return true };
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_decides_whether_more_than_ascii_is_shown() {
        for (set, expected) in [
            (&[][..], true),
            (&[("LANG", "en_US.UTF-8")], true),
            (&[("LANG", "C.utf8")], true),
            (&[("LANG", "C")], false),
            (&[("LANG", "de_DE.ISO-8859-1")], false),
            (&[("LC_ALL", "POSIX"), ("LANG", "en_US.UTF-8")], false),
            (&[("LC_ALL", ""), ("LANG", "en_US.UTF-8")], true),
            (&[("TERM", "linux"), ("LANG", "en_US.UTF-8")], false),
        ] {
            let env = |name: &str| {
                let found = set.iter().find(|(key, _)| *key == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(utf8(env), expected, "{set:?}");
        }
    }
}
