//! What every node type declares, as a table to read, and what is refused.

use std::fmt::Write;

use serde_json::{Value as Json, json};

use super::config::Config;
use super::settings::{Amount, Kind, Meaning, Setting};
use super::{Outcomes, all};
use crate::identity::Realm;
use crate::journey::NodeDef;

const TABLE: &str = r#"
BackChannelInitNode (Backchannel Initialize): Initialize, proves Nothing, blocks Never
  tree (Journey): text; Journey(Backchannel); required
  idType (Subject Type): User|Agent|None = User
  usernameKey (Subject Name Key): text, also empty = username
  dataKey (Data Key): text
  redirectUrlType (Redirect URL Type): Get|Post|Custom|None = Post
  customRedirectUrl (Custom Redirect URL): text
  timeout (Max Time): seconds 0.. = the realm's transaction time to live; Life
  allowRetry (Allow Retry): flag = true
BackChannelNotificationNode (Backchannel Notification): Notify, proves Nothing, blocks Never
  dataKey (Data Key): text; required
BackchannelNotificationNode (Backchannel Notification): Notify, proves Nothing, blocks Never
  dataKey (Data Key): text; required
BackChannelStatusNode (Backchannel Status): Status, proves Only(["Success"]), blocks Never
  recordData (Record Journey Session Info): flag = false
  recordTransactionData (Record Transaction Data): flag = false
  transactionDataKey (Transaction Data Key): text = backchannel-transactionData
PasswordCollectorNode (Password Collector): Collect, proves Nothing, blocks Sends
UsernameCollectorNode (Username Collector): Collect, proves Nothing, blocks Sends
ConfigProviderNode (Configuration Provider): Provider, proves Unknown, blocks Sends
  script (Script): text; Script; required
  nodeType (Node Type): text; NodeType; required
  scriptInputs (Script Inputs): list = [*]
DataStoreDecisionNode (Data Store Decision): Check, proves Only(["true"]), blocks Never
IdentityStoreDecisionNode (Identity Store Decision): Check, proves AllBut(["FALSE", "LOCKED"]), blocks Never
  minimumPasswordLength (Minimum Password Length): characters 0.. = 8
  mixedCaseForPasswordChangeMessages (Mixed Case for Password Change Messages): flag = false
  useUniversalIdForUsername (Username as Universal Identifier): flag = false
MessageNode (Message): Show, proves Nothing, blocks Sends
  message (Message): texts by locale = Default message
  messageYes (Positive Answer): texts by locale = Yes
  messageNo (Negative Answer): texts by locale = No
  stateField (Shared State Property Name): text
PageNode (Page node): Page, proves OfChildren, blocks Sends
  nodes (Nodes): children; Children
  pageHeader (Page Header): texts by locale
  pageDescription (Page Description): texts by locale
  stage (Stage): text
DisplayUserNameNode (Display Username): Show, proves Nothing, blocks Sends
  userName (User Name): text, also empty = userName
  identityAttribute (Identity Attribute): text, also empty = mail
ValidatedPasswordNode (Platform Password): Collect, proves Nothing, blocks Sends
  validateInput (Validate Password): flag = false
  passwordAttribute (Password Attribute): text, also empty = password
ValidatedUsernameNode (Platform Username): Collect, proves Nothing, blocks Sends
  validateInput (Validate Username): flag = false
  usernameAttribute (Username Attribute): text, also empty = userName
PollingWaitNode (Polling Wait): Wait, proves Nothing, blocks Sends
  secondsToWait (Seconds To Wait): seconds any = 8; Wait
  spamDetectionEnabled (Enable Spam Detection): flag = false
  spamDetectionTolerance (Spam Tolerance): requests any = 3
  waitingMessage (Waiting Message): texts by locale = Waiting for response..., fills {{time}}
  exitable (Exitable): flag = false
  exitMessage (Exit Message): texts by locale = Cancel
  -> EXITED with exitable
  -> SPAM with spamDetectionEnabled
ScriptedDecisionNode (Scripted Decision): Script, proves OfScript, blocks OfScript
  script (Script): text; Script; required
  outcomes (Outcomes): list = []; Outcomes
  inputs (Script Inputs): list = [*]; Inputs
  outputs (Script Outputs): list = [*]; Outputs
InnerTreeEvaluatorNode (Inner Tree Evaluator): Inner, proves OfJourney, blocks OfJourney
  tree (Tree Name): text; Journey(Inner); required
  displayErrorOutcome (Display Error Outcome): flag = false
  -> error with displayErrorOutcome
SetSessionPropertiesNode (Set Session Properties): Session, proves Nothing, blocks Never
  properties (Properties): texts by name
  maxSessionTime (Maximum Session Time): minutes 0..
  maxIdleTime (Maximum Idle Time): minutes 0..
"#;

