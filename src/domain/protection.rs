//! For how long an approved referral is protected.
//!
//! A window is whole local days: through the end of approval date + D. It is told and stored as its
//! last date; the instant at which it is over follows from the calendar. Days we took too long to
//! decide are added to it, and so are dates on which a case was open and every second one that was
//! spent in nurture. An extension is in [`super::referral::extend`].

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::calendar::Calendar;

/// The last protected day of a window of `days` that starts with an approval at `approved_at`.
#[must_use]
pub fn protected_through(approved_at: DateTime<Utc>, days: u32, calendar: &Calendar) -> NaiveDate {
    later_by(calendar.local_date(approved_at), days)
}

/// The same last day with late days (see [`late_days`]) added. They are calendar days, weekends
/// included, because protection days are.
#[must_use]
pub fn credited(through: NaiveDate, late_days: u32) -> NaiveDate {
    later_by(through, late_days)
}

/// The first instant that is not protected any more.
#[must_use]
pub fn expires_at(through: NaiveDate, calendar: &Calendar) -> DateTime<Utc> {
    calendar.end_of_day(through)
}

/// How many days the first decision came late: started 24-hour days of local wall time from the
/// due instant. Exactly at the due instant is in time.
#[must_use]
pub fn late_days(due: DateTime<Utc>, decided: DateTime<Utc>, calendar: &Calendar) -> u32 {
    if decided <= due {
        return 0;
    }
    let wall = |at: DateTime<Utc>| at.with_timezone(&calendar.zone()).naive_local();
    let late = wall(decided) - wall(due);
    let whole_days = late.num_days();
    let started = if late > TimeDelta::days(whole_days) { whole_days + 1 } else { whole_days };
    // When the clocks go back just after the due instant, later can look earlier on the wall.
    u32::try_from(started.max(1)).unwrap_or(u32::MAX)
}

/// Dates on which a case was open, from its opening to its end, both included: they are not counted.
/// `counted` is the approval's date, or the last date that an earlier case has taken out.
#[must_use]
pub fn paused_days(opened: NaiveDate, ended: NaiveDate, counted: Option<NaiveDate>) -> u32 {
    let from = counted.and_then(|date| date.succ_opt()).map_or(opened, |date| date.max(opened));
    u32::try_from((ended - from).num_days() + 1).unwrap_or(0)
}

/// Nurture dates of one window after which all of them count.
pub const NURTURED_AT_MOST: u32 = 365;

/// Dates of one window that were spent in nurture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Nurtured {
    pub dates: u32,
    /// Those of them that are not counted.
    pub spared: u32,
}

/// Numbers the dates from `from` to `until` on, as far as the protection reaches: the 1st, 3rd, 5th …
/// of a window is not counted, and each that is not lets it reach a day further. `numbered` are those
/// that have their numbers already. One that is `paused` takes its number and is spared as such.
#[must_use]
pub fn nurtured(
    through: NaiveDate,
    (from, until): (NaiveDate, NaiveDate),
    numbered: u32,
    paused: impl Fn(NaiveDate) -> bool,
) -> Nurtured {
    let mut found = Nurtured::default();
    for date in from.iter_days().take_while(|date| *date <= until) {
        if date > later_by(through, found.spared) {
            break;
        }
        found.dates += 1;
        let number = numbered + found.dates;
        if number % 2 == 1 && number <= NURTURED_AT_MOST && !paused(date) {
            found.spared += 1;
        }
    }
    found
}

