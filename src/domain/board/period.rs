//! The stretch of time a leaderboard is about: a month or a quarter of the programme's calendar.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::calendar::Calendar;

/// A whole month or quarter. Written `2027-03` and `2027-q1`.
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
}

impl Span {
    const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
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
        }
    }
}

/// What was written is no month and no quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a period is written 2027-03 or 2027-q1")]
pub struct NoPeriod;

impl FromStr for Period {
    type Err = NoPeriod;

    fn from_str(text: &str) -> Result<Self, NoPeriod> {
        let (year, part) = text.split_once('-').ok_or(NoPeriod)?;
        let number = |text: &str| -> Option<u32> {
            text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
        };
        let year = number(year).filter(|year| (2000..=9999).contains(year)).ok_or(NoPeriod)?;
        let (span, month) = match part.strip_prefix(['q', 'Q']) {
            Some(quarter) => {
                let quarter = number(quarter).filter(|quarter| (1..=4).contains(quarter));
                (Span::Quarter, (quarter.ok_or(NoPeriod)? - 1) * 3 + 1)
            }
            None => {
                let month = number(part).filter(|month| (1..=12).contains(month));
                (Span::Month, month.ok_or(NoPeriod)?)
            }
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
        for no in ["", "2027", "2027-13", "2027-0", "2027-q0", "2027-q5", "march", "-3", "+2027-03"]
        {
            assert_eq!(no.parse::<Period>(), Err(NoPeriod), "{no}");
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
