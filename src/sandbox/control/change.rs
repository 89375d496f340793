//! `POST world`: what an admin of a workspace could do, and the events it causes. What becomes of
//! people is in [`person`].

mod person;

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Shared;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Malformed, Reply, body};
use crate::sandbox::deliver::event::{Happening, listener, named, tell};
use crate::sandbox::discord::person::change as discord;
use crate::sandbox::hub::{Hub, State};
use crate::sandbox::webapi::{bot_joined, revoke, uninstall};
use crate::sandbox::world::seed::install;
use crate::sandbox::world::{Channel, World};

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Change {
    Archive(String),
    Unarchive(String),
    /// From now on only its members find a channel.
    Private(String),
    /// Somebody takes a message from its place at the top.
    Unpin {
        channel: String,
        ts: String,
    },
    RemoveBot(String),
    AddBot {
        channel: String,
        by: String,
    },
    Share {
        channel: String,
        team: String,
    },
    Disconnect {
        channel: String,
        team: String,
    },
    Renumber {
        channel: String,
        id: String,
    },
    Deactivate(String),
    Reactivate(String),
    /// Somebody becomes a guest of their workspace.
    Demote(String),
    /// Somebody belongs to another workspace from now on, under the same id.
    Move {
        user: String,
        team: String,
    },
    /// Somebody lives in another time zone, or their profile does not say in which.
    Zone {
        user: String,
        tz: Option<String>,
    },
    Uninstall(String),
    /// The token is taken back, and the app stays.
    Revoke(String),
    Install(String),
    /// What a workspace's admins let the app do from now on.
    Scopes {
        team: String,
        scopes: BTreeSet<String>,
    },
    Invite {
        channel: String,
        user: String,
    },
    Leave {
        channel: String,
        user: String,
    },
    Rename {
        channel: String,
        name: String,
    },
    /// Somebody uses Slack in another language from now on.
    Locale {
        user: String,
        locale: String,
    },
    /// Who is in a user group from now on.
    Group {
        id: String,
        members: Vec<String>,
    },
}

/// `POST world`.
pub async fn serve(Shared(hub): Shared<Arc<Hub>>, bytes: Bytes) -> Reply {
    let about: Value = body(&bytes)?;
    if discord::concerns(&hub.lock(), &about) {
        return discord::serve(&hub, about);
    }
    let change: Change = body(&bytes)?;
    let now = hub.clock.now().timestamp();
    let happened = hub.with(|state| {
        let happened = apply(state, change, now)?;
        state.touch("world");
        Ok::<_, Malformed>(happened)
    })?;
    tell(&hub, happened);
    Ok(Json(json!({ "ok": true })))
}

