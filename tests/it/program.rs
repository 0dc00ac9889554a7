//! One resolved journey: what the world runs, what `check` says and what is drawn are the same.

use std::sync::Arc;

use journey_sim::check::{File, Finding, check};
use journey_sim::describe::diagram::{Graph, To, graph};
use journey_sim::engine::{Action, ClientId, EndKind, World};
use journey_sim::identity::Realm;
use journey_sim::journey::Sketch;
use journey_sim::program::{Availability, Edge, Impossible, Program, Target, Unusable};

use crate::sketch;

fn findings(text: &str) -> Vec<Finding> {
    let realm = Arc::new(Realm::default());
    let files = Sketch::parse(text).unwrap().files.into_iter();
    let files: Vec<File> = files.map(|(name, text)| File { name, text, realm: realm.clone() }).collect();
    check(&files).findings
}

fn told(text: &str) -> Vec<(&'static str, String)> {
    findings(text).into_iter().map(|finding| (finding.lint.id, finding.what)).collect()
}

fn ids(text: &str) -> Vec<&'static str> {
    findings(text).into_iter().map(|finding| finding.lint.id).collect()
}

/// An edge of the node of an id in the journey Main.
fn edge<'p>(program: &'p Program, node: &str, id: &str) -> &'p Edge {
    let node = program.nodes("Main").find(|info| *info.id == *node).unwrap();
    node.edges().iter().find(|edge| *edge.id == *id).unwrap()
}

fn drawn(program: &Program) -> Graph {
    graph(program, "Main").unwrap()
}

/// How the journey Main ends when nobody is asked.
fn end(program: &Arc<Program>) -> Option<EndKind> {
    let mut world = World::new(program.clone(), 1, &["one"]);
    world.apply(&Action::Start { client: ClientId(0), journey: "Main".into() }).unwrap();
    world.apply(&Action::Settle).unwrap();
    world.session_of(ClientId(0))?.end().map(|end| end.kind)
}

#[test]
fn an_end_that_is_written_as_a_node_is_an_end_everywhere_in_any_case() {
    for (node_type, kind, to) in [
        ("Success", EndKind::Success, To::Success),
        ("SUCCESS", EndKind::Success, To::Success),
        ("success", EndKind::Success, To::Success),
        ("FAILURE", EndKind::Failure, To::Failure),
        ("failure", EndKind::Failure, To::Failure),
    ] {
        let text = format!(
            "journey Main\n  set: SetSessionPropertiesNode {{\"properties\": {{\"a\": \"b\"}}}}\n    outcome -> end\n  end: {node_type}\n"
        );
        let program = sketch::program(&text);
        assert_eq!(end(&program), Some(kind), "{node_type}");
        let drawn = drawn(&program);
        let boxes: Vec<&str> = drawn.nodes.iter().map(|node| &*node.id).collect();
        assert_eq!(boxes, ["set"], "{node_type}");
        assert_eq!(drawn.nodes[0].edges[0].to, to, "{node_type}");
        assert_eq!(program.unusable().count(), 0, "{node_type}");
        let expected: &[&str] = if kind == EndKind::Success { &["success-without-credential"] } else { &[] };
        assert_eq!(ids(&text), expected, "{node_type}");
    }
}

