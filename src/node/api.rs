//! What a node type is, what a node sees on a visit, and what it can do.

use std::borrow::Cow;
use std::fmt::Debug;
use std::sync::Arc;

use indexmap::IndexMap;
use thiserror::Error;

use super::declaration::Declaration;
use super::role::Role;
use super::settings::{Meaning, Setting};
use super::why::Why;
use crate::identity::{Identities, Realm};
use crate::journey::{Definitions, Journey, NodeDef};
use crate::page::{Callback, Page};
use crate::script::{LogLevel, LogLine, Request};
use crate::transaction::{Change, Transactions};
use crate::value::{Millis, NodeState, Object, Rule, SeededRandom};

/// A node type: everything the simulator knows about, say, `PollingWaitNode`.
///
/// What can be known of it without running a node is declared, and read from there by everything: the
/// world, `check`, `describe`, `explain` and the screen. What a node does is in [`Node`].
pub trait NodeType: Debug + Sync {
    /// What it declares.
    fn declaration(&self) -> &'static Declaration;
    /// Reads a configuration. Called once for each node, when a world is set up.
    ///
    /// # Errors
    /// A value that its declaration does not allow.
    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError>;

    /// The name in exports.
    fn name(&self) -> &'static str {
        self.declaration().name
    }
    /// The name in the vendor's documentation.
    fn label(&self) -> &'static str {
        self.declaration().label
    }
    /// What it is for.
    fn role(&self) -> Role {
        self.declaration().role
    }
    /// The rules it follows.
    fn rules(&self) -> &'static [Rule] {
        self.declaration().rules
    }
    /// Its settings.
    fn settings(&self) -> &'static [Setting] {
        self.declaration().settings
    }
    /// The setting with a meaning.
    fn setting(&self, means: Meaning) -> Option<&'static Setting> {
        self.declaration().setting(means)
    }
    /// The outcomes that a configuration can have.
    fn outcomes(&self, build: &Build<'_>) -> Vec<OutcomeDef> {
        self.declaration().outcomes(build, false)
    }
    /// Every outcome that the type can have under any configuration.
    fn all_outcomes(&self, build: &Build<'_>) -> Vec<OutcomeDef> {
        self.declaration().outcomes(build, true)
    }
}

/// One configured node.
pub trait Node: Debug + Send + Sync {
    /// Runs the node once.
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError>;
    /// Why a visit comes to what it comes to, and why to none of the other outcomes: from the facts
    /// that [`Node::visit`] decides by. Changes nothing; what has to be run for it is run on copies
    /// ([`Visit::try_out`]).
    fn explain(&self, visit: &Visit<'_>) -> Why;
    /// The state keys it declares as inputs: transient keys that a later node needs survive a
    /// round trip as secure state.
    fn inputs(&self) -> Inputs {
        Inputs::Keys(Vec::new())
    }
    /// The journey that it may enter: what that one's nodes declare counts as its inputs too.
    fn inner_journey(&self) -> Option<&Arc<str>> {
        None
    }
}

/// The state keys a node declares as inputs.
#[derive(Clone, Debug, PartialEq)]
pub enum Inputs {
    /// `*`
    All,
    /// These.
    Keys(Vec<Arc<str>>),
}

impl Inputs {
    /// Those that a script declares, `*` being all.
    pub(super) fn of_script(keys: Vec<Arc<str>>) -> Self {
        if keys.iter().any(|key| key.as_ref() == "*") { Self::All } else { Self::Keys(keys) }
    }
}

/// An outcome: the id in `connections`, and the name the vendor's documentation gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeDef {
    /// The id.
    pub id: Arc<str>,
    /// The display name.
    pub name: Arc<str>,
}

impl OutcomeDef {
    /// An outcome.
    pub fn new(id: &str, name: &str) -> Self {
        Self { id: id.into(), name: name.into() }
    }
}

/// What a node type is given to read a configuration.
#[derive(Clone, Copy, Debug)]
pub struct Build<'a> {
    /// The node.
    pub node: &'a NodeDef,
    /// Its journey.
    pub journey: &'a Arc<Journey>,
    /// Everything that was loaded, for scripts and other journeys.
    pub definitions: &'a Arc<Definitions>,
    /// Realm settings.
    pub realm: &'a Arc<Realm>,
}

/// A configuration that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{key}: {what}")]
pub struct BuildError {
    /// The configuration key, such as `secondsToWait`.
    pub key: String,
    /// What is wrong and how to mend it.
    pub what: String,
}

/// A node that threw. The journey ends; the cause goes to the log.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct NodeError {
    /// The cause, without secrets.
    pub message: String,
    /// The rule by which this is an error.
    pub rule: &'static Rule,
}

impl NodeError {
    /// An error by a rule.
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self { message: message.into(), rule }
    }
}

