use std::sync::Arc;

use super::{Played, Player, Secrets, play, read};
use crate::program::Program;

fn shipped() -> Arc<Program> {
    crate::program::shipped()
}

fn played(text: &str) -> Played {
    let scenario = read("s.json", text).unwrap_or_else(|wrong| panic!("{wrong}"));
    play(&shipped(), &scenario, Secrets::default()).expect("the journey exists")
}

const HAPPY: &str = r##"{
  "journey": "BackchannelMain",
  "steps": [
    { "side": "main", "answer": { "User to authenticate": "demo" },
      "expect": [ { "outcome": "main/Backchannel Initialize/Created" }, { "outcome": "main/Backchannel Status/pending", "times": 1 } ] },
    { "openLink": true, "expect": [ { "transaction": { "state": "IN_PROGRESS", "result": "UNKNOWN", "subject": "demo" } } ] },
    { "side": "backchannel", "answer": { "Password": { "passwordOf": "demo" } },
      "expect": [ { "side": "backchannel", "end": "Success" } ] },
    { "skip": 1, "expect": [ { "side": "main", "state": "backchannel-sessionProperties", "scope": "transient", "present": false },
      { "side": "main", "reads": "The other device has logged in" } ] },
    { "side": "main", "resubmit": true }
  ],
  "expect": [ { "side": "main", "end": "Failure", "message": "Login failure" },
    { "never": { "outcome": "main/Backchannel Status/Unknown" } } ]
}"##;

#[test]
fn the_happy_path_plays_and_repeats() {
    let one = played(HAPPY);
    assert_eq!(one.failed, []);
    let two = played(HAPPY);
    assert_eq!(one.events, two.events);
    assert_eq!(one.actions, two.actions);
}

#[test]
fn a_failure_names_the_step_the_expected_and_the_actual() {
    let text = HAPPY.replace("Backchannel Initialize/Created", "Backchannel Initialize/Error");
    let failed = played(&text).failed;
    let words: Vec<_> =
        failed.iter().map(|one| (one.step, one.expected.as_str(), one.actual.as_str())).collect();
    let expected = "the outcome main/Backchannel Initialize/Error";
    assert_eq!(words, [(Some(1), expected, "Backchannel Initialize took Created")]);
    let failed = played(&HAPPY.replace("\"Password\"", "\"Pass word\"")).failed;
    assert!(
        failed[0].actual.contains("does not ask \"Pass word\"; did you mean \"Password\"? it asks"),
        "{failed:?}"
    );
}

#[test]
fn a_literal_password_is_refused_and_not_quoted() {
    let failed = played(&HAPPY.replace("{ \"passwordOf\": \"demo\" }", "\"Ch4ng3!t\"")).failed;
    assert!(failed[0].actual.contains("passwordOf"), "{failed:?}");
    assert!(!format!("{failed:?}").contains("Ch4ng3"), "{failed:?}");
}

#[test]
fn a_secret_goes_into_a_password_field_only() {
    for secret in ["{ \"passwordOf\": \"demo\" }", "{ \"prompt\": \"a\" }"] {
        let all = played(&HAPPY.replace("authenticate\": \"demo\"", &format!("authenticate\": {secret}")));
        let [failed] = all.failed.as_slice() else { panic!("{:?}", all.failed) };
        assert_eq!(failed.step, Some(1));
        assert!(failed.actual.contains("a NameCallback is no password field; write the text"), "{failed:?}");
        assert!(!format!("{failed:?}{:?}", all.events).contains("Ch4ng3"), "{failed:?}");
    }
}

