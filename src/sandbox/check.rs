//! Slack's limits and shapes: what Slack would refuse is refused here, with Slack's codes.
//!
//! Every number is from the Block Kit reference of Slack's documentation, read through
//! `slack.md` §2.3. Blocks and elements have rooms of their own.

mod blocks;
mod elements;

use std::collections::BTreeSet;

use serde_json::{Value, json};

pub use self::blocks::MARKDOWN_MAX;

use super::hub::random_hex;
use super::webapi::Refused;

/// Blocks of a message, and of a modal or Home.
const MESSAGE_BLOCKS_MAX: usize = 50;
const VIEW_BLOCKS_MAX: usize = 100;

/// Bytes of a whole view.
const VIEW_BYTES_MAX: usize = 250_000;

const TITLE_MAX: usize = 24;
const PRIVATE_METADATA_MAX: usize = 3_000;
const ID_MAX: usize = 255;

/// Where blocks are shown; some stand only in some places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    Message,
    Modal,
    Home,
}

/// Collects what does not fit, each with the place in the JSON, as Slack reports it.
struct Checker {
    surface: Surface,
    messages: Vec<String>,
}

impl Checker {
    fn wrong(&mut self, at: &str, what: &str) {
        self.messages.push(format!("[ERROR] {what} [json-pointer:{at}]"));
    }

    /// A text object: kind, presence, length.
    fn text(&mut self, at: &str, text: &Value, most: usize, plain_only: bool) {
        let kind = text["type"].as_str().unwrap_or_default();
        if kind != "plain_text" && (plain_only || kind != "mrkdwn") {
            let wanted = if plain_only { "plain_text" } else { "plain_text or mrkdwn" };
            return self.wrong(&format!("{at}/type"), &format!("must be {wanted}"));
        }
        match text["text"].as_str() {
            None => self.wrong(&format!("{at}/text"), "missing required field: text"),
            Some("") => self.wrong(&format!("{at}/text"), "must be more than 0 characters"),
            Some(words) => self.length(&format!("{at}/text"), words, most),
        }
    }

    fn length(&mut self, at: &str, text: &str, most: usize) {
        if text.chars().count() > most {
            self.wrong(at, &format!("must be less than {} characters", most + 1));
        }
    }

    /// A text that may be absent.
    fn optional_length(&mut self, at: &str, owner: &Value, key: &str, most: usize) {
        match owner.get(key) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) => self.length(&format!("{at}/{key}"), text, most),
            Some(_) => self.wrong(&format!("{at}/{key}"), "must be a string"),
        }
    }

    fn optional_text(&mut self, at: &str, owner: &Value, key: &str, most: usize) {
        if owner.get(key).is_some_and(|text| !text.is_null()) {
            self.text(&format!("{at}/{key}"), &owner[key], most, true);
        }
    }

    /// A list with its least and most entries; empty when it is not there.
    fn list<'a>(
        &mut self,
        at: &str,
        owner: &'a Value,
        key: &str,
        bounds: (usize, usize),
    ) -> &'a [Value] {
        let (least, most) = bounds;
        let Some(items) = owner[key].as_array() else {
            self.wrong(at, &format!("missing required field: {key}"));
            return &[];
        };
        if items.len() < least {
            self.wrong(&format!("{at}/{key}"), &format!("must be more than {} items", least - 1));
        }
        if items.len() > most {
            let count = items.len();
            let what = format!("no more than {most} items allowed [have {count}]");
            self.wrong(&format!("{at}/{key}"), &what);
        }
        items
    }

    fn blocks(&mut self, at: &str, blocks: &[Value]) {
        let mut ids = BTreeSet::new();
        for (index, block) in blocks.iter().enumerate() {
            let at = format!("{at}/{index}");
            self.block(&at, block);
            if let Some(id) = block["block_id"].as_str().filter(|id| !id.is_empty())
                && !ids.insert(id)
            {
                self.wrong(&format!("{at}/block_id"), "must be unique");
            }
        }
    }
}

