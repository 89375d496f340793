//! What follows the first answer: `@original` and further messages, with the interaction's token.
//! Source: Discord, "Followup Messages".

use super::messages::{changed, draft, shown};
use super::{Answered, Call, Refused, Reply};
use crate::sandbox::discord::check;
use crate::sandbox::discord::guild::seed::APPLICATION_ID;
use crate::sandbox::discord::guild::{EPHEMERAL, LOADING};
use crate::sandbox::hub::State;

/// The id of the interaction whose token a call has, while the token lives.
fn of_token(state: &State, call: &Call<'_>) -> Result<String, Refused> {
    let found = state.discord.by_token(call.id(1)).filter(|_| call.id(0) == APPLICATION_ID);
    let (id, one) = found.ok_or_else(|| Refused::unknown(10_015, "Webhook"))?;
    if one.expired(call.now) {
        return Err(Refused::new(401, 50_027, "Invalid Webhook Token"));
    }
    Ok(id.clone())
}

/// Channel and id of the message that a path names: `@original` or one that was sent with the token.
fn named(state: &State, call: &Call<'_>) -> Result<(String, String), Refused> {
    let id = of_token(state, call)?;
    let unknown = || Refused::unknown(10_008, "Message");
    let one = state.discord.interactions.get(&id).ok_or_else(unknown)?;
    if !one.answered {
        return Err(Refused::unknown(10_015, "Webhook"));
    }
    let wanted = call.id(2);
    let mut own = one.original.iter().chain(&one.further);
    let found = match wanted {
        // The path says `@original`.
        "" => one.original.clone(),
        _ => own.find(|(_, message)| message == wanted).cloned(),
    };
    found.ok_or_else(unknown)
}

pub fn get(state: &mut State, call: &mut Call<'_>) -> Answered {
    let (channel, message) = named(state, call)?;
    shown(state, &channel, &message)
}

pub fn edit(state: &mut State, call: &mut Call<'_>) -> Answered {
    let (channel, message) = named(state, call)?;
    let body = call.body.clone();
    changed(state, call, &channel, &message, &body, true)
}

pub fn delete(state: &mut State, call: &mut Call<'_>) -> Answered {
    let (channel, id) = named(state, call)?;
    let guild = state.world.discord.as_mut();
    let message = guild.and_then(|guild| guild.message_mut(&channel, &id));
    let message = message.filter(|message| !message.deleted);
    message.ok_or_else(|| Refused::unknown(10_008, "Message"))?.deleted = true;
    state.touch_discord(&channel);
    Ok(Reply::empty())
}

/// A further message. The first one after a placeholder takes its place, which Discord calls
/// deprecated and still does.
pub fn follow_up(state: &mut State, call: &mut Call<'_>) -> Answered {
    let id = of_token(state, call)?;
    check::message(&call.body, call.uploads.len(), true)?;
    let unknown = || Refused::unknown(10_015, "Webhook");
    let one = state.discord.interactions.get(&id).filter(|one| one.answered).ok_or_else(unknown)?;
    let (channel, user, metadata) = (one.channel.clone(), one.user.clone(), one.metadata.clone());
    if let Some((place, message)) = one.original.clone()
        && waits(state, &place, &message)
    {
        let body = call.body.clone();
        return changed(state, call, &place, &message, &body, true);
    }
    let mut message = draft(state, call, &channel, true)?;
    let ephemeral = call.body["flags"].as_u64().unwrap_or_default() & EPHEMERAL;
    message.flags |= ephemeral;
    message.only_for = (ephemeral != 0).then_some(user);
    message.interaction = Some(metadata);
    // No webhook knows nonces.
    message.nonce = None;
    let own = (channel.clone(), message.id.clone());
    if let Some(guild) = &mut state.world.discord {
        guild.add_message(&channel, message);
    }
    if let Some(one) = state.discord.interactions.get_mut(&id) {
        one.further.push(own.clone());
    }
    state.touch_discord(&channel);
    shown(state, &channel, &own.1)
}

/// Whether a message is still a placeholder.
fn waits(state: &State, channel: &str, id: &str) -> bool {
    let guild = state.world.discord.as_ref();
    let message = guild.and_then(|guild| guild.message(channel, id));
    message.is_some_and(|message| message.flags & LOADING != 0 && !message.deleted)
}
