//! Messages in channels: post, read, edit, delete.

use axum::body::Bytes;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::body::Upload;
use super::{Answered, Call, Refused, Reply, allowed, guild_mut, guild_of};
use crate::sandbox::discord::guild::rights::{
    ATTACH, EMBED, HISTORY, MANAGE_MESSAGES, MANAGE_THREADS, SEND, SEND_IN_THREADS,
};
use crate::sandbox::discord::guild::seed::BOT_USER_ID;
use crate::sandbox::discord::guild::{Attachment, DIRECT, EPHEMERAL, LOADING, Message, V2};
use crate::sandbox::discord::{Guild, check, ping, shapes};
use crate::sandbox::hub::State;

/// How long a nonce keeps a message from being posted twice. Discord says "the past few minutes".
const NONCE_LIFE: TimeDelta = TimeDelta::minutes(5);

/// What a message of the bot needs besides the sight of the channel.
fn may_send(state: &State, channel: &str, body: &Value, files: bool) -> Result<(), Refused> {
    let guild = guild_of(state)?;
    let place = guild.channel(channel);
    let thread = place.is_some_and(crate::sandbox::discord::guild::Channel::is_thread);
    let mut rights = if thread { SEND_IN_THREADS } else { SEND };
    if body["embeds"].as_array().is_some_and(|embeds| !embeds.is_empty()) {
        rights |= EMBED;
    }
    if files {
        rights |= ATTACH;
    }
    allowed(state, channel, rights)?;
    let Some(place) = place else { return Ok(()) };
    if place.is_forum() {
        let message = "Cannot send messages in a non-text channel";
        return Err(Refused::new(400, 50_008, message));
    }
    if place.locked && !guild.may(BOT_USER_ID, channel, MANAGE_THREADS) {
        return Err(Refused::new(400, 160_005, "The thread is locked"));
    }
    let people = if place.kind == DIRECT { &place.people[..] } else { &[] };
    match people.iter().find_map(|id| guild.member(id)) {
        Some(member) if member.left => {
            let message = "Cannot send messages to this user due to having no mutual guilds";
            Err(Refused::new(403, 50_278, message))
        }
        Some(member) if member.closed => {
            Err(Refused::new(403, 50_007, "Cannot send messages to this user"))
        }
        _ => Ok(()),
    }
}

pub fn post(state: &mut State, call: &mut Call<'_>) -> Answered {
    let channel = call.id(0).to_owned();
    may_send(state, &channel, &call.body, !call.uploads.is_empty())?;
    check::message(&call.body, call.uploads.len(), true)?;
    answers_something(state, &channel, &call.body)?;
    if let Some(known) = posted_before(state, call)? {
        return Ok(Reply::ok(known));
    }
    let message = draft(state, call, &channel, false)?;
    let guild = guild_mut(&mut state.world)?;
    if let Some(thread) = guild.channel_mut(&channel) {
        // Whoever writes into an archived thread opens it again.
        thread.archived = false;
    }
    let id = message.id.clone();
    guild.add_message(&channel, message);
    state.touch_discord(&channel);
    shown(state, &channel, &id)
}

/// The message that was posted with the same nonce not long ago. One that was deleted since is not
/// made anew. Source: Discord, "Create Message"; the latter from discord-api-docs#6647.
fn posted_before(state: &State, call: &Call<'_>) -> Result<Option<Value>, Refused> {
    let Some(nonce) = nonce(&call.body).filter(|_| call.body["enforce_nonce"] == true) else {
        return Ok(None);
    };
    let guild = guild_of(state)?;
    let recent = |message: &Message| {
        let made = crate::sandbox::discord::guild::instant_of(&message.id);
        made.is_some_and(|made| call.now - made <= NONCE_LIFE)
    };
    let mut own = guild.messages.iter().flat_map(|(at, all)| all.iter().map(move |one| (at, one)));
    let found = own.find(|(_, one)| one.nonce.as_ref() == Some(&nonce) && recent(one));
    match found {
        Some((_, message)) if message.deleted => Err(Refused::unknown(10_008, "Message")),
        Some((at, message)) => Ok(Some(shapes::message(&state.world, guild, at, message))),
        None => Ok(None),
    }
}

/// That the message is there that this one answers, where it has to be.
fn answers_something(state: &State, channel: &str, body: &Value) -> Result<(), Refused> {
    let reference = &body["message_reference"];
    let Some(id) = reference["message_id"].as_str() else { return Ok(()) };
    let found = guild_of(state)?.message(channel, id).is_some_and(|message| !message.deleted);
    if found || reference["fail_if_not_exists"] == false {
        return Ok(());
    }
    let error = json!({ "code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message" });
    Err(Refused::form(json!({ "message_reference": { "_errors": [error] } })))
}

fn nonce(body: &Value) -> Option<String> {
    match &body["nonce"] {
        Value::String(nonce) => Some(nonce.clone()),
        Value::Number(nonce) => Some(nonce.to_string()),
        _ => None,
    }
}

