//! Tiers: how partners climb by what came of their referrals, and what that brings them.
//!
//! A partner rises at the event that reaches the next threshold. It falls at the end of a quarter
//! alone, one step, and only when it was told in time that it would: [`review`]. How many referrals
//! fit at once or a month is [`quota`]. What counts is [`mod@count`]; nothing counts for a test partner.
//! How far somebody has come is [`climb`], what they wear in a chat [`worn`].

pub mod climb;
pub mod count;
pub mod quota;
pub mod review;
pub mod worn;

use quota::Quota;

use super::partner::Partner;

/// What a programme has settled about tiers. Without any it has none, and everybody is promised the
/// same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiers {
    pub measure: Measure,
    /// A result counts on its local date and so many days after it.
    pub window_days: u32,
    /// From the one in which everybody begins upwards.
    pub all: Vec<Tier>,
}

/// By what partners climb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Approved referrals, by the date of the approval.
    Approved,
    /// Won deals, by the date on which they were closed.
    Won,
    /// What won deals in this currency come to, in minor units. Another currency does not count:
    /// nothing is converted.
    Revenue { currency: String },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    pub name: String,
    /// From so much on a partner is in it; the first begins at nothing.
    pub from: i64,
    /// Business days to a first decision; else those of the programme.
    pub promise_days: Option<u32>,
    pub quota: Quota,
    /// What else it brings, in the vendor's words.
    pub perks: Vec<String>,
}

impl Default for Tiers {
    fn default() -> Self {
        Self { measure: Measure::Approved, window_days: 365, all: Vec::new() }
    }
}

impl Tiers {
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The tier of a partner; none where the programme has none.
    #[must_use]
    pub fn of(&self, partner: &Partner) -> Option<&Tier> {
        self.all.get(self.place_of(partner))
    }

    /// Where a partner stands, counted from the first tier. A tier that is not in the programme any
    /// more counts as the first: what the partner reaches by itself is found at once.
    #[must_use]
    pub fn place_of(&self, partner: &Partner) -> usize {
        if partner.test {
            return 0;
        }
        partner.tier.as_ref().and_then(|tier| self.place(&tier.name)).unwrap_or(0)
    }

    #[must_use]
    pub fn place(&self, name: &str) -> Option<usize> {
        self.all.iter().position(|tier| tier.name == name)
    }

    /// The highest tier that so much reaches.
    #[must_use]
    pub fn reached(&self, so_much: i64) -> usize {
        self.all.iter().rposition(|tier| tier.from <= so_much).unwrap_or(0)
    }

    /// Business days to a first decision for a partner.
    #[must_use]
    pub fn promise_days(&self, partner: &Partner, usual: u32) -> u32 {
        self.of(partner).and_then(|tier| tier.promise_days).unwrap_or(usual)
    }
}
