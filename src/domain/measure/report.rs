//! What became of a period: of the referrals that were sent in it, the partners that joined in it, and
//! the conflict cases that were opened in it. What a referral has come to counts as it is known now,
//! whenever that was: a period some of whose referrals are open still changes.
//!
//! [`Tally`] takes the referrals one by one, so that a year of them needs no more room than a number
//! each.

#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Numbers, Share, Spread};
use crate::domain::board::period::Period;
use crate::domain::calendar::Calendar;
use crate::domain::case::Outcome;
use crate::domain::feedback::Trend;
use crate::domain::referral::clocks::SILENT;
use crate::domain::referral::{FirstDecision, Status};
use crate::domain::words::words;

/// A partner that sends its first referral within so many days is active; before, nobody can tell.
pub const ACTIVE_WITHIN: i64 = 90;

words! {
    /// Whether a referral is measured, and if not, why not.
    Counts {
        Valid = "valid",
        /// Of a trial partner.
        Test = "test",
        /// The same as another of its partner's, which goes on.
        Merged = "merged",
        /// Taken back before anybody had decided.
        Withdrawn = "withdrawn",
        /// Closed by a conflict case without an award.
        Void = "void",
    }
}

/// A referral, as far as it is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub status: Status,
    /// Of a trial partner.
    pub test: bool,
    /// A conflict case closed it without an award.
    pub void: bool,
    pub submitted_at: DateTime<Utc>,
    /// When its form was opened, as long as that is kept.
    pub opened_at: Option<DateTime<Utc>>,
    pub first_decision: Option<FirstDecision>,
    /// Whether a conflict case has decided about it.
    pub ruled: bool,
    /// When its partner last heard something of a person's.
    pub updated_at: DateTime<Utc>,
}

impl Sent {
    #[must_use]
    pub fn counts(&self) -> Counts {
        match self.status {
            _ if self.test => Counts::Test,
            Status::Merged => Counts::Merged,
            Status::Withdrawn if self.first_decision.is_none() => Counts::Withdrawn,
            Status::Rejected if self.void => Counts::Void,
            Status::Submitted
            | Status::InConflict
            | Status::NeedsInfo
            | Status::Approved
            | Status::Rejected
            | Status::Lapsed
            | Status::Withdrawn
            | Status::Released
            | Status::Expired
            | Status::Won
            | Status::Lost
            | Status::Reversed => Counts::Valid,
        }
    }

    /// Whether it was approved, and no case overruled that.
    const fn was_approved(&self) -> bool {
        match self.status {
            Status::Approved | Status::Expired | Status::Won | Status::Lost | Status::Reversed => {
                true
            }
            // What its partner let go was approved; what a case gave to somebody else is not.
            Status::Released => !self.ruled,
            // Only what is approved is withdrawn after a decision.
            Status::Withdrawn => self.first_decision.is_some(),
            Status::Submitted
            | Status::InConflict
            | Status::NeedsInfo
            | Status::Rejected
            | Status::Lapsed
            | Status::Merged => false,
        }
    }

    /// How long somebody took for the first decision.
    #[must_use]
    pub fn minutes_to_decision(&self, calendar: &Calendar) -> Option<u32> {
        let worked = calendar.business_time_between(self.submitted_at, self.first_decision?.at);
        Some(whole(worked.num_minutes()))
    }

    /// Whether that came within the promise.
    #[must_use]
    pub fn in_time(&self) -> Option<bool> {
        self.first_decision.map(|first| first.in_time)
    }
}

/// A partner that joined in the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joined {
    pub added_at: DateTime<Utc>,
    /// Its first valid referral, whenever that came.
    pub first_sent: Option<DateTime<Utc>>,
}

/// A conflict case that was opened in the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contest {
    pub opened_at: DateTime<Utc>,
    /// When it was decided first, and the outcome that holds.
    pub decided: Option<(DateTime<Utc>, Outcome)>,
}

/// What became of what was sent: so many referrals of each kind, trial partners' aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub sent: u64,
    pub merged: u64,
    pub withdrawn: u64,
    pub void: u64,
    /// The rest, of which all below is part.
    pub valid: u64,
    pub approved: u64,
    pub rejected: u64,
    pub lapsed: u64,
    pub won: u64,
    pub lost: u64,
    pub expired: u64,
    /// Live still.
    pub open: u64,
}

impl Sums {
    fn take(&mut self, one: &Sent) {
        let counts = one.counts();
        self.sent += u64::from(counts != Counts::Test);
        match counts {
            Counts::Test => {}
            Counts::Merged => self.merged += 1,
            Counts::Withdrawn => self.withdrawn += 1,
            Counts::Void => self.void += 1,
            Counts::Valid => {
                self.valid += 1;
                self.approved += u64::from(one.was_approved());
                let is = |status| u64::from(one.status == status);
                self.rejected += is(Status::Rejected);
                self.lapsed += is(Status::Lapsed);
                self.won += is(Status::Won);
                self.lost += is(Status::Lost);
                self.expired += is(Status::Expired);
                self.open += u64::from(one.status.is_live());
            }
        }
    }
}

/// Partners of the period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Partners {
    pub joined: u64,
    /// Too young for anybody to tell.
    pub young: u64,
    /// Of those that are not, those that sent a first valid referral within [`ACTIVE_WITHIN`] days.
    pub active: Share,
    /// Days from joining to the first valid referral, of those that have sent one.
    pub first: Option<Spread<u32>>,
}

