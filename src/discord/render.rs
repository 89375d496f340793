//! Our messages, forms and panels as Discord draws them: content, one embed, rows of components.
//!
//! Pure: a value in, JSON out. Embeds, buttons and lists are built by serenity; modals are JSON of
//! our own, for serenity ends at components of 2022 and knows neither labels nor radio groups
//! (docs/discord.md). Everything people typed goes through [`words`].
//!
//! `parts` draws what messages and panels share, `modal` a page of a form.

mod modal;
mod parts;
pub(super) mod words;

#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use crate::chat::limits::CHOICE;
use crate::chat::view::{Button, Choice, Form, Line, Message, Panel, Part, Span, Weight};

pub(super) use modal::inputs_on;

/// Flags of a message. Source: Discord, "Message resource", "Message flags".
const EPHEMERAL: u64 = 1 << 6;
const SUPPRESS_EMBEDS: u64 = 1 << 2;

/// A message that everybody in its channel sees. Every field is there, so that an edit takes away
/// what does not stand there any more.
#[must_use]
pub fn message(message: &Message) -> Value {
    let drawn = parts::drawn(&message.parts);
    // A typed address gets no preview.
    let flags = if drawn.embeds.is_empty() { SUPPRESS_EMBEDS } else { 0 };
    json!({
        "content": drawn.content,
        "embeds": drawn.embeds,
        "components": drawn.components,
        "flags": flags,
        "allowed_mentions": { "parse": [] },
    })
}

/// A message for one person, as an answer to what they did.
#[must_use]
pub fn private(message: &Message) -> Value {
    let mut body = self::message(message);
    body["flags"] = json!(body["flags"].as_u64().unwrap_or_default() | EPHEMERAL);
    body
}

/// A panel as a message: its title stands first.
#[must_use]
pub fn as_message(panel: &Panel) -> Message {
    let title = Part::Text(Line(vec![Span::Bold(panel.title.clone())]));
    Message { parts: std::iter::once(title).chain(panel.parts.iter().cloned()).collect() }
}

/// A page of a form as a modal.
#[must_use]
pub fn form(form: &Form, page: usize) -> Value {
    modal::page(form, page)
}

/// The question before a press of a dangerous button counts, with the two buttons that a dialog
/// would have. What it means in full stands on the card.
pub(super) fn question(label: &str, action: &crate::chat::view::Action) -> Message {
    let button = Button {
        label: label.to_owned(),
        action: action.clone(),
        weight: Weight::Danger,
        spoken: None,
        confirm: None,
    };
    let asked = Part::Text(Line(vec![Span::Bold(format!("{label}?"))]));
    Message { parts: vec![asked, Part::Buttons(vec![button])] }
}

/// What is offered while somebody types; Discord takes 25.
pub(super) fn choices(choices: &[Choice]) -> Value {
    let offered: Vec<Value> = choices
        .iter()
        .filter(|choice| (1..=100).contains(&choice.value.chars().count()))
        .take(25)
        .map(|choice| json!({ "name": words::label(&choice.label, CHOICE), "value": choice.value }))
        .collect();
    json!({ "choices": offered })
}
