//! Pages as clients of AM get them and send them back, for every callback that the simulator sends.

use std::sync::Arc;

use journey_sim::engine::{Action, ClientId, World};
use journey_sim::page::{Answer, Page};
use journey_sim::value::{Secret, Value as State};
use serde_json::{Value, json};

use crate::conformance::fixture::{Fixture, fixture, node, scripted, tree};

const MAIN: ClientId = ClientId(0);

/// The page that a journey of one node, or of a page with children, shows after some answers.
fn page(fixture: &Fixture, answers: &[Vec<(usize, Answer)>]) -> Arc<Page> {
    let mut world = World::new(fixture.program.clone(), 1, &["main"]);
    world.apply(&Action::Start { client: MAIN, journey: "Main".into() }).unwrap();
    world.apply(&Action::Settle).unwrap();
    for answers in answers {
        world.apply(&Action::Submit { client: MAIN, answers: answers.clone() }).unwrap();
        world.apply(&Action::Settle).unwrap();
    }
    world.client(MAIN).unwrap().page.clone().expect("it shows a page")
}

fn of_script(script: &str) -> Arc<Page> {
    page(&fixture(&[tree("Main", &[scripted("s", script, &["yes"], &[("yes", "Success")])])]), &[])
}

fn of_node(kind: &str, config: Value, answers: &[Vec<(usize, Answer)>]) -> Arc<Page> {
    page(&fixture(&[tree("Main", &[node("n", kind, config, &[("outcome", "Success")])])]), answers)
}

/// A callback from its fields; without inputs there is no such key.
fn callback(kind: &str, output: &Value, input: &Value) -> Value {
    let fields = |of: &Value| -> Vec<Value> {
        of.as_object().unwrap().iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
    };
    let mut json = json!({"type": kind});
    for (key, fields) in [("output", fields(output)), ("input", fields(input))] {
        if !fields.is_empty() {
            json[key] = fields.into();
        }
    }
    json
}

