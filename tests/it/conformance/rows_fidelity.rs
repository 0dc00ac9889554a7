//! Rows of what the public source of AM 8.0.2 says beyond the documentation.

use serde_json::json;

use crate::conformance::fixture::{Fixture, fixture, node, pair, scripted, tree};
use crate::conformance::{Row, row};

const TWO: [(&str, &str); 2] = [("yes", "Success"), ("no", "Failure")];

fn decide(script: &str) -> Fixture {
    fixture(&[tree("Main", &[scripted("s", script, &["yes", "no"], &TWO)])])
}

fn confirms() -> Fixture {
    decide(
        "if (callbacks.isEmpty()) callbacksBuilder.confirmationCallback(0, ['a', 'b'], 1);\n\
         else { logger.info('c ' + callbacks.getConfirmationCallbacks()[0]); outcome = 'yes'; }",
    )
}

fn hides() -> Fixture {
    decide(
        "if (callbacks.isEmpty()) { callbacksBuilder.hiddenValueCallback('h', '1'); callbacksBuilder.nameCallback('Q'); }\n\
         else { logger.info('h=' + callbacks.getHiddenValueCallbacks().get('h')); outcome = 'yes'; }",
    )
}

fn confirms_ok() -> Fixture {
    decide(
        "if (callbacks.isEmpty()) callbacksBuilder.confirmationCallback(0, 2, 3);\n\
         else { logger.info('c ' + callbacks.getConfirmationCallbacks()[0]); outcome = 'yes'; }",
    )
}

fn asks_text() -> Fixture {
    decide(
        "if (callbacks.isEmpty()) callbacksBuilder.textInputCallback('Nick', 'nick');\n\
         else { logger.info('t=' + callbacks.getTextInputCallbacks().get(0) + ';'); outcome = 'yes'; }",
    )
}

fn legacy(script: &str) -> Fixture {
    let config = json!({"source": script, "evaluatorVersion": "1.0", "outcomes": ["yes", "no"]});
    let name = node("name", "UsernameCollectorNode", json!({}), &[("outcome", "s")]);
    fixture(&[tree("Main", &[name, node("s", "ScriptedDecisionNode", config, &TWO)])])
}

fn suspends_with_all() -> Fixture {
    decide(
        "callbacksBuilder.nameCallback('Who?'); outcome = 'yes';\n\
         action.goTo('no').putSessionProperty('tier', 'gold').suspend('Wait for {0}');",
    )
}

fn goes_and_sets() -> Fixture {
    decide("outcome = 'yes'; action.goTo('no');")
}

fn only_adorns() -> Fixture {
    decide("action.putSessionProperty('tier', 'gold').withErrorMessage('lost'); outcome = 'no';")
}

fn adorns_and_goes() -> Fixture {
    decide("action.goTo('no').withErrorMessage('kept').putSessionProperty('tier', 'gold');")
}

fn replaces_action() -> Fixture {
    decide("callbacksBuilder.nameCallback('Who?'); action = 'no'; outcome = 'yes';")
}

fn action_elsewhere() -> Fixture {
    decide("action.goTo('maybe');")
}

fn audits_a_number() -> Fixture {
    decide("auditEntryDetail = 5; outcome = 'yes';")
}

fn audits_a_map() -> Fixture {
    decide("auditEntryDetail = {who: 'me'}; outcome = 'yes';")
}

fn merges() -> Fixture {
    decide(
        "nodeState.putTransient('k', 'old'); nodeState.putShared('objectAttributes', {mail: 'm', sn: 's'});\n\
         nodeState.mergeShared({k: 'new'}); nodeState.mergeTransient({objectAttributes: {sn: 't'}});\n\
         outcome = 'yes';",
    )
}

fn merges_a_map() -> Fixture {
    decide("nodeState.mergeShared({address: {town: 'x'}}); outcome = 'yes';")
}

fn merges_a_text_as_container() -> Fixture {
    decide("nodeState.mergeShared({objectAttributes: 'x'}); outcome = 'yes';")
}

fn legacy_state() -> Fixture {
    legacy(
        "if (null != sharedState.get('username')) {\n\
           sharedState.put('greeting', 'Hello ' + sharedState.get('username')); transientState.put('t', 1);\n\
           sharedState.remove('username'); outcome = 'yes';\n\
         }",
    )
}

