//! Which frames are kept, and therefore from which on a resumed session is to go on.
//!
//! Frames are worked on beside each other, so they are done out of order. The number that counts is
//! the last one before which nothing is in hand: what is replayed after it is known by its key.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Where we stand in a session with the Gateway, as it is noted for the next start.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub id: String,
    /// Where Discord wants it to be resumed.
    pub resume_url: String,
    /// The last frame that is kept, and all before it.
    pub seq: u64,
}

/// The numbers of frames, in hand and done.
#[derive(Debug, Default)]
pub(super) struct Seen {
    in_hand: BTreeSet<u64>,
    latest: u64,
}

impl Seen {
    /// Goes on after `seq`.
    pub(super) fn after(seq: u64) -> Self {
        Self { in_hand: BTreeSet::new(), latest: seq }
    }

    /// A frame came in that has nothing to be kept.
    pub(super) fn passed(&mut self, seq: u64) {
        self.latest = self.latest.max(seq);
    }

    /// A frame came in that is being kept.
    pub(super) fn taken(&mut self, seq: u64) {
        self.in_hand.insert(seq);
        self.passed(seq);
    }

    /// It is kept.
    pub(super) fn kept(&mut self, seq: u64) {
        self.in_hand.remove(&seq);
    }

    /// The last frame that is kept, and all before it.
    pub(super) fn all_kept_to(&self) -> u64 {
        match self.in_hand.first() {
            Some(first) => first.saturating_sub(1).min(self.latest),
            None => self.latest,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_frame_counts_when_all_before_it_are_kept() {
        let mut seen = Seen::after(4);
        assert_eq!(seen.all_kept_to(), 4);
        seen.taken(5);
        seen.taken(6);
        seen.passed(7);
        assert_eq!(seen.all_kept_to(), 4, "5 is in hand");
        seen.kept(6);
        assert_eq!(seen.all_kept_to(), 4);
        seen.kept(5);
        assert_eq!(seen.all_kept_to(), 7);
    }

    proptest! {
        #[test]
        fn no_frame_in_hand_is_ever_passed_over(order in Just((1_u64..12).collect::<Vec<_>>()).prop_shuffle()) {
            let mut seen = Seen::default();
            for seq in 1..12 {
                seen.taken(seq);
            }
            let mut open: BTreeSet<u64> = (1..12).collect();
            for seq in order {
                seen.kept(seq);
                open.remove(&seq);
                prop_assert!(open.iter().all(|one| *one > seen.all_kept_to()));
            }
            prop_assert_eq!(seen.all_kept_to(), 11);
        }
    }
}
