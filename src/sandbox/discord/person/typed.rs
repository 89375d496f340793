//! What a person types: messages, slash commands; and commands at people and messages.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::act::{Actor, close_form, may, toast};
use super::{form, guild, press};
use crate::sandbox::control::act::{Done, Failed};
use crate::sandbox::discord::guild::rights::{SEND, USE_COMMANDS, VIEW};
use crate::sandbox::discord::guild::{Channel, DIRECT, Message, PUBLIC_THREAD};
use crate::sandbox::discord::interact::{self, Deed};
use crate::sandbox::discord::live::Kind;
use crate::sandbox::discord::{Guild, shapes};
use crate::sandbox::form::enter::same;
use crate::sandbox::hub::{Hub, State};

/// What somebody whose command stays without an answer reads.
const SILENT: &str = "The application did not respond";

#[derive(Deserialize)]
pub struct CommandDeed {
    channel: String,
    text: String,
    /// A thread's id in place of the channel's.
    thread_ts: Option<String>,
}

#[derive(Deserialize)]
pub struct SayDeed {
    channel: String,
    text: String,
    /// A thread's id in place of the channel's.
    thread_ts: Option<String>,
}

#[derive(Deserialize)]
pub struct ShortcutDeed {
    /// The command's name.
    #[serde(alias = "name")]
    callback_id: String,
    channel: String,
    ts: Option<String>,
    user: Option<String>,
}

pub async fn command(hub: &Arc<Hub>, actor: &Actor, deed: &CommandDeed) -> Result<Done, Failed> {
    close_form(hub, actor);
    let channel = deed.thread_ts.as_ref().unwrap_or(&deed.channel);
    let data = hub.with(|state| {
        if !actor.forge && !may(state, actor, channel, VIEW) {
            return Err(Failed::NotVisible);
        }
        let guild = guild(state).ok_or(Failed::NotACommand)?;
        // There is no line to type in but that of a post.
        let read = match guild.channel(channel).is_some_and(Channel::is_forum) {
            true => Err(wrong(Failed::NotACommand, "Commands are typed in a post of the forum.")),
            false => read(state, guild, actor, channel, &deed.text),
        };
        read.map_err(|wrong| explained(state, actor, &wrong))
    })?;
    deliver(hub, actor, channel, data).await
}

async fn deliver(
    hub: &Arc<Hub>,
    actor: &Actor,
    channel: &str,
    data: Value,
) -> Result<Done, Failed> {
    let deed = Deed {
        kind: Kind::Command,
        user: actor.id().to_owned(),
        channel: channel.to_owned(),
        message: None,
        data,
    };
    match interact::deliver(hub, deed).await {
        Ok(answer) => Ok(Done { acked_ms: Some(answer.ms), ..Done::default() }),
        Err(_silent) => {
            hub.with(|state| toast(state, actor.id(), SILENT));
            Err(Failed::Timeout)
        }
    }
}

/// Why typed text is no command, for the person.
pub struct Wrong {
    failed: Failed,
    text: String,
}

fn wrong(failed: Failed, text: impl Into<String>) -> Wrong {
    Wrong { failed, text: text.into() }
}

fn explained(state: &mut State, actor: &Actor, wrong: &Wrong) -> Failed {
    toast(state, actor.id(), &wrong.text);
    wrong.failed
}

/// A registered command that a person may use in a channel. Commands of the server are not there in
/// direct conversations.
pub fn known<'a>(
    guild: &'a Guild,
    actor: &Actor,
    channel: &str,
    (kind, name): (u64, &str),
) -> Option<&'a Value> {
    let place = guild.channel(channel)?;
    let listed = guild.commands.iter().find(|one| one["type"] == kind && one["name"] == name)?;
    let needed = listed["default_member_permissions"].as_str().map(str::parse::<u64>);
    let rights = guild.rights_in(actor.id(), channel);
    let enough = match needed {
        // "0": nobody but administrators, who have every right.
        Some(Ok(0)) => {
            guild.rights(actor.id()) == guild.rights(super::super::guild::seed::OWNER_ID)
        }
        Some(Ok(needed)) => rights & needed == needed,
        _ => true,
    };
    let may = enough && rights & USE_COMMANDS != 0 && guild.bot_present;
    (actor.forge || may && place.kind != DIRECT).then_some(listed)
}

