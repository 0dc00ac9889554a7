//! A run as somebody drives it: the pace of its clock, single steps, the way back and forward.

use std::time::Duration;

use journey_sim::drive::{BACKCHANNEL, MAIN, Run, Speed};
use journey_sim::engine::{Action, ActionError, Event, EventKind};
use journey_sim::page::Answer;
use journey_sim::value::Millis;

use crate::sketch;

/// A name is asked, then a link waits for 100 s; polls are 5 s apart.
const PAIR: &str = r#"
journey Main
  name: UsernameCollectorNode
    outcome -> init
  init: BackChannelInitNode {"tree": "Login", "usernameKey": "username", "redirectUrlType": "Post", "timeout": 100}
    Created -> status
    Unknown Subject -> Failure
    Error -> Failure
  status: BackChannelStatusNode
    Pending -> wait
    In Progress -> wait
    Success -> Success
    Failure -> Failure
    Unknown -> Failure
    Error -> Failure
  wait: PollingWaitNode {"secondsToWait": 5}
    DONE -> status
journey Login
  ask: MessageNode
    true -> who
    false -> Failure
  who: UsernameCollectorNode
    outcome -> Success
journey Second
  init: BackChannelInitNode {"tree": "Login", "idType": "None"}
    Created -> Success
    Unknown Subject -> Failure
    Error -> Failure
journey Off disabled
  init: BackChannelInitNode {"tree": "Login", "idType": "None"}
    Created -> Success
"#;

fn run() -> Run {
    Run::new(sketch::program(PAIR), 1, "Main").unwrap()
}

/// A run whose main journey waits for the other side.
fn waiting() -> Run {
    let mut run = run();
    run.submit(MAIN, vec![(0, Answer::Text("ann".into()))]).unwrap();
    run
}

fn elapsed(run: &Run) -> u64 {
    run.world().elapsed().0
}

/// The outcomes taken, as `node outcome`.
fn outcomes<'e>(log: impl IntoIterator<Item = &'e Event>) -> Vec<String> {
    let outcome = |event: &Event| match &event.kind {
        EventKind::Outcome { node, outcome, .. } => {
            Some(format!("{} {}", node.name, node.outcomes()[usize::from(*outcome)].name))
        }
        _ => None,
    };
    log.into_iter().filter_map(outcome).collect()
}

#[test]
fn the_clock_runs_as_fast_as_its_speed_and_loses_no_part_of_a_millisecond() {
    for (speed, factor) in
        [(Speed::X1, 1), (Speed::X2, 2), (Speed::X5, 5), (Speed::X10, 10), (Speed::X20, 20)]
    {
        let mut run = waiting();
        run.set_speed(speed);
        assert_eq!(run.speed(), speed);
        run.tick(Duration::from_millis(7));
        assert_eq!(elapsed(&run), 7 * factor, "{speed:?}");
    }
    let mut run = waiting();
    assert_eq!(run.speed(), Speed::X1);
    for (micros, after) in [(600, 0), (399, 0), (1, 1), (1_999, 2), (1_001, 4)] {
        assert_eq!(run.tick(Duration::from_micros(micros)), 0);
        assert_eq!(elapsed(&run), after, "after {micros} us more");
    }
    run.set_speed(Speed::X20);
    run.tick(Duration::from_nanos(49_999));
    assert_eq!(elapsed(&run), 4);
    run.tick(Duration::from_nanos(1));
    assert_eq!(elapsed(&run), 5);
}

#[test]
fn a_tick_tells_how_many_events_it_made_and_a_paused_clock_stands() {
    let mut run = waiting();
    assert!(!run.is_paused());
    let before = run.log().len();
    let made = run.tick(Duration::from_millis(5_001));
    assert!(made > 2, "a re-submit, two outcomes and a page: {made}");
    assert_eq!(run.log().len(), before + made);
    run.set_paused(true);
    assert!(run.is_paused());
    assert_eq!((run.tick(Duration::from_secs(60)), elapsed(&run)), (0, 5_001));
    assert_eq!(run.until_next(), None);
    run.set_paused(false);
    assert!(run.tick(Duration::from_secs(60)) > 0);
}

#[test]
fn wall_time_until_the_next_change_is_world_time_by_the_speed() {
    assert_eq!(run().until_next(), None, "a page that waits for a person");
    let mut run = waiting();
    assert_eq!(run.until_next(), Some(Duration::from_millis(5_001)));
    run.tick(Duration::from_millis(1_001));
    assert_eq!(run.until_next(), Some(Duration::from_millis(4_000)));
    run.set_speed(Speed::X20);
    assert_eq!(run.until_next(), Some(Duration::from_millis(200)));
    run.set_speed(Speed::Max);
    assert_eq!(run.until_next(), Some(Duration::ZERO));
}

