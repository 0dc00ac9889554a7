//! The world and its program from outside: what a journey is made into, what an action changes.

use std::sync::Arc;

use journey_sim::drive::{BACKCHANNEL, MAIN, Run};
use journey_sim::engine::{Action, ActionError, Event, EventKind, Status, World};
use journey_sim::page::Answer;
use journey_sim::program::{NodeInfo, Target};
use journey_sim::value::{Millis, Value};

use crate::sketch;

/// A link to a journey that waits by itself.
const PAIR: &str = r#"
journey Helper
  only: MessageNode
    true -> Success
    false -> Failure
journey Main
  name: UsernameCollectorNode
    outcome -> init
  init: BackChannelInitNode {"tree": "Waits", "usernameKey": "username", "dataKey": "data", "redirectUrlType": "Post", "timeout": 60}
    Created -> ask
    Unknown Subject -> Failure
    Error -> Failure
  ask: MessageNode
    true -> inner
    false -> Failure
  inner: InnerTreeEvaluatorNode {"tree": "Helper"}
    true -> Success
    false -> lost
journey Waits
  poll: PollingWaitNode {"secondsToWait": 5}
    DONE -> Success
journey Off disabled
  only: MessageNode
    true -> Success
    false -> Failure
"#;

fn world() -> World {
    World::new(sketch::program(PAIR), 1, &["MAIN", "BACKCHANNEL"])
}

fn start(world: &mut World, journey: &str) -> Vec<Event> {
    let mut events = world.apply(&Action::Start { client: MAIN, journey: journey.into() }).unwrap();
    events.extend(world.apply(&Action::Settle).unwrap());
    events
}

fn answer(world: &mut World, index: usize, answer: Answer) -> Vec<Event> {
    let mut events = world.apply(&Action::Submit { client: MAIN, answers: vec![(index, answer)] }).unwrap();
    events.extend(world.apply(&Action::Settle).unwrap());
    events
}

/// A world whose main journey has made its link, and the link.
fn linked() -> (World, Arc<str>) {
    let mut world = world();
    start(&mut world, "Main");
    answer(&mut world, 0, Answer::Text("ann".into()));
    let state = &world.session_of(MAIN).unwrap().state;
    let link = state.get("backchannel-redirectUri").and_then(Value::as_str).unwrap().into();
    (world, link)
}

fn settled(world: &mut World, action: &Action) -> Vec<Event> {
    let mut events = world.apply(action).unwrap();
    events.extend(world.apply(&Action::Settle).unwrap());
    events
}

fn said(events: &[Event]) -> Vec<String> {
    events.iter().map(|event| event.kind.to_string()).collect()
}

fn names<'p>(nodes: impl Iterator<Item = &'p Arc<journey_sim::program::NodeInfo>>) -> String {
    nodes.map(|node| format!("{} {}", node.letter, node.id)).collect::<Vec<_>>().join(", ")
}

/// Letters go with the walk from the entry, breadth first; what it never meets comes last.
#[test]
fn nodes_have_their_letters_in_the_order_of_a_walk_from_the_entry() {
    let program = sketch::program(
        r#"
journey Main entry=two
  lost: SetSessionPropertiesNode
    outcome -> Success
  three: MessageNode
    true -> five
    false -> two
  two: MessageNode
    true -> four
    false -> three
  four: SetSessionPropertiesNode
    outcome -> six
  five: SetSessionPropertiesNode
    outcome -> Success
  six: SetSessionPropertiesNode
    outcome -> gone
"#,
    );
    assert_eq!(names(program.nodes("Main")), "a two, b four, c three, d six, e five, f lost");
    assert_eq!(program.entry("Main"), Some(&Target::Node(0)));
    assert_eq!(program.nodes("Nowhere").count(), 0);
    assert!(program.entry("Nowhere").is_none());
}

