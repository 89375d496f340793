//! Discord's published contract: its calls are a verb and a path.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::{Value, json};

static CONTRACT: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../specs/discord_http_api.trim.json")).unwrap()
});

/// The validators met so far, by what they are of. To make them takes long, and a test has many
/// worlds.
static VALIDATORS: LazyLock<Mutex<HashMap<String, Option<Validator>>>> =
    LazyLock::new(Mutex::default);

/// What is wrong with a call, named like `POST /channels/{id}/messages`, and the answer to it.
pub fn breaches(entry: &Value) -> Vec<String> {
    let method = entry["method"].as_str().unwrap_or_default();
    let Some(operation) = operation(method) else {
        return vec![format!("{method} is not in the contract")];
    };
    let mut said = Vec::new();
    let request = &operation["requestBody"]["content"]["application/json"]["schema"];
    said.extend(unlike(&format!("{method}, request"), request, &meant(&entry["request"])));
    let status = entry["status"].as_u64().unwrap_or(200).to_string();
    let answers = &operation["responses"];
    let answer = answers.get(&status).or_else(|| answers.get(format!("{}XX", &status[..1])));
    let Some(answer) = answer else {
        said.push(format!("{method} is not answered with {status}"));
        return said;
    };
    let named =
        answer["$ref"].as_str().and_then(|name| CONTRACT.pointer(name.trim_start_matches('#')));
    let answer = &named.unwrap_or(answer)["content"]["application/json"]["schema"];
    said.extend(unlike(&format!("{method}, answer {status}"), answer, &entry["response"]));
    said
}

/// What was sent: a list stands in the log under a name. Rights are digits in a text everywhere in
/// Discord's documentation, and so its own libraries send them; the schema has a number here alone.
fn meant(request: &Value) -> Value {
    let mut meant = request.get("body").filter(|body| body.is_array()).unwrap_or(request).clone();
    for one in meant.as_array_mut().into_iter().flatten() {
        if let Some(rights) = one["default_member_permissions"].as_str() {
            one["default_member_permissions"] = json!(rights.parse::<u64>().ok());
        }
    }
    for one in
        meant.get_mut("permission_overwrites").and_then(Value::as_array_mut).into_iter().flatten()
    {
        for rights in ["allow", "deny"] {
            if let Some(digits) = one[rights].as_str() {
                one[rights] = json!(digits.parse::<u64>().ok());
            }
        }
    }
    meant
}

fn unlike(what: &str, schema: &Value, value: &Value) -> Vec<String> {
    if schema.is_null() {
        return Vec::new();
    }
    let mut validators = VALIDATORS.lock().unwrap_or_else(PoisonError::into_inner);
    let made = || {
        let whole = json!({ "allOf": [schema], "components": CONTRACT["components"] });
        jsonschema::draft202012::new(&whole).ok()
    };
    let Some(validator) = validators.entry(what.to_owned()).or_insert_with(made) else {
        return vec![format!("{what}: the contract cannot be read")];
    };
    let errors = validator.iter_errors(value);
    errors.map(|error| format!("{what}, at {}: {error}", error.instance_path())).collect()
}

/// The operation whose path has the same words, and a parameter where the method has one.
fn operation(method: &str) -> Option<&'static Value> {
    let (verb, path) = method.split_once(' ')?;
    let paths = CONTRACT["paths"].as_object()?;
    let (_, found) = paths.iter().find(|(known, _)| is_same(known, path))?;
    found.get(verb.to_lowercase())
}

fn is_same(known: &str, path: &str) -> bool {
    let (known, path): (Vec<_>, Vec<_>) = (known.split('/').collect(), path.split('/').collect());
    let same = |(known, part): (&&str, &&str)| {
        known == part || known.starts_with('{') && part.starts_with('{')
    };
    known.len() == path.len() && known.iter().zip(&path).all(same)
}

#[test]
fn a_call_without_what_discord_requires_is_a_breach() {
    let entry = |method: &str, request: Value, status: u64, response: Value| {
        breaches(
            &json!({ "method": method, "request": request, "status": status, "response": response }),
        )
    };
    let direct = "POST /users/@me/channels";
    let refused = json!({ "code": 50007, "message": "Cannot send messages to this user" });
    let none: [String; 0] = [];
    assert_eq!(entry(direct, json!({ "recipient_id": "42" }), 403, refused.clone()), none);
    assert!(!entry(direct, json!({ "recipient_id": [] }), 403, refused).is_empty());
    assert!(
        !entry(direct, json!({ "recipient_id": "42" }), 403, json!({ "code": "none" })).is_empty()
    );
    assert_eq!(entry("POST /users/@me/shout", json!({}), 200, json!({})).len(), 1);
}
