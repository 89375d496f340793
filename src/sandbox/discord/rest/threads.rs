//! Threads: from a message, or on their own. Source: Discord, "Threads".
//!
//! Posts in forums are begun in [`forum`].

mod forum;

use serde_json::{Value, json};

use super::channels::shown;
use super::{Answered, Call, Refused, Reply, allowed, guild_mut, guild_of};
use crate::sandbox::discord::check::Complaints;
use crate::sandbox::discord::gateway::dispatch;
use crate::sandbox::discord::guild::rights::{
    HISTORY, MANAGE_THREADS, PRIVATE_THREADS, PUBLIC_THREADS, SEND_IN_THREADS,
};
use crate::sandbox::discord::guild::seed::BOT_USER_ID;
use crate::sandbox::discord::guild::{Channel, PRIVATE_THREAD, PUBLIC_THREAD, TEXT};
use crate::sandbox::discord::{Guild, shapes};
use crate::sandbox::hub::State;

/// The thread below a message has the message's id: there is never a second one.
pub fn from_message(state: &mut State, call: &mut Call<'_>) -> Answered {
    allowed(state, call.id(0), PUBLIC_THREADS | HISTORY)?;
    let guild = guild_of(state)?;
    let message = guild.message(call.id(0), call.id(1));
    let message = message.filter(|one| !one.deleted && one.only_for.is_none());
    message.ok_or_else(|| Refused::unknown(10_008, "Message"))?;
    if guild.channel(call.id(1)).is_some() {
        let message = "A thread has already been created for this message";
        return Err(Refused::new(400, 160_004, message));
    }
    begin(state, call, call.id(1), PUBLIC_THREAD)
}

pub fn start(state: &mut State, call: &mut Call<'_>) -> Answered {
    if guild_of(state)?.channel(call.id(0)).is_some_and(Channel::is_forum) {
        return forum::post(state, call);
    }
    // Without a word it is private.
    let kind = call.body["type"].as_u64().unwrap_or(PRIVATE_THREAD);
    let right = if kind == PRIVATE_THREAD { PRIVATE_THREADS } else { PUBLIC_THREADS };
    allowed(state, call.id(0), right)?;
    let mut complaints = Complaints::default();
    if !call.body["type"].is_null() {
        complaints.choice("type", &call.body["type"], &[PUBLIC_THREAD, PRIVATE_THREAD]);
    }
    complaints.done()?;
    let id = guild_mut(&mut state.world)?.next_id(call.now);
    begin(state, call, &id, kind)
}

fn begin(state: &mut State, call: &Call<'_>, id: &str, kind: u64) -> Answered {
    let mut complaints = Complaints::default();
    complaints.text("name", &call.body["name"], (1, 100));
    complaints.done()?;
    let guild = guild_mut(&mut state.world)?;
    if guild.channel(call.id(0)).is_none_or(|channel| channel.kind != TEXT) {
        let message = "Cannot execute action on this channel type";
        return Err(Refused::new(400, 50_024, message));
    }
    guild.channels.push(Channel {
        id: id.to_owned(),
        kind,
        name: call.body["name"].as_str().unwrap_or_default().to_owned(),
        parent: Some(call.id(0).to_owned()),
        people: vec![BOT_USER_ID.to_owned()],
        ..Channel::default()
    });
    state.touch_discord(call.id(0));
    state.touch("world");
    told(state, call, "THREAD_CREATE", id);
    Ok(Reply::created(shown(state, id)?.body))
}

fn told(state: &mut State, call: &Call<'_>, event: &str, id: &str) {
    let guild = state.world.discord.as_ref();
    let shape = guild.and_then(|guild| {
        let channel = guild.channel(id)?;
        Some(shapes::channel(&state.world, guild, channel))
    });
    if let Some(shape) = shape {
        dispatch(call.hub, state, event, &shape);
    }
}

