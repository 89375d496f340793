//! `pins.*` and `bookmarks.*`.

use serde_json::{Value, json};

use super::chat::place;
use super::{Answered, Call, Refused, bot_user};
use crate::sandbox::hub::State;
use crate::sandbox::shapes;
use crate::sandbox::world::{Channel, Pin};

pub fn add(state: &mut State, call: &mut Call<'_>) -> Answered {
    let (id, ts) = target(state, call)?;
    let by = bot_user(&state.world, &call.team_id);
    let at = call.now.timestamp();
    let channel = channel(state, &id)?;
    if channel.pins.iter().any(|pin| pin.ts == ts) {
        return Err("already_pinned".into());
    }
    channel.pins.push(Pin { ts, by, at });
    state.touch("world");
    state.touch_messages(&id);
    Ok(json!({}))
}

pub fn remove(state: &mut State, call: &mut Call<'_>) -> Answered {
    let (id, ts) = target(state, call)?;
    let channel = channel(state, &id)?;
    let before = channel.pins.len();
    channel.pins.retain(|pin| pin.ts != ts);
    if channel.pins.len() == before {
        return Err("no_pin".into());
    }
    state.touch("world");
    state.touch_messages(&id);
    Ok(json!({}))
}

pub fn list(state: &mut State, call: &mut Call<'_>) -> Answered {
    let wanted = call.args.required("channel")?;
    let id = place(&mut state.world, &call.team_id, &wanted)?;
    let world = &state.world;
    let channel = world.channel(&id).ok_or("channel_not_found")?;
    let items: Vec<Value> = channel
        .pins
        .iter()
        .filter_map(|pin| {
            let message = world.message(&id, &pin.ts)?;
            Some(json!({
                "type": "message",
                "channel": id,
                "created": pin.at,
                "created_by": pin.by,
                "message": shapes::message(world, &id, message),
            }))
        })
        .collect();
    Ok(json!({ "items": items }))
}

pub fn add_bookmark(state: &mut State, call: &mut Call<'_>) -> Answered {
    let wanted = call.args.required("channel_id")?;
    let title = call.args.required("title")?;
    let kind = call.args.required("type")?;
    let id = place(&mut state.world, &call.team_id, &wanted)?;
    let bookmark = json!({
        "id": state.world.next_id("Bk"),
        "channel_id": id,
        "title": title,
        "link": call.args.text("link"),
        "emoji": call.args.text("emoji"),
        "type": kind,
        "date_created": call.now.timestamp(),
        "date_updated": 0,
        "rank": "i",
        "last_updated_by_user_id": bot_user(&state.world, &call.team_id),
        "last_updated_by_team_id": call.team_id,
    });
    channel(state, &id)?.bookmarks.push(bookmark.clone());
    state.touch("world");
    Ok(json!({ "bookmark": bookmark }))
}

pub fn list_bookmarks(state: &mut State, call: &mut Call<'_>) -> Answered {
    let wanted = call.args.required("channel_id")?;
    let id = place(&mut state.world, &call.team_id, &wanted)?;
    Ok(json!({ "bookmarks": channel(state, &id)?.bookmarks }))
}

/// The message a call is about.
pub fn target(state: &mut State, call: &Call<'_>) -> Result<(String, String), Refused> {
    let wanted = call.args.required("channel")?;
    let ts = call.args.required("timestamp")?;
    let id = place(&mut state.world, &call.team_id, &wanted)?;
    let message = state.world.message(&id, &ts);
    match message.filter(|message| !message.deleted && message.only_for.is_none()) {
        Some(_) => Ok((id, ts)),
        None => Err("message_not_found".into()),
    }
}

fn channel<'a>(state: &'a mut State, id: &str) -> Result<&'a mut Channel, Refused> {
    state.world.channel_mut(id).ok_or_else(|| "channel_not_found".into())
}
