//! What stands in the inputs of a view, as Slack keeps it: `state.values` by block and element.

pub mod enter;

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// By block id, then action id.
pub type Values = BTreeMap<String, BTreeMap<String, Value>>;

/// The values of freshly drawn blocks: what the element starts with, or, where the block and the
/// element were there before under the same ids and kind, what the person has entered.
#[must_use]
pub fn values(blocks: &[Value], before: Option<&Values>) -> Values {
    let mut values = Values::new();
    for (block_id, element) in elements(blocks) {
        let Some(start) = start(element) else { continue };
        let action_id = element["action_id"].as_str().unwrap_or_default();
        let kept = before
            .and_then(|before| before.get(block_id)?.get(action_id))
            .filter(|kept| kept["type"] == start["type"]);
        let value = kept.cloned().unwrap_or(start);
        values.entry(block_id.to_owned()).or_default().insert(action_id.to_owned(), value);
    }
    values
}

/// Every element of these blocks that a person can use, with its block's id.
pub fn elements(blocks: &[Value]) -> impl Iterator<Item = (&str, &Value)> {
    blocks.iter().flat_map(|block| {
        let id = block["block_id"].as_str().unwrap_or_default();
        let many = block["elements"].as_array().filter(|_| block["type"] == json!("actions"));
        let one = [&block["element"], &block["accessory"]];
        one.into_iter()
            .filter(|element| element.is_object())
            .chain(many.into_iter().flatten())
            .map(move |element| (id, element))
    })
}

/// The key under which an element keeps what was entered; none for those that keep nothing.
#[must_use]
pub fn value_key(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "plain_text_input" | "number_input" | "email_text_input" | "url_text_input" => "value",
        "static_select" | "external_select" | "radio_buttons" => "selected_option",
        "multi_static_select" | "multi_external_select" | "checkboxes" => "selected_options",
        "users_select" => "selected_user",
        "multi_users_select" => "selected_users",
        "conversations_select" => "selected_conversation",
        "multi_conversations_select" => "selected_conversations",
        "channels_select" => "selected_channel",
        "multi_channels_select" => "selected_channels",
        "datepicker" => "selected_date",
        "timepicker" => "selected_time",
        "datetimepicker" => "selected_date_time",
        _ => return None,
    })
}

/// The key under which a choice is delivered: that of an element that keeps it, or of an overflow
/// menu, which forgets it.
#[must_use]
pub fn choice_key(kind: &str) -> Option<&'static str> {
    if kind == "overflow" { Some("selected_option") } else { value_key(kind) }
}

/// What an element holds when it is first drawn.
fn start(element: &Value) -> Option<Value> {
    let kind = element["type"].as_str()?;
    let key = value_key(kind)?;
    let initial = format!("initial_{}", key.strip_prefix("selected_").unwrap_or(key));
    let empty = if key.ends_with('s') { json!([]) } else { Value::Null };
    let value = element.get(&initial).cloned().unwrap_or(empty);
    Some(json!({ "type": kind, key: value }))
}

/// Whether an element holds nothing.
#[must_use]
pub fn is_empty(value: &Value) -> bool {
    let Some(key) = value["type"].as_str().and_then(value_key) else { return true };
    match &value[key] {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks() -> Vec<Value> {
        let option = json!({ "text": { "type": "plain_text", "text": "Yes" }, "value": "y" });
        vec![
            json!({ "type": "input", "block_id": "a",
                "element": { "type": "plain_text_input", "action_id": "x", "initial_value": "hi" } }),
            json!({ "type": "input", "block_id": "b", "element": { "type": "radio_buttons",
                "action_id": "x", "options": [option], "initial_option": option } }),
            json!({ "type": "input", "block_id": "c",
                "element": { "type": "checkboxes", "action_id": "x", "options": [option] } }),
            json!({ "type": "actions", "block_id": "d",
                "elements": [{ "type": "button", "action_id": "x" }] }),
        ]
    }

    #[test]
    fn inputs_start_with_what_the_app_put_in() {
        let values = values(&blocks(), None);
        assert_eq!(values["a"]["x"]["value"], "hi");
        assert_eq!(values["b"]["x"]["selected_option"]["value"], "y");
        assert_eq!(values["c"]["x"]["selected_options"], json!([]));
        assert!(!values.contains_key("d"));
        assert!(is_empty(&values["c"]["x"]));
        assert!(!is_empty(&values["a"]["x"]));
    }

    #[test]
    fn what_was_typed_stays_where_block_and_element_keep_their_ids() {
        let mut typed = values(&blocks(), None);
        typed.get_mut("a").unwrap().get_mut("x").unwrap()["value"] = json!("typed");
        let mut redrawn = blocks();
        assert_eq!(values(&redrawn, Some(&typed))["a"]["x"]["value"], "typed");
        redrawn[0]["block_id"] = json!("other");
        assert_eq!(values(&redrawn, Some(&typed))["other"]["x"]["value"], "hi");
    }
}
