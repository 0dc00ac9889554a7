//! The one table of commands: key, name, help, where it holds. The hint bar, the help and the
//! command palette are made from it.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

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

/// Where a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// On the panes, while letters are commands.
    Commands,
    /// In a field: every printable key is text.
    Typing,
    /// In a full view; keys that it does not have go on to [`Context::Commands`].
    View,
    /// In a list that is searched by typing.
    Finder,
}

/// All contexts.
pub const CONTEXTS: [Context; 4] = [Context::Commands, Context::Typing, Context::View, Context::Finder];

/// A key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// Ctrl and Alt. Shift is part of the character.
    pub modifiers: KeyModifiers,
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let modifiers = event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
        let code = match event.code {
            // Some terminals send Shift+Tab as Tab with Shift, Ctrl+P as an upper case letter.
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => {
                KeyCode::Char(c.to_ascii_lowercase())
            }
            code => code,
        };
        Self { code, modifiers }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            f.write_str("^")?;
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            f.write_str("Alt+")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if self.modifiers.contains(KeyModifiers::CONTROL) => {
                write!(f, "{}", c.to_ascii_uppercase())
            }
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::BackTab => f.write_str("Shift+Tab"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::Delete => f.write_str("Del"),
            KeyCode::F(number) => write!(f, "F{number}"),
            code => write!(f, "{code:?}"),
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// The command.
    pub command: Command,
    /// Its keys, and where each holds. The first one is shown.
    pub keys: &'static [(Key, &'static [Context])],
    /// Its name.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// The group it is listed in.
    pub group: &'static str,
    /// The same on the command line or as a step of a scenario, where there is such a thing.
    pub cli: Option<&'static str>,
}

use Context::{Commands, Finder, Typing, View};

const ALL: &[Context] = &[Commands, Typing, View, Finder];
const PANES: &[Context] = &[Commands, Typing];
const LETTERS: &[Context] = &[Commands];
const INPUT: &[Context] = &[Typing, Finder];
const VIEWS: &[Context] = &[View];
const LISTS: &[Context] = &[View, Finder];
const NOT_FINDER: &[Context] = &[Commands, Typing, View];

const fn plain(code: KeyCode) -> Key {
    Key { code, modifiers: KeyModifiers::NONE }
}
const fn ch(c: char) -> Key {
    plain(KeyCode::Char(c))
}
const fn ctrl(c: char) -> Key {
    Key { code: KeyCode::Char(c), modifiers: KeyModifiers::CONTROL }
}
const fn alt(code: KeyCode) -> Key {
    Key { code, modifiers: KeyModifiers::ALT }
}
const fn ctrl_code(code: KeyCode) -> Key {
    Key { code, modifiers: KeyModifiers::CONTROL }
}

/// `row!(command, "name", group, keys, "help")`, with `cli "..."` where there is a twin.
macro_rules! row {
    ($command:expr, $name:literal, $group:literal, [$(($key:expr, $contexts:expr)),+ $(,)?], $help:literal) => {
        row!($command, $name, $group, [$(($key, $contexts)),+], $help, None)
    };
    ($command:expr, $name:literal, $group:literal, [$(($key:expr, $contexts:expr)),+ $(,)?], $help:literal, $cli:expr) => {
        Binding {
            command: $command,
            keys: &[$(($key, $contexts)),+],
            name: $name,
            help: $help,
            group: $group,
            cli: $cli,
        }
    };
}

