//! Looking: the world, a person's channels, screen and direct messages, the log, the clock.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Malformed, Reply, refused};
use crate::sandbox::discord::person::{self as discord, look as beside};
use crate::sandbox::hub::Hub;
use crate::sandbox::log::rfc3339;
use crate::sandbox::shapes;
use crate::sandbox::world::seed::{APP_ID, APP_TOKEN, CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET};
use crate::sandbox::world::{Channel, Message, Person, Screen, Team, View, World, instant_of};

/// `GET world`.
pub async fn world(State(hub): State<Arc<Hub>>) -> Json<Value> {
    let state = hub.lock();
    let world = &state.world;
    let teams: Vec<Value> = world.teams.iter().map(team).collect();
    let users = world.people.iter().map(|entry| person(world, entry));
    let users: Vec<Value> = users.chain(beside::users(world)).collect();
    let channels = world.channels.iter().map(channel);
    let channels: Vec<Value> = channels.chain(beside::channels(world)).collect();
    Json(json!({
        "now": rfc3339(hub.clock.now()),
        "api_url": format!("{}/api", hub.base),
        "app": {
            "id": APP_ID,
            "name": hub.manifest.name,
            "signing_secret": SIGNING_SECRET,
            "app_token": APP_TOKEN,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        },
        "teams": teams,
        "users": users,
        "channels": channels,
        "groups": world.groups,
        "discord": beside::connection(&hub, &state),
        "setup": world.setup,
        "commands": hub.manifest.commands,
        "shortcuts": hub.manifest.shortcuts,
        "scopes_used": state.scopes_used,
        "push": hub.push.as_ref().map(|url| json!({ "url": url, "verified": state.push_proven })),
        "connected": !state.wires.is_empty() || hub.push.is_some(),
    }))
}

fn team(team: &Team) -> Value {
    let install = team.install.as_ref();
    json!({
        "id": team.id,
        "name": team.name,
        "role": team.role,
        "installed": install.is_some(),
        "bot_token": install.map(|install| &install.bot_token),
        "bot_user_id": install.map(|install| &install.bot_user_id),
    })
}

fn person(world: &World, person: &Person) -> Value {
    let team = world.team(&person.team_id);
    json!({
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "roles": person.roles,
        "email": person.email,
        "team_name": team.map(|team| &team.name),
        "app_installed": team.is_some_and(|team| team.install.is_some()),
        "guest": person.guest,
        "deactivated": person.deactivated,
        "tz": person.tz,
    })
}

fn channel(channel: &Channel) -> Value {
    json!({
        "id": channel.id,
        "name": channel.name,
        "audience": channel.audience,
        "host_team": channel.host_team,
        "teams": channel.teams,
        "members": channel.members,
        "is_ext_shared": channel.teams.len() > 1,
        "is_archived": channel.archived,
        "is_private": channel.private,
        "app_member": !channel.bots.is_empty(),
        "pinned": channel.pins.iter().map(|pin| &pin.ts).collect::<Vec<_>>(),
        "bookmarks": channel.bookmarks,
    })
}

#[derive(Deserialize)]
pub struct Viewer {
    #[serde(rename = "as")]
    viewer: Option<String>,
}

/// `GET channels/{id}/messages`.
pub async fn messages(
    State(hub): State<Arc<Hub>>,
    Path(id): Path<String>,
    Query(query): Query<Viewer>,
) -> Reply {
    let state = hub.lock();
    let world = &state.world;
    let Some(viewer) = query.viewer else {
        if discord::knows(&state, &id) {
            return beside::messages(&state, &id, None);
        }
        return Ok(Json(json!({ "ok": true, "messages": listed(world, &id, None) })));
    };
    if discord::knows(&state, &viewer) {
        return beside::messages(&state, &id, Some(&viewer));
    }
    world.person(&viewer).ok_or_else(|| Malformed::nobody(&viewer))?;
    if !world.is_member(&id, &viewer) {
        return Ok(Json(refused("not_visible")));
    }
    Ok(Json(json!({ "ok": true, "messages": listed(world, &id, Some(&viewer)) })))
}

/// A conversation as one person sees it, or all of it.
fn listed(world: &World, id: &str, viewer: Option<&str>) -> Vec<Value> {
    let seen = |message: &&Message| match (viewer, &message.only_for) {
        (Some(viewer), Some(only_for)) => viewer == only_for,
        _ => true,
    };
    let all = world.messages.get(id).into_iter().flatten().filter(seen);
    all.map(|entry| {
        let mut json = message(world, id, entry);
        if viewer.is_none() {
            json["visible_to"] = json!(entry.only_for.as_ref().map(|person| [person]));
        }
        json
    })
    .collect()
}

