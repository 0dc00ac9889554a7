//! What the screen tells of what just happened. Every text fits the smallest screen; those that
//! name something of any length have their point first, and lose whole sentences where room is short.

use std::fmt::Display;

use super::keymap::Key;
use super::text::{fit, fit_end, width};

/// The columns that the smallest screen has for news, behind its mark.
const ROOM: usize = 57;

/// `news! { NAME = "text"; .. }`: the texts, and the list of all of them.
macro_rules! news {
    ($($name:ident = $text:literal;)+) => {
        $(pub(super) const $name: &str = $text;)+
        /// All of them.
        #[cfg(test)]
        const ALL: &[&str] = &[$($name),+];
    };
}

news! {
    PASTE_CONTROLS = "Line ends and control characters were left out.";
    PASTE_ON_COMMANDS = "Not pasted: letters are commands. Press i, then paste.";
    PASTE_NOWHERE = "Nothing was pasted: there is no field here.";
    MOUSE_ON = "Mouse on: click a side, a field, a button.";
    MOUSE_OFF = "Mouse off: the terminal has it, text can be selected.";
    NO_LINK = "There is no link yet: MAIN's journey makes one.";
    COPIED = "Link sent to the clipboard. Not there? y again shows it.";
    NO_FIELD_TO_EDIT = "There is no field to edit here.";
    QUIT_ARMED = "Press Ctrl+C again to quit.";
    NO_FIELD_TO_TYPE = "This page has no field to type into.";
    NO_PASSWORD = "There is no password field on this side.";
    IN_FLIGHT = "In flight: . visits a node, Space lets the clock run.";
    NO_WAIT = "Neither side is in a polling wait.";
    STORE_FAILS = "The transaction store fails now. x makes it work again.";
    STORE_WORKS = "The transaction store works again.";
    NO_NODE = "No node comes next: answer a page, or restart a side.";
    NOTHING_SCHEDULED = "Nothing is scheduled: no wait, no living transaction.";
    FASTEST = "This is the fastest.";
    SLOWEST = "This is the slowest. Space pauses.";
    FIRST_MOMENT = "This is the beginning.";
    NEWEST_MOMENT = "This is the newest moment.";
    STANDS_STILL = "The clock stands still: Space lets it run.";
    NOTHING_MATCHES = "Nothing matches. Esc closes the list.";
    NO_FIELD_FOR_IT = "There is no field with the focus to put it into.";
    CHANGED_PASSWORD = "That password was made up in this run: type it yourself.";
}

/// A key that means nothing.
pub(super) fn no_command(key: Key) -> String {
    format!("No command has the key {key}. ? lists all.")
}

/// A paste that did not fit; in bytes.
pub(super) fn paste_cut(kept: usize, all: usize) -> String {
    format!("Too long for a field: {} KB of {} KB were kept.", kept / 1024, all.div_ceil(1024))
}

/// A journey that was started again.
pub(super) fn restarted(journey: &str) -> String {
    format!("{journey} starts from the beginning. Esc [ goes back.")
}

/// Something that the world refused.
pub(super) fn refused(why: &dyn Display) -> String {
    format!("Not now: {why}.")
}

/// A link that the server refused; what it told the person who opened it.
pub(super) fn link_refused(told: &str) -> String {
    format!("The link was refused: {told}")
}

/// A session that was saved.
pub(super) fn saved(name: &str) -> String {
    format!("Saved as {name}. jsim test {name} plays it.")
}

/// A session that could not be saved, the reason first; the folder as far as there is room for it.
pub(super) fn not_saved(why: &std::io::Error, folder: Option<&str>) -> String {
    use std::io::ErrorKind;
    let reason = match why.kind() {
        ErrorKind::PermissionDenied => "no permission to write here".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "this file system is read-only".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::QuotaExceeded => "your disk quota is used up".to_owned(),
        ErrorKind::NotFound => "this folder is gone".to_owned(),
        // Ours have no number of the system; the system's have one, which tells a person nothing.
        _ => {
            let said = why.to_string();
            said.split(" (os error").next().unwrap_or_default().to_owned()
        }
    };
    let says = format!("Not saved: {reason}");
    let left = ROOM.saturating_sub(width(&says) + 3);
    match folder.filter(|_| left >= 12) {
        Some(folder) => format!("{says}: {}.", fit_end(folder, left)),
        None => format!("{says}."),
    }
}

/// A text in a row: whole, else without its last sentences, else cut.
pub(super) fn in_room(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let ends = text.match_indices(". ").map(|(at, _)| &text[..=at]);
    let whole = ends.filter(|head| width(head) <= room).last();
    whole.map_or_else(|| fit(text, room).into_owned(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use super::*;

    #[test]
    fn every_text_fits_the_smallest_screen() {
        for text in ALL {
            assert!(width(text) <= ROOM, "{text}");
            assert!(text.ends_with('.'), "{text}");
        }
        let folder = "/home/somebody/with/a/very/long/path/to/the/folder/of/this/project";
        let kinds = [
            ErrorKind::PermissionDenied,
            ErrorKind::ReadOnlyFilesystem,
            ErrorKind::StorageFull,
            ErrorKind::NotFound,
        ];
        for kind in kinds {
            for folder in [Some(folder), Some("/srv"), None] {
                let text = not_saved(&Error::from(kind), folder);
                assert!(width(&text) <= ROOM, "{text}");
            }
        }
        assert!(width(&paste_cut(64 << 10, 100 << 20)) <= ROOM);
    }

    #[test]
    fn the_reason_comes_first_and_without_a_number() {
        let denied = Error::from_raw_os_error(13);
        assert_eq!(not_saved(&denied, Some("/srv")), "Not saved: no permission to write here: /srv.");
        assert_eq!(not_saved(&Error::other("there are 9 already"), None), "Not saved: there are 9 already.");
    }

    #[test]
    fn short_of_room_whole_sentences_go() {
        let text = restarted("AJourneyWithAVeryLongNameIn");
        assert_eq!(in_room(&text, 80), text);
        assert_eq!(in_room(&text, 57), "AJourneyWithAVeryLongNameIn starts from the beginning.");
        assert_eq!(in_room("one two three", 9), "one two..");
    }
}
