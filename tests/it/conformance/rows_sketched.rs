//! Rows that tell a rule from the one beside it: the nearest from the outermost, after from at.

use std::sync::Arc;

use journey_sim::program::Program;

use crate::conformance::fixture::Fixture;
use crate::conformance::{Row, row, sketched};
use crate::sketch;

/// A script fills transient state; a page is sent; the scripts behind it name what they need.
const PROMOTES: &str = r#"
journey Main
  fill: ScriptedDecisionNode {"script": "fill", "outcomes": ["yes"], "inputs": []}
    yes -> ask
  ask: MessageNode
    true -> first
    false -> Failure
  first: ScriptedDecisionNode {"script": "go", "outcomes": ["yes"], "inputs": ["codes"]}
    yes -> second
  second: ScriptedDecisionNode {"script": "go", "outcomes": ["yes"], "inputs": ["password", "map"]}
    yes -> Success
script fill
  nodeState.putTransient('codes', ['red', 1, ['blue', true]]);
  nodeState.putTransient('map', { inside: 'green', more: { deeper: ['black'] } });
  nodeState.putTransient('unread', 'white');
  nodeState.mergeTransient({ objectAttributes: { password: 'pass-word', sn: 'Smith' } });
  outcome = 'yes';
script go
  outcome = 'yes';
"#;

/// No page is sent, so nothing is dropped.
const UNSENT: &str = r#"
journey Main
  fill: ScriptedDecisionNode {"script": "fill", "outcomes": ["yes"], "inputs": []}
    yes -> Success
script fill
  nodeState.putTransient('codes', 'c'); nodeState.putTransient('unread', 'white');
  nodeState.mergeTransient({ objectAttributes: { sn: 'Smith' } });
  outcome = 'yes';
"#;

/// The same container, named whole.
const PROMOTES_CONTAINER: &str = r#"
journey Main
  fill: ScriptedDecisionNode {"script": "fill", "outcomes": ["yes"], "inputs": []}
    yes -> ask
  ask: MessageNode
    true -> read
    false -> Failure
  read: ScriptedDecisionNode {"script": "read", "outcomes": ["yes"], "inputs": ["objectAttributes"]}
    yes -> Success
script fill
  nodeState.mergeTransient({ objectAttributes: { mail: 'm', sn: 'Smith' } });
  nodeState.putTransient('unread', 'white');
  outcome = 'yes';
script read
  outcome = 'yes';
"#;

/// A key that the script behind the page names.
const PROMOTES_UNREAD: &str = r#"
journey Main
  fill: ScriptedDecisionNode {"script": "fill", "outcomes": ["yes"], "inputs": []}
    yes -> ask
  ask: MessageNode
    true -> read
    false -> Failure
  read: ScriptedDecisionNode {"script": "read", "outcomes": ["yes"], "inputs": ["unread"]}
    yes -> Success
script fill
  nodeState.putTransient('unread', 'white');
  outcome = 'yes';
script read
  outcome = 'yes';
"#;

/// What is needed lies behind the node that is behind the loop.
const PROMOTES_ROUND_A_LOOP: &str = r#"
journey Main
  fill: ScriptedDecisionNode {"script": "fill", "outcomes": ["yes"], "inputs": []}
    yes -> ask
  ask: MessageNode
    true -> again
    false -> read
  again: MessageNode
    true -> ask
    false -> Failure
  read: ScriptedDecisionNode {"script": "read", "outcomes": ["yes", "no"], "inputs": ["kept"]}
    yes -> Success
    no -> Failure
script fill
  nodeState.putTransient('kept', 'k'); nodeState.putTransient('unread', 'u');
  outcome = 'yes';
script read
  outcome = nodeState.get('kept') ? 'yes' : 'no';
"#;

/// Deep breaks; Mid and Main each show errors of what is inside.
const NESTED_TWICE: &str = r#"
journey Main
  in1: InnerTreeEvaluatorNode {"tree": "Mid", "displayErrorOutcome": true}
    true -> Success
    false -> Failure
    error -> note1
  note1: MessageNode
    true -> Success
    false -> Failure
