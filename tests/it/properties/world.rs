//! What must hold for every run: it repeats, a copy goes on alike, nothing panics, both sides can
//! always be started again, and no password is ever written anywhere.

use std::sync::{Arc, OnceLock};

use journey_sim::cli::load;
use journey_sim::drive::{BACKCHANNEL, MAIN, Run, replay};
use journey_sim::engine::{Action, ClientId, EndKind, Event, EventKind, Status, World};
use journey_sim::explain::explain;
use journey_sim::page::Answer;
use journey_sim::page::Page;
use journey_sim::program::Program;
use journey_sim::value::{Millis, Secret};
use proptest::prelude::*;

fn program() -> Arc<Program> {
    static PROGRAM: OnceLock<Arc<Program>> = OnceLock::new();
    PROGRAM.get_or_init(|| load(None).expect("the shipped journeys load")).clone()
}

/// What a person may do; `Type` and `Choose` fit whatever the page asks for.
#[derive(Clone, Debug)]
enum Deed {
    Start(u8, usize),
    OpenLink,
    OpenGarbage(String),
    Type(u8, String),
    LogIn(u8),
    Choose(u8, i64),
    Again(u8),
    Close(u8),
    Visit,
    Advance(u64),
    Skip,
    Store(bool),
}

/// The password of the user demo.
fn right_password() -> String {
    let program = program();
    let demo = program.identities().users().find(|user| user.user_name.as_ref() == "demo").cloned();
    demo.expect("the demo user").password.expose().to_owned()
}

/// Stands out in any text it leaks into.
const PASSWORD: &str = "Zz-hush-4711-hush-zZ";

fn deed() -> impl Strategy<Value = Deed> {
    let client = 0u8..3;
    let name =
        prop_oneof![Just("demo".to_owned()), Just("ghost".to_owned()), Just(PASSWORD.to_owned()), ".{0,12}"];
    prop_oneof![
        2 => (client.clone(), 0usize..4).prop_map(|(client, journey)| Deed::Start(client, journey)),
        4 => Just(Deed::OpenLink),
        1 => ".{0,40}".prop_map(Deed::OpenGarbage),
        8 => (client.clone(), name).prop_map(|(client, text)| Deed::Type(client, text)),
        4 => client.clone().prop_map(Deed::LogIn),
        4 => (client.clone(), -1i64..4).prop_map(|(client, option)| Deed::Choose(client, option)),
        3 => client.clone().prop_map(Deed::Again),
        1 => client.prop_map(Deed::Close),
        3 => Just(Deed::Visit),
        3 => (0u64..40_000).prop_map(Deed::Advance),
        4 => Just(Deed::Skip),
        1 => any::<bool>().prop_map(Deed::Store),
    ]
}

/// Passwords go into secret fields only; a name field that is told the password gets another text.
fn answer_for(callback: &journey_sim::page::Callback, text: &str, password: &str) -> Answer {
    match callback.type_name() {
        "PasswordCallback" | "ValidatedCreatePasswordCallback" => Answer::Secret(Secret::new(password)),
        _ if text == PASSWORD => Answer::Text("demo".into()),
        _ => Answer::Text(text.into()),
    }
}

/// Every field of a page answered.
fn typed(client: ClientId, page: Option<Arc<Page>>, text: &str, password: &str) -> Action {
    let callbacks = page.map(|page| page.callbacks.clone()).unwrap_or_default();
    let fields = callbacks.iter().enumerate().filter(|(_, callback)| callback.is_field());
    let fields = fields.filter(|(_, callback)| callback.type_name() != "ChoiceCallback");
    let answers = fields.map(|(index, callback)| (index, answer_for(callback, text, password))).collect();
    Action::Submit { client, answers }
}

fn action(world: &World, deed: &Deed) -> Action {
    let page = |client: ClientId| world.client(client).and_then(|client| client.page.clone());
    match deed {
        Deed::Start(client, index) => {
            let journeys = world.program().main_journeys();
            let journey = journeys.get(*index).cloned().unwrap_or_else(|| "Nowhere".into());
            Action::Start { client: ClientId(*client), journey }
        }
        Deed::OpenLink => {
            let session = world.session_of(MAIN);
            let link = session.and_then(|session| session.state.get("backchannel-redirectUri"));
            let link = link.and_then(|link| link.as_str()).unwrap_or("none").into();
            Action::Open { client: BACKCHANNEL, link }
        }
        Deed::OpenGarbage(text) => Action::Open { client: BACKCHANNEL, link: text.as_str().into() },
        Deed::Type(client, text) => typed(ClientId(*client), page(ClientId(*client)), text, PASSWORD),
        Deed::LogIn(client) => typed(ClientId(*client), page(ClientId(*client)), "demo", &right_password()),
        Deed::Choose(client, option) => {
            let client = ClientId(*client);
            let callbacks = page(client).map(|page| page.callbacks.clone()).unwrap_or_default();
            let choices = callbacks.iter().enumerate().filter(|(_, callback)| {
                matches!(callback.type_name(), "ChoiceCallback" | "ConfirmationCallback")
            });
            let answers = choices.map(|(index, _)| (index, Answer::Select(vec![*option]))).collect();
            Action::Submit { client, answers }
        }
        Deed::Again(client) => Action::Submit { client: ClientId(*client), answers: vec![] },
        Deed::Close(client) => Action::Close { client: ClientId(*client) },
        Deed::Visit => Action::Visit,
        Deed::Advance(ms) => Action::Advance { to: world.now() + Millis(*ms) },
        Deed::Skip => Action::Advance { to: world.next_wake().unwrap_or(world.now()) },
        Deed::Store(failing) => Action::FailStore { failing: *failing },
    }
}