#[test]
fn wrong_files_are_refused_with_place_and_cure() {
    for (text, wanted) in [
        ("", "s.json: the file is empty; put a JSON object in it"),
        ("[]", "s.json:1:1: is a list, not an object; make it an object"),
        ("{\"step\": []}", "s.json:1:10: step: unknown key; did you mean \"steps\"?"),
        ("{\"steps\": 5}", "s.json:1:11: steps: is a number, not a list; make it a list"),
        (
            "{\"seed\": -1}",
            "s.json:1:10: seed: is a number, not a whole number from 0; make it a whole number from 0",
        ),
        ("{\"steps\": [{}]}", "steps[0]: does nothing; add one of answer"),
        (
            "{\"steps\": [{\"wait\": 1, \"skip\": 1}]}",
            "steps[0]: does several things: wait, skip; make each a step",
        ),
        ("{}", "s.json:1:1: does nothing and expects nothing; add \"steps\" or \"expect\""),
        ("{\"steps\": [{\"note\": \"later\"}]}", "s.json:1:1: does nothing and expects nothing"),
        (
            "{\"steps\": [{\"side\": \"main\", \"answer\": {}}]}",
            "s.json:1:39: steps[0].answer: answers nothing; add a prompt, or use \"resubmit\": true",
        ),
        (
            "{\"realm\": {\"users\": [{\"userName\": \"demo\"}, {\"userName\": \"Demo\"}]}}",
            "s.json:1:57: realm.users[1].userName: names a user that is overridden already; put both in one",
        ),
        ("{\"steps\": [{\"answer\": {\"a\": 1}}]}", "steps[0]: does not say who does answer; add \"side\""),
        (
            "{\"steps\": [{\"side\": \"min\", \"resubmit\": true}]}",
            "steps[0].side: is not known here; did you mean \"main\"?",
        ),
        (
            "{\"expect\": [{\"outcome\": \"main/a\"}]}",
            "expect[0].outcome: names no outcome; write SIDE/NODE/OUTCOME",
        ),
        (
            "{\"expect\": [{\"outcom\": \"main/a\"}]}",
            "expect[0].outcom: unknown key; did you mean \"outcome\"?",
        ),
        ("{\"expect\": [{\"never\": {\"never\": {}}}]}", "expect[0].never.never: is"),
        ("{\"seed\": 1, \"seed\": 2}", "duplicate key seed"),
    ] {
        let wrong = read("s.json", text).expect_err(text).to_string();
        assert!(wrong.contains(wanted), "{text}: {wrong}");
    }
}

#[test]
fn a_recording_is_its_header_and_steps() {
    let text = concat!(
        "{\"type\":\"run\",\"format\":1,\"journey\":\"BackchannelMain\",\"seed\":4}\n",
        "{\"type\":\"event\",\"seq\":0}\n",
        "{\"type\":\"step\",\"step\":{\"side\":\"main\",\"answer\":{\"User to authenticate\":\"demo\"}}}\n",
    );
    assert!(super::is_recording(text) && !super::is_recording(HAPPY));
    let recording = super::read_recording("r.jsonl", text).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert_eq!((recording.events.len(), recording.ended), (1, false));
    let scenario = recording.scenario;
    assert_eq!((scenario.seed, scenario.steps.len()), (Some(4), 1));
    let wrong = super::read_recording("r.jsonl", &text.replace("\"side\":\"main\"", "\"side\":5"))
        .expect_err("wrong");
    assert!(wrong.to_string().starts_with("r.jsonl:3:31: step.side: is a number"), "{wrong}");
}

