//! How fast the world is. `cargo bench --bench world` prints a table; the counters give visits and
//! pairs per second.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::sync::Arc;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use journey_sim::cli::load;
use journey_sim::drive::{BACKCHANNEL, MAIN, Run};
use journey_sim::engine::{Action, World};
use journey_sim::identity::{Identities, Realm};
use journey_sim::journey;
use journey_sim::page::Answer;
use journey_sim::program::Program;
use journey_sim::value::{Millis, Secret};

fn main() {
    divan::main();
}

/// A journey without scripts that waits a second, asks nothing and goes round for ever.
fn waiting() -> Arc<Program> {
    let node = |next: &str| {
        format!(r#"{{"displayName":"n","nodeType":"PollingWaitNode","connections":{{"DONE":"{next}"}}}}"#)
    };
    let config = r#"{"_type":{"_id":"PollingWaitNode"},"secondsToWait":1}"#;
    let export = format!(
        r#"{{"trees":{{"Main":{{"tree":{{"_id":"Main","entryNodeId":"a","nodes":{{"a":{},"b":{}}}}},"nodes":{{"a":{config},"b":{config}}},"innerNodes":{{}},"scripts":{{}}}}}}}}"#,
        node("b"),
        node("a")
    );
    let definitions = journey::load("bench.json", &export).expect("the journey loads");
    Program::new(definitions, Realm::default(), Identities::default())
}

/// Each wake-up makes two visits: the wait that is done, and the next one.
#[divan::bench]
fn script_free_visits(bencher: Bencher<'_, '_>) {
    const WAKES: u64 = 1000;
    let mut start = World::new(waiting(), 1, &["MAIN"]);
    start.apply(&Action::Start { client: MAIN, journey: "Main".into() }).unwrap();
    start.apply(&Action::Settle).unwrap();
    bencher.counter(ItemsCount::new(WAKES * 2)).with_inputs(|| start.clone()).bench_values(|mut world| {
        let to = world.now() + Millis(1001 * WAKES);
        world.apply(&Action::Advance { to }).unwrap()
    });
}

fn demo() -> Run {
    let program = load(None).expect("the shipped journeys load");
    Run::new(program, 1, "BackchannelMain").expect("the demo starts")
}

/// Each poll of the shipped demo in Pending runs the Configuration Provider's script twice.
#[divan::bench]
fn scripted_visits(bencher: Bencher<'_, '_>) {
    const POLLS: u64 = 20;
    let mut run = demo();
    run.submit(MAIN, vec![(0, Answer::Text("demo".into()))]).unwrap();
    let start = run.world().clone();
    bencher.counter(ItemsCount::new(POLLS * 2)).with_inputs(|| start.clone()).bench_values(|mut world| {
        let to = world.now() + Millis(5001 * POLLS);
        world.apply(&Action::Advance { to }).unwrap()
    });
}

/// From the agent's first page to the result on both sides.
#[divan::bench]
fn login_pairs(bencher: Bencher<'_, '_>) {
    let program = load(None).expect("the shipped journeys load");
    let demo = program.identities().users().find(|user| user.user_name.as_ref() == "demo").cloned();
    let password = Secret::new(demo.expect("the demo user").password.expose());
    bencher.counter(ItemsCount::new(1u32)).bench_local(|| {
        let mut run = Run::new(program.clone(), 1, "BackchannelMain").unwrap();
        run.submit(MAIN, vec![(0, Answer::Text("demo".into()))]).unwrap();
        run.open_link().unwrap();
        let index = run.world().client(BACKCHANNEL).unwrap().page.as_ref().unwrap().callbacks.len() - 1;
        run.submit(BACKCHANNEL, vec![(index, Answer::Secret(password.clone()))]).unwrap();
        run.skip();
        run
    });
}

#[divan::bench]
fn world_clone(bencher: Bencher<'_, '_>) {
    let mut run = demo();
    run.submit(MAIN, vec![(0, Answer::Text("demo".into()))]).unwrap();
    run.open_link().unwrap();
    bencher.bench_local(|| black_box(run.world()).clone());
}

fn script_env() -> journey_sim::script::ScriptEnv {
    let run = demo();
    journey_sim::script::ScriptEnv {
        now: run.world().now(),
        state: run.world().session_of(MAIN).unwrap().state.clone(),
        visible_keys: None,
        outputs: None,
        callbacks: Vec::new(),
        identities: run.world().identities().clone(),
        random: journey_sim::value::SeededRandom::new(1),
        realm: Arc::new(Realm::default()),
        request: Arc::default(),
        existing_session: None,
        resumed_from_suspend: false,
        redactor: journey_sim::value::Redactor::default(),
    }
}

/// What a script costs besides its own work: the engine is kept, the bindings are there.
#[divan::bench(args = ["outcome = 'x';", "nodeState.get('realm'); outcome = 'x';", "callbacksBuilder.nameCallback('x');"])]
fn one_script(bencher: Bencher<'_, '_>, source: &str) {
    let script = journey::ScriptDef {
        id: "1".into(),
        name: "bench".into(),
        file: "bench".into(),
        source: source.into(),
        language: journey::Language::JavaScript,
        evaluator: journey::Evaluator::NextGeneration,
    };
    let env = script_env();
    bencher.counter(ItemsCount::new(1u32)).with_inputs(|| env.clone()).bench_local_values(|env| {
        journey_sim::script::run(&script, journey_sim::script::ScriptKind::Decision, env)
    });
}
