#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::*;
use crate::identity::parse_realm;
use crate::journey::{Evaluator, Language, ScriptDef};
use crate::page::Callback;
use crate::value::{MASK, NodeState, Redactor, Secret, SeededRandom, Value, WORLD_START};

const REALM: &str = r#"{"users": [{"_id": "u1", "userName": "demo", "password": "Pw-of-demo"}]}"#;

pub(super) fn script(source: &str) -> ScriptDef {
    ScriptDef {
        id: "1".into(),
        name: "Test script".into(),
        file: "test".into(),
        source: source.into(),
        language: Language::JavaScript,
        evaluator: Evaluator::NextGeneration,
    }
}

pub(super) fn env() -> ScriptEnv {
    let (realm, identities) = parse_realm("realm.json", REALM).expect("the realm of the tests");
    ScriptEnv {
        now: WORLD_START,
        state: NodeState::default(),
        visible_keys: None,
        outputs: None,
        callbacks: Vec::new(),
        identities,
        random: SeededRandom::new(1),
        realm: Arc::new(realm),
        request: Arc::new(Request::default()),
        existing_session: None,
        resumed_from_suspend: false,
        redactor: Redactor::default(),
    }
}

pub(super) fn decide(source: &str, env: ScriptEnv) -> ScriptRun {
    run(&script(source), ScriptKind::Decision, env)
}

/// The outcome of a script, as JSON.
pub(super) fn outcome(source: &str) -> Json {
    outcome_in(source, env())
}

fn outcome_in(source: &str, env: ScriptEnv) -> Json {
    let result = decide(source, env).result.unwrap_or_else(|error| panic!("{error}"));
    result.outcome.map_or(Json::Null, |value| value.to_masked_json())
}

pub(super) fn failure(source: &str) -> ScriptError {
    decide(source, env()).result.expect_err("the script should fail")
}

fn name_answer(text: &str) -> Callback {
    Callback::Name { prompt: "User".into(), value: text.into() }
}

#[test]
fn the_outcome_is_read() {
    assert_eq!(outcome("outcome = 'true';"), json!("true"));
    assert_eq!(outcome("var outcome = true;"), json!(true));
    assert_eq!(outcome("let outcome = 'x';"), json!("x"));
    assert_eq!(outcome("'use strict'; var outcome = 'x';"), json!("x"));
    assert_eq!(outcome("1 + 1"), Json::Null);
}

#[test]
fn collects_a_user_and_starts_a_backchannel() {
    let source = r#"
        if (callbacks.isEmpty()) {
            callbacksBuilder.nameCallback("Who?");
        } else {
            var name = callbacks.getNameCallbacks()[0];
            var found = openidm.query("managed/alpha_user", {"_queryFilter": "/userName eq '" + name + "'"}, ["_id"]);
            nodeState.putShared("backchannel-user", idRepository.getIdentity(found.result[0]._id).getName());
            nodeState.putShared("_id", found.result[0]._id);
            action.goTo("found").withHeader("h");
        }"#;
    let first = decide(source, env()).result.unwrap();
    assert_eq!(first.callbacks, [Callback::Name { prompt: "Who?".into(), value: "".into() }]);
    assert_eq!(first.action, None);
    let second = decide(source, ScriptEnv { callbacks: vec![name_answer("demo")], ..env() });
    let action = second.result.unwrap().action.unwrap();
    assert_eq!((action.outcome.as_deref(), action.header.as_deref()), (Some("found"), Some("h")));
    assert_eq!(second.state.get("backchannel-user"), Some(&Value::from("demo")));
    assert_eq!(second.state.get("_id"), Some(&Value::from("u1")));
}

/// Proves script.config-provider.
#[test]
fn a_config_provider_has_its_own_bindings() {
    let mut env = env();
    env.state.put_shared("uri", "https://x");
    let source =
        "config = {waitingMessage: {en: nodeState.get('uri').asString()}, seconds: 5, c: typeof callbacks};";
    let result = run(&script(source), ScriptKind::ConfigProvider, env).result.unwrap();
    assert_eq!(
        result.config.unwrap().to_masked_json(),
        json!({"waitingMessage": {"en": "https://x"}, "seconds": 5, "c": "undefined"})
    );
}