#[test]
fn at_full_speed_a_tick_goes_from_wake_up_to_wake_up() {
    let mut run = waiting();
    run.set_speed(Speed::Max);
    let before = run.log().len();
    let made = run.tick(Duration::ZERO);
    assert_eq!(run.log().len(), before + made);
    // Polls every 5.001 s until the transaction has expired after 100 s.
    assert_eq!(elapsed(&run), 100_020);
    assert!(run.world().session_of(MAIN).unwrap().end().is_some());
    assert_eq!(run.tick(Duration::ZERO), 0);
}

#[test]
fn at_full_speed_a_tick_goes_no_further_than_a_frame_should_take() {
    let long = PAIR.replace("\"timeout\": 100", "\"timeout\": 100000");
    let mut run = Run::new(sketch::program(&long), 1, "Main").unwrap();
    run.submit(MAIN, vec![(0, Answer::Text("ann".into()))]).unwrap();
    run.set_speed(Speed::Max);
    assert!(run.tick(Duration::ZERO) > 64);
    assert_eq!(elapsed(&run), 64 * 5_001);
    run.tick(Duration::ZERO);
    assert_eq!(elapsed(&run), 128 * 5_001);
}

#[test]
fn a_request_is_stepped_node_by_node() {
    let mut run = run();
    run.set_paused(true);
    let made = run.submit(MAIN, vec![(0, Answer::Text("ann".into()))]).unwrap();
    assert_eq!((made, run.world().in_flight()), (1, true), "only what was sent");
    let from = run.log().len();
    let mut seen = Vec::new();
    while run.world().in_flight() {
        assert!(run.step());
        seen.push(outcomes(run.log_from(from)).len());
    }
    assert_eq!(seen, [1, 2, 3, 3], "three outcomes and a page, one at a time");
    assert!(run.step(), "the clock goes to the poll");
    assert_eq!((elapsed(&run), run.world().in_flight()), (5_001, true));
    run.set_paused(false);
    assert!(!run.world().in_flight(), "the rest is done at once");
}

#[test]
fn stepping_stops_the_clock_and_there_is_nothing_to_step_when_a_person_is_asked() {
    let mut run = run();
    assert!(!run.step());
    assert!(run.is_paused());
    assert!(!run.can_go_back(), "nothing was done");
    let mut run = waiting();
    assert!(run.step() && run.is_paused());
    assert_eq!(elapsed(&run), 5_001);
}

#[test]
fn an_action_settles_at_once_while_the_clock_runs_and_tells_all_its_events() {
    let mut run = run();
    let before = run.log().len();
    let made = run.submit(MAIN, vec![(0, Answer::Text("ann".into()))]).unwrap();
    assert!(!run.world().in_flight());
    assert_eq!(run.log().len(), before + made);
    assert_eq!(outcomes(run.log_from(before)), ["name Outcome", "init Created", "status Pending"]);
}

#[test]
fn skipping_goes_to_the_next_wake_up_or_by_a_span_and_can_be_taken_back() {
    assert!(!run().skip(), "nothing is scheduled");
    let mut run = waiting();
    assert!(run.skip());
    assert_eq!(elapsed(&run), 5_001);
    run.skip_by(Millis(999));
    assert_eq!(elapsed(&run), 6_000);
    assert!(run.back());
    assert_eq!(elapsed(&run), 5_001);
    assert!(run.back());
    assert_eq!(elapsed(&run), 0);
}

#[test]
fn back_and_forward_go_through_everything_that_somebody_did() {
    let mut run = waiting();
    let waited = run.log().len();
    assert!(run.open_link().unwrap());
    let opened = (run.log().clone(), run.actions().clone());
    let came = run.decided(MAIN).map(|one| one.events.clone());
    assert!(run.back());
    assert_eq!(run.log().len(), waited);
    assert!(run.is_paused(), "the clock stands still then");
    assert!(run.forward());
    assert_eq!((run.log().clone(), run.actions().clone()), opened);
    assert_eq!(run.decided(MAIN).map(|one| one.events.clone()), came);
    assert!(!run.forward(), "there is nothing in front");
    // What was gone forward to can be taken back again.
    assert!(run.back());
    assert_eq!(run.log().len(), waited);
    assert!(run.back());
    assert!(!run.back() && !run.can_go_back());
    assert!(run.forward() && run.forward());
    assert_eq!(run.log().len(), opened.0.len());
}

#[test]
fn doing_something_else_after_going_back_forgets_what_was_in_front() {
    let mut run = waiting();
    run.open_link().unwrap();
    run.back();
    run.skip();
    assert!(!run.forward());
}

#[test]
fn going_back_forgets_the_begun_millisecond() {
    let mut run = waiting();
    run.tick(Duration::from_micros(900));
    run.back();
    run.set_paused(false);
    run.tick(Duration::from_micros(999));
    assert_eq!(elapsed(&run), 0);
    run.tick(Duration::from_micros(1));
    assert_eq!(elapsed(&run), 1);
}

