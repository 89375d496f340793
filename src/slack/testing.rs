//! A loopback Slack for this folder's tests: it answers calls as a test told it, remembers them,
//! and hands the test the socket connections that were opened. And an intake that a test answers
//! for by hand, so that nothing depends on time.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{any, get};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc, oneshot};

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::*;
use crate::chat::inbound::{Inbound, Remark, Reply};
use crate::chat::view::Message as Words;
use crate::chat::view::{Form, Line, Part};
use crate::chat::{Intake, PersonRef};

/// What the stub answers to one call.
pub(super) enum Answer {
    Json(Value),
    Status(u16, &'static str),
    /// 429 with these seconds in `Retry-After`.
    Wait(u64),
    /// Nothing until the test says so, then that all went well.
    Held(Arc<Notify>),
}

#[derive(Clone, Default)]
struct Desk {
    calls: Arc<Mutex<Vec<(String, Value)>>>,
    answers: Arc<Mutex<HashMap<String, VecDeque<Answer>>>>,
    address: String,
}

pub(super) struct Stub {
    desk: Desk,
    sockets: mpsc::UnboundedReceiver<WebSocket>,
    /// Every call as it comes in, for tests that wait for one.
    called: mpsc::UnboundedReceiver<String>,
}

impl Stub {
    pub(super) async fn start() -> Self {
        rustls::crypto::ring::default_provider().install_default().ok();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (opened, sockets) = mpsc::unbounded_channel();
        let (calling, called) = mpsc::unbounded_channel();
        let desk = Desk { address, ..Desk::default() };
        let router = Router::new()
            .route("/api/{method}", any(answer))
            .with_state((desk.clone(), calling))
            .route("/socket", get(socket))
            .with_state(opened);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { desk, sockets, called }
    }

    pub(super) fn slack(&self) -> Arc<Slack> {
        self.slack_with_patience(Duration::from_secs(60))
    }

    pub(super) fn slack_with_patience(&self, patience: Duration) -> Arc<Slack> {
        Slack::with_patience(settings(&self.base_url()), patience).unwrap()
    }

    pub(super) fn base_url(&self) -> String {
        format!("http://{}/api", self.desk.address)
    }

    /// The next call of `method` is answered with `answer`; further ones go well.
    pub(super) fn answers(&self, method: &str, answer: Answer) {
        let mut answers = self.desk.answers.lock().unwrap();
        answers.entry(method.to_owned()).or_default().push_back(answer);
    }

    /// The calls so far but for the opening of sockets, and forgets them.
    pub(super) fn calls(&self) -> Vec<(String, Value)> {
        let calls = std::mem::take(&mut *self.desk.calls.lock().unwrap());
        calls.into_iter().filter(|(method, _)| method != "apps.connections.open").collect()
    }

    pub(super) fn methods(&self) -> Vec<String> {
        self.calls().into_iter().map(|(method, _)| method).collect()
    }

    /// Waits until `method` is called.
    pub(super) async fn call_of(&mut self, method: &str) {
        while self.called.recv().await.unwrap() != method {}
    }

    /// The next socket the bot opens, not yet greeted.
    pub(super) async fn socket(&mut self) -> WebSocket {
        self.sockets.recv().await.unwrap()
    }
}

async fn answer(
    State((desk, calling)): State<(Desk, mpsc::UnboundedSender<String>)>,
    Path(method): Path<String>,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    let body = serde_json::from_slice(&body).unwrap_or_else(|_| json!({ "query": query }));
    desk.calls.lock().unwrap().push((method.clone(), body));
    let answer = desk.answers.lock().unwrap().get_mut(&method).and_then(VecDeque::pop_front);
    let _nobody_waits = calling.send(method.clone());
    match answer {
        None => Json(well(&method, &desk.address)).into_response(),
        Some(Answer::Json(json)) => Json(json).into_response(),
        Some(Answer::Status(code, text)) => {
            (StatusCode::from_u16(code).unwrap(), text).into_response()
        }
        Some(Answer::Wait(seconds)) => {
            let headers = [("retry-after", seconds.to_string())];
            let body = Json(json!({ "ok": false, "error": "ratelimited" }));
            (StatusCode::TOO_MANY_REQUESTS, headers, body).into_response()
        }
        Some(Answer::Held(release)) => {
            release.notified().await;
            Json(well(&method, &desk.address)).into_response()
        }
    }
}

fn well(method: &str, address: &str) -> Value {
    match method {
        "apps.connections.open" => json!({ "ok": true, "url": format!("ws://{address}/socket") }),
        "auth.test" => json!({ "ok": true, "team_id": "TV", "user_id": "UBOT" }),
        "conversations.open" => json!({ "ok": true, "channel": { "id": "D1" } }),
        "chat.postEphemeral" => json!({ "ok": true, "message_ts": "300.1" }),
        _ => json!({ "ok": true, "channel": "C1", "ts": "300.1" }),
    }
}

async fn socket(
    upgrade: WebSocketUpgrade,
    State(opened): State<mpsc::UnboundedSender<WebSocket>>,
) -> Response {
    upgrade.on_upgrade(|socket| async move { drop(opened.send(socket)) })
}

pub(super) async fn send(socket: &mut WebSocket, frame: Value) {
    socket.send(Message::text(frame.to_string())).await.unwrap();
}

pub(super) async fn greet(socket: &mut WebSocket) {
    send(socket, json!({ "type": "hello", "num_connections": 1 })).await;
}

/// The next frame of the bot that is not a ping.
pub(super) async fn heard(socket: &mut WebSocket) -> Option<Value> {
    loop {
        match socket.recv().await? {
            Ok(Message::Text(text)) => return serde_json::from_str(&text).ok(),
            Ok(Message::Ping(_) | Message::Pong(_)) => {}
            Ok(Message::Close(_) | Message::Binary(_)) | Err(_) => return None,
        }
    }
}

pub(super) fn settings(base_url: &str) -> SlackSettings {
    SlackSettings {
        base_url: crate::config::BaseUrl::parse(base_url).unwrap(),
        installs: Arc::new(OneInstall),
        home_token: Secret::new("xoxb-home".to_owned()),
        app_token: Some(Secret::new("xapp-1".to_owned())),
        signing_secret: Some(Secret::new(SECRET.to_owned())),
        client: Some(Client { id: "1.2".to_owned(), secret: Secret::new("abc".to_owned()) }),
    }
}

/// The signing secret of Slack's own example.
pub(super) const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";

/// The signature over a body at a moment, in seconds.
pub(super) fn sign(secret: &str, moment: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("v0:{moment}:{body}").as_bytes());
    format!("v0={}", hex::encode(mac.finalize().into_bytes()))
}

