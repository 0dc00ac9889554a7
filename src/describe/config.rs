//! A node's configuration in a few words.

use serde_json::{Map, Value as Json};

use crate::node::{self, Meaning, Setting};
use crate::value::MASK;

/// Members that say nothing about behaviour.
const OF_THE_EXPORT: &[&str] = &["_id", "_type", "_outcomes", "_rev"];

/// Parts of names behind which exports keep secrets.
const SECRET: &[&str] = &["password", "secret", "token", "credential", "apikey", "privatekey", "passphrase"];

/// The settings that are not empty. Texts that may be secret are masked: exports of node types that
/// nobody knows hold keys and passwords under names of their own.
pub(super) fn settings(config: &Json, known_type: bool) -> Map<String, Json> {
    let members = config.as_object().into_iter().flatten();
    members
        .filter(|(key, value)| !is_told_elsewhere(key) && !is_empty(value))
        .map(|(key, value)| (key.clone(), if known_type { value.clone() } else { masked(key, value) }))
        .collect()
}

/// Whether a description tells of a member in its own place: scripts, journeys, children, outcomes. Of
/// a type that nobody knows, what is called as it is in one that is known.
fn is_told_elsewhere(key: &str) -> bool {
    let tells = |setting: &Setting| match setting.means {
        Meaning::Journey(_) | Meaning::Script | Meaning::Children => true,
        Meaning::Outcomes | Meaning::Inputs | Meaning::Outputs => true,
        Meaning::Plain | Meaning::NodeType | Meaning::Wait | Meaning::Life => false,
    };
    let mut settings = node::all().iter().flat_map(|kind| kind.settings());
    OF_THE_EXPORT.contains(&key) || settings.any(|setting| setting.key == key && tells(setting))
}

fn is_empty(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    }
}

fn masked(key: &str, value: &Json) -> Json {
    let name: String = key.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let names_a_key = name.ends_with("attribute") || name.ends_with("field");
    match value {
        Json::String(_) if !names_a_key && SECRET.iter().any(|part| name.contains(part)) => MASK.into(),
        Json::Array(items) => items.iter().map(|item| masked(key, item)).collect(),
        Json::Object(members) => members
            .iter()
            .map(|(inner, value)| (inner.clone(), masked(inner, value)))
            .collect::<Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_may_be_secret_is_masked_where_the_type_is_not_known() {
        let config = json!({"_id": "x", "clientSecret": "s3cret", "passwordAttribute": "pw", "empty": "",
            "deep": {"api_key": ["k1"]}, "tokenLifetime": 5, "url": "https://x"});
        let shown = Json::Object(settings(&config, false));
        assert_eq!(
            shown,
            json!({"clientSecret": MASK, "passwordAttribute": "pw", "deep": {"api_key": [MASK]},
                "tokenLifetime": 5, "url": "https://x"})
        );
        assert_eq!(settings(&config, true)["clientSecret"], "s3cret");
    }
}
