//! How days, instants and spans of time read.
//!
//! A day belongs to the programme's calendar and is never converted. An instant is shown in the
//! reader's own zone by platforms that can; the words made here are for those that cannot, so they
//! carry the zone. The weekday stands in front when the day is less than a week away.

use chrono::{DateTime, Datelike, NaiveDate, Offset, TimeDelta, Utc};
use chrono_tz::{OffsetName, Tz};

use super::{Arg, Voice};

impl Voice<'_> {
    /// The day of the programme's calendar on which something happens.
    #[must_use]
    pub fn date(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.date(self.now)
    }

    /// "31 May 2026", or "Tue 10 March 2026" when that is less than 7 days away.
    #[must_use]
    pub fn day(&self, day: NaiveDate) -> String {
        if (day - self.today()).num_days().abs() >= 7 {
            return self.far_day(day);
        }
        let weekday = day.weekday().number_from_monday();
        let weekday = self.words(&format!("weekday-{weekday}"), &[]);
        self.day_with("day-near", day, &[("weekday", Arg::Word(&weekday))])
    }

    /// "10 March 2026", however near: for the ends of a stretch of days.
    #[must_use]
    pub fn far_day(&self, day: NaiveDate) -> String {
        self.day_with("day", day, &[])
    }

    fn day_with(&self, key: &str, day: NaiveDate, more: &[(&str, Arg<'_>)]) -> String {
        let month = self.words(&format!("month-{}", day.month()), &[]);
        let (date, year) = (day.day().to_string(), day.year().to_string());
        let args =
            [("day", Arg::Word(&date)), ("month", Arg::Word(&month)), ("year", Arg::Word(&year))];
        self.words(key, &[more, &args].concat())
    }

    /// "Tue 10 March 2026, 16:00 EDT".
    #[must_use]
    pub fn instant(&self, at: DateTime<Utc>) -> String {
        self.instant_as(at, "%H:%M")
    }

    /// "Tue 10 March 2026, 16:00:07 EDT".
    #[must_use]
    pub fn second(&self, at: DateTime<Utc>) -> String {
        self.instant_as(at, "%H:%M:%S")
    }

    /// "35 min", "5 h 20 min", "3 days": what is left or how late something is, rounded down.
    #[must_use]
    pub fn span(&self, span: TimeDelta) -> String {
        let span = span.abs();
        let (days, hours, minutes) = (span.num_days(), span.num_hours(), span.num_minutes() % 60);
        if days > 0 {
            return self.words("span-days", &[("days", Arg::Count(days))]);
        }
        if hours == 0 {
            return self.words("span-minutes", &[("minutes", Arg::Count(minutes))]);
        }
        let args = [("hours", Arg::Count(hours)), ("minutes", Arg::Count(minutes))];
        self.words("span-hours", &args)
    }

    /// The same, and below ten minutes in seconds: "48 s".
    #[must_use]
    pub fn span_to_the_second(&self, span: TimeDelta) -> String {
        if span.abs() >= TimeDelta::minutes(10) {
            return self.span(span);
        }
        self.words("span-seconds", &[("seconds", Arg::Count(span.num_seconds().abs()))])
    }

    /// The programme's zone, as times show it now: "EDT".
    #[must_use]
    pub fn zone_word(&self) -> String {
        zone_name(&self.now.with_timezone(&self.zone))
    }

    fn instant_as(&self, at: DateTime<Utc>, clock: &str) -> String {
        let local = at.with_timezone(&self.zone);
        let (day, zone) = (self.day(local.date_naive()), zone_name(&local));
        let clock = local.format(clock).to_string();
        let args =
            [("date", Arg::Word(&day)), ("clock", Arg::Word(&clock)), ("zone", Arg::Word(&zone))];
        self.words("instant", &args)
    }
}

/// "EDT", or "UTC+3" for zones whose abbreviation is only a number.
fn zone_name(local: &DateTime<Tz>) -> String {
    match local.offset().abbreviation() {
        Some(name) if name.starts_with(|first: char| first.is_ascii_alphabetic()) => {
            name.to_owned()
        }
        _ => {
            let minutes = local.offset().fix().local_minus_utc() / 60;
            let sign = if minutes < 0 { '-' } else { '+' };
            match (minutes.abs() / 60, minutes.abs() % 60) {
                (hours, 0) => format!("UTC{sign}{hours}"),
                (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
            }
        }
    }
}
