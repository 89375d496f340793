//! What came of a partner's referrals in a month, and how quickly it was answered.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::board::period::Period;
use crate::domain::calendar::Calendar;
use crate::domain::measure::{Share, Spread};
use crate::domain::referral::{FirstDecision, Status};

/// What counts of one referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct One {
    pub status: Status,
    pub submitted: DateTime<Utc>,
    /// When the decision was made that stands.
    pub decided: Option<DateTime<Utc>>,
    /// The one that its partner waited for.
    pub first: Option<FirstDecision>,
    /// The date on which it was won or lost.
    pub closed: Option<chrono::NaiveDate>,
    /// Whether a case has decided about it.
    pub ruled: bool,
}

/// A month of one partner's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Month {
    pub sent: u64,
    pub approved: u64,
    pub won: u64,
    /// Business time from a receipt to its decision.
    pub times: Vec<TimeDelta>,
    pub in_time: Share,
}

impl Month {
    /// Counts one more referral. What was merged is counted by what goes on.
    pub fn count(&mut self, one: &One, month: Period, calendar: &Calendar) {
        if one.status == Status::Merged {
            return;
        }
        let (from, to) = month.bounds(calendar);
        let within = |at: DateTime<Utc>| from <= at && at < to;
        self.sent += u64::from(within(one.submitted));
        let days = month.first_day()..=month.last_day();
        let won = one.status == Status::Won && one.closed.is_some_and(|day| days.contains(&day));
        self.won += u64::from(won);
        self.approved += u64::from(one.decided.is_some_and(within) && stands(one));
        let Some(first) = one.first.filter(|first| within(first.at)) else { return };
        self.times.push(calendar.business_time_between(one.submitted, first.at));
        self.in_time.count(first.in_time);
    }

    /// Within what time half of the answers came, by nearest rank.
    #[must_use]
    pub fn half_within(&self) -> Option<TimeDelta> {
        Spread::of(self.times.clone()).map(|spread| spread.half)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sent == 0 && self.approved == 0 && self.won == 0 && self.times.is_empty()
    }
}

/// Whether an approval that was made stands, as boards count it: not what a case gave to somebody else.
const fn stands(one: &One) -> bool {
    match one.status {
        Status::Approved | Status::Won | Status::Lost | Status::Expired => true,
        Status::Released => !one.ruled,
        Status::Submitted
        | Status::InConflict
        | Status::NeedsInfo
        | Status::Rejected
        | Status::Lapsed
        | Status::Withdrawn
        | Status::Merged
        | Status::Reversed => false,
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::New_York;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_counts_what_was_sent_decided_and_won_in_it() {
        let (calendar, month) = (Calendar::usual(New_York), "2026-03".parse().unwrap());
        #[rustfmt::skip]
        let table = [
            // status             sent                   first decision                in time  closed
            // The first instant of March there.
            (Status::Approved,  "2026-03-01T05:00:00Z", Some("2026-03-02T15:00:00Z"), true,  None),
            (Status::Won,       "2026-02-02T15:00:00Z", Some("2026-02-03T15:00:00Z"), true,  Some("2026-03-31")),
            (Status::Won,       "2026-03-02T15:00:00Z", Some("2026-03-02T19:00:00Z"), true,  Some("2026-04-01")),
            // Late, over a weekend in which the clock goes forward.
            (Status::Rejected,  "2026-03-05T14:00:00Z", Some("2026-03-10T13:00:00Z"), false, None),
            (Status::Submitted, "2026-04-01T03:59:59Z", None,                         false, None),
            (Status::Merged,    "2026-03-05T14:00:00Z", Some("2026-03-05T15:00:00Z"), true,  None),
            (Status::Submitted, "2026-04-01T04:00:00Z", None,                         false, None),
        ];
        let mut counted = Month::default();
        for (status, submitted, decided, in_time, closed) in table {
            let decided = decided.map(at);
            let first = decided.map(|at| FirstDecision { at, in_time });
            let closed = closed.map(|day| day.parse().unwrap());
            let submitted = at(submitted);
            let one = One { status, submitted, decided, first, closed, ruled: false };
            counted.count(&one, month, &calendar);
        }
        // What a case gave to somebody else was decided, and is no approval; what its partner let go is one.
        let released = |ruled| One {
            status: Status::Released,
            submitted: at("2026-02-02T15:00:00Z"),
            decided: Some(at("2026-03-20T15:00:00Z")),
            first: Some(FirstDecision { at: at("2026-02-03T15:00:00Z"), in_time: true }),
            closed: None,
            ruled,
        };
        let approved = |ruled| {
            let mut counted = Month::default();
            counted.count(&released(ruled), month, &calendar);
            // Its partner was answered the month before.
            assert!(counted.times.is_empty(), "{ruled}");
            counted.approved
        };
        assert_eq!((approved(true), approved(false)), (0, 1));
        assert_eq!((counted.sent, counted.approved, counted.won), (4, 2, 1));
        assert_eq!(counted.in_time, Share { part: 2, of: 3 });
        // One hour, four, and three business days.
        assert_eq!(counted.half_within(), Some(TimeDelta::hours(4)));
        assert!(!counted.is_empty());
        assert_eq!(Month::default().half_within(), None);
        assert!(Month::default().is_empty());
    }
}