#[test]
fn every_callback_has_the_fields_names_and_types_that_clients_read() {
    let failed = r#"{"policyRequirement":"UNIQUE"}"#;
    let rules = json!({"policies": [{"policyId": "unique"}]});
    let rows = [
        (
            "nameCallback('Who?', 'demo')",
            "NameCallback",
            json!({"prompt": "Who?"}),
            json!({"IDToken1": "demo"}),
        ),
        (
            "passwordCallback('Secret?', true)",
            "PasswordCallback",
            json!({"prompt": "Secret?"}),
            json!({"IDToken1": ""}),
        ),
        (
            "textInputCallback('Nick', 'nick')",
            "TextInputCallback",
            json!({"prompt": "Nick", "defaultText": "nick"}),
            // Row WJ03b: the default text is only shown.
            json!({"IDToken1": ""}),
        ),
        (
            "textOutputCallback(1, 'Careful')",
            "TextOutputCallback",
            json!({"message": "Careful", "messageType": "1"}),
            json!({}),
        ),
        (
            "suspendedTextOutputCallback(0, 'Later')",
            "SuspendedTextOutputCallback",
            json!({"message": "Later", "messageType": "0"}),
            json!({}),
        ),
        (
            "scriptTextOutputCallback('go()')",
            "TextOutputCallback",
            json!({"message": "go()", "messageType": "4"}),
            json!({}),
        ),
        (
            "choiceCallback('Colour', ['red', 'green'], 1, false)",
            "ChoiceCallback",
            json!({"prompt": "Colour", "choices": ["red", "green"], "defaultChoice": 1}),
            json!({"IDToken1": 1}),
        ),
        (
            "confirmationCallback('Sure?', 1, ['a', 'b'], 1)",
            "ConfirmationCallback",
            json!({"prompt": "Sure?", "messageType": 1, "options": ["a", "b"], "optionType": -1, "defaultOption": 1}),
            json!({"IDToken1": 0}),
        ),
        (
            "confirmationCallback(0, 0, 1)",
            "ConfirmationCallback",
            json!({"prompt": "", "messageType": 0, "options": [], "optionType": 0, "defaultOption": 1}),
            json!({"IDToken1": 0}),
        ),
        (
            "pollingWaitCallback('8000', 'Wait')",
            "PollingWaitCallback",
            json!({"waitTime": "8000", "message": "Wait"}),
            json!({}),
        ),
        (
            "hiddenValueCallback('h', '1')",
            "HiddenValueCallback",
            json!({"value": "1", "id": "h"}),
            json!({"IDToken1": "h"}),
        ),
        ("metadataCallback({a: [1]})", "MetadataCallback", json!({"data": {"a": [1]}}), json!({})),
        (
            "validatedUsernameCallback('Name', {policies: [{policyId: 'unique'}]}, false, ['{\"policyRequirement\":\"UNIQUE\"}'])",
            "ValidatedCreateUsernameCallback",
            json!({"policies": rules, "failedPolicies": [failed], "validateOnly": false, "prompt": "Name"}),
            json!({"IDToken1": "", "IDToken1validateOnly": false}),
        ),
        (
            "validatedPasswordCallback('Password', true, null, true)",
            "ValidatedCreatePasswordCallback",
            json!({"echoOn": true, "policies": {}, "failedPolicies": [], "validateOnly": true, "prompt": "Password"}),
            json!({"IDToken1": "", "IDToken1validateOnly": true}),
        ),
        (
            "stringAttributeInputCallback('mail', 'Mail', null, true, {}, false, ['{\"policyRequirement\":\"UNIQUE\"}'])",
            "StringAttributeInputCallback",
            json!({"name": "mail", "prompt": "Mail", "required": true, "policies": {}, "failedPolicies": [failed],
                "validateOnly": false, "value": ""}),
            json!({"IDToken1": "", "IDToken1validateOnly": false}),
        ),
        (
            "booleanAttributeInputCallback('news', 'News', true, false, {}, true)",
            "BooleanAttributeInputCallback",
            json!({"name": "news", "prompt": "News", "required": false, "policies": {}, "failedPolicies": [],
                "validateOnly": true, "value": true}),
            json!({"IDToken1": true, "IDToken1validateOnly": true}),
        ),
        (
            "numberAttributeInputCallback('age', 'Age', null, false)",
            "NumberAttributeInputCallback",
            json!({"name": "age", "prompt": "Age", "required": false, "policies": {}, "failedPolicies": [],
                "validateOnly": false, "value": null}),
            json!({"IDToken1": null, "IDToken1validateOnly": false}),
        ),
        (
            "kbaCreateCallback('Pick', ['Pet?'], true)",
            "KbaCreateCallback",
            json!({"prompt": "Pick", "predefinedQuestions": ["Pet?"], "allowUserDefinedQuestions": true}),
            json!({"IDToken1question": "", "IDToken1answer": ""}),
        ),
        (
            "termsAndConditionsCallback('1', 'Be good', '2024-01-01T00:00:00Z')",
            "TermsAndConditionsCallback",
            json!({"version": "1", "terms": "Be good", "createDate": "2024-01-01T00:00:00Z"}),
            json!({"IDToken1": false}),
        ),
        (
            "selectIdPCallback([{provider: 'google'}])",
            "SelectIdPCallback",
            json!({"providers": [{"provider": "google"}], "value": ""}),
            json!({"IDToken1": ""}),
        ),
        (
            "deviceProfileCallback(true, false, 'Hold on')",
            "DeviceProfileCallback",
            json!({"metadata": true, "location": false, "message": "Hold on"}),
            json!({"IDToken1": ""}),
        ),
        (
            "redirectCallback('https://x', null, 'GET', 'status', 'cookie', true)",
            "RedirectCallback",
            json!({"redirectUrl": "https://x", "redirectMethod": "GET", "trackingCookie": true}),
            json!({}),
        ),
        (
            "redirectCallback('https://x', {a: 'b'}, 'POST')",
            "RedirectCallback",
            json!({"redirectUrl": "https://x", "redirectMethod": "POST", "redirectData": {"a": "b"},
                "trackingCookie": false}),
            json!({}),
        ),
        (
            "consentMappingCallback('m', 'Map', 'icon', 'read', null, 'Share?', true)",
            "ConsentMappingCallback",
            json!({"name": "m", "displayName": "Map", "icon": "icon", "accessLevel": "read", "isRequired": true,
                "message": "Share?", "fields": []}),
            json!({"IDToken1": false}),
        ),
        (
            "idPCallback('google', 'client', 'https://back', ['openid'], 'n', 'r', 'u', ['acr'], false)",
            "IdPCallback",
            json!({"provider": "google", "clientId": "client", "redirectUri": "https://back", "scopes": ["openid"],
                "nonce": "n", "acrValues": ["acr"], "request": "r", "requestUri": "u", "acceptsJSON": false}),
            json!({"IDToken1token": "", "IDToken1token_type": ""}),
        ),
        (
            "languageCallback('en', 'US')",
            "LanguageCallback",
            json!({}),
            json!({"IDToken1Language": "en", "IDToken1Country": "US"}),
        ),
    ];
    for (script, kind, output, input) in rows {
        let page = of_script(&format!("callbacksBuilder.{script};"));
        assert_eq!(page.to_wire(), json!({"callbacks": [callback(kind, &output, &input)]}), "{script}");
    }
}