/// The table.
#[rustfmt::skip]
pub const KEYMAP: &[Binding] = &[
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
    row!(Command::Again, "Start this side again", "run",
        [(ch('a'), LETTERS)],
        "MAIN starts its journey in a new session; BACKCHANNEL opens the link again.", Some("scenario step: {\"restart\": \"main\"}")),
    row!(Command::RestartAll, "Restart everything", "run",
        [(ch('R'), LETTERS)],
        "A new world with the same seed: both sides at their beginning. The key [ goes back.", Some("scenario step: {\"restart\": \"all\"}")),
    row!(Command::List(List::Journeys), "Choose another journey", "run",
        [(ch('J'), LETTERS)],
        "Lists the journeys that start a backchannel journey, and restarts everything with the one chosen.", Some("jsim --journey NAME")),
    row!(Command::List(List::Users), "Demo users and their passwords", "run",
        [(ch('U'), LETTERS), (ctrl('o'), PANES), (plain(KeyCode::F(2)), PANES)],
        "Lists the fixture users of the simulated realm. Enter puts the name, or the password, into the field with the focus."),
    row!(Command::Save, "Save the session as a scenario", "run",
        [(ch('S'), LETTERS)],
        "Writes what was done so far into the current folder, as jsim-scenario-1.json or with a higher number. jsim test plays it. What was typed as a password is not in it.",
        Some("jsim run --save FILE")),
    row!(Command::Pause, "Pause or run the clock", "time",
        [(ch(' '), LETTERS)],
        "Stops simulated time for both sides, or lets it run.", Some("scenario step: {\"pause\": true}")),
    row!(Command::Step, "One node step", "time",
        [(ch('.'), LETTERS)],
        "Pauses, then visits exactly one node: of the request in flight, or of the one the next wake-up starts.", Some("scenario step: {\"step\": 1}")),
    row!(Command::Skip, "Skip to the next wake-up", "time",
        [(ch('n'), LETTERS)],
        "Skips simulated time to the next moment that anything is scheduled: a poll, or the expiry of the transaction.", Some("scenario step: {\"skip\": 1}")),
    row!(Command::Faster, "Faster clock", "time",
        [(ch('+'), LETTERS), (ch('='), LETTERS)],
        "Simulated time runs faster, by steps: x1, x2, x5, x10, x20, max. The speed max goes from wake-up to wake-up without waiting.", Some("jsim run --speed x5")),
    row!(Command::Slower, "Slower clock", "time",
        [(ch('-'), LETTERS)],
        "Simulated time runs slower, by steps: max, x20, x10, x5, x2, x1.", Some("jsim run --speed x1")),
    row!(Command::Back, "Back by one action", "time",
        [(ch('['), LETTERS)],
        "Goes back to the moment before the last thing somebody did. The clock stands still then; Space lets it run."),
    row!(Command::Forward, "Forward by one action", "time",
        [(ch(']'), LETTERS)],
        "Goes forward again, to the moment that Back by one action left."),
    row!(Command::View(Full::Transaction), "Transaction in full", "look",
        [(ch('t'), LETTERS)],
        "State, result, subject, life, history, data, and what MAIN has read of it."),
    row!(Command::View(Full::Events), "Event log in full", "look",
        [(ch('e'), LETTERS)],
        "Every event, newest first.", Some("jsim run SCENARIO")),
    row!(Command::List(List::Events), "Search the events", "look",
        [(ch('/'), LETTERS)],
        "The events whose text, side or time holds what is typed; the selected one is shown whole."),
    row!(Command::View(Full::State), "Node state of this side", "look",
        [(ch('d'), LETTERS)],
        "Shared, transient and secure state of the session on the side with the focus. Secrets are masked."),
    row!(Command::View(Full::Why), "Why this outcome", "look",
        [(ch('w'), LETTERS)],
        "The last outcome of this side: the facts that decided it, why no other outcome was taken, and the rule behind each sentence with its source.", Some("jsim explain SCENARIO")),
    row!(Command::Copy, "Copy the link", "look",
        [(ch('y'), LETTERS)],
        "Sends the newest link to the terminal's clipboard (OSC 52). Pressed once more, shows it bare, to be selected by mouse."),
    row!(Command::FailStore, "Break or mend the transaction store", "fault",
        [(ch('x'), LETTERS)],
        "While it fails, Backchannel Status takes the outcome Error and links cannot be opened.", Some("scenario step: {\"fault\": \"storeFails\"}")),
    row!(Command::List(List::Palette), "All commands", "program",
        [(ctrl('p'), NOT_FINDER), (ch(':'), LETTERS)],
        "Every command, searched by typing its name or its key."),
    row!(Command::List(List::Help), "Help", "program",
        [(plain(KeyCode::F(1)), NOT_FINDER), (ch('?'), LETTERS)],
        "Every key with what it does, searched by typing."),
    row!(Command::Mouse, "Mouse on or off", "program",
        [(ch('m'), LETTERS)],
        "Off leaves the mouse to the terminal, so that text can be selected.", Some("jsim --no-mouse")),
    row!(Command::Redraw, "Draw the screen anew", "program",
        [(ctrl('l'), ALL)],
        "For a terminal that something else has written to."),
    row!(Command::Suspend, "Suspend", "program",
        [(ctrl('z'), ALL)],
        "Gives the terminal back to the shell; fg comes back. Simulated time stands still meanwhile."),
    row!(Command::Interrupt, "Cancel; twice, quit", "program",
        [(ctrl('c'), ALL)],
        "The first press closes what is open, the second one quits."),
    row!(Command::Quit, "Quit", "program",
        [(ch('q'), LETTERS)],
        "Leaves jsim and prints a short summary."),
    row!(Command::Down, "Down", "lists and views",
        [(plain(KeyCode::Down), LISTS), (ch('j'), VIEWS)], "Selects the next row of a list; scrolls a view down by one row."),
    row!(Command::Up, "Up", "lists and views",
        [(plain(KeyCode::Up), LISTS), (ch('k'), VIEWS)], "Selects the previous row of a list; scrolls a view up by one row."),
    row!(Command::Earlier, "Earlier step, MAIN", "lists and views",
        [(plain(KeyCode::Left), VIEWS)], "In the view of reasons (w), the step before the one that is explained. In other views, to MAIN."),
    row!(Command::Later, "Later step, BACKCHANNEL", "lists and views",
        [(plain(KeyCode::Right), VIEWS)], "In the view of reasons (w), the step after it. In other views, to BACKCHANNEL."),
    row!(Command::PageDown, "Page down", "lists and views",
        [(plain(KeyCode::PageDown), ALL)], "Scrolls down in the page on the side with the focus, in a list or in a view."),
    row!(Command::PageUp, "Page up", "lists and views",
        [(plain(KeyCode::PageUp), ALL)], "Scrolls up in the page on the side with the focus, in a list or in a view."),
    row!(Command::Top, "To the top", "lists and views",
        [(ch('g'), VIEWS), (plain(KeyCode::Home), VIEWS)], "Scrolls a view to its first row."),
    row!(Command::Bottom, "To the bottom", "lists and views",
        [(ch('G'), VIEWS), (plain(KeyCode::End), VIEWS)], "Scrolls a view to its last row."),
    row!(Command::Edit(Edit::Left), "Character left", "typing",
        [(plain(KeyCode::Left), INPUT)], "Moves the cursor in the text back by one character."),
    row!(Command::Edit(Edit::Right), "Character right", "typing",
        [(plain(KeyCode::Right), INPUT), (ctrl('f'), INPUT)], "Moves the cursor in the text on by one character."),
    row!(Command::Edit(Edit::WordLeft), "Word left", "typing",
        [(ctrl_code(KeyCode::Left), INPUT), (alt(KeyCode::Left), INPUT), (alt(KeyCode::Char('b')), INPUT)],
        "Moves the cursor to the beginning of the word before it."),
    row!(Command::Edit(Edit::WordRight), "Word right", "typing",
        [(ctrl_code(KeyCode::Right), INPUT), (alt(KeyCode::Right), INPUT), (alt(KeyCode::Char('f')), INPUT)],
        "Moves the cursor to the end of the word after it."),
    row!(Command::Edit(Edit::Home), "Beginning of the field", "typing",
        [(plain(KeyCode::Home), INPUT)], "Moves the cursor before the first character."),
    row!(Command::Edit(Edit::End), "End of the field", "typing",
        [(plain(KeyCode::End), INPUT), (ctrl('e'), INPUT)], "Moves the cursor behind the last character."),
    row!(Command::Edit(Edit::Backspace), "Delete before the cursor", "typing",
        [(plain(KeyCode::Backspace), INPUT), (ctrl('h'), INPUT)], "Deletes the character before the cursor."),
    row!(Command::Edit(Edit::Delete), "Delete at the cursor", "typing",
        [(plain(KeyCode::Delete), INPUT), (ctrl('d'), INPUT)], "Deletes the character at the cursor."),
    row!(Command::Edit(Edit::DeleteWord), "Delete the word before", "typing",
        [(ctrl('w'), INPUT), (alt(KeyCode::Backspace), INPUT)], "Deletes from the beginning of the word before the cursor up to the cursor."),
    row!(Command::Edit(Edit::DeleteWordRight), "Delete the word after", "typing",
        [(alt(KeyCode::Char('d')), INPUT)], "Deletes the word after the cursor, from the cursor to its end."),
    row!(Command::Edit(Edit::KillStart), "Delete to the beginning", "typing",
        [(ctrl('u'), INPUT)], "Deletes everything before the cursor."),
    row!(Command::Edit(Edit::KillEnd), "Delete to the end", "typing",
        [(ctrl('k'), INPUT)], "Deletes everything from the cursor on."),
    row!(Command::Edit(Edit::Yank), "Put back what was deleted", "typing",
        [(ctrl('y'), INPUT)], "Inserts the text that the last deletion of a word, or to the beginning or end, took away."),
];

