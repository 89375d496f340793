//! A loopback Discord for this folder's tests: it answers calls as a test told it, remembers them,
//! and hands the test the connections to its Gateway. And an intake that a test answers for by hand,
//! so that nothing depends on time.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::AtomicBool;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::get;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};

use super::*;
use crate::chat::inbound::{Inbound, Remark, Reply};
use crate::chat::view::{self, Choice, Field, FieldKind, Form, Line, Part};
use crate::chat::{Intake, PersonRef, Place, PlatformName};

pub(super) const GUILD: &str = "900";
pub(super) const APPLICATION: &str = "77";

/// What the stub answers to one call.
pub(super) enum Answer {
    Json(u16, Value),
    /// 429 with this many milliseconds, counted for one channel or for all.
    Wait {
        millis: u64,
        global: bool,
    },
    /// It is done and nobody hears of it.
    Lost,
}

#[derive(Clone, Default)]
struct Desk {
    calls: Arc<Mutex<Vec<(String, Value)>>>,
    reasons: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<HashMap<String, VecDeque<Answer>>>>,
    address: String,
}

pub(super) struct Stub {
    desk: Desk,
    sockets: mpsc::UnboundedReceiver<WebSocket>,
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
            .route("/discord/gateway/", get(socket))
            .with_state(opened)
            .fallback(answer)
            .with_state((desk.clone(), calling));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { desk, sockets, called }
    }

    pub(super) fn discord(&self) -> Arc<Discord> {
        self.discord_with(Arc::new(Pad::default()))
    }

    pub(super) fn discord_with(&self, notes: Arc<Pad>) -> Arc<Discord> {
        self.made(notes, None)
    }

    /// One that takes signed requests.
    pub(super) fn discord_by_http(&self, public_key: String) -> Arc<Discord> {
        self.made(Arc::new(Pad::default()), Some(public_key))
    }

    fn made(&self, notes: Arc<Pad>, public_key: Option<String>) -> Arc<Discord> {
        let base = format!("http://{}/discord", self.desk.address);
        let settings = DiscordSettings {
            base_url: BaseUrl::parse(&base).unwrap(),
            token: Secret::new("tok.en".to_owned()),
            application: APPLICATION.to_owned(),
            guild: GUILD.to_owned(),
            public_key,
            members_intent: false,
            notes,
            clock: Clock::real(),
            offered: Offered::default(),
        };
        Discord::new(settings).unwrap()
    }

    /// The next such call, by method and end of its path, is answered so; further ones go well.
    pub(super) fn answers(&self, call: &str, answer: Answer) {
        let mut answers = self.desk.answers.lock().unwrap();
        answers.entry(call.to_owned()).or_default().push_back(answer);
    }

    /// The calls so far, as method and path, and forgets them.
    pub(super) fn calls(&self) -> Vec<(String, Value)> {
        std::mem::take(&mut *self.desk.calls.lock().unwrap())
    }

    /// What the audit log was told so far.
    pub(super) fn reasons(&self) -> Vec<String> {
        self.desk.reasons.lock().unwrap().clone()
    }

    /// The next call that ends so, with those before it.
    pub(super) async fn call_of(&mut self, end: &str) {
        while !self.called.recv().await.unwrap().ends_with(end) {}
    }

    /// The next connection that the bot opens, not yet greeted.
    pub(super) async fn socket(&mut self) -> WebSocket {
        self.sockets.recv().await.unwrap()
    }

    pub(super) fn gateway(&self) -> String {
        format!("ws://{}/discord/gateway", self.desk.address)
    }
}