/// Checks the blocks of a message; null is none.
///
/// # Errors
/// `invalid_blocks`, or `invalid_blocks_format` for something that is no list.
pub fn message(blocks: &Value) -> Result<(), Refused> {
    let blocks = match blocks {
        Value::Null => return Ok(()),
        Value::Array(blocks) => blocks,
        _ => return Err("invalid_blocks_format".into()),
    };
    let mut checker = Checker { surface: Surface::Message, messages: Vec::new() };
    if blocks.len() > MESSAGE_BLOCKS_MAX {
        let count = blocks.len();
        let what = format!("no more than {MESSAGE_BLOCKS_MAX} items allowed [have {count}]");
        checker.wrong("/blocks", &what);
    }
    checker.blocks("/blocks", blocks);
    if blocks.iter().filter(|block| block["type"] == json!("table")).count() > 1 {
        checker.wrong("/blocks", "only_one_table_allowed");
    }
    outcome(checker, "invalid_blocks")
}

/// Checks a modal or a Home.
///
/// # Errors
/// `view_too_large`, or `invalid_arguments` with what does not fit.
pub fn view(view: &Value, surface: Surface) -> Result<(), Refused> {
    let mut checker = Checker { surface, messages: Vec::new() };
    if !view.is_object() {
        return Err(Refused {
            messages: vec!["[ERROR] missing required field: view".to_owned()],
            ..Refused::from("invalid_arguments")
        });
    }
    if view.to_string().len() > VIEW_BYTES_MAX {
        return Err("view_too_large".into());
    }
    let wanted = if surface == Surface::Home { "home" } else { "modal" };
    if view["type"] != json!(wanted) {
        checker.wrong("/view/type", &format!("must be {wanted}"));
    }
    let blocks = checker.list("/view", view, "blocks", (1, VIEW_BLOCKS_MAX));
    checker.blocks("/view/blocks", blocks);
    checker.optional_length("/view", view, "private_metadata", PRIVATE_METADATA_MAX);
    checker.optional_length("/view", view, "callback_id", ID_MAX);
    checker.optional_length("/view", view, "external_id", ID_MAX);
    if surface == Surface::Modal {
        modal_frame(&mut checker, view, blocks);
    }
    outcome(checker, "invalid_arguments")
}

/// Title and the two buttons below a modal.
fn modal_frame(checker: &mut Checker, view: &Value, blocks: &[Value]) {
    if view["title"].is_object() {
        checker.text("/view/title", &view["title"], TITLE_MAX, true);
    } else {
        checker.wrong("/view", "missing required field: title");
    }
    checker.optional_text("/view", view, "submit", TITLE_MAX);
    checker.optional_text("/view", view, "close", TITLE_MAX);
    let has_input = blocks.iter().any(|block| block["type"] == json!("input"));
    if has_input && !view["submit"].is_object() {
        checker.wrong("/view", "missing required field: submit");
    }
}

fn outcome(checker: Checker, error: &str) -> Result<(), Refused> {
    if checker.messages.is_empty() {
        return Ok(());
    }
    Err(Refused { messages: checker.messages, ..Refused::from(error) })
}

/// Gives every block, and every element a person can use, the id Slack would make up for it.
pub fn name_blocks(blocks: &mut Value) {
    for block in blocks.as_array_mut().into_iter().flatten() {
        name(block, "block_id");
        let actions = block["type"] == json!("actions");
        for key in ["element", "accessory"] {
            if let Some(element) = block.get_mut(key).filter(|element| element.is_object()) {
                name(element, "action_id");
            }
        }
        if actions {
            for element in block["elements"].as_array_mut().into_iter().flatten() {
                name(element, "action_id");
            }
        }
    }
}

fn name(owner: &mut Value, key: &str) {
    if owner[key].as_str().unwrap_or_default().is_empty() {
        owner[key] = json!(random_hex()[..5]);
    }
}

#[cfg(test)]
mod tests;
