//! `conversations.*`.

use serde_json::{Value, json};

use super::args::Args;
use super::chat::{direct, place, seen};
use super::{Answered, Call, Refused, bot_user};
use crate::sandbox::deliver::event::{self, Happening, joined, listener};
use crate::sandbox::hub::State;
use crate::sandbox::shapes;
use crate::sandbox::world::{Channel, Dm, Message, World};

/// Entries of one page, when the caller does not say.
const PAGE: usize = 100;

/// The scopes needed for *this* call, of each entry one: those of the kind of conversation it is
/// about, or of every kind that it wants listed. One of `scopes` where they name no such kind.
pub fn needed(
    world: &World,
    scopes: &'static [&'static str],
    args: &Args,
) -> Vec<Vec<&'static str>> {
    let of = |kind: &str| -> Vec<&'static str> {
        scopes.iter().copied().filter(|scope| scope.starts_with(kind)).collect()
    };
    let kinds = match args.text("channel") {
        Some(id) if id.starts_with('D') => vec!["im:"],
        Some(id) if world.is_private(&id) => vec!["groups:"],
        Some(_) => vec!["channels:"],
        None => types(args).iter().filter_map(|name| kind(name)).collect(),
    };
    let mut needed: Vec<_> = kinds.into_iter().map(of).filter(|some| !some.is_empty()).collect();
    if needed.is_empty() {
        needed.push(scopes.to_vec());
    }
    needed
}

/// The kinds of conversation a call wants listed.
fn types(args: &Args) -> Vec<String> {
    let types = args.list("types");
    if types.is_empty() { vec!["public_channel".to_owned()] } else { types }
}

/// How the scopes of a kind of conversation begin.
fn kind(name: &str) -> Option<&'static str> {
    match name {
        "public_channel" => Some("channels:"),
        "private_channel" => Some("groups:"),
        "im" => Some("im:"),
        "mpim" => Some("mpim:"),
        _ => None,
    }
}

pub fn info(state: &mut State, call: &mut Call<'_>) -> Answered {
    let id = call.args.required("channel")?;
    seen(&state.world, &call.team_id, &id)?;
    shown(&state.world, &id, &call.team_id)
}

/// What an installation knows of: every public channel of its workspace, and the private ones that
/// it is in.
pub fn list(state: &mut State, call: &mut Call<'_>) -> Answered {
    listed(&state.world, call, |_| true, |_| true)
}

/// The conversations somebody is in: a person, or without `user` the app itself.
pub fn of_user(state: &mut State, call: &mut Call<'_>) -> Answered {
    let own = bot_user(&state.world, &call.team_id);
    let world = &state.world;
    match call.args.text("user").filter(|user| *user != own) {
        None => listed(world, call, |channel| channel.bots.contains(&call.team_id), |_| true),
        Some(user) if world.person(&user).is_some() => {
            listed(world, call, |channel| channel.members.contains(&user), |dm| dm.user == user)
        }
        Some(_) => Err("user_not_found".into()),
    }
}

fn listed(
    world: &World,
    call: &Call<'_>,
    channel_fits: impl Fn(&Channel) -> bool,
    dm_fits: impl Fn(&Dm) -> bool,
) -> Answered {
    let types = types(&call.args);
    if types.iter().any(|name| kind(name).is_none()) {
        return Err("invalid_types".into());
    }
    let wanted = |kind: &str| types.iter().any(|name| name == kind);
    let hide_archived = call.args.flag("exclude_archived");
    let mut channels = Vec::new();
    let own = world.channels.iter().filter(|channel| {
        wanted(if channel.private { "private_channel" } else { "public_channel" })
            && channel.known_to(&call.team_id)
            && !(hide_archived && channel.archived)
            && channel_fits(channel)
    });
    channels.extend(own.map(|channel| shapes::channel(channel, &call.team_id)));
    if wanted("im") {
        let own = world.dms.iter().filter(|dm| dm.team_id == call.team_id && dm_fits(dm));
        channels.extend(own.map(shapes::dm));
    }
    let (channels, next_cursor) = page(&channels, &call.args)?;
    Ok(json!({
        "channels": channels,
        "response_metadata": { "next_cursor": next_cursor },
    }))
}

