//! The worked dates of the rules, and what holds for every date.

use chrono_tz::{Africa, America, Asia, Australia, Pacific, UTC};
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// "2026-03-06 16:00" in the zone, or with seconds.
fn local(calendar: &Calendar, text: &str) -> DateTime<Utc> {
    let (day, time) = text.split_once(' ').unwrap();
    calendar.wall(date(day), time.parse().unwrap())
}

fn shown(calendar: &Calendar, at: DateTime<Utc>) -> String {
    at.with_timezone(&calendar.zone()).format("%a %m-%d %H:%M:%S%.f").to_string()
}

fn with_holidays(zone: Tz, holidays: &[&str]) -> Calendar {
    let holidays = holidays.iter().map(|day| date(day)).collect();
    Calendar { holidays, ..Calendar::usual(zone) }
}

#[test]
fn a_local_day_ends_at_the_first_existing_instant_of_the_next_date() {
    #[rustfmt::skip]
    let table = [
        // zone               day           ends
        (UTC,                 "2026-03-02", "2026-03-03T00:00:00Z"),
        (America::New_York,   "2026-05-31", "2026-06-01T04:00:00Z"),
        (America::New_York,   "2026-04-09", "2026-04-10T04:00:00Z"),
        // Midnight is missing: the clocks jump from 00:00 to 01:00.
        (Africa::Cairo,       "2026-04-23", "2026-04-23T22:00:00Z"),
        (America::Santiago,   "2026-09-05", "2026-09-06T04:00:00Z"),
        (America::Havana,     "2026-03-07", "2026-03-08T05:00:00Z"),
        // Midnight comes twice: the clocks go back from 01:00 to 00:00.
        (America::Havana,     "2026-10-31", "2026-11-01T04:00:00Z"),
        // The clocks go back from 24:00 to 23:00: the day is longer, its end comes once.
        (America::Santiago,   "2026-04-04", "2026-04-05T04:00:00Z"),
        // A whole date is missing.
        (Pacific::Apia,       "2011-12-29", "2011-12-30T10:00:00Z"),
        (Asia::Kathmandu,     "2026-01-01", "2026-01-01T18:15:00Z"),
    ];
    for (zone, day, ends) in table {
        assert_eq!(Calendar::usual(zone).end_of_day(date(day)), at(ends), "{zone} {day}");
    }
}

#[test]
fn an_instant_lies_on_the_programmes_date() {
    let new_york = Calendar::usual(America::New_York);
    assert_eq!(new_york.local_date(at("2026-03-02T19:00:00Z")), date("2026-03-02"));
    assert_eq!(new_york.local_date(at("2026-01-10T03:30:00Z")), date("2026-01-09"));
}

#[test]
fn a_wall_time_that_exists_twice_is_its_first_instant_and_a_missing_one_comes_after_the_jump() {
    #[rustfmt::skip]
    let table = [
        (America::New_York,     "2026-11-01 01:30", "2026-11-01T05:30:00Z"),
        (America::New_York,     "2026-03-08 02:30", "2026-03-08T07:00:00Z"),
        (America::New_York,     "2026-03-08 02:00", "2026-03-08T07:00:00Z"),
        (America::New_York,     "2026-03-08 03:00", "2026-03-08T07:00:00Z"),
        (Australia::Lord_Howe,  "2026-10-04 02:15", "2026-10-03T15:30:00Z"),
        (Pacific::Apia,         "2011-12-30 12:00", "2011-12-30T10:00:00Z"),
    ];
    for (zone, wall, instant) in table {
        assert_eq!(local(&Calendar::usual(zone), wall), at(instant), "{zone} {wall}");
    }
}

