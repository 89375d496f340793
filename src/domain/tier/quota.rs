//! How many referrals a partner of a tier may have open, and send a day or a month. What counts is
//! what it sent, whatever became of it: else somebody could try names out by withdrawing them.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::count::Counted;
use crate::domain::calendar::Calendar;

/// Without a number there is no bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quota {
    /// Live referrals at a time.
    pub open: Option<u32>,
    /// New ones on a local day.
    pub day: Option<u32>,
    /// New ones in a calendar month.
    pub month: Option<u32>,
}

/// Why no other referral fits now, and what would make room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "full", rename_all = "snake_case")]
pub enum Full {
    /// So many are open; one more fits when one of them is over.
    Open { open: u32, most: u32 },
    /// So many were sent today; the next fits on this date.
    Day { most: u32, from: NaiveDate },
    /// So many were sent in this month; the next fits on this date.
    Month { most: u32, from: NaiveDate },
}

impl Quota {
    /// Whether anything of a partner has to be counted.
    #[must_use]
    pub const fn is_bound(&self) -> bool {
        self.open.is_some() || self.day.is_some() || self.month.is_some()
    }

    /// Why one more does not fit; what lasts longest is told first.
    #[must_use]
    pub fn full(
        &self,
        referrals: &[Counted],
        calendar: &Calendar,
        now: DateTime<Utc>,
    ) -> Option<Full> {
        let today = calendar.local_date(now);
        let sent = |counts: &dyn Fn(NaiveDate) -> bool| {
            let dates = referrals.iter().map(|one| calendar.local_date(one.submitted_at));
            number(dates.filter(|date| counts(*date)).count())
        };
        let same_month =
            |date: NaiveDate| (date.year(), date.month()) == (today.year(), today.month());
        let of_month = self.month.filter(|most| sent(&same_month) >= *most);
        let of_month = of_month.map(|most| Full::Month { most, from: next_month(today) });
        let of_day = self.day.filter(|most| sent(&|date| date == today) >= *most);
        let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
        let of_day = of_day.map(|most| Full::Day { most, from: tomorrow });
        let open = number(referrals.iter().filter(|one| one.status.is_live()).count());
        let of_open = self.open.filter(|most| open >= *most);
        let of_open = of_open.map(|most| Full::Open { open, most });
        of_month.or(of_day).or(of_open)
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn next_month(date: NaiveDate) -> NaiveDate {
    let (year, month) = match date.month() {
        12 => (date.year() + 1, 1),
        month => (date.year(), month + 1),
    };
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use chrono_tz::America::New_York;

    use super::*;
    use crate::domain::ids::ReferralId;
    use crate::domain::referral::Status;
    use crate::domain::referral::Status::{Approved, Rejected, Submitted, Withdrawn, Won};

    /// Why, what is bound, what was sent, when one more is, and what comes of it.
    type Row = (&'static str, Quota, Vec<Counted>, &'static str, Option<Full>);

    fn sent(status: Status, at: &str) -> Counted {
        let at: DateTime<Utc> = at.parse().unwrap();
        Counted { submitted_at: at, ..Counted::new(ReferralId::new(1), status, at) }
    }

    #[test]
    fn what_is_full_says_what_would_make_room() {
        let calendar = Calendar::usual(New_York);
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let quota = |open, day, month| Quota { open, day, month };
        let december = "2026-12-31T20:00:00Z";
        #[rustfmt::skip]
        let table: [Row; 10] = [
            ("nothing is bound",      Quota::default(),             vec![sent(Submitted, december); 9], december, None),
            ("one below",             quota(Some(2), None, None),   vec![sent(Submitted, december)], december, None),
            ("approved ones are open", quota(Some(2), None, None),  vec![sent(Submitted, december), sent(Approved, december)], december,
             Some(Full::Open { open: 2, most: 2 })),
            ("what is over is not",   quota(Some(1), None, None),   vec![sent(Won, december), sent(Rejected, december)], december, None),
            ("a withdrawn one was sent", quota(None, Some(1), None), vec![sent(Withdrawn, december)], december,
             Some(Full::Day { most: 1, from: date("2027-01-01") })),
            // Still 31 December where the programme lives.
            ("the local day",         quota(None, Some(1), None),   vec![sent(Submitted, "2026-12-31T12:00:00Z")], "2027-01-01T04:59:59Z",
             Some(Full::Day { most: 1, from: date("2027-01-01") })),
            ("the next local day",    quota(None, Some(1), None),   vec![sent(Submitted, "2026-12-31T12:00:00Z")], "2027-01-01T05:00:00Z", None),
            ("over the year's end",   quota(None, None, Some(1)),   vec![sent(Rejected, "2026-12-01T06:00:00Z")], december,
             Some(Full::Month { most: 1, from: date("2027-01-01") })),
            ("the month before",      quota(None, None, Some(1)),   vec![sent(Rejected, "2026-12-01T04:59:59Z")], december, None),
            ("the longest wait first", quota(Some(1), Some(1), Some(1)), vec![sent(Submitted, december)], december,
             Some(Full::Month { most: 1, from: date("2027-01-01") })),
        ];
        for (why, quota, referrals, now, expected) in table {
            assert_eq!(quota.full(&referrals, &calendar, now.parse().unwrap()), expected, "{why}");
        }
    }
}
