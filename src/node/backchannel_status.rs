//! Backchannel Status.

use std::sync::Arc;

use uuid::Uuid;

use super::api::{Build, BuildError, Inputs, Node, NodeError, NodeType, Step, Visit};
use super::config::Config;
use super::declaration::{Blocks, Declaration, KeyName, Outcome, Outcomes, Proof, StateKey, When};
use super::role::Role;
use super::settings::Setting;
use super::why::Why;
use crate::script::LogLevel;
use crate::transaction::{Change, ReadError, Transaction, TransactionResult, TransactionState, short};
use crate::value::{Millis, Rule, Source, Value};

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

/// Where the transaction's id is.
const TRANSACTION: &str = "backchannel-transaction";
/// Where the session properties of the other journey go.
const SESSION_PROPERTIES: &str = "backchannel-sessionProperties";

const RECORD_SESSION: Setting = Setting::flag("recordData", "Record Journey Session Info", false);
const RECORD_DATA: Setting = Setting::flag("recordTransactionData", "Record Transaction Data", false);
const DATA_KEY: Setting =
    Setting::text_or("transactionDataKey", "Transaction Data Key", "backchannel-transactionData")
        .blank_is_none();

const DECLARATION: Declaration = Declaration {
    name: "BackChannelStatusNode",
    label: "Backchannel Status",
    role: Role::Status,
    rules: RULES,
    settings: &[RECORD_SESSION, RECORD_DATA, DATA_KEY],
    keys: &[
        StateKey::read(KeyName::Fixed(TRANSACTION)),
        StateKey::shared(KeyName::In(&DATA_KEY)).when(When::On(&RECORD_DATA)),
        StateKey::transient(KeyName::Fixed(SESSION_PROPERTIES)).when(When::On(&RECORD_SESSION)),
    ],
    outcomes: Outcomes::Fixed(&[
        Outcome::new("Pending", "Pending"),
        Outcome::new("In Progress", "In Progress"),
        Outcome::new("Success", "Success"),
        Outcome::new("Failure", "Failure"),
        Outcome::new("Unknown", "Unknown"),
        Outcome::new("Error", "Error"),
    ]),
    proof: Proof::Only(&["Success"]),
    blocks: Blocks::Never,
};

/// The type.
#[derive(Debug)]
pub(super) struct BackchannelStatus;

#[derive(Debug)]
struct Status {
    record_session: bool,
    record_data: Option<Arc<str>>,
}

impl NodeType for BackchannelStatus {
    fn declaration(&self) -> &'static Declaration {
        &DECLARATION
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config::of(build);
        let key = config.some_text(&DATA_KEY)?;
        let record = config.flag(&RECORD_DATA)?;
        Ok(Arc::new(Status {
            record_session: config.flag(&RECORD_SESSION)?,
            record_data: record.then_some(key),
        }))
    }
}

/// What a visit decides by.
#[derive(Debug)]
enum Seen {
    /// No transaction id in state; what is there instead.
    NoId(Option<String>),
    /// The id of a transaction that is not there, or not any more.
    Gone(Uuid),
    /// The store does not answer.
    StoreFailing(Uuid),
    /// A transaction.
    Alive(Arc<Transaction>),
}

impl Seen {
    fn decide(&self) -> (&'static str, &'static Rule) {
        match self {
            Self::NoId(_) => ("Error", &NO_ID),
            Self::StoreFailing(_) => ("Error", &STORE),
            Self::Gone(_) => ("Unknown", &UNKNOWN),
            Self::Alive(transaction) => {
                let status = transaction.status();
                let rule = match status {
                    "Pending" => &PENDING,
                    "In Progress" => &IN_PROGRESS,
                    "Success" => &SUCCESS,
                    _ => &FAILURE,
                };
                (status, rule)
            }
        }
    }
}

