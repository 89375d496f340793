//! Every limit, at the limit and one above.

use serde_json::{Value, json};

use super::*;

fn plain(length: usize) -> Value {
    json!({ "type": "plain_text", "text": "x".repeat(length) })
}

fn button(key: &str, value: Value) -> Value {
    let mut button = json!({ "type": "button", "action_id": "a", "text": plain(1) });
    button[key] = value;
    json!({ "type": "actions", "elements": [button] })
}

fn options(count: usize, text: usize, value: usize) -> Vec<Value> {
    (0..count).map(|_| json!({ "text": plain(text), "value": "v".repeat(value) })).collect()
}

fn select(kind: &str, options: &[Value]) -> Value {
    json!({ "type": "actions",
        "elements": [{ "type": kind, "action_id": "a", "options": options }] })
}

fn input(element: &Value) -> Value {
    json!({ "type": "input", "label": plain(1), "element": element })
}

fn confirm(title: usize, text: usize, button_text: usize) -> Value {
    button(
        "confirm",
        json!({ "title": plain(title), "text": plain(text),
            "confirm": plain(button_text), "deny": plain(button_text) }),
    )
}

fn cell() -> Value {
    json!({ "type": "raw_text", "text": "c" })
}

fn table(rows: &[Vec<Value>]) -> Value {
    json!({ "type": "table", "rows": rows })
}

#[test]
fn a_message_has_one_table_of_cells_that_can_be_read() {
    let one = table(&[vec![cell()]]);
    assert!(message(&json!([one])).is_ok());
    assert_eq!(message(&json!([one, one])).unwrap_err().error, "invalid_blocks");
    let odd = table(&[vec![json!({ "type": "button" })]]);
    let refused = message(&json!([odd])).unwrap_err();
    assert_eq!(
        refused.messages,
        ["[ERROR] unsupported type: button [json-pointer:/blocks/0/rows/0/0/type]"]
    );
    assert!(view(&modal(&[one]), Surface::Modal).is_err(), "forms have none");
}

#[test]
fn blocks_are_taken_at_the_limit_and_refused_above() {
    type Make = Box<dyn Fn(usize) -> Value>;
    #[rustfmt::skip]
    let table: Vec<(&str, usize, Make)> = vec![
        ("section text", 3000, Box::new(|n| json!({ "type": "section", "text": plain(n) }))),
        ("section field", 2000, Box::new(|n| json!({ "type": "section", "fields": [plain(n)] }))),
        ("section fields", 10, Box::new(|n| json!({ "type": "section", "fields": vec![plain(1); n] }))),
        ("header", 150, Box::new(|n| json!({ "type": "header", "text": plain(n) }))),
        ("context elements", 10, Box::new(|n| json!({ "type": "context", "elements": vec![plain(1); n] }))),
        ("actions elements", 25, Box::new(|n| json!({ "type": "actions", "elements":
            (0..n).map(|i| json!({ "type": "button", "action_id": i.to_string(), "text": plain(1) })).collect::<Vec<_>>() }))),
        ("button text", 75, Box::new(|n| button("text", plain(n)))),
        ("button value", 2000, Box::new(|n| button("value", json!("v".repeat(n))))),
        ("button url", 3000, Box::new(|n| button("url", json!("u".repeat(n))))),
        ("accessibility label", 75, Box::new(|n| button("accessibility_label", json!("l".repeat(n))))),
        ("action id", 255, Box::new(|n| button("action_id", json!("i".repeat(n))))),
        ("block id", 255, Box::new(|n| json!({ "type": "divider", "block_id": "b".repeat(n) }))),
        ("overflow options", 5, Box::new(|n| select("overflow", &options(n, 1, 1)))),
        ("radio options", 10, Box::new(|n| select("radio_buttons", &options(n, 1, 1)))),
        ("checkbox options", 10, Box::new(|n| select("checkboxes", &options(n, 1, 1)))),
        ("select options", 100, Box::new(|n| select("static_select", &options(n, 1, 1)))),
        ("option text", 75, Box::new(|n| select("static_select", &options(1, n, 1)))),
        ("option value", 150, Box::new(|n| select("static_select", &options(1, 1, n)))),
        ("confirm title", 100, Box::new(|n| confirm(n, 1, 1))),
        ("confirm text", 300, Box::new(|n| confirm(1, n, 1))),
        ("confirm button", 30, Box::new(|n| confirm(1, 1, n))),
        ("table rows", 100, Box::new(|n| table(&vec![vec![cell(); 1]; n]))),
        ("table cells", 20, Box::new(|n| table(&[vec![cell(); n]]))),
        ("alternative text", 2000, Box::new(|n| json!({ "type": "image", "image_url": "https://x.example/i.png", "alt_text": "a".repeat(n) }))),
    ];
    for (what, limit, make) in table {
        assert!(message(&json!([make(limit)])).is_ok(), "{what} at {limit}");
        let refused = message(&json!([make(limit + 1)])).unwrap_err();
        assert_eq!(refused.error, "invalid_blocks", "{what} above {limit}");
        assert!(refused.messages[0].contains("[json-pointer:/blocks/0"), "{:?}", refused.messages);
    }
}

