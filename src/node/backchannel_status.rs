//! Backchannel Status.

use std::sync::Arc;

use uuid::Uuid;

use super::api::{Build, BuildError, Inputs, Node, NodeError, NodeType, OutcomeDef, Step, Visit};
use super::config::Config;
use super::facts::{Facts, KeyUse};
use crate::kernel::{Rule, Source, Value};
use crate::script::LogLevel;
use crate::transaction::{ReadError, State, Verdict};

const PENDING: Rule =
    Rule::new("backchannel-status.pending", "Not started yet (CREATED): Pending.", Source::Seed);
const IN_PROGRESS: Rule = Rule::new(
    "backchannel-status.in-progress",
    "Started, not completed (IN_PROGRESS): In Progress.",
    Source::Seed,
);
const SUCCESS: Rule =
    Rule::new("backchannel-status.success", "Completed and approved: Success.", Source::Seed);
const FAILURE: Rule =
    Rule::new("backchannel-status.failure", "Completed but failed (denied): Failure.", Source::Seed);
const UNKNOWN: Rule = Rule::new(
    "backchannel-status.unknown",
    "A transaction that cannot be assessed, usually because it timed out: Unknown, with the error \"Error checking back channel transaction status.\"",
    Source::Seed,
);
const NO_ID: Rule = Rule::new(
    "backchannel-status.error-no-id",
    "No transaction id in state, or one that is no id: Error.",
    Source::Assumed("the documentation says only: in any other case"),
);
const STORE: Rule = Rule::new(
    "backchannel-status.error-store",
    "A store that does not answer: Error, with the same line in the log.",
    Source::Assumed("the documentation says only: in any other case"),
);
const RULES: &[Rule] = &[
    PENDING,
    IN_PROGRESS,
    SUCCESS,
    FAILURE,
    UNKNOWN,
    NO_ID,
    STORE,
    Rule::new(
        "backchannel-status.session-info",
        "With Record Journey Session Info, Success writes the session properties to transient backchannel-sessionProperties.",
        Source::Seed,
    ),
    Rule::new(
        "backchannel-status.transaction-data",
        "With Record Transaction Data, a transaction that is not gone has its notification object written to the key, by default backchannel-transactionData.",
        Source::Doc("Backchannel Status node 8.1"),
    ),
];

/// The type.
#[derive(Debug)]
pub(super) struct BackchannelStatus;

#[derive(Debug)]
struct Status {
    record_session: bool,
    record_data: Option<Arc<str>>,
}

impl NodeType for BackchannelStatus {
    fn name(&self) -> &'static str {
        "BackChannelStatusNode"
    }

    fn label(&self) -> &'static str {
        "Backchannel Status"
    }

    fn rules(&self) -> &'static [Rule] {
        RULES
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config(&build.node.config);
        let key = config.text("transactionDataKey")?.filter(|key| !key.is_empty());
        let record = config.flag("recordTransactionData", false)?;
        Ok(Arc::new(Status {
            record_session: config.flag("recordData", false)?,
            record_data: record.then(|| key.unwrap_or_else(|| "backchannel-transactionData".into())),
        }))
    }

    fn outcomes(&self, _: &Build<'_>) -> Vec<OutcomeDef> {
        ["Pending", "In Progress", "Success", "Failure", "Unknown", "Error"]
            .map(|name| OutcomeDef::new(name, name))
            .into()
    }

    fn facts(&self, build: &Build<'_>) -> Facts {
        let config = Config(&build.node.config);
        let on = |key| config.flag(key, false).unwrap_or(false);
        let mut keys = vec![KeyUse::read("backchannel-transaction")];
        if on("recordTransactionData") {
            let key = config.text("transactionDataKey").ok().flatten().filter(|key| !key.is_empty());
            keys.push(KeyUse::shared(key.unwrap_or_else(|| "backchannel-transactionData".into())));
        }
        if on("recordData") {
            keys.push(KeyUse::transient("backchannel-sessionProperties"));
        }
        Facts::of_keys(keys)
    }
}

impl Node for Status {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let id = visit.state.get("backchannel-transaction").and_then(Value::as_str);
        let Some(id) = id.and_then(|id| Uuid::try_parse(id).ok()) else {
            return Ok(Step::go("Error", &NO_ID));
        };
        let transaction = match visit.transactions.read(id, visit.now) {
            Ok(transaction) => transaction,
            Err(error) => {
                visit.effects.log(LogLevel::Error, "Error checking back channel transaction status.");
                return Ok(match error {
                    ReadError::Gone => Step::go("Unknown", &UNKNOWN),
                    ReadError::StoreFailing => Step::go("Error", &STORE),
                });
            }
        };
        if let (Some(key), Some(object)) = (&self.record_data, &transaction.notification) {
            visit.state.put_shared(key.clone(), object.clone());
        }
        Ok(match (transaction.state, transaction.verdict) {
            (State::Created, _) => Step::go("Pending", &PENDING),
            (State::InProgress, _) => Step::go("In Progress", &IN_PROGRESS),
            (State::Completed, Verdict::Approved) => {
                if let (true, Some(properties)) = (self.record_session, &transaction.session_properties) {
                    visit.state.put_transient("backchannel-sessionProperties", properties.clone());
                }
                Step::go("Success", &SUCCESS)
            }
            (State::Completed, _) => Step::go("Failure", &FAILURE),
        })
    }

    fn inputs(&self) -> Inputs {
        Inputs::Keys(vec!["backchannel-transaction".into()])
    }
}