#[test]
fn after_z_comes_aa_and_after_az_ba() {
    let mut text = String::from("journey Main\n");
    for index in 0..704 {
        text += &format!("  n{index}: SetSessionPropertiesNode\n    outcome -> n{}\n", index + 1);
    }
    let program = sketch::program(&text);
    let letters: Vec<&str> = program.nodes("Main").map(|node| node.letter.as_ref()).collect();
    for (index, letter) in [(0, "a"), (1, "b"), (25, "z"), (26, "aa"), (27, "ab"), (51, "az"), (52, "ba")] {
        assert_eq!(letters[index], letter);
    }
    assert_eq!((letters[701], letters[702], letters[703]), ("zz", "aaa", "aab"));
}

#[test]
fn a_connection_leads_to_a_node_an_end_nothing_or_what_is_missing() {
    let program = sketch::program(
        r#"
journey Main
  ask: MessageNode
    true -> good
    other -> bad
  good: Success
  wait: PollingWaitNode {"exitable": true}
    done -> ask
    EXITED -> nowhere
    Spam -> bad
  bad: Failure
"#,
    );
    let of = |id: &str| -> Vec<Target> {
        let node = program.nodes("Main").find(|node| node.id.as_ref() == id).unwrap();
        node.outcomes().iter().map(|edge| edge.target.clone()).collect()
    };
    assert_eq!(of("ask"), [Target::Success, Target::NotWired]);
    assert_eq!(of("wait"), [Target::Node(0), Target::Missing("nowhere".into())]);
    let never = |node: &NodeInfo| -> Vec<String> {
        let edges = node.edges().iter().filter(|edge| !edge.is_possible());
        edges.map(|edge| format!("{} {} {:?}", node.id, edge.id, edge.target)).collect()
    };
    let strays: Vec<String> = program.nodes("Main").flat_map(|node| never(node)).collect();
    assert_eq!(strays, ["ask other Failure", "wait Spam Failure"]);
}

#[test]
fn main_journeys_are_those_that_start_a_backchannel_journey() {
    let program = sketch::program(PAIR);
    assert_eq!(program.main_journeys(), ["Main".into()]);
    let neither = sketch::program("journey One\n  a: SetSessionPropertiesNode\n    outcome -> Success");
    assert!(neither.main_journeys().is_empty());
}

#[test]
fn nodes_that_cannot_run_are_told_with_the_reason() {
    let program = sketch::program(
        "journey Main\n  a: SetSessionPropertiesNode\n    outcome -> b\n  b: RetinaScanNode\n    outcome -> c\n  \
         c: PollingWaitNode {\"secondsToWait\": \"x\"}\n    DONE -> Success",
    );
    let told: Vec<String> =
        program.unusable().map(|(node, reason)| format!("{}: {reason}", node.id)).collect();
    let [one, two] = &told[..] else { panic!("{told:?}") };
    assert_eq!(one, "b: the simulator does not know the node type RetinaScanNode");
    assert!(two.starts_with("c: its configuration is wrong: secondsToWait: must be "), "{two}");
}

#[test]
fn a_session_starts_with_realm_and_level_and_the_data_of_its_link() {
    let (mut world, link) = linked();
    let shared =
        |world: &World, client| Value::Object(world.session_of(client).unwrap().state.shared.clone());
    let main = shared(&world, MAIN).to_masked_json();
    assert_eq!((&main["realm"], &main["authLevel"]), (&"/alpha".into(), &0.into()));
    settled(&mut world, &Action::Open { client: BACKCHANNEL, link });
    let other = shared(&world, BACKCHANNEL).to_masked_json();
    assert_eq!(
        (&other["realm"], &other["authLevel"], &other["username"]),
        (&main["realm"], &0.into(), &serde_json::Value::Null)
    );
}

#[test]
fn a_session_remembers_where_it_went_and_where_it_stands() {
    let (mut world, _) = linked();
    let program = world.program().clone();
    let path = |world: &World| {
        let session = world.session_of(MAIN).unwrap();
        let steps = session.steps(&program);
        let told =
            steps.map(|(_, node, outcome)| format!("{} {}", node.id, outcome.map_or("-", |name| name)));
        (told.collect::<Vec<_>>().join(", "), session.current(&program).unwrap().id.to_string())
    };
    let before = "name -, name Outcome, init Created, ask -";
    assert_eq!(path(&world), (before.to_owned(), "ask".to_owned()));
    answer(&mut world, 1, Answer::Select(vec![0]));
    let session = world.session_of(MAIN).unwrap();
    let nesting: Vec<String> = session.nesting(&program).into_iter().map(ToString::to_string).collect();
    assert_eq!(nesting, ["Main", "Helper"]);
    assert_eq!(path(&world).0, format!("{before}, ask True, inner -, only -"));
    answer(&mut world, 1, Answer::Select(vec![0]));
    assert_eq!(path(&world).0, format!("{before}, ask True, inner -, only -, only True, inner True"));
    assert_eq!(world.session_of(MAIN).unwrap().end().unwrap().message.as_ref(), "Login successful");
}

