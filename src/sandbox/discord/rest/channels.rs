//! Channels, pins, direct conversations.

use chrono::DateTime;
use serde_json::{Value, json};

use super::{Answered, Call, Refused, Reply, allowed, guild_mut, guild_of};
use crate::sandbox::discord::guild::Message;
use crate::sandbox::discord::guild::rights::{HISTORY, MANAGE_MESSAGES, PIN, SEND};
use crate::sandbox::discord::guild::seed::BOT_USER_ID;
use crate::sandbox::discord::shapes;
use crate::sandbox::hub::State;

/// Pins in a channel at most. Source: Discord, "Pin Message".
const PINS_MAX: usize = 250;

pub fn channel(state: &mut State, call: &mut Call<'_>) -> Answered {
    allowed(state, call.id(0), 0)?;
    shown(state, call.id(0))
}

/// A channel as the answer to a call.
pub fn shown(state: &State, id: &str) -> Answered {
    let guild = guild_of(state)?;
    let channel = guild.channel(id).ok_or_else(|| Refused::unknown(10_003, "Channel"))?;
    Ok(Reply::ok(shapes::channel(&state.world, guild, channel)))
}

/// The conversation with a person. It opens for everybody; whether they take messages shows when one
/// is sent.
pub fn open_direct(state: &mut State, call: &mut Call<'_>) -> Answered {
    let user = call.body["recipient_id"].as_str().unwrap_or_default().to_owned();
    let guild = state.world.discord.as_mut().ok_or_else(Refused::not_found)?;
    if guild.member(&user).is_none() {
        let error = json!({ "code": "USER_NOT_FOUND", "message": "Unknown user." });
        return Err(Refused::form(json!({ "recipient_id": { "_errors": [error] } })));
    }
    let id = guild.open_direct(&user, call.now);
    state.unsaved = true;
    shown(state, &id)
}

fn pinned(state: &State, call: &Call<'_>) -> Result<Vec<Message>, Refused> {
    allowed(state, call.id(0), HISTORY)?;
    let all = guild_of(state)?.messages.get(call.id(0)).into_iter().flatten();
    Ok(all.rev().filter(|one| one.pinned && !one.deleted).cloned().collect())
}

pub fn pins(state: &mut State, call: &mut Call<'_>) -> Answered {
    let pinned = pinned(state, call)?;
    let guild = guild_of(state)?;
    let entry = |message: &Message| {
        let at = DateTime::from_timestamp_millis(message.pinned_ms).unwrap_or(call.now);
        let shape = shapes::message(&state.world, guild, call.id(0), message);
        json!({ "pinned_at": shapes::time(at), "message": shape })
    };
    let items: Vec<Value> = pinned.iter().map(entry).collect();
    Ok(Reply::ok(json!({ "items": items, "has_more": false })))
}

pub fn old_pins(state: &mut State, call: &mut Call<'_>) -> Answered {
    let pinned = pinned(state, call)?;
    let guild = guild_of(state)?;
    let shape = |message| shapes::message(&state.world, guild, call.id(0), message);
    Ok(Reply::ok(pinned.iter().map(shape).collect()))
}

pub fn pin(state: &mut State, call: &mut Call<'_>) -> Answered {
    let full = pinned(state, call)?.len() >= PINS_MAX;
    set_pin(state, call, true, full)
}

pub fn unpin(state: &mut State, call: &mut Call<'_>) -> Answered {
    set_pin(state, call, false, false)
}

fn set_pin(state: &mut State, call: &Call<'_>, pin: bool, full: bool) -> Answered {
    let (channel, id) = (call.id(0), call.id(1));
    allowed(state, channel, 0)?;
    let guild = guild_mut(&mut state.world)?;
    // The older right still counts in a conversation and where it is given.
    let may = [PIN, MANAGE_MESSAGES].iter().any(|right| guild.may(BOT_USER_ID, channel, *right));
    if !may {
        return Err(Refused::no_right());
    }
    let message = guild.message_mut(channel, id);
    let message = message.filter(|one| !one.deleted && one.only_for.is_none());
    let message = message.ok_or_else(|| Refused::unknown(10_008, "Message"))?;
    if full && !message.pinned {
        return Err(Refused::new(400, 30_003, "Maximum number of pins reached (250)"));
    }
    message.pinned = pin;
    message.pinned_ms = call.now.timestamp_millis();
    state.touch_discord(channel);
    Ok(Reply::empty())
}

pub fn typing(state: &mut State, call: &mut Call<'_>) -> Answered {
    allowed(state, call.id(0), SEND)?;
    Ok(Reply::empty())
}
