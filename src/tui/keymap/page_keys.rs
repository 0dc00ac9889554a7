//! The keys for what the person on a side can do, and for the focus.

use crossterm::event::KeyCode;

use super::key::{ch, ctrl, plain};
use super::{ALL, Binding, Command, LETTERS, NOT_FINDER, PANES, VIEWS};

#[rustfmt::skip]
pub(super) const ROWS: &[Binding] = &[
    row!(Command::Enter, "Submit, press or open", "page",
        [(plain(KeyCode::Enter), ALL)],
        "Does what the field, button or row with the focus is for: submits the page, presses the button, opens the link, starts an ended side again."),
    row!(Command::OtherSide, "Next field or other side", "page",
        [(plain(KeyCode::Tab), NOT_FINDER)],
        "Goes over the fields of the page and its buttons, where it has several, then to the other side. A side with a field starts typing. In the views of state and reasons, shows the other side."),
    row!(Command::OtherSideBack, "Previous field or other side", "page",
        [(plain(KeyCode::BackTab), NOT_FINDER)],
        "The same, backwards."),
    row!(Command::FocusMain, "Go to MAIN", "page",
        [(ch('h'), LETTERS), (plain(KeyCode::Left), LETTERS)],
        "Gives the left side the focus: the journey that polls."),
    row!(Command::FocusBack, "Go to BACKCHANNEL", "page",
        [(ch('l'), LETTERS), (plain(KeyCode::Right), LETTERS)],
        "Gives the right side the focus: the journey on the other device."),
    row!(Command::Next, "Next field, option or button", "page",
        [(ch('j'), LETTERS), (plain(KeyCode::Down), PANES)],
        "Gives the focus to the next field, option or button of the page; after the last one, scrolls down."),
    row!(Command::Previous, "Previous field, option or button", "page",
        [(ch('k'), LETTERS), (plain(KeyCode::Up), PANES)],
        "Gives the focus to the previous field, option or button of the page; before the first one, scrolls up."),
    row!(Command::Type, "Type into the field", "page",
        [(ch('i'), LETTERS)],
        "From here on every printable key goes into the field. Esc goes back to commands."),
    row!(Command::Escape, "Back to commands, close", "page",
        [(plain(KeyCode::Esc), ALL), (ch('q'), VIEWS)],
        "Leaves the field, so that letters are commands; closes a list or a view."),
    row!(Command::Reveal, "Show or mask the password", "page",
        [(ctrl('r'), PANES), (ch('v'), LETTERS)],
        "Shows the password that is being typed on this side, or masks it again. Nothing else is ever shown of it."),
    row!(Command::PollNow, "Re-submit the wait now", "page",
        [(ch('p'), LETTERS)],
        "Sends the polling wait back before its time. Too many early requests make a node with spam detection take its Spam outcome.", Some("scenario step: {\"side\": \"main\", \"resubmit\": true}")),
    row!(Command::OpenLink, "Open the link on BACKCHANNEL", "page",
        [(ch('O'), LETTERS)],
        "The person on the other device opens the newest link of MAIN. After an end it can be opened again.", Some("scenario step: {\"openLink\": true}")),
    row!(Command::CloseTab, "Close the tab", "page",
        [(ch('c'), LETTERS)],
        "The person on this side closes the browser's tab: the session stays behind unfinished.", Some("scenario step: {\"side\": \"main\", \"closeTab\": true}")),
];
