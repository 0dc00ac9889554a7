//! What the screen tells a newcomer to do is right: the row NEXT, the hints, the marks of the buttons.

use journey_sim::tui::{Side, Theme};

use crate::screen::states::stage;

const RESET: &str = "reset<Enter><Tab><Enter>R3set!me<Enter>";
/// Skips, until long after the transaction has expired.
const LATER: &str = "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn";

fn text_at(size: (u16, u16), journey: &str, keys: &str) -> String {
    stage(journey, keys, Theme::default(), size).picture().text()
}

fn text(keys: &str) -> String {
    text_at((80, 24), "BackchannelMain", keys)
}

#[track_caller]
fn shows(picture: &str, wanted: &[&str]) {
    for words in wanted {
        assert!(picture.contains(words), "no {words:?} in\n{picture}");
    }
}

#[track_caller]
fn hides(picture: &str, unwanted: &[&str]) {
    for words in unwanted {
        assert!(!picture.contains(words), "{words:?} in\n{picture}");
    }
}

#[test]
fn on_a_page_of_fields_and_buttons_enter_is_named_after_the_button_it_presses() {
    let first = text(RESET);
    shows(
        &first,
        &["Enter next field", "NEXT Fill the three fields, Enter after each; then Tab goes on to SUBMIT."],
    );
    shows(&first, &["( SUBMIT )  (*CANCEL*)"]);
    let last = text(&format!("{RESET}a<Enter>b<Enter>"));
    shows(
        &last,
        &["> Confirm Password", "Enter press CANCEL", "Tab to SUBMIT", "Enter here presses CANCEL."],
    );
    // It is what happens: the vendor's default is CANCEL.
    shows(&text(&format!("{RESET}a<Enter>b<Enter>c<Enter>")), &[" Failure "]);
}

#[test]
fn enter_goes_on_to_the_next_field_even_to_one_that_is_filled() {
    let typed = text(&format!("{RESET}a<Tab>bb<Shift+Tab><Enter>"));
    shows(&typed, &["> New Password      [**"]);
}

#[test]
fn tab_goes_over_the_fields_then_the_buttons_then_to_the_other_side() {
    let at = |tabs: usize| text(&format!("{RESET}{}", "<Tab>".repeat(tabs)));
    shows(&at(2), &["> Confirm Password"]);
    shows(
        &at(3),
        &[
            "> ( SUBMIT )",
            "COMMAND  Enter press SUBMIT  Tab to CANCEL",
            "NEXT Enter presses SUBMIT; j goes to CANCEL.",
        ],
    );
    shows(&at(4), &[" >(*CANCEL*)", "Tab other side", "NEXT Enter presses CANCEL; k goes to SUBMIT."]);
    let other =
        stage("BackchannelMain", &format!("{RESET}{}", "<Tab>".repeat(5)), Theme::default(), (80, 24));
    assert_eq!(other.model().focus, Side::Main);
    shows(&text(&format!("{RESET}<Tab><Tab><Tab><Shift+Tab>")), &["> Confirm Password", "TYPING"]);
}

#[test]
fn a_message_names_its_buttons_and_marks_the_one_with_the_focus() {
    let message = text("ghost<Enter>");
    shows(&message, &["( Try again ) >( Stop )", "NEXT Enter presses Stop; k goes to Try again."]);
    shows(
        &text("ghost<Enter>k"),
        &["> ( Try again )  ( Stop )", "NEXT Enter presses Try again; j goes to Stop."],
    );
}

#[test]
fn a_restart_begins_with_empty_fields() {
    for keys in ["half typed<Esc>R", "half typed<Esc>J<Enter>", "half typed<Esc>J<Down><Enter>"] {
        hides(&text(keys), &["half typed"]);
    }
    // Going back after a mistaken R is what brings a page back, not the restart.
    shows(&text("half typed"), &["half typed"]);
}

