//! The life of one connection: greeting, heartbeats, frames, farewell.
//!
//! Source: Discord, "Gateway"; "Opcodes and Status Codes", "Gateway Close Event Codes".

use std::time::Duration;

use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::seen::{Seen, Session};
use super::{Counted, Link, Socket};
use crate::chat::foreign::{Body, parse};
use crate::discord::answer;
use crate::discord::decode;

/// How long a connection may take to greet us.
const GREETING: Duration = Duration::from_secs(20);
/// Between two tries to keep what could not be kept.
const TRY_AGAIN: Duration = Duration::from_secs(1);
/// We leave with this code: 1000 would end the session, and a start could not resume it.
const LEAVING: u16 = 4000;
/// Commands need none; this one tells of the server itself.
const GUILDS: u64 = 1;
/// Tells who leaves. Discord gives it only to applications that have it switched on.
const GUILD_MEMBERS: u64 = 1 << 1;

/// Why a connection ended, by what comes next.
pub(super) enum End {
    /// The session can be resumed.
    Again,
    /// There is none any more.
    Anew,
    /// Trying again would end the same way.
    Refused(String),
}

/// Lives until either side closes.
pub(super) async fn live(socket: Socket, link: &Link) -> End {
    let (out, mut frames) = socket.split();
    let (done, mut kept) = mpsc::unbounded_channel();
    let mut wire = Wire::new(link.clone(), out, done);
    let stop = link.stop.clone();
    loop {
        let step = tokio::select! {
            frame = frames.next() => wire.hear(frame).await,
            Some((seq, kept)) = kept.recv() => wire.worked_on(seq, kept),
            () = sleep_until(wire.next_beat) => wire.beat().await,
            () = stop.cancelled(), if !wire.stopped => wire.stop(),
        };
        if let Err(end) = step.and_then(|()| wire.done()) {
            wire.leave().await;
            return end;
        }
    }
}

struct Wire {
    link: Link,
    out: SplitSink<Socket, Message>,
    done: mpsc::UnboundedSender<(u64, bool)>,
    seen: Seen,
    /// Frames taken that are not kept yet.
    in_hand: usize,
    /// Between heartbeats; none before the greeting.
    interval: Option<Duration>,
    next_beat: Instant,
    /// The last heartbeat was heard.
    heard: bool,
    stopped: bool,
    standing: Option<Counted>,
}

impl Wire {
    fn new(
        link: Link,
        out: SplitSink<Socket, Message>,
        done: mpsc::UnboundedSender<(u64, bool)>,
    ) -> Self {
        let seq = link.session.borrow().as_ref().map_or(0, |session| session.seq);
        let (interval, next_beat) = (None, Instant::now() + GREETING);
        let (in_hand, seen) = (0, Seen::after(seq));
        let (heard, stopped, standing) = (true, false, None);
        Self { link, out, done, seen, in_hand, interval, next_beat, heard, stopped, standing }
    }

    /// Stopped by ourselves and nothing left to keep.
    fn done(&self) -> Result<(), End> {
        if self.stopped && self.in_hand == 0 { Err(End::Again) } else { Ok(()) }
    }

    fn stop(&mut self) -> Result<(), End> {
        self.stopped = true;
        Ok(())
    }

    async fn leave(&mut self) {
        let reason = "".into();
        let frame = CloseFrame { code: CloseCode::from(LEAVING), reason };
        let _gone = self.out.send(Message::Close(Some(frame))).await;
    }

    async fn hear(&mut self, frame: Option<Result<Message, Error>>) -> Result<(), End> {
        match frame {
            Some(Ok(Message::Text(text))) => self.read(text.as_str()).await,
            Some(Ok(Message::Close(frame))) => Err(closed(frame.as_ref())),
            // The library answers pings by itself; we ask for no compression.
            Some(Ok(
                Message::Ping(_) | Message::Pong(_) | Message::Binary(_) | Message::Frame(_),
            )) => Ok(()),
            Some(Err(_)) | None => Err(End::Again),
        }
    }

