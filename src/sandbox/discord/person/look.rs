//! What people of the server see: members and channels in GET world, messages, screens.

use serde_json::{Value, json};

use super::guild;
use crate::sandbox::control::{Malformed, Reply, refused};
use crate::sandbox::discord::guild::{
    Channel, DIRECT, Member, Message, Modal, TEXT, Tag, instant_of,
};
use crate::sandbox::discord::{Guild, credentials, shapes};
use crate::sandbox::hub::{Hub, State};
use crate::sandbox::log::rfc3339;
use crate::sandbox::world::World;

/// What a bot needs to connect, for GET world; null where there is no server.
pub fn connection(hub: &Hub, state: &State) -> Value {
    let Some(guild) = guild(state) else { return Value::Null };
    let given = credentials(&hub.base, guild);
    json!({
        "base_url": given.base_url,
        "application_id": given.application_id,
        "public_key": given.public_key,
        "bot_token": given.bot_token,
        "bot_user_id": given.bot_user_id,
        "guild_id": given.guild_id,
        "guild_name": guild.name,
        "bot_present": guild.bot_present,
        "connected": state.discord.connected(),
        "commands": guild.commands,
        "roles": guild.roles.iter().map(|role| {
            json!({ "id": role.id, "name": role.name, "position": role.position })
        }).collect::<Vec<_>>(),
    })
}

pub fn users(world: &World) -> Vec<Value> {
    let guild = world.discord.as_ref();
    guild.map_or_else(Vec::new, |guild| {
        guild.members.iter().map(|member| user(guild, member)).collect()
    })
}

fn user(guild: &Guild, member: &Member) -> Value {
    json!({
        "id": member.id,
        "platform": "discord",
        "team_id": guild.id,
        "team_name": guild.name,
        "same_person": member.same_person,
        "name": member.shown(),
        "roles": member.world_roles,
        // Discord shows a bot nobody's address.
        "email": null,
        "app_installed": guild.bot_present,
        "guest": false,
        "deactivated": member.left,
        "tz": null,
        "role_ids": member.roles,
        "takes_messages": !member.closed,
    })
}

pub fn channels(world: &World) -> Vec<Value> {
    let guild = world.discord.as_ref();
    guild.map_or_else(Vec::new, |guild| {
        let shown = guild.channels.iter().filter(|one| one.kind == TEXT || one.is_forum());
        shown.map(|one| channel(guild, one)).collect()
    })
}

fn channel(guild: &Guild, channel: &Channel) -> Value {
    let sees = |member: &&Member| guild.sees(&member.id, &channel.id);
    let members = guild.members.iter().filter(sees).map(|member| &member.id);
    let pinned = guild.messages.get(&channel.id).into_iter().flatten();
    let pinned = pinned.filter(|message| message.pinned && !message.deleted);
    let bot = crate::sandbox::discord::guild::seed::BOT_USER_ID;
    json!({
        "id": channel.id,
        "platform": "discord",
        "name": channel.name,
        "audience": channel.audience,
        "forum": channel.is_forum(),
        "tags": channel.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(),
        "host_team": guild.id,
        "teams": [guild.id],
        "members": members.collect::<Vec<_>>(),
        "is_ext_shared": false,
        "is_archived": false,
        "app_member": guild.sees(bot, &channel.id),
        "pinned": pinned.map(|message| &message.id).collect::<Vec<_>>(),
        "bookmarks": [],
    })
}

/// `GET channels/{id}/messages`: a channel with its threads, or a thread alone.
pub fn messages(state: &State, id: &str, viewer: Option<&str>) -> Reply {
    let Some(guild) = guild(state) else { return Ok(axum::Json(refused("not_visible"))) };
    if let Some(viewer) = viewer
        && !guild.sees(viewer, id)
    {
        return Ok(axum::Json(refused("not_visible")));
    }
    let listed = listed(&state.world, guild, id, viewer);
    Ok(axum::Json(json!({ "ok": true, "messages": listed })))
}

