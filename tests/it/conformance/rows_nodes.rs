//! Rows of the node types.

use serde_json::json;

use crate::conformance::fixture::{Fixture, LOGIN, drawn, pair, plain};
use crate::conformance::{Row, row, sketched};

fn quiet() -> Fixture {
    pair(
        json!({}),
        json!({}),
        json!({"spamDetectionEnabled": false, "exitable": false, "waitingMessage": {"en": "Wait {{time}} s"}}),
    )
}

fn tolerant() -> Fixture {
    pair(json!({}), json!({}), json!({"spamDetectionTolerance": 0}))
}

fn over_at_once() -> Fixture {
    drawn("journey Main\n  wait: PollingWaitNode {\"secondsToWait\": -1}\n    DONE -> Failure\n")
}

fn intolerant() -> Fixture {
    pair(json!({}), json!({}), json!({"spamDetectionTolerance": -1}))
}

fn worded() -> Fixture {
    let texts = json!({"waitingMessage": {"en": "Hold on", "de": "Warten"}, "exitMessage": {"en": "Leave"}, "secondsToWait": 7});
    pair(json!({}), json!({}), texts)
}

pub(crate) const POLLING_WAIT: &[Row] = &[
    row(
        "polling-wait.send",
        plain,
        "main ann",
        &[
            "main wait sent PollingWaitCallback waitTime=5000, ConfirmationCallback",
            "=",
            "main shared wait.spam_count = 0",
        ],
    ),
    row(
        "polling-wait.send",
        plain,
        "main ann; main again",
        &["> main again", "main wait sent", "=", "main shared wait.spam_count = 1"],
    ),
    row(
        "polling-wait.send",
        plain,
        "main ann; wait 1000; main again",
        &["=", "main shared wait.end_time = 1767225605000"],
    ),
    row("polling-wait.negative", over_at_once, "", &["main wait -> Done", "main ended at Failure"]),
    row(
        "polling-wait.negative",
        intolerant,
        "main ann; main again",
        &["main wait sent", "> main again", "main wait -> Spam"],
    ),
    row("polling-wait.wait-time", plain, "main ann", &["\"name\":\"waitTime\",\"value\":\"5000\""]),
    row(
        "polling-wait.done",
        plain,
        "main ann; wait 5001",
        &["main re-submitted after the wait", "main wait -> Done", "main status -> Pending"],
    ),
    row("polling-wait.early-at-end", plain, "main ann; wait 5000", &["main wakes in 1 ms", "!wait -> Done"]),
    row(
        "polling-wait.early-at-end",
        plain,
        "main ann; wait 5000; main again",
        &["> main again", "main wait sent", "=", "main shared wait.spam_count = 1"],
    ),
    row(
        "polling-wait.clear",
        plain,
        "main ann; wait 5001",
        &["=", "main shared wait.end_time = 1767225610001", "main shared wait.spam_count = 0"],
    ),
    row(
        "polling-wait.clear",
        plain,
        "main ann; main press 0",
        &["main wait -> Exited", "=", "!shared wait."],
    ),
    row(
        "polling-wait.exit-first",
        plain,
        "main ann; main press 0",
        &["main wait -> Exited", "main name sent NameCallback"],
    ),
    row(
        "polling-wait.exit-first",
        plain,
        "main ann; main again; main again; main again; main again; main press 0",
        &["main wait -> Exited", "!Spam"],
    ),
    row(
        "polling-wait.exit-first",
        quiet,
        "main ann; main press 0",
        &["refused: the answer to callback 99", "!Exited"],
    ),
    row(
        "polling-wait.exit-not-pressed",
        plain,
        "main ann",
        &["\"defaultOption\",\"value\":0}],\"input\":[{\"name\":\"IDToken2\",\"value\":100}]", "!Exited"],
    ),
    row(
        "polling-wait.exit-not-pressed",
        plain,
        "main ann; main again",
        &["> main again", "main wait sent PollingWaitCallback", "!Exited"],
    ),
    row(
        "polling-wait.spam",
        plain,
        "main ann; main again; main again; main again; main again",
        &["=", "main shared wait.spam_count = 4", "!Spam"],
    ),
    row(
        "polling-wait.spam",
        plain,
        "main ann; main again; main again; main again; main again; main again",
        &["main wait -> Spam", "main ended at Failure"],
    ),
    row(
        "polling-wait.spam",
        plain,
        "main ann; main again; main again; main again; main again; wait 5001",
        &["> wait 5001", "main wait -> Spam", "!wait -> Done"],
    ),
    row(
        "polling-wait.spam",
        tolerant,
        "main ann; main again",
        &["=", "main shared wait.spam_count = 1", "!Spam"],
    ),
    row("polling-wait.spam", tolerant, "main ann; main again; main again", &["main wait -> Spam"]),
    row(
        "polling-wait.spam",
        quiet,
        "main ann; main again; main again; main again; main again; main again; main again",
        &["=", "main shared wait.spam_count = 6", "!Spam"],
    ),
    row("polling-wait.message", quiet, "main ann", &["\"value\":\"Wait 5 s\""]),
    row("polling-wait.message", plain, "main ann", &["\"value\":\"Waiting for response...\"", "\"Cancel\""]),
    row("polling-wait.message", worded, "main ann", &["\"value\":\"Hold on\"", "\"Leave\""]),
    row(
        "polling-wait.outcomes",
        quiet,
        "main ann",
        &["main wait sent PollingWaitCallback", "!ConfirmationCallback"],
    ),
    row("client.latency", plain, "main ann", &["=", "main wakes in 5001 ms"]),
    row("client.latency", worded, "main ann; wait 1", &["=", "main wakes in 7000 ms"]),
    row(
        "client.polls",
        plain,
        "main ann; skip; skip; skip",
        &["main wait -> Done", "main wait -> Done", "main wait -> Done"],
    ),
    row("client.polls", plain, "main ann; main close; wait 60000", &["main tab closed", "!re-submitted"]),
];

