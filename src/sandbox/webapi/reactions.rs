//! `reactions.*`.

use serde_json::{Value, json};

use super::pins::target;
use super::{Answered, Call, bot_user};
use crate::sandbox::deliver::event::{Happening, reacted};
use crate::sandbox::hub::State;
use crate::sandbox::shapes;

pub fn add(state: &mut State, call: &mut Call<'_>) -> Answered {
    let (id, ts, reaction) = named(state, call)?;
    let message = state.world.message_mut(&id, &ts).ok_or("message_not_found")?;
    if message.reactions.contains(&reaction) {
        return Err("already_reacted".into());
    }
    message.reactions.push(reaction.clone());
    tell(state, call, "reaction_added", (&id, &ts, &reaction))
}

pub fn remove(state: &mut State, call: &mut Call<'_>) -> Answered {
    let (id, ts, reaction) = named(state, call)?;
    let message = state.world.message_mut(&id, &ts).ok_or("message_not_found")?;
    let before = message.reactions.len();
    message.reactions.retain(|other| *other != reaction);
    if message.reactions.len() == before {
        return Err("no_reaction".into());
    }
    tell(state, call, "reaction_removed", (&id, &ts, &reaction))
}

pub fn get(state: &mut State, call: &mut Call<'_>) -> Answered {
    let (id, ts) = target(state, call)?;
    let message = state.world.message(&id, &ts).ok_or("message_not_found")?;
    Ok(json!({
        "type": "message",
        "channel": id,
        "message": shapes::message(&state.world, &id, message),
    }))
}

/// Conversation and time of the message, and the caller's reaction: its name and who gives it.
type Named = (String, String, (String, String));

fn named(state: &mut State, call: &Call<'_>) -> Result<Named, super::Refused> {
    let name = call.args.required("name")?;
    let (id, ts) = target(state, call)?;
    let by = bot_user(&state.world, &call.team_id);
    Ok((id, ts, (name.trim_matches(':').to_owned(), by)))
}

fn tell(
    state: &mut State,
    call: &mut Call<'_>,
    subscription: &'static str,
    (id, ts, reaction): (&str, &str, &(String, String)),
) -> Answered {
    state.touch_messages(id);
    let happening: Option<Happening> = reacted(&state.world, subscription, (id, ts), reaction);
    call.happened.extend(happening);
    Ok(Value::Object(Default::default()))
}
