//! What a run lists as possible can be done; what it does not list is refused with a reason, and nothing changes.

use std::sync::{Arc, OnceLock};

use journey_sim::cli::load;
use journey_sim::drive::{BACKCHANNEL, Input, Link, MAIN, Run};
use journey_sim::engine::ClientId;
use journey_sim::page::{Answer, AskKind};
use journey_sim::program::Program;
use journey_sim::value::{Millis, Secret};
use proptest::prelude::*;

fn program() -> Arc<Program> {
    static PROGRAM: OnceLock<Arc<Program>> = OnceLock::new();
    PROGRAM.get_or_init(|| load(None).expect("the shipped journeys load")).clone()
}

/// An input with what somebody might fill in.
fn filled(run: &Run, input: Input, name: &str, password: &str) -> Input {
    let Input::Answer { client, answers } = input else { return input };
    let page = run.world().client(client).and_then(|client| client.page.clone());
    let fill = |(index, held): (usize, Answer)| {
        let ask = page.as_ref().map(|page| page.callbacks[index].ask().kind);
        match ask {
            Some(AskKind::Text) => (index, Answer::Text(name.into())),
            Some(AskKind::Secret) => (index, Answer::Secret(Secret::new(password))),
            _ => (index, held),
        }
    };
    Input::Answer { client, answers: answers.into_iter().map(fill).collect() }
}

/// Every kind of input, possible or not.
fn all() -> Vec<Input> {
    let mut all = vec![
        Input::Skip,
        Input::Wait(Millis(5)),
        Input::Step,
        Input::RestartAll,
        Input::Back,
        Input::Forward,
    ];
    all.extend([true, false].map(Input::Pause));
    all.extend([true, false].map(Input::FailStore));
    all.extend(["BackchannelMain", "Nowhere"].map(|name| Input::Choose(name.into())));
    for client in [MAIN, BACKCHANNEL, ClientId(7)] {
        all.push(Input::Answer { client, answers: vec![] });
        all.push(Input::Resubmit { client });
        all.push(Input::Close { client });
        all.extend(
            [Link::Newest, Link::Number(1), Link::Number(9), Link::Text("x".into())]
                .map(|link| Input::Open { client, link }),
        );
        all.extend(["BackchannelMain", "Nowhere"].map(|name| Input::Start { client, journey: name.into() }));
        for (callback, option) in [(0, 0), (1, 0), (1, 1), (4, 1)] {
            all.push(Input::Press { client, callback, option, answers: vec![] });
        }
    }
    all
}

/// Shows all of a run that can be seen, its clock excepted, which stands still after a step.
fn seen(run: &Run) -> String {
    format!("{:?} {:?} {} {}", run.world(), run.actions(), run.log().len(), run.journey())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_listed_can_be_done_and_nothing_else(
        walk in prop::collection::vec((any::<prop::sample::Index>(), 0usize..4), 1..16)
    ) {
        let mut run = Run::new(program(), 5, "BackchannelMain").unwrap();
        for (pick, typed) in walk {
            let listed = run.inputs();
            for input in &listed {
                let done = run.clone().perform(input);
                prop_assert!(done.is_ok(), "{input:?} is listed: {done:?}");
            }
            for input in all() {
                if listed.iter().any(|one| one.is_like(&input)) {
                    continue;
                }
                let mut copy = run.clone();
                let refused = copy.perform(&input).expect_err("it is not listed");
                prop_assert!(!refused.to_string().is_empty(), "{input:?}");
                prop_assert_eq!(seen(&copy), seen(&run), "{:?}", input);
            }
            // Mostly what leads on.
            let onward = |input: &&Input| matches!(input, Input::Answer { .. } | Input::Press { .. } | Input::Skip | Input::Step
                | Input::Open { link: Link::Newest, .. } | Input::Pause(_));
            let mut onward: Vec<Input> = listed.iter().filter(onward).cloned().collect();
            onward.extend(listed.iter().filter(|input| matches!(input, Input::Close { .. } | Input::Back)).cloned());
            let input = onward[pick.index(onward.len())].clone();
            let (name, password) = [("demo", "Ch4ng3!t"), ("demo", "wrong"), ("reset", "R3set!me"), ("", "")][typed];
            let input = filled(&run, input, name, password);
            prop_assert!(run.perform(&input).is_ok(), "{input:?}");
        }
    }
}