/// A new message of the bot, not yet in its channel. The bot's answers ping people alone unless they
/// say otherwise.
pub fn draft(
    state: &mut State,
    call: &mut Call<'_>,
    channel: &str,
    answer: bool,
) -> Result<Message, Refused> {
    let body = call.body.clone();
    drafted(state, call, channel, &body, answer)
}

/// The same of a body that is part of the call's.
pub fn drafted(
    state: &mut State,
    call: &mut Call<'_>,
    channel: &str,
    body: &Value,
    answer: bool,
) -> Result<Message, Refused> {
    let guild = guild_mut(&mut state.world)?;
    let id = guild.next_id(call.now);
    let reply_to = body["message_reference"]["message_id"].as_str().map(str::to_owned);
    let mut message = Message {
        id,
        author: BOT_USER_ID.to_owned(),
        embeds: json!([]),
        components: json!([]),
        nonce: nonce(body),
        kind: if reply_to.is_some() { 19 } else { 0 },
        reply_to,
        ..Message::default()
    };
    fill(guild, channel, &mut message, body, answer);
    attach(guild, call, &mut message, body);
    Ok(message)
}

/// Puts the parts of a body into a message; what it does not name stays.
pub fn fill(guild: &Guild, channel: &str, message: &mut Message, body: &Value, answer: bool) {
    if let Some(content) = body.get("content") {
        message.content = content.as_str().unwrap_or_default().to_owned();
    }
    for (key, place) in [("embeds", &mut message.embeds), ("components", &mut message.components)] {
        if let Some(value) = body.get(key) {
            *place = if value.is_array() { value.clone() } else { json!([]) };
        }
    }
    complete(&mut message.embeds);
    number_parts(&mut message.components, &mut 0);
    let wanted = body["flags"].as_u64().unwrap_or_default();
    // Seen by one person or not is decided once; the newer kind of parts cannot be taken back.
    message.flags |= wanted & (V2 | 1 << 2 | 1 << 12);
    if body.get("content").is_some() || body.get("components").is_some() {
        let text = format!("{}\n{}", message.content, texts(&message.components));
        message.pinged = ping::pinged(guild, channel, &text, &body["allowed_mentions"], answer);
    }
}

/// What Discord adds to embeds.
fn complete(embeds: &mut Value) {
    let embeds = embeds.as_array_mut().into_iter().flatten();
    for embed in embeds.filter_map(Value::as_object_mut) {
        embed.entry("type").or_insert(json!("rich"));
        let fields = embed.get_mut("fields").and_then(Value::as_array_mut).into_iter().flatten();
        for field in fields.filter_map(Value::as_object_mut) {
            field.entry("inline").or_insert(json!(false));
        }
    }
}

/// What text displays say, which pings like content.
fn texts(components: &Value) -> String {
    let parts = components.as_array().into_iter().flatten();
    let said = parts.map(|part| {
        let own = part["content"].as_str().unwrap_or_default();
        format!("{own}\n{}", texts(&part["components"]))
    });
    said.collect()
}

/// Every component has an `id`, unique in its message.
pub fn number_parts(components: &mut Value, last: &mut u64) {
    let parts = components.as_array_mut().into_iter().flatten();
    for part in parts.filter(|part| part.is_object()) {
        *last += 1;
        if part["id"].is_null() {
            part["id"] = json!(*last);
        }
        for key in ["component", "accessory"] {
            if part[key].is_object() {
                let mut one = json!([part[key].take()]);
                number_parts(&mut one, last);
                part[key] = one[0].take();
            }
        }
        number_parts(&mut part["components"], last);
        if part["components"].is_null()
            && let Some(part) = part.as_object_mut()
        {
            part.remove("components");
        }
    }
}

/// Files of a call become attachments. `attachments`, where it is there, says what they are called
/// and which of the earlier ones stay.
pub fn attach(guild: &mut Guild, call: &mut Call<'_>, message: &mut Message, body: &Value) {
    let listed = body["attachments"].as_array();
    if let Some(listed) = listed {
        message.attachments.retain(|known| listed.iter().any(|one| one["id"] == known.id.as_str()));
    }
    for upload in std::mem::take(&mut call.uploads) {
        let told = listed.into_iter().flatten().find(|one| is_number(&one["id"], &upload.number));
        let id = guild.next_id(call.now);
        message.attachments.push(described(&id, &upload, told));
        call.keep.push((id, Bytes::clone(&upload.bytes)));
    }
}

fn is_number(id: &Value, number: &str) -> bool {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned) == number
}

fn described(id: &str, upload: &Upload, told: Option<&Value>) -> Attachment {
    let text = |key: &str| told.and_then(|told| told[key].as_str()).map(str::to_owned);
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let name = text("filename").unwrap_or_else(|| upload.name.clone());
    Attachment {
        id: id.to_owned(),
        name: name.chars().map(plain).collect(),
        description: text("description"),
        media_type: upload.media_type.clone(),
        size: upload.bytes.len(),
    }
}

/// A message as the answer to a call.
pub fn shown(state: &State, channel: &str, id: &str) -> Answered {
    let guild = guild_of(state)?;
    let message = guild.message(channel, id).filter(|message| !message.deleted);
    let message = message.ok_or_else(|| Refused::unknown(10_008, "Message"))?;
    Ok(Reply::ok(shapes::message(&state.world, guild, channel, message)))
}

