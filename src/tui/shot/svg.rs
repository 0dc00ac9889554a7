//! A picture as SVG: one `text` element for each run of cells of one style, stretched to exactly the
//! columns it has, whatever font there is.

use std::fmt::Write;

use ratatui::style::{Color, Modifier, Style};
use unicode_width::UnicodeWidthStr;

use super::Picture;
use crate::tui::theme::Palette;

/// The size of a cell, in tenths of a pixel, and of the letters in it, in pixels.
const CELL: (u32, u32) = (84, 170);
const FONT: u32 = 14;
/// Where the letters stand in a cell, from its top, in tenths of a pixel.
const BASELINE: u32 = 130;
/// Around everything, in tenths of a pixel.
const MARGIN: u32 = 100;

/// The sixteen colours of a terminal in the order of their numbers.
const SIXTEEN: [&str; 16] = [
    "#1c1c1c", "#c4212a", "#3fa34d", "#d7a021", "#2458c5", "#9b2fae", "#2aa1b3", "#d6d6d6", "#6a6a6a",
    "#ff6e67", "#7ee787", "#f2d675", "#79a8ff", "#e39df0", "#6fdcec", "#ffffff",
];

/// A run of cells of one style.
struct Span<'a> {
    x: u16,
    columns: u16,
    text: String,
    style: Style,
    symbol: &'a str,
}

pub(super) fn svg(picture: &Picture) -> String {
    let area = picture.buffer.area;
    let (ground, text) = match picture.theme.palette {
        Palette::Light => ("#ffffff", "#1c1c1c"),
        _ => ("#1c1c1c", "#e4e4e4"),
    };
    let (width, height) = (place(area.width, CELL.0) + MARGIN, place(area.height, CELL.1) + MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" \
         font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"{FONT}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{ground}\"/>\n",
        w = pixels(width),
        h = pixels(height),
    );
    for y in 0..area.height {
        for span in spans(picture, y) {
            draw(&span, y, (ground, text), &mut out);
        }
    }
    if let Some(cursor) = picture.cursor {
        let (x, y) = (place(cursor.x, CELL.0), place(cursor.y, CELL.1) + BASELINE + 20);
        let _ = writeln!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"2\" fill=\"{text}\"/>",
            pixels(x),
            pixels(y),
            pixels(CELL.0)
        );
    }
    out.push_str("</svg>\n");
    out
}

/// Cells of one style together; whatever is not plain ASCII or a line stands alone, as the font that
/// has it may have other widths.
fn spans(picture: &Picture, y: u16) -> Vec<Span<'_>> {
    let mut all: Vec<Span<'_>> = Vec::new();
    for (x, symbol) in picture.cells(y) {
        let style = picture.buffer[(x, y)].style();
        let columns = u16::try_from(symbol.width().max(1)).unwrap_or(1);
        let joins = |last: &Span<'_>| {
            last.style == style
                && (symbol.is_ascii() == last.symbol.is_ascii())
                && (symbol.is_ascii() || symbol == last.symbol)
        };
        match all.last_mut() {
            Some(last) if joins(last) => {
                last.text.push_str(symbol);
                last.columns += columns;
            }
            _ => all.push(Span { x, columns, text: symbol.to_owned(), style, symbol }),
        }
    }
    all
}

fn draw(span: &Span<'_>, y: u16, (ground, text): (&str, &str), out: &mut String) {
    let style = span.style;
    let has = |modifier| style.add_modifier.contains(modifier);
    let mut fore = colour(style.fg).unwrap_or(text);
    let mut back = colour(style.bg);
    if has(Modifier::REVERSED) {
        (fore, back) = (back.unwrap_or(ground), Some(fore));
    }
    let (x, top) = (place(span.x, CELL.0), place(y, CELL.1));
    let width = u32::from(span.columns) * CELL.0;
    if let Some(back) = back {
        let _ = writeln!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{back}\"/>",
            pixels(x),
            pixels(top),
            pixels(width),
            pixels(CELL.1)
        );
    }
    // Blanks at the ends would be dropped, and stretching would move the rest.
    let words = span.text.trim_matches(' ');
    if words.is_empty() {
        return;
    }
    let before = u32::try_from(span.text.len() - span.text.trim_start_matches(' ').len()).unwrap_or(0);
    let columns = u32::try_from(words.width().max(1)).unwrap_or(1);
    let mut attributes = String::new();
    if has(Modifier::BOLD) {
        attributes.push_str(" font-weight=\"bold\"");
    }
    if has(Modifier::DIM) {
        attributes.push_str(" fill-opacity=\"0.7\"");
    }
    if has(Modifier::UNDERLINED) {
        attributes.push_str(" text-decoration=\"underline\"");
    }
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" \
         fill=\"{fore}\"{attributes}>{}</text>",
        pixels(x + before * CELL.0),
        pixels(top + BASELINE),
        pixels(columns * CELL.0),
        escape(words)
    );
}

/// Where a column or row begins, in tenths of a pixel.
fn place(cell: u16, size: u32) -> u32 {
    MARGIN + u32::from(cell) * size
}

fn pixels(tenths: u32) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

fn colour(colour: Option<Color>) -> Option<&'static str> {
    let number = match colour? {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        // The theme uses no others.
        _ => return None,
    };
    SIXTEEN.get(number).copied()
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Position;

    use super::*;
    use crate::tui::theme::Theme;

    fn picture(lines: &[&str]) -> Picture {
        let buffer = Buffer::with_lines(lines.iter().copied());
        Picture { buffer, cursor: Some(Position { x: 1, y: 0 }), theme: Theme::default() }
    }

    #[test]
    fn every_run_stands_in_its_columns() {
        let svg = svg(&picture(&["a<b&  c 日本x"]));
        let texts: Vec<&str> = svg.lines().filter(|line| line.starts_with("<text")).collect();
        assert_eq!(texts.len(), 4, "{svg}");
        assert!(texts[0].contains("x=\"10\"") && texts[0].contains(">a&lt;b&amp;  c</text>"));
        assert!(texts[0].contains("textLength=\"58.8\""), "seven columns: {}", texts[0]);
        assert!(texts[1].contains("x=\"77.2\" ") && texts[1].contains("textLength=\"16.8\""), "{}", texts[1]);
        assert!(texts[3].contains("x=\"110.8\"") && texts[3].contains(">x<"), "{}", texts[3]);
    }

    #[test]
    fn reversed_cells_change_ground_and_text() {
        let mut picture = picture(&["ok"]);
        picture.buffer.set_style(picture.buffer.area, Style::new().add_modifier(Modifier::REVERSED));
        let svg = svg(&picture);
        assert!(svg.contains("width=\"16.8\" height=\"17\" fill=\"#e4e4e4\"/>"), "{svg}");
        assert!(svg.contains("fill=\"#1c1c1c\">ok</text>"), "{svg}");
    }
}