#[test]
fn inputs_are_numbered_over_the_page_and_texts_are_counted() {
    let page = of_script(
        "callbacksBuilder.scriptTextOutputCallback('x'); callbacksBuilder.nameCallback('Who?');\n\
         callbacksBuilder.validatedUsernameCallback('Name', {}, false); callbacksBuilder.passwordCallback('P', false);\n\
         action.withHeader('Head').withDescription('Words').withStage('one');",
    );
    let wire = page.to_wire();
    let names: Vec<&str> = wire["callbacks"].as_array().unwrap().iter().flat_map(names).collect();
    assert_eq!(names, ["IDToken2", "IDToken3", "IDToken3validateOnly", "IDToken4"]);
    assert_eq!((&wire["header"], &wire["description"]), (&json!("Head"), &json!("Words")));
    assert_eq!((&wire["stage"], &wire["callbacks"][0]["_id"]), (&json!("one"), &Value::Null));
}

fn names(callback: &Value) -> impl Iterator<Item = &str> {
    callback["input"].as_array().into_iter().flatten().filter_map(|input| input["name"].as_str())
}

/// Rows WJ01b and WJ01d: every callback of a page has its own number, so the button of a wait is the second.
#[test]
fn the_button_of_a_wait_is_the_second_input() {
    let page = of_node("PollingWaitNode", json!({"exitable": true, "secondsToWait": 5}), &[]);
    let wire = page.to_wire();
    let output = json!({"waitTime": "5000", "message": "Waiting for response..."});
    assert_eq!(wire["callbacks"][0], callback("PollingWaitCallback", &output, &json!({})));
    assert_eq!(names(&wire["callbacks"][1]).collect::<Vec<_>>(), ["IDToken2"]);
    let output =
        json!({"prompt": "", "messageType": 0, "options": ["Cancel"], "optionType": -1, "defaultOption": 0});
    assert_eq!(wire["callbacks"][1], callback("ConfirmationCallback", &output, &json!({"IDToken2": 100})));
}

/// Row WJ06b.
#[test]
fn the_page_for_a_new_password_proposes_to_cancel_and_goes_back_as_submitted() {
    let check = [("TRUE", "Success"), ("CANCELLED", "Failure")];
    let ask = node(
        "page",
        "PageNode",
        json!({"nodes": [{"_id": "who"}, {"_id": "secret"}]}),
        &[("outcome", "check")],
    );
    let main = tree(
        "Main",
        &[
            ask,
            node("who", "UsernameCollectorNode", json!({}), &[]),
            node("secret", "PasswordCollectorNode", json!({}), &[]),
            node("check", "IdentityStoreDecisionNode", json!({}), &check),
        ],
    );
    let rea = vec![(0, Answer::Text("rea".into())), (1, Answer::Secret(Secret::new("right-rea")))];
    let wire = page(&fixture(&[main]), &[rea]).to_wire();
    let output = &wire["callbacks"][4]["output"];
    assert_eq!(output[4], json!({"name": "defaultOption", "value": 1}));
    assert_eq!(wire["callbacks"][4]["input"], json!([{"name": "IDToken5", "value": 0}]));
}