fn legacy_action() -> Fixture {
    legacy(
        "var fr = JavaImporter(org.forgerock.openam.auth.node.api.Action,\n\
             javax.security.auth.callback.NameCallback, javax.security.auth.callback.TextOutputCallback);\n\
         if (callbacks.isEmpty()) {\n\
           action = fr.Action.send(new fr.TextOutputCallback(fr.TextOutputCallback.WARNING, 'Careful'),\n\
               new fr.NameCallback('Colour?')).build();\n\
         } else {\n\
           sharedState.put('colour', callbacks.get(1).getName());\n\
           action = fr.Action.goTo('yes').putSessionProperty('tier', 'gold').build();\n\
         }",
    )
}

fn legacy_unknown_class() -> Fixture {
    legacy("var fr = new JavaImporter(java.security.MessageDigest);\nfr.MessageDigest.getInstance('SHA-1');")
}

fn legacy_in_new() -> Fixture {
    decide("outcome = sharedState.get('username') ? 'yes' : 'no';")
}

fn provider_without_callbacks() -> Fixture {
    let script = "logger.info([typeof callbacks, typeof action, typeof requestCookies, typeof nodeState]\n\
                  .join()); config = {secondsToWait: 4};";
    let config = json!({"nodeType": "PollingWaitNode", "source": script});
    let wires = [
        ("DONE", "Success"),
        ("EXITED", "Failure"),
        ("SPAM", "Failure"),
        ("CONFIGURATION_FAILED", "Failure"),
    ];
    fixture(&[tree("Main", &[node("wait", "ConfigProviderNode", config, &wires)])])
}

fn page_of_version_two() -> Fixture {
    let children = json!([{"_id": "who"}, {"_id": "ask"}]);
    let wires = [("ask-true", "Success"), ("ask-false", "Failure")];
    fixture(&[tree(
        "Main",
        &[
            node("page", "PageNode", json!({"nodes": children}), &wires),
            node("who", "UsernameCollectorNode", json!({}), &[]),
            node("ask", "MessageNode", json!({}), &[]),
        ],
    )])
}

fn locales(of: &str) -> Fixture {
    let wait = json!({"waitingMessage": {of: "Found"}});
    pair(json!({}), json!({}), wait)
}

fn language() -> Fixture {
    locales("en")
}

fn country() -> Fixture {
    locales("en_GB")
}

fn other_language() -> Fixture {
    locales("de")
}

fn message_of_server() -> Fixture {
    let wires = [("true", "Success"), ("false", "Failure")];
    let config = json!({"message": {"fr": "Bonjour", "en-US": "Hello"}, "messageNo": {"fr": "Non"}});
    fixture(&[tree("Main", &[node("ask", "MessageNode", config, &wires)])])
}

fn shows_username() -> Fixture {
    let name = node("name", "UsernameCollectorNode", json!({}), &[("outcome", "show")]);
    let show = node("show", "DisplayUserNameNode", json!({}), &[("outcome", "Success")]);
    fixture(&[tree("Main", &[name, show])])
}

fn provider_of_a_password_check(inputs: serde_json::Value) -> Fixture {
    let config =
        json!({"nodeType": "DataStoreDecisionNode", "scriptInputs": inputs, "source": "config = {};"});
    let wires = [("true", "Success"), ("false", "Failure"), ("CONFIGURATION_FAILED", "Failure")];
    fixture(&[tree(
        "Main",
        &[
            node("name", "UsernameCollectorNode", json!({}), &[("outcome", "secret")]),
            node("secret", "PasswordCollectorNode", json!({}), &[("outcome", "ask")]),
            node("ask", "MessageNode", json!({}), &[("true", "check"), ("false", "Failure")]),
            node("check", "ConfigProviderNode", config, &wires),
        ],
    )])
}

fn provider_declares_its_type() -> Fixture {
    provider_of_a_password_check(json!(["colour"]))
}

/// The password is asked for outside, read by an inner journey after a page of its own, and again
/// outside when that is over.
fn password_through_inner() -> Fixture {
    let both = [("true", "again"), ("false", "Failure")];
    let check = |to: &'static str| [("true", to), ("false", "Failure")];
    fixture(&[
        tree(
            "Main",
            &[
                node("name", "UsernameCollectorNode", json!({}), &[("outcome", "secret")]),
                node("secret", "PasswordCollectorNode", json!({}), &[("outcome", "ask")]),
                node("ask", "MessageNode", json!({}), &[("true", "in"), ("false", "Failure")]),
                node("in", "InnerTreeEvaluatorNode", json!({"tree": "Inside"}), &both),
                node("again", "DataStoreDecisionNode", json!({}), &check("Success")),
            ],
        ),
        tree(
            "Inside",
            &[
                node("note", "MessageNode", json!({}), &[("true", "check"), ("false", "Failure")]),
                node("check", "DataStoreDecisionNode", json!({}), &check("Success")),
            ],
        ),
    ])
}

