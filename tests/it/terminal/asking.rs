//! `jsim run` with a person at the terminal: it asks line by line, and shows no password.

use crate::terminal::screen::Screen;

#[test]
fn a_password_is_not_shown_while_it_is_typed() {
    let mut screen = Screen::start(&["run"]);
    screen.until("main asks \"User to authenticate\":").send("demo\r");
    screen.until("backchannel asks \"Password\":").send("Ch4ng3!T\x7ft\r");
    screen.until("ended at Success: Login successful").until("main ended at Failure");
    assert_eq!(screen.left(), 0);
    let told = String::from_utf8_lossy(&screen.bytes);
    assert!(!told.contains("Ch4ng3"), "{told}");
}

#[test]
fn ctrl_c_at_a_hidden_question_ends_it_with_130() {
    let mut screen = Screen::start(&["run", "--answer", "main:User to authenticate=demo"]);
    screen.until("backchannel asks \"Password\":").send("half\x03");
    assert_eq!(screen.left(), 130);
    assert!(!String::from_utf8_lossy(&screen.bytes).contains("half"));
}
