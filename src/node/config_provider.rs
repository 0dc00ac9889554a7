//! Configuration Provider.

use std::sync::Arc;

use super::api::{Build, BuildError, Inputs, Node, NodeError, NodeType, OutcomeDef, Step, Visit};
use super::config::Config;
use super::declaration::{Blocks, Declaration, Outcome, Outcomes, Proof};
use super::registry;
use super::role::Role;
use super::script_call::ScriptRef;
use super::settings::{Meaning, Setting};
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

const NODE_TYPE: Setting = Setting::text("nodeType", "Node Type").required().meaning(Meaning::NodeType);
const SCRIPT: Setting = Setting::text("script", "Script").required().meaning(Meaning::Script);
const INPUTS: Setting = Setting::texts("scriptInputs", "Script Inputs", &["*"]);

const CONFIGURATION_FAILED: &str = "CONFIGURATION_FAILED";

const DECLARATION: Declaration = Declaration {
    name: "ConfigProviderNode",
    label: "Configuration Provider",
    role: Role::Provider,
    rules: RULES,
    settings: &[SCRIPT, NODE_TYPE, INPUTS],
    keys: &[],
    outcomes: Outcomes::OfProvided(Outcome::new(CONFIGURATION_FAILED, "Configuration failure")),
    proof: Proof::Unknown,
    blocks: Blocks::Sends,
};

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
    definitions: Arc<Definitions>,
    realm: Arc<Realm>,
}

impl NodeType for ConfigProvider {
    fn declaration(&self) -> &'static Declaration {
        &DECLARATION
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config::of(build);
        let inputs = config.texts(&INPUTS)?;
        let node_type = config.some_text(&NODE_TYPE)?;
        Ok(Arc::new(Provider {
            outcomes: self.all_outcomes(build),
            inputs: inputs_of(build, inputs.clone()),
            node_type,
            script: ScriptRef::new(build, config.some_text(&SCRIPT)?, inputs),
            node: build.node.clone(),
            journey: build.journey.clone(),
            definitions: build.definitions.clone(),
            realm: build.realm.clone(),
        }))
    }
}

/// What the script declares, and what the configured type declares without a configuration.
/// Rule `config-provider.inputs`.
fn inputs_of(build: &Build<'_>, script: Vec<Arc<str>>) -> Inputs {
    let Inputs::Keys(mut keys) = Inputs::of_script(script) else { return Inputs::All };
    let empty = NodeDef { config: Arc::new(serde_json::json!({})), ..build.node.clone() };
    let inner =
        registry::provided(build.node).and_then(|kind| kind.build(&Build { node: &empty, ..*build }).ok());
    match inner.map(|node| node.inputs()) {
        Some(Inputs::All) => return Inputs::All,
        Some(Inputs::Keys(more)) => keys.extend(more),
        None => {}
    }
    Inputs::Keys(keys)
}

impl Node for Provider {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        match self.configure(visit) {
            Ok(node) => node.visit(visit),
            Err(reason) => {
                let text = format!("Failed to configure node: {}: {reason}", self.node_type);
                visit.effects.log(LogLevel::Error, text);
                Ok(Step::go(CONFIGURATION_FAILED, &FAILED))
            }
        }
    }

    fn explain(&self, visit: &Visit<'_>) -> Why {
        let label = registry::provided(&self.node).map_or(self.node_type.as_ref(), |kind| kind.label());
        visit.try_out(|visit| match self.configure(visit) {
            Ok(node) => {
                let fits = format!("the script set config to a map that fits {label}");
                node.explain(visit).not(CONFIGURATION_FAILED, &FAILED, fits).fact("config", "a map that fits")
            }
            Err(reason) => {
                let mut why = Why::outcome(CONFIGURATION_FAILED, &FAILED, reason.trim_end_matches('.'));
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
        let kind = registry::provided(&self.node)
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
