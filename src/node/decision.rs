//! Identity Store Decision and Data Store Decision.

use std::sync::Arc;

use super::api::{
    Build, BuildError, Identified, Inputs, Node, NodeError, NodeType, OutcomeDef, Page, Step, Visit,
};
use super::config::Config;
use super::facts::{Facts, KeyUse};
use crate::identity::{Login, User, UserStatus};
use crate::kernel::{Callback, Confirmation, MessageType, OptionType, Rule, Scope, Secret, Source, Value};
use crate::script::LogLevel;

const LDAP: Source = Source::Src("LdapDecisionNode");
const RIGHT: Rule = Rule::new("identity-store.true", "The right password of an active user is TRUE.", LDAP);
const WRONG: Rule = Rule::new(
    "identity-store.false",
    "A wrong, blank or missing password, or a user the store does not know, is FALSE.",
    LDAP,
);
const LOCKED: Rule = Rule::new(
    "identity-store.locked",
    "A user whose status is not active is LOCKED, whatever the password; a journey that fails then says \"User Locked Out.\"",
    LDAP,
);
const EXPIRED: Rule = Rule::new(
    "identity-store.expired",
    "The right password, but expired, is EXPIRED.",
    Source::Doc("Identity Store Decision node"),
);
const CANCELLED: Rule = Rule::new(
    "identity-store.cancelled",
    "A user whose password was reset must change it first (shared lastModuleState says so); cancelling that page, its default, is CANCELLED.",
    LDAP,
);
const CHANGED: Rule = Rule::new(
    "identity-store.changed",
    "A new password of the minimum length that differs from the old one and from the user name, typed twice alike, with the right old one, is stored: TRUE. Otherwise the page is shown again with the reason.",
    LDAP,
);
const CHANGE_ORDER: Rule = Rule::new(
    "identity-store.change-order",
    "The new password is checked for its length, against the old one, against its repetition, against the user name; then the old one is checked.",
    Source::Assumed("the length comes first in LdapDecisionNode; the rest is in a class that is not public"),
);
const UNIVERSAL: Rule = Rule::new(
    "identity-store.universal-id",
    "With Use Universal ID for Username, the right password makes username the identity's id.",
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
    "Without a password in state it throws, with an error in the log that names the user.",
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
    shortest: u64,
    mixed_case: bool,
}

#[derive(Debug)]
struct DataStore;

fn inputs() -> Inputs {
    Inputs::Keys(["realm", "username", "password"].map(Arc::from).into())
}

/// What both types look at.
fn reads() -> [KeyUse; 2] {
    [KeyUse { scope: Some(Scope::Shared), ..KeyUse::read("username") }, KeyUse::read("password")]
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
        const RULES: &[Rule] = &[RIGHT, WRONG, LOCKED, EXPIRED, CANCELLED, CHANGED, CHANGE_ORDER, UNIVERSAL];
        RULES
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config(&build.node.config);
        Ok(Arc::new(IdentityStore {
            universal_id: config.flag("useUniversalIdForUsername", false)?,
            shortest: config.number("minimumPasswordLength", 8)?,
            mixed_case: config.flag("mixedCaseForPasswordChangeMessages", false)?,
        }))
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

    fn facts(&self, build: &Build<'_>) -> Facts {
        let universal = Config(&build.node.config).flag("useUniversalIdForUsername", false).unwrap_or(false);
        // A person whose password was reset sets a new one here.
        let written = [Some(KeyUse::transient("password")), universal.then(|| KeyUse::shared("username"))];
        Facts::of_keys(reads().into_iter().chain(written.into_iter().flatten()))
    }
}

impl Node for IdentityStore {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let username = username_of(visit).unwrap_or_else(|| "".into());
        let password = password_of(visit).unwrap_or_else(|| Secret::new(""));
        let blank = username.trim().is_empty() || password.expose().trim().is_empty();
        let user = visit.identities.find(&username).cloned().filter(|_| !blank);
        let Some(user) = user else {
            return Ok(wrong(visit));
        };
        visit.effects.identified = Some(Identified::User(user.user_name.clone()));
        if let Some(step) = self.changing(visit, &user) {
            return Ok(step);
        }
        if self.universal_id && password == user.password {
            visit.state.put_shared("username", user.id.clone());
        }
        if matches!(user.status, UserStatus::Locked | UserStatus::Inactive) {
            return Ok(locked(visit));
        }
        Ok(match visit.identities.authenticate(&username, &password) {
            Login::MustChange => {
                visit.state.put_shared("lastModuleState", "CHANGE_AFTER_RESET");
                Step::Send(self.change_page(MessageType::Information, "Password must be reset."))
            }
            Login::Right => Step::go("TRUE", &RIGHT),
            Login::Expired => Step::go("EXPIRED", &EXPIRED),
            Login::Locked => locked(visit),
            Login::Wrong | Login::NoSuchUser => wrong(visit),
        })
    }

    fn inputs(&self) -> Inputs {
        inputs()
    }
}