/// The same, but the outer password is still transient when the inner journey sends its page.
fn password_kept_outside() -> Fixture {
    let both = [("true", "again"), ("false", "Failure")];
    fixture(&[
        tree(
            "Main",
            &[
                node("name", "UsernameCollectorNode", json!({}), &[("outcome", "secret")]),
                node("secret", "PasswordCollectorNode", json!({}), &[("outcome", "in")]),
                node("in", "InnerTreeEvaluatorNode", json!({"tree": "Inside"}), &both),
                node(
                    "again",
                    "DataStoreDecisionNode",
                    json!({}),
                    &[("true", "Success"), ("false", "Failure")],
                ),
            ],
        ),
        tree(
            "Inside",
            &[node("note", "MessageNode", json!({}), &[("true", "Success"), ("false", "Failure")])],
        ),
    ])
}

fn universal() -> Fixture {
    let wires = [
        ("TRUE", "Success"),
        ("FALSE", "Failure"),
        ("LOCKED", "Failure"),
        ("CANCELLED", "Failure"),
        ("EXPIRED", "Failure"),
    ];
    let config = json!({"useUniversalIdForUsername": true, "mixedCaseForPasswordChangeMessages": true});
    fixture(&[tree(
        "Main",
        &[
            node("name", "UsernameCollectorNode", json!({}), &[("outcome", "secret")]),
            node("secret", "PasswordCollectorNode", json!({}), &[("outcome", "check")]),
            node("check", "IdentityStoreDecisionNode", config, &wires),
        ],
    )])
}

fn no_redirect_type() -> Fixture {
    pair(json!({"redirectUrlType": null}), json!({}), json!({}))
}

/// A script between the password and its check, which writes the user name again.
fn rewrites_the_name() -> Fixture {
    let script = "nodeState.putShared('username', String(nodeState.get('username')));\n\
                  logger.info('password ' + nodeState.get('password')); outcome = 'yes';";
    fixture(&[tree(
        "Main",
        &[
            node("name", "UsernameCollectorNode", json!({}), &[("outcome", "secret")]),
            node("secret", "PasswordCollectorNode", json!({}), &[("outcome", "s")]),
            scripted("s", script, &["yes"], &[("yes", "check")]),
            node("check", "DataStoreDecisionNode", json!({}), &[("true", "Success"), ("false", "Failure")]),
        ],
    )])
}