#[test]
fn nothing_is_asked_for_that_can_change_nothing() {
    let expired = format!("demo<Enter><Tab><Enter><Esc>{LATER}");
    shows(&text(&expired), &["NEXT The transaction is gone: this login changes nothing. R starts over."]);
    shows(&text(&format!("{expired}<Tab>")), &["NEXT R starts over, [ goes back"]);
    let fails = "demo<Enter><Tab><Enter><Esc>xn";
    shows(&text(fails), &["NEXT MAIN has ended: this login changes nothing. R starts over."]);
    shows(&text(&format!("{fails}<Tab>")), &["NEXT R starts over, [ goes back"]);
    let spam = text_at((80, 24), "EveryOutcomeMain", "demo<Enter>ppppp<Tab><Enter>");
    shows(&spam, &["NEXT MAIN has ended: this login changes nothing. Esc R starts over."]);
    let older = text("demo<Enter><Tab><Enter><Tab>kk<Enter>demo<Enter><Tab><Esc>");
    shows(&older, &["NEXT This login is about an older transaction. O opens the newest link."]);
    let before_the_poll = text("demo<Enter><Tab><Enter><wait 180s><wait 100ms>");
    shows(
        &before_the_poll,
        &["NEXT The transaction is gone: no login counts. Esc n goes to MAIN's next poll."],
    );
    hides(&text(&format!("{expired}t")), &["tried again"]);
}

#[test]
fn a_dead_link_shows_that_it_is_refused() {
    let gone = format!("demo<Enter><Esc>{LATER}<Tab>");
    let before = text(&gone);
    shows(&before, &["The link no longer works"]);
    hides(&before, &["Unable to read transaction."]);
    let refused = text(&format!("{gone}<Enter>"));
    shows(
        &refused,
        &["> The link was refused: Unable to read transaction.", "║  Unable to read transaction."],
    );
}

#[test]
fn a_skip_to_the_expiry_is_not_offered_before_a_page_that_waits_and_else_named() {
    hides(&text("demo<Enter><Tab><Enter>Ch4ng3!t<Enter>n"), &["n skip"]);
    let spam = text_at((120, 36), "EveryOutcomeMain", "demo<Enter>ppppp");
    shows(&spam, &["n skip to expiry"]);
    shows(&text("demo<Enter><Tab>"), &["n skip "]);
}

#[test]
fn an_end_names_its_cause() {
    let end = |keys| text_at((120, 36), "EveryOutcomeMain", keys);
    shows(&end("demo<Enter>ppppp"), &["e took Spam, which leads to Failure."]);
    shows(&end("demo<Esc><Down><Down><Down><Enter>"), &["e took Configuration failure, which"]);
    hides(&end("demo<Enter>ppppp"), &["last look"]);
    shows(&text(&format!("demo<Enter><Esc>{LATER}")), &["gave Unknown."]);
}

#[test]
fn who_goes_back_is_told_that_the_clock_stands_still() {
    shows(
        &text("demo<Enter><Tab><Enter><Esc>["),
        &["The clock stands still: Space lets it run.", "Space run clock"],
    );
    // There is nothing to go back to after an end at the very start.
    let start = text_at((80, 24), "BackchannelLogin", "");
    shows(&start, &["NEXT R starts over, J lists more journeys."]);
}

#[test]
fn a_request_in_flight_is_told_of_wherever_it_is_in_the_way() {
    for key in ["p", "<Enter>", "<Tab><Enter>"] {
        let shown = text(&format!("<Esc> idemo<Enter>{key}"));
        shows(
            &shown,
            &[
                "! In flight: . visits a node, Space lets the clock run.",
                ". step",
                "NEXT A request is in flight",
            ],
        );
    }
}

#[test]
fn in_a_view_of_one_side_tab_shows_the_other_one() {
    let state = "demo<Enter><Tab><Enter><Esc>d";
    shows(&text(state), &["STATE of BACKCHANNEL", "Tab other side"]);
    shows(&text(&format!("{state}<Tab>")), &["STATE of MAIN"]);
    hides(&text("demo<Enter>t"), &["Tab "]);
}

#[test]
fn a_password_is_masked_again_when_its_side_is_left() {
    let revealed = "demo<Enter><Tab><Enter>Ch4<Ctrl+R>";
    shows(&text(revealed), &["[Ch4"]);
    for keys in ["<Tab>", "<Esc>h", "<Tab><Tab>", "<click 5,5>"] {
        hides(&text(&format!("{revealed}{keys}")), &["[Ch4"]);
    }
}

#[test]
fn the_smallest_screen_still_tells_the_way_to_everything() {
    shows(&text_at((60, 16), "BackchannelMain", "demo<Enter>"), &["Tab to BACKCHANNEL", "^P all"]);
}
