//! A session of the Gateway: what it has to hear, over which socket, and what it may ask for again.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::Out;

/// How long a session without a socket can be resumed, on the world's clock.
/// Source: Discord says "a few minutes"; this is our choice.
const KEPT: TimeDelta = TimeDelta::minutes(5);

/// Frames kept for a session that resumes.
const FRAMES_MAX: usize = 1_000;

/// Source: Discord, "Gateway Intents".
const GUILDS: u64 = 1;
pub const MEMBERS: u64 = 1 << 1;

pub struct Session {
    pub id: String,
    pub intents: u64,
    /// Number of its socket, and the way to it.
    pub wire: Option<(u64, UnboundedSender<Out>)>,
    /// The number of its latest event.
    pub seq: u64,
    /// Its latest events, oldest first.
    frames: VecDeque<(u64, Value)>,
    /// Since when it has had no socket.
    pub lost_at: Option<DateTime<Utc>>,
}

impl Session {
    #[must_use]
    pub fn new(intents: u64, wire: (u64, UnboundedSender<Out>)) -> Self {
        Self {
            id: crate::sandbox::hub::random_hex(),
            intents,
            wire: Some(wire),
            seq: 0,
            frames: VecDeque::new(),
            lost_at: None,
        }
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        self.wire.is_some()
    }

    #[must_use]
    pub fn can_resume(&self, now: DateTime<Utc>) -> bool {
        self.lost_at.is_none_or(|lost| now - lost <= KEPT)
    }

    /// Numbers an event, keeps it, and sends it where a socket is open. Gives the frame.
    pub fn hear(&mut self, event: &str, data: &Value) -> Value {
        self.seq += 1;
        let frame = json!({ "op": 0, "s": self.seq, "t": event, "d": data });
        if self.frames.len() == FRAMES_MAX {
            self.frames.pop_front();
        }
        self.frames.push_back((self.seq, frame.clone()));
        self.send(Out::Frame(frame.to_string()));
        frame
    }

    /// Sends again what came after a number.
    pub fn replay(&self, after: u64) {
        for (_, frame) in self.frames.iter().filter(|(seq, _)| *seq > after) {
            self.send(Out::Frame(frame.to_string()));
        }
    }

    pub fn send(&self, out: Out) {
        if let Some((_, wire)) = &self.wire {
            // A socket that is just closing loses it; a session that resumes asks again.
            let _ = wire.send(out);
        }
    }

    /// Whether it asked for events of this name. Interactions need no intent.
    #[must_use]
    pub fn wants(&self, event: &str) -> bool {
        let needed = match event {
            _ if event.starts_with("GUILD_MEMBER_") => MEMBERS,
            _ if ["GUILD_", "CHANNEL_", "THREAD_"].iter().any(|of| event.starts_with(of)) => GUILDS,
            _ => 0,
        };
        self.intents & needed == needed
    }
}
