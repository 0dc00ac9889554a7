//! What a script asks of the world while it runs: users, random numbers, digests.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::outline::{BIG_INTEGER, Outline};
use super::{crypto, effects};
use crate::identity::{Identities, QueryFilter, Realm};
use crate::value::{Object, Redactor, SeededRandom, Value};

/// The most random bytes handed out at once, as Web Crypto has it.
const MAX_RANDOM_BYTES: usize = 65_536;

/// The world as a script changes it.
#[derive(Clone)]
pub(super) struct Host {
    pub(super) identities: Identities,
    pub(super) random: SeededRandom,
    pub(super) redactor: Redactor,
    pub(super) realm: Arc<Realm>,
}

type Answer = Result<Json, String>;

impl Host {
    /// Answers one call of the bindings: `{"ok": value}` or `{"error": text}`.
    pub(super) fn answer(&mut self, op: &str, args: &str) -> String {
        let reply = match serde_json::from_str::<Json>(args) {
            Ok(args) => self.perform(op, &args),
            Err(error) => Err(error.to_string()),
        };
        match reply {
            Ok(value) => json!({"ok": value}).to_string(),
            Err(text) => json!({"error": text}).to_string(),
        }
    }

    fn perform(&mut self, op: &str, args: &Json) -> Answer {
        let text = |index: usize| args.get(index).and_then(Json::as_str).unwrap_or_default();
        let arg = |index: usize| args.get(index).unwrap_or(&Json::Null);
        match op {
            "check-code" => match Outline::of(text(0)).big_integer(text(0)) {
                Some(_) => Err(BIG_INTEGER.to_owned()),
                None => Ok(Json::Null),
            },
            "random" => Ok(json!(self.random.unit())),
            "uuid" => Ok(json!(self.random.uuid().to_string())),
            "bytes" => {
                let count = usize::try_from(arg(0).as_u64().unwrap_or_default()).unwrap_or(usize::MAX);
                if count > MAX_RANDOM_BYTES {
                    return Err(format!("no more than {MAX_RANDOM_BYTES} random bytes at once"));
                }
                let mut bytes = vec![0; count];
                self.random.fill(&mut bytes);
                Ok(json!(bytes))
            }
            "base64-encode" => Ok(json!(crypto::encode(text(0), &crypto::bytes(arg(1))))),
            "base64-decode" => {
                let bytes = crypto::decode(text(0), text(1))?;
                Ok(json!({"text": String::from_utf8_lossy(&bytes), "bytes": bytes}))
            }
            "digest" => Ok(json!(crypto::digest(text(0), &crypto::bytes(arg(1)))?)),
            "hmac" => Ok(json!(crypto::hmac(text(0), &crypto::bytes(arg(1)), &crypto::bytes(arg(2)))?)),
            "to-bytes" => Ok(json!(crypto::bytes(arg(0)))),
            "to-text" => Ok(json!(String::from_utf8_lossy(&crypto::bytes(arg(0))))),
            "identity" => Ok(self.identity(text(0))),
            "attributes" => Ok(self.attributes(text(0), text(1))),
            "store" => self.store(text(0), arg(1)),
            _ => self.managed(op, text(0), arg(1), arg(2)),
        }
    }

    /// The operations of `openidm`, on users only.
    fn managed(&mut self, op: &str, path: &str, first: &Json, second: &Json) -> Answer {
        let id = user_id(path).ok_or_else(|| {
            format!("openidm.{op} on {path} is not simulated: only managed/..._user and its objects are")
        })?;
        let need = || id.ok_or_else(|| format!("openidm.{op}: {path} names no object"));
        match op {
            "query" => self.query(first, second),
            "read" => {
                let found = self.identities.read(need()?);
                Ok(found.map_or(Json::Null, |object| shown(&select(object, first))))
            }
            "create" => {
                let mut object = self.object(second)?;
                if let Some(id) = first.as_str() {
                    object.insert("_id".into(), id.into());
                }
                let made = self.identities.create(&object, &mut self.random);
                made.map(|object| shown(&object)).map_err(|error| error.to_string())
            }
            "update" => {
                let object = self.object(first)?;
                let changed = self.identities.update(need()?, &object);
                changed.map(|object| shown(&object)).map_err(|error| error.to_string())
            }
            "patch" => {
                let Json::Array(list) = first else {
                    return Err("openidm.patch wants a list of operations".to_owned());
                };
                let operations: Vec<Value> = list.iter().map(|operation| self.operation(operation)).collect();
                let changed = self.identities.patch(need()?, &operations);
                changed.map(|object| shown(&object)).map_err(|error| error.to_string())
            }
            "delete" => {
                let gone = self.identities.delete(need()?);
                gone.map(|object| shown(&object)).map_err(|error| error.to_string())
            }
            _ => Err(format!("openidm.{op} is not simulated")),
        }
    }

