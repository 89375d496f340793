//! The programme's calendar: its days and its business hours.
//!
//! Everything is counted in local dates and local wall times of one time zone, and comes out as an
//! instant. Two rules hold throughout: a wall time that exists twice means its first instant, one
//! that is jumped over means the first instant after the jump. What happens exactly at a deadline
//! is in time. The worked dates are in `calendar/tests.rs`.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, LocalResult, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

/// A time zone with its business hours and holidays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    zone: Tz,
    open: NaiveTime,
    close: NaiveTime,
    /// Monday first.
    weekdays: [bool; 7],
    holidays: BTreeSet<NaiveDate>,
}

/// Business hours that leave no time for business: no deadline could ever be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoBusinessTime {
    #[error("business hours must open before they close")]
    ClosesBeforeOpening,
    #[error("at least one weekday must have business hours")]
    NoWeekday,
}

/// The instant at which the clocks of a zone show `time` on `date`: its first one where there are two,
/// the first after the jump where there is none.
#[must_use]
pub fn wall(zone: Tz, date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = date.and_time(time);
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
        LocalResult::None => GapInfo::new(&local, &zone)
            .and_then(|gap| gap.end)
            // Only at the ends of the representable years.
            .map_or_else(|| local.and_utc(), |end| end.to_utc()),
    }
}

impl Calendar {
    /// `weekdays` start with Monday.
    ///
    /// # Errors
    /// [`NoBusinessTime`].
    pub fn new(
        zone: Tz,
        open: NaiveTime,
        close: NaiveTime,
        weekdays: [bool; 7],
        holidays: BTreeSet<NaiveDate>,
    ) -> Result<Self, NoBusinessTime> {
        if open >= close {
            return Err(NoBusinessTime::ClosesBeforeOpening);
        }
        if !weekdays.contains(&true) {
            return Err(NoBusinessTime::NoWeekday);
        }
        Ok(Self { zone, open, close, weekdays, holidays })
    }

    /// Monday to Friday, 09:00 to 17:00, no holidays.
    #[must_use]
    pub fn usual(zone: Tz) -> Self {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
        let weekdays = [true, true, true, true, true, false, false];
        Self { zone, open: hour(9), close: hour(17), weekdays, holidays: BTreeSet::new() }
    }

    #[must_use]
    pub const fn zone(&self) -> Tz {
        self.zone
    }

    /// The calendar day in the programme on which `at` lies.
    #[must_use]
    pub fn local_date(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// The first instant that does not belong to `date` any more: the next date's first one, which
    /// need not be midnight.
    #[must_use]
    pub fn end_of_day(&self, date: NaiveDate) -> DateTime<Utc> {
        self.wall(date.succ_opt().unwrap_or(NaiveDate::MAX), NaiveTime::MIN)
    }

    /// The weekdays with business hours, Monday first.
    #[must_use]
    pub const fn weekdays(&self) -> [bool; 7] {
        self.weekdays
    }

    /// When business opens and closes.
    #[must_use]
    pub const fn hours(&self) -> (NaiveTime, NaiveTime) {
        (self.open, self.close)
    }

    /// Dates without business, whatever weekday they are.
    #[must_use]
    pub const fn holidays(&self) -> &BTreeSet<NaiveDate> {
        &self.holidays
    }

    /// The instant at which the programme's clocks show `time` on `date`.
    #[must_use]
    pub fn wall(&self, date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        wall(self.zone, date, time)
    }

    /// Whether there is business on `date`.
    #[must_use]
    pub fn is_business_date(&self, date: NaiveDate) -> bool {
        let weekday = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or(0);
        self.weekdays[weekday] && !self.holidays.contains(&date)
    }

    /// `days` business days after `start`, by the wall clock.
    ///
    /// A start outside business time is the next opening. A deadline never falls on an opening: it
    /// is the closing of the business date before, so that Monday 09:00 reads Friday 17:00.
    #[must_use]
    pub fn business_days_later(&self, start: DateTime<Utc>, days: u32) -> DateTime<Utc> {
        let start = self.in_business_time(start);
        if days == 0 {
            return start;
        }
        let local = start.with_timezone(&self.zone);
        // An opening or closing that the clocks jump over stands a little later on that date.
        let time = local.time().clamp(self.open, self.close);
        if time == self.open || start == self.opening(local.date_naive()) {
            return self.closing(self.nth_business_date(local.date_naive(), days - 1));
        }
        self.wall(self.nth_business_date(local.date_naive(), days), time)
    }

    /// The instant at which half of the business time between `start` and `due` is used up.
    #[must_use]
    pub fn half_of_promise(&self, start: DateTime<Utc>, due: DateTime<Utc>) -> DateTime<Utc> {
        self.after_business_time(start, self.business_time_between(start, due) / 2)
    }

    /// How much business time lies between two instants; none when `to` is not after `from`.
    #[must_use]
    pub fn business_time_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        let last = self.local_date(to);
        self.business_hours_from(from)
            .take_while(|(opening, _)| self.local_date(*opening) <= last)
            .map(|(opening, closing)| closing.min(to) - opening.max(from))
            .filter(|part| *part > TimeDelta::zero())
            .sum()
    }

