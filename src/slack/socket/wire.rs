//! The life of one socket connection: greeting, deliveries, acknowledgements, farewell.

use std::time::Duration;

use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};
use tokio_tungstenite::tungstenite::{Bytes, Error, Message};

use super::{Counted, Link, Socket};
use crate::chat::foreign::parse;
use crate::slack::answer;

/// How long a connection that was told to leave, or that we want to leave, is still used. Slack
/// warns about ten seconds ahead (slack.md §2.1).
const FAREWELL: Duration = Duration::from_secs(15);

/// Why a connection ends.
enum End {
    Closed,
    Left,
}

/// Lives until either side closes. `replace` is dropped as soon as a successor is wanted.
pub(super) async fn live(socket: Socket, link: Link, replace: oneshot::Sender<()>) {
    let (out, mut frames) = socket.split();
    let (acks, mut acked) = mpsc::unbounded_channel();
    let mut wire = Wire::new(link, out, acks, replace);
    let mut ping = interval(wire.link.beat.ping);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let stop = wire.link.stop.clone();
    loop {
        let step = tokio::select! {
            frame = frames.next() => wire.hear(frame),
            Some(ack) = acked.recv() => wire.acknowledge(ack).await,
            _ = ping.tick() => wire.ping().await,
            () = sleep_until(wire.leave_at.unwrap_or(wire.heard)), if wire.leaving() => Err(End::Left),
            () = stop.cancelled(), if !wire.stopped => wire.stop(),
        };
        if step.and_then(|()| wire.done()).is_err() {
            break;
        }
    }
    let _closed = wire.out.close().await;
}

struct Wire {
    link: Link,
    out: SplitSink<Socket, Message>,
    acks: mpsc::UnboundedSender<Option<String>>,
    /// Deliveries taken whose acknowledgement has not gone out.
    in_hand: usize,
    heard: Instant,
    leave_at: Option<Instant>,
    stopped: bool,
    replace: Option<oneshot::Sender<()>>,
    standing: Option<Counted>,
}

impl Wire {
    fn new(
        link: Link,
        out: SplitSink<Socket, Message>,
        acks: mpsc::UnboundedSender<Option<String>>,
        replace: oneshot::Sender<()>,
    ) -> Self {
        let (in_hand, heard) = (0, Instant::now());
        let (leave_at, stopped, replace, standing) = (None, false, Some(replace), None);
        Self { link, out, acks, in_hand, heard, leave_at, stopped, replace, standing }
    }

    fn leaving(&self) -> bool {
        self.leave_at.is_some()
    }

    /// Stopped by ourselves and nothing left to say.
    fn done(&self) -> Result<(), End> {
        let over = self.stopped && self.in_hand == 0;
        if over { Err(End::Left) } else { Ok(()) }
    }

    fn stop(&mut self) -> Result<(), End> {
        self.stopped = true;
        self.leave_at.get_or_insert(Instant::now() + FAREWELL);
        Ok(())
    }

    fn hear(&mut self, frame: Option<Result<Message, Error>>) -> Result<(), End> {
        let Some(Ok(frame)) = frame else { return Err(End::Closed) };
        self.heard = Instant::now();
        match frame {
            Message::Text(text) => self.read(&text),
            Message::Close(_) => return Err(End::Closed),
            // The library answers pings by itself; Slack sends nothing else.
            Message::Ping(_) | Message::Pong(_) | Message::Binary(_) | Message::Frame(_) => {}
        }
        Ok(())
    }

    fn read(&mut self, text: &str) {
        let frame = parse(text).unwrap_or_default();
        match (frame["type"].as_str(), frame["envelope_id"].as_str()) {
            (Some("hello"), None) => self.greet(),
            (Some("disconnect"), None) => self.told_to_leave(&frame),
            // What has no envelope is kept too, but there is nothing to acknowledge.
            (_, envelope) if !self.stopped => self.take(text, envelope.map(str::to_owned)),
            // Not taken once we stop: unacknowledged, Slack sends an event again elsewhere.
            _ => tracing::warn!("a socket frame was left unread"),
        }
    }

    fn greet(&mut self) {
        tracing::info!("a socket connection to Slack stands");
        self.standing = Some(self.link.counted());
        self.link.greeted();
    }

    /// Slack wants this connection to end: the next one comes first, then this one.
    fn told_to_leave(&mut self, frame: &Value) {
        let reason = frame["reason"].as_str().unwrap_or_default();
        let known =
            ["warning", "refresh_requested", "link_disabled"].iter().find(|one| **one == reason);
        tracing::info!(reason = known.copied().unwrap_or("other"), "Slack renews a connection");
        self.leave_at.get_or_insert(Instant::now() + FAREWELL);
        self.replace = None;
    }

    /// Works on a delivery beside all others; its acknowledgement comes back by channel.
    fn take(&mut self, text: &str, envelope: Option<String>) {
        self.in_hand += 1;
        let (acks, received) = (self.acks.clone(), Instant::now());
        let Link { slack, intake, .. } = self.link.clone();
        let tasks = slack.tasks.clone();
        let work = answer::handle(slack, intake, text.to_owned(), received);
        tasks.spawn(async move {
            let with =
                |envelope: String, payload| json!({ "envelope_id": envelope, "payload": payload });
            let ack = match (work.await, envelope) {
                (Ok(Some(payload)), Some(envelope)) => Some(with(envelope, payload)),
                (Ok(None), Some(envelope)) => Some(json!({ "envelope_id": envelope })),
                (Err(answer::NotTaken { instead }), Some(envelope)) => {
                    instead.map(|payload| with(envelope, payload))
                }
                (_, None) => None,
            };
            // The connection may be gone; what was taken is kept, and Slack or the person repeats.
            let _gone = acks.send(ack.map(|ack| ack.to_string()));
        });
    }

    async fn acknowledge(&mut self, ack: Option<String>) -> Result<(), End> {
        self.in_hand = self.in_hand.saturating_sub(1);
        let Some(ack) = ack else { return Ok(()) };
        self.out.send(Message::text(ack)).await.map_err(|_| End::Closed)
    }

    async fn ping(&mut self) -> Result<(), End> {
        if self.heard.elapsed() > self.link.beat.silence {
            return Err(End::Closed);
        }
        self.out.send(Message::Ping(Bytes::new())).await.map_err(|_| End::Closed)
    }
}
