//! Any journey, with names as hostile as they can be, is drawn as it is.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::graph::{assert_drawn_as_loaded, read};

const TYPES: &[&str] = &[
    "ScriptedDecisionNode",
    "PageNode",
    "PollingWaitNode",
    "BackChannelInitNode",
    "BackChannelStatusNode",
    "InnerTreeEvaluatorNode",
    "DataStoreDecisionNode",
    "MessageNode",
    "ConfigProviderNode",
    "NobodyKnowsNode",
    "Success",
    "end",
];

/// Names that break a careless drawing, and any other text.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("\"] --> j1_n_a; click j1_n_a href \"x\"".to_owned()),
        Just("a\nend\n%% b".to_owned()),
        Just("<script>alert(1)</script>&lt;".to_owned()),
        Just("\\\"; } digraph {\\N".to_owned()),
        Just("1. one\n- two `x` **y**".to_owned()),
        Just("\x1b]0;x\x07#35;".to_owned()),
        Just("日本語 e\u{301} 名前".to_owned()),
        Just(String::new()),
        Just("x".repeat(300)),
        "[ -~]{0,24}",
        any::<String>(),
    ]
}

fn outcome() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(
            &["outcome", "true", "DONE", "done", "In Progress", "IN_PROGRESS", "Created"][..]
        )
        .prop_map(str::to_owned),
        name(),
    ]
}

prop_compose! {
    fn node(count: usize)(
        kind in prop::sample::select(TYPES),
        name in name(),
        listed in prop::collection::vec(outcome(), 0..4),
        wires in prop::collection::vec((outcome(), 0..count + 3), 0..5),
        inner in name(),
    ) -> (Json, Json) {
        let target = |index: usize| match index {
            index if index < count => format!("n{index}"),
            index if index == count => "70e691a5-1e33-4ac3-a356-e7b6d60d92e0".to_owned(),
            index if index == count + 1 => "e301438c-0bd0-429c-ab0c-66126501069a".to_owned(),
            _ => inner.clone(),
        };
        let connections: serde_json::Map<String, Json> =
            wires.into_iter().map(|(outcome, to)| (outcome, Json::from(target(to)))).collect();
        let declared: Vec<Json> =
            listed.iter().map(|id| json!({"id": id, "displayName": name})).collect();
        let config = json!({
            "_type": {"_id": kind}, "_outcomes": declared, "outcomes": listed, "tree": inner,
            "nodes": [{"_id": "kid", "displayName": name}, {"_id": inner}], "nodeType": "PollingWaitNode",
        });
        (json!({"nodeType": kind, "displayName": name, "connections": connections}), config)
    }
}

fn journey() -> impl Strategy<Value = (String, Json)> {
    (1usize..7).prop_flat_map(|count| {
        (name(), prop::collection::vec(node(count), count), 0..count + 3).prop_map(|(name, nodes, entry)| {
            let name = if name.is_empty() { "J".to_owned() } else { name };
            let ids = || (0..).map(|index| format!("n{index}"));
            let (places, configs): (Vec<Json>, Vec<Json>) = nodes.into_iter().unzip();
            let places: serde_json::Map<String, Json> = ids().zip(places).collect();
            let configs: serde_json::Map<String, Json> = ids().zip(configs).collect();
            let tree = json!({"_id": name, "entryNodeId": format!("n{entry}"), "nodes": places});
            let kid = json!({"kid": {"_type": {"_id": "MessageNode"}}});
            (name, json!({"tree": tree, "nodes": configs, "innerNodes": kid}))
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_journey_is_drawn_as_it_is_loaded((name, export) in journey()) {
        assert_drawn_as_loaded(&read::program(&export.to_string()), &name);
    }
}
