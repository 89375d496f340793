//! A bot of a few lines: opens a socket, hands every envelope to a function, acknowledges with what
//! the function gives back.

use std::sync::Arc;
use std::sync::Mutex;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;

use super::Stage;

/// What a bot does with an envelope: the payload of its acknowledgement.
pub enum Ack {
    Bare,
    With(Value),
}

pub struct Bot {
    /// Every frame it got, the hello left out.
    pub heard: Arc<Mutex<Vec<Value>>>,
    task: JoinHandle<()>,
}

impl Bot {
    /// Connects; returns when the hello is there.
    pub async fn connect<F, R>(stage: &Stage, react: F) -> Self
    where
        F: Fn(Value) -> R + Send + 'static,
        R: Future<Output = Ack> + Send,
    {
        let token = stage.sandbox.credentials().app_token;
        let opened = stage.call_with(&token, "apps.connections.open", json!({})).await;
        let url = opened["url"].as_str().unwrap().to_owned();
        let (mut socket, _) = tokio_tungstenite::connect_async(&url).await.unwrap();
        let hello = next_frame(&mut socket).await.unwrap();
        assert_eq!(hello["type"], "hello");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let task = tokio::spawn({
            let heard = Arc::clone(&heard);
            async move {
                while let Some(frame) = next_frame(&mut socket).await {
                    heard.lock().unwrap().push(frame.clone());
                    let mut reply = json!({ "envelope_id": frame["envelope_id"] });
                    match react(frame).await {
                        Ack::Bare => {}
                        Ack::With(payload) => reply["payload"] = payload,
                    }
                    let sent = socket.send(Message::text(reply.to_string())).await;
                    if sent.is_err() {
                        return;
                    }
                }
            }
        });
        stage.sandbox.wait_for_socket().await;
        Self { heard, task }
    }

    /// The payloads of one type that came so far.
    pub fn payloads(&self, kind: &str) -> Vec<Value> {
        let heard = self.heard.lock().unwrap();
        heard
            .iter()
            .map(|frame| frame["payload"].clone())
            .filter(|payload| {
                payload["type"] == kind
                    || payload["event"]["type"] == kind
                    || payload["command"] == kind
            })
            .collect()
    }

    /// Ends when the sandbox closed the socket.
    pub async fn over(self) {
        self.task.await.unwrap();
    }
}

type Socket =
    tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn next_frame(socket: &mut Socket) -> Option<Value> {
    loop {
        match socket.next().await? {
            Ok(Message::Text(text)) => return serde_json::from_str(text.as_str()).ok(),
            Ok(_) => {}
            Err(_) => return None,
        }
    }
}
