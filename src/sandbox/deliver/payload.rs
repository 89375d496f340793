//! The payloads of interactions and commands, as Slack sends them.
//!
//! In a shared channel the person who acts may belong to another workspace than the installation:
//! `team` is the installation's in block actions, the submitter's own when a view is sent or
//! closed, and `user.team_id` is always the person's own. Source: Slack, "Using Slack Connect
//! apps"; slackapi/bolt-js#1614 for views.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Delivery, Parcel};
use crate::sandbox::form;
use crate::sandbox::hub::{Hub, ReplyUrl, State, random_hex};
use crate::sandbox::manifest::Command;
use crate::sandbox::shapes;
use crate::sandbox::world::seed::{APP_ID, VERIFICATION_TOKEN};
use crate::sandbox::world::{Message, Person, View, World};

/// How long a `response_url` lives, on the world's clock. Source: Slack, "Handling user interaction".
const REPLY_URL_MINUTES: i64 = 30;

/// What a person did with an element.
pub struct Press<'a> {
    pub person: &'a Person,
    /// The installation that hears of it.
    pub app_team: &'a str,
    pub trigger_id: &'a str,
    /// The entry of `actions`.
    pub action: Value,
}

/// Where the pressed message is.
pub struct At<'a> {
    pub channel: &'a str,
    pub message: &'a Message,
}

/// A press at a message.
#[must_use]
pub fn message_press(hub: &Hub, state: &mut State, press: &Press<'_>, at: &At<'_>) -> Delivery {
    let response_url =
        reply_url(hub, state, press.app_team, &press.person.id, at.channel, Some(&at.message.ts));
    let world = &state.world;
    let mut payload = common("block_actions", world, press);
    let ephemeral = at.message.only_for.is_some();
    payload["container"] = json!({
        "type": "message",
        "message_ts": at.message.ts,
        "channel_id": at.channel,
        "is_ephemeral": ephemeral,
    });
    if let Some(root) = &at.message.thread_ts {
        payload["container"]["thread_ts"] = json!(root);
    }
    payload["channel"] = json!({ "id": at.channel, "name": conversation_name(world, at.channel) });
    if !ephemeral {
        // Slack does not hand out what only one person saw.
        payload["message"] = shapes::message(world, at.channel, at.message);
    }
    payload["state"] = json!({ "values": standing(at.message, &press.action) });
    payload["response_url"] = json!(response_url);
    payload["actions"] = json!([press.action]);
    interaction("block_actions", press.app_team, payload)
}

/// What stands in a message's menus once this was chosen. What was chosen before is not kept: another
/// person may have done that.
fn standing(message: &Message, action: &Value) -> form::Values {
    let blocks = message.blocks.as_array().map_or(&[][..], Vec::as_slice);
    let mut values = form::values(blocks, None);
    let [kind, block_id, action_id] =
        ["type", "block_id", "action_id"].map(|key| action[key].as_str().unwrap_or_default());
    if let Some(key) = form::value_key(kind) {
        let value = json!({ "type": kind, key: action[key] });
        values.entry(block_id.to_owned()).or_default().insert(action_id.to_owned(), value);
    }
    values
}

/// A press in a modal or a Home.
#[must_use]
pub fn view_press(world: &World, press: &Press<'_>, view: &View) -> Delivery {
    let mut payload = common("block_actions", world, press);
    payload["container"] = json!({ "type": "view", "view_id": view.id });
    payload["view"] = shapes::view(world, view);
    payload["actions"] = json!([press.action]);
    interaction("block_actions", press.app_team, payload)
}

/// A form that was sent.
#[must_use]
pub fn submission(world: &World, person: &Person, trigger_id: &str, view: &View) -> Delivery {
    let mut payload = of_view("view_submission", world, person, view);
    payload["trigger_id"] = json!(trigger_id);
    payload["response_urls"] = json!([]);
    interaction("view_submission", &view.app_team, payload)
}

/// A form that was closed. What was typed is not told: Slack leaves the inputs out.
#[must_use]
pub fn closing(world: &World, person: &Person, view: &View, is_cleared: bool) -> Delivery {
    let mut payload = of_view("view_closed", world, person, view);
    payload["is_cleared"] = json!(is_cleared);
    payload["view"]["state"] = json!({ "values": {} });
    interaction("view_closed", &view.app_team, payload)
}

