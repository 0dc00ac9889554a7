//! Whatever an export or a query filter says: it is refused with a message, or it runs; nothing panics.

use std::sync::Arc;

use journey_sim::engine::{Action, ClientId, World};
use journey_sim::identity::{QueryFilter, parse_realm};
use journey_sim::journey;
use journey_sim::page::{Answer, Callback};
use journey_sim::program::Program;
use journey_sim::value::{Millis, Secret};
use proptest::prelude::*;
use serde_json::{Value, json};

const EXPORTS: [&str; 3] = [
    include_str!("../../../journeys/backchannel-demo.journey.json"),
    include_str!("../../../journeys/every-outcome.journey.json"),
    include_str!("../../../journeys/help-desk.journey.json"),
];
const REALM: &str = include_str!("../../../journeys/realm.json");

/// One change of a JSON document: where (a number that picks among all places), and what.
#[derive(Clone, Debug)]
enum Change {
    Remove,
    Replace(Value),
    Copy(usize),
    Rename(String),
}

fn odd_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|flag| json!(flag)),
        any::<i64>().prop_map(|number| json!(number)),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(|number| json!(number)),
        ".{0,12}".prop_map(|text| json!(text)),
        Just(json!([])),
        Just(json!({})),
        Just(json!([[[[{"a": [1, "x", null]}]]]])),
        prop_oneof![
            Just("PageNode"),
            Just("ConfigProviderNode"),
            Just("InnerTreeEvaluatorNode"),
            Just("ScriptedDecisionNode"),
            Just("BackchannelMain"),
            Just("70e691a5-1e33-4ac3-a356-e7b6d60d92e0"),
            Just("while (true) {}"),
            Just("callbacksBuilder.nameCallback('x'); outcome = 'x'"),
        ]
        .prop_map(|text| json!(text)),
    ]
}

fn change() -> impl Strategy<Value = (usize, Change)> {
    let what = prop_oneof![
        2 => Just(Change::Remove),
        4 => odd_value().prop_map(Change::Replace),
        3 => any::<usize>().prop_map(Change::Copy),
        1 => ".{0,8}".prop_map(Change::Rename),
    ];
    (any::<usize>(), what)
}

/// The pointers of all places in a document, the root excepted.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut visit = |key: String, inner: &Value| {
        let path = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        found.push(path.clone());
        places(inner, &path, found);
    };
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(key, item)| visit(key.to_string(), item)),
        Value::Object(members) => members.iter().for_each(|(key, item)| visit(key.clone(), item)),
        _ => {}
    }
}

fn mutate(document: &mut Value, (pick, change): &(usize, Change)) {
    let mut all = Vec::new();
    places(document, "", &mut all);
    let Some(path) = all.get(pick % all.len().max(1)) else { return };
    let (parent, key) = path.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    let new = match change {
        Change::Replace(value) => Some(value.clone()),
        Change::Copy(from) => document.pointer(&all[from % all.len()]).cloned(),
        Change::Remove | Change::Rename(_) => None,
    };
    match (document.pointer_mut(parent), new) {
        (Some(Value::Object(members)), None) => {
            let old = members.shift_remove(&key);
            if let (Change::Rename(name), Some(old)) = (change, old) {
                members.insert(name.clone(), old);
            }
        }
        (Some(Value::Object(members)), Some(new)) => {
            members.insert(key, new);
        }
        (Some(Value::Array(items)), new) => {
            let index = key.parse::<usize>().unwrap();
            match new {
                Some(new) => items[index] = new,
                None => drop(items.remove(index)),
            }
        }
        _ => {}
    }
}

/// Runs every journey of a program for a while, answering whatever it asks.
fn exercise(program: &Arc<Program>) {
    let mut world = World::new(program.clone(), 1, &["MAIN", "BACKCHANNEL"]);
    let names: Vec<Arc<str>> = program.definitions().journeys.keys().cloned().collect();
    for name in names {
        let client = ClientId(0);
        if world.apply(&Action::Start { client, journey: name }).is_err() {
            continue;
        }
        for round in 0..6 {
            world.apply(&Action::Settle).unwrap();
            let links: Vec<Arc<str>> = world
                .session_of(client)
                .and_then(|session| session.state.get("backchannel-redirectUri"))
                .and_then(|link| link.as_str())
                .map(Arc::from)
                .into_iter()
                .collect();
            for link in links {
                world.apply(&Action::Open { client: ClientId(1), link }).unwrap();
            }
            for client in [ClientId(0), ClientId(1)] {
                let page = world.client(client).and_then(|client| client.page.clone());
                let callbacks = page.map(|page| page.callbacks.clone()).unwrap_or_default();
                let answers: Vec<(usize, Answer)> = callbacks
                    .iter()
                    .enumerate()
                    .filter_map(|(at, one)| Some((at, answer(one, round)?)))
                    .collect();
                let _ = world.apply(&Action::Submit { client, answers });
            }
            world.apply(&Action::Advance { to: world.now() + Millis(9_001) }).unwrap();
        }
        let _ = format!("{world:?}");
    }
}

