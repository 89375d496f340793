//! The browser page and its change feed. The page's files are in `assets/`, built into the program.

use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;

use super::guard::refuse;
use super::hub::Hub;

/// Everything comes from here, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      font-src 'self'; connect-src 'self' ws:; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

#[path = "assets/files.rs"]
mod files;

/// `GET /`, and the addresses of messages: the page leads to them by itself.
pub async fn index() -> Response {
    file("index.html")
}

/// `GET /assets/{name}`.
pub async fn asset(Path(name): Path<String>) -> Response {
    file(&name)
}

fn file(name: &str) -> Response {
    let Some((_, kind, content)) = files::ALL.iter().find(|(known, ..)| *known == name) else {
        return refuse(StatusCode::NOT_FOUND, "no_such_file", "The page has no such file.");
    };
    let headers = [
        (CONTENT_TYPE, *kind),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // The next start may bring another page under the same name.
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, *content).into_response()
}

/// `GET /sandbox/v1/changes`: tells the page what to read again.
pub async fn changes(State(hub): State<Arc<Hub>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| tell(hub, socket)).into_response()
}

async fn tell(hub: Arc<Hub>, mut socket: WebSocket) {
    let mut changes = hub.changes.subscribe();
    let hello = json!({ "hello": true, "seq": hub.lock().bursts });
    if socket.send(Message::Text(hello.to_string().into())).await.is_err() {
        return;
    }
    loop {
        let text = tokio::select! {
            change = changes.recv() => match change {
                Ok(text) => text,
                // Too slow to follow: with everything named, the page reads it all.
                Err(RecvError::Lagged(_)) => json!({ "changed": ["world", "clock", "log"], "lagged": true }).to_string(),
                Err(RecvError::Closed) => return,
            },
            heard = socket.recv() => match heard {
                Some(Ok(_)) => continue,
                _ => return,
            },
            () = hub.stopping.cancelled() => return,
        };
        if socket.send(Message::Text(text.into())).await.is_err() {
            return;
        }
    }
}
