//! Uploaded files that blocks show (`slack_file`): whoever reads the message sees them.
//! Source: Slack, "Slack file object".

use serde_json::Value;

use super::Refused;
use crate::sandbox::world::World;
use crate::sandbox::world::files::{File, Stage};

/// The files that blocks show.
///
/// # Errors
/// One is no picture, not whole, or not the installation's own.
pub fn shown(world: &World, team_id: &str, blocks: &Value) -> Result<Vec<String>, Refused> {
    let mut found = Vec::new();
    collect(blocks, "/blocks", &mut found);
    let own = |id: &str| {
        let is_one = |file: &&File| {
            let whole = file.stage == Stage::Done && file.team_id == team_id;
            whole && file.media_type().starts_with("image/")
        };
        world.file(id).filter(is_one).is_some()
    };
    let wrong = found.iter().filter(|(_, id)| !own(id));
    let messages: Vec<String> = wrong
        .map(|(at, _)| format!("[ERROR] invalid slack file [json-pointer:{at}/slack_file]"))
        .collect();
    match messages.is_empty() {
        true => Ok(found.into_iter().map(|(_, id)| id).collect()),
        false => Err(Refused { messages, ..Refused::from("invalid_blocks") }),
    }
}

/// Where pictures stand in blocks, and the ids of their files.
fn collect(blocks: &Value, at: &str, found: &mut Vec<(String, String)>) {
    for (nth, block) in blocks.as_array().into_iter().flatten().enumerate() {
        let at = format!("{at}/{nth}");
        if let Some(id) = block.pointer("/slack_file/id").and_then(Value::as_str) {
            found.push((at.clone(), id.to_owned()));
        }
        if let Some(id) = block.pointer("/accessory/slack_file/id").and_then(Value::as_str) {
            found.push((format!("{at}/accessory"), id.to_owned()));
        }
        collect(&block["elements"], &format!("{at}/elements"), found);
    }
}

/// Lets the people of a conversation see what one of its messages shows.
pub fn share(world: &mut World, files: &[String], conversation: &str, ts: &str) {
    let share = (conversation.to_owned(), ts.to_owned());
    for id in files {
        if let Some(file) = world.file_mut(id).filter(|file| !file.shares.contains(&share)) {
            file.shares.push(share.clone());
        }
    }
}
