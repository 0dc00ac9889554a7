//! Descriptions: what is said of a journey is what a run of it does.

use std::collections::BTreeSet;

use journey_sim::cli;
use journey_sim::describe::diagram::TextStyle;
use journey_sim::describe::{UnsupportedKind, describe, description_text, summary, summary_text};
use journey_sim::drive::{BACKCHANNEL, MAIN, Run, Transition, replay};
use journey_sim::engine::{Action, ClientId, World};
use journey_sim::page::{Answer, Callback};
use journey_sim::value::{Millis, Object, Secret};
use proptest::prelude::*;

const PAPER: TextStyle = TextStyle { width: 80, ascii: true };

#[test]
fn a_journey_is_described() {
    let program = cli::load(None).expect("the shipped journeys load");
    for journey in ["BackchannelMain", "HelpDeskLogin"] {
        let text = description_text(&describe(&program, journey).unwrap(), PAPER);
        insta::assert_snapshot!(journey, text);
    }
    insta::assert_snapshot!("summary", summary_text(&summary(&program), PAPER));
}

/// The answers to a page: the text for names, the secret for passwords.
fn answers(run: &Run, client: ClientId, text: &str) -> Vec<(usize, Answer)> {
    let page = run.world().client(client).and_then(|client| client.page.clone());
    let callbacks = page.iter().flat_map(|page| page.callbacks.iter().enumerate());
    callbacks
        .filter_map(|(index, callback)| match callback {
            Callback::Name { .. } => Some((index, Answer::Text(text.into()))),
            Callback::Password { .. } | Callback::ValidatedPassword { .. } => {
                Some((index, Answer::Secret(Secret::new(text))))
            }
            _ => None,
        })
        .collect()
}

/// Does one of the things a person can do; what cannot be done now is refused.
fn deed(run: &mut Run, deed: usize) {
    let mut answer = |client, text: &str| drop(run.submit(client, answers(run, client, text)));
    match deed {
        0 | 1 => answer(MAIN, "demo"),
        2 => answer(MAIN, "nobody"),
        3 => answer(BACKCHANNEL, "Ch4ng3!t"),
        4 => answer(BACKCHANNEL, "wrong"),
        5 => drop(run.submit(MAIN, vec![(1, Answer::Select(vec![0]))])),
        6 | 7 => drop(run.open_link()),
        8 => run.skip_by(Millis(200_000)),
        _ => assert!(run.skip() || run.world().next_wake().is_none()),
    }
}

/// The keys whose values are other ones now.
fn changed(before: &Object, after: &Object) -> BTreeSet<String> {
    let names = before.iter().chain(after.iter()).map(|(key, _)| key);
    names.filter(|key| before.get(&**key) != after.get(&**key)).map(ToString::to_string).collect()
}

/// For every visit of a node: the keys it changed are among those its description says it writes.
fn assert_writes_are_described(run: &Run) -> usize {
    let mut transitions: Vec<Transition> = Vec::new();
    let end = replay(run.program().clone(), run.seed(), run.actions(), &mut |transition| {
        transitions.push(transition)
    });
    let after = transitions
        .iter()
        .skip(1)
        .map(|transition| transition.before.clone())
        .chain([end])
        .collect::<Vec<World>>();
    let mut checked = 0;
    for (transition, after) in
        transitions.iter().zip(after).filter(|(transition, _)| transition.action == Action::Visit)
    {
        let Some(event) = transition.events.iter().find(|event| event.kind.node().is_some()) else {
            continue;
        };
        let node = event.kind.node().unwrap();
        let session = event.session.unwrap();
        let (before, after) = (transition.before.session(session).unwrap(), after.session(session).unwrap());
        let described = describe(run.program(), &node.journey).unwrap();
        let node = described.nodes.into_iter().find(|one| one.id == node.id).unwrap();
        let said: BTreeSet<String> =
            node.writes.iter().filter_map(|key| key.key.as_ref()).map(ToString::to_string).collect();
        let mut done = changed(&before.state.shared, &after.state.shared);
        // A round trip empties transient state by itself.
        let kept = after.state.transient.iter().map(|(key, _)| key.to_string());
        let put = changed(&before.state.transient, &after.state.transient);
        done.extend(kept.filter(|key| put.contains(key)));
        // A description that owns up to a key that the script computes cannot be held to a list.
        let computed = node.writes.iter().any(|key| key.key.is_none());
        assert!(
            computed || done.is_subset(&said),
            "{} {}: {done:?} is not in {said:?}",
            node.name,
            node.node_type
        );
        checked += done.len();
    }
    checked
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nodes_write_only_the_state_keys_that_are_described(
        journey in prop::sample::select(&["BackchannelMain", "EveryOutcomeMain", "HelpDeskMain"][..]),
        deeds in prop::collection::vec(0usize..12, 0..16),
    ) {
        let program = cli::load(None).expect("the shipped journeys load");
        let mut run = Run::new(program, 1, journey).expect("it starts");
        deed(&mut run, 0);
        for one in deeds {
            deed(&mut run, one);
        }
        assert!(assert_writes_are_described(&run) > 0, "the first nodes write keys");
    }
}

