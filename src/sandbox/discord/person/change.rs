//! `POST world` about the server: what its admins and members could do, and what the bot is told.

use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::sandbox::control::{Malformed, Reply};
use crate::sandbox::discord::gateway::dispatch;
use crate::sandbox::discord::guild::seed::BOT_USER_ID;
use crate::sandbox::discord::guild::{Channel, FORUM, Overwrite, Role, Tag};
use crate::sandbox::discord::rest::guilds::told_of_member;
use crate::sandbox::discord::{Guild, shapes};
use crate::sandbox::hub::{Hub, State};

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Change {
    /// A channel or a thread is gone, with everything in it.
    Delete(String),
    /// A moderator deletes a message.
    DeleteMessage {
        channel: String,
        ts: String,
    },
    /// A thread is archived, or open again.
    Archive(String),
    Unarchive(String),
    Lock(String),
    Unlock(String),
    /// A channel gets another name, or a person another name in this server.
    Rename {
        channel: Option<String>,
        user: Option<String>,
        name: String,
    },
    /// Somebody leaves, or comes back with the roles they had.
    RemoveMember(String),
    AddMember(String),
    /// Somebody's roles from now on, by id.
    Roles {
        user: String,
        roles: Vec<String>,
    },
    /// What a channel changes about the rights of a role or of a member.
    Overwrite {
        channel: String,
        id: String,
        #[serde(default)]
        allow: u64,
        #[serde(default)]
        deny: u64,
    },
    /// What a role may do from now on, and where it stands among the others.
    Role {
        id: String,
        permissions: Option<u64>,
        position: Option<u64>,
    },
    /// An admin makes a forum, for whoever may read the channel that it is `like`; the answer has its
    /// id. Or says with which tags its posts may be marked, and whether they have to be.
    AddForum {
        name: String,
        like: String,
    },
    Tags {
        channel: String,
        tags: Vec<NewTag>,
        #[serde(default)]
        required: bool,
    },
    /// An admin makes a role, the lowest one; the answer has its id. Or deletes one.
    AddRole(String),
    DeleteRole(String),
    /// Somebody takes no direct messages, or takes them again.
    CloseMessages(String),
    OpenMessages(String),
    /// Privileged intents that are switched on from now on; a connection keeps what it has.
    GrantIntents(u64),
    Locale {
        user: String,
        locale: String,
    },
    /// The bot is removed from the server, or comes back.
    RemoveBot(bool),
    AddBot(bool),
}

#[derive(Deserialize)]
struct NewTag {
    name: String,
    #[serde(default)]
    moderated: bool,
}

/// Whether a change is about this side: it says so, or it names something of it.
pub fn concerns(state: &State, body: &Value) -> bool {
    fn names(state: &State, value: &Value) -> bool {
        match value {
            Value::String(id) => super::knows(state, id),
            Value::Array(list) => list.iter().any(|one| names(state, one)),
            Value::Object(map) => map.values().any(|one| names(state, one)),
            _ => false,
        }
    }
    body["platform"] == "discord" || names(state, body)
}

/// `POST world`.
pub fn serve(hub: &Hub, mut body: Value) -> Reply {
    if let Some(body) = body.as_object_mut() {
        body.remove("platform");
    }
    let change: Change = serde_json::from_value(body).map_err(|trouble| {
        Malformed::new("bad_request", format!("The body does not fit: {trouble}."))
    })?;
    hub.with(|state| {
        let mut answer = json!({ "ok": true });
        match change {
            Change::AddRole(name) => answer["role"] = json!(add_role(hub, state, name)?),
            Change::AddForum { name, like } => {
                answer["channel"] = json!(add_forum(hub, state, name, &like)?);
            }
            other => apply(hub, state, other)?,
        }
        state.touch("world");
        Ok(Json(answer))
    })
}

fn no_channel(id: &str) -> Malformed {
    Malformed::new("no_such_channel", format!("There is no channel {id}."))
}

fn guild(state: &mut State) -> Result<&mut Guild, Malformed> {
    let guild = state.world.discord.as_mut();
    guild.ok_or_else(|| Malformed::new("bad_request", "This world has no Discord server."))
}

