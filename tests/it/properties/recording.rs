//! Any session can be saved as a scenario: it reads back, plays to the very same events, holds, and
//! has no typed secret in it.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use journey_sim::cli::load;
use journey_sim::drive::{BACKCHANNEL, MAIN, Run, Speed};
use journey_sim::engine::{Action, ClientId, Event};
use journey_sim::page::{Answer, Callback};
use journey_sim::program::Program;
use journey_sim::scenario::{Scenario, Secrets, play, read, record, to_text};
use journey_sim::value::{Millis, Secret};
use proptest::prelude::*;

/// Nobody's password, and long enough to be found in any text it leaks into.
const TYPED: &str = "Zz-hush-4711-hush-zZ";
const ANOTHER: &str = "Yy-quiet-0815-quiet-yY";

fn program() -> Arc<Program> {
    static PROGRAM: OnceLock<Arc<Program>> = OnceLock::new();
    PROGRAM.get_or_init(|| load(None).expect("the shipped journeys load")).clone()
}

/// What a person may do.
#[derive(Clone, Debug)]
enum Deed {
    Answer { side: bool, name: String, password: usize, option: i64 },
    Press(bool, i64),
    Resubmit(bool),
    OpenLink,
    OpenOnMain,
    OpenGarbage(String),
    Close(bool),
    Start(bool, usize),
    Again(bool),
    RestartAll,
    Choose(usize),
    Store(bool),
    Pause(bool),
    Step,
    Skip,
    SkipBy(u64),
    Tick(u64),
    Fast,
    Back,
    Forward,
}

fn deed() -> impl Strategy<Value = Deed> {
    let name = prop_oneof![
        6 => Just("demo".to_owned()),
        2 => Just("ghost".to_owned()),
        2 => Just("reset".to_owned()),
        1 => Just("nobody".to_owned()),
        1 => Just("Ch4ng3!t".to_owned()),
        1 => Just(format!("x {TYPED} y")),
        1 => ".{0,12}",
    ];
    let side = any::<bool>();
    prop_oneof![
        10 => (side, name, 0usize..5, 0i64..3)
            .prop_map(|(side, name, password, option)| Deed::Answer { side, name, password, option }),
        3 => (any::<bool>(), 0i64..2).prop_map(|(side, option)| Deed::Press(side, option)),
        3 => any::<bool>().prop_map(Deed::Resubmit),
        6 => Just(Deed::OpenLink),
        1 => Just(Deed::OpenOnMain),
        1 => ".{0,30}".prop_map(Deed::OpenGarbage),
        1 => any::<bool>().prop_map(Deed::Close),
        1 => (any::<bool>(), 0usize..4).prop_map(|(side, journey)| Deed::Start(side, journey)),
        1 => any::<bool>().prop_map(Deed::Again),
        1 => Just(Deed::RestartAll),
        1 => (0usize..3).prop_map(Deed::Choose),
        1 => any::<bool>().prop_map(Deed::Store),
        2 => any::<bool>().prop_map(Deed::Pause),
        4 => Just(Deed::Step),
        4 => Just(Deed::Skip),
        2 => (0u64..40_000).prop_map(Deed::SkipBy),
        3 => (0u64..9_000).prop_map(Deed::Tick),
        1 => Just(Deed::Fast),
        2 => Just(Deed::Back),
        1 => Just(Deed::Forward),
    ]
}

fn client(main: bool) -> ClientId {
    if main { MAIN } else { BACKCHANNEL }
}

/// Answers for every callback of a page, as the screen makes them.
fn answers(run: &Run, client: ClientId, name: &str, password: usize, option: i64) -> Vec<(usize, Answer)> {
    let page = run.world().client(client).and_then(|client| client.page.clone());
    let callbacks = page.map(|page| page.callbacks.clone()).unwrap_or_default();
    let secret = |at: usize| match (password + at) % 5 {
        0 | 1 => Secret::new("Ch4ng3!t"),
        2 => Secret::new(TYPED),
        3 => Secret::new(ANOTHER),
        _ => Secret::new(if password.is_multiple_of(2) { "" } else { "R3set!me" }),
    };
    let answer = |(index, callback): (usize, &Callback)| match callback {
        Callback::Name { .. } | Callback::TextInput { .. } => Some((index, Answer::Text(name.into()))),
        // The two new passwords of a change are alike.
        Callback::Password { prompt, .. } if prompt.contains("New") || prompt.contains("Confirm") => {
            Some((index, Answer::Secret(Secret::new(TYPED))))
        }
        Callback::Password { .. } | Callback::ValidatedPassword { .. } => {
            Some((index, Answer::Secret(secret(index))))
        }
        Callback::Choice { .. } => Some((index, Answer::Select(vec![option]))),
        _ => None,
    };
    callbacks.iter().enumerate().filter_map(answer).collect()
}

