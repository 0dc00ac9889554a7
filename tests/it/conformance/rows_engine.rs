//! Rows of the tree engine.

use serde_json::json;

use crate::conformance::fixture::{Fixture, fixture, node, pair, plain, tree};
use crate::conformance::{Row, row};

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

/// A link that leads to a journey with a broken node.
fn broken_login(retry: bool) -> Fixture {
    let init = json!({"tree": "Odd", "idType": "User", "usernameKey": "username", "allowRetry": retry});
    let wires = [("Created", "note"), ("Unknown Subject", "Failure"), ("Error", "Failure")];
    fixture(&[
        tree(
            "Main",
            &[
                node("name", "UsernameCollectorNode", json!({}), &[("outcome", "init")]),
                node("init", "BackChannelInitNode", init, &wires),
                node("note", "MessageNode", json!({}), &[("true", "Success"), ("false", "Failure")]),
            ],
        ),
        tree("Odd", &[node("odd", "RetinaScanNode", json!({}), &[("outcome", "Success")])]),
    ])
}

fn breaks() -> Fixture {
    broken_login(true)
}

fn breaks_for_good() -> Fixture {
    broken_login(false)
}

fn recording() -> Fixture {
    pair(json!({}), json!({"recordData": true}), json!({}))
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
    row(
        "inner-tree.enter",
        nested,
        "main ann",
        &["main in entered Inside", "main secret sent PasswordCallback", "!in -> "],
    ),
    row("inner-tree.error-outcome", nested, "main ann; main wrong", &["main ended at Error", "!note sent"]),
    row("inner-tree.error-outcome", nested_showing_errors, "main ann; main wrong", &["main note sent"]),
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
        recording,
        "main ann; open; bc ann right-ann; skip",
        &[
            "\"AuthLevel\":\"0\",\"Organization\":\"o=alpha,ou=services,ou=am-config\",\"Principal\":\"id=id-ann,ou=user,o=alpha,ou=services,ou=am-config\",\"Service\":\"Login\",\"UserId\":\"id-ann\"",
        ],
    ),
    row(
        "engine.error-fails-transaction",
        breaks_for_good,
        "main ann; open",
        &["bc ended at Error: Login failure", "=", "transaction COMPLETED DENIED"],
    ),
    row(
        "engine.error-fails-transaction",
        breaks,
        "main ann; open",
        &["left open for another try", "bc ended at Error", "=", "transaction IN_PROGRESS UNKNOWN"],
    ),
    row(
        "engine.success-not-approved",
        plain,
        "main ann; open; bc bob right-bob",
        &["bc check -> True", "bc ended at Failure: Unable to approve transaction", "!bc ended at Success"],
    ),
    row(
        "client.close",
        plain,
        "main ann; open; bc close; skip",
        &["bc tab closed", "main status -> In Progress", "=", "transaction IN_PROGRESS UNKNOWN"],
    ),
    row("journey.static-nodes", dangling, "main press 1", &["main ask -> False", "main ended at Failure"]),
    row("journey.loose-ends", dangling, "main press 1", &["main ask sent", "main ended at Failure"]),
];
