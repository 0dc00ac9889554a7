//! Display Username, Platform Username, Platform Password.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::api::{Build, BuildError, Inputs, Node, NodeError, NodeType, OutcomeDef, Page, Step, Visit};
use super::collect::single;
use super::config::Config;
use super::facts::{Facts, KeyUse};
use crate::kernel::{Callback, MessageType, Object, Rule, Secret, Source, Value};

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
    fn name(&self) -> &'static str {
        "DisplayUserNameNode"
    }

    fn label(&self) -> &'static str {
        "Display Username"
    }

    fn rules(&self) -> &'static [Rule] {
        const RULES: &[Rule] = &[SHOWN, NO_NAME, NAME_FROM];
        RULES
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config(&build.node.config);
        Ok(Arc::new(Display {
            attribute: config.text("userName")?.unwrap_or_else(|| "userName".into()),
            identity_attribute: config.text("identityAttribute")?.unwrap_or_else(|| "mail".into()),
        }))
    }

    fn outcomes(&self, _: &Build<'_>) -> Vec<OutcomeDef> {
        single()
    }

    fn facts(&self, _: &Build<'_>) -> Facts {
        Facts::of_keys([KeyUse::read(CONTAINER)])
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

impl Node for Display {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        if visit.callbacks.iter().any(|callback| matches!(callback, Callback::TextOutput { .. })) {
            return Ok(Step::go("outcome", &SHOWN));
        }
        let name = self.name(visit).filter(|name| !name.is_empty());
        let message = name.ok_or_else(|| NodeError::new(&NO_NAME, "Unable to find username to display"))?;
        let show = Callback::TextOutput { message_type: MessageType::Information, message, suspended: false };
        Ok(Step::Send(Page { callbacks: vec![show], ..Page::default() }))
    }

    fn inputs(&self) -> Inputs {
        Inputs::Keys(vec![self.attribute.clone()])
    }
}

impl NodeType for ValidatedUsername {
    fn name(&self) -> &'static str {
        "ValidatedUsernameNode"
    }

    fn label(&self) -> &'static str {
        "Platform Username"
    }

    fn rules(&self) -> &'static [Rule] {
        const RULES: &[Rule] = &[NAME_STORED];
        RULES
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config(&build.node.config);
        Ok(Arc::new(AskName {
            validate: config.flag("validateInput", false)?,
            attribute: config.text("usernameAttribute")?.unwrap_or_else(|| "userName".into()),
        }))
    }

    fn outcomes(&self, _: &Build<'_>) -> Vec<OutcomeDef> {
        single()
    }

    fn facts(&self, _: &Build<'_>) -> Facts {
        Facts::of_keys([KeyUse::shared(CONTAINER), KeyUse::shared("username")])
    }
}

#[derive(Debug)]
struct AskName {
    validate: bool,
    attribute: Arc<str>,
}

impl Node for AskName {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let name = visit.callbacks.iter().find_map(|callback| match callback {
            Callback::Name { value, .. } if !self.validate => Some(value.clone()),
            Callback::ValidatedUsername { value, .. } if self.validate => Some(value.clone()),
            _ => None,
        });
        let taken = |name: &str| visit.identities.find_record(name).is_some();
        let failed = name.as_deref().filter(|name| self.validate && (name.is_empty() || taken(name)));
        if let (Some(name), None) = (&name, failed) {
            if !name.is_empty() {
                put_attribute(&mut visit.state.shared, &self.attribute, Value::String(name.clone()));
                visit.state.put_shared("username", name.clone());
            }
            return Ok(Step::go("outcome", &NAME_STORED));
        }
        let ask = if self.validate {
            let failures = failed.map(|name| if name.is_empty() { "REQUIRED" } else { "VALID_USERNAME" });
            Callback::ValidatedUsername {
                prompt: "Username".into(),
                value: name.unwrap_or_else(|| "".into()),
                detail: policies(&["unique"], failures).into(),
            }
        } else {
            Callback::Name { prompt: "User Name".into(), value: "".into() }
        };
        Ok(Step::Send(Page { callbacks: vec![ask], ..Page::default() }))
    }
}

impl NodeType for ValidatedPassword {
    fn name(&self) -> &'static str {
        "ValidatedPasswordNode"
    }

    fn label(&self) -> &'static str {
        "Platform Password"
    }

    fn rules(&self) -> &'static [Rule] {
        const RULES: &[Rule] = &[
            PASSWORD_STORED,
            Rule::new(
                "platform-password.callback",
                "With Validate Password it sends a ValidatedCreatePasswordCallback, without it, the default, a PasswordCallback.",
                Source::Src("ValidatedPasswordNode"),
            ),
            Rule::new(
                "platform-password.policy",
                "Validated input wants at least 8 characters; a shorter password is asked for again.",
                Source::Assumed("the policy is a setting of the realm"),
            ),
        ];
        RULES
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config(&build.node.config);
        Ok(Arc::new(AskPassword {
            validate: config.flag("validateInput", false)?,
            attribute: config.text("passwordAttribute")?.unwrap_or_else(|| "password".into()),
        }))
    }

    fn outcomes(&self, _: &Build<'_>) -> Vec<OutcomeDef> {
        single()
    }

    fn facts(&self, _: &Build<'_>) -> Facts {
        Facts::of_keys([KeyUse::transient(CONTAINER), KeyUse::transient("password")])
    }
}

#[derive(Debug)]
struct AskPassword {
    validate: bool,
    attribute: Arc<str>,
}

impl Node for AskPassword {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let password = visit.callbacks.iter().find_map(|callback| match callback {
            Callback::Password { value, .. } if !self.validate => Some(value.clone()),
            Callback::ValidatedPassword { value, .. } if self.validate => Some(value.clone()),
            _ => None,
        });
        let short = self.validate
            && password.as_ref().is_some_and(|password| password.expose().chars().count() < SHORTEST);
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
