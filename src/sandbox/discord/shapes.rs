//! How Discord writes things down: users, members, roles, channels, messages, the server.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::guild::seed::{APPLICATION_ID, BOT_USER_ID, OWNER_ID};
use super::guild::{
    Attachment, Channel, DIRECT, Guild, Message, Overwrite, PRIVATE_THREAD, REQUIRE_TAG, Role, Tag,
    instant_of,
};
use crate::sandbox::world::World;

/// What everybody has been since.
const JOINED: &str = "2026-01-01T00:00:00.000000+00:00";

/// A time as Discord writes it.
#[must_use]
pub fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, false)
}

fn made(id: &str) -> Option<String> {
    instant_of(id).map(time)
}

/// Somebody, the bot included; an id nobody has is a deleted user.
#[must_use]
pub fn user(world: &World, id: &str) -> Value {
    let guild = world.discord.as_ref();
    let member = guild.and_then(|guild| guild.member(id));
    let bot = id == BOT_USER_ID;
    let (username, name) = match member {
        Some(member) => (member.username.clone(), Some(member.name.clone())),
        None if bot => (world.here.app_name.clone(), None),
        None => ("deleted_user".to_owned(), None),
    };
    let mut user = json!({
        "id": id,
        "username": username,
        "discriminator": "0",
        "global_name": name,
        "avatar": null,
        "avatar_decoration_data": null,
        "primary_guild": null,
        "banner": null,
        "accent_color": null,
        "public_flags": 0,
        "flags": 0,
    });
    if bot {
        user["bot"] = json!(true);
    }
    user
}

/// Somebody as a member of the server.
#[must_use]
pub fn member(world: &World, guild: &Guild, id: &str) -> Value {
    let mut member = partial_member(guild, id);
    member["user"] = user(world, id);
    member
}

/// A member without their user, as `resolved` has them.
#[must_use]
pub fn partial_member(guild: &Guild, id: &str) -> Value {
    json!({
        "nick": guild.member(id).and_then(|member| member.nick.as_ref()),
        "avatar": null,
        "banner": null,
        "roles": guild.roles_of(id),
        "joined_at": JOINED,
        "premium_since": null,
        "communication_disabled_until": null,
        "deaf": false,
        "mute": false,
        "pending": false,
        "flags": 0,
    })
}

#[must_use]
pub fn role(role: &Role) -> Value {
    let mut json = json!({
        "id": role.id,
        "name": role.name,
        "description": null,
        "color": 0,
        "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
        "hoist": false,
        "icon": null,
        "unicode_emoji": null,
        "position": role.position,
        "permissions": role.permissions.to_string(),
        "managed": role.managed,
        "mentionable": false,
        "flags": 0,
    });
    if role.managed {
        json["tags"] = json!({ "bot_id": BOT_USER_ID });
    }
    json
}

fn overwrite(overwrite: &Overwrite) -> Value {
    json!({
        "id": overwrite.id,
        "type": u8::from(overwrite.of_member),
        "allow": overwrite.allow.to_string(),
        "deny": overwrite.deny.to_string(),
    })
}

#[must_use]
pub fn channel(world: &World, guild: &Guild, channel: &Channel) -> Value {
    let messages = guild.messages.get(&channel.id);
    let last = messages.and_then(|messages| messages.last()).map(|message| &message.id);
    let mut json = json!({
        "id": channel.id,
        "type": channel.kind,
        "last_message_id": last,
        "flags": 0,
    });
    if channel.kind == DIRECT {
        let people = channel.people.iter().map(|id| user(world, id));
        json["recipients"] = people.collect();
        return json;
    }
    json["guild_id"] = json!(guild.id);
    json["name"] = json!(channel.name);
    json["parent_id"] = json!(channel.parent);
    json["rate_limit_per_user"] = json!(0);
    if channel.is_thread() {
        // The first message of a post is not counted.
        let first = usize::from(guild.is_post(&channel.id));
        json["owner_id"] = json!(channel.owner());
        json["thread_metadata"] = thread_metadata(channel);
        json["message_count"] = json!(messages.map_or(0, Vec::len).saturating_sub(first));
        json["total_message_sent"] = json["message_count"].clone();
        json["member_count"] = json!(channel.people.len());
        if first > 0 {
            json["applied_tags"] = json!(channel.tagged);
        }
        return json;
    }
    let at = guild.channels.iter().position(|one| one.id == channel.id);
    json["position"] = json!(at);
    json["topic"] = json!(channel.topic);
    json["nsfw"] = json!(false);
    json["permission_overwrites"] = channel.overwrites.iter().map(overwrite).collect();
    if channel.is_forum() {
        forum(guild, channel, &mut json);
    }
    json
}

/// What a forum has besides. Its latest message is its newest post, the archived ones included.
/// Source: Discord, "Threads", "Forum and Media Channel Fields".
fn forum(guild: &Guild, forum: &Channel, json: &mut Value) {
    let posts = guild.channels.iter().filter(|one| one.parent.as_ref() == Some(&forum.id));
    let newest = posts.max_by_key(|one| one.id.parse::<u64>().unwrap_or_default());
    json["last_message_id"] = json!(newest.map(|one| &one.id));
    json["flags"] = json!(if forum.wants_tag { REQUIRE_TAG } else { 0 });
    json["available_tags"] = forum.tags.iter().map(tag).collect();
    json["default_reaction_emoji"] = Value::Null;
    json["default_sort_order"] = Value::Null;
    json["default_forum_layout"] = json!(0);
}

