//! An earlier time at which somebody wants to look, and the rules of then.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};

use super::Trouble;
use crate::domain::Rules;
use crate::program::Program;
use crate::store::dialect::Db;
use crate::store::program;

/// A day, to its end by the programme's clocks, or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    Day(NaiveDate),
    Instant(DateTime<Utc>),
}

impl FromStr for AsOf {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let instant = || DateTime::parse_from_rfc3339(text).map(|at| Self::Instant(at.to_utc()));
        let found = text.parse().map(Self::Day).or_else(|_| instant());
        found.map_err(|_| "write a day like 2026-03-10, or an instant like 2026-03-10T14:00:00Z")
    }
}

impl AsOf {
    /// What was recorded before this was known then.
    pub async fn until(self, db: &Db) -> Result<DateTime<Utc>, Trouble> {
        Ok(match self {
            Self::Instant(at) => at,
            Self::Day(day) => {
                let version = program::in_force(db).await?.unwrap_or_default();
                rules_of(db, &version).await?.calendar.end_of_day(day)
            }
        })
    }
}

/// The rules of a version; those that come with Vouch where none was ever put in force.
pub async fn rules_of(db: &Db, version: &str) -> Result<Rules, Trouble> {
    program_of(db, version).await.map(|program| program.rules)
}

/// The programme of a version, likewise.
pub async fn program_of(db: &Db, version: &str) -> Result<Program, Trouble> {
    let kept = program::text(db, version).await?;
    let read = kept.and_then(|row| Program::read(&row.text, version).ok());
    Ok(read.unwrap_or_else(Program::built_in))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_or_an_instant_is_understood_and_nothing_else() {
        assert_eq!("2026-03-10".parse(), Ok(AsOf::Day("2026-03-10".parse().unwrap())));
        let instant = "2026-03-10T14:00:00+01:00".parse();
        assert_eq!(instant, Ok(AsOf::Instant("2026-03-10T13:00:00Z".parse().unwrap())));
        for typed in ["", "yesterday", "10.03.2026", "2026-02-30", "2026-03-10T14:00:00"] {
            assert!(typed.parse::<AsOf>().is_err(), "{typed}");
        }
    }
}
