//! `chat.*`: posting, changing and deleting messages.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Answered, Call, Refused, bot_user, limited, limits, pictures};
use crate::sandbox::check;
use crate::sandbox::deliver::event::{heard, rewritten};
use crate::sandbox::hub::State;
use crate::sandbox::shapes;
use crate::sandbox::world::{Message, World};

/// Characters after which `chat.postMessage` cuts. Source: Slack, "chat.postMessage".
const TEXT_CUT: usize = 40_000;

/// Characters above which `chat.update` refuses. Source: Slack, "chat.update".
const UPDATE_TEXT_MAX: usize = 4_000;

/// Source: Slack, "chat.postMessage".
const ATTACHMENTS_MAX: usize = 100;

/// What becomes of a text that is too long or not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentBounds {
    /// It is cut; without text there have to be blocks.
    Cut,
    /// It is refused; without text there have to be blocks.
    Refuse,
    /// It is cut, and may be missing: the files say enough.
    FileComment,
}

/// A message's content after it was checked.
#[derive(Clone)]
pub struct Content {
    text: String,
    blocks: Value,
    metadata: Value,
}

pub fn post(state: &mut State, call: &mut Call<'_>) -> Answered {
    let wanted = call.args.required("channel")?;
    let content = content(call, "text", ContentBounds::Cut)?;
    let conversation = place(&mut state.world, &call.team_id, &wanted)?;
    let thread_ts = thread(&state.world, &conversation, call)?;
    let files = pictures::shown(&state.world, &call.team_id, &content.blocks)?;
    let key = (call.team_id.as_str(), conversation.as_str());
    state.buckets.take(limits::POSTING, key, call.now).map_err(limited)?;
    let message = content.written(&mut state.world, &call.team_id, call.now, thread_ts, None);
    let ts = message.ts.clone();
    state.world.add_message(&conversation, message);
    pictures::share(&mut state.world, &files, &conversation, &ts);
    state.touch_messages(&conversation);
    let message = state.world.message(&conversation, &ts).ok_or("internal_error")?;
    call.happened.extend(heard(state, &conversation, message));
    Ok(json!({
        "channel": conversation,
        "ts": ts,
        "message": shapes::message(&state.world, &conversation, message),
    }))
}

pub fn post_ephemeral(state: &mut State, call: &mut Call<'_>) -> Answered {
    let wanted = call.args.required("channel")?;
    let user = call.args.required("user")?;
    let content = content(call, "text", ContentBounds::Cut)?;
    let conversation = place(&mut state.world, &call.team_id, &wanted)?;
    let person = state.world.person(&user).ok_or("user_not_found")?;
    if person.deactivated || !state.world.is_member(&conversation, &user) {
        return Err("user_not_in_channel".into());
    }
    let thread_ts = thread(&state.world, &conversation, call)?;
    let files = pictures::shown(&state.world, &call.team_id, &content.blocks)?;
    let message = content.written(&mut state.world, &call.team_id, call.now, thread_ts, Some(user));
    let ts = message.ts.clone();
    state.world.add_message(&conversation, message);
    pictures::share(&mut state.world, &files, &conversation, &ts);
    state.touch_messages(&conversation);
    Ok(json!({ "message_ts": ts }))
}

/// Text without blocks takes the blocks away and marks the message as edited; with blocks there is
/// no mark. Source: Slack, "chat.update".
pub fn update(state: &mut State, call: &mut Call<'_>) -> Answered {
    let wanted = call.args.required("channel")?;
    let ts = call.args.required("ts")?;
    let content = content(call, "text", ContentBounds::Refuse)?;
    let conversation = place(&mut state.world, &call.team_id, &wanted)?;
    let team_id = call.team_id.clone();
    let files = pictures::shown(&state.world, &team_id, &content.blocks)?;
    let before = standing(&state.world, &conversation, &ts);
    let message = own_message(&mut state.world, &conversation, &ts, &team_id)
        .map_err(|refused| renamed(refused, "cant_update_message"))?;
    let with_blocks = content.blocks.as_array().is_some_and(|blocks| !blocks.is_empty());
    message.edited = message.edited || !with_blocks;
    message.text = content.text;
    message.blocks = content.blocks;
    if !content.metadata.is_null() {
        message.metadata = content.metadata;
    }
    pictures::share(&mut state.world, &files, &conversation, &ts);
    state.touch_messages(&conversation);
    call.happened.extend(rewritten(&mut state.world, &conversation, &before, call.now));
    let message = state.world.message(&conversation, &ts).ok_or("internal_error")?;
    let mut shown = shapes::message(&state.world, &conversation, message);
    // Slack's published response schema wants an object here and Slack sends a list; without it
    // both are content.
    if let Some(shown) = shown.as_object_mut() {
        shown.remove("blocks");
    }
    Ok(json!({ "channel": conversation, "ts": ts, "text": message.text, "message": shown }))
}

