//! Pressing a button or choosing in a menu of a message.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::act::{Actor, close_form, toast};
use super::form;
use super::guild;
use crate::sandbox::control::act::{Done, Failed};
use crate::sandbox::discord::Guild;
use crate::sandbox::discord::guild::Message;
use crate::sandbox::discord::interact::{self, Deed};
use crate::sandbox::discord::live::Kind;
use crate::sandbox::form::enter::same;
use crate::sandbox::hub::{Hub, State};

/// What somebody who pressed in vain reads.
const FAILED: &str = "This interaction failed";

const BUTTON: u64 = 2;
/// A button that leads to an address and tells the bot nothing.
const LINK: u64 = 5;

#[derive(Deserialize)]
pub struct PressDeed {
    channel: String,
    ts: String,
    label: Option<String>,
    #[serde(alias = "custom_id")]
    action_id: Option<String>,
    choose: Option<Value>,
}

pub async fn press(hub: &Arc<Hub>, actor: &Actor, deed: &PressDeed) -> Result<Done, Failed> {
    close_form(hub, actor);
    let Some(sent) = prepare(&hub.lock(), actor, deed)? else { return Ok(Done::default()) };
    let answer = interact::deliver(hub, sent).await;
    match answer {
        Ok(answer) => Ok(Done { acked_ms: Some(answer.ms), ..Done::default() }),
        Err(_silent) => {
            hub.with(|state| toast(state, actor.id(), FAILED));
            Err(Failed::Timeout)
        }
    }
}

/// What is to be delivered; nothing for a link.
fn prepare(state: &State, actor: &Actor, deed: &PressDeed) -> Result<Option<Deed>, Failed> {
    let guild = guild(state).ok_or(Failed::NotVisible)?;
    let (place, message) = seen(guild, actor, &deed.channel, &deed.ts)?;
    let element = find(message, deed, actor.forge)?;
    if element["style"] == LINK && element["type"] == BUTTON {
        return Ok(None);
    }
    let mut data = json!({
        "component_type": element["type"],
        "custom_id": element["custom_id"],
        "id": element["id"],
    });
    if element["type"] != BUTTON {
        let chosen = deed.choose.as_ref().ok_or(Failed::NoSuchOption)?;
        let values = form::entered(guild, &element, chosen).ok_or(Failed::NoSuchOption)?;
        let ids = values.as_array().into_iter().flatten().filter_map(Value::as_str);
        if form::kind(&element) != 3 {
            data["resolved"] = form::resolved(&state.world, guild, ids);
        }
        data["values"] = values;
    }
    Ok(Some(Deed {
        kind: Kind::Component,
        user: actor.id().to_owned(),
        channel: place.to_owned(),
        message: Some(message.id.clone()),
        data,
    }))
}

/// A message that a person sees in a channel or one of its threads, and where it stands. Forged: one
/// that is there at all.
pub fn seen<'a>(
    guild: &'a Guild,
    actor: &Actor,
    channel: &str,
    id: &str,
) -> Result<(&'a str, &'a Message), Failed> {
    let inside = |place: &str| {
        place == channel
            || guild.channel(place).is_some_and(|one| one.parent.as_deref() == Some(channel))
    };
    let mut places = guild.messages.iter().filter(|(place, _)| inside(place));
    let found = places.find_map(|(place, all)| {
        let message = all.iter().find(|message| message.id == id)?;
        Some((place.as_str(), message))
    });
    let (place, message) = found.ok_or(Failed::NotVisible)?;
    let mine = message.only_for.as_ref().is_none_or(|only_for| only_for == actor.id());
    let visible = guild.sees(actor.id(), place) && mine && !message.deleted;
    if visible || actor.forge { Ok((place, message)) } else { Err(Failed::NotVisible) }
}

/// Everything in a message that can be used.
fn usable(components: &Value) -> Vec<&Value> {
    let mut found = Vec::new();
    for part in components.as_array().into_iter().flatten() {
        if matches!(part["type"].as_u64(), Some(2 | 3 | 5..=8)) {
            found.push(part);
        }
        if part["accessory"]["type"] == BUTTON {
            found.push(&part["accessory"]);
        }
        found.extend(usable(&part["components"]));
    }
    found
}

fn find(message: &Message, deed: &PressDeed, forge: bool) -> Result<Value, Failed> {
    let live = |element: &&&Value| forge || element["disabled"] != true;
    let all = usable(&message.components);
    let by_id = |id: &String| all.iter().filter(live).find(|one| one["custom_id"] == json!(id));
    let by_label = |label: &String| {
        let says = |element: &&&Value| {
            ["label", "placeholder", "custom_id"]
                .iter()
                .any(|key| element[*key].as_str().is_some_and(|text| same(text, label)))
        };
        all.iter().filter(live).find(says)
    };
    let found = deed.action_id.as_ref().and_then(by_id);
    let found = found.or_else(|| deed.label.as_ref().and_then(by_label));
    if let Some(element) = found {
        return Ok((*element).clone());
    }
    match &deed.action_id {
        Some(id) if forge => Ok(json!({ "type": BUTTON, "custom_id": id, "id": 1 })),
        _ => Err(Failed::NoSuchButton),
    }
}
