//! The stretch of time that leaderboards and reports are about: a month, a quarter or, for reports
//! alone, a year of the programme's calendar.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::calendar::Calendar;

/// A whole month, quarter or year. Written `2027-03`, `2027-q1` and `2027`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    year: i32,
    /// Its first month, 1 to 12.
    month: u32,
    span: Span,
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    Month,
    Quarter,
    Year,
}

impl Span {
    const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

impl Period {
    /// The period of this length in which the date lies.
    #[must_use]
    pub fn with(span: Span, date: NaiveDate) -> Self {
        let month = date.month0() / span.months() * span.months() + 1;
        Self { year: date.year(), month, span }
    }

    #[must_use]
    pub const fn span(self) -> Span {
        self.span
    }

    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The number of its first month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u32 {
        self.month
    }

    /// Which quarter of its year it lies in, 1 to 4.
    #[must_use]
    pub const fn quarter(self) -> u32 {
        (self.month - 1) / 3 + 1
    }

    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or(NaiveDate::MAX)
    }

    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.next().first_day().pred_opt().unwrap_or(NaiveDate::MIN)
    }

    /// The one of the same length after it.
    #[must_use]
    pub fn next(self) -> Self {
        let month = self.month + self.span.months();
        if month > 12 {
            Self { year: self.year + 1, month: month - 12, ..self }
        } else {
            Self { month, ..self }
        }
    }

    /// The one of the same length before it.
    #[must_use]
    pub fn previous(self) -> Self {
        if self.month > self.span.months() {
            Self { month: self.month - self.span.months(), ..self }
        } else {
            Self { year: self.year - 1, month: self.month + 12 - self.span.months(), ..self }
        }
    }

    /// What somebody asks for in words, in any order: `quarter`, `last month`, `2027-q1`. Without a
    /// length it is `usual`; `None` for whatever is not understood.
    #[must_use]
    pub fn said(typed: &str, today: NaiveDate, usual: Span) -> Option<Self> {
        let (mut period, mut back) = (None, false);
        for word in typed.split_whitespace() {
            let word = word.to_lowercase();
            let with = |span| Some(Self::with(span, today));
            let found = match word.as_str() {
                "last" => {
                    back = true;
                    continue;
                }
                "month" => with(Span::Month),
                "quarter" => with(Span::Quarter),
                "year" => with(Span::Year),
                word => word.parse().ok(),
            };
            if found.is_none() || period.is_some() {
                return None;
            }
            period = found;
        }
        let period = period.unwrap_or_else(|| Self::with(usual, today));
        Some(if back { period.previous() } else { period })
    }

    /// The first instant of it, and the first that does not belong to it any more.
    #[must_use]
    pub fn bounds(self, calendar: &Calendar) -> (DateTime<Utc>, DateTime<Utc>) {
        let first = |period: Self| calendar.wall(period.first_day(), NaiveTime::MIN);
        (first(self), first(self.next()))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.span {
            Span::Month => write!(f, "{}-{:02}", self.year, self.month),
            Span::Quarter => write!(f, "{}-q{}", self.year, self.quarter()),
            Span::Year => write!(f, "{}", self.year),
        }
    }
}

/// What was written is no month, no quarter and no year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a period is written 2027-03, 2027-q1 or 2027")]
pub struct NoPeriod;

impl FromStr for Period {
    type Err = NoPeriod;

    fn from_str(text: &str) -> Result<Self, NoPeriod> {
        let (year, part) = match text.split_once('-') {
            Some((year, part)) => (year, Some(part)),
            None => (text, None),
        };
        let number = |text: &str, within: RangeInclusive<u32>| -> Result<u32, NoPeriod> {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            let number = digits.then(|| text.parse().ok()).flatten();
            number.filter(|number| within.contains(number)).ok_or(NoPeriod)
        };
        let year = number(year, 2000..=9999)?;
        let (span, month) = match part.map(|part| part.strip_prefix(['q', 'Q']).ok_or(part)) {
            None => (Span::Year, 1),
            Some(Ok(quarter)) => (Span::Quarter, (number(quarter, 1..=4)? - 1) * 3 + 1),
            Some(Err(month)) => (Span::Month, number(month, 1..=12)?),
        };
        Ok(Self { year: year.try_into().map_err(|_| NoPeriod)?, month, span })
    }
}