/// `data` of a typed command: "/refer website:acme.example company:Acme", or with what stands behind
/// the name as its first option.
fn read(
    state: &State,
    guild: &Guild,
    actor: &Actor,
    channel: &str,
    text: &str,
) -> Result<Value, Wrong> {
    let text = text.trim();
    let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let bare = name.strip_prefix('/').unwrap_or_default();
    let command = known(guild, actor, channel, (1, bare));
    let command = command
        .ok_or_else(|| wrong(Failed::NotACommand, format!("{name} is not a command here.")))?;
    let mut ids = Vec::new();
    let options = options(guild, &command["options"], rest.trim(), &mut ids)?;
    let mut data = json!({
        "id": command["id"],
        "name": command["name"],
        "type": 1,
        "guild_id": guild.id,
    });
    if options.as_array().is_some_and(|options| !options.is_empty()) {
        data["options"] = options;
    }
    if !ids.is_empty() {
        let ids = ids.iter().map(String::as_str);
        data["resolved"] = form::resolved(&state.world, guild, ids);
    }
    Ok(data)
}

fn listed(options: &Value) -> &[Value] {
    options.as_array().map_or(&[], Vec::as_slice)
}

/// The options of a command or of one of its branches.
fn options(
    guild: &Guild,
    known: &Value,
    text: &str,
    ids: &mut Vec<String>,
) -> Result<Value, Wrong> {
    let known = listed(known);
    if known.iter().any(|option| matches!(option["type"].as_u64(), Some(1 | 2))) {
        let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let branch = known.iter().find(|option| option["name"] == name);
        let branch = branch.ok_or_else(|| {
            wrong(Failed::NotACommand, format!("There is no \u{201c}{name}\u{201d} here."))
        })?;
        let inner = options(guild, &branch["options"], rest.trim(), ids)?;
        return Ok(json!([{ "name": branch["name"], "type": branch["type"], "options": inner }]));
    }
    let mut sent = Vec::new();
    for (option, typed) in split(known, text) {
        let value = value(guild, option, &typed, ids);
        let value = value.ok_or_else(|| {
            wrong(Failed::NoSuchOption, format!("{typed} does not fit {}.", option["name"]))
        })?;
        sent.push(json!({ "name": option["name"], "type": option["type"], "value": value }));
    }
    let given = |option: &Value| sent.iter().any(|one| one["name"] == option["name"]);
    let missing = known.iter().find(|option| option["required"] == true && !given(option));
    match missing {
        Some(option) => Err(wrong(Failed::NoSuchField, format!("{} is required.", option["name"]))),
        None => Ok(Value::Array(sent)),
    }
}

/// Each option with what was typed for it: "name:" begins one, and without any the whole text is the
/// first one's.
fn split<'a>(known: &'a [Value], text: &str) -> Vec<(&'a Value, String)> {
    let name = |option: &Value| option["name"].as_str().unwrap_or_default().to_owned();
    let mut starts: Vec<(usize, usize, &Value)> = known
        .iter()
        .filter_map(|option| {
            let mark = format!("{}:", name(option));
            let begins =
                |at: &usize| text[..*at].chars().next_back().is_none_or(char::is_whitespace);
            let at = text.match_indices(&mark).map(|(at, _)| at).find(begins)?;
            Some((at, at + mark.len(), option))
        })
        .collect();
    starts.sort_by_key(|(at, ..)| *at);
    if starts.is_empty() {
        let first = known.first().filter(|_| !text.is_empty());
        return first.map(|option| (option, text.to_owned())).into_iter().collect();
    }
    let ends = starts.iter().skip(1).map(|(at, ..)| *at).chain([text.len()]);
    let parts = starts.iter().zip(ends);
    parts
        .map(|((_, from, option), to)| (*option, text[*from..to].trim().to_owned()))
        .filter(|(_, typed)| !typed.is_empty())
        .collect()
}

/// What was typed, as the option's kind wants it. Source: Discord, "Application Command Option Type".
fn value(guild: &Guild, option: &Value, typed: &str, ids: &mut Vec<String>) -> Option<Value> {
    let choices = listed(&option["choices"]);
    if !choices.is_empty() {
        let fits = |choice: &&Value| {
            ["name", "value"]
                .iter()
                .any(|key| same(choice[*key].as_str().unwrap_or_default(), typed))
        };
        return choices.iter().find(fits).map(|choice| choice["value"].clone());
    }
    let named = |id: &str, name: &str| {
        let bare = typed.trim_start_matches(['<', '#', '@', '&']).trim_end_matches('>');
        id == bare || same(name, bare)
    };
    let person = || form::member(guild, typed).map(|member| member.id.clone());
    let channel =
        || guild.channels.iter().find(|one| named(&one.id, &one.name)).map(|one| one.id.clone());
    let role =
        || guild.roles.iter().find(|one| named(&one.id, &one.name)).map(|one| one.id.clone());
    let id = match option["type"].as_u64()? {
        4 => return typed.parse::<i64>().ok().map(|number| json!(number)),
        5 => return typed.to_lowercase().parse::<bool>().ok().map(|yes| json!(yes)),
        10 => return typed.parse::<f64>().ok().map(|number| json!(number)),
        6 => person()?,
        7 => channel()?,
        8 => role()?,
        9 => person().or_else(role)?,
        _ => return Some(json!(typed)),
    };
    ids.push(id.clone());
    Some(json!(id))
}