fn apply(state: &mut State, change: Change, now: i64) -> Result<Vec<Happening>, Malformed> {
    let world = &mut state.world;
    match change {
        Change::Archive(id) => {
            channel(world, &id)?.archived = true;
            Ok(told(world, &id, "channel_archive", json!({ "channel": id, "user": "U0ADMIN0001" })))
        }
        Change::Unarchive(id) => {
            channel(world, &id)?.archived = false;
            let event = json!({ "channel": id, "user": "U0ADMIN0001" });
            Ok(told(world, &id, "channel_unarchive", event))
        }
        Change::Private(id) => {
            channel(world, &id)?.private = true;
            Ok(Vec::new())
        }
        Change::Unpin { channel, ts } => unpin(state, &channel, &ts),
        Change::RemoveBot(id) => remove_bot(world, &id),
        Change::AddBot { channel, by } => add_bot(world, &channel, &by),
        Change::Share { channel, team } => share(world, &channel, &team),
        Change::Renumber { channel, id } => renumber(world, &channel, &id),
        Change::Disconnect { channel, team } => disconnect(world, &channel, &team),
        Change::Deactivate(id) => person::deactivate(world, &id),
        Change::Reactivate(id) => person::changed(world, &id, |one| one.deactivated = false),
        Change::Demote(id) => person::changed(world, &id, |one| one.guest = true),
        Change::Move { user, team } => {
            known_team(world, &team)?;
            person::moves(world, &user, &team)
        }
        Change::Locale { user, locale } => {
            let person = world.people.iter_mut().find(|person| person.id == user);
            person.ok_or_else(|| Malformed::nobody(&user))?.locale = locale;
            Ok(Vec::new())
        }
        Change::Zone { user, tz } => {
            let unknown = |name: &&String| name.parse::<chrono_tz::Tz>().is_err();
            if let Some(name) = tz.as_ref().filter(unknown) {
                let what = format!("There is no time zone {name}.");
                return Err(Malformed::new("bad_request", what));
            }
            person::changed(world, &user, |one| one.tz = tz)
        }
        Change::Uninstall(id) => {
            known_team(world, &id)?;
            Ok(uninstall(world, &id))
        }
        Change::Revoke(id) => {
            known_team(world, &id)?;
            Ok(revoke(world, &id).into_iter().collect())
        }
        Change::Install(id) => {
            known_team(world, &id)?;
            if let Some(team) = world.team_mut(&id).filter(|team| team.install.is_none()) {
                team.installs += 1;
                team.install = Some(install(&id, team.installs));
            }
            Ok(Vec::new())
        }
        Change::Scopes { team, scopes } => {
            known_team(world, &team)?;
            if let Some(install) = world.team_mut(&team).and_then(|team| team.install.as_mut()) {
                install.scopes = Some(scopes);
            }
            Ok(Vec::new())
        }
        Change::Invite { channel, user } => person::joins(world, &channel, &user),
        Change::Leave { channel, user } => person::leaves(world, &channel, &user),
        Change::Group { id, members } => set_members(world, &id, members, now),
        Change::Rename { channel: id, name } => {
            let channel = channel(world, &id)?;
            channel.name.clone_from(&name);
            let about = json!({ "id": id, "name": name, "created": now });
            Ok(told(world, &id, "channel_rename", json!({ "channel": about })))
        }
    }
}

fn channel<'a>(world: &'a mut World, id: &str) -> Result<&'a mut Channel, Malformed> {
    let sentence = format!("There is no channel {id}.");
    world.channel_mut(id).ok_or_else(|| Malformed::new("no_such_channel", sentence))
}

fn known_team(world: &World, id: &str) -> Result<(), Malformed> {
    let sentence = format!("There is no workspace {id}.");
    world.team(id).map(|_| ()).ok_or_else(|| Malformed::new("no_such_team", sentence))
}

/// An event heard by the installation in a channel; none when there is none.
fn told(
    world: &World,
    channel: &str,
    subscription: &'static str,
    mut event: Value,
) -> Vec<Happening> {
    let Some(app_team) = listener(world, channel) else { return Vec::new() };
    let subscription = named(world, channel, subscription);
    event["type"] = json!(subscription);
    vec![Happening { subscription, app_team, channel: Some(channel.to_owned()), event }]
}

/// Takes a pin away; nothing where there is none.
fn unpin(state: &mut State, id: &str, ts: &str) -> Result<Vec<Happening>, Malformed> {
    let channel = channel(&mut state.world, id)?;
    let before = channel.pins.len();
    channel.pins.retain(|pin| pin.ts != ts);
    if channel.pins.len() == before {
        return Ok(Vec::new());
    }
    let has_pins = !channel.pins.is_empty();
    state.touch_messages(id);
    let event = json!({
        "user": "U0ADMIN0001",
        "channel_id": id,
        "item": { "type": "message", "channel": id, "message": { "ts": ts } },
        "has_pins": has_pins,
        "event_ts": ts,
    });
    Ok(told(&state.world, id, "pin_removed", event))
}

/// The app is told that it left, and the channel's other listeners that it did.
fn remove_bot(world: &mut World, id: &str) -> Result<Vec<Happening>, Malformed> {
    let happened =
        told(world, id, "channel_left", json!({ "channel": id, "actor_id": "U0ADMIN0001" }));
    channel(world, id)?.bots.clear();
    Ok(happened)
}