fn later_by(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use chrono_tz::{Africa, America, Tz, UTC};
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn local(calendar: &Calendar, text: &str) -> DateTime<Utc> {
        let (day, time) = text.split_once(' ').unwrap();
        calendar.wall(date(day), time.parse().unwrap())
    }

    #[test]
    fn protection_runs_through_the_end_of_a_local_day() {
        #[rustfmt::skip]
        let table: [(Tz, &str, u32, &str, &str); 6] = [
            // zone              approved                days  through       expires
            (America::New_York,  "2026-03-02T19:00:00Z", 90,   "2026-05-31", "2026-06-01T04:00:00Z"),
            // Already 10 January in UTC, still the 9th in New York; a clock change in between.
            (America::New_York,  "2026-01-10T03:30:00Z", 90,   "2026-04-09", "2026-04-10T04:00:00Z"),
            (UTC,                "2026-01-10T03:30:00Z", 90,   "2026-04-10", "2026-04-11T00:00:00Z"),
            (America::New_York,  "2026-03-13T14:00:00Z", 90,   "2026-06-11", "2026-06-12T04:00:00Z"),
            // The next date has no midnight.
            (Africa::Cairo,      "2026-03-24T12:00:00Z", 30,   "2026-04-23", "2026-04-23T22:00:00Z"),
            (UTC,                "2026-03-02T00:00:00Z", 180,  "2026-08-29", "2026-08-30T00:00:00Z"),
        ];
        for (zone, approved, days, through, expires) in table {
            let calendar = Calendar::usual(zone);
            let last = protected_through(at(approved), days, &calendar);
            assert_eq!(last, date(through), "{zone} {approved}");
            assert_eq!(expires_at(last, &calendar), at(expires), "{zone} {approved}");
        }
    }

    #[test]
    fn late_days_are_started_days_of_wall_time() {
        // New York's clocks jump on Sunday, 8 March, and go back on Sunday, 1 November 2026.
        #[rustfmt::skip]
        let table = [
            // due                   decided                days
            ("2026-03-10 16:00",     "2026-03-13 10:00",    3),
            ("2026-03-13 16:00",     "2026-03-16 10:00",    3),
            ("2026-03-10 16:00:00",  "2026-03-10 16:00:00", 0),
            ("2026-03-10 16:00",     "2026-03-10 16:05",    1),
            ("2026-03-10 16:00",     "2026-03-10 15:00",    0),
            ("2026-03-10 16:00",     "2026-03-11 16:00",    1),
            ("2026-03-10 16:00",     "2026-03-11 16:00:01", 2),
            ("2026-03-06 16:00",     "2026-03-09 16:00",    3),
            ("2026-03-06 16:00",     "2026-03-09 16:00:01", 4),
            ("2026-10-30 16:00",     "2026-11-02 16:00",    3),
        ];
        let calendar = Calendar::usual(America::New_York);
        for (due, decided, days) in table {
            let found = late_days(local(&calendar, due), local(&calendar, decided), &calendar);
            assert_eq!(found, days, "due {due}, decided {decided}");
        }
    }

    #[test]
    fn a_decision_in_the_hour_that_comes_twice_is_late_all_the_same() {
        let calendar = Calendar::usual(America::New_York);
        // Due 01:30 before the clocks go back, decided 01:10 after it.
        let (due, decided) = (at("2026-11-01T05:30:00Z"), at("2026-11-01T06:10:00Z"));
        assert_eq!(late_days(due, decided, &calendar), 1);
    }

    #[test]
    fn what_we_took_too_long_is_added_to_the_window() {
        // Submitted Friday, 6 March 16:00, two business days; approved Friday, 13 March 10:00.
        let calendar = Calendar::usual(America::New_York);
        let due = calendar.business_days_later(local(&calendar, "2026-03-06 16:00"), 2);
        let approved = local(&calendar, "2026-03-13 10:00");
        let through = protected_through(approved, 90, &calendar);
        assert_eq!(through, date("2026-06-11"));
        let credit = late_days(due, approved, &calendar);
        assert_eq!(credited(through, credit), date("2026-06-14"));
    }

    #[test]
    fn a_date_on_which_a_case_was_open_is_not_counted() {
        #[rustfmt::skip]
        let table = [
            // approved      through       opened        ended         taken out by   through then
            //                                                         a case before
            ("2026-03-02",   "2026-05-31", "2026-03-10", "2026-03-13", None,               "2026-06-04"),
            // On one day alone: the day is taken out.
            ("2026-03-02",   "2026-05-31", "2026-03-10", "2026-03-10", None,               "2026-06-01"),
            // The date of the approval was not counted anyway.
            ("2026-03-10",   "2026-06-08", "2026-03-10", "2026-03-12", None,               "2026-06-10"),
            ("2026-03-10",   "2026-06-08", "2026-03-10", "2026-03-10", None,               "2026-06-08"),
            // A date is taken out once, however many cases are open on it.
            ("2026-03-02",   "2026-06-04", "2026-03-13", "2026-03-14", Some("2026-03-13"), "2026-06-05"),
            ("2026-03-02",   "2026-06-04", "2026-03-13", "2026-03-13", Some("2026-03-13"), "2026-06-04"),
            // Open over what would have been the end.
            ("2026-03-02",   "2026-05-31", "2026-05-31", "2026-06-05", None,               "2026-06-06"),
        ];
        for (approved, through, opened, ended, before, then) in table {
            let counted = before.map_or_else(|| date(approved), date);
            let days = paused_days(date(opened), date(ended), Some(counted));
            assert_eq!(credited(date(through), days), date(then), "{opened} to {ended}");
        }
    }

    #[test]
    fn every_second_date_in_nurture_is_not_counted() {
        #[rustfmt::skip]
        let table = [
            // through       from          until         numbered  paused on           dates  spared
            ("2026-05-31",   "2026-04-01", "2026-04-30", 0,        &[][..],            30,    15),
            ("2026-05-31",   "2026-04-01", "2026-04-01", 0,        &[],                1,     1),
            ("2026-05-31",   "2026-04-01", "2026-04-02", 0,        &[],                2,     1),
            // Over several spells the numbers run on.
            ("2026-05-31",   "2026-04-10", "2026-04-10", 1,        &[],                1,     0),
            ("2026-05-31",   "2026-04-10", "2026-04-10", 2,        &[],                1,     1),
            // A paused date takes its number, and was spared already.
            ("2026-05-31",   "2026-04-01", "2026-04-03", 0,        &["2026-04-01"],    3,     1),
            ("2026-05-31",   "2026-04-01", "2026-04-03", 0,        &["2026-04-02"],    3,     2),
            // The last one moves away at half speed, and is reached all the same.
            ("2026-04-03",   "2026-04-01", "2026-12-31", 0,        &[],                6,     3),
            // After a year of them all count.
            ("2026-05-31",   "2026-04-01", "2026-04-04", 364,      &[],                4,     1),
            ("2026-05-31",   "2026-04-01", "2026-04-30", 365,      &[],                30,    0),
            // None has come to its end yet.
            ("2026-05-31",   "2026-04-02", "2026-04-01", 0,        &[],                0,     0),
        ];
        for (through, from, until, numbered, paused, dates, spared) in table {
            let is_paused = |on: NaiveDate| paused.iter().any(|one| date(one) == on);
            let found = nurtured(date(through), (date(from), date(until)), numbered, is_paused);
            assert_eq!(found, Nurtured { dates, spared }, "{from} to {until} after {numbered}");
        }
    }

    proptest! {
        #[test]
        fn a_window_is_over_after_its_approval_and_longer_windows_later(
            seconds in 0..730 * 86_400_i64, days in 30_u32..180, more in 1_u32..30,
        ) {
            let calendar = Calendar::usual(America::Havana);
            let approved = at("2026-01-01T00:00:00Z") + TimeDelta::seconds(seconds);
            let through = protected_through(approved, days, &calendar);
            prop_assert!(expires_at(through, &calendar) > approved + TimeDelta::days(i64::from(days)) - TimeDelta::hours(1));
            prop_assert_eq!(credited(through, more), protected_through(approved, days + more, &calendar));
            prop_assert!(expires_at(credited(through, more), &calendar) > expires_at(through, &calendar));
        }

        #[test]
        fn waiting_longer_never_makes_fewer_late_days(
            due in 0..730 * 86_400_i64, late in 0..2_000_000_i64, more in 0..2_000_000_i64,
        ) {
            // Wall time may repeat an hour, so only waits beyond it are compared.
            let more = more + 3_600;
            let calendar = Calendar::usual(America::New_York);
            let due = at("2026-01-01T00:00:00Z") + TimeDelta::seconds(due);
            let days = |late| late_days(due, due + TimeDelta::seconds(late), &calendar);
            prop_assert!(days(late) <= days(late + more));
            prop_assert!(i64::from(days(late)) <= (late + 3_600) / 86_400 + 1);
        }
    }
}
