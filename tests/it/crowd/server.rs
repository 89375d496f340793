//! A Discord of as many channels and people as a story wants, in the story's own process: it answers
//! at once, remembers what it was told and when, and goes wrong by lot. It shares nothing with the
//! sandbox, which keeps a world and a log of everything, and is slower than what is measured.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::get;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Notify, mpsc};

pub const GUILD: &str = "900";
pub const APPLICATION: &str = "77";
pub const TOKEN: &str = "crowd.bot.token";
const BOT: &str = "78";

/// A message that stands in a channel.
#[derive(Clone)]
pub struct Posted {
    pub channel: String,
    pub body: Value,
}

/// Of a hundred posts so many are made and not answered, and so many refused for a moment.
#[derive(Clone, Copy, Default)]
pub struct Weather {
    pub lost: u32,
    pub limited: u32,
}

#[derive(Default)]
struct Kept {
    /// By id, in the order in which they were posted.
    posted: BTreeMap<u64, Posted>,
    by_nonce: HashMap<String, u64>,
    next: u64,
    answers: HashMap<String, (Instant, Value)>,
    /// Until when a channel was asked to wait.
    waits: HashMap<String, Instant>,
    lost: usize,
    limited: usize,
    /// Posts that came although they were asked to wait.
    early: usize,
    weather: Weather,
    random: Option<StdRng>,
    sockets: usize,
}

struct Shared {
    kept: Mutex<Kept>,
    /// The connection to say something on.
    line: Mutex<Option<mpsc::UnboundedSender<Option<String>>>>,
    seq: Mutex<Vec<String>>,
    moved: Notify,
    address: String,
}

/// The running server.
#[derive(Clone)]
pub struct Server(Arc<Shared>);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Server {
    /// Serves for as long as the process lives.
    pub async fn open(seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let random = Some(StdRng::seed_from_u64(seed));
        let kept = Mutex::new(Kept { next: 5_000, random, ..Kept::default() });
        let (line, seq) = (Mutex::default(), Mutex::default());
        let server = Self(Arc::new(Shared { kept, line, seq, moved: Notify::new(), address }));
        let router = Router::new()
            .route("/discord/gateway", get(gateway))
            .route("/discord/gateway/", get(gateway))
            .fallback(answer)
            .with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        server
    }

    pub fn base(&self) -> String {
        format!("http://{}/discord", self.0.address)
    }

    pub fn weather(&self, weather: Weather) {
        lock(&self.0.kept).weather = weather;
    }

    /// Everything that stands in channels, oldest first.
    pub fn posted(&self) -> Vec<Posted> {
        lock(&self.0.kept).posted.values().cloned().collect()
    }

    /// Answers that were lost, posts that were refused, and those that came before their time.
    pub fn trouble(&self) -> (usize, usize, usize) {
        let kept = lock(&self.0.kept);
        (kept.lost, kept.limited, kept.early)
    }

    /// Connections that were made to the Gateway so far.
    pub fn connections(&self) -> usize {
        lock(&self.0.kept).sockets
    }

    /// What somebody did: the interaction without its address. Gives its id.
    pub fn delivers(&self, mut interaction: Value) -> String {
        let id = {
            let mut kept = lock(&self.0.kept);
            kept.next += 1;
            snowflake(kept.next).to_string()
        };
        interaction["id"] = json!(id);
        interaction["token"] = json!(format!("token-{id}"));
        interaction["application_id"] = json!(APPLICATION);
        interaction["version"] = json!(1);
        let frame = {
            let mut frames = lock(&self.0.seq);
            let seq = frames.len() + 2;
            let frame = json!({ "op": 0, "t": "INTERACTION_CREATE", "s": seq, "d": interaction });
            frames.push(frame.to_string());
            frame.to_string()
        };
        if let Some(line) = lock(&self.0.line).as_ref() {
            // Nobody there: it comes with the session, when that goes on.
            let _gone = line.send(Some(frame));
        }
        id
    }

    /// Cuts the connection, as a network does.
    pub fn cuts(&self) {
        if let Some(line) = lock(&self.0.line).take() {
            let _gone = line.send(None);
        }
    }

