//! What a person reads: messages and screens, taken from the sandbox's JSON.

use std::collections::BTreeMap;

use serde_json::Value;

use super::discord;

/// A message as one reader sees it.
#[derive(Clone, Debug)]
pub struct Message {
    pub channel: String,
    pub ts: String,
    pub thread: Option<String>,
    /// The fallback text, with Slack's three entities decoded: what a person reads.
    pub text: String,
    /// The same as the bot sent it.
    pub raw: String,
    /// The words of the blocks, in reading order.
    pub words: String,
    pub buttons: Vec<String>,
    pub blocks: Value,
    pub by_app: bool,
    pub private: bool,
    pub pinned: bool,
    pub deleted: bool,
}

impl Message {
    pub fn of(channel: &str, message: &Value) -> Self {
        if message["platform"] == "discord" {
            return discord::message(message);
        }
        let raw = text(&message["text"]);
        let blocks = message["blocks"].clone();
        Self {
            channel: channel.to_owned(),
            ts: text(&message["ts"]),
            thread: message["thread_ts"].as_str().map(ToOwned::to_owned),
            text: raw.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"),
            raw,
            words: words(&blocks),
            buttons: buttons(&blocks),
            blocks,
            by_app: message["app"] == Value::Bool(true),
            private: message["ephemeral"] == Value::Bool(true),
            pinned: message["pinned"] == Value::Bool(true),
            deleted: message["deleted"] == Value::Bool(true),
        }
    }

    /// Number and fingerprint of the receipt that this is.
    pub fn received(&self) -> Option<(String, String)> {
        receipt(&self.text)
    }
}

fn receipt(words: &str) -> Option<(String, String)> {
    let (_, rest) = words.split_once("Received: ")?;
    let number = rest.split_once('.')?.0.to_owned();
    let (_, rest) = rest.split_once("Fingerprint ")?;
    let print: String = rest.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
    Some((number, print.trim_end_matches('.').to_owned()))
}

/// What a person has in front of them after they did something.
#[derive(Clone, Debug, Default)]
pub struct Screen {
    /// The topmost modal's id; empty when there is none.
    pub view: String,
    pub title: String,
    pub words: String,
    pub buttons: Vec<String>,
    /// Sentences beside inputs, by the input's label.
    pub errors: BTreeMap<String, String>,
    /// What stands in the inputs, by label.
    pub values: BTreeMap<String, String>,
    pub toasts: Vec<String>,
}

impl Screen {
    pub fn of(screen: &Value) -> Self {
        let toasts = screen["toasts"].as_array().into_iter().flatten().map(text).collect();
        let Some(view) = screen["views"].as_array().and_then(|views| views.last()) else {
            return Self { toasts, ..Self::default() };
        };
        if view["platform"] == "discord" {
            return Self { toasts, ..discord::form(view) };
        }
        let mut labels = BTreeMap::new();
        for block in view["blocks"].as_array().into_iter().flatten() {
            if block["type"] == "input" {
                labels.insert(text(&block["block_id"]), text(&block["label"]["text"]));
            }
        }
        let labelled = |id: &String| labels.get(id).cloned().unwrap_or_else(|| id.clone());
        let errors = view["errors"].as_object().into_iter().flatten();
        let values = view["values"].as_object().into_iter().flatten();
        Self {
            view: text(&view["id"]),
            title: text(&view["title"]),
            words: words(&view["blocks"]),
            buttons: buttons(&view["blocks"]),
            errors: errors.map(|(id, error)| (labelled(id), text(error))).collect(),
            values: values.map(|(id, value)| (labelled(id), entered(value))).collect(),
            toasts,
        }
    }

    /// Number and fingerprint of the receipt in front of them.
    pub fn received(&self) -> Option<(String, String)> {
        receipt(&self.words)
    }

    pub fn open(&self) -> bool {
        !self.view.is_empty()
    }
}

/// The page that somebody has in the app.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    pub words: String,
    pub buttons: Vec<String>,
}

impl Home {
    pub fn of(view: &Value) -> Self {
        Self { words: words(&view["blocks"]), buttons: buttons(&view["blocks"]) }
    }
}

/// Whether somebody's deed got through to the bot, and what they see now.
#[derive(Clone, Debug)]
pub struct Answer {
    pub ok: bool,
    /// Why it did not get through.
    pub error: String,
    pub screen: Screen,
}

impl Answer {
    pub fn of(answer: &Value) -> Self {
        Self {
            ok: answer["ok"] == Value::Bool(true),
            error: text(&answer["error"]),
            screen: Screen::of(&answer["screen"]),
        }
    }

    /// The sentence beside an input; empty when there is none.
    pub fn error_at(&self, label: &str) -> &str {
        self.screen.errors.get(label).map_or("", String::as_str)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// What was entered into an input, whichever kind it is.
fn entered(value: &Value) -> String {
    let element = value.as_object().and_then(|by_action| by_action.values().next());
    let Some(element) = element else { return String::new() };
    let chosen = &element["selected_option"]["text"]["text"];
    [&element["value"], chosen, &element["selected_user"]].into_iter().map(text).collect()
}

/// Every text in blocks, in reading order, a line each.
pub fn words(blocks: &Value) -> String {
    let mut lines = Vec::new();
    for block in blocks.as_array().into_iter().flatten() {
        let mut line = String::new();
        gather(block, &mut line);
        lines.push(line);
    }
    lines.join("\n")
}

fn gather(value: &Value, line: &mut String) {
    match value {
        Value::Array(parts) => parts.iter().for_each(|part| gather(part, line)),
        Value::Object(parts) if parts.get("type").is_some_and(|kind| kind == "date") => {
            line.push_str(parts["fallback"].as_str().unwrap_or_default());
        }
        Value::Object(parts) => {
            for key in ["title", "label", "text", "fields", "element", "elements", "hint"] {
                match parts.get(key) {
                    Some(Value::String(text)) => line.push_str(text),
                    Some(inner) => gather(inner, line),
                    None => {}
                }
            }
        }
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => {}
    }
}

fn buttons(blocks: &Value) -> Vec<String> {
    let rows = blocks.as_array().into_iter().flatten();
    rows.flat_map(|row| {
        let many = row["elements"].as_array().filter(|_| row["type"] == "actions");
        many.into_iter().flatten().chain(row.get("accessory"))
    })
    .filter(|element| element["type"] == "button")
    .map(|button| text(&button["text"]["text"]))
    .collect()
}

/// What the bot said by these entries of the log: what it sent to whomever, and what it answered
/// deliveries with. Redrawn cards are not among it, nor what Slack refused: that nobody saw.
pub fn spoken<'a>(entries: impl IntoIterator<Item = &'a Value>) -> impl Iterator<Item = String> {
    let spoken = |entry: &&Value| {
        let called = entry["kind"] == "api" && entry["method"] != "chat.update";
        entry["kind"] == "ack" || (called && entry["response"]["ok"] == true)
    };
    let texts = entries.into_iter().filter(spoken).flat_map(|entry| {
        let asked = &entry["request"];
        let payload = &asked["payload"];
        let parts = [&asked["view"]["blocks"], &payload["view"]["blocks"]];
        let lines = [&asked["text"], &payload["text"]];
        let lines = lines.into_iter().filter_map(Value::as_str).map(ToOwned::to_owned);
        lines.chain(parts.into_iter().map(words)).collect::<Vec<_>>()
    });
    texts.filter(|text| !text.is_empty())
}
