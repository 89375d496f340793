//! Messages that were scheduled.

use serde::{Deserialize, Serialize};

use super::{Message, World};

/// A message that is posted when its time comes.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Scheduled {
    pub id: String,
    pub channel: String,
    /// Seconds since 1970.
    pub post_at: i64,
    pub created: i64,
    /// As it will stand, but for its time.
    pub message: Message,
}

impl World {
    /// When the next scheduled message is due, in seconds since 1970.
    #[must_use]
    pub fn next_scheduled(&self) -> Option<i64> {
        self.scheduled.iter().map(|entry| entry.post_at).min()
    }

    /// Takes out what is due, the earliest first.
    pub fn take_due(&mut self, now: i64) -> Vec<Scheduled> {
        let (mut due, later): (Vec<_>, Vec<_>) =
            self.scheduled.drain(..).partition(|entry| entry.post_at <= now);
        self.scheduled = later;
        due.sort_by_key(|entry| entry.post_at);
        due
    }
}
