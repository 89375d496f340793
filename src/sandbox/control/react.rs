//! Giving a message a reaction, and taking it back.

use std::sync::Arc;

use serde::Deserialize;

use super::act::{Actor, Done, Failed};
use crate::sandbox::deliver::event::{reacted, tell};
use crate::sandbox::hub::Hub;

#[derive(Deserialize)]
pub struct ReactDeed {
    channel: String,
    ts: String,
    name: String,
    #[serde(default)]
    remove: bool,
}

pub fn react(hub: &Arc<Hub>, actor: &Actor, deed: &ReactDeed) -> Result<Done, Failed> {
    let happened = hub.with(|state| {
        let user = &actor.person.id;
        let seen = state.world.is_member(&deed.channel, user);
        let message = state.world.message_mut(&deed.channel, &deed.ts);
        let message = message.filter(|message| {
            seen && !message.deleted && message.only_for.as_ref().is_none_or(|only| only == user)
        });
        let message = message.ok_or(Failed::NotVisible)?;
        let reaction = (deed.name.clone(), user.clone());
        let given = message.reactions.contains(&reaction);
        if given != deed.remove {
            return Err(Failed::NoSuchButton);
        }
        let subscription = if deed.remove {
            message.reactions.retain(|other| *other != reaction);
            "reaction_removed"
        } else {
            message.reactions.push(reaction.clone());
            "reaction_added"
        };
        state.touch_messages(&deed.channel);
        Ok(reacted(&state.world, subscription, (&deed.channel, &deed.ts), &reaction))
    })?;
    tell(hub, happened.into_iter().collect());
    Ok(Done::default())
}
