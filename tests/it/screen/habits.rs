//! What people expect of a terminal program, checked in every state of the screen.

use crossterm::event::{KeyEvent, KeyEventKind};
use journey_sim::drive::Run;
use journey_sim::tui::shot::{KeyInput, parse};
use journey_sim::tui::{
    Command, Context, Effect, Full, Hint, Input, KEYMAP, List, Model, Msg, Overlay, Side, Theme, hints,
    key_for, lookup, paint, run_command, update,
};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::screen::states::{STATES, stage};

const SIZE: (u16, u16) = (80, 24);

fn model(journey: &str, keys: &str) -> Model {
    stage(journey, keys, Theme::default(), SIZE).into_model()
}

fn drawn(model: &Model) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, model.size().0, model.size().1));
    paint(model, &mut buffer);
    buffer
}

/// What of a screen the hints speak about.
#[derive(Debug, PartialEq)]
struct Facts {
    events: usize,
    now: u64,
    paused: bool,
    world: String,
    journey: String,
    side: Side,
    element: usize,
    context: Context,
    overlay: Option<(String, usize)>,
    form: String,
    revealed: bool,
    /// The number of the event that the view of reasons explains.
    why: Option<u64>,
}

fn facts(model: &Model) -> Facts {
    let run: &Run = &model.run;
    let overlay = model.overlay.as_ref().map(|overlay| match overlay {
        Overlay::View { what, scroll } => (format!("{what:?}"), *scroll),
        Overlay::Finder { what, selected, .. } => (format!("{what:?}"), *selected),
    });
    let inputs = model.form().inputs.iter().map(|input| match input {
        Input::Text(editor) | Input::Secret(editor) => editor.text().to_owned(),
        other => format!("{other:?}"),
    });
    Facts {
        events: run.log().len(),
        now: run.world().elapsed().0,
        paused: run.is_paused(),
        world: format!("{:?}", run.world()),
        journey: run.journey().to_string(),
        side: model.focus,
        element: model.form().focus,
        context: model.context(),
        overlay,
        form: inputs.collect::<Vec<_>>().join("|"),
        revealed: model.form().revealed,
        why: model.explanations.shown(run, model.focus).map(|all| all.event.seq),
    }
}

/// Whether a hint did what it says.
fn did(hint: &Hint, before: &Facts, after: &Facts, effect: Effect) -> bool {
    let opened = |what: List| after.overlay.as_ref().is_some_and(|(name, _)| *name == format!("{what:?}"));
    match (hint.command, hint.text.as_str()) {
        (Command::Enter, "type") | (Command::Type, "type") => after.context == Context::Typing,
        (Command::Enter | Command::OtherSide, "next field") => {
            after.side == before.side && after.element > before.element && after.context == Context::Typing
        }
        (Command::Enter, "choose") => after.form != before.form,
        (Command::Enter, "run it") => after.overlay.is_none() || after.overlay != before.overlay,
        (Command::Enter, "put into the field") => after.overlay.is_none() && after.form != before.form,
        (Command::Enter, "start it") => after.overlay.is_none() && after.now == 0,
        // What a button says.
        (Command::Enter, _) => after.world != before.world,
        (Command::OtherSide, "to MAIN") => after.side == Side::Main,
        (Command::OtherSide, "to BACKCHANNEL") => after.side == Side::Back,
        // Over the buttons of a page that has several.
        (Command::OtherSide, text) if text == "next button" || text.starts_with("to ") => {
            after.side == before.side && after.element > before.element
        }
        (Command::OtherSide, "other side") => after.side != before.side,
        (Command::Escape, "commands") => after.context == Context::Commands,
        (Command::Escape, "close") => after.overlay.is_none(),
        (Command::Next, "next") => after.element == before.element + 1,
        (Command::Previous, "previous") => after.element + 1 == before.element,
        (Command::Pause, "pause") => after.paused && !before.paused,
        (Command::Pause, "run clock") => !after.paused && before.paused,
        (Command::Skip, _) => after.now > before.now,
        (Command::Step, _) => after.paused && (after.events > before.events || after.now > before.now),
        (Command::Back, "back") => after.paused && after.world != before.world,
        (Command::Reveal, "reveal") => after.revealed,
        (Command::Reveal, "mask") => !after.revealed && before.revealed,
        (Command::OpenLink, _) => after.side == Side::Back || after.world != before.world,
        (Command::List(List::Palette), "all") => opened(List::Palette),
        (Command::List(List::Help), "help") => opened(List::Help),
        (Command::Earlier, _) => after.why < before.why,
        (Command::Later, _) => after.why > before.why,
        (Command::List(List::Events), _) => opened(List::Events),
        (Command::List(List::Users), "users") => opened(List::Users),
        (Command::RestartAll, _) => after.now == 0 && after.events < before.events,
        (Command::Quit, "quit") => effect == Effect::Quit,
        (Command::Down | Command::Up | Command::PageDown | Command::PageUp, _) => {
            after.overlay != before.overlay
        }
        _ => false,
    }
}

