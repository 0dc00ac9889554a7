//! Rows of the node types.

use serde_json::json;

use crate::conformance::fixture::{Fixture, fixture, login, node, pair, plain, tree};
use crate::conformance::{Row, row};

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
        &["\"name\":\"defaultOption\",\"value\":100", "=", "!Exited"],
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

fn message() -> Fixture {
    let config = json!({"message": {"en": "Sure?", "fr": "Certain ?"}, "messageYes": {"en": "Aye"}, "stateField": "answer"});
    fixture(&[tree(
        "Main",
        &[node("ask", "MessageNode", config, &[("true", "Success"), ("false", "Failure")])],
    )])
}

fn bare_message() -> Fixture {
    fixture(&[tree(
        "Main",
        &[node("ask", "MessageNode", json!({}), &[("true", "Success"), ("false", "Failure")])],
    )])
}

fn collectors() -> Fixture {
    fixture(&[tree(
        "Main",
        &[
            node("name", "UsernameCollectorNode", json!({}), &[("outcome", "secret")]),
            node("secret", "PasswordCollectorNode", json!({}), &[("outcome", "check")]),
            node("check", "DataStoreDecisionNode", json!({}), &[("true", "Success"), ("false", "Failure")]),
        ],
    )])
}

fn no_password() -> Fixture {
    fixture(&[tree(
        "Main",
        &[
            node("name", "UsernameCollectorNode", json!({}), &[("outcome", "check")]),
            node("check", "DataStoreDecisionNode", json!({}), &[("true", "Success"), ("false", "Failure")]),
        ],
    )])
}

fn platform(validate: bool) -> Fixture {
    let config = json!({"validateInput": validate});
    let children = json!([{"_id": "who"}, {"_id": "secret"}]);
    fixture(&[tree(
        "Main",
        &[
            node("page", "PageNode", json!({"nodes": children}), &[("outcome", "show")]),
            node("who", "ValidatedUsernameNode", config.clone(), &[]),
            node("secret", "ValidatedPasswordNode", config, &[]),
            node("show", "DisplayUserNameNode", json!({}), &[("outcome", "check")]),
            node(
                "check",
                "IdentityStoreDecisionNode",
                json!({"useUniversalIdForUsername": true}),
                &[
                    ("TRUE", "Success"),
                    ("FALSE", "Failure"),
                    ("LOCKED", "Failure"),
                    ("CANCELLED", "Failure"),
                    ("EXPIRED", "Failure"),
                ],
            ),
        ],
    )])
}

fn unchecked() -> Fixture {
    platform(false)
}

fn checked() -> Fixture {
    platform(true)
}

fn nameless() -> Fixture {
    fixture(&[tree("Main", &[node("show", "DisplayUserNameNode", json!({}), &[("outcome", "Success")])])])
}

fn log_in() -> Fixture {
    let (_, mut login) = login();
    login["tree"]["_id"] = json!("Main");
    fixture(&[("Main".to_owned(), login)])
}

fn properties() -> Fixture {
    let config = json!({"properties": {"colour": "red"}, "maxSessionTime": 5, "maxIdleTime": 2});
    fixture(&[tree("Main", &[node("set", "SetSessionPropertiesNode", config, &[("outcome", "Success")])])])
}

fn empty_page() -> Fixture {
    fixture(&[tree("Main", &[node("page", "PageNode", json!({"nodes": []}), &[("outcome", "Success")])])])
}

fn page_in_page() -> Fixture {
    let outer = node("outer", "PageNode", json!({"nodes": [{"_id": "inner"}]}), &[("outcome", "Success")]);
    fixture(&[tree("Main", &[outer, node("inner", "PageNode", json!({"nodes": []}), &[])])])
}

fn childless() -> Fixture {
    let page = node("page", "PageNode", json!({"nodes": [{"_id": "lost"}]}), &[("outcome", "Success")]);
    fixture(&[tree("Main", &[page])])
}

