//! Filling in a form and sending it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::act::{Actor, Done, Failed, deliver, toast, wait_for_view};
use super::press::view_press_parts;
use super::suggest::{is_external, suggested};
use crate::sandbox::check::Surface;
use crate::sandbox::deliver::payload;
use crate::sandbox::form::{self, enter};
use crate::sandbox::hub::{Hub, State};
use crate::sandbox::webapi::{Refused, views};
use crate::sandbox::world::View;

/// How long the redrawing after a `dispatch_action` is waited for.
const REDRAW_WAIT: Duration = Duration::from_secs(1);

#[derive(Deserialize)]
pub struct SubmitDeed {
    view: String,
    #[serde(default)]
    fields: Fields,
}

/// Label or block id and what is entered, in the order written: a field may appear only after an
/// earlier one was filled in.
#[derive(Default)]
struct Fields(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("fields by label or block id")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    fields.push(entry);
                }
                Ok(Fields(fields))
            }
        }
        source.deserialize_map(InOrder)
    }
}

pub async fn submit(hub: &Arc<Hub>, actor: &Actor, deed: SubmitDeed) -> Result<Done, Failed> {
    let id = deed.view;
    open_view(&hub.lock(), actor, &id)?;
    for (key, raw) in deed.fields.0 {
        fill_in(hub, actor, &id, &key, &raw).await?;
    }
    let delivery = hub.with(|state| -> Result<_, Failed> {
        let view = open_view(state, actor, &id)?;
        if !actor.forge && complain(state, &view) {
            return Ok(None);
        }
        let trigger_id = state.new_trigger(&view.app_team, &actor.person.id);
        Ok(Some(payload::submission(&state.world, &actor.person, &trigger_id, &view)))
    })?;
    // Refused on the screen, as Slack's client does: nothing was delivered.
    let Some(delivery) = delivery else { return Ok(Done::default()) };
    let answer = deliver(hub, delivery).await?;
    hub.with(|state| conclude(state, actor, &id, &answer.payload));
    Ok(Done { acked_ms: Some(answer.ms), ..Done::default() })
}

/// The modal a person can send: their own topmost one. Forged: any that is open.
fn open_view(state: &State, actor: &Actor, id: &str) -> Result<View, Failed> {
    let top = state.world.screens.get(&actor.person.id).and_then(|screen| screen.views.last());
    match top.filter(|view| view.id == id) {
        Some(view) => Ok(view.clone()),
        None if actor.forge => state.world.view(id).cloned().ok_or(Failed::NotVisible),
        None => Err(Failed::NotVisible),
    }
}

/// Enters one value, and lets the app react where the input asks for it.
async fn fill_in(
    hub: &Arc<Hub>,
    actor: &Actor,
    id: &str,
    key: &str,
    raw: &Value,
) -> Result<(), Failed> {
    let view = open_view(&hub.lock(), actor, id)?;
    let (block_id, element) = field(&view, key).ok_or(Failed::NoSuchField)?;
    let value = if is_external(&element) {
        suggested(hub, actor, &view, (&block_id, &element), raw).await?
    } else {
        enter::entered(&hub.lock().world, &element, raw).ok_or(Failed::NoSuchOption)?
    };
    let sent = hub.with(|state| keep(state, actor, id, (&block_id, &element), &value));
    let Some((delivery, trigger_id, hash)) = sent else { return Ok(()) };
    deliver(hub, delivery).await?;
    wait_for_view(hub, &trigger_id, Some((id, &hash)), REDRAW_WAIT).await;
    Ok(())
}

/// The input with this label or block id.
fn field(view: &View, key: &str) -> Option<(String, Value)> {
    let blocks = view.blocks();
    let by_id = form::elements(blocks).find(|(block_id, _)| *block_id == key);
    let by_label = || {
        form::elements(blocks).find(|(block_id, element)| {
            let keeps = element["type"].as_str().and_then(form::value_key).is_some();
            keeps && enter::labels(blocks, block_id, element).any(|label| enter::same(label, key))
        })
    };
    let (block_id, element) = by_id.or_else(by_label)?;
    Some((block_id.to_owned(), element.clone()))
}

