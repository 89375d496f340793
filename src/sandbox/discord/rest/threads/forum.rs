//! A post in a forum: a thread, and its first message under the same id, in one call.
//! Source: Discord, "Start Thread in Forum or Media Channel".

use serde_json::{Value, json};

use super::{Answered, Call, Refused, Reply, allowed, guild_mut, guild_of, shown, told};
use crate::sandbox::discord::check::{self, Complaints};
use crate::sandbox::discord::guild::rights::{ATTACH, EMBED, MANAGE_THREADS, SEND};
use crate::sandbox::discord::guild::seed::BOT_USER_ID;
use crate::sandbox::discord::guild::{Channel, PUBLIC_THREAD};
use crate::sandbox::discord::rest::messages;
use crate::sandbox::hub::State;

/// Tags of one post. Source: the same page.
const TAGS_MAX: usize = 5;

/// It takes the right to send messages alone, and none about threads.
pub fn post(state: &mut State, call: &mut Call<'_>) -> Answered {
    let forum = call.id(0).to_owned();
    let (mut body, files) = (call.body["message"].clone(), !call.uploads.is_empty());
    let embeds = body["embeds"].as_array().is_some_and(|embeds| !embeds.is_empty());
    let embed = if embeds { EMBED } else { 0 };
    allowed(state, &forum, SEND | embed | if files { ATTACH } else { 0 })?;
    let mut complaints = Complaints::default();
    complaints.text("name", &call.body["name"], (1, 100));
    if !body.is_object() {
        complaints.add("message", "BASE_TYPE_REQUIRED", "This field is required");
    }
    complaints.done()?;
    check::message(&body, call.uploads.len(), true)?;
    let tagged = tags(state, call, &forum)?;
    // A nonce counts for messages in channels alone.
    if let Some(body) = body.as_object_mut() {
        body.remove("nonce");
    }
    let message = messages::drafted(state, call, &forum, &body, false)?;
    let id = message.id.clone();
    let guild = guild_mut(&mut state.world)?;
    guild.channels.push(Channel {
        id: id.clone(),
        kind: PUBLIC_THREAD,
        name: call.body["name"].as_str().unwrap_or_default().to_owned(),
        parent: Some(forum.clone()),
        people: vec![BOT_USER_ID.to_owned()],
        tagged,
        ..Channel::default()
    });
    guild.add_message(&id, message);
    state.touch_discord(&forum);
    state.touch("world");
    told(state, call, "THREAD_CREATE", &id);
    let mut answer = shown(state, &id)?.body;
    answer["message"] = messages::shown(state, &id, &id)?.body;
    Ok(Reply::created(answer))
}

/// The tags it is to bear. Source: Discord, "Opcodes and Status Codes", 40066, 40067.
fn tags(state: &State, call: &Call<'_>, forum: &str) -> Result<Vec<String>, Refused> {
    let guild = guild_of(state)?;
    let Some(forum) = guild.channel(forum) else { return Ok(Vec::new()) };
    let manages = guild.may(BOT_USER_ID, &forum.id, MANAGE_THREADS);
    let given = call.body["applied_tags"].as_array().into_iter().flatten();
    let given: Vec<&str> = given.filter_map(Value::as_str).collect();
    let known = |id: &&str| forum.tags.iter().any(|tag| tag.id == *id);
    if given.len() > TAGS_MAX || !given.iter().all(known) {
        let error = json!({ "code": "INVALID_FORUM_TAG", "message": "Invalid tag." });
        return Err(Refused::form(json!({ "applied_tags": { "_errors": [error] } })));
    }
    let mut kept = forum.tags.iter().filter(|tag| tag.moderated && !manages);
    if kept.any(|tag| given.contains(&tag.id.as_str())) {
        return Err(Refused::no_right());
    }
    if forum.wants_tag && given.is_empty() {
        let open = manages || forum.tags.iter().any(|tag| !tag.moderated);
        return Err(match open {
            true => {
                let message = "A tag is required to create a forum post in this channel";
                Refused::new(400, 40_067, message)
            }
            false => {
                let message = "There are no tags available that can be set by non-moderators";
                Refused::new(400, 40_066, message)
            }
        });
    }
    Ok(given.into_iter().map(str::to_owned).collect())
}