#[test]
fn a_client_shows_one_thing_at_a_time_and_knows_since_when() {
    let (mut world, link) = linked();
    world.apply(&Action::Advance { to: world.now() + Millis(700) }).unwrap();
    let now = world.now();
    settled(&mut world, &Action::Open { client: BACKCHANNEL, link: link.clone() });
    let client = world.client(BACKCHANNEL).unwrap();
    assert_eq!((client.page_at, client.wake, &client.notice), (now, Some(now + Millis(5_001)), &None));
    // A link that cannot be opened takes the page away, and the alarm with it.
    let events = settled(&mut world, &Action::Open { client: BACKCHANNEL, link: "nonsense".into() });
    assert_eq!(said(&events), ["the link was refused: Unable to read transaction."]);
    let client = world.client(BACKCHANNEL).unwrap();
    assert_eq!(
        (client.page.is_some(), client.wake, client.notice.as_deref()),
        (false, None, Some("Unable to read transaction."))
    );
    assert!(world.session_of(BACKCHANNEL).is_none());
    assert_eq!(said(&world.apply(&Action::Advance { to: now + Millis(10_000) }).unwrap()), [""; 0]);
    // The next page takes the notice away.
    settled(&mut world, &Action::Open { client: BACKCHANNEL, link });
    let client = world.client(BACKCHANNEL).unwrap();
    assert_eq!((client.page.is_some(), &client.notice), (true, &None));
    // So does closing the tab, with the page.
    settled(&mut world, &Action::Close { client: BACKCHANNEL });
    let client = world.client(BACKCHANNEL).unwrap();
    assert_eq!((client.page.is_some(), client.wake, &client.notice), (false, None, &None));
}

#[test]
fn an_end_takes_page_and_alarm_away_and_leaves_its_message() {
    let (mut world, link) = linked();
    settled(&mut world, &Action::Open { client: BACKCHANNEL, link });
    world.apply(&Action::Advance { to: world.now() + Millis(5_001) }).unwrap();
    let client = world.client(BACKCHANNEL).unwrap();
    // Nobody logged in there, and the link is for ann.
    assert_eq!(
        (client.page.is_some(), client.wake, client.notice.as_deref()),
        (false, None, Some("Unable to approve transaction"))
    );
    assert!(client.logged_in.is_none());
    let session = world.session_of(BACKCHANNEL).unwrap();
    assert!(matches!(session.status, Status::Ended(_)));
    assert_eq!(session.end().unwrap().at, world.now());
    let again = world.apply(&Action::Submit { client: BACKCHANNEL, answers: vec![] });
    assert_eq!(again, Err(ActionError::NoPage("BACKCHANNEL".into())));
}

