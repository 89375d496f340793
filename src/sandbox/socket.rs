//! Socket Mode: the WebSocket a bot opens with a ticket from `apps.connections.open`.
//!
//! A frame goes to a random open socket, as with Slack, so that nobody comes to rely on one.
//! Source: Slack, "Using Socket Mode".

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::guard::refuse;
use super::hub::Hub;
use super::world::seed::APP_ID;

/// Connections one app may have. Source: Slack, "Using Socket Mode".
const SOCKETS_MAX: usize = 10;

/// How long a socket lives before it is asked to come again, and with `debug_reconnects=true`.
const LIFE: Duration = Duration::from_secs(4 * 3600);
const SHORT_LIFE: Duration = Duration::from_secs(360);

/// How long before its end a socket is warned.
const WARNING: Duration = Duration::from_secs(10);

const PING: Duration = Duration::from_secs(10);

/// The sending end of an open socket.
pub struct Wire {
    id: u64,
    out: mpsc::UnboundedSender<Out>,
}

enum Out {
    Frame(String),
    /// Warn, and close a while later.
    Warn,
    /// Close without a word.
    Cut,
}

#[derive(Deserialize)]
pub struct Opening {
    #[serde(default)]
    ticket: String,
    #[serde(default)]
    debug_reconnects: bool,
}

/// The address a bot is given by `apps.connections.open`.
#[must_use]
pub fn address(state: &mut super::hub::State, base: &str) -> String {
    let ticket = super::hub::random_hex();
    state.tickets.insert(ticket.clone());
    let base = base.replacen("http", "ws", 1);
    format!("{base}/socket?ticket={ticket}&app_id={APP_ID}")
}

/// `GET /socket`: a bot connects.
pub async fn open(
    State(hub): State<Arc<Hub>>,
    Query(opening): Query<Opening>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let (known, room) = {
        let mut state = hub.lock();
        let known = state.tickets.remove(&opening.ticket);
        let room = state.wires.len() + state.wires_opening < SOCKETS_MAX;
        state.wires_opening += usize::from(known && room);
        (known, room)
    };
    if !known {
        return refuse(StatusCode::FORBIDDEN, "bad_ticket", "This ticket is used or unknown.");
    }
    if !room {
        let sentence = "Ten sockets are open already; Slack allows no more.";
        return refuse(StatusCode::TOO_MANY_REQUESTS, "too_many_websockets", sentence);
    }
    let life = if opening.debug_reconnects { SHORT_LIFE } else { LIFE };
    let broken = hub.clone();
    upgrade
        .on_failed_upgrade(move |_| broken.lock().wires_opening -= 1)
        .on_upgrade(move |socket| serve(hub, socket, life))
        .into_response()
}

/// Sends a frame over a random open socket; false when there is none.
pub fn send(hub: &Hub, frame: &Value) -> bool {
    let mut state = hub.lock();
    while !state.wires.is_empty() {
        let pick = rand::random_range(0..state.wires.len());
        if state.wires[pick].out.send(Out::Frame(frame.to_string())).is_ok() {
            return true;
        }
        state.wires.remove(pick);
    }
    false
}

/// Cuts every open socket, as a network would.
pub fn cut_all(hub: &Hub) {
    for wire in hub.lock().wires.drain(..) {
        let _ = wire.out.send(Out::Cut);
    }
}

/// Warns every open socket that it will be closed.
pub fn warn_all(hub: &Hub) {
    for wire in &hub.lock().wires {
        let _ = wire.out.send(Out::Warn);
    }
}

async fn serve(hub: Arc<Hub>, mut socket: WebSocket, life: Duration) {
    let (out, mut frames) = mpsc::unbounded_channel();
    let (id, connections) = {
        let state = hub.lock();
        (state.next_wire, state.wires.len() + 1)
    };
    let greeted = socket.send(hello(connections, life)).await;
    {
        let mut state = hub.lock();
        state.wires_opening -= 1;
        if greeted.is_err() {
            return;
        }
        state.next_wire += 1;
        state.wires.push(Wire { id, out });
        hub.sockets.send_replace(state.wires.len());
    }
    talk(&hub, &mut socket, &mut frames, life).await;
    let mut state = hub.lock();
    state.wires.retain(|wire| wire.id != id);
    hub.sockets.send_replace(state.wires.len());
}

/// Moves frames both ways until one side ends it.
async fn talk(
    hub: &Hub,
    socket: &mut WebSocket,
    frames: &mut mpsc::UnboundedReceiver<Out>,
    life: Duration,
) {
    let mut ping = tokio::time::interval(PING);
    let warning = tokio::time::sleep(life.saturating_sub(WARNING));
    let end = tokio::time::sleep(life);
    tokio::pin!(warning, end);
    let mut warned = false;
    loop {
        let message = tokio::select! {
            frame = frames.recv() => match frame {
                Some(Out::Frame(text)) => Message::Text(text.into()),
                Some(Out::Warn) => {
                    warned = true;
                    end.as_mut().reset(tokio::time::Instant::now() + WARNING);
                    disconnect("warning")
                }
                // A dropped sender is a cut as well.
                Some(Out::Cut) | None => return,
            },
            incoming = socket.recv() => match incoming {
                Some(Ok(message)) => { heard(hub, &message); continue; }
                _ => return,
            },
            _ = ping.tick() => Message::Ping("Ping from sandbox".into()),
            () = &mut warning, if !warned => { warned = true; disconnect("warning") }
            () = &mut end => {
                let _ = socket.send(disconnect("refresh_requested")).await;
                return;
            }
            () = hub.stopping.cancelled() => return,
        };
        if socket.send(message).await.is_err() {
            return;
        }
    }
}

/// Hands an acknowledgement to whoever waits for it. Anything else a bot says is no error.
fn heard(hub: &Hub, message: &Message) {
    let Message::Text(text) = message else { return };
    let Ok(frame) = serde_json::from_str::<Value>(text.as_str()) else { return };
    let Some(envelope_id) = frame["envelope_id"].as_str() else { return };
    let waiting = {
        let mut state = hub.lock();
        let waiting = state
            .unanswered
            .get_mut(envelope_id)
            .and_then(|queue| (!queue.is_empty()).then(|| queue.remove(0)));
        state.unanswered.retain(|_, queue| !queue.is_empty());
        waiting
    };
    if let Some(waiting) = waiting {
        let _ = waiting.send(frame);
    }
}

fn hello(connections: usize, life: Duration) -> Message {
    let hello = json!({
        "type": "hello",
        "num_connections": connections,
        "debug_info": {
            "host": "sandbox",
            "build_number": 1,
            "approximate_connection_time": life.as_secs(),
        },
        "connection_info": { "app_id": APP_ID },
    });
    Message::Text(hello.to_string().into())
}

fn disconnect(reason: &str) -> Message {
    let frame =
        json!({ "type": "disconnect", "reason": reason, "debug_info": { "host": "sandbox" } });
    Message::Text(frame.to_string().into())
}
