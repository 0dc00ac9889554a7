//! What a scenario file says. `jsim schema scenario` prints these types as a JSON Schema.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::expect::Expectation;
use crate::drive::{BACKCHANNEL, MAIN};
use crate::engine::ClientId;
use crate::identity::UserStatus;

/// A session written down: what is done, and what must come of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("anyOf" = [
    {"required": ["steps"], "properties": {"steps": {"minItems": 1}}},
    {"required": ["expect"], "properties": {"expect": {"minItems": 1}}},
]))]
pub struct Scenario {
    /// Where this schema is; ignored.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// What the scenario shows, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Folder with the journey exports, from the folder of this file. Without it, the shipped
    /// journeys, or those of --journeys.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub journeys: Option<String>,
    /// The main journey. Without it, the first that starts a backchannel journey.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub journey: Option<Arc<str>>,
    /// The seed of ids and random numbers; 1 without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 18_446_744_073_709_551_615_u64))]
    pub seed: Option<u64>,
    /// What differs from the realm that the journeys come with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub realm: Option<RealmOverride>,
    /// What is done, in order. MAIN has opened its journey already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100_000))]
    pub steps: Vec<Step>,
    /// What must hold at the end, of the whole run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expect: Vec<Expectation>,
}

impl Scenario {
    /// The names of the secrets that it does not hold.
    pub fn prompts(&self) -> Vec<&str> {
        let answers = self.steps.iter().filter_map(|step| step.answer.as_ref()).flat_map(IndexMap::values);
        let mut names = Vec::new();
        for answer in answers {
            if let AnswerValue::Prompt { prompt } = answer
                && !names.contains(&prompt.as_ref())
            {
                names.push(prompt.as_ref());
            }
        }
        names
    }
}

/// What differs from the realm that the journeys come with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RealmOverride {
    /// Life of a transaction whose Backchannel Initialize sets no Max Time, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 31_536_000))]
    pub transaction_time_to_live: Option<u64>,
    /// Users that are changed (those that the realm has) or added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<UserOverride>,
}

/// A user that is changed or added. It has no password here: a user of the realm keeps theirs, a
/// new one gets one that `passwordOf` knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UserOverride {
    /// The user name.
    #[schemars(length(min = 1))]
    pub user_name: Arc<str>,
    /// How the account stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<UserStatusName>,
    /// `false`: queries answer the user, the identity store does not know them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_store: Option<bool>,
    /// Attributes that are set, beside those the user has.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    #[schemars(extend("propertyNames" = {"not": {"enum": ["_id", "userName", "password", "userPassword", "accountStatus"]}}))]
    pub attributes: IndexMap<String, serde_json::Value>,
}

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum UserStatusName {
    /// May log in.
    Active,
    /// Switched off.
    Inactive,
    /// Locked by the account lockout.
    Locked,
    /// The password's life is over.
    PasswordExpired,
    /// The password must be changed at the next login.
    PasswordReset,
}

/// One thing that is done, and what must come of it at once. Exactly one of the verbs, or none
/// where only `expect` is there; `answer` and `press` go together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(transform = super::schema::one_verb)]
pub struct Step {
    /// Why this step is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who does it: needed by answer, press, resubmit, start and closeTab; `openLink` is
    /// the backchannel side's unless it is here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// Verb: fills the page in and sends it. From the prompt, or `#1` for the first callback of the
    /// page, to the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minProperties" = 1))]
    pub answer: Option<IndexMap<String, AnswerValue>>,
    /// Verb: presses a button of the page: its text, or its index from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = super::schema::button)]
    pub press: Option<AnswerValue>,
    /// Verb: sends the page back as it is, such as a polling wait before its time.
    #[serde(skip_serializing_if = "is_false")]
    #[serde(default)]
    #[schemars(extend("const" = true))]
    pub resubmit: bool,
    /// Verb: opens the newest link of MAIN (`true`), or this link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_link: Option<LinkChoice>,
    /// Verb: lets this many milliseconds (not seconds) of world time pass, at most a year. Waits that end meanwhile are re-submitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 31_536_000_000_u64))]
    pub wait: Option<u64>,
    /// Verb: skips to the next wake-up, this many times.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 100_000))]
    pub skip: Option<u32>,
    /// Verb: pauses, and visits this many single nodes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 100_000))]
    pub step: Option<u32>,
    /// Verb: `true`: requests stay in flight from now on, until `step` visits nodes; `false`: they
    /// run on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pause: Option<bool>,
    /// Verb: makes something fail, or work again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// Verb: starts a side again, or everything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart: Option<RestartWhat>,
    /// Verb: opens the address of this journey.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub start: Option<Arc<str>>,
    /// Verb: closes the tab; the session stays behind unfinished.
    #[serde(skip_serializing_if = "is_false")]
    #[serde(default)]
    #[schemars(extend("const" = true))]
    pub close_tab: bool,
    /// What must hold after this step: of what it made happen, and of the state then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expect: Vec<Expectation>,
}

