//! Data Store Decision.

use std::sync::Arc;

use super::api::{Build, BuildError, Identified, Inputs, Node, NodeError, NodeType, Step, Visit};
use super::decision::{PASSWORD, USERNAME, inputs, password_of, username_of};
use super::declaration::{Blocks, Declaration, Proof, TRUE_OR_FALSE};
use super::role::Role;
use super::why::Why;
use crate::identity::Login;
use crate::script::LogLevel;
use crate::value::{Rule, Source};

const DATA_TRUE: Rule = Rule::new(
    "data-store.true",
    "The right password of a user is true.",
    Source::Src("DataStoreDecisionNode"),
);
const DATA_FALSE: Rule = Rule::new(
    "data-store.false",
    "A blank or wrong password or an unknown user is false.",
    Source::Src("DataStoreDecisionNode"),
);
const DATA_NO_PASSWORD: Rule = Rule::new(
    "data-store.no-password",
    "Without a password in state it throws, with an error in the log that names the user.",
    Source::Src("DataStoreDecisionNode"),
);

const DECLARATION: Declaration = Declaration {
    name: "DataStoreDecisionNode",
    label: "Data Store Decision",
    role: Role::Check,
    rules: &[DATA_TRUE, DATA_FALSE, DATA_NO_PASSWORD],
    settings: &[],
    keys: &[USERNAME, PASSWORD],
    outcomes: TRUE_OR_FALSE,
    proof: Proof::Only(&["true"]),
    blocks: Blocks::Never,
};

/// Data Store Decision.
#[derive(Debug)]
pub(super) struct DataStoreDecision;

#[derive(Debug)]
struct DataStore;

impl NodeType for DataStoreDecision {
    fn declaration(&self) -> &'static Declaration {
        &DECLARATION
    }

    fn build(&self, _: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        Ok(Arc::new(DataStore))
    }
}

/// Whether a password was right, and if not what was wrong. No password at all is an error.
fn data_store(visit: &Visit<'_>) -> Option<Result<(), String>> {
    let password = password_of(visit)?;
    let username = username_of(visit).unwrap_or_else(|| "".into());
    if password.expose().trim().is_empty() {
        return Some(Err("the password in state is blank".into()));
    }
    Some(match visit.identities.authenticate(&username, &password) {
        Login::Right => Ok(()),
        Login::NoSuchUser => Err(format!("the identity store does not know \"{username}\"")),
        Login::Wrong => Err(format!("the password of {username} is wrong")),
        Login::Locked => Err(format!("the account of {username} is locked or inactive")),
        Login::Expired => Err(format!("the password of {username} has expired")),
        Login::MustChange => Err(format!("the password of {username} was reset")),
    })
}

impl Node for DataStore {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let username = username_of(visit).unwrap_or_else(|| "".into());
        let Some(checked) = data_store(visit) else {
            visit.effects.log(LogLevel::Error, format!("Password is null for username {username}"));
            return Err(NodeError::new(&DATA_NO_PASSWORD, "Unable to authenticate"));
        };
        visit.effects.identified = Some(Identified::User(username));
        Ok(if checked.is_ok() { Step::go("true", &DATA_TRUE) } else { Step::go("false", &DATA_FALSE) })
    }

    fn explain(&self, visit: &Visit<'_>) -> Why {
        let username = username_of(visit).unwrap_or_else(|| "".into());
        let (why, result) = match data_store(visit) {
            None => {
                let text = "state has no password to check";
                let why = Why::throws(&DATA_NO_PASSWORD, text);
                (why.not("true", &DATA_TRUE, text).not("false", &DATA_NO_PASSWORD, text), "no password")
            }
            Some(Ok(())) => {
                let text = format!("the password of {username} is right");
                (Why::outcome("true", &DATA_TRUE, &text).not("false", &DATA_FALSE, &text), "right")
            }
            Some(Err(reason)) => {
                let why = Why::outcome("false", &DATA_FALSE, &reason).not("true", &DATA_TRUE, &reason);
                (why, "not right")
            }
        };
        why.fact("username", username).fact("password check", result)
    }

    fn inputs(&self) -> Inputs {
        inputs()
    }
}
