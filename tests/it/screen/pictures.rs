//! A picture of every state at every size, and what holds for all of them.

use insta::{Settings, assert_snapshot};
use journey_sim::tui::shot::{KeyInput, Picture};
use journey_sim::tui::{Context, Element, MAX_COLUMNS, MAX_ROWS, Theme};
use ratatui::style::Modifier;
use rayon::prelude::*;
use unicode_width::UnicodeWidthStr;

use crate::screen::HOW;
use crate::screen::states::{SIZES, shown, stage};

/// Compares a text with a file in `snapshots`.
fn compare(name: &str, about: &str, text: &str) {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(about);
    settings.bind(|| assert_snapshot!(name, text));
}

fn titled(picture: &Picture) -> String {
    let area = picture.buffer.area;
    let cursor =
        picture.cursor.map(|at| format!(", cursor at {},{}", at.x + 1, at.y + 1)).unwrap_or_default();
    format!("--- {}x{}{cursor}\n{}", area.width, area.height, picture.text())
}

#[test]
fn every_state_has_its_picture_at_every_size() {
    // Shown when the test fails.
    println!("{HOW}");
    for sizes in shown().chunks(SIZES.len()) {
        let state = sizes[0].state;
        let pictures: String = sizes.iter().map(|shown| titled(&shown.picture)).collect();
        compare(state.name, &format!("{}: {}", state.journey, state.keys), &pictures);
    }
}

#[test]
fn a_screen_below_the_floor_says_so() {
    let small = [(59, 16), (60, 15), (20, 5), (9, 2), (1, 1)];
    let keys = "demo<Enter><Tab><Enter>Ch4";
    let pictures =
        small.map(|size| titled(&stage("BackchannelMain", keys, Theme::default(), size).picture()));
    compare("too_small", keys, &pictures.concat());
}

#[test]
fn ascii_is_ascii_in_every_state() {
    for shown in shown() {
        assert!(shown.ascii.text().is_ascii(), "{}", shown.told());
    }
    let theme = Theme { ascii: true, ..Theme::default() };
    let shown = stage("BackchannelMain", "demo<Enter><wait 4s><Tab><Enter>Ch4", theme, (80, 24)).picture();
    compare("ascii", "--ascii", &titled(&shown));
}

#[test]
fn no_row_is_wider_than_the_screen_and_every_box_is_whole() {
    for shown in shown() {
        for row in shown.picture.rows() {
            assert_eq!(row.width(), usize::from(shown.size.0), "{row:?} {}", shown.told());
        }
        let corners = corners(&shown.picture, shown.list);
        // The link alone stands without a box, to be selected.
        assert!(corners.len() >= 2 || shown.state.name == "link_alone", "no boxes: {}", shown.told());
        for at in corners {
            let broken = broken(&shown.picture, at);
            assert_eq!(broken, None, "edge from {at:?}: {}", shown.told());
        }
    }
}

#[test]
fn the_next_thing_to_do_is_told_whole() {
    for shown in shown() {
        let text = shown.picture.text();
        let next = text.lines().find(|row| row.starts_with(" NEXT "));
        let whole = next.is_none_or(|row| row.ends_with('.') && !row.ends_with(".."));
        assert!(whole, "{}", shown.told());
    }
}

/// The upper corners of the boxes. A list stands over the panes and hides their edges: then only its.
fn corners(picture: &Picture, list: bool) -> Vec<(u16, u16)> {
    let area = picture.buffer.area;
    let places = (0..area.height).flat_map(|y| (0..area.width).map(move |x| (x, y)));
    let symbol = |(x, y): &(u16, u16)| picture.buffer[(*x, *y)].symbol();
    let all = places.filter(|at| ["╔", "╗", "┌", "┐"].contains(&symbol(at)));
    if !list {
        return all.collect();
    }
    let titles = ["COMMANDS", "HELP", "DEMO USERS", "JOURNEYS", "EVENTS"];
    let row = picture
        .rows()
        .iter()
        .position(|row| titles.iter().any(|title| row.contains(&format!("╔═ {title} "))));
    let row = u16::try_from(row.expect("the list has a title")).unwrap();
    let on_row: Vec<(u16, u16)> = all.filter(|(_, y)| *y == row).collect();
    // The list's own corners are the inner ones.
    let left = on_row.iter().rfind(|at| symbol(at) == "╔");
    let right = on_row.iter().find(|at| symbol(at) == "╗" && Some(*at) > left);
    left.into_iter().chain(right).copied().collect()
}

