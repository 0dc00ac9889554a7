//! Message node.

use std::sync::Arc;

use super::api::{Build, BuildError, Node, NodeError, NodeType, Step, Visit};
use super::config::{Config, Localised};
use super::declaration::{Blocks, Declaration, KeyName, Proof, StateKey, TRUE_OR_FALSE, When};
use super::role::Role;
use super::settings::Setting;
use super::why::Why;
use crate::page::{Callback, Confirmation, MessageType, Page};
use crate::value::{Rule, Source, Value};

const SRC: Source = Source::Src("MessageNode");
const ANSWERED: Rule = Rule::new(
    "message.answer",
    "Answer 0 is the outcome true, any other answer false; a page sent back untouched answers 0.",
    SRC,
);
const ASKS: Rule = Rule::new(
    "message.callbacks",
    "It sends a TextOutputCallback and a ConfirmationCallback whose options are yes and no, no being the default.",
    SRC,
);
const RULES: &[Rule] = &[
    ANSWERED,
    ASKS,
    Rule::new(
        "message.locale",
        "A text is taken in the first locale of the request that has one, then in the realm's and the server's (en, en_US), else it is the default one.",
        Source::Assumed(
            "the order is documented in MessageNode; which locales realm and server have is a setting",
        ),
    ),
    Rule::new(
        "message.state-field",
        "With a state field the answer's index is written to that shared key; null on the first visit.",
        SRC,
    ),
];

const MESSAGE: Setting = Setting::localised("message", "Message", Some("Default message"));
const YES: Setting = Setting::localised("messageYes", "Positive Answer", Some("Yes"));
const NO: Setting = Setting::localised("messageNo", "Negative Answer", Some("No"));
const STATE_FIELD: Setting = Setting::text("stateField", "Shared State Property Name");

const DECLARATION: Declaration = Declaration {
    name: "MessageNode",
    label: "Message",
    role: Role::Show,
    rules: RULES,
    settings: &[MESSAGE, YES, NO, STATE_FIELD],
    keys: &[StateKey::shared(KeyName::In(&STATE_FIELD)).when(When::Set(&STATE_FIELD))],
    outcomes: TRUE_OR_FALSE,
    proof: Proof::Nothing,
    blocks: Blocks::Sends,
};

/// The type.
#[derive(Debug)]
pub(super) struct Message;

#[derive(Debug)]
struct Ask {
    message: Localised,
    yes: Localised,
    no: Localised,
    state_field: Option<Arc<str>>,
}

impl NodeType for Message {
    fn declaration(&self) -> &'static Declaration {
        &DECLARATION
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config::of(build);
        Ok(Arc::new(Ask {
            message: config.localised(&MESSAGE)?,
            yes: config.localised(&YES)?,
            no: config.localised(&NO)?,
            state_field: config.text(&STATE_FIELD)?,
        }))
    }
}

impl Node for Ask {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let answer = answered(visit).map(|confirmation| confirmation.selected);
        if let Some(field) = &self.state_field {
            visit.state.put_shared(field.clone(), answer.map_or(Value::Null, Value::from));
        }
        if let Some(answer) = answer {
            return Ok(Step::go(if answer == 0 { "true" } else { "false" }, &ANSWERED));
        }
        let text = |localised: &Localised| localised.choose_in_realm(visit).unwrap_or_default();
        let callbacks = vec![
            Callback::TextOutput {
                message_type: MessageType::Information,
                message: text(&self.message),
                suspended: false,
            },
            Callback::Confirmation(Confirmation::new(
                MessageType::Information,
                vec![text(&self.yes), text(&self.no)],
                1,
            )),
        ];
        Ok(Step::Send(Page { callbacks, ..Page::default() }))
    }
    fn explain(&self, visit: &Visit<'_>) -> Why {
        let Some(confirmation) = answered(visit) else {
            let text = "no answer has come back yet";
            return Why::sends(&ASKS, text).not("true", &ANSWERED, text).not("false", &ANSWERED, text);
        };
        let index = confirmation.selected;
        let button = usize::try_from(index).ok().and_then(|index| confirmation.options.get(index));
        let text = match button {
            Some(button) => format!("the answer was {index}, the button \"{button}\""),
            None => format!("the answer was {index}, which is none of the buttons"),
        };
        let why = if index == 0 {
            Why::outcome("true", &ANSWERED, text).not("false", &ANSWERED, "the answer was 0, and 0 is true")
        } else {
            let not = format!("only the answer 0 is true, and it was {index}");
            Why::outcome("false", &ANSWERED, text).not("true", &ANSWERED, not)
        };
        why.fact("answer", index)
    }
}

fn answered<'v>(visit: &Visit<'v>) -> Option<&'v Confirmation> {
    visit.callbacks.iter().find_map(|callback| match callback {
        Callback::Confirmation(confirmation) => Some(confirmation),
        _ => None,
    })
}
