//! The bot itself, its application, the server, its members and roles.

use serde_json::{Value, json};

use super::{Answered, Call, Refused, Reply, guild_mut, guild_of};
use crate::sandbox::discord::check::Complaints;
use crate::sandbox::discord::gateway::session::MEMBERS;
use crate::sandbox::discord::gateway::{address, dispatch};
use crate::sandbox::discord::guild::rights::{MANAGE_CHANNELS, MANAGE_ROLES};
use crate::sandbox::discord::guild::seed::{APPLICATION_ID, BOT_USER_ID, OWNER_ID, PUBLIC_KEY};
use crate::sandbox::discord::guild::{Channel, Overwrite, TEXT};
use crate::sandbox::discord::{Guild, shapes};
use crate::sandbox::hub::State;

/// `IDENTIFY`s a bot may make in a day. Source: Discord, "Session Start Limit Object".
const STARTS: u64 = 1_000;

pub fn gateway(_: &mut State, call: &mut Call<'_>) -> Answered {
    Ok(Reply::ok(json!({ "url": address(&call.hub.base) })))
}

pub fn gateway_bot(_: &mut State, call: &mut Call<'_>) -> Answered {
    Ok(Reply::ok(json!({
        "url": address(&call.hub.base),
        "shards": 1,
        "session_start_limit": {
            "total": STARTS,
            "remaining": STARTS,
            "reset_after": 86_400_000,
            "max_concurrency": 1,
        },
    })))
}

pub fn me(state: &mut State, _: &mut Call<'_>) -> Answered {
    let mut me = shapes::user(&state.world, BOT_USER_ID);
    me["verified"] = json!(true);
    me["mfa_enabled"] = json!(false);
    me["locale"] = json!("en-US");
    Ok(Reply::ok(me))
}

pub fn my_guilds(state: &mut State, _: &mut Call<'_>) -> Answered {
    let listed: Vec<Value> = guild_of(state)
        .map(|guild| {
            json!({
                "id": guild.id,
                "name": guild.name,
                "icon": null,
                "owner": false,
                "permissions": guild.rights(BOT_USER_ID).to_string(),
                "features": [],
            })
        })
        .into_iter()
        .collect();
    Ok(Reply::ok(json!(listed)))
}

pub fn user(state: &mut State, call: &mut Call<'_>) -> Answered {
    let guild = state.world.discord.as_ref();
    let known =
        call.id(0) == BOT_USER_ID || guild.is_some_and(|guild| guild.member(call.id(0)).is_some());
    if !known {
        return Err(Refused::unknown(10_013, "User"));
    }
    Ok(Reply::ok(shapes::user(&state.world, call.id(0))))
}

pub fn application(state: &mut State, _: &mut Call<'_>) -> Answered {
    Ok(Reply::ok(json!({
        "id": APPLICATION_ID,
        "name": state.world.here.app_name,
        "icon": null,
        "description": "",
        "summary": "",
        "bot_public": false,
        "bot_require_code_grant": false,
        "bot": shapes::user(&state.world, BOT_USER_ID),
        "verify_key": PUBLIC_KEY,
        "interactions_endpoint_url": null,
        "flags": 0,
        "team": null,
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "type": null,
        "flags_new": "0",
        "role_connections_verification_url": null,
        "owner": shapes::user(&state.world, OWNER_ID),
        "redirect_uris": [],
    })))
}

/// The server that a path names.
pub(super) fn named<'a>(state: &'a State, call: &Call<'_>) -> Result<&'a Guild, Refused> {
    let known = state.world.discord.as_ref().is_some_and(|guild| guild.id == call.id(0));
    if !known {
        return Err(Refused::unknown(10_004, "Guild"));
    }
    guild_of(state)
}

pub fn guild(state: &mut State, call: &mut Call<'_>) -> Answered {
    named(state, call).map(|guild| Reply::ok(shapes::guild(guild)))
}

/// Every channel, seen or not; threads are listed elsewhere.
pub fn channels(state: &mut State, call: &mut Call<'_>) -> Answered {
    let guild = named(state, call)?;
    let ordinary = guild.channels.iter().filter(|one| one.kind == TEXT || one.is_forum());
    let listed: Vec<Value> =
        ordinary.map(|one| shapes::channel(&state.world, guild, one)).collect();
    Ok(Reply::ok(json!(listed)))
}

/// Channels a server may have. Source: Discord, "Opcodes and Status Codes", 30013.
const CHANNELS: usize = 500;

