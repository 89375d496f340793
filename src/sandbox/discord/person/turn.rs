//! Repeated and raw deliveries, troubled connections.

use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::sandbox::control::{Malformed, Reply, refused};
use crate::sandbox::deliver::millis;
use crate::sandbox::discord::gateway::{self, Trouble};
use crate::sandbox::discord::live::DEADLINE;
use crate::sandbox::discord::push::{self, Signed};
use crate::sandbox::hub::Hub;
use crate::sandbox::log::{Entry, Kind};

/// Delivers an event of the log once more, exactly but for its number. An interaction that was not
/// answered yet is waited for; one that was, is not: its second answer is refused.
pub async fn again(hub: &Arc<Hub>, entry: &Entry, signed: Signed) -> Reply {
    let endpoint = hub.lock().world.discord.as_ref().and_then(|guild| guild.endpoint.clone());
    let by_http = entry.kind == Kind::Push;
    let data = if by_http { entry.request.clone() } else { entry.request["d"].clone() };
    if let Some(url) = endpoint.as_ref().filter(|_| by_http && signed != Signed::Well) {
        return Ok(Json(match push::post(hub, url, &data, signed).await {
            Ok((status, _)) => json!({ "ok": true, "status": status }),
            Err(_silent) => refused("timeout"),
        }));
    }
    let id = data["id"].as_str().unwrap_or_default().to_owned();
    let started = Instant::now();
    let answer = hub.with(|state| {
        let (waiting, answer) = oneshot::channel();
        let one = state.discord.interactions.get_mut(&id).filter(|one| !one.answered);
        let waits = one.map(|one| one.waiting = Some(waiting)).is_some();
        match endpoint.as_ref().filter(|_| by_http) {
            Some(url) => push::note_and_send(hub, state, url, &data),
            None => gateway::dispatch(hub, state, &entry.method, &data),
        };
        waits.then_some(answer)
    });
    let Some(answer) = answer else { return Ok(Json(json!({ "ok": true, "answer": null }))) };
    Ok(Json(match tokio::time::timeout(DEADLINE, answer).await {
        Ok(Ok(payload)) => json!({ "ok": true, "acked_ms": millis(started), "answer": payload }),
        _ => refused("timeout"),
    }))
}

#[derive(Deserialize)]
struct Connections {
    #[serde(default)]
    drop: bool,
    /// Close with this code.
    close: Option<u16>,
    /// Asks to reconnect.
    #[serde(default)]
    reconnect: bool,
    /// The session is invalid; whether it can be resumed.
    invalid: Option<bool>,
    /// Heartbeats are answered no more, or again.
    mute: Option<bool>,
}

/// `POST connections` with `"platform":"discord"`. With `endpoint` interactions go to that address
/// from now on, when it passes Discord's trial, and with null by the Gateway again.
pub async fn connections(hub: &Hub, wanted: Value) -> Reply {
    if let Some(url) = wanted.get("endpoint") {
        return endpoint(hub, url.as_str()).await;
    }
    let wanted: Connections = serde_json::from_value(wanted).map_err(|trouble| {
        Malformed::new("bad_request", format!("The body does not fit: {trouble}."))
    })?;
    if let Some(mute) = wanted.mute {
        hub.lock().discord.muted = mute;
    }
    let troubles = [
        wanted.reconnect.then_some(Trouble::Reconnect),
        wanted.invalid.map(|resumable| Trouble::Invalid { resumable }),
        wanted.close.map(Trouble::Close),
        wanted.drop.then_some(Trouble::Cut),
    ];
    for trouble in troubles.into_iter().flatten() {
        gateway::trouble(hub, trouble);
    }
    Ok(Json(json!({ "ok": true })))
}

async fn endpoint(hub: &Hub, url: Option<&str>) -> Reply {
    if let Some(url) = url
        && let Err(why) = push::tried(hub, url).await
    {
        let mut answer = refused("endpoint_refused");
        answer["message"] = json!(why);
        return Ok(Json(answer));
    }
    hub.with(|state| {
        if let Some(guild) = &mut state.world.discord {
            guild.endpoint = url.map(str::to_owned);
        }
        state.touch("world");
    });
    Ok(Json(json!({ "ok": true })))
}