/// Only the vendor's workspace has an installation.
struct OneInstall;

impl Installs for OneInstall {
    fn token<'a>(&'a self, workspace: &'a str) -> Boxed<'a, Option<Token>> {
        let token = (workspace == "TV").then(|| Secret::new("xoxb-home".to_owned()));
        Box::pin(async move { token })
    }
}

/// An intake whose replies a test gives one by one.
pub(super) struct ByHand(mpsc::UnboundedSender<(Inbound, oneshot::Sender<Reply>)>);

pub(super) type Asked = mpsc::UnboundedReceiver<(Inbound, oneshot::Sender<Reply>)>;

pub(super) fn by_hand() -> (Arc<ByHand>, Asked) {
    let (ask, asked) = mpsc::unbounded_channel();
    (Arc::new(ByHand(ask)), asked)
}

impl Intake for ByHand {
    fn take(&self, inbound: Inbound) -> Boxed<'_, Reply> {
        let (reply, replied) = oneshot::channel();
        self.0.send((inbound, reply)).unwrap();
        Box::pin(async move { replied.await.unwrap() })
    }

    fn remark<'a>(&'a self, _: Option<&'a PersonRef>, _: Remark) -> Boxed<'a, Words> {
        Box::pin(async { Words::default() })
    }

    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }
}

/// An intake that says the same to everything.
pub(super) struct Always(pub Reply);

impl Intake for Always {
    fn take(&self, _: Inbound) -> Boxed<'_, Reply> {
        let reply = self.0.clone();
        Box::pin(async move { reply })
    }

    fn remark<'a>(&'a self, _: Option<&'a PersonRef>, _: Remark) -> Boxed<'a, Words> {
        Box::pin(async { Words::default() })
    }

    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }
}

pub(super) fn words(text: &str) -> Words {
    Words { parts: vec![Part::Text(Line::plain(text))] }
}

pub(super) fn a_form() -> Reply {
    let form = Form {
        id: "f-1".into(),
        flow: "refer".into(),
        title: "Refer".into(),
        submit: "Register".into(),
        close: "Cancel".into(),
        intro: vec![Part::Text(Line::plain("A few questions."))],
        pages: vec![],
        foot: vec![],
    };
    Reply::Form { form: Box::new(form), if_late: words("Too late, press again.") }
}

/// A press in channel C1 by U1 of partner TP, received by the vendor's installation.
pub(super) fn press(envelope: &str) -> Value {
    let payload = json!({
        "type": "block_actions",
        "team": { "id": "TV" },
        "user": { "id": "U1", "team_id": "TP" },
        "trigger_id": "1.2.ab",
        "channel": { "id": "C1" },
        "container": { "type": "message", "message_ts": "100.1", "channel_id": "C1" },
        "actions": [{
            "type": "button", "action_id": "refer:open", "value": "v1:refer:open::0",
            "action_ts": envelope,
        }],
    });
    let kind = "interactive";
    json!({ "envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": false })
}

/// A form sent by U1 of TP from the view V1 with the inputs `website` and `need`.
pub(super) fn submission(envelope: &str) -> Value {
    let payload = json!({
        "type": "view_submission",
        "team": { "id": "TP" },
        "user": { "id": "U1", "team_id": "TP" },
        "view": {
            "id": "V1", "callback_id": "refer", "private_metadata": "f-1",
            "app_installed_team_id": "TV",
            "title": { "text": "Refer" }, "close": { "text": "Cancel" },
            "blocks": [
                { "type": "rich_text", "block_id": "intro" },
                { "type": "input", "block_id": "website" },
                { "type": "input", "block_id": "need" },
            ],
            "state": { "values": {} },
        },
    });
    let kind = "interactive";
    json!({ "envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": true })
}

pub(super) fn command(envelope: &str) -> Value {
    let payload = json!({
        "command": "/refer", "text": "", "team_id": "TV", "user_id": "U1", "channel_id": "C1",
        "trigger_id": "1.2.ab",
    });
    let kind = "slash_commands";
    json!({ "envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": true })
}
