//! Deliveries as Slack signs and sends them.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use sha2::Sha256;

pub const SECRET: &str = "0123456789abcdef0123456789abcdef";
/// The vendor's workspace.
pub const HOME: &str = "TVENDOR";

/// A connection that is kept, as Slack keeps its own.
pub struct Caller {
    send: SendRequest<Full<Bytes>>,
    host: String,
}

impl Caller {
    pub async fn connect(host: &str) -> std::io::Result<Self> {
        let stream = tokio::net::TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        let (send, connection) =
            handshake(TokioIo::new(stream)).await.map_err(std::io::Error::other)?;
        tokio::spawn(connection);
        Ok(Self { send, host: host.to_owned() })
    }

    /// Delivers a body, signed now; gives status and answer.
    pub async fn deliver(&mut self, body: Bytes) -> Result<(u16, Bytes), hyper::Error> {
        let at = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let at = at.to_string();
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any key will do");
        for part in [b"v0:", at.as_bytes(), b":", &body] {
            mac.update(part);
        }
        let signature = format!("v0={}", hex::encode(mac.finalize().into_bytes()));
        let request = hyper::Request::post("/slack/events")
            .header("Host", &self.host)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-Slack-Request-Timestamp", at)
            .header("X-Slack-Signature", signature)
            .body(Full::new(body))
            .expect("headers of our own");
        let answer = self.send.send_request(request).await?;
        let status = answer.status().as_u16();
        Ok((status, answer.into_body().collect().await?.to_bytes()))
    }
}

/// Somebody at Slack.
#[derive(Clone, Debug)]
pub struct Who {
    pub team: String,
    pub user: String,
    /// The channel in which they act.
    pub channel: String,
}

fn interaction(payload: &Value) -> Bytes {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.append_pair("payload", &payload.to_string());
    body.finish().into()
}

/// A press of a button on a message. `nth` makes it a press of its own.
pub fn press(who: &Who, nth: usize, action: (&str, &str), message: &str) -> Bytes {
    interaction(&json!({
        "type": "block_actions",
        "api_app_id": "A0BENCH",
        "team": { "id": HOME, "domain": "vendor" },
        "user": { "id": who.user, "username": "somebody", "team_id": who.team },
        "trigger_id": format!("press.{nth}"),
        "channel": { "id": who.channel, "name": "a-channel" },
        "container": { "type": "message", "message_ts": message, "channel_id": who.channel },
        "actions": [{
            "type": "button", "action_id": action.0, "block_id": "b", "value": action.1,
            "action_ts": format!("{}.{:06}", 1_700_000_000 + nth / 1_000_000, nth % 1_000_000),
        }],
    }))
}

/// Forms sent off, made quickly: all that differs between two of them is filled in.
pub struct Submissions {
    /// The body, cut where something is to be filled in.
    pieces: Vec<(String, Option<Blank>)>,
}

#[derive(Clone, Copy, Debug)]
enum Blank {
    Nth,
    Form,
    Team,
    User,
    Name,
}

const BLANKS: [(&str, Blank); 5] = [
    ("0NTH0", Blank::Nth),
    ("0FORM0", Blank::Form),
    ("0TEAM0", Blank::Team),
    ("0USER0", Blank::User),
    ("0NAME0", Blank::Name),
];
/// Stands in what was typed for something that differs from form to form.
pub const NAME: &str = "0NAME0";

impl Submissions {
    /// From a view as it was opened, given back as Slack does, with what was typed.
    pub fn new(mut view: Value, typed: &[(&str, Value)]) -> Self {
        view["id"] = json!("V0NTH0");
        view["private_metadata"] = json!("0FORM0");
        view["app_installed_team_id"] = json!(HOME);
        view["hash"] = json!("1700000000.a");
        view["state"] = json!({ "values": {} });
        for (name, value) in typed {
            view["state"]["values"][name] = json!({ *name: value });
        }
        let body = interaction(&json!({
            "type": "view_submission",
            "api_app_id": "A0BENCH",
            "team": { "id": HOME, "domain": "vendor" },
            "user": { "id": "0USER0", "username": "somebody", "name": "somebody", "team_id": "0TEAM0" },
            "trigger_id": "submit.0NTH0",
            "view": view,
            "response_urls": [],
            "is_enterprise_install": false,
            "enterprise": null,
        }));
        let mut rest = String::from_utf8_lossy(&body).into_owned();
        let mut pieces = Vec::new();
        loop {
            let found =
                BLANKS.iter().filter_map(|(mark, blank)| Some((rest.find(mark)?, mark, *blank)));
            let Some((at, mark, blank)) = found.min_by_key(|(at, ..)| *at) else { break };
            let behind = rest.split_off(at + mark.len());
            rest.truncate(at);
            pieces.push((std::mem::replace(&mut rest, behind), Some(blank)));
        }
        pieces.push((rest, None));
        Self { pieces }
    }

    pub fn body(&self, who: &Who, form: &str, nth: usize, name: &str) -> Bytes {
        let nth = nth.to_string();
        let mut body = String::with_capacity(16 * 1024);
        for (piece, blank) in &self.pieces {
            body.push_str(piece);
            body.push_str(match blank {
                Some(Blank::Nth) => &nth,
                Some(Blank::Form) => form,
                Some(Blank::Team) => &who.team,
                Some(Blank::User) => &who.user,
                Some(Blank::Name) => name,
                None => "",
            });
        }
        body.into()
    }
}

pub fn command(who: &Who, nth: usize, word: &str, text: &str) -> Bytes {
    let mut body = form_urlencoded::Serializer::new(String::new());
    let trigger = format!("command.{nth}");
    for (name, value) in [
        ("command", word),
        ("text", text),
        ("team_id", &who.team),
        ("user_id", &who.user),
        ("channel_id", &who.channel),
        ("trigger_id", &trigger),
        ("api_app_id", "A0BENCH"),
    ] {
        body.append_pair(name, value);
    }
    body.finish().into()
}

/// Somebody has typed `typed` into the list of referrals of an open form.
pub fn typing(who: &Who, form: &str, typed: &str) -> Bytes {
    interaction(&json!({
        "type": "block_suggestion",
        "api_app_id": "A0BENCH",
        "team": { "id": HOME, "domain": "vendor" },
        "user": { "id": who.user, "username": "somebody", "team_id": who.team },
        "container": { "type": "view", "view_id": "V0TYPING" },
        "block_id": "referral",
        "action_id": "referral",
        "value": typed,
        "view": {
            "id": "V0TYPING", "type": "modal", "callback_id": "open", "private_metadata": form,
            "app_installed_team_id": HOME, "state": { "values": {} },
        },
    }))
}

/// Somebody opens their Home. `nth` makes it an event of its own.
pub fn home_opened(who: &Who, nth: usize) -> Bytes {
    let event = json!({
        "type": "event_callback",
        "team_id": HOME,
        "event_id": format!("EvHOME{nth}"),
        "authorizations": [{ "team_id": HOME, "user_id": "UBOT", "is_bot": true }],
        "event": { "type": "app_home_opened", "user": who.user, "channel": "DHOME", "tab": "home" },
    });
    event.to_string().into()
}

pub fn text(value: &str) -> Value {
    json!({ "type": "plain_text_input", "value": value })
}

pub fn chosen(value: &str) -> Value {
    json!({ "type": "radio_buttons", "selected_option": { "value": value } })
}

pub fn person(user: &str) -> Value {
    json!({ "type": "users_select", "selected_user": user })
}
