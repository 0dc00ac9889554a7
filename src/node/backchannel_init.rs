//! Backchannel Initialize.

use std::sync::Arc;

use super::api::{Build, BuildError, Inputs, Node, NodeError, NodeType, OutcomeDef, Step, Visit};
use super::config::Config;
use super::facts::{Facts, JourneyLink, JourneyUse, KeyUse};
use super::role::Role;
use super::why::Why;
use crate::script::LogLevel;
use crate::transaction::{Change, Subject, Transaction, TransactionResult, TransactionState};
use crate::value::{Millis, Object, Rule, Source, Value};

const PAGE: Source = Source::Doc("Backchannel Initialize node");

const CREATED: Rule = Rule::new(
    "backchannel-init.created",
    "A transaction is made; its id is written to backchannel-transaction.",
    PAGE,
);
const NO_SUBJECT: Rule = Rule::new(
    "backchannel-init.error-subject",
    "A subject that cannot be read from state is Error, with the warning \"Error retrieving subject from node state.\"",
    PAGE,
);
const UNKNOWN: Rule = Rule::new(
    "backchannel-init.unknown-subject",
    "A subject that matches no identity is Unknown Subject.",
    PAGE,
);
const NO_JOURNEY: Rule = Rule::new(
    "backchannel-init.error-journey",
    "A journey that does not exist is Error, with the error \"Error initializing back channel transaction.\"",
    Source::Assumed("the text is documented, what causes it is not"),
);
const ID_TYPE: Rule = Rule::new(
    "backchannel-init.id-type",
    "Subject Type is User, Agent or None, in any case; None lets anybody log in.",
    PAGE,
);
const ORDER: Rule = Rule::new(
    "backchannel-init.order",
    "The subject is looked up before the journey is.",
    Source::Assumed("the order is not documented"),
);
const RULES: &[Rule] = &[
    CREATED,
    NO_SUBJECT,
    UNKNOWN,
    NO_JOURNEY,
    Rule::new(
        "backchannel-init.redirect-uri",
        "The redirect URI is {base}/UI/Login?realm=…&authIndexType=transaction&authIndexValue={id}; type Get uses /XUI/, Custom the configured address, None writes no URI.",
        PAGE,
    ),
    Rule::new(
        "backchannel-init.redirect-default",
        "Without a Redirect URL Type the address is that of Post.",
        Source::Assumed("no default is documented; the address that the documentation shows is that of Post"),
    ),
    Rule::new(
        "backchannel-init.data",
        "The object at the data key becomes the transaction's data and is kept in backchannel-data.",
        PAGE,
    ),
    ID_TYPE,
    ORDER,
];

/// The type.
#[derive(Debug)]
pub(super) struct BackchannelInit;

#[derive(Clone, Copy, Debug, PartialEq)]
enum IdType {
    User,
    Agent,
    Anyone,
}

#[derive(Debug)]
struct Init {
    tree: Arc<str>,
    tree_exists: bool,
    id_type: IdType,
    username_key: Arc<str>,
    data_key: Option<Arc<str>>,
    link_start: Option<String>,
    life: Millis,
    allow_retry: bool,
}

