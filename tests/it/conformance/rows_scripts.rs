//! Rows of the nodes that run scripts, and of what scripts do to a session.

use serde_json::json;

use crate::conformance::fixture::{Fixture, LOGIN, drawn, fixture, node, scripted, tree};
use crate::conformance::{Row, row};

const TWO: [(&str, &str); 2] = [("yes", "Success"), ("no", "Failure")];

fn decide(script: &str) -> Fixture {
    fixture(&[tree("Main", &[scripted("s", script, &["yes", "no"], &TWO)])])
}

fn sets_outcome() -> Fixture {
    decide("logger.info('seen'); outcome = 'yes';")
}

fn goes_to() -> Fixture {
    decide("action.goTo('no');")
}

fn throws() -> Fixture {
    decide("outcome = 'yes';\nnodeState.get('absent').asString();")
}

fn sets_nothing() -> Fixture {
    decide("var result = 'yes';")
}

fn sets_a_boolean() -> Fixture {
    decide("outcome = true;")
}

fn sets_another() -> Fixture {
    decide("outcome = 'Yes';")
}

fn asks() -> Fixture {
    decide(
        "if (callbacks.isEmpty()) { callbacksBuilder.nameCallback('Colour?'); }\n\
         else { nodeState.putShared('colour', callbacks.getNameCallbacks().get(0)); outcome = 'yes'; }",
    )
}

fn asks_and_sets() -> Fixture {
    decide("outcome = 'yes'; callbacksBuilder.nameCallback('Colour?');")
}

fn asks_sets_and_goes() -> Fixture {
    decide("outcome = 'yes'; callbacksBuilder.nameCallback('Colour?'); action.goTo('no');")
}

fn suspends() -> Fixture {
    decide("action.suspend('Read your mail: {0}', function () { outcome = 'yes'; });")
}

fn says() -> Fixture {
    decide("action.goTo('no').withErrorMessage('Come back tomorrow');")
}

fn enriches() -> Fixture {
    decide(
        "action.goTo('yes').putSessionProperty('tier', 'gold').withMaxSessionTime(9).withIdentifiedUser('ann');",
    )
}

fn gone() -> Fixture {
    let config = json!({"script": "nowhere", "outcomes": ["yes"]});
    fixture(&[tree("Main", &[node("s", "ScriptedDecisionNode", config, &TWO)])])
}

fn quotes_password() -> Fixture {
    let script = "var p = nodeState.get('password'); nodeState.putShared('copy', 'is ' + p);\n\
                  logger.error('it is ' + p); outcome = 'yes';";
    fixture(&[tree(
        "Main",
        &[
            node("secret", "PasswordCollectorNode", json!({}), &[("outcome", "s")]),
            scripted("s", script, &["yes", "no"], &[("yes", "ask"), ("no", "Failure")]),
            node("ask", "MessageNode", json!({}), &[("true", "Success"), ("false", "Failure")]),
        ],
    )])
}

/// A password, a page that asks for a round trip, then a script that declares inputs.
fn later_script(inputs: serde_json::Value) -> Fixture {
    let config = json!({"source": "outcome = nodeState.get('password') ? 'yes' : 'no';", "inputs": inputs,
                        "outcomes": ["yes", "no"]});
    fixture(&[tree(
        "Main",
        &[
            node("secret", "PasswordCollectorNode", json!({}), &[("outcome", "ask")]),
            node("ask", "MessageNode", json!({}), &[("true", "s"), ("false", "Failure")]),
            node("s", "ScriptedDecisionNode", config, &TWO),
        ],
    )])
}

fn later_reads_all() -> Fixture {
    later_script(json!(["*"]))
}

fn later_reads_it() -> Fixture {
    later_script(json!(["password"]))
}

fn later_reads_another() -> Fixture {
    later_script(json!(["colour"]))
}

fn provided(script: &str) -> Fixture {
    let config = json!({"nodeType": "PollingWaitNode", "source": script});
    let wires =
        [("DONE", "Success"), ("EXITED", "Failure"), ("SPAM", "Failure"), ("CONFIGURATION_FAILED", "note")];
    fixture(&[tree(
        "Main",
        &[
            node("wait", "ConfigProviderNode", config, &wires),
            node("note", "MessageNode", json!({}), &[("true", "Success"), ("false", "Failure")]),
        ],
    )])
}

fn provides_a_wait() -> Fixture {
    provided(
        "var visits = (nodeState.get('visits') || 0) + 1; nodeState.putShared('visits', visits);\n\
         config = {secondsToWait: 4, exitable: true, spamDetectionEnabled: visits > 2, \
         spamDetectionTolerance: 0, waitingMessage: {en: 'Visit ' + visits}};",
    )
}

fn provides_nothing() -> Fixture {
    provided("var unused = {};")
}

fn provides_a_text() -> Fixture {
    provided("config = 'secondsToWait: 4';")
}

fn provides_a_misfit() -> Fixture {
    provided("config = {secondsToWait: 'soon'};")
}

