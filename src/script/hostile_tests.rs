//! Scripts that mean harm, or are merely broken: each ends as an error that names script and line,
//! within the limits, and leaves nothing behind for the next run.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde_json::json;

use super::tests::{decide, env, outcome, script};
use super::*;

/// Source, a part of the message, the line; 0 where several could have thrown a value that is no error.
const ENDED: &[(&str, &str, u32)] = &[
    ("\nwhile (true) {}", "too long", 2),
    ("\n\nfor (;;) nodeState.putShared('k', 1);", "too long", 3),
    ("\nfor (;;) openidm.query('managed/alpha_user', {_queryFilter: 'true'});", "too long", 2),
    ("\nfor (;;) logger.info('again and again and again and again');", "too", 2),
    ("\nfor (;;) callbacksBuilder.nameCallback('who?');", "too", 2),
    ("\nfor (;;) utils.crypto.subtle.digest('SHA-512', 'x');", "too long", 2),
    ("function f() {\n return f() + 1; }\nf();", "too deep", 2),
    ("function f(n) {\n return [n].map(f); }\nf(1);", "too deep", 2),
    ("var a = [];\nfor (var i = 0; i < 1e5; i++) a = [a];\noutcome = JSON.stringify(a);", "too deep", 3),
    ("\nJSON.parse('['.repeat(1e6));", "", 2),
    ("\nJSON.parse('{\"a\":'.repeat(1e6));", "", 2),
    ("\nnew RegExp('('.repeat(1e5));", "", 2),
    ("\nvar s = 'x'; while (true) { s = s + s; }", "too long", 2),
    ("\nvar s = 'xy'.repeat(1e9);", "", 2),
    ("\nvar s = 'x'.padEnd(1e9);", "", 2),
    ("\nvar a = new Array(1e9).fill(0);", "too", 2),
    ("\nvar a = []; while (true) a.push({});", "too", 2),
    ("\nvar a = Array.from({length: 1e9});", "too", 2),
    ("\nvar a = new Uint8Array(1e9);", "too much memory", 2),
    ("\nvar a = [1]; while (true) a = a.concat(a);", "too", 2),
    ("\nvar m = new Map(); for (var i = 0; ; i++) m.set(i, i);", "too", 2),
    ("\n/^(\\w+\\s?)*$/.test('word '.repeat(20) + '!');", "too long", 2),
    ("\n/(x+x+)+y/.exec('x'.repeat(60));", "too long", 2),
    ("\n'a'.repeat(100000).replace(/(a|a)*b/, '');", "", 2),
    ("\nvar it = (function* () { while (true) yield 1; })(); for (var x of it) ;", "too long", 2),
    ("\nvar it = (function* () { while (true) yield 1; })(); [...it];", "too", 2),
    ("\neval('while (true) {}');", "too long", 2),
    ("\n(new Function('while (true) {}'))();", "too long", 2),
    ("\neval('1 +');", "SyntaxError", 2),
    ("\nthrow {toString() { throw new Error('nested'); }};", "was thrown", 0),
    ("\nthrow new Proxy({}, {get() { throw new Error('trap'); }});", "was thrown", 0),
    ("\nthrow Object.create(null);", "", 2),
    ("\nthrow null;", "null", 2),
    ("\nthrow undefined;", "no error was thrown", 2),
    ("var n = 0;\nif (n === 0) {\n  while (true) { n++; }\n}", "too long", 3),
    ("Math.abs(1);\nfor (;;) {\n}\n", "too long", 2),
    ("Math.abs(1);\ndo {\n  Math.abs(2);\n} while (true);\nfor (;;) ;", "too long", 2),
    ("\nthrow Symbol('s');", "", 2),
    ("\nvar e = new Error('m'); Object.defineProperty(e, 'message', {get() { throw 1; }}); throw e;", "", 2),
    ("\nvar e = new Error('m'); e.name = {toString() { while (true) ; }}; throw e;", "", 2),
    ("\nnodeState.putShared('k', {get v() { throw new Error('getter'); }});", "getter", 2),
    ("\nnodeState.putShared('k', {get v() { while (true) ; }});", "too long", 2),
    ("\nnodeState.putShared('k', new Proxy({}, {ownKeys() { throw new Error('keys'); }}));", "keys", 2),
    ("\nvar a = {}; a.a = a; nodeState.putShared('k', a);", "nested too deep", 2),
    ("\nvar a = [1]; for (var i = 0; i < 40; i++) a = [a, a]; nodeState.putShared('k', a);", "too", 2),
    (
        "\nlogger.info({toString() { throw new Error('text'); }, get x() { throw new Error('member'); }});",
        "member",
        2,
    ),
    ("\ncallbacksBuilder.choiceCallback('p', {length: 1e9}, 0, false);", "", 2),
    ("\nutils.crypto.getRandomValues(new Uint8Array(1e7));", "", 2),
    ("\nopenidm.query('managed/alpha_user', {_queryFilter: '('.repeat(1e6)});", "", 2),
    ("\nopenidm.action('managed/alpha_user', 'x');", "not simulated", 2),
    ("\nopenidm.read('config/secrets');", "not simulated", 2),
    ("\nvar b = 5n; for (;;) b = b * b;", "BigInt", 2),
    ("\neval('5' + 'n');", "BigInt", 2),
    ("\n(function () {}).constructor('return 5' + 'n')();", "BigInt", 2),
    ("\nvar l = new Array(100000).fill(1); for (;;) JSON.stringify(l);", "too long", 2),
    ("\nvar o = {}; for (var i = 0; i < 1e4; i++) o['k' + i] = 1; for (;;) Object.keys(o);", "too long", 2),
    ("\nvar o = {}; for (var i = 0; i < 1e4; i++) o['k' + i] = 1; for (;;) Object.assign({}, o);", "too", 2),
    ("\nvar s = 'x'.repeat(1e6); for (;;) encodeURIComponent(s);", "too long", 2),
    ("\nvar s = new Set('abc'); for (var i = 0; i < 1e4; i++) s.add(i); for (;;) [...s];", "too long", 2),
    ("\nrequire('fs');", "not defined", 2),
    ("\nvar x = new XMLHttpRequest();", "not defined", 2),
    ("\nhttpClient.send('https://example.com');", "no network", 2),
];

