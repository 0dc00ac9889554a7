//! The state of the screen: a run, and what of it is looked at. No drawing and no terminal here.

use std::cell::OnceCell;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::form::Form;
use super::keymap::{Command, Context};
use super::layout::Layout;
use super::overlay::Overlay;
use super::page::Side;
use super::theme::Theme;
use super::why::Explanations;
use crate::drive::Run;

/// The smallest screen, columns and rows.
pub const FLOOR: (u16, u16) = (60, 16);

/// The most columns that are drawn: what a terminal has beyond them stays blank. Some claim any size.
pub const MAX_COLUMNS: u16 = 1000;
/// The same of rows.
pub const MAX_ROWS: u16 = 500;

/// A line that tells what just happened, until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// The text.
    pub text: Arc<str>,
    /// Whether something could not be done.
    pub bad: bool,
}

/// The state of the screen.
#[derive(Debug)]
pub struct Model {
    /// The run.
    pub run: Run,
    /// The folder its journeys came from, from the current one; `None` for the shipped ones.
    pub journeys: Option<String>,
    /// Colours and glyphs.
    pub theme: Theme,
    /// Columns and rows that are drawn.
    size: (u16, u16),
    /// Where everything is, once somebody has asked since the model changed.
    layout: OnceCell<Box<Layout>>,
    /// The side with the focus.
    pub focus: Side,
    /// What was typed on either side.
    pub forms: [Form; 2],
    /// Why the last outcomes were taken.
    pub explanations: Explanations,
    /// Whether the person wants to type; it counts only while a field has the focus.
    pub typing: bool,
    /// What is over the panes.
    pub overlay: Option<Overlay>,
    /// What just happened.
    pub toast: Option<Toast>,
    /// The command before this one, unless something was typed since.
    pub last: Option<Command>,
    /// Whether the next Ctrl+C quits.
    pub quit_armed: bool,
    /// Whether the mouse is taken from the terminal.
    pub mouse: bool,
    /// Whether countdowns are redrawn smoothly.
    pub animate: bool,
}

impl Model {
    /// The screen at the start of a run: MAIN has the focus, and typing has begun if it asks for text.
    pub fn new(run: Run, theme: Theme, size: (u16, u16)) -> Self {
        let mut model = Self {
            run,
            journeys: None,
            theme,
            size: drawn(size),
            layout: OnceCell::new(),
            focus: Side::Main,
            forms: Default::default(),
            explanations: Explanations::default(),
            typing: true,
            overlay: None,
            toast: None,
            last: None,
            quit_armed: false,
            mouse: false,
            animate: true,
        };
        model.sync();
        model
    }

    /// Brings forms and reasons in line with the run. Typing ends where the field it went into is
    /// gone.
    pub fn sync(&mut self) {
        self.explanations.sync(&self.run);
        for side in Side::BOTH {
            let changed = self.forms[side.index()].sync(&self.run, side);
            if changed && side == self.focus {
                self.typing &= self.form().on_field();
            }
        }
    }

    /// Columns and rows that are drawn.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// The terminal has another size.
    pub(super) fn resize(&mut self, size: (u16, u16)) {
        self.size = drawn(size);
        self.changed();
    }

    /// Where everything is; as on the smallest screen while this one is smaller.
    pub(super) fn layout(&self) -> &Layout {
        self.layout.get_or_init(|| {
            let (width, height) = (self.size.0.max(FLOOR.0), self.size.1.max(FLOOR.1));
            Box::new(Layout::new(self, Rect::new(0, 0, width, height)))
        })
    }

    /// Says that the layout is not of this model any more.
    pub(super) fn changed(&mut self) {
        self.layout.take();
    }

    /// Opens something over the panes, or closes what is open.
    pub(super) fn show(&mut self, overlay: Option<Overlay>) {
        self.overlay = overlay;
        self.changed();
    }

    /// The form of the side with the focus.
    pub fn form(&self) -> &Form {
        &self.forms[self.focus.index()]
    }

    /// The form of the side with the focus.
    pub fn form_mut(&mut self) -> &mut Form {
        &mut self.forms[self.focus.index()]
    }

    /// Where a key goes now.
    pub fn context(&self) -> Context {
        match self.overlay {
            Some(Overlay::Finder { .. }) => Context::Finder,
            Some(Overlay::View { .. }) => Context::View,
            None if self.typing && self.form().on_field() => Context::Typing,
            None => Context::Commands,
        }
    }

    /// Whether the screen is too small to draw.
    pub fn too_small(&self) -> bool {
        self.size.0 < FLOOR.0 || self.size.1 < FLOOR.1
    }

    /// Whether both sides fit next to each other.
    pub fn side_by_side(&self) -> bool {
        self.size.0 >= 80
    }

    /// Tells what just happened.
    pub fn tell(&mut self, text: impl Into<Arc<str>>) {
        self.toast = Some(Toast { text: text.into(), bad: false });
    }

    /// Tells what could not be done.
    pub fn complain(&mut self, text: impl Into<Arc<str>>) {
        self.toast = Some(Toast { text: text.into(), bad: true });
    }
}

/// What is drawn of a terminal of a size.
pub(super) fn drawn((columns, rows): (u16, u16)) -> (u16, u16) {
    (columns.min(MAX_COLUMNS), rows.min(MAX_ROWS))
}
