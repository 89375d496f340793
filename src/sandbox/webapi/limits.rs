//! How fast a bot may call: a few messages at once and then one a second in each channel, and so many
//! calls a minute of each method. Source: Slack, "Rate limits".

use std::collections::HashMap;

use chrono::{DateTime, Utc};

/// How much fits into a bucket, and how fast it fills up again on the world's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    burst: i64,
    refill_us: i64,
}

/// Posting into one channel: "1 per second, short bursts allowed".
pub const POSTING: Rule = Rule { burst: 5, refill_us: 1_000_000 };

const MINUTE_US: i64 = 60_000_000;

const fn a_minute(calls: i64) -> Rule {
    Rule { burst: calls, refill_us: MINUTE_US / calls }
}

/// The tier of a method: all it can do in a minute at once, or spread over it. None where Slack
/// names no tier. Source: the method pages of Slack's documentation.
#[must_use]
pub fn tier(method: &str) -> Option<Rule> {
    match method {
        "apps.connections.open" => Some(a_minute(1)),
        "conversations.list"
        | "pins.add"
        | "pins.remove"
        | "pins.list"
        | "bookmarks.add"
        | "usergroups.list"
        | "usergroups.users.list"
        | "users.list"
        | "reactions.remove" => Some(a_minute(20)),
        "auth.revoke"
        | "bookmarks.list"
        | "chat.update"
        | "chat.delete"
        | "chat.scheduleMessage"
        | "chat.deleteScheduledMessage"
        | "chat.scheduledMessages.list"
        | "conversations.info"
        | "conversations.history"
        | "conversations.invite"
        | "conversations.join"
        | "conversations.leave"
        | "conversations.open"
        | "conversations.replies"
        | "reactions.add"
        | "reactions.get"
        | "team.info"
        | "users.conversations"
        | "users.lookupByEmail" => Some(a_minute(50)),
        "api.test"
        | "apps.event.authorizations.list"
        | "chat.postEphemeral"
        | "conversations.members"
        | "files.completeUploadExternal"
        | "files.getUploadURLExternal"
        | "files.info"
        | "users.info"
        | "views.open"
        | "views.push"
        | "views.publish"
        | "views.update" => Some(a_minute(100)),
        _ => None,
    }
}

/// What is left, by installation and channel or method.
#[derive(Debug, Default)]
pub struct Buckets(HashMap<(String, String), Bucket>);

#[derive(Debug)]
struct Bucket {
    left: i64,
    /// Since when `left` holds.
    since_us: i64,
}

impl Buckets {
    /// Takes one; else the seconds until there is one.
    ///
    /// # Errors
    /// The bucket is empty.
    pub fn take(
        &mut self,
        rule: Rule,
        (team_id, of): (&str, &str),
        now: DateTime<Utc>,
    ) -> Result<(), u64> {
        let now_us = now.timestamp_micros();
        let key = (team_id.to_owned(), of.to_owned());
        let full = Bucket { left: rule.burst, since_us: now_us };
        let bucket = self.0.entry(key).or_insert(full);
        // A clock set back must not leave a channel silent until it has caught up.
        let refills = ((now_us - bucket.since_us) / rule.refill_us).max(0);
        if now_us < bucket.since_us || bucket.left + refills >= rule.burst {
            *bucket = Bucket { left: rule.burst, since_us: now_us };
        } else {
            bucket.left += refills;
            bucket.since_us += refills * rule.refill_us;
        }
        if bucket.left == 0 {
            let wait_us = bucket.since_us + rule.refill_us - now_us;
            return Err(u64::try_from(wait_us).unwrap_or(0).div_ceil(1_000_000));
        }
        bucket.left -= 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn five_at_once_then_one_a_second() {
        let mut buckets = Buckets::default();
        let mut take = |channel: &str, now| buckets.take(POSTING, ("T1", channel), now);
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        for _ in 0..5 {
            assert_eq!(take("C1", start), Ok(()));
        }
        assert_eq!(take("C1", start), Err(1));
        assert_eq!(take("C2", start), Ok(()));
        let later = start + TimeDelta::seconds(1);
        assert_eq!(take("C1", later), Ok(()));
        assert_eq!(take("C1", later), Err(1));
        let much_later = start + TimeDelta::days(1);
        for _ in 0..5 {
            assert_eq!(take("C1", much_later), Ok(()));
        }
        assert_eq!(take("C1", much_later), Err(1));
    }

    #[test]
    fn a_tier_is_spent_at_once_and_fills_up_over_a_minute() {
        let mut buckets = Buckets::default();
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let rule = tier("pins.add").unwrap();
        for _ in 0..20 {
            assert_eq!(buckets.take(rule, ("T1", "pins.add"), start), Ok(()));
        }
        assert_eq!(buckets.take(rule, ("T1", "pins.add"), start), Err(3));
        assert_eq!(buckets.take(rule, ("T2", "pins.add"), start), Ok(()));
        let later = start + TimeDelta::milliseconds(2_500);
        assert_eq!(buckets.take(rule, ("T1", "pins.add"), later), Err(1));
        let later = start + TimeDelta::seconds(3);
        assert_eq!(buckets.take(rule, ("T1", "pins.add"), later), Ok(()));
    }
}