fn provider_throws() -> Fixture {
    provided("config = {secondsToWait: nodeState.get('absent').asInteger()};")
}

fn provides_an_unlisted_outcome() -> Fixture {
    let config = json!({"nodeType": "ScriptedDecisionNode",
                        "source": "config = {script: 'Main s', outcomes: ['yes']};"});
    fixture(&[tree(
        "Main",
        &[
            node("p", "ConfigProviderNode", config, &[("CONFIGURATION_FAILED", "s"), ("yes", "Success")]),
            scripted("s", "outcome = 'yes';", &["yes"], &TWO),
        ],
    )])
}

/// A main journey whose script makes the data object, and a login that reports its progress.
const WITH_PROGRESS: &str = r#"
journey Main
  name: UsernameCollectorNode
    outcome -> data
  data: ScriptedDecisionNode {"script": "data", "outcomes": ["yes"]}
    yes -> init
  init: BackChannelInitNode {"tree": "Phone", "idType": "User", "usernameKey": "username", "dataKey": "data"}
    Created -> status
    Unknown Subject -> Failure
    Error -> Failure
  status: BackChannelStatusNode {"recordTransactionData": RECORDS}
    Pending -> wait
    In Progress -> wait
    Success -> Success
    Failure -> Failure
    Unknown -> Failure
    Error -> Failure
  wait: PollingWaitNode {"secondsToWait": 5}
    DONE -> status
script data
  nodeState.putShared('data', {colour: 'red', username: 'ann'}); outcome = 'yes';
LOGIN
  report: ScriptedDecisionNode {"script": "report", "outcomes": ["yes", "no"]}
    yes -> tell
    no -> Failure
  tell: BackChannelNotificationNode {"dataKey": "progress"}
    Success -> page
    Error -> page
script report
  REPORT
"#;

fn with_progress(report: &str, records: bool) -> Fixture {
    let login = LOGIN.trim_end().replace("journey Login", "journey Phone entry=report");
    let text = WITH_PROGRESS.replace("LOGIN", &login).replace("RECORDS", &records.to_string());
    drawn(&text.replace("REPORT", &report.replace('\n', "\n  ")))
}

fn reports() -> Fixture {
    with_progress("nodeState.putShared('progress', {step: 'password'}); outcome = 'yes';", true)
}

fn reports_unread() -> Fixture {
    with_progress("nodeState.putShared('progress', {step: 'password'}); outcome = 'yes';", false)
}

fn reports_a_text() -> Fixture {
    with_progress("nodeState.putShared('progress', 'password'); outcome = 'yes';", true)
}

fn reports_transient() -> Fixture {
    with_progress("nodeState.putTransient('progress', {step: 'password'}); outcome = 'yes';", true)
}

fn asks_then_reports() -> Fixture {
    with_progress(
        "if (callbacks.isEmpty()) { callbacksBuilder.nameCallback('Go?'); }\n\
         else { nodeState.putShared('progress', {step: 'password'}); outcome = 'yes'; }",
        true,
    )
}

fn only_metadata() -> Fixture {
    let script = json!({"source": "callbacksBuilder.metadataCallback({a: 1});", "outcomes": ["yes"]});
    let page = node("page", "PageNode", json!({"nodes": [{"_id": "s"}]}), &TWO);
    fixture(&[tree("Main", &[page, node("s", "ScriptedDecisionNode", script, &[])])])
}

