//! The platforms' published contracts: every call of the bot and every answer to it is held against
//! them.

#[path = "contract/discord.rs"]
mod discord;

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

static CONTRACT: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../specs/slack_web_api.oas3.json")).unwrap()
});

/// The validators of the methods met so far: request and answer. To make them takes long, and a test
/// has many worlds.
static METHODS: LazyLock<Mutex<HashMap<String, (Validator, Validator)>>> =
    LazyLock::new(Mutex::default);

/// What is wrong with an `api` entry of the log; empty when nothing is.
pub fn breaches(entry: &Value) -> Vec<String> {
    let method = entry["method"].as_str().unwrap_or_default();
    if method.contains(' ') {
        return discord::breaches(entry);
    }
    // An address that comes with a press takes a message; Slack publishes no schema of it.
    if method == "response_url" {
        let whole = entry["request"]["text"].is_string();
        return if whole { Vec::new() } else { vec!["response_url without a text".to_owned()] };
    }
    let mut methods = METHODS.lock().unwrap_or_else(PoisonError::into_inner);
    if !methods.contains_key(method) {
        let Some(validators) = validators(method) else {
            return vec![format!("{method} is not in the contract")];
        };
        methods.insert(method.to_owned(), validators);
    }
    let Some((request, answer)) = methods.get(method) else { return Vec::new() };
    let meant = meant(entry);
    let asked = request.iter_errors(&meant);
    let answered = answer.iter_errors(&entry["response"]);
    let said = |what: &str, error: &dyn std::fmt::Display, at: &dyn std::fmt::Display| {
        format!("{method}, {what}, at {at}: {error}")
    };
    asked
        .map(|error| said("request", &error, error.instance_path()))
        .chain(answered.map(|error| said("answer", &error, error.instance_path())))
        .collect()
}

/// A call's arguments as they are meant: an address or a form has only texts.
fn meant(entry: &Value) -> Value {
    let mut request = entry["request"].clone();
    if entry["form"] != "JSON" {
        for value in request.as_object_mut().into_iter().flat_map(Map::values_mut) {
            match value.as_str() {
                Some("true") => *value = json!(true),
                Some("false") => *value = json!(false),
                _ => {}
            }
        }
    }
    request
}

/// Whether Slack has a method of this name.
pub fn is_method(name: &str) -> bool {
    CONTRACT["paths"].get(format!("/{name}")).is_some()
}

fn validators(method: &str) -> Option<(Validator, Validator)> {
    let operation = &CONTRACT["paths"].get(format!("/{method}"))?["post"];
    let request = &operation["requestBody"]["content"]["application/json"]["schema"];
    let answer = &operation["responses"]["200"]["content"]["application/json"]["schema"];
    Some((validator(request), validator(answer)))
}

/// OpenAPI 3.0's schemas are JSON Schema as far as this file goes; only what `$ref` points at has
/// to lie in the same document.
fn validator(schema: &Value) -> Validator {
    let whole = json!({ "allOf": [schema], "components": CONTRACT["components"] });
    jsonschema::draft4::new(&whole).expect("the contract is valid")
}

#[test]
fn a_call_without_what_slack_requires_is_a_breach() {
    let answer = json!({ "ok": false, "error": "channel_not_found" });
    let entry = |request: Value, response: Value| json!({ "method": "chat.postMessage", "request": request, "response": response });
    let good = entry(json!({ "channel": "C1", "text": "hello" }), answer.clone());
    assert_eq!(breaches(&good), Vec::<String>::new());
    assert_eq!(breaches(&entry(json!({ "text": "hello" }), answer)).len(), 1);
    assert_eq!(breaches(&entry(json!({ "channel": "C1" }), json!({ "ok": true }))).len(), 1);
    assert_eq!(breaches(&json!({ "method": "chat.shout" })).len(), 1);
}
