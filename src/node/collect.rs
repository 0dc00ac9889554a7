//! Username Collector and Password Collector.

use std::sync::Arc;

use super::api::{Build, BuildError, Node, NodeError, NodeType, OutcomeDef, Page, Step, Visit};
use super::facts::{Facts, KeyUse};
use crate::kernel::{Callback, Rule, Secret, Source};

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
        let name = visit.callbacks.iter().find_map(|callback| match callback {
            Callback::Name { value, .. } => Some(value.clone()),
            _ => None,
        });
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            visit.state.put_shared("username", name);
            return Ok(Step::go("outcome", &NAME_TAKEN));
        }
        let ask = Callback::Name { prompt: "User Name".into(), value: "".into() };
        Ok(Step::Send(Page { callbacks: vec![ask], ..Page::default() }))
    }
}

impl Node for CollectPassword {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let password = visit.callbacks.iter().find_map(|callback| match callback {
            Callback::Password { value, .. } => Some(value.clone()),
            _ => None,
        });
        if let Some(password) = password.filter(|password| !password.is_empty()) {
            visit.state.put_transient("password", password);
            return Ok(Step::go("outcome", &PASSWORD_TAKEN));
        }
        let ask = Callback::Password { prompt: "Password".into(), echo: false, value: Secret::new("") };
        Ok(Step::Send(Page { callbacks: vec![ask], ..Page::default() }))
    }
}
