//! Changing and deleting what one said: as in Slack, one's own words alone.

use std::sync::Arc;

use serde::Deserialize;

use super::act::{Actor, Done, Failed};
use crate::sandbox::deliver::event::{rewritten, tell};
use crate::sandbox::hub::{Hub, State};
use crate::sandbox::typed;
use crate::sandbox::webapi::chat::{standing, take_away};

#[derive(Deserialize)]
pub struct EditDeed {
    channel: String,
    ts: String,
    text: String,
}

#[derive(Deserialize)]
pub struct DeleteDeed {
    channel: String,
    ts: String,
}

pub fn edit(hub: &Arc<Hub>, actor: &Actor, deed: &EditDeed) -> Result<Done, Failed> {
    change(hub, actor, (&deed.channel, &deed.ts), |state| {
        let text = typed::message_text(&state.world, &deed.text);
        if let Some(message) = state.world.message_mut(&deed.channel, &deed.ts) {
            message.text = text;
            message.edited = true;
        }
    })
}

pub fn delete(hub: &Arc<Hub>, actor: &Actor, deed: &DeleteDeed) -> Result<Done, Failed> {
    change(hub, actor, (&deed.channel, &deed.ts), |state| {
        take_away(&mut state.world, &deed.channel, &deed.ts);
    })
}

/// Does it to a message of one's own, and tells the app.
fn change(
    hub: &Arc<Hub>,
    actor: &Actor,
    (channel, ts): (&str, &str),
    apply: impl FnOnce(&mut State),
) -> Result<Done, Failed> {
    let happened = hub.with(|state| {
        let world = &state.world;
        let archived = world.channel(channel).is_some_and(|channel| channel.archived);
        let seen = !archived && world.is_member(channel, &actor.person.id);
        let message = world.message(channel, ts).filter(|message| seen && !message.deleted);
        if message.ok_or(Failed::NotVisible)?.author != actor.person.id {
            return Err(Failed::NoSuchButton);
        }
        let before = standing(world, channel, ts);
        apply(state);
        state.touch_messages(channel);
        Ok(rewritten(&mut state.world, channel, &before, hub.clock.now()))
    })?;
    tell(hub, happened.into_iter().collect());
    Ok(Done::default())
}
