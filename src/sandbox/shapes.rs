//! The objects of Slack's answers and payloads: channel, user, team, message, view.
//!
//! Shaped after `specs/slack_samples` and the response schemas of Slack's published specification.

pub mod files;

use chrono::{DateTime, TimeZone};
use chrono_tz::{OffsetComponents, Tz};
use serde_json::{Map, Value, json};

use super::world::seed::APP_ID;
use super::world::{Channel, Dm, Install, Message, Person, Team, UserGroup, View, World};

/// A date in the past: nothing in the world is younger than this.
const SOME_TIME_AGO: i64 = 1_767_225_600;

/// A person as `users.info` shows them to an installation in `viewer`.
#[must_use]
pub fn user(world: &World, person: &Person, viewer: &str, with_email: bool) -> Value {
    let outside = person.team_id != viewer;
    let mut profile = profile(&person.name, &person.team_id);
    if with_email {
        profile["email"] = json!(person.email);
    }
    let mut user = json!({
        "id": person.id,
        "team_id": person.team_id,
        "name": person.handle,
        "deleted": person.deactivated,
        "color": "0b6b61",
        "real_name": person.name,
        "profile": profile,
        "is_admin": person.roles.iter().any(|role| role == "admin"),
        "is_owner": false,
        "is_primary_owner": false,
        "is_restricted": person.guest,
        "is_ultra_restricted": false,
        "is_bot": false,
        "is_app_user": false,
        "updated": SOME_TIME_AGO,
        "is_email_confirmed": true,
        "who_can_share_contact_card": "EVERYONE",
    });
    if let Some(tz) = person.tz.as_deref().and_then(|name| name.parse::<Tz>().ok()) {
        // As of some day: what clocks show now depends on when one asks.
        let offset = tz.offset_from_utc_datetime(&DateTime::UNIX_EPOCH.naive_utc());
        user["tz"] = json!(tz.name());
        user["tz_label"] = json!(tz.name());
        user["tz_offset"] = json!(offset.base_utc_offset().num_seconds());
    }
    if outside {
        // A stranger shares no channel with the workspace that asks.
        let shares = world.channels.iter().any(|channel| {
            channel.teams.iter().any(|team| team == viewer) && channel.members.contains(&person.id)
        });
        user["is_stranger"] = json!(!shares);
    }
    user
}

/// A user group as `usergroups.list` shows it.
#[must_use]
pub fn user_group(group: &UserGroup, with_users: bool) -> Value {
    let mut shown = json!({
        "id": group.id,
        "team_id": group.team_id,
        "is_usergroup": true,
        "is_subteam": true,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": false,
        "date_create": SOME_TIME_AGO,
        "date_update": SOME_TIME_AGO,
        "date_delete": 0,
        "auto_type": null,
        "auto_provision": false,
        "enterprise_subteam_id": "",
        "created_by": "U0ADMIN0001",
        "updated_by": "U0ADMIN0001",
        "deleted_by": null,
        "prefs": { "channels": [], "groups": [] },
        "user_count": group.members.len(),
    });
    if with_users {
        shown["users"] = json!(group.members);
    }
    shown
}

/// An installation's bot user.
#[must_use]
pub fn bot_user(install: &Install, team: &Team, name: &str) -> Value {
    let mut profile = profile(name, &team.id);
    profile["api_app_id"] = json!(APP_ID);
    profile["bot_id"] = json!(install.bot_id);
    json!({
        "id": install.bot_user_id,
        "team_id": team.id,
        "name": name.to_lowercase(),
        "deleted": false,
        "real_name": name,
        "profile": profile,
        "is_bot": true,
        "is_app_user": false,
        "updated": SOME_TIME_AGO,
    })
}

fn profile(name: &str, team_id: &str) -> Value {
    json!({
        "real_name": name,
        "real_name_normalized": name,
        "display_name": name,
        "display_name_normalized": name,
        "avatar_hash": "g0",
        "title": "",
        "phone": "",
        "skype": "",
        "status_text": "",
        "status_emoji": "",
        "fields": {},
        "team": team_id,
    })
}

/// A workspace.
#[must_use]
pub fn team(team: &Team) -> Value {
    json!({
        "id": team.id,
        "name": team.name,
        "domain": team.domain,
        "email_domain": format!("{}.example", team.domain),
        "icon": { "image_default": true },
        "url": format!("https://{}.slack.example/", team.domain),
    })
}

/// A channel as an installation in `viewer` sees it. `is_private` tells whether it is private;
/// `is_group` is what a private one was until March 2021. Source: Slack, "Conversation object".
#[must_use]
pub fn channel(channel: &Channel, viewer: &str) -> Value {
    let shared = channel.teams.len() > 1;
    let connected: Vec<&String> = channel.teams.iter().filter(|team| *team != viewer).collect();
    let group = channel.id.starts_with('G');
    let about = json!({ "value": "", "creator": "", "last_set": 0 });
    json!({
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": !group,
        "is_group": group,
        "is_im": false,
        "is_mpim": false,
        "is_private": channel.private,
        "is_general": false,
        "is_archived": channel.archived,
        "is_member": channel.bots.iter().any(|bot| bot == viewer),
        "is_shared": shared,
        "is_ext_shared": shared,
        "is_org_shared": false,
        "is_pending_ext_shared": false,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "shared_team_ids": channel.teams,
        "internal_team_ids": [],
        "connected_team_ids": if shared { json!(connected) } else { json!([]) },
        "conversation_host_id": channel.host_team,
        "context_team_id": viewer,
        "created": channel.created,
        "creator": "U0ADMIN0001",
        "unlinked": 0,
        "updated": channel.created * 1000,
        "previous_names": [],
        "topic": about,
        "purpose": about,
        "num_members": channel.members.len() + channel.bots.len(),
    })
}