fn answer(callback: &Callback, round: i64) -> Option<Answer> {
    match callback {
        Callback::Password { .. } | Callback::ValidatedPassword { .. } => {
            Some(Answer::Secret(Secret::new("some-password")))
        }
        Callback::Confirmation(confirmation) => {
            let count = i64::try_from(confirmation.options.len()).ok()?;
            Some(Answer::Select(vec![round.checked_rem(count)?]))
        }
        Callback::Name { .. } | Callback::TextInput { .. } => Some(Answer::Text("demo".into())),
        _ => None,
    }
}

proptest! {
    // Fewer than the default unless PROPTEST_CASES asks for more.
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_exports_load_or_say_why_and_run_without_a_panic(
        export in 0..EXPORTS.len(),
        changes in prop::collection::vec(change(), 1..8),
    ) {
        let mut document: Value = serde_json::from_str(EXPORTS[export]).unwrap();
        for change in &changes {
            mutate(&mut document, change);
        }
        let text = document.to_string();
        match journey::load("changed.json", &text) {
            Ok(definitions) => {
                let (realm, identities) = parse_realm("realm.json", REALM).unwrap();
                exercise(&Program::new(definitions, realm, identities));
            }
            Err(wrong) => prop_assert!(!wrong.to_string().is_empty()),
        }
    }

    #[test]
    fn damaged_text_is_refused_with_a_message(
        export in 0..EXPORTS.len(),
        cut in any::<prop::sample::Index>(),
        put in ".{0,6}",
        drop in 0usize..40,
    ) {
        let text = EXPORTS[export];
        let whole: Vec<char> = text.chars().collect();
        let at = cut.index(whole.len());
        let end = (at + drop).min(whole.len());
        let damaged: String = whole[..at].iter().copied().chain(put.chars()).chain(whole[end..].iter().copied()).collect();
        if let Err(wrong) = journey::load("damaged.json", &damaged) {
            prop_assert!(wrong.to_string().contains("damaged.json"), "{wrong}");
        }
        if let Err(wrong) = journey::load("cut.json", &whole[..at].iter().collect::<String>()) {
            prop_assert!(wrong.to_string().contains("cut.json"), "{wrong}");
        }
    }

    #[test]
    fn changed_realms_are_read_or_refused(changes in prop::collection::vec(change(), 1..6)) {
        let mut document: Value = serde_json::from_str(REALM).unwrap();
        for change in &changes {
            mutate(&mut document, change);
        }
        if let Err(wrong) = parse_realm("changed.json", &document.to_string()) {
            prop_assert!(wrong.to_string().contains("changed.json"), "{wrong}");
        }
    }

    #[test]
    fn any_text_is_a_filter_or_is_refused(text in prop_oneof![".{0,80}", filter_like()]) {
        match QueryFilter::parse(&text) {
            Ok(filter) => {
                let (_, identities) = parse_realm("realm.json", REALM).unwrap();
                let _ = identities.query(&filter, &[]);
            }
            Err(wrong) => prop_assert!(!wrong.to_string().is_empty()),
        }
    }
}

/// Texts made of the words of the filter language.
fn filter_like() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "/userName",
        "/a/b~1c",
        "userName",
        "eq",
        "co",
        "sw",
        "pr",
        "lt",
        "le",
        "gt",
        "ge",
        "and",
        "or",
        "!",
        "(",
        ")",
        "'demo'",
        "\"demo\"",
        "'",
        "\"",
        "\\",
        "1.5e3",
        "-7",
        "true",
        "false",
        "null",
        "",
        "é",
        "/",
        "/_id",
        "//",
    ]);
    prop::collection::vec(words, 0..24).prop_map(|words| words.join(" "))
}
