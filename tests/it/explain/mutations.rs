//! A reason names the fact that decides: change that fact, and nothing else, and the outcome changes
//! as the reason says.

use std::sync::Arc;

use journey_sim::drive::{BACKCHANNEL, MAIN, Transition, transitions};
use journey_sim::engine::{Action, EventKind, World};
use journey_sim::explain::{Explanation, explain, last_decision};
use journey_sim::identity::parse_realm;
use journey_sim::journey;
use journey_sim::page::{Answer, Callback};
use journey_sim::program::Program;
use journey_sim::value::{Millis, Secret};
use serde_json::{Value, json};

/// What is changed from one run to the next.
#[derive(Clone)]
struct Setup {
    /// Settings of the three nodes of Main.
    init: Value,
    wait: Value,
    /// The status of the user ann, and the password.
    status: &'static str,
    /// Steps, as below.
    steps: Vec<&'static str>,
}

/// Does the steps: `name ann`, `open`, `login PASSWORD`, `again`, `exit`, `cancel`, `wait MS`, `fail`.
fn outcome(setup: &Setup, node: &str) -> Explanation {
    let program = program(setup);
    let mut world = World::new(program, 1, &["MAIN", "BACKCHANNEL"]);
    let mut all: Vec<Transition> = Vec::new();
    let mut act = |world: &mut World, action: Action| {
        for action in [action, Action::Settle] {
            transitions(world, &action, &mut |transition| all.push(transition));
        }
    };
    act(&mut world, Action::Start { client: MAIN, journey: "Main".into() });
    for step in &setup.steps {
        let (word, rest) = step.split_once(' ').unwrap_or((step, ""));
        let action = match word {
            "name" => Action::Submit { client: MAIN, answers: vec![(0, Answer::Text(rest.into()))] },
            "open" => {
                let state = &world.session_of(MAIN).unwrap().state;
                let link = state.get("backchannel-redirectUri").and_then(|link| link.as_str()).unwrap();
                Action::Open { client: BACKCHANNEL, link: link.into() }
            }
            "login" => {
                let (name, password) = rest.split_once(' ').unwrap();
                let answers =
                    vec![(0, Answer::Text(name.into())), (1, Answer::Secret(Secret::new(password)))];
                Action::Submit { client: BACKCHANNEL, answers }
            }
            "again" => Action::Submit { client: MAIN, answers: vec![] },
            "exit" => Action::Submit { client: MAIN, answers: vec![(1, Answer::Select(vec![0]))] },
            "cancel" => {
                let page = world.client(BACKCHANNEL).unwrap().page.clone().unwrap();
                let button = page.callbacks.iter().position(|one| matches!(one, Callback::Confirmation(_)));
                Action::Submit {
                    client: BACKCHANNEL,
                    answers: vec![(button.unwrap(), Answer::Select(vec![1]))],
                }
            }
            "wait" => Action::Advance { to: world.now() + Millis(rest.parse().unwrap()) },
            "fail" => Action::FailStore { failing: true },
            other => panic!("{other}"),
        };
        act(&mut world, action);
    }
    let visited = |transition: &&Transition| {
        transition.events.iter().any(
            |event| matches!(&event.kind, EventKind::Outcome { node: by, .. } if by.name.as_ref() == node),
        )
    };
    let transition = all.iter().rev().find(visited).unwrap_or_else(|| panic!("{node} took no outcome"));
    let first =
        transition.events.iter().filter(|event| event.kind.node().is_some_and(|by| by.name.as_ref() == node));
    explain(transition, last_decision(first, None).unwrap()).unwrap()
}

