//! What the types alone do not say about a scenario: with it, what the schema takes and what
//! reading takes are nearly the same.

use schemars::Schema;
use schemars::transform::transform_subschemas;
use serde_json::{Map, Value as Json, json};

use super::step::{By, VERBS};

/// The schema of scenario files. Reading takes `null` for what is absent; nobody needs to write it.
pub fn schema() -> Schema {
    let mut schema = schemars::schema_for!(super::Scenario);
    without_null(&mut schema);
    schema
}

fn without_null(schema: &mut Schema) {
    transform_subschemas(&mut without_null, schema);
    if let Some(Json::Array(types)) = schema.get_mut("type") {
        types.retain(|one| one != "null");
        if let [only] = &types[..] {
            let only = only.clone();
            schema.insert("type".into(), only);
        }
    }
    if let Some(Json::Array(choices)) = schema.get_mut("anyOf") {
        choices.retain(|one| *one != json!({"type": "null"}));
    }
}

/// A step does one thing, by a side where that matters.
pub(super) fn one_verb(schema: &mut Schema) {
    let required = |key: &str| json!({"required": [key]});
    let mut rules = Map::new();
    for verb in VERBS {
        let mut others: Vec<Json> = VERBS
            .iter()
            .filter(|other| other.key != verb.key && !verb.goes_with(other))
            .map(|other| required(other.key))
            .collect();
        if verb.by == By::Nobody {
            others.push(required("side"));
        }
        let mut rule = Map::from_iter([("not".to_owned(), json!({"anyOf": others}))]);
        if verb.by == By::Side {
            rule.insert("required".to_owned(), json!(["side"]));
        }
        rules.insert(verb.key.to_owned(), Json::Object(rule));
    }
    schema.insert("dependentSchemas".to_owned(), Json::Object(rules));
    let something: Vec<Json> =
        VERBS.iter().map(|verb| verb.key).chain(["note", "expect"]).map(required).collect();
    schema.insert("anyOf".to_owned(), Json::Array(something));
}

/// The text of a button, or its index.
pub(super) fn button(schema: &mut Schema) {
    schema.remove("$ref");
    let choices =
        json!([{"type": "string", "minLength": 1}, {"type": "integer", "minimum": 0, "maximum": 10_000}]);
    schema.insert("anyOf".to_owned(), choices);
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use crate::scenario::read;

    fn both(validator: &jsonschema::Validator, scenario: &Json) -> (bool, bool) {
        (validator.is_valid(scenario), read("s.json", &scenario.to_string()).is_ok())
    }

    fn validator() -> jsonschema::Validator {
        let schema = serde_json::to_value(super::schema()).expect("a schema is JSON");
        jsonschema::validator_for(&schema).expect("it is a schema")
    }

    #[test]
    fn what_reading_refuses_the_schema_refuses() {
        let validator = validator();
        for step in [
            json!({}),
            json!({"wait": 31_536_000_001_u64}),
            json!({"wait": -1}),
            json!({"skip": 0}),
            json!({"openLink": 0}),
            json!({"openLink": false}),
            json!({"openLink": 100_001}),
            json!({"side": "main", "closeTab": false}),
            json!({"side": "main", "resubmit": false}),
            json!({"wait": 1, "skip": 1}),
            json!({"side": "main", "press": 0, "resubmit": true}),
            json!({"answer": {"a": "b"}}),
            json!({"press": "a"}),
            json!({"resubmit": true}),
            json!({"start": "A"}),
            json!({"closeTab": true}),
            json!({"side": "main", "wait": 1}),
            json!({"side": "main", "pause": true}),
            json!({"side": "main", "answer": {}}),
            json!({"side": "main", "answer": {"a": {"prompt": "b", "value": "c"}}}),
            json!({"side": "main", "answer": {"a": {"passwordOf": ""}}}),
            json!({"side": "main", "answer": {"a": {"fields": {}, "prompt": "b"}}}),
            json!({"side": "main", "answer": {"a": -1}}),
            json!({"side": "main", "answer": {"a": [10_001]}}),
            json!({"side": "main", "answer": {"a": true}}),
            json!({"side": "main", "press": {"prompt": "a"}}),
            json!({"side": "main", "press": ""}),
        ] {
            assert_eq!(
                both(&validator, &json!({"steps": [step]})),
                (false, false),
                "schema, reading: {step}"
            );
        }
        for expectation in [
            json!({"never": {"never": {"node": "main/a"}}}),
            json!({"side": "main", "state": "a", "present": false, "equals": 1}),
            json!({"side": "main", "state": "a", "scope": "secure", "equals": 1}),
            json!({"outcome": "a/b"}),
            json!({"outcome": "main/a"}),
            json!({"outcome": "main/a/b/c"}),
            json!({"outcome": "main/\"a/b"}),
            json!({"outcome": "main/a/b", "times": 1_000_001}),
            json!({"outcome": "main/a/b", "node": "main/a"}),
            json!({"node": "main/a/b"}),
            json!({"node": "main"}),
            json!({"log": ""}),
            json!({"transaction": {"number": 0}}),
        ] {
            let scenario = json!({"expect": [expectation]});
            assert_eq!(both(&validator, &scenario), (false, false), "schema, reading: {expectation}");
        }
        let step = json!({"wait": 1});
        for scenario in [
            json!({}),
            json!({"steps": [], "expect": []}),
            json!({"steps": [step], "journey": ""}),
            json!({"steps": [step], "realm": {"users": [{"userName": "a", "attributes": {"password": "b"}}]}}),
        ] {
            assert_eq!(both(&validator, &scenario), (false, false), "schema, reading: {scenario}");
        }
        let large = "{\"steps\": [{\"wait\": 1}], \"seed\": 18446744073709551616}";
        let json = serde_json::from_str(large).expect("it is JSON");
        assert!(!validator.is_valid(&json) && read("s.json", large).is_err(), "{large}");
    }

    #[test]
    fn what_reading_takes_the_schema_takes() {
        let validator = validator();
        for scenario in [
            json!({"seed": u64::MAX, "steps": [{"wait": 31_536_000_000_u64}, {"wait": 0}, {"note": "a"}]}),
            json!({"steps": [{"openLink": true}, {"side": "main", "openLink": 1}, {"openLink": "a"}]}),
            json!({"steps": [{"side": "main", "answer": {"a": ""}, "press": 0}, {"pause": false}]}),
            json!({"steps": [{"side": "main", "answer": {"a": [0, 1], "b": {"fields": {"c": null}}}}]}),
            json!({"steps": [{"side": "main", "expect": [{"log": "a"}]}, {"restart": "all"}]}),
            json!({"expect": [{"outcome": "bc/\"a/b\"/c"}, {"outcome": "Main/a b/\"c\" d", "times": 0}]}),
            json!({"expect": [{"never": {"node": "backchannel/日本"}}, {"node": "main/Success"}]}),
            json!({"expect": [{"side": "main", "state": "a", "present": false}]}),
            json!({"expect": [{"side": "main", "state": "a", "present": true, "equals": null}]}),
        ] {
            assert_eq!(both(&validator, &scenario), (true, true), "schema, reading: {scenario}");
        }
    }
}
