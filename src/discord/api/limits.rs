//! How many calls may go: what Discord's headers said last, per bucket and what it is counted for;
//! the limit over all calls; and how many of our calls were wrong, for too many block the address.
//!
//! No number of a bucket is written down here: Discord changes them. Source: Discord, "Rate Limits".

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// Calls a second over all channels. Discord takes 50.
const OVERALL: u32 = 40;
const SECOND: TimeDelta = TimeDelta::seconds(1);
/// Wrong calls within ten minutes after which we stop for a while. Discord blocks at 10,000.
const WRONG: usize = 1_000;
const WRONG_WITHIN: TimeDelta = TimeDelta::minutes(10);
/// How long to wait when Discord says "too many" without saying how long.
const UNSAID: Duration = Duration::from_secs(5);
/// Counts that are kept: those that have run out are dropped when there are more.
const KEPT: usize = 10_000;

/// What an answer said.
#[derive(Clone, Debug, Default)]
pub(in crate::discord) struct Told {
    pub(super) bucket: Option<String>,
    pub(super) remaining: Option<u64>,
    pub(super) reset_after: Option<Duration>,
    pub(super) retry_after: Option<Duration>,
    pub(super) limited: bool,
    pub(super) global: bool,
    /// Limited together with others, which counts as nobody's mistake.
    pub(super) shared: bool,
    pub(super) invalid: bool,
}

impl Told {
    /// How long Discord asks to wait.
    pub(in crate::discord) fn wait(&self) -> Option<Duration> {
        self.limited.then(|| self.retry_after.unwrap_or(UNSAID))
    }
}

/// How long it is from one instant to a later one.
fn between(now: DateTime<Utc>, then: DateTime<Utc>) -> Duration {
    (then - now).to_std().unwrap_or_default()
}

#[derive(Clone, Copy)]
struct Count {
    remaining: u64,
    until: DateTime<Utc>,
}

#[derive(Default)]
pub(super) struct Limits {
    /// The bucket of a call, once an answer has named it; several calls may share one.
    buckets: HashMap<&'static str, String>,
    counts: HashMap<(String, String), Count>,
    all_until: Option<DateTime<Utc>>,
    second: Option<(DateTime<Utc>, u32)>,
    wrong: VecDeque<DateTime<Utc>>,
}

impl Limits {
    /// Takes a turn for a call, or says how long there is none.
    pub(super) fn turn(
        &mut self,
        name: &'static str,
        major: &str,
        is_answer: bool,
        now: DateTime<Utc>,
    ) -> Option<Duration> {
        if let Some(wait) = self.too_many_wrong(now) {
            return Some(wait);
        }
        if let Some(until) = self.all_until.filter(|until| *until > now && !is_answer) {
            return Some(between(now, until));
        }
        let key = self.key(name, major);
        let own = self.counts.get(&key).filter(|count| count.until > now);
        if let Some(count) = own.filter(|count| count.remaining == 0) {
            return Some(between(now, count.until));
        }
        if !is_answer && let Some(wait) = self.overall(now) {
            return Some(wait);
        }
        if let Some(count) = self.counts.get_mut(&key).filter(|count| count.until > now) {
            // Whoever asks meanwhile must not take the same turn.
            count.remaining = count.remaining.saturating_sub(1);
        }
        None
    }

    /// Takes one of the calls of this second. Who comes too late is sent to a second of their own:
    /// with many channels all would else come again in the next one, be drawn again, and most of them in
    /// vain.
    fn overall(&mut self, now: DateTime<Utc>) -> Option<Duration> {
        match &mut self.second {
            Some((began, calls)) if now - *began < SECOND => {
                let seconds = *calls / OVERALL;
                *calls = calls.saturating_add(1);
                let turn = *began + SECOND * i32::try_from(seconds).unwrap_or(i32::MAX);
                (seconds > 0).then(|| between(now, turn))
            }
            second => {
                *second = Some((now, 1));
                None
            }
        }
    }

    fn too_many_wrong(&mut self, now: DateTime<Utc>) -> Option<Duration> {
        while self.wrong.front().is_some_and(|at| now - *at > WRONG_WITHIN) {
            self.wrong.pop_front();
        }
        let oldest = *self.wrong.front().filter(|_| self.wrong.len() >= WRONG)?;
        Some(between(now, oldest + WRONG_WITHIN + TimeDelta::milliseconds(1)))
    }

    /// Takes over what an answer said.
    pub(super) fn heard(
        &mut self,
        name: &'static str,
        major: &str,
        told: &Told,
        now: DateTime<Utc>,
    ) {
        if let Some(bucket) = &told.bucket {
            self.buckets.insert(name, bucket.clone());
        }
        if told.invalid && !told.shared {
            self.wrong.push_back(now);
        }
        let wait = told.wait();
        if let Some(after) = wait.filter(|_| told.global) {
            self.all_until = Some(now + after);
            return;
        }
        let key = self.key(name, major);
        if let Some(after) = wait {
            self.counts.insert(key, Count { remaining: 0, until: now + after });
        } else if let (Some(remaining), Some(after)) = (told.remaining, told.reset_after) {
            self.count(key, remaining, now + after, now);
        }
        if self.counts.len() > KEPT {
            self.counts.retain(|_, count| count.until > now);
        }
    }