pub(crate) const ROWS: &[Row] = &[
    row(
        "scripted-decision.outcome",
        sets_outcome,
        "",
        &["main log info: seen", "main s -> yes", "main ended at Success"],
    ),
    row("scripted-decision.outcome", goes_to, "", &["main s -> no", "main ended at Failure"]),
    row(
        "scripted-decision.outcome",
        asks,
        "main red",
        &["main s sent NameCallback", "main s -> yes", "=", "main shared colour = \"red\""],
    ),
    row(
        "scripted-decision.exception",
        throws,
        "",
        &[
            "main log warning: error evaluating the script",
            "main log error: s (Scripted Decision): script Main s, line 2",
            "main ended at Error: Login failure",
            "!s -> yes",
        ],
    ),
    row(
        "scripted-decision.exception",
        gone,
        "",
        &["the export holds no script with this id", "main ended at Error"],
    ),
    row("journey.loose-ends", gone, "", &["main Main started", "the export holds no script with this id"]),
    row(
        "scripted-decision.no-outcome",
        sets_nothing,
        "",
        &[
            "main log warning: script outcome error",
            "Script must set 'outcome' to a string.",
            "main ended at Error",
        ],
    ),
    row(
        "scripted-decision.no-outcome",
        sets_a_boolean,
        "",
        &[
            "main log warning: script outcome error",
            "Script must set 'outcome' to a string.",
            "main ended at Error",
        ],
    ),
    row(
        "scripted-decision.outcome-not-listed",
        sets_another,
        "",
        &[
            "main log warning: invalid script outcome Yes",
            "Invalid outcome from script, 'Yes'; the node lists: yes, no",
            "main ended at Error",
        ],
    ),
    row("scripted-decision.order", asks_and_sets, "", &["main s sent NameCallback", "!s -> "]),
    row("scripted-decision.order", asks_sets_and_goes, "", &["main s sent NameCallback", "!s -> "]),
    row(
        "scripted-decision.suspend",
        suspends,
        "",
        &["main s sent SuspendedTextOutputCallback", "=", "Read your mail: "],
    ),
    row(
        "engine.login-failure",
        says,
        "",
        &["main ended at Failure: Come back tomorrow", "=", "main reads Come back tomorrow"],
    ),
    row(
        "script.action",
        enriches,
        "",
        &[
            "main ended at Success: Login successful",
            "=",
            "main property tier = gold",
            "main property maxSessionTime = 9",
        ],
    ),
    row(
        "script.secret",
        quotes_password,
        "main right-ann",
        &["main log error: it is ********", "=", "main shared copy = \"********\"", "!is right-ann"],
    ),
    row(
        "engine.promotion",
        later_reads_it,
        "main right-ann; main press 0",
        &["main s -> yes", "=", "main secure password = \"********\"", "!transient password"],
    ),
    row(
        "engine.promotion-wildcard",
        later_reads_all,
        "main right-ann",
        &["main secure password = \"********\""],
    ),
    row(
        "engine.transient-dropped",
        later_reads_another,
        "main right-ann; main press 0",
        &["main s -> no", "!secure password", "!transient password"],
    ),
    row(
        "config-provider.every-visit",
        provides_a_wait,
        "main again",
        &[
            "main wait sent PollingWaitCallback waitTime=4000, ConfirmationCallback",
            "main wait sent PollingWaitCallback",
            "=",
            "Visit 2",
            "main shared visits = 2",
            "main shared wait.spam_count = 1",
        ],
    ),
    row(
        "config-provider.every-visit",
        provides_a_wait,
        "main again; main again",
        &["main wait -> Spam", "main ended at Failure"],
    ),
    row(
        "config-provider.every-visit",
        provides_a_wait,
        "wait 4001",
        &["main re-submitted after the wait", "main wait -> Done", "main ended at Success"],
    ),
    row("config-provider.outcomes", provides_a_wait, "main press 0", &["main wait -> Exited"]),
    row(
        "config-provider.outcomes",
        provides_nothing,
        "",
        &["main wait -> Configuration failure", "main note sent"],
    ),
    row(
        "config-provider.failed",
        provides_nothing,
        "",
        &[
            "main log error: Failed to configure node: PollingWaitNode: Script must set 'config' to a Map.",
            "main wait -> Configuration failure",
        ],
    ),
    row("config-provider.failed", provides_a_text, "", &["Script must set 'config' to a Map."]),
    row(
        "config-provider.failed",
        provides_a_misfit,
        "",
        &["secondsToWait: must be a whole number", "main wait -> Configuration failure"],
    ),
    row(
        "config-provider.failed",
        provider_throws,
        "",
        &[
            "Failed to configure node: PollingWaitNode: script Main wait",
            "main wait -> Configuration failure",
        ],
    ),
    row(
        "engine.outcome-unknown",
        provides_an_unlisted_outcome,
        "",
        &["it took the outcome \"yes\", which is not one of its outcomes", "main ended at Error"],
    ),
    row(
        "backchannel-init.data",
        reports,
        "main ann",
        &["main shared backchannel-data = {\"colour\":\"red\",\"username\":\"ann\"}"],
    ),
    row(
        "transaction.open-data",
        reports,
        "main ann; open",
        &["bc shared colour = \"red\"", "bc shared progress = ", "bc shared username = \"ann\""],
    ),
    row(
        "backchannel-notification.success",
        reports,
        "main ann; open",
        &["got a notification object", "bc tell -> Success", "bc page sent"],
    ),
    row(
        "backchannel-notification.no-object",
        reports_a_text,
        "main ann; open",
        &[
            "bc log error: Data in state at dataKey data key was not found or incorrect type, not updating transaction.",
            "bc tell -> Error",
            "!got a notification",
        ],
    ),
    row(
        "backchannel-notification.no-object",
        reports_transient,
        "main ann; open",
        &["bc log error: Data in state at dataKey", "bc tell -> Error"],
    ),
    row(
        "backchannel-notification.store",
        asks_then_reports,
        "main ann; open; store fails; bc go",
        &["bc log error: Failed to update backchannel transaction", "bc tell -> Error"],
    ),
    row(
        "backchannel-status.transaction-data",
        reports,
        "main ann; open; skip",
        &[
            "main status -> In Progress",
            "=",
            "main shared backchannel-transactionData = {\"step\":\"password\"}",
        ],
    ),
    row(
        "backchannel-status.transaction-data",
        reports_unread,
        "main ann; open; skip",
        &["got a notification object", "main status -> In Progress", "!backchannel-transactionData"],
    ),
    row(
        "page.only-metadata",
        only_metadata,
        "",
        &["No outcome and only metadata callbacks found", "main ended at Error"],
    ),
];
