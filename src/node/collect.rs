//! Username Collector and Password Collector.

use std::sync::Arc;

use super::api::{Build, BuildError, Node, NodeError, NodeType, OutcomeDef, Step, Visit};
use super::facts::{Facts, KeyUse};
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

/// Username Collector.
#[derive(Debug)]
pub(super) struct UsernameCollector;

/// Password Collector.
#[derive(Debug)]
pub(super) struct PasswordCollector;

/// The single outcome of most nodes.
pub(super) fn single() -> Vec<OutcomeDef> {
    vec![OutcomeDef::new("outcome", "Outcome")]
}

impl NodeType for UsernameCollector {
    fn name(&self) -> &'static str {
        "UsernameCollectorNode"
    }

    fn label(&self) -> &'static str {
        "Username Collector"
    }

    fn role(&self) -> Role {
        Role::Collect
    }

    fn rules(&self) -> &'static [Rule] {
        const RULES: &[Rule] = &[NAME_TAKEN];
        RULES
    }

    fn build(&self, _: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        Ok(Arc::new(CollectName))
    }

    fn outcomes(&self, _: &Build<'_>) -> Vec<OutcomeDef> {
        single()
    }

    fn facts(&self, _: &Build<'_>) -> Facts {
        Facts::of_keys([KeyUse::shared("username")])
    }
}

impl NodeType for PasswordCollector {
    fn name(&self) -> &'static str {
        "PasswordCollectorNode"
    }

    fn label(&self) -> &'static str {
        "Password Collector"
    }

    fn role(&self) -> Role {
        Role::Collect
    }

    fn rules(&self) -> &'static [Rule] {
        const RULES: &[Rule] = &[PASSWORD_TAKEN];
        RULES
    }

    fn build(&self, _: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        Ok(Arc::new(CollectPassword))
    }

    fn outcomes(&self, _: &Build<'_>) -> Vec<OutcomeDef> {
        single()
    }

    fn facts(&self, _: &Build<'_>) -> Facts {
        Facts::of_keys([KeyUse::transient("password")])
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