#[test]
fn business_days_are_counted_on_the_wall_clock() {
    // 2026-03-06 is a Friday; New York's clocks jump on Sunday, 8 March.
    #[rustfmt::skip]
    let table = [
        // start                  days  due
        ("2026-03-06 16:00",      2,    "Tue 03-10 16:00:00"),
        ("2026-03-06 20:00",      2,    "Tue 03-10 17:00:00"),
        ("2026-03-07 12:00",      2,    "Tue 03-10 17:00:00"),
        ("2026-03-08 12:00",      2,    "Tue 03-10 17:00:00"),
        ("2026-03-09 08:00",      2,    "Tue 03-10 17:00:00"),
        ("2026-03-09 09:00",      2,    "Tue 03-10 17:00:00"),
        ("2026-03-09 09:00:01",   2,    "Wed 03-11 09:00:01"),
        ("2026-03-06 17:00",      2,    "Tue 03-10 17:00:00"),
        ("2026-03-06 17:00:01",   2,    "Tue 03-10 17:00:00"),
        ("2026-03-09 09:00",      1,    "Mon 03-09 17:00:00"),
        ("2026-03-06 16:00",      1,    "Mon 03-09 16:00:00"),
        ("2026-03-06 16:00",      0,    "Fri 03-06 16:00:00"),
        ("2026-03-06 16:00",      5,    "Fri 03-13 16:00:00"),
    ];
    for zone in [America::New_York, UTC] {
        let calendar = Calendar::usual(zone);
        for (start, days, due) in table {
            let found = calendar.business_days_later(local(&calendar, start), days);
            assert_eq!(shown(&calendar, found), due, "{zone} {start} + {days}");
        }
    }
}

#[test]
fn holidays_are_no_business_dates() {
    let calendar = with_holidays(America::New_York, &["2026-03-09", "2026-03-11"]);
    #[rustfmt::skip]
    let table = [
        ("2026-03-06 16:00",  2,  "Thu 03-12 16:00:00"),
        ("2026-03-09 12:00",  1,  "Tue 03-10 17:00:00"),
        ("2026-03-09 12:00",  2,  "Thu 03-12 17:00:00"),
    ];
    for (start, days, due) in table {
        let found = calendar.business_days_later(local(&calendar, start), days);
        assert_eq!(shown(&calendar, found), due, "{start} + {days}");
    }
}

#[test]
fn half_of_a_promise_is_half_of_its_business_hours() {
    let calendar = Calendar::usual(America::New_York);
    #[rustfmt::skip]
    let table = [
        // start              half
        ("2026-03-06 16:00",  "Mon 03-09 16:00:00"),
        ("2026-03-06 20:00",  "Mon 03-09 17:00:00"),
        ("2026-03-09 09:00",  "Mon 03-09 17:00:00"),
        ("2026-03-10 12:30",  "Wed 03-11 12:30:00"),
    ];
    for (start, half) in table {
        let start_at = local(&calendar, start);
        let due = calendar.business_days_later(start_at, 2);
        assert_eq!(shown(&calendar, calendar.half_of_promise(start_at, due)), half, "{start}");
    }
}

#[test]
fn business_time_leaves_out_nights_weekends_and_holidays() {
    let calendar = with_holidays(America::New_York, &["2026-03-11"]);
    #[rustfmt::skip]
    let table = [
        // from               to                    minutes
        ("2026-03-06 16:00",  "2026-03-10 16:00",   16 * 60),
        ("2026-03-06 18:00",  "2026-03-09 08:00",   0),
        ("2026-03-06 16:30",  "2026-03-09 09:15",   45),
        ("2026-03-10 16:00",  "2026-03-12 10:00",   120),
        ("2026-03-10 10:00",  "2026-03-10 10:01",   1),
        ("2026-03-10 10:00",  "2026-03-10 10:00",   0),
        ("2026-03-10 10:00",  "2026-03-06 16:00",   0),
    ];
    for (from, to, minutes) in table {
        let (from_at, to_at) = (local(&calendar, from), local(&calendar, to));
        let found = calendar.business_time_between(from_at, to_at);
        assert_eq!(found, TimeDelta::minutes(minutes), "{from} to {to}");
    }
}

