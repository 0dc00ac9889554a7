//! Username Collector and Password Collector.

use std::sync::Arc;

use super::api::{Build, BuildError, Node, NodeError, NodeType, Step, Visit};
use super::declaration::{Blocks, Declaration, KeyName, Proof, SINGLE, StateKey};
use super::role::Role;
use super::why::Why;
use crate::page::{Callback, Page};
use crate::value::{Rule, Secret, Source};

const NAME_TAKEN: Rule = Rule::new(
    "username-collector.store",
    "A name that is not empty goes to shared state as username; an empty one is asked for again.",
    Source::Src("UsernameCollectorNode"),
);
const PASSWORD_TAKEN: Rule = Rule::new(
    "password-collector.store",
    "A password that is not empty goes to transient state as password; an empty one is asked for again.",
    Source::Src("PasswordCollectorNode"),
);

const NAME: Declaration = Declaration {
    name: "UsernameCollectorNode",
    label: "Username Collector",
    role: Role::Collect,
    rules: &[NAME_TAKEN],
    settings: &[],
    keys: &[StateKey::shared(KeyName::Fixed("username"))],
    outcomes: SINGLE,
    proof: Proof::Nothing,
    blocks: Blocks::Sends,
};

const PASSWORD: Declaration = Declaration {
    name: "PasswordCollectorNode",
    label: "Password Collector",
    role: Role::Collect,
    rules: &[PASSWORD_TAKEN],
    settings: &[],
    keys: &[StateKey::transient(KeyName::Fixed("password"))],
    outcomes: SINGLE,
    proof: Proof::Nothing,
    blocks: Blocks::Sends,
};

/// Username Collector.
#[derive(Debug)]
pub(super) struct UsernameCollector;

/// Password Collector.
#[derive(Debug)]
pub(super) struct PasswordCollector;

impl NodeType for UsernameCollector {
    fn declaration(&self) -> &'static Declaration {
        &NAME
    }

    fn build(&self, _: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        Ok(Arc::new(CollectName))
    }
}

impl NodeType for PasswordCollector {
    fn declaration(&self) -> &'static Declaration {
        &PASSWORD
    }

    fn build(&self, _: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        Ok(Arc::new(CollectPassword))
    }
}

#[derive(Debug)]
struct CollectName;

#[derive(Debug)]
struct CollectPassword;

impl Node for CollectName {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        if let Some(name) = name_in(visit).filter(|name| !name.is_empty()) {
            visit.state.put_shared("username", name);
            return Ok(Step::go("outcome", &NAME_TAKEN));
        }
        let ask = Callback::Name { prompt: "User Name".into(), value: "".into() };
        Ok(Step::Send(Page { callbacks: vec![ask], ..Page::default() }))
    }

    fn explain(&self, visit: &Visit<'_>) -> Why {
        let name = name_in(visit);
        let name = name.as_deref();
        let shown = name.unwrap_or("none").to_owned();
        match name {
            Some("") => asks("name", &NAME_TAKEN, true),
            None => asks("name", &NAME_TAKEN, false),
            Some(name) => Why::outcome("outcome", &NAME_TAKEN, format!("the name \"{name}\" came back")),
        }
        .fact("name", shown)
    }
}

/// Why a collector sends its callback.
fn asks(what: &str, rule: &'static Rule, empty: bool) -> Why {
    let text = if empty {
        format!("the {what} that came back is empty")
    } else {
        format!("no {what} has come back yet")
    };
    Why::sends(rule, &text).not("outcome", rule, format!("{text}; it goes on only with a {what}"))
}

fn name_in(visit: &Visit<'_>) -> Option<Arc<str>> {
    visit.callbacks.iter().find_map(|callback| match callback {
        Callback::Name { value, .. } => Some(value.clone()),
        _ => None,
    })
}

fn password_in(visit: &Visit<'_>) -> Option<Secret> {
    visit.callbacks.iter().find_map(|callback| match callback {
        Callback::Password { value, .. } => Some(value.clone()),
        _ => None,
    })
}

impl Node for CollectPassword {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        if let Some(password) = password_in(visit).filter(|password| !password.is_empty()) {
            visit.state.put_transient("password", password);
            return Ok(Step::go("outcome", &PASSWORD_TAKEN));
        }
        let ask = Callback::Password { prompt: "Password".into(), echo: false, value: Secret::new("") };
        Ok(Step::Send(Page { callbacks: vec![ask], ..Page::default() }))
    }

    fn explain(&self, visit: &Visit<'_>) -> Why {
        match password_in(visit).map(|password| password.is_empty()) {
            Some(true) => asks("password", &PASSWORD_TAKEN, true).fact("password", "empty"),
            None => asks("password", &PASSWORD_TAKEN, false).fact("password", "none"),
            Some(false) => {
                Why::outcome("outcome", &PASSWORD_TAKEN, "a password came back").fact("password", "came back")
            }
        }
    }
}
