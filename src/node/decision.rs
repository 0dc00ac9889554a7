//! Identity Store Decision.

use std::sync::Arc;

use super::api::{Build, BuildError, Identified, Inputs, Node, NodeError, NodeType, Step, Visit};
use super::config::Config;
use super::declaration::{Blocks, Declaration, KeyName, Outcome, Outcomes, Proof, StateKey, When};
use super::role::Role;
use super::settings::{Amount, Setting};
use super::why::Why;
use crate::identity::{Login, User, UserStatus};
use crate::page::{Callback, Confirmation, MessageType, Page};
use crate::value::{Rule, Secret, Source, Value};

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
    "A user whose password was reset must change it first (shared lastModuleState says so); cancelling that page, which it proposes, is CANCELLED.",
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

/// The names that both types look at.
pub(super) const USERNAME: StateKey = StateKey::read_shared(KeyName::Fixed("username"));
pub(super) const PASSWORD: StateKey = StateKey::read(KeyName::Fixed("password"));

const MIN_LENGTH: Setting =
    Setting::number("minimumPasswordLength", "Minimum Password Length", Amount::Fixed(8), "characters");
const MIXED_CASE: Setting =
    Setting::flag("mixedCaseForPasswordChangeMessages", "Mixed Case for Password Change Messages", false);
const UNIVERSAL_ID: Setting =
    Setting::flag("useUniversalIdForUsername", "Username as Universal Identifier", false);

const DECLARATION: Declaration = Declaration {
    name: "IdentityStoreDecisionNode",
    label: "Identity Store Decision",
    role: Role::Check,
    rules: &[RIGHT, WRONG, LOCKED, EXPIRED, CANCELLED, CHANGED, CHANGE_ORDER, UNIVERSAL],
    settings: &[MIN_LENGTH, MIXED_CASE, UNIVERSAL_ID],
    keys: &[
        USERNAME,
        PASSWORD,
        // A person whose password was reset sets a new one here.
        StateKey::transient(KeyName::Fixed("password")),
        StateKey::shared(KeyName::Fixed("username")).when(When::On(&UNIVERSAL_ID)),
    ],
    outcomes: Outcomes::Fixed(&[
        Outcome::new("TRUE", "True"),
        Outcome::new("FALSE", "False"),
        Outcome::new("LOCKED", "Locked"),
        Outcome::new("CANCELLED", "Cancelled"),
        Outcome::new("EXPIRED", "Expired"),
    ]),
    // Expired and Cancelled come after the right password.
    proof: Proof::AllBut(&["FALSE", "LOCKED"]),
    blocks: Blocks::Never,
};

/// Identity Store Decision.
#[derive(Debug)]
pub(super) struct IdentityStoreDecision;

#[derive(Debug)]
struct IdentityStore {
    universal_id: bool,
    shortest: i64,
    mixed_case: bool,
}

pub(super) fn inputs() -> Inputs {
    Inputs::Keys(["realm", "username", "password"].map(Arc::from).into())
}

pub(super) fn password_of(visit: &Visit<'_>) -> Option<Secret> {
    visit.state.get("password").and_then(Value::to_secret)
}

pub(super) fn username_of(visit: &Visit<'_>) -> Option<Arc<str>> {
    visit.state.shared.get("username").and_then(Value::as_str).map(Arc::from)
}

impl NodeType for IdentityStoreDecision {
    fn declaration(&self) -> &'static Declaration {
        &DECLARATION
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config::of(build);
        Ok(Arc::new(IdentityStore {
            universal_id: config.flag(&UNIVERSAL_ID)?,
            shortest: config.number(&MIN_LENGTH)?.unwrap_or(0),
            mixed_case: config.flag(&MIXED_CASE)?,
        }))
    }
}

