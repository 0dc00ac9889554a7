//! Backchannel Initialize.

use std::sync::Arc;

use super::api::{Build, BuildError, Inputs, Node, NodeError, NodeType, Step, Visit};
use super::config::Config;
use super::declaration::{Blocks, Declaration, KeyName, Outcome, Outcomes, Proof, StateKey, When};
use super::facts::JourneyUse;
use super::role::Role;
use super::settings::{Amount, Meaning, Setting};
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

const TREE: Setting =
    Setting::text("tree", "Journey").required().meaning(Meaning::Journey(JourneyUse::Backchannel));
const USER: &str = "User";
const AGENT: &str = "Agent";
const ANYONE: &str = "None";
const SUBJECT_TYPE: Setting = Setting::one_of("idType", "Subject Type", &[USER, AGENT, ANYONE], USER);
const SUBJECT: Setting = Setting::text_or("usernameKey", "Subject Name Key", "username");
const DATA: Setting = Setting::text("dataKey", "Data Key");
const URL_TYPE: Setting =
    Setting::one_of("redirectUrlType", "Redirect URL Type", &["Get", "Post", "Custom", "None"], "Post");
const CUSTOM_URL: Setting = Setting::text("customRedirectUrl", "Custom Redirect URL");
const LIFE: Setting =
    Setting::number("timeout", "Max Time", Amount::TransactionLife, "seconds").meaning(Meaning::Life);
const ALLOW_RETRY: Setting = Setting::flag("allowRetry", "Allow Retry", true);

const DECLARATION: Declaration = Declaration {
    name: "BackChannelInitNode",
    label: "Backchannel Initialize",
    role: Role::Initialize,
    rules: RULES,
    settings: &[TREE, SUBJECT_TYPE, SUBJECT, DATA, URL_TYPE, CUSTOM_URL, LIFE, ALLOW_RETRY],
    keys: &[
        StateKey::read(KeyName::In(&SUBJECT)).when(When::Not(&SUBJECT_TYPE, ANYONE)),
        StateKey::read(KeyName::In(&DATA)),
        StateKey::shared(KeyName::Fixed("backchannel-transaction")),
        StateKey::shared(KeyName::Fixed("backchannel-redirectUri")),
        StateKey::shared(KeyName::Fixed("backchannel-data")).when(When::Set(&DATA)),
    ],
    outcomes: Outcomes::Fixed(&[
        Outcome::new("Created", "Created"),
        Outcome::new("Unknown Subject", "Unknown Subject"),
        Outcome::new("Error", "Error"),
    ]),
    proof: Proof::Nothing,
    blocks: Blocks::Never,
};

/// The type.
#[derive(Debug)]
pub(super) struct BackchannelInit;

#[derive(Debug)]
struct Init {
    tree: Arc<str>,
    tree_exists: bool,
    /// As it is declared.
    id_type: &'static str,
    username_key: Arc<str>,
    data_key: Option<Arc<str>>,
    link_start: Option<String>,
    life: Millis,
    allow_retry: bool,
}

impl NodeType for BackchannelInit {
    fn declaration(&self) -> &'static Declaration {
        &DECLARATION
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config::of(build);
        let tree = config.some_text(&TREE)?;
        let life = config.number(&LIFE)?.and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or(0);
        Ok(Arc::new(Init {
            id_type: config.one_of(&SUBJECT_TYPE)?,
            tree_exists: build.definitions.journeys.get(&tree).is_some_and(|journey| journey.enabled),
            tree,
            username_key: config.some_text(&SUBJECT)?,
            data_key: config.text(&DATA)?,
            link_start: link_start(config, build)?,
            life: Millis::from_secs(life),
            allow_retry: config.flag(&ALLOW_RETRY)?,
        }))
    }
}

/// Everything of the link but the id; `None` for the type None.
fn link_start(config: Config<'_>, build: &Build<'_>) -> Result<Option<String>, BuildError> {
    let base = build.realm.base_url.trim_end_matches('/');
    let start = match config.one_of(&URL_TYPE)? {
        "Post" => format!("{base}/UI/Login"),
        "Get" => format!("{base}/XUI/"),
        "Custom" => config.some_text(&CUSTOM_URL)?.to_string(),
        _ => return Ok(None),
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
        let kind = if self.id_type == AGENT { "agent" } else { "user" };
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
                let record = self.id_type == USER && visit.identities.find_record(name).is_some();
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
        why.fact(key.to_string(), name.unwrap_or_else(|| "not there".into()))
            .fact(SUBJECT_TYPE.key, self.id_type)
            .fact(TREE.key, tree)
            .fact("journey exists", self.tree_exists)
            .fact("life", format!("{} s", self.life))
            .fact(ALLOW_RETRY.key, self.allow_retry)
    }

    fn inputs(&self) -> Inputs {
        Inputs::Keys([Some(self.username_key.clone()), self.data_key.clone()].into_iter().flatten().collect())
    }
}

impl Init {
    fn find(&self, visit: &Visit<'_>) -> Found {
        if self.id_type == ANYONE {
            return Found::Subject(Subject::Anyone);
        }
        let name = visit.state.get(&self.username_key).and_then(Value::as_str);
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            return Found::Nothing { empty: name.is_some() };
        };
        let known = match self.id_type {
            AGENT => visit.identities.agent(name).is_some(),
            _ => visit.identities.find(name).is_some(),
        };
        match (known, self.id_type) {
            (false, _) => Found::Nobody(name.into()),
            (true, AGENT) => Found::Subject(Subject::Agent(name.into())),
            (true, _) => Found::Subject(Subject::User(name.into())),
        }
    }
}
