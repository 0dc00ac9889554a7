//! What each expectation of a scenario holds to, and what it says when it does not.

use std::sync::Arc;

use journey_sim::program::Program;
use journey_sim::scenario::{Secrets, play, read};

use crate::sketch;

/// MAIN waits 5 s for a message that is read on the other side; the link lives for 30 s.
const PAIR: &str = r#"
journey Main
  name: UsernameCollectorNode
    outcome -> init
  init: BackChannelInitNode {"tree": "Other", "usernameKey": "username", "redirectUrlType": "Post", "timeout": 30}
    Created -> status
    Unknown Subject -> Failure
    Error -> Failure
  status: BackChannelStatusNode
    Pending -> wait
    In Progress -> wait
    Success -> Success
    Failure -> Failure
    Unknown -> say
    Error -> Failure
  wait: PollingWaitNode {"secondsToWait": 5, "waitingMessage": {"en": "Hold on"}, "exitable": true, "exitMessage": {"en": "Leave"}}
    DONE -> status
    EXITED -> Failure
  say: ScriptedDecisionNode {"script": "say", "outcomes": ["no"]}
    no -> Failure
journey Other
  ask: MessageNode {"message": {"en": "Is it you?"}, "messageYes": {"en": "It is me"}}
    true -> fill
    false -> Failure
  fill: ScriptedDecisionNode {"script": "fill", "outcomes": ["yes"]}
    yes -> Success
script say
  action.goTo('no').withErrorMessage('Too late, ann');
script fill
  nodeState.putShared('list', [1, 'two']);
  nodeState.putTransient('hint', 'h');
  nodeState.putTransient('same', 't');
  nodeState.putShared('same', 's');
  logger.warn('filled in');
  action.goTo('yes').withIdentifiedUser('ann');
"#;

/// MAIN has polled twice and waits; the other side has not come.
const WAITING: &str = r#"{"side": "main", "answer": {"User Name": "ann"}}, {"skip": 2}"#;
/// The other side has approved; MAIN does not know yet.
const APPROVED: &str = r#"{"side": "main", "answer": {"User Name": "ann"}}, {"openLink": true},
    {"side": "backchannel", "press": "It is me"}"#;
/// The other side came, and its time ran out.
const EXPIRED: &str =
    r#"{"side": "main", "answer": {"User Name": "ann"}}, {"openLink": true}, {"wait": 40000}"#;

fn program() -> Arc<Program> {
    sketch::program(PAIR)
}

/// What is said of one expectation after some steps; nothing when it holds.
fn told(program: &Arc<Program>, steps: &str, expect: &str) -> String {
    let text = format!("{{\"journey\": \"Main\", \"steps\": [{steps}], \"expect\": [{expect}]}}");
    let scenario = read("s.json", &text).unwrap_or_else(|error| panic!("{error}"));
    let played = play(program, &scenario, Secrets::default()).unwrap_or_else(|error| panic!("{error}"));
    played.failed.into_iter().map(|one| one.actual).collect::<Vec<_>>().join("; ")
}

/// Each holds, or is refused with the words.
fn check(steps: &str, rows: &[(&str, &str)]) {
    let program = program();
    let wrong: Vec<String> = rows
        .iter()
        .map(|(expect, words)| (expect, words, told(&program, steps, expect)))
        .filter(|(_, words, told)| told != *words)
        .map(|(expect, words, told)| format!("{expect}\n  wanted: {words}\n  told:   {told}"))
        .collect();
    assert!(wrong.is_empty(), "after {steps}\n{}", wrong.join("\n"));
}