/// The blocks of the vendor's page that are scripts.
fn seed_scripts() -> Option<Vec<String>> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let tail = "shared/seed/backchannel-status-node.txt";
    let page = root.ancestors().skip(1).find_map(|up| std::fs::read_to_string(up.join(tail)).ok())?;
    let cut = |from: &str, to: &str| -> Option<String> {
        let start = page.find(from)?;
        let end = start + page[start..].find(to)?;
        Some(page[start..end].to_owned())
    };
    Some(vec![
        cut("if (callbacks.isEmpty()) {\n// Request", "Not yet available")?,
        cut("var uri =", "-\nAfter 5 seconds")?,
        cut("/*\n- Data made", "This journey always")?,
    ])
}

/// Proves script.object-text.
#[test]
fn the_scripts_of_the_vendor_page_run_unchanged() {
    let Some(scripts) = seed_scripts() else {
        #[allow(clippy::print_stdout)]
        {
            println!("the vendor page is not here: skipped");
        }
        return;
    };
    let first = decide(&scripts[0], env()).result.unwrap();
    assert_eq!(first.callbacks.len(), 1);
    let run_again = decide(&scripts[0], ScriptEnv { callbacks: vec![name_answer("demo")], ..env() });
    assert_eq!(run_again.result.unwrap().outcome, Some(Value::from("outcome")));
    assert_eq!(
        run_again.state.get("backchannel-data").unwrap().to_masked_json(),
        json!({"username": "demo", "objectAttributes": {"userName": "demo", "_id": "u1"}})
    );
    let nobody = decide(&scripts[0], ScriptEnv { callbacks: vec![name_answer("nobody")], ..env() });
    let error = nobody.result.unwrap_err();
    assert!(error.message.contains("_id") && error.line == Some(10), "{error}");

    let mut with_uri = env();
    with_uri.state.put_shared("backchannel-redirectUri", "https://x");
    let config =
        run(&script(&scripts[1]), ScriptKind::ConfigProvider, with_uri).result.unwrap().config.unwrap();
    assert_eq!(config.to_masked_json()["waitingMessage"]["en"], json!("https://x"));

    let mut with_properties = env();
    with_properties
        .state
        .put_transient("backchannel-sessionProperties", Value::from(&json!({"a": "b", "c": "d"})));
    let shown = decide(&scripts[2], with_properties).result.unwrap().callbacks;
    assert_eq!(shown[0].to_wire(1)["output"][0]["value"], json!("{a=b, c=d}"));
}

/// Proves script.node-state.
#[test]
fn values_of_node_state_are_natural_and_have_their_methods() {
    let mut env = env();
    env.state.shared =
        Value::from(&json!({"s": "text", "n": 3, "o": {"a": 1, "in": {"x": "y"}}, "l": [1, 2]}))
            .as_object()
            .cloned()
            .unwrap();
    env.state.put_transient("o", Value::from(&json!({"a": 2})));
    let source = r#"
        var s = nodeState.get("s"), seen = [];
        for (var key in nodeState.get("o")) seen.push(key);
        outcome = [typeof s, s + "!", s === "text", s.asString(), nodeState.get("n") + 1, nodeState.get("n").asInteger(),
            nodeState.get("none"), nodeState.getObject("o").get("in").get("x").asString(), nodeState.get("l").get(1),
            nodeState.get("l").size(), nodeState.get("l").length, seen, nodeState.isDefined("s"), nodeState.keys(),
            nodeState.getObject("o").a, "" + nodeState.get("o")];"#;
    assert_eq!(
        outcome_in(source, env),
        json!([
            "string",
            "text!",
            true,
            "text",
            4,
            3,
            null,
            "y",
            2,
            2,
            2,
            ["a"],
            true,
            ["l", "n", "o", "s"],
            2,
            "{a=2}"
        ])
    );
}