#[test]
fn refusals_name_what_is_wrong_and_change_nothing() {
    let mut world = world();
    start(&mut world, "Main");
    let before = format!("{world:?}");
    let client = journey_sim::engine::ClientId(7);
    let answers = |answers| Action::Submit { client: MAIN, answers };
    for (action, refusal) in [
        (Action::Start { client, journey: "Main".into() }, ActionError::NoSuchClient(7)),
        (Action::Open { client, link: "x".into() }, ActionError::NoSuchClient(7)),
        (Action::Close { client }, ActionError::NoSuchClient(7)),
        (Action::Submit { client, answers: vec![] }, ActionError::NoSuchClient(7)),
        (Action::Start { client: MAIN, journey: "X".into() }, ActionError::NoSuchJourney("X".into())),
        (Action::Start { client: MAIN, journey: "Off".into() }, ActionError::JourneyDisabled("Off".into())),
        (Action::Submit { client: BACKCHANNEL, answers: vec![] }, ActionError::NoPage("BACKCHANNEL".into())),
        (Action::Visit, ActionError::Idle),
        (
            answers(vec![(0, Answer::Select(vec![0]))]),
            ActionError::WrongAnswer { index: 0, callback: "NameCallback".into() },
        ),
        (
            answers(vec![(0, Answer::Text("ann".into())), (1, Answer::Text("ann".into()))]),
            ActionError::WrongAnswer { index: 1, callback: "none".into() },
        ),
    ] {
        assert_eq!(world.apply(&action), Err(refusal), "{action:?}");
        assert_eq!(format!("{world:?}"), before, "{action:?}");
    }
    world.apply(&answers(vec![])).unwrap();
    assert_eq!(world.apply(&answers(vec![])), Err(ActionError::InFlight("MAIN".into())));
}

#[test]
fn requests_are_answered_in_the_order_in_which_they_were_sent() {
    let (mut world, link) = linked();
    world.apply(&Action::Open { client: BACKCHANNEL, link }).unwrap();
    world.apply(&Action::Submit { client: MAIN, answers: vec![(1, Answer::Select(vec![0]))] }).unwrap();
    assert!(world.in_flight());
    let clients: Vec<_> = std::iter::from_fn(|| world.apply(&Action::Visit).ok())
        .map(|events| events[0].client.unwrap())
        .collect();
    assert_eq!(clients[0], BACKCHANNEL);
    assert!(clients[1..].iter().all(|client| *client == MAIN) && clients.len() > 2, "{clients:?}");
}

#[test]
fn leaving_a_page_in_flight_takes_its_request_back() {
    let (mut world, _) = linked();
    world.apply(&Action::Submit { client: MAIN, answers: vec![(1, Answer::Select(vec![0]))] }).unwrap();
    world.apply(&Action::Close { client: MAIN }).unwrap();
    assert!(!world.in_flight());
    assert_eq!(world.apply(&Action::Visit), Err(ActionError::Idle));
}

#[test]
fn time_goes_forward_only_and_events_are_numbered_without_a_gap() {
    let (mut world, _) = linked();
    world.apply(&Action::Advance { to: world.now() + Millis(500) }).unwrap();
    let now = world.now();
    world.apply(&Action::Advance { to: now - Millis(400) }).unwrap();
    assert_eq!((world.now(), world.elapsed()), (now, Millis(500)));
    let mut run = Run::new(sketch::program(PAIR), 1, "Main").unwrap();
    run.submit(MAIN, vec![(0, Answer::Text("ann".into()))]).unwrap();
    run.open_link().unwrap();
    run.skip_by(Millis(70_000));
    let numbers: Vec<u64> = run.log().iter().map(|event| event.seq).collect();
    assert_eq!(numbers, (0..run.world().event_count()).collect::<Vec<_>>());
    assert!(run.log().iter().zip(run.log().iter().skip(1)).all(|(one, next)| one.at <= next.at));
    let expired = run.log().iter().find(|event| event.kind.to_string().contains("expired")).unwrap();
    assert_eq!(expired.at.since(run.log()[0].at), Millis(60_000));
}

#[test]
fn the_next_wake_up_is_the_first_of_polls_and_expiries() {
    let (mut world, link) = linked();
    let begun = world.now();
    assert_eq!(world.next_wake(), Some(begun + Millis(60_000)), "only the expiry");
    settled(&mut world, &Action::Open { client: BACKCHANNEL, link });
    assert_eq!(world.next_wake(), Some(begun + Millis(5_001)));
    // Up to an instant before it nothing happens; at it the request is sent but not answered.
    assert!(world.apply(&Action::AdvanceUnsettled { to: begun + Millis(5_000) }).unwrap().is_empty());
    let sent = world.apply(&Action::AdvanceUnsettled { to: begun + Millis(5_001) }).unwrap();
    assert!(matches!(sent[..], [Event { kind: EventKind::Submitted { automatic: true, .. }, .. }]));
    assert!(world.in_flight());
    assert_eq!(world.next_wake(), Some(begun + Millis(60_000)));
    world.apply(&Action::Advance { to: begun + Millis(60_000) }).unwrap();
    assert_eq!(world.next_wake(), None);
}

