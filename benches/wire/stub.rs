//! A stub of Slack's Web API: it says yes at once, and remembers what the load needs to know.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::any;
use serde_json::{Value, json};

use crate::slack::HOME;

#[derive(Clone, Default)]
pub struct Stub {
    heard: Arc<Heard>,
}

#[derive(Default)]
struct Heard {
    /// The forms that were opened, by the trigger that opened them.
    forms: Mutex<HashMap<String, String>>,
    /// One view of each flow: all of a flow's look alike.
    samples: Mutex<HashMap<String, Value>>,
    /// What was posted or redrawn since somebody asked.
    posts: Mutex<Vec<Post>>,
    listening: AtomicBool,
    /// When a Home was drawn since somebody asked.
    homes: Mutex<Vec<Instant>>,
    next: AtomicU64,
    /// Methods that nobody thought of.
    unknown: Mutex<Vec<String>>,
}

#[derive(Clone, Debug)]
pub struct Post {
    pub at: Instant,
    pub channel: String,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Stub {
    /// Serves for as long as the process lives.
    pub async fn start() -> std::io::Result<(Self, SocketAddr)> {
        let stub = Self::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let addr = listener.local_addr()?;
        let router = Router::new().route("/api/{method}", any(answer)).with_state(stub.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok((stub, addr))
    }

    /// Takes out the form that this trigger opened.
    pub fn form(&self, trigger: &str) -> Option<String> {
        lock(&self.heard.forms).remove(trigger)
    }

    /// How many forms were opened and not taken out.
    pub fn forms(&self) -> usize {
        lock(&self.heard.forms).len()
    }

    /// A view of this flow, as it was opened.
    pub fn sample(&self, flow: &str) -> Option<Value> {
        lock(&self.heard.samples).get(flow).cloned()
    }

    /// Keeps what is posted from now on.
    pub fn listen(&self) {
        self.heard.listening.store(true, Ordering::Relaxed);
    }

    /// Takes out everything that was posted since the last time.
    pub fn posts(&self) -> Vec<Post> {
        std::mem::take(&mut lock(&self.heard.posts))
    }

    /// Takes out when Homes were drawn since the last time.
    pub fn homes(&self) -> Vec<Instant> {
        std::mem::take(&mut lock(&self.heard.homes))
    }

    pub fn unknown(&self) -> Vec<String> {
        lock(&self.heard.unknown).clone()
    }
}

async fn answer(
    State(stub): State<Stub>,
    Path(method): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    body: Bytes,
) -> Response {
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let word = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let told = match method.as_str() {
        "auth.test" => json!({
            "ok": true, "url": "https://vendor.slack.com/", "team": "Vendor", "user": "vouch",
            "team_id": HOME, "user_id": "UBOT", "bot_id": "BBOT",
        }),
        "views.open" => {
            let view = &body["view"];
            let named = |name: &str| view[name].as_str().unwrap_or_default().to_owned();
            lock(&stub.heard.samples).entry(named("callback_id")).or_insert_with(|| view.clone());
            lock(&stub.heard.forms).insert(word("trigger_id"), named("private_metadata"));
            json!({ "ok": true, "view": { "id": "V0", "hash": "1.a" } })
        }
        "chat.postMessage" | "chat.update" => {
            let nth = stub.heard.next.fetch_add(1, Ordering::Relaxed);
            let given = word("ts");
            let ts = if given.is_empty() { format!("1700000000.{nth:06}") } else { given };
            let channel = word("channel");
            let answer = json!({ "ok": true, "channel": &channel, "ts": ts });
            if stub.heard.listening.load(Ordering::Relaxed) {
                lock(&stub.heard.posts).push(Post { at: Instant::now(), channel });
            }
            answer
        }
        "views.publish" => {
            lock(&stub.heard.homes).push(Instant::now());
            json!({ "ok": true, "view": { "id": "VHOME", "hash": "1.a" } })
        }
        "users.info" => {
            let user = query.get("user").cloned().unwrap_or_default();
            let team = user.replace("UMEMBER", "TPARTNER");
            json!({ "ok": true, "user": { "id": user, "team_id": team, "name": "grace" } })
        }
        "chat.getPermalink" => {
            let asked = |name: &str| query.get(name).cloned().unwrap_or_default();
            let (channel, ts) = (asked("channel"), asked("message_ts").replace('.', ""));
            json!({ "ok": true, "permalink": format!("https://vendor.slack.com/archives/{channel}/p{ts}") })
        }
        "conversations.open" => {
            let user = word("users").replacen('U', "D", 1);
            json!({ "ok": true, "channel": { "id": user } })
        }
        "pins.add" | "chat.postEphemeral" | "views.update" => json!({ "ok": true }),
        _ => {
            lock(&stub.heard.unknown).push(method);
            json!({ "ok": false, "error": "unknown_method" })
        }
    };
    let scopes = vouch::slack::SCOPES.join(",");
    ([("X-OAuth-Scopes", scopes)], Json(told)).into_response()
}
