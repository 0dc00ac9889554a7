//! Backchannel Notification.

use std::sync::Arc;

use uuid::Uuid;

use super::api::{Build, BuildError, Inputs, Node, NodeError, NodeType, Step, Visit};
use super::config::Config;
use super::declaration::{Blocks, Declaration, KeyName, Outcome, Outcomes, Proof, StateKey};
use super::role::Role;
use super::settings::Setting;
use super::why::Why;
use crate::script::LogLevel;
use crate::transaction::{Change, ReadError, short};
use crate::value::{Rule, Source, Value};

const PAGE: Source = Source::Doc("Backchannel Notification node");
const WRITTEN: Rule = Rule::new(
    "backchannel-notification.success",
    "The JSON object at the data key is copied into the transaction: Success.",
    PAGE,
);
const NO_ID: Rule = Rule::new(
    "backchannel-notification.no-transaction",
    "A journey that no link started has no transaction: Error, with \"Transaction ID not found in context\".",
    PAGE,
);
const NO_DATA: Rule = Rule::new(
    "backchannel-notification.no-object",
    "No object at the data key: Error, with \"Data in state at dataKey data key was not found or incorrect type, not updating transaction.\"",
    PAGE,
);
const STORE: Rule = Rule::new(
    "backchannel-notification.store",
    "A transaction that cannot be updated: Error, with \"Failed to update backchannel transaction\".",
    PAGE,
);

const RULES: &[Rule] = &[WRITTEN, NO_ID, NO_DATA, STORE];

const DATA: Setting = Setting::text("dataKey", "Data Key").required();

const CAPITAL_C: Declaration = Declaration {
    name: "BackChannelNotificationNode",
    label: "Backchannel Notification",
    role: Role::Notify,
    rules: RULES,
    settings: &[DATA],
    keys: &[StateKey::read_shared(KeyName::In(&DATA))],
    outcomes: Outcomes::Fixed(&[Outcome::new("Success", "Success"), Outcome::new("Error", "Error")]),
    proof: Proof::Nothing,
    blocks: Blocks::Never,
};

/// The type. Exports of the first releases spell its name with a capital C or without.
#[derive(Debug)]
pub(super) struct BackchannelNotification(&'static Declaration);

/// Its name with a capital C.
pub(super) static CAPITAL: BackchannelNotification = BackchannelNotification(&CAPITAL_C);
/// Its name without.
pub(super) static PLAIN: BackchannelNotification =
    BackchannelNotification(&Declaration { name: "BackchannelNotificationNode", ..CAPITAL_C });

#[derive(Debug)]
struct Notification {
    data_key: Arc<str>,
}

impl NodeType for BackchannelNotification {
    fn declaration(&self) -> &'static Declaration {
        self.0
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let data_key = Config::of(build).some_text(&DATA)?;
        Ok(Arc::new(Notification { data_key }))
    }
}

/// What a visit decides by.
enum Seen {
    NoId,
    /// What is at the data key instead of an object.
    NoObject(&'static str),
    NotWritable(Uuid, ReadError),
    Good(Uuid, Value),
}

impl Node for Notification {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let (text, rule) = match self.look(visit) {
            Seen::NoId => ("Transaction ID not found in context", &NO_ID),
            Seen::NoObject(_) => (
                "Data in state at dataKey data key was not found or incorrect type, not updating transaction.",
                &NO_DATA,
            ),
            Seen::Good(id, object) if visit.transactions.notify(id, visit.now, object.clone()).is_ok() => {
                visit.effects.transactions.push((id, Change::Notified));
                return Ok(Step::go("Success", &WRITTEN));
            }
            Seen::Good(..) | Seen::NotWritable(..) => ("Failed to update backchannel transaction", &STORE),
        };
        visit.effects.log(LogLevel::Error, text);
        Ok(Step::go("Error", rule))
    }

    fn explain(&self, visit: &Visit<'_>) -> Why {
        let key = &self.data_key;
        let error =
            |rule, text: String, not: &str| Why::outcome("Error", rule, text).not("Success", &WRITTEN, not);
        let why = match self.look(visit) {
            Seen::NoId => error(
                &NO_ID,
                "no link started this journey, so it belongs to no transaction".into(),
                "there is no transaction to write to",
            ),
            Seen::NoObject(what) => error(
                &NO_DATA,
                format!("shared state has {what} at {key}, not an object"),
                "there is no object that could be copied",
            ),
            Seen::NotWritable(id, ReadError::Gone) => error(
                &STORE,
                format!("the life of the transaction {} has ended", short(id)),
                "a transaction that is gone cannot be written to",
            ),
            Seen::NotWritable(_, ReadError::StoreFailing) => error(
                &STORE,
                "the transaction store does not answer".into(),
                "a store that does not answer cannot be written to",
            ),
            Seen::Good(id, _) => {
                let text = format!("{key} was copied into the transaction {}", short(id));
                Why::outcome("Success", &WRITTEN, text).not(
                    "Error",
                    &STORE,
                    format!("a link started this journey, {key} holds an object and the store answers"),
                )
            }
        };
        let found = visit.state.shared.get(key).map(|value| value.to_masked_json().to_string());
        why.fact(key.to_string(), found.unwrap_or_else(|| "not there".into()))
            .fact("transaction", visit.transaction.map_or("none".into(), |id| id.to_string()))
            .fact("store", if visit.transactions.is_failing() { "fails" } else { "answers" })
    }

    fn inputs(&self) -> Inputs {
        Inputs::Keys(vec![self.data_key.clone()])
    }
}

impl Notification {
    fn look(&self, visit: &Visit<'_>) -> Seen {
        let Some(id) = visit.transaction else { return Seen::NoId };
        let object = match visit.state.shared.get(&self.data_key) {
            Some(object @ Value::Object(_)) => object.clone(),
            Some(_) => return Seen::NoObject("something else"),
            None => return Seen::NoObject("nothing"),
        };
        match visit.transactions.read(id, visit.now) {
            Ok(_) => Seen::Good(id, object),
            Err(error) => Seen::NotWritable(id, error),
        }
    }
}
