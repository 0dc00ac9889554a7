//! Where everything on the screen is, and what stands there: made once for a model and a size, read by what
//! answers keys and the mouse (`update`, `advice`, `hints`) and by what paints (`view`).
//!
//! # A new full view
//! Five files: its variant in `overlay.rs`; its lines in a file of `layout/full/`, declared as a
//! [`full::FullView`]; a line in `layout/full/mod.rs` that names the declaration; its key, a row of
//! `Command::View` in `keymap/run_keys.rs`; a picture of it in `tests/it/screen/states.rs`. A list that is
//! searched by typing is declared the same way, as a [`full::SearchedList`].

pub(super) mod areas;
pub(super) mod full;
pub(super) mod labels;
mod page_layout;
pub(super) mod pane;
pub(super) mod spans;
pub(super) mod tabs;
pub(super) mod timeline;

use std::fmt;

use ratatui::layout::Rect;

use super::model::Model;
use super::overlay::Overlay;
use super::page::Side;
use areas::{Areas, areas};
use full::list::ListLayout;
use full::{FullLayout, list};
use pane::{Pane, pane};
use tabs::{Tab, tabs};
use timeline::{Timeline, timeline};

/// The geometry of a frame.
pub(super) struct Layout {
    /// The whole screen.
    pub screen: Rect,
    /// Its parts.
    pub areas: Areas,
    /// The tabs of the sides, where only one side fits.
    pub tabs: Vec<Tab>,
    /// The sides that are shown; none under a full view.
    pub panes: [Option<Pane>; 2],
    /// None under a full view.
    pub timeline: Option<Timeline>,
    /// The full view that is open.
    pub full: Option<FullLayout>,
    /// The list that is open.
    pub list: Option<ListLayout>,
}

// What is typed stands in it, passwords too.
impl fmt::Debug for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Layout")
    }
}

impl Layout {
    /// Lays out a screen of at least the floor's size.
    pub(super) fn new(model: &Model, screen: Rect) -> Self {
        let areas = areas(screen, model.focus);
        let (mut full, mut list) = (None, None);
        match &model.overlay {
            Some(Overlay::View { what, scroll }) => {
                full = Some(full::layout(model, *what, *scroll, areas.middle));
            }
            Some(Overlay::Finder { what, query, selected }) => {
                list = Some(list::layout(model, *what, query, *selected, areas.middle));
            }
            None => {}
        }
        let shown = |side: Side| areas.sides[side.index()].filter(|_| full.is_none());
        let panes = Side::BOTH.map(|side| shown(side).map(|area| pane(model, side, area)));
        let tabs = areas.tabs.filter(|_| full.is_none()).map(|area| tabs(model, area)).unwrap_or_default();
        let timeline = full.is_none().then(|| timeline(model, areas.timeline));
        Self { screen, areas, tabs, panes, timeline, full, list }
    }
}