/// Proves script.limits, script.big-integer, script.code-from-text.
#[test]
fn each_ends_with_script_and_line() {
    // Each of them takes its whole budget: on all cores at once.
    let wrong: Vec<String> = ENDED
        .par_iter()
        .flat_map_iter(|(source, text, line)| {
            let mut wrong = Vec::new();
            let started = Instant::now();
            let run = decide(source, env());
            let took = started.elapsed();
            match run.result {
                Ok(result) => wrong.push(format!("{source}\n  ended normally: {:?}", result.outcome)),
                Err(error) => {
                    let right = error.script.as_ref() == "Test script"
                        && error.message.contains(text)
                        && !error.message.is_empty()
                        && (error.line == Some(*line) || *line == 0);
                    if !right {
                        wrong.push(format!("{source}\n  {error}"));
                    }
                }
            }
            // Far above the limit of a run, for a busy machine: what is looked for is a script that is not
            // stopped at all.
            if took > Duration::from_secs(60) {
                wrong.push(format!("{source}\n  took {took:?}"));
            }
            assert_eq!(outcome("outcome = 'still';"), json!("still"), "after {source}");
            wrong
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), ENDED.len(), wrong.join("\n"));
}

/// What one run does, and what the next one must not see of it.
const LEAKS: &[(&str, &str)] = &[
    (
        "logger.info = 1; nodeState.get = 1; action.goTo = 1; utils.base64 = 1;",
        "outcome = [typeof logger.info, typeof nodeState.get, typeof action.goTo, typeof utils.base64.encode];",
    ),
    (
        "utils.crypto.secret = 5; utils.crypto.subtle.x = 5; openidm.mine = 5; callbacksBuilder.mine = 5;",
        "outcome = [typeof utils.crypto.secret, typeof utils.crypto.subtle.x, typeof openidm.mine, typeof callbacksBuilder.mine];",
    ),
    (
        "properties.left = 1; requestHeaders.left = 1; systemEnv.left = 1; httpClient.left = 1;",
        "outcome = [typeof properties.left, typeof requestHeaders.left, typeof systemEnv.left, typeof httpClient.left];",
    ),
    (
        "this['Obj' + 'ect']['define' + 'Property'](this, 'Math', {get() { return 1; }, configurable: true});",
        "outcome = typeof Math.abs;",
    ),
    (
        "this['Obj' + 'ect']['define' + 'Property'](this, 'mine', {value: 1, configurable: false});",
        "outcome = typeof mine;",
    ),
    (
        "this[0] = 1; this[Symbol.for('left')] = 2; this.left = 3;",
        "outcome = [typeof this[0], typeof this[Symbol.for('left')], typeof left];",
    ),
    (
        "function logger() {} function nodeState() {} function Map() {}",
        "outcome = [typeof logger.info, typeof nodeState.get, new Map().size];",
    ),
    (
        "delete this.nodeState; delete this.JSON; delete this.action;",
        "outcome = [typeof nodeState, typeof JSON, typeof action];",
    ),
    ("var f = nodeState.get.constructor('return this')(); f.left = 1;", "outcome = typeof left;"),
    (
        "[].constructor.prototype.left = 1; ({}).__proto__.left = 2;",
        "outcome = [typeof [].left, typeof ({}).left];",
    ),
    (
        "Object.getPrototypeOf(function* () {}).left = 1; Object.getPrototypeOf(async () => 1).left = 1;",
        "outcome = [typeof (function* () {}).left, typeof (async () => 1).left];",
    ),
    (
        "Object.getPrototypeOf(nodeState.keys()).left = 1; Object.getPrototypeOf(requestCookies).left = 1;",
        "outcome = [typeof nodeState.keys().left, typeof requestCookies.left];",
    ),
    ("callbacksBuilder.nameCallback('left'); action.goTo('left').withHeader('left');", "outcome = 'none';"),
    ("nodeState.putShared('left', 1); throw 1;", "outcome = nodeState.keys();"),
    ("async function later() { await null; left = 1; } later(); later();", "outcome = typeof left;"),
    ("Promise.reject(new Error('left')); outcome = 'x';", "outcome = typeof left;"),
    (
        "setTimeout = (f) => f(); queueMicrotask = 1; console = 1;",
        "outcome = [typeof setTimeout, typeof queueMicrotask, typeof console];",
    ),
    (
        "Error.prepareStackTrace = () => 'left'; Error.stackTraceLimit = 0;",
        "outcome = typeof Error.prepareStackTrace;",
    ),
    (
        "RegExp.prototype.exec = null; Date.now = null; String.fromCharCode = 5;",
        "outcome = [/a/.test('a'), Date.now() > 0, String.fromCharCode(65)];",
    ),
];

#[test]
fn no_run_sees_what_another_left() {
    for (leak, look) in LEAKS {
        let look_alone = look.to_string();
        // A thread has an engine of its own, in which nothing ran before.
        let clean = std::thread::spawn(move || decide(&look_alone, env()).result).join().unwrap();
        drop(decide(leak, env()));
        for _ in 0..2 {
            assert_eq!(decide(look, env()).result, clean, "after {leak}");
        }
        let provider = run(&script("config = {a: 1};"), ScriptKind::ConfigProvider, env()).result.unwrap();
        assert_eq!(provider.config.unwrap().to_masked_json(), json!({"a": 1}), "after {leak}");
    }
}

#[test]
fn the_same_script_is_stopped_at_the_same_place() {
    let counted = "var n = 0; try { while (true) { n++; nodeState.putShared('n', n); } } finally { }";
    let stop = || {
        let run = decide(counted, env());
        assert!(run.result.is_err());
        run.state.get("n").and_then(crate::value::Value::as_i64)
    };
    let first = stop();
    assert!(first.is_some_and(|n| n > 100), "{first:?}");
}