/// What a visit decides by. Passwords are compared, never shown.
#[derive(Debug)]
enum Verdict {
    /// No user to check, and why.
    Nobody(String),
    /// The account is locked or inactive.
    NotActive(&'static str),
    /// The page of a password change came back with Cancel.
    Cancelled,
    /// It came back with a change that is good.
    Changes(Secret),
    /// It came back with a change that is not; what its person is told.
    ChangeRefused(&'static str),
    /// The result of the password check.
    Checked(Login),
}

impl Node for IdentityStore {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let user = user_of(visit);
        let verdict = self.verdict(visit, user.as_deref());
        if let Some(user) = &user {
            visit.effects.identified = Some(Identified::User(user.user_name.clone()));
            let checks = matches!(verdict, Verdict::NotActive(_) | Verdict::Checked(_));
            if self.universal_id && checks && password_of(visit).as_ref() == Some(&user.password) {
                visit.state.put_shared("username", user.id.clone());
            }
        }
        Ok(match (verdict, user) {
            (Verdict::Changes(new), Some(user)) => match visit.identities.change_password(&user.id, &new) {
                Ok(()) => {
                    visit.state.put_transient("password", new);
                    Step::go("TRUE", &CHANGED)
                }
                Err(error) => Step::Send(self.change_page(MessageType::Error, &error.to_string())),
            },
            (Verdict::ChangeRefused(reason), _) => Step::Send(self.change_page(MessageType::Error, reason)),
            (Verdict::Checked(Login::MustChange), _) => {
                visit.state.put_shared("lastModuleState", "CHANGE_AFTER_RESET");
                Step::Send(self.change_page(MessageType::Information, "Password must be reset."))
            }
            (Verdict::Cancelled, _) => Step::go("CANCELLED", &CANCELLED),
            (Verdict::NotActive(_) | Verdict::Checked(Login::Locked), _) => {
                visit.effects.error_message = Some("User Locked Out.".into());
                Step::go("LOCKED", &LOCKED)
            }
            (Verdict::Checked(Login::Right), _) => Step::go("TRUE", &RIGHT),
            (Verdict::Checked(Login::Expired), _) => Step::go("EXPIRED", &EXPIRED),
            (Verdict::Nobody(_) | Verdict::Checked(_) | Verdict::Changes(_), _) => {
                visit.effects.error_message = Some("Login failure".into());
                Step::go("FALSE", &WRONG)
            }
        })
    }

    fn explain(&self, visit: &Visit<'_>) -> Why {
        let user = user_of(visit);
        let verdict = self.verdict(visit, user.as_deref());
        let name = user.as_ref().map_or("the user", |user| user.user_name.as_ref());
        let status = user.as_ref().map(|user| user.status.name()).unwrap_or("no such user");
        let expired = user.as_ref().is_some_and(|user| user.status == UserStatus::PasswordExpired);
        let (why, result) = match &verdict {
            Verdict::Nobody(reason) => (
                Why::outcome("FALSE", &WRONG, reason)
                    .not("TRUE", &RIGHT, "there is no user whose password could be right")
                    .not("LOCKED", &LOCKED, "there is no account that could be locked")
                    .not("EXPIRED", &EXPIRED, "there is no password that could have expired"),
                "not checked",
            ),
            Verdict::NotActive(what) => (
                Why::outcome(
                    "LOCKED",
                    &LOCKED,
                    format!("the account of {name} is {what}, and that is looked at first"),
                )
                .not("TRUE", &RIGHT, format!("the account of {name} is {what}, whatever the password"))
                .not("FALSE", &LOCKED, "the account is looked at before the password")
                .not("EXPIRED", &LOCKED, "the account is looked at before the password"),
                "not checked",
            ),
            Verdict::Cancelled => (
                Why::outcome(
                    "CANCELLED",
                    &CANCELLED,
                    "Cancel came back from the page that asks for a new password",
                )
                .not("TRUE", &CHANGED, "the new password was not submitted")
                .not("FALSE", &CANCELLED, "the right password had led to this page"),
                "reset",
            ),
            Verdict::Changes(_) => (
                Why::outcome(
                    "TRUE",
                    &CHANGED,
                    "the old password is right, and nothing is to be said against the new one",
                )
                .not("FALSE", &CHANGED, "the old password is right")
                .not("CANCELLED", &CANCELLED, "the change was submitted, not cancelled"),
                "reset",
            ),
            Verdict::ChangeRefused(reason) => {
                let text = format!("the change is refused: {}", reason.trim_end_matches('.').to_lowercase());
                (
                    Why::sends(&CHANGED, &text)
                        .not("TRUE", &CHANGED, &text)
                        .not("FALSE", &CHANGED, "the page is shown again instead")
                        .not("CANCELLED", &CANCELLED, "the change was submitted, not cancelled"),
                    "reset",
                )
            }
            Verdict::Checked(login) => self.checked(visit, *login, name, expired),
        };
        why.not("LOCKED", &LOCKED, format!("the account of {name} is neither locked nor inactive"))
            .not("EXPIRED", &EXPIRED, format!("the password of {name} has not expired"))
            .not("CANCELLED", &CANCELLED, "no page that asks for a new password came back")
            .fact("username", username_of(visit).unwrap_or_else(|| "not there".into()))
            .fact("account", status)
            .fact("password check", result)
    }

    fn inputs(&self) -> Inputs {
        inputs()
    }
}

/// The user that the state names, if there is a password to check too.
fn user_of(visit: &Visit<'_>) -> Option<Arc<User>> {
    let username = username_of(visit).filter(|name| !name.trim().is_empty())?;
    password_of(visit).filter(|password| !password.expose().trim().is_empty())?;
    visit.identities.find(&username).cloned()
}

impl IdentityStore {
    fn verdict(&self, visit: &Visit<'_>, user: Option<&User>) -> Verdict {
        let username = username_of(visit).unwrap_or_else(|| "".into());
        let password = password_of(visit).unwrap_or_else(|| Secret::new(""));
        let Some(user) = user else {
            return Verdict::Nobody(if username.trim().is_empty() {
                "shared state has no username".into()
            } else if password.expose().trim().is_empty() {
                "state has no password, or a blank one".into()
            } else {
                format!("the identity store does not know \"{username}\"")
            });
        };
        if let Some(verdict) = self.changing(visit, user) {
            return verdict;
        }
        if matches!(user.status, UserStatus::Locked | UserStatus::Inactive) {
            return Verdict::NotActive(user.status.name());
        }
        Verdict::Checked(visit.identities.authenticate(&username, &password))
    }

