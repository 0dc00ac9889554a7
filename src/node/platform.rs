//! Display Username, Platform Username, Platform Password.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::api::{Build, BuildError, Inputs, Node, NodeError, NodeType, Step, Visit};
use super::config::Config;
use super::declaration::{Blocks, Declaration, KeyName, Proof, SINGLE, StateKey};
use super::role::Role;
use super::settings::Setting;
use super::why::Why;
use crate::page::{Callback, MessageType, Page};
use crate::value::{Object, Rule, Secret, Source, Value};

/// The container of the identity's attributes in state.
const CONTAINER: &str = "objectAttributes";
/// Shortest password that validated input lets through. Rule `platform-password.policy`.
const SHORTEST: usize = 8;

const SHOWN: Rule = Rule::new(
    "display-username.shown",
    "Once the name was shown (the TextOutputCallback came back) it goes on.",
    Source::Src("DisplayUserNameNode"),
);
const NO_NAME: Rule = Rule::new(
    "display-username.none",
    "Without a user name in state, and none in the identity found by the identity attribute, it throws.",
    Source::Src("DisplayUserNameNode"),
);
const NAME_FROM: Rule = Rule::new(
    "display-username.from",
    "The name is the configured attribute in objectAttributes, else username in state, else that attribute of the identity found by the identity attribute.",
    Source::Assumed("DisplayUserNameNode leaves the reading of state to a class that is not public"),
);
const NAME_STORED: Rule = Rule::new(
    "platform-username.store",
    "The name goes to shared objectAttributes and to username; an empty one goes on without being stored.",
    Source::Src("ValidatedUsernameNode"),
);
const PASSWORD_STORED: Rule = Rule::new(
    "platform-password.store",
    "The password goes to transient objectAttributes and to password.",
    Source::Src("ValidatedPasswordNode"),
);
const POLICY: Rule = Rule::new(
    "platform-password.policy",
    "Validated input wants at least 8 characters; a shorter password is asked for again.",
    Source::Assumed("the policy is a setting of the realm"),
);

const NAME_ATTRIBUTE: Setting = Setting::text_or("userName", "User Name", "userName");
const IDENTITY_ATTRIBUTE: Setting = Setting::text_or("identityAttribute", "Identity Attribute", "mail");
const VALIDATE_NAME: Setting = Setting::flag("validateInput", "Validate Username", false);
const USERNAME_ATTRIBUTE: Setting = Setting::text_or("usernameAttribute", "Username Attribute", "userName");
const VALIDATE_PASSWORD: Setting = Setting::flag("validateInput", "Validate Password", false);
const PASSWORD_ATTRIBUTE: Setting = Setting::text_or("passwordAttribute", "Password Attribute", "password");

const DISPLAY: Declaration = Declaration {
    name: "DisplayUserNameNode",
    label: "Display Username",
    role: Role::Show,
    rules: &[SHOWN, NO_NAME, NAME_FROM],
    settings: &[NAME_ATTRIBUTE, IDENTITY_ATTRIBUTE],
    keys: &[StateKey::read(KeyName::Fixed(CONTAINER))],
    outcomes: SINGLE,
    proof: Proof::Nothing,
    blocks: Blocks::Sends,
};

const USERNAME: Declaration = Declaration {
    name: "ValidatedUsernameNode",
    label: "Platform Username",
    role: Role::Collect,
    rules: &[NAME_STORED],
    settings: &[VALIDATE_NAME, USERNAME_ATTRIBUTE],
    keys: &[StateKey::shared(KeyName::Fixed(CONTAINER)), StateKey::shared(KeyName::Fixed("username"))],
    outcomes: SINGLE,
    proof: Proof::Nothing,
    blocks: Blocks::Sends,
};

const PASSWORD: Declaration = Declaration {
    name: "ValidatedPasswordNode",
    label: "Platform Password",
    role: Role::Collect,
    rules: &[
        PASSWORD_STORED,
        Rule::new(
            "platform-password.callback",
            "With Validate Password it sends a ValidatedCreatePasswordCallback, without it, the default, a PasswordCallback.",
            Source::Src("ValidatedPasswordNode"),
        ),
        POLICY,
    ],
    settings: &[VALIDATE_PASSWORD, PASSWORD_ATTRIBUTE],
    keys: &[StateKey::transient(KeyName::Fixed(CONTAINER)), StateKey::transient(KeyName::Fixed("password"))],
    outcomes: SINGLE,
    proof: Proof::Nothing,
    blocks: Blocks::Sends,
};

/// Display Username.
#[derive(Debug)]
pub(super) struct DisplayUserName;

