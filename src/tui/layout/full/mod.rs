//! What is shown over the panes, each declared in one place: views of lines that scroll, and lists that are
//! searched by typing.

pub(in crate::tui) mod events;
mod help;
mod journeys;
mod link;
pub(in crate::tui) mod list;
mod palette;
mod search;
pub(in crate::tui) mod state;
pub(in crate::tui) mod transaction;
mod users;
mod why;
mod wire;

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::layout::areas::Part;
use crate::tui::model::Model;
use crate::tui::overlay::{Full, List};

pub(in crate::tui) use list::{Heading, Pick, Row, SearchedList};

/// A view of lines. The key that opens it is the row of `Command::View` in the key table; where there are
/// more lines than rows, it scrolls.
pub(in crate::tui) struct FullView {
    pub title: fn(&Model) -> String,
    /// Its lines for a number of columns.
    pub lines: fn(&Model, usize) -> Vec<Line<'static>>,
    /// Whether it is of the side with the focus: the key to the other side then shows that of the other one.
    pub of_side: bool,
    /// Without a frame it is nothing but its lines, to be selected by the terminal's mouse.
    pub framed: bool,
}

/// The declaration of a view.
pub(in crate::tui) fn view(what: Full) -> &'static FullView {
    match what {
        Full::Transaction => &transaction::VIEW,
        Full::Events => &events::VIEW,
        Full::State => &state::VIEW,
        Full::Why => &why::VIEW,
        Full::Wire => &wire::VIEW,
        Full::Link => &link::VIEW,
    }
}

/// The declaration of a list.
pub(in crate::tui) fn searched_list(what: List) -> &'static SearchedList {
    match what {
        List::Palette => &palette::LIST,
        List::Help => &help::LIST,
        List::Users => &users::LIST,
        List::Journeys => &journeys::LIST,
        List::Events => &search::LIST,
    }
}

/// A view on the screen.
pub(in crate::tui) struct FullLayout {
    pub title: String,
    /// Which of the lines are seen, where not all are.
    pub position: String,
    /// The frame; `None` without one.
    pub frame: Option<Rect>,
    /// The lines that are seen, and their place.
    pub inner: Rect,
    pub lines: Vec<Line<'static>>,
    /// The farthest it can be scrolled.
    pub last_scroll: usize,
}

pub(super) fn layout(model: &Model, what: Full, scroll: usize, middle: Rect) -> FullLayout {
    let view = view(what);
    let inside = Part::framed(middle).inner;
    let (frame, inner) = if view.framed { (Some(middle), inside) } else { (None, middle) };
    let mut lines = (view.lines)(model, usize::from(inner.width));
    let (all, shown) = (lines.len(), usize::from(inner.height));
    let last_scroll = all.saturating_sub(shown);
    let scroll = scroll.min(last_scroll);
    let end = (scroll + shown).min(all);
    lines.truncate(end);
    lines.drain(..scroll);
    let position = if all > shown { format!("{}-{end} of {all}", scroll + 1) } else { String::new() };
    FullLayout { title: (view.title)(model), position, frame, inner, lines, last_scroll }
}
