//! A picture of every state at every size, and what holds for all of them.

use insta::{Settings, assert_snapshot};
use journey_sim::tui::shot::Picture;
use journey_sim::tui::{Context, Overlay, Palette, Theme};
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr;

use crate::HOW;
use crate::states::{SIZES, STATES, stage};

/// Compares a text with a file in `snapshots`.
fn compare(name: &str, about: &str, text: &str) {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(about);
    // Shown when the test fails.
    println!("{HOW}");
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
    for state in STATES {
        let pictures = SIZES.map(|size| titled(&state.stage(Theme::default(), size).picture()));
        compare(state.name, &format!("{}: {}", state.journey, state.keys), &pictures.concat());
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
    let theme = Theme { ascii: true, palette: Palette::Auto };
    for state in STATES {
        for size in SIZES {
            let text = state.stage(theme, size).picture().text();
            assert!(text.is_ascii(), "{} {size:?}\n{text}", state.name);
        }
    }
    let shown = stage("BackchannelMain", "demo<Enter><wait 4s><Tab><Enter>Ch4", theme, (80, 24)).picture();
    compare("ascii", "--ascii", &titled(&shown));
}

#[test]
fn no_row_is_wider_than_the_screen_and_every_box_is_whole() {
    for state in STATES {
        for size in SIZES {
            let stage = state.stage(Theme::default(), size);
            let picture = stage.picture();
            for row in picture.rows() {
                assert_eq!(row.width(), usize::from(size.0), "{} {size:?} {row:?}", state.name);
            }
            let list = matches!(stage.model().overlay, Some(Overlay::Finder { .. }));
            let corners = corners(&picture, list);
            assert!(corners.len() >= 2, "{} {size:?}: no boxes", state.name);
            for at in corners {
                let broken = broken(&picture, at);
                assert_eq!(broken, None, "{} {size:?} edge from {at:?}\n{}", state.name, picture.text());
            }
        }
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
    let titles = ["COMMANDS", "HELP", "DEMO USERS", "JOURNEYS"];
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
    for state in STATES {
        for size in SIZES {
            let stage = state.stage(Theme::default(), size);
            let picture = stage.picture();
            let told = format!("{} {size:?}\n{}", state.name, picture.text());
            match stage.model().context() {
                Context::Typing | Context::Finder => {
                    let cursor = picture.cursor.unwrap_or_else(|| panic!("no cursor: {told}"));
                    assert!(cursor.x < size.0 && cursor.y < size.1, "{told}");
                }
                _ => assert_eq!(picture.cursor, None, "{told}"),
            }
            match stage.model().context() {
                Context::Typing => assert!(in_field(&picture), "the cursor is in no field: {told}"),
                Context::Commands if stage.model().form().on_field() => assert!(marked(&picture), "{told}"),
                Context::Commands if stage.model().form().focused().is_some() => {
                    assert!(marked(&picture) || reversed(&picture), "{told}");
                }
                _ => {}
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
    for state in STATES {
        for size in SIZES {
            let direct = state.stage(Theme::default(), size).picture().text();
            let storm: String = [(200, 55), (80, 24), (60, 16), (20, 5), (1, 1), (80, 10), size]
                .iter()
                .map(|(columns, rows)| format!("<resize {columns}x{rows}>"))
                .collect();
            let keys = format!("{}{storm}", state.keys);
            let resized = stage(state.journey, &keys, Theme::default(), size).picture().text();
            assert_eq!(resized, direct, "{} {size:?}", state.name);
        }
    }
}