    /// When an interaction was answered, and with what.
    pub fn answered(&self, id: &str) -> Option<(Instant, Value)> {
        lock(&self.0.kept).answers.get(id).cloned()
    }

    /// Waits until all of these are answered.
    pub async fn all_answered(&self, ids: &[String]) {
        let all = async {
            loop {
                let moved = self.0.moved.notified();
                if ids.iter().all(|id| lock(&self.0.kept).answers.contains_key(id)) {
                    return;
                }
                let _again = tokio::time::timeout(Duration::from_millis(50), moved).await;
            }
        };
        let done = tokio::time::timeout(crate::world::child::PATIENCE, all).await;
        assert!(done.is_ok(), "not everything is answered");
    }
}

/// An id of now: the first 42 bits tell when.
fn snowflake(nth: u64) -> u64 {
    let millis = chrono::Utc::now().timestamp_millis() - 1_420_070_400_000;
    (u64::try_from(millis).unwrap_or_default() << 22) | (nth & 0x3f_ffff)
}

async fn gateway(State(server): State<Server>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| speak(server, socket)).into_response()
}

async fn speak(server: Server, mut socket: WebSocket) {
    let text = |value: &Value| Message::Text(value.to_string().into());
    let hello = json!({ "op": 10, "d": { "heartbeat_interval": 41_250 } });
    if socket.send(text(&hello)).await.is_err() {
        return;
    }
    lock(&server.0.kept).sockets += 1;
    let (line, mut said) = mpsc::unbounded_channel();
    loop {
        let out = tokio::select! {
            frame = said.recv() => match frame.flatten() {
                Some(frame) => vec![frame],
                None => return,
            },
            heard = socket.recv() => {
                let Some(Ok(Message::Text(heard))) = heard else { return };
                let heard: Value = serde_json::from_str(&heard).unwrap_or_default();
                match heard["op"].as_u64() {
                    Some(1) => vec![json!({ "op": 11 }).to_string()],
                    Some(2) => {
                        *lock(&server.0.line) = Some(line.clone());
                        let gateway = format!("ws://{}/discord/gateway", server.0.address);
                        vec![json!({ "op": 0, "t": "READY", "s": 1, "d": {
                            "v": 10, "session_id": "crowd", "resume_gateway_url": gateway,
                            "user": { "id": BOT, "bot": true }, "guilds": [{ "id": GUILD }],
                            "application": { "id": APPLICATION, "flags": 0 },
                        } }).to_string()]
                    }
                    Some(6) => {
                        *lock(&server.0.line) = Some(line.clone());
                        let seen = heard["d"]["seq"].as_u64().unwrap_or_default();
                        let frames = lock(&server.0.seq);
                        // Our own frames count from 2.
                        let behind = usize::try_from(seen.saturating_sub(1)).unwrap_or_default();
                        let mut missed: Vec<String> =
                            frames.iter().skip(behind).cloned().collect();
                        let seq = frames.len() + 1;
                        missed.push(
                            json!({ "op": 0, "t": "RESUMED", "s": seq, "d": {} }).to_string(),
                        );
                        missed
                    }
                    _ => Vec::new(),
                }
            }
        };
        for frame in out {
            if socket.send(Message::Text(frame.into())).await.is_err() {
                return;
            }
        }
    }
}

