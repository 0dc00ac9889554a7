//! Backchannel Notification.

use std::sync::Arc;

use uuid::Uuid;

use super::api::{Build, BuildError, Inputs, Node, NodeError, NodeType, OutcomeDef, Step, Visit};
use super::config::Config;
use super::facts::{Facts, KeyUse};
use crate::kernel::{Rule, Scope, Source, Value};
use crate::script::LogLevel;
use crate::transaction::Change;

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

/// The type. Exports of the first releases spell its name with a capital C or without.
#[derive(Debug)]
pub(super) struct BackchannelNotification(pub(super) &'static str);

#[derive(Debug)]
struct Notification {
    data_key: Arc<str>,
}

impl NodeType for BackchannelNotification {
    fn name(&self) -> &'static str {
        self.0
    }

    fn label(&self) -> &'static str {
        "Backchannel Notification"
    }

    fn rules(&self) -> &'static [Rule] {
        const RULES: &[Rule] = &[WRITTEN, NO_ID, NO_DATA, STORE];
        RULES
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let data_key = Config(&build.node.config).required("dataKey")?;
        Ok(Arc::new(Notification { data_key }))
    }

    fn outcomes(&self, _: &Build<'_>) -> Vec<OutcomeDef> {
        vec![OutcomeDef::new("Success", "Success"), OutcomeDef::new("Error", "Error")]
    }

    fn facts(&self, build: &Build<'_>) -> Facts {
        let key = Config(&build.node.config).text("dataKey").ok().flatten();
        Facts::of_keys(key.map(|key| KeyUse { scope: Some(Scope::Shared), ..KeyUse::read(key) }))
    }
}

impl Node for Notification {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let Some(id): Option<Uuid> = visit.transaction else {
            visit.effects.log(LogLevel::Error, "Transaction ID not found in context");
            return Ok(Step::go("Error", &NO_ID));
        };
        let Some(object @ Value::Object(_)) = visit.state.shared.get(&self.data_key) else {
            visit.effects.log(
                LogLevel::Error,
                "Data in state at dataKey data key was not found or incorrect type, not updating transaction.",
            );
            return Ok(Step::go("Error", &NO_DATA));
        };
        if visit.transactions.notify(id, visit.now, object.clone()).is_err() {
            visit.effects.log(LogLevel::Error, "Failed to update backchannel transaction");
            return Ok(Step::go("Error", &STORE));
        }
        visit.effects.transactions.push((id, Change::Notified));
        Ok(Step::go("Success", &WRITTEN))
    }

    fn inputs(&self) -> Inputs {
        Inputs::Keys(vec![self.data_key.clone()])
    }
}
