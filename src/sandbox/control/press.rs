//! Pressing a button or choosing in a menu: in a message, in a modal, on the Home.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::act::{Actor, Done, Failed, VIEW_WAIT, close_modals, deliver, wait_for_view};
use super::suggest::{ask, at_message, is_external};
use crate::sandbox::deliver::Delivery;
use crate::sandbox::deliver::payload::{self, At, Press};
use crate::sandbox::deliver::suggestion::Place;
use crate::sandbox::form;
use crate::sandbox::form::enter;
use crate::sandbox::hub::{Hub, State};
use crate::sandbox::world::{Message, View};

#[derive(Deserialize)]
pub struct PressDeed {
    channel: Option<String>,
    ts: Option<String>,
    view: Option<String>,
    #[serde(default)]
    home: bool,
    label: Option<String>,
    action_id: Option<String>,
    choose: Option<Value>,
    confirm: Option<bool>,
    /// Forged presses only: the value of a button that is not there.
    value: Option<String>,
}

/// Something found to be pressed.
struct Found {
    block_id: String,
    element: Value,
}

impl Found {
    /// With the options that the app offers.
    fn with(mut self, offered: Option<Value>) -> Self {
        if let Some(options) = offered {
            self.element["options"] = options;
        }
        self
    }
}

/// What has to be waited for besides the acknowledgement.
struct Sent {
    delivery: Delivery,
    trigger_id: String,
    drawn: Option<(String, String)>,
}

pub async fn press(hub: &Arc<Hub>, actor: &Actor, deed: &PressDeed) -> Result<Done, Failed> {
    if deed.view.is_none() {
        close_modals(hub, actor);
    }
    let offered = offered(hub, actor, deed).await?;
    let Some(sent) = hub.with(|state| prepare(hub, state, actor, deed, offered))? else {
        // The person thought better of it in the confirm dialog.
        return Ok(Done::default());
    };
    let answer = deliver(hub, sent.delivery).await?;
    let drawn = sent.drawn.as_ref().map(|(id, hash)| (id.as_str(), hash.as_str()));
    wait_for_view(hub, &sent.trigger_id, drawn, VIEW_WAIT).await;
    Ok(Done { acked_ms: Some(answer.ms), ..Done::default() })
}

/// What the app offers in the menu that is to be chosen from, where the options are the app's.
async fn offered(hub: &Arc<Hub>, actor: &Actor, deed: &PressDeed) -> Result<Option<Value>, Failed> {
    let Some(typed) = deed.choose.as_ref().and_then(Value::as_str) else { return Ok(None) };
    let place = match (&deed.channel, &deed.ts) {
        (Some(channel), Some(ts)) => at_message(&hub.lock(), actor, channel, ts)?,
        _ => Place::View(Box::new(shown_view(&hub.lock(), actor, deed)?)),
    };
    let found = find(place.blocks(), deed, actor.forge)?;
    if !is_external(&found.element) {
        return Ok(None);
    }
    if !listens(&hub.lock(), place.app_team()) {
        return Err(Failed::NoSuchButton);
    }
    let menu = (found.block_id.as_str(), &found.element);
    ask(hub, actor, &place, menu, typed).await.map(|(_, options)| Some(options))
}

fn prepare(
    hub: &Hub,
    state: &mut State,
    actor: &Actor,
    deed: &PressDeed,
    offered: Option<Value>,
) -> Result<Option<Sent>, Failed> {
    match (&deed.channel, &deed.ts) {
        (Some(channel), Some(ts)) => in_message(hub, state, actor, deed, (channel, ts, offered)),
        _ => in_view(state, actor, deed, offered),
    }
}

fn in_message(
    hub: &Hub,
    state: &mut State,
    actor: &Actor,
    deed: &PressDeed,
    (channel, ts, offered): (&str, &str, Option<Value>),
) -> Result<Option<Sent>, Failed> {
    let place = at_message(state, actor, channel, ts)?;
    let found = find(place.blocks(), deed, actor.forge)?.with(offered);
    if declined(&found, deed) {
        return Ok(None);
    }
    let Place::Message { app_team, message, .. } = place else { return Err(Failed::NotVisible) };
    let action = action(state, &found, deed)?;
    let trigger_id = state.new_trigger(&app_team, &actor.person.id);
    let press =
        Press { person: &actor.person, app_team: &app_team, trigger_id: &trigger_id, action };
    let at = At { channel, message: &message };
    let delivery = payload::message_press(hub, state, &press, &at);
    Ok(Some(Sent { delivery, trigger_id, drawn: None }))
}

/// An app that was uninstalled hears nothing more: its buttons are dead.
pub(super) fn listens(state: &State, app_team: &str) -> bool {
    state.world.team(app_team).is_some_and(|team| team.install.is_some())
}

pub(super) fn sees(state: &State, actor: &Actor, channel: &str, message: &Message) -> bool {
    let user = &actor.person.id;
    state.world.is_member(channel, user)
        && !message.deleted
        && message.only_for.as_ref().is_none_or(|only_for| only_for == user)
}