/// Platform Username.
#[derive(Debug)]
pub(super) struct ValidatedUsername;

/// Platform Password.
#[derive(Debug)]
pub(super) struct ValidatedPassword;

impl NodeType for DisplayUserName {
    fn declaration(&self) -> &'static Declaration {
        &DISPLAY
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config::of(build);
        Ok(Arc::new(Display {
            attribute: config.some_text(&NAME_ATTRIBUTE)?,
            identity_attribute: config.some_text(&IDENTITY_ATTRIBUTE)?,
        }))
    }
}

#[derive(Debug)]
struct Display {
    attribute: Arc<str>,
    identity_attribute: Arc<str>,
}

impl Display {
    fn name(&self, visit: &Visit<'_>) -> Option<Arc<str>> {
        let attribute = |key: &str| {
            let container = visit.state.get_object(CONTAINER)?;
            container.get(key).and_then(Value::as_str).map(Arc::from)
        };
        let username = || visit.state.get("username").and_then(Value::as_str).map(Arc::from);
        attribute(&self.attribute).or_else(username).or_else(|| {
            let wanted: Arc<str> = attribute(&self.identity_attribute)?;
            visit.identities.users().map(|user| user.to_object()).find_map(|object| {
                let same = object.get(&self.identity_attribute).and_then(Value::as_str) == Some(&*wanted);
                same.then(|| object.get(&self.attribute).and_then(Value::as_str).map(Arc::from)).flatten()
            })
        })
    }
}

fn was_shown(visit: &Visit<'_>) -> bool {
    visit.callbacks.iter().any(|callback| matches!(callback, Callback::TextOutput { .. }))
}

impl Node for Display {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        if was_shown(visit) {
            return Ok(Step::go("outcome", &SHOWN));
        }
        let name = self.name(visit).filter(|name| !name.is_empty());
        let message = name.ok_or_else(|| NodeError::new(&NO_NAME, "Unable to find username to display"))?;
        let show = Callback::TextOutput { message_type: MessageType::Information, message, suspended: false };
        Ok(Step::Send(Page { callbacks: vec![show], ..Page::default() }))
    }

    fn explain(&self, visit: &Visit<'_>) -> Why {
        let name = self.name(visit).filter(|name| !name.is_empty());
        let attribute = &self.attribute;
        let why = if was_shown(visit) {
            Why::outcome("outcome", &SHOWN, "the name was shown: its TextOutputCallback came back")
        } else {
            match &name {
                Some(name) => Why::sends(&SHOWN, format!("\"{name}\" was not shown yet")),
                None => Why::throws(
                    &NO_NAME,
                    format!("neither {CONTAINER} nor an identity gives a {attribute} to show"),
                ),
            }
        };
        let shown = name.map_or_else(|| "none".to_owned(), |name| name.to_string());
        why.not("outcome", &SHOWN, "it goes on once the name was shown").fact(attribute.to_string(), shown)
    }

    fn inputs(&self) -> Inputs {
        Inputs::Keys(vec![self.attribute.clone()])
    }
}

impl NodeType for ValidatedUsername {
    fn declaration(&self) -> &'static Declaration {
        &USERNAME
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config::of(build);
        Ok(Arc::new(AskName {
            validate: config.flag(&VALIDATE_NAME)?,
            attribute: config.some_text(&USERNAME_ATTRIBUTE)?,
        }))
    }
}

#[derive(Debug)]
struct AskName {
    validate: bool,
    attribute: Arc<str>,
}

impl Node for AskName {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let name = self.typed(visit);
        let failure = name.as_deref().and_then(|name| self.failure(visit, name));
        if let (Some(name), None) = (&name, failure) {
            if !name.is_empty() {
                put_attribute(&mut visit.state.shared, &self.attribute, Value::String(name.clone()));
                visit.state.put_shared("username", name.clone());
            }
            return Ok(Step::go("outcome", &NAME_STORED));
        }
        let ask = if self.validate {
            Callback::ValidatedUsername {
                prompt: "Username".into(),
                value: name.unwrap_or_else(|| "".into()),
                detail: policies(&["unique"], failure).into(),
            }
        } else {
            Callback::Name { prompt: "User Name".into(), value: "".into() }
        };
        Ok(Step::Send(Page { callbacks: vec![ask], ..Page::default() }))
    }

    fn explain(&self, visit: &Visit<'_>) -> Why {
        let name = self.typed(visit);
        let failure = name.as_deref().and_then(|name| self.failure(visit, name));
        let shown = name.as_deref().unwrap_or("none").to_owned();
        let why = match (name.as_deref(), failure) {
            (None, _) => Why::sends(&NAME_STORED, "no name has come back yet"),
            (Some(_), Some("REQUIRED")) => Why::sends(&NAME_STORED, "the name that came back is empty"),
            (Some(name), Some(_)) => Why::sends(&NAME_STORED, format!("the name \"{name}\" is taken")),
            (Some(""), None) => {
                Why::outcome("outcome", &NAME_STORED, "an empty name came back, and validateInput is off")
            }
            (Some(name), None) => {
                Why::outcome("outcome", &NAME_STORED, format!("the name \"{name}\" came back"))
            }
        };
        let not = why.because.text.clone();
        why.not("outcome", &NAME_STORED, not).fact("name", shown).fact(VALIDATE_NAME.key, self.validate)
    }
}

