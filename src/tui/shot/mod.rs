//! The screen without a terminal: the same model, update and view, its keys from a script and its
//! wall time from the script's waits. The same script always leads to the same picture.

mod keys;
mod named_keys;
mod svg;

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_width::UnicodeWidthStr;

use super::app::next_frame;
use super::model::Model;
use super::summary::summary;
use super::theme::Theme;
use super::update::{Effect, Msg, update};
use super::view::paint;
use crate::drive::Run;

pub use keys::{KeyInput, KeyScriptError, Step, parse, size};

/// A screen that nobody looks at.
#[derive(Debug)]
pub struct HeadlessScreen {
    model: Model,
    ended: bool,
}

impl HeadlessScreen {
    /// The screen at the start of a run.
    pub fn new(run: Run, theme: Theme, size: (u16, u16)) -> Self {
        let mut model = Model::new(run, theme, size);
        model.mouse = true;
        Self { model, ended: false }
    }

    /// Does one thing a person could do. `false` when the screen has been left before.
    pub fn play(&mut self, stroke: &KeyInput) -> bool {
        if self.ended {
            return false;
        }
        let msg = match stroke {
            KeyInput::Key(event) => Msg::Key(*event),
            KeyInput::Paste(text) => Msg::Paste(text.clone()),
            KeyInput::Resize(columns, rows) => Msg::Resize(*columns, *rows),
            KeyInput::Click(event) => Msg::Mouse(*event),
            KeyInput::Wait(span) => {
                self.wait(*span);
                return true;
            }
        };
        self.ended = update(&mut self.model, msg).effect == Effect::Quit;
        true
    }

    /// Lets wall time pass in the steps in which the program would wake.
    fn wait(&mut self, mut span: Duration) {
        while !span.is_zero() {
            let frame = next_frame(&self.model).map_or(span, |frame| frame.min(span));
            let frame = frame.max(Duration::from_millis(1)).min(span);
            update(&mut self.model, Msg::Tick(frame));
            span -= frame;
        }
    }

    /// The state of the screen.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Paints in another theme from now on.
    pub fn set_theme(&mut self, theme: Theme) {
        self.model.theme = theme;
        self.model.changed();
    }

    /// The state of the screen, to go on with.
    pub fn into_model(self) -> Model {
        self.model
    }

    /// Whether the screen has been left.
    pub fn has_ended(&self) -> bool {
        self.ended
    }

    /// What is left on the normal screen once this one is left.
    pub fn summary(&self) -> String {
        summary(&self.model.run)
    }

    /// The picture of this moment.
    pub fn picture(&self) -> Picture {
        let (width, height) = self.model.size();
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor = paint(&self.model, &mut buffer);
        Picture { buffer, cursor, theme: self.model.theme }
    }
}

/// A frame as it would be drawn.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The cells.
    pub buffer: Buffer,
    /// Where the cursor is, if it is shown.
    pub cursor: Option<Position>,
    /// The theme it was painted in.
    pub theme: Theme,
}

impl Picture {
    /// The rows as text, each exactly as wide as the screen.
    pub fn rows(&self) -> Vec<String> {
        (0..self.buffer.area.height).map(|y| self.cells(y).map(|(_, symbol)| symbol).collect()).collect()
    }

    /// The picture as text. Blanks at the ends of rows are left out.
    pub fn text(&self) -> String {
        self.rows().iter().map(|row| format!("{}\n", row.trim_end())).collect()
    }

    /// The picture as an SVG document.
    pub fn svg(&self) -> String {
        svg::svg(self)
    }

    /// The columns and symbols of a row: what stands behind a wide character is no cell of its own.
    fn cells(&self, y: u16) -> impl Iterator<Item = (u16, &str)> {
        let mut free = 0;
        (0..self.buffer.area.width).filter_map(move |x| {
            let symbol = self.buffer[(x, y)].symbol();
            if x < free {
                return None;
            }
            free = x + u16::try_from(symbol.width().max(1)).unwrap_or(1);
            Some((x, symbol))
        })
    }
}