/// Archives, locks or renames a thread. Who began it may do all but lock it; whoever may write there
/// may open it again, unless it is locked. Source: Discord, "Threads", "Editing & Deleting Threads".
pub fn change(state: &mut State, call: &mut Call<'_>) -> Answered {
    let id = call.id(0).to_owned();
    allowed(state, &id, 0)?;
    let guild = guild_mut(&mut state.world)?;
    let manages = guild.may(BOT_USER_ID, &id, MANAGE_THREADS);
    let writes = guild.may(BOT_USER_ID, &id, SEND_IN_THREADS);
    let thread = guild.channel_mut(&id).filter(|channel| channel.is_thread());
    // Channels are changed by people here, not by the bot.
    let thread = thread.ok_or_else(Refused::no_right)?;
    let flag = |key: &str| call.body.get(key).and_then(Value::as_bool);
    let opens = flag("archived") == Some(false) && writes && !thread.locked;
    let only_opens = call.body.as_object().is_some_and(|body| body.keys().eq(["archived"]));
    let owns = thread.owner() == BOT_USER_ID && flag("locked").is_none() && !thread.locked;
    if !(manages || owns || opens && only_opens) {
        return Err(Refused::no_right());
    }
    if thread.archived && flag("archived") != Some(false) {
        return Err(Refused::new(400, 50_083, "Thread is archived"));
    }
    thread.archived = flag("archived").unwrap_or(thread.archived);
    thread.locked = flag("locked").unwrap_or(thread.locked);
    if let Some(name) = call.body["name"].as_str() {
        name.clone_into(&mut thread.name);
    }
    state.touch("world");
    told(state, call, "THREAD_UPDATE", &id);
    shown(state, &id)
}

/// Threads alone: channels are deleted by people here, not by the bot.
/// Source: Discord, "Threads", "Editing & Deleting Threads".
pub fn delete(state: &mut State, call: &mut Call<'_>) -> Answered {
    let id = call.id(0).to_owned();
    allowed(state, &id, 0)?;
    let guild = guild_of(state)?;
    let thread = guild.channel(&id).is_some_and(Channel::is_thread);
    if !thread || !guild.may(BOT_USER_ID, &id, MANAGE_THREADS) {
        return Err(Refused::no_right());
    }
    let gone = shown(state, &id)?;
    told(state, call, "THREAD_DELETE", &id);
    let guild = guild_mut(&mut state.world)?;
    let parent = guild.channel(&id).and_then(|one| one.parent.clone()).unwrap_or_default();
    guild.channels.retain(|one| one.id != id);
    guild.messages.remove(&id);
    state.touch_discord(&parent);
    state.touch("world");
    Ok(gone)
}

/// The threads that are open, of all channels, newest first.
/// Source: Discord, "List Active Guild Threads".
pub fn active(state: &mut State, call: &mut Call<'_>) -> Answered {
    let guild = super::guilds::named(state, call)?;
    let open = guild.channels.iter().filter(|one| one.is_thread() && !one.archived);
    Ok(listed(state, guild, open.filter(|one| guild.sees(BOT_USER_ID, &one.id)).collect()))
}

/// The archived public threads of a channel, newest first.
/// Source: Discord, "List Public Archived Threads".
pub fn archived(state: &mut State, call: &mut Call<'_>) -> Answered {
    allowed(state, call.id(0), HISTORY)?;
    let guild = guild_of(state)?;
    let own = guild.channels.iter().filter(|one| one.parent.as_deref() == Some(call.id(0)));
    Ok(listed(state, guild, own.filter(|one| one.archived && one.kind == PUBLIC_THREAD).collect()))
}

fn listed(state: &State, guild: &Guild, mut threads: Vec<&Channel>) -> Reply {
    threads.sort_by_key(|one| std::cmp::Reverse(one.id.parse::<u64>().unwrap_or_default()));
    let shapes: Vec<Value> =
        threads.into_iter().map(|one| shapes::channel(&state.world, guild, one)).collect();
    Reply::ok(json!({ "threads": shapes, "members": [], "has_more": false }))
}

pub fn add_member(state: &mut State, call: &mut Call<'_>) -> Answered {
    let (id, user) = (call.id(0).to_owned(), call.id(1).to_owned());
    allowed(state, &id, SEND_IN_THREADS)?;
    let guild = guild_mut(&mut state.world)?;
    let known = guild.is_here(&user);
    let thread = guild.channel_mut(&id).filter(|channel| channel.is_thread());
    let thread = thread.ok_or_else(|| Refused::unknown(10_003, "Channel"))?;
    if thread.archived {
        return Err(Refused::new(400, 50_083, "Thread is archived"));
    }
    if !known {
        return Err(Refused::unknown(10_013, "User"));
    }
    if !thread.people.contains(&user) {
        thread.people.push(user);
    }
    state.touch("world");
    Ok(Reply::empty())
}