pub fn members(state: &mut State, call: &mut Call<'_>) -> Answered {
    let id = call.args.required("channel")?;
    seen(&state.world, &call.team_id, &id)?;
    let world = &state.world;
    let bot_user = |team: &String| {
        world.team(team).and_then(|team| team.install.as_ref()).map(|app| app.bot_user_id.clone())
    };
    let members: Vec<String> = match (world.channel(&id), world.dm(&id)) {
        (Some(channel), _) => {
            let bots = channel.bots.iter().filter_map(bot_user);
            channel.members.iter().cloned().chain(bots).collect()
        }
        (None, Some(dm)) => std::iter::once(dm.user.clone()).chain(bot_user(&dm.team_id)).collect(),
        (None, None) => return Err("channel_not_found".into()),
    };
    let (members, next_cursor) = page(&members, &call.args)?;
    Ok(json!({ "members": members, "response_metadata": { "next_cursor": next_cursor } }))
}

/// Opens a direct conversation with one person; groups of people are not part of this sandbox.
pub fn open(state: &mut State, call: &mut Call<'_>) -> Answered {
    let users = call.args.list("users").join(",");
    let id = match (call.args.text("channel"), users.as_str()) {
        (Some(id), _) => {
            seen(&state.world, &call.team_id, &id)?;
            id
        }
        (None, "") => return Err("users_list_not_supplied".into()),
        (None, user) => direct(&mut state.world, &call.team_id, user)?,
    };
    let user = state.world.dm(&id).map(|dm| dm.user.clone()).ok_or("method_not_supported")?;
    state.touch(&format!("dms:{user}"));
    if call.args.flag("return_im") {
        return shown(&state.world, &id, &call.team_id);
    }
    Ok(json!({ "channel": { "id": id } }))
}

pub fn join(state: &mut State, call: &mut Call<'_>) -> Answered {
    let id = call.args.required("channel")?;
    seen(&state.world, &call.team_id, &id)?;
    let channel = state.world.channel_mut(&id).ok_or("method_not_supported_for_channel_type")?;
    if channel.private {
        return Err("method_not_supported_for_channel_type".into());
    }
    if channel.archived {
        return Err("is_archived".into());
    }
    if channel.bots.contains(&call.team_id) {
        let mut answer = shown(&state.world, &id, &call.team_id)?;
        answer["warning"] = json!("already_in_channel");
        answer["response_metadata"] = json!({ "warnings": ["already_in_channel"] });
        return Ok(answer);
    }
    channel.bots.push(call.team_id.clone());
    state.touch("world");
    call.happened.extend(bot_joined(&state.world, &id, &call.team_id, None));
    shown(&state.world, &id, &call.team_id)
}

/// Brings people in: of workspaces that the channel is shared with.
pub fn invite(state: &mut State, call: &mut Call<'_>) -> Answered {
    let id = call.args.required("channel")?;
    let id = place(&mut state.world, &call.team_id, &id)?;
    let bot = bot_user(&state.world, &call.team_id);
    let channel = state.world.channel(&id).ok_or("method_not_supported_for_channel_type")?;
    let users = call.args.list("users");
    for user in &users {
        if *user == bot {
            return Err("cant_invite_self".into());
        }
        let person = state.world.person(user).filter(|person| !person.deactivated);
        let person = person.ok_or("user_not_found")?;
        if !channel.teams.contains(&person.team_id) {
            return Err("cant_invite".into());
        }
        if channel.members.contains(user) {
            return Err("already_in_channel".into());
        }
    }
    if users.is_empty() {
        return Err("no_user".into());
    }
    for user in &users {
        if let Some(channel) = state.world.channel_mut(&id) {
            channel.members.push(user.clone());
        }
        call.happened.extend(joined(&state.world, &id, user, Some(&bot)));
    }
    state.touch("world");
    shown(&state.world, &id, &call.team_id)
}

pub fn leave(state: &mut State, call: &mut Call<'_>) -> Answered {
    let id = call.args.required("channel")?;
    seen(&state.world, &call.team_id, &id)?;
    let channel = state.world.channel_mut(&id).ok_or("method_not_supported_for_channel_type")?;
    if !channel.bots.contains(&call.team_id) {
        return Ok(json!({ "not_in_channel": true }));
    }
    channel.bots.retain(|bot| *bot != call.team_id);
    state.touch("world");
    Ok(json!({}))
}