/// The command of a key in a context.
pub fn lookup(key: Key, context: Context) -> Option<Command> {
    let find = |context: Context| {
        KEYMAP
            .iter()
            .find(|row| row.keys.iter().any(|(known, at)| *known == key && at.contains(&context)))
            .map(|row| row.command)
    };
    find(context).or_else(|| find(Commands).filter(|_| context == View))
}

/// The row of a command.
pub(super) fn binding(command: Command) -> Option<&'static Binding> {
    KEYMAP.iter().find(|row| row.command == command)
}

/// The key of a command that holds in a context, as the hint bar shows it.
pub fn key_for(command: Command, context: Context) -> Option<Key> {
    let holds =
        |at: &&'static [Context]| at.contains(&context) || (context == View && at.contains(&Commands));
    binding(command)?.keys.iter().find(|(_, at)| holds(at)).map(|(key, _)| *key)
}

impl Binding {
    /// Whether the palette lists it. Keys that move the focus, the selection or the cursor, and those
    /// that edit a text, are pressed many times where one looks; nobody searches a list for one step.
    pub fn in_palette(&self) -> bool {
        let moves = [
            Command::Next,
            Command::Previous,
            Command::Down,
            Command::Up,
            Command::PageDown,
            Command::PageUp,
            Command::Top,
            Command::Bottom,
            Command::Earlier,
            Command::Later,
        ];
        !matches!(self.command, Command::Edit(_)) && !moves.contains(&self.command)
    }