type Reaction = (crate::sandbox::deliver::Delivery, String, String);

/// Keeps a value on the screen; gives what has to be delivered when the input dispatches. An element
/// that is no input always dispatches.
fn keep(
    state: &mut State,
    actor: &Actor,
    id: &str,
    (block_id, element): (&str, &Value),
    value: &Value,
) -> Option<Reaction> {
    let action_id = element["action_id"].as_str().unwrap_or_default();
    let view = state.world.view_mut(id)?;
    view.values.entry(block_id.to_owned()).or_default().insert(action_id.to_owned(), value.clone());
    view.errors.remove(block_id);
    let view = view.clone();
    state.touch_screen(&view.user);
    let block = view.blocks().iter().find(|block| block["block_id"] == json!(block_id))?;
    if block["type"] == json!("input") && block["dispatch_action"] != json!(true) {
        return None;
    }
    let mut action = value.clone();
    action["action_id"] = json!(action_id);
    action["block_id"] = json!(block_id);
    action["action_ts"] = json!(payload::action_ts());
    let (delivery, trigger_id) = view_press_parts(state, actor, &view, action);
    Some((delivery, trigger_id, view.hash))
}

/// Puts Slack's own complaints at the inputs; true when there are any.
fn complain(state: &mut State, view: &View) -> bool {
    let inputs = view.blocks().iter().filter(|block| block["type"] == json!("input"));
    let errors: std::collections::BTreeMap<String, String> = inputs
        .filter_map(|block| {
            let id = block["block_id"].as_str()?;
            let value = view.values.get(id).and_then(|values| values.values().next());
            Some((id.to_owned(), enter::complaint(block, value)?))
        })
        .collect();
    let any = !errors.is_empty();
    if let Some(view) = state.world.view_mut(&view.id) {
        view.errors = errors;
    }
    state.touch_screen(&view.user);
    any
}

/// Does what the acknowledgement of a sent form says. Source: Slack, "Modals", "Updating and
/// closing".
fn conclude(state: &mut State, actor: &Actor, id: &str, payload: &Value) {
    let Some(view) = state.world.view(id).cloned() else { return };
    let result = match payload["response_action"].as_str() {
        None => {
            state.world.screen_mut(&view.user).views.retain(|other| other.id != id);
            Ok(())
        }
        Some("clear") => {
            state.world.screen_mut(&view.user).views.clear();
            Ok(())
        }
        Some("errors") => show_errors(state, &view, &payload["errors"]),
        Some("update") => views::ready(&payload["view"], Surface::Modal)
            .map(|definition| views::replace(&mut state.world, id, definition)),
        Some("push") => push(state, &view, &payload["view"]),
        Some(other) => Err(other.into()),
    };
    if let Err(refused) = result {
        let what = format!("{} {}", refused.error, refused.messages.join(" "));
        let text =
            format!("The app answered with something that cannot be shown: {}.", what.trim());
        toast(state, &actor.person.id, &text);
    }
    state.touch_screen(&view.user);
}

/// Slack takes errors only at blocks of the view that are inputs.
fn show_errors(state: &mut State, view: &View, errors: &Value) -> Result<(), Refused> {
    let errors = errors.as_object().ok_or("errors_missing")?;
    let is_input = |id: &String| {
        let block = view.blocks().iter().find(|block| block["block_id"] == json!(id));
        block.is_some_and(|block| block["type"] == json!("input"))
    };
    if errors.is_empty() || !errors.keys().all(is_input) {
        return Err("errors_at_unknown_blocks".into());
    }
    if let Some(view) = state.world.view_mut(&view.id) {
        view.errors = errors
            .iter()
            .map(|(id, text)| (id.clone(), text.as_str().unwrap_or_default().to_owned()))
            .collect();
    }
    Ok(())
}

fn push(state: &mut State, below: &View, definition: &Value) -> Result<(), Refused> {
    let definition = views::ready(definition, Surface::Modal)?;
    let view = views::made(&mut state.world, &below.app_team, &below.user, definition, Some(below));
    views::put_on_top(state, view).map(|_| ())
}
