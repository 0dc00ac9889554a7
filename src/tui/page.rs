//! What a person can do on a side: the fields, options and buttons of the page it shows.

use crate::drive::{BACKCHANNEL, MAIN, Run};
use crate::engine::{ClientId, Session, Status};
use crate::page::{AskKind, Page};

/// One of the two sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Side {
    /// Left: the journey that starts the other one and polls.
    #[default]
    Main,
    /// Right: the journey on the other device.
    Back,
}

impl Side {
    /// Both, left first.
    pub const BOTH: [Side; 2] = [Side::Main, Side::Back];

    /// The side's client.
    pub fn client(self) -> ClientId {
        match self {
            Self::Main => MAIN,
            Self::Back => BACKCHANNEL,
        }
    }

    /// The side of a client.
    pub fn of(client: ClientId) -> Self {
        if client == BACKCHANNEL { Self::Back } else { Self::Main }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Main => Self::Back,
            Self::Back => Self::Main,
        }
    }

    /// 0 or 1.
    pub fn index(self) -> usize {
        usize::from(self.client().0)
    }

    /// The name in titles.
    pub fn name(self) -> &'static str {
        match self {
            Self::Main => "MAIN",
            Self::Back => "BACKCHANNEL",
        }
    }

    /// The name in event lines.
    pub fn short(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Back => "bc",
        }
    }

    /// The session on this side.
    pub fn session(self, run: &Run) -> Option<&Session> {
        run.world().session_of(self.client())
    }

    /// The page on this side.
    pub fn page(self, run: &Run) -> Option<&Page> {
        run.world().client(self.client())?.page.as_deref()
    }
}

/// Something on a side that can have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// The text field of a callback.
    Field {
        /// Index of the callback on the page.
        callback: usize,
    },
    /// One option of a ChoiceCallback.
    Option {
        /// Index of the callback on the page.
        callback: usize,
        /// Index of the option.
        option: usize,
    },
    /// One option of a ConfirmationCallback: pressing it submits.
    Confirm {
        /// Index of the callback on the page.
        callback: usize,
        /// Index of the option.
        option: usize,
    },
    /// Submits the page.
    Submit,
    /// Sends a polling wait back early.
    Poll,
    /// Opens the newest link.
    OpenLink,
    /// Closes the tab.
    CloseTab,
    /// Starts the side again.
    Again,
}

impl Element {
    /// Whether it takes typing.
    pub fn is_field(self) -> bool {
        matches!(self, Self::Field { .. })
    }
}

/// The button that a page is submitted with while none is pressed: the default of its confirmation.
pub(super) fn default_button(run: &Run, side: Side) -> Option<Element> {
    let callbacks = side.page(run).map_or(&[][..], |page| &page.callbacks);
    callbacks.iter().enumerate().find_map(|(callback, what)| {
        let ask = what.ask();
        let option = ask.default.filter(|_| ask.kind == AskKind::Buttons)?;
        Some(Element::Confirm { callback, option })
    })
}

/// Everything on a side that can have the focus, from top to bottom.
pub(super) fn elements(run: &Run, side: Side) -> Vec<Element> {
    let waiting = side.session(run).is_some_and(|session| session.status == Status::Waiting);
    match side.page(run).filter(|_| waiting) {
        Some(page) => on_page(page, side),
        None => without_page(run, side),
    }
}

fn on_page(page: &Page, side: Side) -> Vec<Element> {
    let mut found = Vec::new();
    let (mut confirms, mut waits) = (false, false);
    for (callback, what) in page.callbacks.iter().enumerate() {
        waits |= what.wait().is_some();
        let ask = what.ask();
        let options = 0..ask.options.len();
        match ask.kind {
            AskKind::Buttons => {
                confirms |= !options.is_empty();
                found.extend(options.map(|option| Element::Confirm { callback, option }));
            }
            _ if ask.has_options() => {
                found.extend(options.map(|option| Element::Option { callback, option }))
            }
            _ if ask.is_field() => found.push(Element::Field { callback }),
            _ => {}
        }
    }
    if waits {
        found.push(Element::Poll);
    } else if !confirms {
        found.push(Element::Submit);
    }
    if side == Side::Back {
        found.push(Element::CloseTab);
    }
    found
}

fn without_page(run: &Run, side: Side) -> Vec<Element> {
    let running = side.session(run).is_some_and(|session| session.status == Status::Running);
    match side {
        _ if running => Vec::new(),
        Side::Main => vec![Element::Again],
        Side::Back if run.link().is_some() => vec![Element::OpenLink],
        Side::Back => Vec::new(),
    }
}