fn is_false(flag: &bool) -> bool {
    !*flag
}

/// A side of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The client of the main journey.
    Main,
    /// The client of the backchannel journey.
    Backchannel,
}

impl Side {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Main, Self::Backchannel];

    /// The client.
    pub fn client(self) -> ClientId {
        match self {
            Self::Main => MAIN,
            Self::Backchannel => BACKCHANNEL,
        }
    }

    /// The side of a client.
    pub fn of(client: ClientId) -> Self {
        if client == MAIN { Self::Main } else { Self::Backchannel }
    }

    /// As scenarios spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Backchannel => "backchannel",
        }
    }
}

/// The value for one callback.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum AnswerValue {
    /// A text; of a choice, the choice's text. For a password only the empty text is allowed.
    Text(Arc<str>),
    /// Of a choice, its index from 0.
    Index(#[schemars(range(min = 0, max = 10_000))] i64),
    /// Several choices by index from 0.
    Indices(#[schemars(inner(range(min = 0, max = 10_000)))] Vec<i64>),
    /// The password of a user or agent of the realm.
    #[schemars(extend("additionalProperties" = false))]
    PasswordOf {
        /// The user's or agent's name.
        #[serde(rename = "passwordOf")]
        #[schemars(length(min = 1))]
        password_of: Arc<str>,
    },
    /// A secret that is not written down. `jsim run --answer NAME=@env:VARIABLE` supplies it;
    /// without that it is a fixed text that is no user's password.
    #[schemars(extend("additionalProperties" = false))]
    Prompt {
        /// What it is called here, such as `a wrong password`.
        #[schemars(length(min = 1))]
        prompt: Arc<str>,
    },
    /// The input fields of any other callback.
    #[schemars(extend("additionalProperties" = false))]
    Fields {
        /// Name to value.
        fields: IndexMap<Arc<str>, serde_json::Value>,
    },
}

/// Which link.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum LinkChoice {
    /// `true`: the newest link of MAIN.
    #[schemars(extend("const" = true))]
    Newest(bool),
    /// The link of a transaction by its number, from 1 in the order they were made.
    Number(#[schemars(range(min = 1, max = 100_000))] u32),
    /// This very link.
    Link(Arc<str>),
}

/// What is made to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Fault {
    /// The transaction store fails from now on.
    StoreFails,
    /// The transaction store works again.
    StoreWorks,
}

/// What is started again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RestartWhat {
    /// MAIN opens its journey again.
    Main,
    /// BACKCHANNEL opens the newest link again.
    Backchannel,
    /// Everything, with the same seed: what happened before is gone, expectations included.
    All,
}

impl From<UserStatusName> for UserStatus {
    fn from(name: UserStatusName) -> Self {
        match name {
            UserStatusName::Active => Self::Active,
            UserStatusName::Inactive => Self::Inactive,
            UserStatusName::Locked => Self::Locked,
            UserStatusName::PasswordExpired => Self::PasswordExpired,
            UserStatusName::PasswordReset => Self::PasswordReset,
        }
    }
}