impl NodeType for BackchannelInit {
    fn name(&self) -> &'static str {
        "BackChannelInitNode"
    }

    fn label(&self) -> &'static str {
        "Backchannel Initialize"
    }

    fn role(&self) -> Role {
        Role::Initialize
    }

    fn rules(&self) -> &'static [Rule] {
        RULES
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config(&build.node.config);
        let tree = config.required("tree")?;
        let id_type = config.text("idType")?.unwrap_or_else(|| "User".into());
        let id_type = match id_type.to_ascii_lowercase().as_str() {
            "user" => IdType::User,
            "agent" => IdType::Agent,
            "none" => IdType::Anyone,
            other => return Err(one_of("idType", other, "User, Agent or None")),
        };
        Ok(Arc::new(Init {
            tree_exists: build.definitions.journeys.get(&tree).is_some_and(|journey| journey.enabled),
            tree,
            id_type,
            username_key: config.text("usernameKey")?.unwrap_or_else(|| "username".into()),
            data_key: config.text("dataKey")?.filter(|key| !key.is_empty()),
            link_start: link_start(config, build)?,
            life: Millis::from_secs(
                config.optional_number("timeout")?.unwrap_or(build.realm.transaction_ttl_s),
            ),
            allow_retry: config.flag("allowRetry", true)?,
        }))
    }

    fn outcomes(&self, _: &Build<'_>) -> Vec<OutcomeDef> {
        vec![
            OutcomeDef::new("Created", "Created"),
            OutcomeDef::new("Unknown Subject", "Unknown Subject"),
            OutcomeDef::new("Error", "Error"),
        ]
    }

    fn facts(&self, build: &Build<'_>) -> Facts {
        let config = Config(&build.node.config);
        let text = |key| config.text(key).ok().flatten().filter(|text| !text.is_empty());
        let anyone = text("idType").is_some_and(|kind| kind.eq_ignore_ascii_case("none"));
        let subject = text("usernameKey").unwrap_or_else(|| "username".into());
        let data = text("dataKey");
        let mut keys: Vec<KeyUse> = Vec::new();
        keys.extend(Some(subject).filter(|_| !anyone).map(KeyUse::read));
        keys.extend(data.clone().map(KeyUse::read));
        keys.extend(["backchannel-transaction", "backchannel-redirectUri"].map(KeyUse::shared));
        keys.extend(data.map(|_| KeyUse::shared("backchannel-data")));
        let link = |journey| JourneyLink { journey, how: JourneyUse::Backchannel };
        Facts { journeys: text("tree").map(link).into_iter().collect(), ..Facts::of_keys(keys) }
    }
}

fn one_of(key: &str, found: &str, known: &str) -> BuildError {
    BuildError { key: key.to_owned(), what: format!("\"{found}\" is not one of {known}") }
}

/// Everything of the link but the id; `None` for the type None.
fn link_start(config: Config<'_>, build: &Build<'_>) -> Result<Option<String>, BuildError> {
    let kind = config.text("redirectUrlType")?.unwrap_or_else(|| "Post".into());
    let base = build.realm.base_url.trim_end_matches('/');
    let start = match kind.to_ascii_lowercase().as_str() {
        "none" => return Ok(None),
        "post" => format!("{base}/UI/Login"),
        "get" => format!("{base}/XUI/"),
        "custom" => config.required("customRedirectUrl")?.to_string(),
        other => return Err(one_of("redirectUrlType", other, "Get, Post, Custom or None")),
    };
    let join = if start.contains('?') { '&' } else { '?' };
    Ok(Some(format!("{start}{join}realm={}&authIndexType=transaction&authIndexValue=", build.realm.name)))
}

/// What came of looking for the subject.
#[derive(Debug)]
enum Found {
    /// It is known, or none is needed.
    Subject(Subject),
    /// State has no text at the key; whether the text is there but empty.
    Nothing { empty: bool },
    /// Nobody has that name.
    Nobody(Arc<str>),
}