fn apply(hub: &Hub, state: &mut State, change: Change) -> Result<(), Malformed> {
    match change {
        Change::Delete(id) => delete(hub, state, &id),
        Change::DeleteMessage { channel, ts } => {
            let message = guild(state)?.message_mut(&channel, &ts);
            let none = || Malformed::new("bad_request", format!("There is no message {ts}."));
            message.ok_or_else(none)?.deleted = true;
            state.touch_discord(&channel);
            Ok(())
        }
        Change::Archive(id) => thread(hub, state, &id, |thread| thread.archived = true),
        Change::Unarchive(id) => thread(hub, state, &id, |thread| thread.archived = false),
        Change::Lock(id) => thread(hub, state, &id, |thread| thread.locked = true),
        Change::Unlock(id) => thread(hub, state, &id, |thread| thread.locked = false),
        Change::Rename { channel: Some(id), name, .. } => {
            thread(hub, state, &id, |channel| channel.name = name)
        }
        Change::Rename { user: Some(id), name, .. } => {
            member(hub, state, &id, |member| member.nick = Some(name))
        }
        Change::Rename { .. } => Err(Malformed::new("bad_request", "Say which channel or user.")),
        Change::RemoveMember(id) => leave(hub, state, &id),
        Change::AddMember(id) => member(hub, state, &id, |member| member.left = false),
        Change::Roles { user, roles } => member(hub, state, &user, |member| member.roles = roles),
        Change::Overwrite { channel, id, allow, deny } => {
            let of_member = guild(state)?.member(&id).is_some() || id == BOT_USER_ID;
            thread(hub, state, &channel, |channel| {
                channel.overwrites.retain(|one| one.id != id);
                channel.overwrites.push(Overwrite { id, of_member, allow, deny });
            })
        }
        Change::Role { id, permissions, position } => role(hub, state, &id, permissions, position),
        Change::AddRole(name) => add_role(hub, state, name).map(drop),
        Change::AddForum { name, like } => add_forum(hub, state, name, &like).map(drop),
        Change::Tags { channel, tags, required } => {
            let first = guild(state)?.next_id(hub.clock.now());
            let first = first.parse::<u64>().unwrap_or_default();
            thread(hub, state, &channel, |forum| {
                let named = (first..).zip(tags);
                forum.wants_tag = required;
                forum.tags = named
                    .map(|(id, NewTag { name, moderated })| Tag {
                        id: id.to_string(),
                        name,
                        moderated,
                    })
                    .collect();
            })
        }
        Change::DeleteRole(id) => delete_role(hub, state, &id),
        Change::CloseMessages(id) => member(hub, state, &id, |member| member.closed = true),
        Change::OpenMessages(id) => member(hub, state, &id, |member| member.closed = false),
        Change::Locale { user, locale } => member(hub, state, &user, |one| one.locale = locale),
        Change::GrantIntents(intents) => {
            guild(state)?.granted_intents = intents;
            Ok(())
        }
        Change::RemoveBot(away) => presence(hub, state, !away),
        Change::AddBot(here) => presence(hub, state, here),
    }
}

/// Whether the bot is in the server. It hears of its removal while it still is.
fn presence(hub: &Hub, state: &mut State, here: bool) -> Result<(), Malformed> {
    let id = guild(state)?.id.clone();
    if !here {
        dispatch(hub, state, "GUILD_DELETE", &json!({ "id": id }));
    }
    guild(state)?.bot_present = here;
    let Some(guild) = state.world.discord.as_ref().filter(|_| here) else { return Ok(()) };
    let shape = shapes::created_guild(&state.world, guild);
    dispatch(hub, state, "GUILD_CREATE", &shape);
    Ok(())
}

fn delete(hub: &Hub, state: &mut State, id: &str) -> Result<(), Malformed> {
    let known = guild(state)?.channel(id).cloned().ok_or_else(|| no_channel(id))?;
    let Some(of) = &state.world.discord else { return Ok(()) };
    let shape = shapes::channel(&state.world, of, &known);
    let event = if known.is_thread() { "THREAD_DELETE" } else { "CHANNEL_DELETE" };
    dispatch(hub, state, event, &shape);
    let parent = known.parent.clone();
    let guild = guild(state)?;
    guild.channels.retain(|one| one.id != id && one.parent.as_deref() != Some(id));
    guild.messages.remove(id);
    state.touch_discord(parent.as_deref().unwrap_or(id));
    Ok(())
}

