//! Looks at messages, forms and panels as Slack gets them: within every limit, nobody called, nothing
//! live but what we made ourselves.

use serde_json::{Value, json};
use vouch::chat::limits::{
    ALT, BUTTON_LABEL, BUTTONS, CHOICE, CHOICES, CONFIRM_BUTTON, CONFIRM_TEXT, CONFIRM_TITLE,
    CONTEXT, FORM_TITLE, HINT, INPUT_LABEL, MESSAGE, PICKS, SPOKEN, TYPED, units,
};
use vouch::chat::view::{Form, Message, Panel, Part};
use vouch::slack::render;

/// Bytes of a view, above which Slack refuses it. Source: Slack, "Modals".
const VIEW_BYTES: usize = 250_000;
/// Characters that nobody sees, or that turn a line around.
const UNSEEN: [char; 9] = [
    '\0', '\u{1b}', '\u{200b}', '\u{2028}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}',
    '\u{feff}',
];

/// Whether a link is there on purpose.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Links {
    None,
    Some,
}

pub fn message(message: &Message, links: Links) {
    let charts = message.parts.iter().filter(|part| matches!(part, Part::Chart(_)));
    let files: Vec<_> = charts.map(|_| Some("F0123456789".to_owned())).collect();
    let drawn = render::pictured(message, &files);
    drawable(message);
    fallback(&drawn.text);
    assert!(drawn.blocks.len() <= 50, "{} blocks", drawn.blocks.len());
    let blocks = json!(drawn.blocks);
    all(&blocks, links);
    shown(&blocks);
    let objects = objects(&blocks);
    let mut ids: Vec<&str> =
        objects.iter().filter_map(|object| object["action_id"].as_str()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands twice: {ids:?}");
}

/// Each chart can be drawn, whatever is in it.
fn drawable(message: &Message) {
    for part in &message.parts {
        let Part::Chart(chart) = part else { continue };
        let svg = vouch::picture::svg(chart).expect("something is to be seen");
        assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
    }
}

pub fn form(form: &Form, links: Links) {
    view(&render::form(form), links);
}

pub fn panel(panel: &Panel, links: Links) {
    view(&render::panel(panel), links);
    message(&Message { parts: panel.parts.clone() }, links);
}

pub fn home(page: &Message, links: Links) {
    let home = render::home(page);
    assert!(home.to_string().len() < VIEW_BYTES);
    let blocks = home["blocks"].as_array().map_or(0, Vec::len);
    assert!((1..=100).contains(&blocks), "{blocks} blocks");
    all(&home, links);
    shown(&home["blocks"]);
}

fn view(view: &Value, links: Links) {
    assert!(view.to_string().len() < VIEW_BYTES);
    let blocks = view["blocks"].as_array().expect("a view has blocks");
    assert!((1..=100).contains(&blocks.len()), "{} blocks", blocks.len());
    for name in ["title", "submit", "close"] {
        label(&view[name], FORM_TITLE);
    }
    all(view, links);
    shown(&view["blocks"]);
}

/// The text of notifications and screen readers, which Slack reads as markup.
fn fallback(text: &str) {
    assert!((1..=4_000).contains(&units(text)), "{} units", units(text));
    assert!(!text.contains(['<', '>']), "{text}");
    for entity in text.split('&').skip(1) {
        let whole = ["amp;", "lt;", "gt;"].iter().any(|end| entity.starts_with(end));
        assert!(whole, "{entity}");
    }
    let lower = text.to_lowercase();
    for call in ["@channel", "@here", "@everyone", ":tada:"] {
        assert!(!lower.contains(call), "{text}");
    }
    assert!(!text.contains(UNSEEN), "{text:?}");
}

/// All words of all paragraphs, fields and small print together, as much as any platform takes.
fn shown(blocks: &Value) {
    let blocks = blocks.as_array().map_or(&[][..], Vec::as_slice);
    let written = |block: &&Value| {
        matches!(block["type"].as_str(), Some("rich_text" | "context" | "section"))
    };
    // What stands on a button is no part of the words.
    let read =
        |block: &Value| words(if block["type"] == "section" { &block["text"] } else { block });
    let words: usize = blocks.iter().filter(written).map(read).sum();
    assert!(words <= MESSAGE, "{words} units");
}

/// Units that people read of a block.
fn words(block: &Value) -> usize {
    let of = |object: &&Value| match object["type"].as_str() {
        Some("text" | "link" | "plain_text") => units(object["text"].as_str().unwrap_or_default()),
        Some("date") => units(object["fallback"].as_str().unwrap_or_default()),
        _ => 0,
    };
    objects(block).iter().map(of).sum()
}

fn all(drawn: &Value, links: Links) {
    for object in objects(drawn) {
        one(object, links);
        for read in ["text", "fallback", "accessibility_label"] {
            let text = object[read].as_str().unwrap_or_default();
            assert!(!text.contains(UNSEEN), "{text:?}");
        }
    }
}

/// Every object within a value.
fn objects(value: &Value) -> Vec<&Value> {
    let (mut found, mut waiting) = (Vec::new(), vec![value]);
    while let Some(next) = waiting.pop() {
        match next {
            Value::Object(map) => {
                found.push(next);
                waiting.extend(map.values());
            }
            Value::Array(list) => waiting.extend(list),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}

/// What Slack refuses, what does not fit on a screen, and what must not be live.
fn one(object: &Value, links: Links) {
    match object["type"].as_str() {
        Some("plain_text") => {
            assert!(!object["text"].as_str().expect("a plain_text has text").is_empty());
            assert_eq!(object["emoji"], false);
        }
        Some("mrkdwn") => markup(object["text"].as_str().expect("a mrkdwn has text"), links),
        Some("text") => assert!(!object["text"].as_str().expect("text").is_empty()),
        Some("link") => {
            assert!(links == Links::Some, "{object}");
            assert!(leads_out(object["url"].as_str().expect("a link goes somewhere")), "{object}");
        }
        Some("date") => assert!(!object["fallback"].as_str().expect("a fallback").is_empty()),
        Some("context") => {
            assert!(words(object) <= CONTEXT);
            assert!((1..=10).contains(&list(&object["elements"]).len()));
        }
        Some("actions") => assert!((1..=BUTTONS).contains(&list(&object["elements"]).len())),
        Some("section") => {
            assert_eq!(object["text"]["type"], "plain_text", "{object}");
            assert_eq!(object["accessory"]["type"], "button", "{object}");
        }
        Some("button") => button(object),
        Some("image") => {
            let words = object["alt_text"].as_str().expect("words");
            assert!(!words.is_empty() && units(words) <= ALT, "{words}");
            assert!(!words.contains(UNSEEN), "{words:?}");
        }
        Some("input") => {
            label(&object["label"], INPUT_LABEL);
            label(&object["hint"], HINT);
        }
        Some("plain_text_input") => {
            let preset = object["initial_value"].as_str().unwrap_or_default();
            assert!(units(preset) <= TYPED);
            assert!(!preset.contains(|c: char| c.is_control() && c != '\n'), "{preset:?}");
        }
        Some("radio_buttons" | "checkboxes") => options(object, CHOICES),
        Some("static_select") => {
            label(&object["placeholder"], HINT);
            options(object, PICKS);
        }
        Some(
            "rich_text" | "rich_text_section" | "divider" | "modal" | "home" | "users_select"
            | "external_select" | "datepicker",
        )
        | None => {}
        // Never a user, channel, usergroup, broadcast or emoji element.
        Some(other) => panic!("an element of type {other}"),
    }
}

/// To the web, or into a mail.
fn leads_out(url: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme))
}

/// Only our own instants and links are markup: one pair of brackets, the whole text.
fn markup(text: &str, links: Links) {
    let inner = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
    let inner = inner.unwrap_or_else(|| panic!("markup around something: {text}"));
    assert!(!inner.contains(['<', '>']), "{text}");
    let link = leads_out(inner) && links == Links::Some;
    assert!(inner.starts_with("!date^") || link, "{text}");
    assert_eq!(inner.matches('|').count(), 1, "{text}");
}

fn button(button: &Value) {
    label(&button["text"], BUTTON_LABEL);
    assert!(units(button["accessibility_label"].as_str().unwrap_or_default()) <= SPOKEN);
    assert!(button["url"].is_null(), "{button}");
    assert!(button["value"].as_str().is_some_and(|value| value.len() <= 2_000), "{button}");
    let confirm = &button["confirm"];
    label(&confirm["title"], CONFIRM_TITLE);
    label(&confirm["text"], CONFIRM_TEXT);
    label(&confirm["confirm"], CONFIRM_BUTTON);
    label(&confirm["deny"], CONFIRM_BUTTON);
}

fn options(element: &Value, most: usize) {
    let options = list(&element["options"]);
    assert!((1..=most).contains(&options.len()), "{} options", options.len());
    for option in options {
        label(&option["text"], CHOICE);
        let value = option["value"].as_str().expect("an option has a value");
        assert!((1..=150).contains(&value.chars().count()), "{value}");
    }
    let chosen = &element["initial_option"];
    assert!(chosen.is_null() || options.contains(chosen), "{chosen}");
}

/// A label of at most so many units on one line; none is fine.
fn label(label: &Value, most: usize) {
    let Some(text) = label["text"].as_str() else { return assert!(label.is_null(), "{label}") };
    assert!((1..=most).contains(&units(text)), "{} units in {text}", units(text));
    assert!(!text.contains('\n'), "{text}");
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