#[test]
fn node_state_changes_reach_the_caller_even_after_an_error() {
    let mut env = env();
    env.state.put_shared("gone", 1);
    let run = decide(
        "nodeState.putShared('a', {b: [1, null, 'x']}); nodeState.putTransient('t', 5); nodeState.remove('gone');\n\
         nodeState.mergeShared({c: 2}); throw new Error('over');",
        env,
    );
    let error = run.result.unwrap_err();
    assert_eq!((error.line, error.message.as_str()), (Some(2), "Error: over"));
    assert_eq!(run.state.get("a").unwrap().to_masked_json(), json!({"b": [1, null, "x"]}));
    assert_eq!(run.state.shared.get("c"), Some(&Value::from(2)));
    assert_eq!(run.state.transient.get("t"), Some(&Value::from(5)));
    assert!(!run.state.is_defined("gone"));
}

#[test]
fn keys_outside_the_inputs_are_not_visible() {
    let mut env = env();
    env.state.put_shared("a", "1");
    env.state.put_shared("b", "2");
    env.visible_keys = Some(Arc::from(vec![Arc::from("a")]));
    assert_eq!(outcome_in("outcome = [nodeState.get('a'), nodeState.get('b')];", env), json!(["1", null]));
}

#[test]
fn nothing_leaks_from_one_run_to_the_next() {
    for (leak, look) in [
        (
            "x = 1; var y = 2; function f() {} const z = 3;",
            "outcome = [typeof x, typeof y, typeof f, typeof z];",
        ),
        (
            "JSON = 1; Math = 2; nodeState = 3;",
            "outcome = [typeof JSON.parse, typeof Math.abs, typeof nodeState.get];",
        ),
        (
            "Math.abs = 1; Array.from = 1; openidm.query = 1;",
            "outcome = [typeof Math.abs, typeof openidm.query];",
        ),
        (
            "String.prototype.leak = 1; Array.prototype.push = null;",
            "outcome = [typeof ''.leak, typeof [].push];",
        ),
        ("''.constructor['proto' + 'type'].leak = 1;", "outcome = typeof ''.leak;"),
        ("Object.prototype.toString = () => 'bad';", "outcome = String({});"),
        ("undefined = 1; outcome = 'left'; config = 1;", "outcome = typeof config;"),
        ("Object.freeze(this);", "fresh = 1; outcome = typeof fresh;"),
        ("Promise.resolve().then(() => { late = 1; });", "outcome = typeof late;"),
        ("class A extends Error {}; RegExp.$1; /a(b)/.exec('ab');", "outcome = RegExp.$1 === 'b';"),
    ] {
        let clean = std::thread::spawn(move || outcome(look)).join().unwrap();
        drop(decide(leak, env()));
        assert_eq!(outcome(look), clean, "after {leak}");
        assert_eq!(outcome(look), clean, "again after {leak}");
    }
}

#[test]
fn frozen_built_ins_do_not_disturb_ordinary_scripts() {
    let source = r#"
        var e = new Error("m"); e.name = "Mine"; e.message = "changed";
        var o = {}; o.toString = function () { return "o"; }; o.constructor = 1; o.name = "n"; o.message = "t";
        class Own extends Error { constructor(m) { super(m); this.name = "Own"; } }
        var data = nodeState.keys(); data.size = 3;
        outcome = [String(e), String(o), String(new Own("x")), new Own("y") instanceof Error, data.size, o.name];"#;
    assert_eq!(outcome(source), json!(["Mine: changed", "o", "Own: x", true, 3, "n"]));
}

/// Proves script.limits.
#[test]
fn limits_end_in_an_error_that_says_so() {
    for (source, text) in [
        ("while (true) {}", "too long"),
        ("for (;;) { try { while (true) {} } catch (e) {} }", "too long"),
        ("function f() { return f() + 1; } f();", "too deep"),
        ("var s = 'x'; while (true) { s = s + s; }", "too long"),
        ("var s = 'x'.repeat(1 << 26);", "too much memory"),
        ("var l = []; while (true) { l.push(new Uint8Array(1 << 20)); }", "too much memory"),
        ("var l = []; l.push(l); outcome = l;", "nested too deep"),
        ("Promise.resolve().then(function again() { return Promise.resolve().then(again); });", "too long"),
        ("var l = new Array(100000).fill(1); for (;;) l.slice().sort();", "too long"),
        ("var l = new Array(100000).fill(1); for (;;) [...l];", "too long"),
        ("var l = []; l.length = 4000000000; l.indexOf(1);", "too long"),
        ("Promise.resolve().then(function () { while (true) {} });", "too long"),
        ("/(a+)+$/.test('a'.repeat(60) + 'b');", "too long"),
    ] {
        let error = failure(source);
        assert!(error.message.contains(text), "{source}: {error}");
        assert_eq!(outcome("outcome = 'still';"), json!("still"));
    }
}

