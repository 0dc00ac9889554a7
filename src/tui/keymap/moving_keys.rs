//! The keys that move and edit: in lists, in views, in a field.

use crossterm::event::KeyCode;

use super::key::{alt, ch, ctrl, ctrl_code, plain};
use super::{ALL, Binding, Command, INPUT, LISTS, VIEWS};
use crate::tui::editor::Edit;

#[rustfmt::skip]
pub(super) const ROWS: &[Binding] = &[
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
