//! What a partner's referrals come to, in the measure by which it climbs.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Measure, Tiers};
use crate::domain::calendar::Calendar;
use crate::domain::ids::ReferralId;
use crate::domain::referral::{Closing, Referral, Status};

/// Basis points of the whole.
const WHOLE: i64 = 10_000;

/// What of a referral counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub referral: ReferralId,
    pub status: Status,
    pub submitted_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    /// Whether a case decided about it last.
    pub ruled: bool,
    pub closing: Option<Closing>,
    /// Basis points of the credit that are its, where it is shared.
    pub share_bp: Option<u32>,
}

impl Counted {
    /// One of which nothing else is known.
    #[must_use]
    pub const fn new(referral: ReferralId, status: Status, submitted_at: DateTime<Utc>) -> Self {
        let (decided_at, closing, share_bp) = (None, None, None);
        Self { referral, status, submitted_at, decided_at, ruled: false, closing, share_bp }
    }

    /// Since when it is approved, as far as that still stands: not what was taken back or withdrawn,
    /// and not what a case gave to somebody else. A win that was reversed counts nowhere.
    fn approved_at(&self) -> Option<DateTime<Utc>> {
        match self.status {
            Status::Approved | Status::Expired | Status::Won | Status::Lost => self.decided_at,
            Status::Released => self.decided_at.filter(|_| !self.ruled),
            Status::Submitted
            | Status::InConflict
            | Status::NeedsInfo
            | Status::Rejected
            | Status::Lapsed
            | Status::Withdrawn
            // What goes on in its place counts.
            | Status::Merged
            | Status::Reversed => None,
        }
    }

    /// On which date it counts, and how much.
    fn counts(&self, measure: &Measure, calendar: &Calendar) -> Option<(NaiveDate, i64)> {
        let won = match (&self.closing, self.status) {
            (Some(Closing::Won { amount_minor, currency, on }), Status::Won) => {
                Some((*on, *amount_minor, currency))
            }
            (Some(Closing::Won { .. } | Closing::Lost { .. }) | None, _) => None,
        };
        match measure {
            Measure::Approved => self.approved_at().map(|at| (calendar.local_date(at), 1)),
            Measure::Won => won.map(|(on, ..)| (on, 1)),
            Measure::Revenue { currency } => won
                .filter(|(_, _, paid_in)| *paid_in == currency)
                .map(|(on, amount, _)| (on, share(amount, self.share_bp))),
        }
    }
}

/// What is a partner's of an amount, rounded half away from zero.
fn share(amount_minor: i64, share_bp: Option<u32>) -> i64 {
    let whole = i128::from(amount_minor) * i128::from(share_bp.map_or(WHOLE, i64::from));
    let half = i128::from(WHOLE) / 2 * whole.signum();
    i64::try_from((whole + half) / i128::from(WHOLE)).unwrap_or(i64::MAX)
}

impl From<&Referral> for Counted {
    fn from(referral: &Referral) -> Self {
        Self {
            decided_at: referral.decision.as_ref().map(|decision| decision.at),
            ruled: !referral.ruled.is_empty(),
            closing: referral.closing.clone(),
            share_bp: referral.share_bp,
            ..Self::new(referral.id, referral.status, referral.submitted_at)
        }
    }
}

/// The date of the oldest result that counts on a date.
#[must_use]
pub fn first(
    tiers: &Tiers,
    referrals: &[Counted],
    calendar: &Calendar,
    on: NaiveDate,
) -> Option<NaiveDate> {
    within(tiers, referrals, calendar, on).map(|(date, _)| date).min()
}

/// What counts on a date: results at most the window's days before it, and none after it.
#[must_use]
pub fn count(tiers: &Tiers, referrals: &[Counted], calendar: &Calendar, on: NaiveDate) -> i64 {
    within(tiers, referrals, calendar, on).fold(0, |sum, (_, much)| sum.saturating_add(much))
}

