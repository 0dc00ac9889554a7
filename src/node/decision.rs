//! Identity Store Decision and Data Store Decision.

use std::sync::Arc;

use super::api::{Build, BuildError, Identified, Inputs, Node, NodeError, NodeType, OutcomeDef, Step, Visit};
use super::config::Config;
use crate::identity::{Login, UserStatus};
use crate::kernel::{Rule, Secret, Source, Value};

const LDAP: Source = Source::Src("LdapDecisionNode");
const RIGHT: Rule = Rule::new("identity-store.true", "The right password of an active user is TRUE.", LDAP);
const WRONG: Rule = Rule::new(
    "identity-store.false",
    "A wrong, blank or missing password, or a user the store does not know, is FALSE.",
    LDAP,
);
const LOCKED: Rule = Rule::new(
    "identity-store.locked",
    "A user whose status is not active is LOCKED, whatever the password.",
    LDAP,
);
const EXPIRED: Rule = Rule::new(
    "identity-store.expired",
    "The right password, but expired, is EXPIRED.",
    Source::Doc("Identity Store Decision node"),
);
const UNIVERSAL: Rule = Rule::new(
    "identity-store.universal-id",
    "With Use Universal ID for Username, username becomes the identity's id.",
    LDAP,
);

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
    "Without a password in state it throws.",
    Source::Src("DataStoreDecisionNode"),
);

/// Identity Store Decision.
#[derive(Debug)]
pub(super) struct IdentityStoreDecision;

/// Data Store Decision.
#[derive(Debug)]
pub(super) struct DataStoreDecision;

#[derive(Debug)]
struct IdentityStore {
    universal_id: bool,
}

#[derive(Debug)]
struct DataStore;

fn inputs() -> Inputs {
    Inputs::Keys(["realm", "username", "password"].map(Arc::from).into())
}

fn password_of(visit: &Visit<'_>) -> Option<Secret> {
    visit.state.get("password").and_then(Value::to_secret)
}

fn username_of(visit: &Visit<'_>) -> Option<Arc<str>> {
    visit.state.shared.get("username").and_then(Value::as_str).map(Arc::from)
}

impl NodeType for IdentityStoreDecision {
    fn name(&self) -> &'static str {
        "IdentityStoreDecisionNode"
    }

    fn label(&self) -> &'static str {
        "Identity Store Decision"
    }

    fn rules(&self) -> &'static [Rule] {
        const RULES: &[Rule] = &[RIGHT, WRONG, LOCKED, EXPIRED, UNIVERSAL];
        RULES
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config(&build.node.config);
        // Read so that a wrong type is reported; they matter for the password change page only.
        config.number("minimumPasswordLength", 8)?;
        config.flag("mixedCaseForPasswordChangeMessages", false)?;
        Ok(Arc::new(IdentityStore { universal_id: config.flag("useUniversalIdForUsername", false)? }))
    }

    fn outcomes(&self, _: &Build<'_>) -> Vec<OutcomeDef> {
        [
            ("TRUE", "True"),
            ("FALSE", "False"),
            ("LOCKED", "Locked"),
            ("CANCELLED", "Cancelled"),
            ("EXPIRED", "Expired"),
        ]
        .map(|(id, name)| OutcomeDef::new(id, name))
        .into()
    }
}

impl Node for IdentityStore {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let username = username_of(visit).unwrap_or_else(|| "".into());
        let password = password_of(visit).unwrap_or_else(|| Secret::new(""));
        let blank = username.trim().is_empty() || password.expose().trim().is_empty();
        let user = visit.identities.find(&username).cloned().filter(|_| !blank);
        let Some(user) = user else {
            visit.effects.error_message = Some("Authentication Failed".into());
            return Ok(Step::go("FALSE", &WRONG));
        };
        visit.effects.identified = Some(Identified::User(user.user_name.clone()));
        if self.universal_id {
            visit.state.put_shared("username", user.id.clone());
        }
        if matches!(user.status, UserStatus::Locked | UserStatus::Inactive) {
            return Ok(Step::go("LOCKED", &LOCKED));
        }
        Ok(match visit.identities.authenticate(&username, &password) {
            Login::Right => Step::go("TRUE", &RIGHT),
            Login::Expired => Step::go("EXPIRED", &EXPIRED),
            Login::Locked => Step::go("LOCKED", &LOCKED),
            Login::Wrong | Login::NoSuchUser => Step::go("FALSE", &WRONG),
        })
    }

    fn inputs(&self) -> Inputs {
        inputs()
    }
}

impl NodeType for DataStoreDecision {
    fn name(&self) -> &'static str {
        "DataStoreDecisionNode"
    }

    fn label(&self) -> &'static str {
        "Data Store Decision"
    }

    fn rules(&self) -> &'static [Rule] {
        const RULES: &[Rule] = &[DATA_TRUE, DATA_FALSE, DATA_NO_PASSWORD];
        RULES
    }

    fn build(&self, _: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        Ok(Arc::new(DataStore))
    }

    fn outcomes(&self, _: &Build<'_>) -> Vec<OutcomeDef> {
        vec![OutcomeDef::new("true", "True"), OutcomeDef::new("false", "False")]
    }
}

impl Node for DataStore {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let password =
            password_of(visit).ok_or_else(|| NodeError::new(&DATA_NO_PASSWORD, "Unable to authenticate"))?;
        let username = username_of(visit).unwrap_or_else(|| "".into());
        visit.effects.identified = Some(Identified::User(username.clone()));
        let right = !password.expose().trim().is_empty()
            && visit.identities.authenticate(&username, &password) == Login::Right;
        Ok(if right { Step::go("true", &DATA_TRUE) } else { Step::go("false", &DATA_FALSE) })
    }

    fn inputs(&self) -> Inputs {
        inputs()
    }
}