/// Rows WJ04a and WJ04b.
#[test]
fn a_validated_user_name_has_no_echo_and_its_flag_is_named_after_its_number() {
    let page = of_node("ValidatedUsernameNode", json!({"validateInput": true}), &[]);
    let callback = &page.to_wire()["callbacks"][0];
    let output = callback["output"].as_array().unwrap();
    let output: Vec<&str> = output.iter().filter_map(|field| field["name"].as_str()).collect();
    assert_eq!(output, ["policies", "failedPolicies", "validateOnly", "prompt"]);
    assert_eq!(names(callback).collect::<Vec<_>>(), ["IDToken1", "IDToken1validateOnly"]);
}

/// Row WJ05.
#[test]
fn failed_policies_are_texts_of_json() {
    let short = vec![(0, Answer::Secret(Secret::new("short")))];
    let page = of_node("ValidatedPasswordNode", json!({"validateInput": true}), &[short]);
    let failed = page.to_wire()["callbacks"][0]["output"][2].clone();
    assert_eq!(
        failed,
        json!({"name": "failedPolicies", "value": [r#"{"policyRequirement":"LENGTH_BASED"}"#]})
    );
    assert_eq!(page.callbacks[0].failed_policies(), ["LENGTH_BASED"]);
}

#[test]
fn the_callbacks_of_a_page_node_have_ids() {
    let children = json!([{"_id": "who"}, {"_id": "ask"}]);
    let page_node =
        node("page", "PageNode", json!({"nodes": children, "stage": "s"}), &[("true", "Success")]);
    let who = node("who", "UsernameCollectorNode", json!({}), &[]);
    let wire =
        page(&fixture(&[tree("Main", &[page_node, who, node("ask", "MessageNode", json!({}), &[])])]), &[]);
    let ids: Vec<i64> = wire.to_wire()["callbacks"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["_id"].as_i64())
        .collect();
    assert_eq!(ids, [0, 1, 2]);
}

/// Row WJ03a: the input of a hidden value starts with its id; left out, the value stays.
#[test]
fn a_hidden_value_goes_back_as_its_id_and_left_out_as_its_value() {
    let page =
        of_script("callbacksBuilder.hiddenValueCallback('h', '1'); callbacksBuilder.nameCallback('Q');");
    let hidden = |step: &Value| page.answers_from_wire(step).unwrap().first().cloned();
    assert_eq!(hidden(&page.to_wire()), Some((0, Answer::Text("h".into()))));
    let name = json!({"type": "NameCallback", "input": [input("IDToken2", json!("x"))]});
    assert_eq!(hidden(&json!({"callbacks": [name]})), Some((0, Answer::Text("1".into()))));
    let sent = page.answered_on_wire(&[(0, Answer::Text("42".into()))]);
    let output = json!({"value": "1", "id": "h"});
    let wanted = callback("HiddenValueCallback", &output, &json!({"IDToken1": "42"}));
    assert_eq!(sent["callbacks"][0], wanted);
}

/// What an older scenario meant by a page sent back untouched, or by a button, is told beside what it means now.
#[test]
fn steps_of_older_scenarios_whose_meaning_changed_are_named() {
    let of =
        |script: &str| fixture(&[tree("Main", &[scripted("s", script, &["yes"], &[("yes", "Success")])])]);
    let changed = |script: &str, version: &str, step: &str| {
        let text = format!(r#"{{{version} "journey": "Main", "steps": [{{"side": "main", {step}}}]}}"#);
        let scenario = journey_sim::scenario::read("s.json", &text).unwrap_or_else(|wrong| panic!("{wrong}"));
        let secrets = journey_sim::scenario::Secrets::default();
        let script = format!("if (callbacks.isEmpty()) {{ {script} }} else outcome = 'yes';");
        let played = journey_sim::scenario::play(&of(&script).program, &scenario, secrets).unwrap();
        assert_eq!(played.failed, []);
        played.changed.join("; ")
    };
    let confirms = "callbacksBuilder.confirmationCallback(0, ['a', 'b'], 1);";
    let ok = "callbacksBuilder.confirmationCallback(0, 2, 3);";
    let others =
        "callbacksBuilder.hiddenValueCallback('h', '1'); callbacksBuilder.textInputCallback('Nick', 'nick');";
    let again = r#""resubmit": true"#;
    let told =
        "step 1: the confirmation that nobody pressed goes back as 0; before version 2 it was 1, its default";
    assert_eq!(changed(confirms, "", again), told);
    assert_eq!(changed(confirms, r#""version": 1,"#, again), told);
    assert_eq!(changed(confirms, r#""version": 2,"#, again), "");
    assert_eq!(changed(confirms, "", r#""press": "b""#), "");
    let told = "step 1: the button \"OK\" goes back as 3; before version 2 it was 0";
    assert_eq!(changed(ok, "", r#""press": "OK""#), told);
    let told = "step 1: the hidden value h goes back as its id \"h\"; before version 2 it was its value \"1\"; \
                step 1: the text input \"Nick\" goes back as \"\"; before version 2 it was \"nick\"";
    assert_eq!(changed(others, "", again), told);
    assert_eq!(changed(others, "", r#""answer": {"h": "2", "Nick": "n"}"#), "");
}

fn form() -> Arc<Page> {
    of_script(
        "callbacksBuilder.scriptTextOutputCallback('x'); callbacksBuilder.nameCallback('Who?', 'demo');\n\
         callbacksBuilder.passwordCallback('P', false); callbacksBuilder.choiceCallback('C', ['a', 'b'], 0, false);\n\
         callbacksBuilder.confirmationCallback(0, ['x', 'y'], 0); callbacksBuilder.kbaCreateCallback('K', ['q'], true);",
    )
}

#[test]
fn what_is_sent_back_is_the_page_with_its_inputs_filled_and_secrets_masked() {
    let answers = vec![
        (1, Answer::Text("alice".into())),
        (2, Answer::Secret(Secret::new("hush-4711"))),
        (3, Answer::Select(vec![1])),
        (4, Answer::Select(vec![1])),
        (5, Answer::Fields(vec![("selectedAnswer".into(), State::from("Rex"))])),
    ];
    let page = form();
    let sent = page.answered_on_wire(&answers);
    let value = |callback: usize, input: usize| sent["callbacks"][callback]["input"][input]["value"].clone();
    assert_eq!([value(1, 0), value(2, 0)], [json!("alice"), json!("********")]);
    assert_eq!([value(3, 0), value(4, 0), value(5, 1)], [json!(1), json!(1), json!("Rex")]);
    for callback in 0..6 {
        assert_eq!(sent["callbacks"][callback]["output"], page.to_wire()["callbacks"][callback]["output"]);
    }
    assert!(!sent.to_string().contains("hush"));
}

fn back(step: &Value) -> Result<Vec<(usize, Answer)>, String> {
    form().answers_from_wire(step).map_err(|wrong| wrong.to_string())
}

fn input(name: &str, value: Value) -> Value {
    json!({"name": name, "value": value})
}

#[test]
fn a_page_that_comes_back_is_read_by_the_names_of_its_inputs() {
    let step = json!({"authId": "x", "callbacks": [
        {"type": "KbaCreateCallback", "input": [input("IDToken6answer", json!("Rex")), input("IDToken6question", json!("q"))]},
        {"input": [input("IDToken3", json!("hush-4711"))]},
        {"type": "ChoiceCallback", "input": [input("IDToken4", json!("1"))], "more": 1},
        {"type": "ConfirmationCallback", "input": [input("IDToken5", json!(1))]},
    ]});
    let fields = [("selectedQuestion", "q"), ("selectedAnswer", "Rex")];
    let fields = fields.map(|(name, value)| (Arc::from(name), State::from(value)));
    let wanted = vec![
        (2, Answer::Secret(Secret::new("hush-4711"))),
        (3, Answer::Select(vec![1])),
        (4, Answer::Select(vec![1])),
        (5, Answer::Fields(fields.into())),
    ];
    assert_eq!(back(&step), Ok(wanted));
}

#[test]
fn without_names_that_fit_it_is_read_by_type_and_order() {
    let page = of_script("callbacksBuilder.nameCallback('A'); callbacksBuilder.nameCallback('B');");
    let named =
        |name: &str, value: &str| json!({"type": "NameCallback", "input": [input(name, json!(value))]});
    let read = |callbacks: Value| page.answers_from_wire(&json!({"callbacks": callbacks})).unwrap();
    let text = |index: usize, text: &str| (index, Answer::Text(text.into()));
    assert_eq!(read(json!([named("x", "a"), named("x", "b")])), [text(0, "a"), text(1, "b")]);
    assert_eq!(read(json!([named("IDToken2", "b"), named("x", "a")])), [text(0, "a"), text(1, "b")]);
    assert_eq!(read(json!([named("IDToken9", "a")])), [text(0, "a")]);
    // A name counts only for a callback of its type.
    let choice = json!({"type": "ChoiceCallback", "input": [input("IDToken1", json!(0))]});
    assert_eq!(read(json!([choice])), []);
    assert_eq!(read(json!([])), []);
}

#[test]
fn a_page_sent_back_untouched_answers_what_its_inputs_hold() {
    let step = form().to_wire();
    let held = vec![
        (1, Answer::Text("demo".into())),
        (2, Answer::Secret(Secret::new(""))),
        (3, Answer::Select(vec![0])),
    ];
    let read = back(&step).unwrap();
    assert_eq!(read[..3], held);
    assert!(matches!(&read[3..], [(5, Answer::Fields(fields))] if fields.len() == 2), "{read:?}");
}

#[test]
fn a_predefined_button_comes_back_as_its_constant() {
    let page = of_script("callbacksBuilder.confirmationCallback(0, 2, 3);");
    let read = |number: i64| {
        let one = json!({"type": "ConfirmationCallback", "input": [input("IDToken1", json!(number))]});
        page.answers_from_wire(&json!({"callbacks": [one]})).map_err(|wrong| wrong.to_string())
    };
    assert_eq!(read(3), Ok(vec![(0, Answer::Select(vec![0]))]));
    assert_eq!(read(2), Ok(vec![(0, Answer::Select(vec![1]))]));
    // As it came.
    assert_eq!(read(0), Ok(vec![]));
    assert!(read(1).unwrap_err().starts_with("IDToken1: the index is out of range"));
    let sent = page.answered_on_wire(&[(0, Answer::Select(vec![0]))]);
    assert_eq!(sent["callbacks"][0]["input"][0]["value"], json!(3));
}

#[test]
fn what_does_not_fit_is_refused_by_the_name_of_its_input() {
    let one = |kind: &str, name: &str, value: Value| {
        back(&json!({"callbacks": [{"type": kind, "input": [input(name, value)]}]})).unwrap_err()
    };
    assert_eq!(one("NameCallback", "IDToken2", json!(5)), "IDToken2: expected a text");
    assert_eq!(one("PasswordCallback", "IDToken3", json!(["hush"])), "IDToken3: expected a text");
    assert_eq!(one("ChoiceCallback", "IDToken4", json!("two")), "IDToken4: expected a number");
    let out_of_range = "IDToken4: the index is out of range: there are 2, counted from 0";
    assert_eq!(one("ChoiceCallback", "IDToken4", json!(2)), out_of_range);
    assert_eq!(one("ConfirmationCallback", "IDToken5", json!(-1)), out_of_range.replace('4', "5"));
    assert_eq!(back(&json!({})).unwrap_err(), "the step has no list \"callbacks\"");
    let page = of_node("ValidatedUsernameNode", json!({"validateInput": true}), &[]);
    let only = json!({"callbacks": [{"input": [input("IDToken1", json!("a")), input("IDToken1validateOnly", json!(true))]}]});
    let wrong = page.answers_from_wire(&only).unwrap_err();
    assert_eq!(wrong.to_string(), "IDToken1validateOnly: only false is simulated");
}