/// A person's message. The bot hears of none: it asks for no intent that would tell it.
pub fn say(hub: &Hub, actor: &Actor, deed: &SayDeed) -> Result<Done, Failed> {
    let channel = deed.thread_ts.as_ref().unwrap_or(&deed.channel);
    hub.with(|state| {
        if !may(state, actor, channel, VIEW | SEND) {
            return Err(Failed::NotVisible);
        }
        let guild = state.world.discord.as_mut().ok_or(Failed::NotVisible)?;
        let id = guild.next_id(hub.clock.now());
        let place = match guild.channel(channel).is_some_and(Channel::is_forum) {
            true => begun(guild, actor, (channel, &id), &deed.text),
            false => channel.clone(),
        };
        guild.add_message(
            &place,
            Message {
                id,
                author: actor.id().to_owned(),
                content: deed.text.clone(),
                embeds: json!([]),
                components: json!([]),
                ..Message::default()
            },
        );
        state.touch_discord(channel);
        Ok(Done::default())
    })
}

/// What is said in a forum is a post of its own, called by its first line. Gives where it stands.
fn begun(guild: &mut Guild, actor: &Actor, (forum, id): (&str, &str), text: &str) -> String {
    let name = text.lines().next().unwrap_or_default().chars().take(100).collect();
    guild.channels.push(Channel {
        id: id.to_owned(),
        kind: PUBLIC_THREAD,
        name,
        parent: Some(forum.to_owned()),
        owner: Some(actor.id().to_owned()),
        people: vec![actor.id().to_owned()],
        ..Channel::default()
    });
    id.to_owned()
}

/// A command at a message (with `ts`) or at a person (with `user`).
pub async fn shortcut(hub: &Arc<Hub>, actor: &Actor, deed: &ShortcutDeed) -> Result<Done, Failed> {
    close_form(hub, actor);
    let data = targeted(&hub.lock(), actor, deed)?;
    deliver(hub, actor, &deed.channel, data).await
}

fn targeted(state: &State, actor: &Actor, deed: &ShortcutDeed) -> Result<Value, Failed> {
    let guild = guild(state).ok_or(Failed::NotVisible)?;
    if !actor.forge && !guild.sees(actor.id(), &deed.channel) {
        return Err(Failed::NotVisible);
    }
    let kind = if deed.ts.is_some() { 3 } else { 2 };
    let command = known(guild, actor, &deed.channel, (kind, &deed.callback_id));
    let command = command.ok_or(Failed::NoSuchButton)?;
    let mut data = json!({
        "id": command["id"],
        "name": command["name"],
        "type": kind,
        "guild_id": guild.id,
    });
    if let Some(ts) = &deed.ts {
        let (place, message) = press::seen(guild, actor, &deed.channel, ts)?;
        data["target_id"] = json!(message.id);
        data["resolved"] = json!({ "messages": {
            message.id.clone(): shapes::message(&state.world, guild, place, message),
        } });
        return Ok(data);
    }
    let target = deed.user.as_deref().and_then(|user| form::member(guild, user));
    let target = target.ok_or(Failed::NotVisible)?;
    data["target_id"] = json!(target.id);
    data["resolved"] = form::resolved(&state.world, guild, [target.id.as_str()].into_iter());
    Ok(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_text_is_split_at_the_names_of_options() {
        let known = [json!({ "name": "website" }), json!({ "name": "company" })];
        #[rustfmt::skip]
        let table: [(&str, &[(&str, &str)]); 6] = [
            ("",                                  &[]),
            ("acme.example",                      &[("website", "acme.example")]),
            ("https://acme.example now",          &[("website", "https://acme.example now")]),
            ("website:acme.example",              &[("website", "acme.example")]),
            ("website: acme.example company:Acme & Co", &[("website", "acme.example"), ("company", "Acme & Co")]),
            ("company:Acme",                      &[("company", "Acme")]),
        ];
        for (text, wanted) in table {
            let found = split(&known, text);
            let found: Vec<(&str, &str)> = found
                .iter()
                .map(|(option, typed)| (option["name"].as_str().unwrap(), &**typed))
                .collect();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