/// A direct conversation.
#[must_use]
pub fn dm(dm: &Dm) -> Value {
    json!({
        "id": dm.id,
        "created": SOME_TIME_AGO,
        "is_archived": false,
        "is_im": true,
        "is_channel": false,
        "is_group": false,
        "is_mpim": false,
        "is_private": true,
        "is_shared": false,
        "is_ext_shared": false,
        "is_org_shared": false,
        "context_team_id": dm.team_id,
        "user": dm.user,
        "is_user_deleted": false,
        "is_open": true,
        "priority": 0,
    })
}

/// A message as the API and payloads show it.
#[must_use]
pub fn message(world: &World, conversation: &str, message: &Message) -> Value {
    let mut json = Map::new();
    let mut put = |key: &str, value: Value| json.insert(key.to_owned(), value);
    put("type", json!("message"));
    put("ts", json!(message.ts));
    put("text", json!(message.text));
    put("user", json!(message.author));
    let app = message.app_team.as_ref().and_then(|team| world.team(team));
    match app {
        Some(team) => {
            put("team", json!(team.id));
            put("app_id", json!(APP_ID));
            if let Some(install) = &team.install {
                put("bot_id", json!(install.bot_id));
                put("bot_profile", bot_profile(world, install, &team.id));
            }
        }
        None => {
            if let Some(person) = world.person(&message.author) {
                put("team", json!(person.team_id));
                put("user_team", json!(person.team_id));
                put("source_team", json!(person.team_id));
            }
        }
    }
    if message.blocks.is_array() {
        put("blocks", message.blocks.clone());
    }
    if message.metadata.is_object() {
        put("metadata", message.metadata.clone());
    }
    if message.edited {
        put("edited", json!({ "user": message.author, "ts": message.ts }));
    }
    if !message.reactions.is_empty() {
        put("reactions", reactions(message));
    }
    if !message.files.is_empty() {
        put("subtype", json!("file_share"));
        put("files", files::of(world, conversation, message));
    }
    for (key, value) in thread(world, conversation, message) {
        put(key, value);
    }
    Value::Object(json)
}

fn bot_profile(world: &World, install: &Install, team_id: &str) -> Value {
    let icon = "https://sandbox.example/icon.png";
    json!({
        "id": install.bot_id,
        "deleted": false,
        "name": world.here.app_name,
        "updated": SOME_TIME_AGO,
        "app_id": APP_ID,
        "icons": { "image_36": icon, "image_48": icon, "image_72": icon },
        "team_id": team_id,
    })
}

fn reactions(message: &Message) -> Value {
    let mut names: Vec<&String> = message.reactions.iter().map(|(name, _)| name).collect();
    names.dedup();
    names
        .into_iter()
        .map(|name| {
            let users: Vec<&String> = message
                .reactions
                .iter()
                .filter(|(other, _)| other == name)
                .map(|(_, user)| user)
                .collect();
            json!({ "name": name, "count": users.len(), "users": users })
        })
        .collect()
}

/// What a message says about its thread: a reply names its root, a root counts its replies.
fn thread(world: &World, conversation: &str, message: &Message) -> Vec<(&'static str, Value)> {
    if let Some(root) = &message.thread_ts {
        let author = world.message(conversation, root).map(|root| root.author.clone());
        return vec![("thread_ts", json!(root)), ("parent_user_id", json!(author))];
    }
    let replies: Vec<&Message> = replies(world, conversation, &message.ts).collect();
    let Some(latest) = replies.last() else { return Vec::new() };
    let mut authors: Vec<&String> = replies.iter().map(|reply| &reply.author).collect();
    authors.sort();
    authors.dedup();
    vec![
        ("thread_ts", json!(message.ts)),
        ("reply_count", json!(replies.len())),
        ("reply_users_count", json!(authors.len())),
        ("reply_users", json!(authors)),
        ("latest_reply", json!(latest.ts)),
    ]
}

/// The replies in a thread that everybody sees.
pub fn replies<'a>(
    world: &'a World,
    conversation: &str,
    root: &'a str,
) -> impl Iterator<Item = &'a Message> {
    world.messages.get(conversation).into_iter().flatten().filter(move |message| {
        message.thread_ts.as_deref() == Some(root) && message.only_for.is_none() && !message.deleted
    })
}

/// A view as answers and payloads show it. `app_installed_team_id` is the field to go by where a
/// person of another workspace has it open.
#[must_use]
pub fn view(world: &World, view: &View) -> Value {
    let bot_id = world
        .team(&view.app_team)
        .and_then(|team| team.install.as_ref())
        .map(|install| install.bot_id.clone());
    let mut json = json!({
        "id": view.id,
        "team_id": view.app_team,
        "type": "modal",
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": false,
        "notify_on_close": false,
        "title": null,
        "submit": null,
        "close": null,
        "blocks": [],
        "state": { "values": view.values },
        "hash": view.hash,
        "root_view_id": view.root_view_id,
        "previous_view_id": view.previous_view_id,
        "app_id": APP_ID,
        "app_installed_team_id": view.app_team,
        "bot_id": bot_id,
    });
    for (key, value) in view.definition.as_object().into_iter().flatten() {
        json[key] = value.clone();
    }
    json
}

/// `team` of a payload.
#[must_use]
pub fn team_ref(team: &Team) -> Value {
    json!({ "id": team.id, "domain": team.domain })
}

/// `user` of an interaction.
#[must_use]
pub fn user_ref(person: &Person) -> Value {
    json!({
        "id": person.id,
        "username": person.handle,
        "name": person.handle,
        "team_id": person.team_id,
    })
}
