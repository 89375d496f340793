//! Events of the Events API: who hears of what, and the wrapper around it.
//!
//! An event goes out only when the manifest subscribes to it, once per app and not once per
//! workspace: `authorizations` names one installation. Source: Slack, "Using Slack Connect apps".

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Delivery, Parcel, send_event};
use crate::sandbox::hub::{Hub, random_hex};
use crate::sandbox::world::World;
use crate::sandbox::world::seed::{APP_ID, VERIFICATION_TOKEN};

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

/// Delivers what the app subscribed to. Uninstallation is told although the token is gone.
pub fn tell(hub: &Arc<Hub>, happenings: Vec<Happening>) {
    for happening in happenings {
        if hub.manifest.events.contains(happening.subscription) {
            let delivery = delivery(hub, &happening);
            send_event(hub, delivery);
        }
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
        "authorizations": [{
            "enterprise_id": null,
            "team_id": happening.app_team,
            "user_id": bot_user,
            "is_bot": true,
            "is_enterprise_install": false,
        }],
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