/// Does it; what cannot be done now is left out.
fn act(run: &mut Run, deed: &Deed) {
    let journey = |index: usize| program().main_journeys().get(index).cloned().unwrap_or("Nowhere".into());
    match deed {
        Deed::Answer { side, name, password, option } => {
            let client = client(*side);
            let answers = answers(run, client, name, *password, *option);
            let _ = run.submit(client, answers);
        }
        Deed::Press(side, option) => {
            let client = client(*side);
            let page = run.world().client(client).and_then(|client| client.page.clone());
            let callbacks = page.map(|page| page.callbacks.clone()).unwrap_or_default();
            let at = callbacks.iter().position(|callback| matches!(callback, Callback::Confirmation(_)));
            if let Some(at) = at {
                let _ = run.submit(client, vec![(at, Answer::Select(vec![*option]))]);
            }
        }
        Deed::Resubmit(side) => {
            let _ = run.submit(client(*side), Vec::new());
        }
        Deed::OpenLink => {
            let _ = run.open_link();
        }
        Deed::OpenOnMain => {
            if let Some(link) = run.link() {
                let _ = run.act(&Action::Open { client: MAIN, link });
            }
        }
        Deed::OpenGarbage(link) => {
            let _ = run.act(&Action::Open { client: BACKCHANNEL, link: link.as_str().into() });
        }
        Deed::Close(side) => {
            let _ = run.act(&Action::Close { client: client(*side) });
        }
        Deed::Start(side, index) => {
            let _ = run.act(&Action::Start { client: client(*side), journey: journey(*index) });
        }
        Deed::Again(side) => {
            let _ = run.restart(client(*side));
        }
        Deed::RestartAll => {
            let _ = run.restart_all();
        }
        Deed::Choose(index) => {
            let _ = run.choose(&journey(*index));
        }
        Deed::Store(failing) => {
            let _ = run.act(&Action::FailStore { failing: *failing });
        }
        Deed::Pause(paused) => run.set_paused(*paused),
        Deed::Step => {
            run.step();
        }
        Deed::Skip => {
            run.skip();
        }
        Deed::SkipBy(ms) => run.skip_by(Millis(*ms)),
        Deed::Tick(ms) => {
            run.tick(Duration::from_millis(*ms));
        }
        Deed::Fast => run.set_speed(Speed::X5),
        Deed::Back => {
            run.back();
        }
        Deed::Forward => {
            run.forward();
        }
    }
}

fn session(deeds: &[Deed]) -> Run {
    let mut run = Run::new(program(), 11, "BackchannelMain").expect("it starts");
    deeds.iter().for_each(|deed| act(&mut run, deed));
    run
}

/// Writes a session down and reads it back.
fn saved(run: &Run) -> (String, Scenario) {
    let text = to_text(&record(run, None));
    let scenario = read("saved.json", &text).unwrap_or_else(|wrong| panic!("{wrong}\n{text}"));
    (text, scenario)
}

/// Everything that was typed where a password was asked for.
fn typed_secrets(run: &Run) -> Vec<Secret> {
    let mut secrets = Vec::new();
    for action in run.actions() {
        let Action::Submit { answers, .. } = action else { continue };
        secrets.extend(answers.iter().filter_map(|(_, answer)| match answer {
            Answer::Secret(secret) if !secret.is_empty() => Some(secret.clone()),
            _ => None,
        }));
    }
    secrets
}

/// Events as text. A name that was typed with a secret in it plays as a stand-in.
fn shown(events: impl Iterator<Item = Event>) -> Vec<String> {
    events.map(|event| format!("{event:?}").replace(&format!("x {TYPED} y"), "?")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_saved_session_holds_and_plays_to_the_same_events(deeds in prop::collection::vec(deed(), 0..60)) {
        let run = session(&deeds);
        let (text, scenario) = saved(&run);
        for secret in typed_secrets(&run) {
            prop_assert!(!text.contains(secret.expose()), "{} is in\n{}", secret.expose(), text);
        }
        prop_assert!(!text.contains("Ch4ng3!t") && !text.contains("R3set!me"), "a password is in\n{}", text);

        let played = play(&program(), &scenario, Secrets::default()).expect("it starts");
        prop_assert_eq!(&played.failed, &vec![], "{}", text);
        let stand_in = |line: String| line.replace("********", "?");
        let again: Vec<String> = shown(played.events.into_iter()).into_iter().map(stand_in).collect();
        prop_assert_eq!(shown(run.log().iter().cloned()), again, "{}", text);
    }
}

#[test]
fn a_session_of_every_kind_of_step_reads_as_people_write_them() {
    let mut run = Run::new(program(), 1, "BackchannelMain").unwrap();
    run.submit(MAIN, vec![(0, Answer::Text("demo".into()))]).unwrap();
    run.open_link().unwrap();
    run.submit(BACKCHANNEL, vec![(1, Answer::Secret(Secret::new(TYPED)))]).unwrap();
    run.skip();
    run.step();
    run.step();
    run.set_paused(false);
    run.act(&Action::FailStore { failing: true }).unwrap();
    run.act(&Action::FailStore { failing: false }).unwrap();
    run.submit(MAIN, vec![(1, Answer::Select(vec![0]))]).unwrap();
    run.restart(MAIN).unwrap();
    run.act(&Action::Close { client: BACKCHANNEL }).unwrap();
    let (text, _) = saved(&run);
    let schema = serde_json::to_value(schemars::schema_for!(Scenario)).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(jsonschema::is_valid(&schema, &json), "it does not fit the schema: {text}");
    let steps = &text[text.find("\"steps\"").unwrap()..text.find("\"expect\"").unwrap()];
    assert_eq!(
        steps,
        r#""steps": [
    { "side": "main", "answer": { "User to authenticate": "demo" } },
    { "openLink": true },
    { "side": "backchannel", "answer": { "Password": { "prompt": "Password 1" } } },
    { "skip": 1 },
    { "step": 2 },
    { "pause": false },
    { "fault": "storeFails" },
    { "fault": "storeWorks" },
    { "side": "main", "press": "Choose another user" },
    { "restart": "main" },
    { "side": "backchannel", "closeTab": true }
  ],
  "#
    );
}