async fn answer(State(server): State<Server>, method: Method, uri: Uri, body: Bytes) -> Response {
    let path = uri.path().strip_prefix("/discord/api/v10/").unwrap_or_default().to_owned();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    match (method.as_str(), &parts[..]) {
        ("GET", ["users", "@me"]) => told(json!({ "id": BOT, "bot": true, "username": "vouch" })),
        ("GET", ["guilds", _]) => told(json!({ "id": GUILD, "name": "Crowd" })),
        ("GET", ["guilds", _, "roles"]) => {
            told(json!([{ "id": GUILD, "name": "@everyone", "permissions": "0" }]))
        }
        ("GET", ["guilds", _, "members", user]) => told(json!({
            "user": { "id": user, "username": format!("person-{user}") }, "roles": [], "nick": null,
        })),
        ("GET", ["gateway", "bot"]) => told(json!({
            "url": format!("ws://{}/discord/gateway", server.0.address), "shards": 1,
            "session_start_limit": { "total": 1_000, "remaining": 999, "reset_after": 0, "max_concurrency": 1 },
        })),
        ("PUT", ["applications", ..]) => told(json!([])),
        ("GET", ["channels", id]) => told(json!({
            "id": id, "type": 0, "name": format!("channel-{id}"), "permission_overwrites": [],
        })),
        ("POST", ["users", "@me", "channels"]) => {
            let user = body["recipient_id"].as_str().unwrap_or_default();
            told(json!({ "id": format!("9{user}"), "type": 1 }))
        }
        ("POST", ["channels", channel, "messages"]) => server.post(channel, body),
        ("GET", ["channels", channel, "messages", id]) => {
            told(json!({ "id": id, "channel_id": channel, "content": "NOR-1 · Acme" }))
        }
        ("PATCH", ["channels", channel, "messages", id]) => {
            if let Some(message) = lock(&server.0.kept).posted.get_mut(&id.parse().unwrap_or(0)) {
                message.body = body;
            }
            told(json!({ "id": id, "channel_id": channel }))
        }
        ("POST", ["channels", _, "messages", id, "threads"]) => {
            told(json!({ "id": id, "type": 11 }))
        }
        ("PUT" | "DELETE", ["channels", ..]) => StatusCode::NO_CONTENT.into_response(),
        ("POST", ["interactions", id, _, "callback"]) => {
            let now = Instant::now();
            lock(&server.0.kept).answers.entry((*id).to_owned()).or_insert((now, body));
            server.0.moved.notify_waiters();
            StatusCode::NO_CONTENT.into_response()
        }
        ("PATCH", ["webhooks", _, token, "messages", "@original"]) => {
            // A result that took longer than its answer was due: in its place, and no earlier.
            let id = token.strip_prefix("token-").unwrap_or_default();
            if let Some((_, said)) = lock(&server.0.kept).answers.get_mut(id) {
                *said = json!({ "data": body });
            }
            told(json!({ "id": "1" }))
        }
        _ => {
            let unknown = json!({ "code": 0, "message": format!("{method} {path}") });
            (StatusCode::NOT_FOUND, Json(unknown)).into_response()
        }
    }
}

fn told(body: Value) -> Response {
    Json(body).into_response()
}

impl Server {
    fn post(&self, channel: &str, body: Value) -> Response {
        let mut kept = lock(&self.0.kept);
        let now = Instant::now();
        if kept.waits.get(channel).is_some_and(|until| now < *until) {
            kept.early += 1;
        }
        let nonce = body["nonce"].as_str().unwrap_or_default().to_owned();
        let known = kept.by_nonce.get(&nonce).copied().filter(|_| !nonce.is_empty());
        let weather = kept.weather;
        let lot = kept.random.as_mut().map_or(99, |random| random.random_range(0..100));
        if lot < weather.limited {
            kept.limited += 1;
            let wait = Duration::from_millis(300 + u64::from(lot) * 100);
            kept.waits.insert(channel.to_owned(), now + wait);
            return limited(wait);
        }
        let id = known.unwrap_or_else(|| {
            kept.next += 1;
            let id = snowflake(kept.next);
            kept.posted.insert(id, Posted { channel: channel.to_owned(), body });
            kept.by_nonce.insert(nonce, id);
            id
        });
        if lot < weather.limited + weather.lost {
            kept.lost += 1;
            return lost();
        }
        told(json!({ "id": id.to_string(), "channel_id": channel }))
    }
}

fn limited(wait: Duration) -> Response {
    let seconds = wait.as_secs_f64();
    let body = json!({ "message": "You are being rate limited.", "retry_after": seconds, "global": false });
    let headers =
        [("Retry-After", seconds.ceil().to_string()), ("X-RateLimit-Scope", "user".to_owned())];
    (StatusCode::TOO_MANY_REQUESTS, headers, Json(body)).into_response()
}

/// The head promises a body, then the connection breaks.
fn lost() -> Response {
    let broken = futures_util::stream::once(async {
        Err::<Bytes, _>(std::io::Error::other("the answer is lost"))
    });
    Response::new(Body::from_stream(broken))
}
