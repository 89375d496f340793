//! What a person types into a channel: messages, slash commands; and shortcuts.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::act::{Actor, Done, Failed, VIEW_WAIT, close_modals, deliver, toast, wait_for_view};
use crate::sandbox::deliver::event::{heard, tell};
use crate::sandbox::deliver::payload::{self, At};
use crate::sandbox::hub::{Hub, ReplyUrl, State};
use crate::sandbox::manifest::{Command, ShortcutKind};
use crate::sandbox::typed;
use crate::sandbox::webapi::response_url;
use crate::sandbox::world::Message;

#[derive(Deserialize)]
pub struct CommandDeed {
    channel: String,
    text: String,
}

#[derive(Deserialize)]
pub struct SayDeed {
    channel: String,
    text: String,
    thread_ts: Option<String>,
}

#[derive(Deserialize)]
pub struct ShortcutDeed {
    callback_id: String,
    channel: Option<String>,
    ts: Option<String>,
}

/// What a member of a workspace without the app reads.
const NOT_INSTALLED: &str = "That is not a command here. Your workspace has not installed the app; \
                             use the button Refer a customer.";

pub async fn command(hub: &Arc<Hub>, actor: &Actor, deed: &CommandDeed) -> Result<Done, Failed> {
    close_modals(hub, actor);
    let (delivery, trigger_id) = hub.with(|state| {
        if !actor.forge && !may_write(state, actor, &deed.channel) {
            return Err(Failed::NotVisible);
        }
        let (command, text) = known_command(hub, state, actor, &deed.text)?;
        state.scopes_used.insert("commands".to_owned());
        Ok(payload::command(hub, state, &actor.person, &deed.channel, &command, &text))
    })?;
    let answer = deliver(hub, delivery).await?;
    hub.with(|state| show_reply(hub, state, actor, &deed.channel, &answer.payload));
    wait_for_view(hub, &trigger_id, None, VIEW_WAIT).await;
    Ok(Done { acked_ms: Some(answer.ms), ..Done::default() })
}

/// The manifest's command that was typed, and what follows it. A command works only for members of
/// workspaces that installed the app. Source: Slack, "Using Slack Connect apps": slash commands are
/// not shared.
fn known_command(
    hub: &Hub,
    state: &mut State,
    actor: &Actor,
    text: &str,
) -> Result<(Command, String), Failed> {
    let text = text.trim();
    let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let command = hub.manifest.command(name);
    let team = state.world.team(&actor.person.team_id);
    let installed = team.is_some_and(|team| team.install.is_some());
    match command {
        Some(command) if installed => Ok((command.clone(), rest.to_owned())),
        Some(_) => {
            toast(state, &actor.person.id, NOT_INSTALLED);
            Err(Failed::NotACommand)
        }
        None => {
            toast(state, &actor.person.id, &format!("{name} is not a command here."));
            Err(Failed::NotACommand)
        }
    }
}

/// The acknowledgement of a command may bring a message, for the person alone unless it says
/// otherwise.
fn show_reply(hub: &Hub, state: &mut State, actor: &Actor, channel: &str, reply: &Value) {
    let spoken = reply["text"].is_string() || reply["blocks"].is_array();
    if !spoken {
        return;
    }
    let now = hub.clock.now();
    let url = ReplyUrl {
        team_id: actor.person.team_id.clone(),
        user: actor.person.id.clone(),
        channel: channel.to_owned(),
        message: None,
        uses: 0,
        until: now,
    };
    if let Err(refused) = response_url::apply(state, &url, reply, now) {
        toast(
            state,
            &actor.person.id,
            &format!("The app's answer cannot be shown: {}.", refused.error),
        );
    }
}

pub fn say(hub: &Arc<Hub>, actor: &Actor, deed: &SayDeed) -> Result<Done, Failed> {
    let happened = hub.with(|state| {
        begin_talk(state, actor, &deed.channel);
        if !may_write(state, actor, &deed.channel) {
            return Err(Failed::NotVisible);
        }
        let root = match &deed.thread_ts {
            Some(ts) => {
                let root = state.world.message(&deed.channel, ts).ok_or(Failed::NotVisible)?;
                Some(root.thread_ts.clone().unwrap_or_else(|| ts.clone()))
            }
            None => None,
        };
        let message = Message {
            ts: state.world.next_ts(hub.clock.now()),
            thread_ts: root,
            author: actor.person.id.clone(),
            app_team: None,
            text: typed::message_text(&state.world, &deed.text),
            blocks: Value::Null,
            only_for: None,
            edited: false,
            deleted: false,
            metadata: Value::Null,
            reactions: Vec::new(),
            files: Vec::new(),
        };
        let happened = heard(state, &deed.channel, &message);
        state.world.add_message(&deed.channel, message);
        state.touch_messages(&deed.channel);
        Ok(happened)
    })?;
    tell(hub, happened);
    Ok(Done::default())
}

/// Whoever writes to the app first opens the direct conversation by that; its id is known
/// beforehand, since it is made of the person's.
fn begin_talk(state: &mut State, actor: &Actor, channel: &str) {
    let own = state.world.team(&actor.person.team_id).filter(|team| team.install.is_some());
    let Some(team) = own.map(|team| team.id.clone()) else { return };
    if state.world.dm_id(&team, &actor.person.id) == channel {
        state.world.open_dm(&team, &actor.person.id);
    }
}

/// Who may type here: members, while the channel is open and they are not deactivated.
fn may_write(state: &State, actor: &Actor, channel: &str) -> bool {
    let open = state.world.channel(channel).is_none_or(|channel| !channel.archived);
    open && !actor.person.deactivated && state.world.is_member(channel, &actor.person.id)
}

/// A shortcut, global or at a message; like commands for members of installed workspaces only.
pub async fn shortcut(hub: &Arc<Hub>, actor: &Actor, deed: &ShortcutDeed) -> Result<Done, Failed> {
    close_modals(hub, actor);
    let (delivery, trigger_id) = hub.with(|state| {
        let known = hub.manifest.shortcuts.iter().find(|one| one.callback_id == deed.callback_id);
        let team = state.world.team(&actor.person.team_id);
        if team.is_none_or(|team| team.install.is_none()) {
            toast(state, &actor.person.id, NOT_INSTALLED);
            return Err(Failed::NotACommand);
        }
        let kind = known.map(|known| known.kind).ok_or(Failed::NoSuchButton)?;
        let (channel, message) = match (kind, &deed.channel, &deed.ts) {
            (ShortcutKind::Global, _, _) => (String::new(), None),
            (ShortcutKind::Message, Some(channel), Some(ts)) => {
                let message = state.world.message(channel, ts).cloned();
                let seen = actor.forge || state.world.is_member(channel, &actor.person.id);
                (channel.clone(), Some(message.filter(|_| seen).ok_or(Failed::NotVisible)?))
            }
            (ShortcutKind::Message, _, _) => return Err(Failed::NotVisible),
        };
        state.scopes_used.insert("commands".to_owned());
        let at = message.as_ref().map(|message| At { channel: &channel, message });
        Ok(payload::shortcut(hub, state, &actor.person, &deed.callback_id, at.as_ref()))
    })?;
    let answer = deliver(hub, delivery).await?;
    wait_for_view(hub, &trigger_id, None, VIEW_WAIT).await;
    Ok(Done { acked_ms: Some(answer.ms), ..Done::default() })
}
