//! `auth.*`, `apps.*`, `team.*`, `users.*`, `usergroups.*`.

use serde_json::{Value, json};

use super::conversations::page;
use super::{Answered, Call, Refused};
use crate::sandbox::deliver::event::{Happening, authorization};
use crate::sandbox::hub::State;
use crate::sandbox::shapes;
use crate::sandbox::socket;
use crate::sandbox::world::seed::APP_ID;
use crate::sandbox::world::{Install, Team, World};

pub fn api_test(_: &mut State, call: &mut Call<'_>) -> Answered {
    match call.args.text("error") {
        Some(error) => Err(error.as_str().into()),
        None => Ok(json!({})),
    }
}

pub fn connections_open(state: &mut State, call: &mut Call<'_>) -> Answered {
    if call.hub.push.is_some() {
        // Deliveries go to a URL: Socket Mode is switched off.
        return Err("socket_mode_disabled".into());
    }
    Ok(json!({ "url": socket::address(state, &call.hub.base) }))
}

/// Every installation that may see an event: those in the conversation where it happened.
pub fn authorizations(state: &mut State, call: &mut Call<'_>) -> Answered {
    let context = call.args.required("event_context")?;
    let payload = state.log.event(&context).ok_or("invalid_event_context")?;
    let event = &payload["event"];
    let place = [&event["channel"], &event["item"]["channel"], &event["channel_id"]];
    let place = place.iter().find_map(|place| place.as_str()).unwrap_or_default();
    let known = payload["authorizations"].as_array().cloned().unwrap_or_default();
    let world = &state.world;
    let present: Vec<Value> = world
        .apps_in(place)
        .into_iter()
        .filter_map(|team| Some((team, team.install.as_ref()?)))
        .map(|(team, install)| authorization(&team.id, Some(&install.bot_user_id)))
        .collect();
    let all = if present.is_empty() { known } else { present };
    let (all, next_cursor) = page(&all, &call.args)?;
    Ok(json!({
        "authorizations": all,
        "response_metadata": { "next_cursor": next_cursor },
    }))
}

pub fn auth_test(state: &mut State, call: &mut Call<'_>) -> Answered {
    let (team, install) = installation(&state.world, &call.team_id)?;
    let name = &call.hub.manifest.name;
    Ok(json!({
        "url": format!("https://{}.slack.example/", team.domain),
        "team": team.name,
        "user": name.to_lowercase(),
        "team_id": team.id,
        "user_id": install.bot_user_id,
        "bot_id": install.bot_id,
        "is_enterprise_install": false,
        "app_id": APP_ID,
        "app_name": name,
    }))
}

/// Takes the caller's own token back.
pub fn auth_revoke(state: &mut State, call: &mut Call<'_>) -> Answered {
    if call.args.flag("test") {
        return Ok(json!({ "revoked": false }));
    }
    call.happened.extend(uninstall(&mut state.world, &call.team_id));
    state.touch("world");
    Ok(json!({ "revoked": true }))
}

/// Takes an installation's token back.
pub fn revoke(world: &mut World, team_id: &str) -> Option<Happening> {
    let install = world.team(team_id)?.install.clone()?;
    world.revoked_tokens.push(install.bot_token);
    let tokens = json!({ "oauth": [], "bot": [install.bot_user_id] });
    Some(Happening {
        subscription: "tokens_revoked",
        app_team: team_id.to_owned(),
        channel: None,
        event: json!({ "type": "tokens_revoked", "tokens": tokens }),
    })
}

/// Takes an installation away, its token with it.
pub fn uninstall(world: &mut World, team_id: &str) -> Vec<Happening> {
    let Some(tokens_revoked) = revoke(world, team_id) else { return Vec::new() };
    if let Some(team) = world.team_mut(team_id) {
        team.install = None;
    }
    for channel in &mut world.channels {
        channel.bots.retain(|bot| bot != team_id);
    }
    let app_uninstalled = Happening {
        subscription: "app_uninstalled",
        app_team: team_id.to_owned(),
        channel: None,
        event: json!({ "type": "app_uninstalled" }),
    };
    vec![tokens_revoked, app_uninstalled]
}