#[test]
fn errors_say_where() {
    let error = failure("var a = 1;\n  a.b.c;");
    assert_eq!(error.line, Some(2), "{error}");
    let syntax = failure("var a = 1;\nvar b = ;");
    assert_eq!(syntax.line, Some(2), "{syntax}");
    assert!(syntax.message.contains("SyntaxError"));
    let fresh = failure("'use strict';\n\nnothing.here;");
    assert_eq!(fresh.line, Some(3), "{fresh}");
    let inside = failure("\nnodeState.get('x').asString();");
    assert_eq!(inside.line, Some(2), "{inside}");
    let bindings = failure("\n\nopenidm.action('managed/alpha_user', 'x');");
    assert_eq!(bindings.line, Some(3), "{bindings}");
    assert_eq!(failure("throw 'plain';").message, "plain");
}

/// Proves script.groovy.
#[test]
fn groovy_is_refused() {
    let script = ScriptDef { language: Language::Groovy, ..script("outcome = 'x'") };
    let error = run(&script, ScriptKind::Decision, env()).result.unwrap_err();
    assert!(error.message.contains("Groovy"));
}

/// Proves script.secret.
#[test]
fn secrets_are_readable_and_come_back_as_secrets() {
    let mut env = env();
    env.state.put_transient("password", Secret::new("Sesame-1"));
    env.redactor.learn(&Secret::new("other-secret"));
    let typed = Callback::Password { prompt: "p".into(), echo: false, value: Secret::new("typed-in") };
    env.callbacks = vec![typed];
    let run = decide(
        r#"var p = nodeState.get("password").asString();
        nodeState.putShared("copy", "my " + p);
        nodeState.putShared("typed", callbacks.getPasswordCallbacks().get(0));
        logger.error("it is {} and {}", p, {inner: "other-secret"});
        callbacksBuilder.textOutputCallback(0, p);
        callbacksBuilder.metadataCallback({a: [p]});
        callbacksBuilder.redirectCallback("https://x/" + p, null, "GET");
        action.putSessionProperty("p", p).withErrorMessage(p);
        outcome = p.length;
        throw new Error("bad " + p);"#,
        env,
    );
    assert_eq!(run.state.get("copy"), Some(&Value::Secret(Secret::new("my Sesame-1"))));
    assert_eq!(run.state.get("typed"), Some(&Value::Secret(Secret::new("typed-in"))));
    assert_eq!(run.log[0].text.as_ref(), format!("it is {MASK} and {{inner={MASK}}}"));
    let shown = format!("{:?}", run.result);
    assert!(!shown.contains("Sesame") && shown.contains(MASK), "{shown}");
}

/// Proves script.secret.
#[test]
fn secrets_are_masked_in_what_is_sent() {
    let mut env = env();
    env.state.put_transient("password", Secret::new("Sesame-1"));
    let result = decide(
        r#"var p = nodeState.get("password");
        callbacksBuilder.textOutputCallback(0, p);
        callbacksBuilder.choiceCallback("c", [p, "b"], 0, false);
        callbacksBuilder.metadataCallback({a: [p]});
        callbacksBuilder.redirectCallback("https://x/" + p, null, "GET");
        action.putSessionProperty("p", p).withErrorMessage(p).withStage("s" + p);"#,
        env,
    )
    .result
    .unwrap();
    assert_eq!(result.callbacks.len(), 4);
    assert!(!format!("{result:?}").contains("Sesame"), "{result:?}");
}

