//! How often a bot may call a route, and what it is told of that. Discord asks bots to write no
//! numbers down and to read the headers; these numbers are ours.
//! Source: Discord, "Rate Limits".

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::reply::{Limited, Refused, seconds};

/// So many calls in a window, on the world's clock.
#[derive(Clone, Copy)]
struct Rule {
    calls: i64,
    window_ms: i64,
}

const fn rule(calls: i64, window_ms: i64) -> Rule {
    Rule { calls, window_ms }
}

fn rule_of(route: &str) -> Rule {
    match route {
        "POST /channels/{id}/messages"
        | "PATCH /channels/{id}/messages/{id}"
        | "POST /channels/{id}/threads"
        | "POST /channels/{id}/messages/{id}/threads" => rule(5, 5_000),
        "PUT /channels/{id}/messages/pins/{id}" | "PUT /channels/{id}/pins/{id}" => rule(5, 4_000),
        "PATCH /webhooks/{id}/{token}/messages/@original"
        | "PATCH /webhooks/{id}/{token}/messages/{id}"
        | "POST /webhooks/{id}/{token}" => rule(5, 2_000),
        "PUT /guilds/{id}/members/{id}/roles/{id}"
        | "DELETE /guilds/{id}/members/{id}/roles/{id}" => rule(10, 10_000),
        _ => rule(50, 1_000),
    }
}

/// What is left, by route and the first id of its path; for webhooks their token counts, too.
#[derive(Default)]
pub struct Buckets(HashMap<(String, String), Window>);

struct Window {
    used: i64,
    begun_ms: i64,
}

/// What a call is told of its route's limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    bucket: String,
    limit: i64,
    remaining: i64,
    reset_ms: i64,
    reset_after_ms: i64,
}

impl Left {
    #[must_use]
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        vec![
            ("x-ratelimit-limit", self.limit.to_string()),
            ("x-ratelimit-remaining", self.remaining.to_string()),
            ("x-ratelimit-reset", seconds(self.reset_ms).to_string()),
            ("x-ratelimit-reset-after", seconds(self.reset_after_ms).to_string()),
            ("x-ratelimit-bucket", self.bucket.clone()),
        ]
    }
}

impl Buckets {
    /// Takes one.
    ///
    /// # Errors
    /// The window is used up: 429.
    pub fn take(
        &mut self,
        route: &str,
        ids: &[String],
        now: DateTime<Utc>,
    ) -> Result<Left, Refused> {
        let rule = rule_of(route);
        let now_ms = now.timestamp_millis();
        let of = match route.contains("/webhooks/") {
            true => ids.get(..2).unwrap_or_default().join("/"),
            false => ids.first().cloned().unwrap_or_default(),
        };
        let window =
            self.0.entry((route.to_owned(), of)).or_insert(Window { used: 0, begun_ms: now_ms });
        // A clock set back must not leave a channel silent until it has caught up.
        if now_ms < window.begun_ms || now_ms >= window.begun_ms + rule.window_ms {
            *window = Window { used: 0, begun_ms: now_ms };
        }
        let reset_ms = window.begun_ms + rule.window_ms;
        let full = window.used == rule.calls;
        window.used += i64::from(!full);
        let left = Left {
            bucket: bucket(route),
            limit: rule.calls,
            remaining: rule.calls - window.used,
            reset_ms,
            reset_after_ms: reset_ms - now_ms,
        };
        if full {
            let retry_after_ms = left.reset_after_ms;
            let scope = "user".to_owned();
            return Err(Refused::limited(Limited { retry_after_ms, scope, left: Some(left) }));
        }
        Ok(left)
    }
}

/// A name for the bucket that says nothing, as Discord's do.
fn bucket(route: &str) -> String {
    use sha2::{Digest, Sha256};
    hex::encode(&Sha256::digest(route)[..16])
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn five_messages_in_five_seconds_for_each_channel() {
        let mut buckets = Buckets::default();
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let mut post = |channel: &str, ms: i64| {
            let now = start + TimeDelta::milliseconds(ms);
            buckets.take("POST /channels/{id}/messages", &[channel.to_owned()], now)
        };
        for left in (0..5).rev() {
            assert_eq!(post("1", 0).unwrap().remaining, left);
        }
        let refused = post("1", 1_500).unwrap_err();
        assert_eq!(refused.limit.unwrap().retry_after_ms, 3_500);
        assert_eq!(post("2", 1_500).unwrap().remaining, 4);
        assert_eq!(post("1", 5_000).unwrap().remaining, 4);
    }

    #[test]
    fn seconds_have_three_places() {
        assert_eq!(seconds(3_500).to_string(), "3.5");
        assert_eq!(seconds(64).to_string(), "0.064");
    }
}
