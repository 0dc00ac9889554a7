//! The split screen: MAIN on the left, BACKCHANNEL on the right, the transaction between them.
//!
//! [`Model`] is what is looked at, [`update`] what a message does to it, [`view`] the picture of it:
//! all three without a terminal and without a clock. Only [`run`] touches the terminal; [`shot`] plays
//! them without one.
//!
//! Its parts import in one direction only, each from those above it:
//!
//! | parts | what they know |
//! |---|---|
//! | `text`, `theme`, `options`, `clipboard`, `save`, `signals` | nothing of the screen |
//! | `editor`, `page`, `overlay` | a line of input, what can have the focus, what can be opened |
//! | `keymap`, `news`, `facts`, `form`, `why` | commands and keys, sentences, what a run and a person's input are |
//! | `model`, `layout` | the state, and where everything of it is: laid out once when it has changed |
//! | `advice`, `hints`, `summary` | what can be done next, what is told at the end |
//! | `update` | what keys, the mouse and time do |
//! | `view` | how it is painted |
//! | `backend`, `terminal`, `app`, `shot` | the terminal, or none |

mod advice;
mod app;
mod backend;
mod clipboard;
mod editor;
mod facts;
mod form;
mod hints;
mod keymap;
mod layout;
mod model;
mod news;
mod options;
mod overlay;
mod page;
mod save;
pub mod shot;
pub(crate) mod signals;
mod summary;
mod terminal;
mod text;
mod theme;
mod update;
mod view;
mod why;

pub use advice::{Advice, advice};
pub use app::{Error, run};
pub use editor::{Edit, Editor};
pub use form::{Form, Input};
pub use hints::{Hint, hints};
pub use keymap::{Binding, CONTEXTS, Command, Context, KEYMAP, Key, key_for, lookup};
pub use model::{FLOOR, MAX_COLUMNS, MAX_ROWS, Model, Toast};
pub use options::{Colour, Options, ThemeChoice};
pub use overlay::{Full, List, Overlay};
pub use page::{Element, Side};
pub use summary::summary;
pub use theme::{Palette, Role, Theme, auto_palette, wants_colour};
pub use update::{Effect, Msg, Update, run_command, update};
pub use view::{paint, view};
pub use why::Explanations;

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    /// The parts, lowest first, as the documentation of this module tells them.
    const ORDER: &[&[&str]] = &[
        &["text", "theme", "options", "clipboard", "save", "signals"],
        &["editor", "page", "overlay"],
        &["keymap", "news", "facts", "form", "why"],
        &["model", "layout"],
        &["advice", "hints", "summary"],
        &["update"],
        &["view"],
        &["backend", "terminal", "app", "shot"],
    ];

    fn level(part: &str) -> usize {
        let found = ORDER.iter().position(|parts| parts.contains(&part));
        found.unwrap_or_else(|| panic!("{part} has no place in the order of this folder"))
    }

    fn files(folder: &Path) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
    }

    /// The parts that a file imports from; a path with as many `super` as it takes leads here as well.
    fn imports(text: &str, depth: usize) -> Vec<String> {
        let above = "super::".repeat(depth);
        let mut found = Vec::new();
        for line in text.lines() {
            let path = match line.split_once("use ") {
                Some((visible, path)) if visible.is_empty() || visible.starts_with("pub") => path,
                _ => continue,
            };
            let rest = path.strip_prefix("crate::tui::").or_else(|| path.strip_prefix(above.as_str()));
            let Some(rest) = rest.filter(|rest| !rest.starts_with("super")) else { continue };
            assert!(!rest.starts_with('{'), "one import for each part: {line}");
            found.extend(rest.split([':', ';', ' ']).next().map(str::to_owned));
        }
        found
    }

    #[test]
    fn nothing_is_imported_against_the_order() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui");
        for file in files(&root) {
            let path = file.strip_prefix(&root).unwrap().with_extension("");
            let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
            let Some(own) = parts.first().filter(|part| **part != "mod") else { continue };
            let depth = parts.len() - usize::from(parts.last() == Some(&"mod"));
            let text = std::fs::read_to_string(&file).unwrap();
            for part in imports(&text, depth) {
                assert!(level(&part) <= level(own), "{} imports from {part}", file.display());
            }
        }
    }
}
