//! Filling in a form and sending it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::act::{Actor, toast};
use super::form;
use super::guild;
use crate::sandbox::control::act::{Done, Failed};
use crate::sandbox::discord::guild::Modal;
use crate::sandbox::discord::interact::{self, Deed};
use crate::sandbox::discord::live::Kind;
use crate::sandbox::form::enter::same;
use crate::sandbox::hub::{Hub, State};

/// What stands over a form that was sent in vain.
const FAILED: &str = "Something went wrong. Try again.";

#[derive(Deserialize)]
pub struct SubmitDeed {
    view: String,
    /// By label or custom id.
    #[serde(default)]
    fields: Map<String, Value>,
}

pub async fn submit(hub: &Arc<Hub>, actor: &Actor, deed: &SubmitDeed) -> Result<Done, Failed> {
    let sent = hub.with(|state| {
        fill_in(state, actor, deed)?;
        if !actor.forge && complain(state, actor) {
            return Ok(None);
        }
        prepare(state, actor, &deed.view).map(Some)
    })?;
    // Refused on the screen, as Discord's client does: nothing was delivered.
    let Some(sent) = sent else { return Ok(Done::default()) };
    match interact::deliver(hub, sent).await {
        Ok(answer) => {
            hub.with(|state| done_with(state, actor, &deed.view));
            Ok(Done { acked_ms: Some(answer.ms), ..Done::default() })
        }
        Err(_silent) => {
            hub.with(|state| toast(state, actor.id(), FAILED));
            Err(Failed::Timeout)
        }
    }
}

/// The form in front of somebody. Forged: anybody's that is open.
fn open_form(state: &State, actor: &Actor, id: &str) -> Result<Modal, Failed> {
    let guild = guild(state).ok_or(Failed::NotVisible)?;
    let screens = guild.screens.iter().filter(|(user, _)| actor.forge || *user == actor.id());
    let mut open = screens.filter_map(|(_, screen)| screen.modal.as_ref());
    open.find(|modal| modal.id == id).cloned().ok_or(Failed::NotVisible)
}

fn modal_mut<'a>(state: &'a mut State, user: &str) -> Option<&'a mut Modal> {
    state.world.discord.as_mut()?.screens.get_mut(user)?.modal.as_mut()
}

fn fill_in(state: &mut State, actor: &Actor, deed: &SubmitDeed) -> Result<(), Failed> {
    let modal = open_form(state, actor, &deed.view)?;
    let guild = guild(state).ok_or(Failed::NotVisible)?;
    let inputs = form::inputs(&modal.components);
    let mut entered = Vec::new();
    for (key, raw) in &deed.fields {
        let input = inputs.iter().find(|one| one.id() == key);
        let input = input.or_else(|| inputs.iter().find(|one| same(one.label, key)));
        let input = input.ok_or(Failed::NoSuchField)?;
        let value = form::entered(guild, input.element, raw).ok_or(Failed::NoSuchOption)?;
        entered.push((input.id().to_owned(), value));
    }
    let modal = modal_mut(state, actor.id()).filter(|modal| modal.id == deed.view);
    if let Some(modal) = modal {
        modal.values.extend(entered);
    }
    state.touch_screen(actor.id());
    Ok(())
}

/// Puts the client's own complaints at the inputs; true when there are any.
fn complain(state: &mut State, actor: &Actor) -> bool {
    let Some(modal) = modal_mut(state, actor.id()) else { return false };
    let inputs = form::inputs(&modal.components);
    let errors: BTreeMap<String, String> = inputs
        .iter()
        .filter_map(|input| {
            let text = form::complaint(input, modal.values.get(input.id()))?;
            Some((input.id().to_owned(), text))
        })
        .collect();
    modal.errors = errors;
    !modal.errors.is_empty()
}

fn prepare(state: &State, actor: &Actor, id: &str) -> Result<Deed, Failed> {
    let modal = open_form(state, actor, id)?;
    let guild = guild(state).ok_or(Failed::NotVisible)?;
    let lists = modal.values.values().filter_map(Value::as_array).flatten();
    let mut data = json!({
        "custom_id": modal.custom_id,
        "components": form::submitted(&modal.components, &modal.values),
    });
    let resolved = form::resolved(&state.world, guild, lists.filter_map(Value::as_str));
    if resolved.as_object().is_some_and(|all| !all.is_empty()) {
        data["resolved"] = resolved;
    }
    Ok(Deed {
        kind: Kind::Submit,
        user: actor.id().to_owned(),
        channel: modal.channel,
        message: modal.message,
        data,
    })
}

/// Any answer closes the form that was sent.
fn done_with(state: &mut State, actor: &Actor, id: &str) {
    let guild = state.world.discord.as_mut();
    let screen = guild.and_then(|guild| guild.screens.get_mut(actor.id()));
    if let Some(screen) = screen {
        screen.modal.take_if(|modal| modal.id == id);
    }
    state.touch_screen(actor.id());
}