#[test]
fn a_message_has_at_most_fifty_blocks() {
    let dividers = |count: usize| json!(vec![json!({ "type": "divider" }); count]);
    assert!(message(&dividers(50)).is_ok());
    assert_eq!(message(&dividers(51)).unwrap_err().error, "invalid_blocks");
}

fn modal(blocks: &[Value]) -> Value {
    json!({ "type": "modal", "title": plain(1), "submit": plain(1), "blocks": blocks })
}

#[test]
fn views_are_taken_at_the_limit_and_refused_above() {
    type Make = Box<dyn Fn(usize) -> Value>;
    let with = |key: &'static str, make: fn(usize) -> Value| -> Make {
        Box::new(move |n| {
            let mut view = modal(&[json!({ "type": "divider" })]);
            view[key] = make(n);
            view
        })
    };
    let text = |n: usize| json!("t".repeat(n));
    #[rustfmt::skip]
    let table: Vec<(&str, usize, Make)> = vec![
        ("blocks", 100, Box::new(|n| modal(&vec![json!({ "type": "divider" }); n]))),
        ("title", 24, with("title", plain)),
        ("submit", 24, with("submit", plain)),
        ("close", 24, with("close", plain)),
        ("private metadata", 3000, with("private_metadata", text)),
        ("callback id", 255, with("callback_id", text)),
        ("external id", 255, with("external_id", text)),
        ("input label", 2000, Box::new(|n| modal(&[json!({ "type": "input", "label": plain(n), "element": { "type": "plain_text_input" } })]))),
        ("hint", 2000, Box::new(|n| modal(&[json!({ "type": "input", "label": plain(1), "hint": plain(n), "element": { "type": "plain_text_input" } })]))),
        ("placeholder", 150, Box::new(|n| modal(&[input(&json!({ "type": "plain_text_input", "placeholder": plain(n) }))]))),
        ("max length", 3000, Box::new(|n| modal(&[input(&json!({ "type": "plain_text_input", "max_length": n }))]))),
        ("initial value", 3000, Box::new(|n| modal(&[input(&json!({ "type": "plain_text_input", "initial_value": "v".repeat(n) }))]))),
    ];
    for (what, limit, make) in table {
        assert!(view(&make(limit), Surface::Modal).is_ok(), "{what} at {limit}");
        let refused = view(&make(limit + 1), Surface::Modal).unwrap_err();
        assert_eq!(refused.error, "invalid_arguments", "{what} above {limit}");
        assert!(!refused.messages.is_empty(), "{what}");
    }
}

