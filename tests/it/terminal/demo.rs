//! The demo from its first key to its end, along every ordinary path.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::terminal::screen::Screen;

const PASSWORD: &str = "Ch4ng3!t";

/// The demo with a user named and the link opened: the cursor is in the password field.
fn link_opened() -> Screen {
    let mut screen = Screen::start(&[]);
    screen.until("User to authenticate").send("demo\r");
    screen.until("( Open the link )").send("\t\r");
    screen.until("> Password");
    screen
}

#[test]
fn the_happy_path() {
    let mut screen = link_opened();
    screen.send(PASSWORD);
    screen.until("[********").send("\r");
    screen.until("BackchannelLogin reached Success").send("\tn");
    screen.until("The other device has logged in.").until("AuthLevel: 0").send("\r");
    screen.until("BackchannelMain reached Failure").send("q");
    assert_eq!(screen.left(), 0);
    let left = screen.contents();
    assert!(left.contains("BACKCHANNEL  ended: Success   path a b"), "{left}");
    assert!(left.contains("COMPLETED APPROVED"), "{left}");
    let told = String::from_utf8_lossy(&screen.bytes);
    assert!(!told.contains(PASSWORD), "the password was never written");
}

#[test]
fn a_wrong_password_and_then_the_right_one() {
    let mut screen = link_opened();
    screen.send("wrong\r");
    screen.until("stays open").send("\r");
    screen.until("> Password").send(PASSWORD);
    screen.until("[********").send("\r");
    screen.until("BackchannelLogin reached Success").send("q");
    screen.left();
    assert!(screen.contents().contains("COMPLETED APPROVED"), "{}", screen.contents());
}

#[test]
fn an_unknown_user_is_asked_for_again() {
    let mut screen = Screen::start(&[]);
    screen.until("User to authenticate").send("nobody\r");
    screen.until("This user is not known here.").until("-> Unknown Subject").send("k\r");
    screen.until("Unknown Subject Message -> True").until("> User to authenticate");
}

#[test]
fn exit_asks_for_another_user() {
    let mut screen = Screen::start(&[]);
    screen.until("User to authenticate").send("demo\r");
    screen.until("( Choose another user )").send("k\r");
    screen.until("Display Redirect URL Poll -> Exited").until("> User to authenticate");
}

#[test]
fn five_early_requests_are_spam() {
    let mut screen = Screen::start(&[]);
    screen.until("User to authenticate").send("demo\r");
    screen.until("( Re-submit now )").send("ppppp");
    screen.until("Display Redirect URL Poll -> Spam").until("BackchannelMain reached Failure");
}

#[test]
fn skipping_time_until_the_transaction_is_gone_gives_unknown() {
    let mut screen = Screen::start(&[]);
    screen.until("User to authenticate").send("demo\r");
    screen.until("Backchannel Status -> Pending").send(&"n".repeat(40));
    screen.until("Backchannel Status -> Unknown").until("Error checking back channel transaction status.");
    screen.send("\t\r");
    screen.until("Unable to read transaction.");
}

#[test]
fn a_paste_with_a_line_end_is_one_value_and_submits_nothing() {
    let mut screen = link_opened();
    screen.paste("Ch4\nng3!t\r\n");
    screen.until("Line ends and control characters").until("[********").send("\x12");
    screen.until("[Ch4ng3!t ").send("\r");
    screen.until("BackchannelLogin reached Success");
}

#[test]
fn every_printable_key_goes_into_a_password() {
    let mut screen = link_opened();
    screen.send("q?[ :\x12");
    screen.until("[q?[ : ");
}

#[test]
fn esc_and_the_key_after_it_in_one_piece_are_two_keys() {
    let mut screen = link_opened();
    screen.send("\x1bn");
    screen.until("COMMAND").until("d:I─f");
}

#[test]
fn a_click_gives_the_focus_and_after_m_the_mouse_is_the_terminals() {
    let mut screen = Screen::start(&[]);
    screen.until("╔═ MAIN").send("\x1b[<0;60;5M\x1b[<0;60;5m");
    screen.until("╔═ BACKCHANNEL").send("m");
    screen.until("Mouse off");
    assert_eq!(screen.terminal().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
}

#[test]
fn the_link_goes_to_the_clipboard() {
    let mut screen = Screen::start(&[]);
    screen.until("User to authenticate").send("demo\r");
    screen.until("( Open the link )").send("y");
    let link = "https://openam-demo.example.com/am/XUI/?realm=/alpha&authIndexType=transaction";
    // Whole groups of three bytes have the same letters whatever follows.
    let sent = format!("\x1b]52;c;{}", STANDARD.encode(&link[..link.len() / 3 * 3]));
    screen.wait("OSC 52", |screen| String::from_utf8_lossy(&screen.bytes).contains(&sent));
}

/// This emulator, as many terminals, gives a family of three six columns where the program counts two.
#[test]
fn wide_and_joined_characters_leave_the_borders_where_they_are() {
    let journey = "日本語 cafe\u{301} 👩‍👩‍👧";
    let mut screen = Screen::start(&["--journeys", "tests/it/screen/journeys", "--journey", journey]);
    screen.until("╔═ MAIN").send("日本語\r");
    screen.until("( Open the link )").send("\t\r");
    screen.until("> Password").send("👩‍👩‍👧x\x12");
    screen.until("x ");
    let edge =
        |row: u16, column: u16| screen.terminal().cell(row, column).map(|cell| cell.contents().to_owned());
    for row in 2..12 {
        assert_eq!(edge(row, 39).as_deref(), Some("│"), "row {row}\n{}", screen.contents());
        assert_eq!(edge(row, 40).as_deref(), Some("║"), "row {row}\n{}", screen.contents());
        assert_eq!(edge(row, 79).as_deref(), Some("║"), "row {row}\n{}", screen.contents());
    }
}

#[test]
fn a_burst_of_keys_arrives_whole_even_while_the_size_changes() {
    let mut screen = Screen::start(&[]);
    screen.until("User to authenticate").send(&"a".repeat(1500));
    screen.resize(120, 36);
    screen.send(&format!("{}end", "b".repeat(1500)));
    screen.until("bbbend ");
    screen.send("\x15done");
    screen.until("[done ");
}
