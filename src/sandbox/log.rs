//! The raw log: every call of the bot, every delivery to it, and every acknowledgement.
//!
//! Kept in memory only; the oldest entries go when there are very many.

use std::collections::VecDeque;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

/// Entries kept at most; enough for any test, small enough for a sandbox left running for weeks.
const KEPT: usize = 50_000;

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The bot called the Web API.
    Api,
    /// Something was delivered over a socket.
    Event,
    /// Something was delivered by signed HTTP.
    Push,
    /// The bot answered a delivery.
    Ack,
}

/// One line of the log.
#[derive(Clone, Debug)]
pub struct Entry {
    pub seq: u64,
    pub at: DateTime<Utc>,
    pub kind: Kind,
    pub method: String,
    pub team_id: Option<String>,
    pub request: Value,
    pub response: Value,
    pub ms: u64,
    /// The delivery that an acknowledgement answers.
    pub of: Option<u64>,
    /// How a call of the bot brought its arguments, and with which HTTP status it was answered.
    pub wire: Option<(&'static str, u16)>,
    /// Named where it is not Slack.
    pub platform: Option<&'static str>,
}

#[derive(Default)]
pub struct Log {
    entries: VecDeque<Entry>,
    last: u64,
}

impl Log {
    /// Adds an entry; its number is filled in and given back.
    pub fn add(&mut self, mut entry: Entry) -> u64 {
        self.last += 1;
        entry.seq = self.last;
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
        self.last
    }

    /// All entries after a number.
    pub fn after(&self, seq: u64) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.seq > seq)
    }

    #[must_use]
    pub fn find(&self, seq: u64) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.seq == seq)
    }

    /// The payload of a delivered event, by its `event_context`.
    #[must_use]
    pub fn event(&self, context: &str) -> Option<&Value> {
        let of = |entry: &'_ Entry| match entry.kind {
            Kind::Event => Some("/payload"),
            Kind::Push => Some(""),
            Kind::Api | Kind::Ack => None,
        };
        let payloads =
            self.entries.iter().rev().filter_map(|entry| entry.request.pointer(of(entry)?));
        payloads.into_iter().find(|payload| payload["event_context"] == json!(context))
    }

    /// The number of the newest entry.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.last
    }
}

impl Entry {
    #[must_use]
    pub fn new(at: DateTime<Utc>, kind: Kind, method: &str) -> Self {
        Self {
            seq: 0,
            at,
            kind,
            method: method.to_owned(),
            team_id: None,
            request: json!({}),
            response: json!({}),
            ms: 0,
            of: None,
            wire: None,
            platform: None,
        }
    }

    #[must_use]
    pub fn json(&self) -> Value {
        let kind = match self.kind {
            Kind::Api => "api",
            Kind::Event => "event",
            Kind::Push => "push",
            Kind::Ack => "ack",
        };
        let mut json = json!({
            "seq": self.seq,
            "at": rfc3339(self.at),
            "kind": kind,
            "method": self.method,
            "team_id": self.team_id,
            "request": self.request,
            "response": self.response,
            "ms": self.ms,
        });
        if let Some((form, status)) = self.wire {
            json["form"] = json!(form);
            json["status"] = json!(status);
        }
        if let Some(platform) = self.platform {
            json["platform"] = json!(platform);
        }
        if let Some(of) = self.of {
            json["of"] = json!(of);
        }
        json
    }
}

/// A time as this sandbox's answers write it.
#[must_use]
pub fn rfc3339(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