impl Node for Status {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let seen = look(visit);
        if matches!(seen, Seen::Gone(_) | Seen::StoreFailing(_)) {
            visit.effects.log(LogLevel::Error, "Error checking back channel transaction status.");
        }
        if let Seen::Alive(transaction) = &seen {
            if let (Some(key), Some(object)) = (&self.record_data, &transaction.notification) {
                visit.state.put_shared(key.clone(), object.clone());
            }
            let approved = (transaction.state, transaction.result)
                == (TransactionState::Completed, TransactionResult::Approved);
            if let (true, true, Some(properties)) =
                (approved, self.record_session, &transaction.session_properties)
            {
                visit.state.put_transient(SESSION_PROPERTIES, properties.clone());
            }
        }
        let (outcome, rule) = seen.decide();
        Ok(Step::go(outcome, rule))
    }

    fn explain(&self, visit: &Visit<'_>) -> Why {
        let seen = look(visit);
        let record = match &seen {
            Seen::NoId(_) => None,
            Seen::Gone(id) | Seen::StoreFailing(id) => visit.transactions.record(*id),
            Seen::Alive(transaction) => Some(transaction),
        };
        let (taken, rule) = seen.decide();
        let mut why = Why::outcome(taken, rule, sentence(taken, &seen, record, visit.now));
        for (outcome, rule) in [
            ("Pending", &PENDING),
            ("In Progress", &IN_PROGRESS),
            ("Success", &SUCCESS),
            ("Failure", &FAILURE),
            ("Unknown", &UNKNOWN),
            ("Error", &NO_ID),
        ] {
            why = why.not(outcome, rule, sentence(outcome, &seen, record, visit.now));
        }
        why = match &seen {
            Seen::NoId(found) => why.fact(TRANSACTION, found.as_deref().unwrap_or("not there")),
            Seen::Gone(id) | Seen::StoreFailing(id) => why.fact(TRANSACTION, id),
            Seen::Alive(transaction) => why.fact(TRANSACTION, transaction.id),
        };
        why = why.fact("store", if visit.transactions.is_failing() { "fails" } else { "answers" });
        why = why.fact("now", visit.now.on_clock());
        let Some(record) = record else { return why };
        why = why.fact("state", record.state.name()).fact("result", record.result.name());
        why = why.fact("expires", record.expires_at.on_clock()).fact("allowRetry", record.allow_retry);
        for (at, change) in &record.history {
            if *change != Change::Expired {
                why = why.fact(change.name(), at.on_clock());
            }
        }
        why
    }

    fn inputs(&self) -> Inputs {
        Inputs::Keys(vec![TRANSACTION.into()])
    }
}

fn look(visit: &Visit<'_>) -> Seen {
    let found = visit.state.get(TRANSACTION);
    let Some(id) = found.and_then(Value::as_str).and_then(|id| Uuid::try_parse(id).ok()) else {
        return Seen::NoId(found.map(|value| value.to_masked_json().to_string()));
    };
    match visit.transactions.read(id, visit.now) {
        Ok(transaction) => Seen::Alive(transaction.clone()),
        Err(ReadError::Gone) => Seen::Gone(id),
        Err(ReadError::StoreFailing) => Seen::StoreFailing(id),
    }
}

/// When a change happened last.
fn when(record: &Transaction, wanted: impl Fn(&Change) -> bool) -> Option<String> {
    let found = record.history.iter().rev().find(|(_, change)| wanted(change));
    found.map(|(at, _)| at.on_clock())
}

fn opened(record: &Transaction) -> String {
    let at = when(record, |change| *change == Change::Opened);
    at.map_or("the link was opened".into(), |at| format!("the link was opened at {at}"))
}

/// What happened to a record, up to now, that makes an outcome so or not so.
fn sentence(outcome: &str, seen: &Seen, record: Option<&Arc<Transaction>>, now: Millis) -> String {
    match seen {
        Seen::NoId(found) => no_id(outcome, found.as_deref()),
        Seen::StoreFailing(_) => match outcome {
            "Error" => "the transaction store does not answer".into(),
            "Unknown" => {
                "the store does not answer, so it cannot be told whether the transaction is there".into()
            }
            _ => "the store does not answer, so the transaction's state cannot be read".into(),
        },
        Seen::Gone(id) => gone(outcome, *id, record),
        Seen::Alive(transaction) => match outcome {
            "Unknown" => {
                let left = transaction.time_left(now);
                format!("the transaction can be read: {left} s of its life are left")
            }
            "Error" => "state holds a transaction id and the store answers".into(),
            _ => alive(outcome, transaction),
        },
    }
}

