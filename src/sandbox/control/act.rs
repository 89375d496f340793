//! Acting: what a person does, and when `act` returns.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::look::screen_of;
use super::{Malformed, Reply, body, home, press, react, rewrite, say, submit, suggest};
use crate::sandbox::deliver::{self, Answer, Delivery, payload};
use crate::sandbox::discord;
use crate::sandbox::hub::{Hub, State as World};
use crate::sandbox::world::Person;

/// How long a press waits for the view it may open, after the acknowledgement.
pub const VIEW_WAIT: Duration = Duration::from_millis(500);

/// What somebody who pressed in vain reads.
const SILENT: &str = "The app did not answer within 3 seconds.";

/// Whose platform a request is about shows in who acts.
#[derive(Deserialize)]
struct Who {
    #[serde(rename = "as")]
    actor: String,
}

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
    Command(say::CommandDeed),
    Press(press::PressDeed),
    Submit(submit::SubmitDeed),
    Close(home::CloseDeed),
    Say(say::SayDeed),
    Shortcut(say::ShortcutDeed),
    /// Additions: one's own message in other words, or no more.
    Edit(rewrite::EditDeed),
    Delete(rewrite::DeleteDeed),
    /// An addition: gives a reaction, or takes one back.
    React(react::ReactDeed),
    OpenHome(home::Nothing),
    Suggest(suggest::SuggestDeed),
    /// An addition: takes the toasts away.
    Dismiss(home::Nothing),
}

/// Who acts, and whether what they cannot see counts all the same.
pub struct Actor {
    pub person: Person,
    pub forge: bool,
}

/// How a deed went, apart from the screen.
#[derive(Debug, Default)]
pub struct Done {
    pub acked_ms: Option<u64>,
    /// For `suggest`.
    pub options: Option<Value>,
}

/// Why a person could not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    Timeout,
    NotACommand,
    NotVisible,
    NoSuchButton,
    NoSuchField,
    NoSuchOption,
}

impl Failed {
    pub fn code(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::NotACommand => "not_a_command",
            Self::NotVisible => "not_visible",
            Self::NoSuchButton => "no_such_button",
            Self::NoSuchField => "no_such_field",
            Self::NoSuchOption => "no_such_option",
        }
    }
}

/// `POST act`.
pub async fn serve(State(hub): State<Arc<Hub>>, bytes: Bytes) -> Reply {
    let who: Who = body(&bytes)?;
    if discord::person::knows(&hub.lock(), &who.actor) {
        return discord::person::act::serve(&hub, &bytes).await;
    }
    let act: Act = body(&bytes)?;
    let person = hub.lock().world.person(&act.actor).cloned();
    let person = person.ok_or_else(|| Malformed::nobody(&act.actor))?;
    let user = person.id.clone();
    let actor = Actor { person, forge: act.forge };
    hub.with(|state| clear_toasts(state, &user));
    // A task of its own: a caller that hangs up does not undo what a person did.
    let task = tokio::spawn(perform(Arc::clone(&hub), actor, act.deed));
    let result = task.await.unwrap_or(Err(Failed::Timeout));
    if result.as_ref().err() == Some(&Failed::Timeout) {
        hub.with(|state| toast(state, &user, SILENT));
    }
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
        Err(failed) => super::refused(failed.code()),
    };
    answer["screen"] = screen_of(&hub.lock().world, &user);
    Ok(Json(answer))
}

async fn perform(hub: Arc<Hub>, actor: Actor, deed: Deed) -> Result<Done, Failed> {
    match deed {
        Deed::Command(deed) => say::command(&hub, &actor, &deed).await,
        Deed::Press(deed) => press::press(&hub, &actor, &deed).await,
        Deed::Submit(deed) => submit::submit(&hub, &actor, deed).await,
        Deed::Close(deed) => home::close(&hub, &actor, &deed).await,
        Deed::Say(deed) => say::say(&hub, &actor, &deed),
        Deed::Shortcut(deed) => say::shortcut(&hub, &actor, &deed).await,
        Deed::Edit(deed) => rewrite::edit(&hub, &actor, &deed),
        Deed::Delete(deed) => rewrite::delete(&hub, &actor, &deed),
        Deed::React(deed) => react::react(&hub, &actor, &deed),
        Deed::OpenHome(_) => home::open(&hub, &actor),
        Deed::Suggest(deed) => suggest::suggest(&hub, &actor, &deed).await,
        Deed::Dismiss(_) => Ok(Done::default()),
    }
}

/// Shows a person something outside any message.
pub fn toast(state: &mut World, user: &str, text: &str) {
    state.world.screen_mut(user).toasts.push(text.to_owned());
    state.touch_screen(user);
}

/// Toasts stay until the person does something.
fn clear_toasts(state: &mut World, user: &str) {
    let shown = state.world.screens.get(user).is_some_and(|screen| !screen.toasts.is_empty());
    if shown {
        state.world.screen_mut(user).toasts.clear();
        state.touch_screen(user);
    }
}

/// Delivers, and turns silence into a person's failure.
pub async fn deliver(hub: &Hub, delivery: Delivery) -> Result<Answer, Failed> {
    deliver::deliver(hub, delivery).await.map_err(|_silent| Failed::Timeout)
}

/// Closes whatever modal a person has open, because they turn to something behind it. The app is
/// told where it asked to be; nobody waits for that.
pub fn close_modals(hub: &Arc<Hub>, actor: &Actor) {
    let closings: Vec<Delivery> = hub.with(|state| {
        let user = &actor.person.id;
        let views = match state.world.screens.get_mut(user) {
            Some(screen) => std::mem::take(&mut screen.views),
            None => Vec::new(),
        };
        if views.is_empty() {
            return Vec::new();
        }
        state.touch_screen(user);
        let told = views.iter().filter(|view| view.flag("notify_on_close"));
        told.map(|view| payload::closing(&state.world, &actor.person, view, true)).collect()
    });
    for closing in closings {
        deliver::send(hub, closing);
    }
}

/// Waits until the first `views.*` call with a trigger was answered, or the view in front of the
/// person was redrawn, at the latest for `limit`.
pub async fn wait_for_view(
    hub: &Hub,
    trigger_id: &str,
    drawn: Option<(&str, &str)>,
    limit: Duration,
) {
    let deadline = Instant::now() + limit;
    let mut calls = hub.view_calls.subscribe();
    while !view_came(hub, trigger_id, drawn) {
        let left = deadline.saturating_duration_since(Instant::now());
        if !matches!(tokio::time::timeout(left, calls.changed()).await, Ok(Ok(()))) {
            return;
        }
    }
}

fn view_came(hub: &Hub, trigger_id: &str, drawn: Option<(&str, &str)>) -> bool {
    let state = hub.lock();
    let answered = state.triggers.get(trigger_id).is_some_and(|trigger| trigger.answered);
    let redrawn =
        drawn.is_some_and(|(id, hash)| state.world.view(id).is_none_or(|view| view.hash != hash));
    answered || redrawn
}
