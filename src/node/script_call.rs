//! Running a script on behalf of a node.

use std::sync::Arc;

use super::api::{Build, Visit};
use crate::journey::ScriptDef;
use crate::script::{self, ScriptEnv, ScriptError, ScriptKind, ScriptResult};
use crate::value::Redactor;

/// The script a node refers to; a missing one is told on the visit, not before.
#[derive(Debug)]
pub(super) struct ScriptRef {
    id: Arc<str>,
    script: Option<Arc<ScriptDef>>,
    visible_keys: Option<Arc<[Arc<str>]>>,
    outputs: Option<Arc<[Arc<str>]>>,
}

/// The keys of a list; `None` for all, which is what `*` means.
fn named(keys: Vec<Arc<str>>) -> Option<Arc<[Arc<str>]>> {
    (!keys.iter().any(|key| key.as_ref() == "*")).then(|| Arc::from(keys))
}

impl ScriptRef {
    /// Looks a script up. `inputs` are the state keys it may read; `*` for all.
    pub(super) fn new(build: &Build<'_>, id: Arc<str>, inputs: Vec<Arc<str>>) -> Self {
        let script = build.definitions.scripts.get(&id).cloned();
        Self { script, id, visible_keys: named(inputs), outputs: None }
    }

    /// With the state keys that a legacy script declares as outputs.
    pub(super) fn with_outputs(self, outputs: Vec<Arc<str>>) -> Self {
        Self { outputs: named(outputs), ..self }
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        self.script.as_ref().map_or(&self.id, |script| &script.name)
    }

    /// Masks the secrets that are known on a visit.
    pub(super) fn redactor(&self, visit: &Visit<'_>) -> Redactor {
        let mut redactor = Redactor::default();
        visit.state.register_secrets(&mut redactor);
        for callback in visit.callbacks {
            callback.for_each_secret(&mut |secret| redactor.learn(secret));
        }
        redactor
    }

    /// Runs it and puts back what it changed. An error is its own text, without secrets.
    pub(super) fn run(&self, visit: &mut Visit<'_>, kind: ScriptKind) -> Result<ScriptResult, ScriptError> {
        let script = self.script.as_ref().ok_or_else(|| ScriptError {
            script: self.id.clone(),
            line: None,
            column: None,
            message: "the export holds no script with this id; export the journey with its scripts"
                .to_owned(),
        })?;
        let redactor = self.redactor(visit);
        let run = script::run(
            script,
            kind,
            ScriptEnv {
                now: visit.now,
                state: visit.state.clone(),
                visible_keys: self.visible_keys.clone(),
                outputs: self.outputs.clone(),
                callbacks: visit.callbacks.to_vec(),
                identities: visit.identities.clone(),
                random: visit.random.clone(),
                realm: visit.realm.clone(),
                request: visit.request.clone(),
                existing_session: visit.existing_session.cloned(),
                resumed_from_suspend: visit.resumed,
                redactor,
            },
        );
        *visit.state = run.state;
        *visit.identities = run.identities;
        *visit.random = run.random;
        visit.effects.log.extend(run.log);
        run.result
    }
}