impl Partners {
    #[must_use]
    pub fn of(all: &[Joined], calendar: &Calendar, now: DateTime<Utc>) -> Self {
        let old = |one: &&Joined| apart(calendar, one.added_at, now) >= ACTIVE_WITHIN;
        let days = |one: &Joined| Some(apart(calendar, one.added_at, one.first_sent?));
        let active = |one: &&Joined| days(one).is_some_and(|days| days <= ACTIVE_WITHIN);
        let count = |of: usize| of as u64;
        let (joined, of) = (count(all.len()), count(all.iter().filter(old).count()));
        let part = count(all.iter().filter(old).filter(active).count());
        let first = Spread::of(all.iter().filter_map(days).map(whole).collect());
        Self { joined, young: joined - of, active: Share { part, of }, first }
    }
}

/// Conflict cases of the period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conflict {
    /// Cases, of so many valid referrals: no share of them, as several may stand in one.
    pub cases: Share,
    /// Days from opening to decision, of those that were decided.
    pub days: Option<Spread<u32>>,
    /// Of those, the ones in which the first referral was upheld.
    pub upheld: Share,
}

impl Conflict {
    #[must_use]
    pub fn of(all: &[Contest], valid: u64, calendar: &Calendar) -> Self {
        let days = |one: &Contest| Some(apart(calendar, one.opened_at, one.decided?.0));
        let days: Vec<u32> = all.iter().filter_map(days).map(whole).collect();
        let outcome = |one: &Contest| one.decided.map(|(_, outcome)| outcome);
        let upheld = all.iter().filter(|one| outcome(one) == Some(Outcome::UpholdFirst)).count();
        let upheld = Share { part: upheld as u64, of: days.len() as u64 };
        let cases = Share { part: all.len() as u64, of: valid };
        Self { cases, days: Spread::of(days), upheld }
    }
}

/// Counts referrals one by one.
#[derive(Debug)]
pub struct Tally<'a> {
    calendar: &'a Calendar,
    /// The first date on which news still are fresh.
    fresh_from: NaiveDate,
    sums: Sums,
    seconds: Vec<u32>,
    minutes: Vec<u32>,
    in_time: Share,
    fresh: Share,
}

impl<'a> Tally<'a> {
    #[must_use]
    pub fn begin(calendar: &'a Calendar, now: DateTime<Utc>) -> Self {
        let (sums, in_time, fresh) = Default::default();
        let fresh_from = calendar.local_date(now) - chrono::Days::new(SILENT);
        let (seconds, minutes) = (Vec::new(), Vec::new());
        Self { calendar, fresh_from, sums, seconds, minutes, in_time, fresh }
    }

    pub fn take(&mut self, one: &Sent) {
        self.sums.take(one);
        if one.counts() != Counts::Valid {
            return;
        }
        let to_register = one.opened_at.map(|opened| (one.submitted_at - opened).num_seconds());
        self.seconds.extend(to_register.map(whole));
        self.minutes.extend(one.minutes_to_decision(self.calendar));
        if let Some(in_time) = one.in_time() {
            self.in_time.count(in_time);
        }
        if one.status.is_live() {
            let heard = self.calendar.local_date(one.updated_at);
            self.fresh.count(heard >= self.fresh_from);
        }
    }

    /// With what is known beside the referrals: partners, cases, and of the five numbers those that
    /// are about neither.
    #[must_use]
    pub fn end(
        self,
        period: Period,
        now: DateTime<Utc>,
        (joined, contests): (&[Joined], &[Contest]),
        (why_answered, cases_late, feedback): (Share, u64, Trend),
    ) -> Report {
        let seconds = Spread::of(self.seconds);
        Report {
            period,
            is_running: now < period.bounds(self.calendar).1,
            sums: self.sums,
            response: Spread::of(self.minutes),
            partners: Partners::of(joined, self.calendar, now),
            conflict: Conflict::of(contests, self.sums.valid, self.calendar),
            numbers: Numbers {
                seconds_to_register: seconds.map(|spread| (spread.half.into(), spread.n)),
                answered_in_time: self.in_time,
                why_answered,
                fresh: self.fresh,
                cases_late,
            },
            feedback,
        }
    }
}

/// How a period went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub period: Period,
    /// Whether it is not over.
    pub is_running: bool,
    pub sums: Sums,
    /// Minutes of business time from submission to first decision.
    pub response: Option<Spread<u32>>,
    pub partners: Partners,
    pub conflict: Conflict,
    pub numbers: Numbers,
    /// How partners' people said it was going, through the quarter in which the period ends.
    pub feedback: Trend,
}

impl Report {
    /// Whether what is known now will change by itself: something is open, or too young.
    #[must_use]
    pub const fn is_maturing(&self) -> bool {
        self.is_running || self.sums.open > 0 || self.partners.young > 0
    }

    /// The headline.
    #[must_use]
    pub const fn won_of_valid(&self) -> Share {
        Share { part: self.sums.won, of: self.sums.valid }
    }

    #[must_use]
    pub const fn won_of_approved(&self) -> Share {
        Share { part: self.sums.won, of: self.sums.approved }
    }

    #[must_use]
    pub const fn win_rate(&self) -> Share {
        let Sums { won, lost, expired, .. } = self.sums;
        Share { part: won, of: won + lost + expired }
    }
}

/// How many local dates apart.
fn apart(calendar: &Calendar, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
    (calendar.local_date(to) - calendar.local_date(from)).num_days()
}

/// None of these is below zero but where a clock was wrong, or above what fits.
fn whole(n: i64) -> u32 {
    u32::try_from(n.max(0)).unwrap_or(u32::MAX)
}
