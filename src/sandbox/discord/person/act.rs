//! `POST act` as somebody of the server.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::look::screen_of;
use super::{press, submit, suggest, typed};
use crate::sandbox::control::act::{Done, Failed};
use crate::sandbox::control::{Malformed, Reply, body, refused};
use crate::sandbox::discord::guild::Member;
use crate::sandbox::hub::{Hub, State};

#[derive(Deserialize)]
struct Act {
    #[serde(rename = "as")]
    actor: String,
    #[serde(default)]
    forge: bool,
    #[serde(rename = "do")]
    deed: Deed,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Deed {
    Command(typed::CommandDeed),
    Press(press::PressDeed),
    Submit(submit::SubmitDeed),
    Close(CloseDeed),
    Say(typed::SayDeed),
    Shortcut(typed::ShortcutDeed),
    Suggest(suggest::SuggestDeed),
    Dismiss(Nothing),
}

#[derive(Deserialize)]
struct CloseDeed {
    view: String,
}

#[derive(Deserialize)]
struct Nothing {}

/// Who acts, and whether what they cannot see counts all the same.
pub struct Actor {
    pub member: Member,
    pub forge: bool,
}

impl Actor {
    pub fn id(&self) -> &str {
        &self.member.id
    }
}

/// `POST act`, of a body whose actor is of this side.
pub async fn serve(hub: &Arc<Hub>, bytes: &[u8]) -> Reply {
    let act: Act = body(bytes)?;
    let member = hub.lock().world.discord.as_ref().and_then(|one| one.member(&act.actor).cloned());
    let member = member.ok_or_else(|| Malformed::nobody(&act.actor))?;
    let user = member.id.clone();
    let actor = Actor { member, forge: act.forge };
    hub.with(|state| clear_toasts(state, &user));
    // A task of its own: a caller that hangs up does not undo what a person did.
    let task = tokio::spawn(perform(Arc::clone(hub), actor, act.deed));
    let result = task.await.unwrap_or(Err(Failed::Timeout));
    let mut answer = match result {
        Ok(done) => {
            let mut answer = json!({ "ok": true });
            if let Some(ms) = done.acked_ms {
                answer["acked_ms"] = json!(ms);
            }
            if let Some(options) = done.options {
                answer["options"] = options;
            }
            answer
        }
        Err(failed) => refused(failed.code()),
    };
    answer["screen"] = screen(&hub.lock(), &user);
    Ok(axum::Json(answer))
}

fn screen(state: &State, user: &str) -> Value {
    super::guild(state).map_or(Value::Null, |guild| screen_of(guild, user))
}

async fn perform(hub: Arc<Hub>, actor: Actor, deed: Deed) -> Result<Done, Failed> {
    match deed {
        Deed::Command(deed) => typed::command(&hub, &actor, &deed).await,
        Deed::Press(deed) => press::press(&hub, &actor, &deed).await,
        Deed::Submit(deed) => submit::submit(&hub, &actor, &deed).await,
        Deed::Close(deed) => close(&hub, &actor, &deed),
        Deed::Say(deed) => typed::say(&hub, &actor, &deed),
        Deed::Shortcut(deed) => typed::shortcut(&hub, &actor, &deed).await,
        Deed::Suggest(deed) => suggest::suggest(&hub, &actor, &deed).await,
        Deed::Dismiss(_) => Ok(Done::default()),
    }
}

/// Shows a person something outside any message.
pub fn toast(state: &mut State, user: &str, text: &str) {
    if let Some(guild) = &mut state.world.discord {
        guild.screen_mut(user).toasts.push(text.to_owned());
    }
    state.touch_screen(user);
}

fn clear_toasts(state: &mut State, user: &str) {
    let guild = state.world.discord.as_mut();
    let screen = guild.and_then(|guild| guild.screens.get_mut(user));
    if let Some(screen) = screen.filter(|screen| !screen.toasts.is_empty()) {
        screen.toasts.clear();
        state.touch_screen(user);
    }
}

/// The bot hears nothing of a form that is closed.
fn close(hub: &Hub, actor: &Actor, deed: &CloseDeed) -> Result<Done, Failed> {
    hub.with(|state| {
        let guild = state.world.discord.as_mut().ok_or(Failed::NotVisible)?;
        let modal = &mut guild.screen_mut(actor.id()).modal;
        modal.take_if(|modal| modal.id == deed.view).ok_or(Failed::NotVisible)?;
        state.touch_screen(actor.id());
        Ok(Done::default())
    })
}

/// Closes an open form, because the person turns to something behind it.
pub fn close_form(hub: &Hub, actor: &Actor) {
    hub.with(|state| {
        let guild = state.world.discord.as_mut();
        let screen = guild.and_then(|guild| guild.screens.get_mut(actor.id()));
        if screen.and_then(|screen| screen.modal.take()).is_some() {
            state.touch_screen(actor.id());
        }
    });
}

/// Whether a person may do something in a channel. A direct conversation opens by itself.
pub fn may(state: &State, actor: &Actor, channel: &str, right: u64) -> bool {
    let guild = super::guild(state);
    guild.is_some_and(|guild| guild.may(actor.id(), channel, right))
}
