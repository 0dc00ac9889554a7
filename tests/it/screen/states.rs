//! The states of the screen that have pictures: a name, the journey, and the keys that lead there.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use journey_sim::cli::{load, open};
use journey_sim::program::Program;
use journey_sim::tui::shot::{HeadlessScreen, Picture, parse};
use journey_sim::tui::{Context, Element, Overlay, Theme};
use rayon::prelude::*;

/// The sizes of the pictures: the floor, the design size, and two that have more panes.
pub(crate) const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (120, 36), (200, 55)];

/// A journey of the folder beside this file whose every name is wide or combined.
const WIDE: &str = "日本語 cafe\u{301} 👩‍👩‍👧";

pub(crate) struct State {
    pub(crate) name: &'static str,
    pub(crate) journey: &'static str,
    pub(crate) keys: &'static str,
}

const fn demo(name: &'static str, keys: &'static str) -> State {
    State { name, journey: "BackchannelMain", keys }
}

const fn of(journey: &'static str, name: &'static str, keys: &'static str) -> State {
    State { name, journey, keys }
}

/// The states.
#[rustfmt::skip]
pub(crate) const STATES: &[State] = &[
    // The demo, along its ordinary paths.
    demo("start", ""),
    demo("typing_a_name", "dem"),
    demo("named", "demo<Enter>"),
    demo("pending", "demo<Enter><wait 13s>"),
    demo("link_offered", "demo<Enter><Tab>"),
    demo("link_opened", "demo<Enter><Tab><Enter>"),
    demo("typing_a_password", "demo<Enter><wait 4s><Tab><Enter><wait 2s>Ch4ng"),
    demo("password_revealed", "demo<Enter><wait 4s><Tab><Enter><wait 2s>Ch4ng<Ctrl+R>"),
    demo("wrong_password", "demo<Enter><Tab><Enter>wrong<Enter>"),
    demo("wrong_then_open_again", "demo<Enter><Tab><Enter>wrong<Enter><Enter>"),
    demo("right_password", "demo<Enter><Tab><Enter>Ch4ng3!t<Enter>"),
    demo("success_is_seen", "demo<Enter><Tab><Enter>Ch4ng3!t<Enter><wait 5s><wait 1ms>"),
    demo("results", "demo<Enter><Tab><Enter>Ch4ng3!t<Enter><wait 6s><Tab>"),
    demo("end", "demo<Enter><Tab><Enter>Ch4ng3!t<Enter><wait 6s><Tab><Enter>"),
    demo("approved_link_opened_again", "demo<Enter><Tab><Enter>Ch4ng3!t<Enter><Enter>Ch4ng3!t<Enter>"),
    demo("unknown_by_expiry", "demo<Enter><Tab><Enter><wait 3m><wait 1ms><Esc><Tab>"),
    demo("gone_link_opened", "demo<Enter><wait 3m><wait 1ms><Tab><Enter>"),
    demo("exit", "demo<Enter><Up><Enter>"),
    demo("four_early_requests", "demo<Enter>pppp"),
    demo("spam", "demo<Enter>ppppp"),
    demo("store_fails", "demo<Enter>x<wait 6s>"),
    demo("unknown_subject", "ghost<Enter>"),
    demo("password_reset", "reset<Enter><Tab><Enter>R3set!me<Enter>old<Enter>"),
    demo("password_reset_buttons", "reset<Enter><Tab><Enter>R3set!me<Enter>a<Tab>b<Tab>c<Tab>"),
    demo("tab_closed", "demo<Enter><Tab><Enter>Ch4<Esc>c"),
    demo("no_link_yet", "<Tab><Enter>"),
    demo("empty_name", "<Enter>"),
    // The other shipped journeys.
    of("EveryOutcomeMain", "denied", "demo<Enter><Tab><Enter>wrong<Enter><wait 6s>"),
    of("EveryOutcomeMain", "initialize_error", "<Enter>"),
    of("EveryOutcomeMain", "configuration_failure", "demo<Esc><Down><Down><Down><Enter>"),
    of("HelpDeskMain", "help_desk_start", ""),
    of("HelpDeskMain", "help_desk_notified", "demo<Enter><wait 1s><Tab><Enter><wait 4s>"),
    of("HelpDeskMain", "help_desk_verified", "demo<Enter><wait 1s><Tab><Enter>Ch4ng3!t<Enter><wait 4s><Tab>"),
    // Every kind of page.
    of("Pages", "text_input", "<Down>4.12"),
    of("Pages", "choice", "<Enter>x<Enter><Down><Down><Down><Enter>"),
    of("Pages", "confirmation", "4<Enter>12<Enter><Down><Down><Down><Down><Down><Enter>"),
    of("Pages", "many_lines", "4<Enter>12<Enter><Down><Down><Down><Down><Down><Enter><Up><Enter>end"),
    of("Pages", "many_lines_scrolled", "4<Enter>12<Enter><Down><Down><Down><Down><Down><Enter><Up><Enter><Esc><Down><PgDn><PgDn>"),
    of("Throws", "script_error", "nobody<Enter>"),
    // Time.
    demo("paused", "demo<Enter><wait 2s><Esc> <wait 2s>"),
    demo("in_flight", "<Esc> idemo<Enter>"),
    demo("stepping", "<Esc> idemo<Enter>.."),
    demo("max_speed", "demo<Enter><Esc>+++++"),
    demo("back", "demo<Enter><wait 2s><Tab><Enter><Esc>["),
    // What opens over the panes.
    demo("help", "<F1>"),
    demo("help_searched", "<F1>skip"),
    demo("palette", "<Ctrl+P>"),
    demo("palette_searched", "<Ctrl+P>next"),
    demo("palette_nothing", "<Ctrl+P>xyzzy<Enter>"),
    demo("users", "<Ctrl+O><Down>"),
    demo("journeys", "<Esc>J<Down>"),
    demo("transaction", "demo<Enter><wait 6s><Tab><Enter><wait 6s><Esc>t"),
    demo("events", "demo<Enter><wait 6s><Tab><Enter><wait 6s><Esc>e"),
    demo("events_scrolled", "demo<Enter><wait 6s><Tab><Enter><wait 6s><Esc>ejj"),
    demo("events_searched", "demo<Enter><wait 6s><Tab><Enter><wait 6s><Esc>/poll"),
    demo("link_copied", "demo<Enter>y"),
    demo("link_alone", "demo<Enter>yy"),
    demo("legend", "<F1>timeline"),
    demo("state", "demo<Enter><wait 6s><Tab><Enter>Ch4<Esc><Tab>d"),
    demo("why", "demo<Enter><wait 6s><Esc>w"),
    // What is told.
    demo("pasted_line_end", "demo<Enter><Tab><Enter><paste Ch4\\nng>"),
    demo("quit_armed", "demo<Enter><Ctrl+C>"),
    demo("mouse_off", "<Esc>m"),
    // Text that is wide, combined or hostile.
    of(WIDE, "wide_start", "日本cafe\u{301}👩‍👩‍👧"),
    of(WIDE, "wide_password", "日本語<Enter><Tab><Enter>暗証👩‍👩‍👧<Ctrl+R>"),
    of(WIDE, "wide_wait", "👩‍👩‍👧<Enter><wait 2s>"),
    of(WIDE, "wide_users", "<Ctrl+O><Down>"),
    of(WIDE, "wide_state", "cafe\u{301}<Enter><Esc>d"),
    of(WIDE, "wide_events", "cafe\u{301}<Enter><Esc>e"),
    of(WIDE, "wide_transaction", "cafe\u{301}<Enter><Esc>t"),
];

