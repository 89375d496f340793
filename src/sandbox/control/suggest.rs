//! Menus whose options come from the app: typing into one, and taking an option.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::act::{Actor, Done, Failed, deliver};
use super::press::{listens, sees};
use crate::sandbox::deliver::suggestion::{Place, question};
use crate::sandbox::form::{self, enter};
use crate::sandbox::hub::{Hub, State};
use crate::sandbox::world::View;

/// Options that Slack shows at most.
const SHOWN: usize = 100;

#[derive(Deserialize)]
pub struct SuggestDeed {
    view: Option<String>,
    channel: Option<String>,
    ts: Option<String>,
    label: Option<String>,
    action_id: Option<String>,
    #[serde(default)]
    typed: String,
}

/// Types into a menu, in a view or at a message.
pub async fn suggest(hub: &Arc<Hub>, actor: &Actor, deed: &SuggestDeed) -> Result<Done, Failed> {
    let place = match (&deed.channel, &deed.ts) {
        (Some(channel), Some(ts)) => at_message(&hub.lock(), actor, channel, ts)?,
        _ => in_view(&hub.lock(), actor, deed.view.as_deref().unwrap_or_default())?,
    };
    let blocks = place.blocks();
    let wanted = form::elements(blocks).find(|(block_id, element)| {
        let by_id = deed.action_id.as_ref().is_some_and(|id| element["action_id"] == json!(id));
        let label = deed.label.as_deref().unwrap_or_default();
        by_id || enter::labels(blocks, block_id, element).any(|other| enter::same(other, label))
    });
    let menu = wanted.ok_or(Failed::NoSuchField)?;
    let (ms, options) = ask(hub, actor, &place, menu, &deed.typed).await?;
    Ok(Done { acked_ms: Some(ms), options: Some(options) })
}

fn in_view(state: &State, actor: &Actor, id: &str) -> Result<Place, Failed> {
    let view = state.world.view(id).cloned().ok_or(Failed::NotVisible)?;
    let own = view.user == actor.person.id || actor.forge;
    own.then(|| Place::View(Box::new(view))).ok_or(Failed::NotVisible)
}

/// A message of an app that is still there, as a place to choose at.
pub fn at_message(state: &State, actor: &Actor, channel: &str, ts: &str) -> Result<Place, Failed> {
    let message = state.world.message(channel, ts).cloned().ok_or(Failed::NotVisible)?;
    if !actor.forge && !sees(state, actor, channel, &message) {
        return Err(Failed::NotVisible);
    }
    let app_team = message.app_team.clone().filter(|team| listens(state, team));
    let app_team = app_team.ok_or(Failed::NoSuchButton)?;
    Ok(Place::Message { channel: channel.to_owned(), app_team, message: Box::new(message) })
}

/// Whether a menu's options come from the app.
#[must_use]
pub fn is_external(element: &Value) -> bool {
    element["type"].as_str().is_some_and(|kind| kind.ends_with("external_select"))
}

/// The value of such a menu in a form after somebody took the option named `raw`: among those for
/// these letters, or else among those that are there before anything is typed.
pub async fn suggested(
    hub: &Arc<Hub>,
    actor: &Actor,
    view: &View,
    (block_id, element): (&str, &Value),
    raw: &Value,
) -> Result<Value, Failed> {
    let mut element = element.clone();
    let name = raw.as_str().unwrap_or_default();
    if name.is_empty() {
        return enter::entered(&hub.lock().world, &element, raw).ok_or(Failed::NoSuchOption);
    }
    let place = Place::View(Box::new(view.clone()));
    for typed in [name, ""] {
        element["options"] = ask(hub, actor, &place, (block_id, &element), typed).await?.1;
        if let Some(value) = enter::entered(&hub.lock().world, &element, raw) {
            return Ok(value);
        }
    }
    Err(Failed::NoSuchOption)
}

/// Asks the app; options in groups are made one list.
pub async fn ask(
    hub: &Arc<Hub>,
    actor: &Actor,
    place: &Place,
    (block_id, element): (&str, &Value),
    typed: &str,
) -> Result<(u64, Value), Failed> {
    let action_id = element["action_id"].as_str().unwrap_or_default();
    let delivery = {
        let state = hub.lock();
        question(&state.world, &actor.person, place, (block_id, action_id), typed)
    };
    let answer = deliver(hub, delivery).await?;
    let groups = answer.payload["option_groups"].as_array().into_iter().flatten();
    let options: Vec<Value> = std::iter::once(&answer.payload)
        .chain(groups)
        .flat_map(|owner| owner["options"].as_array().into_iter().flatten())
        .take(SHOWN)
        .cloned()
        .collect();
    Ok((answer.ms, Value::Array(options)))
}
