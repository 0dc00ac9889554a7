//! Message node.

use std::sync::Arc;

use super::api::{Build, BuildError, Node, NodeError, NodeType, OutcomeDef, Step, Visit};
use super::config::{Config, Localised};
use super::facts::{Facts, KeyUse};
use super::role::Role;
use super::why::Why;
use crate::page::{Callback, Confirmation, MessageType, OptionType, Page};
use crate::value::{Rule, Source, Value};

const SRC: Source = Source::Src("MessageNode");
const ANSWERED: Rule =
    Rule::new("message.answer", "Answer 0 is the outcome true, any other answer false.", SRC);
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
    fn name(&self) -> &'static str {
        "MessageNode"
    }

    fn label(&self) -> &'static str {
        "Message"
    }

    fn role(&self) -> Role {
        Role::Show
    }

    fn rules(&self) -> &'static [Rule] {
        RULES
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config(&build.node.config);
        Ok(Arc::new(Ask {
            message: config.localised("message")?,
            yes: config.localised("messageYes")?,
            no: config.localised("messageNo")?,
            state_field: config.text("stateField")?.filter(|field| !field.is_empty()),
        }))
    }

    fn outcomes(&self, _: &Build<'_>) -> Vec<OutcomeDef> {
        vec![OutcomeDef::new("true", "True"), OutcomeDef::new("false", "False")]
    }

    fn facts(&self, build: &Build<'_>) -> Facts {
        let field = Config(&build.node.config).text("stateField").ok().flatten();
        Facts::of_keys(field.filter(|field| !field.is_empty()).map(KeyUse::shared))
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
        let text = |localised: &Localised, default: &str| {
            localised.choose_or_default(visit).cloned().unwrap_or_else(|| default.into())
        };
        let callbacks = vec![
            Callback::TextOutput {
                message_type: MessageType::Information,
                message: text(&self.message, "Default message"),
                suspended: false,
            },
            Callback::Confirmation(Confirmation {
                prompt: "".into(),
                message_type: MessageType::Information,
                option_type: OptionType::Unspecified,
                options: vec![text(&self.yes, "Yes"), text(&self.no, "No")],
                default: 1,
                selected: 1,
            }),
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