pub fn delete(state: &mut State, call: &mut Call<'_>) -> Answered {
    let wanted = call.args.required("channel")?;
    let ts = call.args.required("ts")?;
    let conversation = place(&mut state.world, &call.team_id, &wanted)?;
    let before = standing(&state.world, &conversation, &ts);
    own_message(&mut state.world, &conversation, &ts, &call.team_id)
        .map_err(|refused| renamed(refused, "cant_delete_message"))?;
    take_away(&mut state.world, &conversation, &ts);
    state.touch_messages(&conversation);
    call.happened.extend(rewritten(&mut state.world, &conversation, &before, call.now));
    Ok(json!({ "channel": conversation, "ts": ts }))
}

/// How a message stands, for whoever is told that it was changed; null where there is none.
#[must_use]
pub fn standing(world: &World, conversation: &str, ts: &str) -> Value {
    let message = world.message(conversation, ts);
    message.map_or(Value::Null, |message| shapes::message(world, conversation, message))
}

/// Deletes a message, and its pin with it.
pub fn take_away(world: &mut World, conversation: &str, ts: &str) {
    if let Some(message) = world.message_mut(conversation, ts) {
        erase(message);
    }
    if let Some(channel) = world.channel_mut(conversation) {
        channel.pins.retain(|pin| pin.ts != ts);
    }
}

/// What is left of a deleted message.
pub fn erase(message: &mut Message) {
    message.deleted = true;
    message.text.clear();
    message.blocks = Value::Null;
    message.metadata = Value::Null;
}

pub fn permalink(state: &mut State, call: &mut Call<'_>) -> Answered {
    let conversation = call.args.required("channel")?;
    let ts = call.args.required("message_ts")?;
    seen(&state.world, &call.team_id, &conversation)?;
    let message = state.world.message(&conversation, &ts).ok_or("message_not_found")?;
    let thread = message
        .thread_ts
        .as_ref()
        .map_or_else(String::new, |root| format!("?thread_ts={root}&cid={conversation}"));
    let link =
        format!("{}/archives/{conversation}/p{}{thread}", call.hub.base, ts.replace('.', ""));
    Ok(json!({ "channel": conversation, "permalink": link }))
}

/// Checks blocks and the text, which stands under `key`.
pub fn content(call: &Call<'_>, key: &str, bounds: ContentBounds) -> Result<Content, Refused> {
    let markdown = markdown(call)?;
    let blocks = markdown.as_ref().map_or(call.args.json("blocks"), |(_, block)| block);
    let text = markdown
        .as_ref()
        .map_or_else(|| call.args.text(key).unwrap_or_default(), |(text, _)| text.clone());
    let attachments = call.args.json("attachments").as_array().map_or(0, Vec::len);
    if attachments > ATTACHMENTS_MAX {
        return Err("too_many_attachments".into());
    }
    let empty = blocks.as_array().is_none_or(Vec::is_empty) && attachments == 0;
    if text.is_empty() && empty && bounds != ContentBounds::FileComment {
        return Err("no_text".into());
    }
    if bounds == ContentBounds::Refuse && text.chars().count() > UPDATE_TEXT_MAX {
        return Err("msg_too_long".into());
    }
    check::message(blocks)?;
    let mut blocks = blocks.clone();
    check::name_blocks(&mut blocks);
    let metadata = call.args.json("metadata").clone();
    Ok(Content { text: text.chars().take(TEXT_CUT).collect(), blocks, metadata })
}