#[test]
fn names_that_nothing_has_are_refused_with_place_and_cure_whether_or_not_they_must_hold() {
    let program = shipped();
    for (text, wanted) in [
        (
            "{\"expect\": [{\"never\": {\"outcome\": \"main/Backchannel Status/Bananas\"}}]}",
            "s.json:1:35: expect[0].never.outcome: Backchannel Status has no outcome \"Bananas\"; it has ",
        ),
        (
            "{\"expect\": [\n{\"never\": {\"node\": \"main/Bananas\"}}]}",
            "s.json:2:20: expect[0].never.node: no journey has a node \"Bananas\"; there are ",
        ),
        (
            "{\"expect\": [{\"outcome\": \"main/Backchanel Status/Success\", \"times\": 0}]}",
            "s.json:1:25: expect[0].outcome: no journey has a node \"Backchanel Status\"; did you mean \"Backchannel Status\"?",
        ),
        (
            "{\"expect\": [{\"outcome\": \"main/Backchannel Status/Sucess\"}]}",
            "Backchannel Status has no outcome \"Sucess\"; did you mean \"Success\"? it has ",
        ),
        (
            "{\"steps\": [{\"wait\": 1}, {\"wait\": 1, \"expect\": [{\"node\": \"bc/Bananas\"}]}]}",
            "steps[1].expect[0].node: no journey has",
        ),
        (
            "{\"journey\": \"BackchannelMian\", \"expect\": [{\"side\": \"main\", \"end\": \"Open\"}]}",
            "s.json:1:13: journey: there is no journey \"BackchannelMian\"; did you mean \"BackchannelMain\"?",
        ),
        (
            "{\"steps\": [{\"side\": \"main\", \"start\": \"Nothing like it\"}]}",
            "s.json:1:38: steps[0].start: there is no journey \"Nothing like it\"; there are BackchannelMain, ",
        ),
        (
            "{\"steps\": [{\"side\": \"main\", \"answer\": {\"Password\": {\"passwordOf\": \"dmo\"}}}]}",
            "s.json:1:67: steps[0].answer.Password.passwordOf: the realm has no user or agent \"dmo\"; did you mean \"demo\"?",
        ),
        (
            "{\"expect\": [{\"never\": {\"transaction\": {\"subject\": \"dmo\"}}}]}",
            "expect[0].never.transaction.subject: the realm has no user or agent \"dmo\"; did you mean",
        ),
    ] {
        let scenario = read("s.json", text).unwrap_or_else(|wrong| panic!("{wrong}"));
        let wrong = super::check_names("s.json", text, &scenario, &program).expect_err(text).to_string();
        assert!(wrong.contains(wanted), "{text}: {wrong}");
    }
}

#[test]
fn names_that_a_journey_or_the_scenario_itself_has_are_fine() {
    let text = concat!(
        "{\"realm\": {\"users\": [{\"userName\": \"newcomer\"}]}, \"steps\": [",
        "{\"side\": \"main\", \"answer\": {\"Password\": {\"passwordOf\": \"newcomer\"}}}], \"expect\": [",
        "{\"never\": {\"outcome\": \"main/backchannel status/in progress\"}}, {\"node\": \"bc/Success\"}]}",
    );
    let scenario = read("s.json", text).unwrap_or_else(|wrong| panic!("{wrong}"));
    super::check_names("s.json", text, &scenario, &shipped()).unwrap_or_else(|wrong| panic!("{wrong}"));
}

#[test]
fn the_place_of_a_step_is_known_in_a_scenario_and_in_a_recording() {
    let text = "{\"steps\": [\n  {\"wait\": 1},\n  {\"wait\": 2}]}";
    assert_eq!(super::place_of_step(text, 2), Some((3, 3)));
    assert_eq!(super::place_of_step(text, 3), None);
    let text = concat!(
        "{\"type\":\"run\",\"format\":1,\"journey\":\"A\",\"seed\":4}\n",
        "{\"type\":\"step\",\"step\":{\"wait\":1}}\n",
        "{\"type\":\"run\",\"format\":1,\"journey\":\"A\",\"seed\":4}\n",
        "{\"type\":\"step\",\"step\":{\"wait\":1}}\n",
        "{\"type\":\"event\",\"seq\":0}\n",
        "{\"type\":\"step\",\"step\":{\"wait\":1}}\n",
    );
    assert_eq!(super::place_of_step(text, 2), Some((6, 23)));
    assert_eq!(super::place_of_journey(text), Some((3, 36)));
}

#[test]
fn an_answer_that_a_page_does_not_take_gets_a_cure() {
    for (from, to, wanted) in [
        (
            "\"User to authenticate\"",
            "\"User to authentcate\"",
            "did you mean \"User to authenticate\"? it asks ",
        ),
        ("\"demo\" }", "{ \"fields\": {} } }", "this is no answer for a NameCallback; give it a text, {"),
        ("\"demo\" }", "3 }", "this is no answer for a NameCallback; give it a text, {"),
        (
            "{ \"passwordOf\": \"demo\" }",
            "7",
            "this is no answer for a PasswordCallback; give it {\"passwordOf\": USER}, ",
        ),
        (
            "\"main\", \"resubmit\": true",
            "\"main\", \"answer\": { \"#1\": \"x\" }",
            "it takes none: remove this",
        ),
    ] {
        let failed = played(&HAPPY.replacen(from, to, 1)).failed;
        assert!(failed.first().is_some_and(|one| one.actual.contains(wanted)), "{to}: {failed:?}");
    }
    let text = concat!(
        "{\"steps\": [{\"side\": \"main\", \"answer\": {\"User to authenticate\": \"demo\"}}, ",
        "{\"side\": \"main\", \"press\": \"Choose anoter user\"}]}",
    );
    let actual = played(text).failed.remove(0).actual;
    assert_eq!(
        actual,
        "there is no \"Choose anoter user\"; did you mean \"Choose another user\"? there is \"Choose another user\""
    );
}