fn in_view(
    state: &mut State,
    actor: &Actor,
    deed: &PressDeed,
    offered: Option<Value>,
) -> Result<Option<Sent>, Failed> {
    let view = shown_view(state, actor, deed)?;
    if !listens(state, &view.app_team) {
        return Err(Failed::NoSuchButton);
    }
    let found = find(view.blocks(), deed, actor.forge)?.with(offered);
    if declined(&found, deed) {
        return Ok(None);
    }
    let action = action(state, &found, deed)?;
    keep_choice(state, &view.id, &found, &action);
    let view = state.world.view(&view.id).cloned().unwrap_or(view);
    let sent = view_press(state, actor, &view, action);
    Ok(Some(sent))
}

/// The delivery of something done in a view.
pub(super) fn view_press_parts(
    state: &mut State,
    actor: &Actor,
    view: &View,
    action: Value,
) -> (Delivery, String) {
    let trigger_id = state.new_trigger(&view.app_team, &actor.person.id);
    let press =
        Press { person: &actor.person, app_team: &view.app_team, trigger_id: &trigger_id, action };
    (payload::view_press(&state.world, &press, view), trigger_id)
}

fn view_press(state: &mut State, actor: &Actor, view: &View, action: Value) -> Sent {
    let (delivery, trigger_id) = view_press_parts(state, actor, view, action);
    Sent { delivery, trigger_id, drawn: Some((view.id.clone(), view.hash.clone())) }
}

/// The modal or Home a press is about. Somebody else's counts only when forged.
fn shown_view(state: &State, actor: &Actor, deed: &PressDeed) -> Result<View, Failed> {
    let user = &actor.person.id;
    if deed.home {
        let home = state.world.screens.get(user).and_then(|screen| screen.home.clone());
        return home.ok_or(Failed::NotVisible);
    }
    let id = deed.view.as_deref().unwrap_or_default();
    let view = state.world.view(id).ok_or(Failed::NotVisible)?;
    if view.user != *user && !actor.forge {
        return Err(Failed::NotVisible);
    }
    Ok(view.clone())
}

/// Finds what is to be pressed, by action id, by its label, or by the option to be chosen.
fn find(blocks: &[Value], deed: &PressDeed, forge: bool) -> Result<Found, Failed> {
    let hit = |(block_id, element): (&str, &Value)| Found {
        block_id: block_id.to_owned(),
        element: element.clone(),
    };
    let by_id = deed.action_id.as_ref().and_then(|id| {
        form::elements(blocks).find(|(_, element)| element["action_id"] == json!(id))
    });
    let by_label = || {
        let label = deed.label.as_ref()?;
        form::elements(blocks).find(|(block_id, element)| {
            enter::labels(blocks, block_id, element).any(|other| enter::same(other, label))
        })
    };
    if let Some(found) = by_id.or_else(by_label) {
        return Ok(hit(found));
    }
    match &deed.action_id {
        Some(action_id) if forge => Ok(Found {
            block_id: "forged".to_owned(),
            element: json!({
                "type": "button",
                "action_id": action_id,
                "text": { "type": "plain_text", "text": deed.label.as_deref().unwrap_or("Forged") },
                "value": deed.value,
            }),
        }),
        _ => Err(Failed::NoSuchButton),
    }
}

/// Whether the person answered the confirm dialog with no.
fn declined(found: &Found, deed: &PressDeed) -> bool {
    found.element["confirm"].is_object() && deed.confirm == Some(false)
}

/// The entry of `actions`.
fn action(state: &State, found: &Found, deed: &PressDeed) -> Result<Value, Failed> {
    let element = &found.element;
    let mut action = json!({
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": found.block_id,
        "action_ts": payload::action_ts(),
    });
    if element["type"] == json!("button") {
        action["text"] = element["text"].clone();
        for key in ["value", "style", "url"] {
            if element[key].is_string() {
                action[key] = element[key].clone();
            }
        }
        if let Some(value) = &deed.value {
            action["value"] = json!(value);
        }
        return Ok(action);
    }
    let chosen = deed.choose.as_ref().ok_or(Failed::NoSuchOption)?;
    let value = enter::entered(&state.world, element, chosen).ok_or(Failed::NoSuchOption)?;
    for (key, part) in value.as_object().into_iter().flatten() {
        action[key] = part.clone();
    }
    Ok(action)
}

/// A choice made in a view stands in its state from then on.
fn keep_choice(state: &mut State, view_id: &str, found: &Found, action: &Value) {
    let Some(key) = found.element["type"].as_str().and_then(form::value_key) else { return };
    let action_id = found.element["action_id"].as_str().unwrap_or_default();
    let value = json!({ "type": found.element["type"], key: action[key] });
    if let Some(view) = state.world.view_mut(view_id) {
        let block = view.values.entry(found.block_id.clone()).or_default();
        block.insert(action_id.to_owned(), value);
        let user = view.user.clone();
        state.touch_screen(&user);
    }
}