fn program(setup: &Setup) -> Arc<Program> {
    const SUCCESS: &str = "70e691a5-1e33-4ac3-a356-e7b6d60d92e0";
    const FAILURE: &str = "e301438c-0bd0-429c-ab0c-66126501069a";
    let place = |name: &str, kind: &str, to: &[(&str, &str)]| {
        let to: serde_json::Map<String, Value> =
            to.iter().map(|(outcome, to)| ((*outcome).into(), json!(to))).collect();
        json!({"displayName": name, "nodeType": kind, "connections": to})
    };
    let tree = |name: &str, entry: &str, nodes: Value, configs: Value, inner: Value| {
        json!({"tree": {"_id": name, "entryNodeId": entry, "nodes": nodes}, "nodes": configs, "innerNodes": inner,
               "scripts": {}})
    };
    let mut init = json!({"tree": "Login", "idType": "User", "usernameKey": "username"});
    let mut wait = json!({"secondsToWait": 5, "exitable": true, "spamDetectionEnabled": true});
    for (under, over) in [(&mut init, &setup.init), (&mut wait, &setup.wait)] {
        for (key, value) in over.as_object().unwrap() {
            under[key] = value.clone();
        }
    }
    let main = tree(
        "Main",
        "name",
        json!({
            "name": place("name", "UsernameCollectorNode", &[("outcome", "init")]),
            "init": place("init", "BackChannelInitNode",
                &[("Created", "status"), ("Unknown Subject", FAILURE), ("Error", FAILURE)]),
            "status": place("status", "BackChannelStatusNode",
                &[("Pending", "wait"), ("In Progress", "wait"), ("Success", SUCCESS), ("Failure", FAILURE),
                  ("Unknown", FAILURE), ("Error", FAILURE)]),
            "wait": place("wait", "PollingWaitNode", &[("DONE", "status"), ("EXITED", FAILURE), ("SPAM", FAILURE)]),
        }),
        json!({"init": init, "wait": wait}),
        json!({}),
    );
    let login = tree(
        "Login",
        "page",
        json!({
            "page": place("page", "PageNode", &[("outcome", "check")]),
            "check": place("check", "IdentityStoreDecisionNode",
                &[("TRUE", SUCCESS), ("FALSE", FAILURE), ("LOCKED", FAILURE), ("CANCELLED", FAILURE), ("EXPIRED", FAILURE)]),
        }),
        json!({"page": {"nodes": [{"_id": "who", "nodeType": "UsernameCollectorNode"},
                                  {"_id": "secret", "nodeType": "PasswordCollectorNode"}]}}),
        json!({"who": {"_id": "who"}, "secret": {"_id": "secret"}}),
    );
    let export = json!({"trees": {"Main": main, "Login": login}}).to_string();
    let realm = json!({"transactionTimeToLive": 60, "users": [
        {"_id": "1", "userName": "ann", "password": "right", "status": setup.status},
        {"_id": "2", "userName": "bob", "password": "other"}]});
    let (realm, identities) = parse_realm("realm.json", &realm.to_string()).unwrap();
    Program::new(journey::load("x.json", &export).unwrap(), realm, identities)
}

