//! The state of the screen: a run, and what of it is looked at. No drawing and no terminal here.

use std::sync::Arc;

use super::editor::Editor;
use super::form::Form;
use super::keymap::{Command, Context};
use super::page::Side;
use super::theme::Theme;
use super::why::Explanations;
use crate::drive::Run;

/// The smallest screen, columns and rows.
pub const FLOOR: (u16, u16) = (60, 16);

/// A full view of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    /// The transaction.
    Transaction,
    /// All events.
    Events,
    /// Node state of the side with the focus.
    State,
    /// Why a step was taken, and why nothing else was.
    Why,
    /// The link and nothing else, to be selected.
    Link,
}

/// What a searched list lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Commands, to run one.
    Palette,
    /// Keys, to read.
    Help,
    /// Demo users.
    Users,
    /// Journeys.
    Journeys,
    /// Events, to read.
    Events,
}

/// Something over the panes.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// A full view, scrolled down by some rows.
    View {
        /// Of what.
        what: Full,
        /// Rows above the first one shown.
        scroll: usize,
    },
    /// A list searched by typing.
    Finder {
        /// Of what.
        what: List,
        /// What was typed.
        query: Editor,
        /// The selected row among those that match.
        selected: usize,
    },
}

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
    /// Columns and rows.
    pub size: (u16, u16),
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
            size,
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