#[test]
fn an_outcome_is_taken_at_all_or_exactly_so_many_times() {
    check(
        WAITING,
        &[
            (r#"{"outcome": "main/status/Pending"}"#, ""),
            (r#"{"outcome": "main/status/pending", "times": 3}"#, ""),
            (r#"{"outcome": "main/status/Pending", "times": 2}"#, "taken 3 times"),
            (r#"{"outcome": "main/status/Pending", "times": 4}"#, "taken 3 times"),
            (r#"{"outcome": "main/init/Created", "times": 1}"#, ""),
            (r#"{"outcome": "main/init/Created", "times": 2}"#, "taken once"),
            (r#"{"outcome": "main/status/Unknown", "times": 0}"#, ""),
            (r#"{"outcome": "main/status/Pending", "times": 0}"#, "taken 3 times"),
            (r#"{"outcome": "main/status/Success"}"#, "status took Pending, Pending, Pending"),
            (r#"{"outcome": "backchannel/ask/true"}"#, "backchannel did not visit ask"),
            (r#"{"outcome": "main/say/no"}"#, "main did not visit say"),
        ],
    );
}

#[test]
fn a_node_is_visited_by_the_side_that_is_named() {
    check(
        APPROVED,
        &[
            (r#"{"node": "main/status"}"#, ""),
            (r#"{"node": "backchannel/ask"}"#, ""),
            (r#"{"node": "main/ask"}"#, "main did not visit ask"),
            (r#"{"node": "backchannel/Success"}"#, ""),
            (r#"{"node": "main/Success"}"#, "main did not end so"),
            (r#"{"node": "backchannel/Failure"}"#, "backchannel did not end so"),
            (r#"{"never": {"node": "main/say"}}"#, ""),
            (r#"{"never": {"node": "main/status"}}"#, "it did, at 0.0 s"),
        ],
    );
}

#[test]
fn an_end_is_of_its_kind_and_with_its_message() {
    check(
        EXPIRED,
        &[
            (r#"{"side": "main", "end": "Failure"}"#, ""),
            (r#"{"side": "main", "end": "Failure", "message": "Too late, ann"}"#, ""),
            (r#"{"side": "main", "end": "Failure", "message": "Too late"}"#, "Failure: \"Too late, ann\""),
            (r#"{"side": "main", "end": "Success"}"#, "Failure: \"Too late, ann\""),
            (r#"{"side": "main", "end": "Open"}"#, "Failure: \"Too late, ann\""),
            (r#"{"side": "backchannel", "end": "Open"}"#, ""),
            (r#"{"never": {"side": "main", "end": "Success"}}"#, ""),
            (r#"{"never": {"side": "main", "end": "Failure", "message": "Too late"}}"#, ""),
            (r#"{"never": {"side": "backchannel", "end": "Failure"}}"#, ""),
        ],
    );
    let said = told(&program(), EXPIRED, r#"{"never": {"side": "main", "end": "Failure"}}"#);
    assert!(said.starts_with("it did, at 30."), "{said}");
    let said = told(&program(), WAITING, r#"{"side": "main", "end": "Failure"}"#);
    assert!(said.starts_with("main has not ended; main reads \"Hold on\""), "{said}");
    let said =
        told(&program(), WAITING, r#"{"side": "main", "end": "Success", "message": "Login successful"}"#);
    assert!(said.starts_with("main has not ended"), "{said}");
}

#[test]
fn state_is_looked_up_in_its_scope() {
    check(
        APPROVED,
        &[
            (r#"{"side": "backchannel", "state": "list", "equals": [1, "two"]}"#, ""),
            (r#"{"side": "backchannel", "state": "list", "equals": [1]}"#, "[1,\"two\"]"),
            (r#"{"side": "backchannel", "state": "list", "scope": "shared", "present": true}"#, ""),
            (r#"{"side": "backchannel", "state": "list", "present": false}"#, "the key is there"),
            (r#"{"side": "backchannel", "state": "hint", "scope": "transient", "equals": "h"}"#, ""),
            (r#"{"side": "backchannel", "state": "hint", "scope": "secure", "present": false}"#, ""),
            (r#"{"side": "backchannel", "state": "hint", "scope": "shared", "present": false}"#, ""),
            (r#"{"side": "backchannel", "state": "same", "equals": "t"}"#, ""),
            (r#"{"side": "backchannel", "state": "same", "scope": "shared", "equals": "s"}"#, ""),
            (r#"{"side": "backchannel", "state": "same", "scope": "transient", "equals": "s"}"#, "\"t\""),
            (r#"{"side": "main", "state": "username", "equals": "ann"}"#, ""),
            (r#"{"side": "main", "state": "list", "present": false}"#, ""),
        ],
    );
    let said = told(&program(), APPROVED, r#"{"side": "backchannel", "state": "absent", "present": true}"#);
    assert!(said.starts_with("the key is not there; there are ") && said.contains("hint, list"), "{said}");
    let none = told(&program(), WAITING, r#"{"side": "backchannel", "state": "list", "present": false}"#);
    assert_eq!(none, "backchannel has no session");
}

#[test]
fn a_log_line_is_looked_for_on_its_side() {
    check(
        APPROVED,
        &[
            (r#"{"log": "filled in"}"#, ""),
            (r#"{"side": "backchannel", "log": "filled"}"#, ""),
            (r#"{"side": "main", "log": "filled"}"#, "nothing was logged"),
            (r#"{"log": "emptied"}"#, "the log has \"filled in\""),
            (r#"{"never": {"log": "emptied"}}"#, ""),
            (r#"{"never": {"log": "filled"}}"#, "it did, at 0.0 s"),
        ],
    );
}

#[test]
fn a_transaction_is_as_it_is_said_to_be_in_everything() {
    let approved = "state COMPLETED, result APPROVED, subject ann, not expired";
    check(
        APPROVED,
        &[
            (
                r#"{"transaction": {"state": "COMPLETED", "result": "APPROVED", "subject": "ann", "expired": false}}"#,
                "",
            ),
            (r#"{"transaction": {"expired": true}}"#, approved),
            (r#"{"transaction": {"state": "IN_PROGRESS"}}"#, approved),
            (r#"{"transaction": {"state": "COMPLETED", "result": "DENIED"}}"#, approved),
            (r#"{"transaction": {"state": "CREATED", "result": "APPROVED"}}"#, approved),
            (r#"{"transaction": {"subject": "bob"}}"#, approved),
            (r#"{"transaction": {"number": 1, "state": "COMPLETED"}}"#, ""),
            (r#"{"transaction": {"number": 2, "state": "COMPLETED"}}"#, "there is 1 transaction"),
        ],
    );
    let expired = "state IN_PROGRESS, result UNKNOWN, subject ann, expired";
    check(
        EXPIRED,
        &[
            (r#"{"transaction": {"expired": true}}"#, ""),
            (r#"{"transaction": {"state": "IN_PROGRESS", "expired": false}}"#, expired),
        ],
    );
    check("", &[(r#"{"transaction": {"state": "CREATED"}}"#, "there is no transaction")]);
}

#[test]
fn transactions_are_numbered_in_the_order_they_were_made() {
    let twice = format!(
        r#"{APPROVED}, {{"side": "main", "start": "Main"}}, {{"side": "main", "answer": {{"User Name": "bob"}}}}"#
    );
    check(
        &twice,
        &[
            (r#"{"transaction": {"number": 1, "subject": "ann", "result": "APPROVED"}}"#, ""),
            (r#"{"transaction": {"number": 2, "subject": "bob", "result": "UNKNOWN"}}"#, ""),
            (r#"{"transaction": {"subject": "bob", "state": "CREATED"}}"#, ""),
            (r#"{"transaction": {"number": 3, "subject": "bob"}}"#, "there are 2 transactions"),
        ],
    );
}

#[test]
fn what_a_side_asks_and_reads_is_what_its_page_shows_now() {
    check(
        WAITING,
        &[
            (r#"{"side": "main", "reads": "Hold"}"#, ""),
            (r#"{"side": "main", "asks": "Leave"}"#, ""),
            (r#"{"never": {"side": "main", "asks": "User Name"}}"#, ""),
            (r#"{"never": {"side": "main", "reads": "Hold on"}}"#, "it did, it does"),
        ],
    );
    for (expect, words) in [
        (r#"{"side": "main", "reads": "Come in"}"#, "main reads \"Hold on\" and asks"),
        (r#"{"side": "main", "asks": "User Name"}"#, "main reads \"Hold on\" and asks"),
    ] {
        let said = told(&program(), WAITING, expect);
        assert!(said.starts_with(words), "{said}");
    }
    check("", &[(r#"{"side": "main", "asks": "User Name"}"#, "")]);
    check(APPROVED, &[(r#"{"side": "backchannel", "reads": "Login successful"}"#, "")]);
}

#[test]
fn expectations_of_a_step_count_from_that_step_on() {
    let step = r#"{"skip": 1, "expect": [{"outcome": "main/status/Pending", "times": 1}, {"never": {"outcome": "main/init/Created"}}]}"#;
    check(
        &format!(r#"{{"side": "main", "answer": {{"User Name": "ann"}}}}, {step}, {step}"#),
        &[(r#"{"outcome": "main/status/Pending", "times": 3}"#, "")],
    );
}

#[test]
fn a_node_that_threw_was_visited_and_took_no_outcome() {
    let broken = r#"
journey Main
  ask: MessageNode
    true -> odd
    false -> Failure
  odd: ScriptedDecisionNode {"script": "throws", "outcomes": ["yes"]}
    yes -> Success
  never: SetSessionPropertiesNode
    outcome -> Success
script throws
  throw new Error('broken');
"#;
    let program = sketch::program(broken);
    let press = r#"{"side": "main", "press": "Yes"}"#;
    assert_eq!(told(&program, press, r#"{"outcome": "main/odd/yes"}"#), "odd took no outcome");
    assert_eq!(told(&program, press, r#"{"outcome": "main/never/outcome"}"#), "main did not visit never");
    assert_eq!(told(&program, press, r#"{"side": "main", "end": "Error", "message": "Login failure"}"#), "");
}

#[test]
fn secrets_are_never_compared_and_pages_are_read_whole() {
    let text = r#"
journey Main
  fill: ScriptedDecisionNode {"script": "fill", "outcomes": ["yes"], "inputs": []}
    yes -> page
  page: PageNode {"pageHeader": {"en": "The head"}, "pageDescription": {"en": "The rest"}}
    child read: ScriptedDecisionNode {"script": "read", "outcomes": ["yes"], "inputs": ["codes"]}
    yes -> Success
script fill
  nodeState.putTransient('codes', [1, ['red']]); nodeState.putShared('plain', [1, ['red']]);
  outcome = 'yes';
script read
  if (callbacks.isEmpty()) {
    callbacksBuilder.nameCallback('Code:'); callbacksBuilder.nameCallback('code');
    callbacksBuilder.choiceCallback('Pick', ['a', 'b', 'c'], 0, true);
  } else {
    nodeState.putShared('first', callbacks.getNameCallbacks().get(0));
    nodeState.putShared('second', callbacks.getNameCallbacks().get(1));
    outcome = 'yes';
  }
"#;
    let program = sketch::program(text);
    for (expect, words) in [
        (
            r#"{"side": "main", "state": "codes", "equals": [1, ["red"]]}"#,
            "a secret: only its presence can be checked",
        ),
        (r#"{"side": "main", "state": "codes", "scope": "secure", "present": true}"#, ""),
        (r#"{"side": "main", "state": "plain", "equals": [1, ["red"]]}"#, ""),
        (r#"{"side": "main", "reads": "The head"}"#, ""),
        (r#"{"side": "main", "reads": "The rest"}"#, ""),
        (r#"{"side": "main", "asks": "Pick"}"#, ""),
    ] {
        assert_eq!(told(&program, "", expect), words, "{expect}");
    }
    // The very prompt comes before one that is like it.
    for (prompt, first, second) in [("code", "", "x"), ("Code:", "x", ""), ("CODE", "x", ""), ("#2", "", "x")]
    {
        let step = format!(r#"{{"side": "main", "answer": {{"{prompt}": "x"}}}}"#);
        let expect = format!(
            r#"{{"side": "main", "state": "first", "equals": "{first}"}}, {{"side": "main", "state": "second", "equals": "{second}"}}"#
        );
        assert_eq!(told(&program, &step, &expect), "", "{prompt}");
    }
    for (value, told_of) in [("[0, 2]", ""), ("\"b\"", ""), ("1", "")] {
        let step = format!(r#"{{"side": "main", "answer": {{"Pick": {value}}}}}"#);
        assert_eq!(told(&program, &step, r#"{"side": "main", "end": "Success"}"#), told_of, "{value}");
    }
    for (value, part) in [("3", "3"), ("[0, 3]", "3"), ("\"d\"", "there is no \"d\"")] {
        let step = format!(r#"{{"side": "main", "answer": {{"Pick": {value}}}}}"#);
        let said = told(&program, &step, r#"{"side": "main", "end": "Success"}"#);
        assert!(said.contains(part) && said.contains("\"Pick\": "), "{value}: {said}");
    }
}

#[test]
fn a_link_is_opened_by_number_or_the_newest() {
    let twice = r#"{"side": "main", "answer": {"User Name": "ann"}}, {"restart": "main"}, {"side": "main", "answer": {"User Name": "bob"}}"#;
    for (open, first, second) in
        [("true", "CREATED", "IN_PROGRESS"), ("1", "IN_PROGRESS", "CREATED"), ("2", "CREATED", "IN_PROGRESS")]
    {
        let steps = format!(r#"{twice}, {{"openLink": {open}}}"#);
        let expect = format!(
            r#"{{"transaction": {{"number": 1, "state": "{first}"}}}}, {{"transaction": {{"number": 2, "state": "{second}"}}}}"#
        );
        assert_eq!(told(&program(), &steps, &expect), "", "{open}");
    }
    let said = told(&program(), &format!(r#"{twice}, {{"openLink": 3}}"#), "");
    assert_eq!(said, "there is no transaction 3; there are 2");
    let said = told(&program(), r#"{"side": "main", "answer": {"User Name": "ann"}}, {"openLink": 2}"#, "");
    assert_eq!(said, "there is no transaction 2; there is 1");
    let said = told(&program(), r#"{"openLink": true}"#, "");
    assert_eq!(said, "there is no link: MAIN's journey has not come through Backchannel Initialize");
}

#[test]
fn a_step_that_cannot_be_done_says_why() {
    let approved = APPROVED;
    for (steps, words) in [
        (r#"{"skip": 1}"#.to_owned(), "nothing will happen by itself any more"),
        (r#"{"step": 1}"#.to_owned(), "there is no node to visit"),
        (
            r#"{"side": "backchannel", "resubmit": true}"#.to_owned(),
            "backchannel has no page: nothing was opened there",
        ),
        (
            format!(r#"{approved}, {{"side": "backchannel", "resubmit": true}}"#),
            "backchannel has no page: it ended at Success: Login successful",
        ),
        (r#"{"side": "main", "start": "Nowhere"}"#.to_owned(), "there is no journey \"Nowhere\""),
        (r#"{"side": "main", "press": "Go"}"#.to_owned(), "the page has no button; it asks \"User Name\""),
        (
            r#"{"pause": true}, {"side": "main", "resubmit": true}, {"side": "main", "resubmit": true}"#
                .to_owned(),
            "the request of main is still in flight; step on first",
        ),
        (
            r#"{"side": "backchannel", "openLink": "x"}, {"side": "backchannel", "resubmit": true}"#
                .to_owned(),
            "backchannel has no page; it reads: Unable to read transaction.",
        ),
    ] {
        assert_eq!(told(&program(), &steps, r#"{"side": "main", "end": "Open"}"#), words, "{steps}");
    }
}

#[test]
fn the_path_of_a_side_is_told_with_its_times() {
    let text = format!(r#"{{"journey": "Main", "steps": [{APPROVED}, {{"skip": 1}}]}}"#);
    let played = play(&program(), &read("s.json", &text).unwrap(), Secrets::default()).unwrap();
    let path = |side| played.path(side);
    assert_eq!(
        path(journey_sim::scenario::Side::Main),
        [
            "0.0 s  Main started",
            "0.0 s  a name sent NameCallback",
            "0.0 s  a name -> Outcome",
            "0.0 s  b init -> Created",
            "0.0 s  c status -> Pending",
            "0.0 s  d wait sent PollingWaitCallback waitTime=5000, ConfirmationCallback",
            "5.0 s  d wait -> Done",
            "5.0 s  c status -> Success",
            "5.0 s  ended at Success: Login successful",
        ]
    );
    let other = path(journey_sim::scenario::Side::Backchannel);
    assert_eq!(other.first().map(String::as_str), Some("0.0 s  Other started"));
    assert_eq!(other.last().map(String::as_str), Some("0.0 s  ended at Success: Login successful"));
}

#[test]
fn a_node_is_named_by_its_name_its_id_or_its_letter() {
    use journey_sim::scenario::Target;
    let program = journey_sim::cli::load(None).unwrap();
    let nodes: Vec<_> = program.nodes("BackchannelMain").cloned().collect();
    assert!(nodes.len() >= 7);
    for node in &nodes {
        assert_ne!(node.id, node.name);
        let loose = node.name.to_lowercase().replace(' ', "");
        for name in [node.name.as_ref(), &node.id, &node.letter, &loose] {
            let target = Target::parse(&format!("main/\"{name}\"")).unwrap();
            let named: Vec<_> =
                nodes.iter().filter(|other| target.is_node(other)).map(|other| &other.letter).collect();
            assert_eq!(named, [&node.letter], "{name}");
            assert_eq!(target.known_in(&program), Ok(()), "{name}");
        }
    }
    for (text, words) in [
        (
            "main/d/Nope",
            "Backchannel Status has no outcome \"Nope\"; it has Pending, In Progress, Success, Failure, Unknown, Error",
        ),
        (
            "main/d/Pendin",
            "Backchannel Status has no outcome \"Pendin\"; did you mean \"Pending\"? it has Pending, In Progress, Success, Failure, Unknown, Error",
        ),
        (
            "main/Backchannel Statsu",
            "no journey has a node \"Backchannel Statsu\"; did you mean \"Backchannel Status\"?",
        ),
        ("main/Success/x", "no journey has a node \"Success\"; "),
    ] {
        let wrong = Target::parse(text).unwrap().known_in(&program).unwrap_err();
        assert!(wrong.starts_with(words), "{text}: {wrong}");
    }
    let wrong = Target::parse("main/Zzzzzzzzzzzz").unwrap().known_in(&program).unwrap_err();
    let listed = wrong.split_once("; there are ").unwrap().1;
    assert_eq!((listed.split(", ").count(), listed.ends_with(", …")), (13, true), "{wrong}");
    for end in ["main/Success", "backchannel/Failure", "bc/Error"] {
        assert_eq!(Target::parse(end).unwrap().known_in(&program), Ok(()), "{end}");
    }
}