impl TryFrom<String> for Period {
    type Error = NoPeriod;

    fn try_from(text: String) -> Result<Self, NoPeriod> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;
    use chrono_tz::America::New_York;
    use chrono_tz::America::Santiago;

    use super::*;

    #[test]
    fn a_period_is_read_and_written_in_one_way() {
        #[rustfmt::skip]
        let table = [
            // written     first day      last day       before       after
            ("2027-03",    "2027-03-01",  "2027-03-31",  "2027-02",   "2027-04"),
            ("2027-01",    "2027-01-01",  "2027-01-31",  "2026-12",   "2027-02"),
            ("2028-02",    "2028-02-01",  "2028-02-29",  "2028-01",   "2028-03"),
            ("2027-12",    "2027-12-01",  "2027-12-31",  "2027-11",   "2028-01"),
            ("2027-q1",    "2027-01-01",  "2027-03-31",  "2026-q4",   "2027-q2"),
            ("2027-q4",    "2027-10-01",  "2027-12-31",  "2027-q3",   "2028-q1"),
            ("2028",       "2028-01-01",  "2028-12-31",  "2027",      "2029"),
        ];
        for (written, first, last, before, after) in table {
            let period: Period = written.parse().unwrap();
            assert_eq!(period.to_string(), written);
            assert_eq!(period.first_day().to_string(), first, "{written}");
            assert_eq!(period.last_day().to_string(), last, "{written}");
            assert_eq!(period.previous().to_string(), before, "{written}");
            assert_eq!(period.next().to_string(), after, "{written}");
            assert_eq!(Period::with(period.span(), period.last_day()), period, "{written}");
        }
        #[rustfmt::skip]
        let none = [
            "", "-", "27", "2027-", "2027-13", "2027-0", "2027-q0", "2027-q5", "march", "-3", "+2027-03",
        ];
        for no in none {
            assert_eq!(no.parse::<Period>(), Err(NoPeriod), "{no}");
        }
    }

    #[test]
    fn a_period_is_asked_for_in_words() {
        let today = NaiveDate::from_ymd_opt(2027, 1, 15).unwrap();
        #[rustfmt::skip]
        let table = [
            ("",              Some("2027-q1")),
            ("last",          Some("2026-q4")),
            ("month",         Some("2027-01")),
            ("last MONTH",    Some("2026-12")),
            ("year last",     Some("2026")),
            ("2026-Q3",       Some("2026-q3")),
            ("2026-07",       Some("2026-07")),
            ("2025",          Some("2025")),
            ("month quarter", None),
            ("revenue",       None),
            ("NOR-1",         None),
        ];
        for (typed, asked) in table {
            let said = Period::said(typed, today, Span::Quarter).map(|period| period.to_string());
            assert_eq!(said.as_deref(), asked, "{typed}");
        }
    }

    #[test]
    fn it_begins_and_ends_with_the_programmes_days() {
        let at =
            |year, month, day, hour| Utc.with_ymd_and_hms(year, month, day, hour, 0, 0).unwrap();
        let bounds =
            |text: &str, zone| text.parse::<Period>().unwrap().bounds(&Calendar::usual(zone));
        // The clocks change in between.
        assert_eq!(bounds("2026-03", New_York), (at(2026, 3, 1, 5), at(2026, 4, 1, 4)));
        assert_eq!(bounds("2026-q3", Santiago), (at(2026, 7, 1, 4), at(2026, 10, 1, 3)));
    }
}
