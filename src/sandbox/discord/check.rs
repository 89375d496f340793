//! What Discord refuses, with the place where it stands: messages, forms, commands.
//!
//! Lengths are counted in UTF-16 units, the stricter of the two countings Discord may use.

mod commands;
mod components;
mod modal;

pub use commands::commands;
pub use modal::modal;

use serde_json::{Map, Value, json};

use super::guild::V2;
use super::rest::Refused;

/// Characters of a message. Source: Discord, "Create Message".
const CONTENT_MAX: usize = 2_000;
const EMBEDS_MAX: usize = 10;
/// All text of all embeds of a message. Source: Discord, "Embed Limits".
const EMBED_TEXT_MAX: usize = 6_000;
const NONCE_MAX: usize = 25;
/// Discord's number for a message with nothing in it.
pub const EMPTY: u64 = 50_006;

/// Complaints by path, as the body of error 50035 has them.
#[derive(Default)]
pub struct Complaints(Value);

impl Complaints {
    pub fn add(&mut self, path: &str, code: &str, message: &str) {
        let mut at = &mut self.0;
        for key in path.split('.') {
            if !at.is_object() {
                *at = Value::Object(Map::new());
            }
            at = &mut at[key];
        }
        if !at["_errors"].is_array() {
            at["_errors"] = json!([]);
        }
        if let Some(list) = at["_errors"].as_array_mut() {
            list.push(json!({ "code": code, "message": message }));
        }
    }

    /// A text has to have so many characters; one that may be absent is passed over when it is.
    pub fn text(&mut self, path: &str, text: &Value, (least, most): (usize, usize)) {
        let length = match text {
            Value::Null if least == 0 => return,
            Value::Null => return self.add(path, "BASE_TYPE_REQUIRED", "This field is required"),
            Value::String(text) => text.encode_utf16().count(),
            _ => {
                let message = "Could not interpret the value as string.";
                return self.add(path, "STRING_TYPE_CONVERT", message);
            }
        };
        if length > most {
            let message = format!("Must be {most} or fewer in length.");
            self.add(path, "BASE_TYPE_MAX_LENGTH", &message);
        } else if length < least {
            let message = format!("Must be between {least} and {most} in length.");
            self.add(path, "BASE_TYPE_BAD_LENGTH", &message);
        }
    }

    /// A list has to have so many entries.
    pub fn count(&mut self, path: &str, count: usize, (least, most): (usize, usize)) {
        if !(least..=most).contains(&count) {
            let message = format!("Must be between {least} and {most} in length.");
            self.add(path, "BASE_TYPE_BAD_LENGTH", &message);
        }
    }

    /// A number has to be one of these.
    pub fn choice(&mut self, path: &str, value: &Value, choices: &[u64]) {
        if !value.as_u64().is_some_and(|value| choices.contains(&value)) {
            let listed: Vec<String> = choices.iter().map(u64::to_string).collect();
            let message = format!("Value must be one of {{{}}}.", listed.join(", "));
            self.add(path, "BASE_TYPE_CHOICES", &message);
        }
    }

    /// # Errors
    /// There is a complaint.
    pub fn done(self) -> Result<(), Refused> {
        if self.0.is_null() { Ok(()) } else { Err(Refused::form(self.0)) }
    }
}

/// The entries of what may be a list.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A message that is posted or edited. `whole` where it has to have something in it.
///
/// # Errors
/// What Discord says of it.
pub fn message(body: &Value, files: usize, whole: bool) -> Result<(), Refused> {
    let mut complaints = Complaints::default();
    complaints.text("content", &body["content"], (0, CONTENT_MAX));
    embeds(&mut complaints, list(&body["embeds"]));
    if let Value::String(nonce) = &body["nonce"] {
        complaints.text("nonce", &json!(nonce), (0, NONCE_MAX));
    }
    let v2 = body["flags"].as_u64().unwrap_or_default() & V2 != 0;
    components::of_message(&mut complaints, list(&body["components"]), v2);
    if v2 {
        for key in ["content", "embeds", "poll"] {
            if has(&body[key]) {
                let message = format!("The '{key}' field cannot be used when using components v2");
                complaints.add(
                    key,
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    &message,
                );
            }
        }
    }
    complaints.done()?;
    let empty = !["content", "embeds", "components", "poll"].iter().any(|key| has(&body[*key]));
    if whole && empty && files == 0 {
        return Err(Refused::new(400, EMPTY, "Cannot send an empty message"));
    }
    Ok(())
}

/// Whether there is anything in it.
fn has(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(list) => !list.is_empty(),
        _ => true,
    }
}

/// Source: Discord, "Embed Limits".
fn embeds(complaints: &mut Complaints, embeds: &[Value]) {
    if embeds.len() > EMBEDS_MAX {
        complaints.count("embeds", embeds.len(), (0, EMBEDS_MAX));
    }
    let mut total = 0;
    for (at, embed) in embeds.iter().enumerate() {
        let mut check = |path: &str, text: &Value, least: usize, most: usize| {
            complaints.text(&format!("embeds.{at}.{path}"), text, (least, most));
            total += text.as_str().map_or(0, |text| text.encode_utf16().count());
        };
        check("title", &embed["title"], 0, 256);
        check("description", &embed["description"], 0, 4_096);
        check("footer.text", &embed["footer"]["text"], 0, 2_048);
        check("author.name", &embed["author"]["name"], 0, 256);
        let fields = list(&embed["fields"]);
        for (number, field) in fields.iter().enumerate() {
            check(&format!("fields.{number}.name"), &field["name"], 1, 256);
            check(&format!("fields.{number}.value"), &field["value"], 1, 1_024);
        }
        if fields.len() > 25 {
            complaints.count(&format!("embeds.{at}.fields"), fields.len(), (0, 25));
        }
    }
    if total > EMBED_TEXT_MAX {
        let message = format!("Embed size exceeds maximum size of {EMBED_TEXT_MAX}");
        complaints.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", &message);
    }
}

#[cfg(test)]
mod tests;