pub fn team_info(state: &mut State, call: &mut Call<'_>) -> Answered {
    let id = call.args.text("team").unwrap_or_else(|| call.team_id.clone());
    let own = id == call.team_id;
    let met = state
        .world
        .channels
        .iter()
        .any(|channel| channel.teams.contains(&id) && channel.teams.contains(&call.team_id));
    let team = state.world.team(&id).filter(|_| own || met).ok_or("team_not_found")?;
    Ok(json!({ "team": shapes::team(team) }))
}

pub fn info(state: &mut State, call: &mut Call<'_>) -> Answered {
    let id = call.args.required("user")?;
    let user = shown(&state.world, call, &id).ok_or("user_not_found")?;
    if call.hub.manifest.scopes.contains("users:read.email") {
        state.scopes_used.insert("users:read.email".to_owned());
    }
    Ok(json!({ "user": user }))
}

/// Members of the token's own workspace: people met in shared channels are not listed.
pub fn list(state: &mut State, call: &mut Call<'_>) -> Answered {
    let world = &state.world;
    let own = world.people.iter().filter(|person| person.team_id == call.team_id);
    let mut members: Vec<Value> = own.filter_map(|person| shown(world, call, &person.id)).collect();
    let (_, install) = installation(world, &call.team_id)?;
    members.extend(shown(world, call, &install.bot_user_id));
    let (members, next_cursor) = page(&members, &call.args)?;
    Ok(json!({
        "members": members,
        "cache_ts": call.now.timestamp(),
        "response_metadata": { "next_cursor": next_cursor },
    }))
}

pub fn lookup_by_email(state: &mut State, call: &mut Call<'_>) -> Answered {
    let email = call.args.required("email")?;
    let person = state.world.people.iter().find(|person| {
        person.team_id == call.team_id && !person.deactivated && person.email == email
    });
    let id = person.map(|person| person.id.clone()).ok_or("users_not_found")?;
    Ok(json!({ "user": shown(&state.world, call, &id) }))
}

/// The groups of the token's own workspace.
pub fn usergroups(state: &mut State, call: &mut Call<'_>) -> Answered {
    let with_users = call.args.flag("include_users");
    let own = state.world.groups.iter().filter(|group| group.team_id == call.team_id);
    let listed: Vec<Value> = own.map(|group| shapes::user_group(group, with_users)).collect();
    Ok(json!({ "usergroups": listed }))
}

/// Whoever is active in a group.
pub fn usergroup_users(state: &mut State, call: &mut Call<'_>) -> Answered {
    let id = call.args.required("usergroup")?;
    let world = &state.world;
    let own = world.groups.iter().find(|group| group.id == id && group.team_id == call.team_id);
    let members = &own.ok_or("no_such_subteam")?.members;
    let active = |id: &&String| world.person(id).is_some_and(|person| !person.deactivated);
    let users: Vec<&String> = members.iter().filter(active).collect();
    Ok(json!({ "users": users }))
}

/// Somebody, as the caller's installation sees them; nobody else's bots.
fn shown(world: &World, call: &Call<'_>, id: &str) -> Option<Value> {
    if let Some(team) = world.bot_team(id) {
        let install = team.install.as_ref()?;
        return Some(shapes::bot_user(install, team, &call.hub.manifest.name));
    }
    let person = world.person(id)?;
    let with_email = call.hub.manifest.scopes.contains("users:read.email");
    let mut user = shapes::user(world, person, &call.team_id, with_email);
    // Of people met in a shared channel Slack does not tell it.
    if call.args.flag("include_locale") && person.team_id == call.team_id {
        user["locale"] = json!(person.locale);
    }
    Some(user)
}

fn installation<'a>(world: &'a World, team_id: &str) -> Result<(&'a Team, &'a Install), Refused> {
    let team = world.team(team_id).ok_or("invalid_auth")?;
    let install = team.install.as_ref().ok_or("account_inactive")?;
    Ok((team, install))
}