/// Proves script.callbacks-builder.
#[test]
fn every_builder_method_makes_a_callback() {
    let result = decide(
        r#"var b = callbacksBuilder;
        b.textOutputCallback(1, "t"); b.suspendedTextOutputCallback(0, "t"); b.hiddenValueCallback("i", "v");
        b.choiceCallback("p", ["a", "b"], 1, false); b.nameCallback("p"); b.nameCallback("p", "d");
        b.passwordCallback("p", true); b.textInputCallback("p"); b.textInputCallback("p", "d");
        b.scriptTextOutputCallback("x"); b.redirectCallback("u", {}, "GET", "s", "c", true); b.metadataCallback({a: 1});
        b.stringAttributeInputCallback("n", "p", "v", true, ["f"]); b.numberAttributeInputCallback("n", "p", 1, true);
        b.booleanAttributeInputCallback("n", "p", true, false, {}, true); b.confirmationCallback(0, 0, 1);
        b.confirmationCallback("p", 0, ["x", "y"], 1); b.languageCallback("en", "US");
        b.idPCallback("p", "c", "r", ["s"], "n", "r", "u", ["a"], false); b.pollingWaitCallback("8000", "w");
        b.validatedPasswordCallback("p", false, {}, true, ["f"]); b.validatedUsernameCallback("p", {}, false);
        b.httpCallback("a", "n", "401"); b.x509CertificateCallback("p"); b.consentMappingCallback({name: "n"}, "m", true);
        b.deviceProfileCallback(true, false, "m"); b.kbaCreateCallback("p", ["q"], true); b.selectIdPCallback([]);
        b.termsAndConditionsCallback("1", "t", "d");"#,
        env(),
    )
    .result
    .unwrap();
    let names: Vec<&str> = result.callbacks.iter().map(Callback::type_name).collect();
    let wanted = "TextOutput SuspendedTextOutput HiddenValue Choice Name Name Password TextInput TextInput TextOutput \
        Redirect Metadata StringAttributeInput NumberAttributeInput BooleanAttributeInput Confirmation Confirmation \
        Language IdP PollingWait ValidatedCreatePassword ValidatedCreateUsername Http X509Certificate ConsentMapping \
        DeviceProfile KbaCreate SelectIdP TermsAndConditions";
    let wanted: Vec<String> = wanted.split_whitespace().map(|name| format!("{name}Callback")).collect();
    assert_eq!(names, wanted);
    let Callback::Confirmation(confirmation) = &result.callbacks[15] else {
        panic!("{:?}", result.callbacks[15])
    };
    assert_eq!(confirmation.options, [Arc::from("Yes"), Arc::from("No")]);
    assert_eq!((confirmation.default, confirmation.selected), (1, 0));
}

/// Proves script.callbacks.
#[test]
fn answers_come_back_through_their_getters() {
    let other = |name: &str, input: &[(&str, Value)]| Callback::Other {
        name: name.into(),
        output: Vec::new(),
        input: input.iter().map(|(key, value)| (Arc::from(*key), value.clone())).collect(),
    };
    let callbacks = vec![
        name_answer("demo"),
        Callback::Choice {
            prompt: "c".into(),
            choices: vec!["a".into(), "b".into()],
            default: 0,
            multiple: false,
            selected: vec![1],
        },
        Callback::Hidden { id: "h".into(), value: "1".into(), input: "v".into() },
        other("LanguageCallback", &[("language", "en".into()), ("country", "US".into())]),
        other("KbaCreateCallback", &[("selectedQuestion", "q".into()), ("selectedAnswer", "a".into())]),
        other("BooleanAttributeInputCallback", &[("value", true.into())]),
    ];
    let source = r#"outcome = [callbacks.isEmpty(), callbacks.getNameCallbacks().length, callbacks.getNameCallbacks().size(),
        callbacks.getNameCallbacks().isEmpty(), callbacks.getChoiceCallbacks().get(0)[0],
        callbacks.getHiddenValueCallbacks().get("h"), callbacks.getHiddenValueCallbacks().h,
        callbacks.getLanguageCallbacks()[0], callbacks.getKbaCreateCallbacks().get(0).selectedAnswer,
        callbacks.getBooleanAttributeInputCallbacks().get(0), callbacks.getTermsAndConditionsCallbacks().isEmpty()];"#;
    assert_eq!(
        outcome_in(source, ScriptEnv { callbacks, ..env() }),
        json!([false, 1, 1, false, 1, "v", "v", "en_US", "a", true, true])
    );
}