journey Mid
  in2: InnerTreeEvaluatorNode {"tree": "Deep", "displayErrorOutcome": true}
    true -> Success
    false -> Failure
    error -> note2
  note2: MessageNode
    true -> Success
    false -> broken
  broken: RetinaScanNode
    outcome -> Success
journey Deep
  odd: RetinaScanNode
    outcome -> Success
"#;

/// Only the outermost node shows errors.
const NESTED_ONCE_SHOWN: &str = r#"
journey Main
  in1: InnerTreeEvaluatorNode {"tree": "Mid", "displayErrorOutcome": true}
    true -> Success
    false -> Failure
    error -> note1
  note1: MessageNode
    true -> Success
    false -> Failure
journey Mid
  in2: InnerTreeEvaluatorNode {"tree": "Deep"}
    true -> Success
    false -> Failure
journey Deep
  odd: RetinaScanNode
    outcome -> Success
"#;

/// The inner journey of a link: two scripts that identify somebody, one after the other.
macro_rules! identifies {
    ($init:literal, $one:literal, $two:literal) => {
        concat!(
            r#"
journey Main
  name: UsernameCollectorNode
    outcome -> init
  init: BackChannelInitNode {"tree": "Other", "usernameKey": "username", "redirectUrlType": "Post", "#,
            $init,
            r#"}
    Created -> ask
    Unknown Subject -> Failure
    Error -> Failure
  ask: MessageNode
    true -> Success
    false -> Failure
journey Other
  one: ScriptedDecisionNode {"script": "one", "outcomes": ["yes", "no"]}
    yes -> two
    no -> Failure
  two: ScriptedDecisionNode {"script": "two", "outcomes": ["yes", "no"]}
    yes -> Success
    no -> Failure
script one
  "#,
            $one,
            "\nscript two\n  ",
            $two
        )
    };
}

const BOB_THEN_ANN: &str = identifies!(
    r#""idType": "User""#,
    "action.goTo('yes').withIdentifiedUser('bob');",
    "action.goTo('yes').withIdentifiedUser('ann');"
);
const ANN_THEN_BOB: &str = identifies!(
    r#""idType": "User""#,
    "action.goTo('yes').withIdentifiedUser('ann');",
    "action.goTo('yes').withIdentifiedUser('bob');"
);
const ANN_THEN_NOBODY: &str =
    identifies!(r#""idType": "User""#, "action.goTo('yes').withIdentifiedUser('ann');", "outcome = 'yes';");
const NOBODY: &str = identifies!(r#""idType": "User""#, "outcome = 'yes';", "outcome = 'yes';");
const AGENT_IN_CAPITALS: &str = identifies!(
    r#""idType": "Agent""#,
    "action.goTo('yes').withIdentifiedAgent('DESK');",
    "outcome = 'yes';"
);
const ANOTHER_AGENT: &str = identifies!(
    r#""idType": "Agent""#,
    "action.goTo('yes').withIdentifiedAgent('desk2');",
    "outcome = 'yes';"
);
const ID_OF_ANN: &str = identifies!(
    r#""idType": "User""#,
    "action.goTo('yes').withIdentifiedUser('id-ann');",
    "outcome = 'yes';"
);
const SAYS_TWICE: &str = identifies!(
    r#""idType": "User", "allowRetry": false"#,
    "action.goTo('yes').withErrorMessage('first words').putSessionProperty('k', 'one');",
    "action.goTo('no').withErrorMessage('last words').putSessionProperty('k', 'two');"
);
const SAYS_ONCE: &str = identifies!(
    r#""idType": "User""#,
    "action.goTo('yes').withErrorMessage('first words').putSessionProperty('k', 'one');",
    "action.goTo('no').removeSessionProperty('k').putSessionProperty('l', 'two');"
);

/// A chain of nodes that ask nothing, `count` of them, then what `last` says.
fn chain(count: usize, last: &str) -> Arc<Program> {
    let mut text = String::from("journey Main\n");
    for index in 0..count {
        text += &format!("  n{index}: SetSessionPropertiesNode\n    outcome -> n{}\n", index + 1);
    }
    sketch::program(&(text + &last.replace("LAST", &format!("n{count}"))))
}

fn as_long_as_it_may_be() -> Fixture {
    Fixture { program: chain(999, "  LAST: MessageNode\n    true -> Success\n    false -> Failure\n") }
}

fn one_too_long() -> Fixture {
    Fixture { program: chain(1000, "  LAST: MessageNode\n    true -> Success\n    false -> Failure\n") }
}

/// 600 nodes, a page, 600 nodes more.
fn long_in_two_requests() -> Fixture {
    let mut text = String::from("  LAST: MessageNode\n    true -> m0\n    false -> Failure\n");
    for index in 0..600 {
        let next = if index == 599 { "Success".to_owned() } else { format!("m{}", index + 1) };
        text += &format!("  m{index}: SetSessionPropertiesNode\n    outcome -> {next}\n");
    }
    Fixture { program: chain(600, &text) }
}

/// Nothing is configured: every setting has its default.
const DEFAULTS: &str = r#"
journey Main
  wait: PollingWaitNode
    DONE -> ask
  ask: MessageNode
    true -> page
    false -> Failure
  page: PageNode
    child who: ValidatedUsernameNode
    child secret: ValidatedPasswordNode
    outcome -> check
  check: IdentityStoreDecisionNode
    TRUE -> Success
    FALSE -> Failure
    LOCKED -> Failure
    CANCELLED -> Failure
    EXPIRED -> Failure
"#;
const SPAM_DEFAULTS: &str = r#"
journey Main
  wait: PollingWaitNode {"spamDetectionEnabled": true, "spamDetectionTolerance": null, "exitable": null}
    DONE -> Success
    SPAM -> Failure
"#;
/// A wait of no time is over one millisecond later.
const NO_WAIT: &str = r#"
journey Main
  wait: PollingWaitNode {"secondsToWait": 0}
    DONE -> Success
"#;
const EMPTY_TREE: &str = r#"
journey Main
  init: BackChannelInitNode {"tree": ""}
    Created -> Success
    Unknown Subject -> Failure
    Error -> Failure
"#;
const LOCALES: &str = r#"
journey Main
  wait: PollingWaitNode {"waitingMessage": {"de": "Warte", "EN": "Wait here"}, "exitable": true, "exitMessage": {"en-us": "Leave"}}
    DONE -> Success
    EXITED -> ask
  ask: MessageNode {"message": {"fr": "Bonjour", "EN-us": "Howdy"}, "messageYes": {"de": "Ja"}}
    true -> Success
    false -> Failure
"#;
const VALIDATES: &str = r#"
journey Main
  page: PageNode {"pageHeader": {"en_US": "Hello"}, "pageDescription": {"en": "Say who you are"}, "stage": "first"}
    child who: ValidatedUsernameNode {"validateInput": true}
    child secret: ValidatedPasswordNode {"validateInput": true}
    outcome -> ask
  ask: MessageNode
    true -> Success
    false -> Failure
"#;

/// The inner script declares one of two keys that are there when it is entered.
const INNER_DECLARES: &str = r#"
journey Main
  fill: ScriptedDecisionNode {"script": "fill", "outcomes": ["yes"], "inputs": []}
    yes -> in
  in: InnerTreeEvaluatorNode {"tree": "Inside"}
    true -> out
    false -> Failure
  out: ScriptedDecisionNode {"script": "tell", "outcomes": ["yes"]}
    yes -> Success
journey Inside
  read: ScriptedDecisionNode {"script": "tell", "outcomes": ["yes"], "inputs": ["seen"]}
    yes -> write
  write: ScriptedDecisionNode {"script": "write", "outcomes": ["yes"]}
    yes -> Success
script fill
  nodeState.putTransient('seen', 's'); nodeState.putTransient('hidden', 'h'); outcome = 'yes';
script tell
  logger.info('sees ' + nodeState.get('seen') + ' ' + nodeState.get('hidden') + ' ' + nodeState.get('made'));
  outcome = 'yes';
script write
  nodeState.putTransient('made', 'm'); nodeState.putShared('kept', 'k'); outcome = 'yes';
"#;

const INNER_DISABLED: &str = r#"
journey Main
  in: InnerTreeEvaluatorNode {"tree": "Inside", "displayErrorOutcome": true}
    true -> Success
    false -> Failure
    error -> Failure
journey Inside disabled
  ask: MessageNode
    true -> Success
    false -> Failure
"#;

const LINK_DISABLED: &str = r#"
journey Main
  init: BackChannelInitNode {"tree": "Other", "idType": "None"}
    Created -> Success
    Unknown Subject -> Failure
    Error -> Failure
journey Other disabled
  ask: MessageNode
    true -> Success
    false -> Failure
"#;

/// Properties are removed and set by one action, and by the next node.
const REMOVES: &str = r#"
journey Main
  one: ScriptedDecisionNode {"script": "one", "outcomes": ["yes"]}
    yes -> two
  two: ScriptedDecisionNode {"script": "two", "outcomes": ["yes"]}
    yes -> Success
script one
  action.goTo('yes').putSessionProperty('tier', '1').putSessionProperty('b', '1').withMaxSessionTime(9).withMaxIdleTime(3);
script two
  action.goTo('yes').removeSessionProperty('tier').removeSessionProperty('b').putSessionProperty('b', '2').withMaxSessionTime(8);
"#;

/// The platform's password, with nothing behind it that could drop it.
const PLATFORM_PASSWORD: &str = r#"
journey Main
  secret: ValidatedPasswordNode
    outcome -> Success
"#;

/// Both an object's user name and a user name are there.
const TWO_NAMES: &str = r#"
journey Main
  name: UsernameCollectorNode
    outcome -> fill
  fill: ScriptedDecisionNode {"script": "fill", "outcomes": ["yes"]}
    yes -> show
  show: DisplayUserNameNode
    outcome -> Success
script fill
  nodeState.putShared('objectAttributes', { userName: 'of the object' }); outcome = 'yes';
"#;

const RETRY_OFF: &str = r#"
journey Main
  name: UsernameCollectorNode
    outcome -> init
  init: BackChannelInitNode {"tree": "Other", "usernameKey": "username", "redirectUrlType": "Post", "allowRetry": false}
    Created -> note
    Unknown Subject -> Failure
    Error -> Failure
  note: MessageNode
    true -> Success
    false -> Failure
journey Other
  who: UsernameCollectorNode
    outcome -> ask
  ask: MessageNode
    true -> Success
    false -> Failure
"#;

/// The demo pair, made shorter.
const BRIEF: &str = r#"
journey Main
  name: UsernameCollectorNode
    outcome -> init
  init: BackChannelInitNode {"tree": "Login", "usernameKey": "username", "redirectUrlType": "Post", "timeout": 5}
    Created -> status
    Unknown Subject -> Failure
    Error -> Failure
  status: BackChannelStatusNode
    Pending -> wait
    In Progress -> wait
    Success -> Success
    Failure -> Failure
    Unknown -> gone
    Error -> Failure
  wait: PollingWaitNode {"secondsToWait": 4}
    DONE -> status
  gone: MessageNode
    true -> name
    false -> Failure
journey Login
  who: UsernameCollectorNode
    outcome -> Success
"#;

pub(crate) const ROWS: &[Row] = &[
    sketched(
        "engine.transient-dropped",
        UNSENT,
        "",
        &[
            "main transient codes = \"c\"",
            "main transient objectAttributes = {\"sn\":\"Smith\"}",
            "main transient unread",
        ],
    ),
    sketched(
        "engine.promotion",
        PROMOTES_UNREAD,
        "",
        &["main ask sent", "main secure unread = \"********\""],
    ),
    sketched(
        "engine.promotion",
        PROMOTES,
        "",
        &[
            "main ask sent",
            "=",
            "main secure codes = [\"********\",1,[\"********\",true]]",
            "main secure map = {\"inside\":\"********\",\"more\":{\"deeper\":[\"********\"]}}",
            "main secure objectAttributes = {\"password\":\"********\"}",
            "!pass-word",
            "!transient codes",
        ],
    ),
    sketched(
        "engine.transient-dropped",
        PROMOTES,
        "",
        &["main ask sent", "!transient unread", "!secure unread", "!\"sn\""],
    ),
    sketched(
        "engine.promotion",
        PROMOTES_CONTAINER,
        "",
        &[
            "main secure objectAttributes = {\"mail\":\"********\",\"sn\":\"********\"}",
            "!transient unread",
            "!secure unread",
        ],
    ),
    sketched(
        "engine.promotion",
        PROMOTES_ROUND_A_LOOP,
        "main press 0; main press 0; main press 1",
        &["main again sent", "main read -> yes", "!secure unread"],
    ),
    sketched(
        "inner-tree.error-outcome",
        NESTED_TWICE,
        "",
        &["main log error: odd: ", "main in2 -> Error", "main note2 sent", "!in1 -> Error", "!note1"],
    ),
    sketched(
        "inner-tree.error-outcome",
        NESTED_TWICE,
        "main press 1",
        &["main note2 sent", "main in1 -> Error", "main note1 sent", "=", "displayName\":\"broken\""],
    ),
    sketched(
        "engine.inner-outcome",
        NESTED_TWICE,
        "main press 0",
        &["main in2 -> Error", "main in1 -> True", "main ended at Success"],
    ),
    sketched(
        "inner-tree.error-outcome",
        NESTED_ONCE_SHOWN,
        "main press 0",
        &["main in1 -> Error", "main note1 sent", "main note1 -> True", "main ended at Success"],
    ),
    sketched(
        "transaction.subject",
        BOB_THEN_ANN,
        "main ann; open",
        &["COMPLETED, APPROVED", "bc ended at Success"],
    ),
    sketched(
        "transaction.subject",
        ANN_THEN_BOB,
        "main ann; open",
        &["not approved", "bc ended at Failure", "=", "IN_PROGRESS UNKNOWN"],
    ),
    sketched("transaction.subject", ANN_THEN_NOBODY, "main ann; open", &["COMPLETED, APPROVED"]),
    sketched("transaction.subject", NOBODY, "main ann; open", &["not approved", "=", "IN_PROGRESS UNKNOWN"]),
    sketched("transaction.subject", AGENT_IN_CAPITALS, "main desk; open", &["COMPLETED, APPROVED"]),
    sketched(
        "transaction.subject",
        ANOTHER_AGENT,
        "main desk; open",
        &["not approved", "=", "IN_PROGRESS UNKNOWN"],
    ),
    sketched("transaction.subject", ID_OF_ANN, "main ann; open", &["COMPLETED, APPROVED"]),
    sketched("transaction.subject", ID_OF_ANN, "main bob; open", &["not approved"]),
    sketched(
        "engine.login-failure",
        SAYS_TWICE,
        "main ann; open",
        &["COMPLETED, DENIED", "bc ended at Failure: last words", "=", "bc property k = two", "!first words"],
    ),
    sketched(
        "engine.login-failure",
        SAYS_ONCE,
        "main ann; open",
        &["bc ended at Failure: first words", "=", "bc property l = two", "!bc property k"],
    ),
    row(
        "engine.loop-limit",
        as_long_as_it_may_be,
        "main press 0",
        &["main n998 -> Outcome", "main n999 sent", "main ended at Success"],
    ),
    row(
        "engine.loop-limit",
        one_too_long,
        "",
        &["main n999 -> Outcome", "main log error: n1000", "main ended at Error"],
    ),
    row(
        "engine.loop-limit",
        long_in_two_requests,
        "main press 0",
        &["main m599 -> Outcome", "main ended at Success"],
    ),
    sketched(
        "polling-wait.send",
        DEFAULTS,
        "",
        &[
            "main wait sent PollingWaitCallback waitTime=8000",
            "=",
            "\"value\":\"Waiting for response...\"",
            "!ConfirmationCallback",
        ],
    ),
    sketched(
        "platform-password.callback",
        DEFAULTS,
        "wait 8001; main press 0",
        &[
            "main wait -> Done",
            "main ask sent",
            "main page sent NameCallback, PasswordCallback",
            "!main header",
            "!main stage",
        ],
    ),
    sketched(
        "identity-store.changed",
        DEFAULTS,
        "wait 8001; main press 0; main rea right-rea; main right-rea 1234567 1234567 press 0",
        &["main check sent", "=", "NEW PASSWORD IS TOO SHORT."],
    ),
    sketched(
        "identity-store.changed",
        DEFAULTS,
        "wait 8001; main press 0; main rea right-rea; main right-rea 12345678 12345678 press 0",
        &["main check -> True", "main ended at Success"],
    ),
    sketched(
        "identity-store.change-order",
        DEFAULTS,
        "wait 8001; main press 0; main rea right-rea; main right-rea 12345678 12345679 press 0",
        &["=", "THE PASSWORD AND THE CONFIRM PASSWORD DO NOT MATCH."],
    ),
    sketched(
        "identity-store.change-order",
        DEFAULTS,
        "wait 8001; main press 0; main rea right-rea; main wrong-rea 12345678 12345678 press 0",
        &["=", "THE PASSWORD YOU ENTERED IS INVALID."],
    ),
    sketched(
        "identity-store.cancelled",
        DEFAULTS,
        "wait 8001; main press 0; main rea right-rea; main right-rea 12345678 12345678 press 1; main start; wait 8001; main press 0; main rea 12345678",
        &["main check -> Cancelled", "main check -> False"],
    ),
    sketched(
        "polling-wait.spam",
        SPAM_DEFAULTS,
        "main again; main again; main again; main again",
        &["=", "main shared wait.spam_count = 4", "!Spam"],
    ),
    sketched(
        "polling-wait.spam",
        SPAM_DEFAULTS,
        "main again; main again; main again; main again; main again",
        &["main wait -> Spam"],
    ),
    sketched(
        "polling-wait.done",
        NO_WAIT,
        "",
        &["main wait sent PollingWaitCallback waitTime=0", "=", "main wakes in 1 ms"],
    ),
    sketched("polling-wait.done", NO_WAIT, "wait 1", &["main wait -> Done", "main ended at Success"]),
    sketched("engine.node-unusable", EMPTY_TREE, "", &["tree: is missing", "main ended at Error"]),
    sketched("polling-wait.locale", LOCALES, "", &["\"value\":\"Wait here\"", "[\"Cancel\"]"]),
    sketched(
        "message.locale",
        LOCALES,
        "main press 0",
        &["main wait -> Exited", "=", "\"value\":\"Howdy\"", "[\"Yes\",\"No\"]"],
    ),
    sketched(
        "platform-password.policy",
        VALIDATES,
        "",
        &[
            "main page sent ValidatedCreateUsernameCallback, ValidatedCreatePasswordCallback",
            "!LENGTH_BASED",
            "!VALID_USERNAME",
            "!REQUIRED",
        ],
    ),
    sketched(
        "platform-password.policy",
        VALIDATES,
        "main fresh 1234567",
        &["> main fresh 1234567", "main page sent", "=", "\"value\":\"fresh\"", "LENGTH_BASED"],
    ),
    sketched(
        "platform-password.policy",
        VALIDATES,
        "main fresh 12345678",
        &["main page -> Outcome", "main ask sent", "!LENGTH_BASED"],
    ),
    sketched(
        "platform-username.store",
        VALIDATES,
        "main ann 12345678",
        &["main page sent", "=", "VALID_USERNAME"],
    ),
    sketched("platform-username.store", VALIDATES, "main '' 12345678", &["main page sent", "=", "REQUIRED"]),
    sketched("page.children", VALIDATES, "", &["=", "main header Hello", "main stage first"]),
    sketched(
        "engine.inner-state",
        INNER_DECLARES,
        "",
        &[
            "main in entered Inside",
            "main log info: sees s null null",
            "main in -> True",
            "main log info: sees s h null",
            "=",
            "main shared kept = \"k\"",
            "main transient hidden = \"h\"",
        ],
    ),
    sketched(
        "engine.journey-missing",
        INNER_DISABLED,
        "",
        &["Configured tree does not exist: Inside", "main ended at Error", "!entered Inside"],
    ),
    sketched(
        "backchannel-init.error-journey",
        LINK_DISABLED,
        "",
        &["main log error: Error initializing back channel transaction.", "main init -> Error"],
    ),
    sketched(
        "scripted-decision.bare-action",
        REMOVES,
        "",
        &[
            "main ended at Success",
            "=",
            "main property maxSessionTime = 8",
            "main property maxIdleTime = 3",
            "main property b = 2",
            "!main property tier",
        ],
    ),
    sketched(
        "platform-password.store",
        PLATFORM_PASSWORD,
        "main right-ann",
        &[
            "main secret -> Outcome",
            "=",
            "main transient objectAttributes = {\"password\":\"********\"}",
            "main transient password = \"********\"",
        ],
    ),
    sketched(
        "platform-password.store",
        PLATFORM_PASSWORD,
        "main ''",
        &["main secret -> Outcome", "main ended at Success", "main transient password"],
    ),
    sketched("platform-password.store", PLATFORM_PASSWORD, "main again", &["main secret -> Outcome"]),
    sketched(
        "display-username.from",
        TWO_NAMES,
        "main ann",
        &["main show sent", "=", "\"value\":\"of the object\""],
    ),
    sketched("polling-wait.clear", NO_WAIT, "wait 1", &["main ended at Success", "=", "!main shared wait."]),
    sketched(
        "polling-wait.clear",
        SPAM_DEFAULTS,
        "main again; main again; main again; main again; main again",
        &["main ended at Failure", "=", "!main shared wait."],
    ),
    sketched(
        "transaction.deny",
        RETRY_OFF,
        "main ann; open; bc ann; bc press 0; open; bc ann; bc press 1",
        &[
            "COMPLETED, APPROVED",
            "bc ended at Failure: Login failure",
            "=",
            "transaction COMPLETED APPROVED",
            "!DENIED",
            "!left open",
        ],
    ),
    sketched(
        "transaction.deny",
        RETRY_OFF,
        "main ann; open; bc ann; bc press 1; open; bc ann; bc press 1",
        &[
            "COMPLETED, DENIED",
            "opened again",
            "bc ended at Failure: Login failure",
            "=",
            "transaction COMPLETED DENIED",
            "!left open",
        ],
    ),
    sketched(
        "transaction.approve-denied",
        RETRY_OFF,
        "main ann; open; bc ann; bc press 1; open; bc ann; bc press 0",
        &[
            "COMPLETED, DENIED",
            "bc ended at Failure: Unable to approve transaction",
            "=",
            "transaction COMPLETED DENIED",
            "!APPROVED",
        ],
    ),
    sketched(
        "transaction.open-completed",
        RETRY_OFF,
        "main ann; open; bc ann; bc press 0; open",
        &["COMPLETED, APPROVED", "opened again", "bc who sent", "=", "transaction COMPLETED APPROVED"],
    ),
    sketched(
        "transaction.store-fault",
        RETRY_OFF,
        "main ann; open; store fails; bc ann; bc press 1; store works",
        &["bc ended at Failure: Login failure", "=", "transaction IN_PROGRESS UNKNOWN", "!DENIED"],
    ),
    sketched(
        "transaction.expiry-wins",
        BRIEF,
        "main ann; wait 999; main again; wait 4001",
        &[
            "> wait 4001",
            "expired: it is gone",
            "main re-submitted after the wait",
            "main status -> Unknown",
            "main gone sent",
        ],
    ),
    sketched(
        "backchannel-status.pending",
        BRIEF,
        "main ann; wait 998; main again; wait 4001",
        &[
            "> wait 4001",
            "main re-submitted after the wait",
            "main status -> Pending",
            "!expired: it is gone",
            "!Unknown",
        ],
    ),
];
