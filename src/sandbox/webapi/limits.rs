//! How fast a bot may post: a few messages at once, then one a second, per channel.
//! Source: Slack, "Rate limits": "1 per second, short bursts allowed".

use std::collections::HashMap;

use chrono::{DateTime, Utc};

/// Messages that may follow each other at once.
const BURST: i64 = 5;

/// One message more every so many microseconds, on the world's clock.
const REFILL_US: i64 = 1_000_000;

/// What each channel has left, by installation and channel.
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
    pub fn take(&mut self, team_id: &str, channel: &str, now: DateTime<Utc>) -> Result<(), u64> {
        let now_us = now.timestamp_micros();
        let key = (team_id.to_owned(), channel.to_owned());
        let bucket = self.0.entry(key).or_insert(Bucket { left: BURST, since_us: now_us });
        // A clock set back must not leave a channel silent until it has caught up.
        let refills = ((now_us - bucket.since_us) / REFILL_US).max(0);
        if now_us < bucket.since_us || bucket.left + refills >= BURST {
            *bucket = Bucket { left: BURST, since_us: now_us };
        } else {
            bucket.left += refills;
            bucket.since_us += refills * REFILL_US;
        }
        if bucket.left == 0 {
            return Err(1);
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
        let start = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        for _ in 0..5 {
            assert_eq!(buckets.take("T1", "C1", start), Ok(()));
        }
        assert_eq!(buckets.take("T1", "C1", start), Err(1));
        assert_eq!(buckets.take("T1", "C2", start), Ok(()));
        let later = start + TimeDelta::seconds(1);
        assert_eq!(buckets.take("T1", "C1", later), Ok(()));
        assert_eq!(buckets.take("T1", "C1", later), Err(1));
        let much_later = start + TimeDelta::days(1);
        for _ in 0..5 {
            assert_eq!(buckets.take("T1", "C1", much_later), Ok(()));
        }
        assert_eq!(buckets.take("T1", "C1", much_later), Err(1));
    }
}