/// Proves script.openidm, script.identity-name.
#[test]
fn the_directory_can_be_read_and_changed() {
    let source = r#"
        var made = openidm.create("managed/alpha_user", null, {userName: "new", password: "Fresh-pw-1", sn: "N"});
        openidm.patch("managed/alpha_user/" + made._id, null, [{operation: "replace", field: "/sn", value: "M"}]);
        var me = idRepository.getIdentity("demo");
        me.setAttribute("mail", ["a@b"]); me.addAttribute("mail", "c@d"); me.store();
        logger.info("Fresh-pw-1");
        outcome = [openidm.read("managed/alpha_user/" + made._id).sn, openidm.read("managed/alpha_user/none"),
            idRepository.getIdentity(made._id).exists(), me.getAttributeValues("mail").get(1),
            idRepository.getIdentity("nobody").exists(), idRepository.getIdentity("nobody").getName(),
            openidm.delete("managed/alpha_user/" + made._id)._id === made._id,
            openidm.query("managed/alpha_user", {_queryFilter: "true"}).resultCount];"#;
    let run = decide(source, env());
    assert_eq!(run.log[0].text.as_ref(), MASK);
    let outcome = run.result.unwrap().outcome.unwrap().to_masked_json();
    assert_eq!(outcome, json!(["M", null, true, "c@d", false, "nobody", true, 1]));
    assert!(
        failure("openidm.query('managed/alpha_role', {_queryFilter: 'true'});")
            .message
            .contains("not simulated")
    );
    assert!(
        failure("openidm.query('managed/alpha_user', {_queryFilter: 'oops'});").message.contains("filter")
    );
    assert!(failure("httpClient.send('https://x');").message.contains("network"));
}

/// Proves script.clock.
#[test]
fn time_and_chance_are_the_worlds() {
    let source = "outcome = [new Date().toISOString(), Date.now(), new Date(0).getHours(), \
        new Date('2026-01-01T10:00:00').getTime() - Date.now(), new Date(2026, 0, 1).getTime() === Date.now(), \
        Math.random() !== Math.random(), utils.crypto.randomUUID().length, new Date().getTimezoneOffset(), \
        new Date().toString(), new Date() instanceof Date, typeof performance];";
    let now = WORLD_START.0;
    assert_eq!(
        outcome(source),
        json!([
            "2026-01-01T00:00:00.000Z",
            now,
            0,
            36_000_000,
            true,
            true,
            36,
            0,
            "Thu Jan 01 2026 00:00:00 GMT+0000 (UTC)",
            true,
            "undefined"
        ])
    );
    let draws = |env| decide("outcome = [Math.random(), utils.crypto.randomUUID()];", env);
    let (one, two) = (draws(env()), draws(env()));
    assert_eq!(one.result, two.result);
    assert_ne!(one.result, draws(ScriptEnv { random: one.random, ..env() }).result);
}

#[test]
fn utilities_work() {
    let source = r#"
        var hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
        outcome = [utils.base64.encode("hé"), utils.base64.decode("aMOp"), utils.base64url.encode("??>"),
            hex(utils.crypto.subtle.digest("SHA-256", "abc")).slice(0, 8),
            hex(utils.crypto.subtle.sign("HMAC", "key", "The quick brown fox jumps over the lazy dog")).slice(0, 8),
            utils.types.bytesToString(utils.types.stringToBytes("é")),
            utils.crypto.getRandomValues(new Uint8Array(4)).length];"#;
    assert_eq!(outcome(source), json!(["aMOp", "hé", "Pz8-", "ba7816bf", "f7bc83f4", "é", 4]));
}