fn fresh() -> World {
    World::new(program(), 7, &["MAIN", "BACKCHANNEL"])
}

/// Does the deeds; a refused one changes nothing. Returns the events and the actions done.
fn live(world: &mut World, deeds: &[Deed]) -> (Vec<Event>, Vec<Action>) {
    let mut events = Vec::new();
    let mut actions = Vec::new();
    for deed in deeds {
        let action = action(world, deed);
        if let Ok(more) = world.apply(&action) {
            events.extend(more);
            actions.push(action);
        }
    }
    (events, actions)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_seed_and_actions_give_the_same_events(deeds in prop::collection::vec(deed(), 1..60)) {
        let (events, actions) = live(&mut fresh(), &deeds);
        let mut again = fresh();
        let repeated: Vec<Event> =
            actions.iter().flat_map(|action| again.apply(action).expect("it was done once")).collect();
        prop_assert_eq!(events, repeated);
    }

    #[test]
    fn a_copy_goes_on_as_the_original_would(
        before in prop::collection::vec(deed(), 1..40),
        after in prop::collection::vec(deed(), 1..40),
        elsewhere in prop::collection::vec(deed(), 1..40),
    ) {
        let mut original = fresh();
        live(&mut original, &before);
        let mut copy = original.clone();
        let mut other = original.clone();
        live(&mut other, &elsewhere);
        let (one, _) = live(&mut original, &after);
        let (two, _) = live(&mut copy, &after);
        prop_assert_eq!(one, two);
        // The clock of one is the clock of the other, and so is all else that can be seen.
        prop_assert_eq!(format!("{original:?}"), format!("{copy:?}"));
    }

    #[test]
    fn every_event_can_be_explained_and_no_explanation_holds_a_password(
        deeds in prop::collection::vec(deed(), 1..50)
    ) {
        let (events, actions) = live(&mut fresh(), &deeds);
        let mut explained = Vec::new();
        let mut wrong = Vec::new();
        replay(program(), 7, &actions, &mut |transition| {
            for event in &transition.events {
                explained.push(event.clone());
                let Some(all) = explain(&transition, event.seq) else {
                    wrong.push(format!("not explained: {event:?}"));
                    continue;
                };
                let said = format!("{} {:?} {:?}", all.sentence(), all.not, all.facts);
                if [PASSWORD.to_owned(), right_password()].iter().any(|password| said.contains(password)) {
                    wrong.push(format!("a password is in: {said}"));
                }
                if let EventKind::Outcome { node, outcome, rule } = &event.kind {
                    let same = *all.took == *node.outcomes()[usize::from(*outcome)].name && all.because.rule == *rule;
                    let others = all.not.len() + 1 == node.outcomes().len();
                    if !same || !others {
                        wrong.push(format!("{} is explained as {said}", event.kind));
                    }
                }
            }
        });
        prop_assert_eq!(wrong, Vec::<String>::new());
        prop_assert_eq!(explained, events);
    }

    #[test]
    fn two_hundred_deeds_panic_nowhere_leak_nothing_and_leave_both_sides_usable(
        deeds in prop::collection::vec(deed(), 200)
    ) {
        let mut world = fresh();
        let (events, _) = live(&mut world, &deeds);
        let written: String = events.iter().map(|event| format!("{event:?} {}\n", event.kind)).collect();
        let shown = format!("{world:?} {:?}", program().identities());
        for password in [PASSWORD.to_owned(), right_password()] {
            prop_assert!(!written.contains(&password), "an event holds the password");
            prop_assert!(!shown.contains(&password), "the world's Debug holds the password");
        }

        world.apply(&Action::FailStore { failing: false }).unwrap();
        let journey = program().main_journeys()[0].clone();
        world.apply(&Action::Start { client: MAIN, journey }).unwrap();
        world.apply(&Action::Settle).unwrap();
        let status = world.session_of(MAIN).map(|session| session.status.clone());
        prop_assert!(matches!(status, Some(Status::Waiting)), "MAIN does not ask again: {status:?}");

        let settle = Deed::Advance(0);
        // And the other side: a new link, the right password, and both come to their ends.
        live(&mut world, &[Deed::LogIn(0), settle.clone(), Deed::OpenLink, settle.clone(), Deed::LogIn(1), settle]);
        let end = world.session_of(BACKCHANNEL).map(|session| session.status.clone());
        prop_assert!(matches!(&end, Some(Status::Ended(end)) if end.kind == EndKind::Success), "{end:?}");
    }
}

#[test]
fn going_back_and_forward_restores_the_very_events() {
    let mut run = Run::new(program(), 3, "BackchannelMain").unwrap();
    run.submit(MAIN, vec![(0, Answer::Text("demo".into()))]).unwrap();
    let before: Vec<Event> = run.log().iter().cloned().collect();
    assert!(run.open_link().unwrap());
    let after: Vec<Event> = run.log().iter().cloned().collect();
    assert!(after.len() > before.len());
    assert!(run.back());
    assert_eq!(run.log().iter().cloned().collect::<Vec<_>>(), before);
    assert!(run.forward());
    assert_eq!(run.log().iter().cloned().collect::<Vec<_>>(), after);
}

#[test]
fn an_hour_of_world_time_passes_and_the_transaction_expires() {
    let mut run = Run::new(program(), 3, "BackchannelMain").unwrap();
    run.submit(MAIN, vec![(0, Answer::Text("demo".into()))]).unwrap();
    run.skip_by(Millis::from_secs(3600));
    let lines: Vec<String> = run.log().iter().map(|event| event.kind.to_string()).collect();
    assert!(lines.iter().any(|line| line == "Backchannel Status -> Unknown"), "{}", lines.join("\n"));
    assert!(lines.iter().any(|line| line.contains("Error checking back channel transaction status.")));
}