    fn query(&self, params: &Json, fields: &Json) -> Answer {
        let Some(filter) = params.get("_queryFilter").and_then(Json::as_str) else {
            return Err("openidm.query wants a _queryFilter: no other query is simulated".to_owned());
        };
        let filter = QueryFilter::parse(filter).map_err(|error| error.to_string())?;
        let names: Vec<&str> = fields.as_array().into_iter().flatten().filter_map(Json::as_str).collect();
        let mut found: Vec<Json> = self.identities.query(&filter, &names).iter().map(shown).collect();
        if let Some(size) = params.get("_pageSize").and_then(Json::as_u64).filter(|size| *size > 0) {
            found.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        }
        Ok(json!({
            "resultCount": found.len(),
            "result": found,
            "pagedResultsCookie": null,
            "totalPagedResultsPolicy": "NONE",
            "totalPagedResults": -1,
            "remainingPagedResults": -1,
        }))
    }

    /// An object from a script. A password in it is a secret from now on.
    fn object(&mut self, json: &Json) -> Result<Object, String> {
        if !json.is_object() {
            return Err("the content must be an object".to_owned());
        }
        if let Some(password) = json.get("password") {
            self.learn(password);
        }
        Ok(effects::object(json, &self.redactor))
    }

    fn operation(&mut self, json: &Json) -> Value {
        let field = json.get("field").and_then(Json::as_str).unwrap_or_default();
        if is_password(field) {
            self.learn(json.get("value").unwrap_or(&Json::Null));
        }
        // The operation's own words stay readable even if somebody's password is "add".
        let mut operation = effects::object(json, &self.redactor);
        for key in ["operation", "field"] {
            if let Some(text) = json.get(key).and_then(Json::as_str) {
                operation.insert(key.into(), text.into());
            }
        }
        Value::Object(operation)
    }

    fn learn(&mut self, password: &Json) {
        if let Some(secret) = Value::from(password).to_secret() {
            self.redactor.learn(&secret);
        }
    }

    fn identity(&self, id: &str) -> Json {
        let user = self.identities.find(id);
        let name = user.map_or(id, |user| user.user_name.as_ref());
        let uid = user.map_or(id, |user| user.id.as_ref());
        let realm = self.realm.name.trim_start_matches('/');
        json!({
            "exists": user.is_some(),
            "active": user.is_some_and(|user| user.status != crate::identity::UserStatus::Inactive),
            "name": name,
            "universal": format!("id={uid},ou=user,o={realm},ou=services,ou=am-config"),
        })
    }

    fn attributes(&self, id: &str, key: &str) -> Json {
        let found = self.identities.find(id).and_then(|user| user.to_object().get(key).cloned());
        match found.map(|value| value.to_masked_json()) {
            None | Some(Json::Null) => json!([]),
            Some(list @ Json::Array(_)) => list,
            Some(one) => json!([one]),
        }
    }

    fn store(&mut self, id: &str, changes: &Json) -> Answer {
        let before = self.identities.clone();
        for change in changes.as_array().into_iter().flatten() {
            let key = change.get(0).and_then(Json::as_str).unwrap_or_default();
            let values = change.get(1).and_then(Json::as_array).cloned().unwrap_or_default();
            if is_password(key) {
                values.iter().for_each(|value| self.learn(value));
            }
            let values = values.iter().map(|value| effects::value(value, &self.redactor)).collect();
            if let Err(error) = self.identities.set_attributes(id, key, values) {
                self.identities = before;
                return Err(error.to_string());
            }
        }
        Ok(Json::Null)
    }
}

fn is_password(field: &str) -> bool {
    matches!(field.trim_start_matches('/'), "password" | "userPassword")
}

/// What the path of a user resource names: `Some(None)` the collection, `Some(Some(id))` a user.
fn user_id(path: &str) -> Option<Option<&str>> {
    let rest = path.trim_start_matches('/').strip_prefix("managed/")?;
    let (kind, id) = rest.split_once('/').map_or((rest, None), |(kind, id)| (kind, Some(id)));
    (kind.ends_with("user") && id != Some("")).then_some(id)
}

fn select(object: Object, fields: &Json) -> Object {
    let names: Vec<&str> = fields.as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    if names.is_empty() || names.contains(&"*") {
        return object;
    }
    object.into_iter().filter(|(key, _)| key.as_ref() == "_id" || names.contains(&key.as_ref())).collect()
}

fn shown(object: &Object) -> Json {
    Value::Object(object.clone()).to_masked_json()
}
