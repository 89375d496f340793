//! Closing a modal, opening the Home.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;

use super::act::{Actor, Done, Failed, close_modals, deliver};
use crate::sandbox::deliver::event::{Happening, tell};
use crate::sandbox::deliver::payload;
use crate::sandbox::hub::Hub;
use crate::sandbox::shapes;

#[derive(Deserialize)]
pub struct CloseDeed {
    view: String,
}

#[derive(Deserialize)]
pub struct Nothing {}

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
