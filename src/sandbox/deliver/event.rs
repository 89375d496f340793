//! Events of the Events API: who hears of what, and the wrapper around it.
//!
//! An event goes out only when the manifest subscribes to it, once per app and not once per
//! workspace: `authorizations` names one installation. Source: Slack, "Using Slack Connect apps".

use std::sync::Arc;

use chrono::{DateTime, Utc};
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
            let private = happening.channel.as_ref().is_some_and(|id| state.world.is_private(id));
            let other_kind = if private { "channels:" } else { "groups:" };
            let of_this = scopes.iter().filter(|one| !one.starts_with(other_kind));
            of_this.into_iter().any(|one| has.contains(*one))
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
        "message.groups" => &["groups:history"],
        "member_joined_channel"
        | "member_left_channel"
        | "channel_shared"
        | "channel_unshared"
        | "channel_id_changed" => &["channels:read", "groups:read"],
        "channel_archive" | "channel_unarchive" | "channel_rename" | "channel_left" => {
            &["channels:read"]
        }
        "group_archive" | "group_unarchive" | "group_rename" | "group_left" => &["groups:read"],
        "user_change" => &["users:read"],
        "pin_removed" => &["pins:read"],
        "reaction_added" | "reaction_removed" => &["reactions:read"],
        "file_shared" => &["files:read"],
        _ => &[],
    }
}

/// What happens to a private channel has, for the most part, a name of its own. Source: the event
/// pages of Slack's documentation.
#[must_use]
pub fn named(world: &World, channel: &str, subscription: &'static str) -> &'static str {
    match subscription {
        _ if !world.is_private(channel) => subscription,
        "channel_archive" => "group_archive",
        "channel_unarchive" => "group_unarchive",
        "channel_rename" => "group_rename",
        "channel_left" => "group_left",
        shared => shared,
    }
}

/// How events about members write which kind a channel is.
#[must_use]
pub fn channel_letter(world: &World, channel: &str) -> &'static str {
    if world.is_private(channel) { "G" } else { "C" }
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
    let (kind, subscription) = spoken_in(world, conversation);
    event["channel_type"] = json!(kind);
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

/// Which kind of conversation messages say they are in, and under which name one hears them.
fn spoken_in(world: &World, conversation: &str) -> (&'static str, &'static str) {
    match (world.dm(conversation).is_some(), world.is_private(conversation)) {
        (true, _) => ("im", "message.im"),
        (false, true) => ("group", "message.groups"),
        (false, false) => ("channel", "message.channels"),
    }
}

/// A message was changed, or is gone; `before` is how it stood. Nobody is told of what one person
/// alone saw. Source: Slack, "message_changed" and "message_deleted".
#[must_use]
pub fn rewritten(
    world: &mut World,
    conversation: &str,
    before: &Value,
    now: DateTime<Utc>,
) -> Option<Happening> {
    let app_team = listener(world, conversation)?;
    let ts = before["ts"].as_str()?;
    let event_ts = world.next_ts(now);
    let message = world.message(conversation, ts).filter(|message| message.only_for.is_none())?;
    let (kind, subscription) = spoken_in(world, conversation);
    let mut event = json!({
        "type": "message",
        "subtype": if message.deleted { "message_deleted" } else { "message_changed" },
        "hidden": true,
        "channel": conversation,
        "channel_type": kind,
        "previous_message": before,
        "ts": event_ts,
        "event_ts": event_ts,
    });
    if message.deleted {
        event["deleted_ts"] = json!(ts);
    } else {
        event["message"] = shapes::message(world, conversation, message);
    }
    Some(Happening { subscription, app_team, channel: Some(conversation.to_owned()), event })
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
        "channel_type": channel_letter(world, channel),
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
