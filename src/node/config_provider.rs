//! Configuration Provider.

use std::sync::Arc;

use super::api::{Build, BuildError, Inputs, Node, NodeError, NodeType, OutcomeDef, Step, Visit};
use super::config::Config;
use super::facts::Facts;
use super::registry;
use super::role::Role;
use super::script_call::ScriptRef;
use super::why::Why;
use crate::identity::Realm;
use crate::journey::{Definitions, Journey, NodeDef};
use crate::script::{LogLevel, ScriptKind};
use crate::value::{Rule, Source, Value};

const SRC: Source = Source::Src("ConfigProviderNode");
const FAILED: Rule = Rule::new(
    "config-provider.failed",
    "A script that throws, a config that is no map, or a map that does not fit the node type is CONFIGURATION_FAILED.",
    SRC,
);
const RULES: &[Rule] = &[
    FAILED,
    Rule::new(
        "config-provider.every-visit",
        "The script runs on every visit; the node then behaves as the configured type with that map, under its own id.",
        SRC,
    ),
    Rule::new(
        "config-provider.inputs",
        "Its inputs are those of the script, by default *, and those of the configured type.",
        SRC,
    ),
    Rule::new(
        "config-provider.outcomes",
        "Its outcomes are all that the configured type can have, and CONFIGURATION_FAILED.",
        SRC,
    ),
];

/// The type.
#[derive(Debug)]
pub(super) struct ConfigProvider;

#[derive(Debug)]
struct Provider {
    node_type: Arc<str>,
    /// All that the configured type can have.
    outcomes: Vec<OutcomeDef>,
    script: ScriptRef,
    inputs: Inputs,
    node: NodeDef,
    journey: Arc<Journey>,
    definitions: Definitions,
    realm: Arc<Realm>,
}

impl NodeType for ConfigProvider {
    fn name(&self) -> &'static str {
        "ConfigProviderNode"
    }

    fn label(&self) -> &'static str {
        "Configuration Provider"
    }

    fn role(&self) -> Role {
        Role::Provider
    }

    fn rules(&self) -> &'static [Rule] {
        RULES
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config(&build.node.config);
        let inputs = config.texts("scriptInputs")?;
        let node_type = config.required("nodeType")?;
        Ok(Arc::new(Provider {
            outcomes: inner_outcomes(build),
            inputs: inputs_of(build, &node_type, inputs.clone()),
            node_type,
            script: ScriptRef::new(build, config.required("script")?, inputs),
            node: build.node.clone(),
            journey: Arc::new(build.journey.clone()),
            definitions: build.definitions.clone(),
            realm: build.realm.clone(),
        }))
    }

    fn outcomes(&self, build: &Build<'_>) -> Vec<OutcomeDef> {
        let mut outcomes = inner_outcomes(build);
        outcomes.push(OutcomeDef::new("CONFIGURATION_FAILED", "Configuration failure"));
        outcomes
    }

    fn facts(&self, build: &Build<'_>) -> Facts {
        let config = Config(&build.node.config);
        let text = |key| config.text(key).ok().flatten();
        // Keys whose names do not depend on what the script makes of the configuration.
        let inner = text("nodeType").and_then(|name| registry::find(&name));
        let keys = inner.map(|kind| kind.facts(build).keys).unwrap_or_default();
        Facts { scripts: text("script").into_iter().collect(), keys, ..Facts::default() }
    }
}

/// What the script declares, and what the configured type declares without a configuration.
/// Rule `config-provider.inputs`.
fn inputs_of(build: &Build<'_>, node_type: &Arc<str>, script: Option<Vec<Arc<str>>>) -> Inputs {
    let Some(mut keys) = script else { return Inputs::All };
    let empty = NodeDef { config: Arc::new(serde_json::json!({})), ..build.node.clone() };
    let kind = registry::find(node_type).filter(|kind| kind.name() != "ConfigProviderNode");
    let inner = kind.and_then(|kind| kind.build(&Build { node: &empty, ..*build }).ok());
    match inner.map(|node| node.inputs()) {
        Some(Inputs::All) => return Inputs::All,
        Some(Inputs::Keys(more)) => keys.extend(more),
        None => {}
    }
    Inputs::Keys(keys)
}

fn inner_outcomes(build: &Build<'_>) -> Vec<OutcomeDef> {
    let inner = Config(&build.node.config).text("nodeType").ok().flatten();
    let kind = inner.and_then(|name| registry::find(&name));
    kind.map(|kind| kind.all_outcomes(build)).unwrap_or_default()
}

impl Node for Provider {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        match self.configure(visit) {
            Ok(node) => node.visit(visit),
            Err(reason) => {
                let text = format!("Failed to configure node: {}: {reason}", self.node_type);
                visit.effects.log(LogLevel::Error, text);
                Ok(Step::go("CONFIGURATION_FAILED", &FAILED))
            }
        }
    }

    fn explain(&self, visit: &Visit<'_>) -> Why {
        let label = registry::find(&self.node_type).map_or(self.node_type.as_ref(), |kind| kind.label());
        visit.try_out(|visit| match self.configure(visit) {
            Ok(node) => {
                let fits = format!("the script set config to a map that fits {label}");
                node.explain(visit)
                    .not("CONFIGURATION_FAILED", &FAILED, fits)
                    .fact("config", "a map that fits")
            }
            Err(reason) => {
                let mut why = Why::outcome("CONFIGURATION_FAILED", &FAILED, reason.trim_end_matches('.'));
                for outcome in &self.outcomes {
                    let not = format!("without a configuration there is no {label} to run");
                    why = why.not(outcome.id.to_string(), &FAILED, not);
                }
                why.fact("config", "does not fit")
            }
        })
    }

    fn inputs(&self) -> Inputs {
        self.inputs.clone()
    }
}

impl Provider {
    fn configure(&self, visit: &mut Visit<'_>) -> Result<Arc<dyn Node>, String> {
        let result = self.script.run(visit, ScriptKind::ConfigProvider).map_err(|error| error.to_string())?;
        let Some(config @ Value::Object(_)) = result.config else {
            return Err("Script must set 'config' to a Map.".to_owned());
        };
        let kind = registry::find(&self.node_type)
            .ok_or_else(|| format!("the simulator does not know the node type {}", self.node_type))?;
        let node = NodeDef {
            node_type: self.node_type.clone(),
            config: Arc::new(config.to_masked_json()),
            ..self.node.clone()
        };
        let build =
            Build { node: &node, journey: &self.journey, definitions: &self.definitions, realm: &self.realm };
        kind.build(&build).map_err(|error| error.to_string())
    }
}