const MESSAGE: &str = r#"
journey Main
  ask: MessageNode {"message": {"en": "Sure?", "fr": "Certain ?"}, "messageYes": {"en": "Aye"}, "stateField": "answer"}
    true -> Success
    false -> Failure
"#;

const BARE_MESSAGE: &str = r#"
journey Main
  ask: MessageNode
    true -> Success
    false -> Failure
"#;

const COLLECTORS: &str = r#"
journey Main
  name: UsernameCollectorNode
    outcome -> secret
  secret: PasswordCollectorNode
    outcome -> check
  check: DataStoreDecisionNode
    true -> Success
    false -> Failure
"#;

const NO_PASSWORD: &str = r#"
journey Main
  name: UsernameCollectorNode
    outcome -> check
  check: DataStoreDecisionNode
    true -> Success
    false -> Failure
"#;

/// The platform's name and password on one page, the name shown, the password checked.
macro_rules! platform {
    ($validates:literal) => {
        concat!(
            r#"
journey Main
  page: PageNode
    child who: ValidatedUsernameNode {"validateInput": "#,
            $validates,
            r#"}
    child secret: ValidatedPasswordNode {"validateInput": "#,
            $validates,
            r#"}
    outcome -> show
  show: DisplayUserNameNode
    outcome -> check
  check: IdentityStoreDecisionNode {"useUniversalIdForUsername": true}
    TRUE -> Success
    FALSE -> Failure
    LOCKED -> Failure
    CANCELLED -> Failure
    EXPIRED -> Failure
"#
        )
    };
}

const UNCHECKED: &str = platform!("false");
const CHECKED: &str = platform!("true");

const NAMELESS: &str = r#"
journey Main
  show: DisplayUserNameNode
    outcome -> Success
"#;

fn log_in() -> Fixture {
    drawn(&LOGIN.replace("journey Login", "journey Main"))
}

const PROPERTIES: &str = r#"
journey Main
  set: SetSessionPropertiesNode {"properties": {"colour": "red"}, "maxSessionTime": 5, "maxIdleTime": 2}
    outcome -> Success
"#;

const EMPTY_PAGE: &str = r#"
journey Main
  page: PageNode {"nodes": []}
    outcome -> Success
"#;

const PAGE_IN_PAGE: &str = r#"
journey Main
  outer: PageNode
    child inner: PageNode {"nodes": []}
    outcome -> Success
"#;

const CHILDLESS: &str = r#"
journey Main
  page: PageNode
    lists lost
    outcome -> Success
"#;

pub(crate) const OTHERS: &[Row] = &[
    sketched(
        "message.callbacks",
        MESSAGE,
        "",
        &[
            "main ask sent TextOutputCallback, ConfirmationCallback",
            "=",
            "\"Sure?\"",
            "[\"Aye\",\"No\"]},{\"name\":\"optionType\",\"value\":-1},{\"name\":\"defaultOption\",\"value\":1}",
        ],
    ),
    sketched("message.callbacks", BARE_MESSAGE, "", &["\"Default message\"", "[\"Yes\",\"No\"]"]),
    sketched("message.answer", MESSAGE, "main press 0", &["main ask -> True", "main ended at Success"]),
    sketched("message.answer", MESSAGE, "main press 1", &["main ask -> False", "main ended at Failure"]),
    sketched("message.answer", MESSAGE, "main again", &["main ask -> True", "main ended at Success"]),
    sketched("message.state-field", MESSAGE, "", &["main shared answer = null"]),
    sketched("message.state-field", MESSAGE, "main press 0", &["main shared answer = 0"]),
    sketched("message.state-field", BARE_MESSAGE, "main press 0", &["main ask -> True", "!shared answer"]),
    sketched(
        "username-collector.store",
        COLLECTORS,
        "",
        &["main name sent NameCallback", "=", "\"User Name\""],
    ),
    sketched(
        "username-collector.store",
        COLLECTORS,
        "main ann",
        &["main name -> Outcome", "=", "main shared username = \"ann\""],
    ),
    sketched(
        "username-collector.store",
        COLLECTORS,
        "main ''",
        &["> main ''", "main name sent NameCallback", "!name -> Outcome"],
    ),
    sketched(
        "password-collector.store",
        COLLECTORS,
        "main ann; main right-ann",
        &["main secret -> Outcome", "=", "main transient password = \"********\"", "!right-ann\""],
    ),
    sketched(
        "password-collector.store",
        COLLECTORS,
        "main ann; main ''",
        &["> main ''", "main secret sent PasswordCallback"],
    ),
    sketched(
        "data-store.true",
        COLLECTORS,
        "main ann; main right-ann",
        &["main check -> True", "main reads Login successful"],
    ),
    sketched(
        "data-store.false",
        COLLECTORS,
        "main ann; main wrong",
        &["main check -> False", "main reads Login failure"],
    ),
    sketched("data-store.false", COLLECTORS, "main nobody; main wrong", &["main check -> False"]),
    sketched("data-store.false", COLLECTORS, "main ghost; main right-ghost", &["main check -> False"]),
    sketched(
        "data-store.no-password",
        NO_PASSWORD,
        "main ann",
        &[
            "main log error: Password is null for username ann",
            "log error: check (Data Store Decision): Unable to authenticate",
            "main ended at Error: Login failure",
        ],
    ),
    sketched(
        "platform-username.store",
        UNCHECKED,
        "main ann right-ann",
        &["=", "main shared objectAttributes = {\"userName\":\"ann\"}", "main shared username = \"ann\""],
    ),
    sketched(
        "platform-username.store",
        UNCHECKED,
        "main '' right-ann",
        &["main page -> Outcome", "Unable to find username", "!shared username", "!shared objectAttributes"],
    ),
    sketched(
        "platform-password.store",
        UNCHECKED,
        "main ann right-ann",
        &["=", "main secure password = \"********\"", "!right-ann\""],
    ),
    sketched("platform-password.callback", UNCHECKED, "", &["main page sent NameCallback, PasswordCallback"]),
    sketched(
        "platform-password.callback",
        CHECKED,
        "",
        &["main page sent ValidatedCreateUsernameCallback, ValidatedCreatePasswordCallback"],
    ),
    sketched(
        "platform-password.policy",
        CHECKED,
        "main newcomer short",
        &["> main newcomer short", "main page sent", "=", "LENGTH_BASED"],
    ),
    sketched("platform-password.policy", CHECKED, "main newcomer long-enough", &["main page -> Outcome"]),
    sketched(
        "display-username.shown",
        UNCHECKED,
        "main ann right-ann",
        &["main show sent TextOutputCallback", "=", "\"value\":\"ann\""],
    ),
    sketched(
        "display-username.shown",
        UNCHECKED,
        "main ann right-ann; main again",
        &["main show -> Outcome"],
    ),
    sketched(
        "display-username.none",
        NAMELESS,
        "",
        &["log error: show (Display Username): Unable to find username to display", "main ended at Error"],
    ),
    sketched(
        "identity-store.true",
        UNCHECKED,
        "main ann right-ann; main again",
        &["main check -> True", "main ended at Success"],
    ),
    sketched(
        "identity-store.universal-id",
        UNCHECKED,
        "main ann right-ann; main again",
        &["main shared username = \"id-ann\""],
    ),
    sketched(
        "identity-store.false",
        UNCHECKED,
        "main ann wrong; main again",
        &["main check -> False", "main ended at Failure"],
    ),
    row("identity-store.false", log_in, "main nobody whatever", &["main check -> False"]),
    row("identity-store.false", log_in, "main ghost right-ghost", &["main check -> False"]),
    row("identity-store.locked", log_in, "main lou right-lou", &["main check -> Locked"]),
    row("identity-store.locked", log_in, "main lou wrong", &["main check -> Locked"]),
    row("identity-store.locked", log_in, "main ina right-ina", &["main check -> Locked"]),
    row("identity-store.expired", log_in, "main exa right-exa", &["main check -> Expired"]),
    row("identity-store.false", log_in, "main exa wrong", &["main check -> False"]),
    row(
        "identity-store.cancelled",
        log_in,
        "main rea right-rea; main press 1",
        &[
            "main check sent TextOutputCallback, PasswordCallback x3, ConfirmationCallback",
            "main check -> Cancelled",
        ],
    ),
    row("identity-store.cancelled", log_in, "main rea wrong", &["main check -> False", "!check sent"]),
    row("identity-store.changed", log_in, "main rea right-rea", &["\"PASSWORD MUST BE RESET.\""]),
    row(
        "identity-store.changed",
        log_in,
        "main rea right-rea; main right-rea another-one another-one press 0",
        &["main check -> True", "main ended at Success", "!another-one\""],
    ),
    row(
        "identity-store.changed",
        log_in,
        "main rea right-rea; main right-rea another-one another-one press 0; main start; main rea another-one",
        &["main Main started", "main check -> True", "main ended at Success"],
    ),
    row(
        "identity-store.changed",
        log_in,
        "main rea right-rea; main right-rea short short press 0",
        &["> main right-rea short", "main check sent", "=", "NEW PASSWORD IS TOO SHORT.", "!check ->"],
    ),
    row(
        "identity-store.changed",
        log_in,
        "main rea right-rea; main right-rea another-one another-two press 0",
        &["=", "THE PASSWORD AND THE CONFIRM PASSWORD DO NOT MATCH.", "!check ->"],
    ),
    row(
        "identity-store.changed",
        log_in,
        "main rea right-rea; main wrong another-one another-one press 0",
        &["=", "THE PASSWORD YOU ENTERED IS INVALID.", "!check ->"],
    ),
    sketched(
        "set-session-properties.set",
        PROPERTIES,
        "",
        &[
            "main set -> Outcome",
            "=",
            "main property colour = red",
            "main property maxSessionTime = 5",
            "main property maxIdleTime = 2",
        ],
    ),
    row(
        "page.children",
        log_in,
        "",
        &["main page sent NameCallback, PasswordCallback", "=", "main header Log in", "main stage one"],
    ),
    row("page.mapping", log_in, "", &["main shared pageNodeCallbacks = {\"0\":0,\"1\":1}"]),
    row("page.mapping", log_in, "main ann right-ann", &["main check -> True", "!pageNodeCallbacks"]),
    row(
        "page.children",
        log_in,
        "main ann ''",
        &["> main ann ''", "main page sent", "=", "\"value\":\"ann\"", "!check ->"],
    ),
    row("page.last-outcome", log_in, "main ann right-ann", &["main page -> Outcome", "main check -> True"]),
    sketched("page.empty", EMPTY_PAGE, "", &["This page has no nodes in it", "main ended at Error"]),
    sketched("page.child", PAGE_IN_PAGE, "", &["Illegal child node type: PageNode", "main ended at Error"]),
    sketched("page.child", CHILDLESS, "", &["its child lost is not in the export's innerNodes"]),
];