/// A state at a size.
pub(crate) struct Shown {
    pub(crate) state: &'static State,
    pub(crate) size: (u16, u16),
    pub(crate) picture: Picture,
    pub(crate) ascii: Picture,
    pub(crate) context: Context,
    /// What has the focus, whether it is a field, and whether a list is over it.
    pub(crate) focused: Option<Element>,
    pub(crate) list: bool,
}

impl Shown {
    /// The state, the size and the picture, for the message of a test that fails.
    pub(crate) fn told(&self) -> String {
        format!("{} at {:?}\n{}", self.state.name, self.size, self.picture.text())
    }
}

/// All states at all sizes, those of one state together.
pub(crate) fn shown() -> &'static [Shown] {
    static ALL: OnceLock<Vec<Shown>> = OnceLock::new();
    ALL.get_or_init(|| {
        let all: Vec<(&State, (u16, u16))> =
            STATES.iter().flat_map(|state| SIZES.map(|size| (state, size))).collect();
        all.into_par_iter().map(|(state, size)| show(state, size)).collect()
    })
}

fn show(state: &'static State, size: (u16, u16)) -> Shown {
    let mut stage = stage(state.journey, state.keys, Theme::default(), size);
    let picture = stage.picture();
    stage.set_theme(Theme { ascii: true, ..Theme::default() });
    let model = stage.model();
    Shown {
        state,
        size,
        picture,
        ascii: stage.picture(),
        context: model.context(),
        focused: model.form().focused(),
        list: matches!(model.overlay, Some(Overlay::Finder { .. })),
    }
}

/// The screen after some keys.
pub(crate) fn stage(journey: &str, keys: &str, theme: Theme, size: (u16, u16)) -> HeadlessScreen {
    let run = open(program(journey), 1, Some(journey)).expect("the journey starts");
    let mut stage = HeadlessScreen::new(run, theme, size);
    for step in parse(keys).unwrap_or_else(|error| panic!("{keys}: {error}")) {
        assert!(stage.play(&step.stroke), "{keys}: the screen was left before character {}", step.at);
    }
    stage
}

/// The shipped journeys, or those beside this file.
fn program(journey: &str) -> Arc<Program> {
    static SHIPPED: OnceLock<Arc<Program>> = OnceLock::new();
    static OWN: OnceLock<Arc<Program>> = OnceLock::new();
    let shipped = SHIPPED.get_or_init(|| load(None).expect("the shipped journeys load"));
    if shipped.definitions().journeys.contains_key(journey) {
        return shipped.clone();
    }
    // Relative, as the pictures show where journeys come from.
    OWN.get_or_init(|| load(Some(Path::new("tests/it/screen/journeys"))).expect("they load")).clone()
}
