//! What lasts as long as the process: sessions of the Gateway, interactions and their tokens, what
//! is left of rate limits.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use tokio::sync::oneshot;

use super::gateway::session::Session;
use super::rest::limits::Buckets;

/// How long the first answer to an interaction has, in real time.
/// Source: Discord, "Receiving and Responding".
pub const DEADLINE: Duration = Duration::from_secs(3);

/// How long a token of an interaction lives, on the world's clock. Source: the same page.
const TOKEN_LIFE: TimeDelta = TimeDelta::minutes(15);

/// How long a dead token is remembered, so that "expired" and "unknown" stay different answers.
const REMEMBERED: TimeDelta = TimeDelta::days(1);

#[derive(Default)]
pub struct Live {
    pub sessions: Vec<Session>,
    /// Numbers sockets.
    pub last_wire: u64,
    /// Heartbeats are not answered.
    pub muted: bool,
    /// By id.
    pub interactions: HashMap<String, Interaction>,
    pub buckets: Buckets,
}

/// What kind of interaction it is, as the API numbers them.
/// Source: Discord, "Interaction Type".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    Submit = 5,
}

/// Something a person did, and how far its answer has come.
#[derive(Debug)]
pub struct Interaction {
    pub token: String,
    pub kind: Kind,
    pub user: String,
    pub channel: String,
    /// The message whose component was used.
    pub message: Option<String>,
    /// For deadlines, which are real time.
    pub made: Instant,
    /// For the token's life, which is the world's.
    pub at: DateTime<Utc>,
    pub answered: bool,
    /// Told of the answer; gone once it was.
    pub waiting: Option<oneshot::Sender<Value>>,
    /// The message that is `@original`: its channel and id.
    pub original: Option<(String, String)>,
    /// Further messages sent with the token.
    pub further: Vec<(String, String)>,
    /// The log's number of its delivery.
    pub seq: u64,
    /// What messages of the answer say about it.
    pub metadata: Value,
}

impl Interaction {
    #[must_use]
    pub fn expired(&self, now: DateTime<Utc>) -> bool {
        now - self.at > TOKEN_LIFE
    }

    /// Too late for the first answer.
    #[must_use]
    pub fn late(&self) -> bool {
        self.made.elapsed() > DEADLINE
    }
}

impl Live {
    pub fn forget_old(&mut self, now: DateTime<Utc>) {
        self.interactions.retain(|_, one| now - one.at < REMEMBERED);
    }

    /// The interaction with a token, and its id.
    #[must_use]
    pub fn by_token(&self, token: &str) -> Option<(&String, &Interaction)> {
        self.interactions.iter().find(|(_, one)| one.token == token)
    }

    /// Whether any bot hears what happens, now or when it resumes.
    #[must_use]
    pub fn has_ears(&self, now: DateTime<Utc>) -> bool {
        self.sessions.iter().any(|session| session.can_resume(now))
    }

    /// Whether a bot is connected now.
    #[must_use]
    pub fn connected(&self) -> bool {
        self.sessions.iter().any(Session::is_open)
    }
}