fn wrong(visit: &mut Visit<'_>) -> Step {
    visit.effects.error_message = Some("Login failure".into());
    Step::go("FALSE", &WRONG)
}

fn locked(visit: &mut Visit<'_>) -> Step {
    visit.effects.error_message = Some("User Locked Out.".into());
    Step::go("LOCKED", &LOCKED)
}

impl IdentityStore {
    /// The answered page of a password change, if this visit brings one back.
    fn changing(&self, visit: &mut Visit<'_>, user: &User) -> Option<Step> {
        let pressed = visit.callbacks.iter().find_map(|callback| match callback {
            Callback::Confirmation(confirmation) => Some(confirmation.selected),
            _ => None,
        })?;
        if pressed != 0 {
            return Some(Step::go("CANCELLED", &CANCELLED));
        }
        let typed: Vec<Secret> = visit
            .callbacks
            .iter()
            .filter_map(|callback| match callback {
                Callback::Password { value, .. } => Some(value.clone()),
                _ => None,
            })
            .collect();
        let [old, new, again] = &typed[..] else { return None };
        let reason = match self.objection(user, old, new, again) {
            Some(reason) => reason.to_owned(),
            None => match visit.identities.change_password(&user.id, new) {
                Ok(()) => {
                    visit.state.put_transient("password", new.clone());
                    return Some(Step::go("TRUE", &CHANGED));
                }
                Err(error) => error.to_string(),
            },
        };
        Some(Step::Send(self.change_page(MessageType::Error, &reason)))
    }

    /// Rule `identity-store.change-order`.
    fn objection(&self, user: &User, old: &Secret, new: &Secret, again: &Secret) -> Option<&'static str> {
        // AM counts as Java does, in UTF-16 units.
        let length = new.expose().encode_utf16().count() as u64;
        if length < self.shortest {
            Some("New password is too short.")
        } else if new == old {
            Some("The password must be different. Try again.")
        } else if new != again {
            Some("The password and the confirm password do not match.")
        } else if *new == Secret::new(user.user_name.as_ref()) {
            Some("Username and password must be different. Try again.")
        } else if *old != user.password {
            Some("The password you entered is invalid.")
        } else {
            None
        }
    }

    /// Rule `identity-store.changed`: messages are upper case unless the node asks for mixed case.
    fn change_page(&self, message_type: MessageType, message: &str) -> Page {
        let message = if self.mixed_case { message.to_owned() } else { message.to_uppercase() };
        let ask =
            |prompt: &str| Callback::Password { prompt: prompt.into(), echo: false, value: Secret::new("") };
        let callbacks = vec![
            Callback::TextOutput { message_type, message: message.into(), suspended: false },
            ask("Old Password"),
            ask("New Password"),
            ask("Confirm Password"),
            Callback::Confirmation(Confirmation {
                prompt: "".into(),
                // AM hands the constant of OK_CANCEL where the severity belongs: it is that of an error.
                message_type: MessageType::Error,
                option_type: OptionType::Unspecified,
                options: vec!["SUBMIT".into(), "CANCEL".into()],
                default: 1,
                selected: 1,
            }),
        ];
        Page { callbacks, ..Page::default() }
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

    fn facts(&self, _: &Build<'_>) -> Facts {
        Facts::of_keys(reads())
    }
}

impl Node for DataStore {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let username = username_of(visit).unwrap_or_else(|| "".into());
        let Some(password) = password_of(visit) else {
            visit.effects.log(LogLevel::Error, format!("Password is null for username {username}"));
            return Err(NodeError::new(&DATA_NO_PASSWORD, "Unable to authenticate"));
        };
        visit.effects.identified = Some(Identified::User(username.clone()));
        let right = !password.expose().trim().is_empty()
            && visit.identities.authenticate(&username, &password) == Login::Right;
        Ok(if right { Step::go("true", &DATA_TRUE) } else { Step::go("false", &DATA_FALSE) })
    }

    fn inputs(&self) -> Inputs {
        inputs()
    }
}