    /// Answers overtake each other: within one period the smallest count holds.
    fn count(
        &mut self,
        key: (String, String),
        remaining: u64,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) {
        let before = self.counts.get(&key).filter(|count| count.until > now);
        let remaining = before.map_or(remaining, |before| before.remaining.min(remaining));
        let until = before.map_or(until, |before| before.until.max(until));
        self.counts.insert(key, Count { remaining, until });
    }

    /// Until a bucket is named, a call counts by itself.
    fn key(&self, name: &'static str, major: &str) -> (String, String) {
        let bucket = self.buckets.get(name).map_or(name, String::as_str);
        (bucket.to_owned(), major.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POST: &str = "create_message";

    fn left(remaining: u64, seconds: u64) -> Told {
        Told {
            bucket: Some("b".to_owned()),
            remaining: Some(remaining),
            reset_after: Some(Duration::from_secs(seconds)),
            ..Told::default()
        }
    }

    fn limited(seconds: u64) -> Told {
        let retry_after = Some(Duration::from_secs(seconds));
        Told { retry_after, limited: true, invalid: true, ..Told::default() }
    }

    /// Case 10 of the list in docs/discord.md.
    #[test]
    fn case_10_a_channel_that_is_used_up_waits_and_holds_up_no_other() {
        let (mut limits, now) = (Limits::default(), DateTime::UNIX_EPOCH);
        assert_eq!(limits.turn(POST, "1", false, now), None);
        limits.heard(POST, "1", &left(1, 5), now);
        assert_eq!(limits.turn(POST, "1", false, now), None, "the one that is left");
        let wait = Duration::from_secs(5);
        assert_eq!(limits.turn(POST, "1", false, now), Some(wait));
        assert_eq!(limits.turn(POST, "2", false, now), None, "another channel");
        assert_eq!(limits.turn(POST, "1", false, now + wait), None, "the next period");
    }

    #[test]
    fn case_10_a_429_is_not_repeated_before_its_time() {
        let (mut limits, now) = (Limits::default(), DateTime::UNIX_EPOCH);
        limits.heard(POST, "1", &limited(3), now);
        let wait = Duration::from_secs(3);
        assert_eq!(limits.turn(POST, "1", false, now), Some(wait));
        assert_eq!(limits.turn(POST, "1", false, now + wait), None);
        limits.heard(POST, "1", &Told { global: true, ..limited(3) }, now);
        assert_eq!(limits.turn(POST, "2", false, now), Some(wait), "for all of them");
        assert_eq!(limits.turn("callback", "a", true, now), None, "answers are counted apart");
    }

    #[test]
    fn late_answers_do_not_bring_used_turns_back() {
        let (mut limits, now) = (Limits::default(), DateTime::UNIX_EPOCH);
        limits.heard(POST, "1", &left(0, 5), now);
        limits.heard(POST, "1", &left(3, 4), now);
        assert_eq!(limits.turn(POST, "1", false, now), Some(Duration::from_secs(5)));
    }

    #[test]
    fn no_more_than_forty_calls_go_in_a_second() {
        let (mut limits, now) = (Limits::default(), DateTime::UNIX_EPOCH);
        for channel in 0..OVERALL {
            assert_eq!(limits.turn(POST, &channel.to_string(), false, now), None);
        }
        for nth in 0..2 * u64::from(OVERALL) {
            let second = Some(Duration::from_secs(1 + nth / u64::from(OVERALL)));
            assert_eq!(limits.turn(POST, "x", false, now), second, "not all in the next one");
        }
        assert_eq!(limits.turn("callback", "a", true, now), None);
        assert_eq!(limits.turn(POST, "x", false, now + SECOND), None);
    }

    #[test]
    fn a_thousand_wrong_calls_stop_all() {
        let (mut limits, now) = (Limits::default(), DateTime::UNIX_EPOCH);
        let wrong = Told { invalid: true, ..Told::default() };
        let shared = Told { shared: true, ..limited(0) };
        for _ in 0..WRONG {
            limits.heard(POST, "1", &shared, now);
        }
        assert_eq!(limits.turn(POST, "2", false, now), None, "shared limits are nobody's mistake");
        for _ in 0..WRONG {
            limits.heard(POST, "1", &wrong, now);
        }
        assert!(limits.turn(POST, "2", false, now).is_some());
        let later = now + WRONG_WITHIN + TimeDelta::milliseconds(1);
        assert_eq!(limits.turn(POST, "2", false, later), None);
    }
}