async fn answer(
    State((desk, calling)): State<(Desk, mpsc::UnboundedSender<String>)>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri.path().strip_prefix("/discord/api/v10").unwrap_or("elsewhere").to_owned();
    let call = format!("{method} {path}");
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    desk.calls.lock().unwrap().push((call.clone(), body));
    let reason = headers.get("X-Audit-Log-Reason").and_then(|reason| reason.to_str().ok());
    desk.reasons.lock().unwrap().extend(reason.map(str::to_owned));
    let answer = {
        let mut answers = desk.answers.lock().unwrap();
        let told = answers.iter_mut().find(|(end, _)| call.ends_with(end.as_str()));
        told.and_then(|(_, answers)| answers.pop_front())
    };
    let _nobody_waits = calling.send(call.clone());
    match answer {
        None => well(&call, &desk.address),
        Some(Answer::Json(code, body)) => {
            (StatusCode::from_u16(code).unwrap(), Json(body)).into_response()
        }
        Some(Answer::Wait { millis, global }) => {
            let seconds = millis as f64 / 1_000.0;
            let body = json!({ "message": "limited", "retry_after": seconds, "global": global });
            (StatusCode::TOO_MANY_REQUESTS, Json(body)).into_response()
        }
        Some(Answer::Lost) => {
            // An answer that breaks off in the middle.
            let broken = futures_util::stream::iter([Err::<Bytes, _>(std::io::Error::other("x"))]);
            Response::new(axum::body::Body::from_stream(broken))
        }
    }
}

fn well(call: &str, address: &str) -> Response {
    let body = match call {
        "GET /gateway/bot" => json!({
            "url": format!("ws://{address}/discord/gateway"), "shards": 1,
            "session_start_limit": { "total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1 },
        }),
        "GET /users/@me" => json!({ "id": "77", "username": "vouch", "bot": true }),
        "GET /guilds/900" => json!({ "id": GUILD, "name": "Vendor" }),
        call if call.ends_with("/callback") => return StatusCode::NO_CONTENT.into_response(),
        _ => json!({ "id": "600", "content": "**NOR-12** Acme \\*Ltd\\*" }),
    };
    Json(body).into_response()
}

async fn socket(
    upgrade: WebSocketUpgrade,
    State(opened): State<mpsc::UnboundedSender<WebSocket>>,
) -> Response {
    upgrade.on_upgrade(|socket| async move { drop(opened.send(socket)) })
}

pub(super) async fn send(socket: &mut WebSocket, frame: &Value) {
    socket.send(Message::text(frame.to_string())).await.unwrap();
}

pub(super) async fn close(socket: &mut WebSocket, code: u16) {
    let frame = CloseFrame { code, reason: "".into() };
    socket.send(Message::Close(Some(frame))).await.unwrap();
}

/// The next frame of the bot; nothing once it has gone.
pub(super) async fn heard(socket: &mut WebSocket) -> Option<Value> {
    loop {
        match socket.recv().await? {
            Ok(Message::Text(text)) => return serde_json::from_str(&text).ok(),
            Ok(Message::Ping(_) | Message::Pong(_)) => {}
            Ok(Message::Close(_) | Message::Binary(_)) | Err(_) => return None,
        }
    }
}

/// Notes on paper; the second is whether another process has the connection.
#[derive(Default)]
pub(super) struct Pad(pub(super) Mutex<HashMap<String, String>>, pub(super) AtomicBool);

impl Notes for Pad {
    fn read<'a>(&'a self, name: &'a str) -> Boxed<'a, Result<Option<String>, NotNoted>> {
        let found = self.0.lock().unwrap().get(name).cloned();
        Box::pin(async move { Ok(found) })
    }

    fn write<'a>(&'a self, name: &'a str, text: String) -> Boxed<'a, Result<(), NotNoted>> {
        self.0.lock().unwrap().insert(name.to_owned(), text);
        Box::pin(async { Ok(()) })
    }

    fn hold(&self) -> Boxed<'_, Result<bool, NotNoted>> {
        let free = !self.1.load(Ordering::SeqCst);
        Box::pin(async move { Ok(free) })
    }

    fn release(&self) -> Boxed<'_, ()> {
        Box::pin(async {})
    }
}

/// An intake whose replies a test gives one by one.
pub(super) struct ByHand(mpsc::UnboundedSender<(Inbound, oneshot::Sender<Reply>)>);

