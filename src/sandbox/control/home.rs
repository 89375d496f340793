//! Closing a modal, opening the Home, asking for suggestions.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::act::{Actor, Done, Failed, close_modals, deliver};
use crate::sandbox::deliver::event::{Happening, tell};
use crate::sandbox::deliver::payload;
use crate::sandbox::form::{self, enter};
use crate::sandbox::hub::Hub;
use crate::sandbox::shapes;
use crate::sandbox::world::View;

#[derive(Deserialize)]
pub struct CloseDeed {
    view: String,
}

#[derive(Deserialize)]
pub struct Nothing {}

#[derive(Deserialize)]
pub struct SuggestDeed {
    view: String,
    label: Option<String>,
    action_id: Option<String>,
    #[serde(default)]
    typed: String,
}

/// Closes a view, or with `clear_on_close` the whole stack. The app hears of it where it asked to.
pub async fn close(hub: &Arc<Hub>, actor: &Actor, deed: &CloseDeed) -> Result<Done, Failed> {
    let closing = hub.with(|state| {
        let user = &actor.person.id;
        let top = state.world.screens.get(user).and_then(|screen| screen.views.last()).cloned();
        let view = top.filter(|view| view.id == deed.view).ok_or(Failed::NotVisible)?;
        let whole = view.flag("clear_on_close");
        let screen = state.world.screen_mut(user);
        if whole {
            screen.views.clear();
        } else {
            screen.views.pop();
        }
        state.touch_screen(user);
        let told = view.flag("notify_on_close");
        Ok(told.then(|| payload::closing(&state.world, &actor.person, &view, whole)))
    })?;
    let Some(closing) = closing else { return Ok(Done::default()) };
    let answer = deliver(hub, closing).await?;
    Ok(Done { acked_ms: Some(answer.ms), ..Done::default() })
}

/// Opens the Home; the app draws it when it hears of it. People of workspaces without the app see
/// the Home of the vendor's installation, which Slack documents nowhere but does.
pub fn open(hub: &Arc<Hub>, actor: &Actor) -> Result<Done, Failed> {
    close_modals(hub, actor);
    let happening = hub.with(|state| {
        let person = &actor.person;
        let own = state.world.team(&person.team_id).filter(|team| team.install.is_some());
        let team = own.or_else(|| state.world.vendor()).map(|team| team.id.clone());
        let team = team.ok_or(Failed::NotVisible)?;
        let channel = state.world.open_dm(&team, &person.id);
        let home = state.world.screens.get(&person.id).and_then(|screen| screen.home.as_ref());
        let mut event = json!({
            "type": "app_home_opened",
            "user": person.id,
            "channel": channel,
            "tab": "home",
            "event_ts": payload::action_ts(),
        });
        if let Some(home) = home {
            event["view"] = shapes::view(&state.world, home);
        }
        Ok(Happening { subscription: "app_home_opened", app_team: team, channel: None, event })
    })?;
    tell(hub, vec![happening]);
    Ok(Done::default())
}

/// Types into a menu whose options come from the app.
pub async fn suggest(hub: &Arc<Hub>, actor: &Actor, deed: &SuggestDeed) -> Result<Done, Failed> {
    let view = hub.lock().world.view(&deed.view).cloned().ok_or(Failed::NotVisible)?;
    if view.user != actor.person.id && !actor.forge {
        return Err(Failed::NotVisible);
    }
    let blocks = view.blocks();
    let wanted = form::elements(blocks).find(|(block_id, element)| {
        let by_id = deed.action_id.as_ref().is_some_and(|id| element["action_id"] == json!(id));
        let label = deed.label.as_deref().unwrap_or_default();
        by_id || enter::labels(blocks, block_id, element).any(|other| enter::same(other, label))
    });
    let (block_id, element) = wanted.ok_or(Failed::NoSuchField)?;
    let (ms, options) = ask(hub, actor, &view, (block_id, element), &deed.typed).await?;
    Ok(Done { acked_ms: Some(ms), options: Some(options) })
}

/// The value of an external select after somebody typed `raw` and took the option of that name.
pub async fn suggested(
    hub: &Arc<Hub>,
    actor: &Actor,
    view: &View,
    (block_id, element): (&str, &Value),
    raw: &Value,
) -> Result<Value, Failed> {
    let typed = raw.as_str().unwrap_or_default();
    if typed.is_empty() {
        return enter::entered(&hub.lock().world, element, &Value::Null)
            .ok_or(Failed::NoSuchOption);
    }
    let (_, options) = ask(hub, actor, view, (block_id, element), typed).await?;
    let mut with_options = element.clone();
    with_options["options"] = options;
    enter::entered(&hub.lock().world, &with_options, raw).ok_or(Failed::NoSuchOption)
}

/// Asks the app; options in groups are made one list. Slack shows at most 100.
async fn ask(
    hub: &Arc<Hub>,
    actor: &Actor,
    view: &View,
    (block_id, element): (&str, &Value),
    typed: &str,
) -> Result<(u64, Value), Failed> {
    let action_id = element["action_id"].as_str().unwrap_or_default();
    let delivery = {
        let state = hub.lock();
        payload::suggestion(&state.world, &actor.person, view, (block_id, action_id), typed)
    };
    let answer = deliver(hub, delivery).await?;
    let groups = answer.payload["option_groups"].as_array().into_iter().flatten();
    let options: Vec<Value> = std::iter::once(&answer.payload)
        .chain(groups)
        .flat_map(|owner| owner["options"].as_array().into_iter().flatten())
        .take(100)
        .cloned()
        .collect();
    Ok((answer.ms, Value::Array(options)))
}
