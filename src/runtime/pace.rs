//! How fast a queue may speak: short bursts, then one message a second, each queue for itself.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

/// Messages that may go at once. Slack allows "short bursts" above one a second and channel.
/// Source: Slack, "Rate limits", section on posting messages.
const BURST: i32 = 3;
/// Then one in this time.
const PAUSE: TimeDelta = TimeDelta::seconds(1);

/// Remembers, for each queue that spoke lately, when it may speak again.
///
/// What is kept is one instant a queue: the time at which it would be fully rested if it said
/// nothing more. A restart forgets it, which costs at most one refusal with a `Retry-After`.
#[derive(Debug, Default)]
pub struct Pace {
    rested: HashMap<String, DateTime<Utc>>,
}

impl Pace {
    /// When the queue may speak next; now or earlier when it may speak at once.
    #[must_use]
    pub fn ready(&self, queue: &str) -> DateTime<Utc> {
        let rested = self.rested.get(queue).copied();
        rested.map_or(DateTime::<Utc>::MIN_UTC, |rested| rested - PAUSE * (BURST - 1))
    }

    /// Notes that the queue speaks now.
    pub fn spoke(&mut self, queue: &str, now: DateTime<Utc>) {
        let rested = self.rested.get(queue).copied().unwrap_or(now).max(now);
        self.rested.insert(queue.to_owned(), rested + PAUSE);
    }

    /// The queues that have to wait. Those that are rested are forgotten.
    pub fn waiting(&mut self, now: DateTime<Utc>) -> Vec<String> {
        self.rested.retain(|_, rested| *rested > now);
        self.rested.keys().filter(|queue| self.ready(queue) > now).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_772_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn a_queue_speaks_three_times_at_once_then_once_a_second() {
        let mut pace = Pace::default();
        for _ in 0..3 {
            assert!(pace.ready("a") <= at(0));
            pace.spoke("a", at(0));
        }
        assert_eq!(pace.ready("a"), at(1));
        assert_eq!(pace.waiting(at(0)), ["a"]);
        pace.spoke("a", at(1));
        assert_eq!(pace.ready("a"), at(2));
    }

    #[test]
    fn queues_do_not_wait_for_each_other_and_rested_ones_are_forgotten() {
        let mut pace = Pace::default();
        (0..9).for_each(|_| pace.spoke("a", at(0)));
        assert!(pace.ready("b") <= at(0));
        assert!(pace.waiting(at(60)).is_empty());
        assert!(pace.rested.is_empty());
    }
}