    /// The answered page of a password change, if this visit brings one back.
    fn changing(&self, visit: &Visit<'_>, user: &User) -> Option<Verdict> {
        let pressed = visit.callbacks.iter().find_map(|callback| match callback {
            Callback::Confirmation(confirmation) => Some(confirmation.selected),
            _ => None,
        })?;
        if pressed != 0 {
            return Some(Verdict::Cancelled);
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
        Some(match self.objection(user, old, new, again) {
            Some(reason) => Verdict::ChangeRefused(reason),
            None => Verdict::Changes(new.clone()),
        })
    }

    /// Why, by the result of the password check.
    fn checked(&self, visit: &Visit<'_>, login: Login, name: &str, expired: bool) -> (Why, &'static str) {
        let right = format!("the password of {name} is right");
        match login {
            Login::Right => (
                Why::outcome("TRUE", &RIGHT, format!("{right} and the account is active"))
                    .not("FALSE", &WRONG, &right),
                "right",
            ),
            Login::Expired => (
                Why::outcome("EXPIRED", &EXPIRED, format!("{right}, but it has expired"))
                    .not("TRUE", &EXPIRED, format!("the password of {name} has expired"))
                    .not("FALSE", &WRONG, &right),
                "right, expired",
            ),
            Login::MustChange => (
                Why::sends(&CANCELLED, format!("{right}, but it was reset and must be changed first"))
                    .not("TRUE", &CHANGED, "the password was reset, and a new one has not come back yet")
                    .not("FALSE", &WRONG, &right)
                    .not("CANCELLED", &CANCELLED, "the page that asks for a new password is only shown now"),
                "right, reset",
            ),
            Login::Locked => (
                Why::outcome("LOCKED", &LOCKED, format!("the account of {name} is locked"))
                    .not("TRUE", &LOCKED, "the account is looked at before the password")
                    .not("FALSE", &LOCKED, "the account is looked at before the password"),
                "not checked",
            ),
            Login::Wrong | Login::NoSuchUser => {
                let typed = username_of(visit).unwrap_or_else(|| "".into());
                let wrong = format!("the password of {typed} is wrong");
                let why = Why::outcome("FALSE", &WRONG, &wrong).not("TRUE", &RIGHT, &wrong);
                let hidden = "the password has expired, but only who knows it is told so";
                (if expired { why.not("EXPIRED", &EXPIRED, hidden) } else { why }, "wrong")
            }
        }
    }

    /// Rule `identity-store.change-order`.
    fn objection(&self, user: &User, old: &Secret, new: &Secret, again: &Secret) -> Option<&'static str> {
        // AM counts as Java does, in UTF-16 units.
        let length = i64::try_from(new.expose().encode_utf16().count()).unwrap_or(i64::MAX);
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
            // AM hands the constant of OK_CANCEL where the severity belongs: it is that of an error.
            Callback::Confirmation(Confirmation::new(
                MessageType::Error,
                vec!["SUBMIT".into(), "CANCEL".into()],
                1,
            )),
        ];
        Page { callbacks, ..Page::default() }
    }
}
