//! The same as [`super::drawn`], as Discord gets it.

use serde_json::Value;
use vouch::chat::limits::units;
use vouch::chat::view::{Form, Message};
use vouch::discord::render;

/// # Panics
/// When something drawn is too large, or live.
pub fn message(message: &Message) {
    let drawn = render::message(message);
    assert_eq!(drawn["allowed_mentions"], serde_json::json!({ "parse": [] }));
    let content = drawn["content"].as_str().expect("content");
    let embeds = drawn["embeds"].as_array().expect("embeds");
    assert!(!content.is_empty() || !embeds.is_empty(), "an empty message");
    words(content, 2_000);
    assert!(embeds.len() <= 1);
    for embed in embeds {
        words(embed["description"].as_str().expect("a description"), 4_096);
    }
    let rows = drawn["components"].as_array().expect("rows");
    assert!(rows.len() <= 5, "{} rows", rows.len());
    let mut ids = std::collections::BTreeSet::new();
    for row in rows {
        let inside = row["components"].as_array().expect("components");
        assert!((1..=5).contains(&inside.len()));
        for one in inside {
            let id = one["custom_id"].as_str().expect("an id");
            assert!((1..=100).contains(&id.chars().count()), "{id}");
            assert!(ids.insert(id.to_owned()), "an id stands twice: {id}");
            label(&one["label"], 80);
            label(&one["placeholder"], 100);
            options(&one["options"], 100);
        }
    }
}

/// # Panics
/// As [`message`].
pub fn form(form: &Form) {
    let mut page = 0;
    loop {
        let drawn = render::form(form, page);
        label(&drawn["title"], 45);
        let parts = drawn["components"].as_array().expect("parts");
        assert!(parts.len() <= 5, "{} parts", parts.len());
        for part in parts {
            label(&part["label"], 45);
            label(&part["description"], 100);
            options(&part["component"]["options"], 100);
            if let Some(text) = part["content"].as_str() {
                words(text, 2_000);
            }
            let value = part["component"]["value"].as_str().unwrap_or_default();
            assert!(units(value) <= 4_000);
        }
        page += 1;
        let id = drawn["custom_id"].as_str().expect("an id");
        assert!(id.chars().count() <= 100, "{id}");
        if id.ends_with(&format!(":{}/{page}", page - 1)) {
            return;
        }
    }
}

fn words(text: &str, most: usize) {
    assert!(units(text) <= most, "{} units", units(text));
    // A mention begins with a bracket; ours are instants.
    for (at, _) in text.match_indices('<') {
        let escaped = text[..at].ends_with('\\');
        assert!(escaped || text[at..].starts_with("<t:") || in_code(text, at), "{text}");
    }
    for call in ["@everyone", "@here"] {
        for (at, _) in text.match_indices(call) {
            assert!(text[..at].ends_with('\\') || in_code(text, at), "{text}");
        }
    }
}

/// Between backticks, which stand unescaped only around our own code.
fn in_code(text: &str, at: usize) -> bool {
    let mut before = None;
    let live = text[..at].chars().filter(|c| {
        let escaped = before == Some('\\');
        before = Some(*c);
        *c == '`' && !escaped
    });
    live.count() % 2 == 1
}

fn label(label: &Value, most: usize) {
    if let Some(label) = label.as_str() {
        assert!((1..=most).contains(&units(label)), "{label}");
    }
}

fn options(options: &Value, most: usize) {
    let options = options.as_array().map_or(&[][..], Vec::as_slice);
    assert!(options.len() <= 25);
    let mut values = std::collections::BTreeSet::new();
    for option in options {
        label(&option["label"], most);
        let value = option["value"].as_str().expect("a value");
        assert!((1..=100).contains(&value.chars().count()));
        assert!(values.insert(value.to_owned()), "a value stands twice: {value}");
    }
}