fn tag(tag: &Tag) -> Value {
    json!({
        "id": tag.id,
        "name": tag.name,
        "moderated": tag.moderated,
        "emoji_id": null,
        "emoji_name": null,
    })
}

fn thread_metadata(channel: &Channel) -> Value {
    let mut json = json!({
        "archived": channel.archived,
        "locked": channel.locked,
        "auto_archive_duration": 10080,
        "archive_timestamp": made(&channel.id),
        "create_timestamp": made(&channel.id),
    });
    if channel.kind == PRIVATE_THREAD {
        json["invitable"] = json!(false);
    }
    json
}

/// The server, as the API gives it.
#[must_use]
pub fn guild(guild: &Guild) -> Value {
    json!({
        "id": guild.id,
        "name": guild.name,
        "icon": null,
        "description": null,
        "splash": null,
        "home_header": null,
        "discovery_splash": null,
        "banner": null,
        "owner_id": OWNER_ID,
        "application_id": null,
        "region": "deprecated",
        "afk_channel_id": null,
        "afk_timeout": 300,
        "system_channel_id": null,
        "system_channel_flags": 0,
        "rules_channel_id": null,
        "public_updates_channel_id": null,
        "safety_alerts_channel_id": null,
        "widget_enabled": false,
        "widget_channel_id": null,
        "verification_level": 0,
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": null,
        "max_members": 500_000,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "vanity_url_code": null,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": false,
        "preferred_locale": "en-US",
        "nsfw": false,
        "nsfw_level": 0,
        "features": [],
        "emojis": [],
        "stickers": [],
        "incidents_data": null,
        "roles": guild.roles.iter().map(role).collect::<Vec<_>>(),
    })
}

/// The server as `GUILD_CREATE` brings it. Without the intent for members, the bot alone is listed.
#[must_use]
pub fn created_guild(world: &World, of: &Guild) -> Value {
    let mut json = guild(of);
    let ordinary = |one: &&Channel| one.kind != DIRECT && !one.is_thread();
    let threads = |one: &&Channel| one.is_thread() && of.sees(BOT_USER_ID, &one.id);
    let listed = |channels: Vec<&Channel>| -> Value {
        channels.into_iter().map(|one| channel(world, of, one)).collect()
    };
    let here = of.members.iter().filter(|member| !member.left);
    json["joined_at"] = json!(JOINED);
    json["large"] = json!(false);
    json["unavailable"] = json!(false);
    json["member_count"] = json!(here.count() + 1);
    json["members"] = json!([member(world, of, BOT_USER_ID)]);
    json["channels"] = listed(of.channels.iter().filter(ordinary).collect());
    json["threads"] = listed(of.channels.iter().filter(threads).collect());
    for empty in [
        "voice_states",
        "presences",
        "stage_instances",
        "guild_scheduled_events",
        "soundboard_sounds",
    ] {
        json[empty] = json!([]);
    }
    json
}

/// A message, as the API gives it.
#[must_use]
pub fn message(world: &World, guild: &Guild, channel: &str, of: &Message) -> Value {
    let array = |value: &Value| if value.is_array() { value.clone() } else { json!([]) };
    let attachments = of.attachments.iter().map(|one| attachment(world, one));
    let mut json = json!({
        "id": of.id,
        "channel_id": channel,
        "author": user(world, &of.author),
        "content": of.content,
        "timestamp": made(&of.id),
        "edited_timestamp": of.edited_ms.and_then(DateTime::from_timestamp_millis).map(time),
        "tts": false,
        "mention_everyone": of.pinged.everyone,
        "mentions": of.pinged.users.iter().map(|id| user(world, id)).collect::<Vec<_>>(),
        "mention_roles": of.pinged.roles,
        "attachments": attachments.collect::<Vec<_>>(),
        "embeds": array(&of.embeds),
        "components": array(&of.components),
        "pinned": of.pinned,
        "type": of.kind,
        "flags": of.flags,
    });
    if let Some(nonce) = &of.nonce {
        json["nonce"] = json!(nonce);
    }
    if of.author == BOT_USER_ID {
        json["application_id"] = json!(APPLICATION_ID);
    }
    if let Some(interaction) = &of.interaction {
        json["interaction_metadata"] = interaction.clone();
        // An answer comes through a webhook that the application has.
        json["webhook_id"] = json!(APPLICATION_ID);
    }
    if let Some(reply_to) = &of.reply_to {
        json["message_reference"] = json!({ "type": 0, "message_id": reply_to, "channel_id": channel, "guild_id": guild.id });
    }
    if let Some(thread) = guild.channel(&of.id).filter(|thread| thread.id != channel) {
        json["thread"] = self::channel(world, guild, thread);
    }
    json
}

#[must_use]
pub fn attachment(world: &World, attachment: &Attachment) -> Value {
    let base = &world.here.base;
    let url = format!("{base}{}/files/{}/{}", super::BELOW, attachment.id, attachment.name);
    json!({
        "id": attachment.id,
        "filename": attachment.name,
        "description": attachment.description,
        "content_type": attachment.media_type,
        "size": attachment.size,
        "url": url,
        "proxy_url": url,
    })
}
