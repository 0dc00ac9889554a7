//! Colours and glyphs. Only the terminal's own 16 colours and attributes are used and the
//! background is left alone, so that light and dark terminals are both right; nothing is told by
//! colour alone.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthStr;

/// Which colours to use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Palette {
    /// Colours that can be read on light and dark; `COLORFGBG` decides where it is set.
    #[default]
    Auto,
    /// For dark terminals.
    Dark,
    /// For light terminals.
    Light,
    /// Attributes only.
    Mono,
}

/// What a piece of the screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Text of lesser weight.
    Dim,
    /// Text of more weight.
    Strong,
    /// The frame and the title of the pane with the focus.
    Focus,
    /// A key in a hint.
    Key,
    /// A node's letter.
    Letter,
    /// A link.
    Link,
    /// Something that went wrong.
    Bad,
    /// Something to note.
    Note,
    /// The selected row, button or option.
    Selected,
    /// A badge: nothing has happened yet.
    Pending,
    /// A badge: under way.
    InProgress,
    /// A badge: it went well.
    Success,
    /// A badge: it went wrong, or is gone.
    Failure,
    /// A badge without a judgement.
    Badge,
}

/// How the screen is painted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// The colours.
    pub palette: Palette,
    /// Whether only bytes below 0x80 may be written.
    pub ascii: bool,
}

impl Theme {
    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        // What can be read on every terminal of a kind; `tests/it/screen/contrast.rs` measures it.
        let accent = |dark: Color, light: Option<Color>| match self.palette {
            Palette::Dark => Some(dark),
            Palette::Light => light,
            Palette::Auto | Palette::Mono => None,
        };
        let tinted = |style: Style, colour: Option<Color>| Style { fg: colour, ..style };
        match role {
            Role::Text => plain,
            Role::Dim => plain.add_modifier(Modifier::DIM),
            Role::Strong => bold,
            Role::Focus | Role::Letter => tinted(bold, accent(Color::LightCyan, None)),
            Role::Key => tinted(bold, accent(Color::Green, Some(Color::Magenta))),
            Role::Link => tinted(plain.add_modifier(Modifier::UNDERLINED), accent(Color::LightCyan, None)),
            Role::Bad => tinted(bold, accent(Color::LightRed, Some(Color::Red))),
            Role::Note => tinted(bold, accent(Color::LightYellow, Some(Color::Magenta))),
            Role::Selected | Role::Badge => plain.add_modifier(Modifier::REVERSED),
            Role::Pending => self.badge(Color::Black, Color::Gray),
            Role::InProgress => self.badge(Color::Black, Color::Cyan),
            Role::Success => self.badge(Color::Black, Color::Green),
            Role::Failure => self.badge(Color::White, Color::Red).add_modifier(Modifier::BOLD),
        }
    }

    /// A badge brings its own background, so it reads the same on every terminal.
    fn badge(self, text: Color, ground: Color) -> Style {
        match self.palette {
            Palette::Mono => Style::new().add_modifier(Modifier::REVERSED),
            _ => Style::new().fg(text).bg(ground),
        }
    }

    /// The last pass over a frame: with `ascii`, every other character is replaced.
    pub fn finish(self, buffer: &mut Buffer) {
        if !self.ascii {
            return;
        }
        for cell in &mut buffer.content {
            if cell.symbol().is_ascii() {
                continue;
            }
            let plain = ascii_for(cell.symbol());
            let columns = cell.symbol().width();
            // The cell behind a wide character is blank already.
            cell.set_symbol(if columns == 0 { " " } else { plain });
        }
    }
}

fn ascii_for(symbol: &str) -> &'static str {
    match symbol {
        "─" | "╸" => "-",
        "═" | "━" => "=",
        "│" => "|",
        "║" => "#",
        "╔" | "╗" | "╚" | "╝" => "#",
        "┌" | "┐" | "└" | "┘" | "├" | "┤" | "┬" | "┴" | "┼" => "+",
        _ => "?",
    }
}

/// Whether colours are wanted. `flag` is `--color`: `Some(true)` always, `Some(false)` never.
/// Sources: no-color.org, bixense.com/clicolors.
pub fn wants_colour(flag: Option<bool>, env: &dyn Fn(&str) -> Option<String>) -> bool {
    let set = |name: &str| env(name).is_some_and(|value| !value.is_empty());
    match flag {
        Some(wanted) => wanted,
        None if set("NO_COLOR") => false,
        None if env("CLICOLOR_FORCE").is_some_and(|value| value != "0" && !value.is_empty()) => true,
        None => env("TERM").as_deref() != Some("dumb") && env("CLICOLOR").as_deref() != Some("0"),
    }
}

/// The palette for `auto`: `COLORFGBG` (`15;0`: light on dark) where a terminal sets it. The terminal
/// is never asked, as an answer may not come.
pub fn auto_palette(env: &dyn Fn(&str) -> Option<String>) -> Palette {
    let ground = env("COLORFGBG").and_then(|value| value.rsplit(';').next().map(str::to_owned));
    match ground.as_deref().and_then(|number| number.parse::<u8>().ok()) {
        Some(0..=6 | 8) => Palette::Dark,
        Some(7 | 9..=15) => Palette::Light,
        _ => Palette::Auto,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(pairs: &'static [(&'static str, &'static str)]) -> impl Fn(&str) -> Option<String> {
        move |name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn colour_follows_the_flag_then_the_environment() {
        assert!(wants_colour(None, &env(&[])));
        assert!(!wants_colour(None, &env(&[("NO_COLOR", "1")])));
        assert!(wants_colour(None, &env(&[("NO_COLOR", "")])));
        assert!(wants_colour(Some(true), &env(&[("NO_COLOR", "1")])));
        assert!(!wants_colour(Some(false), &env(&[("CLICOLOR_FORCE", "1")])));
        assert!(wants_colour(None, &env(&[("TERM", "dumb"), ("CLICOLOR_FORCE", "1")])));
        assert!(!wants_colour(None, &env(&[("CLICOLOR", "0")])));
    }

    #[test]
    fn the_ground_is_guessed_from_the_environment_only() {
        assert_eq!(auto_palette(&env(&[("COLORFGBG", "15;0")])), Palette::Dark);
        assert_eq!(auto_palette(&env(&[("COLORFGBG", "0;default;15")])), Palette::Light);
        assert_eq!(auto_palette(&env(&[])), Palette::Auto);
    }

    #[test]
    fn ascii_leaves_no_other_byte() {
        let mut buffer = Buffer::with_lines(["┌─║日本é👩‍👩‍👧─┐"]);
        Theme { palette: Palette::Mono, ascii: true }.finish(&mut buffer);
        let line: String = buffer.content.iter().map(|cell| cell.symbol()).collect();
        assert_eq!(line, "+-#? ? ?? -+");
    }
}