/// Newest first, replies left out, as Slack has it.
pub fn history(state: &mut State, call: &mut Call<'_>) -> Answered {
    let wanted = call.args.required("channel")?;
    let id = place(&mut state.world, &call.team_id, &wanted)?;
    let world = &state.world;
    let roots = readable(world, &id).filter(|message| message.thread_ts.is_none());
    let newest_first: Vec<Value> = within(roots, &call.args)
        .map(|message| shapes::message(world, &id, message))
        .rev()
        .collect();
    answer_messages(world, &id, &newest_first, &call.args)
}

/// The root, then its replies, oldest first.
pub fn replies(state: &mut State, call: &mut Call<'_>) -> Answered {
    let wanted = call.args.required("channel")?;
    let ts = call.args.required("ts")?;
    let id = place(&mut state.world, &call.team_id, &wanted)?;
    let world = &state.world;
    let root = world.message(&id, &ts).ok_or("thread_not_found")?;
    let root_ts = root.thread_ts.clone().unwrap_or(ts);
    let thread = readable(world, &id).filter(|message| {
        message.ts == root_ts || message.thread_ts.as_deref() == Some(root_ts.as_str())
    });
    let thread: Vec<Value> =
        within(thread, &call.args).map(|message| shapes::message(world, &id, message)).collect();
    answer_messages(world, &id, &thread, &call.args)
}

fn readable<'a>(world: &'a World, id: &str) -> impl DoubleEndedIterator<Item = &'a Message> {
    let all = world.messages.get(id).map_or(&[][..], Vec::as_slice);
    all.iter().filter(|message| message.only_for.is_none() && !message.deleted)
}

fn within<'a>(
    messages: impl DoubleEndedIterator<Item = &'a Message>,
    args: &Args,
) -> impl DoubleEndedIterator<Item = &'a Message> {
    let oldest = args.text("oldest").unwrap_or_default();
    let latest = args.text("latest");
    let inclusive = args.flag("inclusive");
    messages.filter(move |message| {
        let edge = inclusive && (message.ts == oldest || Some(&message.ts) == latest.as_ref());
        edge || (message.ts > oldest && latest.as_ref().is_none_or(|latest| message.ts < *latest))
    })
}

fn answer_messages(world: &World, id: &str, messages: &[Value], args: &Args) -> Answered {
    let (messages, next_cursor) = page(messages, args)?;
    Ok(json!({
        "messages": messages,
        "has_more": !next_cursor.is_empty(),
        "pin_count": world.channel(id).map_or(0, |channel| channel.pins.len()),
        "channel_actions_ts": null,
        "channel_actions_count": 0,
        "response_metadata": { "next_cursor": next_cursor },
    }))
}

/// A page and the cursor of the next one, empty at the end.
pub fn page<T: Clone>(all: &[T], args: &Args) -> Result<(Vec<T>, String), Refused> {
    let start = match args.text("cursor") {
        Some(cursor) => cursor.parse().map_err(|_not_ours| Refused::from("invalid_cursor"))?,
        None => 0_usize,
    };
    let limit = args.number("limit").unwrap_or(PAGE).clamp(1, 1000);
    let end = all.len().min(start.saturating_add(limit));
    let entries = all.get(start..end).unwrap_or_default().to_vec();
    let next = if end < all.len() { end.to_string() } else { String::new() };
    Ok((entries, next))
}

fn shown(world: &World, id: &str, viewer: &str) -> Answered {
    let channel = match (world.channel(id), world.dm(id)) {
        (Some(channel), _) => shapes::channel(channel, viewer),
        (None, Some(dm)) => shapes::dm(dm),
        (None, None) => return Err("channel_not_found".into()),
    };
    Ok(json!({ "channel": channel }))
}

/// The app came into a channel.
pub fn bot_joined(
    world: &World,
    channel: &str,
    app_team: &str,
    by: Option<&str>,
) -> Option<Happening> {
    let bot_user = world.team(app_team)?.install.as_ref()?.bot_user_id.clone();
    let mut event = json!({
        "type": "member_joined_channel",
        "user": bot_user,
        "channel": channel,
        "channel_type": event::channel_letter(world, channel),
        "team": app_team,
    });
    if let Some(by) = by {
        event["inviter"] = json!(by);
    }
    Some(Happening {
        subscription: "member_joined_channel",
        app_team: listener(world, channel).unwrap_or_else(|| app_team.to_owned()),
        channel: Some(channel.to_owned()),
        event,
    })
}