pub(crate) const ROWS: &[Row] = &[
    row("script.untouched-hidden-value", hides, "main again", &["main log info: h=h"]),
    row("script.option-types", confirms_ok, "main press 0", &["main log info: c 3"]),
    row("script.option-types", confirms_ok, "main press 1", &["main log info: c 2"]),
    row("script.untouched-text-input", asks_text, "main again", &["main log info: t=;"]),
    row("script.untouched-confirmation", confirms, "main again", &["main log info: c 0"]),
    row("script.untouched-confirmation", confirms, "main press 1", &["main log info: c 1"]),
    row(
        "scripted-decision.order",
        suspends_with_all,
        "",
        &["main s sent SuspendedTextOutputCallback", "!main property tier"],
    ),
    row("scripted-decision.order", goes_and_sets, "", &["main s -> no"]),
    row(
        "scripted-decision.bare-action",
        only_adorns,
        "",
        &["main s -> no", "main ended at Failure: Login failure", "!main property tier"],
    ),
    row(
        "scripted-decision.bare-action",
        adorns_and_goes,
        "",
        &["main ended at Failure: kept", "main property tier = gold"],
    ),
    row(
        "scripted-decision.no-action",
        replaces_action,
        "",
        &[
            "log warning: Found an action result from scripted node, but it was not an ActionWrapper object",
            "main s -> yes",
        ],
    ),
    row(
        "scripted-decision.outcome-not-listed",
        action_elsewhere,
        "",
        &["log warning: invalid script outcome maybe in action", "Invalid outcome from script, 'maybe'"],
    ),
    row(
        "scripted-decision.audit-detail",
        audits_a_number,
        "",
        &[
            "log warning: script auditEntryDetail not type String or Map",
            "Invalid auditEntryDetail type from script",
            "main ended at Error",
        ],
    ),
    row("scripted-decision.audit-detail", audits_a_map, "", &["main s -> yes"]),
    row(
        "script.merge",
        merges,
        "",
        &[
            "main shared k = \"new\"",
            "main shared objectAttributes = {\"mail\":\"m\"}",
            "main transient objectAttributes = {\"sn\":\"t\"}",
        ],
    ),
    row("script.merge", merges_a_map, "", &["State must not contain nested objects", "main ended at Error"]),
    row("script.merge", merges_a_text_as_container, "", &["State containers must be a JSON object."]),
    row(
        "script.legacy-state",
        legacy_state,
        "main ann",
        &[
            "main s -> yes",
            "main shared greeting = \"Hello ann\"",
            "main shared username = \"ann\"",
            "main transient t = 1",
        ],
    ),
    row(
        "script.legacy-action",
        legacy_action,
        "main ann; main red",
        &[
            "main s sent TextOutputCallback, NameCallback",
            "main s -> yes",
            "main shared colour = \"red\"",
            "main property tier = gold",
        ],
    ),
    row(
        "script.legacy-java",
        legacy_unknown_class,
        "main ann",
        &[
            "line 2, column 18: Error: the Java class java.security.MessageDigest.getInstance is not simulated",
            "main ended at Error",
        ],
    ),
    row(
        "script.legacy-state",
        legacy_in_new,
        "",
        &["sharedState is not defined: it is a legacy binding", "main ended at Error"],
    ),
    row(
        "script.config-provider",
        provider_without_callbacks,
        "",
        &["main log info: undefined,undefined,undefined,object", "main wait sent"],
    ),
    row(
        "page.outcome-of-child",
        page_of_version_two,
        "main ann press 0",
        &["main page sent NameCallback, TextOutputCallback, ConfirmationCallback", "main ended at Success"],
    ),
    row("page.outcome-of-child", page_of_version_two, "main ann press 1", &["main ended at Failure"]),
    row("polling-wait.locale", language, "main ann", &["\"value\":\"Found\""]),
    row("polling-wait.locale", country, "main ann", &["\"value\":\"Waiting for response...\""]),
    row("polling-wait.locale", other_language, "main ann", &["\"value\":\"Waiting for response...\""]),
    row("message.locale", message_of_server, "", &["\"value\":\"Hello\"", "[\"Yes\",\"No\"]"]),
    row("display-username.from", shows_username, "main ann", &["main show sent", "\"value\":\"ann\""]),
    row(
        "config-provider.inputs",
        provider_declares_its_type,
        "main ann; main right-ann; main press 0",
        &["main check -> True", "main ended at Success"],
    ),
    row(
        "engine.promotion",
        password_through_inner,
        "main ann; main right-ann; main press 0; main press 0",
        &["main check -> True", "main in -> True", "main again -> True", "main ended at Success"],
    ),
    row(
        "engine.promotion",
        password_kept_outside,
        "main ann; main right-ann; main press 0",
        &["main note sent", "main in -> True", "main again -> True", "main ended at Success"],
    ),
    row(
        "identity-store.universal-id",
        universal,
        "main ann; main wrong",
        &["main shared username = \"ann\""],
    ),
    row(
        "identity-store.universal-id",
        universal,
        "main ann; main right-ann",
        &["main shared username = \"id-ann\""],
    ),
    row(
        "identity-store.locked",
        universal,
        "main lou; main right-lou",
        &["main check -> Locked", "main ended at Failure: User Locked Out."],
    ),
    row(
        "identity-store.cancelled",
        universal,
        "main rea; main right-rea; main press 1",
        &["main check -> Cancelled", "main shared lastModuleState = \"CHANGE_AFTER_RESET\""],
    ),
    row(
        "identity-store.change-order",
        universal,
        "main rea; main right-rea; main again",
        &["\"value\":\"New password is too short.\"", "!Cancelled"],
    ),
    row(
        "identity-store.changed",
        universal,
        "main rea; main right-rea",
        &[
            "\"value\":\"Password must be reset.\"",
            "[\"SUBMIT\",\"CANCEL\"]},{\"name\":\"optionType\",\"value\":-1},{\"name\":\"defaultOption\",\"value\":1}",
        ],
    ),
    row(
        "identity-store.change-order",
        universal,
        "main rea; main right-rea; main right-rea right-rea other press 0",
        &["\"value\":\"The password must be different. Try again.\""],
    ),
    row(
        "identity-store.change-order",
        universal,
        "main rea; main right-rea; main wrong short short press 0",
        &["\"value\":\"New password is too short.\""],
    ),
    row(
        "script.secret-public",
        rewrites_the_name,
        "main samesame; main samesame",
        &[
            "main log info: password ********",
            "main check -> True",
            "main ended at Success",
            "main shared username = \"samesame\"",
        ],
    ),
    row(
        "script.secret-short",
        rewrites_the_name,
        "main ann; main a",
        &["main log info: password ********", "main check -> False", "main shared username = \"ann\""],
    ),
    row(
        "backchannel-init.redirect-default",
        no_redirect_type,
        "main ann",
        &["main shared backchannel-redirectUri = \"https://am.example.com/am/UI/Login?realm=/alpha"],
    ),
];