fn setup(steps: &[&'static str]) -> Setup {
    Setup { init: json!({}), wait: json!({}), status: "active", steps: steps.to_vec() }
}

/// One change of a fact.
struct Change {
    node: &'static str,
    before: Setup,
    /// What was taken, and a part of the reason that names the fact.
    took: &'static str,
    fact: &'static str,
    /// The other outcome, and a part of the reason why it was not taken.
    other: &'static str,
    why_not: &'static str,
    after: Setup,
}

fn check(changes: Vec<Change>) {
    for change in changes {
        let before = outcome(&change.before, change.node);
        let place = format!("{} {}", change.node, change.took);
        assert_eq!(before.took, change.took, "{place}: {}", before.sentence());
        assert!(before.because.text.contains(change.fact), "{place}: {}", before.sentence());
        let not = before.not.iter().find(|(name, _)| name == change.other);
        let (_, not) = not.unwrap_or_else(|| panic!("{place}: no word of {}", change.other));
        assert!(not.text.contains(change.why_not), "{place}: not {}: {}", change.other, not.text);
        let after = outcome(&change.after, change.node);
        assert_eq!(after.took, change.other, "{place}: {}", after.sentence());
        assert!(!after.because.text.contains(change.fact), "{place}: {}", after.sentence());
    }
}

#[test]
fn polls_turn_on_the_transaction() {
    let strict = |steps: &[&'static str]| Setup { init: json!({"allowRetry": false}), ..setup(steps) };
    let at_poll = "wait 5001";
    check(vec![
        Change {
            node: "status",
            before: setup(&["name ann", at_poll]),
            took: "Pending",
            fact: "nobody has opened the link",
            other: "In Progress",
            why_not: "nobody has opened the link",
            after: setup(&["name ann", "open", at_poll]),
        },
        Change {
            node: "status",
            before: setup(&["name ann", "open", at_poll]),
            took: "In Progress",
            fact: "no result is stored",
            other: "Success",
            why_not: "no finished login is stored",
            after: setup(&["name ann", "open", "login ann right", at_poll]),
        },
        Change {
            node: "status",
            before: setup(&["name ann", "open", "login ann right", at_poll]),
            took: "Success",
            fact: "was approved at 0.0",
            other: "Pending",
            why_not: "the link was opened at 0.0",
            after: setup(&["name ann", at_poll]),
        },
        Change {
            node: "status",
            before: setup(&["name ann", "open", "login ann wrong", at_poll]),
            took: "In Progress",
            fact: "the try that failed at 0.0 left it open",
            other: "Failure",
            why_not: "allowRetry is true",
            after: strict(&["name ann", "open", "login ann wrong", at_poll]),
        },
        Change {
            node: "status",
            before: strict(&["name ann", "open", "login ann wrong", at_poll]),
            took: "Failure",
            fact: "allowRetry is false",
            other: "Success",
            why_not: "the result is DENIED",
            after: strict(&["name ann", "open", "login ann right", at_poll]),
        },
        Change {
            node: "status",
            before: setup(&["name ann", "wait 55200"]),
            took: "Pending",
            fact: "nobody has opened the link",
            other: "Unknown",
            why_not: "4.9 s of its life are left",
            after: Setup { init: json!({"timeout": 55}), ..setup(&["name ann", "wait 55200"]) },
        },
        Change {
            node: "status",
            before: Setup { init: json!({"timeout": 55}), ..setup(&["name ann", "wait 55200"]) },
            took: "Unknown",
            fact: "life of 55.0 s ended at 55.0",
            other: "Pending",
            why_not: "cannot be read",
            after: setup(&["name ann", "wait 55200"]),
        },
        Change {
            node: "status",
            before: setup(&["name ann", at_poll]),
            took: "Pending",
            fact: "nobody has opened the link",
            other: "Error",
            why_not: "the store answers",
            after: setup(&["name ann", "fail", at_poll]),
        },
    ]);
}

#[test]
fn waits_turn_on_time_button_and_count() {
    let early = ["name ann", "again", "again", "again", "again"];
    let spam = [&early[..], &["wait 5001"]].concat();
    let patient = Setup { wait: json!({"spamDetectionTolerance": 4}), ..setup(&spam) };
    check(vec![
        Change {
            node: "wait",
            before: setup(&["name ann", "wait 5001"]),
            took: "Done",
            fact: "it is 5.001, after end_time 5.000",
            other: "Exited",
            why_not: "came back as 100",
            after: setup(&["name ann", "exit"]),
        },
        Change {
            node: "wait",
            before: setup(&spam),
            took: "Spam",
            fact: "spam_count is 4, above the tolerance of 3",
            other: "Done",
            why_not: "the spam count is looked at first",
            after: patient.clone(),
        },
        Change {
            node: "wait",
            before: patient,
            took: "Done",
            fact: "after end_time",
            other: "Spam",
            why_not: "spam_count is 4, not above the tolerance of 4",
            after: setup(&spam),
        },
        Change {
            node: "wait",
            before: setup(&[&early[..], &["exit"]].concat()),
            took: "Exited",
            fact: "came back pressed (index 0)",
            other: "Spam",
            why_not: "the exit button is looked at before the spam count",
            after: setup(&[&early[..], &["again"]].concat()),
        },
    ]);
}

#[test]
fn subjects_turn_on_the_name_and_the_journey() {
    let lost = Setup { init: json!({"tree": "Nowhere"}), ..setup(&["name ann"]) };
    let keyless = Setup { init: json!({"usernameKey": "absent"}), ..setup(&["name ann"]) };
    check(vec![
        Change {
            node: "init",
            before: setup(&["name ann"]),
            took: "Created",
            fact: "\"ann\" (from username) is a user",
            other: "Unknown Subject",
            why_not: "\"ann\" (from username) is a user",
            after: setup(&["name nobody"]),
        },
        Change {
            node: "init",
            before: setup(&["name nobody"]),
            took: "Unknown Subject",
            fact: "knows no user \"nobody\" (from username)",
            other: "Created",
            why_not: "whom nobody knows",
            after: setup(&["name bob"]),
        },
        Change {
            node: "init",
            before: setup(&["name ann"]),
            took: "Created",
            fact: "the journey Login exists",
            other: "Error",
            why_not: "the journey Login exists",
            after: lost.clone(),
        },
        Change {
            node: "init",
            before: lost,
            took: "Error",
            fact: "the journey Nowhere does not exist",
            other: "Created",
            why_not: "could not start the journey Nowhere",
            after: setup(&["name ann"]),
        },
        Change {
            node: "init",
            before: keyless,
            took: "Error",
            fact: "state has no text at absent",
            other: "Unknown Subject",
            why_not: "no name",
            after: setup(&["name nobody"]),
        },
    ]);
}

#[test]
fn logins_turn_on_password_and_account() {
    let ann = |status, password| Setup { status, ..setup(&["name ann", "open", password]) };
    let (right, wrong) = ("login ann right", "login ann wrong");
    let cancelled = Setup { status: "passwordReset", ..setup(&["name ann", "open", right, "cancel"]) };
    check(vec![
        Change {
            node: "check",
            before: ann("active", right),
            took: "True",
            fact: "the password of ann is right",
            other: "False",
            why_not: "the password of ann is right",
            after: ann("active", wrong),
        },
        Change {
            node: "check",
            before: ann("active", wrong),
            took: "False",
            fact: "the password of ann is wrong",
            other: "True",
            why_not: "the password of ann is wrong",
            after: ann("active", right),
        },
        Change {
            node: "check",
            before: ann("active", "login nobody right"),
            took: "False",
            fact: "does not know \"nobody\"",
            other: "True",
            why_not: "there is no user",
            after: ann("active", right),
        },
        Change {
            node: "check",
            before: ann("locked", right),
            took: "Locked",
            fact: "is locked",
            other: "True",
            why_not: "is locked, whatever the password",
            after: ann("active", right),
        },
        Change {
            node: "check",
            before: ann("active", right),
            took: "True",
            fact: "the account is active",
            other: "Locked",
            why_not: "neither locked nor inactive",
            after: ann("inactive", right),
        },
        Change {
            node: "check",
            before: ann("passwordExpired", right),
            took: "Expired",
            fact: "but it has expired",
            other: "True",
            why_not: "has expired",
            after: ann("active", right),
        },
        Change {
            node: "check",
            before: ann("passwordExpired", wrong),
            took: "False",
            fact: "is wrong",
            other: "Expired",
            why_not: "only who knows it is told so",
            after: ann("passwordExpired", right),
        },
        Change {
            node: "check",
            before: cancelled,
            took: "Cancelled",
            fact: "Cancel came back",
            other: "True",
            why_not: "the new password was not submitted",
            after: ann("active", right),
        },
        Change {
            node: "check",
            before: ann("active", right),
            took: "True",
            fact: "the account is active",
            other: "Cancelled",
            why_not: "no page that asks for a new password came back",
            after: Setup { status: "passwordReset", ..setup(&["name ann", "open", right, "cancel"]) },
        },
    ]);
}