    /// The earliest instant by which `span` of business time has passed since `start`.
    #[must_use]
    pub fn after_business_time(&self, start: DateTime<Utc>, span: TimeDelta) -> DateTime<Utc> {
        let mut left = span;
        if left <= TimeDelta::zero() {
            return start;
        }
        for (opening, closing) in self.business_hours_from(start) {
            let from = opening.max(start);
            if closing - from >= left {
                return from + left;
            }
            left -= (closing - from).max(TimeDelta::zero());
        }
        DateTime::<Utc>::MAX_UTC
    }

    /// What is left of a promise whose clock is stopped at `at`, to the second and finer; nothing
    /// when it was due already.
    #[must_use]
    pub fn rest_when_stopped(&self, due: DateTime<Utc>, at: DateTime<Utc>) -> TimeDelta {
        self.business_time_between(at, due)
    }

    /// When a promise with this rest is due, now that its clock runs again.
    #[must_use]
    pub fn due_when_resumed(&self, at: DateTime<Utc>, rest: TimeDelta) -> DateTime<Utc> {
        self.after_business_time(at, rest)
    }

    /// `at`, or the next opening when there is no business at that time. A closing still counts.
    fn in_business_time(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.business_hours_from(at)
            .find(|(_, closing)| *closing >= at)
            .map_or(DateTime::<Utc>::MAX_UTC, |(opening, _)| opening.max(at))
    }

    /// Whether there is business on a date: not where a clock change jumps over all of its hours.
    fn has_business_hours(&self, date: NaiveDate) -> bool {
        self.is_business_date(date) && self.opening(date) < self.closing(date)
    }

    /// Opening and closing of each date with business, the one on which `at` lies first.
    fn business_hours_from(
        &self,
        at: DateTime<Utc>,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        self.local_date(at)
            .iter_days()
            .filter(|date| self.has_business_hours(*date))
            .map(|date| (self.opening(date), self.closing(date)))
    }

    /// The `n`th business date after `date`; `date` itself for none.
    fn nth_business_date(&self, date: NaiveDate, n: u32) -> NaiveDate {
        let mut later = date.iter_days().skip(1).filter(|date| self.has_business_hours(*date));
        match usize::try_from(n).unwrap_or(usize::MAX).checked_sub(1) {
            None => date,
            Some(skipped) => later.nth(skipped).unwrap_or(NaiveDate::MAX),
        }
    }

    fn opening(&self, date: NaiveDate) -> DateTime<Utc> {
        self.wall(date, self.open)
    }

    fn closing(&self, date: NaiveDate) -> DateTime<Utc> {
        self.wall(date, self.close)
    }
}