/// `markdown_text`: the text, and the block that shows it. It stands alone.
fn markdown(call: &Call<'_>) -> Result<Option<(String, Value)>, Refused> {
    let Some(text) = call.args.text("markdown_text") else { return Ok(None) };
    if call.args.has("text") || call.args.has("blocks") {
        return Err("markdown_text_conflict".into());
    }
    if text.chars().count() > check::MARKDOWN_MAX {
        return Err("msg_too_long".into());
    }
    let block = json!([{ "type": "markdown", "text": text }]);
    Ok(Some((text, block)))
}

impl Content {
    /// The message as it will stand.
    pub fn written(
        self,
        world: &mut World,
        team_id: &str,
        now: DateTime<Utc>,
        thread_ts: Option<String>,
        only_for: Option<String>,
    ) -> Message {
        Message {
            ts: world.next_ts(now),
            thread_ts,
            author: bot_user(world, team_id),
            app_team: Some(team_id.to_owned()),
            text: self.text,
            blocks: self.blocks,
            only_for,
            edited: false,
            deleted: false,
            metadata: self.metadata,
            reactions: Vec::new(),
            files: Vec::new(),
        }
    }
}

/// Where an installation may write: a channel it is in, its own direct conversation, or a person.
pub fn place(world: &mut World, team_id: &str, wanted: &str) -> Result<String, Refused> {
    if world.person(wanted).is_some() {
        return direct(world, team_id, wanted);
    }
    let name = wanted.strip_prefix('#').unwrap_or(wanted);
    let id = world
        .channels
        .iter()
        .find(|channel| channel.name == name)
        .map_or_else(|| wanted.to_owned(), |channel| channel.id.clone());
    seen(world, team_id, &id)?;
    let Some(channel) = world.channel(&id) else { return Ok(id) };
    if channel.archived {
        return Err("is_archived".into());
    }
    if !channel.bots.iter().any(|bot| bot == team_id) {
        return Err("not_in_channel".into());
    }
    Ok(id)
}

/// The direct conversation with a person: of the own workspace, or met in a shared channel.
pub fn direct(world: &mut World, team_id: &str, user: &str) -> Result<String, Refused> {
    let person = world.person(user).ok_or("user_not_found")?;
    if person.deactivated {
        return Err("user_disabled".into());
    }
    let met = person.team_id == team_id
        || world.channels.iter().any(|channel| {
            channel.members.iter().any(|member| member == user)
                && channel.bots.iter().any(|bot| bot == team_id)
        });
    if !met {
        return Err("user_not_found".into());
    }
    Ok(world.open_dm(team_id, user))
}

/// Whether an installation knows of a conversation at all.
pub fn seen(world: &World, team_id: &str, id: &str) -> Result<(), Refused> {
    let channel = world.channel(id).is_some_and(|channel| channel.known_to(team_id));
    let dm = world.dm(id).is_some_and(|dm| dm.team_id == team_id);
    if channel || dm { Ok(()) } else { Err("channel_not_found".into()) }
}

/// The root a reply goes to. Replying to a reply goes to its root, as in Slack.
pub fn thread(
    world: &World,
    conversation: &str,
    call: &Call<'_>,
) -> Result<Option<String>, Refused> {
    let Some(ts) = call.args.text("thread_ts") else { return Ok(None) };
    let root = world.message(conversation, &ts).ok_or("thread_not_found")?;
    Ok(Some(root.thread_ts.clone().unwrap_or(ts)))
}

/// A message this installation may change. An ephemeral one is not there for the API.
fn own_message<'a>(
    world: &'a mut World,
    conversation: &str,
    ts: &str,
    team_id: &str,
) -> Result<&'a mut Message, Refused> {
    let message = world.message_mut(conversation, ts).ok_or("message_not_found")?;
    if message.deleted || message.only_for.is_some() {
        return Err("message_not_found".into());
    }
    if message.app_team.as_deref() != Some(team_id) {
        return Err("not_own".into());
    }
    Ok(message)
}

fn renamed(refused: Refused, error: &str) -> Refused {
    if refused.error == "not_own" { error.into() } else { refused }
}
