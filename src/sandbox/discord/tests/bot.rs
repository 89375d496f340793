//! A bot of a few lines: connects to the Gateway, hands every interaction to a function, and answers
//! with what the function gives back.

use std::sync::{Arc, Mutex};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::{Stage, token};

/// An open connection to the Gateway, before or after it said who it is.
pub struct Line {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// What came over a line.
#[derive(Debug, PartialEq)]
pub enum Heard {
    Frame(Value),
    /// Closed with this code; none when the connection just broke.
    Closed(Option<u16>),
}

impl Heard {
    pub fn frame(self) -> Value {
        match self {
            Self::Frame(frame) => frame,
            Self::Closed(code) => panic!("closed with {code:?}"),
        }
    }
}

impl Line {
    /// Connects; returns when the hello is there.
    pub async fn open(stage: &Stage) -> Self {
        let answer = stage.rest_with("", "GET gateway", Value::Null).await;
        let url = format!("{}?v=10&encoding=json", answer.body["url"].as_str().unwrap());
        let (socket, _) = tokio_tungstenite::connect_async(&url).await.unwrap();
        let mut line = Self { socket };
        assert_eq!(line.hear().await.frame()["op"], 10);
        line
    }

    pub async fn say(&mut self, frame: Value) {
        self.socket.send(Message::text(frame.to_string())).await.unwrap();
    }

    pub async fn hear(&mut self) -> Heard {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => {
                    return Heard::Frame(serde_json::from_str(text.as_str()).unwrap());
                }
                Some(Ok(Message::Close(close))) => {
                    return Heard::Closed(close.map(|close| close.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Heard::Closed(None),
            }
        }
    }

    /// The next event of this name.
    pub async fn event(&mut self, name: &str) -> Value {
        loop {
            let frame = self.hear().await.frame();
            if frame["t"] == name {
                return frame;
            }
        }
    }

    pub async fn identify(&mut self, stage: &Stage, intents: u64) -> Heard {
        let asked = json!({ "token": token(stage), "intents": intents, "properties": {} });
        self.say(json!({ "op": 2, "d": asked })).await;
        self.hear().await
    }

    pub async fn resume(&mut self, stage: &Stage, session: &str, seq: u64) -> Heard {
        let asked = json!({ "token": token(stage), "session_id": session, "seq": seq });
        self.say(json!({ "op": 6, "d": asked })).await;
        self.hear().await
    }

    /// Connected and known; gives the session's id, too.
    pub async fn ready(stage: &Stage) -> (Self, String) {
        let mut line = Self::open(stage).await;
        let ready = line.identify(stage, 1).await.frame();
        assert_eq!(ready["t"], "READY");
        (line, ready["d"]["session_id"].as_str().unwrap().to_owned())
    }

    /// Gone as after a kill: no goodbye.
    pub fn broken(self) {
        drop(self);
    }

    pub async fn goodbye(mut self) {
        let frame = CloseFrame { code: CloseCode::Normal, reason: "".into() };
        let _ = self.socket.close(Some(frame)).await;
    }
}

pub struct Bot {
    /// Every interaction it got.
    pub heard: Arc<Mutex<Vec<Value>>>,
    /// What its answers were answered with: status and body.
    pub answers: Arc<Mutex<Vec<(u16, Value)>>>,
    task: JoinHandle<()>,
}

impl Bot {
    /// Connects. The function gives the answer to an interaction; null for none.
    pub async fn connect<F, R>(stage: &Stage, react: F) -> Self
    where
        F: Fn(Value) -> R + Send + 'static,
        R: Future<Output = Value> + Send,
    {
        let (mut line, _) = Line::ready(stage).await;
        let base = stage.sandbox.discord_credentials().unwrap().base_url;
        let http = stage.http.clone();
        let heard: Arc<Mutex<Vec<Value>>> = Arc::default();
        let answers: Arc<Mutex<Vec<(u16, Value)>>> = Arc::default();
        let task = tokio::spawn({
            let (heard, answers) = (Arc::clone(&heard), Arc::clone(&answers));
            async move {
                while let Heard::Frame(frame) = line.hear().await {
                    if frame["t"] != "INTERACTION_CREATE" {
                        continue;
                    }
                    let one = frame["d"].clone();
                    heard.lock().unwrap().push(one.clone());
                    let (id, token) = (one["id"].as_str().unwrap(), one["token"].as_str().unwrap());
                    let url = format!("{base}/api/v10/interactions/{id}/{token}/callback");
                    let answer = react(one.clone()).await;
                    if answer.is_null() {
                        continue;
                    }
                    let response = http.post(url).json(&answer).send().await.unwrap();
                    let status = response.status().as_u16();
                    let body = response.json().await.unwrap_or_default();
                    answers.lock().unwrap().push((status, body));
                }
            }
        });
        stage.sandbox.wait_for_gateway().await;
        Self { heard, answers, task }
    }

    /// The interactions it got so far.
    pub fn got(&self) -> Vec<Value> {
        self.heard.lock().unwrap().clone()
    }

    pub fn answered(&self) -> Vec<(u16, Value)> {
        self.answers.lock().unwrap().clone()
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        self.task.abort();
    }
}
