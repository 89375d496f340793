//! What Slack sends, as [`Inbound`]: socket frames, and bodies of HTTP deliveries.
//!
//! Nothing is believed and nothing is lost: a shape we do not know becomes [`What::Unknown`] with
//! its raw text kept. Slack Connect decides the two ids that matter: *whose installation* received
//! it, whose token must answer, and *who* did it, by the person's own workspace (slack.md §3).
//!
//! `interaction` reads presses and forms, `event` what happened without anybody waiting, `typed` what
//! people wrote, [`crate::chat::foreign`] asks the JSON.

mod event;
mod interaction;
mod typed;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::chat::foreign::{Body, digest, parse};
use crate::chat::inbound::{Inbound, What};
use crate::chat::{PersonRef, Place, PlatformName};

/// One delivery with what only the adapter needs to answer it.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub inbound: Inbound,
    pub kind: Kind,
    /// The app that it says it is for.
    pub app: Option<String>,
    /// Opens one modal, within 3 s, with the token of [`Inbound::workspace`].
    pub trigger: Option<String>,
    /// Where the private message that the button stood in can be replaced, five times within half
    /// an hour. Never that of a message which others see: an answer for one would replace it.
    pub reply_to: Option<String>,
    /// The modal it came from.
    pub view: Option<OpenView>,
    /// Whether a payload may go along with the acknowledgement.
    pub takes_payload: bool,
}

/// How a delivery is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Command,
    Press,
    Submit,
    Suggest,
    Other,
}

/// What has to be known of an open modal to answer within it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenView {
    pub id: String,
    pub title: String,
    pub close: String,
    /// The block ids of its inputs, top to bottom.
    pub inputs: Vec<String>,
}

/// What is found in a body before it is put together.
struct Found {
    key: String,
    kind: Kind,
    workspace: Option<String>,
    from: Option<PersonRef>,
    place: Option<Place>,
    what: What,
    trigger: Option<String>,
    reply_to: Option<String>,
    view: Option<OpenView>,
}

/// Reads a socket frame or the body of an HTTP delivery; which of them it is shows in the text.
#[must_use]
pub fn delivery(raw: &str, received: DateTime<Utc>) -> Delivery {
    let (found, app, takes_payload) = match parse(raw) {
        Some(json) => from_json(&json),
        None => from_form(raw),
    };
    put_together(found, app, takes_payload, (raw, received))
}

fn put_together(
    found: Found,
    app: Option<String>,
    takes_payload: bool,
    (raw, received): (&str, DateTime<Utc>),
) -> Delivery {
    let inbound = Inbound {
        key: found.key,
        platform: PlatformName::Slack,
        workspace: found.workspace.unwrap_or_default(),
        from: found.from,
        locale: None,
        place: found.place,
        what: found.what,
        raw: raw.to_owned(),
        received,
    };
    let Found { kind, trigger, reply_to, view, .. } = found;
    Delivery { inbound, kind, app, trigger, reply_to, view, takes_payload }
}

impl Delivery {
    /// The same as something that means nothing here: only what came is kept.
    #[must_use]
    pub fn of_another_app(self) -> Self {
        let Inbound { raw, received, .. } = self.inbound;
        let name = "another_app";
        let nothing = nothing_known(format!("{name}:{}", digest(&raw)), name);
        put_together(nothing, self.app, self.takes_payload, (&raw, received))
    }
}

/// The app that a body says it is for.
fn app(body: Body<'_>) -> Option<String> {
    body.id("/api_app_id").map(str::to_owned)
}

/// A frame of Socket Mode, or an event by HTTP.
fn from_json(json: &Value) -> (Found, Option<String>, bool) {
    let frame = Body(json);
    if frame.text("/envelope_id").is_none() {
        return (event::read(frame), app(frame), false);
    }
    let payload = frame.at("/payload");
    let found = match frame.text("/type") {
        Some("slash_commands") => command(payload),
        Some("interactive") => interaction::read(payload),
        Some("events_api") => event::read(payload),
        _ => unknown(payload, frame.name("/type").unwrap_or("envelope")),
    };
    let takes_payload = frame.at("/accepts_response_payload").0.as_bool() == Some(true);
    (found, app(payload), takes_payload)
}

/// A command or an interaction by HTTP: a form, the latter with all in one field.
fn from_form(raw: &str) -> (Found, Option<String>, bool) {
    let pairs = form_urlencoded::parse(raw.as_bytes());
    let fields: Map<String, Value> =
        pairs.map(|(name, value)| (name.into_owned(), value.into_owned().into())).collect();
    if let Some(payload) = fields.get("payload").and_then(Value::as_str) {
        let Some(payload) = parse(payload) else {
            let key = format!("broken_payload:{}", digest(raw));
            return (nothing_known(key, "broken_payload"), None, true);
        };
        return (interaction::read(Body(&payload)), app(Body(&payload)), true);
    }
    let is_command = fields.contains_key("command");
    let fields = Value::Object(fields);
    let found = match is_command {
        true => command(Body(&fields)),
        false => nothing_known(format!("form:{}", digest(raw)), "form"),
    };
    (found, app(Body(&fields)), true)
}

/// A slash command. Its person is a member of the workspace it was typed in: members of others are
/// told by Slack that there is no such command (slack.md §3).
fn command(body: Body<'_>) -> Found {
    let Some(word) = body.text("/command").and_then(|command| command.strip_prefix('/')) else {
        return unknown(body, "command");
    };
    let text = typed::command_text(body.text("/text").unwrap_or_default());
    let workspace = body.id("/team_id");
    let trigger = body.token("/trigger_id");
    Found {
        key: format!("command:{}", trigger.map_or_else(|| body.digest(), str::to_owned)),
        kind: Kind::Command,
        workspace: workspace.map(str::to_owned),
        from: person(workspace, body.id("/user_id")),
        place: place(workspace, body.id("/channel_id"), None),
        what: What::Command { word: word.to_lowercase(), text },
        trigger: trigger.map(str::to_owned),
        reply_to: None,
        view: None,
    }
}

/// A body of a shape this version does not know.
fn unknown(body: Body<'_>, name: &str) -> Found {
    nothing_known(unknown_key(body, name), name)
}

/// What has no id of its own is known by all that stands in it.
fn unknown_key(body: Body<'_>, name: &str) -> String {
    format!("{name}:{}", body.digest())
}

fn nothing_known(key: String, name: &str) -> Found {
    Found {
        key,
        kind: Kind::Other,
        workspace: None,
        from: None,
        place: None,
        what: What::Unknown { name: name.to_owned() },
        trigger: None,
        reply_to: None,
        view: None,
    }
}

/// A person by workspace and user id. An id with E is an enterprise's: which workspace the person
/// belongs to is then not said, and nobody is taken for a member of one by guessing.
fn person(workspace: Option<&str>, user: Option<&str>) -> Option<PersonRef> {
    let workspace = workspace.filter(|id| !id.starts_with('E'))?;
    Some(PersonRef::slack(workspace, user?))
}

fn place(workspace: Option<&str>, channel: Option<&str>, thread: Option<&str>) -> Option<Place> {
    Some(Place {
        platform: PlatformName::Slack,
        workspace: workspace?.to_owned(),
        channel: channel?.to_owned(),
        thread: thread.map(str::to_owned),
    })
}
