//! `POST world`: what an admin of a workspace could do, and the events it causes.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Shared;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Malformed, Reply, body};
use crate::sandbox::deliver::event::{Happening, joined, listener, tell};
use crate::sandbox::hub::{Hub, State};
use crate::sandbox::shapes;
use crate::sandbox::webapi::{bot_joined, revoke, uninstall};
use crate::sandbox::world::seed::install;
use crate::sandbox::world::{Channel, World};

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Change {
    Archive(String),
    Unarchive(String),
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
    Rename {
        channel: String,
        name: String,
    },
    /// Who is in a user group from now on.
    Group {
        id: String,
        members: Vec<String>,
    },
}

/// `POST world`.
pub async fn serve(Shared(hub): Shared<Arc<Hub>>, bytes: Bytes) -> Reply {
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
        Change::RemoveBot(id) => remove_bot(world, &id),
        Change::AddBot { channel, by } => add_bot(world, &channel, &by),
        Change::Share { channel, team } => share(world, &channel, &team),
        Change::Renumber { channel, id } => renumber(world, &channel, &id),
        Change::Disconnect { channel, team } => disconnect(world, &channel, &team),
        Change::Deactivate(id) => deactivate(world, &id),
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
        Change::Invite { channel, user } => invite(world, &channel, &user),
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
    event["type"] = json!(subscription);
    vec![Happening { subscription, app_team, channel: Some(channel.to_owned()), event }]
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

/// A workspace joins a channel; its people come in one by one.
fn share(world: &mut World, id: &str, team: &str) -> Result<Vec<Happening>, Malformed> {
    known_team(world, team)?;
    let channel = channel(world, id)?;
    if channel.teams.iter().any(|other| other == team) {
        return Ok(Vec::new());
    }
    channel.teams.push(team.to_owned());
    let event = json!({ "channel": id, "connected_team_id": team });
    Ok(told(world, id, "channel_shared", event))
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

fn deactivate(world: &mut World, id: &str) -> Result<Vec<Happening>, Malformed> {
    let person = world.people.iter_mut().find(|person| person.id == id);
    person.ok_or_else(|| Malformed::nobody(id))?.deactivated = true;
    for channel in &mut world.channels {
        channel.members.retain(|member| member != id);
    }
    let Some(person) = world.person(id) else { return Ok(Vec::new()) };
    let own = world.team(&person.team_id).filter(|team| team.install.is_some());
    let Some(team) = own.or_else(|| world.vendor()) else { return Ok(Vec::new()) };
    let event = json!({
        "type": "user_change",
        "user": shapes::user(world, person, &team.id, false),
    });
    Ok(vec![Happening {
        subscription: "user_change",
        app_team: team.id.clone(),
        channel: None,
        event,
    }])
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

fn invite(world: &mut World, id: &str, user: &str) -> Result<Vec<Happening>, Malformed> {
    world.person(user).ok_or_else(|| Malformed::nobody(user))?;
    let channel = channel(world, id)?;
    if channel.members.iter().any(|member| member == user) {
        return Ok(Vec::new());
    }
    channel.members.push(user.to_owned());
    Ok(joined(world, id, user, None).into_iter().collect())
}