/// A slash command. `text` is what was typed.
#[must_use]
pub fn command(
    hub: &Hub,
    state: &mut State,
    person: &Person,
    channel: &str,
    command: &Command,
    text: &str,
) -> (Delivery, String) {
    // Heard by the installation of the person's own workspace; the caller saw that there is one.
    let team_id = person.team_id.clone();
    let trigger_id = state.new_trigger(&team_id, &person.id);
    let response_url = reply_url(hub, state, &team_id, &person.id, channel, None);
    let world = &state.world;
    let text = super::super::typed::command_text(world, text, command.should_escape);
    let payload = json!({
        "token": VERIFICATION_TOKEN,
        "team_id": team_id,
        "team_domain": world.team(&team_id).map(|team| team.domain.clone()),
        "channel_id": channel,
        "channel_name": conversation_name(world, channel),
        "user_id": person.id,
        "user_name": person.handle,
        "command": command.command,
        "text": text,
        "api_app_id": APP_ID,
        // A form knows no booleans; Slack writes the word.
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    });
    let delivery = Delivery {
        parcel: Parcel::Command,
        method: command.command.clone(),
        team_id,
        payload,
        retry: None,
    };
    (delivery, trigger_id)
}

/// A global shortcut, or one at a message.
#[must_use]
pub fn shortcut(
    hub: &Hub,
    state: &mut State,
    person: &Person,
    callback_id: &str,
    at: Option<&At<'_>>,
) -> (Delivery, String) {
    let team_id = person.team_id.clone();
    let trigger_id = state.new_trigger(&team_id, &person.id);
    let method = if at.is_some() { "message_action" } else { "shortcut" };
    let response_url =
        at.map(|at| reply_url(hub, state, &team_id, &person.id, at.channel, Some(&at.message.ts)));
    let world = &state.world;
    let press = Press { person, app_team: &team_id, trigger_id: &trigger_id, action: Value::Null };
    let mut payload = common(method, world, &press);
    payload["callback_id"] = json!(callback_id);
    payload["action_ts"] = json!(action_ts());
    if let Some(at) = at {
        payload["message_ts"] = json!(at.message.ts);
        payload["message"] = shapes::message(world, at.channel, at.message);
        payload["channel"] =
            json!({ "id": at.channel, "name": conversation_name(world, at.channel) });
        payload["response_url"] = json!(response_url);
    }
    (interaction(method, &team_id, payload), trigger_id)
}

/// When a press happened; two presses never have the same.
#[must_use]
pub fn action_ts() -> String {
    let us = crate::clock::Clock::real().now().timestamp_micros();
    format!("{}.{:06}", us / 1_000_000, us % 1_000_000)
}

/// The name of a conversation as payloads write it.
#[must_use]
pub fn conversation_name(world: &World, conversation: &str) -> String {
    match world.channel(conversation) {
        Some(channel) => channel.name.clone(),
        None => "directmessage".to_owned(),
    }
}

fn common(kind: &str, world: &World, press: &Press<'_>) -> Value {
    let mut payload = by_person(kind, press.person);
    payload["trigger_id"] = json!(press.trigger_id);
    payload["team"] = world.team(press.app_team).map_or(Value::Null, shapes::team_ref);
    payload
}

/// What a payload about a view begins with; `team` is the person's.
#[must_use]
pub fn of_view(kind: &str, world: &World, person: &Person, view: &View) -> Value {
    let mut payload = by_person(kind, person);
    payload["team"] = world.team(&person.team_id).map_or(Value::Null, shapes::team_ref);
    payload["view"] = shapes::view(world, view);
    payload
}

/// What every payload says of who did it.
#[must_use]
pub fn by_person(kind: &str, person: &Person) -> Value {
    json!({
        "type": kind,
        "user": shapes::user_ref(person),
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "enterprise": null,
        "is_enterprise_install": false,
    })
}

/// The delivery of a payload.
#[must_use]
pub fn interaction(method: &str, team_id: &str, payload: Value) -> Delivery {
    Delivery {
        parcel: Parcel::Interaction,
        method: method.to_owned(),
        team_id: team_id.to_owned(),
        payload,
        retry: None,
    }
}

/// Makes an address that answers to this command or press.
fn reply_url(
    hub: &Hub,
    state: &mut State,
    team_id: &str,
    user: &str,
    channel: &str,
    message: Option<&str>,
) -> String {
    let now = hub.clock.now();
    state.reply_urls.retain(|_, url| url.until > now);
    let key = random_hex();
    let url = ReplyUrl {
        team_id: team_id.to_owned(),
        user: user.to_owned(),
        channel: channel.to_owned(),
        message: message.map(str::to_owned),
        uses: 0,
        until: now + TimeDelta::minutes(REPLY_URL_MINUTES),
    };
    state.reply_urls.insert(key.clone(), url);
    format!("{}/response/{key}", hub.base)
}
