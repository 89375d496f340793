//! Takes what a person did to the bot, and waits for its first answer.
//! Source of the shapes: Discord, "Receiving and Responding to Interactions".

use std::sync::Arc;
use std::time::Instant;

use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::gateway::dispatch;
use super::guild::DIRECT;
use super::guild::seed::{APPLICATION_ID, BOT_USER_ID};
use super::live::{DEADLINE, Interaction, Kind};
use super::{Guild, push, shapes};
use crate::sandbox::deliver::{Answer, NoAnswer, millis};
use crate::sandbox::hub::{Hub, State, random_hex};
use crate::sandbox::world::World;

/// What a person did.
pub struct Deed {
    pub kind: Kind,
    pub user: String,
    pub channel: String,
    /// The message whose component was used, or whose component opened the form that is sent.
    pub message: Option<String>,
    pub data: Value,
}

/// Delivers a deed and waits for the first answer to it.
///
/// With no bot about, the answer is there at once. One that was cut off may still come back and
/// answer in time.
///
/// # Errors
/// No answer in three seconds.
pub async fn deliver(hub: &Arc<Hub>, deed: Deed) -> Result<Answer, NoAnswer> {
    let started = Instant::now();
    let answer = {
        let mut state = hub.lock();
        let endpoint = state.world.discord.as_ref().and_then(|guild| guild.endpoint.clone());
        if endpoint.is_none() && !state.discord.has_ears(hub.clock.now()) {
            note_unheard(hub, &mut state, &deed);
            return Err(NoAnswer::LATE);
        }
        state.open_deliveries += 1;
        begin(hub, &mut state, &deed, endpoint.as_deref())
    };
    hub.ring();
    let answer = tokio::time::timeout(DEADLINE, answer).await;
    hub.lock().open_deliveries -= 1;
    match answer {
        Ok(Ok(payload)) => Ok(Answer { payload, ms: millis(started) }),
        _ => Err(NoAnswer::LATE),
    }
}

/// The log shows it all the same.
fn note_unheard(hub: &Hub, state: &mut State, deed: &Deed) {
    let token = random_hex();
    let payload = payload(hub, state, deed, &token);
    dispatch(hub, state, "INTERACTION_CREATE", &payload);
}

/// Sends it out, in as many copies as was asked for; gives where the answer will come.
fn begin(
    hub: &Arc<Hub>,
    state: &mut State,
    deed: &Deed,
    endpoint: Option<&str>,
) -> oneshot::Receiver<Value> {
    let (waiting, answer) = oneshot::channel();
    let now = hub.clock.now();
    state.discord.forget_old(now);
    let token = format!("{}{}", random_hex(), random_hex());
    let payload = payload(hub, state, deed, &token);
    let id = payload["id"].as_str().unwrap_or_default().to_owned();
    let metadata = metadata(&state.world, &id, deed);
    state.discord.interactions.insert(
        id.clone(),
        Interaction {
            token,
            kind: deed.kind,
            user: deed.user.clone(),
            channel: deed.channel.clone(),
            message: deed.message.clone(),
            made: Instant::now(),
            at: now,
            answered: false,
            waiting: Some(waiting),
            original: None,
            further: Vec::new(),
            seq: 0,
            metadata,
        },
    );
    let copies = 1 + state.manner.further_copies;
    let seqs = (0..copies).map(|_| match endpoint {
        Some(url) => push::note_and_send(hub, state, url, &payload),
        None => dispatch(hub, state, "INTERACTION_CREATE", &payload),
    });
    // The first one stands for all.
    let seq = seqs.reduce(|first, _| first).unwrap_or_default();
    if let Some(one) = state.discord.interactions.get_mut(&id) {
        one.seq = seq;
    }
    answer
}

/// What the messages of an answer say about their interaction.
fn metadata(world: &World, id: &str, deed: &Deed) -> Value {
    let mut metadata = json!({
        "id": id,
        "type": deed.kind as u64,
        "user": shapes::user(world, &deed.user),
        "authorizing_integration_owners": { "0": guild_id(world) },
    });
    if deed.kind == Kind::Command {
        metadata["name"] = deed.data["name"].clone();
        metadata["command_type"] = deed.data["type"].clone();
    }
    if deed.kind == Kind::Submit {
        // What opened the form, as far as that is kept: not its number.
        let mut opened = metadata.clone();
        opened["type"] =
            json!(if deed.message.is_some() { Kind::Component } else { Kind::Command } as u64);
        if let Some(message) = &deed.message {
            opened["interacted_message_id"] = json!(message);
        }
        metadata["triggering_interaction_metadata"] = opened;
    } else if let Some(message) = &deed.message {
        metadata["interacted_message_id"] = json!(message);
    }
    metadata
}

fn guild_id(world: &World) -> Option<&str> {
    world.discord.as_ref().map(|guild| guild.id.as_str())
}

fn payload(hub: &Hub, state: &mut State, deed: &Deed, token: &str) -> Value {
    let id = state.world.discord.as_mut().map(|guild| guild.next_id(hub.clock.now()));
    let world = &state.world;
    let Some(guild) = &world.discord else { return Value::Null };
    let direct = guild.channel(&deed.channel).is_some_and(|channel| channel.kind == DIRECT);
    let mut payload = json!({
        "id": id,
        "application_id": APPLICATION_ID,
        "type": deed.kind as u64,
        "data": deed.data,
        "channel_id": deed.channel,
        "channel": partial_channel(world, guild, &deed.channel, &deed.user),
        "token": token,
        "version": 1,
        "app_permissions": guild.rights_in(BOT_USER_ID, &deed.channel).to_string(),
        "locale": guild.member(&deed.user).map(|member| &member.locale),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": { "0": if direct { "0" } else { guild.id.as_str() } },
        "context": u8::from(direct),
        "attachment_size_limit": 10 * 1024 * 1024,
    });
    if direct {
        payload["user"] = shapes::user(world, &deed.user);
    } else {
        let mut member = shapes::member(world, guild, &deed.user);
        member["permissions"] = json!(guild.rights_in(&deed.user, &deed.channel).to_string());
        payload["member"] = member;
        payload["guild_id"] = json!(guild.id);
        payload["guild"] = json!({ "id": guild.id, "locale": "en-US", "features": [] });
        payload["guild_locale"] = json!("en-US");
    }
    let message = deed.message.as_ref().and_then(|id| guild.message(&deed.channel, id));
    if let Some(message) = message {
        payload["message"] = shapes::message(world, guild, &deed.channel, message);
    }
    payload
}

fn partial_channel(world: &World, guild: &Guild, id: &str, user: &str) -> Value {
    let Some(channel) = guild.channel(id) else { return Value::Null };
    let mut json = shapes::channel(world, guild, channel);
    json["permissions"] = json!(guild.rights_in(user, id).to_string());
    if let Some(json) = json.as_object_mut() {
        json.remove("permission_overwrites");
    }
    json
}