#[test]
fn the_request_and_the_rest_are_there() {
    let mut env = env();
    let mut request = Request::default();
    request.headers.insert("user-agent".into(), vec!["UA".into()]);
    request.parameters.insert("p".into(), vec!["1".into(), "2".into()]);
    request.cookies.insert("c".into(), "v".into());
    env.request = Arc::new(request);
    let source = r#"outcome = [requestHeaders.get("User-Agent").get(0), requestParameters.get("p")[1],
        requestCookies.get("c"), requestCookies.none === undefined, typeof existingSession, resumedFromSuspend,
        scriptName, realm, systemEnv.getProperty("none", "d")];"#;
    assert_eq!(
        outcome_in(source, env.clone()),
        json!(["UA", "2", "v", true, "undefined", false, "Test script", "/alpha", "d"])
    );
    env.existing_session = Value::from(&json!({"AuthLevel": "5"})).as_object().cloned();
    assert_eq!(outcome_in("outcome = existingSession.get('AuthLevel');", env), json!("5"));
}

/// Proves script.empty-text.
#[test]
fn empty_texts_of_callbacks_are_refused() {
    for source in [
        "callbacksBuilder.nameCallback('');",
        "callbacksBuilder.nameCallback(null);",
        "callbacksBuilder.nameCallback('p', '');",
        "callbacksBuilder.textOutputCallback(0, '');",
        "callbacksBuilder.passwordCallback('', false);",
    ] {
        let error = failure(source);
        assert!(error.message.contains("empty"), "{source}: {error}");
    }
}

/// Proves script.node-state-copy.
#[test]
fn what_is_read_from_node_state_is_a_copy() {
    let mut env = env();
    env.state.put_shared("o", Value::from(&json!({"a": 1})));
    let run = decide("var o = nodeState.get('o'); o.a = 2; outcome = nodeState.get('o').a;", env.clone());
    assert_eq!(run.state.get("o").unwrap().to_masked_json(), json!({"a": 1}));
    assert_eq!(run.result.unwrap().outcome, Some(Value::from(1)));
    let run = decide("var o = nodeState.get('o'); o.a = 2; nodeState.putShared('o', o);", env);
    assert_eq!(run.state.get("o").unwrap().to_masked_json(), json!({"a": 2}));
}

/// Proves script.object-text.
#[test]
fn an_object_as_text_is_written_as_a_map() {
    let result =
        decide("callbacksBuilder.textOutputCallback(0, {a: 1, b: {c: 'x'}});", env()).result.unwrap();
    assert_eq!(result.callbacks[0].to_wire(1)["output"][0]["value"], json!("{a=1, b={c=x}}"));
}

/// Proves script.suspend-logic.
#[test]
fn the_logic_after_a_suspension_is_not_run() {
    let run = decide("action.suspend('Mail: {0}', function () { nodeState.putShared('ran', 1); });", env());
    assert!(run.result.unwrap().action.unwrap().suspend.is_some());
    assert!(!run.state.is_defined("ran"));
}

#[test]
fn the_log_fills_its_placeholders() {
    let run = decide(
        "logger.error('a {} b {} c {}', 1, {x: [1, 'y']}); logger.warn('w'); logger.debug('d');",
        env(),
    );
    let lines: Vec<_> = run.log.iter().map(|line| (line.level, line.text.as_ref())).collect();
    assert_eq!(
        lines,
        [(LogLevel::Error, "a 1 b {x=[1, y]} c {}"), (LogLevel::Warning, "w"), (LogLevel::Debug, "d")]
    );
}

/// Proves script.action.
#[test]
fn the_action_collects_everything() {
    let source = "action.goTo('x').putSessionProperty('k', 'v').removeSessionProperty('r').withMaxSessionTime(5)\
        .withMaxIdleTime(6).withErrorMessage('e').withLockoutMessage('l').withIdentifiedUser('u').withStage('s')\
        .withHeader('h').withDescription('d').suspend('go {0}', function () {}, 7);";
    let action = decide(source, env()).result.unwrap().action.unwrap();
    assert_eq!(action.session_properties.get("k").map(AsRef::as_ref), Some("v"));
    assert_eq!((action.max_session_time, action.max_idle_time), (Some(5), Some(6)));
    assert_eq!(action.identified_user.as_deref(), Some("u"));
    assert_eq!(action.suspend, Some(Suspension { message: "go %s".into(), minutes: Some(7) }));
    assert!(failure("action.withMaxIdleTime(0);").message.contains("greater than 0"));
    assert!(failure("action.goTo(null);").message.contains("outcome"));
}