/// The row at which the edge below a corner is broken.
fn broken(picture: &Picture, (x, y): (u16, u16)) -> Option<u16> {
    let symbol = |y: u16| picture.buffer[(x, y)].symbol();
    let (edge, end) = match symbol(y) {
        "╔" => ("║", "╚"),
        "╗" => ("║", "╝"),
        "┌" => ("│", "└"),
        _ => ("│", "┘"),
    };
    let below = y + 1..picture.buffer.area.height;
    let last = below.clone().find(|row| symbol(*row) != edge);
    match last {
        Some(row) if symbol(row) == end => None,
        other => Some(other.unwrap_or(below.end)),
    }
}

#[test]
fn what_has_the_focus_is_in_the_picture() {
    for shown in shown() {
        let picture = &shown.picture;
        let told = shown.told();
        match (shown.context, picture.cursor) {
            (Context::Typing, _) => assert!(in_field(picture), "the cursor is in no field: {told}"),
            (Context::Finder, Some(cursor)) => assert!(picture.buffer.area.contains(cursor), "{told}"),
            (Context::Finder, None) => panic!("no cursor: {told}"),
            (_, cursor) => assert_eq!(cursor, None, "{told}"),
        }
        if shown.context == Context::Commands {
            match shown.focused {
                Some(Element::Field { .. } | Element::Option { .. }) => assert!(marked(picture), "{told}"),
                Some(_) => assert!(reversed(picture), "{told}"),
                None => {}
            }
        }
    }
}

/// Whether the cursor stands between the brackets of the field that has the mark of the focus, or
/// of the field below the label that has it.
fn in_field(picture: &Picture) -> bool {
    let Some(cursor) = picture.cursor else { return false };
    let symbol = |x: u16, y: u16| picture.buffer[(x, y)].symbol();
    let edge = |x: &u16| ["│", "║"].contains(&symbol(*x, cursor.y));
    let before = (0..cursor.x).rev().take_while(|x| !edge(x)).find(|x| symbol(*x, cursor.y) == "[");
    let behind =
        (cursor.x..picture.buffer.area.width).take_while(|x| !edge(x)).find(|x| symbol(*x, cursor.y) == "]");
    let left = (0..cursor.x).rev().find(edge).unwrap_or(0);
    let mark = [cursor.y, cursor.y - 1].iter().any(|y| symbol(left + 1, *y) == ">");
    before.is_some() && behind.is_some() && mark
}

/// Whether an element in a pane has the mark of the focus.
fn marked(picture: &Picture) -> bool {
    picture.rows().iter().any(|row| row.contains("║> "))
}

/// Whether something in a pane is shown in reverse: a button.
fn reversed(picture: &Picture) -> bool {
    let area = picture.buffer.area;
    (0..area.height).any(|y| {
        let in_pane = ["│", "║"].contains(&picture.buffer[(0, y)].symbol());
        let is_button = |x: u16| {
            let cell = &picture.buffer[(x, y)];
            cell.symbol() == "(" && cell.modifier.contains(Modifier::REVERSED)
        };
        in_pane && (0..area.width).any(is_button)
    })
}

#[test]
fn a_resized_screen_is_the_screen_of_that_size() {
    shown().par_chunks(SIZES.len()).for_each(|sizes| {
        let state = sizes[0].state;
        // How far a page key scrolls depends on the size at that moment.
        if state.name.ends_with("_scrolled") {
            return;
        }
        let mut resized = stage(state.journey, state.keys, Theme::default(), (80, 24));
        for shown in sizes {
            for (columns, rows) in [(200, 55), (20, 5), (1, 1), (80, 10), shown.size] {
                resized.play(&KeyInput::Resize(columns, rows));
            }
            assert_eq!(resized.picture().text(), shown.picture.text(), "{}", shown.told());
        }
    });
}

#[test]
fn a_terminal_may_claim_any_size() {
    for keys in ["", "<Esc>e", "<Esc>d", "<Esc>w", "<F1>", "<resize 500x500><click 400,400>"] {
        let keys = format!("demo<Enter>{keys}");
        let mut stage = stage("BackchannelMain", &keys, Theme::default(), (80, 24));
        stage.play(&KeyInput::Resize(u16::MAX, u16::MAX));
        assert_eq!(stage.model().size(), (MAX_COLUMNS, MAX_ROWS), "{keys}");
        let picture = stage.picture();
        assert_eq!((picture.buffer.area.width, picture.buffer.area.height), (MAX_COLUMNS, MAX_ROWS));
        let rows = picture.rows();
        assert!(
            rows[0].starts_with(" jsim  BackchannelMain") && rows[usize::from(MAX_ROWS) - 1].contains(' ')
        );
    }
}
