//! What only a node can be shown by itself: pages that no engine sends.

use std::sync::Arc;

use super::api::{Build, Effects, Step, Visit};
use super::registry;
use crate::identity::{Identities, Realm};
use crate::journey::{Sketch, load};
use crate::page::{Callback, Confirmation, MessageType, OptionType};
use crate::script::Request;
use crate::transaction::Transactions;
use crate::value::{Millis, NodeState, SeededRandom};

/// What the first node of the journey Main comes to when these callbacks come back.
fn visited(sketch: &str, callbacks: &[Callback]) -> Step {
    let (name, text) = Sketch::parse(sketch).expect("a sketch").files.remove(0);
    let definitions = Arc::new(load(&name, &text).expect("it loads"));
    let journey = &definitions.journeys["Main"];
    let def = &journey.nodes[&journey.entry];
    let realm = Arc::new(Realm::default());
    let kind = registry::find(&def.node_type).expect("a known type");
    let node = kind.build(&Build { node: def, journey, definitions: &definitions, realm: &realm });
    let mut effects = Effects::default();
    let mut visit = Visit {
        node_id: &def.id,
        node_name: &def.display_name,
        now: Millis(1_000),
        state: &mut NodeState::default(),
        callbacks,
        resumed: false,
        request: &Arc::new(Request::default()),
        realm: &realm,
        identity_resource: &"managed/user".into(),
        existing_session: None,
        transaction: None,
        identities: &mut Identities::default(),
        transactions: &mut Transactions::default(),
        random: &mut SeededRandom::new(1),
        effects: &mut effects,
    };
    node.expect("it is built").visit(&mut visit).expect("it does not throw")
}

fn pressed(selected: i64) -> Callback {
    Callback::Confirmation(Confirmation {
        prompt: "".into(),
        message_type: MessageType::Information,
        option_type: OptionType::Unspecified,
        options: vec!["one".into(), "two".into()],
        default: 1,
        selected,
    })
}

fn outcome(step: Step) -> Option<String> {
    match step {
        Step::GoTo { outcome, .. } => Some(outcome.into_owned()),
        _ => None,
    }
}

#[test]
fn any_confirmation_that_came_back_pressed_leaves_a_wait() {
    let wait = "journey Main\n  wait: PollingWaitNode {\"exitable\": true}\n    DONE -> Success\n    EXITED -> Failure";
    for (selected, left) in [
        (&[0][..], true),
        (&[0, 1], true),
        (&[1, 0], true),
        (&[100, 0, 100], true),
        (&[1, 100], false),
        (&[], false),
    ] {
        let callbacks: Vec<Callback> = selected.iter().copied().map(pressed).collect();
        let taken = outcome(visited(wait, &callbacks));
        assert_eq!(taken.as_deref(), left.then_some("EXITED"), "{selected:?}");
    }
}

#[test]
fn the_first_confirmation_answers_a_message() {
    let ask = "journey Main\n  ask: MessageNode\n    true -> Success\n    false -> Failure";
    for (selected, taken) in [(&[0, 1][..], Some("true")), (&[1, 0], Some("false")), (&[], None)] {
        let callbacks: Vec<Callback> = selected.iter().copied().map(pressed).collect();
        assert_eq!(outcome(visited(ask, &callbacks)).as_deref(), taken, "{selected:?}");
    }
}
