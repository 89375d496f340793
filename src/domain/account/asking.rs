//! Asking whether a company can be referred, before registering it: two answers, so many a day.
//! Without a budget it would be a way to read the vendor's list of customers.

use chrono::NaiveDate;

use super::Domain;
use crate::domain::ids::PartnerId;
use crate::domain::outcome::AskingEvent;

/// What a partner has asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    pub partner: PartnerId,
    pub version: i64,
    /// The day on which it asked for a company last, in the programme's time zone.
    pub day: NaiveDate,
    /// How often it asked for a company on that day.
    pub asked: u32,
}

impl Asking {
    #[must_use]
    pub const fn new(partner: PartnerId) -> Self {
        Self { partner, version: 0, day: NaiveDate::MIN, asked: 0 }
    }

    /// Takes over one fact.
    pub fn apply(&mut self, event: &AskingEvent) {
        self.version += 1;
        match event {
            AskingEvent::AccountAsked { day, .. } => {
                self.asked = if self.day == *day { self.asked + 1 } else { 1 };
                self.day = *day;
            }
            // As often as they like: it tells nothing that is not their own.
            AskingEvent::ReasonAsked { .. } | AskingEvent::AssetTaken { .. } => {}
        }
    }

    /// How often it has asked on a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> u32 {
        if self.day == day { self.asked } else { 0 }
    }
}

/// No question is left for today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent;

/// Asks about a domain. `used` counts everything of today that the budget counts: questions, and
/// referrals that were rejected or withdrawn. `clear`: nothing stands against it.
///
/// # Errors
/// [`Spent`].
pub fn ask(
    domain: Domain,
    used: u32,
    budget: u32,
    day: NaiveDate,
    clear: bool,
) -> Result<AskingEvent, Spent> {
    if used >= budget {
        return Err(Spent);
    }
    Ok(AskingEvent::AccountAsked { domain, day, clear })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::ReferralId;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    #[test]
    fn questions_are_counted_by_the_day() {
        let mut asking = Asking::new(PartnerId::new(1));
        assert_eq!(asking.on(day(2)), 0);
        for (on, counted) in [(2, 1), (2, 2), (3, 1), (3, 2), (3, 3), (9, 1)] {
            let domain = Domain::stored("acme.example".to_owned());
            asking.apply(&AskingEvent::AccountAsked { domain, day: day(on), clear: true });
            assert_eq!(asking.on(day(on)), counted);
        }
        assert_eq!((asking.on(day(3)), asking.version), (0, 6));
        asking.apply(&AskingEvent::ReasonAsked { referral: ReferralId::new(1) });
        assert_eq!((asking.on(day(9)), asking.version), (1, 7));
    }

    #[test]
    fn the_last_question_of_the_budget_is_answered_and_the_next_is_not() {
        let asked = |used| {
            let domain = Domain::stored("acme.example".to_owned());
            ask(domain, used, 20, day(2), true).is_ok()
        };
        assert!(asked(0) && asked(19) && !asked(20) && !asked(21));
    }
}
