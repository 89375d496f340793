//! The one source of time. Everything that needs to know what time it is, or that waits for a time,
//! is handed a [`Clock`]; only this file asks the machine.
//!
//! In the one-process start the bot and the sandbox share one movable clock, so that a person can
//! move on by ninety days and see what happens. A real bot's clock is never moved.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

/// The machine's time plus an offset that only ever changes through [`Clock::advance_to`].
///
/// Clones share the offset.
#[derive(Clone, Debug)]
pub struct Clock {
    offset_us: Arc<AtomicI64>,
    moved: watch::Sender<()>,
}

impl Clock {
    /// The machine's own time.
    #[must_use]
    pub fn real() -> Self {
        Self::with_offset(TimeDelta::zero())
    }

    /// The machine's time shifted by `offset`.
    #[must_use]
    pub fn with_offset(offset: TimeDelta) -> Self {
        let offset_us = offset.num_microseconds().unwrap_or(0);
        Self { offset_us: Arc::new(AtomicI64::new(offset_us)), moved: watch::Sender::new(()) }
    }

    /// The present, cut to whole microseconds, which is what both databases keep.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let machine_us = Utc::now().timestamp_micros();
        let now_us = machine_us.saturating_add(self.offset_us.load(Ordering::SeqCst));
        DateTime::from_timestamp_micros(now_us).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// How far this clock is ahead of the machine's.
    #[must_use]
    pub fn offset(&self) -> TimeDelta {
        TimeDelta::microseconds(self.offset_us.load(Ordering::SeqCst))
    }

    /// Moves the clock so that it now shows `time`, and wakes everybody who waits in
    /// [`Clock::sleep_until`]. A time in the past is allowed: the clock then stands earlier.
    pub fn set(&self, time: DateTime<Utc>) {
        let offset_us = time.timestamp_micros().saturating_sub(Utc::now().timestamp_micros());
        self.offset_us.store(offset_us, Ordering::SeqCst);
        self.moved.send_replace(());
    }

    /// Moves the clock on to `time`; does nothing when it is already there or later.
    pub fn advance_to(&self, time: DateTime<Utc>) {
        if time > self.now() {
            self.set(time);
        }
    }

    /// Waits until this clock shows `time` or later, also when it gets there by being moved.
    pub async fn sleep_until(&self, time: DateTime<Utc>) {
        /// A bound on one wait: a machine that was suspended looks at its clock again.
        const LONGEST_NAP: Duration = Duration::from_secs(60);
        let mut moved = self.moved.subscribe();
        loop {
            let left = time - self.now();
            let Ok(left) = left.to_std() else { return };
            if left.is_zero() {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep(left.min(LONGEST_NAP)) => {}
                _ = moved.changed() => {}
            }
        }
    }

    /// Waits for `span` on this clock.
    pub async fn sleep(&self, span: TimeDelta) {
        self.sleep_until(self.now() + span).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_sleeper_wakes_when_the_clock_is_moved_past_its_time() {
        let clock = Clock::real();
        let start = clock.now();
        let sleeper = {
            let clock = clock.clone();
            tokio::spawn(async move { clock.sleep(TimeDelta::days(90)).await })
        };
        tokio::task::yield_now().await;
        clock.advance_to(start + TimeDelta::days(90));
        sleeper.await.unwrap();
        assert!(clock.now() >= start + TimeDelta::days(90));
    }

    #[test]
    fn advancing_to_an_earlier_time_changes_nothing() {
        let clock = Clock::with_offset(TimeDelta::days(3));
        clock.advance_to(Utc::now());
        assert!(clock.offset() >= TimeDelta::days(3) - TimeDelta::seconds(1));
    }
}