/// Somebody adds the app: that of their own workspace, or of the vendor's where theirs has none.
fn add_bot(world: &mut World, id: &str, by: &str) -> Result<Vec<Happening>, Malformed> {
    let person = world.person(by).ok_or_else(|| Malformed::nobody(by))?;
    let own = world.team(&person.team_id).filter(|team| team.install.is_some());
    let team = own.or_else(|| world.vendor()).map(|team| team.id.clone());
    let team = team.ok_or_else(|| Malformed::new("no_such_team", "Nobody installed the app."))?;
    let channel = channel(world, id)?;
    if channel.bots.contains(&team) {
        return Ok(Vec::new());
    }
    channel.bots.push(team.clone());
    Ok(bot_joined(world, id, &team, Some(by)).into_iter().collect())
}

/// A workspace joins a channel; its people come in one by one. A channel that still has an id of
/// the old kind gets a new one by that.
fn share(world: &mut World, id: &str, team: &str) -> Result<Vec<Happening>, Malformed> {
    known_team(world, team)?;
    let channel = channel(world, id)?;
    if channel.teams.iter().any(|other| other == team) {
        return Ok(Vec::new());
    }
    channel.teams.push(team.to_owned());
    let new = id.strip_prefix('G').map(|rest| format!("C{rest}"));
    let mut happened = match &new {
        Some(new) => renumber(world, id, new)?,
        None => Vec::new(),
    };
    let id = new.as_deref().unwrap_or(id);
    let event = json!({ "channel": id, "connected_team_id": team });
    happened.extend(told(world, id, "channel_shared", event));
    Ok(happened)
}

/// A channel gets another id, as one does that is shared for the first time. What was said in it
/// stays, under the same times.
fn renumber(world: &mut World, old: &str, new: &str) -> Result<Vec<Happening>, Malformed> {
    if world.channel(new).is_some() {
        return Err(Malformed::new("bad_request", format!("There is a channel {new} already.")));
    }
    channel(world, old)?.id = new.to_owned();
    if let Some(messages) = world.messages.remove(old) {
        world.messages.insert(new.to_owned(), messages);
    }
    let event = json!({ "old_channel_id": old, "new_channel_id": new });
    Ok(told(world, new, "channel_id_changed", event))
}

/// A workspace leaves a shared channel, its people and its app with it.
fn disconnect(world: &mut World, id: &str, team: &str) -> Result<Vec<Happening>, Malformed> {
    let happened = told(
        world,
        id,
        "channel_unshared",
        json!({ "channel": id, "previously_connected_team_id": team, "is_ext_shared": false }),
    );
    let gone: Vec<String> = world
        .people
        .iter()
        .filter(|person| person.team_id == team)
        .map(|person| person.id.clone())
        .collect();
    let channel = channel(world, id)?;
    channel.teams.retain(|other| other != team);
    channel.bots.retain(|other| other != team);
    channel.members.retain(|member| !gone.contains(member));
    Ok(happened)
}

/// The members of a user group; the workspace's installation hears who came and who went.
fn set_members(
    world: &mut World,
    id: &str,
    members: Vec<String>,
    now: i64,
) -> Result<Vec<Happening>, Malformed> {
    if let Some(nobody) = members.iter().find(|member| world.person(member).is_none()) {
        return Err(Malformed::nobody(nobody));
    }
    let sentence = format!("There is no user group {id}.");
    let group = world.groups.iter_mut().find(|group| group.id == id);
    let group = group.ok_or_else(|| Malformed::new("no_such_group", sentence))?;
    let new = |one: &&String, than: &[String]| !than.contains(one);
    let event = json!({
        "type": "subteam_members_changed",
        "subteam_id": id,
        "team_id": group.team_id,
        "date_previous_update": now,
        "date_update": now,
        "added_users": members.iter().filter(|one| new(one, &group.members)).collect::<Vec<_>>(),
        "removed_users": group.members.iter().filter(|one| new(one, &members)).collect::<Vec<_>>(),
    });
    let app_team = group.team_id.clone();
    group.members = members;
    let subscription = "subteam_members_changed";
    let installed = world.team(&app_team).is_some_and(|team| team.install.is_some());
    let heard = Happening { subscription, app_team, channel: None, event };
    Ok(installed.then_some(heard).into_iter().collect())
}