fn message(world: &World, conversation: &str, message: &Message) -> Value {
    let app = message.app_team.as_deref();
    let person = world.person(&message.author);
    let team_id = app.or(person.map(|person| person.team_id.as_str()));
    let name = person.map_or(world.here.app_name.as_str(), |person| person.name.as_str());
    let pins = world.channel(conversation).map_or(&[][..], |channel| &channel.pins);
    let blocks = if message.blocks.is_array() { message.blocks.clone() } else { json!([]) };
    let files = message.files.iter().filter_map(|id| world.file(id));
    let files: Vec<Value> = files.map(|file| shapes::files::whole(world, file)).collect();
    let mut json = json!({
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "author": message.author,
        "author_name": name,
        "author_team": team_id.and_then(|id| world.team(id)).map(|team| &team.name),
        "author_team_id": team_id,
        "app": app.is_some(),
        "at": instant_of(&message.ts).map(rfc3339),
        "text": message.text,
        "blocks": blocks,
        "ephemeral": message.only_for.is_some(),
        "edited": message.edited,
        "deleted": message.deleted,
        "files": files,
        "reactions": message.reactions.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        "pinned": pins.iter().any(|pin| pin.ts == message.ts),
    });
    if message.thread_ts.is_none() {
        let count = shapes::replies(world, conversation, &message.ts).count();
        json["reply_count"] = json!(count);
    }
    json
}

/// `GET users/{id}/screen`.
pub async fn screen(State(hub): State<Arc<Hub>>, Path(id): Path<String>) -> Reply {
    let state = hub.lock();
    if discord::knows(&state, &id) {
        return beside::screen(&state, &id);
    }
    state.world.person(&id).ok_or_else(|| Malformed::nobody(&id))?;
    Ok(Json(screen_of(&state.world, &id)))
}

/// What a person has in front of them.
pub fn screen_of(world: &World, user: &str) -> Value {
    let empty = Screen::default();
    let screen = world.screens.get(user).unwrap_or(&empty);
    json!({
        "views": screen.views.iter().map(view).collect::<Vec<_>>(),
        "home": screen.home.as_ref().map(view),
        "toasts": screen.toasts,
    })
}

fn view(view: &View) -> Value {
    let label = |key: &str| view.definition[key]["text"].clone();
    json!({
        "id": view.id,
        "callback_id": view.text("callback_id"),
        "title": label("title"),
        "submit": label("submit"),
        "close": label("close"),
        "blocks": view.blocks(),
        "values": view.values,
        "errors": view.errors,
        "hash": view.hash,
        "private_metadata": view.text("private_metadata"),
    })
}

/// `GET dms`.
pub async fn dms(State(hub): State<Arc<Hub>>, Query(query): Query<Viewer>) -> Reply {
    let state = hub.lock();
    let world = &state.world;
    let viewer = query
        .viewer
        .ok_or_else(|| Malformed::new("bad_request", "Say whose with ?as=, a person's id."))?;
    if discord::knows(&state, &viewer) {
        return beside::dms(&state, &viewer);
    }
    world.person(&viewer).ok_or_else(|| Malformed::nobody(&viewer))?;
    let own = world.dms.iter().filter(|dm| dm.user == viewer);
    let dms: Vec<Value> = own
        .map(|dm| json!({ "channel": dm.id, "messages": listed(world, &dm.id, Some(&viewer)) }))
        .collect();
    Ok(Json(json!({ "ok": true, "dms": dms })))
}

#[derive(Deserialize)]
pub struct After {
    #[serde(default)]
    after: u64,
}

/// `GET log`.
pub async fn log(State(hub): State<Arc<Hub>>, Query(query): Query<After>) -> Json<Value> {
    let state = hub.lock();
    let entries: Vec<Value> =
        state.log.after(query.after).map(crate::sandbox::log::Entry::json).collect();
    Json(json!({ "entries": entries, "next": state.log.last() }))
}

/// `GET clock`.
pub async fn clock(State(hub): State<Arc<Hub>>) -> Json<Value> {
    Json(clock_of(&hub))
}

/// What the clock shows.
pub fn clock_of(hub: &Hub) -> Value {
    json!({
        "now": rfc3339(hub.clock.now()),
        "offset_ms": hub.clock.offset().num_milliseconds(),
    })
}