/// Proves engine.session-properties.
#[test]
fn whoever_logs_in_has_a_session_with_the_usual_properties() {
    let program = sketch::program(
        "journey Main\n  name: UsernameCollectorNode\n    outcome -> set\n  \
         set: SetSessionPropertiesNode {\"properties\": {\"colour\": \"red\", \"AuthLevel\": \"5\"}, \"maxSessionTime\": 7}\n    outcome -> Success",
    );
    let mut world = World::new(program, 1, &["MAIN"]);
    start(&mut world, "Main");
    world.apply(&Action::Advance { to: world.now() + Millis(1_500) }).unwrap();
    answer(&mut world, 0, Answer::Text("Ann".into()));
    let made = Value::Object(world.client(MAIN).unwrap().logged_in.clone().unwrap()).to_masked_json();
    let id = "id=id-ann,ou=user,o=alpha,ou=services,ou=am-config";
    for (key, value) in [
        ("AuthLevel", "5"),
        ("Organization", "o=alpha,ou=services,ou=am-config"),
        ("Principal", id),
        ("sun.am.UniversalIdentifier", id),
        ("UserId", "id-ann"),
        ("UserToken", "Ann"),
        ("Service", "Main"),
        ("authInstant", "2026-01-01T00:00:01Z"),
        ("colour", "red"),
        ("maxSessionTime", "7"),
    ] {
        assert_eq!(made[key], value, "{key}: {made}");
    }
    assert!(made["AMCtxId"].as_str().unwrap().ends_with("-1"), "{made}");
    assert_eq!(made.as_object().unwrap().len(), 11);
}

#[test]
fn each_transaction_expires_at_its_own_time() {
    let (mut world, _) = linked();
    let begun = world.now();
    world.apply(&Action::Advance { to: begun + Millis(10_000) }).unwrap();
    start(&mut world, "Main");
    answer(&mut world, 0, Answer::Text("bob".into()));
    assert_eq!(world.next_wake(), Some(begun + Millis(60_000)));
    let expired = |events: Vec<Event>| -> Vec<u64> {
        let gone = events.iter().filter(|event| event.kind.to_string().contains("expired"));
        gone.map(|event| event.at.since(begun).0).collect()
    };
    assert_eq!(expired(world.apply(&Action::Advance { to: begun + Millis(59_999) }).unwrap()), [0; 0]);
    assert_eq!(expired(world.apply(&Action::Advance { to: begun + Millis(60_000) }).unwrap()), [60_000]);
    assert_eq!(world.next_wake(), Some(begun + Millis(70_000)));
    assert_eq!(expired(world.apply(&Action::Advance { to: begun + Millis(90_000) }).unwrap()), [70_000]);
    let subjects: Vec<_> =
        world.transactions().records().map(|record| record.subject.name().unwrap().to_string()).collect();
    assert_eq!(subjects, ["ann", "bob"], "oldest first");
}

#[test]
fn what_a_client_is_logged_in_as_is_its_own_and_outlasts_a_failure() {
    let program = sketch::program(
        "journey Main\n  name: UsernameCollectorNode\n    outcome -> ask\n  ask: MessageNode\n    true -> Success\n    false -> Failure",
    );
    let mut world = World::new(program, 1, &["MAIN", "BACKCHANNEL"]);
    let who = |world: &World, client| {
        let made = world.client(client).unwrap().logged_in.clone();
        made.map(|made| made.get("UserToken").and_then(Value::as_str).unwrap().to_owned())
    };
    for (name, button, after) in
        [("ann", 1, None), ("ann", 0, Some("ann")), ("bob", 1, Some("ann")), ("bob", 0, Some("bob"))]
    {
        start(&mut world, "Main");
        answer(&mut world, 0, Answer::Text(name.into()));
        answer(&mut world, 1, Answer::Select(vec![button]));
        assert_eq!(who(&world, MAIN).as_deref(), after, "{name} {button}");
        assert_eq!(who(&world, BACKCHANNEL), None);
    }
}