    /// All its keys in words, such as `h Left`.
    pub fn key_names(&self) -> String {
        let mut names: Vec<String> = self.keys.iter().map(|(key, _)| key.to_string()).collect();
        names.dedup();
        names.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_key_means_two_things_in_a_context() {
        for context in CONTEXTS {
            let mut seen = HashSet::new();
            for row in KEYMAP {
                for (key, at) in row.keys {
                    assert!(!at.contains(&context) || seen.insert(*key), "{key} twice in {context:?}");
                }
            }
        }
    }

    #[test]
    fn keys_that_terminals_and_multiplexers_need_are_free() {
        for row in KEYMAP {
            for (key, _) in row.keys {
                let taken = ['s', 'q', 'b', 'a'].map(ctrl).contains(key);
                assert!(!taken, "{key}");
            }
        }
    }

    #[test]
    fn no_command_needs_a_function_key_and_none_is_listed_twice() {
        let mut seen = HashSet::new();
        for row in KEYMAP {
            assert!(seen.insert(row.command), "{:?}", row.command);
            assert!(row.keys.iter().any(|(key, _)| !matches!(key.code, KeyCode::F(_))), "{}", row.name);
            assert!(!row.help.is_empty() && !row.name.is_empty());
        }
    }

    #[test]
    fn typing_leaves_every_printable_key_to_the_field() {
        for context in [Typing, Finder] {
            for c in ('\u{20}'..='\u{7e}').chain(['é', '日']) {
                assert_eq!(lookup(ch(c), context), None, "{c}");
            }
        }
    }

    #[test]
    fn letters_and_arrows_both_move() {
        for (letter, arrow) in
            [('h', KeyCode::Left), ('j', KeyCode::Down), ('k', KeyCode::Up), ('l', KeyCode::Right)]
        {
            assert_eq!(lookup(ch(letter), Commands), lookup(plain(arrow), Commands));
            assert!(lookup(ch(letter), Commands).is_some());
        }
        assert_eq!(lookup(ch('g'), View), Some(Command::Top));
        assert_eq!(lookup(ch('n'), View), Some(Command::Skip), "a view passes other keys on");
    }

    #[test]
    fn shift_and_case_come_in_many_spellings() {
        let event = |code, modifiers| Key::from(KeyEvent::new(code, modifiers));
        assert_eq!(event(KeyCode::Tab, KeyModifiers::SHIFT), plain(KeyCode::BackTab));
        assert_eq!(event(KeyCode::BackTab, KeyModifiers::SHIFT), plain(KeyCode::BackTab));
        assert_eq!(event(KeyCode::Char('P'), KeyModifiers::CONTROL | KeyModifiers::SHIFT), ctrl('p'));
        assert_eq!(event(KeyCode::Char('?'), KeyModifiers::SHIFT), ch('?'));
    }
}