pub(crate) const OTHERS: &[Row] = &[
    row(
        "message.callbacks",
        message,
        "",
        &[
            "main ask sent TextOutputCallback, ConfirmationCallback",
            "=",
            "\"Sure?\"",
            "[\"Aye\",\"No\"]},{\"name\":\"optionType\",\"value\":-1},{\"name\":\"defaultOption\",\"value\":1}",
        ],
    ),
    row("message.callbacks", bare_message, "", &["\"Default message\"", "[\"Yes\",\"No\"]"]),
    row("message.answer", message, "main press 0", &["main ask -> True", "main ended at Success"]),
    row("message.answer", message, "main press 1", &["main ask -> False", "main ended at Failure"]),
    row("message.answer", message, "main again", &["main ask -> False"]),
    row("message.state-field", message, "", &["main shared answer = null"]),
    row("message.state-field", message, "main press 0", &["main shared answer = 0"]),
    row("message.state-field", bare_message, "main press 0", &["main ask -> True", "!shared answer"]),
    row("username-collector.store", collectors, "", &["main name sent NameCallback", "=", "\"User Name\""]),
    row(
        "username-collector.store",
        collectors,
        "main ann",
        &["main name -> Outcome", "=", "main shared username = \"ann\""],
    ),
    row(
        "username-collector.store",
        collectors,
        "main ''",
        &["> main ''", "main name sent NameCallback", "!name -> Outcome"],
    ),
    row(
        "password-collector.store",
        collectors,
        "main ann; main right-ann",
        &["main secret -> Outcome", "=", "main transient password = \"********\"", "!right-ann\""],
    ),
    row(
        "password-collector.store",
        collectors,
        "main ann; main ''",
        &["> main ''", "main secret sent PasswordCallback"],
    ),
    row(
        "data-store.true",
        collectors,
        "main ann; main right-ann",
        &["main check -> True", "main reads Login successful"],
    ),
    row(
        "data-store.false",
        collectors,
        "main ann; main wrong",
        &["main check -> False", "main reads Login failure"],
    ),
    row("data-store.false", collectors, "main nobody; main wrong", &["main check -> False"]),
    row("data-store.false", collectors, "main ghost; main right-ghost", &["main check -> False"]),
    row(
        "data-store.no-password",
        no_password,
        "main ann",
        &[
            "main log error: Password is null for username ann",
            "log error: check (Data Store Decision): Unable to authenticate",
            "main ended at Error: Login failure",
        ],
    ),
    row(
        "platform-username.store",
        unchecked,
        "main ann right-ann",
        &["=", "main shared objectAttributes = {\"userName\":\"ann\"}", "main shared username = \"ann\""],
    ),
    row(
        "platform-username.store",
        unchecked,
        "main '' right-ann",
        &["main page -> Outcome", "Unable to find username", "!shared username", "!shared objectAttributes"],
    ),
    row(
        "platform-password.store",
        unchecked,
        "main ann right-ann",
        &["=", "main secure password = \"********\"", "!right-ann\""],
    ),
    row("platform-password.callback", unchecked, "", &["main page sent NameCallback, PasswordCallback"]),
    row(
        "platform-password.callback",
        checked,
        "",
        &["main page sent ValidatedCreateUsernameCallback, ValidatedCreatePasswordCallback"],
    ),
    row(
        "platform-password.policy",
        checked,
        "main newcomer short",
        &["> main newcomer short", "main page sent", "=", "LENGTH_BASED"],
    ),
    row("platform-password.policy", checked, "main newcomer long-enough", &["main page -> Outcome"]),
    row(
        "display-username.shown",
        unchecked,
        "main ann right-ann",
        &["main show sent TextOutputCallback", "=", "\"value\":\"ann\""],
    ),
    row("display-username.shown", unchecked, "main ann right-ann; main again", &["main show -> Outcome"]),
    row(
        "display-username.none",
        nameless,
        "",
        &["log error: show (Display Username): Unable to find username to display", "main ended at Error"],
    ),
    row(
        "identity-store.true",
        unchecked,
        "main ann right-ann; main again",
        &["main check -> True", "main ended at Success"],
    ),
    row(
        "identity-store.universal-id",
        unchecked,
        "main ann right-ann; main again",
        &["main shared username = \"id-ann\""],
    ),
    row(
        "identity-store.false",
        unchecked,
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
    row(
        "set-session-properties.set",
        properties,
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
    row("page.empty", empty_page, "", &["This page has no nodes in it", "main ended at Error"]),
    row("page.child", page_in_page, "", &["Illegal child node type: PageNode", "main ended at Error"]),
    row("page.child", childless, "", &["its child lost is not in the export's innerNodes"]),
];