#[test]
fn every_journey_of_the_corpus_is_described_and_what_does_not_run_is_named() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/frodo");
    if !corpus.exists() {
        eprintln!("skipped: the corpus of third-party exports is not here");
        return;
    }
    for file in std::fs::read_dir(corpus).expect("the corpus can be read") {
        let program = cli::load(Some(&file.unwrap().path())).unwrap_or_else(|wrong| panic!("{wrong}"));
        for row in summary(&program) {
            let journey = describe(&program, &row.journey).unwrap();
            let named: BTreeSet<_> = journey.gaps.iter().flat_map(|gap| gap.nodes.iter().cloned()).collect();
            for (node, _) in program.unusable() {
                assert!(named.contains(&node.letter), "{} of {} is not named", node.name, row.journey);
            }
            assert_eq!(row.gaps, journey.gaps);
            for text in [description_text(&journey, PAPER), summary_text(&[row], PAPER)] {
                assert!(text.is_ascii() && text.lines().all(|line| line.len() <= 80), "{text}");
            }
        }
    }
}

#[test]
fn every_kind_of_gap_is_found_and_says_whether_it_stops_the_journey() {
    let export = r#"{"tree": {"_id": "J", "entryNodeId": "a", "nodes": {
        "a": {"nodeType": "NobodyKnowsNode"}, "b": {"nodeType": "ScriptedDecisionNode"},
        "c": {"nodeType": "ScriptedDecisionNode"}, "d": {"nodeType": "InnerTreeEvaluatorNode"},
        "e": {"nodeType": "BackChannelInitNode"}, "f": {"nodeType": "PageNode"},
        "g": {"nodeType": "PollingWaitNode"}, "h": {"nodeType": "ConfigProviderNode"}}},
      "nodes": {"b": {"script": "gone"}, "c": {"script": "old"}, "d": {"tree": "X"}, "e": {"tree": "X"},
        "f": {"nodes": [{"_id": "kid"}]}, "g": {"secondsToWait": "long"},
        "h": {"nodeType": "StrangeNode", "script": "gone"}},
      "scripts": {"old": {"language": "GROOVY", "name": "Old"}}}"#;
    let definitions = journey_sim::journey::load("x.json", export).unwrap();
    let (realm, identities) = journey_sim::identity::parse_realm("realm.json", "{}").unwrap();
    let program = journey_sim::program::Program::new(definitions, realm, identities);
    let found: Vec<_> = describe(&program, "J")
        .unwrap()
        .gaps
        .into_iter()
        .map(|gap| (gap.kind, gap.what.to_string(), gap.nodes.concat(), gap.stops))
        .collect();
    let row = |kind, what: &str, nodes: &str, stops| (kind, what.to_owned(), nodes.to_owned(), stops);
    assert_eq!(
        found,
        [
            row(UnsupportedKind::UnknownType, "NobodyKnowsNode", "a", true),
            row(UnsupportedKind::MissingScript, "gone", "b", true),
            row(UnsupportedKind::Groovy, "Old", "c", true),
            row(UnsupportedKind::MissingJourney, "X", "d", true),
            row(UnsupportedKind::MissingJourney, "X", "e", false),
            row(UnsupportedKind::MissingChild, "kid", "f", true),
            row(
                UnsupportedKind::WrongConfiguration,
                "secondsToWait: must be a whole number, not a text",
                "g",
                true
            ),
            row(UnsupportedKind::UnknownType, "StrangeNode", "h", false),
            row(UnsupportedKind::MissingScript, "gone", "h", false),
        ]
    );
}
