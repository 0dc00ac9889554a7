//! The one table of commands: key, name, help, where it holds. The hint bar, the help and the
//! command palette are made from it.

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

mod command;
mod key;
mod moving_keys;
mod page_keys;
mod run_keys;

pub use command::Command;
pub use key::{CONTEXTS, Context, Key};

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

/// The parts of the table, as they are listed.
const PARTS: [&[Binding]; 3] = [page_keys::ROWS, run_keys::ROWS, moving_keys::ROWS];

/// The table.
pub const KEYMAP: &[Binding] = &joined::<{ PARTS[0].len() + PARTS[1].len() + PARTS[2].len() }>();

const fn joined<const COUNT: usize>() -> [Binding; COUNT] {
    let mut all = [PARTS[0][0]; COUNT];
    let (mut part, mut row, mut next) = (0, 0, 0);
    while next < COUNT {
        if row == PARTS[part].len() {
            (part, row) = (part + 1, 0);
            continue;
        }
        all[next] = PARTS[part][row];
        (row, next) = (row + 1, next + 1);
    }
    all
}

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

    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::key::{ch, ctrl, plain};
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