#[test]
fn shapes_that_slack_does_not_know_are_refused() {
    #[rustfmt::skip]
    let table = [
        ("unknown block",         json!({ "type": "sparkle" })),
        ("no type",               json!({})),
        ("section of nothing",    json!({ "type": "section" })),
        ("empty text",            json!({ "type": "section", "text": plain(0) })),
        ("mrkdwn header",         json!({ "type": "header", "text": { "type": "mrkdwn", "text": "x" } })),
        ("image without words",   json!({ "type": "image", "image_url": "https://x.example" })),
        ("no elements",           json!({ "type": "actions", "elements": [] })),
        ("unknown style",         button("style", json!("loud"))),
        ("typing in a message",   input(&json!({ "type": "plain_text_input" }))),
        ("preset not an option",  json!({ "type": "actions", "elements": [{ "type": "static_select",
            "options": options(1, 1, 1), "initial_option": { "text": plain(2), "value": "v" } }] })),
        ("unknown run",           json!({ "type": "rich_text", "elements": [{ "type": "rich_text_section", "elements": [{ "type": "shout" }] }] })),
        ("empty run",             json!({ "type": "rich_text", "elements": [{ "type": "rich_text_section", "elements": [{ "type": "text", "text": "" }] }] })),
        ("date without a time",   json!({ "type": "rich_text", "elements": [{ "type": "rich_text_section", "elements": [{ "type": "date", "format": "{date}" }] }] })),
        ("same action twice",     json!({ "type": "actions", "elements": [
            { "type": "button", "action_id": "a", "text": plain(1) }, { "type": "button", "action_id": "a", "text": plain(1) }] })),
    ];
    for (what, block) in table {
        let refused = message(&json!([block])).unwrap_err();
        assert_eq!(refused.error, "invalid_blocks", "{what}");
    }
    assert_eq!(message(&json!("text")).unwrap_err().error, "invalid_blocks_format");
    let twice =
        json!([{ "type": "divider", "block_id": "b" }, { "type": "divider", "block_id": "b" }]);
    assert_eq!(message(&twice).unwrap_err().error, "invalid_blocks");
}

#[test]
fn rich_text_with_styles_links_and_dates_is_fine() {
    let block = json!({ "type": "rich_text", "elements": [
        { "type": "rich_text_section", "elements": [
            { "type": "text", "text": "a", "style": { "bold": true, "code": true } },
            { "type": "link", "url": "https://x.example", "text": "x" },
            { "type": "user", "user_id": "U1" },
            { "type": "date", "timestamp": 1_800_000_000, "format": "{date_short}", "fallback": "f" } ] },
        { "type": "rich_text_list", "style": "bullet", "elements": [
            { "type": "rich_text_section", "elements": [{ "type": "text", "text": "b" }] }] } ] });
    message(&json!([block])).unwrap();
}

#[test]
fn views_that_cannot_be_shown_are_refused() {
    let mut without_title = modal(&[json!({ "type": "divider" })]);
    without_title["title"] = Value::Null;
    let mut without_submit = modal(&[input(&json!({ "type": "plain_text_input" }))]);
    without_submit["submit"] = Value::Null;
    #[rustfmt::skip]
    let table = [
        ("no blocks",           modal(&[]),        "invalid_arguments"),
        ("no title",            without_title,        "invalid_arguments"),
        ("input, no submit",    without_submit,       "invalid_arguments"),
        ("not a view",          json!("x"),           "invalid_arguments"),
        ("home as a modal",     json!({ "type": "home", "blocks": [{ "type": "divider" }] }), "invalid_arguments"),
        ("over 250 kB",         modal(&vec![json!({ "type": "section", "text": plain(3000) }); 90]), "view_too_large"),
    ];
    for (what, definition, error) in table {
        assert_eq!(view(&definition, Surface::Modal).unwrap_err().error, error, "{what}");
    }
}

#[test]
fn every_block_and_element_gets_a_name() {
    let mut blocks = json!([
        { "type": "actions", "elements": [{ "type": "button", "text": plain(1) }] },
        { "type": "input", "block_id": "kept", "element": { "type": "plain_text_input" } },
    ]);
    name_blocks(&mut blocks);
    assert_eq!(blocks[1]["block_id"], "kept");
    assert!(blocks[0]["elements"][0]["action_id"].as_str().is_some_and(|id| !id.is_empty()));
    assert!(blocks[1]["element"]["action_id"].is_string());
}
