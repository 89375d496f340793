//! Files, as messages and `files.info` show them.

use serde_json::{Value, json};

use crate::sandbox::world::files::File;
use crate::sandbox::world::{Message, World};

/// The files of a message. In a channel shared with others an app is told no more than that there is
/// one. Source: Slack, "Using Slack Connect apps".
#[must_use]
pub fn of(world: &World, conversation: &str, message: &Message) -> Value {
    let shared = world.channel(conversation).is_some_and(|channel| channel.teams.len() > 1);
    let known = message.files.iter().filter_map(|id| world.file(id));
    known
        .map(|entry| match shared {
            true => json!({
                "id": entry.id,
                "mode": "file_access",
                "file_access": "check_file_info",
                "created": 0,
                "timestamp": 0,
            }),
            false => whole(world, entry),
        })
        .collect()
}

/// A file as `files.info` shows it.
#[must_use]
pub fn whole(world: &World, file: &File) -> Value {
    let address = format!("{}/files/{}/{}", world.here.base, file.id, file.address_name());
    let kind = |letter: char| -> Vec<&String> {
        let places = file.shares.iter().map(|(conversation, _)| conversation);
        let mut places: Vec<&String> = places.filter(|id| id.starts_with(letter)).collect();
        places.dedup();
        places
    };
    json!({
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.media_type(),
        "filetype": file.ending(),
        "pretty_type": file.ending().to_uppercase(),
        "user": file.user,
        "user_team": file.team_id,
        "editable": false,
        "size": file.size,
        "mode": "hosted",
        "is_external": false,
        "external_type": "",
        "is_public": true,
        "public_url_shared": false,
        "display_as_bot": false,
        "username": "",
        "url_private": address,
        "url_private_download": format!("{address}?download=1"),
        "permalink": address,
        "has_rich_preview": false,
        "file_access": "visible",
        "channels": kind('C'),
        "groups": [],
        "ims": kind('D'),
        "comments_count": 0,
    })
}
