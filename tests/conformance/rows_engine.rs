//! Rows of the tree engine.

use serde_json::json;

use crate::fixture::{Fixture, fixture, node, plain, tree};
use crate::{Row, row};

fn unwired() -> Fixture {
    fixture(&[tree("Main", &[node("ask", "MessageNode", json!({}), &[("true", "Success")])])])
}

fn dangling() -> Fixture {
    fixture(&[tree(
        "Main",
        &[node("ask", "MessageNode", json!({}), &[("true", "nowhere"), ("false", "Failure")])],
    )])
}

fn unknown_type() -> Fixture {
    fixture(&[tree("Main", &[node("odd", "RetinaScanNode", json!({}), &[("outcome", "Success")])])])
}

fn wrong_config() -> Fixture {
    fixture(&[tree(
        "Main",
        &[node("wait", "PollingWaitNode", json!({"secondsToWait": "soon"}), &[("DONE", "Success")])],
    )])
}

fn spinning() -> Fixture {
    let set = |id: &str, next: &str| node(id, "SetSessionPropertiesNode", json!({}), &[("outcome", next)]);
    fixture(&[tree("Main", &[set("a", "b"), set("b", "a")])])
}

fn inner(show_error: bool) -> Fixture {
    let config = json!({"tree": "Inside", "displayErrorOutcome": show_error});
    let wires = [("true", "Success"), ("false", "Failure"), ("error", "note")];
    fixture(&[
        tree(
            "Main",
            &[
                node("name", "UsernameCollectorNode", json!({}), &[("outcome", "in")]),
                node("in", "InnerTreeEvaluatorNode", config, &wires),
                node("note", "MessageNode", json!({}), &[("true", "Success"), ("false", "Failure")]),
            ],
        ),
        tree(
            "Inside",
            &[
                node("secret", "PasswordCollectorNode", json!({}), &[("outcome", "check")]),
                node(
                    "check",
                    "DataStoreDecisionNode",
                    json!({}),
                    &[("true", "Success"), ("false", "broken")],
                ),
                node("broken", "RetinaScanNode", json!({}), &[("outcome", "Success")]),
            ],
        ),
    ])
}

fn nested() -> Fixture {
    inner(false)
}

fn nested_showing_errors() -> Fixture {
    inner(true)
}

fn missing_inner() -> Fixture {
    let wires = [("true", "Success"), ("false", "Failure")];
    fixture(&[tree("Main", &[node("in", "InnerTreeEvaluatorNode", json!({"tree": "Gone"}), &wires)])])
}

pub(crate) const ROWS: &[Row] = &[
    row(
        "engine.outcome-not-wired",
        unwired,
        "main press 1",
        &[
            "main ask -> False",
            "log error: ask (Message): its outcome \"false\" is not connected to anything",
            "main ended at Error: Login failure",
        ],
    ),
    row(
        "engine.node-missing",
        dangling,
        "main press 0",
        &["leads to the node nowhere, which the journey does not have", "main ended at Error"],
    ),
    row("engine.node-missing", dangling, "main press 1", &["main ended at Failure", "!nowhere"]),
    row(
        "engine.node-unusable",
        unknown_type,
        "",
        &["the simulator does not know the node type RetinaScanNode", "main ended at Error"],
    ),
    row(
        "engine.node-unusable",
        wrong_config,
        "",
        &["its configuration is wrong: secondsToWait: must be a whole number", "main ended at Error"],
    ),
    row(
        "engine.loop-limit",
        spinning,
        "",
        &[
            "the request visited 1000 nodes without asking its client anything: a loop that never waits",
            "main ended at Error",
        ],
    ),
    row(
        "engine.outcome-spelling",
        plain,
        "main ann; open; skip",
        &["main status -> In Progress", "main wait sent"],
    ),
    row(
        "engine.request-response",
        plain,
        "main ann; main close; main again",
        &["refused: main has no page to submit"],
    ),
    row("engine.request-response", plain, "bc again", &["refused: bc has no page to submit"]),
    row(
        "engine.login-failure",
        plain,
        "main nobody; main press 1",
        &["main ended at Failure: Login failure", "=", "main reads Login failure"],
    ),
    row("engine.node-throws", unknown_type, "", &["main reads Login failure"]),
    row("engine.transient-dropped", plain, "main ann", &["!main transient"]),
    row(
        "engine.inner-outcome",
        nested,
        "main ann; main right-ann",
        &["main in entered Inside", "main check -> True", "main in -> True", "main ended at Success"],
    ),
    row("engine.inner-outcome", nested, "main ann; main wrong", &["main ended at Error", "!in -> "]),
    row(
        "engine.inner-outcome",
        nested_showing_errors,
        "main ann; main wrong",
        &[
            "main in -> Error",
            "main note sent",
            "=",
            "main shared errorMessage = ",
            "main shared errorNode = {\"displayName\":\"broken\"",
        ],
    ),
    row("inner-tree.error-outcome", nested, "main ann; main wrong", &["!note sent"]),
    row(
        "engine.inner-state",
        nested,
        "main ann; main right-ann",
        &["main shared username = \"ann\"", "!transient password"],
    ),
    row(
        "engine.journey-missing",
        missing_inner,
        "",
        &["Configured tree does not exist: Gone", "main ended at Error"],
    ),
    row(
        "engine.session-properties",
        plain,
        "main ann; open; bc ann right-ann; main close; main start",
        &["main Main started"],
    ),
    row(
        "engine.error-fails-transaction",
        plain,
        "main ann; open; bc close",
        &["bc tab closed", "=", "transaction IN_PROGRESS UNKNOWN"],
    ),
];
