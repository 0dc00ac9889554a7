//! Rows of the tree engine.

use serde_json::json;

use crate::conformance::fixture::{Fixture, pair, plain};
use crate::conformance::{Row, row, sketched};

const UNWIRED: &str = r#"
journey Main
  ask: MessageNode
    true -> Success
"#;

const DANGLING: &str = r#"
journey Main
  ask: MessageNode
    true -> nowhere
    false -> Failure
"#;

const UNKNOWN_TYPE: &str = r#"
journey Main
  odd: RetinaScanNode
    outcome -> Success
"#;

const WRONG_CONFIG: &str = r#"
journey Main
  wait: PollingWaitNode {"secondsToWait": "soon"}
    DONE -> Success
"#;

const SPINNING: &str = r#"
journey Main
  a: SetSessionPropertiesNode
    outcome -> b
  b: SetSessionPropertiesNode
    outcome -> a
"#;

/// An inner journey that checks a password, and breaks when it is wrong.
macro_rules! nested {
    ($shows_error:literal) => {
        concat!(
            r#"
journey Main
  name: UsernameCollectorNode
    outcome -> in
  in: InnerTreeEvaluatorNode {"tree": "Inside", "displayErrorOutcome": "#,
            $shows_error,
            r#"}
    true -> Success
    false -> Failure
    error -> note
  note: MessageNode
    true -> Success
    false -> Failure
journey Inside
  secret: PasswordCollectorNode
    outcome -> check
  check: DataStoreDecisionNode
    true -> Success
    false -> broken
  broken: RetinaScanNode
    outcome -> Success
"#
        )
    };
}

const NESTED: &str = nested!("false");
const NESTED_SHOWING_ERRORS: &str = nested!("true");

const MISSING_INNER: &str = r#"
journey Main
  in: InnerTreeEvaluatorNode {"tree": "Gone"}
    true -> Success
    false -> Failure
"#;

/// A link that leads to a journey with a broken node.
macro_rules! broken_login {
    ($retry:literal) => {
        concat!(
            r#"
journey Main
  name: UsernameCollectorNode
    outcome -> init
  init: BackChannelInitNode {"tree": "Odd", "idType": "User", "usernameKey": "username", "allowRetry": "#,
            $retry,
            r#"}
    Created -> note
    Unknown Subject -> Failure
    Error -> Failure
  note: MessageNode
    true -> Success
    false -> Failure
journey Odd
  odd: RetinaScanNode
    outcome -> Success
"#
        )
    };
}

const BREAKS: &str = broken_login!("true");
const BREAKS_FOR_GOOD: &str = broken_login!("false");

fn recording() -> Fixture {
    pair(json!({}), json!({"recordData": true}), json!({}))
}

pub(crate) const ROWS: &[Row] = &[
    sketched(
        "engine.outcome-not-wired",
        UNWIRED,
        "main press 1",
        &[
            "main ask -> False",
            "log error: ask (Message): its outcome \"false\" is not connected to anything",
            "main ended at Error: Login failure",
        ],
    ),
    sketched(
        "engine.node-missing",
        DANGLING,
        "main press 0",
        &["leads to the node nowhere, which the journey does not have", "main ended at Error"],
    ),
    sketched("engine.node-missing", DANGLING, "main press 1", &["main ended at Failure", "!nowhere"]),
    sketched(
        "engine.node-unusable",
        UNKNOWN_TYPE,
        "",
        &["the simulator does not know the node type RetinaScanNode", "main ended at Error"],
    ),
    sketched(
        "engine.node-unusable",
        WRONG_CONFIG,
        "",
        &["its configuration is wrong: secondsToWait: must be a whole number", "main ended at Error"],
    ),
    sketched(
        "engine.loop-limit",
        SPINNING,
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
    sketched("engine.node-throws", UNKNOWN_TYPE, "", &["main reads Login failure"]),
    sketched(
        "engine.inner-outcome",
        NESTED,
        "main ann; main right-ann",
        &["main in entered Inside", "main check -> True", "main in -> True", "main ended at Success"],
    ),
    sketched("engine.inner-outcome", NESTED, "main ann; main wrong", &["main ended at Error", "!in -> "]),
    sketched(
        "engine.inner-outcome",
        NESTED_SHOWING_ERRORS,
        "main ann; main wrong",
        &[
            "main in -> Error",
            "main note sent",
            "=",
            "main shared errorMessage = ",
            "main shared errorNode = {\"displayName\":\"broken\"",
        ],
    ),
    sketched(
        "inner-tree.enter",
        NESTED,
        "main ann",
        &["main in entered Inside", "main secret sent PasswordCallback", "!in -> "],
    ),
    sketched(
        "inner-tree.error-outcome",
        NESTED,
        "main ann; main wrong",
        &["main ended at Error", "!note sent"],
    ),
    sketched("inner-tree.error-outcome", NESTED_SHOWING_ERRORS, "main ann; main wrong", &["main note sent"]),
    sketched(
        "engine.inner-state",
        NESTED,
        "main ann; main right-ann",
        &["main shared username = \"ann\"", "!transient password"],
    ),
    sketched(
        "engine.journey-missing",
        MISSING_INNER,
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
    sketched(
        "engine.error-fails-transaction",
        BREAKS_FOR_GOOD,
        "main ann; open",
        &["bc ended at Error: Login failure", "=", "transaction COMPLETED DENIED"],
    ),
    sketched(
        "engine.error-fails-transaction",
        BREAKS,
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
    sketched(
        "journey.static-nodes",
        DANGLING,
        "main press 1",
        &["main ask -> False", "main ended at Failure"],
    ),
    sketched("journey.loose-ends", DANGLING, "main press 1", &["main ask sent", "main ended at Failure"]),
];