fn row(setting: &Setting) -> String {
    let list = |words: &[&str]| words.join("|");
    let kind = match setting.kind {
        Kind::Text { default, blank_is_none } => {
            let blank = if blank_is_none { "text" } else { "text, also empty" };
            default.map_or(blank.to_owned(), |default| format!("{blank} = {default}"))
        }
        Kind::Flag { default } => format!("flag = {default}"),
        Kind::Number { default, min, unit } => {
            let range = min.map_or("any".to_owned(), |min| format!("{min}.."));
            let default = match default {
                Amount::None => String::new(),
                Amount::Fixed(number) => format!(" = {number}"),
                Amount::TransactionLife => " = the realm's transaction time to live".to_owned(),
            };
            format!("{unit} {range}{default}")
        }
        Kind::OneOf { words, default } => format!("{} = {default}", list(words)),
        Kind::Texts { default } => format!("list = [{}]", list(default)),
        Kind::TextMap => "texts by name".to_owned(),
        Kind::Localised { default, placeholders } => {
            let default = default.map_or(String::new(), |default| format!(" = {default}"));
            let fills = placeholders.iter().map(|name| format!(", fills {name}"));
            format!("texts by locale{default}{}", fills.collect::<String>())
        }
        Kind::Children => "children".to_owned(),
    };
    let means = match setting.means {
        Meaning::Plain => String::new(),
        means => format!("; {means:?}"),
    };
    let required = if setting.required { "; required" } else { "" };
    format!("  {} ({}): {kind}{means}{required}", setting.key, setting.label)
}

fn table() -> String {
    let mut text = String::new();
    for kind in all() {
        let declared = kind.declaration();
        let _ = writeln!(
            text,
            "{} ({}): {:?}, proves {:?}, blocks {:?}",
            declared.name, declared.label, declared.role, declared.proof, declared.blocks
        );
        for setting in declared.settings {
            let _ = writeln!(text, "{}", row(setting));
        }
        if let Outcomes::Fixed(outcomes) = &declared.outcomes {
            for outcome in outcomes.iter().filter(|outcome| outcome.needs.is_some()) {
                let flag = outcome.needs.map_or("", |flag| flag.key);
                let _ = writeln!(text, "  -> {} with {flag}", outcome.id);
            }
        }
    }
    text
}

#[test]
fn every_type_declares_its_settings() {
    assert_eq!(table().trim_end(), TABLE.trim(), "{}", table());
}

fn read(setting: &Setting, value: Json) -> Result<(), String> {
    let node = NodeDef {
        id: "n".into(),
        node_type: "".into(),
        display_name: "".into(),
        config: std::sync::Arc::new(json!({ setting.key: value })),
        connections: indexmap::IndexMap::new(),
        declared_outcomes: Vec::new(),
    };
    Config::new(&node, &Realm::default()).check(setting).map_err(|error| error.to_string())
}

#[test]
fn a_value_of_another_kind_is_refused_by_its_key() {
    for setting in all().iter().flat_map(|kind| kind.settings()) {
        let wrong: &[Json] = match setting.kind {
            Kind::Text { .. } | Kind::OneOf { .. } => {
                &[json!(5), json!(true), json!(["a"]), json!({"a": "b"})]
            }
            Kind::Flag { .. } => &[json!(1), json!("yes"), json!([true]), json!({})],
            Kind::Number { .. } => &[json!("5"), json!(1.5), json!(true), json!([5]), json!({})],
            Kind::Texts { .. } => &[json!("a"), json!(5), json!(["a", 5]), json!({})],
            Kind::TextMap | Kind::Localised { .. } => &[json!("a"), json!(5), json!(["a"]), json!({"en": 5})],
            // The page says of each child what is wrong with it.
            Kind::Children => &[],
        };
        for value in wrong {
            let error = read(setting, value.clone()).expect_err(&format!("{} takes {value}", setting.key));
            assert!(error.starts_with(setting.key), "{error}");
        }
        assert_eq!(read(setting, Json::Null).is_err(), setting.required, "{} without a value", setting.key);
    }
}

#[test]
fn a_word_that_is_not_one_of_the_known_is_refused_and_case_does_not_count() {
    for setting in all().iter().flat_map(|kind| kind.settings()) {
        let Kind::OneOf { words, default } = setting.kind else { continue };
        assert!(words.contains(&default), "{}", setting.key);
        for word in words {
            assert_eq!(read(setting, json!(word.to_uppercase())), Ok(()));
        }
        let error = read(setting, json!("Nobody")).expect_err("no such word");
        assert!(error.starts_with(&format!("{}: \"Nobody\" is not one of ", setting.key)), "{error}");
    }
}

#[test]
fn a_whole_number_counts_however_it_is_written() {
    for setting in all().iter().flat_map(|kind| kind.settings()) {
        let Kind::Number { min, .. } = setting.kind else { continue };
        for value in [json!(60), json!(60.0), json!(0), json!(0.0), json!(u64::MAX)] {
            assert_eq!(read(setting, value), Ok(()), "{}", setting.key);
        }
        for value in [json!(-1), json!(-1.0)] {
            assert_eq!(read(setting, value).is_ok(), min.is_none(), "{}", setting.key);
        }
        assert!(read(setting, json!(1e300)).is_err());
    }
}
