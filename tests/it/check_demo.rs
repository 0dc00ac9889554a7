//! Every defect that is put into the shipped demo is found, and nothing else is.

use std::sync::Arc;

use journey_sim::check::{File, check};
use journey_sim::identity::Realm;
use serde_json::{Value as Json, json};

const DEMO: &str = include_str!("../../journeys/backchannel-demo.journey.json");
const SUCCESS: &str = "70e691a5-1e33-4ac3-a356-e7b6d60d92e0";

/// The demo, to be broken.
struct Demo(Json);

impl Demo {
    fn part(&mut self, journey: &str) -> &mut Json {
        &mut self.0["trees"][journey]
    }

    fn id(&mut self, journey: &str, name: &str) -> String {
        let nodes = self.part(journey)["tree"]["nodes"].as_object().unwrap();
        nodes.iter().find(|(_, node)| node["displayName"] == name).unwrap().0.clone()
    }

    /// The configuration of a node.
    fn config(&mut self, journey: &str, name: &str) -> &mut Json {
        let id = self.id(journey, name);
        &mut self.part(journey)["nodes"][id]
    }

    /// The connections of a node.
    fn wires(&mut self, journey: &str, name: &str) -> &mut Json {
        let id = self.id(journey, name);
        &mut self.part(journey)["tree"]["nodes"][id]["connections"]
    }

    /// The lines of the script of a node.
    fn script(&mut self, name: &str) -> &mut Vec<Json> {
        let id = self.config(MAIN, name)["script"].as_str().unwrap().to_owned();
        self.part(MAIN)["scripts"][id]["script"].as_array_mut().unwrap()
    }

    fn found(&self) -> Vec<String> {
        let text = serde_json::to_string_pretty(&self.0).unwrap();
        let report = check(&[File { name: "demo.json".to_owned(), text, realm: Arc::new(Realm::default()) }]);
        report.findings.iter().map(|finding| finding.lint.id.to_owned()).collect()
    }
}

const MAIN: &str = "BackchannelMain";
const LOGIN: &str = "BackchannelLogin";
const INIT: &str = "Backchannel Initialize";
const STATUS: &str = "Backchannel Status";
const FIND: &str = "Collect User to Login";
const POLL: &str = "Display Redirect URL Poll";
const WAIT: &str = "In Progress Poll";

type Defect = (&'static str, fn(&mut Demo), &'static [&'static str]);

const DEFECTS: &[Defect] = &[
    ("none", |_| {}, &[]),
    (
        "session info off",
        |d| d.config(MAIN, STATUS)["recordData"] = json!(false),
        &["session-info-not-recorded"],
    ),
    (
        "a life of five seconds",
        |d| d.config(MAIN, INIT)["timeout"] = json!(5),
        &["wait-outlives-transaction", "wait-outlives-transaction"],
    ),
    ("no life", |d| d.config(MAIN, INIT)["timeout"] = json!(0), &["transaction-without-life"]),
    ("another journey", |d| d.config(MAIN, INIT)["tree"] = json!("BackchannelLogn"), &["missing-journey"]),
    (
        "another key",
        |d| d.config(MAIN, INIT)["usernameKey"] = json!("backchannel-usr"),
        &["state-key-not-written"],
    ),
    ("no button", |d| d.config(MAIN, WAIT)["exitable"] = json!(false), &["outcome-disabled"]),
    ("a long wait", |d| d.config(MAIN, WAIT)["secondsToWait"] = json!(180), &["wait-outlives-transaction"]),
    ("a wait in words", |d| d.config(MAIN, WAIT)["secondsToWait"] = json!("8 s"), &["node-config"]),
    (
        "around Initialize",
        |d| {
            let status = d.id(MAIN, STATUS);
            d.wires(MAIN, FIND)["outcome"] = json!(status);
        },
        &["unreachable-node", "status-without-initialize"],
    ),
    (
        "a loop",
        |d| {
            let status = d.id(MAIN, STATUS);
            d.wires(MAIN, STATUS)["In Progress"] = json!(status);
        },
        &["loop-without-wait", "unreachable-node"],
    ),
    (
        "a wrong password is good enough",
        |d| d.wires(LOGIN, "Identity Store Decision")["FALSE"] = json!(SUCCESS),
        &["success-without-credential"],
    ),
    ("login off", |d| d.part(LOGIN)["tree"]["enabled"] = json!(false), &["journey-disabled"]),
    (
        "no children",
        |d| d.part(LOGIN)["innerNodes"] = json!({}),
        &["missing-inner-node", "missing-inner-node"],
    ),
    ("an empty page", |d| d.config(LOGIN, "Page Node")["nodes"] = json!([]), &["page-empty"]),
    (
        "no scripts",
        |d| d.part(MAIN)["scripts"] = json!({}),
        &["missing-script", "missing-script", "missing-script"],
    ),
    (
        "a mistyped type",
        |d| d.config(MAIN, POLL)["nodeType"] = json!("PollingWaitNod"),
        &["unknown-node-type"],
    ),
    (
        "an outcome less",
        |d| {
            d.wires(MAIN, STATUS).as_object_mut().unwrap().remove("Unknown");
        },
        &["outcome-not-wired"],
    ),
    ("an outcome more", |d| d.wires(MAIN, STATUS)["Denied"] = json!(SUCCESS), &["outcome-impossible"]),
    ("into nothing", |d| d.wires(MAIN, STATUS)["Unknown"] = json!("gone"), &["dangling-connection"]),
    ("a slip of the pen", |d| d.script(FIND).push(json!("if (")), &["script-syntax"]),
    (
        "a result that nobody looked at",
        |d| d.script(FIND).insert(0, json!("var x = openidm.query('a', {}).result[0]._id;")),
        &["unchecked-result"],
    ),
    (
        "an outcome not listed",
        |d| d.script(FIND).push(json!("outcome = 'done';")),
        &["script-outcome-not-listed"],
    ),
    ("an old binding", |d| d.script(FIND).push(json!("sharedState.get('_id');")), &["script-legacy-binding"]),
    ("a class", |d| d.script(FIND).push(json!("class User {}")), &["script-too-new"]),
    ("nothing configured", |d| *d.script(POLL) = vec![json!("var link = 1;")], &["script-sets-no-config"]),
    (
        "outcomes as another release spells them",
        |d| {
            let wires = d.wires(MAIN, STATUS).as_object_mut().unwrap();
            let spelled = |id: &String| id.to_uppercase().replace(' ', "_");
            *wires = wires.iter().map(|(id, next)| (spelled(id), next.clone())).collect();
        },
        &[],
    ),
];

#[test]
fn every_defect_put_into_the_demo_is_found_and_only_it() {
    for (name, break_it, expected) in DEFECTS {
        let mut demo = Demo(serde_json::from_str(DEMO).unwrap());
        break_it(&mut demo);
        assert_eq!(demo.found(), *expected, "{name}");
    }
}
