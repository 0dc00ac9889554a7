//! A click does what it points at. Columns and rows of a click count from 1.

use journey_sim::tui::shot::HeadlessScreen;
use journey_sim::tui::{Context, Full, Overlay, Side, Theme};

use crate::screen::states::stage;

/// The column and the row of the first character of a text in the picture, counted from 1.
fn find(stage: &HeadlessScreen, text: &str) -> (usize, usize) {
    let rows = stage.picture().rows();
    let found = rows
        .iter()
        .enumerate()
        .find_map(|(y, row)| row.find(text).map(|at| (row[..at].chars().count() + 1, y + 1)));
    found.unwrap_or_else(|| panic!("no {text:?} in\n{}", rows.join("\n")))
}

/// The screen after some keys and a click on a text.
fn clicked(size: (u16, u16), keys: &str, text: &str) -> HeadlessScreen {
    let (x, y) = find(&stage("BackchannelMain", keys, Theme::default(), size), text);
    stage("BackchannelMain", &format!("{keys}<click {x},{y}>"), Theme::default(), size)
}

#[test]
fn a_hint_is_a_button() {
    let after = clicked((80, 24), "demo", "Enter submit");
    assert!(after.picture().text().contains("( Open the link )"));
    let after = clicked((80, 24), "", "^P all");
    assert!(matches!(after.model().overlay, Some(Overlay::Finder { .. })));
}

#[test]
fn a_field_takes_the_cursor_where_it_is_clicked() {
    let keys = "demo<Enter><Tab>";
    let (x, y) = find(&stage("BackchannelMain", "dxemo", Theme::default(), (80, 24)), "xemo");
    let keys_after = format!("dxemo<Esc><click {x},{y}><Ctrl+D><Enter>");
    let after = stage("BackchannelMain", &keys_after, Theme::default(), (80, 24));
    let typed = stage("BackchannelMain", keys, Theme::default(), (80, 24));
    assert_eq!(after.model().run.link(), typed.model().run.link());
    assert!(after.model().run.link().is_some());
}

#[test]
fn a_button_and_a_side_are_where_they_are_seen() {
    let after = clicked((80, 24), "demo<Enter>", "( Open the link )");
    assert_eq!((after.model().focus, after.model().context()), (Side::Back, Context::Typing));
    let after = clicked((80, 24), "demo<Enter>", "BACKCHANNEL");
    assert_eq!((after.model().focus, after.model().context()), (Side::Back, Context::Commands));
}

#[test]
fn on_a_narrow_screen_each_tab_is_its_side() {
    assert_eq!(clicked((60, 16), "demo<Enter>", "BACKCHANNEL").model().focus, Side::Back);
    assert_eq!(clicked((60, 16), "demo<Enter>", "MAIN").model().focus, Side::Main);
    assert_eq!(clicked((60, 16), "demo<Enter><Tab>", "MAIN").model().focus, Side::Main);
}

#[test]
fn what_is_shown_in_short_opens_in_full() {
    let opened = |text: &str| match clicked((80, 24), "demo<Enter>", text).model().overlay {
        Some(Overlay::View { what, .. }) => Some(what),
        _ => None,
    };
    assert_eq!(opened("TRANSACTION"), Some(Full::Transaction));
    assert_eq!(opened("EVENTS"), Some(Full::Events));
    assert_eq!(opened("WHY"), Some(Full::Why));
}

#[test]
fn a_row_of_a_list_is_chosen_and_a_click_beside_it_closes_it() {
    let after = clicked((80, 24), "<Esc>J", "HelpDeskMain");
    assert_eq!(after.model().run.journey().as_ref(), "HelpDeskMain");
    assert!(clicked((80, 24), "<Esc>J", "BACKCHANNEL").model().overlay.is_none());
}

#[test]
fn with_the_mouse_off_a_click_does_nothing() {
    let keys = "demo<Enter>m";
    let before = stage("BackchannelMain", keys, Theme::default(), (80, 24)).picture().text();
    assert_eq!(clicked((80, 24), keys, "( Open the link )").picture().text(), before);
}