#[test]
fn every_hint_does_what_it_says() {
    let (mut contexts, mut wrong) = (Vec::new(), Vec::new());
    for state in STATES {
        let shown = hints(&model(state.journey, state.keys));
        for hint in shown {
            let mut model = model(state.journey, state.keys);
            let before = facts(&model);
            contexts.push(before.context);
            let key = key_for(hint.command, before.context).expect("a hint has a key");
            assert_eq!(key.to_string(), hint.key, "{}", state.name);
            let done = update(&mut model, Msg::Key(KeyEvent::new(key.code, key.modifiers)));
            // A command from a list may well have nothing to do.
            let complains = model.toast.as_ref().filter(|toast| toast.bad && hint.text != "run it");
            if complains.is_some() || !did(&hint, &before, &facts(&model), done.effect) {
                wrong.push(format!("{}: {} {} {complains:?}", state.name, hint.key, hint.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for context in [Context::Commands, Context::Typing, Context::View, Context::Finder] {
        assert!(contexts.contains(&context), "no state in {context:?}");
    }
}

/// The palette with a query, as text.
fn palette(list: &str, query: &str) -> String {
    let keys: String = query.chars().map(|c| if c == '<' { "<lt>".into() } else { c.to_string() }).collect();
    stage("BackchannelMain", &format!("{list}{keys}"), Theme::default(), (120, 36)).picture().text()
}

#[test]
fn the_palette_and_the_help_list_every_command_with_its_keys() {
    for list in ["<Ctrl+P>", "<F1>"] {
        // The help also tells how to read the screen.
        if list == "<Ctrl+P>" {
            let (all, count) =
                (palette(list, ""), format!(" {} ║", KEYMAP.iter().filter(|row| row.in_palette()).count()));
            assert!(all.contains(&count), "{count}\n{all}");
        }
        for row in KEYMAP.iter().filter(|row| list != "<Ctrl+P>" || row.in_palette()) {
            let found = palette(list, row.name);
            let names = format!("{} ", row.name);
            let keys = row.key_names();
            let listed = |line: &str| line.contains(&names) && line.contains(&keys);
            // Where the keys do not fit, they are told below.
            let told = found.contains(&format!("Keys: {keys} "));
            assert!(told || found.lines().any(listed), "{}\n{found}", row.name);
        }
    }
}

/// Moving and editing are done where one looks, key by key: a list of commands has no use for them. The
/// help has them all.
#[test]
fn the_palette_leaves_out_what_moves_and_edits_and_nothing_else() {
    let out: Vec<&str> = KEYMAP.iter().filter(|row| !row.in_palette()).map(|row| row.name).collect();
    let (moving, editing) = out.split_at(10);
    assert_eq!(
        moving,
        [
            "Next field, option or button",
            "Previous field, option or button",
            "Down",
            "Up",
            "Earlier step, MAIN",
            "Later step, BACKCHANNEL",
            "Page down",
            "Page up",
            "To the top",
            "To the bottom",
        ]
    );
    let edits = KEYMAP.iter().filter(|row| row.group == "typing").map(|row| row.name);
    assert_eq!(editing, edits.collect::<Vec<_>>());
    assert!(editing.contains(&"Character left"));
}

#[test]
fn a_twin_on_the_command_line_is_one() {
    use journey_sim::scenario::read;
    let mut steps = 0;
    for row in KEYMAP {
        let Some(step) = row.cli.and_then(|cli| cli.strip_prefix("scenario step: ")) else { continue };
        let text = format!(r#"{{"journey": "BackchannelMain", "steps": [{step}]}}"#);
        assert!(read("step.json", &text).is_ok(), "{}: {text}", row.name);
        steps += 1;
    }
    assert!(steps > 5);
}

#[test]
fn a_key_finds_its_command() {
    for (key, name) in [("^R", "Show or mask the password"), ("n", "Skip to the next wake-up"), ("?", "Help")]
    {
        let found = palette("<Ctrl+P>", key);
        assert!(found.contains(&format!("> {name}")), "{key}\n{found}");
    }
}

#[test]
fn the_palette_runs_what_the_key_runs() {
    for row in KEYMAP.iter().filter(|row| row.in_palette()) {
        let mut by_key = model("BackchannelMain", "demo<Enter><wait 2s>");
        let wanted = run_command(&mut by_key, row.command).effect;
        let mut by_palette = model("BackchannelMain", "demo<Enter><wait 2s><Ctrl+P>");
        for c in row.name.chars() {
            update(&mut by_palette, key(c));
        }
        // A query that is the name of a key finds that key's command first.
        while !selects(&by_palette, row.name) {
            update(&mut by_palette, Msg::Key(KeyEvent::from(crossterm::event::KeyCode::Down)));
        }
        let got = update(&mut by_palette, Msg::Key(KeyEvent::from(crossterm::event::KeyCode::Enter))).effect;
        assert_eq!(got, wanted, "{}", row.name);
        assert_eq!(drawn(&by_palette), drawn(&by_key), "{}", row.name);
    }
}

fn selects(model: &Model, name: &str) -> bool {
    let buffer = drawn(model);
    let row = |y| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    (0..buffer.area.height).any(|y| row(y).contains(&format!("║ > {name} ")))
}

fn key(c: char) -> Msg {
    Msg::Key(KeyEvent::from(crossterm::event::KeyCode::Char(c)))
}

#[test]
fn only_a_press_acts_not_a_release_nor_a_repeat() {
    for state in STATES {
        let mut with_others = stage(state.journey, "", Theme::default(), SIZE).into_model();
        let mut presses = stage(state.journey, "", Theme::default(), SIZE);
        for step in parse(state.keys).unwrap() {
            presses.play(&step.stroke);
            match step.stroke {
                KeyInput::Key(event) => {
                    for kind in [KeyEventKind::Press, KeyEventKind::Repeat, KeyEventKind::Release] {
                        update(&mut with_others, Msg::Key(KeyEvent { kind, ..event }));
                    }
                }
                KeyInput::Paste(text) => drop(update(&mut with_others, Msg::Paste(text))),
                KeyInput::Wait(span) => {
                    for _ in 0..span.as_millis() {
                        update(&mut with_others, Msg::Tick(std::time::Duration::from_millis(1)));
                    }
                }
                KeyInput::Resize(columns, rows) => drop(update(&mut with_others, Msg::Resize(columns, rows))),
                KeyInput::Click(event) => drop(update(&mut with_others, Msg::Mouse(event))),
            }
        }
        assert_eq!(drawn(&with_others), presses.picture().buffer, "{}", state.name);
    }
}

#[test]
fn while_the_clock_stands_still_so_does_the_screen() {
    let still = "demo<Enter><wait 2s><Esc> ";
    let later = format!("{still}<wait 10s>");
    assert_eq!(drawn(&model("BackchannelMain", still)), drawn(&model("BackchannelMain", &later)));
}

#[test]
fn back_undoes_whatever_was_done() {
    let start = "demo<Enter><wait 2s><Tab><Enter><wait 1s>Ch4<Esc>";
    let before = model("BackchannelMain", start);
    let world = |model: &Model| format!("{:?}", model.run.world());
    // Submits, opens, closes, restarts, another journey, a broken store, an early request, a skip.
    for keys in ["<Enter>", "c", "O", "a", "<Tab>a", "R", "J<Down><Enter>", "x", "p", "n", "."] {
        let mut after = model("BackchannelMain", &format!("{start}{keys}"));
        assert_ne!(world(&after), world(&before), "{keys} does something");
        run_command(&mut after, Command::Back);
        assert_eq!(world(&after), world(&before), "{keys}");
        assert_eq!(after.run.journey(), before.run.journey(), "{keys}");
    }
}

#[test]
fn lists_and_views_close_with_esc_and_with_the_key_that_opened_them() {
    for (key, what) in [
        ('t', Full::Transaction),
        ('e', Full::Events),
        ('d', Full::State),
        ('w', Full::Why),
        ('W', Full::Wire),
    ] {
        let mut model = model("BackchannelMain", "demo<Enter>");
        update(&mut model, self::key(key));
        assert!(matches!(model.overlay, Some(Overlay::View { what: open, .. }) if open == what), "{key}");
        assert!(
            lookup(key_for(Command::Escape, Context::View).unwrap(), Context::View) == Some(Command::Escape)
        );
        update(&mut model, self::key(key));
        assert!(model.overlay.is_none(), "{key}");
    }
}

/// Esc and the key after it may come as that key with Alt: it is for what lies below the view.
#[test]
fn a_key_behind_an_escape_scrolls_the_page_that_the_view_covered() {
    let page = "4<Enter>12<Enter><Down><Down><Down><Down><Down><Enter><Up><Enter><Esc><Down>";
    let after = |keys: &str| drawn(&model("Pages", &format!("{page}{keys}")));
    assert_ne!(after("<PgDn>"), after(""), "the page scrolls");
    assert_eq!(after("e<Alt+PgDn>"), after("<PgDn>"));
}

#[test]
fn a_password_that_was_made_up_in_the_run_is_listed_nowhere() {
    let change =
        "reset<Enter><Tab><Enter>R3set!me<Enter>R3set!me<Enter>N3w!pass<Enter>N3w!pass<Esc><Down><Enter>";
    let after = |keys: &str| stage("BackchannelMain", keys, Theme::default(), SIZE);
    let before = after("<Esc>U").picture().text();
    assert!(before.contains("R3set!me"), "{before}");
    let listed = after(&format!("{change}U")).picture().text();
    assert!(listed.contains("> reset ") && listed.contains("changed in this run"), "{listed}");
    assert!(!listed.contains("N3w!pass") && !listed.contains("R3set!me"), "{listed}");
    // Nor does the list put it into a field.
    let chosen = after(&format!("{change}a<Ctrl+O><Enter>"));
    let says = chosen.model().toast.as_ref().map(|toast| toast.text.to_string()).unwrap_or_default();
    assert!(says.contains("made up in this run"), "{says}");
    let empty = |input: &Input| matches!(input, Input::Secret(editor) if editor.is_empty());
    assert!(chosen.model().form().inputs.iter().any(empty));
}

#[test]
fn a_key_that_means_nothing_says_so() {
    let mut model = model("BackchannelMain", "<Esc>");
    update(&mut model, key('z'));
    let says = model.toast.as_ref().map(|toast| toast.text.to_string()).unwrap_or_default();
    assert_eq!(says, "No command has the key z. ? lists all.");
}

#[test]
fn a_paste_that_is_too_long_says_how_much_was_kept() {
    let mut model = model("BackchannelMain", "");
    update(&mut model, Msg::Paste("x".repeat(1 << 20)));
    let says = model.toast.as_ref().map(|toast| toast.text.to_string()).unwrap_or_default();
    assert_eq!(says, "Too long for a field: 64 KB of 1024 KB were kept.");
}

#[test]
fn options_are_wrapped_never_cut() {
    for size in [(60, 16), (80, 24), (120, 36)] {
        let all = stage("EveryOutcomeMain", "<Down><Down><Down>", Theme::default(), size).picture().text();
        assert!(!all.contains("with a polling script that se.."), "{size:?}\n{all}");
    }
}

#[test]
fn the_name_of_the_journey_is_the_last_thing_to_be_cut() {
    for keys in ["demo<Enter>x", "demo<Enter>x<wait 3s><Esc> ", "demo<Enter><Tab><Enter><Esc>x "] {
        for size in [(80, 24), (90, 24), (120, 36)] {
            let row = stage("BackchannelMain", keys, Theme::default(), size).picture().rows()[0].clone();
            assert!(row.contains("BackchannelMain ") && row.contains("STORE FAILS"), "{size:?} {row}");
        }
    }
}

#[test]
fn with_room_for_it_node_state_is_wrapped() {
    let keys = "demo<Enter><Tab><Enter>Ch4ng3!t<Enter><wait 6s>";
    let all = stage("BackchannelMain", keys, Theme::default(), (200, 55)).picture().text();
    for part in ["backchannel-sessionProperties ", "{\"AMCtxId\":\"********\"", "backchannel-data "] {
        assert!(all.contains(part), "{part}\n{all}");
    }
}