#[test]
fn a_stopped_clock_keeps_its_rest_to_the_second() {
    let calendar = Calendar::usual(America::New_York);
    #[rustfmt::skip]
    let table = [
        // due                stopped                resumed                 due then
        ("2026-03-10 16:00",  "2026-03-09 10:00",    "2026-03-11 10:00",     "Thu 03-12 16:00:00"),
        ("2026-03-10 16:00",  "2026-03-09 10:00:07", "2026-03-11 10:00:10",  "Thu 03-12 16:00:03"),
        ("2026-03-10 17:00",  "2026-03-10 09:00",    "2026-03-13 17:00",     "Mon 03-16 17:00:00"),
        ("2026-03-10 16:00",  "2026-03-07 12:00",    "2026-03-08 12:00",     "Tue 03-10 16:00:00"),
        // It was due when it stopped: nothing is left, and nothing comes back.
        ("2026-03-10 16:00",  "2026-03-10 16:00",    "2026-03-12 11:00",     "Thu 03-12 11:00:00"),
    ];
    for (due, stopped, resumed, then) in table {
        let [due_at, stopped_at, resumed_at] =
            [due, stopped, resumed].map(|text| local(&calendar, text));
        let rest = calendar.rest_when_stopped(due_at, stopped_at);
        let found = calendar.due_when_resumed(resumed_at, rest);
        assert_eq!(shown(&calendar, found), then, "due {due}, stopped {stopped}");
    }
}

#[test]
fn business_hours_that_are_jumped_over_do_not_count() {
    // Samoa left out Friday, 30 December 2011.
    let calendar = Calendar::usual(Pacific::Apia);
    let thursday = local(&calendar, "2011-12-29 16:00");
    let monday = local(&calendar, "2012-01-02 10:00");
    assert_eq!(calendar.business_time_between(thursday, monday), TimeDelta::hours(2));
    let due = calendar.after_business_time(thursday, TimeDelta::hours(2));
    assert_eq!(due, monday);
}

#[test]
fn hours_without_business_time_are_refused() {
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let calendar = |open, close, weekdays| {
        Calendar::new(UTC, time(open), time(close), weekdays, BTreeSet::new()).map(|_| ())
    };
    assert_eq!(calendar(9, 9, [true; 7]), Err(NoBusinessTime::ClosesBeforeOpening));
    assert_eq!(calendar(17, 9, [true; 7]), Err(NoBusinessTime::ClosesBeforeOpening));
    assert_eq!(calendar(9, 17, [false; 7]), Err(NoBusinessTime::NoWeekday));
    assert_eq!(calendar(9, 17, [true; 7]), Ok(()));
}

#[test]
fn the_last_representable_days_do_not_panic() {
    let calendar = Calendar::usual(America::New_York);
    let _ = calendar.end_of_day(NaiveDate::MAX);
    let last = DateTime::<Utc>::MAX_UTC - TimeDelta::days(3);
    let _ = calendar.business_days_later(last, 30);
    let _ = calendar.after_business_time(last, TimeDelta::days(30));
}

/// Zones whose clocks change at midnight, by half an hour, by odd offsets, or not at all.
fn calendars() -> impl Strategy<Value = Calendar> {
    let zone = prop::sample::select(vec![
        UTC,
        America::New_York,
        America::Santiago,
        America::Havana,
        Africa::Cairo,
        Australia::Lord_Howe,
        Asia::Kathmandu,
    ]);
    let holidays = prop::collection::btree_set((0..730_i64).prop_map(after_2025), 0..40);
    let hours = (0_u32..12, 1_u32..12);
    let weekdays = any::<[bool; 7]>().prop_filter("business", |days| days.contains(&true));
    (zone, hours, weekdays, holidays).prop_map(|(zone, (open, length), weekdays, holidays)| {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        Calendar::new(zone, time(open), time(open + length), weekdays, holidays).unwrap()
    })
}

fn after_2025(days: i64) -> NaiveDate {
    date("2026-01-01") + TimeDelta::days(days)
}