#[test]
fn a_run_that_is_full_ends_every_way_to_let_time_pass() {
    for step in ["{\"wait\": 31536000000}", "{\"skip\": 100000}"] {
        let scenario = read("s.json", &format!("{{\"steps\": [{step}]}}")).expect("it is a scenario");
        let mut player = Player::new(&shipped(), &scenario, Secrets::default()).expect("it starts");
        player
            .run
            .submit(crate::drive::MAIN, vec![(0, crate::page::Answer::Text("demo".into()))])
            .expect(step);
        player.run = player.run.unwatched(60);
        let failed = player.do_and_check(1, &scenario.steps[0]);
        let told: Vec<&str> = failed.iter().map(|failed| failed.actual.as_str()).collect();
        assert!(matches!(told[..], [one] if one.contains("a loop of waits of 0 s?")), "{step}: {told:?}");
        assert!((60..90).contains(&player.run.log().len()), "{step}: {}", player.run.log().len());
    }
}

/// A document in which another value stands at each place in turn, with the path of it.
fn with_everywhere(document: &serde_json::Value, value: &serde_json::Value) -> Vec<serde_json::Value> {
    let mut pointers = vec![String::new()];
    let mut next = 0;
    while let Some(pointer) = pointers.get(next).cloned() {
        match document.pointer(&pointer) {
            Some(serde_json::Value::Object(members)) => pointers.extend(
                members.keys().map(|key| format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))),
            ),
            Some(serde_json::Value::Array(items)) => {
                pointers.extend((0..items.len()).map(|index| format!("{pointer}/{index}")));
            }
            _ => {}
        }
        next += 1;
    }
    let with = |pointer: &String| {
        let mut changed = document.clone();
        *changed.pointer_mut(pointer).expect("it is there") = value.clone();
        changed
    };
    pointers.iter().map(with).collect()
}

#[test]
fn a_password_in_a_wrong_place_reaches_no_message() {
    const SECRET: &str = "correct horse; battery staple";
    let scenario: serde_json::Value = serde_json::from_str(
        r##"{ "journey": "A", "seed": 4, "realm": { "transactionTimeToLive": 9, "users": [ { "userName": "a",
            "status": "locked", "inStore": true, "attributes": { "sn": "b" } } ] },
          "steps": [ { "side": "main", "answer": { "Password": { "passwordOf": "a" }, "b": { "prompt": "c" },
            "d": { "fields": { "e": 1 } }, "f": [1] }, "press": 0 }, { "wait": 1 }, { "openLink": true },
            { "fault": "storeFails" }, { "restart": "all" }, { "pause": true }, { "side": "main", "closeTab": true } ],
          "expect": [ { "outcome": "main/a/b", "times": 1 }, { "node": "main/a" }, { "side": "main", "end": "Open" },
            { "side": "main", "state": "a", "scope": "shared", "equals": 1 }, { "transaction": { "number": 1,
            "state": "CREATED", "result": "UNKNOWN", "expired": false } }, { "never": { "log": "a", "side": "main" } } ] }"##,
    )
    .expect("it is JSON");
    let realm = serde_json::json!({
        "name": "/a", "baseUrl": "https://a", "transactionTimeToLive": 1, "variables": {"a": "b"},
        "users": [{"_id": "a", "userName": "a", "password": "p", "status": "active", "inStore": true,
            "attributes": {"sn": "b"}}],
        "agents": [{"name": "b", "password": "p"}],
    });
    read("s.json", &scenario.to_string()).expect("it is a scenario");
    crate::identity::parse_realm("realm.json", &realm.to_string()).expect("it is a realm");
    let mut refused = 0;
    for value in
        [serde_json::json!(SECRET), serde_json::json!([SECRET]), serde_json::json!({"password": SECRET})]
    {
        let scenarios = with_everywhere(&scenario, &value).into_iter().map(|changed| changed.to_string());
        let wrong = scenarios.filter_map(|text| read("s.json", &text).err());
        let realms = with_everywhere(&realm, &value).into_iter().map(|changed| changed.to_string());
        let unread =
            realms.filter_map(|text| crate::identity::parse_realm("realm.json", &text).map(|_| ()).err());
        for message in wrong.chain(unread).map(|wrong| wrong.to_string()) {
            refused += 1;
            assert!(!["correct", "horse", "staple"].iter().any(|word| message.contains(word)), "{message}");
        }
    }
    assert!(refused > 150, "{refused}");
}