pub fn get(state: &mut State, call: &mut Call<'_>) -> Answered {
    allowed(state, call.id(0), HISTORY)?;
    shown(state, call.id(0), call.id(1))
}

/// The latest messages, newest first. Source: Discord, "Get Channel Messages".
pub fn list(state: &mut State, call: &mut Call<'_>) -> Answered {
    allowed(state, call.id(0), 0)?;
    let guild = guild_of(state)?;
    if !guild.may(BOT_USER_ID, call.id(0), HISTORY) {
        return Ok(Reply::ok(json!([])));
    }
    let limit: usize = call.asked("limit").and_then(|limit| limit.parse().ok()).unwrap_or(50);
    if !(1..=100).contains(&limit) {
        let message = "int value should be between 1 and 100.";
        let error = json!({ "code": "NUMBER_TYPE_MAX", "message": message });
        return Err(Refused::form(json!({ "limit": { "_errors": [error] } })));
    }
    let number = |key: &str| call.asked(key).and_then(|id| id.parse::<u64>().ok());
    let (before, after) = (number("before"), number("after"));
    let wanted = |message: &&Message| {
        let id = message.id.parse::<u64>().unwrap_or_default();
        let seen = !message.deleted && message.only_for.is_none();
        seen && before.is_none_or(|before| id < before) && after.is_none_or(|after| id > after)
    };
    let all = guild.messages.get(call.id(0)).into_iter().flatten().filter(wanted);
    let all: Vec<&Message> = all.collect();
    let some: Vec<&Message> = match after {
        // After a message: the oldest ones that follow it, still newest first.
        Some(_) => all.into_iter().take(limit).rev().collect(),
        None => all.into_iter().rev().take(limit).collect(),
    };
    let listed = some.into_iter().map(|one| shapes::message(&state.world, guild, call.id(0), one));
    Ok(Reply::ok(listed.collect()))
}

pub fn edit(state: &mut State, call: &mut Call<'_>) -> Answered {
    let (channel, id) = (call.id(0).to_owned(), call.id(1).to_owned());
    allowed(state, &channel, 0)?;
    let found = guild_of(state)?.message(&channel, &id);
    let known = found.filter(|message| !message.deleted && message.only_for.is_none());
    let known = known.ok_or_else(|| Refused::unknown(10_008, "Message"))?;
    if known.author != BOT_USER_ID {
        let message = "Cannot edit a message authored by another user";
        return Err(Refused::new(403, 50_005, message));
    }
    if guild_of(state)?.channel(&channel).is_some_and(|thread| thread.archived) {
        return Err(Refused::new(400, 50_083, "Thread is archived"));
    }
    let body = call.body.clone();
    changed(state, call, &channel, &id, &body, false)
}

/// Changes a message of the bot, and shows it.
pub fn changed(
    state: &mut State,
    call: &mut Call<'_>,
    channel: &str,
    id: &str,
    body: &Value,
    answer: bool,
) -> Answered {
    let mut whole = if body.is_object() { body.clone() } else { json!({}) };
    let guild = guild_mut(&mut state.world)?;
    let known = guild.message(channel, id).filter(|message| !message.deleted).cloned();
    let mut message = known.ok_or_else(|| Refused::unknown(10_008, "Message"))?;
    whole["flags"] = json!(message.flags | body["flags"].as_u64().unwrap_or_default());
    check::message(&whole, call.uploads.len(), false)?;
    if message.flags & LOADING == 0 {
        message.edited_ms = Some(call.now.timestamp_millis());
    }
    message.flags &= !LOADING;
    fill(guild, channel, &mut message, body, answer);
    attach(guild, call, &mut message, body);
    if is_empty(&message) {
        return Err(Refused::new(400, check::EMPTY, "Cannot send an empty message"));
    }
    if let Some(place) = guild.message_mut(channel, id) {
        *place = message;
    }
    state.touch_discord(channel);
    shown(state, channel, id)
}

fn is_empty(message: &Message) -> bool {
    let none = |parts: &Value| parts.as_array().is_none_or(Vec::is_empty);
    message.content.trim().is_empty()
        && none(&message.embeds)
        && none(&message.components)
        && message.attachments.is_empty()
}

pub fn delete(state: &mut State, call: &mut Call<'_>) -> Answered {
    let (channel, id) = (call.id(0).to_owned(), call.id(1).to_owned());
    allowed(state, &channel, 0)?;
    let guild = guild_mut(&mut state.world)?;
    let may = guild.may(BOT_USER_ID, &channel, MANAGE_MESSAGES);
    let message = guild.message_mut(&channel, &id);
    let message = message.filter(|one| !one.deleted && one.flags & EPHEMERAL == 0);
    let message = message.ok_or_else(|| Refused::unknown(10_008, "Message"))?;
    if message.author != BOT_USER_ID && !may {
        return Err(Refused::no_right());
    }
    message.deleted = true;
    state.touch_discord(&channel);
    Ok(Reply::empty())
}
