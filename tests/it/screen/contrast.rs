//! Every pair of colours that is drawn can be read, on light terminals and on dark ones.

use journey_sim::tui::shot::HeadlessScreen;
use journey_sim::tui::{Palette, Theme};
use ratatui::style::Color;

use crate::screen::states::{STATES, State, stage};

/// A terminal: its text, its ground, its sixteen colours, and the contrast that is asked for.
struct Terminal {
    name: &'static str,
    palettes: &'static [Palette],
    text: u32,
    ground: u32,
    sixteen: [u32; 16],
    /// WCAG 2 asks for 4.5, and for 3 where letters are bold.
    least: f64,
}

const XTERM: [u32; 16] = [
    0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000,
    0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
];
const GNOME: [u32; 16] = [
    0x171421, 0xc01c28, 0x26a269, 0xa2734c, 0x12488b, 0xa347ba, 0x2aa1b3, 0xd0cfcc, 0x5e5c64, 0xf66151,
    0x33d17a, 0xe9ad0c, 0x2a7bde, 0xc061cb, 0x33c7de, 0xffffff,
];
const SOLARIZED: [u32; 16] = [
    0x073642, 0xdc322f, 0x859900, 0xb58900, 0x268bd2, 0xd33682, 0x2aa198, 0xeee8d5, 0x002b36, 0xcb4b16,
    0x586e75, 0x657b83, 0x839496, 0x6c71c4, 0x93a1a1, 0xfdf6e3,
];

const LIGHT: &[Palette] = &[Palette::Auto, Palette::Light, Palette::Mono];
const DARK: &[Palette] = &[Palette::Auto, Palette::Dark, Palette::Mono];

const TERMINALS: [Terminal; 6] = [
    Terminal {
        name: "xterm, black on white",
        palettes: LIGHT,
        text: 0x000000,
        ground: 0xffffff,
        sixteen: XTERM,
        least: 4.5,
    },
    Terminal {
        name: "GNOME, light",
        palettes: LIGHT,
        text: 0x171421,
        ground: 0xffffff,
        sixteen: GNOME,
        least: 4.5,
    },
    // Its own text has 4.1 on its ground: no more can be asked of colours.
    Terminal {
        name: "Solarized, light",
        palettes: LIGHT,
        text: 0x657b83,
        ground: 0xfdf6e3,
        sixteen: SOLARIZED,
        least: 4.0,
    },
    Terminal {
        name: "xterm, white on black",
        palettes: DARK,
        text: 0xffffff,
        ground: 0x000000,
        sixteen: XTERM,
        least: 4.5,
    },
    Terminal {
        name: "GNOME, dark",
        palettes: DARK,
        text: 0xd0cfcc,
        ground: 0x171421,
        sixteen: GNOME,
        least: 4.5,
    },
    // Most of its bright colours are greys; what has a colour of its own is bold.
    Terminal {
        name: "Solarized, dark",
        palettes: DARK,
        text: 0x839496,
        ground: 0x002b36,
        sixteen: SOLARIZED,
        least: 3.0,
    },
];

/// A colour's number among the sixteen.
fn number(colour: Color) -> Option<usize> {
    let sixteen = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    sixteen.into_iter().position(|known| known == colour)
}

/// Relative luminance and contrast as WCAG 2 defines them.
fn luminance(colour: u32) -> f64 {
    let part = |shift: u32| {
        let value = f64::from((colour >> shift) & 0xff) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
}

fn contrast(one: u32, other: u32) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Text and ground of everything that is drawn in any state with a palette.
fn pairs(screens: &mut [HeadlessScreen], palette: Palette) -> Vec<(Color, Color)> {
    let mut pairs = Vec::new();
    for screen in screens {
        screen.set_theme(Theme { palette, ascii: false });
        for cell in &screen.picture().buffer.content {
            // Reversed, the two change places: the contrast is the same.
            let pair = (cell.fg, cell.bg);
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
    }
    pairs
}

#[test]
fn every_pair_of_colours_can_be_read() {
    assert!((contrast(0x000000, 0xffffff) - 21.0).abs() < 0.01);
    let (mut seen, mut dim) = (0, Vec::new());
    let screen = |state: &State| stage(state.journey, state.keys, Theme::default(), (120, 36));
    let mut screens: Vec<HeadlessScreen> = STATES.iter().map(screen).collect();
    for palette in [Palette::Auto, Palette::Dark, Palette::Light, Palette::Mono] {
        let pairs = pairs(&mut screens, palette);
        for terminal in TERMINALS.iter().filter(|terminal| terminal.palettes.contains(&palette)) {
            for (text, ground) in &pairs {
                let shown = |colour: Color, own: u32| match colour {
                    Color::Reset => own,
                    colour => {
                        terminal.sixteen
                            [number(colour).unwrap_or_else(|| panic!("{colour:?} is not of the sixteen"))]
                    }
                };
                let has = contrast(shown(*text, terminal.text), shown(*ground, terminal.ground));
                if has < terminal.least {
                    dim.push(format!("{text:?} on {ground:?}: {has:.1} on {}, {palette:?}", terminal.name));
                }
                seen += usize::from((*text, *ground) != (Color::Reset, Color::Reset));
            }
        }
        if palette == Palette::Mono {
            assert_eq!(pairs, [(Color::Reset, Color::Reset)], "mono has no colours");
        }
    }
    assert!(dim.is_empty(), "{dim:#?}");
    assert!(seen > 20, "colours were looked at: {seen}");
}

#[test]
fn the_ground_is_the_terminals_but_for_badges() {
    let stage =
        stage("BackchannelMain", "demo<Enter>", Theme { palette: Palette::Dark, ascii: false }, (80, 24));
    let painted = stage.picture().buffer.content.iter().filter(|cell| cell.bg != Color::Reset).count();
    assert!((1..40).contains(&painted), "{painted} cells have a ground of their own");
}
