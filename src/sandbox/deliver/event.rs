//! Events of the Events API: who hears of what, and the wrapper around it.
//!
//! An event goes out only when the manifest subscribes to it, once per app and not once per
//! workspace: `authorizations` names one installation. Source: Slack, "Using Slack Connect apps".

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Delivery, Parcel, send_event};
use crate::sandbox::hub::{Hub, State, random_hex};
use crate::sandbox::shapes;
use crate::sandbox::world::seed::{APP_ID, VERIFICATION_TOKEN};
use crate::sandbox::world::{Message, World};

/// Something that happened, before anybody knows who hears of it.
#[derive(Clone, Debug)]
pub struct Happening {
    /// The name a manifest subscribes to: for messages "message.im" and so on, else the event's
    /// own type.
    pub subscription: &'static str,
    /// The installation that hears of it.
    pub app_team: String,
    /// Where it happened, for the facts about sharing.
    pub channel: Option<String>,
    pub event: Value,
}

/// Delivers what the app subscribed to and has a scope for. Uninstallation is told although the
/// token is gone.
pub fn tell(hub: &Arc<Hub>, happenings: Vec<Happening>) {
    for happening in happenings {
        let scopes = scopes(happening.subscription);
        let granted = scopes.is_empty() || {
            let state = hub.lock();
            let has = state.scopes_of(&hub.manifest, &happening.app_team);
            scopes.iter().any(|one| has.contains(*one))
        };
        if granted && hub.manifest.events.contains(happening.subscription) {
            hub.lock().scopes_used.extend(scopes.iter().map(|scope| (*scope).to_owned()));
            let delivery = delivery(hub, &happening);
            send_event(hub, delivery);
        }
    }
}

/// The scopes that an event needs: several where those of public and of private channels differ, so
/// that to hear of both takes both. Source: the event pages of Slack's documentation.
fn scopes(subscription: &str) -> &'static [&'static str] {
    match subscription {
        "app_mention" => &["app_mentions:read"],
        "message.im" => &["im:history"],
        "message.channels" => &["channels:history"],
        "member_joined_channel"
        | "member_left_channel"
        | "channel_shared"
        | "channel_unshared"
        | "channel_id_changed" => &["channels:read", "groups:read"],
        "channel_archive" | "channel_unarchive" | "channel_rename" | "channel_left" => {
            &["channels:read"]
        }
        "user_change" => &["users:read"],
        "reaction_added" | "reaction_removed" => &["reactions:read"],
        "file_shared" => &["files:read"],
        _ => &[],
    }
}

/// The installation that hears of what happens in a conversation: the vendor's, when several are
/// in it, because it was first.
#[must_use]
pub fn listener(world: &World, conversation: &str) -> Option<String> {
    match world.channel(conversation) {
        Some(channel) => channel.bots.first().cloned(),
        None => world.dm(conversation).map(|dm| dm.team_id.clone()),
    }
}

/// The events of a message: one for the conversation, one when the app was mentioned. What the app
/// says itself is heard as well.
#[must_use]
pub fn heard(state: &State, conversation: &str, message: &Message) -> Vec<Happening> {
    let world = &state.world;
    let Some(app_team) = listener(world, conversation) else { return Vec::new() };
    let install = world.team(&app_team).and_then(|team| team.install.as_ref());
    let mention = install.map(|install| format!("<@{}>", install.bot_user_id));
    let mut event = shapes::message(world, conversation, message);
    event["channel"] = json!(conversation);
    event["event_ts"] = json!(message.ts);
    let direct = world.dm(conversation).is_some();
    event["channel_type"] = json!(if direct { "im" } else { "channel" });
    let subscription = if direct { "message.im" } else { "message.channels" };
    let told = |subscription: &'static str, event: Value| Happening {
        subscription,
        app_team: app_team.clone(),
        channel: Some(conversation.to_owned()),
        event,
    };
    let mut happened = vec![told(subscription, event.clone())];
    if !direct && mention.is_some_and(|mention| message.text.contains(&mention)) {
        event["type"] = json!("app_mention");
        happened.push(told("app_mention", event));
    }
    happened
}

/// Somebody gave or took back a reaction; `reaction` is its name and who did.
#[must_use]
pub fn reacted(
    world: &World,
    subscription: &'static str,
    (conversation, ts): (&str, &str),
    reaction: &(String, String),
) -> Option<Happening> {
    let app_team = listener(world, conversation)?;
    let event = json!({
        "type": subscription,
        "user": reaction.1,
        "reaction": reaction.0,
        "item": { "type": "message", "channel": conversation, "ts": ts },
        "item_user": world.message(conversation, ts).map(|message| &message.author),
        "event_ts": ts,
    });
    Some(Happening { subscription, app_team, channel: Some(conversation.to_owned()), event })
}

/// A person came into a channel.
#[must_use]
pub fn joined(world: &World, channel: &str, user: &str, by: Option<&str>) -> Option<Happening> {
    let app_team = listener(world, channel)?;
    let mut event = json!({
        "type": "member_joined_channel",
        "user": user,
        "channel": channel,
        "channel_type": "C",
        "team": world.person(user).map(|person| &person.team_id),
    });
    if let Some(by) = by {
        event["inviter"] = json!(by);
    }
    Some(Happening {
        subscription: "member_joined_channel",
        app_team,
        channel: Some(channel.to_owned()),
        event,
    })
}

fn delivery(hub: &Hub, happening: &Happening) -> Delivery {
    let state = hub.lock();
    let world = &state.world;
    let shared = happening
        .channel
        .as_ref()
        .and_then(|id| world.channel(id))
        .is_some_and(|channel| channel.teams.len() > 1);
    let bot_user = world
        .team(&happening.app_team)
        .and_then(|team| team.install.as_ref())
        .map(|install| install.bot_user_id.clone());
    let payload = json!({
        "token": VERIFICATION_TOKEN,
        "team_id": happening.app_team,
        "context_team_id": happening.app_team,
        "context_enterprise_id": null,
        "api_app_id": APP_ID,
        "event": happening.event,
        "type": "event_callback",
        "event_id": format!("Ev{}", random_hex()[..12].to_uppercase()),
        "event_time": hub.clock.now().timestamp(),
        "authorizations": [authorization(&happening.app_team, bot_user.as_deref())],
        "is_ext_shared_channel": shared,
        "event_context": random_hex(),
    });
    let kind = happening.event["type"].as_str().unwrap_or_default();
    Delivery {
        parcel: Parcel::Event,
        method: kind.to_owned(),
        team_id: happening.app_team.clone(),
        payload,
        retry: None,
    }
}

/// One installation that may see an event.
#[must_use]
pub fn authorization(team_id: &str, bot_user: Option<&str>) -> Value {
    json!({
        "enterprise_id": null,
        "team_id": team_id,
        "user_id": bot_user,
        "is_bot": true,
        "is_enterprise_install": false,
    })
}