/// Instants of two years, to the microsecond.
fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    (0..730 * 86_400_000_000_i64)
        .prop_map(|us| at("2026-01-01T00:00:00Z") + TimeDelta::microseconds(us))
}

fn spans() -> impl Strategy<Value = TimeDelta> {
    (1..200 * 3_600_000_000_i64).prop_map(TimeDelta::microseconds)
}

/// Whether there is business at `at`, closings included and openings not: where deadlines fall.
fn a_deadline_may_fall_on(calendar: &Calendar, at: DateTime<Utc>) -> bool {
    let date = calendar.local_date(at);
    calendar.is_business_date(date) && at > calendar.opening(date) && at <= calendar.closing(date)
}

#[test]
fn a_date_whose_business_hours_are_jumped_over_does_not_count() {
    let midnight = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let every_day = [true; 7];
    let cairo = Calendar::new(Africa::Cairo, midnight(0), midnight(1), every_day, BTreeSet::new());
    let cairo = cairo.unwrap();
    // On 30 April 2027 clocks go from midnight to one o'clock.
    let due = cairo.business_days_later(at("2027-04-28T22:30:00Z"), 1);
    assert_eq!(shown(&cairo, due), shown(&cairo, local(&cairo, "2027-05-01 00:30")));
}

proptest! {
    #[test]
    fn a_day_ends_after_all_of_its_instants(calendar in calendars(), at in instants()) {
        let date = calendar.local_date(at);
        let end = calendar.end_of_day(date);
        prop_assert!(at < end);
        prop_assert!(calendar.local_date(end) > date);
        prop_assert_eq!(calendar.local_date(end - TimeDelta::microseconds(1)), date);
    }

    #[test]
    fn an_existing_wall_time_is_shown_by_its_instant(calendar in calendars(), at in instants()) {
        let local = at.with_timezone(&calendar.zone());
        let found = calendar.wall(local.date_naive(), local.time());
        prop_assert!(found <= at);
        prop_assert_eq!(found.with_timezone(&calendar.zone()).naive_local(), local.naive_local());
    }

    #[test]
    fn a_deadline_falls_into_business_hours_after_its_start(
        calendar in calendars(), start in instants(), days in 1_u32..15,
    ) {
        let due = calendar.business_days_later(start, days);
        prop_assert!(due > start);
        prop_assert!(a_deadline_may_fall_on(&calendar, due), "{due}");
    }

    #[test]
    fn later_starts_and_more_days_never_give_an_earlier_deadline(
        calendar in calendars(), start in instants(), wait in spans(), days in 0_u32..15,
    ) {
        let due = calendar.business_days_later(start, days);
        prop_assert!(calendar.business_days_later(start + wait, days) >= due);
        prop_assert!(calendar.business_days_later(start, days + 1) >= due);
    }

    #[test]
    fn business_time_added_is_the_business_time_between(
        calendar in calendars(), start in instants(), span in spans(),
    ) {
        let end = calendar.after_business_time(start, span);
        prop_assert_eq!(calendar.business_time_between(start, end), span);
        prop_assert!(a_deadline_may_fall_on(&calendar, end), "{end}");
    }

    #[test]
    fn a_clock_stopped_and_resumed_at_once_is_due_as_before(
        calendar in calendars(), start in instants(), days in 1_u32..8, wait in spans(),
    ) {
        let due = calendar.business_days_later(start, days);
        let stop = (start + wait).min(due - TimeDelta::microseconds(1));
        let rest = calendar.rest_when_stopped(due, stop);
        prop_assert_eq!(calendar.due_when_resumed(stop, rest), due);
    }

    #[test]
    fn half_of_a_promise_lies_between_its_ends(
        calendar in calendars(), start in instants(), days in 1_u32..8,
    ) {
        let due = calendar.business_days_later(start, days);
        let half = calendar.half_of_promise(start, due);
        prop_assert!(start < half && half < due);
    }
}