impl AskName {
    fn typed(&self, visit: &Visit<'_>) -> Option<Arc<str>> {
        visit.callbacks.iter().find_map(|callback| match callback {
            Callback::Name { value, .. } if !self.validate => Some(value.clone()),
            Callback::ValidatedUsername { value, .. } if self.validate => Some(value.clone()),
            _ => None,
        })
    }

    /// The policy that a name does not meet.
    fn failure(&self, visit: &Visit<'_>, name: &str) -> Option<&'static str> {
        match name {
            _ if !self.validate => None,
            "" => Some("REQUIRED"),
            name => visit.identities.find_record(name).map(|_| "VALID_USERNAME"),
        }
    }
}

impl NodeType for ValidatedPassword {
    fn declaration(&self) -> &'static Declaration {
        &PASSWORD
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config::of(build);
        Ok(Arc::new(AskPassword {
            validate: config.flag(&VALIDATE_PASSWORD)?,
            attribute: config.some_text(&PASSWORD_ATTRIBUTE)?,
        }))
    }
}

#[derive(Debug)]
struct AskPassword {
    validate: bool,
    attribute: Arc<str>,
}

impl Node for AskPassword {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let password = self.typed(visit);
        let short = password.as_ref().is_some_and(|password| self.is_short(password));
        if let Some(password) = password.filter(|_| !short) {
            put_attribute(&mut visit.state.transient, &self.attribute, Value::Secret(password.clone()));
            visit.state.put_transient("password", password);
            return Ok(Step::go("outcome", &PASSWORD_STORED));
        }
        let value = Secret::new("");
        let ask = if self.validate {
            let detail = policies(&["minimum-length"], short.then_some("LENGTH_BASED")).into();
            Callback::ValidatedPassword { prompt: "Password".into(), echo: false, value, detail }
        } else {
            Callback::Password { prompt: "Password".into(), echo: false, value }
        };
        Ok(Step::Send(Page { callbacks: vec![ask], ..Page::default() }))
    }

    fn explain(&self, visit: &Visit<'_>) -> Why {
        let (why, what) = match self.typed(visit) {
            None => (Why::sends(&PASSWORD_STORED, "no password has come back yet"), "none"),
            Some(password) if self.is_short(&password) => {
                let text = format!("the password that came back has fewer than {SHORTEST} characters");
                (Why::sends(&POLICY, text), "too short")
            }
            Some(_) => (Why::outcome("outcome", &PASSWORD_STORED, "a password came back"), "came back"),
        };
        let (not, rule) = (why.because.text.clone(), why.because.rule);
        why.not("outcome", rule, not).fact("password", what).fact(VALIDATE_PASSWORD.key, self.validate)
    }
}

impl AskPassword {
    fn typed(&self, visit: &Visit<'_>) -> Option<Secret> {
        visit.callbacks.iter().find_map(|callback| match callback {
            Callback::Password { value, .. } if !self.validate => Some(value.clone()),
            Callback::ValidatedPassword { value, .. } if self.validate => Some(value.clone()),
            _ => None,
        })
    }

    fn is_short(&self, password: &Secret) -> bool {
        self.validate && password.expose().chars().count() < SHORTEST
    }
}

fn put_attribute(scope: &mut Object, attribute: &Arc<str>, value: Value) {
    let mut members = scope.get(CONTAINER).and_then(Value::as_object).cloned().unwrap_or_default();
    members.insert(attribute.clone(), value);
    scope.insert(CONTAINER.into(), Value::Object(members));
}

fn policies(ids: &[&str], failed: Option<&str>) -> Json {
    let list: Vec<Json> = ids.iter().map(|id| json!({"policyId": id})).collect();
    let failures: Vec<Json> = failed.iter().map(|failed| json!({"policyRequirement": failed})).collect();
    json!({"policies": {"policies": list}, "failedPolicies": failures, "validateOnly": false})
}