    async fn read(&mut self, text: &str) -> Result<(), End> {
        /// What a frame is. Source: Discord, "Gateway Opcodes".
        const DISPATCH: u64 = 0;
        const HEARTBEAT: u64 = 1;
        const RECONNECT: u64 = 7;
        const NO_SESSION: u64 = 9;
        const HELLO: u64 = 10;
        const HEARD: u64 = 11;
        let Some(frame) = parse(text) else {
            tracing::warn!("a frame of the Gateway could not be read");
            return Ok(());
        };
        let body = Body(&frame);
        match body.at("/op").0.as_u64() {
            Some(DISPATCH) => {
                self.dispatch(body, text);
                Ok(())
            }
            Some(HEARTBEAT) => self.send_beat().await,
            Some(RECONNECT) => Err(End::Again),
            Some(NO_SESSION) if body.at("/d").0.as_bool() == Some(true) => Err(End::Again),
            Some(NO_SESSION) => Err(End::Anew),
            Some(HELLO) => self.greet(body).await,
            Some(HEARD) => {
                self.heard = true;
                Ok(())
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Says who we are: the session that goes on, or the bot.
    async fn greet(&mut self, body: Body<'_>) -> Result<(), End> {
        let interval = body.at("/d/heartbeat_interval").0.as_u64().unwrap_or(41_250).max(1);
        let interval = Duration::from_millis(interval);
        self.interval = Some(interval);
        // Not all bots at the same moment.
        self.next_beat = Instant::now() + interval.mul_f64(rand::random_range(0.0..1.0));
        let session = self.link.session.borrow().clone();
        let settings = &self.link.discord.settings;
        let token = settings.token.expose();
        let frame = match session {
            Some(Session { id, seq, .. }) => {
                json!({ "op": 6, "d": { "token": token, "session_id": id, "seq": seq } })
            }
            None => {
                let members = if settings.members_intent { GUILD_MEMBERS } else { 0 };
                let properties =
                    json!({ "os": std::env::consts::OS, "browser": "vouch", "device": "vouch" });
                let intents = GUILDS | members;
                json!({ "op": 2, "d": {
                    "token": token, "intents": intents, "properties": properties, "compress": false,
                } })
            }
        };
        self.send(&frame).await
    }

    fn dispatch(&mut self, body: Body<'_>, text: &str) {
        let Some(seq) = body.at("/s").0.as_u64() else { return };
        match body.text("/t") {
            Some("READY") => self.ready(body, seq),
            Some("RESUMED") => {
                tracing::info!("the session with Discord goes on");
                self.stands();
                self.passed(seq);
            }
            // Not taken once we stop: its number does not count, and the next start gets it.
            _ if self.stopped => {}
            _ => self.take(text, seq),
        }
    }

    fn ready(&mut self, body: Body<'_>, seq: u64) {
        let Some(id) = body.token("/d/session_id") else { return };
        let resume_url = body.text("/d/resume_gateway_url").unwrap_or_default().to_owned();
        tracing::info!("a session with Discord stands");
        self.seen = Seen::after(seq);
        self.link.session.send_replace(Some(Session { id: id.to_owned(), resume_url, seq }));
        self.stands();
    }

    fn stands(&mut self) {
        self.standing = Some(self.link.counted());
        self.link.greeted();
    }

    /// Works on a frame beside all others; that it is kept comes back by channel.
    fn take(&mut self, text: &str, seq: u64) {
        let Link { discord, intake, stop, .. } = self.link.clone();
        let guild = &discord.settings.guild;
        let Some(delivery) = decode::delivery(text, guild, intake.now()) else {
            self.passed(seq);
            return;
        };
        self.in_hand += 1;
        self.seen.taken(seq);
        let (done, received) = (self.done.clone(), Instant::now());
        let tasks = discord.tasks.clone();
        tasks.spawn(async move {
            let mut kept = false;
            while !kept && !stop.is_cancelled() {
                kept = answer::handle(&discord, &intake, delivery.clone(), received).await;
                if !kept {
                    tokio::select! {
                        () = sleep(TRY_AGAIN) => {}
                        () = stop.cancelled() => {}
                    }
                }
            }
            // What is not kept by then the next start gets again. The connection may be gone.
            let _gone = done.send((seq, kept));
        });
    }

    fn passed(&mut self, seq: u64) {
        self.seen.passed(seq);
        self.moved();
    }

    fn worked_on(&mut self, seq: u64, kept: bool) -> Result<(), End> {
        self.in_hand = self.in_hand.saturating_sub(1);
        if kept {
            self.seen.kept(seq);
            self.moved();
        }
        Ok(())
    }

    fn moved(&self) {
        let to = self.seen.all_kept_to();
        self.link.session.send_if_modified(|session| match session {
            Some(session) if session.seq < to => {
                session.seq = to;
                true
            }
            Some(_) | None => false,
        });
    }

    /// A heartbeat is due. One that was never heard means that nobody is there any more.
    async fn beat(&mut self) -> Result<(), End> {
        let Some(interval) = self.interval.filter(|_| self.heard) else {
            tracing::warn!("Discord is not heard any more");
            return Err(End::Again);
        };
        self.heard = false;
        self.next_beat = Instant::now() + interval;
        self.send_beat().await
    }

    /// With the last number of which all is kept: what came after it must stay with Discord.
    async fn send_beat(&mut self) -> Result<(), End> {
        let seq = Some(self.seen.all_kept_to()).filter(|seq| *seq > 0);
        self.send(&json!({ "op": 1, "d": seq })).await
    }

    async fn send(&mut self, frame: &Value) -> Result<(), End> {
        self.out.send(Message::text(frame.to_string())).await.map_err(|_| End::Again)
    }
}

/// What a closed connection means.
fn closed(frame: Option<&CloseFrame>) -> End {
    let code = frame.map_or(1006, |frame| u16::from(frame.code));
    tracing::info!(code, "Discord closed the connection");
    let refused =
        |sentence: &str| End::Refused(format!("{sentence} (Discord closed with {code}.)"));
    match code {
        4004 => refused("Discord does not accept the token in DISCORD_BOT_TOKEN."),
        4010 | 4011 => refused("The bot is in more servers than one connection may serve."),
        4012 => refused("Discord does not speak version 10 of its Gateway any more."),
        4013 | 4014 => refused(
            "Discord refuses to tell who leaves the server. Switch on \"Server Members Intent\" \
             in the application's settings, or take DISCORD_MEMBERS_INTENT away.",
        ),
        // A number or a session that they do not know any more.
        4003 | 4007 | 4009 => End::Anew,
        _ => End::Again,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cases 7 and 9 of the list in docs/discord.md.
    #[test]
    fn cases_7_and_9_a_close_code_says_what_comes_next() {
        #[rustfmt::skip]
        let table = [
            // code  next
            (1000,   "again"),
            (4000,   "again"),
            (4001,   "again"),
            (4003,   "anew"),
            (4004,   "refused"),
            (4007,   "anew"),
            (4008,   "again"),
            (4009,   "anew"),
            (4010,   "refused"),
            (4011,   "refused"),
            (4012,   "refused"),
            (4013,   "refused"),
            (4014,   "refused"),
        ];
        for (code, next) in table {
            let frame = CloseFrame { code: CloseCode::from(code), reason: "".into() };
            let found = match closed(Some(&frame)) {
                End::Again => "again",
                End::Anew => "anew",
                End::Refused(_) => "refused",
            };
            assert_eq!(found, next, "{code}");
        }
    }
}