#[test]
fn a_second_spelling_of_an_outcome_is_never_followed_and_check_says_which_one_is() {
    let text = "
journey Main
  init: BackChannelInitNode {\"tree\": \"Login\"}
    Created -> status
    Unknown Subject -> Failure
    Error -> Failure
  status: BackChannelStatusNode
    Pending -> wait
    IN_PROGRESS -> wait
    in progress -> Failure
    Success -> Failure
    Failure -> Failure
    Unknown -> Failure
    Error -> Failure
  wait: PollingWaitNode {\"secondsToWait\": 5}
    DONE -> status
journey Login
  ask: MessageNode
    true -> Failure
    false -> Failure
";
    let program = sketch::program(text);
    let taken = edge(&program, "status", "In Progress");
    assert_eq!(taken.spelled.as_deref(), Some("IN_PROGRESS"));
    assert!(taken.is_possible() && matches!(taken.target, Target::Node(_)));
    let other = edge(&program, "status", "in progress");
    assert_eq!(other.availability, Availability::Impossible(Impossible::TakenBy("IN_PROGRESS".into())));
    let status = drawn(&program).nodes.into_iter().find(|node| *node.id == *"status").unwrap();
    let impossible: Vec<_> =
        status.edges.iter().filter(|edge| edge.impossible).map(|edge| &*edge.outcome).collect();
    assert_eq!(impossible, ["in progress"]);
    let what =
        "the connection \"in progress\" of \"status\" is never followed: \"IN_PROGRESS\" is the same outcome";
    assert_eq!(told(text), [("outcome-impossible", what.to_owned())]);
}

#[test]
fn an_outcome_that_only_the_export_declares_is_never_taken_here_and_no_fault() {
    let text = "
journey Main
  ask: MessageNode {\"message\": {\"en\": \"?\"}, \"_outcomes\": [{\"id\": \"true\"}, {\"id\": \"false\"}, {\"id\": \"LATER\"}]}
    true -> Failure
    false -> Failure
    LATER -> more
  more: MessageNode {\"message\": {\"en\": \"?\"}}
    true -> Failure
    false -> Failure
";
    let program = sketch::program(text);
    let later = edge(&program, "ask", "LATER");
    assert_eq!(later.availability, Availability::Impossible(Impossible::OnlyDeclared));
    assert!(!later.is_possible() && later.may_be_taken());
    let nodes = drawn(&program).nodes;
    assert_eq!(nodes.iter().map(|node| node.reached).collect::<Vec<_>>(), [true, false]);
    assert!(nodes[0].edges.iter().all(|edge| edge.impossible == (*edge.outcome == *"LATER")));
    assert_eq!(ids(text), [""; 0]);
    // The same connection is one for an outcome that nobody knows where the export declares others.
    let undeclared = text.replace(", {\"id\": \"LATER\"}", "");
    assert_eq!(ids(&undeclared), ["outcome-impossible"]);
    assert_eq!(
        edge(&sketch::program(&undeclared), "ask", "LATER").availability,
        Availability::Impossible(Impossible::Unknown)
    );
}

#[test]
fn an_outcome_that_the_export_does_not_declare_can_be_taken_here_and_need_not_be_connected() {
    let text = "
journey Main
  check: DataStoreDecisionNode {\"x\": 1, \"_outcomes\": [{\"id\": \"true\"}]}
    true -> Failure
";
    let program = sketch::program(text);
    let not = edge(&program, "check", "false");
    assert_eq!((not.is_possible(), not.declared, &not.target), (true, Some(false), &Target::NotWired));
    assert_eq!(end(&program), Some(EndKind::Error));
    assert_eq!(ids(text), [""; 0]);
    assert_eq!(ids(&text.replace("{\"id\": \"true\"}", "")), ["outcome-not-wired"]);
}

#[test]
fn the_outcomes_of_an_unknown_type_are_those_the_export_declares_else_those_it_connects() {
    let text = "
journey Main
  push: PushSenderNode
    SENT -> more
    SKIPPED -> Failure
  more: MessageNode {\"message\": {\"en\": \"?\"}}
    true -> Failure
    false -> Failure
";
    let program = sketch::program(text);
    let nodes = drawn(&program).nodes;
    assert!(nodes.iter().all(|node| node.reached));
    assert!(nodes.iter().flat_map(|node| &node.edges).all(|edge| !edge.impossible));
    assert_eq!(ids(text), ["unknown-node-type"]);
    let (node, reason) = program.unusable().next().unwrap();
    assert_eq!((&*node.id, reason), ("push", &Unusable::UnknownType("PushSenderNode".into())));
    assert_eq!(reason.to_string(), "the simulator does not know the node type PushSenderNode");

    let declared = text.replace("PushSenderNode", "PushSenderNode {\"_outcomes\": [{\"id\": \"SENT\"}]}");
    let program = sketch::program(&declared);
    assert!(edge(&program, "push", "SENT").is_possible());
    assert_eq!(edge(&program, "push", "SKIPPED").availability, Availability::Impossible(Impossible::Unknown));
    assert_eq!(ids(&declared), ["unknown-node-type", "outcome-impossible"]);
}

#[test]
fn a_page_whose_last_child_is_of_an_unknown_type_has_the_outcomes_of_the_export() {
    let text = "
journey Main
  page: PageNode
    child name: ValidatedUsernameNode
    child captcha: NewCaptchaNode
    true -> Failure
    false -> Failure
";
    assert_eq!(ids(text), ["unknown-node-type"]);
    let program = sketch::program(text);
    assert!(edge(&program, "page", "true").is_possible() && edge(&program, "page", "false").is_possible());
}

#[test]
fn a_provider_of_an_unknown_type_has_the_outcomes_of_the_export_and_its_own() {
    let text = "
journey Main
  push: ConfigProviderNode {\"nodeType\": \"PushSenderNode\", \"script\": \"s\"}
    SENT -> Failure
    CONFIGURATION_FAILED -> Failure
script s
  config = {};
";
    assert_eq!(ids(text), ["unknown-node-type"]);
    let program = sketch::program(text);
    let edges = program.nodes("Main").next().unwrap().edges();
    let outcomes: Vec<&str> = edges.iter().map(|edge| &*edge.id).collect();
    assert_eq!(outcomes, ["SENT", "CONFIGURATION_FAILED"]);
    assert_eq!(end(&program), Some(EndKind::Failure));
}

#[test]
fn an_outcome_that_is_turned_off_says_which_setting_turns_it_on() {
    let text = "
journey Main
  wait: PollingWaitNode {\"secondsToWait\": 5}
    DONE -> inner
    spam -> Failure
    EXITED -> Failure
  inner: InnerTreeEvaluatorNode {\"tree\": \"Main\"}
    true -> Failure
    false -> Failure
    error -> Failure
";
    let program = sketch::program(text);
    let off = |node: &str, id: &str| match edge(&program, node, id).availability {
        Availability::Disabled(Some(switch)) => switch.key,
        ref other => panic!("{other:?}"),
    };
    assert_eq!(off("wait", "spam"), "spamDetectionEnabled");
    assert_eq!(off("wait", "EXITED"), "exitable");
    assert_eq!(off("inner", "error"), "displayErrorOutcome");
    assert_eq!(
        edge(&program, "wait", "spam").reason().as_deref(),
        Some("its setting Enable Spam Detection is off")
    );
    assert_eq!(ids(text), ["outcome-disabled"; 3]);
}

#[test]
fn outcomes_of_signs_are_not_taken_for_one_another() {
    let text = "
journey Main
  decide: ScriptedDecisionNode {\"script\": \"s\", \"outcomes\": [\"+\", \"-\"]}
    + -> Failure
script s
  outcome = cond ? \"+\" : \"-\";
";
    let program = sketch::program(text);
    assert_eq!(edge(&program, "decide", "-").target, Target::NotWired);
    assert!(ids(text).contains(&"outcome-not-wired"));
}

/// The case 67-page-two-scripts.
#[test]
fn a_child_of_a_page_with_one_outcome_loses_nothing() {
    let text = "
journey Main
  page: PageNode
    child one: ScriptedDecisionNode {\"script\": \"s\", \"outcomes\": [\"true\"]}
    child two: ScriptedDecisionNode {\"script\": \"s\", \"outcomes\": [\"true\"]}
    true -> Failure
script s
  if (callbacks.isEmpty()) { callbacksBuilder.textInputCallback(\"?\"); } else { action.goTo(\"true\"); }
";
    assert_eq!(ids(text), [""; 0]);
    let two = text.replacen("[\"true\"]", "[\"true\", \"false\"]", 1);
    assert_eq!(ids(&two), ["page-outcome-claimed"]);
}

#[test]
fn what_a_node_names_is_resolved_or_told_to_be_missing() {
    let program = sketch::program(
        "
journey Main
  init: BackChannelInitNode {\"tree\": \"Login\"}
    Created -> inner
  inner: InnerTreeEvaluatorNode {\"tree\": \"Elsewhere\"}
    true -> page
    false -> gone
  page: PageNode
    child one: ScriptedDecisionNode {\"script\": \"s\", \"outcomes\": [\"true\"]}
    child two: ScriptedDecisionNode {\"script\": \"lost\", \"outcomes\": [\"true\"]}
    lists nobody
    true -> Failure
script s
  outcome = \"true\";
journey Login
  ask: MessageNode
    true -> Failure
    false -> Failure
",
    );
    let main = program.journeys().named("Main").unwrap();
    let [init, inner, page] = &main.nodes[..] else { panic!("{} nodes", main.nodes.len()) };
    assert_eq!(init.links[0].index, program.journeys().index_of("Login"));
    assert_eq!((&*inner.links[0].journey, inner.links[0].index), ("Elsewhere", None));
    assert_eq!(edge(&program, "inner", "false").target, Target::Missing("gone".into()));
    assert_eq!(edge(&program, "init", "Error").target, Target::NotWired);
    let scripts: Vec<_> = page.scripts.iter().map(|script| (&*script.id, script.def.is_some())).collect();
    assert_eq!(scripts, [("s", true), ("lost", false)]);
    let children: Vec<_> = page.children.iter().map(|child| (&*child.id, child.def.is_some())).collect();
    assert_eq!(children, [("one", true), ("two", true), ("nobody", false)]);
    assert_eq!(program.main_journeys(), [Arc::from("Main")]);
}

/// Journeys of twenty nodes each, each node entering the journey that `inner` says; the last journeys
/// set session properties instead. Each is one ring.
fn rings(count: usize, inner: impl Fn(usize, usize) -> Option<usize>) -> String {
    let mut text = String::new();
    for journey in 0..count {
        text.push_str(&format!("journey J{journey}\n"));
        for node in 0..20 {
            let next = (node + 1) % 20;
            text.push_str(&match inner(journey, node) {
                Some(inner) => format!(
                    "  n{node}: InnerTreeEvaluatorNode {{\"tree\": \"J{inner}\"}}\n    true -> n{next}\n    false -> Failure\n"
                ),
                None => format!(
                    "  n{node}: SetSessionPropertiesNode {{\"properties\": {{\"a\": \"b\"}}}}\n    outcome -> n{next}\n"
                ),
            });
        }
    }
    text
}

/// Every way through these was followed once: 20^7 ways.
#[test]
fn journeys_in_journeys_that_never_wait_are_each_told_and_followed_once() {
    let text = rings(8, |journey, _| (journey < 7).then_some(journey + 1));
    assert_eq!(ids(&text), ["loop-without-wait"; 8]);
    // Those that enter one another in a circle are not known never to wait, and come to an end all the same.
    let circles = rings(8, |journey, node| Some((journey + node) % 8));
    assert!(!ids(&circles).contains(&"loop-without-wait"));
    // A chain that is as long as it is deep.
    let mut chain = rings(1_000, |journey, node| (journey < 999 && node == 0).then_some(journey + 1));
    chain = chain.replace("outcome -> n0", "outcome -> Success");
    assert_eq!(ids(&chain), ["success-without-credential"]);
}

/// Twenty thousand nodes of the types that lints look at most closely, in one line of JSON.
#[test]
fn a_journey_of_twenty_thousand_nodes_is_checked() {
    const NODES: usize = 20_000;
    let script = "script s\n  config = {\"secondsToWait\": 200};\n";
    let mut text = String::from("journey Main\n");
    for at in 0..NODES {
        let next = format!("n{}", (at + 1) % NODES);
        text.push_str(&match at % 8 {
            0 => format!("  n{at}: MessageNode {{\"message\": {{\"en\": \"?\"}}}}\n    true -> {next}\n    false -> lost{at}\n"),
            1 => format!(
                "  n{at}: BackChannelInitNode {{\"tree\": \"Main\", \"usernameKey\": \"user{at}\", \"timeout\": {}}}\n    Created -> {next}\n    Unknown Subject -> Failure\n    Error -> Failure\n",
                100 + at
            ),
            2 => format!("  n{at}: PollingWaitNode {{\"secondsToWait\": {at}}}\n    DONE -> {next}\n    EXITED -> Failure\n"),
            3 => format!("  n{at}: BackChannelStatusNode {{\"x\": 1}}\n    Pending -> {next}\n    In Progress -> {next}\n    Success -> Failure\n    Failure -> Failure\n    Unknown -> Failure\n    Error -> Failure\n"),
            4 => format!("  n{at}: ConfigProviderNode {{\"nodeType\": \"PollingWaitNode\", \"script\": \"s\"}}\n    DONE -> {next}\n    CONFIGURATION_FAILED -> Failure\n    EXITED -> Failure\n    SPAM -> Failure\n"),
            5 => format!("  n{at}: PageNode\n    child c{at}: ValidatedPasswordNode\n    lists c{at}\n    outcome -> {next}\n"),
            6 => format!("  n{at}: InnerTreeEvaluatorNode {{\"tree\": \"Main\"}}\n    true -> {next}\n    false -> Failure\n"),
            _ => format!("  n{at}: DataStoreDecisionNode {{\"x\": 1}}\n    true -> {next}\n    false -> {next}\n"),
        });
    }
    text.push_str(script);
    let (name, export) = Sketch::parse(&text).unwrap().files.remove(0);
    let export: serde_json::Value = serde_json::from_str(&export).unwrap();
    let file = File { name, text: export.to_string(), realm: Arc::new(Realm::default()) };
    let report = check(&[file]);
    let count = |id: &str| report.findings.iter().filter(|finding| finding.lint.id == id).count();
    for (id, expected) in [
        ("dangling-connection", NODES / 8),
        ("outcome-disabled", NODES / 8),
        ("page-child-twice", NODES / 8),
        ("state-key-not-written", NODES / 8),
        // Every wait but those shorter than the shortest life, 101 s: of 2, 10, ... 98 seconds.
        ("wait-outlives-transaction", 2 * NODES / 8 - 13),
    ] {
        assert_eq!(count(id), expected, "{id}");
    }
    let last = report.findings.iter().filter_map(|finding| finding.place.start).max().unwrap();
    assert!(last.0 == 1 && last.1 > 1_000_000, "{last:?}");
}