fn within(
    tiers: &Tiers,
    referrals: &[Counted],
    calendar: &Calendar,
    on: NaiveDate,
) -> impl Iterator<Item = (NaiveDate, i64)> {
    let window = i64::from(tiers.window_days);
    let counts = referrals.iter().filter_map(move |one| one.counts(&tiers.measure, calendar));
    counts.filter(move |(date, _)| (0..=window).contains(&(on - *date).num_days()))
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::New_York;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn referral(status: Status, decided: &str) -> Counted {
        let sent = at("2026-01-02T15:00:00Z");
        Counted { decided_at: Some(at(decided)), ..Counted::new(ReferralId::new(1), status, sent) }
    }

    fn won(on: &str, amount_minor: i64, currency: &str) -> Counted {
        let (on, currency) = (on.parse().unwrap(), currency.to_owned());
        let closing = Some(Closing::Won { amount_minor, currency, on });
        Counted { closing, ..referral(Status::Won, "2026-01-05T15:00:00Z") }
    }

    #[test]
    fn an_approval_counts_from_its_local_date_to_the_last_day_of_the_window() {
        let calendar = Calendar::usual(New_York);
        let tiers = Tiers { window_days: 90, ..Tiers::default() };
        #[rustfmt::skip]
        let table = [
            // status            decided                 on            counts
            (Status::Approved,   "2026-03-02T19:00:00Z", "2026-03-01", 0),
            (Status::Approved,   "2026-03-02T19:00:00Z", "2026-03-02", 1),
            (Status::Approved,   "2026-03-02T19:00:00Z", "2026-05-31", 1),
            (Status::Approved,   "2026-03-02T19:00:00Z", "2026-06-01", 0),
            // The 9th where the programme lives, the 10th in UTC; the clocks change in between.
            (Status::Approved,   "2026-01-10T03:30:00Z", "2026-04-09", 1),
            (Status::Approved,   "2026-01-10T03:30:00Z", "2026-04-10", 0),
            (Status::Expired,    "2026-03-02T19:00:00Z", "2026-05-31", 1),
            (Status::Won,        "2026-03-02T19:00:00Z", "2026-05-31", 1),
            (Status::Lost,       "2026-03-02T19:00:00Z", "2026-05-31", 1),
            (Status::Released,   "2026-03-02T19:00:00Z", "2026-05-31", 1),
            (Status::Submitted,  "2026-03-02T19:00:00Z", "2026-03-02", 0),
            (Status::InConflict, "2026-03-02T19:00:00Z", "2026-03-02", 0),
            (Status::NeedsInfo,  "2026-03-02T19:00:00Z", "2026-03-02", 0),
            (Status::Rejected,   "2026-03-02T19:00:00Z", "2026-03-02", 0),
            (Status::Lapsed,     "2026-03-02T19:00:00Z", "2026-03-02", 0),
            (Status::Withdrawn,  "2026-03-02T19:00:00Z", "2026-03-02", 0),
            (Status::Merged,     "2026-03-02T19:00:00Z", "2026-03-02", 0),
            (Status::Reversed,   "2026-03-02T19:00:00Z", "2026-03-02", 0),
        ];
        for (status, decided, on, expected) in table {
            let found = count(&tiers, &[referral(status, decided)], &calendar, on.parse().unwrap());
            assert_eq!(found, expected, "{status} {decided} on {on}");
        }
        let given_away =
            Counted { ruled: true, ..referral(Status::Released, "2026-03-02T19:00:00Z") };
        assert_eq!(count(&tiers, &[given_away], &calendar, "2026-03-02".parse().unwrap()), 0);
    }

    #[test]
    fn a_win_counts_on_the_date_on_which_it_was_closed_and_money_in_its_own_currency() {
        let calendar = Calendar::usual(New_York);
        let revenue = |currency: &str| Measure::Revenue { currency: currency.to_owned() };
        let reversed = Counted { status: Status::Reversed, ..won("2026-03-01", 1_000, "EUR") };
        let shared = Counted { share_bp: Some(3_333), ..won("2026-03-01", 1_001, "EUR") };
        #[rustfmt::skip]
        let table = [
            // what                                                      measure         on            counts
            (won("2026-03-01", 1_000, "EUR"),                            Measure::Won,   "2026-03-01", 1),
            (won("2026-03-01", 1_000, "EUR"),                            Measure::Won,   "2026-02-28", 0),
            (won("2026-03-01", 1_000, "EUR"),                            Measure::Won,   "2026-03-31", 1),
            (won("2026-03-01", 1_000, "EUR"),                            Measure::Won,   "2026-04-01", 0),
            (won("2026-03-01", 1_000, "EUR"),                            revenue("EUR"), "2026-03-31", 1_000),
            (won("2026-03-01", 1_000, "EUR"),                            revenue("USD"), "2026-03-31", 0),
            // 1,001 × 33.33 % = 333.6
            (shared,                                                     revenue("EUR"), "2026-03-31", 334),
            (reversed,                                                   revenue("EUR"), "2026-03-31", 0),
            (referral(Status::Approved, "2026-03-01T15:00:00Z"),         Measure::Won,   "2026-03-01", 0),
        ];
        for (one, measure, on, expected) in table {
            let tiers = Tiers { measure, window_days: 30, all: Vec::new() };
            let found = count(&tiers, std::slice::from_ref(&one), &calendar, on.parse().unwrap());
            assert_eq!(found, expected, "{one:?} on {on}");
        }
    }
}
