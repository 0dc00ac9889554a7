//! The session is saved as a scenario, and the scenario holds.

use crate::jsim::jsim;
use crate::terminal::screen::Screen;

/// The screen, started by a shell in a folder.
fn in_folder(folder: &std::path::Path) -> Screen {
    in_folder_with(folder, "")
}

fn in_folder_with(folder: &std::path::Path, options: &str) -> Screen {
    let mut screen = Screen::shell();
    screen.until("ready>").send(&format!("cd '{}' && $JSIM {options}\r", folder.display()));
    screen.until("User to authenticate");
    screen
}

#[test]
fn the_folder_of_the_journeys_is_found_again_from_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("exports")).unwrap();
    let export = "backchannel-demo.journey.json";
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys").join(export);
    std::fs::copy(from, folder.path().join("exports").join(export)).unwrap();
    let mut screen = in_folder_with(folder.path(), "--journeys exports --seed 5");
    screen.send("demo\r").until("( Open the link )").send("\x1bS").until("Saved as");
    screen.send("q").until("ready>");
    let path = folder.path().join("jsim-scenario-1.json");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"journeys\": \"exports\"") && text.contains("\"seed\": 5"), "{text}");
    let ran = jsim(&["test".as_ref(), path.as_os_str()]).run();
    assert_eq!(ran.code, Some(0), "{}", ran.out);
}

#[test]
fn a_scenario_that_was_saved_beside_the_exports_is_left_out_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let export = "backchannel-demo.journey.json";
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys").join(export);
    std::fs::copy(from, folder.path().join(export)).unwrap();
    let mut screen = in_folder_with(folder.path(), "--journeys .");
    screen.send("demo\r").until("( Open the link )").send("\x1bS").until("Saved as jsim-scenario-1.json");
    // The first line of the shell has a prompt, too: only the one at the end waits for a command.
    screen.send("q").wait("the prompt", |screen| screen.contents().ends_with("ready>"));
    screen.send("clear; $JSIM --journeys .\r").until("User to authenticate");
    screen.send("\x1b").until("COMMAND").send("q");
    screen.until("no journey export: ./jsim-scenario-1.json (a scenario)").until("simulated time");
}

#[test]
fn a_saved_session_passes_at_once_and_holds_no_password() {
    let folder = tempfile::tempdir().unwrap();
    let mut screen = in_folder(folder.path());
    screen.send("demo\r").until("( Open the link )").send("\t\r");
    screen.until("> Password").send("hush-4711\r").until("stays open");
    screen.send("\x1bS").until("Saved as jsim-scenario-1.json");
    screen.send("\r").until("> Password").send("Ch4ng3!t");
    screen.until("[********").send("\r").until("BackchannelLogin reached Success");
    screen.send("n").until("The other device has logged in.");
    screen.send("S").until("Saved as jsim-scenario-2.json");
    screen.send("q").until("ready>");
    for name in ["jsim-scenario-1.json", "jsim-scenario-2.json"] {
        let path = folder.path().join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("hush-4711") && !text.contains("Ch4ng3!t"), "{text}");
        let ran = jsim(&["test".as_ref(), path.as_os_str()]).run();
        assert_eq!(ran.code, Some(0), "{}\n{text}", ran.out);
    }
}

#[test]
fn a_folder_that_is_gone_is_said_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut screen = in_folder(folder.path());
    screen.send("demo\r").until("( Open the link )").send("\x1b");
    std::fs::remove_dir_all(folder.path()).unwrap();
    screen.send("S").until("Not saved: ").until("( Open the link )");
    screen.send("q").until("ready>");
}