impl Node for Init {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        let subject = match self.find(visit) {
            Found::Subject(subject) => subject,
            Found::Nothing { .. } => {
                visit.effects.log(LogLevel::Warning, "Error retrieving subject from node state.");
                return Ok(Step::go("Error", &NO_SUBJECT));
            }
            Found::Nobody(_) => return Ok(Step::go("Unknown Subject", &UNKNOWN)),
        };
        if !self.tree_exists {
            visit.effects.log(LogLevel::Error, "Error initializing back channel transaction.");
            return Ok(Step::go("Error", &NO_JOURNEY));
        }
        let data = self.data_key.as_ref().and_then(|key| visit.state.get_object(key));
        let id = visit.random.uuid();
        visit.transactions.insert(Transaction {
            id,
            journey: self.tree.clone(),
            subject,
            data: data.as_ref().and_then(Value::as_object).cloned().unwrap_or_else(Object::new),
            state: TransactionState::Created,
            result: TransactionResult::Unknown,
            created_at: visit.now,
            expires_at: visit.now + self.life,
            allow_retry: self.allow_retry,
            session_properties: None,
            notification: None,
            history: imbl::Vector::new(),
        });
        visit.effects.transactions.push((id, Change::Created));
        visit.state.put_shared("backchannel-transaction", id.to_string());
        match &self.link_start {
            Some(start) => visit.state.put_shared("backchannel-redirectUri", format!("{start}{id}")),
            None => visit.state.remove("backchannel-redirectUri"),
        }
        if let Some(data @ Value::Object(_)) = data {
            visit.state.put_shared("backchannel-data", data);
        }
        Ok(Step::go("Created", &CREATED))
    }

    fn explain(&self, visit: &Visit<'_>) -> Why {
        let found = self.find(visit);
        let (key, tree) = (&self.username_key, &self.tree);
        let kind = if self.id_type == IdType::Agent { "agent" } else { "user" };
        let exists = |subject: &Subject| match subject.name() {
            Some(name) => {
                format!("\"{name}\" (from {key}) is {} {kind}", if kind == "agent" { "an" } else { "a" })
            }
            None => "Subject Type is None, so nobody is looked up".to_owned(),
        };
        let why = match &found {
            Found::Subject(subject) if self.tree_exists => {
                let text = format!("{}, and the journey {tree} exists", exists(subject));
                let no_error = match subject.name() {
                    Some(_) => format!("a subject could be read from {key}, and the journey {tree} exists"),
                    None => format!("no subject is needed, and the journey {tree} exists"),
                };
                Why::outcome("Created", &CREATED, text).not("Error", &NO_SUBJECT, no_error)
            }
            Found::Subject(_) => Why::outcome(
                "Error",
                &NO_JOURNEY,
                format!("the journey {tree} does not exist or is not enabled"),
            )
            .not("Created", &CREATED, format!("a link could not start the journey {tree}")),
            Found::Nothing { empty } => {
                let what = if *empty { "an empty text" } else { "no text" };
                let text = if key.is_empty() {
                    "usernameKey is empty, so no name can be read; name the key of state that holds it"
                        .to_owned()
                } else {
                    format!("state has {what} at {key}")
                };
                Why::outcome("Error", &NO_SUBJECT, text)
                    .not("Created", &CREATED, "without a subject no transaction is made")
                    .not("Unknown Subject", &UNKNOWN, "there was no name that could have been unknown")
            }
            Found::Nobody(name) => {
                let record = self.id_type == IdType::User && visit.identities.find_record(name).is_some();
                let record =
                    if record { "; queries answer such a record, the store does not know it" } else { "" };
                let text = format!("the identity store knows no {kind} \"{name}\" (from {key}){record}");
                Why::outcome("Unknown Subject", &UNKNOWN, text)
                    .not(
                        "Created",
                        &CREATED,
                        format!("no transaction is made for \"{name}\", whom nobody knows"),
                    )
                    .not(
                        "Error",
                        &ORDER,
                        format!("a name could be read from {key}, and it is looked up first"),
                    )
            }
        };
        let why = match &found {
            Found::Subject(subject) => {
                let rule = if *subject == Subject::Anyone { &ID_TYPE } else { &UNKNOWN };
                why.not("Unknown Subject", rule, exists(subject))
            }
            _ => why,
        };
        let name = visit.state.get(key).map(|value| value.to_masked_json().to_string());
        let id_type = match self.id_type {
            IdType::User => "User",
            IdType::Agent => "Agent",
            IdType::Anyone => "None",
        };
        why.fact(key.to_string(), name.unwrap_or_else(|| "not there".into()))
            .fact("idType", id_type)
            .fact("tree", tree)
            .fact("journey exists", self.tree_exists)
            .fact("life", format!("{} s", self.life))
            .fact("allowRetry", self.allow_retry)
    }

    fn inputs(&self) -> Inputs {
        Inputs::Keys([Some(self.username_key.clone()), self.data_key.clone()].into_iter().flatten().collect())
    }
}

impl Init {
    fn find(&self, visit: &Visit<'_>) -> Found {
        if self.id_type == IdType::Anyone {
            return Found::Subject(Subject::Anyone);
        }
        let name = visit.state.get(&self.username_key).and_then(Value::as_str);
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            return Found::Nothing { empty: name.is_some() };
        };
        let known = match self.id_type {
            IdType::Agent => visit.identities.agent(name).is_some(),
            _ => visit.identities.find(name).is_some(),
        };
        match (known, self.id_type) {
            (false, _) => Found::Nobody(name.into()),
            (true, IdType::Agent) => Found::Subject(Subject::Agent(name.into())),
            (true, _) => Found::Subject(Subject::User(name.into())),
        }
    }
}