#[test]
fn what_is_null_is_absent_and_what_is_wrong_is_named_where_it_stands() {
    let text = concat!(
        "{\"seed\": null, \"realm\": null, \"steps\": [{\"wait\": 1, \"side\": null, \"resubmit\": null,",
        "\"expect\": null}], \"expect\": [{\"side\": \"main\", \"state\": \"a\", \"equals\": null}]}",
    );
    let scenario = read("s.json", text).expect("it is a scenario");
    assert_eq!(scenario.steps, [super::Step { wait: Some(1), ..Default::default() }]);
    assert!(scenario.expect[0].to_string().ends_with("equal to null"), "{}", scenario.expect[0]);
    for (text, wanted) in [
        ("{\"steps\": [\n{\"wait\": 1}, {\"wait\": true}]}", "s.json:2:23: steps[1].wait: is a boolean, not"),
        ("{\"steps\": [{\"skip\": 0}]}", "s.json:1:21: steps[0].skip: is out of range; use 1 to 100000"),
        (
            "{\"steps\": [{\"side\": \"main\", \"answer\": {\"a\": {\"promt\": \"b\"}}}]}",
            "s.json:1:55: steps[0].answer.a.promt: unknown key; did you mean \"prompt\"?",
        ),
        (
            "{\"steps\": [{\"side\": \"main\", \"answer\": {\"a\": [1, \"x\"]}}]}",
            "steps[0].answer.a[1]: is a string, not a",
        ),
        (
            "{\"realm\": {\"users\": [{\"status\": \"active\"}]}}",
            "realm.users[0]: userName is missing; add \"userName\"",
        ),
        (
            "{\"realm\": {\"users\": [{\"userName\": \"a\", \"attributes\": {\"sn\": 1, \"password\": 2}}]}}",
            "s.json:1:76: realm.users[0].attributes.password: does not belong to the attributes; remove it",
        ),
        ("{\"expect\": [{\"end\": \"Open\"}]}", "s.json:1:13: expect[0]: side is missing; add \"side\""),
        ("{\"expect\": [{}]}", "s.json:1:13: expect[0]: is empty; add one of outcome, node, "),
        ("{\"expect\": [\"main/a\"]}", "s.json:1:13: expect[0]: is a string, not an object"),
        (
            "{\"expect\": [{\"node\": \"main/a\", \"log\": \"b\"}]}",
            "s.json:1:13: expect[0]: says several things: node, log; put each in an object of its own",
        ),
        (
            "{\"expect\": [{\"never\": {\"never\": {\"node\": \"main/a\"}}}]}",
            "s.json:1:33: expect[0].never.never: is a never in a never; say what must hold instead",
        ),
        (
            "{\"expect\": [{\"transaction\": {\"stat\": \"CREATED\"}}]}",
            "expect[0].transaction.stat: unknown key; did you mean \"state\"?",
        ),
        (
            "{\"expect\": [{\"side\": \"main\", \"reads\": \"a\", \"times\": 2}]}",
            "s.json:1:53: expect[0].times: unknown key; known keys: side, reads",
        ),
    ] {
        let wrong = read("s.json", text).expect_err(text).to_string();
        assert!(wrong.contains(wanted), "{text}: {wrong}");
    }
    let many = format!("{{\"steps\": [{}]}}", vec!["{\"wait\":1}"; 100_001].join(","));
    let wrong = read("s.json", &many).expect_err("too many").to_string();
    assert!(wrong.contains("steps: has too many entries; use at most 100000"), "{wrong}");
}
