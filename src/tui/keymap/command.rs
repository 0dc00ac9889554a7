//! What a person can tell the screen to do.

use crate::tui::editor::Edit;
use crate::tui::overlay::{Full, List};

/// Everything a person can tell the screen to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// Submits, presses, opens: what the element with the focus is for.
    Enter,
    /// To the next field, then to the other side.
    OtherSide,
    /// The same, backwards.
    OtherSideBack,
    /// To MAIN.
    FocusMain,
    /// To BACKCHANNEL.
    FocusBack,
    /// To the next field or button.
    Next,
    /// To the previous one.
    Previous,
    /// Starts typing.
    Type,
    /// Leaves typing, or closes what is open.
    Escape,
    /// Shows or masks a password.
    Reveal,
    /// Sends a polling wait back before its time.
    PollNow,
    /// Opens the link on BACKCHANNEL.
    OpenLink,
    /// Closes the tab of the side with the focus.
    CloseTab,
    /// Starts this side again.
    Again,
    /// Starts everything again.
    RestartAll,
    /// Stops or runs the clock.
    Pause,
    /// Visits one node.
    Step,
    /// Skips to the next wake-up.
    Skip,
    /// Faster.
    Faster,
    /// Slower.
    Slower,
    /// One action back.
    Back,
    /// One action forward.
    Forward,
    /// Opens a full view.
    View(Full),
    /// Opens a list.
    List(List),
    /// The step before, in the view of reasons.
    Earlier,
    /// The step after.
    Later,
    /// Makes the transaction store fail, or work.
    FailStore,
    /// Copies the link.
    Copy,
    /// Saves the session as a scenario.
    Save,
    /// Mouse on or off.
    Mouse,
    /// Draws the screen anew.
    Redraw,
    /// Stops the program for the shell.
    Suspend,
    /// Cancels; twice, quits.
    Interrupt,
    /// Quits.
    Quit,
    /// Scrolls or moves down.
    Down,
    /// Scrolls or moves up.
    Up,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// To the top.
    Top,
    /// To the bottom.
    Bottom,
    /// Edits the field.
    Edit(Edit),
}