/// What a visit came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Send callbacks to the client: the request ends, the session waits.
    Send(Page),
    /// Go on by an outcome, decided by a rule.
    GoTo {
        /// The outcome's id.
        outcome: Cow<'static, str>,
        /// The rule that decided.
        rule: &'static Rule,
    },
    /// Run another journey with this session's state, then come back with its end as the outcome:
    /// `true`, `false`, or `error` where the node shows it.
    Enter {
        /// The journey.
        journey: Arc<str>,
        /// Whether an error of the inner journey becomes the outcome `error`.
        error_outcome: bool,
    },
}

impl Step {
    /// Go on by an outcome with a fixed id.
    pub fn go(outcome: &'static str, rule: &'static Rule) -> Self {
        Self::GoTo { outcome: Cow::Borrowed(outcome), rule }
    }
}

/// Who the journey has identified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identified {
    /// A user, by user name.
    User(Arc<str>),
    /// An agent, by name.
    Agent(Arc<str>),
}

/// What a visit did besides its step.
#[derive(Clone, Debug, Default)]
pub struct Effects {
    /// Log lines, in order.
    pub log: Vec<LogLine>,
    /// Changes of transactions, in order.
    pub transactions: Vec<(uuid::Uuid, Change)>,
    /// Session properties to set.
    pub session_properties: IndexMap<Arc<str>, Arc<str>>,
    /// Session properties to remove.
    pub removed_session_properties: Vec<Arc<str>>,
    /// Longest session, minutes.
    pub max_session_time: Option<i64>,
    /// Longest idle time, minutes.
    pub max_idle_time: Option<i64>,
    /// Whom the node identified.
    pub identified: Option<Identified>,
    /// What the person is told should the journey fail from here.
    pub error_message: Option<Arc<str>>,
}

impl Effects {
    /// Writes a log line. The caller keeps secrets out of it.
    pub fn log(&mut self, level: LogLevel, text: impl Into<Arc<str>>) {
        self.log.push(LogLine { level, text: text.into() });
    }
}

/// What a node sees and may change on a visit.
#[derive(Debug)]
pub struct Visit<'a> {
    /// The node's id.
    pub node_id: &'a Arc<str>,
    /// The node's display name.
    pub node_name: &'a Arc<str>,
    /// World time.
    pub now: Millis,
    /// The state.
    pub state: &'a mut NodeState,
    /// The callbacks that came back from the client for this node; empty on a first visit.
    pub callbacks: &'a [Callback],
    /// Whether the journey was resumed from a suspension.
    pub resumed: bool,
    /// The request.
    pub request: &'a Arc<Request>,
    /// Realm settings.
    pub realm: &'a Arc<Realm>,
    /// The journey's identity resource, such as `managed/alpha_user`.
    pub identity_resource: &'a Arc<str>,
    /// Properties of the session that the person already had.
    pub existing_session: Option<&'a Object>,
    /// The transaction by whose link this session was started, if any.
    pub transaction: Option<uuid::Uuid>,
    /// Users and agents.
    pub identities: &'a mut Identities,
    /// The transaction store.
    pub transactions: &'a mut Transactions,
    /// The world's generator.
    pub random: &'a mut SeededRandom,
    /// What else happens.
    pub effects: &'a mut Effects,
}

impl Visit<'_> {
    /// Does something on a visit like this one whose changes are thrown away.
    pub fn try_out<R>(&self, run: impl FnOnce(&mut Visit<'_>) -> R) -> R {
        let mut state = self.state.clone();
        let mut identities = self.identities.clone();
        let mut transactions = self.transactions.clone();
        let mut random = self.random.clone();
        let mut effects = Effects::default();
        run(&mut Visit {
            state: &mut state,
            identities: &mut identities,
            transactions: &mut transactions,
            random: &mut random,
            effects: &mut effects,
            node_id: self.node_id,
            node_name: self.node_name,
            now: self.now,
            callbacks: self.callbacks,
            resumed: self.resumed,
            request: self.request,
            realm: self.realm,
            identity_resource: self.identity_resource,
            existing_session: self.existing_session,
            transaction: self.transaction,
        })
    }

    /// The same visit for a child of a page, with callbacks of its own.
    pub fn child<'b>(
        &'b mut self,
        node_id: &'b Arc<str>,
        node_name: &'b Arc<str>,
        callbacks: &'b [Callback],
    ) -> Visit<'b> {
        Visit {
            node_id,
            node_name,
            callbacks,
            now: self.now,
            state: self.state,
            resumed: self.resumed,
            request: self.request,
            realm: self.realm,
            identity_resource: self.identity_resource,
            existing_session: self.existing_session,
            transaction: self.transaction,
            identities: self.identities,
            transactions: self.transactions,
            random: self.random,
            effects: self.effects,
        }
    }
}
