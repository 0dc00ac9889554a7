//! Plays the steps of a row and writes down what happened.

use std::sync::Arc;

use journey_sim::drive::{Transition, transitions};
use journey_sim::engine::{Action, ClientId, Event, World};
use journey_sim::page::{Answer, Callback};
use journey_sim::value::{Millis, Secret};

use crate::conformance::fixture::Fixture;

const MAIN: ClientId = ClientId(0);
const BC: ClientId = ClientId(1);

pub(crate) fn play(fixture: &Fixture, steps: &str) -> Vec<String> {
    watch(fixture, steps, &mut |_| {})
}

/// Plays the steps piece by piece, and shows each piece.
pub(crate) fn watch(fixture: &Fixture, steps: &str, see: &mut dyn FnMut(&Transition)) -> Vec<String> {
    let mut world = World::new(fixture.program.clone(), 1, &["main", "bc"]);
    let mut lines = Vec::new();
    act(&mut world, &Action::Start { client: MAIN, journey: "Main".into() }, &mut lines, see);
    for step in steps.split(';').map(str::trim).filter(|step| !step.is_empty()) {
        lines.push(format!("> {step}"));
        run(&mut world, step, &mut lines, see);
    }
    lines.push("=".into());
    describe(&world, &mut lines);
    lines
}

fn run(world: &mut World, step: &str, lines: &mut Vec<String>, see: &mut dyn FnMut(&Transition)) {
    let words: Vec<&str> = step.split_whitespace().collect();
    let client = |who: &str| if who == "main" { MAIN } else { BC };
    let action = match words[..] {
        ["open"] => {
            let state = &world.session_of(MAIN).unwrap().state;
            let link = state.get("backchannel-redirectUri").and_then(|link| link.as_str()).unwrap_or("none");
            Action::Open { client: BC, link: link.into() }
        }
        ["open", link] => Action::Open { client: BC, link: link.into() },
        ["wait", ms] => Action::Advance { to: world.now() + Millis(ms.parse().unwrap()) },
        ["skip"] => Action::Advance { to: world.next_wake().expect("something is scheduled") },
        ["store", how] => Action::FailStore { failing: how == "fails" },
        [who, "start"] => Action::Start { client: client(who), journey: "Main".into() },
        [who, "close"] => Action::Close { client: client(who) },
        [who, "again"] => Action::Submit { client: client(who), answers: vec![] },
        [who, ref answers @ .., "press", index] => {
            let mut all = fill(world, client(who), answers);
            all.extend(press(world, client(who), index.parse().unwrap()));
            Action::Submit { client: client(who), answers: all }
        }
        [who, ref answers @ ..] => {
            Action::Submit { client: client(who), answers: fill(world, client(who), answers) }
        }
        [] => unreachable!("steps are not empty"),
    };
    act(world, &action, lines, see);
}

fn act(world: &mut World, action: &Action, lines: &mut Vec<String>, see: &mut dyn FnMut(&Transition)) {
    if let Err(refusal) = world.clone().apply(action) {
        lines.push(format!("refused: {refusal}"));
        return;
    }
    for action in [action, &Action::Settle] {
        transitions(world, action, &mut |transition| {
            lines.extend(transition.events.iter().map(line));
            see(&transition);
        });
    }
}

fn line(event: &Event) -> String {
    let who = match event.client {
        Some(MAIN) => "main",
        Some(_) => "bc",
        None => "store",
    };
    format!("{who} {}", event.kind)
}

fn callbacks(world: &World, client: ClientId) -> Vec<Callback> {
    world.client(client).unwrap().page.as_ref().map(|page| page.callbacks.clone()).unwrap_or_default()
}

fn press(world: &World, client: ClientId, option: i64) -> Vec<(usize, Answer)> {
    let callbacks = callbacks(world, client);
    let index = callbacks.iter().position(|callback| matches!(callback, Callback::Confirmation(_)));
    vec![(index.unwrap_or(99), Answer::Select(vec![option]))]
}

fn fill(world: &World, client: ClientId, answers: &[&str]) -> Vec<(usize, Answer)> {
    let callbacks = callbacks(world, client);
    let fields = callbacks.iter().enumerate().filter(|(_, callback)| callback.is_field());
    fields
        .zip(answers)
        .filter(|(_, text)| **text != ".")
        .map(|((index, callback), text)| {
            let text = if *text == "''" { "" } else { text };
            let answer = match callback {
                Callback::Password { .. } | Callback::ValidatedPassword { .. } => {
                    Answer::Secret(Secret::new(text))
                }
                Callback::Choice { .. } => Answer::Select(vec![text.parse().unwrap()]),
                _ => Answer::Text(Arc::from(text)),
            };
            (index, answer)
        })
        .collect()
}

/// The state at the end: what each person sees, both states with secrets masked, the transactions.
fn describe(world: &World, lines: &mut Vec<String>) {
    for (name, id) in [("main", MAIN), ("bc", BC)] {
        let client = world.client(id).unwrap();
        if let Some(notice) = &client.notice {
            lines.push(format!("{name} reads {notice}"));
        }
        for (number, callback) in (1..).zip(callbacks(world, id)) {
            lines.push(format!("{name} page {}", callback.to_wire(number)));
        }
        if let Some(page) = &client.page {
            for (what, text) in [("header", &page.header), ("stage", &page.stage)] {
                lines.extend(text.iter().map(|text| format!("{name} {what} {text}")));
            }
        }
        if let Some(wake) = client.wake {
            lines.push(format!("{name} wakes in {} ms", wake.since(world.now()).0));
        }
        let Some(session) = world.session_of(id) else { continue };
        let state = &session.state;
        for (scope, members) in
            [("shared", &state.shared), ("transient", &state.transient), ("secure", &state.secure)]
        {
            for (key, value) in members {
                lines.push(format!("{name} {scope} {key} = {}", value.to_masked_json()));
            }
        }
        for (key, value) in &session.properties {
            lines.push(format!("{name} property {key} = {value}"));
        }
    }
    for transaction in world.transactions().records() {
        let gone = if transaction.is_gone(world.now()) { ", gone" } else { "" };
        lines.push(format!("transaction {} {}{gone}", transaction.state.name(), transaction.result.name()));
        lines
            .push(format!("transaction lives {} ms", transaction.expires_at.since(transaction.created_at).0));
        lines.push(format!(
            "transaction subject {}",
            transaction.subject.name().map_or("anyone", |name| name)
        ));
    }
}

/// Whether the lines are there in order, and the forbidden ones nowhere. A wanted line matches when
/// the transcript's line contains it.
pub(crate) fn holds(transcript: &[String], wanted: &[&str]) -> Result<(), String> {
    let mut from = 0;
    for want in wanted {
        if let Some(never) = want.strip_prefix('!') {
            if let Some(found) = transcript.iter().find(|line| line.contains(never)) {
                return Err(format!("never: {never} (found: {found})"));
            }
            continue;
        }
        match transcript[from..].iter().position(|line| line.contains(want)) {
            Some(at) => from += at + 1,
            None => return Err(format!("in this place: {want}")),
        }
    }
    Ok(())
}
