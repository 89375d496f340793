//! Typing into an option whose choices come from the bot.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::act::{Actor, toast};
use super::{guild, typed};
use crate::sandbox::control::act::{Done, Failed};
use crate::sandbox::discord::interact::{self, Deed};
use crate::sandbox::discord::live::Kind;
use crate::sandbox::form::enter::same;
use crate::sandbox::hub::{Hub, State};

#[derive(Deserialize)]
pub struct SuggestDeed {
    channel: String,
    /// "/refer", or with a branch "/vouch deal".
    command: String,
    /// The option's name.
    #[serde(alias = "option")]
    label: String,
    #[serde(default)]
    typed: String,
    /// What stands in other options so far, by name.
    #[serde(default)]
    fields: serde_json::Map<String, Value>,
}

pub async fn suggest(hub: &Arc<Hub>, actor: &Actor, deed: &SuggestDeed) -> Result<Done, Failed> {
    let data = prepare(&hub.lock(), actor, deed)?;
    let sent = Deed {
        kind: Kind::Autocomplete,
        user: actor.id().to_owned(),
        channel: deed.channel.clone(),
        message: None,
        data,
    };
    match interact::deliver(hub, sent).await {
        Ok(answer) => {
            let choices = answer.payload["data"]["choices"].clone();
            Ok(Done { acked_ms: Some(answer.ms), options: Some(choices) })
        }
        Err(_silent) => {
            hub.with(|state| toast(state, actor.id(), "Loading options failed"));
            Err(Failed::Timeout)
        }
    }
}

fn prepare(state: &State, actor: &Actor, deed: &SuggestDeed) -> Result<Value, Failed> {
    let guild = guild(state).ok_or(Failed::NotVisible)?;
    if !actor.forge && !guild.sees(actor.id(), &deed.channel) {
        return Err(Failed::NotVisible);
    }
    let mut words = deed.command.trim().trim_start_matches('/').split_whitespace();
    let name = words.next().unwrap_or_default();
    let command = typed::known(guild, actor, &deed.channel, (1, name));
    let command = command.ok_or(Failed::NotACommand)?;
    let branches: Vec<&str> = words.collect();
    let options = asked(&command["options"], &branches, deed)?;
    Ok(json!({
        "id": command["id"],
        "name": command["name"],
        "type": 1,
        "guild_id": guild.id,
        "options": options,
    }))
}

/// The options as they stand, the one that is being typed marked.
fn asked(known: &Value, branches: &[&str], deed: &SuggestDeed) -> Result<Value, Failed> {
    let known = known.as_array().map_or(&[][..], Vec::as_slice);
    if let Some((first, rest)) = branches.split_first() {
        let branch = known.iter().find(|option| option["name"] == *first);
        let branch = branch.ok_or(Failed::NotACommand)?;
        let inner = asked(&branch["options"], rest, deed)?;
        return Ok(json!([{ "name": branch["name"], "type": branch["type"], "options": inner }]));
    }
    let named = |option: &&Value| same(option["name"].as_str().unwrap_or_default(), &deed.label);
    let option = known.iter().find(named).filter(|option| option["autocomplete"] == true);
    let option = option.ok_or(Failed::NoSuchField)?;
    let others = known.iter().filter_map(|other| {
        let value = deed.fields.get(other["name"].as_str()?)?;
        Some(json!({ "name": other["name"], "type": other["type"], "value": value }))
    });
    let focused = json!({
        "name": option["name"],
        "type": option["type"],
        "value": deed.typed,
        "focused": true,
    });
    Ok(others.chain([focused]).collect())
}