fn no_id(outcome: &str, found: Option<&str>) -> String {
    match (outcome, found) {
        ("Error", None) => "state has no backchannel-transaction".into(),
        ("Error", Some(found)) => format!("backchannel-transaction is {found}, which is no transaction id"),
        ("Unknown", _) => "there is not even an id of a transaction that could be gone".into(),
        _ => "without a transaction id there is no transaction to read".into(),
    }
}

fn gone(outcome: &str, id: Uuid, record: Option<&Arc<Transaction>>) -> String {
    let Some(record) = record else {
        return match outcome {
            "Unknown" => format!("the store has no transaction {}", short(id)),
            "Error" => "state holds a transaction id and the store answers".into(),
            _ => format!("the store has no transaction {} to read a state from", short(id)),
        };
    };
    let ended = record.expires_at.on_clock();
    let life = record.expires_at.since(record.created_at);
    match (outcome, record.result) {
        ("Unknown", _) => format!("the transaction's life of {life} s ended at {ended}"),
        ("Error", _) => "state holds a transaction id and the store answers".into(),
        ("Success", TransactionResult::Approved) | ("Failure", TransactionResult::Denied) => {
            let at = when(record, |change| matches!(change, Change::Approved | Change::Denied));
            let at = at.unwrap_or_default();
            format!("it was {} at {at}, but since {ended} it cannot be read", record.result.name())
        }
        ("In Progress", TransactionResult::Unknown) if record.state == TransactionState::InProgress => {
            format!("{}, but since {ended} the transaction cannot be read", opened(record))
        }
        ("Pending", _) if record.state == TransactionState::Created => {
            format!("nobody opened the link, but since {ended} the transaction cannot be read")
        }
        _ => format!("since {ended} the transaction cannot be read"),
    }
}

fn alive(outcome: &str, record: &Transaction) -> String {
    let failed = when(record, |change| *change == Change::LeftOpen);
    let refused = when(record, |change| *change == Change::Refused);
    let result =
        when(record, |change| matches!(change, Change::Approved | Change::Denied)).unwrap_or_default();
    match (outcome, record.state, record.result) {
        ("Pending", TransactionState::Created, _) => {
            format!("nobody has opened the link since it was made at {}", record.created_at.on_clock())
        }
        ("Pending", ..) => opened(record),
        (_, TransactionState::Created, _) => match outcome {
            "In Progress" => "nobody has opened the link".into(),
            "Success" => "nobody has opened the link, so nobody can have logged in".into(),
            _ => "nobody has opened the link, so no login can have failed".into(),
        },
        ("In Progress", TransactionState::InProgress, _) => match failed {
            Some(at) => {
                format!("{}; the try that failed at {at} left it open, without a result", opened(record))
            }
            None => format!("{} and no result is stored", opened(record)),
        },
        ("In Progress", ..) => format!("the result {} was stored at {result}", record.result.name()),
        ("Success", TransactionState::InProgress, _) => match (refused, failed) {
            (Some(at), _) => format!("the login at {at} was not allowed to approve it"),
            // A login that finished while the store did not answer has left nothing here.
            (None, Some(at)) => format!("the try that failed at {at} is all that is stored"),
            (None, None) => "no finished login is stored".into(),
        },
        ("Success", TransactionState::Completed, TransactionResult::Approved) => {
            format!("the login on the other device was approved at {result}")
        }
        ("Failure", TransactionState::InProgress, _) => match (failed, refused) {
            (Some(at), _) => format!("allowRetry is true, so the try that failed at {at} left it open"),
            (None, Some(at)) => {
                format!("the login at {at} was not allowed to approve it, which stores no result")
            }
            (None, None) => "no failed login is stored".into(),
        },
        ("Failure", TransactionState::Completed, TransactionResult::Denied) => {
            format!("the login on the other device failed at {result} and allowRetry is false")
        }
        _ => format!("the result is {} since {result}", record.result.name()),
    }
}
