//! Whatever a delivery holds, it is read: kept as it came, keyed, and with nothing in it that a
//! database, a log or a screen could stumble over.

use chrono::DateTime;
use vouch::chat::inbound::{Inbound, News, Value, What};
use vouch::chat::view::Action;
use vouch::slack::decode::{Delivery, delivery};

/// Bytes of a key: a handful of ids.
const KEY_MAX: usize = 1_200;

/// # Panics
/// When something is lost, or gets through that must not.
pub fn holds(data: &[u8]) {
    // Other bodies are refused before they are read.
    let Ok(raw) = std::str::from_utf8(data) else { return };
    let read = delivery(raw, DateTime::UNIX_EPOCH);
    assert_eq!(read.inbound.raw, raw, "the raw text is kept");
    assert_eq!(
        read.inbound.key,
        delivery(raw, DateTime::UNIX_EPOCH).inbound.key,
        "a copy is known"
    );
    envelope(&read);
    what(&read.inbound);
    let grown = texts(&read.inbound.what).iter().map(|text| text.len()).sum::<usize>();
    // A capital may take more bytes in small letters.
    assert!(grown <= 2 * raw.len(), "{grown} bytes of {}", raw.len());
}

/// Who, where, by which key: ids, so that they can stand anywhere.
fn envelope(read: &Delivery) {
    let Inbound { key, workspace, from, place, .. } = &read.inbound;
    assert!((1..=KEY_MAX).contains(&key.len()), "{key}");
    assert!(key.bytes().all(|b| b.is_ascii_graphic()), "{key}");
    assert!(workspace.bytes().all(|b| b.is_ascii_alphanumeric()), "{workspace}");
    if let Some(from) = from {
        assert!(!from.workspace.is_empty() && !from.workspace.starts_with('E'), "{from}");
        assert_eq!(from.to_string().parse(), Ok(from.clone()), "an identity is read back");
    }
    if let Some(place) = place {
        is_id(&place.channel);
        place.thread.as_deref().into_iter().for_each(is_token);
    }
    read.trigger.as_deref().into_iter().for_each(is_token);
    read.view.iter().for_each(|view| is_id(&view.id));
}

fn what(inbound: &Inbound) {
    match &inbound.what {
        What::Command { text, .. } => is_clean(text, false),
        What::Pressed { action, message_id, form } => {
            is_action(action);
            message_id.as_deref().into_iter().for_each(is_token);
            form.iter().for_each(|form| is_id(&form.0));
        }
        What::FormSent { flow, form, values, .. } => {
            is_token(flow);
            is_id(&form.0);
            values.values().for_each(value);
        }
        What::FormClosed { flow, .. } => is_token(flow),
        What::Mentioned { text } => is_clean(text, true),
        What::Channel(News::Renumbered { to }) => is_id(to),
        What::Uninstalled { code } | What::Unknown { name: code } => is_token(code),
        What::Shortcut { name, message } => {
            is_token(name);
            if let Some(quote) = message {
                is_clean(&quote.text, true);
                let link = quote.link.as_deref().unwrap_or("https://");
                assert!(link.starts_with("https://"), "{link}");
            }
        }
        What::Suggest { field, typed, .. } => {
            is_token(field);
            is_clean(typed, false);
        }
        What::Direct | What::Channel(_) | What::Installed => {}
    }
}

fn value(value: &Value) {
    match value {
        Value::Text(text) => {
            assert!(!text.is_empty());
            is_clean(text, true);
        }
        Value::Several(values) => {
            assert!(!values.is_empty());
            for value in values {
                assert!(!value.is_empty());
                is_clean(value, false);
            }
        }
        Value::Person(person) => is_id(&person.user),
        Value::Day(day) => assert_eq!(day.to_string().len(), 10, "{day}"),
    }
}

/// A verb, an id and a number: nothing that could be markup.
fn is_action(action: &Action) {
    is_token(&action.flow);
    is_token(&action.choice);
    assert!(action.subject.bytes().all(|b| b.is_ascii_graphic()), "{}", action.subject);
}

fn is_clean(text: &str, long: bool) {
    assert_eq!(text.trim(), text);
    assert!(!text.chars().any(|c| c.is_control() && !(long && c == '\n')), "{text:?}");
}

fn is_id(text: &str) {
    assert!((1..=255).contains(&text.len()), "{text}");
    assert!(text.bytes().all(|b| b.is_ascii_alphanumeric()), "{text}");
}

fn is_token(text: &str) {
    assert!((1..=255).contains(&text.len()), "{text}");
    let known = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
    assert!(text.bytes().all(known), "{text}");
}

/// Everything in it that somebody wrote.
fn texts(what: &What) -> Vec<&str> {
    match what {
        What::Command { word, text } => vec![word, text],
        What::FormSent { flow, form_id, values, .. } => {
            let typed = values.iter().flat_map(|(name, value)| match value {
                Value::Text(text) => vec![name.as_str(), text.as_str()],
                Value::Several(values) => values.iter().chain([name]).map(String::as_str).collect(),
                Value::Person(_) | Value::Day(_) => vec![name.as_str()],
            });
            typed.chain([flow.as_str(), form_id.as_str()]).collect()
        }
        What::FormClosed { flow, form_id } => vec![flow, form_id],
        What::Mentioned { text } => vec![text],
        What::Suggest { form_id, field, typed } => vec![form_id, field, typed],
        What::Shortcut { message: Some(quote), .. } => vec![&quote.text],
        What::Shortcut { message: None, .. }
        | What::Pressed { .. }
        | What::Direct
        | What::Channel(_)
        | What::Uninstalled { .. }
        | What::Installed
        | What::Unknown { .. } => vec![],
    }
}
