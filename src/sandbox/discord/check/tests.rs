//! What Discord refuses, and where it says so.

use serde_json::{Value, json};

use super::{commands, message, modal};
use crate::sandbox::discord::rest::Refused;

/// The path of the first complaint, or the number of another refusal.
fn place(refused: &Refused) -> String {
    let Some(mut at) = refused.errors.as_ref() else { return refused.code.to_string() };
    let mut path = Vec::new();
    while at["_errors"].is_null() {
        let (key, inner) = at.as_object().unwrap().iter().next().unwrap();
        path.push(key.clone());
        at = inner;
    }
    path.join(".")
}

fn button(label: &str, id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": label, "custom_id": id })
}

fn row(inside: &Value) -> Value {
    json!({ "components": [{ "type": 1, "components": inside }] })
}

fn menu(options: usize) -> Value {
    let options: Vec<Value> =
        (0..options).map(|n| json!({ "label": "One", "value": n.to_string() })).collect();
    json!({ "type": 3, "custom_id": "m", "options": options })
}

#[test]
fn a_message_over_a_limit_is_refused_at_its_place() {
    let long = |count: usize| "x".repeat(count);
    let embed = |key: &str, count: usize| json!({ "embeds": [{ key: long(count) }] });
    let descriptions =
        json!({ "embeds": [{ "description": long(4_000) }, { "description": long(2_001) }] });
    #[rustfmt::skip]
    let table = [
        (json!({}),                                        Some("50006")),
        (json!({ "content": "  " }),                       Some("50006")),
        (json!({ "content": long(2_000) }),                None),
        (json!({ "content": long(2_001) }),                Some("content")),
        (json!({ "content": 7 }),                          Some("content")),
        (json!({ "content": "x", "nonce": long(25) }),     None),
        (json!({ "content": "x", "nonce": long(26) }),     Some("nonce")),
        (embed("title", 256),                              None),
        (embed("title", 257),                              Some("embeds.0.title")),
        (embed("description", 4_097),                      Some("embeds.0.description")),
        (descriptions,                                     Some("embeds")),
        (json!({ "embeds": [{ "fields": [{ "name": "", "value": "x" }] }] }), Some("embeds.0.fields.0.name")),
        (row(&json!([button("Go", "a")])),                  None),
        (row(&json!([button(&long(81), "a")])),             Some("components.0.components.0.label")),
        (row(&json!([button("Go", &long(101))])),           Some("components.0.components.0.custom_id")),
        (row(&json!([button("", "a")])),                    Some("components.0.components.0")),
        (row(&json!([button("Go", "a"), button("No", "a")])), Some("components.0.components.1.custom_id")),
        (row(&json!([menu(25)])),                           None),
        (row(&json!([menu(26)])),                           Some("components.0.components.0.options")),
        (row(&json!([menu(1), menu(1)])),                   Some("components.0.components")),
        (json!({ "components": [button("Go", "a")] }),     Some("components.0.type")),
        (json!({ "flags": 1 << 15, "components": [{ "type": 10, "content": "x" }] }), None),
        (json!({ "flags": 1 << 15, "content": "x", "components": [{ "type": 10, "content": "x" }] }), Some("content")),
    ];
    for (body, wanted) in table {
        let refused = message(&body, 0, true).err();
        assert_eq!(refused.as_ref().map(place).as_deref(), wanted, "{body}");
    }
    assert!(message(&json!({}), 1, true).is_ok(), "a file is something");
    assert!(message(&json!({}), 0, false).is_ok(), "an edit may change nothing");
}

#[test]
fn a_form_over_a_limit_is_refused_at_its_place() {
    let input = json!({ "type": 4, "custom_id": "a", "style": 1 });
    let label = |text: &str, inner: Value| json!({ "type": 18, "label": text, "component": inner });
    let form = |title: &str, parts: Vec<Value>| json!({ "title": title, "custom_id": "f", "components": parts });
    let radio =
        json!({ "type": 21, "custom_id": "r", "options": [{ "label": "One", "value": "1" }] });
    let row = json!({ "type": 1, "components": [input.clone()] });
    #[rustfmt::skip]
    let table = [
        (form("Refer", vec![label("Website", input.clone())]),    None),
        (form(&"x".repeat(46), vec![label("A", input.clone())]),  Some("data.title")),
        (form("Refer", vec![]),                                   Some("data.components")),
        (form("Refer", vec![label(&"x".repeat(46), input.clone())]), Some("data.components.0.label")),
        (form("Refer", vec![label("A", radio)]),                  Some("data.components.0.component.options")),
        (form("Refer", vec![label("A", input.clone()), label("B", input)]), Some("data.components.1.component.custom_id")),
        (form("Refer", vec![row]),                                Some("data.components.0.components.0.label")),
    ];
    for (form, wanted) in table {
        assert_eq!(modal(&form).err().as_ref().map(place).as_deref(), wanted, "{form}");
    }
}

#[test]
fn a_list_of_commands_over_a_limit_is_refused_at_its_place() {
    let slash = |name: &str| json!({ "name": name, "description": "Refer" });
    let option = |name: &str, required: bool| json!({ "type": 3, "name": name, "description": "x", "required": required });
    let branch = json!({ "type": 1, "name": "open", "description": "x" });
    let with =
        |options: Vec<Value>| json!({ "name": "refer", "description": "x", "options": options });
    #[rustfmt::skip]
    let table = [
        (vec![slash("refer"), json!({ "type": 3, "name": "Refer from this message" })], None),
        (vec![slash("Refer")],                                  Some("0.name")),
        (vec![slash("refer"), slash("refer")],                  Some("1")),
        (vec![json!({ "name": "refer" })],                      Some("0.description")),
        (vec![json!({ "type": 2, "name": "Refer", "description": "x" })], Some("0.description")),
        (vec![with(vec![option("a", false), option("b", true)])], Some("0.options.1")),
        (vec![with(vec![option("a", true), option("b", false)])], None),
        (vec![with(vec![branch.clone(), option("a", false)])],  Some("0")),
        (vec![with(vec![branch])],                              None),
        ((0..16).map(|n| json!({ "type": 2, "name": n.to_string() })).collect(), Some("30032")),
    ];
    for (list, wanted) in table {
        assert_eq!(commands(&list).err().as_ref().map(place).as_deref(), wanted, "{list:?}");
    }
}