/// Something about a channel or a thread changes.
fn thread(
    hub: &Hub,
    state: &mut State,
    id: &str,
    change: impl FnOnce(&mut Channel),
) -> Result<(), Malformed> {
    let channel = guild(state)?.channel_mut(id).ok_or_else(|| no_channel(id))?;
    change(channel);
    let channel = channel.clone();
    let Some(guild) = &state.world.discord else { return Ok(()) };
    let shape = shapes::channel(&state.world, guild, &channel);
    let event = if channel.is_thread() { "THREAD_UPDATE" } else { "CHANNEL_UPDATE" };
    dispatch(hub, state, event, &shape);
    Ok(())
}

/// Something about a member changes.
fn member(
    hub: &Hub,
    state: &mut State,
    id: &str,
    change: impl FnOnce(&mut crate::sandbox::discord::guild::Member),
) -> Result<(), Malformed> {
    let member = guild(state)?.member_mut(id).ok_or_else(|| Malformed::nobody(id))?;
    change(member);
    told_of_member(hub, state, id);
    Ok(())
}

fn leave(hub: &Hub, state: &mut State, id: &str) -> Result<(), Malformed> {
    let of = guild(state)?;
    of.member_mut(id).ok_or_else(|| Malformed::nobody(id))?.left = true;
    let event = json!({ "guild_id": of.id, "user": { "id": id } });
    dispatch(hub, state, "GUILD_MEMBER_REMOVE", &event);
    Ok(())
}

fn role(
    hub: &Hub,
    state: &mut State,
    id: &str,
    permissions: Option<u64>,
    position: Option<u64>,
) -> Result<(), Malformed> {
    let of = guild(state)?;
    let guild_id = of.id.clone();
    let role = of.roles.iter_mut().find(|role| role.id == id);
    let none = || Malformed::new("bad_request", format!("There is no role {id}."));
    let role = role.ok_or_else(none)?;
    role.permissions = permissions.unwrap_or(role.permissions);
    role.position = position.unwrap_or(role.position);
    let event = json!({ "guild_id": guild_id, "role": shapes::role(role) });
    dispatch(hub, state, "GUILD_ROLE_UPDATE", &event);
    Ok(())
}

/// A new channel of posts. Gives its id.
fn add_forum(hub: &Hub, state: &mut State, name: String, like: &str) -> Result<String, Malformed> {
    let of = guild(state)?;
    let overwrites = of.channel(like).ok_or_else(|| no_channel(like))?.overwrites.clone();
    let (id, audience) = (of.next_id(hub.clock.now()), "none".to_owned());
    let forum =
        Channel { id: id.clone(), kind: FORUM, name, audience, overwrites, ..Channel::default() };
    of.channels.push(forum.clone());
    let Some(of) = &state.world.discord else { return Ok(id) };
    let shape = shapes::channel(&state.world, of, &forum);
    dispatch(hub, state, "CHANNEL_CREATE", &shape);
    Ok(id)
}

/// A new role is the lowest but for everybody's. Gives its id.
fn add_role(hub: &Hub, state: &mut State, name: String) -> Result<String, Malformed> {
    let of = guild(state)?;
    let highest = of.roles.iter().filter_map(|role| role.id.parse::<u64>().ok()).max();
    let id = (highest.unwrap_or_default() + 1).to_string();
    of.roles.iter_mut().filter(|role| role.position > 0).for_each(|role| role.position += 1);
    let role = Role { id: id.clone(), name, position: 1, permissions: 0, managed: false };
    let event = json!({ "guild_id": of.id, "role": shapes::role(&role) });
    of.roles.push(role);
    dispatch(hub, state, "GUILD_ROLE_CREATE", &event);
    Ok(id)
}

/// Nobody has it any more, and no channel says anything of it.
fn delete_role(hub: &Hub, state: &mut State, id: &str) -> Result<(), Malformed> {
    let of = guild(state)?;
    if of.role(id).is_none_or(|role| role.managed || id == of.id) {
        return Err(Malformed::new("bad_request", format!("There is no role {id} to delete.")));
    }
    of.roles.retain(|role| role.id != id);
    of.members.iter_mut().for_each(|member| member.roles.retain(|own| own != id));
    of.channels.iter_mut().for_each(|channel| channel.overwrites.retain(|one| one.id != id));
    let event = json!({ "guild_id": of.id, "role_id": id });
    dispatch(hub, state, "GUILD_ROLE_DELETE", &event);
    Ok(())
}