/// A text channel. What its overwrites give or take the bot must have itself.
/// Source: Discord, "Create Guild Channel".
pub fn create_channel(state: &mut State, call: &mut Call<'_>) -> Answered {
    let guild = named(state, call)?;
    let rights = guild.rights(BOT_USER_ID);
    if rights & MANAGE_CHANNELS == 0 {
        return Err(Refused::no_right());
    }
    let mut complaints = Complaints::default();
    complaints.text("name", &call.body["name"], (1, 100));
    if !call.body["type"].is_null() {
        complaints.choice("type", &call.body["type"], &[TEXT]);
    }
    if !call.body["topic"].is_null() {
        complaints.text("topic", &call.body["topic"], (0, 1_024));
    }
    complaints.done()?;
    if guild.channels.iter().filter(|one| one.kind == TEXT || one.is_forum()).count() >= CHANNELS {
        let message = "Maximum number of guild channels reached (500)";
        return Err(Refused::new(400, 30_013, message));
    }
    let bits = |value: &Value| value.as_str().and_then(|text| text.parse::<u64>().ok());
    let listed = call.body["permission_overwrites"].as_array().into_iter().flatten();
    let overwrites: Vec<Overwrite> = listed
        .map(|one| Overwrite {
            id: one["id"].as_str().unwrap_or_default().to_owned(),
            of_member: one["type"] == 1,
            allow: bits(&one["allow"]).unwrap_or_default(),
            deny: bits(&one["deny"]).unwrap_or_default(),
        })
        .collect();
    if overwrites.iter().any(|one| (one.allow | one.deny) & !rights != 0) {
        return Err(Refused::no_right());
    }
    let topic = call.body["topic"].as_str().map(str::to_owned);
    let name = call.body["name"].as_str().unwrap_or_default().to_lowercase().replace(' ', "-");
    let of = guild_mut(&mut state.world)?;
    let (id, audience) = (of.next_id(call.now), "none".to_owned());
    let channel =
        Channel { id, kind: TEXT, name, topic, audience, overwrites, ..Channel::default() };
    of.channels.push(channel.clone());
    let guild = guild_of(state)?;
    let shape = shapes::channel(&state.world, guild, &channel);
    dispatch(call.hub, state, "CHANNEL_CREATE", &shape);
    state.touch("world");
    Ok(Reply::created(shape))
}

pub fn roles(state: &mut State, call: &mut Call<'_>) -> Answered {
    let guild = named(state, call)?;
    Ok(Reply::ok(guild.roles.iter().map(shapes::role).collect()))
}

pub fn member(state: &mut State, call: &mut Call<'_>) -> Answered {
    let guild = named(state, call)?;
    here(guild, call.id(1))?;
    Ok(Reply::ok(shapes::member(&state.world, guild, call.id(1))))
}

/// Everybody, by id, the bot included. It takes the privileged intent for members.
/// Source: Discord, "List Guild Members".
pub fn members(state: &mut State, call: &mut Call<'_>) -> Answered {
    let guild = named(state, call)?;
    if guild.granted_intents & MEMBERS == 0 {
        return Err(Refused::no_access());
    }
    let number = |key: &str| call.asked(key).and_then(|text| text.parse::<u64>().ok());
    let (limit, after) = (number("limit").unwrap_or(1), number("after").unwrap_or_default());
    let limit = usize::try_from(limit.min(1_000)).unwrap_or_default();
    let people = guild.members.iter().filter(|member| !member.left).map(|member| &*member.id);
    let mut ids: Vec<&str> = people.chain([BOT_USER_ID]).collect();
    ids.retain(|id| id.parse::<u64>().is_ok_and(|id| id > after));
    ids.sort_by_key(|id| id.parse::<u64>().unwrap_or_default());
    let listed = ids.into_iter().take(limit).map(|id| shapes::member(&state.world, guild, id));
    Ok(Reply::ok(listed.collect()))
}

fn here(guild: &Guild, user: &str) -> Result<(), Refused> {
    if guild.is_here(user) { Ok(()) } else { Err(Refused::unknown(10_007, "Member")) }
}

pub fn give_role(state: &mut State, call: &mut Call<'_>) -> Answered {
    change_roles(state, call, true)
}

pub fn take_role(state: &mut State, call: &mut Call<'_>) -> Answered {
    change_roles(state, call, false)
}

/// The bot changes roles below its own highest one.
fn change_roles(state: &mut State, call: &Call<'_>, give: bool) -> Answered {
    let guild = named(state, call)?;
    let (user, role_id) = (call.id(1), call.id(2));
    here(guild, user)?;
    let role = guild.role(role_id).ok_or_else(|| Refused::unknown(10_011, "Role"))?;
    let may = guild.rights(BOT_USER_ID) & MANAGE_ROLES != 0;
    if !may || role.managed || role.position >= guild.height(BOT_USER_ID) {
        return Err(Refused::no_right());
    }
    let changed = guild.roles_of(user).iter().any(|id| id == role_id) != give;
    if let Some(member) = guild_mut(&mut state.world)?.member_mut(user) {
        member.roles.retain(|id| id != role_id);
        if give {
            member.roles.push(role_id.to_owned());
        }
    }
    if changed {
        state.touch("world");
        told_of_member(call.hub, state, user);
    }
    Ok(Reply::empty())
}

/// Tells the bot what a member is now.
pub fn told_of_member(hub: &crate::sandbox::hub::Hub, state: &mut State, user: &str) {
    let Some(guild) = &state.world.discord else { return };
    let mut member = shapes::member(&state.world, guild, user);
    member["guild_id"] = json!(guild.id);
    dispatch(hub, state, "GUILD_MEMBER_UPDATE", &member);
}
