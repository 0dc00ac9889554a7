//! What can be shown over the panes: full views, and lists that are searched by typing.

use super::editor::Editor;

/// A full view of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Full {
    /// The transaction.
    Transaction,
    /// All events.
    Events,
    /// Node state of the side with the focus.
    State,
    /// Why a step was taken, and why nothing else was.
    Why,
    /// The page of the side with the focus as its client gets it, and the last answer as it was sent.
    Wire,
    /// The link and nothing else, to be selected.
    Link,
}

/// What a searched list lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
