//! Our messages, forms and panels as Block Kit.
//!
//! Pure: a value in, JSON out. Everything people typed goes through [`words`] and stands in
//! `rich_text` or `plain_text`, never in markup. `serde_json` values instead of slack-morphism's
//! builders: those know neither `accessibility_label` on every element nor a rich text `date` with
//! whole seconds, and cannot keep a length (slack.md §1.5).
//!
//! `parts` draws what messages, forms and panels share, `inputs` the fields of a form.

mod inputs;
mod parts;
pub(super) mod words;

#[cfg(test)]
mod tests;

use serde_json::{Value, json};

use crate::chat::limits::FORM_TITLE;
use crate::chat::view::{Form, Message, Panel};

use words::plain;

/// Blocks in a message; more and Slack refuses it. Source: Slack, "Blocks".
const MESSAGE_BLOCKS: usize = 50;
/// Blocks in a modal or a Home. Source: Slack, "Modals", "App Home".
const VIEW_BLOCKS: usize = 100;

/// A message's `text` and `blocks`.
pub struct Drawn {
    pub text: String,
    pub blocks: Vec<Value>,
}

#[must_use]
pub fn message(message: &Message) -> Drawn {
    pictured(message, &[])
}

/// The same with its charts: for each of them, in their order, the file that it was uploaded as.
#[must_use]
pub fn pictured(message: &Message, files: &[Option<String>]) -> Drawn {
    let mut blocks = parts::with_files(&message.parts, files);
    blocks.truncate(MESSAGE_BLOCKS);
    Drawn { text: words::fallback(&message.fallback()), blocks }
}

/// A message for one person, as an answer to what they did.
pub(super) fn private(message: &Message) -> Value {
    let drawn = self::message(message);
    json!({
        "response_type": "ephemeral",
        "text": drawn.text,
        "blocks": drawn.blocks,
        "mrkdwn": false,
    })
}

/// A form as a modal. The form's id is all that goes along in `private_metadata`: what a client
/// can change is no place for anything else. Slack shows all pages at once.
#[must_use]
pub fn form(form: &Form) -> Value {
    let fields = form.pages.iter().flatten().filter_map(inputs::input);
    let mut blocks = parts::blocks(&form.intro);
    blocks.extend(fields);
    blocks.extend(parts::blocks(&form.foot));
    blocks.truncate(VIEW_BLOCKS);
    json!({
        "type": "modal",
        "callback_id": form.flow,
        "private_metadata": form.id,
        "title": plain(&form.title, FORM_TITLE),
        "submit": plain(&form.submit, FORM_TITLE),
        "close": plain(&form.close, FORM_TITLE),
        "notify_on_close": true,
        "blocks": blocks,
    })
}

/// A panel as a modal without a submit button.
#[must_use]
pub fn panel(panel: &Panel) -> Value {
    let mut blocks = parts::blocks(&panel.parts);
    blocks.truncate(VIEW_BLOCKS);
    if blocks.is_empty() {
        blocks.push(json!({ "type": "divider" })); // Slack refuses a modal without blocks.
    }
    json!({
        "type": "modal",
        "title": plain(&panel.title, FORM_TITLE),
        "close": plain(&panel.close, FORM_TITLE),
        "blocks": blocks,
    })
}

/// A person's page in the app.
#[must_use]
pub fn home(page: &Message) -> Value {
    let mut blocks = parts::blocks(&page.parts);
    blocks.truncate(VIEW_BLOCKS);
    json!({ "type": "home", "blocks": blocks })
}

/// What a type-ahead field offers; Slack takes 100 at most.
pub(super) fn options(choices: &[crate::chat::view::Choice]) -> Value {
    let options: Vec<Value> = choices.iter().take(100).map(inputs::option).collect();
    json!({ "options": options })
}