/// The messages of a channel and of its threads that somebody sees, oldest first.
fn listed(world: &World, guild: &Guild, id: &str, viewer: Option<&str>) -> Vec<Value> {
    let threads = guild.channels.iter().filter(|one| one.parent.as_deref() == Some(id));
    let seen = threads.filter(|one| viewer.is_none_or(|viewer| guild.sees(viewer, &one.id)));
    let places = std::iter::once(id).chain(seen.map(|thread| thread.id.as_str()));
    let mut all: Vec<(&str, &Message)> = places
        .flat_map(|place| {
            guild.messages.get(place).into_iter().flatten().map(move |one| (place, one))
        })
        .filter(|(_, one)| match (viewer, &one.only_for) {
            (Some(viewer), Some(only_for)) => viewer == only_for,
            _ => true,
        })
        .collect();
    all.sort_by_key(|(_, one)| one.id.parse::<u64>().unwrap_or_default());
    all.into_iter()
        .map(|(place, one)| {
            let mut json = message(world, guild, place, one);
            if viewer.is_none() {
                json["visible_to"] = json!(one.only_for.as_ref().map(|person| [person]));
            }
            json
        })
        .collect()
}

fn message(world: &World, guild: &Guild, place: &str, of: &Message) -> Value {
    let thread = guild.channel(place).is_some_and(Channel::is_thread);
    let member = guild.member(&of.author);
    let name = member.map_or(world.here.app_name.as_str(), Member::shown);
    let shape = shapes::message(world, guild, place, of);
    // The first message of a post stands for it in the forum, under the post's name.
    let post = guild.channel(place).filter(|_| of.id == place && guild.is_post(place));
    let replies = guild.messages.get(&of.id).map_or(0, Vec::len);
    json!({
        "platform": "discord",
        "ts": of.id,
        "channel": place,
        "thread_ts": (thread && post.is_none()).then_some(place),
        "post": post.map(|post| post_of(guild, post)),
        "author": of.author,
        "author_name": name,
        "author_team": guild.name,
        "author_team_id": guild.id,
        "app": member.is_none(),
        "at": instant_of(&of.id).map(rfc3339),
        "text": of.content,
        "blocks": [],
        "embeds": shape["embeds"],
        "components": shape["components"],
        "flags": of.flags,
        "waiting": of.flags & crate::sandbox::discord::guild::LOADING != 0,
        "ephemeral": of.only_for.is_some(),
        "edited": of.edited_ms.is_some(),
        "deleted": of.deleted,
        "files": shape["attachments"],
        "reactions": [],
        "pinned": of.pinned,
        "pinged": of.pinged,
        "thread": shape["thread"],
        "reply_count": replies.saturating_sub(usize::from(post.is_some())),
    })
}

/// What a forum shows of a post beside what stands in it.
fn post_of(guild: &Guild, post: &Channel) -> Value {
    let forum = post.parent.as_deref().and_then(|id| guild.channel(id));
    let bears = |tag: &&Tag| post.tagged.contains(&tag.id);
    let tags = forum.into_iter().flat_map(|forum| &forum.tags).filter(bears);
    json!({
        "name": post.name,
        "tags": tags.map(|tag| tag.name.as_str()).collect::<Vec<_>>(),
        "archived": post.archived,
        "locked": post.locked,
    })
}

/// `GET users/{id}/screen`.
pub fn screen(state: &State, user: &str) -> Reply {
    let guild = guild(state).filter(|guild| guild.member(user).is_some());
    let guild = guild.ok_or_else(|| Malformed::nobody(user))?;
    Ok(axum::Json(screen_of(guild, user)))
}

/// What a person has in front of them besides the channels.
pub fn screen_of(guild: &Guild, user: &str) -> Value {
    let screen = guild.screens.get(user);
    let modal = screen.and_then(|screen| screen.modal.as_ref()).map(modal);
    json!({
        "views": modal.into_iter().collect::<Vec<_>>(),
        "home": null,
        "toasts": screen.map_or(&[][..], |screen| &screen.toasts),
    })
}

fn modal(modal: &Modal) -> Value {
    json!({
        "id": modal.id,
        "platform": "discord",
        "callback_id": modal.custom_id,
        "custom_id": modal.custom_id,
        "title": modal.title,
        "submit": "Submit",
        "close": "Cancel",
        "blocks": [],
        "components": modal.components,
        "values": modal.values,
        "errors": modal.errors,
        "channel": modal.channel,
    })
}

/// `GET dms`.
pub fn dms(state: &State, viewer: &str) -> Reply {
    let guild = guild(state).ok_or_else(|| Malformed::nobody(viewer))?;
    let own = guild
        .channels
        .iter()
        .filter(|one| one.kind == DIRECT && one.people.iter().any(|id| id == viewer));
    let dms: Vec<Value> = own
        .map(|one| {
            let messages = listed(&state.world, guild, &one.id, Some(viewer));
            json!({ "channel": one.id, "platform": "discord", "messages": messages })
        })
        .collect();
    Ok(axum::Json(json!({ "ok": true, "dms": dms })))
}