pub(super) type Asked = mpsc::UnboundedReceiver<(Inbound, oneshot::Sender<Reply>)>;

pub(super) fn by_hand() -> (Arc<dyn Intake>, Asked) {
    let (ask, asked) = mpsc::unbounded_channel();
    (Arc::new(ByHand(ask)), asked)
}

impl Intake for ByHand {
    fn take(&self, inbound: Inbound) -> Boxed<'_, Reply> {
        let (reply, replied) = oneshot::channel();
        self.0.send((inbound, reply)).unwrap();
        Box::pin(async move { replied.await.unwrap() })
    }

    /// What it is, as a word, so that tests can look for it.
    fn remark<'a>(&'a self, _: Option<&'a PersonRef>, remark: Remark) -> Boxed<'a, view::Message> {
        Box::pin(async move { words(&format!("{remark:?}")) })
    }

    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }
}

/// An intake that says the same to everything.
pub(super) struct Always(pub(super) Reply);

impl Intake for Always {
    fn take(&self, _: Inbound) -> Boxed<'_, Reply> {
        let reply = self.0.clone();
        Box::pin(async move { reply })
    }

    fn remark<'a>(&'a self, _: Option<&'a PersonRef>, remark: Remark) -> Boxed<'a, view::Message> {
        Box::pin(async move { words(&format!("{remark:?}")) })
    }

    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }
}

pub(super) fn words(text: &str) -> view::Message {
    view::Message { parts: vec![Part::Text(Line::plain(text))] }
}

pub(super) fn line(name: &str) -> Field {
    Field {
        name: name.to_owned(),
        label: format!("Label of {name}"),
        hint: None,
        required: true,
        kind: FieldKind::Short { preset: String::new() },
    }
}

pub(super) fn a_form(pages: Vec<Vec<Field>>) -> Form {
    Form {
        id: "frm_1".into(),
        flow: "refer".into(),
        title: "Refer".into(),
        submit: "Register".into(),
        close: "Cancel".into(),
        intro: vec![],
        pages,
        foot: vec![],
    }
}

pub(super) fn choice(value: &str) -> Choice {
    Choice { value: value.to_owned(), label: value.to_uppercase() }
}

pub(super) fn place(channel: &str) -> Place {
    Place {
        platform: PlatformName::Discord,
        workspace: GUILD.to_owned(),
        channel: channel.to_owned(),
        thread: None,
    }
}

pub(super) fn paula() -> PersonRef {
    let (platform, workspace) = (PlatformName::Discord, GUILD.to_owned());
    PersonRef { platform, workspace, user: "42".to_owned() }
}

/// A frame with an interaction of Paula's in channel 500.
pub(super) fn interaction(seq: u64, kind: u64, data: &Value) -> Value {
    let id = (1_000 + seq).to_string();
    json!({ "op": 0, "s": seq, "t": "INTERACTION_CREATE", "d": {
        "id": id, "application_id": APPLICATION, "type": kind, "token": "tokenof", "version": 1,
        "guild_id": GUILD, "channel_id": "500", "channel": { "id": "500", "type": 0 },
        "member": { "user": { "id": "42", "username": "paula" } }, "data": data,
    } })
}

pub(super) fn command(seq: u64) -> Value {
    interaction(seq, 2, &json!({ "name": "refer", "type": 1 }))
}

/// A page of the form `frm_1` that was sent, with what was typed in its lines.
pub(super) fn sent(seq: u64, page: &str, typed: &[(&str, &str)]) -> Value {
    let input = |(name, value): &(&str, &str)| {
        let input = json!({ "type": 4, "custom_id": format!("line:{name}"), "value": value });
        json!({ "type": 18, "component": input })
    };
    let components: Vec<Value> = typed.iter().map(input).collect();
    let id = format!("modal:refer:frm_1:{page}");
    interaction(seq, 5, &json!({ "custom_id": id, "components": components }))
}