#[test]
fn the_last_decision_of_each_side_is_kept_with_the_world_before_it() {
    let mut run = run();
    assert!(run.decided(MAIN).is_none());
    run.submit(MAIN, vec![(0, Answer::Text("ann".into()))]).unwrap();
    let decided = |run: &Run, client| run.decided(client).map(|one| outcomes(&one.events));
    assert_eq!(decided(&run, MAIN), Some(vec!["status Pending".to_owned()]));
    assert_eq!(decided(&run, BACKCHANNEL), None);
    run.open_link().unwrap();
    run.submit(BACKCHANNEL, vec![(1, Answer::Select(vec![0]))]).unwrap();
    assert_eq!(decided(&run, BACKCHANNEL), Some(vec!["ask True".to_owned()]));
    assert_eq!(decided(&run, MAIN), Some(vec!["status Pending".to_owned()]));
    let before = &run.decided(BACKCHANNEL).unwrap().before;
    assert_eq!(before.event_count() + 1, run.world().event_count() - 1, "a page came after it");
    run.back();
    assert_eq!(decided(&run, BACKCHANNEL), None);
}

#[test]
fn another_journey_starts_everything_anew_and_can_be_taken_back() {
    let mut run = waiting();
    let before = (run.log().clone(), run.actions().clone());
    run.choose("Second").unwrap();
    assert_eq!(run.journey().as_ref(), "Second");
    assert_eq!(outcomes(run.log()), ["init Created"]);
    assert_eq!(run.log()[0].seq, 0);
    assert_eq!(run.actions().len(), 2, "its start, settled");
    assert!(run.back());
    assert_eq!(run.journey().as_ref(), "Main");
    assert_eq!((run.log().clone(), run.actions().clone()), before);
    run.restart_all().unwrap();
    assert_eq!((run.journey().as_ref(), elapsed(&run), outcomes(run.log()).len()), ("Main", 0, 0));
    assert!(run.decided(MAIN).is_none());
}

#[test]
fn a_choice_that_is_refused_leaves_everything_as_it_was() {
    let mut run = waiting();
    run.skip();
    let state = |run: &Run| {
        let decided = run.decided(MAIN).map(|one| one.events.clone());
        (run.journey().clone(), run.log().clone(), run.actions().clone(), decided, elapsed(run))
    };
    let before = state(&run);
    assert_eq!(run.choose("Nowhere"), Err(ActionError::NoSuchJourney("Nowhere".into())));
    assert_eq!(run.choose("Off"), Err(ActionError::JourneyDisabled("Off".into())));
    assert_eq!(state(&run), before);
    assert!(before.3.is_some());
    run.back();
    assert_eq!(elapsed(&run), 0, "a refusal is nothing to go back to");
}

#[test]
fn each_side_is_restarted_by_itself() {
    let mut first = run();
    assert_eq!(first.restart(BACKCHANNEL), Ok(false), "there is no link yet");
    assert_eq!(first.open_link(), Ok(false));
    let mut run = waiting();
    assert_eq!(run.restart(BACKCHANNEL), Ok(true));
    assert!(run.world().session_of(BACKCHANNEL).is_some());
    let sessions =
        run.log().iter().filter(|event| matches!(event.kind, EventKind::SessionStarted { .. })).count();
    assert_eq!(run.restart(MAIN), Ok(true));
    let after =
        run.log().iter().filter(|event| matches!(event.kind, EventKind::SessionStarted { .. })).count();
    assert_eq!(after, sessions + 1);
    assert_eq!(run.world().session_of(MAIN).unwrap().journey.as_ref(), "Main");
    assert_eq!(run.world().transactions().records().count(), 1, "the old transaction lives on");
}

#[test]
fn a_page_can_be_sent_back_only_while_it_waits_for_an_answer() {
    let mut run = run();
    assert!(run.can_submit(MAIN) && !run.can_submit(BACKCHANNEL));
    run.set_paused(true);
    run.submit(MAIN, vec![(0, Answer::Text("ann".into()))]).unwrap();
    assert!(!run.can_submit(MAIN), "its request is in flight");
    assert_eq!(run.submit(MAIN, vec![]), Err(ActionError::InFlight("MAIN".into())));
    run.set_paused(false);
    assert!(run.can_submit(MAIN));
    assert!(run.act(&Action::Close { client: MAIN }).is_ok());
    assert!(!run.can_submit(MAIN));
}

#[test]
fn passages_of_time_are_one_action_and_settling_nothing_is_none() {
    let mut run = waiting();
    let before = run.actions().len();
    run.tick(Duration::from_millis(10));
    run.tick(Duration::from_millis(10));
    run.set_paused(true);
    run.set_paused(false);
    run.skip_by(Millis(5));
    assert_eq!(run.actions().len(), before + 1);
    let Some(Action::Advance { to }) = run.actions().last() else { panic!("{:?}", run.actions()) };
    assert_eq!(*to, run.world().now());
}

#[test]
fn a_run_that_nobody_watches_keeps_no_way_back() {
    let mut run = waiting().unwatched(1_000_000);
    assert!(!run.can_go_back(), "what was kept is dropped");
    run.skip();
    assert!(!run.back() && !run.is_full());
    assert_eq!(run.fresh_world().elapsed(), Millis(0));
}
